//! Any bytes in any segments: the same frames, none longer than allowed, and each written again as it was.
#![no_main]

use amtskasse_terminal::opi::frame::{LIMIT, Reader, encode};
use libfuzzer_sys::fuzz_target;

/// Frames of a stream until its end or its first error, and what the error was.
fn frames(bytes: &[u8], size: usize) -> (Vec<Vec<u8>>, Option<String>) {
    let mut reader = Reader::new();
    let mut frames = Vec::new();
    for segment in bytes.chunks(size) {
        reader.push(segment);
        loop {
            match reader.take() {
                Ok(Some(frame)) => frames.push(frame),
                Ok(None) => break,
                Err(_) => return (frames, Some(String::new())),
            }
        }
    }
    (frames, None)
}

fuzz_target!(|bytes: &[u8]| {
    let Some((first, bytes)) = bytes.split_first() else {
        return;
    };
    let (whole, error) = frames(bytes, bytes.len().max(1));
    let (pieces, other) = frames(bytes, usize::from(*first).max(1));
    assert_eq!(whole, pieces);
    assert_eq!(error, other);
    let mut start = 0;
    for frame in whole {
        assert!(!frame.is_empty() && frame.len() <= LIMIT);
        let end = start + 4 + frame.len();
        assert_eq!(encode(&frame).as_deref(), Ok(&bytes[start..end]));
        start = end;
    }
});
