//! Any bytes as one file of a package of our own, or as a ZIP file.
#![no_main]

use std::fs;
use std::sync::OnceLock;

use amtskasse_dsfinvk::schema::V2_4;
use amtskasse_dsfinvk::verify::{self, Options};
use libfuzzer_sys::fuzz_target;
use tempfile::TempDir;

const FIXTURE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixture");

fn folder() -> &'static TempDir {
    static FOLDER: OnceLock<TempDir> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let package = folder.path().join("package");
        fs::create_dir(&package).unwrap();
        for file in V2_4.tables.iter().map(|table| table.file).chain(["index.xml"]) {
            fs::copy(format!("{FIXTURE}/{file}"), package.join(file)).unwrap();
        }
        folder
    })
}

fuzz_target!(|bytes: &[u8]| {
    let Some((which, bytes)) = bytes.split_first() else {
        return;
    };
    let package = folder().path().join("package");
    let zip = folder().path().join("package.zip");
    let name = match usize::from(*which) {
        number @ 0..20 => V2_4.tables[number].file,
        20 => "index.xml",
        _ => {
            fs::write(&zip, bytes).unwrap();
            let _ = verify::package(&zip, &Options::default(), &mut |_| true);
            return;
        }
    };
    fs::write(package.join(name), bytes).unwrap();
    let options = Options {
        told_per_rule: 3,
        ..Options::default()
    };
    verify::package(&package, &options, &mut |_| true).unwrap();
    fs::copy(format!("{FIXTURE}/{name}"), package.join(name)).unwrap();
});
