//! Every Vorgang (Einzelaufzeichnungsmodul).

use super::{Part, Table, number, text};

/// `transactions.csv`.
pub static TRANSACTIONS: Table = Table {
    file: "transactions.csv",
    name: "Bonkopf",
    part: Part::Single,
    columns: &[
        text("Z_KASSE_ID", 50, "ID der (Abschluss-) Kasse")
            .key()
            .must(),
        text("Z_ERSTELLUNG", 30, "Zeitpunkt des Kassenabschlusses")
            .key()
            .must(),
        number("Z_NR", 0, "Nr. des Kassenabschlusses").key().must(),
        text("BON_ID", 40, "Vorgangs-ID").key().must(),
        number("BON_NR", 0, "Bonnummer").must(),
        text("BON_TYP", 30, "Bontyp").must(),
        text("BON_NAME", 60, "Zusatz-Beschreibung zum Bontyp"),
        text("TERMINAL_ID", 50, "ID des Erfassungsterminals"),
        text("BON_STORNO", 1, "Storno-Kennzeichen"),
        text("BON_START", 30, "Zeitpunkt des Vorgangsstarts").must(),
        text("BON_ENDE", 30, "Zeitpunkt der Vorgangsbeendigung").must(),
        text("BEDIENER_ID", 50, "Bediener-ID").must(),
        text("BEDIENER_NAME", 50, "Bediener-Name"),
        number("UMS_BRUTTO", 2, "Brutto-Gesamtumsatz").must(),
        text("KUNDE_NAME", 50, "Name des Leistungsempfängers").must(),
        text("KUNDE_ID", 50, "Kundennummer des Leistungsempfängers").must(),
        text(
            "KUNDE_TYP",
            50,
            "Art des Leistungsempfängers (z. B. Mitarbeiter)",
        )
        .must(),
        text(
            "KUNDE_STRASSE",
            60,
            "Straße und Hausnummer des Leistungsempfängers",
        ),
        text("KUNDE_PLZ", 10, "PLZ des Leistungsempfängers"),
        text("KUNDE_ORT", 62, "Ort des Leistungsempfängers"),
        text("KUNDE_LAND", 3, "Land des Leistungsempfängers"),
        text("KUNDE_USTID", 15, "UStID des Leistungsempfängers"),
        text("BON_NOTIZ", 255, "Zusätzliche Informationen zum Bonkopf"),
    ],
};

/// `datapayment.csv`.
pub static DATAPAYMENT: Table = Table {
    file: "datapayment.csv",
    name: "Bonkopf_Zahlarten",
    part: Part::Single,
    columns: &[
        text("Z_KASSE_ID", 50, "ID der (Abschluss-) Kasse")
            .key()
            .must(),
        text("Z_ERSTELLUNG", 30, "Zeitpunkt des Kassenabschlusses")
            .key()
            .must(),
        number("Z_NR", 0, "Nr. des Kassenabschlusses").key().must(),
        text("BON_ID", 40, "Vorgangs-ID").key().must(),
        text("ZAHLART_TYP", 25, "Typ der Zahlart").key().must(),
        text("ZAHLART_NAME", 60, "Name der Zahlart").key(),
        text("ZAHLWAEH_CODE", 3, "Währungscode").key().must(),
        number("ZAHLWAEH_BETRAG", 2, "Betrag in Fremdwährung"),
        number("BASISWAEH_BETRAG", 2, "Betrag in Basiswährung (i.d.R. EUR)").must(),
    ],
};

/// `lines.csv`.
pub static LINES: Table = Table {
    file: "lines.csv",
    name: "Bonpos",
    part: Part::Single,
    columns: &[
        text("Z_KASSE_ID", 50, "ID der (Abschluss-) Kasse")
            .key()
            .must(),
        text("Z_ERSTELLUNG", 30, "Zeitpunkt des Kassenabschlusses")
            .key()
            .must(),
        number("Z_NR", 0, "Nr. des Kassenabschlusses").key().must(),
        text("BON_ID", 40, "Vorgangs-ID").key().must(),
        text("POS_ZEILE", 50, "Zeilennummer").key().must(),
        text("GUTSCHEIN_NR", 50, "Gutschein-Nr."),
        text("ARTIKELTEXT", 255, "Artikeltext").must(),
        text("POS_TERMINAL_ID", 50, "ID des POS-Terminals"),
        text("GV_TYP", 30, "Geschäftsvorfall-Art").must(),
        text("GV_NAME", 40, "Name des Geschäftsvorfalls"),
        text("INHAUS", 1, "Verzehr an Ort und Stelle"),
        text("P_STORNO", 1, "Positionsstorno-Kennzeichnung"),
        number("AGENTUR_ID", 0, "ID der Agentur"),
        text("ART_NR", 50, "Artikelnummer").if_item(),
        text("GTIN", 50, "GTIN"),
        text("WARENGR_ID", 40, "Warengruppen-ID"),
        text("WARENGR", 50, "Bezeichnung Warengruppe"),
        number("MENGE", 3, "Menge").if_item(),
        number("FAKTOR", 3, "Faktor, z. B. Gebindegrößen"),
        text("EINHEIT", 50, "Maßeinheit, z. B. kg, Liter oder Stück"),
        number("STK_BR", 5, "Preis pro Einheit inkl. USt").if_item(),
    ],
};

