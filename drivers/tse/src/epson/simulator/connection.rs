//! One client's line.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use quick_xml::escape::escape;
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use serde_json::{Value, json};

use super::{Opened, Shared, Tamper, lock};
use crate::epson::frame::Element;

/// Longest request in JSON.
const LONGEST_JSON: usize = 64 * 1024;
/// Longest frame around it.
const LONGEST_FRAME: usize = 8 * LONGEST_JSON;

trait Line: Read + Write {}
impl<T: Read + Write> Line for T {}

struct Connection<'a> {
    shared: &'a Shared,
    id: String,
    line: Box<dyn Line>,
    data_id: u64,
    /// Number and text of the last answer.
    last: Option<(String, String)>,
    /// Set when a planned cut has come: nothing more goes out.
    cut: bool,
}

pub(super) fn serve(stream: TcpStream, shared: &Arc<Shared>, tls: Option<Arc<ServerConfig>>) {
    let number = shared.connections.fetch_add(1, Ordering::SeqCst) + 1;
    let Ok(handle) = stream.try_clone() else {
        return;
    };
    drop(stream.set_nodelay(true));
    if let Ok(kept) = stream.try_clone() {
        let mut streams = lock(&shared.streams);
        streams.retain(|stream| stream.peer_addr().is_ok());
        streams.push(kept);
    }
    let line: Box<dyn Line> = match tls {
        None => Box::new(stream),
        Some(config) => match ServerConnection::new(config) {
            Ok(connection) => Box::new(StreamOwned::new(connection, stream)),
            Err(_) => return,
        },
    };
    let mut connection = Connection {
        shared,
        id: format!("sock{number}"),
        line,
        data_id: 0,
        last: None,
        cut: false,
    };
    // However it ends, the line is gone.
    drop(connection.run());
    drop(handle.shutdown(Shutdown::Both));
    let mut opened = lock(&shared.opened);
    if matches!(&*opened, Opened::By(id) if *id == connection.id) {
        let until = Instant::now() + shared.options.locked;
        *opened = Opened::Lost(connection.id, until, connection.last);
    }
}

