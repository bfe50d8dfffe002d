//! Every business the register knows, rung up, signed, exported and checked against all rules and the TSE's archives.

use super::standby_tests::close;
use super::*;
use crate::dsfinvk::tests::{Rows, exported, of};
use crate::sale::{Discount, DiscountAmount};
use crate::till::paying::NoProgress;

/// What the TSE signed so far, as a file.
fn archive(till: &mut Till, folder: &std::path::Path) -> std::path::PathBuf {
    let path = folder.join("tse-of-the-test.tar");
    let mut file = std::fs::File::create(&path).unwrap();
    till.export_tse(&amtskasse_tse::ExportFilter::All, &mut file)
        .unwrap();
    path
}

fn column<'r>(rows: &'r Rows, file: &str, receipt: u64, column: &str) -> Vec<&'r str> {
    let rows = of(rows, file, receipt).into_iter();
    rows.map(|row| row[column].as_str()).collect()
}

fn due(till: &Till) -> Money {
    till.view().unwrap().unwrap().due
}

fn pay(till: &mut Till) -> u64 {
    let due = due(till);
    till.pay_cash(due).unwrap().receipt.number
}

fn percent(percent: i64) -> Option<Discount> {
    Some(Discount {
        amount: DiscountAmount::Percent(Decimal::from(percent)),
        reason: "Ehrenamtskarte".into(),
    })
}

