//! What is filled in about a card terminal, and what is wrong with it.

use amtskasse_terminal::address::Address;
use amtskasse_terminal::config::Slips;
use amtskasse_terminal::opi::Dialect;
use amtskasse_terminal::opi::dialect::Reversal;
use amtskasse_terminal::{Config, Driver};
use iced::widget::Id;

use crate::till::terminals::probe::Elsewhere;

/// Port ZVT terminals listen on unless somebody has changed it.
const ZVT_PORT: &str = "20007";
/// Speeds of serial lines that terminals know.
pub const SPEEDS: [u32; 5] = [9600, 19200, 38400, 57600, 115_200];
/// Longest name, in characters.
const LONGEST_NAME: usize = 40;

/// In which way a terminal is connected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// ZVT in the network.
    Zvt,
    /// ZVT at a serial port.
    ZvtSerial,
    /// OPI.
    Opi,
    /// The built-in one.
    Test,
}

impl Kind {
    /// All of them, the usual one first.
    pub const ALL: [Self; 4] = [Self::Zvt, Self::ZvtSerial, Self::Opi, Self::Test];

    fn of(config: &Config) -> Self {
        match (config.driver, config.parsed_address()) {
            (Driver::Test, _) => Self::Test,
            (Driver::Opi, _) => Self::Opi,
            (Driver::Zvt, Ok(Address::Serial { .. })) => Self::ZvtSerial,
            (Driver::Zvt, _) => Self::Zvt,
        }
    }

    /// Its driver.
    pub fn driver(self) -> Driver {
        match self {
            Self::Zvt | Self::ZvtSerial => Driver::Zvt,
            Self::Opi => Driver::Opi,
            Self::Test => Driver::Test,
        }
    }
}

/// Something to fill in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// What people call it.
    Name,
    /// Host name or IP address.
    Host,
    /// TCP port at the terminal.
    Port,
    /// Serial device.
    Device,
    /// ZVT password.
    Password,
    /// OPI: port at the till.
    Listen,
    /// OPI: name of the till at the terminal.
    Workstation,
}

impl Field {
    const ALL: [Self; 7] = [
        Self::Name,
        Self::Host,
        Self::Port,
        Self::Device,
        Self::Password,
        Self::Listen,
        Self::Workstation,
    ];

    /// Its name on the screen.
    pub fn name(self) -> &'static str {
        match self {
            Self::Name => "terminal-name",
            Self::Host => "terminal-host",
            Self::Port => "terminal-port",
            Self::Device => "terminal-device",
            Self::Password => "terminal-password",
            Self::Listen => "terminal-listen",
            Self::Workstation => "terminal-workstation",
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

/// Yes or no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Switch {
    /// Other tills use it too.
    Shared,
    /// This till makes its end of day.
    Closes,
    /// It may approve less than was asked for.
    Partial,
    /// It reverses its last payment only.
    LastOnly,
}

/// What was filled in so far.
#[derive(Clone)]
pub struct Draft {
    /// In which way it is connected.
    pub kind: Kind,
    /// Speed of the serial line, bits per second.
    pub baud: u32,
    /// Stop bits of the serial line.
    pub stop: u8,
    /// OPI dialect.
    pub dialect: Dialect,
    /// Who prints.
    pub slips: Slips,
    /// What the form does not ask for stays as it is here.
    base: Config,
    texts: [String; 7],
}

/// A password has no business in a log.
impl std::fmt::Debug for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Draft")
            .field("kind", &self.kind)
            .field("name", &self.text(Field::Name))
            .finish_non_exhaustive()
    }
}

impl Draft {
    /// A new terminal, with what is usual filled in. `register` gives its number to OPI's workstation.
    pub fn new(register: &str) -> Self {
        let mut draft = Self::of(&Config::new("", Driver::Zvt, "tcp://-"));
        draft.set(Field::Host, String::new());
        draft.set(Field::Port, ZVT_PORT.to_owned());
        let digits = register.chars().filter(char::is_ascii_digit);
        let number: String = digits.skip_while(|digit| *digit == '0').take(8).collect();
        if !number.is_empty() {
            draft.set(Field::Workstation, number);
        }
        draft
    }

