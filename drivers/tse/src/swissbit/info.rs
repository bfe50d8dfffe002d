//! [`Info`] out of what the device tells.

use std::time::Duration;

use super::code::{self, Failure};
use super::context::Context;
use super::life::state;
use super::session::{Session, Trouble, moment};
use crate::{Error, Info, Wear};

/// Certification of the first generation (USB, SD, microSD; BSI).
const FIRST_GENERATION: &str = "BSI-K-TR-0362-2019";

impl Session {
    pub fn info(&mut self) -> Result<Info, Error> {
        let facts = self
            .repeat(None, Context::facts)
            .map_err(|trouble| self.explain(trouble, "", 0))?;
        if self.serial.as_ref() != Some(&facts.serial) {
            let expected = self.serial.clone().unwrap_or_default();
            self.close();
            return Err(Error::ForeignDevice {
                expected: crate::algorithm::hex(&expected),
                found: crate::algorithm::hex(&facts.serial),
            });
        }
        let certificates = self.certificates()?;
        let context = self.context()?;
        let (signature_algorithm, log_time_format) = context.names();
        let library = context.version();
        let second_generation_known = context.api().worm_info_isTSEv2.is_some();
        let wear = context
            .flash_health()
            .map(|(errors, spare, erase, replace)| Wear {
                uncorrectable: errors,
                spare,
                erase_cycles: erase,
                replace,
            });
        let certification_id = match (facts.development, named(&facts.description)) {
            (true, _) => None,
            (false, Some(id)) => Some(id),
            (false, None) if self.certification_id.is_some() => self.certification_id.clone(),
            // A library that knows two generations does not say which it has before it in a way that is public.
            (false, None) => (!second_generation_known).then(|| FIRST_GENERATION.into()),
        };
        let version =
            |number: u32| format!("{}.{}.{}", number >> 16, number >> 8 & 0xFF, number & 0xFF);
        let certificate_end = moment(facts.certificate_end)
            .ok_or_else(|| Error::Protocol("no possible end of the certificate".into()))?;
        Ok(Info {
            description: match facts.form.is_empty() {
                true => facts.description,
                false => format!("{} ({})", facts.description, facts.form),
            },
            manufacturer: "Swissbit AG".into(),
            version: format!(
                "{} (hardware {}, WormAPI {library})",
                version(facts.software),
                version(facts.hardware)
            ),
            certification_id,
            state: state(facts.state)?,
            serial: facts.serial,
            public_key: facts.point,
            signature_algorithm,
            log_time_format,
            certificates,
            certificate_end,
            signatures: u64::from(facts.signatures),
            max_signatures: Some(u64::from(facts.max_signatures)),
            time_set: facts.time_set,
            storage_used: facts.used,
            storage_size: Some(facts.capacity),
            open_transactions: Some((u64::from(facts.open), u64::from(facts.max_open))),
            clients: Some((u64::from(facts.clients), u64::from(facts.max_clients))),
            self_test_due: Some(match facts.self_tested {
                true => Duration::from_secs(u64::from(facts.next_self_test)),
                false => Duration::ZERO,
            }),
            time_update_every: Some(Duration::from_secs(u64::from(facts.update_every))),
            wear,
        })
    }

    /// The chain, DER, leaf first; a device without one yet has none.
    fn certificates(&mut self) -> Result<Vec<Vec<u8>>, Error> {
        let pem = match self.repeat(None, Context::certificates) {
            Ok(pem) => pem,
            Err(Trouble::Failure(Failure::Code(code::UNSUPPORTED | 0x10FF | 0x1015 | 0xF000))) => {
                return Ok(Vec::new());
            }
            Err(trouble) => return Err(self.explain(trouble, "", 0)),
        };
        x509_parser::pem::Pem::iter_from_buffer(&pem)
            .map(|pem| pem.map(|pem| pem.contents))
            .collect::<Result<_, _>>()
            .map_err(|error| Error::Protocol(format!("the certificate chain: {error}")))
    }
}

/// A BSI certification id in a description.
fn named(description: &str) -> Option<String> {
    let at = description.find("BSI-K-TR-")?;
    let id: String = description
        .get(at..)?
        .chars()
        .take_while(|char| char.is_ascii_alphanumeric() || *char == '-')
        .collect();
    (id.len() == FIRST_GENERATION.len()).then_some(id)
}
