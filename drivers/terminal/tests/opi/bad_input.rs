//! What is no terminal, and what no terminal should send.

use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, TcpListener, TcpStream, UdpSocket};
use std::time::{Duration, Instant};

use amtskasse_terminal::opi::Dialect;
use amtskasse_terminal::opi::simulator::{Answer, Habits, Memory, Script, Terminal};
use amtskasse_terminal::{Error, Outcome};

use crate::common::Clerk;
use crate::harness::{Counter, DIALECTS, Word, judge, not_started, till};

const SUCCESS: &str = "<CardServiceResponse RequestType=\"CardPayment\" WorkstationID=\"1\" RequestID=\"1\" \
                       OverallResult=\"Success\"/>";

#[test]
fn nobody_at_the_address() {
    for dialect in DIALECTS {
        let mut counter = Counter::new(dialect);
        counter.terminal = None;
        let (_, outcome) = counter.pay(1250, &mut Clerk::default());
        let outcome = outcome.unwrap();
        assert!(matches!(not_started(&outcome), Error::Unreachable { .. }));
        let mut driver = counter.driver();
        assert!(matches!(driver.status(), Err(Error::Unreachable { .. })));
        assert!(matches!(
            driver.log_in(&mut Clerk::default()),
            Err(Error::Unreachable { .. })
        ));
    }
}

#[test]
fn nonsense_in_place_of_an_answer_is_unknown_and_resolved() {
    let deep = format!("{}{}", "<a>".repeat(5000), "</a>".repeat(5000));
    let bomb = "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>\
                <CardServiceResponse OverallResult=\"Success\">&b;</CardServiceResponse>";
    let external =
        "<?xml version=\"1.0\"?><!DOCTYPE x SYSTEM \"file:///etc/passwd\">".to_owned() + SUCCESS;
    for (name, answer) in [
        (
            "http",
            Answer::Raw(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n".to_vec()),
        ),
        ("zvt", Answer::Raw(vec![0x80, 0, 0])),
        (
            "4 GiB",
            Answer::Raw(vec![0xff, 0xff, 0xff, 0xff, b'<', b'?', b'x']),
        ),
        ("2 GiB", Answer::Raw(vec![0x7f, 0xff, 0xff, 0xff])),
        ("empty frame", Answer::Raw(vec![0, 0, 0, 0])),
        ("nothing", Answer::Raw(Vec::new())),
        ("zeros", Answer::Raw(vec![0; 5000])),
        ("half a length", Answer::Raw(vec![0, 0])),
        ("deep", Answer::Framed(deep)),
        ("bomb", Answer::Framed(bomb.to_owned())),
        ("external", Answer::Framed(external)),
        (
            "other root",
            Answer::Framed("<html><body>Success</body></html>".to_owned()),
        ),
        (
            "no result",
            Answer::Framed("<CardServiceResponse/>".to_owned()),
        ),
        ("another id", Answer::Framed(SUCCESS.to_owned())),
        (
            "service",
            Answer::Framed(SUCCESS.replace("CardService", "Service")),
        ),
        (
            "device",
            Answer::Framed(SUCCESS.replace("CardServiceResponse", "DeviceResponse")),
        ),
        ("half", Answer::Framed(SUCCESS[..70].to_owned())),
        ("two roots", Answer::Framed(format!("{SUCCESS}{SUCCESS}"))),
        (
            "encoding",
            Answer::Framed(format!(
                "<?xml version=\"1.0\" encoding=\"EBCDIC\"?>{SUCCESS}"
            )),
        ),
        (
            "control",
            Answer::Framed(SUCCESS.replace("Success", "Suc\u{1}cess")),
        ),
    ] {
        for dialect in DIALECTS {
            for script in [Script::approve(), Script::decline()] {
                let what = format!("{dialect:?} {name} {:?}", script.end);
                let mut counter = Counter::new(dialect);
                counter.memory.push(script.answer(answer.clone()));
                let begun = Instant::now();
                let (word, outcome) = counter.pay(1250, &mut Clerk::default());
                assert!(begun.elapsed() < Duration::from_secs(4), "{what}");
                let charges = counter.memory.charged();
                let undecided = charges.is_empty() && dialect == Dialect::Ccv;
                judge(&word, &charges, undecided, &format!("{what} {outcome:?}"));
            }
        }
    }
}

#[test]
fn amounts_that_are_none_do_not_become_some() {
    for text in [
        "99999999999999999999.00",
        "92233720368547758.08",
        "184467440737095516.16",
        "-12.50",
        "+12.50",
        "12,50",
        "1e3",
        "12.505",
        "0x10",
        "NaN",
        "12.5.0",
        " ",
        ".",
        "12 50",
        "١٢.٥٠",
    ] {
        for dialect in DIALECTS {
            let mut counter = Counter::new(dialect);
            let answer = Answer::Total(text.to_owned());
            counter.memory.push(Script::approve().answer(answer));
            let (word, outcome) = counter.pay(1250, &mut Clerk::default());
            let what = format!("{dialect:?} {text:?} {outcome:?}");
            let undecided = dialect == Dialect::Ccv;
            judge(&word, &counter.memory.charged(), undecided, &what);
        }
    }
    // A single decimal is seen in the field.
    let mut counter = Counter::new(Dialect::De);
    let answer = Answer::Total("12.5".to_owned());
    counter.memory.push(Script::approve().answer(answer));
    let (word, _) = counter.pay(1250, &mut Clerk::default());
    assert_eq!(word, Word::Paid(1250));
}

/// Something that listens and answers whatever is asked with the same bytes.
fn stranger(answer: Vec<u8>) -> std::net::SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming().take(50) {
            let mut stream = stream.unwrap();
            let mut request = [0; 4096];
            let _ = stream.read(&mut request);
            let _ = stream.write_all(&answer);
        }
    });
    address
}

