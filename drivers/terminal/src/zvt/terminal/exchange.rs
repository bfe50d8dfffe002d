//! One command on a link: the dialogue gets its bytes, its time and its clerk.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use crate::zvt::Command;
use crate::zvt::dialogue::{Action, Dialogue, End, Expects, Numbering, Settings};
use crate::zvt::link::Link;
use crate::zvt::message::StatusInformation;
use crate::{Attendant, Error, NotKept};

/// No command takes longer than so many times T4, whatever its terminal goes on saying.
const ENDLESS: u32 = 10;

/// How soon the clerk's wish to stop is seen.
const GLANCE: Duration = Duration::from_millis(40);

/// What is done with a result that moved money.
pub enum Keeping {
    /// It is on the disk.
    Kept,
    /// It is an earlier one and long known.
    Known,
    /// It could not be kept: the terminal must not hear that we know.
    Failed(NotKept),
    /// It is not what was asked for: the terminal must not hear that we want it.
    Wrong(String),
}

/// Keeps a result that moved money.
pub type Keep<'a> = &'a mut dyn FnMut(&StatusInformation, &mut dyn Attendant) -> Keeping;

/// What came of a command.
#[derive(Debug)]
pub struct Run {
    /// How it ended; an error is one of the link.
    pub end: Result<End, Error>,
    /// The result that was kept. It counts whatever the end says.
    pub kept: Option<StatusInformation>,
    /// Other status information.
    pub information: Option<StatusInformation>,
    /// Numbers used up to here.
    pub numbering: Numbering,
}

/// Runs a command to its end.
pub fn run(
    link: &mut dyn Link,
    command: &Command,
    expects: Expects,
    settings: Settings,
    attendant: &mut dyn Attendant,
    keep: Keep<'_>,
) -> Run {
    let mut dialogue = match Dialogue::new(command, expects, settings, Instant::now()) {
        Ok(dialogue) => dialogue,
        Err(wrong) => {
            return Run {
                end: Err(Error::Config(wrong.to_string())),
                kept: None,
                information: None,
                numbering: settings.numbering,
            };
        }
    };
    let mut talk = Talk {
        link,
        dialogue: &mut dialogue,
        attendant,
        keep,
        longest: settings.patience.completion * ENDLESS,
    };
    let end = talk.finish();
    if end.is_ok() {
        link.finish();
    }
    Run {
        end,
        kept: dialogue.kept_result().cloned(),
        information: dialogue.information().cloned(),
        numbering: dialogue.numbering(),
    }
}

struct Talk<'a> {
    link: &'a mut dyn Link,
    dialogue: &'a mut Dialogue,
    attendant: &'a mut dyn Attendant,
    keep: Keep<'a>,
    longest: Duration,
}

impl Talk<'_> {
    fn finish(&mut self) -> Result<End, Error> {
        let mut actions = self.dialogue.start();
        let end = Instant::now() + self.longest;
        loop {
            if let Some(end) = self.perform(actions)? {
                return Ok(end);
            }
            let now = Instant::now();
            if now >= end {
                return Err(Error::Timeout(self.longest));
            }
            if self.attendant.abort_requested() {
                let abort = self.dialogue.want_abort(now);
                if let Some(end) = self.perform(abort)? {
                    return Ok(end);
                }
            }
            let due = self.dialogue.deadline().unwrap_or(now);
            actions = match self.link.receive(due.min(now + GLANCE))? {
                Some(apdu) => self.dialogue.received(&apdu, Instant::now()),
                None => self.dialogue.tick(Instant::now()),
            };
        }
    }

    /// Does what the dialogue wants, and what it wants after that.
    fn perform(&mut self, actions: Vec<Action>) -> Result<Option<End>, Error> {
        let mut queue = VecDeque::from(actions);
        while let Some(action) = queue.pop_front() {
            let then = match action {
                Action::Send(apdu) => {
                    self.link.send(&apdu)?;
                    continue;
                }
                Action::Show(step) => {
                    self.attendant.step(step);
                    continue;
                }
                Action::Keep(status) => match (self.keep)(&status, self.attendant) {
                    Keeping::Kept => self.dialogue.kept(Instant::now()),
                    Keeping::Known => self.dialogue.disown(Instant::now()),
                    Keeping::Failed(error) => return Err(error.into()),
                    Keeping::Wrong(what) => return Err(Error::Protocol(what)),
                },
                Action::Print(slip) => {
                    let taken = self.attendant.print(&slip).is_ok();
                    self.dialogue.printed(taken, Instant::now())
                }
                Action::Done(end) => return Ok(Some(end)),
            };
            queue.extend(then);
        }
        Ok(None)
    }
}
