//! Every frame of every recording: read, or refused for its stated reason; values as the logs' comments have them.

use amtskasse_terminal::zvt::apdu::Foreign;
use amtskasse_terminal::zvt::bmp::Unreadable;
use amtskasse_terminal::zvt::command::{Command, Uncommand};
use amtskasse_terminal::zvt::message::{Print, StatusInformation};
use amtskasse_terminal::zvt::{Apdu, Charset, Message, NotZvt, Slips};
use amtskasse_terminal::{Approval, CardKind, Condition, Entry as Read, Reason, Slip, SlipKind};
use chrono::DateTime;

use crate::log::{Entry, log, serial_session};

const FEIG: &str = "zvt_crate_feig_cvend.hexlog";
const CARD_COMPLETE: &str = "bezahl_cardcomplete.hexlog";
const PORTALUM: &str = "portalum_tests.hexlog";

fn message(entries: &[Entry], line: usize) -> Message {
    let found = entries.iter().rev().find(|entry| entry.line == line);
    let apdu = found.unwrap().frame.as_ref().unwrap();
    Message::parse(apdu, Charset::Auto)
}

fn status(entries: &[Entry], line: usize) -> StatusInformation {
    match message(entries, line) {
        Message::Status(status) => *status,
        other => panic!("line {line}: {other:?}"),
    }
}

fn print(entries: &[Entry], line: usize) -> Print {
    match message(entries, line) {
        Message::Print(print) => print,
        other => panic!("line {line}: {other:?}"),
    }
}

fn approval(status: &StatusInformation) -> Approval {
    let now = DateTime::parse_from_rfc3339("2023-05-01T12:00:00+02:00").unwrap();
    status.approval(0, now)
}

/// Reads all of a log; gives the numbers of frames from the terminal and from the till. What is refused or left
/// unread must be named in `refused` and `unread`.
fn all(
    entries: &[Entry],
    refused: &[(usize, NotZvt)],
    unread: &[(usize, Unreadable)],
) -> [usize; 2] {
    let mut counted = [0, 0];
    let mut stated = Vec::new();
    let mut left = Vec::new();
    for entry in entries {
        let apdu = match &entry.frame {
            Ok(apdu) => apdu,
            Err(error) => {
                stated.push((entry.line, error.clone()));
                continue;
            }
        };
        assert_eq!(&Apdu::parse(&apdu.encode()).unwrap(), apdu);
        if entry.till {
            counted[1] += 1;
            match Command::parse(apdu) {
                Ok(command) => {
                    let written = command.encode(None).unwrap();
                    assert_eq!(Command::parse(&written), Ok(command), "line {}", entry.line);
                }
                // Acknowledgements, pre-authorisations and Feig's own are no commands of ours.
                Err(Uncommand::Unknown(code)) => {
                    let known = [0x8000, 0x06C0, 0x0622, 0x0623, 0x0625, 0x0FA1];
                    assert!(known.contains(&code), "line {}", entry.line);
                }
                Err(error) => panic!("line {}: {error}", entry.line),
            }
            continue;
        }
        counted[0] += 1;
        let message = Message::parse(apdu, Charset::Auto);
        assert!(
            !matches!(message, Message::Unknown(_)),
            "line {}",
            entry.line
        );
        let reasons = message.unread().iter();
        left.extend(reasons.map(|unread| (entry.line, unread.reason)));
    }
    assert_eq!(stated, refused);
    assert_eq!(left, unread);
    counted
}

