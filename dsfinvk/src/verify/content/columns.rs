//! Places of the columns the rules look at, found at compile time.

use crate::schema::{self, Table};

/// Place of a column; a name the table lacks does not compile.
const fn place(table: &Table, name: &str) -> usize {
    let name = name.as_bytes();
    let mut at = 0;
    loop {
        let column = table.columns[at].name.as_bytes();
        let mut same = column.len() == name.len();
        let mut byte = 0;
        while same && byte < name.len() {
            same = column[byte] == name[byte];
            byte += 1;
        }
        if same {
            return at;
        }
        at += 1;
    }
}

macro_rules! columns {
    ($($room:ident of $table:ident { $($name:ident),* $(,)? })*) => {
        $(
            #[allow(missing_docs)]
            pub(super) mod $room {
                $(pub(in super::super) const $name: usize =
                    super::place(&super::schema::$table, stringify!($name));)*
            }
        )*
    };
}

/// BON_ID, at the same place in every table of single records.
pub(super) const BON_ID: usize = place(&schema::TRANSACTIONS, "BON_ID");
/// POS_ZEILE, at the same place in every table of lines.
pub(super) const POS_ZEILE: usize = place(&schema::LINES, "POS_ZEILE");

columns! {
    closing of CASHPOINTCLOSING {
        Z_BUCHUNGSTAG, Z_START_ID, Z_ENDE_ID, Z_SE_ZAHLUNGEN, Z_SE_BARZAHLUNGEN,
    }
    register of CASHREGISTER { KASSE_SERIENNR, KASSE_BASISWAEH_CODE, KEINE_UST_ZUORDNUNG }
    terminal of SLAVES { TERMINAL_ID, TERMINAL_SERIENNR }
    agency of PA { AGENTUR_ID }
    tse of TSE {
        TSE_ID, TSE_SERIAL, TSE_SIG_ALGO, TSE_ZEITFORMAT, TSE_PD_ENCODING, TSE_PUBLIC_KEY, TSE_ZERTIFIKAT_I,
        TSE_ZERTIFIKAT_II,
    }
    vat of VAT { UST_SCHLUESSEL, UST_SATZ }
    case of BUSINESSCASES {
        GV_TYP, GV_NAME, AGENTUR_ID, UST_SCHLUESSEL, Z_UMS_BRUTTO, Z_UMS_NETTO, Z_UST,
    }
    paid of PAYMENT { ZAHLART_TYP, ZAHLART_NAME, Z_ZAHLART_BETRAG }
    cash of CASH_PER_CURRENCY { ZAHLART_WAEH, ZAHLART_BETRAG_WAEH }
    bon of TRANSACTIONS {
        BON_NR, BON_TYP, BON_NAME, TERMINAL_ID, BON_STORNO, BON_START, BON_ENDE, UMS_BRUTTO,
    }
    pay of DATAPAYMENT {
        ZAHLART_TYP, ZAHLART_NAME, ZAHLWAEH_CODE, ZAHLWAEH_BETRAG, BASISWAEH_BETRAG,
    }
    line of LINES {
        ARTIKELTEXT, POS_TERMINAL_ID, GV_TYP, GV_NAME, P_STORNO, AGENTUR_ID, MENGE, FAKTOR, STK_BR,
    }
    found of ITEMAMOUNTS { TYP, UST_SCHLUESSEL, PF_BRUTTO, PF_NETTO, PF_UST }
    sub of SUBITEMS { ZI_UST_SCHLUESSEL }
    signed of TRANSACTIONS_TSE {
        TSE_ID, TSE_TANR, TSE_TA_START, TSE_TA_ENDE, TSE_TA_VORGANGSART, TSE_TA_SIGZ, TSE_TA_SIG, TSE_TA_FEHLER,
        TSE_VORGANGSDATEN,
    }
    bon_vat of TRANSACTIONS_VAT { UST_SCHLUESSEL, BON_BRUTTO, BON_NETTO, BON_UST }
    line_vat of LINES_VAT { UST_SCHLUESSEL, POS_BRUTTO, POS_NETTO, POS_UST }
    reference of REFERENCES {
        POS_ZEILE, REF_TYP, REF_NAME, REF_DATUM, REF_Z_KASSE_ID, REF_Z_NR, REF_BON_ID,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bon_and_line_are_named_at_the_same_place_everywhere() {
        use schema::*;
        let bons = [
            &TRANSACTIONS,
            &DATAPAYMENT,
            &LINES,
            &ITEMAMOUNTS,
            &SUBITEMS,
            &TRANSACTIONS_TSE,
            &TRANSACTIONS_VAT,
            &LINES_VAT,
            &ALLOCATION_GROUPS,
            &REFERENCES,
        ];
        for table in bons {
            assert_eq!(table.columns[BON_ID].name, "BON_ID", "{}", table.file);
        }
        for table in [&LINES, &ITEMAMOUNTS, &SUBITEMS, &LINES_VAT, &REFERENCES] {
            assert_eq!(table.columns[POS_ZEILE].name, "POS_ZEILE", "{}", table.file);
        }
    }
}
