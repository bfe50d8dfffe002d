//! Which column goes to which node (Annex G of DSFinV-K).

use amtskasse_dsfinvk::schema::{
    BUSINESSCASES, CASH_PER_CURRENCY, CASHPOINTCLOSING, CASHREGISTER, DATAPAYMENT, ITEMAMOUNTS,
    LINES, LINES_VAT, LOCATION, PA, PAYMENT, REFERENCES, TRANSACTIONS, TRANSACTIONS_TSE,
    TRANSACTIONS_VAT, TSE, Table, VAT,
};

/// Which rows of a table a rule is for.
#[derive(Debug, Clone, Copy)]
pub(super) enum When {
    Always,
    /// The column holds exactly this.
    Is(&'static str, &'static str),
    /// The column holds anything but this.
    Not(&'static str, &'static str),
}

use When::{Always, Is, Not};

/// What becomes of a row.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) table: &'static Table,
    pub(super) when: When,
    /// Path below `cash_point_closing`: `name` is an object, `name+` an array that gets a new object for each row,
    /// `name#A/B` an array whose objects are told apart by the columns A and B.
    pub(super) place: &'static str,
    /// Column, and path below the place.
    pub(super) nodes: &'static [(&'static str, &'static str)],
}

/// Columns of `1` and `0` that are true and false in JSON.
pub(super) const FLAGS: [&str; 3] = ["KEINE_UST_ZUORDNUNG", "BON_STORNO", "P_STORNO"];

