//! Things to fill in or choose from, and the small parts around them.

use super::outline;
use crate::ui::theme::{Theme, measure};
use iced::border::{self, Border};
use iced::overlay::menu;
use iced::widget::{
    checkbox, container, pick_list, qr_code, rule, scrollable, text_input, toggler,
};
use iced::{Background, Color, Shadow};

/// A field to fill in.
pub fn field(theme: &Theme, status: text_input::Status) -> text_input::Style {
    let focused = matches!(status, text_input::Status::Focused { .. });
    let disabled = status == text_input::Status::Disabled;
    text_input::Style {
        background: Background::Color(if disabled {
            theme.ground
        } else {
            theme.surface
        }),
        border: border::rounded(measure::RADIUS)
            .color(if focused { theme.accent } else { theme.edge })
            .width(if focused { 2.0 } else { 1.0 }),
        icon: theme.soft,
        placeholder: theme.soft,
        value: if disabled { theme.soft } else { theme.text },
        selection: Theme::blend(theme.accent, theme.surface, 0.3),
    }
}

/// The frame of a number of coins.
pub fn count_field(theme: &Theme) -> container::Style {
    container::Style {
        background: Some(theme.ground.into()),
        border: border::rounded(7.0).color(theme.edge).width(1.0),
        ..container::Style::default()
    }
}

/// A field without ground and edge, inside a frame of its own.
pub fn inner_field(theme: &Theme, status: text_input::Status) -> text_input::Style {
    text_input::Style {
        background: Background::Color(Color::TRANSPARENT),
        border: Border::default(),
        ..field(theme, status)
    }
}

// Small parts.

/// The line between rows.
pub fn hairline(theme: &Theme) -> rule::Style {
    rule::Style {
        color: Theme::blend(theme.line, theme.surface, 0.75),
        radius: 0.0.into(),
        fill_mode: rule::FillMode::Full,
        snap: true,
    }
}

/// The line above a sum.
pub fn sum_line(theme: &Theme) -> rule::Style {
    rule::Style {
        color: theme.text,
        ..hairline(theme)
    }
}

/// A QR code: always dark on white, or phones do not read it.
pub fn printed(_: &Theme) -> qr_code::Style {
    qr_code::Style {
        cell: Color::BLACK,
        background: Color::WHITE,
    }
}

/// A scroll bar wide enough to be dragged by a finger.
pub fn scroll(theme: &Theme, status: scrollable::Status) -> scrollable::Style {
    let dragged = matches!(status, scrollable::Status::Dragged { .. });
    let rail = scrollable::Rail {
        background: None,
        border: Border::default(),
        scroller: scrollable::Scroller {
            background: Background::Color(if dragged { theme.accent } else { theme.edge }),
            border: border::rounded(6.0),
        },
    };
    scrollable::Style {
        container: container::Style::default(),
        vertical_rail: rail,
        horizontal_rail: rail,
        gap: None,
        auto_scroll: scrollable::AutoScroll {
            background: Background::Color(theme.surface),
            border: outline(theme.edge, 12.0),
            shadow: Shadow::default(),
            icon: theme.text,
        },
    }
}

/// A box to tick.
pub fn check(theme: &Theme, status: checkbox::Status) -> checkbox::Style {
    let (checkbox::Status::Active { is_checked }
    | checkbox::Status::Hovered { is_checked }
    | checkbox::Status::Disabled { is_checked }) = status;
    checkbox::Style {
        background: Background::Color(if is_checked {
            theme.accent
        } else {
            theme.surface
        }),
        icon_color: theme.on_accent,
        border: outline(if is_checked { theme.accent } else { theme.soft }, 4.0),
        text_color: None,
    }
}

/// A switch.
pub fn toggle(theme: &Theme, status: toggler::Status) -> toggler::Style {
    let (toggler::Status::Active { is_toggled }
    | toggler::Status::Hovered { is_toggled }
    | toggler::Status::Disabled { is_toggled }) = status;
    toggler::Style {
        background: Background::Color(if is_toggled { theme.accent } else { theme.soft }),
        background_border_width: 0.0,
        background_border_color: Color::TRANSPARENT,
        foreground: Background::Color(theme.surface),
        foreground_border_width: 0.0,
        foreground_border_color: Color::TRANSPARENT,
        text_color: None,
        border_radius: None,
        padding_ratio: 0.1,
    }
}

/// A field that opens a list of choices.
pub fn choice(theme: &Theme, status: pick_list::Status) -> pick_list::Style {
    let open = matches!(status, pick_list::Status::Opened { .. });
    pick_list::Style {
        text_color: theme.text,
        placeholder_color: theme.soft,
        handle_color: theme.soft,
        background: Background::Color(theme.surface),
        border: border::rounded(measure::RADIUS)
            .color(if open { theme.accent } else { theme.edge })
            .width(if open { 2.0 } else { 1.0 }),
    }
}

/// The list of choices.
pub fn choices(theme: &Theme) -> menu::Style {
    menu::Style {
        background: Background::Color(theme.surface),
        border: outline(theme.edge, 8.0),
        text_color: theme.text,
        selected_text_color: theme.on_accent,
        selected_background: Background::Color(theme.accent),
        shadow: Shadow::default(),
    }
}
