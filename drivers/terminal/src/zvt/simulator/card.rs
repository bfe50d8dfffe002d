//! Cards that are held to a simulated terminal.

/// A card as the terminal reads it. Its number is masked from the start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Card type of the ZVT list; above 255 it travels in TLV 41.
    pub id: u16,
    /// Name as printed.
    pub name: &'static str,
    /// Product name of TLV 4A, where it differs.
    pub product: &'static str,
    /// Digits, `*` where masked.
    pub number: &'static str,
    /// TLV 1F12: 0 stripe, 1 chip, 2 contactless.
    pub technology: u8,
    /// TLV 1F10: 0 none, 1 signature, 2 online PIN …; `None`: the terminal does not tell.
    pub verification: Option<u8>,
    /// BMP 19, kind of payment.
    pub kind: u8,
    /// EMV application.
    pub application: &'static [u8],
}

impl Card {
    /// girocard in the slot, with PIN.
    #[must_use]
    pub fn girocard() -> Self {
        Self {
            id: 0x05,
            name: "girocard",
            product: "",
            number: "67**********0123",
            technology: 1,
            verification: Some(2),
            kind: 0x10,
            application: &[0xA0, 0x00, 0x00, 0x03, 0x59, 0x10, 0x10, 0x02, 0x80, 0x01],
        }
    }

    /// girocard without contact, without PIN.
    #[must_use]
    pub fn contactless() -> Self {
        Self {
            technology: 2,
            verification: Some(0),
            kind: 0x70,
            ..Self::girocard()
        }
    }

    /// Visa in the slot.
    #[must_use]
    pub fn credit() -> Self {
        Self {
            id: 0x0A,
            name: "VISA",
            number: "************4711",
            application: &[0xA0, 0x00, 0x00, 0x00, 0x03, 0x10, 0x10],
            ..Self::girocard()
        }
    }

    /// Mastercard whose owner signs.
    #[must_use]
    pub fn signed() -> Self {
        Self {
            id: 0x06,
            name: "Mastercard",
            number: "************5726",
            verification: Some(1),
            kind: 0x60,
            application: &[0xA0, 0x00, 0x00, 0x00, 0x04, 0x10, 0x10],
            ..Self::girocard()
        }
    }

    /// Mastercard without contact whose owner signs (PayPass with signature), told by BMP 19 alone.
    #[must_use]
    pub fn paypass_signed() -> Self {
        Self {
            technology: 2,
            verification: None,
            kind: 0x60,
            ..Self::signed()
        }
    }

    /// Mastercard in a phone.
    #[must_use]
    pub fn phone() -> Self {
        Self {
            name: "Debit Mastercard",
            product: "Apple Pay",
            technology: 2,
            verification: Some(0),
            kind: 0x70,
            ..Self::signed()
        }
    }

    /// Payment service whose card type is above 255.
    #[must_use]
    pub fn high_type() -> Self {
        Self {
            id: 0x0123,
            name: "BLUECODE",
            product: "",
            number: "",
            technology: 2,
            verification: Some(0),
            kind: 0x70,
            application: &[],
        }
    }
}
