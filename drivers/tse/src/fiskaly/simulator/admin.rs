//! State of the TSS and PIN of its administrator.

use serde_json::Value;

use super::answer::{Answer, Result, no};
use super::api::Service;
use super::lock;
use crate::{SetUp, Tse};

/// Wrong PINs until it is blocked.
const TRIES: u32 = 5;

impl Service {
    pub(super) fn change_state(&mut self, body: &Value) -> Result<Answer> {
        let wanted = body.get("state").and_then(Value::as_str);
        let description = body.get("description").and_then(Value::as_str);
        let wanted = wanted.unwrap_or_default().to_owned();
        let Some(tss) = &mut self.tss else {
            return no(404, "E_TSS_NOT_FOUND");
        };
        let state = match (tss.state, wanted.as_str()) {
            (state, wanted) if state == wanted => return Ok(Answer::json(&self.tss_json()?)),
            ("CREATED", "UNINITIALIZED") => "UNINITIALIZED",
            ("UNINITIALIZED", "INITIALIZED") => "INITIALIZED",
            ("UNINITIALIZED" | "INITIALIZED", "DISABLED") => "DISABLED",
            _ => return no(400, "E_ILLEGAL_TSS_STATE_CHANGE"),
        };
        if state != "UNINITIALIZED" && !self.admin {
            return no(401, "E_UNAUTHORIZED");
        }
        if state == "INITIALIZED" {
            tss.description = description.unwrap_or_default().to_owned();
            let now = lock(&self.clock)();
            let set_up = SetUp {
                admin_pin: "inside".into(),
                time_admin_pin: "inside".into(),
                admin_puk: "inside".into(),
                description: tss.description.clone(),
            };
            let device = &mut self.device;
            let done = device
                .self_test()
                .and_then(|()| device.set_up(&set_up))
                .and_then(|()| device.update_time(now));
            if let Err(error) = done {
                return Err(Answer::refused(500, "E_INTERNAL", &error.to_string()));
            }
        }
        if let Some(tss) = &mut self.tss {
            tss.state = state;
        }
        Ok(Answer::json(&self.tss_json()?))
    }

    pub(super) fn change_pin(&mut self, body: &Value) -> Result<Answer> {
        let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default();
        let Some(tss) = self.tss.as_mut().filter(|tss| tss.state != "CREATED") else {
            return no(400, "E_TSS_NOT_INITIALIZED");
        };
        if text("new_admin_pin").len() < 6 {
            return no(400, "E_FAILED_SCHEMA_VALIDATION");
        }
        if text("admin_puk") != tss.puk {
            return no(400, "E_CHANGE_ADMIN_PIN_FAILED");
        }
        tss.pin = Some(text("new_admin_pin").to_owned());
        tss.wrong = 0;
        Ok(Answer {
            status: 200,
            ..Answer::default()
        })
    }

    pub(super) fn admin_auth(&mut self, body: &Value) -> Result<Answer> {
        let Some(tss) = &mut self.tss else {
            return no(404, "E_TSS_NOT_FOUND");
        };
        let pin = body.get("admin_pin").and_then(Value::as_str);
        match &tss.pin {
            Some(_) if tss.wrong >= TRIES => no(423, "E_ADMIN_PIN_BLOCKED"),
            None => no(423, "E_ADMIN_PIN_BLOCKED"),
            Some(right) if Some(right.as_str()) == pin => {
                tss.wrong = 0;
                self.admin = true;
                Ok(Answer {
                    status: 200,
                    ..Answer::default()
                })
            }
            Some(_) => {
                tss.wrong += 1;
                no(401, "E_ADMIN_LOGIN_FAILED")
            }
        }
    }
}
