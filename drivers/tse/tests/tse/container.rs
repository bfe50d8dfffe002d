//! Archives that are built to mislead: names, links, sizes, extended headers, too much of anything.

use std::io::{Cursor, Read, Seek, SeekFrom};

use amtskasse_tse::algorithm::{Curve, Hash};
use amtskasse_tse::log::DataForm;
use amtskasse_tse::verify::{self, Error, Kind, Level, Options, Report};

use crate::forge::{Device, info, pack};

fn check(archive: &[u8]) -> Report {
    verify::archive(Cursor::new(archive), &Options::default()).unwrap()
}

fn whole() -> Vec<(String, Vec<u8>)> {
    let device = Device::new(Curve::Secp256r1);
    let mut members = device.chain();
    members.push(info());
    members.extend(device.life(Hash::Sha256, 2, DataForm::Primitive));
    members
}

fn errors(report: &Report) -> Vec<(&str, &Kind)> {
    report
        .findings
        .iter()
        .filter(|one| one.level == Level::Error)
        .map(|one| (one.member.as_deref().unwrap_or_default(), &one.kind))
        .collect()
}

/// A header of any kind, followed by its content.
fn entry(name: &[u8], kind: u8, content: &[u8]) -> Vec<u8> {
    let mut out = header(name, kind, content.len() as u64).to_vec();
    out.extend_from_slice(content);
    out.resize(out.len().next_multiple_of(512), 0);
    out
}

fn header(name: &[u8], kind: u8, size: u64) -> [u8; 512] {
    let mut header = tar::Header::new_ustar();
    header.set_size(size);
    header.set_entry_type(tar::EntryType::new(kind));
    let field = &mut header.as_old_mut().name;
    field[..name.len()].copy_from_slice(name);
    header.set_cksum();
    *header.as_bytes()
}

fn pax(records: &[(&str, &str)]) -> Vec<u8> {
    let record = |(key, value): &(&str, &str)| {
        let bare = key.len() + value.len() + 3;
        let mut length = bare + 1;
        while bare + length.to_string().len() != length {
            length += 1;
        }
        format!("{length} {key}={value}\n")
    };
    records.iter().map(record).collect::<String>().into_bytes()
}

#[test]
fn long_names_of_every_kind_are_read() {
    let members = whole();
    let plain = pack(&members);
    let end = plain.len() - 1024;
    let (name, content) = &members[7];
    let before = pack(&members[..7]);
    let before = &before[..before.len() - 1024];
    for special in [
        entry(b"pax", b'x', &pax(&[("mtime", "0"), ("path", name)])),
        entry(b"././@LongLink", b'L', format!("{name}\0").as_bytes()),
        [
            entry(b"global", b'g', &pax(&[("comment", "x")])),
            entry(b"pax", b'x', &pax(&[("path", &format!("./{name}"))])),
        ]
        .concat(),
    ] {
        let mut archive = before.to_vec();
        archive.extend(special);
        archive.extend(entry(b"short", b'0', content));
        archive.extend([0; 1024]);
        let report = check(&archive);
        assert!(
            report.holds() && report.signatures.valid == 4,
            "{:#?}",
            report.findings
        );
        assert_eq!(report.members, 8);
    }
    assert!(end > before.len());
}

#[test]
fn what_does_not_belong_into_an_archive_is_named() {
    let start = pack(&whole());
    let start = &start[..start.len() - 1024];
    let with = |more: Vec<u8>| {
        let mut archive = start.to_vec();
        archive.extend(more);
        archive.extend([0; 1024]);
        check(&archive)
    };
    let cases: [(Vec<u8>, &str); 10] = [
        (entry(b"/etc/a.log", b'0', b"x"), "UnsafeName"),
        (entry(b"a/../../b.log", b'0', b"x"), "UnsafeName"),
        (entry(b"..\\b.log", b'0', b"x"), "UnsafeName"),
        (entry(b"C:b.log", b'0', b"x"), "UnsafeName"),
        (entry(b"a.log", b'1', b""), "a hard link"),
        (entry(b"a.log", b'2', b""), "a symbolic link"),
        (entry(b"a.log", b'3', b""), "a device"),
        (entry(b"a.log", b'6', b""), "a pipe"),
        (
            entry(b"folder", b'5', b"hidden"),
            "a directory with content",
        ),
        (
            [
                entry(b"pax", b'x', &pax(&[("GNU.sparse.major", "1")])),
                entry(b"a.log", b'0', b"x"),
            ]
            .concat(),
            "a sparse file",
        ),
    ];
    for (more, expected) in cases {
        let report = with(more);
        let found = format!("{:?}", errors(&report));
        assert!(found.contains(expected), "{expected}: {found}");
        assert_eq!(report.signatures.valid, 4);
    }
    // A folder of its own is none of the archive's business, nor is a name in it.
    assert!(with(entry(b"folder/", b'5', b"")).holds());
    let long = "x".repeat(5_000);
    let report = with(
        [
            entry(b"pax", b'x', &pax(&[("path", &long)])),
            entry(b"a.log", b'0', b"x"),
        ]
        .concat(),
    );
    assert!(matches!(
        errors(&report)[..],
        [(_, Kind::NameTooLong { bytes: 5_000 })]
    ));
    // An extended header too large to hold a name: passed over, and the next member has its short name.
    let report = with(
        [
            entry(b"pax", b'x', &vec![b'1'; 100_000]),
            entry(b"info2.csv", b'0', b"x"),
        ]
        .concat(),
    );
    assert!(matches!(
        errors(&report)[..],
        [("pax", Kind::ForeignFile { .. })]
    ));
}