    /// A terminal as it is.
    pub fn of(config: &Config) -> Self {
        let mut draft = Self {
            kind: Kind::of(config),
            baud: 9600,
            stop: 2,
            dialect: config.dialect,
            slips: config.slips,
            base: config.clone(),
            texts: Default::default(),
        };
        draft.set(Field::Device, "/dev/ttyUSB0".to_owned());
        match config.parsed_address() {
            Ok(Address::Tcp { host, port }) => {
                draft.set(Field::Host, host);
                draft.set(Field::Port, port.map_or(String::new(), |p| p.to_string()));
            }
            Ok(Address::Serial { device, baud, stop }) => {
                (draft.baud, draft.stop) = (baud, stop);
                draft.set(Field::Device, device);
            }
            Err(_) => {}
        }
        draft.set(Field::Name, config.name.clone());
        draft.set(Field::Password, config.password.clone().unwrap_or_default());
        let listen = config.listen.unwrap_or(draft.dialect.profile().device_port);
        draft.set(Field::Listen, listen.to_string());
        draft.set(Field::Workstation, config.workstation.clone());
        draft.fill_port();
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

    /// Whether a switch is on.
    pub fn is_on(&self, switch: Switch) -> bool {
        match switch {
            Switch::Shared => self.base.shared,
            Switch::Closes => self.base.closes,
            Switch::Partial => self.base.partial,
            Switch::LastOnly => self.base.reverses_last_only,
        }
    }

    /// Turns a switch.
    pub fn turn(&mut self, switch: Switch, on: bool) {
        *match switch {
            Switch::Shared => &mut self.base.shared,
            Switch::Closes => &mut self.base.closes,
            Switch::Partial => &mut self.base.partial,
            Switch::LastOnly => &mut self.base.reverses_last_only,
        } = on;
    }

    /// Connected in another way: a port nobody has chosen becomes that way's usual one.
    pub fn connect(&mut self, kind: Kind) {
        let usual = self.text(Field::Port) == self.usual_port();
        self.kind = kind;
        if usual || self.text(Field::Port).is_empty() {
            self.set(Field::Port, self.usual_port());
        }
        let last_only = kind == Kind::Opi && self.dialect.profile().reversal == Reversal::LastOnly;
        self.base.reverses_last_only = last_only;
    }

    /// Another dialect, with its usual ports and habits.
    pub fn speak(&mut self, dialect: Dialect) {
        let before = self.dialect.profile();
        let now = dialect.profile();
        if self.text(Field::Port) == before.card_port.to_string() {
            self.set(Field::Port, now.card_port.to_string());
        }
        if self.text(Field::Listen) == before.device_port.to_string() {
            self.set(Field::Listen, now.device_port.to_string());
        }
        self.base.reverses_last_only = now.reversal == Reversal::LastOnly;
        self.dialect = dialect;
    }

    /// As somebody answers elsewhere.
    pub fn follow(&mut self, found: &Elsewhere) {
        self.connect(match found.driver {
            Driver::Zvt => Kind::Zvt,
            Driver::Opi => Kind::Opi,
            Driver::Test => Kind::Test,
        });
        if found.driver == Driver::Opi {
            self.speak(found.dialect);
        }
        if let Ok(Address::Tcp { host, port }) = found.address.parse() {
            self.set(Field::Host, host);
            self.set(Field::Port, port.map_or(String::new(), |p| p.to_string()));
        }
    }

    fn usual_port(&self) -> String {
        match self.kind {
            Kind::Opi => self.dialect.profile().card_port.to_string(),
            _ => ZVT_PORT.to_owned(),
        }
    }

    fn fill_port(&mut self) {
        if self.text(Field::Port).is_empty() {
            self.set(Field::Port, self.usual_port());
        }
    }

    fn address(&self) -> String {
        match self.kind {
            Kind::Test => String::new(),
            Kind::ZvtSerial => Address::Serial {
                device: self.text(Field::Device).to_owned(),
                baud: self.baud,
                stop: self.stop,
            }
            .to_string(),
            Kind::Zvt | Kind::Opi => Address::Tcp {
                host: self.text(Field::Host).to_owned(),
                port: self.port(Field::Port),
            }
            .to_string(),
        }
    }

    fn port(&self, field: Field) -> Option<u16> {
        self.text(field).parse().ok().filter(|port| *port > 0)
    }

    /// The fields that do not do, each with the key of why. `others`: the terminals there are beside this one.
    pub fn problems(&self, others: &[Config]) -> Vec<(Field, &'static str)> {
        let mut problems = Vec::new();
        let name = self.text(Field::Name);
        let visible = name.chars().all(|letter| !letter.is_control());
        let lower = name.to_lowercase();
        if name.is_empty() || name.chars().count() > LONGEST_NAME || !visible {
            problems.push((Field::Name, "terminals-wrong-name"));
        } else if others.iter().any(|one| one.name.to_lowercase() == lower) {
            problems.push((Field::Name, "terminals-wrong-twice"));
        }
        let readable = self.address().parse::<Address>().is_ok();
        if matches!(self.kind, Kind::Zvt | Kind::Opi) {
            let host = self.text(Field::Host);
            if host.is_empty() {
                problems.push((Field::Host, "terminals-wrong-host-empty"));
            } else if !readable || host.starts_with('[') || is_with_port(host) {
                problems.push((Field::Host, "terminals-wrong-host"));
            }
            if self.port(Field::Port).is_none() {
                problems.push((Field::Port, "terminals-wrong-port"));
            }
        }
        if self.kind == Kind::ZvtSerial && (!readable || self.text(Field::Device).contains('?')) {
            problems.push((Field::Device, "terminals-wrong-device"));
        }
        let password = self.text(Field::Password);
        let digits = password.chars().all(|letter| letter.is_ascii_digit());
        if self.kind.driver() == Driver::Zvt
            && !(password.is_empty() || password.len() == 6 && digits)
        {
            problems.push((Field::Password, "terminals-wrong-password"));
        }
        if self.kind == Kind::Opi {
            let listen = self.port(Field::Listen);
            let taken = |one: &&Config| {
                let theirs = one.listen.unwrap_or(one.dialect.profile().device_port);
                one.driver == Driver::Opi && Some(theirs) == listen
            };
            if listen.is_none() {
                problems.push((Field::Listen, "terminals-wrong-port"));
            } else if let Some(_other) = others.iter().find(taken) {
                problems.push((Field::Listen, "terminals-wrong-listen-taken"));
            }
            if self.text(Field::Workstation).is_empty() {
                problems.push((Field::Workstation, "terminals-wrong-workstation"));
            }
        }
        problems
    }

    /// All of it, as the driver is told.
    pub fn config(&self) -> Config {
        let zvt = self.kind.driver() == Driver::Zvt;
        let password = Some(self.text(Field::Password)).filter(|text| zvt && !text.is_empty());
        let opi = self.kind == Kind::Opi;
        let usual = self.dialect.profile().device_port;
        Config {
            name: self.text(Field::Name).to_owned(),
            driver: self.kind.driver(),
            address: self.address(),
            password: password.map(str::to_owned),
            dialect: self.dialect,
            listen: self
                .port(Field::Listen)
                .filter(|port| opi && *port != usual),
            workstation: self.text(Field::Workstation).to_owned(),
            slips: self.slips,
            ..self.base.clone()
        }
    }
}

// `192.168.1.7:20007`, which is no IPv6 address either.
fn is_with_port(host: &str) -> bool {
    host.matches(':').count() == 1
}

#[cfg(test)]
mod tests;
