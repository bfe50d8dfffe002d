//! Logs of recorded frames. They are not ours to pass on, so they stay outside of the repository, and the tests pass by
//! without them; the serial session is our own recording.

use std::fs;
use std::path::{Path, PathBuf};

use amtskasse_terminal::zvt::{Apdu, NotZvt, Reassembler};

/// One line of a log.
pub struct Entry {
    /// Line number.
    pub line: usize,
    /// From the till.
    pub till: bool,
    /// What is in it.
    pub frame: Result<Apdu, NotZvt>,
}

/// The log of this name, if it is there.
pub fn log(name: &str) -> Option<Vec<Entry>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/payment/zvt");
    let path: PathBuf = folder.join(name);
    if !path.is_file() {
        println!("skipped: no recordings beside the repository");
        return None;
    }
    Some(read(&fs::read_to_string(path).unwrap()))
}

fn read(text: &str) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut chunks = Reassembler::default();
    for (at, line) in text.lines().enumerate() {
        let line_number = at + 1;
        let Some((direction, hex)) = line.split_once("> ").filter(|_| !line.starts_with('#'))
        else {
            continue;
        };
        let bytes: Vec<u8> = hex
            .split_whitespace()
            .map(|pair| u8::from_str_radix(pair, 16).unwrap())
            .collect();
        let mut push = |frame| {
            entries.push(Entry {
                line: line_number,
                till: direction == "ECR",
                frame,
            });
        };
        match direction {
            "PTCHUNK" => {
                chunks.push(&bytes);
                while let Some(apdu) = chunks.next().unwrap() {
                    push(Ok(apdu));
                }
            }
            // The source lost class, instruction and length of this status information; as an APDU it is none.
            "PAYLOAD" => {
                push(Apdu::parse(&bytes));
                push(Ok(Apdu::new(0x04, 0x0F, bytes)));
            }
            _ => push(Apdu::parse(&bytes)),
        }
    }
    assert_eq!(chunks.pending(), 0);
    entries
}

/// APDUs of the serial session recorded by ourselves: frames without acknowledgement, stuffing and check sum.
pub fn serial_session() -> Vec<Entry> {
    let text = include_str!("../data/zvt_serial_session.hexlog");
    let mut entries = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let Some((direction, hex)) = line.split_once("> ").filter(|_| !line.starts_with('#'))
        else {
            continue;
        };
        let bytes: Vec<u8> = hex
            .split_whitespace()
            .map(|pair| u8::from_str_radix(pair, 16).unwrap())
            .collect();
        let framed = bytes.strip_prefix(&[0x06]).unwrap_or(&bytes);
        let Some(framed) = framed.strip_prefix(&[0x10, 0x02]) else {
            continue;
        };
        let stuffed = &framed[..framed.len() - 4];
        let mut apdu = Vec::new();
        let mut stuffed = stuffed.iter();
        while let Some(byte) = stuffed.next() {
            apdu.push(*byte);
            if *byte == 0x10 {
                assert_eq!(stuffed.next(), Some(&0x10));
            }
        }
        entries.push(Entry {
            line: at + 1,
            till: direction == "ECR",
            frame: Apdu::parse(&apdu),
        });
    }
    entries
}
