//! Rules as sentences, for clerks and for the record.

use super::{Means, Refused, Rule, Rules};
use crate::catalogue::ItemKind;
use crate::i18n::Language;
use crate::money::Money;

impl Means {
    /// What people call it.
    pub fn name(self, language: Language) -> &'static str {
        match self {
            Means::Cash => language.say("Bargeld", "cash"),
            Means::Girocard => language.say("girocard", "girocard"),
            Means::Credit => language.say("Kreditkarte", "credit card"),
            Means::Service => language.say("Zahlungsdienst", "payment service"),
            Means::Prepaid => language.say("Guthabenkarte", "prepaid card"),
        }
    }
}

impl Rule {
    /// `Kreditkarte nur bis 500,00 € (Bürgerbüro, Gebühren)`
    pub fn sentence(&self, language: Language) -> String {
        let kinds: Vec<_> = self.kinds.iter().map(|kind| kind.name(language)).collect();
        self.limited(&kinds.join(", "), language)
    }

    fn limited(&self, kinds: &str, language: Language) -> String {
        let euro = |amount: Money| format!("{amount}\u{a0}€");
        let limit = match (self.from, self.up_to) {
            (_, Some(Money::ZERO)) => language.say("nicht", "not taken").to_owned(),
            (None, None) => String::new(),
            (Some(from), None) => {
                format!("{} {}", language.say("erst ab", "only from"), euro(from))
            }
            (None, Some(up_to)) => {
                format!("{} {}", language.say("nur bis", "only up to"), euro(up_to))
            }
            (Some(from), Some(up_to)) => format!(
                "{} {} {} {}",
                language.say("nur von", "only from"),
                euro(from),
                language.say("bis", "to"),
                euro(up_to)
            ),
        };
        let items = self.items.map(|kind| match kind {
            ItemKind::Fee => language.say("Gebühren", "fees"),
            ItemKind::Article => language.say("Artikel", "articles"),
            ItemKind::Service => language.say("Leistungen", "services"),
            ItemKind::Transit => language.say("durchlaufende Posten", "transit items"),
        });
        let point = self
            .pay_point
            .as_ref()
            .map(|id| format!("{} {id}", language.say("Zahlstelle", "pay point")));
        let scope: Vec<&str> = [
            point.as_deref(),
            self.office.as_deref(),
            self.group.as_deref(),
            items,
        ]
        .into_iter()
        .flatten()
        .collect();
        match scope.is_empty() {
            true => format!("{kinds} {limit}"),
            false => format!("{kinds} {limit} ({})", scope.join(", ")),
        }
    }
}

impl Refused {
    /// `Kreditkarte nur bis 500,00 € (Gebühren)`: the rule as it concerns this kind.
    pub fn sentence(&self, language: Language) -> String {
        self.rule.limited(self.kind.name(language), language)
    }
}

impl Rules {
    /// What another set of rules changes, German, for the record; empty: nothing.
    pub fn changes(&self, to: &Rules) -> String {
        let sentence = |rule: &Rule| rule.sentence(Language::German);
        let gone = self.0.iter().filter(|rule| !to.0.contains(rule));
        let new = to.0.iter().filter(|rule| !self.0.contains(rule));
        let gone = gone.map(|rule| format!("entfallen: {}", sentence(rule)));
        let new = new.map(|rule| format!("neu: {}", sentence(rule)));
        let mut changes: Vec<String> = gone.chain(new).collect();
        if changes.is_empty() && self != to {
            changes.push("Reihenfolge geändert".to_owned());
        }
        changes.join("; ")
    }
}
