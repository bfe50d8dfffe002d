//! Against a terminal played by hand, where the simulated one has no such habit.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread::JoinHandle;

use super::*;
use crate::opi::message::{Amount, Command, DeviceRequest, Input, Output, TextLine, Total, Value};
use crate::{Approval, NotKept, Question, Slip, Step};

/// Answers `yes`, and notes what it was asked.
#[derive(Default)]
struct Clerk {
    asked: Vec<Question>,
    open: bool,
    paid: Vec<i64>,
}

impl Attendant for Clerk {
    fn sending(&mut self, _: &Mark) -> Result<(), NotKept> {
        Ok(())
    }
    fn paid(&mut self, approval: &Approval) -> Result<(), NotKept> {
        self.paid.push(approval.cents);
        Ok(())
    }
    fn step(&mut self, _: Step) {}
    fn abort_requested(&self) -> bool {
        false
    }
    fn print(&mut self, _: &Slip) -> Result<(), NotKept> {
        Ok(())
    }
    fn ask(&mut self, question: &Question) {
        self.asked.push(question.clone());
        self.open = true;
    }
    fn answer(&mut self) -> Option<bool> {
        Some(true)
    }
    fn unask(&mut self) {
        self.open = false;
    }
}

/// A terminal that treats one connection after the other as `act` says, and a driver for it.
fn played(
    connections: usize,
    mut act: impl FnMut(Message, &mut TcpStream) + Send + 'static,
) -> (Terminal, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("tcp://{}", listener.local_addr().unwrap());
    let thread = std::thread::spawn(move || {
        for _ in 0..connections {
            let (mut stream, _) = listener.accept().unwrap();
            let message = receive(&mut stream);
            act(message, &mut stream);
        }
    });
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut config = config(&address, Dialect::De);
    config.listen = Some(free.local_addr().unwrap().port());
    drop(free);
    (Terminal::new(&config, clock()).unwrap(), thread)
}

fn receive(stream: &mut TcpStream) -> Message {
    let mut length = [0; 4];
    stream.read_exact(&mut length).unwrap();
    let mut payload = vec![0; u32::from_be_bytes(length) as usize];
    stream.read_exact(&mut payload).unwrap();
    Message::parse(&payload).unwrap()
}

fn send(stream: &mut TcpStream, message: &Message) {
    let frame = frame::encode(&message.write(Encoding::Latin1)).unwrap();
    // In pieces, as a network may.
    for piece in frame.chunks(100) {
        stream.write_all(piece).unwrap();
    }
}

fn served(request: &Header, result: OverallResult) -> ServiceResponse {
    ServiceResponse::to(request, result)
}

fn answered(request: &Header, result: OverallResult) -> Message {
    Message::CardResponse(Box::new(CardResponse::to(request, result)))
}

#[test]
fn a_question_on_channel_0_is_asked_too() {
    let (mut terminal, thread) = played(4, |message, stream| {
        let header = message.header().clone();
        match header.request_type.as_str() {
            kind::LOGIN => {
                let response = served(&header, OverallResult::Success);
                send(stream, &Message::ServiceResponse(response));
            }
            kind::CARD_PAYMENT => {
                let question = DeviceRequest {
                    header: Header {
                        request_type: kind::INPUT.into(),
                        ..header.clone()
                    },
                    outputs: vec![Output {
                        target: "CashierDisplay".into(),
                        lines: vec![TextLine::new("Unterschrift geprüft?")],
                        ..Output::default()
                    }],
                    input: Some(Input {
                        target: "CashierKeyboard".into(),
                        command: Command::GetConfirmation,
                        seconds: None,
                    }),
                    ..DeviceRequest::default()
                };
                send(stream, &Message::DeviceRequest(question));
                let Message::DeviceResponse(response) = receive(stream) else {
                    panic!()
                };
                assert_eq!(response.input.unwrap().value, Some(Value::Boolean(true)));
                let mut paid = CardResponse::to(&header, OverallResult::Success);
                paid.amount = Some(Amount::euros(1250));
                send(stream, &Message::CardResponse(Box::new(paid)));
            }
            _ => send(stream, &answered(&header, OverallResult::NotSupported)),
        }
    });
    let request = Request {
        cents: 1250,
        reference: "K1-1".into(),
    };
    let mut clerk = Clerk::default();
    let outcome = terminal.pay(&request, &mut clerk);
    thread.join().unwrap();
    let Outcome::Paid(approval) = outcome else {
        panic!("{outcome:?}")
    };
    assert!(approval.signature);
    assert_eq!(clerk.asked[0].text, "Unterschrift geprüft?");
    assert!(clerk.asked[0].signature && !clerk.open);
    assert_eq!(clerk.paid, [1250]);
}

#[test]
fn a_lost_end_of_day_is_repeated_not_made_again() {
    for ours in [true, false] {
        let mut closed: Option<Header> = None;
        let (mut terminal, thread) = played(2, move |message, stream| {
            let header = message.header().clone();
            let Some(mut original) = closed.clone() else {
                assert_eq!(header.request_type, kind::RECONCILIATION_WITH_CLOSURE);
                closed = Some(header);
                return;
            };
            assert_eq!(header.request_type, kind::REPEAT_LAST_MESSAGE);
            if !ours {
                original.request_id = "7".into();
            }
            let mut response = served(&header, OverallResult::Success);
            response.original = Some(OriginalHeader {
                request_type: original.request_type,
                workstation: original.workstation,
                request_id: original.request_id,
                result: Some(OverallResult::Success),
            });
            let row = |kind: &str, cents, count| Total {
                cents,
                currency: "EUR".into(),
                count: Some(count),
                kind: kind.into(),
                circuit: "girocard".into(),
                acquirer: String::new(),
            };
            response.totals = Some(vec![row("Debit", 33_800, 8), row("Credit", 800, 1)]);
            send(stream, &Message::ServiceResponse(response));
        });
        let totals = terminal.totals(true, &mut Nobody);
        thread.join().unwrap();
        match (ours, totals) {
            (true, Ok(totals)) => {
                assert_eq!((totals.cents, totals.count), (33_000, Some(9)));
                assert!(totals.closed);
                assert_eq!(totals.circuits.len(), 1);
            }
            (false, Err(Error::Lost(_))) => {}
            (_, other) => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_terminal_that_breaks_off_at_questions_is_paid_at_nevertheless() {
    let (mut terminal, thread) = played(3, |message, stream| {
        let header = message.header().clone();
        match header.request_type.as_str() {
            kind::LOGIN => {
                let response = served(&header, OverallResult::NotSupported);
                send(stream, &Message::ServiceResponse(response));
            }
            kind::CARD_PAYMENT => send(stream, &answered(&header, OverallResult::Success)),
            // Closed without a word.
            other => assert_eq!(other, kind::REPEAT_LAST_MESSAGE),
        }
    });
    let request = Request {
        cents: 1250,
        reference: "K1-1".into(),
    };
    let outcome = terminal.pay(&request, &mut Clerk::default());
    thread.join().unwrap();
    assert!(matches!(outcome, Outcome::Paid(approval) if approval.cents == 1250));
}
