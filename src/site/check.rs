//! What master data may hold: the lengths of DSFinV-K's columns (2.4, Stammdatenmodul), VAT ids, and what must not be empty.

use super::{Municipality, PayPoint, Principal, Site};

/// Whose data they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// The municipality.
    Municipality,
    /// The pay point.
    PayPoint,
    /// The register.
    Register,
    /// A principal, by name.
    Principal(String),
}

/// A field of master data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// Name.
    Name,
    /// Street and number.
    Street,
    /// Postal code.
    PostalCode,
    /// City.
    City,
    /// Tax number.
    TaxNumber,
    /// VAT id.
    VatId,
    /// Person responsible.
    Responsible,
}

/// What is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It must not be empty.
    Missing,
    /// It is longer than its column.
    TooLong {
        /// Letters there are.
        found: usize,
        /// Letters there may be.
        most: usize,
    },
    /// Line breaks and the like.
    Control,
    /// No VAT id: DE and nine digits.
    VatId,
    /// Neither a tax number nor a VAT id.
    NoNumber,
    /// Street, postal code and city: all of them or none.
    HalfAddress,
    /// Two have the same name.
    Twice,
}

/// Something wrong with master data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{part:?}, {field:?}: {fault:?}")]
pub struct SiteProblem {
    /// Whose data.
    pub part: Part,
    /// Which of them.
    pub field: Field,
    /// What is wrong.
    pub fault: Fault,
}

impl Field {
    /// Letters of its column; a name is as long as NAME, LOC_NAME and AGENTUR_NAME, the responsible person has none there.
    pub fn most(self) -> usize {
        match self {
            Field::Name | Field::Street | Field::Responsible => 60,
            Field::PostalCode => 10,
            Field::City => 62,
            Field::TaxNumber => 20,
            Field::VatId => 15,
        }
    }
}

struct Checks {
    part: Part,
    found: Vec<SiteProblem>,
}

impl Checks {
    fn of(part: Part) -> Checks {
        Checks {
            part,
            found: Vec::new(),
        }
    }

    fn fault(&mut self, field: Field, fault: Fault) {
        self.found.push(SiteProblem {
            part: self.part.clone(),
            field,
            fault,
        });
    }

    fn text(&mut self, field: Field, text: &str, needed: bool) {
        let (found, most) = (text.chars().count(), field.most());
        if needed && text.trim().is_empty() {
            self.fault(field, Fault::Missing);
        } else if found > most {
            self.fault(field, Fault::TooLong { found, most });
        } else if text.chars().any(char::is_control) {
            self.fault(field, Fault::Control);
        }
    }

    fn address(&mut self, street: &str, postal_code: &str, city: &str, needed: bool) {
        let parts = [
            (Field::Street, street),
            (Field::PostalCode, postal_code),
            (Field::City, city),
        ];
        for (field, text) in parts {
            self.text(field, text, needed);
        }
        let empty = parts.iter().filter(|(_, text)| text.trim().is_empty());
        if !needed && let 1..=2 = empty.clone().count() {
            for (field, _) in empty {
                self.fault(*field, Fault::HalfAddress);
            }
        }
    }

    fn numbers(&mut self, tax_number: &str, vat_id: &str) {
        self.text(Field::TaxNumber, tax_number, false);
        self.text(Field::VatId, vat_id, false);
        if !vat_id.is_empty() && !is_vat_id(vat_id) {
            self.fault(Field::VatId, Fault::VatId);
        }
    }
}

/// `DE` and nine digits.
pub fn is_vat_id(text: &str) -> bool {
    text.strip_prefix("DE")
        .is_some_and(|digits| digits.len() == 9 && digits.bytes().all(|b| b.is_ascii_digit()))
}

impl Municipality {
    /// What cannot stand.
    pub fn problems(&self) -> Vec<SiteProblem> {
        let mut checks = Checks::of(Part::Municipality);
        checks.text(Field::Name, &self.name, true);
        checks.address(&self.street, &self.postal_code, &self.city, true);
        checks.numbers(&self.tax_number, &self.vat_id);
        checks.found
    }

    /// Whether a tax number or a VAT id is there; an invoice needs one (§14(4) no. 2 UStG), and so does an auditor.
    pub fn has_number(&self) -> bool {
        !self.tax_number.is_empty() || !self.vat_id.is_empty()
    }
}