#[test]
fn something_else_than_a_terminal_is_recognised() {
    for answer in [
        &b"HTTP/1.1 400 Bad Request\r\n\r\n"[..],
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"\x80\x00\x00",
        b"\x06\x00\x00",
        b"",
    ] {
        for dialect in DIALECTS {
            let mut counter = Counter::new(dialect);
            counter.config.address = format!("tcp://{}", stranger(answer.to_vec()));
            let begun = Instant::now();
            let status = counter.driver().status();
            let expected = match answer.len() {
                20.. => matches!(status, Err(Error::NotATerminal { .. })),
                _ => status.is_err(),
            };
            assert!(expected, "{dialect:?} {status:?}");
            assert!(begun.elapsed() < Duration::from_secs(4));
        }
    }
}

/// Whatever connects to the till while a payment runs, the payment ends as it should.
fn besieged(dialect: Dialect, siege: impl Fn(std::net::SocketAddr) + Send + 'static) {
    let mut counter = Counter::new(dialect);
    let script = Script::approve().slow(Duration::from_millis(250));
    counter.memory.push(script);
    let till = ([127, 0, 0, 1], counter.config.listen.unwrap()).into();
    let memory = counter.memory.clone();
    let siege = std::thread::spawn(move || {
        while !memory
            .heard()
            .iter()
            .any(|heard| heard.kind == "CardPayment")
        {
            std::thread::sleep(Duration::from_millis(2));
        }
        siege(till);
    });
    let mut clerk = Clerk::default();
    let (word, outcome) = counter.pay(1250, &mut clerk);
    siege.join().unwrap();
    assert_eq!(word, Word::Paid(1250), "{dialect:?} {outcome:?}");
    assert_eq!(clerk.slips().len(), 2, "{dialect:?}");
    assert!(
        !format!("{:?}", clerk.calls).contains("Falsch"),
        "{dialect:?}"
    );
}

fn framed(text: &str) -> Vec<u8> {
    let mut frame = (text.len() as u32).to_be_bytes().to_vec();
    frame.extend_from_slice(text.as_bytes());
    frame
}

