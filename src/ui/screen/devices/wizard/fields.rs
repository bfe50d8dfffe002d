//! What each kind of TSE needs to be told to be found.

use amtskasse_tse::Secret;
use amtskasse_tse::driver::{Config, Driver, Secrets};
use iced::widget::Id;

use crate::till::tse::secrets::fits;

/// Something to fill in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// Where it is.
    Address,
    /// Which of several.
    Device,
    /// The maker's library.
    Library,
    /// A certificate to trust.
    Trust,
    /// Name of an account.
    Key,
    /// Key to it.
    Secret,
    /// Certification id out of the maker's papers.
    Certification,
}

/// A field of a kind of TSE, in words.
#[derive(Debug, Clone, Copy)]
pub struct Ask {
    /// Which.
    pub field: Field,
    /// Key of its caption.
    pub caption: &'static str,
    /// What it may look like.
    pub example: &'static str,
    /// Key of what stands below it.
    pub help: &'static str,
    /// It may stay empty.
    pub optional: bool,
}

impl Field {
    const ALL: [Self; 7] = [
        Self::Address,
        Self::Device,
        Self::Library,
        Self::Trust,
        Self::Key,
        Self::Secret,
        Self::Certification,
    ];

    /// Its name on the screen.
    pub fn name(self) -> &'static str {
        match self {
            Self::Address => "tse-address",
            Self::Device => "tse-device",
            Self::Library => "tse-library",
            Self::Trust => "tse-trust",
            Self::Key => "tse-account",
            Self::Secret => "tse-secret",
            Self::Certification => "tse-certification",
        }
    }

    /// Names the field.
    pub fn id(self) -> Id {
        Id::new(self.name())
    }

    fn place(self) -> usize {
        Self::ALL.iter().position(|one| *one == self).unwrap_or(0)
    }
}

const fn needed(
    field: Field,
    caption: &'static str,
    example: &'static str,
    help: &'static str,
) -> Ask {
    Ask {
        field,
        caption,
        example,
        help,
        optional: false,
    }
}

const fn optional(
    field: Field,
    caption: &'static str,
    example: &'static str,
    help: &'static str,
) -> Ask {
    Ask {
        optional: true,
        ..needed(field, caption, example, help)
    }
}

/// Papers say TEST-TSE while nobody knows of a certification.
const CERTIFICATION: Ask = optional(
    Field::Certification,
    "tse-ask-certification",
    "BSI-K-TR-0362-2019",
    "tse-ask-certification-help",
);

/// What a kind of TSE is asked for.
pub fn asked(driver: Driver) -> Vec<Ask> {
    match driver {
        Driver::Test => vec![needed(
            Field::Address,
            "tse-ask-folder",
            "tse-2",
            "tse-ask-folder-help",
        )],
        Driver::Swissbit => vec![
            needed(
                Field::Address,
                "tse-ask-mount",
                "/media/SWISSBIT",
                "tse-ask-mount-help",
            ),
            optional(
                Field::Library,
                "tse-ask-library",
                "/opt/swissbit/libWormAPI.so",
                "tse-ask-library-help",
            ),
            optional(
                Field::Device,
                "tse-ask-lan-serial",
                "",
                "tse-ask-lan-serial-help",
            ),
            optional(
                Field::Secret,
                "tse-ask-lan-token",
                "",
                "tse-ask-lan-token-help",
            ),
            CERTIFICATION,
        ],
        Driver::Epson => vec![
            needed(
                Field::Address,
                "tse-ask-host",
                "tls://192.168.1.50:8143",
                "tse-ask-epson-help",
            ),
            optional(
                Field::Device,
                "tse-ask-device-id",
                "local_TSE",
                "tse-ask-device-id-help",
            ),
            needed(
                Field::Secret,
                "tse-ask-host-key",
                "",
                "tse-ask-host-key-help",
            ),
            optional(
                Field::Trust,
                "tse-ask-trust",
                "/etc/amtskasse/epson.pem",
                "tse-ask-trust-help",
            ),
            CERTIFICATION,
        ],
        Driver::Fiskaly => vec![
            needed(
                Field::Address,
                "tse-ask-service",
                "https://kassensichv-middleware.fiskaly.com/api/v2",
                "tse-ask-service-help",
            ),
            needed(Field::Key, "tse-ask-api-key", "", "tse-ask-api-key-help"),
            needed(
                Field::Secret,
                "tse-ask-api-secret",
                "",
                "tse-ask-api-secret-help",
            ),
            optional(
                Field::Device,
                "tse-ask-tss",
                "0d0f3b0e-6c1e-4d3c-9f0a-2f4f1c1d7a55",
                "tse-ask-tss-help",
            ),
        ],
        Driver::DieboldNixdorf => vec![
            needed(
                Field::Address,
                "tse-ask-host",
                "ws://192.168.1.60:10001",
                "tse-ask-diebold-help",
            ),
            CERTIFICATION,
        ],
    }
}

