//! Evaluations and journals, on a thread of their own with a ledger of their own that only reads. The till goes on
//! selling meanwhile.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};

use super::{Engine, Tell};
use crate::audit::{Evaluation, Hours, Span};
use crate::i18n::{date, date_time};
use crate::ledger::{Ledger, ReceiptFilter};
use crate::people::{Right, Role};
use crate::till::AuditKind;
use crate::till::{TillError, local, output};
use crate::ui::protocol::evaluation::{Command, Event as Told, Wanted};
use crate::ui::protocol::{Event, Problem};

/// What is under way, and what came of the last.
#[derive(Default)]
pub(super) struct Evaluations {
    running: Option<Running>,
    last: Option<Arc<Evaluation>>,
}

struct Running {
    news: Receiver<News>,
    stop: Arc<AtomicBool>,
}

enum News {
    Progress(u64, u64),
    Evaluated(Arc<Evaluation>),
    /// A file of this name for people, or for other programs.
    File(String, Vec<u8>, bool),
    Failed(TillError),
}

impl Evaluations {
    /// Whether an answer is waited for.
    pub(super) fn is_waiting(&self) -> bool {
        self.running.is_some()
    }

    /// Whoever waited has gone: nobody else is to see what was found.
    pub(super) fn left(&mut self) {
        self.stop();
        self.last = None;
    }

    fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            running.stop.store(true, Ordering::SeqCst);
        }
    }

    fn begin(
        &mut self,
        work: impl FnOnce(&Sender<News>, &AtomicBool) -> Result<(), TillError> + Send + 'static,
    ) {
        self.stop();
        let (sender, news) = channel();
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        std::thread::spawn(move || {
            if let Err(error) = work(&sender, &stopped) {
                // Nobody may wait any more.
                let _ = sender.send(News::Failed(error));
            }
        });
        self.running = Some(Running { news, stop });
    }
}

impl Engine {
    /// Does what the screen of evaluations wants.
    pub(super) fn evaluation(&mut self, command: Command, tell: Tell<'_>) -> Result<(), TillError> {
        let user = self.till.user().cloned().ok_or(TillError::LoggedOut)?;
        if !matches!(user.role, Role::Manager | Role::Auditor) {
            return Err(TillError::NotAllowed(Right::Read));
        }
        let data = self.data.clone();
        let now = self.till.clock();
        match command {
            Command::Stop => self.evaluations.stop(),
            Command::Begin(wanted) => {
                let span = span_of(wanted, local(now).date_naive());
                self.by_auditor(AuditKind::Evaluation, &days(span))?;
                tell(Event::Evaluation(Told::Begun(span)));
                self.evaluations
                    .begin(move |news, stop| evaluate(&data, span, now, news, stop));
            }
            Command::Save => {
                let Some(evaluation) = self.evaluations.last.clone() else {
                    return Ok(());
                };
                let span = evaluation.span;
                self.by_auditor(AuditKind::Evaluation, &format!("PDF {}", days(span)))?;
                tell(Event::Evaluation(Told::Saving));
                self.evaluations.begin(move |news, _| {
                    let ledger = Ledger::open_read_only(&data)?;
                    let document = output::evaluation(&ledger, &evaluation)?;
                    let name = format!("Auswertung-{}-{}.pdf", span.from, span.to);
                    let _ = news.send(News::File(name, output::render(&document, now)?, false));
                    Ok(())
                });
            }
            Command::SaveJournal { span, csv } => {
                let form = if csv { "CSV" } else { "PDF" };
                self.by_auditor(
                    AuditKind::Evaluation,
                    &format!("Journal {form} {}", days(span)),
                )?;
                tell(Event::Evaluation(Told::Saving));
                self.evaluations
                    .begin(move |news, _| journal(data, span, now, csv, news));
            }
            Command::Look(title) => self.by_auditor(AuditKind::Search, &title)?,
        }
        Ok(())
    }

    /// What an auditor does is on record; managers read their own books.
    fn by_auditor(&mut self, kind: AuditKind, text: &str) -> Result<(), TillError> {
        let audits = self
            .till
            .user()
            .is_some_and(|user| user.role == Role::Auditor);
        match audits {
            true => self.till.audit(kind, text),
            false => Ok(()),
        }
    }

    /// Tells what has come since.
    pub(super) fn evaluation_news(&mut self, tell: Tell<'_>) {
        while let Some(running) = &self.evaluations.running {
            match running.news.try_recv() {
                Ok(News::Progress(through, of)) => {
                    tell(Event::Evaluation(Told::Progress(through, of)));
                }
                Ok(News::Evaluated(evaluation)) => {
                    self.evaluations.last = Some(Arc::clone(&evaluation));
                    tell(Event::Evaluation(Told::Done(evaluation)));
                }
                Ok(News::File(name, bytes, for_programs)) => match for_programs {
                    true => self.export(&name, &bytes, tell),
                    false => self.save(&name, &bytes, tell),
                },
                Ok(News::Failed(error)) => tell(Event::Failed(Problem::from(error))),
                Err(TryRecvError::Empty) => return,
                Err(TryRecvError::Disconnected) => self.evaluations.running = None,
            }
        }
    }
}