impl PayPoint {
    /// What cannot stand.
    pub fn problems(&self) -> Vec<SiteProblem> {
        let mut checks = Checks::of(Part::PayPoint);
        checks.text(Field::Name, &self.name, true);
        checks.text(Field::Responsible, &self.responsible, false);
        checks.address(&self.street, &self.postal_code, &self.city, false);
        checks.found
    }
}

impl Site {
    /// What cannot stand.
    pub fn problems(&self) -> Vec<SiteProblem> {
        let mut register = Checks::of(Part::Register);
        register.text(Field::Name, &self.register.name, true);
        let mut all = self.municipality.problems();
        all.extend(self.pay_point.problems());
        all.extend(register.found);
        all
    }
}

impl Principal {
    /// What cannot stand. Unlike the municipality, nobody can do without a number here: pa.csv needs one.
    pub fn problems(&self) -> Vec<SiteProblem> {
        let mut checks = Checks::of(Part::Principal(self.name.clone()));
        checks.text(Field::Name, &self.name, true);
        checks.address(&self.street, &self.postal_code, &self.city, true);
        checks.numbers(&self.tax_number, &self.vat_id);
        if self.tax_number.trim().is_empty() && self.vat_id.trim().is_empty() {
            checks.fault(Field::TaxNumber, Fault::NoNumber);
        }
        checks.found
    }
}

/// What cannot stand in a list of principals.
pub fn principal_problems(principals: &[Principal]) -> Vec<SiteProblem> {
    let mut all = Vec::new();
    for (place, principal) in principals.iter().enumerate() {
        all.extend(principal.problems());
        let before = principals.iter().take(place);
        if before.clone().any(|other| other.name == principal.name) {
            all.push(SiteProblem {
                part: Part::Principal(principal.name.clone()),
                field: Field::Name,
                fault: Fault::Twice,
            });
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn principal() -> Principal {
        Principal {
            number: 1,
            name: "Theaterverein".into(),
            street: "Festplatz 3".into(),
            postal_code: "98765".into(),
            city: "Lindenau".into(),
            tax_number: "99/999/00001".into(),
            vat_id: String::new(),
        }
    }

    #[test]
    fn lengths_are_those_of_the_columns_in_letters_not_bytes() {
        let mut right = principal();
        right.name = "ü".repeat(60);
        assert_eq!(right.problems(), []);
        right.name.push('x');
        let (found, most) = (61, 60);
        assert_eq!(right.problems()[0].fault, Fault::TooLong { found, most });
        for (field, length) in [
            (Field::Street, 60),
            (Field::PostalCode, 10),
            (Field::City, 62),
            (Field::TaxNumber, 20),
            (Field::VatId, 15),
        ] {
            assert_eq!(field.most(), length);
        }
    }

    #[test]
    fn vat_ids_have_nine_digits() {
        assert!(is_vat_id("DE999999999"));
        for wrong in [
            "DE99999999",
            "DE9999999990",
            "de999999999",
            "AT999999999",
            "DE99999999x",
            "",
        ] {
            assert!(!is_vat_id(wrong), "{wrong}");
        }
    }

    #[test]
    fn a_principal_needs_an_address_and_one_number() {
        let mut wrong = principal();
        (wrong.street, wrong.tax_number) = (" ".into(), String::new());
        let faults: Vec<_> = wrong
            .problems()
            .into_iter()
            .map(|p| (p.field, p.fault))
            .collect();
        assert_eq!(
            faults,
            [
                (Field::Street, Fault::Missing),
                (Field::TaxNumber, Fault::NoNumber)
            ]
        );
        wrong = principal();
        wrong.name = "a\nb".into();
        assert_eq!(wrong.problems()[0].fault, Fault::Control);
        let twice = principal_problems(&[principal(), principal()]);
        assert_eq!(twice.len(), 1);
        assert_eq!(twice[0].fault, Fault::Twice);
    }

    #[test]
    fn a_pay_point_has_a_whole_address_or_none() {
        let mut point = PayPoint {
            id: "BB".into(),
            name: "Bürgerbüro".into(),
            responsible: String::new(),
            float: crate::money::Money::ZERO,
            note_limit: crate::money::Money::ZERO,
            street: String::new(),
            postal_code: String::new(),
            city: String::new(),
        };
        assert_eq!(point.problems(), []);
        point.street = "Markt 1".into();
        let fields: Vec<Field> = point.problems().into_iter().map(|p| p.field).collect();
        assert_eq!(fields, [Field::PostalCode, Field::City]);
    }
}
