//! What we answer to a terminal that shows, prints and asks.
//!
//! Every message is answered, or the payment does not go on. Rebuilt from recordings; tried on no real terminal.

use std::time::Duration;

use super::dialect::Profile;
use super::message::{
    Command, DeviceRequest, DeviceResponse, Header, Input, InputAnswer, Output, OutputAnswer,
    OverallResult, Target, kind, same_workstation,
};
use crate::attendant::SlipLine;
use crate::{Attendant, Question, Slip, SlipKind, Step};

mod paper;
mod pending;

pub use pending::Pending;

/// To whom a message of the terminal belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whose {
    /// To the request that runs.
    Running,
    /// To an earlier request of ours.
    Stale,
    /// To another till.
    Foreign,
}

/// What a message of the terminal leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reaction {
    /// Answer this at once.
    Answer(DeviceResponse),
    /// A person has to answer first: the question is shown.
    Ask(Pending),
    /// Answer this, and the question that is shown is over.
    Withdraw(DeviceResponse),
}

/// The devices of the till during one request.
#[derive(Debug)]
pub struct Devices {
    profile: &'static Profile,
    workstation: String,
    /// RequestID of the request that runs.
    running: String,
    /// Slips are reports, not copies of a payment.
    reports: bool,
    /// Slips wait here until it is known whose they are.
    held: Option<Vec<Slip>>,
    /// Slips whose rest is still to come.
    parts: Vec<Slip>,
    /// E-Journal of the payment: the merchant's copy where no printed one comes.
    journal: Option<Slip>,
    /// The merchant's copy came.
    merchant: bool,
    /// Text on the clerk's display.
    shown: String,
    /// Longest time for a person's answer.
    patience: Duration,
    last: Option<DeviceResponse>,
    signature: bool,
}

impl Devices {
    /// The devices of a till.
    #[must_use]
    pub fn new(profile: &'static Profile, workstation: &str, patience: Duration) -> Self {
        Self {
            profile,
            workstation: workstation.to_owned(),
            running: String::new(),
            reports: true,
            held: None,
            parts: Vec::new(),
            journal: None,
            merchant: false,
            shown: String::new(),
            patience,
            last: None,
            signature: false,
        }
    }

    /// A request is about to leave; for one that moves no money slips are reports.
    pub fn begin(&mut self, request_id: &str, reports: bool) {
        request_id.clone_into(&mut self.running);
        self.reports = reports;
        self.shown.clear();
        self.journal = None;
        self.merchant = false;
        self.signature = false;
    }

    /// Keeps slips back until [`Devices::release`].
    pub fn hold(&mut self) {
        self.held.get_or_insert_default();
    }

    /// Hands over what was held: as copies of the payment in question, or as reports.
    pub fn release(&mut self, ours: bool, attendant: &mut dyn Attendant) {
        self.flush(attendant);
        for mut slip in self.held.take().unwrap_or_default() {
            if !ours {
                slip.kind = SlipKind::Administration;
            }
            // The terminal was told already; a slip can be asked for again.
            let _ = attendant.print(&slip);
        }
    }

    /// Forgets what was held: copies of what is kept already.
    pub fn discard(&mut self) {
        self.held = None;
        self.parts.clear();
        self.journal = None;
    }

    /// The request is over: slips whose rest never came are handed over.
    pub fn flush(&mut self, attendant: &mut dyn Attendant) {
        for slip in std::mem::take(&mut self.parts) {
            let _ = self.hand_over(slip, attendant);
        }
        if let Some(journal) = self.journal.take().filter(|_| !self.merchant) {
            let _ = self.hand_over(journal, attendant);
        }
    }

    /// Whether the clerk was asked about a signature.
    #[must_use]
    pub fn asked_signature(&self) -> bool {
        self.signature
    }

