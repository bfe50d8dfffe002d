#![allow(clippy::unwrap_used)]

use std::path::Path;

use super::*;

fn parse(xml: &str) -> Message {
    Message::parse(xml.as_bytes()).unwrap()
}

/// A recorded sample; `None` where the recordings are not at hand.
fn sample(name: &str) -> Option<Message> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/payment/opi");
    let bytes = std::fs::read(folder.join(name)).ok()?;
    Some(Message::parse(&bytes).unwrap())
}

fn card_response(message: Message) -> CardResponse {
    match message {
        Message::CardResponse(response) => *response,
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_message_is_read_as_it_was_written() {
    let header = Header {
        request_type: kind::CARD_PAYMENT.into(),
        workstation: "1".into(),
        request_id: "10000042".into(),
        sender: "Amtskasse".into(),
        pop: "001".into(),
        terminal: "68276185".into(),
        sequence: "2".into(),
        reference: "K1-17".into(),
        reference_request: "10000041".into(),
    };
    let pos = PosData {
        moment: "2026-11-24T10:00:00+01:00".into(),
        language: "de".into(),
        elements: vec![("PrinterStatus".into(), "Available".into())],
    };
    let private = PrivateData::plain("answer-txt=Übung").with("ErrorCode", "1002700");
    let original = OriginalHeader {
        request_type: kind::CARD_PAYMENT.into(),
        workstation: "1".into(),
        request_id: "7".into(),
        result: Some(OverallResult::Aborted),
    };
    let messages = [
        Message::CardRequest(CardRequest {
            header: header.clone(),
            pos: pos.clone(),
            amount: Some(Amount::euros(3950)),
            original: Some(OriginalTransaction {
                terminal: "68276185".into(),
                batch: "3".into(),
                stan: "TC1250".into(),
                moment: "2026-11-24T09:00:00".into(),
            }),
            private: private.clone(),
        }),
        Message::CardResponse(Box::new(CardResponse {
            terminal: "68276185".into(),
            stan: "021601".into(),
            merchant: "VU-1".into(),
            amount: Some(Amount::euros(3950)),
            authorisation: Some(Authorisation {
                masked_number: "###############4747".into(),
                action_code: "0".into(),
                approval_code: "103128".into(),
                circuit: "girocard".into(),
                receipt_number: "8930".into(),
                ..Authorisation::default()
            }),
            card: Some(CardValue {
                expiry: "1227".into(),
                ..CardValue::default()
            }),
            original: Some(original.clone()),
            private: private.clone(),
            ..CardResponse::to(&header, OverallResult::Success)
        })),
        Message::ServiceRequest(ServiceRequest {
            header: header.clone(),
            pos,
            private: private.clone(),
        }),
        Message::ServiceResponse(ServiceResponse {
            terminal: "68276185".into(),
            moment: "2026-11-24T18:00:00".into(),
            totals: Some(vec![Total {
                cents: 33_800,
                currency: "EUR".into(),
                count: Some(8),
                kind: "Debit".into(),
                circuit: "girocard".into(),
                acquirer: String::new(),
            }]),
            diagnosis: "Success".into(),
            original: Some(original),
            private: private.clone(),
            ..ServiceResponse::to(&header, OverallResult::Other("Neu".into()))
        }),
        Message::DeviceRequest(DeviceRequest {
            header: header.clone(),
            outputs: vec![Output {
                target: "PrinterReceipt".into(),
                lines: vec![TextLine {
                    row: Some(1),
                    alignment: "Center".into(),
                    cut: true,
                    ..TextLine::new("  Betrag   39,50 €")
                }],
                journal: vec![("CardLabelName".into(), "MC".into())],
                continues: true,
            }],
            input: Some(Input {
                target: "CashierKeyboard".into(),
                command: Command::GetConfirmation,
                seconds: Some(60),
            }),
            private,
        }),
        Message::DeviceResponse(DeviceResponse {
            header,
            result: OverallResult::Success,
            outputs: vec![OutputAnswer {
                target: "Printer".into(),
                result: OverallResult::DeviceUnavailable,
            }],
            input: Some(InputAnswer {
                target: "CashierKeyboard".into(),
                result: OverallResult::Success,
                value: Some(Value::Boolean(true)),
            }),
        }),
    ];
    for message in messages {
        for encoding in [Encoding::Utf8, Encoding::Latin1, Encoding::Windows1252] {
            assert_eq!(Message::parse(&message.write(encoding)).unwrap(), message);
        }
    }
}

#[test]
fn no_card_number_passes_the_parser() {
    let pan = "4111111111111111";
    let response = parse(&format!(
        "<CardServiceResponse RequestType='CardPayment' RequestID='1' OverallResult='Success'>\
         <Tender><TotalAmount>1.00</TotalAmount><Authorisation CardPAN='{pan}'/></Tender>\
         <CardValue><CardPAN>{pan}</CardPAN><Track2>{pan}=25121011000</Track2></CardValue>\
         <PrivateData>Karte {pan}<X Y='{pan}'>4111 1111 1111 1111</X><AppPANEnc>02F4</AppPANEnc></PrivateData>\
         </CardServiceResponse>"
    ));
    let shown = format!("{response:?}");
    assert!(!shown.contains("411111111"), "{shown}");
    assert!(!shown.contains("4111 1111"), "{shown}");
    assert!(!shown.contains("02F4"), "{shown}");
    let authorisation = card_response(response).authorisation.unwrap();
    assert_eq!(authorisation.masked_number, "############1111");
    let device = parse(&format!(
        "<DeviceRequest RequestType='Output'><Output OutDeviceTarget='Printer'>\
         <TextLine>Karte: {pan}</TextLine></Output></DeviceRequest>"
    ));
    assert!(!format!("{device:?}").contains(pan));
}

#[test]
fn unknown_things_are_passed_over() {
    let response = card_response(parse(
        "<x:CardServiceResponse xmlns:x='urn:y' RequestType='CardPayment' WorkstationID='1' RequestID='5' \
         OverallResult='Sonderfall' Neu='1'><Neues><Tender/></Neues><Tender><Mehr/>\
         <TotalAmount Currency='EUR' TipAmount='1.00'>3.9</TotalAmount></Tender></x:CardServiceResponse>",
    ));
    assert_eq!(response.result, OverallResult::Other("Sonderfall".into()));
    assert_eq!(response.result.moved(), Moved::Unknown);
    assert_eq!(response.amount, Some(Amount::euros(390)));
}

#[test]
fn wrong_messages_are_refused_by_what_is_wrong() {
    let wrong = |xml: &str| Message::parse(xml.as_bytes()).unwrap_err();
    assert_eq!(wrong("<html/>"), Wrong::Unknown("html".into()));
    assert!(matches!(
        wrong(
            "<CardServiceResponse><Tender><TotalAmount>3,90</TotalAmount></Tender></CardServiceResponse>"
        ),
        Wrong::Amount(_)
    ));
    assert_eq!(
        wrong("<!DOCTYPE x><ServiceResponse/>"),
        Wrong::Xml(xml::Wrong::Doctype)
    );
    assert!(matches!(
        wrong("<?xml version='1.0' encoding='UTF-7'?><a/>"),
        Wrong::Encoding(_)
    ));
}

#[test]
fn private_data_is_found_as_element_and_as_text() {
    let data = PrivateData::plain("answer-txt=Zahlung fehlgeschlagen\nx = 1 ; y=2");
    assert_eq!(data.get("answer-txt"), Some("Zahlung fehlgeschlagen"));
    assert_eq!(data.get("X"), Some("1"));
    assert_eq!(data.get("y"), Some("2"));
    assert_eq!(data.get("z"), None);
    let data = PrivateData::default().with("ErrorText", " gut ");
    assert_eq!(data.get("ErrorText"), Some("gut"));
}

#[test]
fn answers_belong_to_their_request() {
    let request = Header {
        request_type: "CardPayment".into(),
        workstation: "00000001".into(),
        request_id: "7".into(),
        ..Header::default()
    };
    let with = |change: fn(&mut Header)| {
        let mut answer = request.answer();
        change(&mut answer);
        request.is_answered_by(&answer)
    };
    assert!(with(|_| ()));
    assert!(with(|answer| answer.workstation = "1".into()));
    assert!(with(|answer| answer.workstation.clear()));
    assert!(!with(|answer| answer.workstation = "2".into()));
    assert!(!with(|answer| answer.request_id = "6".into()));
    assert!(!with(|answer| answer.request_type = "Login".into()));
}

#[test]
fn a_recorded_german_payment_is_read() {
    let Some(request) = sample("de_cardpayment_request.xml") else {
        return;
    };
    let Message::CardRequest(request) = request else {
        panic!("{request:?}")
    };
    assert_eq!(request.amount, Some(Amount::euros(3950)));
    let response = card_response(sample("de_cardpayment_response.xml").unwrap());
    assert!(request.header.is_answered_by(&response.header));
    assert_eq!(response.result, OverallResult::Success);
    assert_eq!(response.amount, Some(Amount::euros(3950)));
    assert_eq!(
        (response.terminal.as_str(), response.stan.as_str()),
        ("68276185", "021601")
    );
    let authorisation = response.authorisation.unwrap();
    assert_eq!(authorisation.circuit, "girocard");
    assert_eq!(authorisation.masked_number, "###############4747");
    assert_eq!(authorisation.receipt_number, "8930");
    assert_eq!(response.private.get("CardTechnologyType"), Some("NFC"));
    assert_eq!(response.card.unwrap().expiry, "1227");
}

#[test]
fn other_recordings_are_read() {
    let Some(swiss) = sample("ch_cardpayment_response.xml") else {
        return;
    };
    let swiss = card_response(swiss);
    assert_eq!(swiss.amount.unwrap().currency, "CHF");
    let authorisation = swiss.authorisation.unwrap();
    assert_eq!(authorisation.masked_number, "############0036");
    assert_eq!(authorisation.approval_code, "103128");

    let ats = card_response(sample("ifsf_cardpayment_response_ats.xml").unwrap());
    assert_eq!(ats.amount.unwrap().cents, 2700);
    assert_eq!(ats.merchant, "21249872");

    let Message::DeviceRequest(journal) = sample("ch_devicerequest_ejournal.xml").unwrap() else {
        panic!()
    };
    let output = &journal.outputs[0];
    assert!(output.target.is("E-Journal") && output.lines.is_empty());
    let value = |name: &str| {
        let pair = output.journal.iter().find(|(key, _)| key == name);
        pair.map(|(_, value)| value.as_str())
    };
    assert_eq!(value("CardLabelName"), Some("MC CREDIT"));
    assert_eq!(value("CardNumber"), Some("############0036"));
    assert_eq!(value("AppPANEnc"), None);

    for (name, lines) in [
        ("de_devicerequest_cashierdisplay_no_namespace.xml", 2),
        ("ifsf_devicerequest_ats.xml", 1),
    ] {
        let Message::DeviceRequest(request) = sample(name).unwrap() else {
            panic!("{name}")
        };
        assert!(request.outputs[0].target.is("CashierDisplay"));
        assert_eq!(request.outputs[0].lines.len(), lines);
    }

    let Message::ServiceResponse(day) = sample("de_reconciliation_response.xml").unwrap() else {
        panic!()
    };
    let totals = day.totals.unwrap();
    let rows: Vec<_> = totals.iter().map(|t| (t.count, t.signed())).collect();
    assert_eq!(rows, [(Some(8), 33_800), (Some(3), 8700)]);
    for name in [
        "de_login_request.xml",
        "ingenico_login_request.xml",
        "de_deviceresponse.xml",
    ] {
        sample(name).unwrap();
    }
}

#[test]
fn answers_to_questions_are_read_in_both_spellings() {
    let xml = include_bytes!("../../../tests/opi/deviceresponse_cashierterminal_inboolean.xml");
    let Message::DeviceResponse(response) = Message::parse(xml).unwrap() else {
        panic!()
    };
    let input = response.input.unwrap();
    assert_eq!(input.value, Some(Value::Boolean(true)));
}
