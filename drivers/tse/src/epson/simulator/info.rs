//! What the TSE says about itself.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Value, json};

use super::functions::written;
use super::tse::{Refusal, State, name};
use crate::Tse;

impl State {
    pub fn certificate(&mut self) -> Result<Value, Refusal> {
        let certificates = self.inner()?.info().map_err(name)?.certificates;
        let mut pem = String::new();
        for certificate in certificates {
            pem.push_str("-----BEGIN CERTIFICATE-----\n");
            for line in BASE64.encode(certificate).as_bytes().chunks(64) {
                pem.push_str(&String::from_utf8_lossy(line));
                pem.push('\n');
            }
            pem.push_str("-----END CERTIFICATE-----\n");
        }
        Ok(json!({"logMessageCertificate": BASE64.encode(pem)}))
    }

    pub fn storage_info(&mut self) -> Result<Value, Refusal> {
        let info = self.inner()?.info().map_err(name)?;
        let state = match info.state {
            crate::State::Uninitialized => "UNINITIALIZED",
            crate::State::Operational => "INITIALIZED",
            crate::State::Decommissioned => "DECOMMISSIONED",
        };
        let due = info.self_test_due.unwrap_or_default();
        let (open, most_open) = info.open_transactions.unwrap_or_default();
        let (clients, most_clients) = info.clients.unwrap_or_default();
        let most = info.max_signatures.unwrap_or_default();
        Ok(json!({
            "tseInformation": {
                "cdcHash": "", "cdcId": "",
                "certificateExpirationDate": written(info.certificate_end),
                "createdSignatures": info.signatures,
                "hardwareVersion": 65_540,
                "hasPassedSelfTest": !due.is_zero(),
                "hasValidTime": info.time_set,
                "isExportEnabledIfCspTestFails": true,
                "isTSEUnlocked": info.state == crate::State::Operational,
                "isTransactionInProgress": open > 0,
                "lastExportExecutedDate": "No Last Export Information",
                "maxRegisteredClients": most_clients,
                "maxSignatures": most,
                "maxStartedTransactions": most_open,
                "maxUpdateDelay": 45,
                "registeredClients": clients,
                "remainingSignatures": most.saturating_sub(info.signatures),
                "serialNumber": BASE64.encode(&info.serial),
                "signatureAlgorithm": info.signature_algorithm,
                "softwareVersion": 65_792,
                "startedTransactions": open,
                "tarExportSize": info.storage_used,
                "timeUntilNextSelfTest": due.as_secs(),
                "tseCapacity": info.storage_size.unwrap_or_default() / 512,
                "tseCurrentSize": info.storage_used.div_ceil(512),
                "tseDescription": info.description,
                "tseInitializationState": state,
                "tsePublicKey": BASE64.encode(&info.public_key),
                "vendorType": "TSE1",
            },
            "smartInformation": {
                "dataIntegrity": {"healthStatus": "PASS", "uncorrectableECCErrors": 0},
                "eraseLifetimeStatus": {"healthStatus": "PASS", "remainingEraseCounts": 100},
                "isReplacementNeeded": false,
                "remainingTenYearsDataRetention": 98,
                "spareBlockStatus": {"healthStatus": "PASS", "remainingSpareBlocks": 100},
                "tseHealth": "PASS",
            },
        }))
    }
}
