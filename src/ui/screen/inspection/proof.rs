//! Whether everything is what was recorded.

use iced::Length;
use iced::widget::{Column, column, row};

use super::words::progress;
use super::{Message, State};
use crate::i18n::Language;
use crate::message;
use crate::till::audit::{Proof, Step as Doing};
use crate::ui::desk::Desk;
use crate::ui::icon::{Icon, icon};
use crate::ui::protocol::audit::Look;
use crate::ui::screen::devices::words::{count, moment};
use crate::ui::screen::parts;
use crate::ui::theme::{self, size, space};
use crate::ui::widget::notice::{self, Rank};
use crate::ui::widget::{Element, words};

/// Findings that are shown; the protocol tells more.
const SHOWN: usize = 5;

impl State {
    pub(super) fn proof<'a>(&'a self, desk: &'a Desk, look: &'a Look) -> Element<'a, Message> {
        let t = desk.t;
        let mut content = Vec::new();
        let steps = [
            Doing::Archive,
            Doing::Ledger,
            Doing::Compare,
            Doing::ReadBack,
            Doing::Check,
        ];
        let names = [
            "audit-do-archive",
            "audit-do-ledger",
            "audit-do-compare",
            "audit-do-read-back",
            "audit-do-check",
        ];
        let writes = matches!(self.running(), Some(Doing::Package | Doing::Copy));
        match (look.progress, &look.visit.proof) {
            (Some(_), _) if writes => {
                content.push(notice::notice(
                    Rank::Info,
                    t.text("audit-export-first"),
                    None,
                ));
            }
            (Some(now), _) => {
                content.push(progress(desk, now, &steps, &names));
                content.push(
                    words(t.text("audit-goes-on"), size::BODY, theme::REGULAR)
                        .style(theme::soft)
                        .into(),
                );
            }
            (None, Some(proof)) => content.extend(shown(desk, proof)),
            (None, None) => {
                if let Some(failed) = &look.visit.failed {
                    content.push(notice::notice(
                        Rank::Stop,
                        failed.get(desk.lang).as_str(),
                        None,
                    ));
                }
                let what = [
                    "audit-what-ledger",
                    "audit-what-signatures",
                    "audit-what-archive",
                    "audit-what-medium",
                ];
                content.extend(what.map(|key| {
                    row![
                        icon(Icon::ShieldCheck, 20.0),
                        words(t.text(key), size::BODY, theme::REGULAR).width(Length::Fill),
                    ]
                    .spacing(space::GAP)
                    .into()
                }));
                if look.visit.exported.is_empty() {
                    content.push(notice::notice(
                        Rank::Info,
                        t.text("audit-nothing-to-read"),
                        None,
                    ));
                }
            }
        }
        parts::panel(
            t.text("audit-proof-title"),
            t.text("audit-proof-text").to_owned(),
            content,
            None,
        )
    }
}

fn shown<'a>(desk: &'a Desk, proof: &'a Proof) -> Vec<Element<'a, Message>> {
    let t = desk.t;
    let at = [("at", moment(proof.at).into())];
    let banner = match proof.holds() {
        true => notice::notice(Rank::Done, t.with("audit-holds", &at), None),
        false => notice::notice(
            Rank::Stop,
            t.with(
                "audit-fails",
                &[
                    ("at", moment(proof.at).into()),
                    ("n", proof.faults().into()),
                ],
            ),
            None,
        ),
    };
    let ledger = &proof.ledger;
    let in_words = |finding: &crate::ledger::Finding| match desk.lang {
        Language::German => message::ledger_finding(finding),
        Language::English => finding.to_string(),
    };
    let mut lines = vec![banner];
    lines.push(check(
        ledger.findings.is_empty(),
        t.text("audit-check-ledger"),
        t.with(
            "audit-check-ledger-text",
            &[
                ("entries", count(ledger.entries).into()),
                ("receipts", count(ledger.receipts).into()),
                ("closings", count(ledger.closings).into()),
            ],
        ),
        ledger.findings.iter().take(SHOWN).map(in_words).collect(),
    ));
    lines.push(check(
        ledger.genuine == ledger.signatures,
        t.text("audit-check-signatures"),
        t.with(
            "audit-check-signatures-text",
            &[
                ("genuine", count(ledger.genuine).into()),
                ("signatures", count(ledger.signatures).into()),
                ("unsigned", ledger.unsigned.into()),
            ],
        ),
        Vec::new(),
    ));
    let bad = proof.archives.iter().filter_map(|one| {
        let problem = one.problem.as_ref()?;
        Some(format!("{}: {problem}", one.file))
    });
    let bad: Vec<String> = bad.take(SHOWN).collect();
    lines.push(match ledger.matched {
        None => check(
            false,
            t.text("audit-check-archive"),
            t.text("audit-no-archive").to_owned(),
            bad,
        ),
        Some(matched) => check(
            bad.is_empty(),
            t.text("audit-check-archive"),
            t.with(
                "audit-check-archive-text",
                &[
                    ("matched", count(matched).into()),
                    ("archives", proof.archives.len().into()),
                    ("beyond", proof.beyond.into()),
                ],
            ),
            bad,
        ),
    });
    if let Some(export) = &proof.export {
        lines.push(check(
            export.damaged.is_empty(),
            t.text("audit-check-medium"),
            t.with("audit-check-medium-text", &[("n", export.whole.into())]),
            export.damaged.iter().take(SHOWN).cloned().collect(),
        ));
        lines.push(match &export.package {
            Err(problem) => check(
                false,
                t.text("audit-check-package"),
                problem.clone(),
                Vec::new(),
            ),
            Ok(package) => check(
                package.errors == 0,
                t.text("audit-check-package"),
                t.with(
                    "audit-check-package-text",
                    &[
                        ("closings", count(package.closings).into()),
                        ("transactions", count(package.transactions).into()),
                        ("errors", package.errors.into()),
                        ("warnings", package.warnings.into()),
                    ],
                ),
                package.told.iter().take(SHOWN).cloned().collect(),
            ),
        });
    }
    lines
}

fn check<'a>(
    holds: bool,
    what: &'a str,
    said: String,
    faults: Vec<String>,
) -> Element<'a, Message> {
    let symbol = match holds {
        true => icon(Icon::CircleCheck, 22.0).style(theme::accent),
        false => icon(Icon::OctagonX, 22.0).style(theme::stop),
    };
    let faults = faults.into_iter().map(|fault| {
        words(fault, size::SUB, theme::MEDIUM)
            .style(theme::stop)
            .into()
    });
    row![
        symbol,
        column![
            words(what, size::BODY, theme::SEMIBOLD),
            words(said, size::SUB, theme::REGULAR).style(theme::soft),
            Column::with_children(faults),
        ]
        .spacing(2)
        .width(Length::Fill),
    ]
    .spacing(space::GAP)
    .into()
}
