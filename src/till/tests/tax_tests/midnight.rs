//! Midnight in Europe/Berlin: what is on the screen, parked, paid in part, or given back later.

use super::*;
use crate::receipt::Receipt;

/// Key, rate in hundredths and VAT of a receipt of one key.
pub(super) fn taxed(receipt: &Receipt) -> (u16, i64, i64) {
    assert_eq!(receipt.totals.len(), 1, "{:?}", receipt.totals);
    let total = &receipt.totals[0];
    let hundredths = (total.percent * Decimal::ONE_HUNDRED).try_into().unwrap();
    (total.key.0, hundredths, total.vat.cents())
}

pub(super) fn sell(till: &mut Till, item: &str, cents: i64) -> Receipt {
    ring(till, item, 1);
    till.pay_cash(euro(cents)).unwrap().receipt
}

pub(super) fn close(till: &mut Till) {
    let cash = till.expected_cash().unwrap();
    till.close(&CloseRequest {
        pieces: Pieces::fewest(cash),
        reason: String::new(),
        skim: Money::ZERO,
        approval: berger(),
    })
    .unwrap();
}

/// Last moment of a day, first of the next, an item with its price, and how it is taxed on either side.
type Case = (
    &'static str,
    &'static str,
    &'static str,
    i64,
    (u16, i64),
    (u16, i64),
);

const MIDNIGHTS: [Case; 8] = [
    // Summer time: midnight is 22 o'clock in UTC.
    (
        "2020-06-30T21:59:59.999Z",
        "2020-06-30T22:00:00Z",
        "MU0140",
        120,
        (1, 1900),
        (1, 1600),
    ),
    (
        "2020-06-30T21:59:59.999Z",
        "2020-06-30T22:00:00Z",
        "MU0120",
        2490,
        (2, 700),
        (2, 500),
    ),
    (
        "2020-12-31T22:59:59.999Z",
        "2020-12-31T23:00:00Z",
        "MU0140",
        120,
        (1, 1600),
        (1, 1900),
    ),
    (
        "2020-12-31T22:59:59.999Z",
        "2020-12-31T23:00:00Z",
        "MU0120",
        2490,
        (2, 500),
        (2, 700),
    ),
    // The switch: taxed overnight, untaxed overnight, untouched.
    (
        "2026-12-31T22:59:59.999Z",
        "2026-12-31T23:00:00Z",
        "ST0080",
        3900,
        (5, 0),
        (1, 1900),
    ),
    (
        "2026-12-31T22:59:59.999Z",
        "2026-12-31T23:00:00Z",
        "TI0170",
        200,
        (2, 700),
        (5, 0),
    ),
    (
        "2026-12-31T22:59:59.999Z",
        "2026-12-31T23:00:00Z",
        "BB0010",
        4600,
        (5, 0),
        (5, 0),
    ),
    // A day that only some years have.
    (
        "2028-02-28T22:59:59.999Z",
        "2028-02-28T23:00:00Z",
        "MU0140",
        120,
        (1, 1900),
        (1, 1900),
    ),
];

#[test]
fn a_running_register_turns_the_page_to_the_millisecond() {
    for (last, first, item, cents, before, after) in MIDNIGHTS {
        let bench = bench_at(last);
        let mut till = bench.open();
        let receipt = sell(&mut till, item, cents);
        let (key, rate, _) = taxed(&receipt);
        assert_eq!((key, rate), before, "{item} {last}");
        close(&mut till);
        bench.clock.set(moment(first));
        let receipt = sell(&mut till, item, cents);
        let (key, rate, vat) = taxed(&receipt);
        assert_eq!((key, rate), after, "{item} {first}");
        let percent = Decimal::new(rate, 2);
        assert_eq!(vat, crate::tax::vat_within(euro(cents), percent).cents());
        close(&mut till);
        assert_sound(&mut till);
    }
}

#[test]
fn a_rate_begins_on_a_leap_day_and_ends_with_it() {
    let bench = bench_at("2028-02-01T09:00:00Z");
    let mut till = bench.open();
    till.log_in("401", "6666").unwrap();
    for (key, day, percent) in [
        (1, "2028-02-29", 20),
        (1020, "2028-03-01", 20),
        (1, "2028-03-01", 19),
    ] {
        let period = RatePeriod {
            key: TaxKey(key),
            from: date(day),
            percent: Decimal::from(percent),
        };
        match period.key.is_own() {
            true => till.add_tax_key(&period, "Satz vom 29.2.2028", "Gesetz", &berger()),
            false => till.set_rate(&period, "Gesetz", &berger()),
        }
        .unwrap();
    }
    till.log_in("101", "1111").unwrap();
    for (at, rate) in [
        ("2028-02-28T22:59:59.999Z", 1900),
        ("2028-02-28T23:00:00Z", 2000),
        ("2028-02-29T22:59:59.999Z", 2000),
        ("2028-02-29T23:00:00Z", 1900),
    ] {
        bench.clock.set(moment(at));
        assert_eq!(taxed(&sell(&mut till, "MU0140", 120)).1, rate, "{at}");
        close(&mut till);
    }
    // What was sold on that day goes back under the key that was made for it.
    let sold = till.ledger().last_receipt().unwrap() - 1;
    let sold = (1..=sold)
        .filter_map(|n| till.ledger().receipt(n).unwrap())
        .find(|r| r.kind == Kind::Sale && taxed(r).1 == 2000)
        .unwrap();
    float(&mut till);
    till.begin_void(sold.number, "Irrtum", &berger()).unwrap();
    let due = till.view().unwrap().unwrap().due;
    let back = till.pay_cash(due).unwrap().receipt;
    assert_eq!(taxed(&back), (1020, 2000, -20));
    assert_sound(&mut till);
}

