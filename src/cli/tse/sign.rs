//! Clients, a transaction to try, and transactions that were left open.

use amtskasse_tse::verify::{self, Outcome as Checked};
use amtskasse_tse::{Info, Stamp, Tse as Device};
use serde_json::json;

use super::place::Place;
use crate::cli::{Failure, Outcome, Verdict, out::Out};
use crate::fiscal::{base64, process_data, tse_time};
use crate::message;
use crate::till::local;

/// Type and data of a Vorgang that was begun and dropped.
const KIND: &str = "Kassenbeleg-V1";

fn aborted() -> String {
    process_data("AVBelegabbruch", &[], &[])
}

pub(super) fn clients(place: Place, out: &mut Out) -> Outcome {
    let mut device = place.open()?;
    let clients = place.settle(device.clients())?;
    match out.json() {
        true => out.value(&json!({ "clients": clients })),
        false if clients.is_empty() => out.line("Bei dieser TSE ist keine Kasse angemeldet."),
        false => clients.iter().for_each(|client| out.line(client)),
    }
    Ok(Verdict::Fine)
}

pub(super) fn register(place: Place, register: bool, out: &mut Out) -> Outcome {
    let client = place.client()?.to_owned();
    let mut device = place.open()?;
    let done = super::awake(&mut *device, |device| match register {
        true => device.register_client(&client),
        false => device.deregister_client(&client),
    });
    place.settle(done)?;
    place.accepted()?;
    match (out.json(), register) {
        (true, _) => out.value(&json!({ "client": client, "registered": register })),
        (false, true) => out.line(format!("Die Kasse {client} ist angemeldet.")),
        (false, false) => out.line(format!("Die Kasse {client} ist abgemeldet.")),
    }
    Ok(Verdict::Fine)
}

/// One transaction, checked like the QR code of a receipt.
pub(super) fn once(place: Place, out: &mut Out) -> Outcome {
    let client = place.client()?.to_owned();
    let data = aborted();
    let mut device = place.open()?;
    let info = place.settle(device.info())?;
    let start = place.settle(super::awake(&mut *device, |device| device.start(&client)))?;
    let finish = device.finish(&client, start.transaction, KIND, data.as_bytes());
    let finish = place.settle(finish)?;
    let text = qr(&info, &client, &data, &start, &finish);
    let verdict = verify::receipt(&text).map_err(|error| Failure::new(message::qr(&error)))?;
    let genuine = matches!(verdict.outcome, Checked::Genuine(_));
    if out.json() {
        out.value(&json!({
            "client": client, "transaction": finish.transaction, "counter": finish.counter,
            "log_time": finish.log_time, "signature": base64(&finish.signature),
            "genuine": genuine, "qr": text,
        }));
    } else {
        out.pair("Transaktion", finish.transaction.to_string());
        out.pair("Signaturzähler", finish.counter.to_string());
        let at = local(finish.log_time).format("%d.%m.%Y, %H:%M:%S");
        out.pair("Zeit der TSE", at.to_string());
        out.pair("Signatur", base64(&finish.signature));
        out.line(match genuine {
            true => "Ergebnis: Die TSE signiert, und die Signatur ist echt.",
            false => "Ergebnis: Die Signatur passt NICHT zum Schlüssel der TSE.",
        });
    }
    Ok(match genuine {
        true => Verdict::Fine,
        false => Verdict::DoesNotHold,
    })
}

/// The text of a QR code (DSFinV-K, Anhang I).
fn qr(info: &Info, client: &str, data: &str, start: &Stamp, finish: &Stamp) -> String {
    [
        "V0",
        client,
        KIND,
        data,
        &finish.transaction.to_string(),
        &finish.counter.to_string(),
        &tse_time(start.log_time),
        &tse_time(finish.log_time),
        &info.signature_algorithm,
        &info.log_time_format,
        &base64(&finish.signature),
        &base64(&info.public_key),
    ]
    .join(";")
}

/// Open transactions by client.
fn all_open(place: &Place, device: &mut dyn Device) -> Result<Vec<(String, Vec<u64>)>, Failure> {
    let clients = match place.client_if_named() {
        Some(client) => vec![client.to_owned()],
        None => place.settle(device.clients())?,
    };
    clients
        .into_iter()
        .map(|client| {
            let open = place.settle(device.open_transactions(&client))?;
            Ok((client, open))
        })
        .collect()
}

pub(super) fn open(place: Place, out: &mut Out) -> Outcome {
    let mut device = place.open()?;
    let all = all_open(&place, &mut *device)?;
    if out.json() {
        let open: Vec<_> = all
            .iter()
            .map(|(client, numbers)| json!({ "client": client, "transactions": numbers }))
            .collect();
        out.value(&json!({ "open": open }));
        return Ok(Verdict::Fine);
    }
    for (client, numbers) in &all {
        let text = match numbers.is_empty() {
            true => "nichts offen".to_owned(),
            false => {
                let numbers: Vec<String> = numbers.iter().map(u64::to_string).collect();
                numbers.join(", ")
            }
        };
        out.pair(client, text);
    }
    if all.is_empty() {
        out.line("Bei dieser TSE ist keine Kasse angemeldet.");
    }
    Ok(Verdict::Fine)
}

pub(super) fn abort_open(place: Place, out: &mut Out) -> Outcome {
    let data = aborted();
    let mut device = place.open()?;
    let mut finished = Vec::new();
    for (client, numbers) in all_open(&place, &mut *device)? {
        for number in numbers {
            let done = super::awake(&mut *device, |device| {
                device.finish(&client, number, KIND, data.as_bytes())
            });
            let stamp = place.settle(done)?;
            finished.push(json!({
                "client": client, "transaction": number, "counter": stamp.counter,
            }));
            if !out.json() {
                out.line(format!(
                    "Transaktion {number} der Kasse {client} ist abgebrochen (Signaturzähler {}).",
                    stamp.counter
                ));
            }
        }
    }
    match out.json() {
        true => out.value(&json!({ "finished": finished })),
        false if finished.is_empty() => out.line("Keine Transaktion ist offen."),
        false => {}
    }
    Ok(Verdict::Fine)
}
