//! Master data, kept per closing (Stammdatenmodul).

use super::{Part, Table, number, text};

/// `cashpointclosing.csv`.
pub static CASHPOINTCLOSING: Table = Table {
    file: "cashpointclosing.csv",
    name: "Stamm_Abschluss",
    part: Part::Master,
    columns: &[
        text("Z_KASSE_ID", 50, "ID der (Abschluss-) Kasse")
            .key()
            .must(),
        text("Z_ERSTELLUNG", 30, "Zeitpunkt des Kassenabschlusses")
            .key()
            .must(),
        number("Z_NR", 0, "Nr. des Kassenabschlusses").key().must(),
        text(
            "Z_BUCHUNGSTAG",
            25,
            "Vom Erstellungsdatum abweichender Verbuchungstag",
        ),
        text("TAXONOMIE_VERSION", 10, "Version der DFKA-Taxonomie-Kasse").must(),
        text("Z_START_ID", 40, "Erste BON_ID im Abschluss").must(),
        text("Z_ENDE_ID", 40, "Letzte BON_ID im Abschluss").must(),
        text("NAME", 60, "Name des Unternehmens").must(),
        text("STRASSE", 60, "Straße").must(),
        text("PLZ", 10, "Postleitzahl").must(),
        text("ORT", 62, "Ort").must(),
        text("LAND", 3, "Land").must(),
        text("STNR", 20, "Steuernummer des Unternehmens").one_of(),
        text("USTID", 15, "USTID").one_of(),
        number("Z_SE_ZAHLUNGEN", 2, "Summe aller Zahlungen").must(),
        number("Z_SE_BARZAHLUNGEN", 2, "Summe aller Barzahlungen").must(),
    ],
};

/// `location.csv`.
pub static LOCATION: Table = Table {
    file: "location.csv",
    name: "Stamm_Orte",
    part: Part::Master,
    columns: &[
        text("Z_KASSE_ID", 50, "ID der (Abschluss-) Kasse")
            .key()
            .must(),
        text("Z_ERSTELLUNG", 30, "Zeitpunkt des Kassenabschlusses")
            .key()
            .must(),
        number("Z_NR", 0, "Nr. des Kassenabschlusses").key().must(),
        text("LOC_NAME", 60, "Name des Standortes").must(),
        text("LOC_STRASSE", 60, "Straße").must(),
        text("LOC_PLZ", 10, "Postleitzahl").must(),
        text("LOC_ORT", 62, "Ort").must(),
        text("LOC_LAND", 3, "Land").must(),
        text("LOC_USTID", 15, "USTID"),
    ],
};

/// `cashregister.csv`.
pub static CASHREGISTER: Table = Table {
    file: "cashregister.csv",
    name: "Stamm_Kassen",
    part: Part::Master,
    columns: &[
        text("Z_KASSE_ID", 50, "ID der (Abschluss-) Kasse")
            .key()
            .must(),
        text("Z_ERSTELLUNG", 30, "Zeitpunkt des Kassenabschlusses")
            .key()
            .must(),
        number("Z_NR", 0, "Nr. des Kassenabschlusses").key().must(),
        text("KASSE_BRAND", 50, "Marke der Kasse"),
        text("KASSE_MODELL", 50, "Modellbezeichnung"),
        text("KASSE_SERIENNR", 70, "Seriennummer der Kasse").must(),
        text("KASSE_SW_BRAND", 50, "Markenbezeichnung der Software"),
        text("KASSE_SW_VERSION", 50, "Version der Software"),
        text("KASSE_BASISWAEH_CODE", 3, "Basiswährung der Kasse").must(),
        text(
            "KEINE_UST_ZUORDNUNG",
            1,
            "UmsatzsteuerNichtErmittelbar (bei späterem Zahlungseingang)",
        ),
    ],
};

/// `slaves.csv`.
pub static SLAVES: Table = Table {
    file: "slaves.csv",
    name: "Stamm_Terminals",
    part: Part::Master,
    columns: &[
        text("Z_KASSE_ID", 50, "ID der (Abschluss-) Kasse")
            .key()
            .must(),
        text("Z_ERSTELLUNG", 30, "Zeitpunkt des Kassenabschlusses")
            .key()
            .must(),
        number("Z_NR", 0, "Nr. des Kassenabschlusses").key().must(),
        text("TERMINAL_ID", 50, "ID des Terminals").key().must(),
        text("TERMINAL_BRAND", 50, "Marke der Terminals"),
        text("TERMINAL_MODELL", 50, "Modellbezeichnung des Terminals"),
        text("TERMINAL_SERIENNR", 70, "Seriennummer des Terminals").must(),
        text("TERMINAL_SW_BRAND", 50, "Markenbezeichnung der Software"),
        text("TERMINAL_SW_VERSION", 50, "Version der Software"),
    ],
};

