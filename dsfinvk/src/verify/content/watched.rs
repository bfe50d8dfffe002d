//! Reading an archive while somebody watches, who may break it off.

use std::cell::Cell;
use std::io::{self, BufReader, Read, Seek, SeekFrom};

use crate::verify::Progress;

/// Bytes after which whoever watches is told.
const STEP: u64 = 1 << 20;

/// How far the whole check is, and who wants to know.
pub(super) struct Watch<'a> {
    pub(super) done: u64,
    pub(super) whole: u64,
    pub(super) tell: &'a mut dyn FnMut(Progress) -> bool,
    /// Whether it was broken off.
    pub(super) stopped: &'a Cell<bool>,
}

impl Watch<'_> {
    /// Tells how far the check is; `false` breaks it off.
    pub(super) fn tell(&mut self) -> bool {
        let done = self.done.min(self.whole);
        let go_on = (self.tell)(Progress {
            done,
            whole: self.whole,
        });
        if !go_on {
            self.stopped.set(true);
        }
        go_on
    }
}

/// A reader under watch.
pub(super) struct Watched<'w, 'a, R> {
    inner: BufReader<R>,
    watch: &'w mut Watch<'a>,
    unsaid: u64,
}

impl<'w, 'a, R: Read> Watched<'w, 'a, R> {
    pub(super) fn new(inner: R, watch: &'w mut Watch<'a>) -> Self {
        Watched {
            inner: BufReader::new(inner),
            watch,
            unsaid: 0,
        }
    }
}

impl<R: Read> Read for Watched<'_, '_, R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        if self.watch.stopped.get() {
            return Err(io::Error::other("broken off"));
        }
        let count = self.inner.read(to)?;
        self.unsaid += count as u64;
        if self.unsaid >= STEP {
            self.watch.done += std::mem::take(&mut self.unsaid);
            if !self.watch.tell() {
                return Err(io::Error::other("broken off"));
            }
        }
        Ok(count)
    }
}

impl<R: Read + Seek> Seek for Watched<'_, '_, R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}
