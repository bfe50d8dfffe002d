use super::*;
use crate::receipt::movement_line;

/// A line with parts of (key, rate in hundredths of a per cent, cents).
fn line(case: BusinessCase, parts: &[(u16, i64, i64)]) -> Line {
    let mut line = movement_line(Kind::PayIn, "Probe", Money::ZERO).unwrap();
    line.case = case;
    line.parts = parts
        .iter()
        .map(|(key, rate, cents)| TaxPart {
            key: TaxKey(*key),
            percent: Decimal::new(*rate, 2),
            gross: Money::from_cents(*cents),
        })
        .collect();
    line.gross = line.parts.iter().map(|part| part.gross).sum();
    line
}

fn why(lines: &[Line]) -> Option<WhyNotDue> {
    check_tax(Kind::Sale, lines).err().map(|wrong| wrong.why)
}

#[test]
fn a_rate_under_a_key_without_vat_is_refused() {
    for key in [5, 6, 7, 8] {
        let mut wrong = line(BusinessCase::Umsatz, &[(key, 1900, 100)]);
        wrong.tax_text = Some("steuerfrei nach § 4 Nr. 20a UStG".into());
        assert_eq!(why(&[wrong]), Some(WhyNotDue::KeyWithoutTax), "{key}");
    }
    assert_eq!(why(&[line(BusinessCase::Umsatz, &[(5, 0, 100)])]), None);
}

#[test]
fn an_exemption_without_its_words_is_refused() {
    let mut exempt = line(BusinessCase::Umsatz, &[(6, 0, 600)]);
    assert_eq!(why(&[exempt.clone()]), Some(WhyNotDue::NoReason));
    exempt.tax_text = Some(" ".into());
    assert_eq!(why(&[exempt.clone()]), Some(WhyNotDue::NoReason));
    exempt.tax_text = Some("steuerfrei nach § 4 Nr. 20a UStG".into());
    assert_eq!(why(&[exempt]), None);
}

#[test]
fn vat_on_a_multi_purpose_voucher_is_refused() {
    for case in [
        BusinessCase::MehrzweckgutscheinKauf,
        BusinessCase::MehrzweckgutscheinEinloesung,
    ] {
        let wrong = why(&[line(case, &[(1, 1900, 2500)])]);
        assert_eq!(wrong, Some(WhyNotDue::MultiPurposeVoucher));
        assert_eq!(why(&[line(case, &[(5, 0, 2500)])]), None);
    }
    let single = line(BusinessCase::EinzweckgutscheinKauf, &[(1, 1900, 800)]);
    assert_eq!(why(&[single]), None);
}

#[test]
fn vat_on_money_of_others_is_refused() {
    let mut shared = line(BusinessCase::Umsatz, &[(1, 1900, 520), (5, 0, 780)]);
    shared.third_party = Money::from_cents(780);
    assert_eq!(why(&[shared]), None);
    // One cent of the 7.80 would be taxed.
    let mut shared = line(BusinessCase::Umsatz, &[(1, 1900, 521), (5, 0, 779)]);
    shared.third_party = Money::from_cents(780);
    assert_eq!(why(&[shared]), Some(WhyNotDue::ThirdParty));
    let moved = line(BusinessCase::Geldtransit, &[(1, 1900, 100)]);
    assert_eq!(
        check_tax(Kind::Float, &[moved]).unwrap_err().why,
        WhyNotDue::ThirdParty
    );
}

#[test]
fn a_deposit_shares_the_rate_of_what_it_belongs_to() {
    let deposit = line(BusinessCase::Pfand, &[(1, 1900, 25)]);
    let water = line(BusinessCase::Umsatz, &[(1, 1900, 150)]);
    let book = line(BusinessCase::Umsatz, &[(2, 700, 2490)]);
    let fee = line(BusinessCase::Umsatz, &[(5, 0, 4600)]);
    let menu = line(BusinessCase::Umsatz, &[(1, 1900, 255), (2, 700, 595)]);
    let security = line(BusinessCase::Pfand, &[(5, 0, 2000)]);
    let with = |other: &Line| why(&[deposit.clone(), other.clone()]);
    assert_eq!(with(&water), None);
    assert_eq!(with(&menu), None);
    assert_eq!(with(&book), Some(WhyNotDue::DepositApart));
    // Nothing on the receipt that it could follow: its item says how it is taxed.
    assert_eq!(why(std::slice::from_ref(&deposit)), None);
    assert_eq!(with(&fee), None);
    // A drink that was struck out is not there.
    let mut struck = water.clone();
    struck.voided = true;
    let lines = [deposit.clone(), struck, book.clone()];
    assert_eq!(why(&lines), Some(WhyNotDue::DepositApart));
    // A drink paid by a voucher of last year stands under the historical key.
    let prepaid = line(BusinessCase::Umsatz, &[(21, 1600, 150)]);
    assert_eq!(with(&prepaid), None);
    // A security is no supply, whatever is sold beside it.
    assert_eq!(why(&[security, water]), None);
}

#[test]
fn a_deposit_that_comes_back_reduces_what_was_charged_then_whatever_is_bought_today() {
    let back = line(BusinessCase::PfandRueckzahlung, &[(1, 1900, -50)]);
    let book = line(BusinessCase::Umsatz, &[(2, 700, 2490)]);
    assert_eq!(why(std::slice::from_ref(&back)), None);
    assert_eq!(why(&[back, book]), None);
}

#[test]
fn the_line_is_named_and_a_reversal_repeats_what_was() {
    let good = line(BusinessCase::Umsatz, &[(5, 0, 100)]);
    let wrong = line(BusinessCase::Umsatz, &[(5, 1900, 100)]);
    let mut struck = wrong.clone();
    struck.voided = true;
    let lines = [good, struck, wrong];
    let found = check_tax(Kind::Training, &lines).unwrap_err();
    assert_eq!((found.position, found.text.as_str()), (3, "Probe"));
    for kind in [Kind::Void, Kind::Refund, Kind::Abort] {
        assert_eq!(check_tax(kind, &lines), Ok(()));
    }
}
