#![allow(clippy::unwrap_used)]

use chrono::NaiveDate;

use super::*;

fn password() -> Password {
    "123456".parse().unwrap()
}

fn hex(text: &str) -> Vec<u8> {
    text.split_whitespace()
        .map(|pair| u8::from_str_radix(pair, 16).unwrap())
        .collect()
}

/// Every command as the specification and the facts write it.
fn examples() -> Vec<(Command, &'static str)> {
    let password = password();
    let prints = Registration::till_prints(password);
    vec![
        (
            Command::Registration(prints.clone()),
            "06 00 10 12 34 56 BE 09 78 03 01 06 06 26 04 0A 02 06 D3",
        ),
        (
            Command::Registration(Registration {
                commands: Vec::new(),
                config: 0x3E,
                ..prints.clone()
            }),
            "06 00 0A 12 34 56 3E 09 78 03 01 06 00",
        ),
        (
            Command::Registration(Registration {
                service: None,
                tlv: false,
                config: 0x08,
                ..Registration::terminal_prints(password)
            }),
            "06 00 06 12 34 56 08 09 78",
        ),
        (
            Command::Registration(Registration {
                currency: None,
                service: None,
                tlv: false,
                commands: Vec::new(),
                ..prints.clone()
            }),
            "06 00 04 12 34 56 BE",
        ),
        (
            Command::Registration(Registration {
                charsets: vec![0xFE, 0xFF],
                columns: Some(42),
                longest: Some(4096),
                receipts: Some(0xA1),
                ..prints
            }),
            "06 00 23 12 34 56 BE 09 78 03 01 06 19 26 04 0A 02 06 D3 27 06 14 01 FE 14 01 FF 12 01 2A 1A 02 10 00 1F 04 01 A1",
        ),
        (Command::LogOff, "06 02 00"),
        (
            Command::Authorization(Authorization {
                payment_type: None,
                ..Authorization::new(1)
            }),
            "06 01 0A 04 00 00 00 00 00 01 49 09 78",
        ),
        (
            Command::Authorization(Authorization {
                partial: Some(false),
                ..Authorization::new(1250)
            }),
            "06 01 12 04 00 00 00 00 12 50 49 09 78 19 40 06 04 1F 70 01 00",
        ),
        (
            Command::Reversal(Reversal {
                password,
                receipt: 10,
                cents: Some(1010),
            }),
            "06 30 0D 12 34 56 87 00 10 04 00 00 00 00 10 10",
        ),
        (
            Command::Reversal(Reversal {
                password,
                receipt: 9999,
                cents: None,
            }),
            "06 30 06 12 34 56 87 99 99",
        ),
        (
            Command::Refund(Refund {
                password,
                cents: 500,
                currency: EURO,
            }),
            "06 31 0D 12 34 56 04 00 00 00 00 05 00 49 09 78",
        ),
        (Command::Abort, "06 B0 00"),
        (Command::StatusEnquiry(StatusEnquiry::default()), "05 01 00"),
        (
            Command::StatusEnquiry(StatusEnquiry {
                password: Some(password),
                service: None,
            }),
            "05 01 03 12 34 56",
        ),
        (
            Command::StatusEnquiry(StatusEnquiry {
                password: Some(password),
                service: Some(4),
            }),
            "05 01 05 12 34 56 03 04",
        ),
        (
            Command::StatusEnquiry(StatusEnquiry {
                password: "060000".parse().ok(),
                service: Some(4),
            }),
            "05 01 05 06 00 00 03 04",
        ),
        (
            Command::RepeatReceipt(RepeatReceipt {
                password,
                service: Some(3),
            }),
            "06 20 05 12 34 56 03 03",
        ),
        (Command::EndOfDay(password), "06 50 03 12 34 56"),
        (Command::SendTotals(password), "06 10 03 12 34 56"),
        (Command::Initialisation(password), "06 93 03 12 34 56"),
        (Command::Diagnosis(None), "06 70 00"),
        (Command::Diagnosis(Some(2)), "06 70 05 06 03 1B 01 02"),
        (
            Command::Display(Display {
                seconds: Some(5),
                lines: vec!["FÜR SIE".to_owned(), "OK".to_owned()],
                beeps: Some(1),
            }),
            "06 E0 13 F0 05 F1 F0 F7 46 9A 52 20 53 49 45 F2 F0 F2 4F 4B F9 01",
        ),
        (
            Command::SetClock(
                NaiveDate::from_ymd_opt(2026, 11, 24)
                    .and_then(|date| date.and_hms_opt(19, 5, 7))
                    .unwrap(),
            ),
            "06 91 08 AA 26 11 24 0C 19 05 07",
        ),
        (Command::BaudRate(BaudRate::B115200), "08 40 01 07"),
    ]
}