#[test]
fn every_frame_is_read_or_refused_for_its_reason() {
    if let Some(entries) = log(FEIG) {
        // System information in a form of the maker's own.
        let own = [(42, Unreadable::UnknownForm)];
        assert_eq!(all(&entries, &[], &own), [13, 7]);
    }
    if let Some(entries) = log(CARD_COMPLETE) {
        let headless = NotZvt::Foreign {
            what: Foreign::Unknown,
            bytes: "27 00 04 00 00 00 00 26".to_owned(),
        };
        assert_eq!(all(&entries, &[(5, headless)], &[]), [15, 0]);
    }
    if let Some(entries) = log(PORTALUM) {
        let refused = [
            // 06 D1 whose length is too small, then too large.
            (119, NotZvt::Surplus(4)),
            (120, NotZvt::Half(23)),
            // 06 D3 cut at 1024 bytes.
            (121, NotZvt::Half(1024)),
            // 04 0F with its values removed.
            (122, NotZvt::Half(40)),
        ];
        assert_eq!(all(&entries, &refused, &[]), [118, 0]);
    }
    let entries = serial_session();
    assert_eq!(all(&entries, &[], &[]), [10, 10]);
}

#[test]
fn a_defective_frame_never_becomes_a_message_on_a_line_either() {
    // On a stream a length that is too small leaves its rest to the next frame, and that is noticed at once.
    let surplus: Vec<u8> = "06 d1 10 40 2a 2a 20 4b 41 53 53 45 4e 53 43 48 4e 49 54 54 20 2a 2a"
        .split(' ')
        .map(|pair| u8::from_str_radix(pair, 16).unwrap())
        .collect();
    let mut line = amtskasse_terminal::zvt::Reassembler::default();
    line.push(&surplus);
    assert!(line.next().unwrap().is_some());
    assert!(matches!(line.next(), Err(NotZvt::Foreign { .. })));
}

#[test]
fn feig_cvend() {
    let Some(entries) = log(FEIG) else { return };
    let read = status(&entries, 9);
    assert!(read.approved() && read.cents.is_none());
    assert_eq!(read.application, "A0000000041010");
    let reserved = status(&entries, 18);
    assert_eq!((reserved.cents, reserved.currency), (Some(2500), Some(978)));
    assert_eq!(
        (reserved.receipt, reserved.trace.as_str()),
        (Some(231), "000975")
    );
    let approval_of = approval(&reserved);
    assert_eq!(approval_of.brand, "MasterCard");
    assert_eq!(approval_of.kind, CardKind::Credit);
    assert_eq!(approval_of.masked_number, "############8074");
    assert_eq!(approval_of.terminal_id, "52523535");
    assert_eq!(approval_of.contract, "804011926");
    assert_eq!(approval_of.authorization, "750071");
    assert_eq!(approval_of.timestamp, "2023-04-05T22:55:58");
    let Message::Completion(bare) = message(&entries, 21) else {
        panic!()
    };
    assert_eq!(bare.condition(), Condition::Ready);
    let receipt = print(&entries, 27);
    assert_eq!(receipt.kind, Some(2));
    let cancelled = status(&entries, 30);
    assert_eq!(
        cancelled.host_text,
        "AS-Proc-Code= 00 076 06\nCapt.-Ref.= 0099\nAID59= 081520\n DAUER   7 TAGE"
    );
    let Message::Completion(enquiry) = message(&entries, 33) else {
        panic!()
    };
    let answer = enquiry.status();
    assert_eq!(answer.version, "GER-APP-v2.0.9;cS02.01.01-10.10-2-2;CC26");
    assert_eq!(answer.terminal_id, "52523535");
    assert_eq!(answer.condition, Condition::Ready);
    assert_eq!(enquiry.device.name, "cVEND plug");
    assert_eq!(enquiry.device.serial, "17FD1E3C");
    let Message::Completion(registered) = message(&entries, 36) else {
        panic!()
    };
    assert_eq!(
        (registered.wants, registered.currency),
        (Some(0x10), Some(978))
    );
    let day = status(&entries, 45);
    let totals = day.totals.unwrap().day(&day.terminal_id, day.cents, true);
    assert_eq!((totals.cents, totals.count), (958, Some(2)));
    assert_eq!(totals.receipts, Some((233, 234)));
    assert_eq!(totals.circuits.len(), 1);
    assert_eq!(totals.circuits[0].name, "Mastercard");
    let girocard = approval(&status(&entries, 57));
    assert_eq!(girocard.brand, "girocard");
    assert_eq!(girocard.kind, CardKind::Debit);
    assert_eq!(girocard.masked_number, "###############8004");
    assert_eq!(girocard.receipt_number, "0249");
    let Message::Abort(open) = message(&entries, 60) else {
        panic!()
    };
    assert_eq!((open.code, open.receipt), (Some(0xB8), None));
    let configuration = print(&entries, 63);
    assert_eq!(configuration.kind, Some(3));
    // UTF-8 or code page 437: the terminal does not say, and the umlauts are right.
    let text = format!("{:?}", configuration.lines);
    assert!(text.contains("Gültigkeit Clnt-Auth-"), "{text}");
}