/// In the order of the nodes. Not in it, since the register never writes a row of them: slaves, sub-items, allocation
/// groups.
pub(super) static RULES: &[Rule] = &[
    Rule {
        table: &CASHPOINTCLOSING,
        when: Always,
        place: "",
        nodes: &[
            ("Z_KASSE_ID", "head.company.location.cash_register.id"),
            ("Z_ERSTELLUNG", "head.creation_date"),
            ("Z_NR", "number"),
            ("Z_BUCHUNGSTAG", "head.business_date"),
            ("TAXONOMIE_VERSION", "taxonomy_version"),
            ("Z_START_ID", "head.first_id"),
            ("Z_ENDE_ID", "head.last_id"),
            ("NAME", "head.company.name"),
            ("STRASSE", "head.company.address.street"),
            ("PLZ", "head.company.address.postal_code"),
            ("ORT", "head.company.address.city"),
            ("LAND", "head.company.address.country_code"),
            ("STNR", "head.company.tax_number"),
            ("USTID", "head.company.vat_id_number"),
            ("Z_SE_ZAHLUNGEN", "cash_statement.payment.full_amount"),
            ("Z_SE_BARZAHLUNGEN", "cash_statement.payment.cash_amount"),
        ],
    },
    Rule {
        table: &LOCATION,
        when: Always,
        place: "head.company.location",
        nodes: &[
            ("LOC_NAME", "name"),
            ("LOC_STRASSE", "address.street"),
            ("LOC_PLZ", "address.postal_code"),
            ("LOC_ORT", "address.city"),
            ("LOC_LAND", "address.country_code"),
            ("LOC_USTID", "vat_id_number"),
        ],
    },
    Rule {
        table: &CASHREGISTER,
        when: Always,
        place: "head.company.location.cash_register",
        nodes: &[
            ("KASSE_BRAND", "brand"),
            ("KASSE_MODELL", "model"),
            ("KASSE_SERIENNR", "serial_number"),
            ("KASSE_SW_BRAND", "software.brand"),
            ("KASSE_SW_VERSION", "software.version"),
            ("KASSE_BASISWAEH_CODE", "base_currency_code"),
            ("KEINE_UST_ZUORDNUNG", "UmsatzsteuerNichtErmittelbar"),
        ],
    },
    Rule {
        table: &PA,
        when: Always,
        place: "head.company.location.cash_register.purchaser_agencies+",
        nodes: &[
            ("AGENTUR_ID", "id"),
            ("AGENTUR_NAME", "name"),
            ("AGENTUR_STRASSE", "address.street"),
            ("AGENTUR_PLZ", "address.postal_code"),
            ("AGENTUR_ORT", "address.city"),
            ("AGENTUR_LAND", "address.country_code"),
            ("AGENTUR_STNR", "tax_number"),
            ("AGENTUR_USTID", "vat_id_number"),
        ],
    },
    Rule {
        table: &TSE,
        when: Always,
        place: "security.tse.modules#TSE_ID",
        nodes: &[
            ("TSE_ID", "id"),
            ("TSE_SERIAL", "serial_number"),
            ("TSE_SIG_ALGO", "signature_algorithm"),
            ("TSE_ZEITFORMAT", "log_time_format"),
        ],
    },
    Rule {
        table: &TSE,
        when: Always,
        place: "security.tse",
        nodes: &[("TSE_PD_ENCODING", "process_data_encoding")],
    },
    Rule {
        table: &VAT,
        when: Always,
        place: "head.company.location.cash_register.vat_definitions+",
        nodes: &[
            ("UST_SCHLUESSEL", "id"),
            ("UST_SATZ", "percentage"),
            ("UST_BESCHR", "description"),
        ],
    },
    Rule {
        table: &BUSINESSCASES,
        when: Always,
        place: "cash_statement.business_cases#GV_TYP/GV_NAME/AGENTUR_ID",
        nodes: &[
            ("GV_TYP", "type"),
            ("GV_NAME", "name"),
            ("AGENTUR_ID", "purchaser_agency_id"),
        ],
    },
    Rule {
        table: &BUSINESSCASES,
        when: Always,
        place: "cash_statement.business_cases#GV_TYP/GV_NAME/AGENTUR_ID.amounts_per_vat_id+",
        nodes: &[
            ("UST_SCHLUESSEL", "id"),
            ("Z_UMS_BRUTTO", "incl_vat"),
            ("Z_UMS_NETTO", "excl_vat"),
            ("Z_UST", "vat"),
        ],
    },
    Rule {
        table: &PAYMENT,
        when: Always,
        place: "cash_statement.payment.payment_types+",
        nodes: &[
            ("ZAHLART_TYP", "type"),
            ("ZAHLART_NAME", "name"),
            ("Z_ZAHLART_BETRAG", "amount"),
        ],
    },
    Rule {
        table: &CASH_PER_CURRENCY,
        when: Always,
        place: "cash_statement.payment.cash_amounts_by_currency+",
        nodes: &[
            ("ZAHLART_WAEH", "currency_code"),
            ("ZAHLART_BETRAG_WAEH", "amount"),
        ],
    },
    Rule {
        table: &TRANSACTIONS,
        when: Always,
        place: "transactions#BON_ID",
        nodes: &[
            ("BON_ID", "head.id"),
            ("BON_NR", "head.number"),
            ("BON_TYP", "head.type"),
            ("BON_NAME", "head.name"),
            ("TERMINAL_ID", "head.closing_cash_register.slave_id"),
            ("BON_STORNO", "head.storno"),
            ("BON_START", "head.timestamp_start"),
            ("BON_ENDE", "head.timestamp_end"),
            ("BEDIENER_ID", "head.user.id"),
            ("BEDIENER_NAME", "head.user.name"),
            ("UMS_BRUTTO", "data.full_amount_incl_vat"),
            ("KUNDE_NAME", "head.buyer.name"),
            ("KUNDE_ID", "head.buyer.id"),
            ("KUNDE_TYP", "head.buyer.type"),
            ("KUNDE_STRASSE", "head.buyer.address.street"),
            ("KUNDE_PLZ", "head.buyer.address.postal_code"),
            ("KUNDE_ORT", "head.buyer.address.city"),
            ("KUNDE_LAND", "head.buyer.address.country_code"),
            ("KUNDE_USTID", "head.buyer.vat_id_number"),
            ("BON_NOTIZ", "data.notes"),
        ],
    },
    Rule {
        table: &DATAPAYMENT,
        when: Always,
        place: "transactions#BON_ID.data.payment_types+",
        nodes: &[
            ("ZAHLART_TYP", "type"),
            ("ZAHLART_NAME", "name"),
            ("ZAHLWAEH_CODE", "currency_code"),
            ("ZAHLWAEH_BETRAG", "foreign_amount"),
            ("BASISWAEH_BETRAG", "amount"),
        ],
    },
    Rule {
        table: &LINES,
        when: Always,
        place: "transactions#BON_ID.data.lines#POS_ZEILE",
        nodes: &[
            ("POS_ZEILE", "line_id"),
            ("GUTSCHEIN_NR", "voucher_id"),
            ("ARTIKELTEXT", "text"),
            ("POS_TERMINAL_ID", "source_cash_register.slave_id"),
            ("GV_TYP", "business_case.type"),
            ("GV_NAME", "business_case.name"),
            ("INHAUS", "in_house"),
            ("P_STORNO", "storno"),
            ("AGENTUR_ID", "business_case.purchaser_agency_id"),
            ("ART_NR", "item.number"),
            ("GTIN", "item.gtin"),
            ("WARENGR_ID", "item.group_id"),
            ("WARENGR", "item.group_name"),
            ("MENGE", "item.quantity"),
            ("FAKTOR", "item.quantity_factor"),
            ("EINHEIT", "item.quantity_measure"),
            ("STK_BR", "item.price_per_unit"),
        ],
    },
    Rule {
        table: &ITEMAMOUNTS,
        when: Is("TYP", "base_amount"),
        place: "transactions#BON_ID.data.lines#POS_ZEILE.item.base_amounts_per_vat_id+",
        nodes: &[
            ("UST_SCHLUESSEL", "id"),
            ("PF_BRUTTO", "incl_vat"),
            ("PF_NETTO", "excl_vat"),
            ("PF_UST", "vat"),
        ],
    },
    Rule {
        table: &ITEMAMOUNTS,
        when: Is("TYP", "discount"),
        place: "transactions#BON_ID.data.lines#POS_ZEILE.item.discounts_per_vat_id+",
        nodes: &[
            ("UST_SCHLUESSEL", "id"),
            ("PF_BRUTTO", "incl_vat"),
            ("PF_NETTO", "excl_vat"),
            ("PF_UST", "vat"),
        ],
    },
    Rule {
        table: &TRANSACTIONS_TSE,
        when: Always,
        place: "transactions#BON_ID.security.tse",
        nodes: &[
            ("TSE_ID", "module_id"),
            ("TSE_TANR", "transaction_number"),
            ("TSE_TA_START", "start_transaction_log_time"),
            ("TSE_TA_ENDE", "finish_transaction_log_time"),
            ("TSE_TA_VORGANGSART", "finish_transaction_process_type"),
            ("TSE_TA_SIGZ", "finish_transaction_signature_counter"),
            ("TSE_TA_SIG", "finish_transaction_signature"),
            ("TSE_TA_FEHLER", "error_description"),
            ("TSE_VORGANGSDATEN", "process_data"),
        ],
    },
    Rule {
        table: &TRANSACTIONS_VAT,
        when: Always,
        place: "transactions#BON_ID.data.amounts_per_vat_id+",
        nodes: &[
            ("UST_SCHLUESSEL", "id"),
            ("BON_BRUTTO", "incl_vat"),
            ("BON_NETTO", "excl_vat"),
            ("BON_UST", "vat"),
        ],
    },
    Rule {
        table: &LINES_VAT,
        when: Always,
        place: "transactions#BON_ID.data.lines#POS_ZEILE.business_case.amounts_per_vat_id+",
        nodes: &[
            ("UST_SCHLUESSEL", "id"),
            ("POS_BRUTTO", "incl_vat"),
            ("POS_NETTO", "excl_vat"),
            ("POS_UST", "vat"),
        ],
    },
    Rule {
        table: &REFERENCES,
        when: Is("POS_ZEILE", ""),
        place: "transactions#BON_ID.data.references+",
        nodes: &[
            ("REF_TYP", "type"),
            ("REF_NAME", "name"),
            ("REF_DATUM", "date"),
            ("REF_Z_KASSE_ID", "cash_register_id"),
            ("REF_Z_NR", "cash_point_closing_id"),
            ("REF_BON_ID", "id"),
        ],
    },
    Rule {
        table: &REFERENCES,
        when: Not("POS_ZEILE", ""),
        place: "transactions#BON_ID.data.lines#POS_ZEILE.reference",
        nodes: &[
            ("REF_TYP", "type"),
            ("REF_NAME", "name"),
            ("REF_DATUM", "date"),
            ("REF_Z_KASSE_ID", "cash_register_id"),
            ("REF_Z_NR", "cash_point_closing_id"),
            ("REF_BON_ID", "id"),
        ],
    },
];
