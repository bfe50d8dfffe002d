//! When the town hall is open, by the wall clock of Europe/Berlin.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeZone, Utc, Weekday};
use chrono_tz::Europe::Berlin;

/// What is open on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Business {
    /// Every office.
    TownHall,
    /// The citizens' office in the morning, museum and tourist information.
    Saturday,
    /// Museum and tourist information alone: Sundays and public holidays.
    Museum,
}

/// Opening hours of one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hours {
    pub business: Business,
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
}

impl Hours {
    /// Hours of `day`; `None` past the end of the calendar.
    pub fn of(day: NaiveDate) -> Option<Hours> {
        let (business, from, to) = if is_holiday(day) {
            (Business::Museum, (11, 0), (17, 0))
        } else {
            let eve = day.month() == 12 && matches!(day.day(), 24 | 31);
            match day.weekday() {
                Weekday::Sun => (Business::Museum, (11, 0), (17, 0)),
                Weekday::Sat => (Business::Saturday, (9, 0), (13, 0)),
                _ if eve => (Business::TownHall, (8, 0), (12, 0)),
                Weekday::Tue | Weekday::Thu => (Business::TownHall, (8, 0), (18, 0)),
                Weekday::Mon => (Business::TownHall, (8, 0), (16, 0)),
                Weekday::Wed | Weekday::Fri => (Business::TownHall, (8, 0), (13, 0)),
            }
        };
        Some(Hours {
            business,
            from: moment(day, from)?,
            to: moment(day, to)?,
        })
    }

    /// Customers on such a day when a working day has `usual`; never none.
    pub fn customers(&self, usual: u32) -> u32 {
        match self.business {
            Business::TownHall => usual,
            Business::Saturday => usual.div_ceil(2),
            Business::Museum => usual.div_ceil(4),
        }
    }
}

fn moment(day: NaiveDate, (hour, minute): (u32, u32)) -> Option<DateTime<Utc>> {
    let local = day.and_time(NaiveTime::from_hms_opt(hour, minute, 0)?);
    // Clocks change at night; the opening hours are never ambiguous.
    Some(Berlin.from_local_datetime(&local).earliest()?.to_utc())
}

/// Public holidays of every state.
fn is_holiday(day: NaiveDate) -> bool {
    if matches!(
        (day.month(), day.day()),
        (1, 1) | (5, 1) | (10, 3) | (12, 25 | 26)
    ) {
        return true;
    }
    let after =
        |days| easter(day.year()).and_then(|easter| easter.checked_add_days(Days::new(days)));
    let good_friday = easter(day.year()).and_then(|easter| easter.checked_sub_days(Days::new(2)));
    // Easter Monday, Ascension Day, Whit Monday.
    [good_friday, after(1), after(39), after(50)].contains(&Some(day))
}

/// Easter Sunday of the Gregorian calendar (the anonymous algorithm of 1876).
fn easter(year: i32) -> Option<NaiveDate> {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let f = (b + 8) / 25;
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - b / 4 - g + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let (month, day) = ((h + l - 7 * m + 114) / 31, (h + l - 7 * m + 114) % 31 + 1);
    NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn easter_falls_where_it_fell() {
        for (year, date) in [
            (2024, "2024-03-31"),
            (2025, "2025-04-20"),
            (2026, "2026-04-05"),
            (2027, "2027-03-28"),
            (2038, "2038-04-25"),
        ] {
            assert_eq!(easter(year), Some(day(date)));
        }
    }

    #[test]
    fn the_town_hall_keeps_its_hours() {
        let monday = Hours::of(day("2026-11-23")).unwrap();
        assert_eq!(monday.business, Business::TownHall);
        assert_eq!(monday.from.to_rfc3339(), "2026-11-23T07:00:00+00:00");
        let summer = Hours::of(day("2026-07-13")).unwrap();
        assert_eq!(summer.from.to_rfc3339(), "2026-07-13T06:00:00+00:00");
        for holiday in [
            "2027-01-01",
            "2026-04-03",
            "2026-05-14",
            "2026-05-25",
            "2026-11-22",
        ] {
            assert_eq!(Hours::of(day(holiday)).unwrap().business, Business::Museum);
        }
        let saturday = Hours::of(day("2027-01-02")).unwrap();
        assert_eq!(
            (saturday.business, saturday.customers(5)),
            (Business::Saturday, 3)
        );
        assert_eq!(Hours::of(day("2027-01-01")).unwrap().customers(1), 1);
    }
}
