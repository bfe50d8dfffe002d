//! The till on a thread of its own, and the two channels to it. The thread that draws never waits for
//! disk, TSE, terminal or printer.

mod engine;
mod problem;

pub use engine::Engine;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};

use iced::futures::channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};

use super::protocol::{Command, Event, Fatal};
use crate::message;

/// The way to the till.
#[derive(Debug, Clone)]
pub struct Link {
    commands: mpsc::Sender<Command>,
    abort: Arc<AtomicBool>,
}

impl Link {
    /// A way to a till that is driven by the caller: tests handle the commands themselves.
    pub fn new() -> (Self, mpsc::Receiver<Command>, Arc<AtomicBool>) {
        let (commands, receiver) = mpsc::channel();
        let abort = Arc::new(AtomicBool::new(false));
        (
            Self {
                commands,
                abort: abort.clone(),
            },
            receiver,
            abort,
        )
    }

    /// Sends a command. Returns whether there is anybody to receive it.
    pub fn send(&self, command: Command) -> bool {
        self.commands.send(command).is_ok()
    }

    /// Asks the terminal to stop. The till is busy with it and would not hear a command.
    pub fn abort_card(&self) {
        self.abort.store(true, Ordering::SeqCst);
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
    let (link, commands, abort) = Link::new();
    let mut engine = match Engine::open(&data, abort) {
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
