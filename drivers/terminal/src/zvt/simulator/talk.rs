//! A command at work: messages of the terminal and their acknowledgements.

use std::time::Instant;

use super::line::{Gone, Line};
use super::memory::{Memory, Registration};
use super::play::{Incident, Moment, Oddity, Play};
use super::ways::Ways;
use super::wire::{Command, apdu, bcd, message_number, tlv, with_tag};

const FINE: u16 = 0x8000;

/// A command at work.
pub(super) struct Talk<'a> {
    pub line: &'a mut dyn Line,
    pub memory: &'a Memory,
    /// Number under which the terminal is taken.
    pub work: Option<usize>,
    pub ways: Ways,
    pub play: Play,
    pub registration: Registration,
    /// The line broke, or the till stopped acknowledging.
    pub forsaken: bool,
    /// Stopped by the till's 06 B0.
    pub aborted: bool,
    /// An abort is possible just now.
    pub abortable: bool,
    sent: usize,
    /// Number of the command, where it has one.
    pub number: Option<u64>,
    /// Number of our last message.
    told: Option<u64>,
}

impl<'a> Talk<'a> {
    pub fn new(line: &'a mut dyn Line, memory: &'a Memory, play: Play) -> Self {
        let (ways, registration) = memory.with(|kept| (kept.ways.clone(), kept.registration));
        Self {
            line,
            memory,
            work: None,
            ways,
            play,
            registration: registration.unwrap_or_default(),
            forsaken: false,
            aborted: false,
            abortable: false,
            sent: 0,
            number: None,
            told: None,
        }
    }

    /// Answers the command itself.
    pub fn accept(&mut self) {
        self.incident(Moment::Message(self.sent));
        self.sent += 1;
        let answer = match self.number {
            Some(number) => with_tag(FINE, &[], &tlv(0x1F73, &bcd(number, 3))),
            None => Vec::new(),
        };
        self.send(FINE, &answer);
    }

    /// Sends a message and waits for its acknowledgement.
    pub fn tell(&mut self, code: u16, data: &[u8]) -> bool {
        self.say(code, data);
        let fine = self.acknowledged();
        self.forsaken |= !fine;
        fine
    }

    /// Sends the last message. Whoever hears it may come with the next command at once.
    pub fn end(&mut self, code: u16, data: &[u8]) {
        self.say_then(code, data, |talk| talk.memory.release(talk.work));
        self.forsaken |= !self.acknowledged();
    }

    /// Sends a message and does not wait.
    pub fn say(&mut self, code: u16, data: &[u8]) {
        self.say_then(code, data, |_| {});
    }

    fn say_then(&mut self, code: u16, data: &[u8], at_last: impl FnOnce(&Self)) {
        self.pause();
        self.incident(Moment::Message(self.sent));
        self.sent += 1;
        if self.play.oddity == Oddity::Commands && !self.forsaken {
            self.send(0x0FAB, &[1, 2, 3]);
            let _ = self.acknowledged();
        }
        at_last(self);
        let data = self.numbered(code, data);
        self.send(code, &data);
    }

    /// The data with a number, where the till wants numbers.
    fn numbered(&mut self, code: u16, data: &[u8]) -> Vec<u8> {
        self.told = None;
        if self.number.is_none() {
            return data.to_vec();
        }
        let number = self.memory.with(|kept| {
            kept.numbered += 1;
            // The answer to a Registration repeats the zero that was offered.
            if self.number == Some(0) {
                0
            } else {
                kept.numbered
            }
        });
        let out = with_tag(code, data, &tlv(0x1F73, &bcd(number, 3)));
        self.told = (out != data).then_some(number);
        out
    }

    /// Waits for the acknowledgement of the last message.
    pub fn acknowledged(&mut self) -> bool {
        let end = Instant::now() + self.ways.patience;
        while !self.forsaken {
            let left = end.saturating_duration_since(Instant::now());
            match self.line.receive(left) {
                Ok(Some(command)) => {
                    self.note(&command);
                    match command.code {
                        FINE | 0x8400 => {
                            let said = message_number(command.code, &command.data);
                            if self.told.is_some() && said != self.told {
                                self.memory.with(|kept| kept.unmirrored += 1);
                            }
                            return true;
                        }
                        code if code & 0xFF00 == 0x8400 => return false,
                        _ => self.interrupted(&command),
                    }
                }
                Ok(None) => return false,
                Err(Gone) => self.forsaken = true,
            }
        }
        false
    }