#[test]
fn card_complete() {
    let Some(entries) = log(CARD_COMPLETE) else {
        return;
    };
    let day = status(&entries, 5);
    let totals = day.totals.unwrap();
    assert_eq!((totals.first, totals.last), (68, 71));
    assert_eq!(totals.rows[0], (4, 2600));
    assert_eq!(print(&entries, 8).kind, Some(3));
    let declined = status(&entries, 11).refusal();
    assert_eq!(declined.text, "Karte abgelehnt");
    assert_eq!(
        (declined.code.as_str(), declined.reason),
        ("05", Reason::Declined)
    );
    let maestro = approval(&status(&entries, 14));
    assert_eq!((maestro.cents, maestro.brand.as_str()), (1880, "MAESTRO"));
    assert_eq!(
        (maestro.kind, maestro.entry),
        (CardKind::Debit, Read::Contactless)
    );
    assert_eq!(maestro.masked_number, "###############4281");
    assert_eq!(maestro.text, "GEN.NR.:958520");
    assert!(!maestro.signature);
    let Message::Completion(inserted) = message(&entries, 17) else {
        panic!()
    };
    assert_eq!(inserted.status, Some(0xDC));
    for line in [20, 38] {
        let aborted = status(&entries, line);
        assert_eq!(aborted.refusal().reason, Reason::Aborted);
        assert_eq!(aborted.terminal_id, "29001006");
    }
    for line in [23, 47] {
        let Message::Abort(aborted) = message(&entries, line) else {
            panic!()
        };
        assert_eq!(aborted.code, Some(0x6C));
    }
    for line in [29, 35] {
        let Message::Intermediate(step) = message(&entries, line) else {
            panic!()
        };
        assert_eq!((step.code, step.minutes), (0x0A, Some(1)));
        assert_eq!(step.text, "Karte vorhalten\neinstecken/durchziehen");
    }
    let Message::Intermediate(wait) = message(&entries, 41) else {
        panic!()
    };
    assert_eq!(
        (wait.code, wait.minutes, wait.text.as_str()),
        (0x0E, None, "")
    );
    // ISO-8859-1, which the terminal does not say.
    let lines = format!("{:?}", print(&entries, 32).lines);
    assert!(lines.contains("** HÄNDLERBELEG **"), "{lines}");
    let debit = status(&entries, 44);
    assert_eq!((debit.cents, debit.turnover), (Some(1), Some(22)));
    assert_eq!(
        debit.brand(),
        ("Debit Mastercard".to_owned(), CardKind::Debit)
    );
    assert_eq!(debit.emv_customer, "A0000000041010 5F260EFC5D28E451");
}

/// Slips of the lines from one line of the log to another.
fn slips(entries: &[Entry], from: usize, to: usize) -> Vec<Slip> {
    let mut slips = Slips::default();
    let mut whole: Vec<Slip> = (from..=to)
        .flat_map(|line| slips.take(&print(entries, line)))
        .collect();
    whole.extend(slips.finish());
    whole
}

fn says(slip: &Slip, text: &str) -> bool {
    slip.lines.iter().any(|line| line.text.contains(text))
}

