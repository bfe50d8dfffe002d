use super::*;
use chrono::NaiveDate;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn tse(serial: char, first: &str, last: Option<&str>) -> Tse {
    Tse {
        serial: serial.to_string().repeat(64),
        bsi_id: Some("BSI-K-TR-0414-2020".into()),
        test: false,
        form: Some(Form::Usb),
        first_use: Some(day(first)),
        last_use: last.map(day),
    }
}

fn sample() -> System {
    System {
        kind: Kind::Pc,
        software: "Beispielkasse".into(),
        version: "1.0.0".into(),
        serial: "KASSE-0001".into(),
        manufacturer: "Beispiel GmbH".into(),
        model: "Beispielkasse Desktop".into(),
        acquired: Some(Acquired {
            on: day("2026-01-01"),
            leased: false,
        }),
        first_use: Some(day("2026-01-02")),
        retired: None,
        tses: vec![Tse {
            bsi_id: Some("BSI-K-TR-0000-2020".into()),
            ..tse('0', "2026-01-02", None)
        }],
    }
}

#[test]
fn a_month_ends_with_the_day_of_the_same_number_or_the_last_of_a_shorter_month() {
    for (from, until) in [
        ("2026-01-15", "2026-02-15"),
        ("2026-01-31", "2026-02-28"),
        ("2028-01-31", "2028-02-29"),
        ("2028-01-30", "2028-02-29"),
        ("2026-02-28", "2026-03-28"),
        ("2028-02-29", "2028-03-29"),
        ("2026-03-31", "2026-04-30"),
        ("2026-12-31", "2027-01-31"),
        ("2026-08-31", "2026-09-30"),
    ] {
        assert_eq!(month_after(day(from)), day(until), "{from}");
    }
}

#[test]
fn the_xml_is_the_sample_of_the_facts() {
    let written = xml(&[sample()]).unwrap();
    assert!(written.starts_with(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\n<Aufzeichnung146a xmlns=\"http://finkonsens.de/elster/elsternachricht/aufzeichnung146a/v1\" version=\"1\">\n"
    ));
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../shared/data/dsfinvk/ao146a/sample-selfmade.xml"
    );
    let Ok(expected) = std::fs::read_to_string(path) else {
        return;
    };
    let plain = |text: &str| {
        let comment = text.find("<!--").zip(text.find("-->"));
        let text = match comment {
            Some((from, to)) => format!("{}{}", &text[..from], &text[to + 3..]),
            None => text.to_owned(),
        };
        text.split('\n').map(str::trim).collect::<String>()
    };
    assert_eq!(plain(&written), plain(&expected));
}

#[test]
fn a_system_out_of_service_says_when_and_why_in_escaped_text() {
    let mut system = sample();
    system.retired = Some(Retired {
        on: day("2026-03-31"),
        reason: "Verkauft an <Händler> & Co.\nmit\u{7} Lade".into(),
    });
    let written = xml(&[system]).unwrap();
    let end = "<AusserbetriebnahmeAS>31.03.2026</AusserbetriebnahmeAS>\n      <GrundAusserbetriebnahme>Verkauft an &lt;Händler&gt; &amp; Co. mit Lade</GrundAusserbetriebnahme>\n    </AngabenAufzeichnungssystem>";
    assert!(written.contains(end), "{written}");
}

#[test]
fn the_first_tse_in_use_is_notified_and_one_that_stands_by_is_named_apart() {
    let mut system = sample();
    system.tses = vec![
        tse('a', "2026-01-02", Some("2026-05-04")),
        tse('b', "2026-05-04", None),
        tse('c', "2026-06-01", None),
    ];
    let written = xml(std::slice::from_ref(&system)).unwrap();
    assert!(written.contains(&"b".repeat(64)));
    assert!(!written.contains(&"a".repeat(64)) && !written.contains(&"c".repeat(64)));
    let further: Vec<&str> = system.further_tses().map(|t| t.serial.as_str()).collect();
    assert_eq!(further, ["c".repeat(64)]);
    // Of a register that is gone, the last one there was.
    for tse in &mut system.tses {
        tse.last_use = Some(day("2026-07-01"));
    }
    assert_eq!(system.notified_tse().unwrap().serial, "c".repeat(64));
}