#[test]
fn commands_are_written_and_read() {
    for (command, bytes) in examples() {
        let apdu = command.encode(None).unwrap();
        assert_eq!(apdu.encode(), hex(bytes), "{command:?}");
        assert_eq!(Command::parse(&apdu).as_ref(), Ok(&command));
        assert_eq!(Command::sequence(&apdu), None);
    }
}

#[test]
fn numbered_commands_keep_their_meaning() {
    for (command, bytes) in examples() {
        // A speed is one bare byte, and a container would change what a Registration says of TLV.
        let plain = matches!(&command, Command::Registration(r) if !r.tlv);
        if plain || matches!(command, Command::BaudRate(_)) {
            continue;
        }
        let apdu = command.encode(Some(42)).unwrap();
        let tag = [0x1F, 0x73, 0x03, 0x00, 0x00, 0x42];
        let found = apdu.data.windows(6).any(|bytes| bytes == tag);
        assert!(found, "{bytes}");
        assert_eq!(Command::sequence(&apdu), Some(42), "{bytes}");
        assert_eq!(Command::parse(&apdu).as_ref(), Ok(&command));
    }
}

#[test]
fn what_zvt_cannot_say_is_refused() {
    let pay = |cents| Command::Authorization(Authorization::new(cents)).encode(None);
    assert!(pay(999_999_999_999).is_ok());
    assert_eq!(pay(-1), Err(Unencodable::Amount(-1)));
    assert_eq!(
        pay(1_000_000_000_000),
        Err(Unencodable::Amount(1_000_000_000_000))
    );
    let reversal = Reversal {
        password: password(),
        receipt: 10_000,
        cents: None,
    };
    assert!(matches!(
        Command::Reversal(reversal).encode(None),
        Err(Unencodable::Number { value: 10_000, .. })
    ));
    assert!(Command::LogOff.encode(Some(1_000_000)).is_err());
    for lines in [vec![String::new(); 9], vec!["x".repeat(100)]] {
        let display = Display {
            lines,
            ..Display::default()
        };
        assert_eq!(
            Command::Display(display).encode(None),
            Err(Unencodable::Text)
        );
    }
}

#[test]
fn what_is_no_command_is_refused() {
    for (bytes, expected) in [
        ("06 22 00", Uncommand::Unknown(0x0622)),
        ("06 50 02 12 34", Uncommand::Wrong("password")),
        ("06 50 03 1A 34 56", Uncommand::Wrong("password")),
        ("06 00 03 12 34 56", Uncommand::Wrong("configuration")),
        ("06 01 00", Uncommand::Wrong("amount")),
        ("06 01 07 04 00 00 00 00 00 0A", Uncommand::Wrong("amount")),
        ("06 30 03 12 34 56", Uncommand::Wrong("receipt number")),
        ("06 91 00", Uncommand::Wrong("date or time")),
        ("08 40 01 09", Uncommand::Wrong("speed")),
        ("06 01 03 06 01 1F", Uncommand::Wrong("TLV container")),
    ] {
        let apdu = Apdu::parse(&hex(bytes)).unwrap();
        assert_eq!(Command::parse(&apdu), Err(expected), "{bytes}");
    }
    let apdu = Apdu::parse(&hex("06 01 02 04 00")).unwrap();
    assert!(matches!(Command::parse(&apdu), Err(Uncommand::Unread(_))));
}

#[test]
fn passwords_have_six_digits_and_are_not_shown() {
    for text in ["", "12345", "1234567", "12345a", "１２３４５６", "+12345"] {
        assert_eq!(text.parse::<Password>(), Err(NoPassword), "{text}");
    }
    for (command, _) in examples() {
        let apdu = command.encode(None).unwrap();
        let shown = format!("{command:?} {apdu:?}");
        assert!(!shown.contains("123456") && !shown.contains("18, 52"));
    }
}
