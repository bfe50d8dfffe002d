//! A simulated terminal, for trying out and for training: it says at every turn that it is one.

use std::net::{SocketAddr, ToSocketAddrs};
use std::time::Duration;

use amtskasse_terminal::address::Address;
use amtskasse_terminal::{Driver, opi, zvt};
use chrono::{Local, TimeDelta};
use clap::Args;
use serde_json::json;

use super::place::Which;
use crate::cli::{Failure, Outcome, Verdict, out::Out};
use crate::message;
use crate::till::{Clock, SystemClock, local};

/// As many payments go as the scenario says; after that every card is approved.
const PAYMENTS: usize = 10_000;

#[derive(Debug, Args)]
pub(super) struct Simulate {
    /// Wie jede Zahlung verläuft
    #[arg(long, value_name = "NAME", default_value = "approve")]
    scenario: Scenario,
    /// Pause vor jeder Meldung, in Millisekunden
    #[arg(long, value_name = "MS", default_value_t = 400, value_parser = clap::value_parser!(u64).range(0..=60_000))]
    pace: u64,
    /// Nur so viele Zahlungen verlaufen so, danach wird alles genehmigt
    #[arg(long, value_name = "ANZAHL", default_value_t = PAYMENTS)]
    times: usize,
    /// ZVT: als serielles Gerät (Pseudoterminal) statt im Netz
    #[arg(long)]
    serial: bool,
}

/// How payments go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Scenario {
    /// Genehmigt, girocard kontaktlos
    Approve,
    /// Genehmigt, Kreditkarte
    Credit,
    /// Genehmigt, der Kunde muss unterschreiben
    Signature,
    /// Abgelehnt
    Decline,
    /// Der Kunde braucht lange
    Slow,
    /// Das Terminal ist zuerst beschäftigt
    Busy,
    /// Nur ein Cent wird genehmigt
    Partial,
    /// Genehmigt, aber die Antwort geht verloren
    Lost,
    /// Die Verbindung bricht, bevor die Karte belastet ist
    Cut,
    /// Genehmigt, aber die Antwort gehört scheinbar zu etwas anderem: ZVT fremde Belegnummer, OPI fremde Anfrage
    WrongReceipt,
}

pub(super) fn run(which: &Which, arguments: &Simulate, out: &mut Out) -> Outcome {
    match which.driver {
        Some(Driver::Zvt) => zvt_terminal(which, arguments, out),
        Some(Driver::Opi) => opi_terminal(which, arguments, out),
        _ => Err(Failure::new(
            "Nachgebildet werden ZVT und OPI: bitte --driver zvt oder --driver opi.",
        )),
    }
}

fn zvt_terminal(which: &Which, arguments: &Simulate, out: &mut Out) -> Outcome {
    use zvt::simulator::{Memory, Terminal, Ways};
    let memory = Memory::new(Ways {
        clock_ahead: ahead().num_minutes(),
        ..Ways::default()
    });
    for _ in 0..arguments.times.min(PAYMENTS) {
        memory.push(play(arguments));
    }
    let opened = match arguments.serial {
        #[cfg(unix)]
        true => Terminal::at_pseudo_terminal(memory),
        #[cfg(not(unix))]
        true => {
            return Err(Failure::new(
                "Ein Pseudoterminal gibt es auf diesem Betriebssystem nicht.",
            ));
        }
        false => Terminal::listen_at(at(which, 20007)?, memory),
    };
    let terminal = opened.map_err(|error| super::failed(&error))?;
    say("zvt", None, terminal.address(), out)?;
    terminal.wait();
    Ok(Verdict::Fine)
}

/// Terminals show German time, wherever this computer stands.
fn ahead() -> TimeDelta {
    let now = SystemClock.now();
    local(now).naive_local() - now.with_timezone(&Local).naive_local()
}

