use super::*;
use iced::keyboard::{Key, key::Named};
use iced::touch::{self, Finger};
use iced::{Event, Point, Size};
use iced_test::core::clipboard::Null;
use iced_test::core::renderer::Headless;
use iced_test::core::widget::operation::{Operation, focusable};
use iced_test::futures::futures::executor::block_on;
use iced_test::runtime::user_interface::{Cache, UserInterface};
use iced_test::simulator::{Simulator, click, press_key};

fn button<'a>() -> Press<'a, u8> {
    Press::new(iced::widget::text("Bar"))
        .width(200)
        .height(72)
        .id("bar")
        .on_press(7)
}

fn simulator<'a>(press: Press<'a, u8>) -> Simulator<'a, u8, Theme, iced::Renderer> {
    let settings = iced::Settings::default();
    Simulator::with_size(settings, Size::new(400.0, 300.0), Element::from(press))
}

fn finger(kind: fn(Finger, Point) -> touch::Event, y: f32) -> Event {
    Event::Touch(kind(Finger(1), Point::new(50.0, y)))
}

fn down(id: Finger, position: Point) -> touch::Event {
    touch::Event::FingerPressed { id, position }
}

fn moved(id: Finger, position: Point) -> touch::Event {
    touch::Event::FingerMoved { id, position }
}

fn up(id: Finger, position: Point) -> touch::Event {
    touch::Event::FingerLifted { id, position }
}

#[test]
fn a_click_fires_once_and_a_disabled_button_never() {
    let mut ui = simulator(button());
    ui.point_at(Point::new(50.0, 30.0));
    ui.simulate(click());
    assert_eq!(ui.into_messages().collect::<Vec<_>>(), [7]);

    let mut ui = simulator(button().on_press_maybe(None));
    ui.point_at(Point::new(50.0, 30.0));
    ui.simulate(click());
    assert_eq!(ui.into_messages().count(), 0);
}

#[test]
fn a_swipe_is_no_press() {
    let mut ui = simulator(button());
    ui.point_at(Point::new(50.0, 30.0));
    ui.simulate([finger(down, 30.0), finger(moved, 60.0), finger(up, 60.0)]);
    assert_eq!(ui.into_messages().count(), 0);

    let mut ui = simulator(button());
    ui.simulate([finger(down, 30.0), finger(moved, 35.0), finger(up, 35.0)]);
    assert_eq!(ui.into_messages().count(), 1);
}

#[test]
fn a_list_gets_the_touch_that_may_become_a_swipe() {
    let mut ui = simulator(button().scrolls());
    ui.point_at(Point::new(50.0, 30.0));
    let statuses = ui.simulate([finger(down, 30.0)]);
    assert_eq!(statuses, [iced::event::Status::Ignored]);
}

#[test]
fn digits_fire_as_soon_as_they_are_touched() {
    let mut ui = simulator(button().eager());
    ui.simulate([finger(down, 30.0)]);
    assert_eq!(ui.into_messages().count(), 1);
}

#[test]
fn enter_presses_what_has_the_keyboard_unless_a_scanner_sent_it() {
    let enter = || press_key(Key::Named(Named::Enter), None);
    let digit = press_key(Key::Character("7".into()), Some("7".into()));
    let renderer = <iced::Renderer as Headless>::new(iced::Font::DEFAULT, 16.0.into(), None);
    let mut renderer = block_on(renderer).unwrap();
    let size = Size::new(400.0, 300.0);
    let mut ui = UserInterface::build(button(), size, Cache::new(), &mut renderer);
    let mut press = |ui: &mut UserInterface<'_, u8, Theme, iced::Renderer>, events: &[Event]| {
        let mut messages = Vec::new();
        let nowhere = iced::mouse::Cursor::Unavailable;
        let _ = ui.update(events, nowhere, &mut renderer, &mut Null, &mut messages);
        messages.len()
    };
    assert_eq!(press(&mut ui, &[enter()]), 0);
    let other = <iced::Renderer as Headless>::new(iced::Font::DEFAULT, 16.0.into(), None);
    ui.operate(&block_on(other).unwrap(), &mut focus_first());
    assert_eq!(press(&mut ui, &[digit, enter()]), 0);
    std::thread::sleep(std::time::Duration::from_millis(80));
    assert_eq!(press(&mut ui, &[enter()]), 1);
}

/// Does what the Tab key does.
fn focus_first() -> impl Operation {
    focusable::focus::<()>(Id::new("bar"))
}
