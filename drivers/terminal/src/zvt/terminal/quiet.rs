//! The register's side of commands that nobody can stop.

use crate::{Approval, Attendant, Mark, NotKept, Question, Slip, Step};

/// Passes on what a clerk should see, and no wish to stop.
pub struct Quiet<'a> {
    attendant: &'a mut dyn Attendant,
    /// Whether anything is shown and printed.
    shows: bool,
    /// A slip came.
    printed: bool,
}

impl<'a> Quiet<'a> {
    /// Shows and prints nothing: for questions that only prepare something.
    pub fn unseen(attendant: &'a mut dyn Attendant) -> Self {
        Self {
            attendant,
            shows: false,
            printed: false,
        }
    }

    /// Shows and prints: what became of a payment is found out whether the clerk has patience or not.
    pub fn seen(attendant: &'a mut dyn Attendant) -> Self {
        Self {
            attendant,
            shows: true,
            printed: false,
        }
    }

    /// Whether whoever waits for the whole of it does so no more. No single command is stopped by that.
    pub fn given_up(&self) -> bool {
        self.attendant.abort_requested()
    }

    /// Whether a slip came.
    pub fn printed(&self) -> bool {
        self.printed
    }
}

impl Attendant for Quiet<'_> {
    fn sending(&mut self, mark: &Mark) -> Result<(), NotKept> {
        self.attendant.sending(mark)
    }

    fn paid(&mut self, approval: &Approval) -> Result<(), NotKept> {
        self.attendant.paid(approval)
    }

    fn step(&mut self, step: Step) {
        if self.shows {
            self.attendant.step(step);
        }
    }

    fn abort_requested(&self) -> bool {
        false
    }

    fn print(&mut self, slip: &Slip) -> Result<(), NotKept> {
        self.printed = true;
        match self.shows {
            true => self.attendant.print(slip),
            false => Ok(()),
        }
    }

    fn ask(&mut self, question: &Question) {
        self.attendant.ask(question);
    }

    fn answer(&mut self) -> Option<bool> {
        self.attendant.answer()
    }

    fn unask(&mut self) {
        self.attendant.unask();
    }
}
