//! clap in German: the frame of its help and the sentences for a wrong command line.

use std::error::Error as _;
use std::io::{self, Write};
use std::num::ParseIntError;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use clap::{Arg, ArgAction, Command, CommandFactory};

const TEMPLATE: &str = "{about-with-newline}\nAufruf: {usage}\n\n{all-args}{after-help}";

/// The command line as clap knows it, with German headings.
pub(super) fn command<C: CommandFactory>() -> Command {
    let version = Arg::new("version")
        .short('V')
        .long("version")
        .display_order(999)
        .action(ArgAction::Version)
        .help("Version ausgeben");
    german(C::command().disable_version_flag(true).arg(version))
}

fn german(command: Command) -> Command {
    let help = Arg::new("help")
        .short('h')
        .long("help")
        .display_order(998)
        .action(ArgAction::Help)
        .help("Diese Hilfe");
    command
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .help_template(TEMPLATE)
        .subcommand_help_heading("Befehle")
        .subcommand_value_name("BEFEHL")
        .arg(help)
        .mut_args(|arg| {
            let heading = match arg.is_positional() {
                true => "Angaben",
                false => "Optionen",
            };
            with_choices(arg).help_heading(heading)
        })
        .mut_subcommands(german)
}

// clap would say in English what holds without the option and which values there are.
fn with_choices(arg: Arg) -> Arg {
    if !arg.get_action().takes_values() {
        return arg;
    }
    let mut notes = Vec::new();
    let values: Vec<String> = arg
        .get_possible_values()
        .iter()
        .filter(|value| !value.is_hide_set())
        .map(|value| value.get_name().to_owned())
        .collect();
    if !values.is_empty() {
        notes.push(values.join(", "));
    }
    let usual: Vec<_> = arg.get_default_values().iter().collect();
    if let [usual] = usual.as_slice() {
        notes.push(format!("ohne Angabe {}", usual.to_string_lossy()));
    }
    if notes.is_empty() {
        return arg;
    }
    let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
    arg.hide_possible_values(true)
        .hide_default_value(true)
        .help(format!("{help} ({})", notes.join("; ")))
}

/// Answers what clap could not run: help and version to standard output, a mistake to standard error.
pub(super) fn answer(error: &Error) -> ExitCode {
    let text = error
        .render()
        .to_string()
        .replace("[OPTIONS]", "[OPTIONEN]");
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            // A reader that has gone misses nothing it wanted.
            let _ = io::stdout().write_all(text.as_bytes());
            ExitCode::SUCCESS
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let _ = io::stderr().write_all(text.as_bytes());
            ExitCode::from(2)
        }
        _ => {
            super::out::complain(&sentence(error));
            ExitCode::from(2)
        }
    }
}

fn sentence(error: &Error) -> String {
    let said = |kind| error.get(kind).map(words).unwrap_or_default();
    let argument = said(ContextKind::InvalidArg);
    let value = said(ContextKind::InvalidValue);
    let meant = |kind| match error.get(kind) {
        Some(suggestion) => format!(" Gemeint war vielleicht {}?", words(suggestion)),
        None => " Welche es gibt, zeigt --help.".to_owned(),
    };
    match error.kind() {
        ErrorKind::InvalidSubcommand => format!(
            "Den Befehl „{}“ gibt es nicht.{}",
            said(ContextKind::InvalidSubcommand),
            meant(ContextKind::SuggestedSubcommand)
        ),
        ErrorKind::UnknownArgument => format!(
            "Mit der Angabe „{argument}“ kann dieser Befehl nichts anfangen.{}",
            meant(ContextKind::SuggestedArg)
        ),
        ErrorKind::MissingRequiredArgument => {
            format!("Es fehlt: {}.", argument.trim_end_matches("..."))
        }
        ErrorKind::InvalidValue if value.is_empty() => {
            format!("Bei {argument} fehlt der Wert.")
        }
        ErrorKind::ValueValidation | ErrorKind::InvalidValue => {
            let choices = said(ContextKind::ValidValue);
            let expected = match error.source() {
                Some(source) if source.is::<ParseIntError>() => {
                    " Erwartet wird eine ganze Zahl.".to_owned()
                }
                Some(source) => format!(" {source}"),
                None if !choices.is_empty() => format!(" Es gibt {choices}."),
                None => String::new(),
            };
            format!("{argument}: „{value}“ passt nicht.{expected}")
        }
        ErrorKind::ArgumentConflict => format!("{argument} darf nur einmal stehen."),
        ErrorKind::TooManyValues => format!("{argument}: „{value}“ ist zu viel."),
        ErrorKind::InvalidUtf8 => "Eine Angabe ist kein lesbarer Text (UTF-8).".to_owned(),
        _ => "Die Angaben passen nicht zusammen; wie sie lauten, zeigt --help.".to_owned(),
    }
}

fn words(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join(", "),
        ContextValue::StyledStr(text) => text.to_string(),
        ContextValue::Number(number) => number.to_string(),
        _ => String::new(),
    }
}