#[test]
fn a_day_with_everything() {
    let bench = Bench::new();
    let mut till = bench.open();
    float(&mut till);
    // Fee, taxable at two rates, forestry, exempt, menu with two keys, deposit.
    for item in [
        "BB0010", "MU0160", "MU0120", "FO0010", "MU0010", "KA0070", "KA0120",
    ] {
        ring(&mut till, item, 1);
    }
    let struck = ring(&mut till, "BB0020", 1);
    till.void_line(struck).unwrap();
    till.set_discount(None, percent(10)).unwrap();
    let mixed = pay(&mut till);
    // A discount on a line with two keys.
    let menu = ring(&mut till, "KA0070", 3);
    till.set_discount(Some(menu), percent(15)).unwrap();
    let reduced = pay(&mut till);
    ring(&mut till, "KA0130", 2);
    let deposit = pay(&mut till);
    // Money for others: a principal with a number, and one that has none.
    ring(&mut till, "TI0050", 4);
    ring(&mut till, "BB0240", 1);
    let foreign = pay(&mut till);
    let reference = Some("5.0815.002345".to_owned());
    till.add("HK0010", Decimal::ONE, Some(euro(12_050)), reference)
        .unwrap();
    let claim = pay(&mut till);
    till.add("TI0180", Decimal::ONE, Some(euro(5000)), None)
        .unwrap();
    let voucher = pay(&mut till);
    let number = till.ledger().receipt(voucher).unwrap().unwrap().lines[0]
        .voucher
        .clone()
        .unwrap();
    ring(&mut till, "MU0160", 1);
    till.redeem(&number, None).unwrap();
    let redeemed = pay(&mut till);
    // Paid in part in cash, the rest by card; parked in between.
    ring(&mut till, "BB0010", 1);
    till.pay_part_in_cash(euro(1000)).unwrap();
    till.park("holt die Karte").unwrap();
    bench.later(600);
    let parked = till.parked().unwrap()[0].id;
    till.recall(parked).unwrap();
    let left = due(&till);
    till.pay_card(left, &mut NoProgress).unwrap();
    let split = till.ledger().last_receipt().unwrap();
    // Back again, in part and in whole.
    till.begin_refund(mixed + 1, &[(0, Decimal::ONE)], "schmeckt nicht", &berger())
        .unwrap();
    let refund = pay(&mut till);
    till.begin_void(claim, "falsches Kassenzeichen", &berger())
        .unwrap();
    let void = pay(&mut till);
    ring(&mut till, "BB0010", 1);
    till.abort("Kunde ging").unwrap();
    let abort = till.ledger().last_receipt().unwrap();
    till.set_training(true).unwrap();
    ring(&mut till, "BB0010", 1);
    let training = pay(&mut till);
    till.set_training(false).unwrap();
    for (kind, amount) in [
        (Kind::PayIn, 2000),
        (Kind::PayOut, 1550),
        (Kind::Skim, 3000),
        (Kind::Delivery, 4000),
    ] {
        let movement = Movement {
            kind,
            amount: euro(amount),
            reason: "Beleg 17".into(),
            approval: Some(berger()),
        };
        till.move_cash(&movement).unwrap();
    }
    // The TSE is out for two receipts.
    bench.faults.set(Fault::Removed);
    ring(&mut till, "MU0160", 2);
    let unsigned = pay(&mut till);
    bench.faults.clear_all();
    bench.later(60);
    till.tick().unwrap();
    let expected = till.expected_cash().unwrap();
    let request = CloseRequest {
        pieces: Pieces::fewest(expected - euro(10)),
        reason: "verzählt".into(),
        skim: euro(5000),
        approval: berger(),
    };
    till.close(&request).unwrap();
    let closed = till.ledger().last_receipt().unwrap();
    // The next day begins with what was left.
    bench.later(86_400);
    ring(&mut till, "BB0010", 1);
    let next = pay(&mut till);
    close(&mut till);

    let tar = archive(&mut till, bench.folder.path());
    let rows = exported(bench.folder.path(), &[tar]);
    crate::dsfinvk::taxonomy::tests::says_the_same(bench.folder.path(), &rows);
    let names = |receipt| column(&rows, "transactions.csv", receipt, "BON_NAME")[0];
    let cases = |receipt| column(&rows, "lines.csv", receipt, "GV_TYP");
    let paid = |receipt| {
        let kinds = column(&rows, "datapayment.csv", receipt, "ZAHLART_TYP");
        let sums = column(&rows, "datapayment.csv", receipt, "BASISWAEH_BETRAG");
        kinds.into_iter().zip(sums).collect::<Vec<_>>()
    };
    assert_eq!(
        column(&rows, "transactions_vat.csv", mixed, "UST_SCHLUESSEL"),
        ["1", "2", "4", "5", "6"]
    );
    assert_eq!(column(&rows, "lines.csv", mixed, "P_STORNO")[7], "1");
    assert_eq!(*cases(mixed).last().unwrap(), "Rabatt");
    // 3 × 8.50 less 15 %: 17.85 and 7.65 become 15.17 and 6.50; 0.15 of 25.50 is 3.825.
    assert_eq!(column(&rows, "lines.csv", reduced, "STK_BR"), ["7,22333"]);
    let prices = of(&rows, "itemamounts.csv", reduced);
    let prices: Vec<_> = prices
        .iter()
        .map(|row| (row["TYP"].as_str(), row["PF_BRUTTO"].as_str()))
        .collect();
    assert_eq!(prices.len(), 4);
    assert_eq!(
        column(&rows, "lines_vat.csv", reduced, "POS_BRUTTO"),
        ["15,17", "6,50"]
    );
    assert_eq!(cases(deposit), ["PfandRueckzahlung"]);
    assert_eq!(paid(deposit), [("Bar", "-0,50")]);
    assert_eq!(
        column(&rows, "lines.csv", foreign, "AGENTUR_ID"),
        ["1", "0"]
    );
    assert_eq!(
        column(&rows, "lines.csv", foreign, "GV_NAME"),
        ["", "Fremdgeld"]
    );
    assert_eq!(cases(claim), ["Forderungsaufloesung"]);
    assert_eq!(
        column(&rows, "references.csv", claim, "REF_BON_ID"),
        ["5.0815.002345"]
    );
    assert_eq!(cases(voucher), ["MehrzweckgutscheinKauf"]);
    assert_eq!(
        column(&rows, "lines.csv", redeemed, "GUTSCHEIN_NR")[1],
        number
    );
    assert_eq!(paid(redeemed), [("Keine", "0,00")]);
    assert_eq!(paid(split), [("Bar", "10,00"), ("ECKarte", "36,00")]);
    assert_eq!(
        column(&rows, "references.csv", refund, "REF_BON_ID"),
        [reduced.to_string()]
    );
    assert_eq!(
        column(&rows, "transactions.csv", refund, "BON_STORNO"),
        ["0"]
    );
    assert_eq!(column(&rows, "transactions.csv", void, "BON_STORNO"), ["1"]);
    assert_eq!(names(void), "Storno");
    assert_eq!(
        column(&rows, "references.csv", void, "REF_TYP"),
        ["Transaktion", "ExterneSonstige"]
    );
    for (receipt, kind) in [(abort, "AVBelegabbruch"), (training, "AVTraining")] {
        assert_eq!(
            column(&rows, "transactions.csv", receipt, "BON_TYP"),
            [kind]
        );
        assert_eq!(
            column(&rows, "transactions.csv", receipt, "UMS_BRUTTO"),
            ["0,00"]
        );
        assert_eq!(paid(receipt), [("Keine", "0,00")]);
        assert_eq!(cases(receipt), ["Umsatz"]);
    }
    assert_eq!(of(&rows, "transactions_vat.csv", abort).len(), 0);
    let failure = column(&rows, "transactions_tse.csv", unsigned, "TSE_TA_FEHLER")[0];
    assert!(failure.contains("TSE"), "{failure}");
    assert_eq!(
        [names(closed - 1), names(closed)],
        ["Kassendifferenz", "Abschöpfung"]
    );
    assert_eq!(cases(next - 1), ["Anfangsbestand"]);
    assert_eq!(rows["pa.csv"].len(), 4);
    let sums = &rows["businesscases.csv"];
    let foreign = sums
        .iter()
        .find(|row| row["GV_NAME"] == "Fremdgeld")
        .unwrap();
    assert_eq!(foreign["Z_UMS_BRUTTO"], "40,00");
}

