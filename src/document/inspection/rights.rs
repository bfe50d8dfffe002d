//! Who may do what, in words.

use crate::document::format::{Language, column_names};
use crate::document::model::{
    Align, Block, Column, Gap, Row, Rule, Spacing, Style, Table, Text, Weight, Width,
};
use crate::people::{Right, Role, User};

/// A right in words.
pub fn right(right: Right, language: Language) -> &'static str {
    match right {
        Right::Sell => language.say(
            "Kassieren, Zahlungen annehmen, parken",
            "Ring up, take payments, park",
        ),
        Right::MoveCash => language.say(
            "Wechselgeld, Abschöpfung, Ablieferung, Ein- und Auszahlung",
            "Float, skim, delivery, pay in and out",
        ),
        Right::Close => language.say("Zählen und Tag abschließen", "Count and close the day"),
        Right::Approve => language.say(
            "Storno, Erstattung und Auszahlung als zweite Person freigeben",
            "Allow voids, refunds and pay-outs as the second person",
        ),
        Right::Read => language.say(
            "Belege, Berichte und Exporte lesen; Kassensturz",
            "Read receipts, reports and exports; check the cash",
        ),
        Right::KeepStock => language.say(
            "Lager: Zugänge, Verluste, Inventur",
            "Stock: deliveries, losses, stock-taking",
        ),
        Right::ApproveTax => language.say(
            "Über Steuern entscheiden, zu zweit",
            "Decide on taxes, by two people",
        ),
        Right::Administer => language.say(
            "Artikel, Benutzer und Geräte verwalten",
            "Keep items, users and devices",
        ),
    }
}

/// A role in words.
pub fn role(role: Role, language: Language) -> &'static str {
    match role {
        Role::Clerk => language.say("Kassierer", "Clerk"),
        Role::Manager => language.say("Kassenverwalter", "Manager"),
        Role::Auditor => language.say("Prüfer", "Auditor"),
        Role::Administrator => language.say("Administrator", "Administrator"),
    }
}

/// Who has which role, and what each role may do, in German.
pub fn users(users: &[User]) -> Vec<Block> {
    let german = Language::German;
    let mut rows = Vec::new();
    for of in Role::ALL {
        let named = users.iter().filter(|user| user.role == of);
        let names: Vec<String> = named
            .map(|user| format!("{}\u{a0}({})", user.name, user.id))
            .collect();
        let names = match names.is_empty() {
            true => "niemand".to_owned(),
            false => names.join(", "),
        };
        rows.push(Row::new([
            Text::new(role(of, german), Style::NORMAL.weighing(Weight::Medium)),
            Text::new(names, Style::NORMAL),
        ]));
    }
    let people = Table {
        columns: vec![Column::LABEL, Column::TEXT],
        rows,
        ..Table::default()
    };
    let mark = |may: bool| match may {
        true => Text::new("ja", Style::NORMAL.weighing(Weight::Medium)),
        false => Text::new("–", Style::NORMAL.quiet()),
    };
    let rows = Right::ALL.into_iter().map(|of| {
        let name = Text::new(right(of, german), Style::NORMAL);
        let may = Role::ALL.into_iter().map(|role| mark(role.may(of)));
        Row::new(std::iter::once(name).chain(may))
    });
    let names = Role::ALL.into_iter().map(|one| role(one, german));
    let may = Table {
        columns: std::iter::once(Column::TEXT)
            .chain(Role::ALL.map(|_| Column::new(Width::Fit, Align::Center)))
            .collect(),
        head: Some(column_names(std::iter::once("Recht").chain(names)).under(Rule::Thin)),
        rows: rows.collect(),
        spacing: Spacing::Tight,
        ruled: true,
    };
    vec![
        Block::Table(people),
        Block::Gap(Gap::Normal),
        Block::Table(may),
    ]
}