    /// Does what the terminal wants.
    pub fn react(&mut self, request: &DeviceRequest, attendant: &mut dyn Attendant) -> Reaction {
        let bare = |result: OverallResult| DeviceResponse {
            header: request.header.answer(),
            result,
            outputs: Vec::new(),
            input: None,
        };
        match request.header.request_type.as_str() {
            kind::REPEAT_LAST_MESSAGE => {
                let last = self.last.clone();
                return Reaction::Answer(last.unwrap_or_else(|| bare(OverallResult::Failure)));
            }
            kind::ABORT_INPUT => return Reaction::Withdraw(self.say(bare(OverallResult::Success))),
            _ => {}
        }
        let whose = self.whose(&request.header);
        let asks = request.input.is_some() && whose == Whose::Running;
        let outputs: Vec<OutputAnswer> = request
            .outputs
            .iter()
            .map(|output| OutputAnswer {
                target: output.target.clone(),
                result: self.put(output, whose, asks, attendant),
            })
            .collect();
        let mut failed = outputs.iter().map(|output| &output.result);
        let result = failed
            .find(|result| **result != OverallResult::Success)
            .cloned()
            .unwrap_or(OverallResult::Success);
        let Some(input) = &request.input else {
            return Reaction::Answer(self.say(DeviceResponse {
                outputs,
                ..bare(result)
            }));
        };
        let known = matches!(input.command, Command::GetConfirmation | Command::GetAnyKey);
        let refusal = match whose {
            Whose::Running if known && is_clerk(&input.target) => None,
            Whose::Stale => Some(OverallResult::Aborted),
            Whose::Running | Whose::Foreign => Some(OverallResult::DeviceUnavailable),
        };
        match refusal {
            Some(result) => Reaction::Answer(self.say(DeviceResponse {
                outputs,
                input: Some(InputAnswer {
                    target: input.target.clone(),
                    result: result.clone(),
                    value: None,
                }),
                ..bare(result)
            })),
            None => self.ask(request, input, outputs, attendant),
        }
    }

    /// Notes what is answered, should the terminal want it once more.
    pub fn say(&mut self, response: DeviceResponse) -> DeviceResponse {
        self.last = Some(response.clone());
        response
    }

    fn ask(
        &mut self,
        request: &DeviceRequest,
        input: &Input,
        outputs: Vec<OutputAnswer>,
        attendant: &mut dyn Attendant,
    ) -> Reaction {
        let words = request.outputs.iter().map(paper::plain);
        let words: Vec<String> = words.filter(|text| !text.is_empty()).collect();
        let text = match words.is_empty() {
            true => self.shown.clone(),
            false => words.join("\n"),
        };
        let confirms = input.command == Command::GetConfirmation;
        let signature =
            confirms && (self.profile.asks_only_signatures || paper::is_about_signature(&text));
        self.signature |= signature;
        attendant.ask(&Question { text, signature });
        let seconds = input.seconds.filter(|seconds| *seconds > 0);
        Reaction::Ask(Pending {
            header: request.header.clone(),
            outputs,
            target: input.target.clone(),
            command: input.command.clone(),
            limit: seconds
                .map_or(self.patience, Duration::from_secs)
                .min(self.patience),
        })
    }

    /// Device messages are numbered `<id>`, `<id>.<n>` or `<id>-d<n>` after our request, or by the terminal itself.
    fn whose(&self, header: &Header) -> Whose {
        let named = &header.workstation;
        if !named.is_empty() && !same_workstation(named, &self.workstation) {
            return Whose::Foreign;
        }
        let base = header.request_id.split(['.', '-']).next();
        let base = base.unwrap_or_default();
        if base == self.running {
            return Whose::Running;
        }
        // Ours have eight digits and rise with the tenths of a second; a day back is far enough.
        match (base.parse::<u64>(), self.running.parse::<u64>()) {
            (Ok(id), Ok(running))
                if base.len() == self.running.len()
                    && id < running
                    && running - id < 24 * 60 * 60 * 10 =>
            {
                Whose::Stale
            }
            _ => Whose::Running,
        }
    }

