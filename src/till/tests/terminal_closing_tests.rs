//! The terminals' end of day in ours, unknown payments in a closing, slips on paper, payment rules at the counter.

use std::sync::Mutex;

use amtskasse_terminal::SlipKind;

use super::*;
use crate::acceptance::{Means, Rules};
use crate::closing::Closing;
use crate::closing::terminals::{Difference, Occasion, Outcome};
use crate::document::text;
use crate::till::output;

fn request(till: &Till) -> CloseRequest {
    CloseRequest {
        pieces: Pieces::fewest(till.expected_cash().unwrap()),
        reason: String::new(),
        skim: Money::ZERO,
        approval: berger(),
    }
}

fn close(till: &mut Till) -> Closing {
    let request = request(till);
    till.close(&request).unwrap()
}

fn pay(till: &mut Till, item: &str, cents: i64) -> u64 {
    ring(till, item, 1);
    match till.pay_card(euro(cents), &mut NoProgress).unwrap() {
        CardResult::Finished(done) => done.receipt.number,
        other => panic!("{other:?}"),
    }
}

fn paper(till: &Till, z: u32) -> String {
    let document = output::z_report(till.ledger(), z).unwrap();
    text::render(&document, &text::Options::fitting(document.paper))
}

#[test]
fn the_terminals_day_ends_with_ours_and_agrees() {
    let bench = Bench::new();
    let mut till = bench.open();
    float(&mut till);
    pay(&mut till, "BB0010", 4600);
    bench.memory.push(Script::ApproveCredit);
    pay(&mut till, "BB0060", 7000);
    let now = till.terminal_totals("Testterminal").unwrap();
    assert!(now.agrees() && now.occasion == Occasion::Interim, "{now:?}");
    let closing = close(&mut till);
    assert_eq!(closing.terminals.len(), 1);
    let recorded = &closing.terminals[0].closing;
    assert!(recorded.agrees(), "{recorded:?}");
    assert_eq!((recorded.ours.count, recorded.ours.sum), (2, euro(11_600)));
    assert_eq!(recorded.circuits.len(), 2);
    assert_eq!(closing, till.ledger().closing(1).unwrap().unwrap());
    let paper = paper(&till, 1);
    assert!(paper.contains("Kartenterminals"), "{paper}");
    assert!(
        paper.contains("2\u{a0}×\u{a0}116,00") || paper.contains("2 × 116,00"),
        "{paper}"
    );

    bench.later(60_000);
    pay(&mut till, "BB0010", 4600);
    let next = close(&mut till);
    assert_eq!(next.terminals[0].closing.ours.sum, euro(4600));
    assert!(
        next.terminals[0].closing.agrees(),
        "the day before counts no more"
    );
    assert_sound(&mut till);
}

#[test]
fn what_the_terminal_counts_and_nobody_here_was_paid_is_named() {
    let bench = Bench::new();
    let mut till = bench.open();
    float(&mut till);
    pay(&mut till, "BB0010", 4600);
    // Somebody pays at the terminal itself.
    let mut device = test_terminal(bench.memory.clone(), Duration::ZERO).device;
    let request = amtskasse_terminal::Request {
        cents: 1234,
        reference: "fremd".into(),
    };
    let outcome = device.pay(&request, &mut amtskasse_terminal::Nobody);
    assert!(matches!(outcome, amtskasse_terminal::Outcome::Paid(_)));
    let closing = close(&mut till);
    let recorded = &closing.terminals[0].closing;
    assert_eq!(recorded.difference(), Some(euro(-1234)));
    assert_eq!(
        recorded.differences,
        [Difference::NotOurs { from: 2, to: 2 }]
    );
    let paper = paper(&till, 1);
    assert!(
        paper.contains("Beleg 2 des Terminals gehört zu keiner Zahlung"),
        "{paper}"
    );
    assert_sound(&mut till);
}