fn play(arguments: &Simulate) -> zvt::simulator::Play {
    use zvt::simulator::{Card, Incident, Moment, Play, Verdict};
    let mut play = match arguments.scenario {
        Scenario::Approve => Play::default(),
        Scenario::Credit => Play::approve(Card::credit()),
        Scenario::Signature => Play::approve(Card::signed()),
        Scenario::Decline => Play::ends(Verdict::Decline(0x05)),
        Scenario::Slow => Play::default(),
        Scenario::Busy => Play {
            busy: 3,
            ..Play::default()
        },
        Scenario::Partial => Play {
            approves: Some(1),
            ..Play::default()
        },
        Scenario::Lost => Play::with(Moment::Approved, Incident::Cut),
        Scenario::Cut => Play::with(Moment::Message(1), Incident::Cut),
        Scenario::WrongReceipt => Play {
            receipt: Some(4711),
            ..Play::default()
        },
    };
    play.pace = Duration::from_millis(match arguments.scenario {
        Scenario::Slow => arguments.pace * 10,
        _ => arguments.pace,
    });
    play
}

fn opi_terminal(which: &Which, arguments: &Simulate, out: &mut Out) -> Outcome {
    use opi::simulator::{Habits, Memory, Terminal};
    let dialect = which.dialect.unwrap_or_default();
    let memory = Memory::new(Habits {
        pause: Duration::from_millis(arguments.pace),
        clock_skew: ahead().num_seconds(),
        ..Habits::of(dialect)
    });
    if let Some(port) = which.listen {
        memory.set_till("1", SocketAddr::from(([127, 0, 0, 1], port)));
    }
    for _ in 0..arguments.times.min(PAYMENTS) {
        memory.push(script(arguments));
    }
    let at = at(which, dialect.profile().card_port)?;
    let opened = Terminal::start(memory, at);
    let terminal = opened.map_err(|error| not_here(&at.to_string(), &error))?;
    let address = format!("tcp://{}", terminal.address());
    say("opi", Some(dialect.name()), &address, out)?;
    terminal.wait();
    Ok(Verdict::Fine)
}

fn script(arguments: &Simulate) -> opi::simulator::Script {
    use opi::simulator::{Answer, Asks, Card, How, Moment, Script};
    let pause = Duration::from_millis(arguments.pace);
    match arguments.scenario {
        Scenario::Approve => Script::approve(),
        Scenario::WrongReceipt => Script::approve().answer(Answer::OtherRequest),
        Scenario::Credit => Script::approve().card(Card::Credit),
        Scenario::Signature => Script::approve().card(Card::Credit).asking(Asks::Signature),
        Scenario::Decline => Script::decline(),
        Scenario::Slow => Script::approve().slow(pause * 10),
        Scenario::Busy => Script::result("Busy"),
        Scenario::Partial => Script::approve().charging(1),
        Scenario::Lost => Script::approve().failing(Moment::AfterCharge, How::Close),
        Scenario::Cut => Script::approve().failing(Moment::BeforeCharge, How::PowerCycle),
    }
}

/// Where it listens: as given, else at the usual port of this machine alone.
fn at(which: &Which, usual: u16) -> Result<SocketAddr, Failure> {
    let Some(address) = &which.address else {
        return Ok(SocketAddr::from(([127, 0, 0, 1], usual)));
    };
    let parsed = address.parse::<Address>();
    let parsed = parsed.map_err(|wrong| Failure::new(message::terminal_address(&wrong)))?;
    let Address::Tcp { host, port } = parsed else {
        return Err(Failure::new(
            "Das nachgebildete Terminal hört im Netz, etwa tcp://127.0.0.1:20007; als serielles Gerät mit --serial.",
        ));
    };
    let found = (host.as_str(), port.unwrap_or(usual)).to_socket_addrs();
    let mut found = found.map_err(|error| not_here(address, &error))?;
    found
        .next()
        .ok_or_else(|| Failure::new(format!("{address}: diesen Rechner gibt es nicht.")))
}

fn not_here(address: &str, error: &std::io::Error) -> Failure {
    let reason = message::reason(error);
    Failure::new(format!(
        "{address}: hier lässt sich kein Terminal nachbilden ({reason})."
    ))
}

fn say(driver: &str, dialect: Option<&str>, address: &str, out: &mut Out) -> Result<(), Failure> {
    if out.json() {
        out.value(&json!({
            "simulator": true,
            "driver": driver,
            "dialect": dialect,
            "address": address,
        }));
    } else {
        out.line("NACHBILDUNG, kein echtes Kartenterminal: Hier wird keine Karte belastet.");
        let dialect = dialect.map_or(String::new(), |name| format!(" --dialect {name}"));
        out.line(format!("--driver {driver}{dialect} --address {address}"));
        out.line("Strg-C beendet sie.");
    }
    out.flush()
}
