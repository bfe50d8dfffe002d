//! The same commands against fiskaly's simulator, over HTTP.

use amtskasse_tse::fiskaly::simulator::{API_KEY, API_SECRET, Fault, Options, Plan, Simulator};

use super::tse::{tse_of, write_private};
use super::*;

struct Service {
    folder: TempDir,
    simulator: Simulator,
}

impl Service {
    fn new() -> Service {
        let folder = tempfile::tempdir().unwrap();
        let options = Options {
            working: 0,
            ..Options::default()
        };
        let device = folder.path().join("service");
        let clock = Box::new(chrono::Utc::now);
        let simulator = Simulator::start(&device, options, clock).unwrap();
        let account = format!(r#"{{"api_key": "{API_KEY}", "api_secret": "{API_SECRET}"}}"#);
        write_private(&folder.path().join("account.json"), &account);
        Service { folder, simulator }
    }

    fn tse(&self, line: &str) -> Run {
        let url = self.simulator.url();
        let line = format!("--driver fiskaly --address {url} {line}");
        tse_of(self.folder.path(), &line)
    }
}

#[test]
fn a_tss_is_made_and_its_puk_kept() {
    let service = Service::new();
    let path = service.folder.path();
    let said = service
        .tse("setup --secrets {}/account.json --generate {}/own.json --client KASSE-1")
        .fine();
    assert!(
        said.contains("Kennung") && said.contains("own.json"),
        "{said}"
    );
    let own = std::fs::read_to_string(path.join("own.json")).unwrap();
    let kept = json(&own);
    for field in ["device", "admin_pin", "admin_puk", "api_key", "api_secret"] {
        assert!(!kept[field].as_str().unwrap().is_empty(), "{field}");
    }
    let secrets = "--secrets {}/own.json";
    let info = json(&service.tse(&format!("info {secrets} --json")).fine());
    assert_eq!(info["manufacturer"], "fiskaly GmbH");
    assert_eq!(info["certification_id"], serde_json::Value::Null);
    let signed = service
        .tse(&format!("sign --yes --client KASSE-1 {secrets}"))
        .fine();
    assert!(signed.contains("Signatur ist echt"), "{signed}");
    let said = service.tse(&format!("open {secrets}")).fine();
    assert!(said.contains("nichts offen"), "{said}");
    service.tse(&format!("self-test {secrets}")).fine();
    service.tse(&format!("time {secrets}")).fine();

    // What is unclear in the middle of it ends in one sentence.
    service.simulator.fail(Plan::once(
        "GET",
        "/tss/",
        Fault::Body(b"nonsense".to_vec()),
    ));
    let said = service.tse(&format!("info {secrets}")).could_not_run();
    assert!(said.contains("ergibt keinen Sinn"), "{said}");
    for secret in ["admin_pin", "admin_puk", "api_secret"] {
        assert!(!said.contains(kept[secret].as_str().unwrap()), "{said}");
    }
    let said = service
        .tse(&format!("delete --out {{}}/x.tar --yes {secrets}"))
        .could_not_run();
    assert!(said.contains("kann das nicht"), "{said}");
    service.tse(&format!("decommission --yes {secrets}")).fine();
}

#[test]
fn wrong_pins_are_counted_where_the_service_does_not_say() {
    let service = Service::new();
    let path = service.folder.path();
    service
        .tse("setup --secrets {}/account.json --generate {}/own.json")
        .fine();
    let own = std::fs::read_to_string(path.join("own.json")).unwrap();
    let mut wrong = json(&own);
    wrong["admin_pin"] = "00000000".into();
    write_private(&path.join("wrong.json"), &wrong.to_string());
    for _ in 0..4 {
        let said = service
            .tse("register --client KASSE-1 --secrets {}/wrong.json")
            .could_not_run();
        assert!(said.contains("PIN des Administrators"), "{said}");
    }
    let said = service
        .tse("register --client KASSE-1 --secrets {}/wrong.json")
        .could_not_run();
    assert!(said.contains("--yes-last-try"), "{said}");
    assert_eq!(service.simulator.wrong_pins(), 4);
    service
        .tse("register --client KASSE-1 --secrets {}/own.json --yes-last-try")
        .fine();
    assert_eq!(service.simulator.wrong_pins(), 0);
    service.tse("clients --secrets {}/own.json").fine();
}
