//! What a line of a receipt means to DSFinV-K.

use serde::{Deserialize, Serialize};

/// DSFinV-K's business case (GV_TYP) of a line. Some are never rung up here, such as those of a private owner; they are
/// read, summed and exported all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[allow(missing_docs)] // the names are the columns' own, explained in DSFinV-K 2.4, Annex C
pub enum BusinessCase {
    Umsatz,
    Pfand,
    PfandRueckzahlung,
    Rabatt,
    EinzweckgutscheinKauf,
    EinzweckgutscheinEinloesung,
    MehrzweckgutscheinKauf,
    MehrzweckgutscheinEinloesung,
    Forderungsentstehung,
    Forderungsaufloesung,
    Anzahlungseinstellung,
    Anzahlungsaufloesung,
    Anfangsbestand,
    Privatentnahme,
    Privateinlage,
    Geldtransit,
    Einzahlung,
    Auszahlung,
    DifferenzSollIst,
}

impl BusinessCase {
    const ALL: [BusinessCase; 19] = [
        BusinessCase::Umsatz,
        BusinessCase::Pfand,
        BusinessCase::PfandRueckzahlung,
        BusinessCase::Rabatt,
        BusinessCase::EinzweckgutscheinKauf,
        BusinessCase::EinzweckgutscheinEinloesung,
        BusinessCase::MehrzweckgutscheinKauf,
        BusinessCase::MehrzweckgutscheinEinloesung,
        BusinessCase::Forderungsentstehung,
        BusinessCase::Forderungsaufloesung,
        BusinessCase::Anzahlungseinstellung,
        BusinessCase::Anzahlungsaufloesung,
        BusinessCase::Anfangsbestand,
        BusinessCase::Privatentnahme,
        BusinessCase::Privateinlage,
        BusinessCase::Geldtransit,
        BusinessCase::Einzahlung,
        BusinessCase::Auszahlung,
        BusinessCase::DifferenzSollIst,
    ];

    /// The value of column GV_TYP.
    pub fn code(self) -> &'static str {
        match self {
            BusinessCase::Umsatz => "Umsatz",
            BusinessCase::Pfand => "Pfand",
            BusinessCase::PfandRueckzahlung => "PfandRueckzahlung",
            BusinessCase::Rabatt => "Rabatt",
            BusinessCase::EinzweckgutscheinKauf => "EinzweckgutscheinKauf",
            BusinessCase::EinzweckgutscheinEinloesung => "EinzweckgutscheinEinloesung",
            BusinessCase::MehrzweckgutscheinKauf => "MehrzweckgutscheinKauf",
            BusinessCase::MehrzweckgutscheinEinloesung => "MehrzweckgutscheinEinloesung",
            BusinessCase::Forderungsentstehung => "Forderungsentstehung",
            BusinessCase::Forderungsaufloesung => "Forderungsaufloesung",
            BusinessCase::Anzahlungseinstellung => "Anzahlungseinstellung",
            BusinessCase::Anzahlungsaufloesung => "Anzahlungsaufloesung",
            BusinessCase::Anfangsbestand => "Anfangsbestand",
            BusinessCase::Privatentnahme => "Privatentnahme",
            BusinessCase::Privateinlage => "Privateinlage",
            BusinessCase::Geldtransit => "Geldtransit",
            BusinessCase::Einzahlung => "Einzahlung",
            BusinessCase::Auszahlung => "Auszahlung",
            BusinessCase::DifferenzSollIst => "DifferenzSollIst",
        }
    }

    /// Reads [`BusinessCase::code`].
    pub fn from_code(code: &str) -> Option<BusinessCase> {
        BusinessCase::ALL
            .into_iter()
            .find(|case| case.code() == code)
    }

    /// Whether the line only moves cash and is no turnover (DSFinV-K 2.4, 4.2).
    pub fn moves_cash_only(self) -> bool {
        matches!(
            self,
            BusinessCase::Anfangsbestand
                | BusinessCase::Privatentnahme
                | BusinessCase::Privateinlage
                | BusinessCase::Geldtransit
                | BusinessCase::Einzahlung
                | BusinessCase::Auszahlung
                | BusinessCase::DifferenzSollIst
        )
    }
}