    /// Lets time pass, and hears an abort meanwhile.
    fn pause(&mut self) {
        let end = Instant::now() + self.play.pace;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return;
            }
            if self.forsaken {
                std::thread::sleep(left);
                return;
            }
            match self.line.receive(left) {
                Ok(Some(command)) => {
                    self.note(&command);
                    self.interrupted(&command);
                }
                Ok(None) => {}
                Err(Gone) => self.forsaken = true,
            }
        }
    }

    /// A command while another one is at work.
    fn interrupted(&mut self, command: &Command) {
        match command.code {
            code if code >> 8 == 0x80 || code >> 8 == 0x84 => {}
            0x06B0 if self.abortable => {
                self.aborted = true;
                self.send(FINE, &[]);
            }
            0x06B0 => self.send(0x8483, &[]),
            _ => self.send(0x849C, &[]),
        }
    }

    fn note(&self, command: &Command) {
        note(self.memory, command);
    }

    fn send(&mut self, code: u16, data: &[u8]) {
        if !self.forsaken {
            self.forsaken = self.line.send(&apdu(code, data)).is_err();
        }
    }

    /// Lets happen what is to happen at this moment.
    pub fn incident(&mut self, moment: Moment) {
        let Some((at, incident)) = self.play.incident.clone() else {
            return;
        };
        if at != moment {
            return;
        }
        self.play.incident = None;
        match incident {
            Incident::Cut => {
                self.line.cut();
                self.forsaken = true;
            }
            Incident::Silence(long) => self.line.silence(long),
            Incident::Bytes(bytes, long) => {
                self.line.raw(&bytes);
                self.line.silence(long);
            }
            Incident::PowerCycle(away) => {
                self.memory.power_cycle(away);
                self.line.power_off();
                self.forsaken = true;
            }
        }
    }

    /// An intermediate status, with its text where the terminal has texts.
    pub fn intermediate(&mut self, status: u8, text: &str) -> bool {
        if self.play.silent || self.registration.config & 0x08 == 0 {
            self.pause();
            return !self.forsaken;
        }
        let mut data = vec![status];
        if self.ways.texts {
            data.extend(bcd(u64::from(self.ways.announces.unwrap_or(3)), 1));
            let lines: Vec<u8> = text
                .lines()
                .flat_map(|line| tlv(0x07, &self.ways.letters.encode(line)))
                .collect();
            data.extend(tlv(0x06, &tlv(0x24, &lines)));
        } else if let Some(minutes) = self.ways.announces {
            data.extend(bcd(u64::from(minutes), 1));
        }
        self.tell(0x04FF, &data)
    }

    /// Slips, on the paper the till wished for. `kind`: 1F07 of the first one.
    pub fn print(&mut self, slips: &[Vec<String>], kinds: &[u8]) {
        let administration = kinds.first() == Some(&3);
        let ours = if administration { 0x04 } else { 0x02 };
        if self.registration.config & ours == 0 {
            return self
                .memory
                .with(|kept| kept.printed.extend_from_slice(slips));
        }
        if self.registration.config & 0x80 == 0 {
            return;
        }
        for (lines, kind) in slips.iter().zip(kinds) {
            let printed = match self.registration.blocks {
                true => self.block(lines, *kind),
                false => self.lines(lines, *kind),
            };
            if !printed {
                return;
            }
        }
    }

    fn block(&mut self, lines: &[String], kind: u8) -> bool {
        let mut text = tlv(0x09, &[0x40]);
        for (number, line) in lines.iter().enumerate() {
            if number == 1 {
                text.extend(tlv(0x09, &[0x00]));
            }
            text.extend(tlv(0x07, &self.ways.letters.encode(line)));
        }
        text.extend(tlv(0x09, &[0x81]));
        let mut data = tlv(0x1F07, &[kind]);
        let signed = kind == 1 && self.play.card.verification == Some(1);
        data.extend(tlv(0x1F37, &[if signed { 0x83 } else { 0x81 }]));
        data.extend(tlv(0x25, &text));
        self.tell(0x06D3, &tlv(0x06, &data))
    }

    fn lines(&mut self, lines: &[String], kind: u8) -> bool {
        for (number, line) in lines.iter().enumerate() {
            let mut data = vec![match number {
                0 => 0x40,
                _ if number + 1 == lines.len() => 0x81,
                _ => 0x00,
            }];
            data.extend(self.ways.letters.encode(line));
            data.extend(tlv(0x06, &tlv(0x1F07, &[kind])));
            if !self.tell(0x06D1, &data) {
                return false;
            }
        }
        true
    }
}

/// Keeps what a till sent.
pub(super) fn note(memory: &Memory, command: &Command) {
    let bytes = apdu(command.code, &command.data);
    memory.with(|kept| kept.received.push(bytes));
}
