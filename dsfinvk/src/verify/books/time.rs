//! Moments as the format writes them: ISO 8601 in the profile of RFC 3339.

/// A moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Time {
    /// Milliseconds since 1970, in UTC if the zone is known, else of the wall clock.
    pub millis: i64,
    /// Whether it has a zone.
    pub zone: bool,
    /// Whether the zone is `Z`.
    pub utc: bool,
    /// Digits of the fraction of a second.
    pub fraction: u8,
}

impl Time {
    /// Reads `2026-03-02T10:00:00+01:00`: seconds, a fraction and the zone may be missing.
    pub fn read(text: &str) -> Option<Time> {
        let bytes = text.as_bytes();
        let day = day(bytes.get(..10)?)?;
        if !matches!(bytes.get(10)?, b'T' | b't' | b' ') {
            return None;
        }
        let (hour, minute) = clock(bytes.get(11..16)?)?;
        let mut rest = bytes.get(16..)?;
        let mut seconds = 0;
        let (mut fraction, mut millis) = (0u8, 0);
        if let [b':', tens, ones, behind @ ..] = rest {
            seconds = two(*tens, *ones)?;
            rest = behind;
            if let [b'.', behind @ ..] = rest {
                rest = behind;
                let mut weight = 100;
                while let [digit @ b'0'..=b'9', behind @ ..] = rest {
                    millis += i64::from(digit - b'0') * weight;
                    weight /= 10;
                    fraction = fraction.checked_add(1)?;
                    rest = behind;
                }
                if fraction == 0 {
                    return None;
                }
            }
        }
        // 60 is a leap second.
        if hour > 23 || seconds > 60 {
            return None;
        }
        let (zone, utc, minutes) = match rest {
            [] => (false, false, 0),
            [b'Z' | b'z'] => (true, true, 0),
            [sign @ (b'+' | b'-'), rest @ ..] => {
                let (hours, minutes) = clock(rest)?;
                let minutes = hours * 60 + minutes;
                let minutes = if *sign == b'-' { -minutes } else { minutes };
                (hours <= 23).then_some((true, false, minutes))?
            }
            _ => return None,
        };
        let minutes = day * 1440 + hour * 60 + minute - minutes;
        Some(Time {
            millis: (minutes * 60 + seconds) * 1000 + millis,
            zone,
            utc,
            fraction,
        })
    }

    /// Whether it is later than another one; without a zone on one side nobody knows.
    pub fn is_after(self, other: Time) -> bool {
        self.zone == other.zone && self.millis > other.millis
    }
}

/// Whether a text is a day, `2026-03-02`.
pub fn is_day(text: &str) -> bool {
    day(text.as_bytes()).is_some()
}

/// Days since 1970.
fn day(bytes: &[u8]) -> Option<i64> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = bytes else {
        return None;
    };
    let year = two(*y1, *y2)? * 100 + two(*y3, *y4)?;
    let (month, day) = (two(*m1, *m2)?, two(*d1, *d2)?);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return None,
    };
    if day < 1 || day > days {
        return None;
    }
    // Counted from March, so that the leap day is the last of its year.
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
}

fn clock(bytes: &[u8]) -> Option<(i64, i64)> {
    let [h1, h2, b':', m1, m2] = bytes else {
        return None;
    };
    let (hour, minute) = (two(*h1, *h2)?, two(*m1, *m2)?);
    (minute < 60).then_some((hour, minute))
}

fn two(tens: u8, ones: u8) -> Option<i64> {
    (tens.is_ascii_digit() && ones.is_ascii_digit())
        .then(|| i64::from(tens - b'0') * 10 + i64::from(ones - b'0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_moment_written_in_several_ways() {
        let at = Time::read("2026-03-02T09:00:00Z").unwrap();
        assert_eq!(at.millis, 1_772_442_000_000);
        for text in [
            "2026-03-02T10:00:00+01:00",
            "2026-03-02T10:00+01:00",
            "2026-03-02T09:00:00.000Z",
            "2026-03-02 04:00:00.0000-05:00",
        ] {
            let time = Time::read(text).unwrap();
            assert!(time.zone && time.millis == at.millis, "{text}");
        }
        assert_eq!(Time::read("1970-01-01T00:00:00Z").unwrap().millis, 0);
        assert_eq!(Time::read("1970-01-01T00:00:00.25Z").unwrap().millis, 250);
        assert!(!Time::read("2024-02-29T00:00:00").unwrap().zone);
    }

    #[test]
    fn what_is_no_moment() {
        for text in [
            "",
            "2026-03-02",
            "2026-02-29T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-00-01T00:00:00Z",
            "2026-04-31T00:00:00Z",
            "2026-03-02T24:00:00Z",
            "2026-03-02T10:60:00Z",
            "2026-03-02T10:00:61Z",
            "2026-03-02T10:00:00.Z",
            "2026-03-02T10:00:00+0100",
            "2026-03-02T10:00:00 Z",
            "02.03.2026 10:00",
            "2026-03-02T10",
            "20260302T100000Z",
        ] {
            assert_eq!(Time::read(text), None, "{text}");
        }
        assert!(is_day("2026-03-02") && !is_day("2026-3-2") && !is_day("2026-02-30"));
    }
}
