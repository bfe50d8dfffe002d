use super::*;
use crate::i18n::Language;
use crate::setup::demo_catalogue;

fn rules(json: &str) -> Rules {
    serde_json::from_str(json).unwrap()
}

/// A sale of some items of the demo municipality.
fn sale(items: &[(&str, i64)]) -> Sale {
    let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
    let catalogue = demo_catalogue(day).unwrap();
    let mut sale = Sale::new(day, false);
    for (id, count) in items {
        let item = catalogue.by_id(id).unwrap();
        sale.add(item, (*count).into(), None, None).unwrap();
    }
    sale
}

fn refused(rules: &Rules, sale: &Sale, point: &str) -> Vec<Means> {
    let accepted = rules.accept(sale, point);
    accepted.refused.iter().map(|r| r.kind).collect()
}

#[test]
fn limits_hold_to_the_cent_and_say_which_rule() {
    let rules = rules(
        r#"[{"kinds": ["cash"], "up_to": "46,00"}, {"kinds": ["girocard", "credit"], "from": "5,00"}]"#,
    );
    assert_eq!(refused(&rules, &sale(&[("BB0010", 1)]), "BB"), []);
    assert_eq!(
        refused(&rules, &sale(&[("BB0010", 2)]), "BB"),
        [Means::Cash]
    );
    let small = sale(&[("TI0040", 5)]);
    assert_eq!(small.gross(), Money::from_cents(450));
    let accepted = rules.accept(&small, "BB");
    assert!(accepted.allows(Means::Cash) && accepted.allows(Means::Prepaid));
    // Prepaid cards alone are no reason to ask a terminal.
    assert_eq!(accepted.no_card().map(|r| r.kind), Some(Means::Girocard));
    let why = accepted.refusal(Means::Credit).unwrap();
    assert_eq!((why.sum, &why.rule), (small.gross(), &rules.0[1]));
    assert_eq!(
        why.sentence(Language::German),
        "Kreditkarte erst ab 5,00\u{a0}€"
    );
}

#[test]
fn a_rule_for_some_items_counts_only_those() {
    let rules = rules(
        r#"[{"kinds": ["credit"], "office": "Bürgerbüro", "group": "Ausweise", "items": "fee", "up_to": "100,00"}]"#,
    );
    assert_eq!(refused(&rules, &sale(&[("BB0010", 2)]), "BB"), []);
    let others = sale(&[("BB0010", 2), ("TI0030", 3)]);
    assert_eq!(refused(&rules, &others, "BB"), []);
    let more = sale(&[("BB0010", 3), ("TI0040", 1)]);
    let accepted = rules.accept(&more, "BB");
    assert_eq!(accepted.refused[0].sum, Money::from_cents(13_800));
    assert!(accepted.allows(Means::Girocard));
    assert_eq!(
        rules.0[0].sentence(Language::German),
        "Kreditkarte nur bis 100,00\u{a0}€ (Bürgerbüro, Ausweise, Gebühren)"
    );
}

#[test]
fn a_rule_holds_at_its_pay_point_and_never_for_what_goes_back() {
    let rules = rules(
        r#"[{"kinds": ["girocard", "credit", "service", "prepaid"], "pay_point": "MU", "up_to": "0,00"}]"#,
    );
    let ticket = sale(&[("TI0010", 1)]);
    assert_eq!(refused(&rules, &ticket, "BB"), []);
    let accepted = rules.accept(&ticket, "MU");
    assert_eq!(accepted.no_card().unwrap().kind, Means::Girocard);
    assert_eq!(
        rules.0[0].sentence(Language::English),
        "girocard, credit card, payment service, prepaid card not taken (pay point MU)"
    );
    assert_eq!(refused(&rules, &sale(&[]), "MU"), []);
}

#[test]
fn rules_that_cannot_stand_are_named_by_row() {
    let known = Known {
        pay_points: vec!["BB".into()],
        offices: vec!["Museum".into()],
        groups: vec!["Ausweise".into()],
    };
    let rules = rules(
        r#"[{"kinds": ["cash"], "up_to": "1,00", "office": "Museum"}, {"kinds": []},
            {"kinds": ["cash"], "from": "2,00", "up_to": "1,00", "office": "Zoo", "pay_point": "X", "group": "Y"},
            {"kinds": ["cash"], "from": "-1,00"}]"#,
    );
    let problems = rules.problems(&known);
    let found: Vec<(usize, RuleFault)> = problems.into_iter().map(|p| (p.row, p.fault)).collect();
    assert_eq!(
        found,
        [
            (2, RuleFault::NoKinds),
            (2, RuleFault::NoLimit),
            (3, RuleFault::Crossed),
            (3, RuleFault::PayPoint("X".into())),
            (3, RuleFault::Office("Zoo".into())),
            (3, RuleFault::Group("Y".into())),
            (4, RuleFault::Amount),
        ]
    );
}

#[test]
fn what_cannot_be_read_is_refused_and_what_is_written_reads_the_same() {
    for (wrong, says) in [
        (r#"[{"kinds": ["cheque"], "up_to": "1,00"}]"#, "cheque"),
        (r#"[{"kinds": ["cash"], "up_to": "viel"}]"#, "no amount"),
        (r#"[{"kinds": ["cash"], "upto": "1,00"}]"#, "upto"),
        (
            r#"[{"kinds": ["cash"], "items": "toll"}]"#,
            "no kind of item",
        ),
    ] {
        let error = serde_json::from_str::<Rules>(wrong)
            .unwrap_err()
            .to_string();
        assert!(error.contains(says), "{error}");
    }
    let text =
        r#"[{"kinds":["credit"],"pay_point":"BB","items":"fee","from":"5,00","up_to":"1.000,00"}]"#;
    assert_eq!(serde_json::to_string(&rules(text)).unwrap(), text);
}

#[test]
fn a_change_of_rules_is_told_in_words() {
    let before = rules(r#"[{"kinds": ["cash"], "up_to": "1000,00"}]"#);
    let after = rules(r#"[{"kinds": ["credit"], "up_to": "0"}]"#);
    assert_eq!(
        before.changes(&after),
        "entfallen: Bargeld nur bis 1.000,00\u{a0}€; neu: Kreditkarte nicht"
    );
    assert_eq!(before.changes(&before), "");
}

#[test]
fn one_item_is_tried_out_as_it_would_be_sold() {
    let rules = rules(
        r#"[{"kinds": ["credit"], "group": "Ausweise", "up_to": "100,00"}, {"kinds": ["cash"], "pay_point": "BB", "up_to": "0"}, {"kinds": ["credit"], "up_to": "500,00"}]"#,
    );
    let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
    let catalogue = demo_catalogue(day).unwrap();
    let card = catalogue.by_id("BB0010");
    let tried = |item, cents, point| {
        let accepted = rules.try_out(item, Money::from_cents(cents), point);
        let refused = accepted.refused.into_iter();
        let row = |rule: &Rule| rules.0.iter().position(|r| r == rule).unwrap() + 1;
        refused.map(|r| (r.kind, row(&r.rule))).collect::<Vec<_>>()
    };
    assert!(card.is_some());
    assert_eq!(tried(card, 10_000, "ST"), []);
    assert_eq!(tried(card, 10_001, "ST"), [(Means::Credit, 1)]);
    assert_eq!(tried(None, 10_001, "BB"), [(Means::Cash, 2)]);
    assert_eq!(
        tried(catalogue.by_id("TI0040"), 50_001, "BB"),
        [(Means::Cash, 2), (Means::Credit, 3)]
    );
    assert_eq!(tried(None, 0, "BB"), []);
}
