//! What OPI costs of our own: reading and writing a message, and a message exchange on a socket with the simulated
//! terminal's share included. The limit is 2 ms per exchange.
//!
//! `cargo bench -p amtskasse-terminal --bench opi`
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::time::{Duration, Instant};

use amtskasse_terminal::opi::Dialect;
use amtskasse_terminal::opi::message::Message;
use amtskasse_terminal::opi::simulator::{Channel, Direction, Habits, Memory, Terminal};
use amtskasse_terminal::opi::text::Encoding;
use amtskasse_terminal::{Config, Driver, Nobody, Outcome, Request, open};

const ANSWER: &str = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\
    <CardServiceResponse xmlns=\"http://www.nrf-arts.org/IXRetail/namespace\" RequestType=\"CardPayment\" \
    WorkstationID=\"1\" RequestID=\"20544\" OverallResult=\"Success\"><Terminal TerminalID=\"68276185\" \
    STAN=\"021601\"/><Tender><TotalAmount Currency=\"EUR\">39.50</TotalAmount><Authorisation \
    CardCircuit=\"girocard\" CardPAN=\"680533*********4747\" ReceiptNumber=\"8930\" ActionCode=\"0\" \
    TimeStamp=\"2024-02-09T09:36:28-00:00\"/></Tender><PrivateData><ErrorCode>1002700</ErrorCode>\
    <ErrorText>Zahlung erfolgt</ErrorText></PrivateData></CardServiceResponse>";

/// Mean time of `times` runs.
fn mean(times: u32, mut run: impl FnMut()) -> Duration {
    let begun = Instant::now();
    for _ in 0..times {
        run();
    }
    begun.elapsed() / times
}

fn main() {
    let bytes = ANSWER.as_bytes();
    let read = mean(20_000, || {
        std::hint::black_box(Message::parse(std::hint::black_box(bytes)).unwrap());
    });
    let message = Message::parse(bytes).unwrap();
    let write = mean(20_000, || {
        std::hint::black_box(message.write(Encoding::Utf8));
    });
    println!(
        "an answer of {} bytes: read {read:?}, written {write:?}",
        bytes.len()
    );
    for dialect in Dialect::ALL {
        let memory = Memory::new(Habits::of(dialect));
        let terminal = Terminal::start(memory.clone(), "127.0.0.1:0").unwrap();
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let listen = free.local_addr().unwrap().port();
        drop(free);
        memory.set_till("1", ([127, 0, 0, 1], listen).into());
        let config = Config {
            dialect,
            listen: Some(listen),
            workstation: "1".to_owned(),
            ..Config::new(
                "Bench",
                Driver::Opi,
                &format!("tcp://{}", terminal.address()),
            )
        };
        let clock = || chrono::Local::now().fixed_offset();
        let mut driver = open(&config, Box::new(clock)).unwrap();
        let mut number = 0;
        let mut pay = || {
            number += 1;
            let request = Request {
                cents: 1250,
                reference: format!("B-{number}"),
            };
            match driver.pay(&request, &mut Nobody) {
                Outcome::Paid(_) => {}
                other => panic!("{other:?}"),
            }
        };
        // The first one logs in.
        pay();
        let _ = memory.passed();
        let payment = mean(200, &mut pay);
        let passed = memory.passed();
        let answers = passed.iter().filter(|passed| {
            matches!(
                (passed.channel, passed.direction),
                (Channel::Zero, Direction::ToTill) | (Channel::One, Direction::ToTerminal)
            )
        });
        let exchanges = u32::try_from(answers.count()).unwrap() / 200;
        println!(
            "{dialect:?}: a payment of {exchanges} exchanges {payment:?}, one exchange {:?}",
            payment / exchanges
        );
        assert!(payment / exchanges < Duration::from_millis(2));
    }
}
