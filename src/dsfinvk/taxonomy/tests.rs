//! Every column of the csv files, looked up at its path in the JSON.

use std::path::Path;

use serde_json::Value;

use super::super::tests::Rows;
use super::*;

/// Column and path of Annex G; two or three paths where it depends on the row.
const PATHS: &str = include_str!("../../../tests/fixtures/dfka-paths.csv");

/// The JSON with its numbers as texts, for a reader that would make floats of them.
fn read(json: &str) -> Value {
    let mut quoted = String::new();
    for line in json.lines() {
        match line.split_once("\": ") {
            Some((name, rest)) if rest.starts_with(|c: char| c == '-' || c.is_ascii_digit()) => {
                let (digits, comma) = match rest.strip_suffix(',') {
                    Some(digits) => (digits, ","),
                    None => (rest, ""),
                };
                quoted += &format!("{name}\": \"{digits}\"{comma}\n");
            }
            _ => quoted += &format!("{line}\n"),
        }
    }
    serde_json::from_str::<Value>(json).unwrap();
    serde_json::from_str(&quoted).unwrap()
}

fn at<'v>(node: &'v Value, path: &str) -> Vec<&'v Value> {
    let mut nodes = vec![node];
    for step in path.split('.') {
        let inside = nodes.into_iter().filter_map(|node| node.get(step));
        nodes = inside
            .flat_map(|node| match node {
                Value::Array(values) => values.iter().collect(),
                node => vec![node],
            })
            .collect();
    }
    nodes
}

fn text(node: &Value) -> String {
    match node {
        Value::Bool(flag) => String::from(if *flag { "1" } else { "0" }),
        node => node.as_str().unwrap().to_owned(),
    }
}

fn sought<'v>(nodes: &[&'v Value], path: &str, id: &str) -> &'v Value {
    let is = |node: &&&Value| at(node, path).iter().any(|node| text(node) == id);
    nodes.iter().find(is).unwrap()
}

/// Checks the JSON of every closing against the rows of an export.
pub(crate) fn says_the_same(data: &Path, rows: &Rows) {
    let ledger = Ledger::open_read_only(data).unwrap();
    let mut compared = 0;
    for closing in &rows["cashpointclosing.csv"] {
        let number = closing["Z_NR"].parse().unwrap();
        let mut json = Vec::new();
        let made = ClosingJson::of(&ledger, number).unwrap();
        made.write(&mut json).unwrap();
        let json = read(std::str::from_utf8(&json).unwrap());
        let all = at(&json, "cash_point_closing.transactions");
        let mut paths = csv::Reader::from_reader(PATHS.as_bytes());
        for record in paths.records() {
            let record = record.unwrap();
            let (file, column, paths) = (&record[0], &record[1], &record[2]);
            if paths.starts_with('(') || column.starts_with("TSE_ZERTIFIKAT") {
                continue;
            }
            let of_closing = rows[file]
                .iter()
                .filter(|row| row["Z_NR"] == closing["Z_NR"]);
            let paths: Vec<&str> = paths.split(" ; ").collect();
            // Scope, path below it, and what the csv has for it.
            let mut expected: Vec<(&Value, String, Vec<String>)> = Vec::new();
            for row in of_closing {
                // A reference of the whole receipt has no line, though others may.
                if column == "POS_ZEILE" && row[column].is_empty() {
                    continue;
                }
                let choice = match file {
                    "itemamounts.csv" if row["TYP"] == "discount" => 1,
                    "references.csv" if !row["POS_ZEILE"].is_empty() => 1,
                    _ => 0,
                };
                let path = paths.get(choice).unwrap_or(&paths[0]);
                let (mut scope, mut path) = (&json, (*path).to_owned());
                if let Some(below) = path.strip_prefix("cash_point_closing.transactions.") {
                    scope = sought(&all, "head.id", &row["BON_ID"]);
                    path = below.to_owned();
                    let line = row.get("POS_ZEILE").filter(|line| !line.is_empty());
                    if let (Some(line), Some(below)) = (line, path.strip_prefix("data.lines.")) {
                        scope = sought(&at(scope, "data.lines"), "line_id", line);
                        path = below.to_owned();
                    }
                }
                let value = row[column].replace(',', ".");
                let value = if matches!(record_kind(file, column), Kind::Number(_)) {
                    value
                } else {
                    row[column].clone()
                };
                // Base amounts and discounts of a line take turns.
                let mut known = expected.iter_mut();
                let known =
                    known.find(|(last, known, _)| std::ptr::eq(*last, scope) && *known == path);
                match known {
                    Some((_, _, values)) => values.push(value),
                    None => expected.push((scope, path, vec![value])),
                }
            }
            for (scope, path, mut values) in expected {
                if column == "TSE_PUBLIC_KEY" {
                    let mut rows = rows["tse.csv"].iter();
                    let row = rows.find(|row| row["TSE_PUBLIC_KEY"] == values[0]).unwrap();
                    let whole = format!("{}{}", row["TSE_ZERTIFIKAT_I"], row["TSE_ZERTIFIKAT_II"]);
                    values = vec![whole];
                }
                values.retain(|value| !value.is_empty());
                let mut made: Vec<String> = at(scope, &path).into_iter().map(text).collect();
                if made.len() != values.len() {
                    // What several rows repeat is one node.
                    values.dedup();
                    made.dedup();
                }
                assert_eq!(made, values, "Z {number}, {file}, {column}: {path}");
                compared += values.len();
            }
        }
    }
    assert!(compared > 500, "{compared}");
}

fn record_kind(file: &str, column: &str) -> Kind {
    let tables = amtskasse_dsfinvk::schema::V2_4.tables;
    let table = tables.iter().find(|table| table.file == file).unwrap();
    table.columns[table.place(column).unwrap()].kind
}
