use super::*;

#[test]
fn numbers_carry_the_check_digit_of_an_ean() {
    // 400638133393 has check digit 1, the example of every description of EAN-13.
    assert!(Number::read("4006381333931").is_ok());
    assert_eq!(Number::read("4006381333932"), Err(NumberError::CheckDigit));
    for chance in [0, 1, 9_999_999_999, 10_000_000_000, u64::MAX] {
        let number = Number::from_chance(chance);
        assert_eq!(Number::read(number.as_str()), Ok(number.clone()));
        assert!(Number::is_ours(number.as_str()), "{number}");
    }
    assert_eq!(Number::from_chance(0).as_str(), "9900000000004");
}

#[test]
fn one_wrong_or_swapped_digit_is_noticed() {
    let number = Number::from_chance(1_234_567_890).to_string();
    for at in 0..13 {
        for digit in '0'..='9' {
            let mut wrong: Vec<char> = number.chars().collect();
            if wrong[at] == digit {
                continue;
            }
            wrong[at] = digit;
            let wrong: String = wrong.into_iter().collect();
            assert_eq!(
                Number::read(&wrong),
                Err(NumberError::CheckDigit),
                "{wrong}"
            );
        }
    }
}

#[test]
fn cards_from_elsewhere_keep_their_digits() {
    assert_eq!(Number::read(" 004 711 ").unwrap().as_str(), "004711");
    for wrong in [
        "",
        "12345",
        "123456789012345678901",
        "12345a",
        "12345-6",
        "٤٢٤٢٤٢",
    ] {
        assert_eq!(Number::read(wrong), Err(NumberError::Digits), "{wrong}");
    }
    assert!(!Number::is_ours("2000000001203"), "an article of the shop");
    assert!(!Number::is_ours("990000000000"));
}

#[test]
fn the_claim_ends_three_years_after_the_year_of_the_sale() {
    let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
    assert_eq!(limitation(day(2026, 1, 1)), day(2029, 12, 31));
    assert_eq!(limitation(day(2026, 12, 31)), day(2029, 12, 31));
    assert_eq!(limitation(day(2027, 1, 1)), day(2030, 12, 31));
}
