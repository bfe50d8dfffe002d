//! Card terminals: how they are, which one is used, and what became of payments while nobody waited.

use super::files::replace;
use super::{Engine, Tell};
use crate::closing::terminals::Recorded;
use crate::i18n::Both;
use crate::ledger::PaymentState;
use crate::message;
use crate::till::terminals::journal::Ended;
use crate::till::{self, TerminalHealth, TerminalNews, TerminalView, TillError, local};
use crate::ui::protocol::terminal::{Answer, Terminal, TerminalState, Tested, Unsettled};
use crate::ui::protocol::{CardState, Event, Health, Problem};
use amtskasse_terminal::{Condition, Driver, Operation, Step};

/// The terminal this workplace used last. Which one stands at which desk is no business of the ledger.
const CHOSEN: &str = "workplace-terminal.txt";

impl Engine {
    /// Payments go to the terminal they went to before; one that is gone leaves the first.
    pub(super) fn choose_as_before(&mut self) {
        if let Ok(name) = std::fs::read_to_string(self.data.join(CHOSEN)) {
            let _ = self.till.choose_terminal(name.trim_end());
        }
    }

    pub(super) fn choose_terminal(&mut self, name: &str, tell: Tell<'_>) -> Result<(), TillError> {
        self.till.choose_terminal(name)?;
        let path = self.data.join(CHOSEN);
        if let Err(error) = replace(&path, name.as_bytes()) {
            let sentence = message::io_in_both(&path, &error);
            tell(Event::Failed(Problem::Other(sentence)));
        }
        Ok(())
    }

    /// The terminals as the screens see them.
    pub(super) fn terminals(&self) -> Vec<Terminal> {
        let views = self.till.terminals().unwrap_or_default();
        views.into_iter().map(terminal).collect()
    }

    /// Tells of payments without an outcome, if that changed.
    pub(super) fn unsettled(&mut self, tell: Tell<'_>) {
        if let Ok(now) = self.unsettled_payments()
            && now != self.unsettled
        {
            self.unsettled = now.clone();
            tell(Event::Unsettled(now));
        }
    }

    /// The unknown payment of the sale on the screen may have got its answer in the background.
    pub(super) fn settled_meanwhile(&mut self, tell: Tell<'_>) {
        let before = self.unsettled.iter().find(|payment| payment.here);
        let Some((payment, draft)) = before.map(|before| (before.payment, before.draft)) else {
            return;
        };
        let Ok(rows) = self.till.ledger().draft_payments(Some(draft)) else {
            return;
        };
        let state = rows
            .iter()
            .find(|row| row.id == payment)
            .map(|row| row.state);
        match (state, self.till.view()) {
            (Some(PaymentState::Approved), Ok(Some(view))) => {
                tell(Event::Card(CardState::Held(Vec::new(), view.due)));
            }
            (Some(PaymentState::Declined), Ok(Some(_))) => {
                tell(Event::Card(CardState::Aborted));
            }
            _ => return,
        }
        self.changed(tell);
    }

    /// Tries a terminal out, or takes the last try back.
    pub(super) fn test_terminal(
        &mut self,
        name: Option<String>,
        tell: Tell<'_>,
    ) -> Result<(), TillError> {
        match name {
            Some(name) => self.till.test_payment(&name)?,
            None => self.till.reverse_test_payment()?,
        }
        tell(Event::Tested(Tested::Running(None)));
        Ok(())
    }

