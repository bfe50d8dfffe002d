#![allow(clippy::unwrap_used)]

mod by_hand;

use super::mark::Sent;
use super::*;
use crate::opi::Dialect;
use crate::opi::message::OriginalHeader;
use crate::{CardTerminal, Driver, Mark, Nobody, Outcome, Request};

fn clock() -> Clock {
    let now = DateTime::parse_from_rfc3339("2026-11-24T10:00:00.25+01:00").unwrap();
    Box::new(move || now)
}

fn config(address: &str, dialect: Dialect) -> Config {
    Config {
        dialect,
        ..Config::new("Schalter 1", Driver::Opi, address)
    }
}

fn terminal(dialect: Dialect) -> Terminal {
    Terminal::new(&config("tcp://127.0.0.1", dialect), clock()).unwrap()
}

#[test]
fn ports_are_those_of_the_dialect_unless_configured() {
    for (dialect, card, device) in [
        (Dialect::De, 20002, 20007),
        (Dialect::Ingenico, 5577, 5578),
        (Dialect::Ccv, 4100, 4102),
        (Dialect::NexiCh, 4100, 4102),
    ] {
        let terminal = terminal(dialect);
        assert_eq!((terminal.port, terminal.listen), (card, device));
        let mut config = config("tcp://127.0.0.1:4711", dialect);
        config.listen = Some(4712);
        let terminal = Terminal::new(&config, clock()).unwrap();
        assert_eq!((terminal.port, terminal.listen), (4711, 4712));
    }
}

#[test]
fn what_cannot_work_is_refused_when_it_is_opened() {
    let refused = |change: fn(&mut Config)| {
        let mut config = config("tcp://127.0.0.1", Dialect::De);
        change(&mut config);
        matches!(Terminal::new(&config, clock()), Err(Error::Config(_)))
    };
    assert!(!refused(|_| ()));
    assert!(refused(|config| config.address = String::new()));
    assert!(refused(
        |config| config.address = "serial:///dev/ttyUSB0".into()
    ));
    assert!(refused(|config| config.workstation = " ".into()));
    assert!(refused(|config| config.workstation = "Kasse 1".into()));
    assert!(refused(|config| config.workstation = "1".repeat(21)));
    assert!(refused(|config| config.listen = Some(0)));
}

#[test]
fn request_ids_rise_have_eight_digits_and_are_never_shared() {
    let (one, other) = (terminal(Dialect::De), terminal(Dialect::De));
    let mut last = one.next_id();
    for _ in 0..1000 {
        for terminal in [&other, &one] {
            let id = terminal.next_id();
            assert_eq!(id.to_string().len(), 8);
            assert!(is_later(id, last), "{id} after {last}");
            last = id;
        }
    }
    // The round closes.
    assert!(is_later(FIRST_ID, FIRST_ID + IDS - 1));
    assert!(!is_later(FIRST_ID + IDS - 1, FIRST_ID));
    assert!(!is_later(FIRST_ID, FIRST_ID));
}

#[test]
fn a_mark_finds_its_request_again() {
    let sent = Sent {
        workstation: "1".into(),
        request: "20000500".into(),
        kind: kind::CARD_PAYMENT.into(),
        cents: 1250,
        moment: clock()(),
        before: Some("021600".into()),
    };
    let mark = sent.write().unwrap();
    assert_eq!(Sent::read(&mark), Some(sent.clone()));
    for wrong in ["", "{}", "null", "K1-1", "{\"workstation\":1}"] {
        assert_eq!(Sent::read(&Mark(wrong.into())), None, "{wrong}");
    }
    let header = |kind: &str, workstation: &str, id: &str| OriginalHeader {
        request_type: kind.into(),
        workstation: workstation.into(),
        request_id: id.into(),
        result: None,
    };
    assert!(sent.is(&header(kind::CARD_PAYMENT, "00000001", "20000500")));
    assert!(!sent.is(&header(kind::CARD_PAYMENT, "2", "20000500")));
    assert!(!sent.is(&header(kind::PAYMENT_REFUND, "1", "20000500")));
    assert!(!sent.is(&header(kind::CARD_PAYMENT, "1", "20000499")));
    assert!(sent.is_after(&header(kind::CARD_PAYMENT, "1", "20000499")));
    assert!(!sent.is_after(&header(kind::CARD_PAYMENT, "2", "20000499")));
    assert!(!sent.is_after(&header(kind::LOGIN, "1", "20000501")));
    assert!(!sent.is_after(&header(kind::LOGIN, "1", "")));
}

#[test]
fn ingenicos_log_in_says_where_slips_go() {
    let mut terminal = terminal(Dialect::Ingenico);
    terminal.patience.question = Duration::from_secs(180);
    let expected = Message::parse(include_bytes!(
        "../../../tests/opi/ingenico_login_request.xml"
    ));
    let Ok(Message::ServiceRequest(expected)) = expected else {
        panic!()
    };
    assert_eq!(terminal.private(kind::LOGIN), expected.private);
    assert!(terminal.private(kind::LOGOFF).is_empty());
    assert!(
        super::tests::terminal(Dialect::De)
            .private(kind::LOGIN)
            .is_empty()
    );
    terminal.slips = Slips::Terminal;
    let own = terminal.private(kind::LOGIN);
    assert_eq!(own.get("Receipt"), Some("no"));
}

#[test]
fn requests_say_how_printers_are_where_the_dialect_wants_it() {
    assert!(terminal(Dialect::De).pos().elements.is_empty());
    let pos = terminal(Dialect::NexiCh).pos();
    assert_eq!(pos.moment, "2026-11-24T10:00:00+01:00");
    assert_eq!(
        pos.elements[0],
        ("PrinterStatus".to_owned(), "Available".to_owned())
    );
}

#[test]
fn a_port_in_use_is_named_before_anything_is_sent() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let mut config = config("tcp://127.0.0.1:9", Dialect::De);
    config.listen = Some(taken.local_addr().unwrap().port());
    let mut terminal = Terminal::new(&config, clock()).unwrap();
    let request = Request {
        cents: 1250,
        reference: "K1-1".into(),
    };
    let outcome = terminal.pay(&request, &mut Nobody);
    let Outcome::NotStarted(Error::Listen { port, .. }) = outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!(Some(port), config.listen);
}

#[test]
fn amounts_that_cannot_be_asked_for_are_not() {
    for cents in [0, -1, i64::MIN, i64::MAX] {
        let request = Request {
            cents,
            reference: "K1-1".into(),
        };
        let outcome = terminal(Dialect::De).pay(&request, &mut Nobody);
        assert!(
            matches!(outcome, Outcome::NotStarted(Error::Config(_))),
            "{cents} {outcome:?}"
        );
    }
}
