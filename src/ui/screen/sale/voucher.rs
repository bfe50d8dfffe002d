//! What stands above the basket, and vouchers on the open sale.

use super::{Dialog, Message, State};
use crate::ui::desk::{Desk, quantity};
use crate::ui::screen::entry;
use crate::ui::theme::{self, Theme, size};
use crate::ui::widget::press::StyleFn;
use crate::ui::widget::{Element, button, line};
use iced::border;
use iced::widget::container;

impl State {
    /// Opens the dialog for a number: of the card that is sold on the selected line, or of a voucher to redeem.
    pub(super) fn voucher(&mut self, desk: &Desk) {
        self.clear_entry();
        if desk.sale.as_ref().is_some_and(|o| o.sale.origin.is_none()) {
            let line = self.sold_voucher(desk);
            let entry = entry::State::new(entry::Figure::Code);
            self.dialog = Some(Dialog::Voucher(line, entry));
        }
    }

    /// The selected line, if it sells a voucher.
    fn sold_voucher(&self, desk: &Desk) -> Option<u32> {
        let sale = &desk.sale.as_ref()?.sale;
        let selected = sale.lines().iter().find(|l| Some(l.id) == self.selected)?;
        let sells = !selected.voided && selected.is_voucher() && !selected.is_redemption();
        sells.then_some(selected.id)
    }

    /// What the key for vouchers says.
    pub(super) fn voucher_key(&self, desk: &Desk) -> &'static str {
        match self.sold_voucher(desk) {
            Some(_) => "sale-voucher-card",
            None => "sale-voucher",
        }
    }

    // The day of the supply stands where the number of the receipt is; another day than today stands out.
    pub(super) fn day_of_supply<'a>(&'a self, desk: &'a Desk) -> Option<Element<'a, Message>> {
        let open = desk
            .sale
            .as_ref()
            .filter(|open| open.sale.origin.is_none())?;
        let (caption, style): (String, StyleFn) = match open.sale.supplied {
            Some(day) => {
                let day = crate::i18n::date(day);
                let caption = desk.t.with("sale-supplied", &[("day", day.into())]);
                (caption, theme::chosen)
            }
            None => (desk.t.text("sale-supplied-today").to_owned(), theme::quiet),
        };
        let key = button::small(caption, style).height(40);
        Some(key.on_press(Message::Supplied).into())
    }

    // What was typed stands beside the number of lines, where the eye is when something is rung up.
    pub(super) fn pending<'a>(&'a self) -> Option<Element<'a, Message>> {
        let mut parts = Vec::new();
        if let Some(times) = self.times {
            parts.push(format!("{} ×", quantity(times)));
        }
        if let Some(price) = self.price {
            parts.push(format!("{price} €"));
        }
        if !self.typed.is_empty() {
            parts.push(self.typed.clone());
        }
        if parts.is_empty() {
            return None;
        }
        let chip = container(line(parts.join("  "), size::KEY, theme::SEMIBOLD))
            .padding([4, 12])
            .style(|theme: &Theme| container::Style {
                text_color: Some(theme.on_accent),
                background: Some(theme.accent.into()),
                border: border::rounded(8.0),
                ..container::Style::default()
            });
        Some(chip.into())
    }
}
