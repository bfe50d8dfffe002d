//! What is asked of the service: paths and bodies, field by field as the API describes them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Value, json};

use crate::driver::Secrets;

/// A request without its token.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// HTTP method.
    pub method: &'static str,
    /// Path and query, after the base address.
    pub path: String,
    /// JSON body.
    pub body: Option<Value>,
}

/// Entries asked for in one page of a list, the most there may be.
pub const PAGE: usize = 100;

fn put(path: String, body: Value) -> Request {
    Request {
        method: "PUT",
        path,
        body: Some(body),
    }
}

fn patch(path: String, body: Value) -> Request {
    Request {
        method: "PATCH",
        path,
        body: Some(body),
    }
}

fn post(path: String, body: Value) -> Request {
    Request {
        method: "POST",
        path,
        body: Some(body),
    }
}

fn get(path: String) -> Request {
    Request {
        method: "GET",
        path,
        body: None,
    }
}

/// Logs in by API key and secret.
#[must_use]
pub fn log_in(secrets: &Secrets) -> Request {
    let body = json!({"api_key": secrets.api_key, "api_secret": secrets.api_secret});
    post("/auth".into(), body)
}

/// Logs in by refresh token.
#[must_use]
pub fn refresh(token: &str) -> Request {
    post("/auth".into(), json!({"refresh_token": token}))
}

/// Makes a TSS.
#[must_use]
pub fn create_tss(tss: &str) -> Request {
    put(format!("/tss/{tss}"), json!({}))
}

/// Reads a TSS.
#[must_use]
pub fn tss(tss: &str) -> Request {
    get(format!("/tss/{tss}"))
}

/// Moves a TSS to another state of its life; the description is taken with `INITIALIZED` only.
#[must_use]
pub fn tss_state(tss: &str, state: &str, description: Option<&str>) -> Request {
    let mut body = json!({"state": state});
    if let (Some(text), Some(object)) = (description, body.as_object_mut()) {
        object.insert("description".into(), text.into());
    }
    patch(format!("/tss/{tss}"), body)
}

/// Sets or unblocks the administrator's PIN.
#[must_use]
pub fn admin_pin(tss: &str, puk: &str, pin: &str) -> Request {
    let body = json!({"admin_puk": puk, "new_admin_pin": pin});
    patch(format!("/tss/{tss}/admin"), body)
}

/// Logs the administrator in.
#[must_use]
pub fn admin_log_in(tss: &str, pin: &str) -> Request {
    post(format!("/tss/{tss}/admin/auth"), json!({"admin_pin": pin}))
}

/// Logs the administrator out.
#[must_use]
pub fn admin_log_out(tss: &str) -> Request {
    post(format!("/tss/{tss}/admin/logout"), json!({}))
}

/// Makes a client.
#[must_use]
pub fn create_client(tss: &str, client: &str, serial: &str) -> Request {
    let body = json!({"serial_number": serial});
    put(format!("/tss/{tss}/client/{client}"), body)
}

/// Registers or deregisters a client.
#[must_use]
pub fn client_state(tss: &str, client: &str, state: &str) -> Request {
    patch(
        format!("/tss/{tss}/client/{client}"),
        json!({"state": state}),
    )
}

/// A page of the clients, in order of registration.
#[must_use]
pub fn clients(tss: &str, offset: usize) -> Request {
    get(format!(
        "/tss/{tss}/client?order_by=time_creation&order=asc&limit={PAGE}&offset={offset}"
    ))
}

/// Starts a transaction.
#[must_use]
pub fn start(tss: &str, tx: &str, client: &str) -> Request {
    put(
        format!("/tss/{tss}/tx/{tx}?tx_revision=1"),
        json!({"state": "ACTIVE", "client_id": client}),
    )
}

/// Updates (`ACTIVE`) or ends (`FINISHED`) a transaction with our own processData.
#[must_use]
pub fn step(
    tss: &str,
    tx: &str,
    revision: u64,
    client: &str,
    state: &str,
    process_type: &str,
    process_data: &[u8],
) -> Request {
    let raw = json!({"process_type": process_type, "process_data": BASE64.encode(process_data)});
    put(
        format!("/tss/{tss}/tx/{tx}?tx_revision={revision}"),
        json!({"schema": {"raw": raw}, "state": state, "client_id": client}),
    )
}

/// Reads a transaction by id or number; without a revision the latest.
#[must_use]
pub fn transaction(tss: &str, id_or_number: &str, revision: Option<u64>) -> Request {
    let revision = revision.map(|revision| format!("?tx_revision={revision}"));
    get(format!(
        "/tss/{tss}/tx/{id_or_number}{}",
        revision.unwrap_or_default()
    ))
}

/// A page of a client's open transactions.
#[must_use]
pub fn open_transactions(tss: &str, client: &str, offset: usize) -> Request {
    get(format!(
        "/tss/{tss}/client/{client}/tx?states%5B0%5D=ACTIVE&order_by=number&order=asc&limit={PAGE}&offset={offset}"
    ))
}

/// Asks for an export.
#[must_use]
pub fn export(tss: &str, export: &str, limits: &[(&'static str, u64)]) -> Request {
    let mut path = format!("/tss/{tss}/export/{export}");
    for (place, (name, value)) in limits.iter().enumerate() {
        let mark = if place == 0 { '?' } else { '&' };
        path.push_str(&format!("{mark}{name}={value}"));
    }
    put(path, json!({}))
}

/// Reads how far an export is.
#[must_use]
pub fn export_state(tss: &str, export: &str) -> Request {
    get(format!("/tss/{tss}/export/{export}"))
}

/// Fetches the archive.
#[must_use]
pub fn export_file(tss: &str, export: &str) -> Request {
    get(format!("/tss/{tss}/export/{export}/file"))
}

/// Calls an export off.
#[must_use]
pub fn cancel_export(tss: &str, export: &str) -> Request {
    Request {
        method: "DELETE",
        path: format!("/tss/{tss}/export/{export}"),
        body: None,
    }
}
