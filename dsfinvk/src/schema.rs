//! Every table and column of the format.

mod closing;
mod master;
mod single;

/// A version of DSFinV-K.
#[derive(Debug)]
pub struct Edition {
    /// What TAXONOMIE_VERSION says.
    pub version: &'static str,
    /// Its tables, in the official order.
    pub tables: &'static [&'static Table],
}

/// Part of the format a table belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Master data as they were at a closing.
    Master,
    /// Sums of a closing.
    Closing,
    /// Single Vorgänge.
    Single,
}

/// A table, one csv file.
#[derive(Debug, PartialEq, Eq)]
pub struct Table {
    /// Name of the file.
    pub file: &'static str,
    /// German name, e.g. `Bonkopf`.
    pub name: &'static str,
    /// Part of the format.
    pub part: Part,
    /// Columns in order.
    pub columns: &'static [Column],
}

impl Table {
    /// Place of a column, from 0.
    pub fn place(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|c| c.name == column)
    }
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text up to so many characters.
    Text(u16),
    /// A number with up to so many decimals.
    Number(u8),
}

/// When a column has to be filled (Annex G).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Always.
    Must,
    /// If the system has the data.
    IfKnown,
    /// Tax number or VAT id, at least one of the two.
    OneOf,
    /// When the line is an item.
    IfItem,
}

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Name, as in the first line of the file.
    pub name: &'static str,
    /// German description of the official index.xml.
    pub description: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether it is part of the row's key.
    pub key: bool,
    /// When it has to be filled.
    pub need: Need,
}

const fn text(name: &'static str, longest: u16, description: &'static str) -> Column {
    Column {
        name,
        description,
        kind: Kind::Text(longest),
        key: false,
        need: Need::IfKnown,
    }
}

const fn number(name: &'static str, decimals: u8, description: &'static str) -> Column {
    Column {
        name,
        description,
        kind: Kind::Number(decimals),
        key: false,
        need: Need::IfKnown,
    }
}

impl Column {
    const fn key(self) -> Column {
        Column { key: true, ..self }
    }

    const fn must(self) -> Column {
        Column {
            need: Need::Must,
            ..self
        }
    }

    const fn one_of(self) -> Column {
        Column {
            need: Need::OneOf,
            ..self
        }
    }

    const fn if_item(self) -> Column {
        Column {
            need: Need::IfItem,
            ..self
        }
    }
}

/// DSFinV-K 2.4 of 15.12.2023; its columns are those of 2.3.
pub static V2_4: Edition = Edition {
    version: "2.4",
    tables: &[
        &CASHPOINTCLOSING,
        &LOCATION,
        &CASHREGISTER,
        &SLAVES,
        &PA,
        &TSE,
        &VAT,
        &BUSINESSCASES,
        &PAYMENT,
        &CASH_PER_CURRENCY,
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
    ],
};

pub use closing::{BUSINESSCASES, CASH_PER_CURRENCY, PAYMENT};
pub use master::{CASHPOINTCLOSING, CASHREGISTER, LOCATION, PA, SLAVES, TSE, VAT};
pub use single::{
    ALLOCATION_GROUPS, DATAPAYMENT, ITEMAMOUNTS, LINES, LINES_VAT, REFERENCES, SUBITEMS,
    TRANSACTIONS, TRANSACTIONS_TSE, TRANSACTIONS_VAT,
};

/// Name of a further column for a certificate longer than 2,000 characters: TSE_ZERTIFIKAT_III and so on (DSFinV-K 2.4,
/// p. 27). `part` counts from 1; beyond the tenth there is none.
pub fn certificate_column(part: usize) -> Option<&'static str> {
    [
        "TSE_ZERTIFIKAT_I",
        "TSE_ZERTIFIKAT_II",
        "TSE_ZERTIFIKAT_III",
        "TSE_ZERTIFIKAT_IV",
        "TSE_ZERTIFIKAT_V",
        "TSE_ZERTIFIKAT_VI",
        "TSE_ZERTIFIKAT_VII",
        "TSE_ZERTIFIKAT_VIII",
        "TSE_ZERTIFIKAT_IX",
        "TSE_ZERTIFIKAT_X",
    ]
    .get(part.checked_sub(1)?)
    .copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_hundred_and_nineteen_columns() {
        let columns = || V2_4.tables.iter().flat_map(|table| table.columns);
        assert_eq!((V2_4.tables.len(), columns().count()), (20, 219));
        let needed = |need| columns().filter(|column| column.need == need).count();
        assert_eq!(
            [Need::Must, Need::IfKnown, Need::OneOf, Need::IfItem].map(needed),
            [151, 61, 4, 3]
        );
    }
}
