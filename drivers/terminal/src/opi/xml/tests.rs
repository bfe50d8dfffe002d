#![allow(clippy::unwrap_used)]

use super::*;

#[test]
fn names_are_local_and_texts_trimmed() {
    let read = parse(
        "<?xml version='1.0'?><!-- <a> --><n:A xmlns:n='urn:x' n:b='1' c=\"a>b\">\n <n:B>x &amp; y</n:B><![CDATA[<z>]]> \n</n:A>",
    )
    .unwrap();
    assert_eq!(read.name, "A");
    assert_eq!(read.get("b"), "1");
    assert_eq!(read.get("c"), "a>b");
    assert_eq!(read.text_of("B"), "x & y");
    assert_eq!(read.text, "<z>");
    assert_eq!(read.get("missing"), "");
}

#[test]
fn what_is_written_is_read_again() {
    let element = Element::new("A")
        .attribute("b", "<\"&'>\n\tü€")
        .maybe("c", "")
        .child(Element::with_text("T", "a < b & c > d \"e\"\r\nf"));
    let document = element.document("UTF-8");
    assert!(document.contains("xmlns=\"http://www.nrf-arts.org/IXRetail/namespace\""));
    assert_eq!(parse(&document).unwrap(), element);
}

#[test]
fn document_types_and_entities_are_refused() {
    for text in [
        "<!DOCTYPE a><a/>",
        "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>",
        "<!ENTITY x 'y'><a/>",
        "<a><!DOCTYPE b></a>",
        "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>",
    ] {
        assert_eq!(parse(text), Err(Wrong::Doctype), "{text}");
    }
    assert!(matches!(parse("<a>&x;</a>"), Err(Wrong::NotWellFormed(_))));
}

#[test]
fn limits_hold_before_anything_is_built() {
    let nested = |depth: usize| format!("{}{}", "<a>".repeat(depth), "</a>".repeat(depth));
    assert!(parse(&nested(DEPTH)).is_ok());
    assert_eq!(parse(&nested(DEPTH + 1)), Err(Wrong::TooDeep));
    assert_eq!(parse(&"<a>".repeat(1_000_000)), Err(Wrong::TooDeep));
    assert_eq!(
        parse(&format!("<a>{}</a>", "<b/>".repeat(ELEMENTS))),
        Err(Wrong::TooMany)
    );
    let attributes: String = (0..=ATTRIBUTES).map(|n| format!(" a{n}=''")).collect();
    assert_eq!(parse(&format!("<a{attributes}/>")), Err(Wrong::TooMany));
}

#[test]
fn control_characters_become_blanks() {
    let read = parse("<a b='x&#27;y'>1\u{1B}2&#x1b;3&#0;4&#38;&#xFFFE;5\u{0}</a>").unwrap();
    assert_eq!(read.text, "1 2 3 4& 5 ");
    assert_eq!(read.get("b"), "x y");
}

#[test]
fn half_documents_are_refused() {
    let whole = Element::new("A")
        .attribute("b", "c")
        .child(Element::with_text("T", "x"))
        .document("UTF-8");
    for end in (0..whole.len()).filter(|end| whole.is_char_boundary(*end)) {
        assert!(parse(&whole[..end]).is_err(), "{}", &whole[..end]);
    }
}
