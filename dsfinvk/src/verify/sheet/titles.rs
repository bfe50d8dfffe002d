//! What each rule is about, in a few words.

use super::{Language, Rule};

impl Rule {
    /// What the rule demands, in a few words; empty for a number that is none.
    pub fn title(self, language: Language) -> &'static str {
        let place = usize::from(self.0).wrapping_sub(1);
        let (german, english) = TITLES.get(place).copied().unwrap_or_default();
        match language {
            Language::German => german,
            Language::English => english,
        }
    }
}

/// Number of rules.
pub const RULES: u8 = TITLES.len() as u8;

const TITLES: [(&str, &str); 57] = [
    (
        "index.xml und ihre Grammatik liegen bei und sind die amtlichen",
        "index.xml and its grammar are there and are the official ones",
    ),
    (
        "Jede beschriebene Datei ist da, jede vorhandene beschrieben, alles in einem flachen Ordner",
        "Every described file is there, every one there is described, all in a flat folder",
    ),
    (
        "Zeichensatz, Trennzeichen und Zeilenenden wie vorgeschrieben",
        "Character set, delimiters and line ends as laid down",
    ),
    (
        "Spalten in Namen, Folge und Art wie vorgeschrieben",
        "Columns as laid down in name, order and kind",
    ),
    (
        "Jede Zeile hat alle Felder und ist lesbar geschrieben (UTF-8, Anführungszeichen)",
        "Every row has all fields and is written readably (UTF-8, quotes)",
    ),
    (
        "Zahlen in der vorgeschriebenen Form",
        "Numbers in the form laid down",
    ),
    ("Kein Text ist zu lang", "No text is too long"),
    ("Pflichtfelder sind gefüllt", "Compulsory fields are filled"),
    (
        "Werte stehen in den abgeschlossenen Listen",
        "Values are those of the closed lists",
    ),
    (
        "Zeitangaben sind lesbar und in der richtigen Folge",
        "Moments are readable and in the right order",
    ),
    (
        "Schlüssel sind vollständig und überall gleich geschrieben",
        "Keys are complete and written the same way everywhere",
    ),
    (
        "Jeder Abschluss hat seine Stammdaten genau einmal",
        "Every closing has its master data exactly once",
    ),
    (
        "Jeder Abschluss, auf den etwas verweist, ist aufgeführt",
        "Every closing that anything belongs to is listed",
    ),
    (
        "Abschlüsse sind je Kasse lückenlos nummeriert",
        "Closings of a register are numbered without gaps",
    ),
    ("Kein Schlüssel kommt zweimal vor", "No key occurs twice"),
    (
        "Belegnummern sind im Abschluss eindeutig",
        "Receipt numbers are unique within a closing",
    ),
    (
        "Vorgänge sind von der ersten bis zur letzten Nummer vollständig",
        "Vorgänge are complete from the first to the last number",
    ),
    (
        "Positionen sind im Vorgang fortlaufend nummeriert",
        "Lines are numbered consecutively within a Vorgang",
    ),
    (
        "Jede Zeile gehört zu einem vorhandenen Vorgang",
        "Every row belongs to a Vorgang that exists",
    ),
    (
        "Steuerschlüssel, Agenturen, Terminals und TSEs stehen in den Stammdaten",
        "VAT keys, agencies, terminals and TSEs are in the master data",
    ),
    (
        "Steuersätze passen zu Schlüssel und Zeit",
        "VAT rates fit key and time",
    ),
    (
        "Verweise auf Vorgänge führen zu ihrem Ziel",
        "References to Vorgänge lead to their target",
    ),
    (
        "Verweise auf fremde Belege sind richtig gefüllt",
        "References to outside documents are filled properly",
    ),
    (
        "Ein Beleg hat Positionen, Zahlarten und Steuerzeilen",
        "A Beleg has lines, payments and VAT rows",
    ),
    (
        "Belegsumme ist die Summe der Positionen",
        "Total of a Beleg is the sum of its lines",
    ),
    (
        "Belegsumme ist die Summe der Zahlungen",
        "Total of a Beleg is the sum of its payments",
    ),
    (
        "Belegsumme ist die Summe der Steuerzeilen",
        "Total of a Beleg is the sum of its VAT rows",
    ),
    ("Brutto ist Netto und Steuer", "Gross is net and VAT"),
    (
        "Die Steuer ist richtig gerechnet",
        "The VAT is calculated properly",
    ),
    (
        "Steuerzeilen des Belegs sind die Summe seiner Positionen",
        "VAT rows of a Beleg are the sum of its lines",
    ),
    (
        "Positionsbetrag ist Menge mal Preis",
        "Amount of a line is quantity times price",
    ),
    (
        "Ein Beleg ist durchgehend brutto oder netto gerechnet",
        "A Beleg is calculated gross or net throughout",
    ),
    (
        "Preisfindung ergibt den Positionsbetrag",
        "Price finding adds up to the amount of the line",
    ),
    (
        "Vorgänge mit AV: keine Zahlung, Name wo nötig",
        "Vorgänge with AV: no payment, a name where needed",
    ),
    (
        "Geldbewegungen: Steuerschlüssel 5 und bar",
        "Movements of cash: VAT key 5 and cash",
    ),
    (
        "Nicht ermittelbare Steuer (Schlüssel 7) ist gekennzeichnet",
        "VAT that cannot be determined (key 7) is marked",
    ),
    (
        "Auflösungen und Stornos verweisen auf ihren Ursprung",
        "Settlements and reversals refer to their origin",
    ),
    (
        "Bargeld je Währung stimmt mit dem Abschluss überein",
        "Cash per currency agrees with the closing",
    ),
    ("Summe der Zahlungen stimmt", "Sum of the payments is right"),
    (
        "Summe der Barzahlungen stimmt",
        "Sum of the cash payments is right",
    ),
    (
        "Summe je Zahlart stimmt",
        "Sum of each kind of payment is right",
    ),
    (
        "Summe je Geschäftsvorfall stimmt",
        "Sum of each business case is right",
    ),
    (
        "Geschäftsvorfälle: Brutto ist Netto und Steuer",
        "Business cases: gross is net and VAT",
    ),
    (
        "Geschäftsvorfälle und Zahlungen ergeben dieselbe Summe",
        "Business cases and payments add up to the same",
    ),
    (
        "Erster und letzter Vorgang des Abschlusses stimmen",
        "First and last Vorgang of a closing are right",
    ),
    (
        "Summen eines Abschlusses sind vollständig",
        "Sums of a closing are complete",
    ),
    (
        "Anfangsbestand ist der Endbestand davor",
        "Opening cash is the closing cash before",
    ),
    ("Bargeld wird nie negativ", "Cash never gets negative"),
    (
        "Jeder Vorgang ist durch die TSE gesichert, oder ihr Ausfall vermerkt",
        "Every Vorgang is secured by the TSE, or its failure is noted",
    ),
    (
        "TSE-Daten sind vollständig, oder ein Ausfall vermerkt",
        "TSE data are complete, or a failure is noted",
    ),
    (
        "Seriennummer, Schlüssel und Zertifikat der TSE passen zusammen",
        "Serial number, key and certificate of a TSE belong together",
    ),
    (
        "Transaktionsnummern und Signaturzähler der TSE steigen mit der Zeit",
        "Transaction numbers and signature counters of a TSE rise with time",
    ),
    (
        "Signierte Daten (processData) geben den Beleg wieder",
        "Signed data (processData) say what the Beleg says",
    ),
    ("Signaturen sind echt", "Signatures are genuine"),
    (
        "Art des Vorgangs bei der TSE stimmt",
        "Kind of process at the TSE is right",
    ),
    (
        "Zeiten der Kasse und der TSE stimmen überein",
        "Times of register and TSE agree",
    ),
    (
        "Seriennummer der Kasse ohne / und _",
        "Serial number of the register without / and _",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_a_title_of_its_own() {
        for language in [Language::German, Language::English] {
            let mut titles: Vec<_> = (1..=RULES).map(|n| Rule(n).title(language)).collect();
            assert!(titles.iter().all(|title| !title.is_empty()));
            titles.sort_unstable();
            titles.dedup();
            assert_eq!(titles.len(), 57);
            assert_eq!(
                (Rule(0).title(language), Rule(58).title(language)),
                ("", "")
            );
        }
    }
}
