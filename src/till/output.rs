//! Step 5: drawer and paper. Both can fail and be repeated; neither ever touches the receipt.

use super::Till;
use crate::receipt::{PaymentKind, Receipt};

impl Till {
    /// Opens the drawer when cash went in or out. What goes wrong becomes a warning.
    pub(super) fn hand_out(&mut self, receipt: &Receipt) -> Vec<String> {
        let mut warnings = Vec::new();
        let cash = receipt.payments.iter().any(|p| p.kind == PaymentKind::Bar);
        if let Some(drawer) = self
            .drawer
            .as_mut()
            .filter(|_| cash && receipt.kind.counts())
            && let Err(error) = drawer.open()
        {
            warnings.push(error.to_string());
        }
        warnings
    }
}
