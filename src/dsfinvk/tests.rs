//! The official worked examples, and days with every business the register knows.

mod examples;

use std::collections::BTreeMap;
use std::path::Path;

use super::*;
use crate::ledger::Ledger;

/// The rows of an export: file, then rows of column and value.
pub(crate) type Rows = BTreeMap<String, Vec<BTreeMap<String, String>>>;

fn everything() -> Period {
    Period {
        from: NaiveDate::MIN,
        to: NaiveDate::MAX,
    }
}

/// Exports everything, has the package checked against all rules, and reads it back with a reader of csv that is not
/// ours.
pub(crate) fn exported(data: &Path, archives: &[std::path::PathBuf]) -> Rows {
    let room = tempfile::tempdir().unwrap();
    let target = room.path().join("export");
    let ledger = Ledger::open_read_only(data).unwrap();
    export(&ledger, everything(), &target, Shape::Folder, &mut |_| true).unwrap();
    let options = amtskasse_dsfinvk::verify::Options {
        told_per_rule: 9,
        archives: archives.to_vec(),
        ..Default::default()
    };
    let report = amtskasse_dsfinvk::verify::package(&target, &options, &mut |_| true).unwrap();
    assert!(report.holds(), "{:#?}", report.sheet.told());
    let mut rows = Rows::new();
    for table in amtskasse_dsfinvk::schema::V2_4.tables {
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(b';')
            .from_path(target.join(table.file))
            .unwrap();
        let records = reader.deserialize().map(Result::unwrap).collect();
        rows.insert(table.file.to_owned(), records);
    }
    rows
}

/// Rows of a file that belong to a receipt.
pub(crate) fn of<'r>(
    rows: &'r Rows,
    file: &str,
    receipt: u64,
) -> Vec<&'r BTreeMap<String, String>> {
    let id = receipt.to_string();
    rows[file]
        .iter()
        .filter(|row| row["BON_ID"] == id)
        .collect()
}