#[test]
fn a_terminal_that_is_away_keeps_nobody_and_is_made_up_for() {
    let bench = Bench::new();
    let mut till = bench.open();
    float(&mut till);
    pay(&mut till, "BB0010", 4600);
    bench.memory.set_offline(true);
    let closing = close(&mut till);
    let recorded = &closing.terminals[0].closing;
    assert!(matches!(&recorded.outcome, Outcome::Failed { reason } if !reason.is_empty()));
    assert_eq!(recorded.ours.sum, euro(4600));
    assert!(paper(&till, 1).contains("Ohne Ergebnis"));
    let before = paper(&till, 1);

    bench.memory.set_offline(false);
    bench.later(3600);
    let made_up = till.close_terminal("Testterminal").unwrap();
    assert!(made_up.closing.agrees(), "{made_up:?}");
    assert_eq!(made_up.closing.occasion, Occasion::Repeat);
    assert_eq!(made_up.closing.ours.sum, euro(4600));
    assert_eq!(paper(&till, 1), before, "what is on paper stays");
    pay(&mut till, "BB0060", 7000);
    let next = close(&mut till);
    let sums: Vec<Money> = next.terminals.iter().map(|t| t.closing.ours.sum).collect();
    assert_eq!(sums, [euro(4600), euro(7000)]);
    assert!(till.close_terminal("Zoo").is_err());
    assert_sound(&mut till);
}

#[test]
fn a_power_cut_ends_no_terminals_day_twice() {
    for steps in 0..16 {
        let bench = Bench::new();
        let mut till = bench.open();
        float(&mut till);
        pay(&mut till, "BB0010", 4600);
        let asked = CloseRequest {
            pieces: Pieces::fewest(euro(24_900)),
            reason: "Wechselgeldfehler".into(),
            skim: euro(900),
            approval: berger(),
        };
        till.set_failpoint(Failpoint::after(steps));
        let first = till.close(&asked);
        drop(till);
        let mut till = bench.open();
        if first.is_err() && till.ledger().closing(1).unwrap().is_none() {
            till.close(&asked).unwrap();
        }
        let closing = till.ledger().closing(1).unwrap().unwrap();
        let done: Vec<_> = closing
            .terminals
            .iter()
            .filter(|t| t.closing.succeeded())
            .collect();
        // Cut between the terminal's answer and our note of it, it is asked again and has nothing left to tell.
        let told: Money = done
            .iter()
            .map(|t| match &t.closing.outcome {
                Outcome::Totals(theirs) => theirs.sum,
                Outcome::Failed { .. } => Money::ZERO,
            })
            .sum();
        assert_eq!(done.len(), 1, "step {steps}");
        assert!(told == euro(4600) || told.is_zero(), "step {steps}: {told}");
        assert_sound(&mut till);
    }
}

#[test]
fn an_unknown_payment_is_listed_and_the_day_is_closed_all_the_same() {
    let bench = Bench::new();
    let mut till = bench.open();
    float(&mut till);
    ring(&mut till, "BB0010", 1);
    bench.memory.push(Script::ApproveThenLose);
    let lost = till.pay_card(euro(4600), &mut NoProgress).unwrap();
    assert!(matches!(lost, CardResult::Unknown { .. }), "{lost:?}");
    bench.memory.set_offline(true);
    let closing = close(&mut till);
    assert_eq!(closing.unknown.len(), 1);
    let unknown = closing.unknown[0].clone();
    assert_eq!(
        (unknown.amount, unknown.terminal.as_str()),
        (euro(4600), "Testterminal")
    );
    assert_eq!(closing.totals.turnover(), Money::ZERO);
    assert_eq!(closing, till.ledger().closing(1).unwrap().unwrap());
    let paper = paper(&till, 1);
    assert!(paper.contains("Ungeklärte Kartenzahlungen"), "{paper}");
    assert!(paper.replace('\n', "").contains("46,00"), "{paper}");
    assert!(till.view().unwrap().is_none());
    let parked = till.parked().unwrap();
    assert!(
        parked[0].name.starts_with("Karte ungeklärt 24.11. "),
        "{parked:?}"
    );

    // A second closing lists it again, and other open sales still keep the day open.
    bench.later(60_000);
    till.tick().unwrap();
    ring(&mut till, "MU0160", 1);
    let waiting = request(&till);
    assert!(till.close(&waiting).is_err());
    till.pay_cash(euro(990)).unwrap();
    assert_eq!(close(&mut till).unknown, [unknown]);

    bench.memory.set_offline(false);
    bench.later(60_000);
    till.tick().unwrap();
    till.recall(parked[0].id).unwrap();
    let done = till.resolve_payment().unwrap();
    assert!(matches!(done, CardResult::Finished(_)), "{done:?}");
    let event = till
        .ledger()
        .events_of("payment-resolved")
        .unwrap()
        .remove(0);
    assert!(
        event
            .text
            .contains("bezahlt laut Terminal (im Kassenabschluss Z 1 als ungeklärt aufgeführt)"),
        "{event:?}"
    );
    let last = close(&mut till);
    assert_eq!(last.unknown, []);
    assert!(last.terminals[0].closing.agrees(), "{:?}", last.terminals);
    assert_sound(&mut till);
}

