use super::*;

/// `Händlerbeleg für Öl, Übergröße` and the euro, as the sets have it.
const SAMPLES: [(Charset, &[u8], &str); 6] = [
    (
        Charset::Cp437,
        b"H\x84ndlerbeleg f\x81r \x99l, \x9Abergr\x94\xE1e",
        "Händlerbeleg für Öl, Übergröße",
    ),
    (
        Charset::Latin1,
        b"H\xE4ndlerbeleg f\xFCr \xD6l, \xDCbergr\xF6\xDFe",
        "Händlerbeleg für Öl, Übergröße",
    ),
    (
        Charset::Latin9,
        b"H\xE4ndler zahlt 5 \xA4",
        "Händler zahlt 5 €",
    ),
    (
        Charset::Utf8,
        "Händler zahlt 5 €".as_bytes(),
        "Händler zahlt 5 €",
    ),
    (
        Charset::Din66003,
        b"H{ndlerbeleg f}r \\l, ]bergr|~e",
        "Händlerbeleg für Öl, Übergröße",
    ),
    (Charset::Auto, b"Kundenbeleg", "Kundenbeleg"),
];

#[test]
fn every_set_is_read_and_written() {
    for (set, bytes, text) in SAMPLES {
        assert_eq!(set.decode(bytes), text, "{set:?}");
        assert_eq!(set.encode(text), bytes, "{set:?}");
        // What it looks like is enough, save for the euro of ISO-8859-15.
        if set != Charset::Latin9 {
            assert_eq!(Charset::Auto.decode(bytes), text, "{set:?} by its looks");
        }
    }
}

#[test]
fn code_page_437_is_whole() {
    let upper: Vec<u8> = (0x80..=0xFF).collect();
    let text = Charset::Cp437.decode(&upper);
    assert_eq!(text.chars().count(), 128);
    assert_eq!(Charset::Cp437.encode(&text), upper);
    assert_eq!(Charset::Cp437.decode(b"\x80\x9B\xE6\xFF"), "Ç¢µ\u{a0}");
}

#[test]
fn every_byte_of_every_set_comes_back() {
    for set in [Charset::Cp437, Charset::Latin1, Charset::Latin9] {
        for byte in (0x20..0x7F).chain(0xA0..=0xFF) {
            let text = set.decode(&[byte]);
            assert_eq!(set.encode(&text), [byte], "{set:?} {byte:02X} {text:?}");
        }
    }
}

#[test]
fn looks_decide_only_where_they_can() {
    for (bytes, set) in [
        (&b"** H\xC4NDLERBELEG **"[..], Charset::Latin1),
        (b"** H\x8ENDLERBELEG **", Charset::Cp437),
        (b"** H[NDLERBELEG **", Charset::Din66003),
        (b"gr}n", Charset::Din66003),
        (b"Stra~e", Charset::Din66003),
        // Brackets, pipes and home folders of plain text.
        (b"[abc] {x}", Charset::Cp437),
        (b"VISA|CREDIT", Charset::Cp437),
        (b"a [b", Charset::Cp437),
        (b"~user", Charset::Cp437),
        // A line of UTF-8 cut inside its last letter.
        (b"f\xC3\xBCr Gr\xC3", Charset::Utf8),
        // Box drawing is code page 437.
        (b"\xC9\xCD\xCD\xBB", Charset::Cp437),
    ] {
        assert_eq!(Charset::Auto.resolve(bytes), set, "{bytes:?}");
    }
}

#[test]
fn a_terminal_states_its_set_and_a_technician_overrules_it() {
    for (tag, set) in [
        (0xFF, Charset::Cp437),
        (0xFE, Charset::Utf8),
        (0x01, Charset::Latin1),
        (0x02, Charset::Latin1),
        (0x0F, Charset::Latin9),
    ] {
        assert_eq!(Charset::Auto.or_stated(tag), set);
        assert_eq!(Charset::Din66003.or_stated(tag), Charset::Din66003);
    }
    // Cyrillic is none of ours.
    assert_eq!(Charset::Auto.or_stated(0x05), Charset::Auto);
}

#[test]
fn line_breaks_stay_and_other_controls_go() {
    let text = Charset::Auto.decode(b"a\rb\r\nc\nd\x07\te\x1B\x00rest");
    assert_eq!(text, "a\nb\nc\nd e");
}

#[test]
fn letters_a_set_does_not_have_become_question_marks() {
    assert_eq!(Charset::Cp437.encode("5 €"), b"5 ?");
    assert_eq!(Charset::Latin1.encode("5 €"), b"5 ?");
    assert_eq!(Charset::Din66003.encode("[x]"), b"?x?");
}
