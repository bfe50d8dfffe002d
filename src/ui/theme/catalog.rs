//! What iced asks of a theme: a default style for each of its widgets.

use super::{Theme, style};
use iced::overlay::menu;
use iced::widget::{
    button, checkbox, container, pick_list, qr_code, rule, scrollable, text, text_input, toggler,
};

macro_rules! catalog {
    ($widget:ident, $default:path) => {
        impl $widget::Catalog for Theme {
            type Class<'a> = $widget::StyleFn<'a, Self>;

            fn default<'a>() -> Self::Class<'a> {
                Box::new($default)
            }

            fn style(&self, class: &Self::Class<'_>) -> $widget::Style {
                class(self)
            }
        }
    };
    ($widget:ident, $default:path, status) => {
        impl $widget::Catalog for Theme {
            type Class<'a> = $widget::StyleFn<'a, Self>;

            fn default<'a>() -> Self::Class<'a> {
                Box::new($default)
            }

            fn style(&self, class: &Self::Class<'_>, status: $widget::Status) -> $widget::Style {
                class(self, status)
            }
        }
    };
}

catalog!(text, style::plain);
catalog!(container, style::bare);
catalog!(rule, style::hairline);
catalog!(qr_code, style::printed);
catalog!(button, style::link, status);
catalog!(text_input, style::field, status);
catalog!(scrollable, style::scroll, status);
catalog!(checkbox, style::check, status);
catalog!(toggler, style::toggle, status);

impl menu::Catalog for Theme {
    type Class<'a> = menu::StyleFn<'a, Self>;

    fn default<'a>() -> <Self as menu::Catalog>::Class<'a> {
        Box::new(style::choices)
    }

    fn style(&self, class: &<Self as menu::Catalog>::Class<'_>) -> menu::Style {
        class(self)
    }
}

impl pick_list::Catalog for Theme {
    type Class<'a> = pick_list::StyleFn<'a, Self>;

    fn default<'a>() -> <Self as pick_list::Catalog>::Class<'a> {
        Box::new(style::choice)
    }

    fn style(
        &self,
        class: &<Self as pick_list::Catalog>::Class<'_>,
        status: pick_list::Status,
    ) -> pick_list::Style {
        class(self, status)
    }
}
