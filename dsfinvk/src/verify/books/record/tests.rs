use super::*;

type Fields = Vec<String>;

/// Reads everything, the source giving `step` bytes at a time.
fn all(bytes: &[u8], step: usize) -> Vec<(u64, u64, Fields, Ending, Form)> {
    struct Slowly<'a>(&'a [u8], usize);
    impl Read for Slowly<'_> {
        fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
            let step = self.1.min(to.len());
            let (mut part, rest) = self.0.split_at(step.min(self.0.len()));
            self.0 = rest;
            part.read(to)
        }
    }
    let mut reader = Reader::new(Slowly(bytes, step), b';', 0, 1);
    let mut found = Vec::new();
    while let Some(r) = reader.next_record().unwrap() {
        let fields = (0..r.len()).map(|place| r.field(place).to_owned());
        found.push((r.line, r.start, fields.collect(), r.ending, r.form));
    }
    found
}

fn fields(bytes: &[u8]) -> Vec<Fields> {
    let once = all(bytes, usize::MAX);
    for step in [1, 2, 3, 7] {
        assert_eq!(all(bytes, step), once, "{step}");
    }
    once.into_iter().map(|found| found.2).collect()
}

#[test]
fn quotes_line_ends_and_empty_fields() {
    assert_eq!(
        fields(b"a;b;c\r\n;;\r\n\"x;y\";\"\"\"q\"\"\";\"1\r\n2\"\r\nend;;"),
        [
            vec!["a", "b", "c"],
            vec!["", "", ""],
            vec!["x;y", "\"q\"", "1\r\n2"],
            vec!["end", "", ""]
        ]
    );
    assert_eq!(fields(b""), [] as [Vec<&str>; 0]);
    assert_eq!(fields(b"\r\n"), [[""]]);
    assert_eq!(fields("Bußgeld;ü\r\n".as_bytes()), [["Bußgeld", "ü"]]);
    assert_eq!(
        fields(b"a longer first field;\"\"\r\n"),
        [["a longer first field", ""]]
    );
}

#[test]
fn lines_are_counted_as_an_editor_does() {
    let found = all(b"h\r\n\"1\r\n2\r\n3\";x\r\ny\n", usize::MAX);
    let at: Vec<_> = found.iter().map(|f| (f.0, f.1, f.3)).collect();
    assert_eq!(
        at,
        [
            (1, 0, Ending::CrLf),
            (2, 3, Ending::CrLf),
            (5, 16, Ending::Lf)
        ]
    );
}

#[test]
fn what_is_forgiven_is_told() {
    let form = |bytes: &[u8]| all(bytes, usize::MAX)[0].4;
    assert_eq!(form(b"a;\"b\"\r\n"), Form::default());
    assert!(form(b"a;b\"c\r\n").stray_quote);
    assert!(form(b"a;\"b\"c;d\r\n").after_quote);
    assert!(form(b"a;b\rc;d\r\n").stray_return);
    assert!(!form(b"a;\"b\rc\";d\r\n").stray_return);
    let latin = all(b"B\xfcro;\"a\"\r\n", usize::MAX);
    assert!(latin[0].4.not_utf8);
    assert_eq!(latin[0].2, ["Büro", "a"]);
}

#[test]
fn a_quote_that_is_never_closed_takes_its_line_only() {
    let found = all(b"a;\"b;c\r\nd;e;f\r\n", usize::MAX);
    assert!(found[0].4.open_quote && !found[0].4.stray_quote);
    assert_eq!(found[0].2, ["a", "\"b", "c"]);
    assert_eq!(found[1].2, ["d", "e", "f"]);
    // And a file full of them is still read in time.
    let bytes = b"a;\"b;c\r\n".repeat(200_000);
    assert_eq!(all(&bytes, usize::MAX).len(), 200_000);
}

#[test]
fn an_endless_record_is_cut() {
    let mut bytes = vec![b'x'; 2 * LONGEST];
    bytes.extend_from_slice(b";y\r\n");
    let found = all(&bytes, usize::MAX);
    assert!(found[0].4.too_long);
    let length: usize = found.iter().flat_map(|f| &f.2).map(String::len).sum();
    assert_eq!(length, 2 * LONGEST + 1);
}