#[test]
fn the_same_member_twice_is_found_wherever_it_stands() {
    let members = whole();
    for (place, count) in [(0, 1), (3, 1), (5, 2)] {
        let mut twice = members.clone();
        twice.push(members[place].clone());
        let report = check(&pack(&twice));
        let errors = errors(&report);
        let name = members[place].0.as_str();
        assert!(errors.contains(&(name, &Kind::NameTwice)), "{errors:?}");
        assert_eq!(errors.len(), count, "{errors:?}");
    }
}

#[test]
fn a_thousand_findings_of_a_kind_are_enough() {
    let mut members = whole();
    for number in 0..2_500 {
        members.push((format!("{number}.log"), b"rubbish".to_vec()));
    }
    let report = check(&pack(&members));
    assert_eq!(report.count(Level::Error), 1_001);
    let of = "log-unreadable".to_owned();
    let more = Kind::More { of, count: 1_500 };
    assert!(report.findings.iter().any(|one| one.kind == more));
    let messages = report.checks().into_iter();
    let errors: u64 = messages.map(|check| check.errors).sum();
    assert_eq!(errors, 2_500);
}

/// Zeros from the end of the given bytes up to a length, as of a sparse file.
struct Sparse {
    start: Cursor<Vec<u8>>,
    tail: Vec<u8>,
    length: u64,
    position: u64,
    read: u64,
}

impl Read for Sparse {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let tail_at = self.length - self.tail.len() as u64;
        let left = self.length.saturating_sub(self.position);
        let length = (buffer.len() as u64).min(left) as usize;
        for (place, byte) in buffer[..length].iter_mut().enumerate() {
            let at = self.position + place as u64;
            *byte = match at.checked_sub(tail_at) {
                Some(at) => self.tail[at as usize],
                None => *self.start.get_ref().get(at as usize).unwrap_or(&0),
            };
        }
        self.position += length as u64;
        self.read += length as u64;
        Ok(length)
    }
}

impl Seek for Sparse {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        let position = match to {
            SeekFrom::Start(at) => at,
            SeekFrom::End(by) => self.length.checked_add_signed(by).unwrap(),
            SeekFrom::Current(by) => self.position.checked_add_signed(by).unwrap(),
        };
        self.position = position;
        Ok(position)
    }
}

#[test]
fn a_log_message_of_a_gigabyte_is_passed_over_without_reading_it() {
    let members = whole();
    let before = pack(&members[..5]);
    let mut start = before[..before.len() - 1024].to_vec();
    let size = 1 << 30;
    start.extend(header(b"huge.log", b'0', size));
    let content = start.len() as u64;
    let tail = pack(&members[5..]);
    let mut sparse = Sparse {
        start: Cursor::new(start),
        length: content + size + tail.len() as u64,
        tail,
        position: 0,
        read: 0,
    };
    let report = verify::archive(&mut sparse, &Options::default()).unwrap();
    assert_eq!(report.signatures.valid, 4);
    assert!(matches!(
        errors(&report)[..],
        [("huge.log", Kind::ForeignFile { .. })]
    ));
    assert!(sparse.read < 4 << 20, "{} bytes read", sparse.read);

    // The same with the end missing is a cut, whatever the header claims.
    let mut start = before[..before.len() - 1024].to_vec();
    start.extend(header(b"huge.log", b'0', 8_000_000_000));
    let result = verify::archive(Cursor::new(start), &Options::default());
    let Err(Error::CutOff {
        member,
        expected,
        found,
        logs,
    }) = result
    else {
        panic!("{result:?}");
    };
    assert_eq!(
        (member.as_str(), expected, found, logs),
        ("huge.log", 8_000_000_000, 0, 1)
    );
}

#[test]
fn split_archives_read_as_one() {
    let archive = pack(&whole());
    for at in [1, 512, 1_000, archive.len() - 1] {
        let (first, second) = archive.split_at(at);
        let parts = [first, second].map(|part| (part.len() as u64, Cursor::new(part)));
        let parts = verify::Parts::new(parts.into());
        let report = verify::archive(parts, &Options::default()).unwrap();
        assert!(report.holds() && report.signatures.valid == 4);
    }
}
