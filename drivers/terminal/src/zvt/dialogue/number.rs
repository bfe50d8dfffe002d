//! Message sequence ids (tag 1F73): numbers that tie an answer to its message.

use crate::zvt::{Apdu, bcd, bmp, tlv};

/// Numbers of our commands. Off until a terminal has shown that it knows them: it repeats the zero of the Registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Numbering(Option<u32>);

/// Largest number of six digits; after it comes 1, for 0 only offers.
const LARGEST: u32 = 999_999;

impl Numbering {
    /// Numbers from 1 on.
    #[must_use]
    pub fn on() -> Self {
        Self(Some(0))
    }

    /// The number of the next command; `None`: messages are not numbered.
    #[must_use]
    pub fn advance(&mut self) -> Option<u32> {
        let number = self.0? % LARGEST + 1;
        self.0 = Some(number);
        self.0
    }
}

/// An answer with the number of the message it answers, if that has one.
pub fn mirrored(mut answer: Apdu, number: Option<u32>) -> Apdu {
    let bytes = number.and_then(|number| bcd::bytes::<3>(number.into()));
    if let Some(bytes) = bytes {
        let mut container = Vec::new();
        tlv::put(&mut container, 0x1F73, &bytes);
        // Seven bytes fit into every container.
        let _ = bmp::put(&mut answer.data, 0x06, &container);
    }
    answer
}
