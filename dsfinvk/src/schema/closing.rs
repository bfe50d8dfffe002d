//! Sums of a closing (Kassenabschlussmodul).

use super::{Part, Table, number, text};

/// `businesscases.csv`.
pub static BUSINESSCASES: Table = Table {
    file: "businesscases.csv",
    name: "Z_GV_Typ",
    part: Part::Closing,
    columns: &[
        text("Z_KASSE_ID", 50, "ID der (Abschluss-) Kasse")
            .key()
            .must(),
        text("Z_ERSTELLUNG", 30, "Zeitpunkt des Kassenabschlusses")
            .key()
            .must(),
        number("Z_NR", 0, "Nr. des Kassenabschlusses").key().must(),
        text("GV_TYP", 30, "Geschäftsvorfall-Art").key().must(),
        text("GV_NAME", 40, "Name des Geschäftsvorfalls").key(),
        number("AGENTUR_ID", 0, "ID der Agentur").key(),
        number("UST_SCHLUESSEL", 0, "ID des USt-Satzes")
            .key()
            .must(),
        number("Z_UMS_BRUTTO", 5, "Bruttoumsatz").must(),
        number("Z_UMS_NETTO", 5, "Nettoumsatz").must(),
        number("Z_UST", 5, "Umsatzsteuer").must(),
    ],
};

/// `payment.csv`.
pub static PAYMENT: Table = Table {
    file: "payment.csv",
    name: "Z_Zahlart",
    part: Part::Closing,
    columns: &[
        text("Z_KASSE_ID", 50, "ID der (Abschluss-) Kasse")
            .key()
            .must(),
        text("Z_ERSTELLUNG", 30, "Zeitpunkt des Kassenabschlusses")
            .key()
            .must(),
        number("Z_NR", 0, "Nr. des Kassenabschlusses").key().must(),
        text("ZAHLART_TYP", 25, "Typ der Zahlart").key().must(),
        text("ZAHLART_NAME", 60, "Name der Zahlart").key(),
        number("Z_ZAHLART_BETRAG", 2, "Betrag").must(),
    ],
};

/// `cash_per_currency.csv`.
pub static CASH_PER_CURRENCY: Table = Table {
    file: "cash_per_currency.csv",
    name: "Z_Waehrungen",
    part: Part::Closing,
    columns: &[
        text("Z_KASSE_ID", 50, "ID der (Abschluss-) Kasse")
            .key()
            .must(),
        text("Z_ERSTELLUNG", 30, "Zeitpunkt des Kassenabschlusses")
            .key()
            .must(),
        number("Z_NR", 0, "Nr. des Kassenabschlusses").key().must(),
        text("ZAHLART_WAEH", 3, "Währung").key().must(),
        number("ZAHLART_BETRAG_WAEH", 2, "Betrag").must(),
    ],
};
