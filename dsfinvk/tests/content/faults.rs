//! The planted faults, one after the other, in the signed fixture.

use amtskasse_dsfinvk::verify::Severity;

use crate::common::Package;

use Severity::{Error, Note, Warning};

/// A planted fault.
pub struct Fault {
    pub rule: u8,
    pub severity: Severity,
    pub file: &'static str,
    pub row: u64,
    /// Further rules the same change breaks.
    pub also: &'static [u8],
    pub spoil: fn(&Package),
}

const fn fault(
    rule: u8,
    severity: Severity,
    (file, row): (&'static str, u64),
    also: &'static [u8],
    spoil: fn(&Package),
) -> Fault {
    Fault {
        rule,
        severity,
        file,
        row,
        also,
        spoil,
    }
}

const BON: &str = "transactions.csv";
const BON_VAT: &str = "transactions_vat.csv";
const CASE: &str = "businesscases.csv";
const CASH: &str = "cash_per_currency.csv";
const CLOSING: &str = "cashpointclosing.csv";
const ITEM: &str = "itemamounts.csv";
const LINE: &str = "lines.csv";
const LINE_VAT: &str = "lines_vat.csv";
const PAY: &str = "datapayment.csv";
const PAID: &str = "payment.csv";
const REF: &str = "references.csv";
const REGISTER: &str = "cashregister.csv";
const SIGNED: &str = "transactions_tse.csv";
const TSE: &str = "tse.csv";
const VAT: &str = "vat.csv";

/// Keys of the first and of the second closing.
const FIRST: [(&str, &str); 3] = [
    ("Z_KASSE_ID", "RATHAUS-1"),
    ("Z_ERSTELLUNG", "2026-03-02T20:00:00+01:00"),
    ("Z_NR", "1"),
];
const SECOND: [(&str, &str); 3] = [
    ("Z_KASSE_ID", "RATHAUS-1"),
    ("Z_ERSTELLUNG", "2026-03-03T18:00:00+01:00"),
    ("Z_NR", "2"),
];

/// Adds a row to a closing.
pub fn add(package: &Package, file: &str, closing: u8, values: &[(&str, &str)]) {
    let mut all = if closing == 1 { FIRST } else { SECOND }.to_vec();
    all.extend_from_slice(values);
    package.append(file, &all);
}

/// Writes several fields of one row.
pub fn set(package: &Package, file: &str, row: usize, values: &[(&str, &str)]) {
    for (column, value) in values {
        package.mutate(file, row, column, value);
    }
}

/// Changes a column wherever it has a value for which `change` gives another.
fn everywhere(package: &Package, column: &str, change: impl Fn(&str, &str) -> Option<String>) {
    for file in crate::common::tables() {
        let mut rows = package.rows(file);
        let head = rows[0].clone();
        let place = |name: &str| head.iter().position(|column| column == name);
        let (Some(place), Some(number)) = (place(column), place("Z_NR")) else {
            continue;
        };
        for row in rows.iter_mut().skip(1) {
            if let Some(new) = change(&row[number], &row[place]) {
                row[place] = new;
            }
        }
        package.put(file, &rows);
    }
}

/// Later Vorgänge of the second closing, whose BON_ID begin at 12, get other numbers.
fn renumber(package: &Package, by: u64) {
    everywhere(package, "BON_ID", |closing, id| {
        (closing == "2").then(|| (id.parse::<u64>().unwrap() + by).to_string())
    });
    let end = |id: u64| (id + by).to_string();
    set(
        package,
        CLOSING,
        3,
        &[("Z_START_ID", &end(12)), ("Z_ENDE_ID", &end(15))],
    );
}

/// The Beleg with BON_ID 16 and nothing else but an outage of the TSE.
fn bare(package: &Package) {
    let times = [
        ("BON_START", "2026-03-03T13:00:00+01:00"),
        ("BON_ENDE", "2026-03-03T13:00:30+01:00"),
    ];
    let mut values = vec![
        ("BON_ID", "16"),
        ("BON_NR", "5"),
        ("BON_TYP", "Beleg"),
        ("BON_STORNO", "0"),
        ("BEDIENER_ID", "u07"),
        ("BEDIENER_NAME", "Muster, Eva"),
        ("UMS_BRUTTO", "0,00"),
    ];
    values.extend(times);
    add(package, BON, 2, &values);
    let failed = [("BON_ID", "16"), ("TSE_TA_FEHLER", "TSE nicht erreichbar")];
    add(package, SIGNED, 2, &failed);
    package.mutate(CLOSING, 3, "Z_ENDE_ID", "16");
}

#[rustfmt::skip]
pub static FAULTS: &[Fault] = &[
    fault(14, Error, (CLOSING, 3), &[], |p| {
        everywhere(p, "Z_NR", |_, number| (number == "2").then(|| "3".to_owned()));
    }),
    fault(15, Error, (VAT, 3), &[], |p| p.double(VAT, 2)),
    fault(15, Error, ("pa.csv", 3), &[], |p| p.double("pa.csv", 2)),
    fault(15, Error, (TSE, 3), &[], |p| p.double(TSE, 2)),
    fault(15, Error, ("slaves.csv", 3), &[], |p| {
        for _ in 0..2 {
            add(p, "slaves.csv", 1, &[("TERMINAL_ID", "T1"), ("TERMINAL_SERIENNR", "T-0001")]);
        }
    }),
    fault(15, Error, (BON, 17), &[16], |p| p.double(BON, 16)),
    fault(15, Error, (LINE, 18), &[8], |p| {
        add(p, LINE, 1, &[("BON_ID", "2"), ("POS_ZEILE", "1"), ("ARTIKELTEXT", "Hinweis"), ("GV_TYP", "Umsatz")]);
    }),
    fault(15, Error, (LINE_VAT, 18), &[], |p| {
        add(p, LINE_VAT, 1, &[("BON_ID", "2"), ("POS_ZEILE", "1"), ("UST_SCHLUESSEL", "5"), ("POS_BRUTTO", "0,00")]);
    }),
    fault(15, Error, (BON_VAT, 18), &[30], |p| {
        let zero = "0,00";
        add(p, BON_VAT, 1, &[("BON_ID", "2"), ("UST_SCHLUESSEL", "5"), ("BON_BRUTTO", zero), ("BON_NETTO", zero), ("BON_UST", zero)]);
    }),
    fault(15, Error, (CASE, 3), &[44], |p| p.double(CASE, 2)),
    fault(15, Error, (PAID, 3), &[39, 40], |p| p.double(PAID, 2)),
    fault(16, Error, (BON, 3), &[], |p| p.mutate(BON, 3, "BON_NR", "1")),
    fault(16, Warning, (BON, 16), &[], |p| p.mutate(BON, 16, "BON_NR", "9")),
    fault(17, Error, (CLOSING, 3), &[], |p| {
        p.mutate(BON, 16, "BON_ID", "17");
        p.mutate(CLOSING, 3, "Z_ENDE_ID", "17");
    }),
    fault(17, Error, (CLOSING, 3), &[], |p| renumber(p, 10)),
    fault(18, Error, (LINE, 4), &[], |p| {
        p.mutate(LINE, 6, "POS_ZEILE", "4");
        p.mutate(LINE_VAT, 6, "POS_ZEILE", "4");
    }),
    fault(18, Error, (LINE, 6), &[], |p| {
        p.mutate(LINE, 6, "POS_ZEILE", "c");
        p.mutate(LINE_VAT, 6, "POS_ZEILE", "c");
    }),
    fault(19, Error, (PAY, 17), &[], |p| {
        add(p, PAY, 1, &[("BON_ID", "99"), ("ZAHLART_TYP", "Bar"), ("ZAHLWAEH_CODE", "EUR"), ("BASISWAEH_BETRAG", "1,00")]);
    }),
    fault(19, Error, (LINE, 18), &[8], |p| {
        add(p, LINE, 1, &[("BON_ID", "99"), ("POS_ZEILE", "1"), ("ARTIKELTEXT", "Hinweis"), ("GV_TYP", "Umsatz")]);
    }),
    fault(19, Error, (LINE_VAT, 18), &[], |p| {
        add(p, LINE_VAT, 1, &[("BON_ID", "2"), ("POS_ZEILE", "2"), ("UST_SCHLUESSEL", "5"), ("POS_BRUTTO", "1,00")]);
    }),
    fault(19, Error, (BON_VAT, 18), &[], |p| {
        add(p, BON_VAT, 1, &[("BON_ID", "99"), ("UST_SCHLUESSEL", "5"), ("BON_BRUTTO", "1,00"), ("BON_NETTO", "1,00"), ("BON_UST", "0,00")]);
    }),
    fault(19, Error, (ITEM, 2), &[], |p| {
        add(p, ITEM, 1, &[("BON_ID", "2"), ("POS_ZEILE", "7"), ("TYP", "base_amount"), ("UST_SCHLUESSEL", "5"), ("PF_BRUTTO", "37,00")]);
    }),
    fault(19, Error, ("subitems.csv", 2), &[], |p| {
        add(p, "subitems.csv", 1, &[("BON_ID", "2"), ("POS_ZEILE", "7"), ("ZI_ART_NR", "1"), ("ZI_MENGE", "1,000"), ("ZI_UST_SCHLUESSEL", "5")]);
    }),
    fault(19, Error, (SIGNED, 16), &[], |p| {
        add(p, SIGNED, 1, &[("BON_ID", "99"), ("TSE_TA_FEHLER", "Ausfall")]);
    }),
    fault(19, Error, ("allocation_groups.csv", 2), &[], |p| {
        add(p, "allocation_groups.csv", 1, &[("BON_ID", "99"), ("ABRECHNUNGSKREIS", "A")]);
    }),
    fault(19, Error, (REF, 4), &[], |p| {
        add(p, REF, 1, &[("BON_ID", "99"), ("REF_TYP", "ExterneRechnung"), ("REF_BON_ID", "1")]);
    }),
    fault(19, Error, (REF, 4), &[], |p| {
        add(p, REF, 1, &[("BON_ID", "2"), ("POS_ZEILE", "9"), ("REF_TYP", "ExterneRechnung"), ("REF_BON_ID", "1")]);
    }),
    fault(20, Error, (BON, 3), &[], |p| p.mutate(BON, 3, "TERMINAL_ID", "T9")),
    fault(20, Error, (LINE, 3), &[], |p| p.mutate(LINE, 3, "POS_TERMINAL_ID", "T9")),
    fault(20, Error, (LINE, 3), &[42], |p| p.mutate(LINE, 3, "AGENTUR_ID", "7")),
    // The receipt is then missing from what the TSE signed.
    fault(20, Error, (SIGNED, 3), &[52], |p| p.mutate(SIGNED, 3, "TSE_ID", "9")),
    fault(20, Error, (LINE_VAT, 6), &[], |p| p.cut(VAT, 3)),
    fault(20, Error, ("subitems.csv", 2), &[], |p| {
        add(p, "subitems.csv", 1, &[("BON_ID", "2"), ("POS_ZEILE", "1"), ("ZI_ART_NR", "1"), ("ZI_MENGE", "1,000"), ("ZI_UST_SCHLUESSEL", "4")]);
    }),
    fault(21, Error, (VAT, 5), &[], |p| p.mutate(VAT, 5, "UST_SATZ", "7,00")),
    fault(21, Error, (VAT, 2), &[29, 43], |p| p.mutate(VAT, 2, "UST_SATZ", "16,00")),
    fault(21, Error, (VAT, 10), &[], |p| {
        add(p, VAT, 2, &[("UST_SCHLUESSEL", "9"), ("UST_SATZ", "0,00"), ("UST_BESCHR", "reserviert")]);
    }),
    fault(21, Warning, (VAT, 10), &[], |p| {
        add(p, VAT, 2, &[("UST_SCHLUESSEL", "3"), ("UST_SATZ", "7,30"), ("UST_BESCHR", "Durchschnittssatz")]);
    }),
    fault(21, Note, (VAT, 10), &[], |p| {
        add(p, VAT, 2, &[("UST_SCHLUESSEL", "2425"), ("UST_SATZ", "14,25"), ("UST_BESCHR", "eigener")]);
    }),
    fault(22, Error, (REF, 3), &[], |p| p.mutate(REF, 3, "REF_BON_ID", "77")),
    fault(22, Error, (REF, 3), &[], |p| p.mutate(REF, 3, "REF_DATUM", "")),
    fault(22, Error, (REF, 3), &[37], |p| p.mutate(REF, 3, "REF_BON_ID", "5")),
    fault(22, Error, (REF, 3), &[37], |p| set(p, REF, 3, &[("REF_Z_NR", "2"), ("REF_BON_ID", "13")])),
    fault(22, Note, (REF, 3), &[], |p| p.mutate(REF, 3, "REF_Z_NR", "9")),
    fault(22, Error, (REF, 2), &[], |p| p.mutate(REF, 2, "REF_NAME", "")),
    fault(23, Error, (REF, 2), &[], |p| p.mutate(REF, 2, "REF_Z_NR", "1")),
    fault(23, Error, (REF, 2), &[], |p| p.mutate(REF, 2, "REF_DATUM", "2026-03-02T10:00:30+01:00")),
    fault(23, Error, (REF, 2), &[11], |p| p.mutate(REF, 2, "REF_BON_ID", "")),
    fault(24, Error, (BON, 17), &[], bare),
    // Four fifths of a cent: more than half a cent, less than one.
    fault(25, Error, (BON, 4), &[30, 31, 42], |p| {
        p.mutate(LINE_VAT, 4, "POS_BRUTTO", "13,05");
    }),
    fault(25, Error, (BON, 3), &[42], |p| p.mutate(LINE_VAT, 3, "POS_BRUTTO", "37,008")),
    fault(26, Error, (BON, 13), &[53], |p| {
        p.mutate(PAY, 13, "BASISWAEH_BETRAG", "201,00");
        p.mutate(PAY, 14, "BASISWAEH_BETRAG", "49,00");
    }),
    fault(27, Error, (BON, 14), &[], |p| {
        set(p, BON_VAT, 16, &[("BON_BRUTTO", "50,008"), ("BON_NETTO", "50,008")]);
    }),
    fault(27, Note, (BON, 5), &[], |p| {
        set(p, BON_VAT, 7, &[("BON_BRUTTO", "120,508"), ("BON_NETTO", "120,508")]);
    }),
    fault(28, Error, (BON_VAT, 4), &[], |p| p.mutate(BON_VAT, 4, "BON_NETTO", "2,01")),
    fault(29, Error, (BON_VAT, 4), &[], |p| set(p, BON_VAT, 4, &[("BON_NETTO", "1,98"), ("BON_UST", "0,40")])),
    fault(29, Error, (BON_VAT, 3), &[], |p| set(p, BON_VAT, 3, &[("BON_NETTO", "36,00"), ("BON_UST", "1,00")])),
    fault(30, Error, (BON_VAT, 4), &[53], |p| {
        set(p, BON_VAT, 4, &[("BON_BRUTTO", "2,40"), ("BON_NETTO", "2,02")]);
        set(p, BON_VAT, 5, &[("BON_BRUTTO", "21,38"), ("BON_NETTO", "19,98")]);
    }),
    fault(31, Error, (LINE, 3), &[], |p| p.mutate(LINE, 3, "STK_BR", "38,00")),
    fault(31, Error, (LINE, 3), &[], |p| p.mutate(LINE, 3, "FAKTOR", "2,000")),
    fault(32, Warning, (LINE_VAT, 3), &[], |p| set(p, LINE_VAT, 3, &[("POS_NETTO", "37,00"), ("POS_UST", "0,00")])),
    fault(32, Warning, (BON, 4), &[], |p| {
        set(p, LINE_VAT, 4, &[("POS_BRUTTO", ""), ("POS_NETTO", "13,00"), ("POS_UST", "0,00")]);
    }),
    fault(33, Error, (ITEM, 2), &[], |p| {
        add(p, ITEM, 1, &[("BON_ID", "2"), ("POS_ZEILE", "1"), ("TYP", "base_amount"), ("UST_SCHLUESSEL", "5"), ("PF_BRUTTO", "36,00")]);
    }),
    fault(33, Error, (ITEM, 2), &[], |p| {
        add(p, ITEM, 1, &[("BON_ID", "2"), ("POS_ZEILE", "1"), ("TYP", "extra_amount"), ("UST_SCHLUESSEL", "5"), ("PF_BRUTTO", "37,00")]);
    }),
    fault(34, Error, (PAY, 7), &[], |p| p.mutate(PAY, 7, "ZAHLART_TYP", "Bar")),
    fault(34, Error, (BON, 8), &[53], |p| p.mutate(BON, 8, "BON_TYP", "AVBelegstorno")),
    fault(34, Error, (BON, 16), &[], |p| p.mutate(BON, 16, "BON_NAME", "")),
    fault(35, Error, (LINE_VAT, 17), &[], |p| {
        p.mutate(LINE, 17, "GV_TYP", "TrinkgeldAN");
        p.mutate(CASE, 12, "GV_TYP", "TrinkgeldAN");
    }),
    fault(35, Note, (LINE_VAT, 17), &[], |p| {
        p.mutate(LINE, 17, "GV_TYP", "Einzahlung");
        p.mutate(CASE, 12, "GV_TYP", "Einzahlung");
    }),
    fault(35, Error, (PAY, 14), &[40, 41, 53], |p| p.mutate(PAY, 14, "ZAHLART_TYP", "ECKarte")),
    fault(36, Error, (REGISTER, 2), &[], |p| p.mutate(REGISTER, 2, "KEINE_UST_ZUORDNUNG", "1")),
    fault(36, Error, (REGISTER, 3), &[], sevens),
    fault(36, Warning, (LINE_VAT, 17), &[], |p| {
        sevens(p);
        p.mutate(REGISTER, 3, "KEINE_UST_ZUORDNUNG", "1");
    }),
    fault(37, Error, (LINE, 7), &[], |p| p.cut(REF, 2)),
    fault(37, Error, (BON, 6), &[], |p| p.cut(REF, 3)),
    fault(37, Error, (BON, 6), &[], |p| p.mutate(REF, 3, "REF_BON_ID", "1")),
    fault(38, Error, (CASH, 2), &[], |p| p.mutate(CASH, 2, "ZAHLART_BETRAG_WAEH", "190,00")),
    fault(38, Error, (CLOSING, 3), &[], |p| p.mutate(CASH, 3, "ZAHLART_WAEH", "USD")),
    fault(39, Error, (CLOSING, 2), &[44], |p| p.mutate(CLOSING, 2, "Z_SE_ZAHLUNGEN", "237,78")),
    fault(40, Error, (CLOSING, 2), &[], |p| p.mutate(CLOSING, 2, "Z_SE_BARZAHLUNGEN", "201,00")),
    fault(41, Error, (PAID, 3), &[], |p| p.mutate(PAID, 3, "ZAHLART_NAME", "Visa")),
    fault(42, Error, (CASE, 7), &[], |p| p.mutate(CASE, 7, "GV_NAME", "Entgeld")),
    fault(43, Error, (CASE, 7), &[], |p| p.mutate(CASE, 7, "Z_UMS_NETTO", "2,10")),
    fault(43, Error, (CASE, 7), &[], |p| set(p, CASE, 7, &[("Z_UMS_NETTO", "1,00"), ("Z_UST", "1,38")])),
    fault(44, Error, (CLOSING, 3), &[42], |p| p.cut(CASE, 11)),
    fault(45, Error, (CLOSING, 2), &[], |p| p.mutate(CLOSING, 2, "Z_START_ID", "2")),
    fault(45, Error, (CLOSING, 3), &[], |p| p.mutate(CLOSING, 3, "Z_ENDE_ID", "14")),
    fault(46, Error, (CLOSING, 3), &[38], |p| p.cut(CASH, 3)),
    fault(48, Error, (BON, 12), &[56], |p| {
        for row in [2, 10] {
            set(p, BON, row, &[("BON_START", "2026-03-02T19:30:00+01:00"), ("BON_ENDE", "2026-03-02T19:30:30+01:00")]);
        }
    }),
    // Nothing in the package tells a removed row from that of another register.
    fault(49, Error, (BON, 3), &[52], |p| p.cut(SIGNED, 3)),
    fault(49, Warning, (BON, 16), &[], |p| p.mutate(BON, 16, "BON_TYP", "AVTransfer")),
    fault(50, Error, (SIGNED, 3), &[8, 52], |p| p.mutate(SIGNED, 3, "TSE_TA_SIG", "")),
    fault(51, Error, (TSE, 2), &[], |p| {
        let serial = p.value(TSE, 2, "TSE_SERIAL");
        let other = if serial.starts_with('0') { "1" } else { "0" };
        p.mutate(TSE, 2, "TSE_SERIAL", &format!("{other}{}", &serial[1..]));
    }),
    fault(51, Error, (TSE, 2), &[], |p| p.mutate(TSE, 2, "TSE_ZERTIFIKAT_I", "bm90aGluZw==")),
    fault(51, Error, (TSE, 3), &[54], |p| p.mutate(TSE, 3, "TSE_PUBLIC_KEY", "???")),
    fault(52, Error, (SIGNED, 4), &[54], |p| {
        let counter = p.value(SIGNED, 3, "TSE_TA_SIGZ");
        p.mutate(SIGNED, 4, "TSE_TA_SIGZ", &counter);
    }),
    fault(52, Error, (SIGNED, 4), &[54], |p| {
        let number = p.value(SIGNED, 3, "TSE_TANR");
        p.mutate(SIGNED, 4, "TSE_TANR", &number);
    }),
    fault(52, Error, (SIGNED, 5), &[56], |p| p.mutate(SIGNED, 5, "TSE_TA_START", "2026-03-02T09:30:00.000Z")),
    fault(52, Error, (SIGNED, 5), &[10, 54, 56], |p| p.mutate(SIGNED, 5, "TSE_TA_ENDE", "2026-03-02T09:30:00.000Z")),
    fault(53, Error, (SIGNED, 9), &[], |p| {
        p.mutate(SIGNED, 9, "TSE_VORGANGSDATEN", "Beleg^0.00_0.00_0.00_0.00_11.00^11.00:Bar");
    }),
    fault(53, Error, (SIGNED, 3), &[54], |p| {
        p.mutate(SIGNED, 3, "TSE_VORGANGSDATEN", "Beleg^0.00_0.00_0.00_0.00_37.00^37.00:Unbar");
    }),
    fault(54, Error, (SIGNED, 3), &[], |p| {
        let signature = p.value(SIGNED, 4, "TSE_TA_SIG");
        p.mutate(SIGNED, 3, "TSE_TA_SIG", &signature);
    }),
    fault(54, Error, (SIGNED, 3), &[], |p| p.mutate(SIGNED, 3, "TSE_TA_SIG", "AAAA")),
    fault(54, Error, (TSE, 2), &[], |p| {
        for row in [2, 3] {
            p.mutate(TSE, row, "TSE_SIG_ALGO", "ecdsa-plain-MD5");
        }
    }),
    fault(55, Error, (SIGNED, 9), &[], |p| p.mutate(SIGNED, 9, "TSE_TA_VORGANGSART", "SonstigerVorgang")),
    fault(55, Error, (SIGNED, 8), &[53], |p| p.mutate(BON, 8, "BON_TYP", "AVBestellung")),
    fault(55, Error, (SIGNED, 8), &[54], |p| p.mutate(SIGNED, 8, "TSE_TA_VORGANGSART", "SonstigerVorgang-V1")),
    fault(56, Warning, (SIGNED, 3), &[], |p| p.mutate(SIGNED, 3, "TSE_TA_START", "2026-03-02T08:58:59.000Z")),
    fault(57, Error, (REGISTER, 2), &[54], |p| p.mutate(REGISTER, 2, "KASSE_SERIENNR", "RATHAUS_1")),
];

/// Key 7 instead of 6 in the second closing.
fn sevens(package: &Package) {
    package.mutate(VAT, 9, "UST_SCHLUESSEL", "7");
    package.mutate(LINE_VAT, 17, "UST_SCHLUESSEL", "7");
    package.mutate(BON_VAT, 17, "UST_SCHLUESSEL", "7");
    package.mutate(CASE, 12, "UST_SCHLUESSEL", "7");
}
