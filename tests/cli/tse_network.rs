//! The same commands against an Epson host on a socket, with and without TLS, and a Swissbit stick behind a library
//! with the maker's symbols.

use amtskasse_tse::epson::simulator::{Options, Server};

use super::tse::{tse_of, write_private};
use super::*;

const OWN: &str = r#"{"admin_pin": "48151", "time_admin_pin": "62342", "admin_puk": "108108", "api_secret": "Rathaus7"}"#;

fn a_whole_life(options: Options) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let server = Server::start(&path.join("host"), options, chrono::Utc::now).unwrap();
    write_private(&path.join("own.json"), OWN);
    let mut which = format!(
        "--driver epson --address {} --secrets {{}}/own.json --client KASSE-1",
        server.address()
    );
    if let Some(certificate) = server.certificate() {
        std::fs::write(path.join("host.pem"), certificate).unwrap();
        which += " --trust {}/host.pem";
    }
    life(path, &which);
}

fn life(path: &Path, which: &str) {
    let tse = |line: &str| tse_of(path, &format!("{which} {line}"));
    tse("setup").fine();
    tse("setup").fine();
    let info = json(&tse("info --json").fine());
    assert_eq!(info["state"], "operational");
    tse("self-test").fine();
    tse("time").fine();
    let signed = json(&tse("sign --yes --json").fine());
    assert_eq!(signed["genuine"], true);
    let clients = tse("clients").fine();
    assert!(clients.contains("KASSE-1"), "{clients}");
    tse("abort-open --yes").fine();
    let said = tse("export --out {}/all.tar").fine();
    assert!(said.contains("hält der Prüfung stand"), "{said}");
    tse("delete --out {}/before.tar --yes").fine();
    tse("decommission --yes").fine();
    tse("sign --yes").could_not_run();
    let info = json(&tse("info --json").fine());
    assert_eq!(info["state"], "decommissioned");
}

#[test]
fn an_epson_host_from_set_up_to_the_end() {
    a_whole_life(Options::default());
}

#[test]
fn an_epson_host_over_tls() {
    a_whole_life(Options {
        tls: true,
        ..Options::default()
    });
}

#[test]
fn a_swissbit_stick_from_set_up_to_the_end() {
    let library = std::env::current_exe().unwrap().with_file_name(format!(
        "{}fake_wormapi{}",
        std::env::consts::DLL_PREFIX,
        std::env::consts::DLL_SUFFIX
    ));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    std::fs::create_dir(path.join("stick")).unwrap();
    std::fs::write(path.join("stick/TSE_INFO.DAT"), [0; 512]).unwrap();
    write_private(&path.join("own.json"), OWN);
    let library = library.display();
    let which = format!(
        "--driver swissbit --address {{}}/stick --library {library} --secrets {{}}/own.json --client KASSE-1"
    );
    life(path, &which);
}

#[test]
fn nobody_there_is_said_in_time() {
    let folder = tempfile::tempdir().unwrap();
    write_private(&folder.path().join("own.json"), OWN);
    for (driver, address) in [
        ("epson", "tcp://127.0.0.1:9"),
        ("fiskaly", "http://127.0.0.1:9/api/v2"),
    ] {
        if driver == "fiskaly" {
            let account = r#"{"api_key": "a", "api_secret": "b"}"#;
            write_private(&folder.path().join("own.json"), account);
        }
        let begun = std::time::Instant::now();
        let line = format!(
            "--driver {driver} --address {address} --secrets {{}}/own.json clients --device 11111111-1111-4111-8111-111111111111"
        );
        let said = tse_of(folder.path(), &line).could_not_run();
        assert!(said.contains("nicht erreichbar"), "{said}");
        assert!(begun.elapsed() < std::time::Duration::from_secs(15));
    }
}
