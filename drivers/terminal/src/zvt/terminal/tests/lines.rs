//! Lines of scripts that many tests have in common.

use crate::{Error, Outcome};

/// Registration, and the question for the last receipt: number 21, five euros.
pub const READY: &str = "
    *
    > 06 00 16 12 34 56 be 09 78 03 01 06 0c 1f 73 03 00 00 00 26 04 0a 02 06 d3
    < 80 00 00
    < 06 0f 0a 19 00 29 29 00 10 06 49 09 78
    > 80 00 00
    *
    > 06 20 05 12 34 56 03 03
    < 80 00 00
    < 04 0f 15 27 00 04 00 00 00 00 05 00 0b 00 00 21 87 00 21 29 29 00 10 06
    > 80 00 00
    < 06 0f 00
    > 80 00 00
";

/// A payment of one cent up to its result.
pub const ASKED: &str = "
    *
    ! sending
    > 06 01 0c 04 00 00 00 00 00 01 49 09 78 19 40
    < 80 00 00
    < 04 ff 01 0a
    > 80 00 00
";

/// Its result, receipt 22.
pub const PAID: &str = "
    < 04 0f 21 27 00 04 00 00 00 00 00 01 0b 00 00 22 0c 16 49 23 0d 03 08 87 00 22 29 29 00 10 06 49 09 78 8a 05
";

pub const KEPT: &str = "
    ! paid
    > 80 00 00
    < 06 0f 00
    > 80 00 00
";

pub fn joined(parts: &[&str]) -> &'static str {
    parts.concat().leak()
}

pub fn unknown(outcome: Outcome) -> Error {
    match outcome {
        Outcome::Unknown(error) => error,
        other => panic!("{other:?}"),
    }
}

pub fn not_paid(outcome: Outcome) -> crate::Refusal {
    match outcome {
        Outcome::NotPaid(refusal) => refusal,
        other => panic!("{other:?}"),
    }
}
