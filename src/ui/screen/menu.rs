//! The menu: where one can go, and what one can switch.

use super::super::desk::Desk;
use crate::people::Right;
use crate::ui::icon::{Icon, icon};
use crate::ui::protocol::{Health, Status};
use crate::ui::theme::{self, size, space};
use crate::ui::widget::press::Press;
use crate::ui::widget::{Element, button, fit, line};
use iced::Length;
use iced::widget::{column, container, grid};

/// A place or a switch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Message {
    /// Sales that wait.
    Waiting,
    /// Card payments without an outcome.
    Unsettled,
    /// Receipts.
    Receipts,
    /// The drawer.
    Drawer,
    /// The closing.
    Closing,
    /// Closings made before.
    Closings,
    /// Training on or off.
    Training,
    /// The catalogue.
    Catalogue,
    /// Taxes.
    Taxes,
    /// What changes on a day.
    Rehearsal,
    /// Stock.
    Stock,
    /// What stands out in a period.
    Evaluation,
    /// The TSEs.
    Devices,
    /// Municipality, pay point, principals, notification.
    Site,
    /// Payment rules.
    Rules,
    /// The desk of the Kassen-Nachschau.
    Inspection,
    /// Settings of this workplace.
    Settings,
    /// Log out.
    LogOut,
    /// Leave the menu.
    Close,
}

/// Builds the menu, to be laid over the sale.
pub fn view(desk: &Desk) -> Element<'_, Message> {
    let t = desk.t;
    let entry = |symbol: Icon, key: &'static str, message: Message, allowed: bool| {
        Press::new(
            column![
                icon(symbol, 30.0),
                fit::fit(t.text(key), size::KEY, theme::MEDIUM)
            ]
            .spacing(10)
            .align_x(iced::Center),
        )
        .style(theme::key)
        .width(Length::Fill)
        .height(if desk.is_low() { 84 } else { 112 })
        .padding([0.0, space::GAP])
        .on_press_maybe(allowed.then_some(message))
        .into()
    };
    let idle = desk.sale.is_none();
    let training = if desk.training {
        "menu-training-end"
    } else {
        "menu-training"
    };
    // What somebody may never do is not offered at all; what cannot be done now is seen, but dead.
    let waiting = (
        Right::Sell,
        entry(
            Icon::Pause,
            "menu-waiting",
            Message::Waiting,
            !desk.waiting.is_empty(),
        ),
    );
    let drawer = entry(Icon::Banknote, "menu-drawer", Message::Drawer, true);
    let closing = entry(
        Icon::ListChecks,
        "menu-closing",
        Message::Closing,
        !desk.training,
    );
    let closings = entry(Icon::FileText, "menu-closings", Message::Closings, true);
    let training = entry(Icon::GraduationCap, training, Message::Training, idle);
    let unsettled = entry(
        Icon::CircleQuestionMark,
        "menu-unsettled",
        Message::Unsettled,
        true,
    );
    let unsettled = (!desk.unsettled.is_empty()).then_some((Right::Sell, unsettled));
    let entries = [
        waiting,
        (
            Right::Read,
            entry(Icon::Receipt, "menu-receipts", Message::Receipts, true),
        ),
        (Right::MoveCash, drawer),
        (Right::Close, closing),
        (Right::Read, closings),
        (Right::Sell, training),
    ];
    let mut entries: Vec<Element<'_, Message>> = unsettled
        .into_iter()
        .chain(entries)
        .filter_map(|(right, entry)| desk.may(right).then_some(entry))
        .collect();
    // Clerks have no business there, and need not know that there is such a place.
    if desk.may_see_master() {
        entries.push(entry(
            Icon::Tags,
            "menu-catalogue",
            Message::Catalogue,
            true,
        ));
        entries.push(entry(Icon::Percent, "menu-taxes", Message::Taxes, true));
        entries.push(entry(
            Icon::CalendarClock,
            "menu-rehearsal",
            Message::Rehearsal,
            true,
        ));
        let caption = match desk.status.notice_due {
            Some(_) => "menu-site-due",
            None => "menu-site",
        };
        entries.push(entry(Icon::Landmark, caption, Message::Site, true));
        let symbol = Icon::WalletCards;
        entries.push(entry(symbol, "menu-rules", Message::Rules, true));
    }
    if desk.may_evaluate() {
        let symbol = Icon::ChartColumn;
        entries.push(entry(symbol, "menu-evaluation", Message::Evaluation, true));
    }
    entries.extend([
        entry(
            Icon::Package,
            "menu-stock",
            Message::Stock,
            desk.may(Right::Read),
        ),
        entry(
            Icon::ShieldCheck,
            match needs_a_look(&desk.status) {
                true => "menu-devices-look",
                false => "menu-devices",
            },
            Message::Devices,
            desk.may(Right::Read),
        ),
        entry(
            Icon::ClipboardCheck,
            "menu-inspection",
            Message::Inspection,
            desk.may(Right::Read) && !desk.training,
        ),
        entry(Icon::Settings, "menu-settings", Message::Settings, true),
        entry(Icon::LogOut, "menu-log-out", Message::LogOut, true),
    ]);
    container(
        column![
            line(t.text("menu-title"), 24.0, theme::SEMIBOLD),
            grid(entries)
                .columns(4)
                .spacing(space::GAP)
                .height(Length::Shrink),
            button::large(t.text("back"), Some("Esc"), theme::secondary).on_press(Message::Close),
        ]
        .spacing(space::EDGE),
    )
    .max_width(780)
    .padding(desk.gap().max(space::EDGE))
    .style(theme::dialog)
    .into()
}

// An outage as well as what the devices warn of.
fn needs_a_look(status: &Status) -> bool {
    let out = matches!(status.tse, Health::Failing(_) | Health::Absent);
    out || status.tse_warning || status.tse_stands_in
}
