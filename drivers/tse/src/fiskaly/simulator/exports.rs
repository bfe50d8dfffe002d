//! Exports of the simulated service.

use std::io::Read;

use serde_json::{Value, json};

use super::answer::{Answer, Result, no};
use super::api::{Service, asked, set};
use crate::fiskaly::is_uuid;
use crate::name::LogName;
use crate::{ExportFilter, Tse};

struct Export {
    id: String,
    query: String,
    state: &'static str,
    exception: Option<&'static str>,
    /// Questions answered with `WORKING` still.
    working: u32,
    file: Vec<u8>,
}

/// All there ever were.
#[derive(Default)]
pub(super) struct Exports(Vec<Export>);

impl Service {
    pub fn trigger(&mut self, id: &str, query: &str) -> Result<Answer> {
        let id = id.to_ascii_lowercase();
        match self.tss.as_ref().map(|tss| tss.state) {
            Some("INITIALIZED" | "DISABLED") => {}
            _ => return no(409, "E_TSS_ILLEGAL_STATE_TO_PERFORM_EXPORT"),
        }
        if !is_uuid(&id) {
            return no(400, "E_FAILED_SCHEMA_VALIDATION");
        }
        if self.exports.0.iter().any(|export| export.id == id) {
            return self.export_answer(&id);
        }
        let running = |export: &&Export| matches!(export.state, "PENDING" | "WORKING");
        if self.exports.0.iter().filter(running).count() >= 10 {
            return no(409, "E_TOO_MANY_EXPORTS");
        }
        let twin = |export: &Export| running(&export) && export.query == query;
        if self.exports.0.iter().any(twin) {
            return no(409, "E_EXPORT_DUPLICATE_RATE_LIMITED");
        }
        let made = self.archive(query);
        let (file, exception) = match made {
            Ok(file) => (file, None),
            Err(exception) => (Vec::new(), Some(exception)),
        };
        self.exports.0.push(Export {
            id: id.clone(),
            query: query.to_owned(),
            state: "PENDING",
            exception,
            working: self.options.working,
            file,
        });
        self.export_answer(&id)
    }

    pub fn export_state(&mut self, id: &str) -> Result<Answer> {
        let id = id.to_ascii_lowercase();
        if let Some(export) = self.exports.0.iter_mut().find(|export| export.id == id)
            && matches!(export.state, "PENDING" | "WORKING")
        {
            export.state = match (export.working, export.exception) {
                (0, None) => "COMPLETED",
                (0, Some(_)) => "ERROR",
                _ => {
                    export.working -= 1;
                    "WORKING"
                }
            };
        }
        self.export_answer(&id)
    }

    pub fn export_file(&mut self, id: &str) -> Result<Answer> {
        let id = id.to_ascii_lowercase();
        match self.exports.0.iter().find(|export| export.id == id) {
            Some(export) if export.state == "COMPLETED" => Ok(Answer::file(export.file.clone())),
            Some(_) => {
                let mut answer = Answer::refused(404, "E_EXPORT_NOT_COMPLETED", "simulated");
                answer.retry_after = Some(60);
                Err(answer)
            }
            None => no(404, "E_EXPORT_NOT_FOUND"),
        }
    }

    pub fn cancel(&mut self, id: &str) -> Result<Answer> {
        let id = id.to_ascii_lowercase();
        let export = self.exports.0.iter_mut().find(|export| export.id == id);
        match export {
            Some(export) if matches!(export.state, "PENDING" | "WORKING") => {
                export.state = "CANCELLED";
                self.export_answer(&id)
            }
            Some(_) => no(400, "E_CANCEL_EXPORT"),
            None => no(404, "E_EXPORT_NOT_FOUND"),
        }
    }

    fn export_answer(&self, id: &str) -> Result<Answer> {
        let Some(export) = self.exports.0.iter().find(|export| export.id == id) else {
            return no(404, "E_EXPORT_NOT_FOUND");
        };
        let mut json = json!({
            "_id": export.id, "_type": "EXPORT", "_env": self.options.environment, "_version": "2.1.35",
            "state": export.state,
            "time_request": self.now(),
            "metadata": {},
        });
        if export.state == "ERROR"
            && let Some(exception) = export.exception
        {
            set(&mut json, "exception", Value::from(exception));
        }
        Ok(Answer::json(&json))
    }

    /// The archive a query selects, or the exception it ends in.
    fn archive(&mut self, query: &str) -> std::result::Result<Vec<u8>, &'static str> {
        let number = |name: &str| asked(query, name).and_then(|text| text.parse::<u64>().ok());
        let time = |name: &str| {
            number(name)
                .and_then(|seconds| i64::try_from(seconds).ok())
                .and_then(|seconds| chrono::DateTime::from_timestamp(seconds, 0))
        };
        let filter = match (number("start_transaction_number"), time("start_date")) {
            (Some(from), _) => ExportFilter::Transactions {
                from,
                to: number("end_transaction_number").unwrap_or(u64::MAX),
                client_id: None,
            },
            (None, Some(from)) => ExportFilter::Time {
                from,
                to: time("end_date").unwrap_or(chrono::DateTime::<chrono::Utc>::MAX_UTC),
            },
            (None, None) => ExportFilter::All,
        };
        let mut whole = Vec::new();
        match self.device.export(&filter, &mut whole) {
            Ok(_) => {}
            Err(crate::Error::NothingToExport) => return Err("E_NO_DATA_AVAILABLE"),
            Err(_) => return Err("E_INTERNAL"),
        }
        let from = number("start_signature_counter").unwrap_or(0);
        let to = number("end_signature_counter").unwrap_or(u64::MAX);
        let (file, records) = within(&whole, from, to).map_err(|_| "E_UNEXPECTED")?;
        if records > self.options.records {
            return Err("E_TOO_MANY_RECORDS");
        }
        match records {
            0 => Err("E_NO_DATA_AVAILABLE"),
            _ => Ok(file),
        }
    }
}

/// The archive without log messages outside of these counters, and how many stay.
fn within(whole: &[u8], from: u64, to: u64) -> std::io::Result<(Vec<u8>, u64)> {
    let mut out = tar::Builder::new(Vec::new());
    let mut records = 0;
    for entry in tar::Archive::new(whole).entries()? {
        let mut entry = entry?;
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        if let Some(log) = LogName::parse(&name) {
            if !(from..=to).contains(&log.counter) {
                continue;
            }
            records += 1;
        }
        let mut content = Vec::new();
        entry.read_to_end(&mut content)?;
        let mut header = entry.header().clone();
        out.append_data(&mut header, &name, &content[..])?;
    }
    Ok((out.into_inner()?, records))
}
