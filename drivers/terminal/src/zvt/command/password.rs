//! The password of a terminal.

use std::fmt;
use std::str::FromStr;

use crate::zvt::bcd;

/// Password of a terminal, six digits. Neither `Debug` nor `Display` shows it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Password(pub(super) [u8; 3]);

/// Text that is no password of a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a terminal's password has six digits")]
pub struct NoPassword;

impl Default for Password {
    /// 000000, the specification's own.
    fn default() -> Self {
        Self([0; 3])
    }
}

impl FromStr for Password {
    type Err = NoPassword;

    fn from_str(text: &str) -> Result<Self, NoPassword> {
        let digits = text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit());
        let number = text.parse().ok().filter(|_| digits).ok_or(NoPassword)?;
        bcd::bytes(number).map(Self).ok_or(NoPassword)
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Password(******)")
    }
}