fn evaluate(
    data: &Path,
    span: Span,
    now: DateTime<Utc>,
    news: &Sender<News>,
    stop: &AtomicBool,
) -> Result<(), TillError> {
    let ledger = Ledger::open_read_only(data)?;
    let mut go_on = |through, of| {
        let heard = news.send(News::Progress(through, of)).is_ok();
        heard && !stop.load(Ordering::SeqCst)
    };
    if let Some(evaluation) = ledger.evaluate(span, Hours::default(), now, &mut go_on)? {
        let _ = news.send(News::Evaluated(Arc::new(evaluation)));
    }
    Ok(())
}

fn journal(
    data: PathBuf,
    span: Span,
    now: DateTime<Utc>,
    csv: bool,
    news: &Sender<News>,
) -> Result<(), TillError> {
    let ledger = Ledger::open_read_only(&data)?;
    let name = format!("Journal-{}-{}", span.from, span.to);
    let file = match csv {
        true => {
            let mut bytes = Vec::new();
            // Memory does not run full like a disk: there is nothing to refuse here.
            let _ = output::journal_csv(&ledger, span, &mut bytes)?;
            News::File(format!("{name}.csv"), bytes, true)
        }
        false => {
            let document = output::journal_between(&ledger, span)?;
            News::File(
                format!("{name}.pdf"),
                output::render(&document, now)?,
                false,
            )
        }
    };
    let _ = news.send(file);
    Ok(())
}

/// What an auditor looked for, for the book; nothing where all of it is shown, or what is behind a finding: that is on
/// record already.
pub(super) fn filter_in_words(filter: &ReceiptFilter) -> String {
    let moment = |at: DateTime<Utc>| date_time(local(at).naive_local());
    let mut words: Vec<String> = Vec::new();
    let mut say = |name: &str, value: Option<String>| {
        words.extend(
            value
                .filter(|v| !v.trim().is_empty())
                .map(|value| format!("{name} {value}").trim().to_owned()),
        );
    };
    // The line of text needs no name.
    say("", Some(filter.text.clone()));
    say(
        "Belege",
        filter
            .numbers
            .map(|(first, last)| format!("{first}–{last}")),
    );
    say("ab", filter.from.map(moment));
    say("vor", filter.to.map(moment));
    say("kassiert von", filter.clerk.clone());
    say("freigegeben von", filter.second.clone());
    let kinds: Vec<&str> = filter.kinds.iter().map(|kind| kind.code()).collect();
    say("Vorgang", Some(kinds.join(", ")));
    say("Artikel", Some(filter.item.clone()));
    say(
        "Betrag",
        filter.amount.map(|(low, high)| format!("{low} bis {high}")),
    );
    say("Zahlart", filter.payment.map(|kind| kind.code().to_owned()));
    say("Kassenzeichen", Some(filter.reference.clone()));
    say("Gutschein", Some(filter.voucher.clone()));
    say("Z", filter.z_number.map(|z| z.to_string()));
    let signed = filter
        .signed
        .map(|signed| if signed { "mit" } else { "ohne" });
    say("Signatur", signed.map(str::to_owned));
    words.join("; ")
}

fn days(span: Span) -> String {
    format!("{} – {}", date(span.from), date(span.to))
}

fn span_of(wanted: Wanted, today: NaiveDate) -> Span {
    let first_of = |day: NaiveDate| day.with_day(1).unwrap_or(day);
    let year = |year: i32| {
        let day = |month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or(today);
        Span {
            from: day(1, 1),
            to: day(12, 31),
        }
    };
    match wanted {
        Wanted::Days(span) => span,
        Wanted::Month => Span {
            from: first_of(today),
            to: today,
        },
        Wanted::LastMonth => {
            let to = first_of(today) - TimeDelta::days(1);
            Span {
                from: first_of(to),
                to,
            }
        }
        Wanted::Year => Span {
            to: today,
            ..year(today.year())
        },
        Wanted::LastYear => year(today.year() - 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_seen_from_today() {
        let today = "2026-03-15".parse().unwrap();
        let said = |wanted| {
            let span = span_of(wanted, today);
            format!("{} {}", span.from, span.to)
        };
        assert_eq!(said(Wanted::Month), "2026-03-01 2026-03-15");
        assert_eq!(said(Wanted::LastMonth), "2026-02-01 2026-02-28");
        assert_eq!(said(Wanted::Year), "2026-01-01 2026-03-15");
        assert_eq!(said(Wanted::LastYear), "2025-01-01 2025-12-31");
    }
}