#[test]
fn a_sale_on_the_screen_follows_the_day() {
    let bench = bench_at("2026-12-31T22:59:59.999Z");
    let mut till = bench.open();
    ring(&mut till, "ST0080", 1);
    till.tick().unwrap();
    let totals = till.view().unwrap().unwrap().totals;
    assert_eq!((totals[0].key.0, totals[0].vat), (5, Money::ZERO));
    let edition = till.edition();
    bench.clock.set(moment("2026-12-31T23:00:00Z"));
    till.tick().unwrap();
    assert!(till.edition() > edition, "the screens are told");
    let totals = till.view().unwrap().unwrap().totals;
    assert_eq!((totals[0].key.0, totals[0].vat), (1, euro(623)));
    // What is added now is of the new day too.
    ring(&mut till, "BB0190", 1);
    let receipt = till.pay_cash(euro(3930)).unwrap().receipt;
    assert_eq!(taxed(&receipt).0, 1);
    assert_eq!(receipt.supplied, None);
    assert_sound(&mut till);
}

#[test]
fn a_parked_sale_is_taxed_by_the_day_it_is_paid() {
    for restart in [false, true] {
        let bench = bench_at("2026-12-31T22:50:00Z");
        let mut till = bench.open();
        ring(&mut till, "HA0030", 2);
        till.park("Turnverein").unwrap();
        bench.clock.set(moment("2027-01-04T08:00:00Z"));
        if restart {
            drop(till);
            till = bench.open();
        }
        till.tick().unwrap();
        let parked = till.parked().unwrap()[0].id;
        till.recall(parked).unwrap();
        let receipt = till.pay_cash(euro(1800)).unwrap().receipt;
        assert_eq!(taxed(&receipt), (1, 1900, 287), "{restart}");
        assert_eq!(receipt.supplied, None);
        assert_sound(&mut till);
    }
}

#[test]
fn money_that_moved_before_midnight_keeps_the_old_day() {
    let bench = bench_at("2026-12-31T22:59:59.999Z");
    let mut till = bench.open();
    ring(&mut till, "ST0080", 1);
    till.pay_part_in_cash(euro(2000)).unwrap();
    bench.clock.set(moment("2026-12-31T23:00:00Z"));
    till.tick().unwrap();
    let receipt = till.pay_cash(euro(1900)).unwrap().receipt;
    assert_eq!(taxed(&receipt), (5, 0, 0));
    assert_eq!(receipt.supplied, Some(date("2026-12-31")));
    let document = output::receipt(till.ledger(), receipt.number, None).unwrap();
    let options = crate::document::text::Options::fitting(document.paper);
    let paper = crate::document::text::render(&document, &options);
    assert!(paper.contains("31.12.2026"), "{paper}");
    assert_sound(&mut till);
}

#[test]
fn money_that_went_back_before_midnight_keeps_nothing() {
    let bench = bench_at("2026-12-31T22:50:00Z");
    let mut till = bench.open();
    ring(&mut till, "ST0080", 1);
    till.pay_card(euro(2000), &mut NoProgress).unwrap();
    let card = till.view().unwrap().unwrap().payments[0].id;
    till.take_back_card(card, &mut NoProgress).unwrap();
    bench.clock.set(moment("2026-12-31T23:00:00Z"));
    till.tick().unwrap();
    let receipt = till.pay_cash(euro(3900)).unwrap().receipt;
    assert_eq!(taxed(&receipt), (1, 1900, 623));
    assert_eq!(receipt.supplied, None);
    assert_sound(&mut till);
}

#[test]
fn a_card_that_answers_after_midnight_paid_before_it() {
    let bench = bench_at("2026-12-31T22:59:59.999Z");
    bench.memory.push(Script::ApproveThenLose);
    let mut till = bench.open();
    ring(&mut till, "ST0080", 1);
    let lost = till.pay_card(euro(3900), &mut NoProgress).unwrap();
    assert!(matches!(lost, CardResult::Unknown { .. }));
    bench.clock.set(moment("2026-12-31T23:00:10Z"));
    till.tick().unwrap();
    let CardResult::Finished(done) = till.resolve_payment().unwrap() else {
        panic!("not finished")
    };
    assert_eq!(taxed(&done.receipt), (5, 0, 0));
    assert_eq!(done.receipt.supplied, Some(date("2026-12-31")));
    assert_sound(&mut till);
}

