//! Any bytes as a csv file: every byte is in exactly one record, however the source gives them.
#![no_main]

use std::io::{self, Read};

use amtskasse_dsfinvk::verify::books::record::{Reader, Record};
use libfuzzer_sys::fuzz_target;

struct Slowly<'a>(&'a [u8], usize);

impl Read for Slowly<'_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let step = self.1.min(to.len()).min(self.0.len());
        let (mut part, rest) = self.0.split_at(step);
        self.0 = rest;
        part.read(to)
    }
}

type Told = (u64, u64, Vec<String>);

fn told(record: &Record<'_>) -> Told {
    let fields = (0..record.len()).map(|place| record.field(place).to_owned());
    (record.line, record.start, fields.collect())
}

fn all(bytes: &[u8], step: usize) -> Vec<Told> {
    let mut reader = Reader::new(Slowly(bytes, step), b';', 0, 1);
    let mut found = Vec::new();
    let mut end = 0;
    while let Some(record) = reader.next_record().unwrap() {
        assert_eq!(record.start, end);
        assert!(record.length > 0);
        end = record.start + record.length;
        found.push(told(&record));
    }
    assert_eq!(end, bytes.len() as u64);
    found
}

fuzz_target!(|bytes: &[u8]| {
    let Some((step, bytes)) = bytes.split_first() else {
        return;
    };
    let once = all(bytes, usize::MAX);
    assert_eq!(all(bytes, usize::from(*step) + 1), once);
    // What a reader finds that begins with a record is what was found there.
    let quotes = once.iter().flat_map(|told| &told.2).any(|field| field.contains('"'));
    if let (Some((line, start, fields)), false) = (once.last(), quotes) {
        let rest = &bytes[*start as usize..];
        let mut reader = Reader::new(rest, b';', *start, *line);
        let record = reader.next_record().unwrap().unwrap();
        assert_eq!(told(&record), (*line, *start, fields.clone()));
    }
});