#[test]
fn portalum() {
    let Some(entries) = log(PORTALUM) else { return };
    let day = slips(&entries, 5, 45);
    assert_eq!(day.len(), 1);
    assert_eq!(day[0].kind, SlipKind::Administration);
    assert!(day[0].lines[0].centred && says(&day[0], "** KASSENSCHNITT **"));
    let Message::Completion(update) = message(&entries, 46) else {
        panic!()
    };
    assert_eq!(update.result, Some(0xE0));
    // One line of the customer's copy is tagged as the merchant's.
    let copies = slips(&entries, 50, 116);
    assert_eq!(copies.len(), 2);
    assert_eq!(copies[0].kind, SlipKind::Merchant);
    assert!(says(&copies[0], "** HÄNDLERBELEG **"));
    assert_eq!(copies[1].kind, SlipKind::Customer);
    assert!(says(&copies[1], "** KUNDENBELEG **") && says(&copies[1], "VIELEN DANK"));
    assert_eq!(copies[1].lines[1].text, "TEST Portalum");
    // Code page 437, then ISO-8859 as the terminal says.
    for (line, kind, text) in [
        (125, SlipKind::Customer, "für PORTALUM GmbH"),
        (126, SlipKind::Merchant, "HÄNDLERBELEG"),
        (127, SlipKind::Administration, "Abschluss - keine TX"),
        (128, SlipKind::Merchant, "BETRAGWÄHRUNG"),
        // The same ones that came in segments.
        (140, SlipKind::Customer, "für PORTALUM GmbH"),
        (143, SlipKind::Merchant, "Überprüfung auf"),
    ] {
        let slips = slips(&entries, line, line);
        assert_eq!(slips.len(), 1, "line {line}");
        assert_eq!(slips[0].kind, kind, "line {line}");
        assert!(says(&slips[0], text), "line {line}: {:?}", slips[0]);
    }
    let bare = status(&entries, 146);
    assert!(bare.approved() && bare.cents.is_none());
    assert_eq!((bare.trace.as_str(), bare.receipt), ("10015008", Some(8)));
    let chip = approval(&status(&entries, 147));
    assert_eq!((chip.cents, chip.entry), (2040, Read::Chip));
    assert_eq!(
        (chip.brand.as_str(), chip.kind),
        ("MASTERCARD", CardKind::Debit)
    );
    assert_eq!(chip.masked_number, "############4771");
    let declined = status(&entries, 148).refusal();
    assert_eq!(
        (declined.text.as_str(), declined.code.as_str()),
        ("Abgelehnt", "05")
    );
}

#[test]
fn our_own_serial_session() {
    let entries = serial_session();
    let commands: Vec<Command> = entries
        .iter()
        .filter(|entry| entry.till)
        .filter_map(|entry| Command::parse(entry.frame.as_ref().unwrap()).ok())
        .collect();
    let [
        Command::Registration(registration),
        Command::Authorization(payment),
        Command::EndOfDay(_),
    ] = commands.as_slice()
    else {
        panic!("{commands:?}")
    };
    assert_eq!((registration.config, registration.currency), (0xBE, None));
    assert_eq!((payment.cents, payment.currency), (1, 978));
    let told: Vec<StatusInformation> = entries
        .iter()
        .filter(|entry| !entry.till)
        .filter_map(
            |entry| match Message::parse(entry.frame.as_ref().unwrap(), Charset::Auto) {
                Message::Status(status) => Some(*status),
                _ => None,
            },
        )
        .collect();
    assert_eq!(told.len(), 2);
    assert_eq!((told[0].cents, told[0].receipt), (Some(1), Some(22)));
    assert_eq!(told[0].terminal_id, "29001006");
    let totals = told[1].totals.as_ref().unwrap();
    assert_eq!(
        (totals.first, totals.last, totals.rows[2]),
        (233, 234, (2, 958))
    );
}

#[test]
fn no_recorded_number_is_whole() {
    for name in [FEIG, CARD_COMPLETE, PORTALUM] {
        for entry in log(name).unwrap_or_default() {
            let Ok(apdu) = entry.frame else { continue };
            let shown = format!("{:?}", Message::parse(&apdu, Charset::Auto));
            let masked = amtskasse_terminal::mask::text(&shown);
            assert_eq!(shown, masked, "{name} line {}", entry.line);
        }
    }
}
