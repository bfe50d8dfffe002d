#![allow(clippy::unwrap_used)]

use super::*;
use crate::opi::dialect::Dialect;
use crate::opi::message::{Message, TextLine, Value};
use crate::{Approval, Mark, NotKept};

#[derive(Default)]
struct Clerk {
    texts: Vec<String>,
    slips: Vec<Slip>,
    questions: Vec<Question>,
    paper_gone: bool,
}

impl Attendant for Clerk {
    fn sending(&mut self, _: &Mark) -> Result<(), NotKept> {
        Ok(())
    }
    fn paid(&mut self, _: &Approval) -> Result<(), NotKept> {
        Ok(())
    }
    fn step(&mut self, step: Step) {
        if let Step::Text(text) = step {
            self.texts.push(text);
        }
    }
    fn abort_requested(&self) -> bool {
        false
    }
    fn print(&mut self, slip: &Slip) -> Result<(), NotKept> {
        match self.paper_gone {
            true => Err(NotKept("disk full".into())),
            false => {
                self.slips.push(slip.clone());
                Ok(())
            }
        }
    }
    fn ask(&mut self, question: &Question) {
        self.questions.push(question.clone());
    }
    fn answer(&mut self) -> Option<bool> {
        None
    }
    fn unask(&mut self) {}
}

const RUNNING: &str = "20000500";

fn devices(dialect: Dialect) -> Devices {
    let mut devices = Devices::new(dialect.profile(), "1", Duration::from_secs(90));
    devices.begin(RUNNING, false);
    devices
}

fn header(id: &str) -> Header {
    Header {
        request_type: "Output".into(),
        workstation: "1".into(),
        request_id: id.into(),
        pop: "001".into(),
        sequence: "4".into(),
        ..Header::default()
    }
}

fn output(target: &str, lines: &[&str]) -> Output {
    Output {
        target: target.into(),
        lines: lines.iter().map(|line| TextLine::new(line)).collect(),
        ..Output::default()
    }
}

fn request(id: &str, outputs: Vec<Output>) -> DeviceRequest {
    DeviceRequest {
        header: header(id),
        outputs,
        ..DeviceRequest::default()
    }
}

fn answer(reaction: Reaction) -> DeviceResponse {
    match reaction {
        Reaction::Answer(response) => response,
        other => panic!("{other:?}"),
    }
}

fn question(id: &str, text: &str, command: Command) -> DeviceRequest {
    DeviceRequest {
        input: Some(Input {
            target: "CashierKeyboard".into(),
            command,
            seconds: Some(30),
        }),
        ..request(id, vec![output("CashierDisplay", &[text])])
    }
}

#[test]
fn a_text_is_shown_and_everything_echoed() {
    let (mut devices, mut clerk) = (devices(Dialect::De), Clerk::default());
    let mut display = output("CashierDisplay", &["bearbeitet", "Vorgang wird"]);
    (display.lines[0].row, display.lines[1].row) = (Some(1), Some(0));
    let response = answer(devices.react(
        &request(RUNNING, vec![display, output("Teleprinter", &["x"])]),
        &mut clerk,
    ));
    assert_eq!(clerk.texts, ["Vorgang wird\nbearbeitet"]);
    assert_eq!(response.header, header(RUNNING));
    let results: Vec<_> = response
        .outputs
        .iter()
        .map(|output| (output.target.0.as_str(), output.result.name()))
        .collect();
    assert_eq!(
        results,
        [
            ("CashierDisplay", "Success"),
            ("Teleprinter", "DeviceUnavailable")
        ]
    );
    assert_eq!(response.result, OverallResult::DeviceUnavailable);
}

