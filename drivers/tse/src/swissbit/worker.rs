//! The thread the library runs on. A library that does not come back keeps its thread, never the register.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender, SyncSender};
use std::time::{Duration, Instant};

use super::session::Session;
use crate::Error;

type Job = Box<dyn FnOnce(&mut Session) + Send>;

pub(super) struct Worker {
    jobs: Option<Sender<Job>>,
    ended: Receiver<()>,
    busy: Arc<AtomicBool>,
    /// How long closing may take.
    patience: Duration,
}

/// A call that is under way.
pub(super) struct Pending<T> {
    answer: Receiver<Result<T, Error>>,
    limit: Duration,
}

impl<T> Pending<T> {
    /// The same with another limit from now on.
    pub fn within(self, limit: Duration) -> Self {
        Self { limit, ..self }
    }

    /// The answer, or [`Error::Timeout`] after the call's limit.
    pub fn wait(self) -> Result<T, Error> {
        match self.answer.recv_timeout(self.limit) {
            Ok(answer) => answer,
            Err(RecvTimeoutError::Timeout) => Err(Error::Timeout(self.limit)),
            Err(RecvTimeoutError::Disconnected) => Err(failed()),
        }
    }
}

fn failed() -> Error {
    Error::Device("the driver failed inside".into())
}

impl Worker {
    /// Starts the thread; `open` makes the session on it.
    pub fn start(
        patience: Duration,
        open: impl FnOnce() -> Session + Send + 'static,
    ) -> Result<Self, Error> {
        let (jobs, inbox) = mpsc::channel::<Job>();
        let (end, ended) = mpsc::sync_channel::<()>(0);
        std::thread::Builder::new()
            .name("swissbit".into())
            .spawn(move || {
                let _end: SyncSender<()> = end;
                let mut session = open();
                while let Ok(job) = inbox.recv() {
                    job(&mut session);
                }
            })
            .map_err(|error| Error::Device(format!("no thread for the TSE: {error}")))?;
        Ok(Self {
            jobs: Some(jobs),
            ended,
            busy: Arc::default(),
            patience,
        })
    }

    /// Hands a job over. While the library has not come back from an earlier one, there is no waiting in line:
    /// [`Error::Busy`] at once.
    pub fn begin<T: Send + 'static>(
        &self,
        limit: Duration,
        job: impl FnOnce(&mut Session, Instant) -> Result<T, Error> + Send + 'static,
    ) -> Result<Pending<T>, Error> {
        if self.busy.swap(true, Ordering::AcqRel) {
            return Err(Error::Busy);
        }
        let (give, answer) = mpsc::sync_channel(1);
        let busy = self.busy.clone();
        let deadline = Instant::now() + limit;
        let job: Job = Box::new(move |session| {
            let work = AssertUnwindSafe(|| session.locked(|session| job(session, deadline)));
            let result = catch_unwind(work).unwrap_or_else(|_| {
                session.close();
                Err(failed())
            });
            busy.store(false, Ordering::Release);
            // Nobody may be waiting any more.
            let _ = give.send(result);
        });
        let sent = self.jobs.as_ref().map(|jobs| jobs.send(job));
        match sent {
            Some(Ok(())) => Ok(Pending { answer, limit }),
            _ => {
                self.busy.store(false, Ordering::Release);
                Err(failed())
            }
        }
    }

    /// A job and its answer.
    pub fn ask<T: Send + 'static>(
        &self,
        limit: Duration,
        job: impl FnOnce(&mut Session, Instant) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.begin(limit, job)?.wait()
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // The session ends with the last job, and whoever opens the device next finds it free; one that hangs is left
        // behind.
        self.jobs = None;
        let _ = self.ended.recv_timeout(self.patience);
    }
}