/// `itemamounts.csv`.
pub static ITEMAMOUNTS: Table = Table {
    file: "itemamounts.csv",
    name: "Bonpos_Preisfindung",
    part: Part::Single,
    columns: &[
        text("Z_KASSE_ID", 50, "ID der (Abschluss-) Kasse")
            .key()
            .must(),
        text("Z_ERSTELLUNG", 30, "Zeitpunkt des Kassenabschlusses")
            .key()
            .must(),
        number("Z_NR", 0, "Nr. des Kassenabschlusses").key().must(),
        text("BON_ID", 40, "Vorgangs-ID").key().must(),
        text("POS_ZEILE", 50, "Zeilennummer").key().must(),
        text("TYP", 20, "Basispreis, Rabatt oder Zuschlag").key(),
        number("UST_SCHLUESSEL", 0, "ID des USt-Satzes")
            .key()
            .must(),
        number("PF_BRUTTO", 5, "Bruttoumsatz"),
        number("PF_NETTO", 5, "Nettoumsatz"),
        number("PF_UST", 5, "Umsatzsteuer"),
    ],
};

/// `subitems.csv`.
pub static SUBITEMS: Table = Table {
    file: "subitems.csv",
    name: "Bonpos_Zusatzinfo",
    part: Part::Single,
    columns: &[
        text("Z_KASSE_ID", 50, "ID der (Abschluss-) Kasse")
            .key()
            .must(),
        text("Z_ERSTELLUNG", 30, "Zeitpunkt des Kassenabschlusses")
            .key()
            .must(),
        number("Z_NR", 0, "Nr. des Kassenabschlusses").key().must(),
        text("BON_ID", 40, "Vorgangs-ID").key().must(),
        text("POS_ZEILE", 50, "Zeilennummer").key().must(),
        text("ZI_ART_NR", 50, "Artikelnummer").must(),
        text("ZI_GTIN", 50, "GTIN"),
        text("ZI_NAME", 60, "Artikelbezeichnung"),
        text("ZI_WARENGR_ID", 40, "Warengruppen-ID"),
        text("ZI_WARENGR", 50, "Bezeichnung Warengruppe"),
        number("ZI_MENGE", 3, "Menge").must(),
        number("ZI_FAKTOR", 3, "Faktor, z. B. Gebindegrößen"),
        text("ZI_EINHEIT", 50, "Maßeinheit, z. B. kg, Liter oder Stück"),
        number("ZI_UST_SCHLUESSEL", 0, "ID USt-Satz des Basispreises").must(),
        number("ZI_BASISPREIS_BRUTTO", 5, "Basispreis brutto"),
        number("ZI_BASISPREIS_NETTO", 5, "Basispreis netto"),
        number("ZI_BASISPREIS_UST", 5, "Basispreis USt"),
    ],
};

/// `transactions_tse.csv`.
pub static TRANSACTIONS_TSE: Table = Table {
    file: "transactions_tse.csv",
    name: "TSE_Transaktionen",
    part: Part::Single,
    columns: &[
        text("Z_KASSE_ID", 50, "ID der (Abschluss-) Kasse")
            .key()
            .must(),
        text("Z_ERSTELLUNG", 30, "Zeitpunkt des Kassenabschlusses")
            .key()
            .must(),
        number("Z_NR", 0, "Nr. des Kassenabschlusses").key().must(),
        text("BON_ID", 40, "Vorgangs-ID").key().must(),
        number(
            "TSE_ID",
            0,
            "Die Id der für eine Transaktion verwendeten TSE",
        )
        .key()
        .must(),
        number("TSE_TANR", 0, "Die Transaktionsnummer der TSE-Transaktion")
            .key()
            .must(),
        text(
            "TSE_TA_START",
            30,
            "Die Log-Time der StartTransaction-Operation",
        )
        .must(),
        text(
            "TSE_TA_ENDE",
            30,
            "Die Log-Time der FinishTransaction-Operation",
        )
        .must(),
        text(
            "TSE_TA_VORGANGSART",
            30,
            "Der processType der FinishTransaction-Operation",
        )
        .must(),
        number(
            "TSE_TA_SIGZ",
            0,
            "Der Signaturzähler der FinishTransaction-Operation",
        )
        .must(),
        text(
            "TSE_TA_SIG",
            512,
            "Die Signatur der FinishTransaction-Operation",
        )
        .must(),
        text(
            "TSE_TA_FEHLER",
            200,
            "Beschreibung des TSE-Ausfalls oder Fehlers",
        ),
        text(
            "TSE_VORGANGSDATEN",
            1000,
            "An die zertifizierte technische Sicherheitseinrichtung übergebene Daten des Vorgangs (optional)",
        ),
    ],
};