impl Connection<'_> {
    fn run(&mut self) -> io::Result<()> {
        let id = self.id.clone();
        self.send(&format!(
            "<connect><data><client_id>{id}</client_id><protocol_version>2</protocol_version></data></connect>"
        ))?;
        let mut buffer: Vec<u8> = Vec::new();
        let mut piece = [0; 16 * 1024];
        loop {
            let count = self.line.read(&mut piece)?;
            if count == 0 {
                return Ok(());
            }
            let (count, cut) = lock(&self.shared.faults).line.receives(count);
            self.cut |= cut;
            self.shared
                .received
                .fetch_add(count as u64, Ordering::SeqCst);
            buffer.extend_from_slice(piece.get(..count).unwrap_or_default());
            while let Some(end) = buffer.iter().position(|byte| *byte == 0) {
                let rest = buffer.split_off(end + 1);
                let frame = std::mem::replace(&mut buffer, rest);
                self.frame(frame.get(..end).unwrap_or_default())?;
            }
            if self.cut {
                return Ok(());
            }
            if buffer.len() > LONGEST_FRAME {
                return Ok(());
            }
        }
    }

    fn frame(&mut self, frame: &[u8]) -> io::Result<()> {
        let root = Element::parse(frame).map_err(io::Error::other)?;
        let device = root.text_of("device_id").unwrap_or_default().to_owned();
        match root.name.as_str() {
            "open_device" => {
                let code = self.open(&root, &device);
                self.device_answer("open_device", &device, code)
            }
            "close_device" => {
                let mut opened = lock(&self.shared.opened);
                let code = match &*opened {
                    Opened::By(id) if *id == self.id => {
                        *opened = Opened::Nobody;
                        "OK"
                    }
                    _ => "DEVICE_NOT_OPEN",
                };
                drop(opened);
                self.device_answer("close_device", &device, code)
            }
            "reconnect" => self.reconnect(&root),
            "device_data" => self.operate(&root, &device),
            other => Err(io::Error::other(format!("unknown message {other}"))),
        }
    }

    fn open(&self, root: &Element, device: &str) -> &'static str {
        if device != self.shared.options.device_id {
            return "DEVICE_NOT_FOUND";
        }
        let kind = root.child("data").and_then(|data| data.text_of("type"));
        if kind != Some("type_storage") {
            return "DEVICE_TYPE_INVALID";
        }
        if lock(&self.shared.faults).in_use {
            return "DEVICE_IN_USE";
        }
        let mut opened = lock(&self.shared.opened);
        match &*opened {
            Opened::By(_) => return "DEVICE_IN_USE",
            Opened::Lost(_, until, _) if Instant::now() < *until => return "DEVICE_IN_USE",
            _ => {}
        }
        *opened = Opened::By(self.id.clone());
        "OK"
    }

    fn reconnect(&mut self, root: &Element) -> io::Result<()> {
        let part = |name| {
            let data = root.child("data");
            data.and_then(|data| data.text_of(name)).unwrap_or_default()
        };
        let mut opened = lock(&self.shared.opened);
        let ours = |id: &str| id == part("old_client_id") && self.id == part("new_client_id");
        let (code, pending) = match &mut *opened {
            Opened::Lost(id, until, last) if Instant::now() < *until && ours(id) => {
                let last = last.take();
                *opened = Opened::By(self.id.clone());
                ("OK", last)
            }
            // The end of the old line was not noticed yet.
            Opened::By(id) if ours(id) => {
                *opened = Opened::By(self.id.clone());
                ("OK", None)
            }
            _ => ("PARAM_ERROR", None),
        };
        drop(opened);
        self.send(&format!("<reconnect><code>{code}</code></reconnect>"))?;
        match pending {
            Some((id, text)) if id != part("received_id") => self.send(&text),
            _ => Ok(()),
        }
    }

    fn operate(&mut self, root: &Element, device: &str) -> io::Result<()> {
        if !matches!(&*lock(&self.shared.opened), Opened::By(id) if *id == self.id) {
            return self.device_answer("device_data", device, "DEVICE_NOT_OPEN");
        }
        let part = |name| root.child("data").and_then(|data| data.text_of(name));
        let json = part("requestdata").unwrap_or_default();
        let limit = part("timeout").and_then(|limit| limit.parse().ok());
        let (slow, busy) = {
            let faults = lock(&self.shared.faults);
            (faults.line.slow, faults.busy)
        };
        let (function, reply) = match json.len() > LONGEST_JSON {
            true => (String::new(), refusal("", "JSON_ERROR_OVER_DATA_SIZE")),
            false => {
                if let Some(slow) = slow {
                    std::thread::sleep(slow);
                }
                match busy {
                    true => (String::new(), Value::Null),
                    false => self.execute(json),
                }
            }
        };
        let late = slow
            .zip(limit)
            .is_some_and(|(slow, limit)| slow > std::time::Duration::from_millis(limit));
        let (code, result) = match (busy, late) {
            (true, _) => ("ERROR_DEVICE_BUSY", String::new()),
            (_, true) => ("ERROR_TIMEOUT", String::new()),
            _ => {
                let json = reply.to_string();
                let result = format!("<resultdata>{}</resultdata>", escape(json.as_str()));
                ("SUCCESS", result)
            }
        };
        self.data_id += 1;
        let id = self.data_id.to_string();
        let device = escape(device);
        let text = format!(
            "<device_data><device_id>{device}</device_id><data_id>{id}</data_id><data><type>onoperateresult</type><code>{code}</code>{result}</data></device_data>"
        );
        let tamper = lock(&self.shared.faults).line.tampers_with(&function);
        let before = self.last.replace((id, text.clone()));
        match tamper {
            None => self.send(&text),
            Some(Tamper::Silence) => Ok(()),
            Some(Tamper::Repeat) => match before {
                Some((_, before)) => self.send(&before),
                None => Ok(()),
            },
            Some(Tamper::Replace(bytes)) => self.raw(&bytes),
        }
    }

    fn execute(&self, json: &str) -> (String, Value) {
        let Ok(request) = serde_json::from_str::<Value>(json) else {
            return (String::new(), refusal("", "JSON_ERROR_WRONG_JSON_FORMAT"));
        };
        let function = request.get("function").and_then(Value::as_str);
        let function = function.unwrap_or_default().to_owned();
        let storage = request.get("storage");
        let storage = |name| storage.and_then(|storage| storage.get(name)?.as_str());
        let reply = match (storage("type"), storage("vendor")) {
            (Some("TSE"), Some("TSE1")) | (Some("COMMON"), Some("")) => {
                let input = request.get("input").cloned().unwrap_or_default();
                match lock(&self.shared.state).execute(&function, &input) {
                    Ok(output) => json!({
                        "function": function, "result": "EXECUTION_OK", "output": output,
                        "error": {"fact": "", "errorinfo": ""},
                    }),
                    Err((code, output)) => json!({
                        "function": function, "result": code, "output": output,
                        "error": {"fact": "", "errorinfo": ""},
                    }),
                }
            }
            (Some("TSE"), _) => refusal(&function, "JSON_ERROR_UNEXPECTED_STORAGE_VENDOR"),
            _ => refusal(&function, "JSON_ERROR_UNEXPECTED_STORAGE_TYPE"),
        };
        (function, reply)
    }

    fn device_answer(&mut self, kind: &str, device: &str, code: &str) -> io::Result<()> {
        self.data_id += 1;
        let (device, id) = (escape(device), self.data_id);
        self.send(&format!(
            "<{kind}><device_id>{device}</device_id><code>{code}</code><data_id>{id}</data_id></{kind}>"
        ))
    }

    fn send(&mut self, text: &str) -> io::Result<()> {
        let mut bytes = text.as_bytes().to_vec();
        bytes.push(0);
        self.raw(&bytes)
    }

    fn raw(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.cut {
            return Ok(());
        }
        let (count, cut) = lock(&self.shared.faults).line.sends(bytes.len());
        self.shared.sent.fetch_add(count as u64, Ordering::SeqCst);
        self.line
            .write_all(bytes.get(..count).unwrap_or_default())?;
        self.line.flush()?;
        match cut {
            true => Err(io::ErrorKind::ConnectionAborted.into()),
            false => Ok(()),
        }
    }
}

fn refusal(function: &str, code: &str) -> Value {
    json!({
        "function": function, "result": code, "output": {},
        "error": {"fact": "", "errorinfo": ""},
    })
}
