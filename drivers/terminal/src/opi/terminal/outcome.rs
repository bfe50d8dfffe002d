//! What an answer means: what is kept of an approval, and German words for a refusal.

use crate::opi::message::{CardResponse, Moved, OverallResult, PrivateData};
use crate::payment::Last;
use crate::{Approval, CardKind, Condition, Entry, Error, Reason, Refusal};

/// Whether money moved, as far as the answer to a request for money tells.
pub(super) fn moved(response: &CardResponse, result: &OverallResult) -> Moved {
    let carried_out =
        response.amount.as_ref().is_some_and(|a| a.cents != 0) && response.authorisation.is_some();
    match result {
        // A part was done, and the amount says which: the money.
        OverallResult::PartialFailure if carried_out => Moved::Yes,
        result => result.moved(),
    }
}

/// What is kept of an approval of `asked` cents; `Err`: the terminal booked something that cannot be what was asked for.
/// Money that goes back may have a sign; a payment never has.
pub(super) fn approval(
    response: &CardResponse,
    asked: i64,
    payment: bool,
) -> Result<Approval, Error> {
    let cents = match &response.amount {
        Some(amount) if !amount.currency.is_empty() && amount.currency != "EUR" => {
            return Err(Error::Protocol(format!(
                "the terminal booked in {}, not in EUR",
                amount.currency.chars().take(10).collect::<String>()
            )));
        }
        Some(amount) if payment && amount.cents < 0 => {
            return Err(Error::Protocol(format!(
                "the terminal booked {} cents",
                amount.cents
            )));
        }
        // A payment of nothing is none, and what was taken instead nobody knows.
        Some(amount) if payment && amount.cents == 0 => {
            return Err(Error::Protocol("the terminal booked 0 cents".to_owned()));
        }
        // A reversal may state nothing or zero; that it is done is done.
        Some(amount) if amount.cents != 0 => amount.cents.abs(),
        _ => asked,
    };
    let none = Default::default();
    let authorisation = response.authorisation.as_ref().unwrap_or(&none);
    let card = response.card.as_ref();
    let of_card = |value: &String, from: fn(&crate::opi::message::CardValue) -> &String| match (
        value.is_empty(),
        card,
    ) {
        (true, Some(card)) => from(card).clone(),
        _ => value.clone(),
    };
    let brand = of_card(&authorisation.circuit, |card| &card.circuit);
    let verification = response.private.get("CardVerificationMethod");
    Ok(Approval {
        cents,
        kind: kind(&brand),
        masked_number: of_card(&authorisation.masked_number, |card| &card.masked_number),
        brand,
        entry: entry(response.private.get("CardTechnologyType")),
        terminal_id: response.terminal.clone(),
        trace: response.stan.clone(),
        receipt_number: authorisation.receipt_number.clone(),
        authorization: authorisation.approval_code.clone(),
        timestamp: authorisation.moment.clone(),
        batch: response.batch.clone(),
        contract: match response.merchant.is_empty() {
            true => authorisation.merchant.clone(),
            false => response.merchant.clone(),
        },
        signature: verification.is_some_and(|method| {
            let method = method.to_lowercase();
            method.contains("signature") || method.contains("unterschrift")
        }),
        text: words(&response.private).unwrap_or_default(),
    })
}

/// The transaction of an answer, for a person.
pub(super) fn last(response: &CardResponse, result: &OverallResult) -> Last {
    let approved = moved(response, result) == Moved::Yes;
    // In another currency there are no euro cents to show.
    let approval = approval(response, 0, false).unwrap_or_default();
    Last {
        approved,
        cents: approval.cents,
        text: match approved {
            true => String::new(),
            false => refusal(response, result).text,
        },
        approval,
    }
}

/// Kind of card behind the name of a circuit.
fn kind(circuit: &str) -> CardKind {
    let name = circuit.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    if has(&[
        "girocard",
        "debit",
        "maestro",
        "v pay",
        "vpay",
        "electronic",
        "electron",
        "elv",
        "postcard",
        "postfinance",
        "bancontact",
    ]) || matches!(name.as_str(), "ec" | "ec-cash" | "ec cash")
    {
        CardKind::Debit
    } else if has(&[
        "alipay", "wechat", "paypal", "bluecode", "twint", "klarna", "payconiq",
    ]) {
        CardKind::Service
    } else if has(&["gift", "geschenk", "guthaben", "avs", "prepaid"]) {
        CardKind::Prepaid
    } else if has(&[
        "visa", "master", "ecmc", "amex", "american", "diners", "discover", "jcb", "union", "cup",
        "kredit", "credit",
    ]) {
        CardKind::Credit
    } else {
        CardKind::default()
    }
}

