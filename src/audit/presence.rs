//! Who was logged in when.

use chrono::{DateTime, Utc};

use super::facts::EventFact;

/// Log-ins and log-outs in the order of time.
#[derive(Debug, Default)]
pub(super) struct Presence {
    changes: Vec<(DateTime<Utc>, Option<String>)>,
}

impl Presence {
    pub(super) fn of(events: &[EventFact]) -> Presence {
        let mut changes: Vec<(DateTime<Utc>, Option<String>)> = events
            .iter()
            .filter_map(|event| match event.kind.as_str() {
                "log-in" => Some((event.at, event.person.clone())),
                "log-out" => Some((event.at, None)),
                _ => None,
            })
            .collect();
        changes.sort_by_key(|(at, _)| *at);
        Presence { changes }
    }

    /// Whether `person` was logged in at any moment from `from` to `to`; `None` before the first log-in that is
    /// known.
    pub(super) fn was_there(
        &self,
        person: &str,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Option<bool> {
        let after = self.changes.partition_point(|(at, _)| *at < from);
        let before = after.checked_sub(1)?;
        Some(
            self.changes[before..]
                .iter()
                .take_while(|(at, _)| *at <= to)
                .any(|(_, who)| who.as_deref() == Some(person)),
        )
    }
}
