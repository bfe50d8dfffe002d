//! Things to press.

use super::outline;
use crate::ui::theme::{Theme, measure};
use crate::ui::widget::press::{Status, Style as Press};
use iced::Color;
use iced::border::{self, Border};
use iced::widget::button;

fn pressed(theme: &Theme, status: Status, ground: Color, text: Color, edge: Color) -> Press {
    let ground = match status {
        Status::Active | Status::Disabled => ground,
        Status::Hovered => Theme::blend(text, ground, 0.04),
        Status::Pressed => Theme::blend(text, ground, 0.14),
    };
    let style = Press {
        ground: Some(ground),
        text,
        border: outline(edge, measure::RADIUS),
        focus: theme.text,
    };
    match status {
        Status::Disabled => Press {
            ground: Some(theme.ground),
            text: Theme::blend(theme.soft, theme.ground, 0.68),
            border: outline(Theme::blend(theme.edge, theme.ground, 0.8), measure::RADIUS),
            ..style
        },
        _ => style,
    }
}

/// What to press next.
pub fn primary(theme: &Theme, status: Status) -> Press {
    pressed(theme, status, theme.accent, theme.on_accent, theme.accent)
}

/// A button of equal weight beside the primary one.
pub fn secondary(theme: &Theme, status: Status) -> Press {
    pressed(theme, status, theme.surface, theme.text, theme.edge)
}

/// A field that is chosen, not typed: read also by those who may not change it.
pub fn held(theme: &Theme, status: Status) -> Press {
    let text = match status {
        Status::Disabled => theme.soft,
        _ => theme.text,
    };
    Press {
        text,
        ..secondary(theme, status)
    }
}

/// A button of lesser weight.
pub fn tertiary(theme: &Theme, status: Status) -> Press {
    pressed(theme, status, theme.ground, theme.text, theme.edge)
}

/// A key of second rank.
pub fn quiet(theme: &Theme, status: Status) -> Press {
    pressed(theme, status, theme.quiet, theme.text, theme.line)
}

/// What cannot be taken back.
pub fn danger(theme: &Theme, status: Status) -> Press {
    pressed(theme, status, theme.surface, theme.stop, theme.stop)
}

/// A digit of the keypad, an item tile.
pub fn key(theme: &Theme, status: Status) -> Press {
    pressed(theme, status, theme.surface, theme.text, theme.line)
}

/// A key to what somebody should look at.
pub fn warning_key(theme: &Theme, status: Status) -> Press {
    pressed(
        theme,
        status,
        theme.warning_soft,
        theme.text,
        theme.warning_line,
    )
}

/// A choice that is taken.
pub fn chosen(theme: &Theme, status: Status) -> Press {
    Press {
        // What holds is read also by those who may not change it.
        text: theme.text,
        border: border::rounded(measure::RADIUS)
            .color(theme.accent)
            .width(2.0),
        ..pressed(theme, status, theme.accent_soft, theme.text, theme.accent)
    }
}

/// A tab that is not open.
pub fn tab(theme: &Theme, status: Status) -> Press {
    Press {
        border: border::rounded(measure::RADIUS),
        ..pressed(
            theme,
            status,
            theme.quiet,
            Theme::blend(theme.text, theme.quiet, 0.9),
            theme.quiet,
        )
    }
}

/// The open tab.
pub fn open_tab(theme: &Theme, status: Status) -> Press {
    primary(theme, status)
}

/// A key on the header bar.
pub fn header_key(theme: &Theme, status: Status) -> Press {
    Press {
        border: border::rounded(8.0),
        focus: theme.on_header,
        ground: Some(match status {
            Status::Pressed => Theme::blend(theme.on_header, theme.header_key, 0.2),
            _ => theme.header_key,
        }),
        text: theme.on_header,
    }
}

/// A row of a list.
pub fn row(theme: &Theme, status: Status) -> Press {
    Press {
        border: Border::default(),
        ..pressed(theme, status, theme.surface, theme.text, theme.surface)
    }
}

/// The selected row of a list.
pub fn selected_row(theme: &Theme, status: Status) -> Press {
    Press {
        border: Border::default(),
        ..pressed(
            theme,
            status,
            theme.accent_soft,
            theme.text,
            theme.accent_soft,
        )
    }
}

/// Underlined or bare text that can be pressed.
pub fn bare_press(theme: &Theme, status: Status) -> Press {
    let ground = match status {
        Status::Hovered | Status::Pressed => Some(theme.quiet),
        Status::Active | Status::Disabled => None,
    };
    Press {
        ground,
        border: border::rounded(6.0),
        ..pressed(theme, status, theme.surface, theme.text, theme.surface)
    }
}

/// iced's own button, only used where a library widget brings one along.
pub fn link(theme: &Theme, _: button::Status) -> button::Style {
    button::Style {
        text_color: theme.accent,
        ..button::Style::default()
    }
}