#[test]
fn a_refund_after_a_change_of_rates_keeps_its_rate_under_the_historical_key() {
    let bench = super::tax_tests::bench_at("2020-06-30T08:00:00Z");
    let mut till = bench.open();
    float(&mut till);
    ring(&mut till, "MU0160", 1);
    let sold = pay(&mut till);
    close(&mut till);
    bench.clock.set("2020-07-01T08:00:00Z".parse().unwrap());
    till.tick().unwrap();
    ring(&mut till, "MU0160", 1);
    let dearer = pay(&mut till);
    till.begin_void(sold, "Irrtum", &berger()).unwrap();
    let back = pay(&mut till);
    close(&mut till);
    let tar = archive(&mut till, bench.folder.path());
    let rows = exported(bench.folder.path(), &[tar]);
    let key = |receipt| column(&rows, "transactions_vat.csv", receipt, "UST_SCHLUESSEL");
    assert_eq!(
        (key(sold), key(dearer), key(back)),
        (vec!["1"], vec!["1"], vec!["11"])
    );
    let rate = |z_number: &str, key: &str| {
        let mut rows = rows["vat.csv"].iter();
        let row = rows.find(|row| row["Z_NR"] == z_number && row["UST_SCHLUESSEL"] == key);
        row.map(|row| row["UST_SATZ"].clone())
    };
    assert_eq!(rate("1", "1").as_deref(), Some("19,00"));
    assert_eq!(rate("2", "1").as_deref(), Some("16,00"));
    assert_eq!(rate("2", "11").as_deref(), Some("19,00"));
}

#[test]
fn two_tses_in_one_closing_are_both_named() {
    let pair = super::standby_tests::Pair::new();
    let mut till = pair.open();
    float(&mut till);
    ring(&mut till, "MU0160", 1);
    let first = pay(&mut till);
    pair.bench.faults.set(Fault::Removed);
    pair.bench.later(60);
    ring(&mut till, "MU0160", 1);
    let second = pay(&mut till);
    close(&mut till);
    drop(till);
    let rows = exported(pair.bench.folder.path(), &[]);
    let device = |receipt| column(&rows, "transactions_tse.csv", receipt, "TSE_ID")[0];
    assert_ne!(device(first), device(second));
    let named: Vec<_> = rows["tse.csv"]
        .iter()
        .map(|row| row["TSE_ID"].as_str())
        .collect();
    assert_eq!(named, [device(first), device(second)]);
}

