//! What a receipt records.

use serde::{Deserialize, Serialize};

use crate::catalogue::BusinessCase;

/// What kind of Vorgang a receipt records. Cash movements are receipts too: DSFinV-K exports and the TSE
/// signs them like any other `Beleg` (DSFinV-K 2.4, 4.2; AEAO 1.10.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// A sale.
    Sale,
    /// The reversal of a whole receipt (Storno).
    Void,
    /// Goods or fees given back, in part or in whole (Rücknahme, Erstattung).
    Refund,
    /// A Vorgang that was begun and dropped (AVBelegabbruch).
    Abort,
    /// Training; secured, but no business (AVTraining).
    Training,
    /// Cash that was in the drawer when the period began (Anfangsbestand).
    Opening,
    /// Change money fetched (Geldtransit, in).
    Float,
    /// Surplus moved to the safe (Abschöpfung; Geldtransit, out).
    Skim,
    /// Delivery to main cash or bank (Ablieferung; Geldtransit, out).
    Delivery,
    /// Other money put in (Einzahlung).
    PayIn,
    /// Other money taken out (Auszahlung).
    PayOut,
    /// Difference between counted and computed cash (DifferenzSollIst).
    Difference,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 12] = [
        Kind::Sale,
        Kind::Void,
        Kind::Refund,
        Kind::Abort,
        Kind::Training,
        Kind::Opening,
        Kind::Float,
        Kind::Skim,
        Kind::Delivery,
        Kind::PayIn,
        Kind::PayOut,
        Kind::Difference,
    ];

    /// Stable name for the database.
    pub fn code(self) -> &'static str {
        match self {
            Kind::Sale => "sale",
            Kind::Void => "void",
            Kind::Refund => "refund",
            Kind::Abort => "abort",
            Kind::Training => "training",
            Kind::Opening => "opening",
            Kind::Float => "float",
            Kind::Skim => "skim",
            Kind::Delivery => "delivery",
            Kind::PayIn => "pay-in",
            Kind::PayOut => "pay-out",
            Kind::Difference => "difference",
        }
    }

    /// Reads [`Kind::code`].
    pub fn from_code(code: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// DSFinV-K's BON_TYP, also the Vorgangstyp of `Kassenbeleg-V1`.
    pub fn bon_type(self) -> &'static str {
        match self {
            Kind::Abort => "AVBelegabbruch",
            Kind::Training => "AVTraining",
            _ => "Beleg",
        }
    }

    /// Whether the receipt enters the sums of a closing (only `Beleg` does).
    pub fn counts(self) -> bool {
        self.bon_type() == "Beleg"
    }

    /// The business case of a cash movement's only line; `None` for everything else.
    pub fn movement_case(self) -> Option<BusinessCase> {
        Some(match self {
            Kind::Opening => BusinessCase::Anfangsbestand,
            Kind::Float | Kind::Skim | Kind::Delivery => BusinessCase::Geldtransit,
            Kind::PayIn => BusinessCase::Einzahlung,
            Kind::PayOut => BusinessCase::Auszahlung,
            Kind::Difference => BusinessCase::DifferenzSollIst,
            _ => return None,
        })
    }
}