    fn put(
        &mut self,
        output: &Output,
        whose: Whose,
        asks: bool,
        attendant: &mut dyn Attendant,
    ) -> OverallResult {
        if whose == Whose::Foreign {
            return OverallResult::DeviceUnavailable;
        }
        let target = &output.target;
        let is = |names: &[&str]| names.iter().any(|name| target.is(name));
        if is(&["CashierDisplay", "CashierTerminal"]) {
            if whose == Whose::Running && !asks {
                self.show(output, attendant);
            }
            OverallResult::Success
        } else if is(&["CustomerDisplay", "CustomerTerminal"]) {
            // The customer reads it at the terminal; the clerk sees it only where there is nothing for the clerk.
            if whose == Whose::Running && !asks && self.shown.is_empty() {
                let text = paper::plain(output);
                if !text.is_empty() {
                    attendant.step(Step::Text(text));
                }
            }
            OverallResult::Success
        } else if is(&["Printer", "PrinterReceipt", "JournalPrinter", "E-Journal"]) {
            self.print(output, whose, attendant)
        } else if is(&["Log"]) {
            OverallResult::Success
        } else {
            OverallResult::DeviceUnavailable
        }
    }

    fn show(&mut self, output: &Output, attendant: &mut dyn Attendant) {
        let text = paper::plain(output);
        if text.is_empty() || text == self.shown {
            return;
        }
        self.shown.clone_from(&text);
        attendant.step(Step::Text(text));
    }

    fn print(
        &mut self,
        output: &Output,
        whose: Whose,
        attendant: &mut dyn Attendant,
    ) -> OverallResult {
        // Nothing to print: is the printer ready? Slips are kept before they are printed, so it is.
        if output.lines.is_empty() && output.journal.is_empty() {
            return OverallResult::Success;
        }
        let target = &output.target;
        let kind = if whose == Whose::Stale || self.reports {
            SlipKind::Administration
        } else if target.is(self.profile.merchant) || target.is("E-Journal") {
            SlipKind::Merchant
        } else if target.is(self.profile.customer) {
            SlipKind::Customer
        } else {
            SlipKind::Administration
        };
        if target.is("E-Journal") && kind != SlipKind::Administration {
            let lines = paper::slips(output)
                .into_iter()
                .flat_map(|(lines, _)| lines);
            self.journal = Some(Slip {
                kind,
                lines: lines.collect(),
                signature: false,
            });
            return OverallResult::Success;
        }
        self.merchant |= kind == SlipKind::Merchant;
        let mut kept = true;
        for (lines, is_whole) in paper::slips(output) {
            let begun = self.parts.iter().position(|part| part.kind == kind);
            let mut slip = match begun {
                Some(at) => self.parts.remove(at),
                None => Slip {
                    kind,
                    lines: Vec::new(),
                    signature: false,
                },
            };
            slip.lines.extend(lines);
            match is_whole {
                true => kept &= self.hand_over(slip, attendant),
                false => self.parts.push(slip),
            }
        }
        match kept {
            true => OverallResult::Success,
            false => OverallResult::DeviceUnavailable,
        }
    }

    fn hand_over(&mut self, mut slip: Slip, attendant: &mut dyn Attendant) -> bool {
        slip.signature =
            slip.kind == SlipKind::Merchant && slip.lines.iter().any(is_signature_line);
        match &mut self.held {
            Some(held) => {
                held.push(slip);
                true
            }
            None => attendant.print(&slip).is_ok(),
        }
    }
}

fn is_signature_line(line: &SlipLine) -> bool {
    let text = line.text.to_lowercase();
    let denied = ["kein", "ohne", "no ", "not ", "sans"];
    paper::is_about_signature(&text) && !denied.iter().any(|word| text.contains(word))
}

fn is_clerk(target: &Target) -> bool {
    let names = ["CashierKeyboard", "CashierTerminal", "CashierDisplay"];
    names.iter().any(|name| target.is(name))
}

#[cfg(test)]
mod tests;
