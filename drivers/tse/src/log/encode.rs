//! Writing log messages.

use super::{AUDIT, Body, DataForm, Message, SYSTEM, SystemBody, TRANSACTION, TransactionBody};
use crate::der::{put, put_unsigned};

impl Message {
    /// The data to be signed: every element from `version` to the log time, without the outer header and
    /// the signature value (TR-03151, 2.4).
    #[must_use]
    pub fn dtbs(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(256);
        put(&mut out, 0x02, &[self.version]);
        let audit = match &self.body {
            Body::Transaction(body) => {
                put(&mut out, 0x06, &TRANSACTION);
                transaction(&mut out, body, self.version);
                None
            }
            Body::System(body) => {
                put(&mut out, 0x06, &SYSTEM);
                system(&mut out, body, self.version);
                None
            }
            Body::Audit(data) => {
                put(&mut out, 0x06, &AUDIT);
                Some(data)
            }
        };
        put(&mut out, 0x04, &self.serial);
        let mut algorithm = Vec::with_capacity(12);
        put(&mut algorithm, 0x06, &self.algorithm.oid());
        put(&mut out, 0x30, &algorithm);
        if let Some(data) = audit {
            put(&mut out, 0x04, data);
        }
        put_unsigned(&mut out, 0x02, self.counter);
        self.time.put(&mut out, self.time.tag());
        out
    }
}

/// The whole log message out of its signed part and the signature value.
#[must_use]
pub fn seal(dtbs: &[u8], signature: &[u8]) -> Vec<u8> {
    let mut content = Vec::with_capacity(dtbs.len() + signature.len() + 4);
    content.extend_from_slice(dtbs);
    put(&mut content, 0x04, signature);
    let mut out = Vec::with_capacity(content.len() + 4);
    put(&mut out, 0x30, &content);
    out
}

fn transaction(out: &mut Vec<u8>, body: &TransactionBody, version: u8) {
    put(out, 0x80, body.operation.name(version).as_bytes());
    put(out, 0x81, body.client_id.as_bytes());
    if body.form == DataForm::Primitive {
        put(out, 0x82, &body.process_data);
    } else {
        let mut part = Vec::with_capacity(body.process_data.len() + 4);
        put(&mut part, 0x04, &body.process_data);
        if body.form == DataForm::Constructed {
            put(out, 0xA2, &part);
        } else {
            out.extend_from_slice(&[0xA2, 0x80]);
            out.extend_from_slice(&part);
            out.extend_from_slice(&[0, 0]);
        }
    }
    if let Some(process_type) = &body.process_type {
        put(out, 0x83, process_type.as_bytes());
    }
    if let Some(external) = &body.external {
        put(out, 0x84, external);
    }
    put_unsigned(out, 0x85, body.number);
    if let Some(internal) = &body.internal {
        put(out, 0x86, internal);
    }
}

fn system(out: &mut Vec<u8>, body: &SystemBody, version: u8) {
    put(out, 0x80, body.operation.as_bytes());
    if version >= 3 {
        if let Some(origin) = &body.origin {
            put(out, 0x81, origin.as_bytes());
        }
        if let Some(user) = &body.user {
            put(out, 0x82, user.as_bytes());
        }
        put(out, 0xA3, &body.data);
    } else {
        put(out, 0x81, &body.data);
        if let Some(internal) = &body.internal {
            put(out, 0x82, internal);
        }
    }
}
