//! What is no package, or one that somebody made to do harm: clear errors, nothing unpacked where it does not belong,
//! nothing left behind.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod common;

use std::io::{Cursor, Write};
use std::path::Path;

use amtskasse_dsfinvk::verify::{self, Error, Options, Report, ZipFault};
use common::{Package, errors};
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

/// Checks a file with these bytes.
fn open(bytes: &[u8]) -> Result<Report, Error> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("package.zip");
    std::fs::write(&path, bytes).unwrap();
    let options = Options {
        language: verify::Language::English,
        told_per_rule: 100,
        ..Options::default()
    };
    let report = verify::package(&path, &options, &mut |_| true);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    report
}

fn fault(bytes: &[u8]) -> ZipFault {
    match open(bytes) {
        Err(Error::Zip { fault, .. }) => fault,
        other => panic!("{other:?}"),
    }
}

/// The fixture with more entries.
fn zip_with(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let package = Package::fixture();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for name in package.names() {
        zip.start_file(&name, SimpleFileOptions::default()).unwrap();
        let content = std::fs::read(package.file(&name)).unwrap();
        zip.write_all(&content).unwrap();
    }
    for (name, content) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Overwrites bytes wherever a text stands.
fn patch(bytes: &mut [u8], from: &[u8], to: &[u8]) -> usize {
    assert_eq!(from.len(), to.len());
    let places: Vec<_> = memchr::memmem::find_iter(bytes, from).collect();
    for place in &places {
        bytes[*place..*place + to.len()].copy_from_slice(to);
    }
    places.len()
}

/// Places of the local and the central header of an entry.
fn headers(bytes: &[u8], name: &str) -> [usize; 2] {
    let find = |signature: &[u8], length: usize| {
        memchr::memmem::find_iter(bytes, signature)
            .find(|at| bytes[at + length..].starts_with(name.as_bytes()))
            .unwrap()
    };
    [find(b"PK\x03\x04", 30), find(b"PK\x01\x02", 46)]
}

#[test]
fn a_zip_is_checked_like_a_folder() {
    let package = Package::fixture();
    let zipped = open(&package.zipped()).unwrap();
    let folder = package.check();
    assert_eq!(zipped.rows, folder.rows);
    assert_eq!(
        zipped.sheet.counts().collect::<Vec<_>>(),
        folder.sheet.counts().collect::<Vec<_>>()
    );
}

#[test]
fn what_is_no_zip() {
    for bytes in [
        &b""[..],
        b"P",
        b"Z_KASSE_ID;Z_ERSTELLUNG\r\n",
        b"%PDF-1.7",
        &[0x1f, 0x8b, 8, 0],
    ] {
        assert_eq!(fault(bytes), ZipFault::NotZip);
    }
    let mut tar = vec![0; 1024];
    tar[257..262].copy_from_slice(b"ustar");
    assert_eq!(fault(&tar), ZipFault::Tar);
    let folder = tempfile::tempdir().unwrap();
    let check = |path: &Path| verify::package(path, &Options::default(), &mut |_| true);
    assert!(matches!(
        check(&folder.path().join("none")),
        Err(Error::Io { .. })
    ));
    assert!(matches!(check(folder.path()), Err(Error::NoPackage { .. })));
    std::fs::write(folder.path().join("photo.jpg"), b"x").unwrap();
    assert!(matches!(check(folder.path()), Err(Error::NoPackage { .. })));
    let empty = ZipWriter::new(Cursor::new(Vec::new()))
        .finish()
        .unwrap()
        .into_inner();
    assert!(matches!(open(&empty), Err(Error::NoPackage { .. })));
}

#[test]
fn a_cut_zip() {
    let whole = Package::fixture().zipped();
    for part in [4, 100, whole.len() / 2, whole.len() - 30] {
        let fault = fault(&whole[..part]);
        assert!(
            matches!(fault, ZipFault::Truncated | ZipFault::Damaged { .. }),
            "{part} {fault:?}"
        );
    }
    assert_eq!(fault(&whole[..whole.len() / 2]), ZipFault::Truncated);
}

#[test]
fn a_flipped_byte() {
    let whole = Package::fixture().zipped();
    let [local, _] = headers(&whole, "lines.csv");
    let mut bytes = whole.clone();
    bytes[local + 30 + 9 + 40] ^= 0x55;
    assert_eq!(
        fault(&bytes),
        ZipFault::Damaged {
            entry: "lines.csv".into()
        }
    );
    // Wherever it is flipped, there is a report or an error.
    for at in (0..whole.len()).step_by(997) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0xff;
        let _ = open(&bytes);
    }
}

