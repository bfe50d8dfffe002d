//! Reading what people type into fields.

use chrono::{Datelike, NaiveDate};

/// A day as people write it: `1.1.2027`, `01.01.27`, `2027-01-01`.
pub fn day(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    if let Ok(day) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        return Some(day).filter(is_near);
    }
    let mut parts = text.split('.').map(|part| part.parse::<u32>().ok());
    let (day, month, year) = (parts.next()??, parts.next()??, parts.next()??);
    let year = if year < 100 { 2000 + year } else { year };
    let day = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
    (parts.next().is_none() && is_near(&day)).then_some(day)
}

// A slip in the year would hide a price for centuries.
fn is_near(day: &NaiveDate) -> bool {
    (2000..2100).contains(&day.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_as_people_write_them() {
        let first = NaiveDate::from_ymd_opt(2027, 1, 1);
        for text in ["1.1.2027", "01.01.27", " 2027-01-01 "] {
            assert_eq!(day(text), first, "{text}");
        }
        for wrong in [
            "",
            "1.1.",
            "31.2.2027",
            "1.1.20270",
            "2027-13-01",
            "1.1.2027.5",
        ] {
            assert_eq!(day(wrong), None, "{wrong}");
        }
    }
}
