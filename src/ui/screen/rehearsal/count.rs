//! A rehearsal in numbers and sentences.

use crate::catalogue::{Concern, Rehearsal};
use crate::i18n::Texts;
use crate::ui::widget::notice::Rank;

/// Warnings of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The text that names the kind, with `$n`.
    pub name: &'static str,
    /// The text that says what to do.
    pub advice: &'static str,
    /// How much it matters.
    pub rank: Rank,
    /// Items it is about; empty where it is about the register.
    pub items: Vec<String>,
}

/// Warnings by kind; first what needs a decision.
pub fn groups(rehearsal: &Rehearsal) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for warning in &rehearsal.warnings {
        let (name, advice) = words(&warning.concern);
        let place = groups.iter().position(|group| group.name == name);
        let place = place.unwrap_or_else(|| {
            groups.push(Group {
                name,
                advice,
                rank: match warning.concern.needs_decision() {
                    true => Rank::Warning,
                    false => Rank::Info,
                },
                items: Vec::new(),
            });
            groups.len() - 1
        });
        if let Some(group) = groups
            .get_mut(place)
            .filter(|_| !warning.item_id.is_empty())
        {
            group.items.push(warning.item_id.clone());
        }
    }
    groups
}

fn words(concern: &Concern) -> (&'static str, &'static str) {
    match concern {
        Concern::Undecided { .. } => ("rehearse-undecided", "rehearse-undecided-do"),
        Concern::NoReason => ("rehearse-no-reason", "rehearse-no-reason-do"),
        Concern::NoLegalBasis => ("rehearse-no-basis", "rehearse-no-basis-do"),
        Concern::RaisesFee { .. } => ("rehearse-raises", "rehearse-raises-do"),
        Concern::Waits { .. } => ("rehearse-waits", "rehearse-waits-do"),
        Concern::Late { .. } => ("rehearse-late", "rehearse-late-do"),
        Concern::NoRate { .. } => ("rehearse-no-rate", "rehearse-no-rate-do"),
        Concern::OwnPrice { .. } => ("rehearse-own-price", "rehearse-own-price-do"),
        Concern::ThirdParty { .. } => ("rehearse-third", "rehearse-third-do"),
        Concern::ClosingFirst => ("rehearse-closing", "rehearse-closing-do"),
    }
}

/// How many items change, and how many somebody still has to decide on.
pub fn numbers(rehearsal: &Rehearsal) -> (usize, usize) {
    let undecided = |concern: &Concern| matches!(concern, Concern::Undecided { .. });
    let changed = rehearsal.offices.iter().map(|office| office.changed).sum();
    let warnings = rehearsal.warnings.iter();
    (changed, warnings.filter(|w| undecided(&w.concern)).count())
}

/// `38 Artikel ändern sich, 1 ist noch nicht entschieden.`
pub fn sentence(t: &Texts, rehearsal: &Rehearsal) -> String {
    let (changed, undecided) = numbers(rehearsal);
    let changed = t.with("rehearse-changed", &[("n", changed.into())]);
    let open = t.with("rehearse-open", &[("n", undecided.into())]);
    format!("{changed} {open}")
}