#[test]
fn nonsense_on_channel_one_disturbs_no_payment() {
    let deep = format!("{}{}", "<a>".repeat(5000), "</a>".repeat(5000));
    let dtd = "<!DOCTYPE x [<!ENTITY a \"Falsch\">]><DeviceRequest RequestType=\"Output\" RequestID=\"1\" \
               WorkstationID=\"1\"><Output OutDeviceTarget=\"CashierDisplay\"><TextLine>&a;</TextLine></Output>\
               </DeviceRequest>";
    let other = "<DeviceRequest RequestType=\"Output\" RequestID=\"1\" WorkstationID=\"77\"><Output \
                 OutDeviceTarget=\"CashierDisplay\"><TextLine>Falsch</TextLine></Output></DeviceRequest>";
    for bytes in [
        b"GET / HTTP/1.1\r\nHost: till\r\n\r\n".to_vec(),
        vec![0xff; 100],
        vec![0, 0, 0, 0],
        vec![],
        framed("kein XML"),
        framed(&deep),
        framed(dtd),
        framed(other),
        framed(SUCCESS),
        framed("<DeviceRequest/>"),
    ] {
        for dialect in DIALECTS {
            let bytes = bytes.clone();
            besieged(dialect, move |till| {
                let Ok(mut stream) = TcpStream::connect(till) else {
                    return;
                };
                let _ = stream.write_all(&bytes);
                let _ = stream.set_read_timeout(Some(Duration::from_millis(50)));
                let _ = stream.read(&mut [0; 512]);
            });
        }
    }
}

#[test]
fn half_a_frame_that_never_ends_holds_up_nobody() {
    for dialect in DIALECTS {
        besieged(dialect, |till| {
            let mut open = Vec::new();
            for bytes in [&b""[..], b"\0\0", b"\0\0\x10\0<?xml"] {
                let Ok(mut stream) = TcpStream::connect(till) else {
                    continue;
                };
                let _ = stream.write_all(bytes);
                open.push(stream);
            }
            std::thread::sleep(Duration::from_millis(300));
        });
    }
}

/// Our address in the network, if there is one; nothing is sent.
fn own_address() -> Option<IpAddr> {
    let socket = UdpSocket::bind("0.0.0.0:0").ok()?;
    socket.connect("192.0.2.1:9").ok()?;
    let ip = socket.local_addr().ok()?.ip();
    (!ip.is_loopback() && !ip.is_unspecified()).then_some(ip)
}

#[test]
fn only_the_terminal_may_use_our_printer() {
    let Some(network) = own_address() else {
        return;
    };
    // The terminal has an address in the network; what it sends on channel 1 comes from 127.0.0.1.
    for (from, allowed) in [(IpAddr::from(Ipv4Addr::LOCALHOST), false), (network, true)] {
        let mut habits = Habits::of(Dialect::De);
        habits.patience = Duration::from_millis(200);
        let memory = Memory::new(habits);
        let terminal = Terminal::start(memory.clone(), (network, 0)).unwrap();
        let mut counter = Counter::new(Dialect::De);
        counter.config = till(&memory, &terminal, Dialect::De, "1");
        let listen = counter.config.listen.unwrap();
        memory.set_till("1", (from, listen).into());
        counter.memory = memory;
        let mut clerk = Clerk::default();
        let (word, outcome) = counter.pay(1250, &mut clerk);
        assert_eq!(word, Word::Paid(1250), "{outcome:?}");
        assert_eq!(!clerk.slips().is_empty(), allowed, "{:?}", clerk.calls);
        assert_eq!(!clerk.texts().is_empty(), allowed, "{:?}", clerk.calls);
        drop(terminal);
    }
}

#[test]
fn a_port_that_is_taken_starts_nothing() {
    for dialect in DIALECTS {
        let mut counter = Counter::new(dialect);
        let taken = TcpListener::bind(("0.0.0.0", counter.config.listen.unwrap())).unwrap();
        let (_, outcome) = counter.pay(1250, &mut Clerk::default());
        assert!(
            matches!(outcome, Some(Outcome::NotStarted(_))),
            "{outcome:?}"
        );
        assert!(counter.memory.charged().is_empty());
        drop(taken);
    }
}
