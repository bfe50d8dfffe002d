#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

fn numbers(text: &str) -> Numbers {
    text.parse().unwrap()
}

#[test]
fn ranges_are_read_and_printed() {
    for (text, printed, count) in [
        ("1001-1050,1060", "1001-1050,1060", 51),
        (" 1060 ; 1001 – 1050 ", "1001-1050,1060", 51),
        ("5,4,3", "3-5", 3),
        ("1-2,3-4", "1-4", 4),
        ("0007-0010", "0007-0010", 4),
        ("0999-1001", "0999-1001", 3),
        ("ab0007-0010", "AB0007-0010", 4),
        ("AB7-AB10", "AB7-10", 4),
        ("A12 B7", "A12 B7", 1),
        ("3,b1,a2", "3,A2,B1", 3),
        ("b1,a2,3", "A2-3,B1", 3),
        ("ZB 240001-240044,240050", "ZB 240001-240044,ZB 240050", 45),
    ] {
        let read = numbers(text);
        assert_eq!(read.count(), count, "{text}");
        let again: Vec<_> = read.ranges().collect();
        let once = numbers(&read.to_string());
        assert_eq!(once, read, "{text}");
        assert_eq!(once.ranges().collect::<Vec<_>>(), again);
        assert_eq!(read.to_string(), printed, "{text}");
    }
}

#[test]
fn what_is_no_number_is_named() {
    use NumbersError as E;
    for (text, error) in [
        ("", E::Empty),
        (" , ;", E::Empty),
        ("abc", E::Shape("abc".into())),
        ("1001-", E::Shape("1001-".into())),
        ("-5", E::Shape("-5".into())),
        ("1,x-2", E::Shape("x-2".into())),
        ("A1-B2", E::Shape("A1-B2".into())),
        ("1.5x", E::Shape("1.5x".into())),
        ("1234567890123456", E::Shape("1234567890123456".into())),
        ("5-3", E::Backwards("5-3".into())),
        ("1-5,4-8", E::Twice("4-5".into())),
        ("007,7", E::Twice("007".into())),
        ("1-1000001", E::TooMany),
        ("1-1000000,2000000", E::TooMany),
        ("1-999999999999999", E::TooMany),
    ] {
        assert_eq!(text.parse::<Numbers>(), Err(error), "{text}");
    }
    assert_eq!(numbers("1-1000000").count(), 1_000_000);
}

#[test]
fn zeros_are_for_print_only() {
    let stock = numbers("0998-1002");
    assert!(stock.contains(&numbers("999")));
    assert_eq!(
        stock.minus(&numbers("999-1000")).to_string(),
        "0998,1001-1002"
    );
    assert_eq!(stock.common(&numbers("999")).to_string(), "0999");
    assert_eq!(numbers("999").printed_like(&stock).to_string(), "0999");
    assert_eq!(numbers("B9").printed_like(&stock).to_string(), "B9");
}

#[test]
fn a_run_begins_where_it_is_asked_to() {
    let stock = numbers("3-6,9-12,A1-5");
    let from = |first: &str, count| stock.from(&numbers(first), count).map(|n| n.to_string());
    assert_eq!(from("4", 2).as_deref(), Some("4-5"));
    assert_eq!(from("6", 3).as_deref(), Some("6,9-10"));
    assert_eq!(from("12", 2).as_deref(), Some("12,A1"));
    assert_eq!(from("A4", 2).as_deref(), Some("A4-5"));
    assert_eq!(from("A4", 3), None);
    assert_eq!(from("7", 1), None);
    assert_eq!(from("3-4", 2), None);
}

type Model = BTreeSet<(String, u64)>;

fn model(numbers: &Numbers) -> Model {
    let mut model = Model::new();
    for (prefix, series) in &numbers.series {
        for (first, last) in &series.runs {
            model.extend((*first..=*last).map(|n| (prefix.clone(), n)));
        }
    }
    model
}

/// Runs lie in order and apart, and no series is empty.
fn is_tidy(numbers: &Numbers) -> bool {
    let tidy = |series: &Series| {
        !series.runs.is_empty()
            && series.runs.iter().all(|(first, last)| first <= last)
            && series.runs.windows(2).all(|w| w[0].1 + 1 < w[1].0)
    };
    numbers.series.values().all(tidy)
}

fn any_set() -> impl Strategy<Value = Numbers> {
    let run = (
        prop::sample::select(vec!["", "A", "B/"]),
        0u64..60,
        0u64..12,
        any::<bool>(),
    );
    prop::collection::vec(run, 0..8).prop_map(|runs| {
        let mut all = Numbers::new();
        for (prefix, first, more, zeros) in runs {
            let mut one = Numbers::new();
            one.put(
                prefix,
                if zeros { 4 } else { 0 },
                vec![(first, first + more)],
            );
            all = all.plus(&one);
        }
        all
    })
}

proptest! {
    #[test]
    fn sets_behave_like_sets(a in any_set(), b in any_set(), skip in 0u64..40, count in 0u64..40) {
        let (x, y) = (model(&a), model(&b));
        prop_assert_eq!(a.count(), x.len() as u64);
        prop_assert_eq!(a.contains(&b), y.is_subset(&x));
        for (made, expected) in [
            (a.plus(&b), x.union(&y).cloned().collect::<Model>()),
            (a.minus(&b), x.difference(&y).cloned().collect()),
            (a.common(&b), x.intersection(&y).cloned().collect()),
            (a.lowest(count), x.iter().take(count as usize).cloned().collect()),
            (a.slice(skip, count), x.iter().skip(skip as usize).take(count as usize).cloned().collect()),
        ] {
            prop_assert!(is_tidy(&made), "{:?}", made);
            prop_assert_eq!(model(&made), expected);
        }
    }

    #[test]
    fn what_is_printed_reads_back(a in any_set()) {
        if !a.is_empty() {
            let back: Numbers = a.to_string().parse().unwrap();
            prop_assert_eq!(model(&back), model(&a));
            prop_assert_eq!(back.to_string(), a.to_string());
        }
    }

    #[test]
    fn taking_one_by_one_empties_it(a in any_set()) {
        let mut left = a.clone();
        let mut taken = Numbers::new();
        while !left.is_empty() {
            let first: Numbers = left.first().unwrap().parse().unwrap();
            prop_assert_eq!(&first.printed_like(&left), &left.lowest(1));
            taken = taken.plus(&left.lowest(1));
            left = left.minus(&left.lowest(1));
        }
        prop_assert_eq!(model(&taken), model(&a));
    }

    #[test]
    fn a_run_is_the_next_numbers(a in any_set(), b in any_set(), count in 1u64..9) {
        let (x, first) = (model(&a), b.lowest(1));
        if let Some(start) = model(&first).into_iter().next() {
            let expected: Model = x.range(start.clone()..).take(count as usize).cloned().collect();
            let fits = x.contains(&start) && expected.len() as u64 == count;
            prop_assert_eq!(a.from(&first, count).map(|run| model(&run)), fits.then_some(expected));
        }
    }

    #[test]
    fn no_text_makes_it_stumble(text in "[0-9A-Za-z ,;–-]{0,24}") {
        if let Ok(read) = text.parse::<Numbers>() {
            prop_assert!(is_tidy(&read));
            prop_assert!(read.count() > 0);
        }
    }
}
