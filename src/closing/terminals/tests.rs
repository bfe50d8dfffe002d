use super::*;

fn euro(cents: i64) -> Money {
    Money::from_cents(cents)
}

fn paid(receipt: u64, cents: i64, slip: &str) -> Ours {
    Ours {
        reference: format!("AK-{receipt}"),
        receipt: Some(receipt),
        amount: euro(cents),
        brand: if cents > 5000 { "Visa" } else { "girocard" }.into(),
        slip: slip.into(),
    }
}

fn theirs(cents: i64, count: u32, range: (u32, u32)) -> Theirs {
    Theirs {
        terminal_id: "29001006".into(),
        sum: euro(cents),
        count: Some(count),
        receipts: Some(range),
        circuits: Vec::new(),
    }
}

#[test]
fn what_agrees_has_no_differences_even_if_a_declined_card_used_up_a_number() {
    let ours = [paid(1, 1000, "0021"), paid(2, 6000, "23")];
    assert_eq!(compare(&ours, &theirs(7000, 2, (21, 23))), []);
    assert_eq!(compare(&[], &theirs(0, 0, (0, 0))), []);
    let untold = Theirs {
        sum: euro(7000),
        ..Theirs::default()
    };
    assert_eq!(compare(&ours, &untold), []);
}

#[test]
fn numbers_the_terminal_counts_and_we_do_not_have_are_named() {
    let ours = [paid(1, 1000, "21"), paid(2, 2000, "24")];
    let found = compare(&ours, &theirs(9000, 5, (20, 26)));
    assert_eq!(
        found,
        [
            Difference::NotOurs { from: 20, to: 20 },
            Difference::NotOurs { from: 22, to: 23 },
            Difference::NotOurs { from: 25, to: 26 },
        ]
    );
}

#[test]
fn ours_outside_the_terminals_numbers_is_named_once() {
    let late = paid(3, 500, "0031");
    let ours = [paid(1, 1000, "29"), paid(2, 2000, "30"), late.clone()];
    assert_eq!(
        compare(&ours, &theirs(3000, 2, (29, 30))),
        [Difference::NotTheirs(late)]
    );
}

#[test]
fn numbers_go_on_at_one_after_9999() {
    let ours = [paid(1, 100, "9998"), paid(2, 200, "0001")];
    assert_eq!(compare(&ours, &theirs(300, 2, (9998, 1))), []);
    assert_eq!(
        compare(&ours, &theirs(900, 4, (9998, 3))),
        [
            Difference::NotOurs {
                from: 9999,
                to: 9999
            },
            Difference::NotOurs { from: 2, to: 3 }
        ]
    );
    let middle = paid(3, 700, "5000");
    assert_eq!(
        compare(std::slice::from_ref(&middle), &theirs(700, 1, (9998, 1)))[0],
        Difference::NotTheirs(middle)
    );
    let run = compare(&[paid(1, 100, "9990")], &theirs(900, 4, (9990, 3)));
    assert_eq!(run, [Difference::NotOurs { from: 9991, to: 3 }]);
}

#[test]
fn the_one_payment_as_large_as_the_difference_is_named() {
    let missing = paid(2, 2550, "");
    let ours = [paid(1, 1000, ""), missing.clone(), paid(3, 400, "")];
    let found = compare(&ours, &theirs(1400, 2, (1, 0)));
    assert_eq!(found, [Difference::Explains(missing)]);
    let two = [paid(1, 1000, ""), paid(2, 1000, "")];
    assert_eq!(
        compare(&two, &theirs(1000, 1, (0, 0))),
        [],
        "it may be either"
    );
}

#[test]
fn two_payments_with_one_number_are_strange_and_a_reversal_is_not() {
    let again = paid(2, 1000, "007");
    let reversal = paid(3, -1000, "7");
    let ours = [paid(1, 1000, "7"), again.clone(), reversal];
    assert_eq!(
        compare(&ours, &theirs(1000, 3, (7, 8)))[0],
        Difference::Twice(again)
    );
    let taken_back = [paid(1, 1000, "7"), paid(3, -1000, "7")];
    assert_eq!(compare(&taken_back, &theirs(0, 2, (7, 7))), []);
}

#[test]
fn totals_that_cannot_be_are_said_so() {
    let circuit = |count, cents| Circuit {
        name: "Visa".into(),
        tally: Tally {
            count,
            sum: euro(cents),
        },
    };
    let mut told = theirs(1000, 1, (7, 7));
    told.circuits = vec![circuit(1, 1000)];
    let ours = [paid(1, 1000, "7")];
    assert_eq!(compare(&ours, &told), []);
    told.circuits = vec![circuit(1, 900)];
    assert_eq!(compare(&ours, &told), [Difference::Impossible]);
    told.circuits = vec![circuit(2, 1000)];
    assert_eq!(compare(&ours, &told), [Difference::Impossible]);
    assert_eq!(
        compare(&[], &theirs(5, 0, (0, 0))),
        [Difference::Impossible]
    );
}

#[test]
fn brands_add_up_and_a_record_reads_as_it_was_written() {
    let ours = [paid(1, 1000, "7"), paid(2, 6000, "8"), paid(3, -400, "9")];
    let rows = circuits(&ours);
    assert_eq!(rows.len(), 2);
    assert_eq!(
        (rows[0].name.as_str(), rows[0].tally.sum),
        ("Visa", euro(6000))
    );
    assert_eq!((rows[1].tally.count, rows[1].tally.sum), (2, euro(600)));
    let closing = TerminalClosing {
        occasion: Occasion::Closing,
        outcome: Outcome::Totals(theirs(6600, 3, (7, 9))),
        ours: tally(&ours),
        circuits: rows,
        differences: Vec::new(),
        shared: false,
        last_receipt: 3,
        open: vec!["AK-3".into()],
    };
    assert!(closing.agrees());
    assert_eq!(closing.difference(), Some(Money::ZERO));
    let text = serde_json::to_string(&closing).unwrap();
    assert_eq!(
        serde_json::from_str::<TerminalClosing>(&text).unwrap(),
        closing
    );
}