#[test]
fn everything_that_is_missing_is_named() {
    let bare = System {
        kind: Kind::Pc,
        software: String::new(),
        version: String::new(),
        serial: "KASSE_1".into(),
        manufacturer: " ".into(),
        model: String::new(),
        acquired: None,
        first_use: None,
        retired: None,
        tses: Vec::new(),
    };
    let found: Vec<What> = missing(&[bare]).into_iter().map(|m| m.what).collect();
    assert_eq!(
        found,
        [
            What::Serial,
            What::Software,
            What::Manufacturer,
            What::Model,
            What::Acquired,
            What::FirstUse,
            What::Tse
        ]
    );
    assert_eq!(missing(&[])[0].what, What::Systems);
    let of = |change: &dyn Fn(&mut System)| {
        let mut system = sample();
        change(&mut system);
        let mut found = missing(&[system]);
        assert_eq!(found.len(), 1, "{found:?}");
        found.remove(0).what
    };
    let short = "000000000000…".to_owned();
    assert_eq!(of(&|s| s.tses[0].bsi_id = None), What::BsiId(short.clone()));
    assert_eq!(
        of(&|s| s.tses[0].bsi_id = Some("414-2020".into())),
        What::BsiShape("414-2020".into())
    );
    assert_eq!(of(&|s| s.tses[0].test = true), What::TestTse(short.clone()));
    assert_eq!(of(&|s| s.tses[0].form = None), What::Form(short.clone()));
    assert_eq!(
        of(&|s| s.tses[0].form = Some(Form::Other)),
        What::FormUnknown(short.clone())
    );
    assert_eq!(
        of(&|s| s.tses[0].first_use = None),
        What::TseFirstUse(short)
    );
    assert_eq!(
        of(&|s| s.tses[0].serial = "12".into()),
        What::TseSerial("12".into())
    );
    assert_eq!(
        of(&|s| s.first_use = Some(day("2025-12-31"))),
        What::UsedBeforeAcquired
    );
    let gone = |on: &str, reason: &str| {
        Some(Retired {
            on: day(on),
            reason: reason.into(),
        })
    };
    assert_eq!(of(&|s| s.retired = gone("2026-02-01", " ")), What::Reason);
    assert_eq!(
        of(&|s| s.retired = gone("2026-01-01", "weg")),
        What::RetiredBeforeUse
    );
    let twice = missing(&[sample(), sample()]);
    assert_eq!(twice.len(), 1);
    assert_eq!(twice[0].what, What::Twice);
}

fn known() -> Known {
    Known {
        serial: "KASSE-0001".into(),
        software: "Amtskasse".into(),
        version: "0.1.0".into(),
        first_use: Some(day("2026-11-02")),
        tses: vec![KnownTse {
            serial: "a".repeat(64),
            bsi_id: Some("BSI-K-TR-0414-2020".into()),
            test: false,
            first_use: day("2026-11-02"),
            last_use: None,
        }],
    }
}

#[test]
fn what_is_due_is_counted_until_it_is_notified_and_again_when_it_changes() {
    let mut record = Record::default();
    record.own.acquired = Some(Acquired {
        on: day("2026-10-31"),
        leased: true,
    });
    let mut known = known();
    let due = record.open(&known);
    let until: Vec<NaiveDate> = due.iter().map(|due| due.until).collect();
    assert_eq!(until, [day("2026-11-30"), day("2026-12-02")]);
    assert_eq!(due[0].change.occasion, Occasion::Acquired);
    record.notified(&known, day("2026-11-20"), "D. Admin", "TT-1");
    assert_eq!(record.open(&known), []);
    // Another TSE.
    known.tses[0].last_use = Some(day("2026-12-01"));
    known.tses.push(KnownTse {
        serial: "b".repeat(64),
        first_use: day("2026-12-01"),
        last_use: None,
        ..known.tses[0].clone()
    });
    let due = record.open(&known);
    assert_eq!(due.len(), 2);
    assert!(due.iter().all(|due| due.until == day("2027-01-01")));
    // A notification told nothing of what came after it.
    record.notified(&known, day("2026-11-25"), "D. Admin", "TT-2");
    assert_eq!(record.open(&known).len(), 2);
    record.notified(&known, day("2026-12-05"), "D. Admin", "TT-3");
    assert_eq!(record.open(&known), []);
    // A wrong day is put right: the correction is to be told as well.
    record.own.acquired = Some(Acquired {
        on: day("2026-10-30"),
        leased: true,
    });
    assert_eq!(record.open(&known).len(), 1);
}

