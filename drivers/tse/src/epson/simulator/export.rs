//! Exports, piece by piece.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::functions::{number, text, time};
use super::tse::{Refusal, State, name, refuse};
use crate::{ExportFilter, Tse};

/// How often a filtered export answers that it is still searching.
const SEARCHES: u32 = 2;

/// An export that is going on.
pub(super) struct Export {
    archive: Vec<u8>,
    at: usize,
    searches: u32,
    whole: bool,
    pub since: DateTime<Utc>,
}

impl State {
    pub fn begin_export(&mut self, function: &str, input: &Value) -> Result<Value, Refusal> {
        self.needs_admin()?;
        let client = |input| -> Result<Option<String>, Refusal> {
            Ok(Some(text(input, "clientId")?.to_owned()).filter(|client| !client.is_empty()))
        };
        let filter = match function {
            "ArchiveExport" => ExportFilter::All,
            "ExportFilteredByPeriodOfTime" => ExportFilter::Time {
                from: time(input, "startDate")?,
                to: time(input, "endDate")?,
            },
            "ExportFilteredByTransactionNumber" => {
                let number = number(input, "transactionNumber")?;
                ExportFilter::Transactions {
                    from: number,
                    to: number,
                    client_id: client(input)?,
                }
            }
            _ => ExportFilter::Transactions {
                from: number(input, "startTransactionNumber")?,
                to: number(input, "endTransactionNumber")?,
                client_id: client(input)?,
            },
        };
        let whole = filter == ExportFilter::All;
        let inner = self.inner()?;
        let info = inner.info().map_err(name)?;
        if info.state == crate::State::Operational && !info.time_set {
            return refuse("OTHER_ERROR_NO_TIME_SET_BEFORE_EXPORT");
        }
        let mut archive = Vec::new();
        inner.export(&filter, &mut archive).map_err(name)?;
        let size = archive.len();
        self.export = Some(Export {
            archive,
            at: 0,
            searches: if whole { 0 } else { SEARCHES },
            whole,
            since: self.now(),
        });
        Ok(json!({"tarExportSize": size}))
    }

    pub fn exporting(&mut self, function: &str, input: &Value) -> Result<Value, Refusal> {
        self.needs_admin()?;
        let (piece, now) = (self.options.piece, self.now());
        let Some(export) = &mut self.export else {
            return refuse("OTHER_ERROR_NO_EXPORT_STARTED");
        };
        export.since = now;
        match function {
            "CancelExport" => self.export = None,
            "FinalizeExport" => {
                let Some(delete) = input.get("deleteData").and_then(Value::as_bool) else {
                    return refuse("JSON_ERROR_NOT_ENOUGH_CONTENTS");
                };
                if export.at < export.archive.len() {
                    return refuse("OTHER_ERROR_ALL_DATA_NOT_EXPORTED_YET");
                }
                if delete && !export.whole {
                    return refuse("OTHER_ERROR_PARAMETER_MISMATCH");
                }
                self.export = None;
                if delete {
                    self.inner()?.delete_exported().map_err(name)?;
                }
            }
            _ => {
                if export.searches > 0 {
                    export.searches -= 1;
                    let status = "EXPORT_INCOMPLETE_SEARCHING";
                    return Ok(json!({"exportData": "", "exportStatus": status}));
                }
                if export.at >= export.archive.len() {
                    return refuse("OTHER_ERROR_ALREADY_ALL_DATA_EXPORTED");
                }
                let to = export.archive.len().min(export.at + piece);
                let data = export.archive.get(export.at..to).unwrap_or_default();
                let data = BASE64.encode(data);
                export.at = to;
                let status = match to == export.archive.len() {
                    true => "EXPORT_COMPLETE",
                    false => "EXPORT_INCOMPLETE",
                };
                return Ok(json!({"exportData": data, "exportStatus": status}));
            }
        }
        Ok(json!({}))
    }
}
