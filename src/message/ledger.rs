//! What a check of the ledger found.

use crate::ledger::{Finding, FindingKind, Place};

/// One finding as a sentence with its place.
pub fn finding(finding: &Finding) -> String {
    format!("{}: {}", place(&finding.place), kind(&finding.kind))
}

fn place(place: &Place) -> String {
    match place {
        Place::Receipt(number) => format!("Beleg {number}"),
        Place::Closing(number) => format!("Abschluss {number}"),
        Place::Count(number) => format!("Zählprotokoll {number}"),
        Place::Event(number) => format!("Ereignis {number}"),
        Place::Stock(number) => format!("Lagerbewegung {number}"),
        Place::Item(item) => format!("Bestand von {item}"),
        Place::Entry { seq, kind, fact } => {
            let kind = match kind.as_str() {
                "receipt" => "Beleg",
                "signature" => "Signatur",
                "count" => "Zählprotokoll",
                "closing" => "Abschluss",
                "event" => "Ereignis",
                "stock" => "Lagerbewegung",
                other => other,
            };
            format!("Kette, Eintrag {seq} ({kind} {fact})")
        }
        Place::Row { table, key } => format!("Tabelle {table}, {key}"),
        Place::End => "Ende der Kette".to_owned(),
        Place::Transaction(number) => format!("TSE-Transaktion {number}"),
    }
}

fn kind(kind: &FindingKind) -> String {
    use FindingKind as K;
    match kind {
        K::EntriesMissing { from, to } => format!("davor fehlen die Einträge {from} bis {to}"),
        K::DoesNotFollow => "schließt nicht an den Eintrag davor an".into(),
        K::KindUnknown => "die Art des Eintrags ist unbekannt".into(),
        K::RowMissing { table } => format!("die Zeile in Tabelle {table} fehlt"),
        K::ContentChanged => "wurde nach dem Buchen verändert".into(),
        K::ChainCut { recorded, found } => {
            format!("gebucht war bis Eintrag {recorded}, die Kette endet mit Eintrag {found}")
        }
        K::Stray => "die Kette kennt diese Zeile nicht".into(),
        K::NumbersMissing { from, to } => format!("davor fehlen die Nummern {from} bis {to}"),
        K::DanglingReference => "verweist auf eine Zeile, die es nicht gibt".into(),
        K::Unreadable { reason } => format!("ist nicht lesbar ({reason})"),
        K::LinesDiffer { lines, totals } => {
            format!("die Positionen ergeben {lines} €, die Summen {totals} €")
        }
        K::KeysDiffer => "die Summen je Steuerschlüssel sind nicht die der Positionen".into(),
        K::AccountsDiffer {
            line,
            gross,
            booked,
        } => format!("Position {line} ist {gross} €, auf ihren Konten stehen {booked} €"),
        K::PaidDiffers { paid, gross } => {
            format!("bezahlt sind {paid} €, zu zahlen waren {gross} €")
        }
        K::NotFinal => "wurde nie abgeschlossen".into(),
        K::ClosingOrder { closing, previous } => {
            format!("gehört zu Abschluss {closing}, der davor zu {previous}")
        }
        K::ClosingDiffers { of } => format!("die Summe {of} weicht von den Belegen ab"),
        K::StockDiffers {
            item,
            expected,
            found,
        } => format!("von {item} müssten {expected} da sein, eingetragen sind {found}"),
        K::FormsNotThere { item, numbers } => {
            format!("die Vordrucke {numbers} von {item} gingen ab, waren aber nicht da")
        }
        K::FormsTwice { item, numbers } => {
            format!("die Vordrucke {numbers} von {item} kamen dazu, waren aber schon da")
        }
        K::StockNotKept { item } => {
            format!("bewegt {item}, ohne dass davon je ein Bestand erfasst wurde")
        }
        K::StockOtherThanSold { item } => {
            format!("bewegt von {item} anderes, als der Beleg verkauft")
        }
        K::Voucher { number } => {
            format!("der Gutschein {number} wurde nie verkauft, doppelt verkauft oder überzogen")
        }
        K::VoucherDiffers {
            number,
            balance,
            ledger,
        } => format!(
            "der Gutschein {number} steht mit {balance} € in der Tabelle voucher, seine Belege lassen {ledger} €"
        ),
        K::SignedOtherSums => "die TSE hat andere Summen signiert, als der Beleg zeigt".into(),
        K::NotGenuine => "die Signatur passt nicht zu Inhalt und Schlüssel der TSE".into(),
        K::OtherRegister { client } => format!("wurde für die Kasse {client} signiert"),
        K::DeviceChanged => "die TSE ist nicht die, die beim ersten Gebrauch gebucht wurde".into(),
        K::DeviceMissing { serial } => format!("die TSE {serial} fehlt in Tabelle tse"),
        K::NotInArchive { transaction } => {
            format!("die Transaktion {transaction} fehlt im TSE-Archiv")
        }
        K::OtherSignature => "das TSE-Archiv enthält dazu eine andere Signatur".into(),
        K::OtherTimes => "das TSE-Archiv nennt dazu andere Zeiten".into(),
        K::NoReceipt => "von der TSE signiert, aber ohne Beleg".into(),
    }
}