#[test]
fn a_bomb() {
    let zeros = vec![b'0'; 1 << 20];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    zip.start_file("lines.csv", options).unwrap();
    for _ in 0..80 {
        zip.write_all(&zeros).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    assert!(bytes.len() < 1 << 20);
    let is_bomb = |bytes: &[u8]| {
        let error = open(bytes).unwrap_err();
        assert!(
            matches!(&error, Error::Bomb { entry, .. } if entry == "lines.csv"),
            "{error}"
        );
    };
    is_bomb(&bytes);
    // One that says it is small is no better.
    let mut lying = bytes.clone();
    let [local, central] = headers(&bytes, "lines.csv");
    lying[local + 22..local + 26].copy_from_slice(&100u32.to_le_bytes());
    lying[central + 24..central + 28].copy_from_slice(&100u32.to_le_bytes());
    let error = open(&lying).unwrap_err();
    assert!(
        matches!(error, Error::Bomb { .. } | Error::Zip { .. }),
        "{error}"
    );
    // What nobody asks for is not unpacked.
    let mut zip = ZipWriter::new_append(Cursor::new(Package::fixture().zipped())).unwrap();
    zip.start_file("film.bin", options).unwrap();
    for _ in 0..80 {
        zip.write_all(&zeros).unwrap();
    }
    assert_eq!(
        open(&zip.finish().unwrap().into_inner()).unwrap().closings,
        2
    );
}

#[test]
fn too_many_entries() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for number in 0..1_001 {
        zip.start_file(format!("{number}.csv"), SimpleFileOptions::default())
            .unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    assert_eq!(fault(&bytes), ZipFault::TooManyEntries { limit: 1_000 });
    // And one that says it has a few has them all the same.
    let mut lying = bytes.clone();
    let end = memchr::memmem::rfind(&lying, b"PK\x05\x06").unwrap();
    lying[end + 8..end + 12].copy_from_slice(&[5, 0, 5, 0]);
    let _ = open(&lying);
}

#[test]
fn encrypted_or_packed_in_another_way() {
    let whole = Package::fixture().zipped();
    let entry = || "lines.csv".to_owned();
    let mut bytes = whole.clone();
    let [local, central] = headers(&bytes, "lines.csv");
    bytes[local + 6] |= 1;
    bytes[central + 8] |= 1;
    assert_eq!(fault(&bytes), ZipFault::Encrypted { entry: entry() });
    let mut bytes = whole;
    bytes[local + 8] = 14;
    bytes[central + 10] = 14;
    assert_eq!(fault(&bytes), ZipFault::Method { entry: entry() });
}

#[test]
fn paths_that_lead_elsewhere_are_left_out() {
    let outside = std::env::temp_dir().join("amtskasse-dsfinvk-outside.csv");
    for name in [
        "../amtskasse-dsfinvk-outside.csv",
        "a/../../amtskasse-dsfinvk-outside.csv",
        "/tmp/amtskasse-dsfinvk-outside.csv",
        "..\\amtskasse-dsfinvk-outside.csv",
        "C:\\amtskasse-dsfinvk-outside.csv",
        "\\\\host\\amtskasse-dsfinvk-outside.csv",
    ] {
        // The writer would clean the name.
        let plain = "x".repeat(name.len());
        let mut bytes = zip_with(&[(&plain, b"A\r\n")]);
        assert_eq!(
            patch(&mut bytes, plain.as_bytes(), name.as_bytes()),
            2,
            "{name}"
        );
        let report = open(&bytes).unwrap();
        let found = errors(&report, 2);
        assert_eq!(found.len(), 1, "{name}: {found:?}");
        assert!(found[0].contains("leads out"), "{found:?}");
        assert!(!outside.exists());
    }
}

#[test]
fn a_link_in_a_zip_is_left_out() {
    let mut zip = ZipWriter::new_append(Cursor::new(zip_with(&[]))).unwrap();
    zip.add_symlink("more.csv", "/etc/passwd", SimpleFileOptions::default())
        .unwrap();
    let report = open(&zip.finish().unwrap().into_inner()).unwrap();
    let found = errors(&report, 2);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].starts_with("more.csv:") && found[0].contains("a link"),
        "{found:?}"
    );
}

#[test]
fn a_package_in_a_sub_folder_is_read_and_that_is_told() {
    for slash in [b'/', b'\\'] {
        let package = Package::fixture();
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for name in package.names() {
            zip.start_file(format!("export_{name}"), SimpleFileOptions::default())
                .unwrap();
            zip.write_all(&std::fs::read(package.file(&name)).unwrap())
                .unwrap();
        }
        let mut bytes = zip.finish().unwrap().into_inner();
        patch(&mut bytes, b"export_", &[b"export", &[slash][..]].concat());
        let report = open(&bytes).unwrap();
        assert_eq!((report.closings, errors(&report, 2).len()), (2, 22));
    }
}

#[test]
fn the_same_name_twice() {
    let mut bytes = zip_with(&[("linez.csv", b"A\r\n")]);
    assert_eq!(patch(&mut bytes, b"linez.csv", b"lines.csv"), 2);
    let found = errors(&open(&bytes).unwrap(), 2);
    assert!(
        found[0].contains("several entries of the same name"),
        "{found:?}"
    );
    let bytes = zip_with(&[("LINES.csv", b"A\r\n")]);
    let found = errors(&open(&bytes).unwrap(), 2);
    assert!(found[0].contains("there are two of this file"), "{found:?}");
}

#[test]
fn whoever_watches_can_break_it_off() {
    let package = Package::fixture();
    let mut last = (0, 0);
    let mut calls = 0;
    verify::package(package.path(), &Options::default(), &mut |at| {
        assert!(
            at.done >= last.0 && at.done <= at.whole,
            "{at:?} after {last:?}"
        );
        last = (at.done, at.whole);
        calls += 1;
        true
    })
    .unwrap();
    for stop in 0..calls {
        let mut left = stop;
        let result = verify::package(package.path(), &Options::default(), &mut |_| {
            left -= 1;
            left >= 0
        });
        assert!(matches!(result, Err(Error::Stopped)), "{stop}");
    }
}