/// What was filled in so far.
#[derive(Clone)]
pub struct Draft {
    /// The kind of TSE.
    pub driver: Driver,
    texts: [String; 7],
}

/// Secrets have no business in a log.
impl std::fmt::Debug for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Draft")
            .field("driver", &self.driver)
            .field("address", &self.text(Field::Address))
            .finish_non_exhaustive()
    }
}

impl Draft {
    /// With what is the same for everybody filled in.
    pub fn new(driver: Driver) -> Self {
        let mut draft = Self {
            driver,
            texts: Default::default(),
        };
        if driver == Driver::Fiskaly {
            let service = "https://kassensichv-middleware.fiskaly.com/api/v2";
            draft.set(Field::Address, service.to_owned());
        }
        draft
    }

    /// What stands in a field, without blanks around it.
    pub fn text(&self, field: Field) -> &str {
        self.raw(field).trim()
    }

    /// What stands in a field as it was typed.
    pub fn raw(&self, field: Field) -> &str {
        self.texts.get(field.place()).map_or("", String::as_str)
    }

    /// Fills a field in.
    pub fn set(&mut self, field: Field, text: String) {
        if let Some(place) = self.texts.get_mut(field.place()) {
            *place = text;
        }
    }

    /// The first field that must not be empty and is, or does not look right.
    pub fn missing(&self) -> Option<Field> {
        let asked = asked(self.driver);
        let empty = |ask: &&Ask| !ask.optional && self.text(ask.field).is_empty();
        let missing = asked.iter().find(empty).map(|ask| ask.field);
        let key = self.text(Field::Secret);
        missing
            .or_else(|| (!self.looks_right()).then_some(Field::Address))
            .or_else(|| {
                let wrong = self.driver == Driver::Epson && !fits(self.driver, Secret::Key, key);
                wrong.then_some(Field::Secret)
            })
    }

    /// Whether the address has the form its driver wants, as far as that shows.
    pub fn looks_right(&self) -> bool {
        let address = self.text(Field::Address);
        let begins: &[&str] = match self.driver {
            Driver::Test | Driver::Swissbit => return true,
            Driver::Epson => &["tcp://", "tls://"],
            Driver::Fiskaly => &["https://", "http://127.0.0.1"],
            Driver::DieboldNixdorf => &["ws://", "wss://"],
        };
        begins
            .iter()
            .any(|scheme| address.starts_with(scheme) && address.len() > scheme.len())
    }

    /// The field to begin with.
    pub fn first(&self) -> Field {
        self.missing().unwrap_or(Field::Address)
    }

    /// Keys that are typed here and not with the PINs.
    pub fn keys_into(&self, secrets: &mut Secrets) {
        secrets.api_key = self.text(Field::Key).to_owned();
        secrets.api_secret = self.text(Field::Secret).to_owned();
    }

    /// All of it; the till fills in the register's own id.
    pub fn config(&self, secrets: Secrets) -> Config {
        let some = |field| Some(self.text(field)).filter(|text| !text.is_empty());
        Config {
            device: some(Field::Device).map(str::to_owned),
            library: some(Field::Library).map(Into::into),
            trust: some(Field::Trust).map(Into::into),
            certification_id: some(Field::Certification).map(str::to_owned),
            secrets,
            ..Config::new(self.driver, self.text(Field::Address), "")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_named_and_addresses_are_looked_at() {
        let mut draft = Draft::new(Driver::Epson);
        assert_eq!(draft.missing(), Some(Field::Address));
        draft.set(Field::Address, "192.168.1.50".into());
        assert_eq!(draft.missing(), Some(Field::Secret));
        draft.set(Field::Secret, "GEHEIM1".into());
        assert_eq!(draft.missing(), Some(Field::Address));
        draft.set(Field::Address, " tls://192.168.1.50:8143 ".into());
        assert_eq!(draft.missing(), Some(Field::Secret));
        draft.set(Field::Secret, "GEHEIM12".into());
        assert_eq!(draft.missing(), None);
        let config = draft.config(Secrets::default());
        assert_eq!(config.address, "tls://192.168.1.50:8143");
        assert_eq!(config.device, None);
    }

    #[test]
    fn a_cloud_needs_an_account_and_no_address() {
        let mut draft = Draft::new(Driver::Fiskaly);
        assert_eq!(draft.missing(), Some(Field::Key));
        draft.set(Field::Key, "key".into());
        draft.set(Field::Secret, "secret".into());
        assert_eq!(draft.missing(), None);
        assert!(!format!("{draft:?}").contains("secret"));
    }
}
