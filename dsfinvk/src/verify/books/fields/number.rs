//! Numbers as the format writes them (R6).

/// `-?[0-9]+(,[0-9]{1,decimals})?`, up to 27 digits.
pub(super) fn is_number(bytes: &[u8], decimals: u32) -> bool {
    let digits = bytes.strip_prefix(b"-").unwrap_or(bytes);
    let mut before = 0;
    for (place, byte) in digits.iter().enumerate() {
        match byte {
            b'0'..=b'9' => before += 1,
            b',' if place > 0 => {
                let behind = digits.get(place + 1..).unwrap_or_default();
                return !behind.is_empty()
                    && behind.len() <= decimals as usize
                    && before + behind.len() <= 27
                    && behind.iter().all(u8::is_ascii_digit);
            }
            _ => return false,
        }
    }
    (1..=27).contains(&before)
}

/// What is wrong with a number, in German and English.
pub(super) fn number_fault(text: &str, decimals: u32) -> (String, String) {
    let plain = is_number(text.as_bytes(), 27);
    let say = |german: &str, english: &str| (german.to_owned(), english.to_owned());
    if plain && decimals == 0 {
        return say(
            "Nachkommastellen sind hier nicht erlaubt",
            "no decimals are allowed here",
        );
    }
    if plain {
        return (
            format!("höchstens {decimals} Nachkommastellen sind erlaubt"),
            format!("at most {decimals} decimals are allowed"),
        );
    }
    let without = |c: char| is_number(text.replace(c, "").as_bytes(), 27);
    if text.contains('.') && !text.contains(',') && is_number(text.replace('.', ",").as_bytes(), 27)
    {
        return say(
            "Dezimalzeichen ist das Komma, nicht der Punkt",
            "the decimal symbol is the comma, not the point",
        );
    }
    if text.contains('.') && without('.') {
        return say(
            "Zahlen werden ohne Tausenderpunkte geschrieben",
            "numbers are written without grouping",
        );
    }
    if text.contains(' ') && is_number(text.trim().as_bytes(), 27) {
        return say(
            "Zahlen stehen ohne Leerzeichen",
            "numbers stand without spaces",
        );
    }
    if text.starts_with('+') {
        return say("ein Pluszeichen ist nicht erlaubt", "no plus is allowed");
    }
    say(
        "das ist keine Zahl (Ziffern, Komma, davor höchstens ein Minus)",
        "this is no number (digits, a comma, at most a minus in front)",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Number;

    #[test]
    fn numbers_are_what_the_exact_reader_reads() {
        for text in [
            "0",
            "-0,00",
            "12,5",
            "007",
            "12,345",
            "",
            "-",
            ",5",
            "5,",
            "+5",
            "1.234,50",
            "1e3",
            " 1",
            "1,2,3",
            "--1",
            "١",
            "123456789012345678901234567",
            "1234567890123456789012345678",
        ] {
            for decimals in [0, 2, 3, 5] {
                assert_eq!(
                    is_number(text.as_bytes(), decimals),
                    Number::read(text.as_bytes(), decimals as u8).is_some(),
                    "{text} {decimals}"
                );
            }
        }
    }

    #[test]
    fn what_is_wrong_with_a_number() {
        let english = |text| number_fault(text, 2).1;
        assert!(english("1,234").contains("at most 2"));
        assert!(english("1234.50").contains("not the point"));
        assert!(english("1.234,50").contains("grouping"));
        assert!(english("1.234.567").contains("grouping"));
        assert!(english("12 ").contains("spaces"));
        assert!(english("+1").contains("plus"));
        assert!(english("1x234,50").contains("no number"));
        assert!(number_fault("1,0", 0).1.contains("no decimals"));
    }
}