fn entry(technology: Option<&str>) -> Entry {
    let name = technology.unwrap_or_default().to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    if has(&["nfc", "contactless", "kontaktlos", "rfid"]) {
        Entry::Contactless
    } else if has(&["chip", "icc", "emv"]) {
        Entry::Chip
    } else if has(&["stripe", "msr", "magn"]) {
        Entry::Stripe
    } else {
        Entry::Unknown
    }
}

/// The terminal's own words.
pub(super) fn words(private: &PrivateData) -> Option<String> {
    let named = private.get("ErrorText").or(private.get("answer-txt"));
    let text = named.map(str::to_owned).or_else(|| {
        let plain = private.text.trim();
        (!plain.is_empty() && !plain.contains('=')).then(|| plain.to_owned())
    })?;
    let clean = text
        .chars()
        .map(|char| if char.is_control() { ' ' } else { char });
    Some(clean.take(200).collect())
}

/// Why nothing was paid.
pub(super) fn refusal(response: &CardResponse, result: &OverallResult) -> Refusal {
    let private = &response.private;
    let action = response
        .authorisation
        .as_ref()
        .map_or("", |authorisation| authorisation.action_code.as_str());
    let terminal = private.get("TerminalDeclineReason").unwrap_or_default();
    let (mut reason, general) = general(result);
    let detail = match terminal {
        "107" => {
            reason = Reason::Aborted;
            Some("Der Vorgang wurde abgebrochen.")
        }
        "1" => Some("Störung des Kartenterminals. Bitte erneut versuchen oder anders zahlen."),
        "569" | "579" => Some("Das Kartenterminal erreicht den Zahlungsdienst nicht."),
        _ => action_words(action),
    };
    let text = words(private).unwrap_or_else(|| detail.unwrap_or(general).to_owned());
    let code = private
        .get("ErrorCode")
        .or(Some(terminal))
        .filter(|code| !code.is_empty());
    Refusal {
        reason,
        text,
        code: code
            .or(Some(action).filter(|action| !action.is_empty() && *action != "0"))
            .unwrap_or_else(|| result.name())
            .chars()
            .take(40)
            .collect(),
    }
}

/// Why a service was not done.
pub(super) fn service_refusal(private: &PrivateData, result: &OverallResult) -> Refusal {
    let (reason, general) = general(result);
    Refusal {
        reason,
        text: words(private).unwrap_or_else(|| general.to_owned()),
        code: result.name().to_owned(),
    }
}

/// ActionCode in ISO 8583's terms.
fn action_words(code: &str) -> Option<&'static str> {
    Some(match code.trim_start_matches('0') {
        "101" => "Die Karte ist abgelaufen.",
        "116" => "Das Konto ist nicht gedeckt.",
        "117" => "Die PIN ist falsch.",
        "909" => "Störung beim Zahlungsdienst. Bitte später erneut versuchen.",
        _ => return None,
    })
}