#[test]
fn what_the_terminal_can_tell_is_asked_before_the_day_ends() {
    let bench = Bench::new();
    let mut till = bench.open();
    float(&mut till);
    ring(&mut till, "BB0010", 1);
    bench.memory.push(Script::ApproveThenLose);
    till.pay_card(euro(4600), &mut NoProgress).unwrap();
    let waiting = request(&till);
    assert!(matches!(till.close(&waiting), Err(TillError::OpenSales(1))));
    till.pay_cash(Money::ZERO).unwrap();
    let closing = close(&mut till);
    assert_eq!(closing.unknown, []);
    assert!(closing.terminals[0].closing.agrees());
    assert_sound(&mut till);
}

#[test]
fn a_payment_of_an_open_sale_is_counted_once() {
    let bench = Bench::new();
    let mut till = bench.open();
    float(&mut till);
    ring(&mut till, "BB0010", 2);
    till.pay_card(euro(4600), &mut NoProgress).unwrap();
    let first = till.close_terminal("Testterminal").unwrap();
    assert!(
        first.closing.agrees() && first.closing.open.len() == 1,
        "{first:?}"
    );
    till.pay_card(euro(4600), &mut NoProgress).unwrap();
    let closing = close(&mut till);
    let last = &closing.terminals[1].closing;
    assert!(last.agrees(), "{last:?}");
    assert_eq!((last.ours.count, last.ours.sum), (1, euro(4600)));
    assert_sound(&mut till);
}

/// A printer whose paper can be read, and that can be out of paper.
#[derive(Clone, Default)]
struct Paper(Arc<Mutex<Tray>>);

/// What was printed, by name, and whether the paper is out.
type Tray = (Vec<(String, String)>, bool);

impl amtskasse_counter::ReceiptPrinter for Paper {
    fn print(&mut self, name: &str, text: &str) -> Result<(), amtskasse_counter::Error> {
        let mut paper = self.0.lock().unwrap();
        if paper.1 {
            return Err(amtskasse_counter::Error::OutOfPaper);
        }
        paper.0.push((name.to_owned(), text.to_owned()));
        Ok(())
    }

    fn columns(&self) -> usize {
        42
    }
}

fn with_printer(bench: &Bench) -> (Till, Paper) {
    let paper = Paper::default();
    let devices = Devices {
        printer: Some(Box::new(paper.clone())),
        ..bench.devices()
    };
    let ledger = Ledger::open(bench.folder.path()).unwrap();
    let (mut till, _) = Till::open(ledger, devices, bench.clock.clone(), false).unwrap();
    till.log_in("101", "1111").unwrap();
    (till, paper)
}

#[test]
fn the_customers_copy_goes_with_the_receipt_and_the_merchants_can_be_printed_again() {
    let bench = Bench::new();
    let (mut till, paper) = with_printer(&bench);
    float(&mut till);
    let number = pay(&mut till, "BB0010", 4600);
    assert!(paper.0.lock().unwrap().0.is_empty(), "nothing to sign");
    till.print_receipt(number, false).unwrap();
    let printed = paper.0.lock().unwrap().0[0].1.clone();
    assert!(printed.contains("* Kundenbeleg *"), "{printed}");
    assert!(printed.contains("Terminal-ID 65000001"), "{printed}");
    assert!(!printed.contains("Händlerbeleg"), "{printed}");
    till.print_slips(number).unwrap();
    let again = paper.0.lock().unwrap().0[1].1.clone();
    assert!(
        again.contains("Händlerbeleg") && again.contains("KOPIE"),
        "{again}"
    );
    assert!(
        till.receipt_pdf(number, false)
            .unwrap()
            .starts_with(b"%PDF")
    );
    ring(&mut till, "MU0160", 1);
    let cash = till.pay_cash(euro(990)).unwrap().receipt.number;
    assert!(matches!(till.print_slips(cash), Err(TillError::NoSlips(_))));
    assert_sound(&mut till);
}