#[test]
fn a_period_under_old_rates_takes_only_what_still_fits() {
    let bench = bench_at("2020-06-30T21:50:00Z");
    let mut till = bench.open();
    float(&mut till);
    let sold = sell(&mut till, "MU0140", 120).number;
    // Paid in part before midnight, finished after it.
    ring(&mut till, "MU0150", 1);
    till.pay_part_in_cash(euro(1000)).unwrap();
    till.park("holt Geld").unwrap();
    ring(&mut till, "MU0150", 1);
    till.park("unbezahlt").unwrap();
    bench.clock.set(moment("2020-06-30T22:00:00Z"));
    till.tick().unwrap();
    assert!(matches!(
        till.add("MU0140", Decimal::ONE, None, None),
        Err(TillError::RateChanged)
    ));
    let parked = till.parked().unwrap();
    till.recall(parked[0].id).unwrap();
    let receipt = till.pay_cash(euro(200)).unwrap().receipt;
    assert_eq!(taxed(&receipt), (11, 1900, 192));
    assert_eq!(receipt.supplied, Some(date("2020-06-30")));
    // The other one is a supply of July, under a rate the period's closing has no room for.
    till.recall(parked[1].id).unwrap();
    let totals = till.view().unwrap().unwrap().totals;
    assert_eq!(totals[0].percent, Decimal::from(16));
    assert!(matches!(
        till.pay_cash(euro(1200)),
        Err(TillError::RateChanged)
    ));
    till.abort("Rechnung wird neu getippt").unwrap();
    let last = till.ledger().last_receipt().unwrap();
    let dropped = till.ledger().receipt(last).unwrap().unwrap();
    assert_eq!(taxed(&dropped).1, 1900, "one rate per key and closing");
    // What goes back does so under its historical key, which is no clash.
    till.begin_void(sold, "Irrtum", &berger()).unwrap();
    let back = till.pay_cash(euro(-120)).unwrap().receipt;
    assert_eq!(taxed(&back), (11, 1900, -19));
    close(&mut till);
    let receipt = sell(&mut till, "MU0140", 120);
    assert_eq!(taxed(&receipt), (1, 1600, 17));
    close(&mut till);
    assert_sound(&mut till);
}

#[test]
fn nobody_pays_a_sum_that_was_not_on_the_screen() {
    let bench = bench_at("2026-12-01T09:00:00Z");
    let mut till = bench.open();
    let on_top = Decision {
        regime: Regime::New,
        ..decision("401", "2027-01-01", TaxKey::GENERAL, PriceRule::NetPlusVat)
    };
    let id = propose(&mut till, "HA0030", &on_top);
    till.approve_tax(&[id], Some(&berger())).unwrap();
    bench.clock.set(moment("2026-12-31T22:59:59.999Z"));
    ring(&mut till, "HA0030", 2);
    bench.clock.set(moment("2026-12-31T23:00:00Z"));
    // The clerk saw 18.00 and presses before the screen could say otherwise.
    match till.pay_cash(euro(2000)) {
        Err(TillError::SumChanged { due }) => assert_eq!(due, euro(2142)),
        other => panic!("{other:?}"),
    }
    assert_eq!(till.view().unwrap().unwrap().due, euro(2142));
    let receipt = till.pay_cash(euro(2200)).unwrap().receipt;
    assert_eq!(taxed(&receipt), (1, 1900, 342));
    assert_sound(&mut till);
}

#[test]
fn an_item_that_is_archived_at_midnight_is_still_taxed_as_of_the_new_day() {
    let bench = bench_at("2026-12-31T22:59:59.999Z");
    let mut till = bench.open();
    let mut entry = till.assortment().entry("ST0080").unwrap().clone();
    entry.archived = Some(date("2027-01-01"));
    till.ledger.write(|w| w.entry_changed(&entry)).unwrap();
    till.reload_master().unwrap();
    ring(&mut till, "ST0080", 1);
    bench.clock.set(moment("2026-12-31T23:00:00Z"));
    till.tick().unwrap();
    let receipt = till.pay_cash(euro(3900)).unwrap().receipt;
    assert_eq!(taxed(&receipt), (1, 1900, 623));
    assert!(matches!(
        till.add("ST0080", Decimal::ONE, None, None),
        Err(TillError::UnknownItem(_))
    ));
    assert_sound(&mut till);
}

#[test]
fn an_item_nobody_decided_for_the_new_law_is_sold_as_not_determinable() {
    let bench = bench_at("2026-12-31T22:59:59.999Z");
    let mut till = bench.open();
    let mut entry = till.assortment().entry("BB0190").unwrap().clone();
    (entry.item.id, entry.item.code) = ("BB0998".into(), None);
    entry.decisions.retain(|d| d.regime == Regime::Old);
    till.ledger.write(|w| w.entry(998, &entry)).unwrap();
    till.reload_master().unwrap();
    let found = till.rehearse(date("2027-01-01")).unwrap();
    assert!(found.needs_decision());
    assert_eq!(taxed(&sell(&mut till, "BB0998", 30)), (5, 0, 0));
    bench.clock.set(moment("2026-12-31T23:00:00Z"));
    assert_eq!(taxed(&sell(&mut till, "BB0998", 30)), (7, 0, 0));
    assert_sound(&mut till);
}
