//! Offices: whose items are shown under one tab.

/// An office whose items are shown under one tab.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Office {
    /// Name.
    pub name: String,
    /// Stripe colour of its tiles, `#RRGGBB`.
    pub stripe: String,
}