#[test]
fn targets_name_the_copy_as_the_dialect_has_it() {
    for (dialect, target, kind) in [
        (Dialect::De, "Printer", SlipKind::Merchant),
        (Dialect::De, "PrinterReceipt", SlipKind::Customer),
        (Dialect::De, "JournalPrinter", SlipKind::Administration),
        (Dialect::Ingenico, "Printer", SlipKind::Merchant),
        (Dialect::Ccv, "JournalPrinter", SlipKind::Merchant),
        (Dialect::Ccv, "Printer", SlipKind::Customer),
        (Dialect::NexiCh, "Printer", SlipKind::Customer),
    ] {
        let (mut devices, mut clerk) = (devices(dialect), Clerk::default());
        let printed = request("20000500.3", vec![output(target, &["  Betrag", "12,50"])]);
        let response = answer(devices.react(&printed, &mut clerk));
        assert_eq!(response.result, OverallResult::Success);
        assert_eq!(clerk.slips.len(), 1, "{dialect:?} {target}");
        assert_eq!(clerk.slips[0].kind, kind, "{dialect:?} {target}");
        assert_eq!(clerk.slips[0].lines[0].text, "  Betrag");
        // While no money is asked for, everything is a report.
        devices.begin("20000501", true);
        let printed = request("20000501", vec![output(target, &["Kassenschnitt"])]);
        answer(devices.react(&printed, &mut clerk));
        assert_eq!(clerk.slips[1].kind, SlipKind::Administration);
    }
}

#[test]
fn a_printer_without_lines_is_asked_whether_it_is_ready() {
    let (mut devices, mut clerk) = (devices(Dialect::De), Clerk::default());
    let test = request(RUNNING, vec![output("Printer", &[])]);
    let response = answer(devices.react(&test, &mut clerk));
    assert_eq!(response.outputs[0].result, OverallResult::Success);
    assert!(clerk.slips.is_empty());
}

#[test]
fn a_slip_that_is_not_kept_is_not_printed() {
    let mut devices = devices(Dialect::De);
    let mut clerk = Clerk {
        paper_gone: true,
        ..Clerk::default()
    };
    let printed = request(RUNNING, vec![output("Printer", &["x"])]);
    let response = answer(devices.react(&printed, &mut clerk));
    assert_eq!(response.result, OverallResult::DeviceUnavailable);
    assert_eq!(response.outputs[0].result, OverallResult::DeviceUnavailable);
}

#[test]
fn slips_in_parts_become_whole() {
    let (mut devices, mut clerk) = (devices(Dialect::De), Clerk::default());
    let part = |lines: &[&str], continues| {
        let mut output = output("Printer", lines);
        output.continues = continues;
        request(RUNNING, vec![output])
    };
    devices.react(&part(&["1", "2"], true), &mut clerk);
    assert!(clerk.slips.is_empty());
    devices.react(&part(&["3", "Unterschrift: ____"], false), &mut clerk);
    assert_eq!(clerk.slips.len(), 1);
    assert_eq!(clerk.slips[0].lines.len(), 4);
    assert!(clerk.slips[0].signature);
    // A cut ends one slip within an output; what is never finished is handed over at the end.
    let mut two = part(&["a", "b", "Keine Unterschrift nötig"], true);
    two.outputs[0].lines[0].cut = true;
    devices.react(&two, &mut clerk);
    assert_eq!(clerk.slips.len(), 2);
    devices.flush(&mut clerk);
    assert_eq!(clerk.slips.len(), 3);
    assert!(!clerk.slips[2].signature);
}

#[test]
fn an_e_journal_stands_in_for_a_merchants_copy() {
    let journal = || {
        let mut output = output("E-Journal", &[]);
        output.journal = vec![("CardLabelName".into(), "MC CREDIT".into())];
        request("20000500.8", vec![output])
    };
    let (mut devices, mut clerk) = (devices(Dialect::NexiCh), Clerk::default());
    devices.react(&journal(), &mut clerk);
    devices.flush(&mut clerk);
    assert_eq!(clerk.slips.len(), 1);
    assert_eq!(clerk.slips[0].kind, SlipKind::Merchant);
    assert_eq!(clerk.slips[0].lines[0].text, "CardLabelName: MC CREDIT");
    devices.begin("20000600", false);
    let copy = request("20000600", vec![output("JournalPrinter", &["Beleg"])]);
    devices.react(&copy, &mut clerk);
    let mut again = journal();
    again.header.request_id = "20000600.1".into();
    devices.react(&again, &mut clerk);
    devices.flush(&mut clerk);
    assert_eq!(clerk.slips.len(), 2);
}