#[test]
fn what_was_there_when_the_duty_began_had_its_own_day_and_what_was_gone_is_never_told() {
    let mut old = sample();
    old.acquired = Some(Acquired {
        on: day("2019-05-02"),
        leased: false,
    });
    old.first_use = Some(day("2019-05-02"));
    old.tses = vec![tse('a', "2021-03-31", None)];
    let due = open(std::slice::from_ref(&old), &[]);
    assert!(due.iter().all(|due| due.until == day("2025-07-31")));
    assert_eq!(due.len(), 2);
    old.retired = Some(Retired {
        on: day("2025-06-30"),
        reason: "ersetzt".into(),
    });
    assert_eq!(open(std::slice::from_ref(&old), &[]), []);
    assert_eq!(missing(&[old.clone()])[0].what, What::Systems);
    let written = xml(&[old, sample()]).unwrap();
    assert_eq!(written.matches("<AngabenAufzeichnungssystem>").count(), 1);
}

#[test]
fn a_test_tse_is_nothing_to_notify() {
    let mut known = known();
    known.tses[0].test = true;
    let mut record = Record::default();
    assert_eq!(record.open(&known), []);
    record.own.acquired = Some(Acquired {
        on: day("2026-10-31"),
        leased: false,
    });
    assert_eq!(record.open(&known).len(), 1);
}

#[test]
fn records_go_from_register_to_register() {
    let place = Place {
        name: "Rathaus".into(),
        street: "Rathausplatz 1".into(),
        postal_code: "98765".into(),
        city: "Lindenau".into(),
    };
    let bytes = write(&place, &sample());
    let shared = read(&bytes).unwrap();
    assert_eq!(shared.system, sample());
    let other = Place {
        street: "rathausplatz  1".into(),
        ..Place::default()
    };
    assert!(!shared.place.is_at(&other));
    let other = Place {
        street: "RATHAUSPLATZ 1".into(),
        name: "Bürgerbüro".into(),
        ..place.clone()
    };
    assert!(shared.place.is_at(&other));
    let mut record = Record::default();
    assert!(!record.take(shared.system.clone()));
    assert!(record.take(shared.system));
    assert_eq!(record.others.len(), 1);
    // One's own record read back does not make a second system.
    record.others[0].serial = known().serial;
    assert_eq!(record.systems(&known()).len(), 1);
    assert!(matches!(read(b"{}"), Err(FileError::Shape(_))));
    assert!(matches!(read(b"\x00\xff"), Err(FileError::Shape(_))));
    let newer = String::from_utf8(bytes).unwrap();
    let newer = newer.replace("\"amtskasse_notice\": 1", "\"amtskasse_notice\": 2");
    assert_eq!(read(newer.as_bytes()), Err(FileError::Newer(2)));
    assert_eq!(read(&vec![b' '; LARGEST + 1]), Err(FileError::TooLarge));
}

#[test]
fn what_people_say_counts_before_what_the_register_knows() {
    let mut record = Record::default();
    record.own.tses = vec![
        TseData {
            serial: "a".repeat(64),
            form: Some(Form::Cloud),
            first_use: Some(day("2026-11-01")),
            ..TseData::default()
        },
        // One that stands by and never signed.
        TseData {
            serial: "f".repeat(64),
            form: Some(Form::Sd),
            ..TseData::default()
        },
    ];
    let system = record.own_system(&known());
    assert_eq!(system.tses[0].form, Some(Form::Cloud));
    assert_eq!(system.tses[0].first_use, Some(day("2026-11-01")));
    assert_eq!(system.tses[0].bsi_id.as_deref(), Some("BSI-K-TR-0414-2020"));
    assert_eq!(system.tses[1].form, Some(Form::Sd));
    assert_eq!(system.first_use, Some(day("2026-11-02")));
}