#[test]
fn what_has_to_be_signed_is_on_paper_at_once_and_missing_paper_is_a_warning() {
    let bench = Bench::new();
    let (mut till, paper) = with_printer(&bench);
    float(&mut till);
    ring(&mut till, "BB0010", 1);
    bench.memory.push(Script::ApproveSigned);
    let held = till.pay_card(euro(4600), &mut NoProgress).unwrap();
    assert!(matches!(held, CardResult::Held { .. }), "{held:?}");
    let printed = paper.0.lock().unwrap().0.clone();
    assert_eq!(printed.len(), 1);
    assert!(printed[0].1.contains("Händlerbeleg"), "{printed:?}");
    assert_eq!(
        till.pay_cash(Money::ZERO).unwrap().warnings,
        [] as [String; 0]
    );

    paper.0.lock().unwrap().1 = true;
    ring(&mut till, "BB0010", 1);
    bench.memory.push(Script::ApproveSigned);
    till.pay_card(euro(4600), &mut NoProgress).unwrap();
    let warnings = till.take_warnings();
    assert!(
        warnings.len() == 1 && warnings[0].contains("out of paper"),
        "{warnings:?}"
    );
    let done = till.pay_cash(Money::ZERO).unwrap();
    let reference = till
        .ledger()
        .payment_references(done.receipt.number)
        .unwrap();
    let slips = till
        .ledger()
        .slips_of(reference[0].as_deref().unwrap())
        .unwrap();
    assert!(
        slips
            .iter()
            .any(|k| k.slip.kind == SlipKind::Merchant && k.slip.signature)
    );
    assert_sound(&mut till);
}

fn set_rules(bench: &Bench, json: &str) {
    let mut till = bench.open();
    let rules: Rules = serde_json::from_str(json).unwrap();
    assert!(matches!(
        till.set_rules(&rules, "", &berger()),
        Err(TillError::NotAllowed(_))
    ));
    till.log_in("401", "6666").unwrap();
    assert!(till.set_rules(&rules, "Ratsbeschluss", &berger()).unwrap());
    assert!(!till.set_rules(&rules, "noch einmal", &berger()).unwrap());
    let events = till.ledger().events_of("payment-rules").unwrap();
    assert_eq!(events.len(), 1);
    assert!(
        events[0].text.contains("neu: ")
            && events[0]
                .text
                .contains(": Ratsbeschluss (Freigabe: 201 M. Berger)")
    );
}

#[test]
fn rules_are_told_before_and_hold_at_the_till() {
    let bench = Bench::new();
    set_rules(
        &bench,
        r#"[{"kinds": ["cash"], "up_to": "90,00"}, {"kinds": ["credit"], "group": "Ausweise", "up_to": "50,00"}]"#,
    );
    let mut till = bench.open();
    float(&mut till);
    assert!(till.acceptance().unwrap().allows(Means::Cash));
    ring(&mut till, "BB0010", 2);
    let accepted = till.acceptance().unwrap();
    assert!(!accepted.allows(Means::Cash) && !accepted.allows(Means::Credit));
    assert!(accepted.no_card().is_none());
    assert!(matches!(
        till.pay_cash(euro(9200)),
        Err(TillError::NotAccepted(refused)) if refused.kind == Means::Cash
    ));
    assert!(matches!(
        till.pay_part_in_cash(euro(1000)),
        Err(TillError::NotAccepted(_))
    ));
    bench.memory.push(Script::ApproveCredit);
    let held = till.pay_card(euro(9200), &mut NoProgress).unwrap();
    let why = vec![Held::Kind(PaymentKind::Kreditkarte)];
    assert_eq!(
        held,
        CardResult::Held {
            due: Money::ZERO,
            why
        }
    );
    let receipt = till.pay_cash(Money::ZERO).unwrap().receipt;
    let event = till
        .ledger()
        .events_of("payment-rule-waived")
        .unwrap()
        .remove(0);
    assert_eq!(event.receipt, Some(receipt.number));
    assert_eq!(
        event.text,
        "92,00 € angenommen: Kreditkarte nur bis 50,00\u{a0}€ (Ausweise)"
    );
    // What goes back goes back the way it can.
    till.begin_void(receipt.number, "falsch", &berger())
        .unwrap();
    assert!(till.acceptance().unwrap().allows(Means::Cash));
    till.pay_cash(euro(-9200)).unwrap();
    pay(&mut till, "BB0010", 4600);
    assert_sound(&mut till);
}

#[test]
fn where_no_card_is_taken_no_terminal_is_asked() {
    let bench = Bench::new();
    set_rules(
        &bench,
        r#"[{"kinds": ["girocard", "credit", "service", "prepaid"], "from": "5,00"}]"#,
    );
    let mut till = bench.open();
    float(&mut till);
    ring(&mut till, "BB0190", 4);
    assert!(matches!(
        till.pay_card(euro(120), &mut NoProgress),
        Err(TillError::NotAccepted(_))
    ));
    assert!(bench.memory.charged().is_empty());
    till.pay_cash(euro(120)).unwrap();
    assert_sound(&mut till);
}
