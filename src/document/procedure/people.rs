//! Who may do what.

use super::Procedure;
use super::paper::Paper;
use crate::document::model::{Align, Column, Width};
use crate::people::{Right, Role};

const RIGHTS: [(Right, &str); 9] = [
    (Right::Sell, "Verkaufen, Zahlungen annehmen, parken"),
    (
        Right::MoveCash,
        "Geld bewegen: Wechselgeld, Abschöpfung, Ablieferung, Ein- und Auszahlung",
    ),
    (Right::Close, "Kassenabschluss machen"),
    (Right::Read, "Kassensturz: zählen, ohne abzuschließen"),
    (Right::Approve, "Als zweite Person freigeben"),
    (Right::ApproveTax, "Steuern entscheiden und freigeben"),
    (Right::KeepStock, "Lieferungen, Abgänge, Inventur buchen"),
    (Right::Read, "Belege, Berichte und Exporte lesen"),
    (Right::Administer, "Katalog, Stammdaten und Geräte pflegen"),
];

fn role(role: Role) -> &'static str {
    match role {
        Role::Clerk => "Kasse",
        Role::Manager => "Kassenverwaltung",
        Role::Auditor => "Prüfung",
        Role::Administrator => "Administration",
    }
}

pub(super) fn write(paper: &mut Paper, procedure: &Procedure) {
    paper.section("Benutzer und Rechte");
    paper.say(
        "Wer die Kasse bedient, meldet sich mit Namen und PIN an; jeder Beleg und jedes Ereignis nennt die Person. Was eine \
         Person darf, folgt aus ihrer Rolle.",
    );
    let mark = Column::new(Width::Share(2), Align::Left);
    let mut columns = vec![("Recht", Column::new(Width::Share(5), Align::Left))];
    columns.extend(Role::ALL.map(|one| (role(one), mark)));
    let rows = RIGHTS.iter().map(|(right, name)| {
        let mut row = vec![(*name).to_owned()];
        row.extend(Role::ALL.map(|one| if one.may(*right) { "ja" } else { "–" }.to_owned()));
        row
    });
    paper.table(&columns, rows.collect());
    paper.say(
        "Wer den Katalog und die Stammdaten pflegt, kassiert nicht; wer prüft, ändert nichts.",
    );
    paper.sub("Benutzer dieser Kasse");
    let rows = procedure.users.iter().map(|user| {
        vec![
            user.id.clone(),
            user.name.clone(),
            role(user.role).to_owned(),
        ]
    });
    paper.table(
        &[
            ("Nummer", Column::LABEL),
            ("Name", Column::TEXT),
            ("Rolle", Column::TEXT),
        ],
        rows.collect(),
    );
    paper.say(
        "PINs haben vier bis acht Ziffern und liegen nur als Argon2id-Hash in der Datenbank. Nach fünf falschen Eingaben sperrt \
         die Kasse die Person, zuerst für 30 Sekunden, mit jedem weiteren Versuch doppelt so lange bis zu einer Stunde. \
         Anmeldung, Abmeldung und falsche PINs werden aufgezeichnet.",
    );
    paper.sub("Vier Augen");
    paper.say("Diese Vorgänge brauchen eine zweite Person mit eigener PIN; beide stehen in der Aufzeichnung:");
    paper.points([
        "Storno eines Belegs und Erstattung, mit Grund",
        "Auszahlung aus der Kasse, mit Grund",
        "Kassenabschluss (Z); eine Differenz braucht zusätzlich einen Grund",
        "Entscheidung über eine Kartenzahlung mit unbekanntem Ausgang",
        "Steuersätze, Steuerrecht und steuerliche Behandlung von Artikeln",
        "Stammdaten der Kommune, der Zahlstelle und der Auftraggeber",
        "Wechsel, Hinzunahme und Abgabe einer TSE; Löschen auf der TSE",
        "Fehlende Wertvordrucke (Abgang, Inventur)",
        "Weiterarbeiten mit einer Uhr, die hinter dem letzten Eintrag liegt",
    ]);
    paper.leave("wer Benutzer anlegt und entzieht, und wie PINs ausgegeben werden");
    paper.leave("Vertretungsregelung für die Freigabe durch die zweite Person");
}
