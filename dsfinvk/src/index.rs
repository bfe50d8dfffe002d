//! index.xml, the description of a package (GDPdU description standard).

use crate::dtd;
use crate::schema::{Column, Edition, Kind, Table, certificate_column};

/// Name of the file.
pub const FILE: &str = "index.xml";

/// How many TSE_ZERTIFIKAT columns the official file has.
pub const CERTIFICATE_PARTS: usize = 2;

/// The description of a package. With [`CERTIFICATE_PARTS`] it is the official file byte for byte; with more it
/// declares the further columns of tse.csv.
pub fn index_xml(edition: &Edition, certificate_parts: usize) -> String {
    let mut xml = Xml(String::with_capacity(64 * 1024));
    xml.0.push('\u{feff}');
    xml.0.push_str("<?xml version=\"1.0\" encoding=\"utf-8\"?>");
    xml.line(0, &format!("<!DOCTYPE DataSet SYSTEM \"{}\">", dtd::FILE));
    xml.line(0, "<DataSet>");
    xml.element(1, "Version", "1.0");
    xml.line(1, "<DataSupplier>");
    xml.line(2, "<Name />");
    xml.line(2, "<Location />");
    let comment = "Datentraegerueberlassung nach GDPdU vom 12.11.2010";
    xml.element(2, "Comment", comment);
    xml.line(1, "</DataSupplier>");
    xml.line(1, "<Media>");
    xml.element(2, "Name", "CD Nummer 1");
    for table in edition.tables {
        xml.table(table, certificate_parts);
    }
    xml.line(1, "</Media>");
    xml.line(0, "</DataSet>");
    xml.0
}

/// Columns of a table as a package has them: those of tse.csv may be more.
pub fn columns(table: &Table, certificate_parts: usize) -> impl Iterator<Item = Column> {
    let last = table.columns.last().copied();
    let further = last
        .filter(|column| column.name.starts_with("TSE_ZERTIFIKAT"))
        .into_iter()
        .flat_map(move |column| {
            (CERTIFICATE_PARTS + 1..=certificate_parts)
                .filter_map(certificate_column)
                .map(move |name| Column { name, ..column })
        });
    table.columns.iter().copied().chain(further)
}

struct Xml(String);

impl Xml {
    fn line(&mut self, depth: usize, text: &str) {
        self.0.push_str("\r\n");
        for _ in 0..depth {
            self.0.push_str("  ");
        }
        self.0.push_str(text);
    }

    /// An element whose text needs no escaping; that of the schema never does.
    fn element(&mut self, depth: usize, name: &str, text: &str) {
        self.line(depth, &format!("<{name}>{text}</{name}>"));
    }

    fn table(&mut self, table: &Table, certificate_parts: usize) {
        self.line(2, "<Table>");
        self.element(3, "URL", table.file);
        self.element(3, "Name", table.name);
        self.element(3, "Description", table.file);
        self.line(3, "<UTF8 />");
        self.element(3, "DecimalSymbol", ",");
        self.element(3, "DigitGroupingSymbol", ".");
        self.line(3, "<Range>");
        self.element(4, "From", "2");
        self.line(3, "</Range>");
        self.line(3, "<VariableLength>");
        self.element(4, "ColumnDelimiter", ";");
        self.element(4, "RecordDelimiter", "&#xD;&#xA;");
        self.element(4, "TextEncapsulator", "\"");
        for column in columns(table, certificate_parts) {
            self.column(&column);
        }
        self.line(3, "</VariableLength>");
        self.line(2, "</Table>");
    }

    fn column(&mut self, column: &Column) {
        self.line(4, "<VariableColumn>");
        self.element(5, "Name", column.name);
        self.element(5, "Description", column.description);
        match column.kind {
            Kind::Text(longest) => {
                self.line(5, "<AlphaNumeric />");
                self.element(5, "MaxLength", &longest.to_string());
            }
            Kind::Number(0) => self.line(5, "<Numeric />"),
            Kind::Number(decimals) => {
                self.line(5, "<Numeric>");
                self.element(6, "Accuracy", &decimals.to_string());
                self.line(5, "</Numeric>");
            }
        }
        self.line(4, "</VariableColumn>");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::V2_4;
    use ring::digest::{SHA256, digest};

    #[test]
    fn the_official_file_byte_for_byte() {
        let made = index_xml(&V2_4, CERTIFICATE_PARTS);
        let hash = digest(&SHA256, made.as_bytes());
        let hex: String = hash.as_ref().iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(made.len(), 56_929);
        assert_eq!(
            hex,
            "d0b1fed31a50dc6370d7a54528034a1e0ac2f982f82e3c0a9250a15c64c85160"
        );
    }

    #[test]
    fn a_long_certificate_gets_further_columns() {
        let made = index_xml(&V2_4, 4);
        assert!(made.contains("<Name>TSE_ZERTIFIKAT_III</Name>"));
        assert!(made.contains("<Name>TSE_ZERTIFIKAT_IV</Name>"));
        assert!(!made.contains("<Name>TSE_ZERTIFIKAT_V</Name>"));
        assert_eq!(columns(&crate::schema::TSE, 4).count(), 13);
        assert_eq!(columns(&crate::schema::LINES, 4).count(), 21);
    }
}
