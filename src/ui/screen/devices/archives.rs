//! Archives of the log messages: the newest one, what is under way, and why it failed.

use super::words::{bytes, count, moment};
use super::{Message, State, device};
use crate::till::tse::{Archive, JobKind, JobState};
use crate::ui::desk::Desk;
use crate::ui::protocol::tse::Look;
use crate::ui::screen::parts;
use crate::ui::theme::{self, size};
use crate::ui::widget::notice::{self, Rank};
use crate::ui::widget::{Element, steps, words as text};
use iced::widget::{column, row};

impl State {
    pub(super) fn archives<'a>(&'a self, desk: &'a Desk, look: &'a Look) -> Element<'a, Message> {
        let t = desk.t;
        let archive = &look.overview.archive;
        let mut content: Vec<Element<'a, Message>> = Vec::new();
        if let Some(job) = &archive.job {
            let mut names = vec![t.text("tse-job-export"), t.text("tse-job-verify")];
            if job.kind == JobKind::Delete {
                names.push(t.text("tse-job-delete"));
            }
            let (at, hint) = match job.state {
                JobState::Exporting(so_far) => (
                    0,
                    t.with("tse-job-exporting", &[("bytes", bytes(so_far).into())]),
                ),
                JobState::Verifying => (1, t.text("tse-job-verifying").to_owned()),
                JobState::Deleting => (2, t.text("tse-job-deleting").to_owned()),
            };
            content.push(steps::steps(&names, at));
            content.push(
                text(hint, size::SUB, theme::REGULAR)
                    .style(theme::soft)
                    .into(),
            );
        }
        if let Some((at, why)) = &archive.failed {
            let sentence = t.with(
                "tse-archive-failed",
                &[("at", moment(*at).into()), ("why", why.as_str().into())],
            );
            content.push(notice::notice(Rank::Stop, sentence, None));
        }
        newest(desk, look, archive, &mut content);
        let sub = match &archive.folder {
            Some(folder) => t.with(
                "tse-archive-where",
                &[("folder", folder.display().to_string().into())],
            ),
            None => t.text("tse-archive-nowhere").to_owned(),
        };
        let left = parts::panel(t.text("tse-archive-newest"), sub, content, None);
        let rules = [
            "tse-rule-night",
            "tse-rule-verify",
            "tse-rule-delete",
            "tse-rule-keep",
        ];
        let rules = rules
            .into_iter()
            .map(|key| row![text(t.text(key), size::BODY, theme::REGULAR)].into())
            .collect();
        let right = parts::panel(t.text("tse-rules"), String::new(), rules, None);
        parts::split(desk, left, right)
    }
}

fn newest<'a>(
    desk: &'a Desk,
    look: &'a Look,
    archive: &'a Archive,
    content: &mut Vec<Element<'a, Message>>,
) {
    let t = desk.t;
    let Some(last) = &archive.last else {
        let key = match archive.job {
            Some(_) => "tse-archive-first",
            None => "tse-archive-none",
        };
        content.push(notice::notice(Rank::Warning, t.text(key), None));
        return;
    };
    let made = look.overview.devices.iter().find(|device| device.signs);
    let made = made.and_then(|device| device.info.as_ref());
    let missing = made.map_or(0, |(_, info)| info.signatures.saturating_sub(last.counter));
    content.push(match missing {
        0 => notice::notice(Rank::Done, t.text("tse-archive-complete"), None),
        n => notice::notice(
            Rank::Info,
            t.with("tse-archive-behind", &[("n", count(n).into())]),
            None,
        ),
    });
    content.extend([
        parts::fact(t.text("tse-archive-at"), moment(last.at)),
        parts::fact(t.text("tse-archive-up-to"), count(last.counter)),
        parts::fact(t.text("tse-archive-file"), last.file.as_str()),
        column![device::number(desk, "tse-archive-hash", &last.sha256)].into(),
    ]);
}