fn general(result: &OverallResult) -> (Reason, &'static str) {
    match result {
        OverallResult::DeviceUnavailable => (
            Reason::NotReady(Condition::Wait),
            "Das Kartenterminal ist nicht bereit. Bitte einige Sekunden warten und erneut versuchen.",
        ),
        OverallResult::Busy => (Reason::Busy, "Am Kartenterminal läuft ein anderer Vorgang."),
        OverallResult::LoggedOut => (
            Reason::NotReady(Condition::LogIn),
            "Das Kartenterminal hat die Anmeldung der Kasse nicht angenommen.",
        ),
        OverallResult::PrintLastTicket => (
            Reason::NotReady(Condition::Wait),
            "Das Kartenterminal will zuerst den Beleg der letzten Zahlung nachdrucken.",
        ),
        OverallResult::Aborted => (Reason::Aborted, "Der Vorgang wurde abgebrochen."),
        OverallResult::TimedOut => (
            Reason::Aborted,
            "Die Zeit am Kartenterminal ist abgelaufen.",
        ),
        OverallResult::CommunicationError => (
            Reason::Declined,
            "Das Kartenterminal erreicht den Zahlungsdienst nicht.",
        ),
        OverallResult::DayClosed => (
            Reason::Unsupported,
            "Der Tag ist am Kartenterminal bereits abgeschlossen.",
        ),
        OverallResult::UnknownCard => (
            Reason::Declined,
            "Die Karte ist dem Kartenterminal nicht bekannt.",
        ),
        OverallResult::NotSupported => (
            Reason::Unsupported,
            "Das Kartenterminal kann diesen Vorgang nicht.",
        ),
        result if result.is_not_understood() => (
            Reason::Unsupported,
            "Das Kartenterminal hat die Anfrage nicht verstanden. Bitte den Dialekt in den Einstellungen prüfen.",
        ),
        _ => (
            Reason::Declined,
            "Die Karte wurde abgelehnt. Bitte eine andere Karte oder ein anderes Zahlungsmittel verwenden.",
        ),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::opi::message::{Amount, Authorisation, Header};

    fn response(result: OverallResult) -> CardResponse {
        CardResponse::to(&Header::default(), result)
    }

    #[test]
    fn circuits_have_their_kind() {
        for (circuit, expected) in [
            ("girocard", CardKind::Debit),
            ("VISA", CardKind::Credit),
            ("Visa Debit", CardKind::Debit),
            ("Debit Mastercard", CardKind::Debit),
            ("ECMC", CardKind::Credit),
            ("V PAY", CardKind::Debit),
            ("ec-cash", CardKind::Debit),
            ("TWINT", CardKind::Service),
            ("Alipay", CardKind::Service),
            ("Geschenkkarte", CardKind::Prepaid),
            ("", CardKind::Debit),
        ] {
            assert_eq!(kind(circuit), expected, "{circuit}");
        }
    }

    #[test]
    fn a_refusal_has_the_terminals_words_first() {
        let mut declined = response(OverallResult::Failure);
        declined.authorisation = Some(Authorisation {
            action_code: "116".into(),
            ..Authorisation::default()
        });
        let refusal = |response: &CardResponse| super::refusal(response, &response.result);
        assert_eq!(refusal(&declined).text, "Das Konto ist nicht gedeckt.");
        assert_eq!(refusal(&declined).code, "116");
        declined.private = PrivateData::plain("answer-txt=Zahlung fehlgeschlagen");
        assert_eq!(refusal(&declined).text, "Zahlung fehlgeschlagen");
        declined.private = PrivateData::default().with("TerminalDeclineReason", "107");
        assert_eq!(refusal(&declined).reason, Reason::Aborted);
        let busy = response(OverallResult::Busy);
        assert_eq!(refusal(&busy).reason, Reason::Busy);
        assert_eq!(refusal(&busy).code, "Busy");
    }

    #[test]
    fn amounts_of_the_answer_count() {
        let mut paid = response(OverallResult::Success);
        assert_eq!(approval(&paid, 3950, true).unwrap().cents, 3950);
        paid.amount = Some(Amount::euros(2000));
        assert_eq!(approval(&paid, 3950, true).unwrap().cents, 2000);
        paid.amount = Some(Amount::euros(0));
        assert!(approval(&paid, 3950, true).is_err());
        assert_eq!(approval(&paid, 3950, false).unwrap().cents, 3950);
        paid.amount = Some(Amount {
            cents: 3950,
            currency: "CHF".into(),
        });
        assert!(approval(&paid, 3950, true).is_err());
    }

    #[test]
    fn a_part_is_done_if_there_is_an_amount() {
        let mut part = response(OverallResult::PartialFailure);
        assert_eq!(moved(&part, &part.result), Moved::Unknown);
        part.amount = Some(Amount::euros(2000));
        part.authorisation = Some(Authorisation::default());
        assert_eq!(moved(&part, &part.result), Moved::Yes);
        let mut late = part.clone();
        late.result = OverallResult::TimedOut;
        assert_eq!(moved(&late, &late.result), Moved::Unknown);
    }
}