#[test]
fn master_data_are_those_of_their_closing() {
    let bench = Bench::new();
    let mut till = bench.open();
    float(&mut till);
    close(&mut till);
    drop(till);
    let connection =
        rusqlite::Connection::open(bench.folder.path().join(crate::ledger::FILE)).unwrap();
    connection
        .execute_batch(
            "UPDATE setting SET value = replace(value, 'Rathausplatz 1', 'Neuer Platz 9') WHERE name = 'municipality';
             UPDATE pay_point SET street = 'Museumsgasse 2', postal_code = '98765', city = 'Lindenau' WHERE id = 'BB';
             DELETE FROM principal WHERE number = 2;",
        )
        .unwrap();
    drop(connection);
    let mut till = bench.open();
    ring(&mut till, "BB0010", 1);
    pay(&mut till);
    close(&mut till);
    drop(till);
    let rows = exported(bench.folder.path(), &[]);
    let streets = |file: &str, column: &str| {
        let rows = rows[file].iter();
        rows.map(|row| row[column].clone()).collect::<Vec<_>>()
    };
    assert_eq!(
        streets("cashpointclosing.csv", "STRASSE"),
        ["Rathausplatz 1", "Neuer Platz 9"]
    );
    assert_eq!(
        streets("location.csv", "LOC_STRASSE"),
        ["Rathausplatz 1", "Museumsgasse 2"]
    );
    assert_eq!(streets("pa.csv", "AGENTUR_ID"), ["1", "2", "1"]);
}

#[test]
fn a_day_of_training_alone_has_no_sums() {
    let bench = Bench::new();
    let mut till = bench.open();
    till.set_training(true).unwrap();
    ring(&mut till, "BB0010", 1);
    pay(&mut till);
    till.set_training(false).unwrap();
    close(&mut till);
    let tar = archive(&mut till, bench.folder.path());
    let rows = exported(bench.folder.path(), &[tar]);
    for file in ["businesscases.csv", "payment.csv", "cash_per_currency.csv"] {
        assert_eq!(rows[file].len(), 0, "{file}");
    }
    assert_eq!(rows["cashpointclosing.csv"][0]["Z_SE_ZAHLUNGEN"], "0,00");
}

#[test]
fn a_reference_is_never_cut() {
    let bench = Bench::new();
    let mut till = bench.open();
    let long = Some("5".repeat(41));
    let refused = till.add("HK0010", Decimal::ONE, Some(euro(100)), long);
    assert!(matches!(
        refused,
        Err(TillError::Sale(crate::sale::SaleError::ReferenceTooLong))
    ));
    let longest = Some(format!("  {} ", "5".repeat(40)));
    till.add("HK0010", Decimal::ONE, Some(euro(100)), longest)
        .unwrap();
    let claim = pay(&mut till);
    close(&mut till);
    let rows = exported(bench.folder.path(), &[]);
    assert_eq!(
        column(&rows, "references.csv", claim, "REF_BON_ID"),
        ["5".repeat(40)]
    );
}

#[test]
fn the_recipient_of_an_invoice_is_the_one_it_had_at_the_closing() {
    let bench = Bench::new();
    let mut till = bench.open();
    ring(&mut till, "MU0160", 1);
    let anonymous = pay(&mut till);
    ring(&mut till, "MU0160", 40);
    let sold = pay(&mut till);
    let invoice = |name: &str| crate::till::Invoice {
        receipt: sold,
        name: name.into(),
        street: "Markt 1".into(),
        town: "98765 Lindenau".into(),
        ..Default::default()
    };
    till.invoice(&invoice("Muster GmbH"), "").unwrap();
    close(&mut till);
    bench.later(60);
    till.invoice(&invoice("Andere GmbH"), "falscher Empfänger")
        .unwrap();
    drop(till);
    let rows = exported(bench.folder.path(), &[]);
    let of = |receipt, name| column(&rows, "transactions.csv", receipt, name)[0];
    assert_eq!(of(sold, "KUNDE_NAME"), "Muster GmbH");
    assert_eq!(
        (of(sold, "KUNDE_PLZ"), of(sold, "KUNDE_ORT")),
        ("98765", "Lindenau")
    );
    assert_eq!(of(anonymous, "KUNDE_NAME"), "");
}