/// `transactions_vat.csv`.
pub static TRANSACTIONS_VAT: Table = Table {
    file: "transactions_vat.csv",
    name: "Bonkopf_USt",
    part: Part::Single,
    columns: &[
        text("Z_KASSE_ID", 50, "ID der (Abschluss-) Kasse")
            .key()
            .must(),
        text("Z_ERSTELLUNG", 30, "Zeitpunkt des Kassenabschlusses")
            .key()
            .must(),
        number("Z_NR", 0, "Nr. des Kassenabschlusses").key().must(),
        text("BON_ID", 40, "Vorgangs-ID").key().must(),
        number("UST_SCHLUESSEL", 0, "ID des USt-Satzes")
            .key()
            .must(),
        number("BON_BRUTTO", 5, "Bruttoumsatz").must(),
        number("BON_NETTO", 5, "Nettoumsatz").must(),
        number("BON_UST", 5, "Umsatzsteuer").must(),
    ],
};

/// `lines_vat.csv`.
pub static LINES_VAT: Table = Table {
    file: "lines_vat.csv",
    name: "Bonpos_USt",
    part: Part::Single,
    columns: &[
        text("Z_KASSE_ID", 50, "ID der (Abschluss-) Kasse")
            .key()
            .must(),
        text("Z_ERSTELLUNG", 30, "Zeitpunkt des Kassenabschlusses")
            .key()
            .must(),
        number("Z_NR", 0, "Nr. des Kassenabschlusses").key().must(),
        text("BON_ID", 40, "Vorgangs-ID").key().must(),
        text("POS_ZEILE", 50, "Zeilennummer").key().must(),
        number("UST_SCHLUESSEL", 0, "ID des USt-Satzes")
            .key()
            .must(),
        number("POS_BRUTTO", 5, "Bruttoumsatz"),
        number("POS_NETTO", 5, "Nettoumsatz"),
        number("POS_UST", 5, "Umsatzsteuer"),
    ],
};

/// `allocation_groups.csv`.
pub static ALLOCATION_GROUPS: Table = Table {
    file: "allocation_groups.csv",
    name: "Bonkopf_AbrKreis",
    part: Part::Single,
    columns: &[
        text("Z_KASSE_ID", 50, "ID der (Abschluss-) Kasse")
            .key()
            .must(),
        text("Z_ERSTELLUNG", 30, "Zeitpunkt des Kassenabschlusses")
            .key()
            .must(),
        number("Z_NR", 0, "Nr. des Kassenabschlusses").key().must(),
        text("BON_ID", 40, "Vorgangs-ID").key().must(),
        text("ABRECHNUNGSKREIS", 50, "z. B. Tischnummer").key(),
    ],
};

/// `references.csv`.
pub static REFERENCES: Table = Table {
    file: "references.csv",
    name: "Bon_Referenzen",
    part: Part::Single,
    columns: &[
        text("Z_KASSE_ID", 50, "ID der (Abschluss-) Kasse").key().must(),
        text("Z_ERSTELLUNG", 30, "Zeitpunkt des Kassenabschlusses").key().must(),
        number("Z_NR", 0, "Nr. des Kassenabschlusses").key().must(),
        text("BON_ID", 40, "Vorgangs-ID").key().must(),
        text("POS_ZEILE", 50, "Zeilennummer des referenzierenden Vorgangs (nicht bei Verweis aus einem Bonkopf heraus)").key(),
        text("REF_TYP", 20, "Art der Referenz").key().must(),
        text("REF_NAME", 40, "Beschreibung bei Art “ExterneSonstige”"),
        text("REF_DATUM", 30, "Datum des Kassenabschlusses"),
        text("REF_Z_KASSE_ID", 50, "ID der (Abschluss-) Kasse"),
        number("REF_Z_NR", 0, "Nr. des Kassenabschlusses"),
        text("REF_BON_ID", 40, "Vorgangs-ID").key().must(),
    ],
};