#[test]
fn stale_messages_are_answered_and_never_shown() {
    for id in ["20000499", "20000499.7", "20000400-d0"] {
        let (mut devices, mut clerk) = (devices(Dialect::De), Clerk::default());
        let stale = request(
            id,
            vec![
                output("CashierDisplay", &["Warte 40"]),
                output("PrinterReceipt", &["Beleg"]),
            ],
        );
        let response = answer(devices.react(&stale, &mut clerk));
        assert_eq!(response.result, OverallResult::Success, "{id}");
        assert!(clerk.texts.is_empty(), "{id}");
        // A slip that comes late is not lost, but belongs to no payment of now.
        assert_eq!(clerk.slips[0].kind, SlipKind::Administration);
        let asked = question(id, "Unterschrift ok?", Command::GetConfirmation);
        let response = answer(devices.react(&asked, &mut clerk));
        let input = response.input.unwrap();
        assert_eq!((input.result, input.value), (OverallResult::Aborted, None));
        assert!(clerk.questions.is_empty(), "{id}");
    }
    // Numbers of the terminal's own are not ours.
    for id in ["179", "20000500", "20000500.1", "20000500-d3"] {
        let (mut devices, mut clerk) = (devices(Dialect::De), Clerk::default());
        let shown = request(id, vec![output("CashierDisplay", &["Karte"])]);
        devices.react(&shown, &mut clerk);
        assert_eq!(clerk.texts, ["Karte"], "{id}");
    }
}

#[test]
fn what_is_meant_for_another_till_is_refused() {
    let (mut devices, mut clerk) = (devices(Dialect::De), Clerk::default());
    let mut foreign = request(
        RUNNING,
        vec![
            output("CashierDisplay", &["x"]),
            output("Printer", &["Beleg"]),
        ],
    );
    foreign.header.workstation = "2".into();
    let response = answer(devices.react(&foreign, &mut clerk));
    assert_eq!(response.result, OverallResult::DeviceUnavailable);
    assert!(clerk.texts.is_empty() && clerk.slips.is_empty());
    // The same till, written longer.
    foreign.header.workstation = "00000001".into();
    let response = answer(devices.react(&foreign, &mut clerk));
    assert_eq!(response.result, OverallResult::Success);
    assert_eq!(clerk.slips.len(), 1);
}

#[test]
fn a_signature_is_confirmed_by_a_person_or_not_at_all() {
    for (dialect, text, signature) in [
        (Dialect::De, "Unterschrift ok?", true),
        (Dialect::De, "Kundenbeleg drucken?", false),
        (Dialect::Ingenico, "In Ordnung?", true),
        (Dialect::NexiCh, "Signature ok?", true),
    ] {
        let (mut devices, mut clerk) = (devices(dialect), Clerk::default());
        let asked = question(RUNNING, text, Command::GetConfirmation);
        let Reaction::Ask(pending) = devices.react(&asked, &mut clerk) else {
            panic!("{text}")
        };
        assert_eq!(clerk.questions[0].text, text);
        assert_eq!(clerk.questions[0].signature, signature, "{text}");
        assert_eq!(devices.asked_signature(), signature);
        assert!(clerk.texts.is_empty(), "the question is shown once");
        assert_eq!(pending.limit, Duration::from_secs(30));
        for (person, value) in [(Some(true), true), (Some(false), false), (None, false)] {
            let response = pending.answered(person);
            assert_eq!(response.result, OverallResult::Success);
            let input = response.input.unwrap();
            assert_eq!(input.value, Some(Value::Boolean(value)));
        }
    }
}

