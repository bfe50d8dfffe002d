use super::*;
use crate::document::{pdf, text};

fn line(text: &str) -> SlipLine {
    SlipLine {
        text: text.into(),
        ..SlipLine::default()
    }
}

fn slip() -> Vec<SlipLine> {
    vec![
        SlipLine {
            centred: true,
            wide: true,
            ..line("  KUNDENBELEG ")
        },
        line("Betrag EUR            46,00"),
        line(""),
        line("Trace-Nr.            000022"),
    ]
}

#[test]
fn columns_stand_where_the_terminal_put_them() {
    let lines = slip();
    let document = document("Kartenbeleg", &[&lines], None);
    let options = text::Options {
        columns: 32,
        qr: text::QrText::Literal,
    };
    let text = text::render(&document, &options);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(
        lines,
        [
            "          KUNDENBELEG",
            "Betrag EUR            46,00",
            "",
            "Trace-Nr.            000022",
        ]
    );
}

#[test]
fn a_copy_says_so_on_each_slip_and_makes_a_pdf() {
    let lines = slip();
    let at = "2026-11-24T09:00:00Z".parse().unwrap();
    let document = document("Kartenbeleg", &[&lines, &lines], Some(at));
    let text = text::render(&document, &text::Options::fitting(document.paper));
    assert_eq!(text.matches("KOPIE").count(), 2);
    assert_eq!(text.matches("24.11.2026 10:00").count(), 2);
    let file = pdf::render(&document, at).unwrap();
    assert!(file.starts_with(b"%PDF"));
    let names = String::from_utf8_lossy(&file);
    assert!(names.contains("IBMPlexMono"), "letters of one width");
}
