//! `verify receipt`: the text of a receipt's QR code.

use amtskasse_tse::verify::{self, Outcome as Checked, ReceiptVerdict};
use serde_json::json;

use crate::cli::{Failure, Outcome, Verdict, out::Out};
use crate::message;
use crate::till::local;

pub(super) fn run(text: &str, out: &mut Out) -> Outcome {
    let verdict = verify::receipt(text).map_err(|e| Failure::new(message::qr(&e)))?;
    if out.json() {
        out.value(&json!({ "genuine": verdict.genuine(), "verdict": verdict }));
    } else {
        print(&verdict, out);
    }
    Ok(match verdict.genuine() {
        true => Verdict::Fine,
        false => Verdict::DoesNotHold,
    })
}

fn print(verdict: &ReceiptVerdict, out: &mut Out) {
    let receipt = &verdict.receipt;
    let at = |time| local(time).format("%d.%m.%Y, %H:%M:%S").to_string();
    out.pair("Kasse", &receipt.client_id);
    out.pair("Art", &receipt.process_type);
    out.pair("Inhalt", &receipt.process_data);
    out.pair("Transaktion", receipt.transaction.to_string());
    out.pair("Signaturzähler", receipt.counter.to_string());
    out.pair(
        "Begonnen",
        format!("{} (nicht mitsigniert)", at(receipt.start)),
    );
    out.pair("Beendet", at(receipt.end));
    out.pair("TSE", &verdict.serial);
    for remark in &verdict.remarks {
        out.pair("Abweichung", message::remark(remark));
    }
    match &verdict.outcome {
        Checked::Genuine(variant) => {
            out.pair("Gelesen als", message::variant(variant));
            out.line(format!(
                "Ergebnis: Die Signatur ist echt ({}).",
                variant.curve
            ));
            out.line(
                "Geprüft ist sie nur gegen den aufgedruckten Schlüssel. Dass der einer zertifizierten TSE gehört, \
                 zeigen erst die Zertifikate ihres Exports; die Startzeit ist nicht mitsigniert.",
            );
        }
        Checked::Mismatch => out.line(
            "Ergebnis: Die Signatur passt NICHT. Beleg, Signatur oder Schlüssel wurden verändert oder falsch gelesen.",
        ),
        Checked::Unchecked { reason } => {
            let reason = message::unchecked(reason);
            out.line(format!("Ergebnis: NICHT prüfbar, denn {reason}."));
        }
    }
}
