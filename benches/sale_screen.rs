//! One frame of the sale: 2,000 items in the catalogue, 60 lines in the basket.
//!
//! `update_view` is what the thread that draws does for one message and the next picture of it (the budget
//! is 4 ms); `frame` adds layout and drawing commands, `pixels` is the software renderer painting all of it.
#![allow(missing_docs)]

use std::sync::Arc;

use amtskasse::catalogue::{Catalogue, Item};
use amtskasse::sale::Sale;
use amtskasse::tax::Rates;
use amtskasse::ui::protocol::{Event, Facts, OpenSale, Preferences};
use amtskasse::ui::screen::sale::Message as OnSale;
use amtskasse::ui::theme::{self, Theme};
use amtskasse::ui::{App, Message};
use criterion::{Criterion, criterion_group, criterion_main};
use iced_test::core::clipboard::Null;
use iced_test::core::renderer::{Headless, Style};
use iced_test::core::{Color, Event as Input, Size, mouse, time, window};
use iced_test::runtime::user_interface::{Cache, UserInterface};

const ITEMS: usize = 2_000;
const LINES: usize = 60;

fn day() -> chrono::NaiveDate {
    chrono::NaiveDate::from_ymd_opt(2026, 11, 24).unwrap_or_default()
}

fn items() -> Vec<Item> {
    let demo = amtskasse::setup::demo_catalogue(day()).unwrap_or_default();
    let items = demo.items().iter().cycle().take(ITEMS).enumerate();
    items
        .map(|(at, item)| Item {
            id: format!("X{at:05}"),
            ean: None,
            ..item.clone()
        })
        .collect()
}

/// The application with everything rung up, and the sale it shows.
fn app() -> (App, Box<OpenSale>) {
    let items = items();
    let offices: Vec<String> = items.iter().fold(Vec::new(), |mut known, item| {
        if !known.contains(&item.office) {
            known.push(item.office.clone());
        }
        known
    });
    let mut sale = Sale::new(day(), false);
    for item in items.iter().filter(|item| !item.needs_reference) {
        if sale.lines().len() < LINES {
            let one = rust_decimal::Decimal::ONE;
            let _ = sale.add(item, one, Some(item.price), None);
        }
    }
    let facts = Facts {
        pay_point: "Bürgerbüro".into(),
        register: "Kasse 2".into(),
        municipality: "Lindenau".into(),
        users: Vec::new(),
        offices: offices
            .into_iter()
            .map(|office| (office, "#0B5C6B".into()))
            .collect(),
        favourites: items.iter().map(|item| item.id.clone()).collect(),
        catalogue: Arc::new(Catalogue::new(day(), items)),
        rates: Rates::statutory(),
        stock: std::collections::HashMap::new(),
        float: amtskasse::money::Money::ZERO,
        demo: true,
        preferences: Preferences::default(),
    };
    let mut app = App::new(None, None);
    let user = amtskasse::people::User {
        id: "1".into(),
        name: "A. Yilmaz".into(),
        role: amtskasse::people::Role::Clerk,
    };
    let open = Box::new(OpenSale {
        sale,
        paid: Vec::new(),
        was_card: false,
        acceptance: Default::default(),
        touched: None,
    });
    for event in [
        Event::Facts(Box::new(facts)),
        Event::User(Some(user)),
        Event::Sale(Some(open.clone())),
    ] {
        let _ = app.update(Message::Till(event));
    }
    (app, open)
}

fn bench(c: &mut Criterion) {
    let (mut app, open) = app();
    assert_eq!(open.sale.lines().len(), LINES);

    c.bench_function("sale/update_view/line changed", |b| {
        b.iter(|| {
            let event = Event::Sale(Some(open.clone()));
            let _ = app.update(Message::Till(event));
            std::hint::black_box(app.view());
        });
    });
    c.bench_function("sale/update_view/search", |b| {
        b.iter(|| {
            let _ = app.update(Message::Sale(OnSale::Search("ausweis".into())));
            std::hint::black_box(app.view());
        });
    });
    let _ = app.update(Message::Sale(OnSale::Search(String::new())));

    let settings = iced::Settings {
        fonts: theme::FONTS
            .iter()
            .map(|font| std::borrow::Cow::Borrowed(*font))
            .collect(),
        default_font: theme::REGULAR,
        ..iced::Settings::default()
    };
    let _ =
        iced_test::Simulator::<Message, Theme, iced::Renderer>::with_settings(settings, app.view());
    let renderer =
        <iced::Renderer as Headless>::new(theme::REGULAR, 16.0.into(), Some("tiny-skia"));
    let Some(mut renderer) = iced_test::futures::futures::executor::block_on(renderer) else {
        return;
    };
    let mut cache = Some(Cache::new());
    let mut offset = 0.0_f32;
    c.bench_function("sale/frame/scrolling", |b| {
        b.iter(|| {
            offset = (offset + 37.0) % 20_000.0;
            let _ = app.update(Message::Sale(OnSale::Scrolled(offset)));
            let size = Size::new(1280.0, 800.0);
            let known = cache.take().unwrap_or_default();
            let mut ui = UserInterface::build(app.view(), size, known, &mut renderer);
            let nowhere = mouse::Cursor::Unavailable;
            let redraw = Input::Window(window::Event::RedrawRequested(time::Instant::now()));
            let mut messages = Vec::new();
            let _ = ui.update(&[redraw], nowhere, &mut renderer, &mut Null, &mut messages);
            let style = Style {
                text_color: Color::BLACK,
            };
            ui.draw(&mut renderer, &Theme::LIGHT, &style, nowhere);
            cache = Some(ui.into_cache());
        });
    });
    // Only what changes is painted again in the window; this is the worst case, every pixel.
    c.bench_function("sale/pixels/whole screen", |b| {
        b.iter(|| {
            let size = Size::new(1280, 800);
            std::hint::black_box(renderer.screenshot(size, 1.0, Color::WHITE));
        });
    });
}

criterion_group!(benches, bench);
criterion_main!(benches);
