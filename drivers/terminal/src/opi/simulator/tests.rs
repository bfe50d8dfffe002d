#![allow(clippy::unwrap_used)]

use std::io::{Read, Write};
use std::net::TcpStream;

use super::*;
use crate::opi::Dialect;
use crate::opi::frame;
use crate::opi::message::{
    Amount, CardRequest, CardResponse, Header, Message, OverallResult, PosData, kind,
};
use crate::opi::text;

/// A terminal without log-in and paper, and nobody on channel 1.
fn terminal() -> Terminal {
    let mut habits = Habits::of(Dialect::De);
    habits.login = false;
    habits.prints = false;
    let memory = Memory::new(habits);
    memory.set_till("1", ([127, 0, 0, 1], 1).into());
    Terminal::start(memory, "127.0.0.1:0").unwrap()
}

/// Sends a request with the driver's own codec and reads until the terminal closes.
fn ask(terminal: &Terminal, kind: &str, id: &str, cents: Option<i64>) -> Vec<u8> {
    let request = Message::CardRequest(CardRequest {
        header: Header {
            request_type: kind.to_owned(),
            workstation: "1".to_owned(),
            request_id: id.to_owned(),
            ..Header::default()
        },
        pos: PosData {
            moment: "2026-11-24T10:00:00".to_owned(),
            ..PosData::default()
        },
        amount: cents.map(Amount::euros),
        ..CardRequest::default()
    });
    let frame = frame::encode(&request.write(text::Encoding::Utf8)).unwrap();
    let mut stream = TcpStream::connect(terminal.address()).unwrap();
    stream.write_all(&frame).unwrap();
    let mut answer = Vec::new();
    // A line that is cut may be reset.
    let _ = stream.read_to_end(&mut answer);
    answer
}

fn read(frame: &[u8]) -> CardResponse {
    match Message::parse(&frame[4..]).unwrap() {
        Message::CardResponse(response) => *response,
        other => panic!("{other:?}"),
    }
}

fn cut(direction: Direction, byte: usize, how: How) -> Script {
    Script::approve().cut(Cut {
        channel: Channel::Zero,
        direction,
        message: 0,
        byte,
        how,
    })
}

#[test]
fn a_cut_answer_has_exactly_its_bytes_and_can_be_repeated() {
    let terminal = terminal();
    for (number, byte) in [0, 1, 3, 4, 5, 100, 301].into_iter().enumerate() {
        terminal
            .memory()
            .push(cut(Direction::ToTill, byte, How::Close));
        let id = (number + 1).to_string();
        let answer = ask(&terminal, kind::CARD_PAYMENT, &id, Some(1250));
        assert_eq!(answer.len(), byte);
        let charged = terminal.memory().charged();
        assert_eq!((charged.len(), charged[number].cents), (number + 1, 1250));
        let repeated = read(&ask(&terminal, kind::REPEAT_LAST_MESSAGE, "77", None));
        assert_eq!(repeated.result, OverallResult::Success);
        assert_eq!(repeated.original.unwrap().request_id, id);
        assert_eq!(repeated.amount, Some(Amount::euros(1250)));
    }
    assert!(terminal.memory().complaints().is_empty());
}

#[test]
fn a_cut_request_charges_nothing() {
    let terminal = terminal();
    for (number, byte) in [0, 1, 4, 100].into_iter().enumerate() {
        terminal
            .memory()
            .push(cut(Direction::ToTerminal, byte, How::Close));
        assert!(ask(&terminal, kind::CARD_PAYMENT, "1", Some(1250)).is_empty());
        assert!(terminal.memory().charged().is_empty(), "{number}");
        assert!(terminal.memory().heard().is_empty());
    }
}

#[test]
fn a_power_cut_forgets_what_was_not_charged_and_nothing_else() {
    let terminal = terminal();
    for (moment, charged) in [
        (Moment::Accepted, 0),
        (Moment::BeforeCharge, 0),
        (Moment::AfterCharge, 1),
        (Moment::BeforeAnswer, 2),
    ] {
        let script = Script::approve().failing(moment, How::PowerCycle);
        terminal.memory().push(script);
        assert!(ask(&terminal, kind::CARD_PAYMENT, "1", Some(1250)).is_empty());
        assert!(terminal.memory().settle(Duration::from_secs(1)));
        assert_eq!(terminal.memory().charged().len(), charged, "{moment:?}");
    }
}

#[test]
fn a_memory_outlives_its_terminal() {
    let first = terminal();
    let memory = first.memory().clone();
    ask(&first, kind::CARD_PAYMENT, "5", Some(990));
    drop(first);
    let second = Terminal::start(memory, "127.0.0.1:0").unwrap();
    let repeated = read(&ask(&second, kind::REPEAT_LAST_MESSAGE, "6", None));
    assert_eq!(repeated.original.unwrap().request_id, "5");
    assert_eq!(second.memory().charged().len(), 1);
}
