//! What belongs to an earlier day: supplies paid later, and what goes back.

use super::midnight::{close, sell, taxed};
use super::*;
use crate::sale::SaleError;

#[test]
fn a_reversal_on_the_screen_over_midnight_gets_the_keys_of_the_new_day() {
    let bench = bench_at("2020-06-30T21:50:00Z");
    let mut till = bench.open();
    float(&mut till);
    let sold = sell(&mut till, "MU0140", 120).number;
    till.begin_void(sold, "Irrtum", &berger()).unwrap();
    bench.clock.set(moment("2020-06-30T22:00:00Z"));
    let back = till.pay_cash(euro(-120)).unwrap().receipt;
    assert_eq!(taxed(&back), (11, 1900, -19));
    assert_sound(&mut till);
}

#[test]
fn what_was_sold_under_a_former_rate_goes_back_under_its_historical_key() {
    let bench = bench_at("2020-06-15T09:00:00Z");
    let mut till = bench.open();
    float(&mut till);
    let nineteen = sell(&mut till, "MU0140", 120).number;
    close(&mut till);
    bench.clock.set(moment("2020-07-01T09:00:00Z"));
    let sixteen = sell(&mut till, "MU0140", 120).number;
    let five = sell(&mut till, "MU0120", 2490).number;
    let also_nineteen = nineteen;
    till.begin_refund(also_nineteen, &[(0, Decimal::ONE)], "Umtausch", &berger())
        .unwrap();
    let back = till.pay_cash(euro(-120)).unwrap().receipt;
    assert_eq!(taxed(&back), (11, 1900, -19));
    close(&mut till);
    bench.clock.set(moment("2021-01-04T09:00:00Z"));
    for (number, cents, expected) in [
        (sixteen, -120, (21, 1600, -17)),
        (five, -2490, (22, 500, -119)),
    ] {
        till.begin_refund(number, &[(0, Decimal::ONE)], "Umtausch", &berger())
            .unwrap();
        let back = till.pay_cash(euro(cents)).unwrap().receipt;
        assert_eq!(taxed(&back), expected);
    }
    close(&mut till);
    assert_sound(&mut till);
}

#[test]
fn a_supply_of_the_old_year_is_taxed_by_the_old_law() {
    let bench = bench_at("2027-01-04T09:00:00Z");
    let mut till = bench.open();
    ring(&mut till, "HA0030", 2);
    assert!(matches!(
        till.set_supplied(Some(date("2027-01-05"))),
        Err(TillError::SuppliedLater)
    ));
    till.set_supplied(Some(date("2026-12-20"))).unwrap();
    // What is added later belongs to the same day.
    ring(&mut till, "BB0190", 1);
    let receipt = till.pay_cash(euro(1830)).unwrap().receipt;
    assert_eq!(taxed(&receipt), (5, 0, 0));
    assert_eq!(receipt.supplied, Some(date("2026-12-20")));
    // Said by mistake, and taken back.
    ring(&mut till, "HA0030", 1);
    till.set_supplied(Some(date("2026-12-20"))).unwrap();
    till.set_supplied(None).unwrap();
    let receipt = till.pay_cash(euro(900)).unwrap().receipt;
    assert_eq!((taxed(&receipt), receipt.supplied), ((1, 1900, 144), None));
    assert_sound(&mut till);
}

#[test]
fn a_supply_under_a_former_rate_is_booked_under_its_historical_key() {
    let bench = bench_at("2021-01-04T09:00:00Z");
    let mut till = bench.open();
    ring(&mut till, "MU0140", 1);
    till.set_supplied(Some(date("2020-12-31"))).unwrap();
    let receipt = till.pay_cash(euro(120)).unwrap().receipt;
    assert_eq!(taxed(&receipt), (21, 1600, 17));
    let now = sell(&mut till, "MU0140", 120);
    assert_eq!(taxed(&now), (1, 1900, 19));
    close(&mut till);
    assert_sound(&mut till);
}

#[test]
fn a_reversal_keeps_the_day_of_its_supply() {
    let bench = bench_at("2027-01-04T09:00:00Z");
    let mut till = bench.open();
    let sold = sell(&mut till, "ST0080", 3900).number;
    till.begin_void(sold, "Irrtum", &berger()).unwrap();
    let moved = till.set_supplied(Some(date("2026-12-20")));
    assert!(matches!(moved, Err(TillError::Sale(SaleError::Fixed))));
    till.pay_cash(euro(-3900)).unwrap();
    assert_sound(&mut till);
}

#[test]
fn a_menu_goes_back_under_both_its_historical_keys() {
    let bench = bench_at("2020-12-30T11:00:00Z");
    let mut till = bench.open();
    float(&mut till);
    // 8.50 for a menu: 5.95 at 5 %, 2.55 at 16 %.
    let sold = sell(&mut till, "KA0070", 850);
    let totals = |receipt: &crate::receipt::Receipt| -> Vec<(u16, i64, i64)> {
        let of = |t: &crate::tax::KeyTotal| (t.key.0, t.gross.cents(), t.vat.cents());
        receipt.totals.iter().map(of).collect()
    };
    assert_eq!(totals(&sold), [(1, 255, 35), (2, 595, 28)]);
    close(&mut till);
    bench.clock.set(moment("2021-01-04T11:00:00Z"));
    till.begin_refund(
        sold.number,
        &[(0, Decimal::ONE)],
        "Küche geschlossen",
        &berger(),
    )
    .unwrap();
    let back = till.pay_cash(euro(-850)).unwrap().receipt;
    assert_eq!(totals(&back), [(21, -255, -35), (22, -595, -28)]);
    assert_eq!(
        crate::fiscal::process_data_of(&back),
        "Beleg^-2.55_-5.95_0.00_0.00_0.00^-8.50:Bar"
    );
    close(&mut till);
    assert_sound(&mut till);
}
