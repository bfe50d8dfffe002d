//! The till on a thread of its own, and the two channels to it. The thread that draws never waits for
//! disk, TSE, terminal or printer.

mod engine;
mod problem;

pub use engine::Engine;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};

use iced::futures::channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};

use super::protocol::{Command, Event, Fatal};
use crate::message;

/// What the clerk wants of a terminal at work. The till waits for the terminal meanwhile and would not hear a command.
#[derive(Debug, Default)]
pub struct Wishes {
    abort: AtomicBool,
    /// 0: no answer yet, 1: no, 2: yes.
    answer: AtomicU8,
}

impl Wishes {
    fn begin(&self) {
        self.abort.store(false, Ordering::SeqCst);
        self.asked();
    }

    fn asked(&self) {
        self.answer.store(0, Ordering::SeqCst);
    }

    fn abort(&self) -> bool {
        self.abort.load(Ordering::SeqCst)
    }

    fn answer(&self) -> Option<bool> {
        match self.answer.load(Ordering::SeqCst) {
            0 => None,
            answer => Some(answer == 2),
        }
    }
}

/// The way to the till.
#[derive(Debug, Clone)]
pub struct Link {
    commands: mpsc::Sender<Command>,
    wishes: Arc<Wishes>,
}

impl Link {
    /// A way to a till that is driven by the caller: tests handle the commands themselves.
    pub fn new() -> (Self, mpsc::Receiver<Command>, Arc<Wishes>) {
        let (commands, receiver) = mpsc::channel();
        let wishes = Arc::new(Wishes::default());
        (
            Self {
                commands,
                wishes: wishes.clone(),
            },
            receiver,
            wishes,
        )
    }

    /// Sends a command. Returns whether there is anybody to receive it.
    pub fn send(&self, command: Command) -> bool {
        self.commands.send(command).is_ok()
    }

    /// Asks the terminal to stop. The till is busy with it and would not hear a command.
    pub fn abort_card(&self) {
        self.wishes.abort.store(true, Ordering::SeqCst);
    }

    /// Answers the terminal's question.
    pub fn answer(&self, yes: bool) {
        let answer = 1 + u8::from(yes);
        self.wishes.answer.store(answer, Ordering::SeqCst);
    }
}

/// Starts the till on the data in this folder; whatever it has to say comes out of the channel.
pub fn start(data: PathBuf) -> UnboundedReceiver<Event> {
    let (events, receiver) = unbounded();
    let lost = events.clone();
    let started = std::thread::Builder::new()
        .name("till".into())
        .spawn(move || run(data, &events));
    if let Err(error) = started {
        tell(
            &lost,
            Event::Fatal(Fatal::Other(message::both(&error, message::reason))),
        );
    }
    receiver
}

fn tell(events: &UnboundedSender<Event>, event: Event) {
    // The window may be gone already; then there is nobody left to tell.
    let _ = events.unbounded_send(event);
}

fn run(data: PathBuf, events: &UnboundedSender<Event>) {
    let (link, commands, wishes) = Link::new();
    let mut engine = match Engine::open(&data, wishes) {
        Ok(engine) => engine,
        Err(fatal) => return tell(events, Event::Fatal(fatal)),
    };
    tell(events, Event::Ready(link));
    engine.introduce(&mut |event| tell(events, event));
    loop {
        match commands.recv_timeout(engine.pause()) {
            Ok(command) => engine.handle(command, &mut |event| tell(events, event)),
            Err(RecvTimeoutError::Timeout) => engine.idle(&mut |event| tell(events, event)),
            Err(RecvTimeoutError::Disconnected) => return,
        }
        if events.is_closed() {
            return;
        }
    }
}