    /// Tells how far a terminal is that is being tried out.
    pub(super) fn test_news(&mut self, tell: Tell<'_>) {
        for news in self.till.terminal_news().unwrap_or_default() {
            let told = match news {
                TerminalNews::Step(Step::Text(text)) => Tested::Running(Some(text)),
                TerminalNews::Step(_) | TerminalNews::QuestionOver => Tested::Running(None),
                TerminalNews::Asked(_) => {
                    // One cent is nothing anybody signs for.
                    self.till.answer_terminal_test(false);
                    continue;
                }
                TerminalNews::Probed(_, found) => {
                    tell(super::terminal_setup::probed(*found));
                    continue;
                }
                TerminalNews::Served(served) => {
                    self.status(tell);
                    tell(super::terminal_setup::served(*served));
                    continue;
                }
                TerminalNews::Tested(tested) => tried(*tested),
            };
            let over = !matches!(told, Tested::Running(_));
            tell(Event::Tested(told));
            if over {
                let _ = self.tell_terminals(tell);
            }
        }
    }

    fn unsettled_payments(&self) -> Result<Vec<Unsettled>, TillError> {
        let ledger = self.till.ledger();
        let open = ledger.open_payments()?;
        if open.is_empty() {
            return Ok(Vec::new());
        }
        let waiting = self.till.parked()?;
        let drafts = ledger.drafts()?;
        let payments = open.into_iter().map(|row| {
            let parked = waiting.iter().find(|sale| sale.id == row.draft);
            let sale = drafts.iter().find(|draft| draft.id == row.draft);
            let first = sale.and_then(|draft| draft.sale.lines().iter().find(|line| !line.voided));
            let answers = self.till.undecided().iter();
            let answer = answers
                .filter(|answer| answer.payment == row.id)
                .map(|answer| Answer {
                    last: answer.last.clone(),
                    why: answer.why.clone(),
                })
                .next();
            Unsettled {
                payment: row.id,
                draft: row.draft,
                sale: first.map_or(String::new(), |line| line.item.name.clone()),
                here: parked.is_none(),
                amount: row.amount,
                terminal: row.asked.map_or(String::new(), |asked| asked.terminal),
                at: local(row.requested).naive_local(),
                answer,
            }
        });
        Ok(payments.collect())
    }
}

fn terminal(view: TerminalView) -> Terminal {
    let state = match view.health {
        TerminalHealth::Unknown => TerminalState::Asked,
        TerminalHealth::Failing(why) => TerminalState::Failing(why),
        TerminalHealth::Answered(status) => match (status.condition, view.driver) {
            (Condition::Ready, Driver::Test) => TerminalState::Test,
            (Condition::Ready, _) => TerminalState::Ready,
            (condition, _) => TerminalState::Wants(condition, status.text),
        },
    };
    Terminal {
        name: view.name,
        driver: view.driver,
        address: view.address,
        state,
        shared: view.shared,
        chosen: view.chosen,
        blocked: view.blocked,
    }
}

/// The terminal payments go to, in the words of every device.
pub(super) fn health(terminals: &[Terminal]) -> Health {
    match terminals.iter().find(|t| t.chosen).map(|t| &t.state) {
        None => Health::Absent,
        Some(TerminalState::Test) => Health::Test,
        Some(TerminalState::Ready | TerminalState::Asked) => Health::Good,
        Some(TerminalState::Wants(_, text)) => Health::Failing(text.clone()),
        Some(TerminalState::Failing(why)) => Health::Failing(why.clone()),
    }
}

fn tried(tested: till::Tested) -> Tested {
    match tested.report.ended {
        Ended::Paid(approval) => Tested::Done {
            back: tested.operation == Operation::Reversal,
            receipt: approval.receipt_number,
        },
        Ended::NotPaid(refusal) => Tested::Not(Both::of(|_| message::refused(&refusal))),
        Ended::NotStarted(error) => Tested::Not(message::both(&error, message::terminal)),
        Ended::Unknown { error, .. } => Tested::Unknown(message::both(&error, message::terminal)),
    }
}

/// The last end of day of each terminal.
pub(super) fn latest(all: Vec<Recorded>) -> Vec<Recorded> {
    let mut latest: Vec<Recorded> = Vec::new();
    for one in all {
        latest.retain(|before| before.terminal != one.terminal);
        latest.push(one);
    }
    latest
}