#[test]
fn questions_without_a_dialog_are_refused() {
    let (mut devices, mut clerk) = (devices(Dialect::De), Clerk::default());
    let amount = question(RUNNING, "Betrag?", Command::Other("GetAmount".into()));
    let response = answer(devices.react(&amount, &mut clerk));
    assert_eq!(
        response.input.unwrap().result,
        OverallResult::DeviceUnavailable
    );
    let mut pin = question(RUNNING, "PIN?", Command::GetConfirmation);
    pin.input.as_mut().unwrap().target = "PinPad".into();
    let response = answer(devices.react(&pin, &mut clerk));
    assert_eq!(response.result, OverallResult::DeviceUnavailable);
    assert!(clerk.questions.is_empty());
}

#[test]
fn events_aborts_and_repetitions_are_answered() {
    let (mut devices, mut clerk) = (devices(Dialect::De), Clerk::default());
    let of_type = |name: &str| {
        let mut request = request(RUNNING, Vec::new());
        request.header.request_type = name.into();
        request
    };
    for name in [kind::EVENT, kind::ABORT_OUTPUT, "Sonstiges"] {
        let response = answer(devices.react(&of_type(name), &mut clerk));
        assert_eq!(response.result, OverallResult::Success, "{name}");
        assert_eq!(response.header.request_type, name);
    }
    let Reaction::Withdraw(response) = devices.react(&of_type(kind::ABORT_INPUT), &mut clerk)
    else {
        panic!()
    };
    assert_eq!(response.result, OverallResult::Success);
    let printed = request("20000500.9", vec![output("Printer", &["x"])]);
    let first = answer(devices.react(&printed, &mut clerk));
    let again = answer(devices.react(&of_type(kind::REPEAT_LAST_MESSAGE), &mut clerk));
    assert_eq!(first, again);
    assert_eq!(clerk.slips.len(), 1, "repeated, not printed twice");
}

#[test]
fn no_control_character_reaches_screen_or_paper() {
    let (mut devices, mut clerk) = (devices(Dialect::De), Clerk::default());
    let xml = "<DeviceRequest RequestType='Output' WorkstationID='1' RequestID='20000500'>\
               <Output OutDeviceTarget='CashierDisplay'><TextLine>A\u{1B}[2J\tB&#10;C</TextLine></Output>\
               <Output OutDeviceTarget='Printer'><TextLine Alignment='Center' Height='Double'>A&#27;B&#10;C</TextLine>\
               </Output></DeviceRequest>";
    let Message::DeviceRequest(request) = Message::parse(xml.as_bytes()).unwrap() else {
        panic!()
    };
    devices.react(&request, &mut clerk);
    assert_eq!(clerk.texts, ["A [2J B\nC"]);
    let lines: Vec<_> = clerk.slips[0]
        .lines
        .iter()
        .map(|l| l.text.as_str())
        .collect();
    assert_eq!(lines, ["A B", "C"]);
    let first = &clerk.slips[0].lines[0];
    assert!(first.centred && first.tall && !first.wide);
}

#[test]
fn held_slips_are_ours_or_reports() {
    for (ours, kind) in [
        (true, SlipKind::Customer),
        (false, SlipKind::Administration),
    ] {
        let (mut devices, mut clerk) = (devices(Dialect::De), Clerk::default());
        devices.hold();
        let copy = request(RUNNING, vec![output("PrinterReceipt", &["Kopie"])]);
        devices.react(&copy, &mut clerk);
        assert!(clerk.slips.is_empty());
        devices.release(ours, &mut clerk);
        assert_eq!(clerk.slips[0].kind, kind);
        devices.react(&copy, &mut clerk);
        assert_eq!(clerk.slips.len(), 2, "nothing is held any more");
    }
}
