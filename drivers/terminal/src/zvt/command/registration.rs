//! `06 00`.

use super::{Body, Password, Unencodable, digits};
use crate::zvt::tlv;

/// Bits of [`Registration::config`].
pub mod config {
    /// The till prints payment slips.
    pub const TILL_PRINTS_PAYMENTS: u8 = 0x02;
    /// The till prints administration slips.
    pub const TILL_PRINTS_ADMINISTRATION: u8 = 0x04;
    /// The terminal sends `04 FF`.
    pub const INTERMEDIATE_STATUS: u8 = 0x08;
    /// The till controls payments: no amount can be typed at the terminal.
    pub const TILL_CONTROLS_PAYMENT: u8 = 0x10;
    /// The till controls administration.
    pub const TILL_CONTROLS_ADMINISTRATION: u8 = 0x20;
    /// Print data come as `06 D1` or `06 D3`; without it the till composes slips from status data.
    pub const PRINT_LINES: u8 = 0x80;
}

/// `06 00`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    /// Password.
    pub password: Password,
    /// Bits of [`config`].
    pub config: u8,
    /// Currency; without it the terminal leaves BMP 49 out.
    pub currency: Option<u16>,
    /// BMP 03: bit 0 locks the terminal's service menu.
    pub service: Option<u8>,
    /// Whether a TLV container is sent: it tells that we understand TLV, even an empty one.
    pub tlv: bool,
    /// Commands the terminal may send beside the basic ones (tag 26); empty: no list is sent. `0x06D3` asks for blocks.
    pub commands: Vec<u16>,
    /// Tag 1F04: which slips, how.
    pub receipts: Option<u8>,
    /// Tag 27: character sets we read (tag 14), the preferred one first.
    pub charsets: Vec<u8>,
    /// Tag 12: characters per line of our printer.
    pub columns: Option<u8>,
    /// Tag 1A: longest APDU we take.
    pub longest: Option<u16>,
}

impl Registration {
    /// The till prints, as text blocks, and the terminal is locked.
    #[must_use]
    pub fn till_prints(password: Password) -> Self {
        Self {
            password,
            config: 0xBE,
            currency: Some(super::EURO),
            service: Some(0x01),
            tlv: true,
            commands: vec![0x06D3],
            receipts: None,
            charsets: Vec::new(),
            columns: None,
            longest: None,
        }
    }

    /// The terminal prints itself; the till controls payment and administration.
    #[must_use]
    pub fn terminal_prints(password: Password) -> Self {
        Self {
            config: config::INTERMEDIATE_STATUS
                | config::TILL_CONTROLS_PAYMENT
                | config::TILL_CONTROLS_ADMINISTRATION,
            commands: Vec::new(),
            ..Self::till_prints(password)
        }
    }

    pub(super) fn write(&self, body: &mut Body) -> Result<(), Unencodable> {
        body.password(self.password);
        body.data.push(self.config);
        if let Some(currency) = self.currency {
            body.data.extend(digits::<2>("currency", currency.into())?);
        }
        body.service(self.service)?;
        if self.tlv {
            body.container.get_or_insert_default();
        }
        if !self.commands.is_empty() {
            let mut list = Vec::new();
            for command in &self.commands {
                tlv::put(&mut list, 0x0A, &command.to_be_bytes());
            }
            body.tag(0x26, &list);
        }
        if !self.charsets.is_empty() {
            let mut list = Vec::new();
            for charset in &self.charsets {
                tlv::put(&mut list, 0x14, &[*charset]);
            }
            body.tag(0x27, &list);
        }
        if let Some(columns) = self.columns {
            body.tag(0x12, &[columns]);
        }
        if let Some(longest) = self.longest {
            body.tag(0x1A, &longest.to_be_bytes());
        }
        if let Some(receipts) = self.receipts {
            body.tag(0x1F04, &[receipts]);
        }
        Ok(())
    }
}
