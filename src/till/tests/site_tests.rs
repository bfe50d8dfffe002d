//! Master data of the municipality and the notification under §146a(4) AO.

use super::*;
use crate::notice::{Edit, Occasion, Own, What};
use crate::site::{Fault, Field, Principal};

fn admin(bench: &Bench) -> Till {
    let (mut till, _) = bench.try_open(Failpoint::default()).unwrap();
    till.log_in("401", "6666").unwrap();
    till
}

fn events(till: &Till, kind: &str) -> Vec<String> {
    let events = till.ledger().events_of(kind).unwrap();
    events.into_iter().map(|event| event.text).collect()
}

#[test]
fn two_people_change_who_runs_the_register_between_two_closings() {
    let bench = Bench::new();
    let mut till = admin(&bench);
    let mut site = till.site().clone();
    site.municipality.name = " Gemeinde Neudorf ".into();
    site.pay_point.street = "Markt 1".into();
    site.pay_point.postal_code = "12345".into();
    site.pay_point.city = "Neudorf".into();
    // What signatures hold cannot change here.
    site.register.serial = "ANDERE".into();
    assert!(till.change_site(&site, "Fusion", &berger()).unwrap());
    assert_eq!(till.site().municipality.name, "Gemeinde Neudorf");
    assert_eq!(till.site().register.serial, "LINDENAU-BB-02");
    assert_eq!(&till.ledger().site().unwrap(), till.site());
    let text = events(&till, "site").pop().unwrap();
    assert_eq!(
        text,
        "Kommune: Stadt Lindenau – Der Bürgermeister → Gemeinde Neudorf; Straße der Zahlstelle: leer → Markt 1; PLZ der \
         Zahlstelle: leer → 12345; Ort der Zahlstelle: leer → Neudorf: Fusion (Freigabe: 201 M. Berger)"
    );
    let same = till.site().clone();
    assert!(!till.change_site(&same, "", &berger()).unwrap());
    assert_eq!(events(&till, "site").len(), 1);
    // The notification follows the pay point.
    assert_eq!(till.notice().unwrap().place.street, "Markt 1");
    drop(till);
    let mut till = bench.open();
    ring(&mut till, "BB0010", 1);
    till.pay_cash(Money::from_cents(100_000)).unwrap();
    till.log_in("401", "6666").unwrap();
    let refused = till.change_site(&same, "", &berger());
    assert!(matches!(refused, Err(TillError::CloseFirst)), "{refused:?}");
    let report = till.ledger().verify(|_, _| {}).unwrap();
    assert!(report.findings.is_empty(), "{:?}", report.findings);
}

#[test]
fn wrong_master_data_and_wrong_people_are_refused_and_change_nothing() {
    let bench = Bench::new();
    let mut till = admin(&bench);
    let mut site = till.site().clone();
    site.municipality.vat_id = "DE12".into();
    site.municipality.city = String::new();
    match till.change_site(&site, "", &berger()) {
        Err(TillError::Site(problems)) => {
            let faults: Vec<_> = problems.iter().map(|p| (p.field, &p.fault)).collect();
            assert_eq!(
                faults,
                [
                    (Field::City, &Fault::Missing),
                    (Field::VatId, &Fault::VatId)
                ]
            );
        }
        other => panic!("{other:?}"),
    }
    let site = till.site().clone();
    let alone = Approval {
        user_id: "401".into(),
        pin: "6666".into(),
    };
    let refused = till.change_site(&site, "", &alone);
    assert!(matches!(refused, Err(TillError::SamePerson)), "{refused:?}");
    till.log_in("201", "3333").unwrap();
    let refused = till.change_site(&site, "", &berger());
    assert!(
        matches!(refused, Err(TillError::NotAllowed(_))),
        "{refused:?}"
    );
    let refused = till.change_notice(Edit::Place(None));
    assert!(
        matches!(refused, Err(TillError::NotAllowed(_))),
        "{refused:?}"
    );
    assert_eq!(events(&till, "site"), [""; 0]);
}