/// `pa.csv`.
pub static PA: Table = Table {
    file: "pa.csv",
    name: "Stamm_Agenturen",
    part: Part::Master,
    columns: &[
        text("Z_KASSE_ID", 50, "ID der (Abschluss-) Kasse")
            .key()
            .must(),
        text("Z_ERSTELLUNG", 30, "Zeitpunkt des Kassenabschlusses")
            .key()
            .must(),
        number("Z_NR", 0, "Nr. des Kassenabschlusses").key().must(),
        number("AGENTUR_ID", 0, "ID der Agentur").key().must(),
        text("AGENTUR_NAME", 60, "Name des Auftraggebers").must(),
        text("AGENTUR_STRASSE", 60, "Straße").must(),
        text("AGENTUR_PLZ", 10, "Postleitzahl").must(),
        text("AGENTUR_ORT", 62, "Ort").must(),
        text("AGENTUR_LAND", 3, "Land").must(),
        text("AGENTUR_STNR", 20, "Steuernummer des Auftraggebers").one_of(),
        text("AGENTUR_USTID", 15, "USTID des Auftraggebers").one_of(),
    ],
};

/// `tse.csv`.
pub static TSE: Table = Table {
    file: "tse.csv",
    name: "Stamm_TSE",
    part: Part::Master,
    columns: &[
        text("Z_KASSE_ID", 50, "ID der (Abschluss-) Kasse").key().must(),
        text("Z_ERSTELLUNG", 30, "Zeitpunkt des Kassenabschlusses").key().must(),
        number("Z_NR", 0, "Nr. des Kassenabschlusses").key().must(),
        number("TSE_ID", 0, "ID der TSE - wird nur zur Referenzierung innerhalb eines Kassenabschlusses verwendet").key().must(),
        text("TSE_SERIAL", 68, "Seriennummer der TSE (Entspricht laut TR-03153 Abschnitt 7.5. dem Hashwert des im Zertifikat enthaltenen Schlüssels in Octet-String-Darstellung)").must(),
        text("TSE_SIG_ALGO", 21, "Der von der TSE verwendete Signaturalgo-rithmus").must(),
        text("TSE_ZEITFORMAT", 31, "Das von der TSE verwendete Format für die Log-Time - 'unixTime', 'utcTime' = YYMMDDhhmmZ, 'utcTimeWithSeconds' = YYMMDDhhmmssZ, 'generalizedTime' = YYYYMMDDhhmmssZ, 'generalizedTimeWithMilliseconds' = YYYYMMDDhhmmss.fffZ").must(),
        text("TSE_PD_ENCODING", 5, "Das Text-Encoding der ProcessData (UTF-8 oder ASCII)").must(),
        text("TSE_PUBLIC_KEY", 512, "Öffentlicher Schlüssel - extrahiert aus dem Zertifikat der TSE - in base64-Codierung").must(),
        text("TSE_ZERTIFIKAT_I", 1000, "Erste 1000 Zeichen des base64-codierten Zertifikats der TSE (in base64-Codierung)").must(),
        text("TSE_ZERTIFIKAT_II", 1000, "Ggf. Rest des base64-codierten Zertifikats der TSE (in base64-Codierung)").must(),
    ],
};

/// `vat.csv`.
pub static VAT: Table = Table {
    file: "vat.csv",
    name: "Stamm_USt",
    part: Part::Master,
    columns: &[
        text("Z_KASSE_ID", 50, "ID der (Abschluss-) Kasse")
            .key()
            .must(),
        text("Z_ERSTELLUNG", 30, "Zeitpunkt des Kassenabschlusses")
            .key()
            .must(),
        number("Z_NR", 0, "Nr. des Kassenabschlusses").key().must(),
        number("UST_SCHLUESSEL", 0, "ID des Umsatzsteuersatzes")
            .key()
            .must(),
        number("UST_SATZ", 2, "Prozentsatz").must(),
        text("UST_BESCHR", 55, "Beschreibung").must(),
    ],
};
