//! Sorting more records than fit into memory: sorted runs go to an unnamed temporary file and are merged.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};

/// Bytes of records held before a run is written.
const BUFFER: usize = 16 << 20;
/// Bytes of each run held while merging.
const AHEAD: usize = 64 << 10;
/// Runs merged at once; so many buffers `AHEAD` are as large as `BUFFER`.
const RUNS: usize = 256;

/// Collects records of `N` bytes; they are ordered as bytes.
#[derive(Debug)]
pub(super) struct Sorter<const N: usize> {
    buffer: Vec<[u8; N]>,
    capacity: usize,
    file: Option<File>,
    /// Begin and length of each run in the file, in records.
    runs: Vec<(u64, u64)>,
    spilled: u64,
}

impl<const N: usize> Sorter<N> {
    pub fn new() -> Self {
        Self::with_capacity(BUFFER / N)
    }

    fn with_capacity(capacity: usize) -> Self {
        Self {
            buffer: Vec::new(),
            capacity,
            file: None,
            runs: Vec::new(),
            spilled: 0,
        }
    }

    pub fn push(&mut self, record: [u8; N]) -> io::Result<()> {
        if self.buffer.len() >= self.capacity {
            self.spill()?;
        }
        self.buffer.push(record);
        Ok(())
    }

    fn spill(&mut self) -> io::Result<()> {
        if self.runs.len() >= RUNS {
            self.merge_runs()?;
        }
        self.buffer.sort_unstable();
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(tempfile::tempfile()?),
        };
        file.seek(SeekFrom::Start(self.spilled * N as u64))?;
        file.write_all(self.buffer.as_flattened())?;
        let length = self.buffer.len() as u64;
        self.runs.push((self.spilled, length));
        self.spilled += length;
        self.buffer.clear();
        Ok(())
    }

    /// Makes one run in a new file out of all.
    fn merge_runs(&mut self) -> io::Result<()> {
        let mut merged = tempfile::tempfile()?;
        let mut sorted = Sorted::<N>::new(self.file.take(), &self.runs, Vec::new())?;
        let mut out: Vec<u8> = Vec::with_capacity(AHEAD + N);
        while let Some(record) = sorted.next()? {
            out.extend_from_slice(&record);
            if out.len() >= AHEAD {
                merged.write_all(&out)?;
                out.clear();
            }
        }
        merged.write_all(&out)?;
        self.file = Some(merged);
        self.runs = vec![(0, self.spilled)];
        Ok(())
    }

    /// The records in order.
    pub fn sorted(mut self) -> io::Result<Sorted<N>> {
        self.buffer.sort_unstable();
        Sorted::new(self.file.take(), &self.runs, self.buffer)
    }
}

/// Hands out the records in order.
#[derive(Debug)]
pub(super) struct Sorted<const N: usize> {
    file: Option<File>,
    runs: Vec<Run<N>>,
    heap: BinaryHeap<Reverse<([u8; N], usize)>>,
}

#[derive(Debug)]
struct Run<const N: usize> {
    held: std::vec::IntoIter<[u8; N]>,
    /// What is still in the file, in records.
    next: u64,
    left: u64,
}

impl<const N: usize> Sorted<N> {
    fn new(file: Option<File>, runs: &[(u64, u64)], held: Vec<[u8; N]>) -> io::Result<Self> {
        let spilled = runs.iter().map(|&(next, left)| Run {
            held: Vec::new().into_iter(),
            next,
            left,
        });
        let last = Run {
            held: held.into_iter(),
            next: 0,
            left: 0,
        };
        let mut sorted = Self {
            file,
            runs: spilled.chain([last]).collect(),
            heap: BinaryHeap::new(),
        };
        for place in 0..sorted.runs.len() {
            sorted.refill(place)?;
        }
        Ok(sorted)
    }

    /// Puts the next record of this run on the heap.
    fn refill(&mut self, place: usize) -> io::Result<()> {
        let Some(run) = self.runs.get_mut(place) else {
            return Ok(());
        };
        if run.held.len() == 0
            && run.left > 0
            && let Some(file) = &mut self.file
        {
            let count = run.left.min((AHEAD / N) as u64);
            let mut records = vec![[0; N]; count as usize];
            file.seek(SeekFrom::Start(run.next * N as u64))?;
            file.read_exact(records.as_flattened_mut())?;
            run.next += count;
            run.left -= count;
            run.held = records.into_iter();
        }
        if let Some(record) = run.held.next() {
            self.heap.push(Reverse((record, place)));
        }
        Ok(())
    }

    pub fn next(&mut self) -> io::Result<Option<[u8; N]>> {
        let Some(Reverse((record, place))) = self.heap.pop() else {
            return Ok(None);
        };
        self.refill(place)?;
        Ok(Some(record))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn records_come_back_in_order_however_many_runs_there_are() {
        for (count, capacity) in [(0u32, 8), (5, 8), (1_000, 8), (20_000, 16)] {
            let mut sorter = Sorter::<6>::with_capacity(capacity);
            let mut expected = Vec::new();
            for number in 0..count {
                // Spread, and every tenth one twice.
                let key = number.wrapping_mul(2_654_435_761) % 50_021;
                for _ in 0..1 + u32::from(number % 10 == 0) {
                    let mut record = [7; 6];
                    record[..4].copy_from_slice(&key.to_be_bytes());
                    sorter.push(record).unwrap();
                    expected.push(record);
                }
            }
            assert_eq!(count > 8, sorter.file.is_some());
            expected.sort_unstable();
            let mut sorted = sorter.sorted().unwrap();
            let mut found = Vec::new();
            while let Some(record) = sorted.next().unwrap() {
                found.push(record);
            }
            assert_eq!(found, expected);
        }
    }
}
