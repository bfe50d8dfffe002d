//! The same closing as one JSON file, for programs that read the DFKA-Taxonomie Kassendaten instead of csv.
//!
//! It is made from the rows of the DSFinV-K export, held in memory (a closing is a day), so that both can't differ. Names
//! and nesting are those of Annex G of DSFinV-K; the JSON schema of the association itself was not at hand to check
//! against. An empty column is a node that is not there. Numbers are copied digit by digit, a point for the comma, and
//! are never a float. The certificate of a TSE is whole here, and the public key is the one inside it. Nothing obliges
//! anybody to keep these files, and the tax office wants csv: so they are made when asked for, not at each closing.

mod node;
mod rules;

#[cfg(test)]
pub(crate) mod tests;

use std::io::{self, Write};
use std::path::PathBuf;

use amtskasse_dsfinvk::package::WriteError;
use amtskasse_dsfinvk::schema::{Kind, TSE};
use csv::StringRecord;

use super::{ExportError, export::tables};
use crate::ledger::Ledger;
use node::Node;
use rules::{FLAGS, RULES, Rule, When};

/// A closing as JSON.
#[derive(Debug)]
pub struct ClosingJson(Node);

impl ClosingJson {
    /// Makes it of closing `number`.
    pub fn of(ledger: &Ledger, number: u32) -> Result<ClosingJson, ExportError> {
        let files = tables(ledger, number)?;
        let mut root = Node::object();
        let closing = root.member("cash_point_closing", Node::object);
        let mut last: Option<(&str, Sheet)> = None;
        for rule in RULES {
            let file = rule.table.file;
            if last.as_ref().is_none_or(|(known, _)| *known != file) {
                let content = files.iter().find(|(name, _)| *name == file);
                let content = content.map_or(&[][..], |(_, content)| content);
                last = Some((file, Sheet::read(content).map_err(|e| broken(file, e))?));
            }
            if let Some((_, sheet)) = &last {
                for row in &sheet.rows {
                    apply(rule, sheet, row, closing);
                }
            }
        }
        Ok(ClosingJson(root))
    }

    /// Writes it, UTF-8, with a line break at the end.
    pub fn write(&self, to: &mut dyn Write) -> io::Result<()> {
        self.0.write(0, to)?;
        to.write_all(b"\n")
    }
}

fn broken(file: &str, error: csv::Error) -> ExportError {
    WriteError::Io {
        path: PathBuf::from(file),
        source: error.into(),
    }
    .into()
}

/// A csv file, read.
struct Sheet {
    head: StringRecord,
    rows: Vec<StringRecord>,
}

impl Sheet {
    fn read(content: &[u8]) -> Result<Sheet, csv::Error> {
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(b';')
            .from_reader(content);
        Ok(Sheet {
            head: reader.headers()?.clone(),
            rows: reader.records().collect::<Result<_, _>>()?,
        })
    }

    fn value<'r>(&self, row: &'r StringRecord, column: &str) -> &'r str {
        let place = self.head.iter().position(|known| known == column);
        place.and_then(|place| row.get(place)).unwrap_or_default()
    }

    /// The certificate, which lies in as many columns as it needs.
    fn certificate(&self, row: &StringRecord) -> String {
        let columns = self.head.iter().zip(row);
        columns
            .filter(|(column, _)| column.starts_with("TSE_ZERTIFIKAT_"))
            .map(|(_, part)| part)
            .collect()
    }
}

fn apply(rule: &Rule, sheet: &Sheet, row: &StringRecord, closing: &mut Node) {
    let here = match rule.when {
        When::Always => true,
        When::Is(column, value) => sheet.value(row, column) == value,
        When::Not(column, value) => sheet.value(row, column) != value,
    };
    if !here {
        return;
    }
    let mut node = closing;
    for step in rule.place.split('.').filter(|step| !step.is_empty()) {
        node = if let Some(name) = step.strip_suffix('+') {
            node.member(name, || Node::Array(Vec::new())).push()
        } else if let Some((name, key)) = step.split_once('#') {
            let key: Vec<&str> = key.split('/').map(|c| sheet.value(row, c)).collect();
            node.member(name, Node::array_by_key).keyed(&key.join("\n"))
        } else {
            node.member(step, Node::object)
        };
    }
    for (column, path) in rule.nodes {
        if let Some(value) = value(rule, column, sheet.value(row, column)) {
            set(node, path, value);
        }
    }
    // Its modules; the other rule of this table is for what they have in common.
    if rule.table == &TSE && rule.nodes.len() > 1 {
        let certificate = sheet.certificate(row);
        if !certificate.is_empty() {
            set(node, "certificate", Node::Text(certificate));
        }
    }
}

fn value(rule: &Rule, column: &str, text: &str) -> Option<Node> {
    if text.is_empty() {
        return None;
    }
    if FLAGS.contains(&column) {
        return Some(Node::Flag(text == "1"));
    }
    let known = rule.table.columns.iter().find(|known| known.name == column);
    Some(match known?.kind {
        Kind::Number(_) => Node::Number(text.replace(',', ".")),
        Kind::Text(_) => Node::Text(text.to_owned()),
    })
}

fn set(mut node: &mut Node, path: &'static str, value: Node) {
    let (way, name) = path.rsplit_once('.').unwrap_or(("", path));
    for step in way.split('.').filter(|step| !step.is_empty()) {
        node = node.member(step, Node::object);
    }
    node.member(name, || value);
}
