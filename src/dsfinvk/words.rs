//! German words of the export.

use crate::receipt::Kind;

/// What a tax key is for (UST_BESCHR; Annex 2 of 05.12.2024).
pub(super) fn tax_key(key: u16) -> &'static str {
    match key {
        1 => "Allgemeiner Steuersatz (§ 12 Abs. 1 UStG)",
        2 => "Ermäßigter Steuersatz (§ 12 Abs. 2 UStG)",
        3 => "Durchschnittsatz (§ 24 Abs. 1 Nr. 3 UStG)",
        4 => "Durchschnittsatz (§ 24 Abs. 1 Nr. 1 UStG)",
        5 => "Nicht steuerbar",
        6 => "Umsatzsteuerfrei",
        7 => "Umsatzsteuer nicht ermittelbar",
        8 => "Nullsteuersatz (§ 12 Abs. 3 UStG)",
        11 | 21 => "Historischer allgemeiner Steuersatz",
        12 | 22 => "Historischer ermäßigter Steuersatz",
        13 | 23 | 33 | 43 => "Historischer Durchschnittsatz (§ 24 Abs. 1 Nr. 3)",
        _ => "Individueller Schlüssel",
    }
}

/// What a receipt is called (BON_NAME); a sale needs no name.
pub(super) fn bon_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Sale => "",
        Kind::Void => "Storno",
        Kind::Refund => "Rücknahme",
        Kind::Abort => "Abbruch",
        Kind::Training => "Training",
        Kind::Opening => "Anfangsbestand",
        Kind::Float => "Wechselgeld",
        Kind::Skim => "Abschöpfung",
        Kind::Delivery => "Ablieferung",
        Kind::PayIn => "Einzahlung",
        Kind::PayOut => "Auszahlung",
        Kind::Difference => "Kassendifferenz",
    }
}

/// GV_NAME of money that belongs to somebody who is no registered principal.
pub(super) const FOREIGN: &str = "Fremdgeld";
