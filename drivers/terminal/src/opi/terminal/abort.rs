//! The clerk's wish to stop, on a connection of its own. Its answer never is the outcome of the payment.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::time::{Duration, Instant};

use crate::config::Patience;
use crate::opi::dialect::{Carrier, Profile};
use crate::opi::message::{Message, OverallResult};
use crate::opi::wire::Line;

/// Most AbortRequests of one payment.
const MOST: u8 = 3;
/// Shortest time between two.
const APART: Duration = Duration::from_millis(1500);

/// AbortRequests of one payment.
pub(super) struct Aborting {
    addresses: Vec<SocketAddr>,
    patience: Patience,
    sent: u8,
    at: Option<Instant>,
    /// Not before this moment again.
    next: Option<Instant>,
    second_way: bool,
    answer: Option<Receiver<Option<OverallResult>>>,
    over: Arc<AtomicBool>,
}

impl Aborting {
    pub(super) fn new(addresses: &[SocketAddr], patience: Patience) -> Self {
        Self {
            addresses: addresses.to_vec(),
            patience,
            sent: 0,
            at: None,
            next: None,
            second_way: false,
            answer: None,
            over: Arc::new(AtomicBool::new(false)),
        }
    }

    /// The clerk wishes to stop; called again and again while the wish stands.
    pub(super) fn wish(&mut self, profile: &Profile, write: &mut dyn FnMut(Carrier) -> Vec<u8>) {
        self.listen();
        let waits = self.next.is_some_and(|next| Instant::now() < next);
        if self.answer.is_some() || waits || self.sent >= MOST {
            return;
        }
        let frame = write(profile.abort[usize::from(self.second_way)]);
        let (sender, receiver) = channel();
        let (addresses, patience) = (self.addresses.clone(), self.patience);
        let over = Arc::clone(&self.over);
        // A thread: to connect may take seconds, and the terminal's questions must not wait for it.
        std::thread::spawn(move || {
            let _ = sender.send(ask(&addresses, &frame, patience, &over));
        });
        self.answer = Some(receiver);
        self.sent += 1;
        self.at = Some(Instant::now());
    }

    fn listen(&mut self) {
        let Some(answer) = &self.answer else { return };
        let result = match answer.try_recv() {
            Ok(result) => result,
            Err(TryRecvError::Empty) => return,
            Err(TryRecvError::Disconnected) => None,
        };
        self.answer = None;
        let wait = match result {
            // It heard us: the outcome is on its way.
            Some(OverallResult::Success | OverallResult::Aborted) => self.patience.abort,
            Some(result) if result.is_not_understood() => {
                self.second_way = !self.second_way;
                APART
            }
            _ => APART,
        };
        self.next = self.at.map(|at| at + wait.max(APART));
    }
}

impl Drop for Aborting {
    /// The payment is over: a request that has not left by now would hit the next one.
    fn drop(&mut self) {
        self.over.store(true, Ordering::SeqCst);
    }
}

/// Sends one AbortRequest and reads its answer.
pub(super) fn ask(
    addresses: &[SocketAddr],
    frame: &[u8],
    patience: Patience,
    over: &AtomicBool,
) -> Option<OverallResult> {
    let mut line = Line::connect(addresses, patience.connect).ok()?;
    if over.load(Ordering::SeqCst) {
        return None;
    }
    line.send(frame);
    let until = Instant::now() + patience.abort;
    while Instant::now() < until && !over.load(Ordering::SeqCst) {
        line.flush().ok()?;
        match line.poll().ok()? {
            Some(payload) => {
                return match Message::parse(&payload).ok()? {
                    Message::CardResponse(response) => Some(response.result),
                    Message::ServiceResponse(response) => Some(response.result),
                    _ => None,
                };
            }
            None => std::thread::sleep(Duration::from_millis(2)),
        }
    }
    None
}