#[test]
fn a_number_of_a_principal_is_never_given_to_another_one() {
    let bench = Bench::new();
    let mut till = admin(&bench);
    let before = till.principals().unwrap();
    assert_eq!(before.len(), 2);
    let new = |name: &str| Principal {
        number: 0,
        name: name.into(),
        street: "Gasse 1".into(),
        postal_code: "98765".into(),
        city: "Lindenau".into(),
        tax_number: "1".into(),
        vat_id: String::new(),
    };
    let mut wanted = before.clone();
    wanted.push(new("Theaterverein"));
    assert!(till.set_principals(&wanted, "", &berger()).unwrap());
    assert_eq!(till.principals().unwrap()[2].number, 3);
    // The last one goes; the next gets a number nobody had.
    assert!(till.set_principals(&before, "", &berger()).unwrap());
    let mut wanted = before.clone();
    wanted.push(new("Zweckverband"));
    till.set_principals(&wanted, "", &berger()).unwrap();
    let numbers: Vec<u32> = till
        .principals()
        .unwrap()
        .iter()
        .map(|p| p.number)
        .collect();
    assert_eq!(numbers, [1, 2, 4]);
    let texts = events(&till, "principals");
    assert_eq!(texts.len(), 3);
    assert_eq!(
        texts[1],
        "entfernt: 3 Theaterverein, Gasse 1, 98765 Lindenau, 1 (Freigabe: 201 M. Berger)"
    );
    wanted[0].vat_id = String::new();
    let refused = till.set_principals(&wanted, "", &berger());
    assert!(matches!(refused, Err(TillError::Site(_))), "{refused:?}");
}

#[test]
fn the_register_tells_of_itself_and_counts_the_month() {
    let bench = Bench::new();
    let mut till = bench.open();
    ring(&mut till, "BB0010", 1);
    till.pay_cash(Money::from_cents(100_000)).unwrap();
    let notice = till.notice().unwrap();
    let own = notice.own().unwrap();
    assert_eq!(own.serial, "LINDENAU-BB-02");
    assert_eq!(own.software, "Amtskasse");
    assert_eq!(own.first_use.unwrap().to_string(), "2026-11-24");
    assert_eq!(own.tses.len(), 1);
    assert!(own.tses[0].test);
    assert!(!notice.counts());
    let named = notice.missing.iter().map(|missing| &missing.what);
    assert!(named.clone().any(|what| matches!(what, What::TestTse(_))));
    assert!(named.clone().any(|what| *what == What::Acquired));
    till.log_in("401", "6666").unwrap();
    let own = Own {
        manufacturer: "Beispiel GmbH".into(),
        model: "Theke".into(),
        acquired: Some(crate::notice::Acquired {
            on: "2026-10-31".parse().unwrap(),
            leased: false,
        }),
        ..Own::default()
    };
    let edit = Edit::Own(Box::new(own));
    till.change_notice(edit.clone()).unwrap();
    // The same once more is no change.
    till.change_notice(edit).unwrap();
    assert_eq!(events(&till, "notice-changed").len(), 1);
    let open = till.notice().unwrap().open;
    assert_eq!(open.len(), 1);
    assert_eq!(open[0].change.occasion, Occasion::Acquired);
    assert_eq!(open[0].until.to_string(), "2026-11-30");
    let ahead = till.change_notice(Edit::Made {
        on: "2026-11-25".parse().unwrap(),
        reference: "TT".into(),
    });
    assert!(matches!(ahead, Err(TillError::Notice(_))), "{ahead:?}");
    till.change_notice(Edit::Made {
        on: "2026-11-24".parse().unwrap(),
        reference: "et-4711".into(),
    })
    .unwrap();
    assert_eq!(till.notice().unwrap().open, []);
    assert_eq!(
        events(&till, "notice-made"),
        ["Mitteilung vom 24.11.2026: 1 Systeme, Ordnungsmerkmal et-4711"]
    );
}

#[test]
fn another_register_of_the_place_joins_and_one_of_elsewhere_does_not() {
    let bench = Bench::new();
    let mut till = admin(&bench);
    let notice = till.notice().unwrap();
    let mut other = notice.own().unwrap().clone();
    other.serial = "LINDENAU-ST-01".into();
    let shared = crate::notice::write(&notice.place, &other);
    let shared = crate::notice::read(&shared).unwrap();
    let mut elsewhere = shared.clone();
    elsewhere.place.street = "Bahnhofstraße 9".into();
    let mut this = shared.clone();
    this.system.serial = "LINDENAU-BB-02".into();
    for wrong in [elsewhere, this] {
        let refused = till.change_notice(Edit::Shared(Box::new(wrong)));
        assert!(matches!(refused, Err(TillError::Notice(_))), "{refused:?}");
    }
    till.change_notice(Edit::Shared(Box::new(shared))).unwrap();
    assert_eq!(till.notice().unwrap().systems.len(), 2);
    till.change_notice(Edit::Remove("LINDENAU-ST-01".into()))
        .unwrap();
    let gone = till.change_notice(Edit::Remove("LINDENAU-ST-01".into()));
    assert!(matches!(gone, Err(TillError::Notice(_))), "{gone:?}");
    assert_eq!(events(&till, "notice-changed").len(), 2);
}
