//! A workplace in English: what the register refuses, and what it is about to change, is said in English too.

use amtskasse::catalogue::change::Change;
use amtskasse::i18n::Language;
use amtskasse::ui::protocol::{Command, Event, Problem};
use iced::keyboard::key::Named;

use crate::counter::Counter;

/// The administrator at a workplace in English, before the catalogue.
fn admin() -> Counter {
    let mut counter = Counter::new();
    counter.click("D. Admin");
    counter.pin("6666");
    counter.click("Anmelden");
    counter.open_menu("Einstellungen");
    counter.click("English");
    counter.key(Named::Escape);
    counter.open_menu("Catalogue");
    counter
}

#[test]
fn a_refused_file_is_explained_in_english() {
    let mut counter = admin();
    let file = counter.path("katalog.csv");
    let header = "id,name,office,kind,price_eur,price_mode,unit,tax_pre_2b,tax_post_2b";
    let wrong = "BB0011,Kopie,Bürgerbüro,fee,viel,fixed,Stück,NT,NT";
    std::fs::write(&file, format!("{header}\n{wrong}\n")).unwrap();
    counter.click("File");
    counter.fill("catalogue-path", "katalog.csv");
    counter.click("Look at it, change nothing");
    counter.sees("One fault, nothing is imported");
    counter.sees_containing("Row 2, column price_eur: expected an amount such as 12.50");

    let right = "BB0010,Ausweis,Bürgerbüro,fee,46.00,fixed,Stück,NT,NT";
    std::fs::write(&file, format!("{header},colour\n{right},\n")).unwrap();
    counter.click("Look at it, change nothing");
    counter.sees_containing("Column \"colour\" means nothing here.");
    counter.sees("BB0010 · Name");
}

#[test]
fn a_change_to_many_and_what_it_may_not_are_shown_in_english() {
    let mut counter = admin();
    counter.fill("catalogue-search", "Personalausweis");
    counter.click("Tick all");
    counter.click_containing("Change ");
    counter.fill("catalogue-MassValue", "10");
    counter.sees_containing("BB0010 · Price from ");
    counter.click("Price by €");
    counter.fill("catalogue-MassValue", "-100");
    counter.sees_containing("A deposit returned has a price below zero");
}

#[test]
fn what_the_till_refuses_is_said_in_both_languages() {
    let mut counter = admin();
    let gone = Change::Archive {
        item: "NONE".into(),
        from: None,
    };
    let mut said = None;
    let command = Command::ChangeCatalogue {
        changes: vec![gone],
        reason: "Versuch".into(),
    };
    counter.engine.handle(command, &mut |event| {
        if let Event::Failed(Problem::Other(reason)) = event {
            said = Some(reason);
        }
    });
    let said = said.unwrap();
    assert_eq!(
        said.get(Language::German),
        "NONE: diesen Artikel gibt es nicht."
    );
    assert_eq!(
        said.get(Language::English),
        "Item NONE: there is no such item."
    );
}
