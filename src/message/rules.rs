//! What is wrong with payment rules.

use crate::acceptance::{RuleFault, RuleProblem};
use crate::i18n::Language;

/// All of it, one sentence each.
pub fn payment_rules(problems: &[RuleProblem], language: Language) -> String {
    let sentences: Vec<String> = problems
        .iter()
        .map(|problem| {
            let rule = language.say("Regel", "Rule");
            format!(
                "{rule} {}: {}",
                problem.row,
                fault(&problem.fault, language)
            )
        })
        .collect();
    sentences.join(" ")
}

fn fault(fault: &RuleFault, language: Language) -> String {
    let missing = |what: &str, name: &str| match language {
        Language::German => format!("{what} „{name}“ gibt es nicht."),
        Language::English => format!("There is no {what} “{name}”."),
    };
    match fault {
        RuleFault::NoKinds => language
            .say(
                "Es fehlt, für welche Zahlungsart sie gilt.",
                "It names no kind of payment.",
            )
            .to_owned(),
        RuleFault::NoLimit => language
            .say(
                "Es fehlt, ab oder bis zu welchem Betrag sie gilt; nie anzunehmen heißt bis 0,00 €.",
                "It has neither a lower nor an upper limit; up to 0.00 € means never.",
            )
            .to_owned(),
        RuleFault::Crossed => language
            .say(
                "Die untere Grenze liegt über der oberen.",
                "The lower limit is above the upper one.",
            )
            .to_owned(),
        RuleFault::Amount => language
            .say(
                "Ein Betrag ist kleiner als null oder zu groß.",
                "An amount is below zero or too large.",
            )
            .to_owned(),
        RuleFault::PayPoint(name) => missing(language.say("Eine Zahlstelle", "pay point"), name),
        RuleFault::Office(name) => missing(language.say("Ein Amt", "office"), name),
        RuleFault::Group(name) => missing(language.say("Eine Warengruppe", "group"), name),
    }
}
