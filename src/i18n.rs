//! Texts in German and English, and how amounts and dates are written.
//!
//! The texts live in `assets/i18n/*.ftl` (Fluent) and are part of the program. Amounts and dates are
//! written the German way in both languages: they must look the same on the screen and on paper.

use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate, NaiveDateTime};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

use crate::money::Money;

pub use fluent_bundle::FluentValue;

const DE: &str = include_str!("../assets/i18n/de.ftl");
const EN: &str = include_str!("../assets/i18n/en.ftl");

static GERMAN: LazyLock<Texts> = LazyLock::new(|| Texts::new("de-DE", DE));
static ENGLISH: LazyLock<Texts> = LazyLock::new(|| Texts::new("en-GB", EN));

/// A language the register speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// The language of the office, complete and first.
    #[default]
    German,
    /// A complete translation.
    English,
}

impl Language {
    /// Both languages, in the order they are offered.
    pub const ALL: [Self; 2] = [Self::German, Self::English];

    /// The language's own name for itself.
    pub fn name(self) -> &'static str {
        match self {
            Self::German => "Deutsch",
            Self::English => "English",
        }
    }

    /// The code it is stored under: `de`, `en`.
    pub fn code(self) -> &'static str {
        match self {
            Self::German => "de",
            Self::English => "en",
        }
    }

    /// The language stored under this code; German for anything unknown.
    pub fn from_code(code: &str) -> Self {
        if code.starts_with("en") {
            Self::English
        } else {
            Self::German
        }
    }

    /// The words of this language.
    pub fn say(self, german: &'static str, english: &'static str) -> &'static str {
        match self {
            Self::German => german,
            Self::English => english,
        }
    }

    /// The texts of this language.
    pub fn texts(self) -> &'static Texts {
        match self {
            Self::German => &GERMAN,
            Self::English => &ENGLISH,
        }
    }
}

/// The same in every language: said where nobody knows which language it will be read in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Both<T> {
    german: T,
    english: T,
}

impl<T> Both<T> {
    /// What `say` says in each language.
    pub fn of(say: impl Fn(Language) -> T) -> Self {
        Self {
            german: say(Language::German),
            english: say(Language::English),
        }
    }

    /// What it is in this language.
    pub fn get(&self, language: Language) -> &T {
        match language {
            Language::German => &self.german,
            Language::English => &self.english,
        }
    }
}

/// The texts of one language.
pub struct Texts {
    bundle: FluentBundle<FluentResource>,
    /// Texts without arguments, resolved once: a screen looks up dozens of them for every frame.
    plain: HashMap<String, String>,
}

impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Texts")
            .field("locales", &self.bundle.locales)
            .finish()
    }
}

impl Texts {
    fn new(locale: &str, source: &str) -> Self {
        // A faulty line is left out and shows as its key; the tests of this module do not let one pass.
        let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(good, _)| good);
        let keys: Vec<String> = keys(&resource);
        let mut bundle = FluentBundle::new_concurrent(vec![
            locale.parse::<LanguageIdentifier>().unwrap_or_default(),
        ]);
        // The marks are invisible, but printers and searches trip over them.
        bundle.set_use_isolating(false);
        let _ = bundle.add_resource(resource);
        let mut plain = HashMap::new();
        for key in keys {
            let mut errors = Vec::new();
            if let Some(pattern) = bundle.get_message(&key).and_then(|message| message.value()) {
                let text = bundle
                    .format_pattern(pattern, None, &mut errors)
                    .into_owned();
                if errors.is_empty() {
                    plain.insert(key, text);
                }
            }
        }
        Self { bundle, plain }
    }

    /// The text of `key`; the key itself if there is none, so that a gap is seen and not fatal.
    pub fn text<'a>(&'a self, key: &'a str) -> &'a str {
        self.plain.get(key).map_or(key, String::as_str)
    }

    /// The text of `key` with its `$arguments` filled in.
    pub fn with(&self, key: &str, arguments: &[(&str, FluentValue<'_>)]) -> String {
        let Some(pattern) = self
            .bundle
            .get_message(key)
            .and_then(|message| message.value())
        else {
            return key.to_owned();
        };
        let mut args = FluentArgs::with_capacity(arguments.len());
        for (name, value) in arguments {
            args.set(*name, value.clone());
        }
        let mut errors = Vec::new();
        self.bundle
            .format_pattern(pattern, Some(&args), &mut errors)
            .into_owned()
    }

    /// `Mo 23.11.2026, 10:42`
    pub fn clock(&self, at: NaiveDateTime) -> String {
        let day = match at.weekday() {
            chrono::Weekday::Mon => self.text("weekday-mon"),
            chrono::Weekday::Tue => self.text("weekday-tue"),
            chrono::Weekday::Wed => self.text("weekday-wed"),
            chrono::Weekday::Thu => self.text("weekday-thu"),
            chrono::Weekday::Fri => self.text("weekday-fri"),
            chrono::Weekday::Sat => self.text("weekday-sat"),
            chrono::Weekday::Sun => self.text("weekday-sun"),
        };
        format!("{day} {}", date_time(at))
    }
}

/// `1.234,56 €`, with a real minus sign.
pub fn money(amount: Money) -> String {
    format!("{amount} €")
}

/// `10 €`, `20 ct`: a note or a coin by its value in cents.
pub fn denomination(cents: i64) -> String {
    if cents >= 100 {
        format!("{} €", cents / 100)
    } else {
        format!("{cents} ct")
    }
}

/// `23.11.2026`
pub fn date(day: NaiveDate) -> String {
    day.format("%d.%m.%Y").to_string()
}

/// `23.11.2026, 10:42`
pub fn date_time(at: NaiveDateTime) -> String {
    at.format("%d.%m.%Y, %H:%M").to_string()
}

/// `10:42`
pub fn time(at: NaiveDateTime) -> String {
    at.format("%H:%M").to_string()
}

fn keys(resource: &FluentResource) -> Vec<String> {
    resource
        .source()
        .lines()
        .filter_map(|line| line.split_once(" ="))
        .map(|(key, _)| key)
        .filter(|key| key.starts_with(|first: char| first.is_ascii_lowercase()))
        .filter(|key| !key.contains(' '))
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests;
