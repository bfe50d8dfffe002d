//! Nothing that looks like a card number leaves this crate.

/// Fewest digits of a card number (ISO/IEC 7812-1: 8 to 19; shorter than 12 no payment card is).
const SHORTEST: usize = 12;

/// Widest gap between two groups of a card number.
const WIDEST: usize = 3;

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

/// Most digits of a card number.
const LONGEST: usize = 19;

/// Masks every run of digits in a text that is long enough to be a card number and passes its check digit
/// (ISO/IEC 7812-1 annex B). Blanks and hyphens between groups do not hide one, nor do numbers beside it. A run of more
/// digits than a card number has is masked whatever it is: it may hold one.
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
        let (end, groups) = run(&chars, start);
        for digits in suspects(&groups) {
            let long = digits.len() > LONGEST;
            if long || (chars[digits[0]] != '0' && luhn(digits.iter().map(|&at| chars[at]))) {
                for &at in &digits[..digits.len() - 4] {
                    masked[at] = '#';
                }
            }
        }
        start = end;
    }
    masked.into_iter().collect()
}

/// End of the digits that begin at `start`, single separators skipped, and the places of each group.
fn run(chars: &[char], start: usize) -> (usize, Vec<Vec<usize>>) {
    let mut groups = vec![Vec::new()];
    let mut at = start;
    while at < chars.len() {
        if chars[at].is_ascii_digit() {
            if let Some(group) = groups.last_mut() {
                group.push(at);
            }
            at += 1;
        } else {
            let gap = chars[at..]
                .iter()
                .take_while(|c| matches!(c, ' ' | '\u{a0}' | '-' | '.' | '_' | '/'))
                .count();
            let digit = chars.get(at + gap).is_some_and(char::is_ascii_digit);
            if !(1..=WIDEST).contains(&gap) || !digit {
                break;
            }
            groups.push(Vec::new());
            at += gap;
        }
    }
    (at, groups)
}

/// Places of the digits that may be a card number: all of a run, or neighbouring groups of three digits and more.
fn suspects(groups: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut suspects: Vec<Vec<usize>> = Vec::new();
    let whole = groups.concat();
    if (SHORTEST..=LONGEST).contains(&whole.len()) {
        suspects.push(whole);
    }
    for first in 0..groups.len() {
        let mut digits = Vec::new();
        for group in groups[first..].iter().take_while(|group| group.len() > 2) {
            digits.extend(group);
            if digits.len() > LONGEST && digits.len() > group.len() {
                break;
            }
            if digits.len() >= SHORTEST {
                suspects.push(digits.clone());
            }
        }
    }
    suspects
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
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    #[test]
    fn no_gap_hides_a_card_number() {
        for gap in [".", "  ", "\u{a0}", "_", "/", " - "] {
            let number = ["4111", "1111", "1111", "1111"].join(gap);
            let masked = ["####", "####", "####", "1111"].join(gap);
            assert_eq!(super::text(&number), masked);
        }
        assert_eq!(super::text("24.11.2026 10:15"), "24.11.2026 10:15");
        assert_eq!(
            super::text("12,50 0022 000022 29001006"),
            "12,50 0022 000022 29001006"
        );
    }

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
        for (text, masked) in [
            ("4111111111111111 12/25", "############1111 12/25"),
            ("4111 1111 1111 1111 12/25", "#### #### #### 1111 12/25"),
            ("17 4111 1111 1111 1111", "17 #### #### #### 1111"),
            ("0502 4111111111111111 0003", "0502 ############1111 0003"),
            ("41111111111111112512201", "###################2201"),
            (";4111111111111111=25122010", ";############1111=25122010"),
            ("3782-822463-10005", "####-######-#0005"),
            // Application ids and padded numbers are none.
            ("A0000000041010 000000000000", "A0000000041010 000000000000"),
            ("1000 2000 3000 4001", "1000 2000 3000 4001"),
        ] {
            assert_eq!(super::text(text), masked);
        }
    }
}
