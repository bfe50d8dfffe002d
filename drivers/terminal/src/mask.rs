//! Nothing that looks like a card number leaves this crate.

/// Fewest digits of a card number (ISO/IEC 7812-1: 8 to 19; shorter than 12 no payment card is).
const SHORTEST: usize = 12;

/// Masks a card number: at most the last four digits stay readable, `#` for the rest. Masks of the terminal (`*`, `x`, `X`,
/// `E`) become `#`.
#[must_use]
pub fn number(number: &str) -> String {
    let digits = number.chars().filter(char::is_ascii_digit).count();
    let mut seen = 0;
    let masked = number.chars().map(|c| match c {
        '*' | 'x' | 'X' | 'E' => '#',
        _ if c.is_ascii_digit() => {
            seen += 1;
            if seen + 4 > digits { c } else { '#' }
        }
        _ => c,
    });
    masked.collect()
}

/// Masks every run of digits in a text that is long enough to be a card number and passes its check digit
/// (ISO/IEC 7812-1 annex B). Blanks and hyphens between groups do not hide one.
#[must_use]
pub fn text(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut masked = chars.clone();
    let mut start = 0;
    while start < chars.len() {
        if !chars[start].is_ascii_digit() {
            start += 1;
            continue;
        }
        let (end, digits) = run(&chars, start);
        if digits.len() >= SHORTEST
            && digits.len() <= 19
            && luhn(digits.iter().map(|&at| chars[at]))
        {
            for &at in &digits[..digits.len() - 4] {
                masked[at] = '#';
            }
        }
        start = end;
    }
    masked.into_iter().collect()
}

/// End of the digits that begin at `start`, single separators skipped, and their places.
fn run(chars: &[char], start: usize) -> (usize, Vec<usize>) {
    let mut digits = Vec::new();
    let mut at = start;
    while at < chars.len() {
        if chars[at].is_ascii_digit() {
            digits.push(at);
            at += 1;
        } else if matches!(chars[at], ' ' | '-')
            && chars.get(at + 1).is_some_and(char::is_ascii_digit)
        {
            at += 1;
        } else {
            break;
        }
    }
    (at, digits)
}

fn luhn(digits: impl DoubleEndedIterator<Item = char>) -> bool {
    let sum: u32 = digits
        .rev()
        .filter_map(|c| c.to_digit(10))
        .enumerate()
        .map(|(place, digit)| match place % 2 {
            0 => digit,
            _ => digit * 2 / 10 + digit * 2 % 10,
        })
        .sum();
    sum % 10 == 0
}

#[cfg(test)]
mod tests {
    #[test]
    fn no_card_number_is_kept() {
        assert_eq!(super::number("4711471147110123"), "############0123");
        assert_eq!(super::number("############0123"), "############0123");
        assert_eq!(super::number("680533*********4747"), "###############4747");
        assert_eq!(super::number("xxxxxxxxxxxx0036"), "############0036");
        assert_eq!(super::number("4711 4711"), "#### 4711");
    }

    #[test]
    fn a_card_number_in_a_text_is_masked() {
        assert_eq!(
            super::text("Karte 4111 1111 1111 1111 ok"),
            "Karte #### #### #### 1111 ok"
        );
        assert_eq!(super::text("PAN 4111111111111111"), "PAN ############1111");
        assert_eq!(
            super::text("EUR 12,50 TA-Nr 000022"),
            "EUR 12,50 TA-Nr 000022"
        );
        assert_eq!(super::text("VU-Nr 100764992"), "VU-Nr 100764992");
    }
}
