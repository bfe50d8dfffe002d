//! The register with TSEs of other makers, through their drivers and over a line: sales, power cuts at every durable
//! step of the ledger, lines that are cut, and afterwards one receipt for every signature the device made.

use amtskasse_tse::driver::{Config, Driver, Secrets};
use amtskasse_tse::{SetUp, epson, fiskaly};

use super::*;
use crate::till::tse::{JobKind, store};

/// A TSE that was set up for the register, and what it runs in.
struct Made {
    config: Config,
    /// Lets the device lose the answer to the next finish and behave again.
    lose_answer: Box<dyn Fn(bool)>,
    _service: Box<dyn std::any::Any>,
}

fn config(driver: Driver, address: String) -> Config {
    Config {
        secrets: Secrets {
            admin_pin: "48151".into(),
            time_admin_pin: "62342".into(),
            admin_puk: "108108".into(),
            ..Secrets::default()
        },
        ..Config::new(driver, address, "")
    }
}

fn set_up(mut config: Config, bench: &Bench) -> Config {
    let clock: Arc<dyn Clock> = bench.clock.clone();
    let mut tse = store::open(bench.folder.path(), &config, &clock).device;
    if let Some(made) = tse.create().unwrap() {
        config.device = Some(made.device);
        config.secrets.admin_puk = made.admin_puk;
        tse = store::open(bench.folder.path(), &config, &clock).device;
    }
    let Secrets {
        admin_pin,
        time_admin_pin,
        admin_puk,
        ..
    } = config.secrets.clone();
    tse.set_up(&SetUp {
        admin_pin,
        time_admin_pin,
        admin_puk,
        description: "Amtskasse".into(),
    })
    .unwrap();
    config
}

fn on_fiskaly(bench: &Bench) -> Made {
    use fiskaly::simulator::{API_KEY, API_SECRET, Fault, Plan, Simulator};
    let clock = bench.clock.clone();
    let folder = bench.folder.path().join("fiskaly");
    let now = Box::new(move || clock.now());
    let service = Arc::new(Simulator::start(&folder, Default::default(), now).unwrap());
    let mut config = config(Driver::Fiskaly, service.url());
    config.secrets.admin_pin = "4815162342".into();
    config.secrets.api_key = API_KEY.into();
    config.secrets.api_secret = API_SECRET.into();
    let line = service.clone();
    Made {
        config,
        lose_answer: Box::new(move |on| match on {
            true => line.fail(Plan::always("PUT", "/tx/", Fault::CutAnswer(0))),
            false => drop(line.calm()),
        }),
        _service: Box::new(service),
    }
}

fn on_epson(bench: &Bench) -> Made {
    let clock = bench.clock.clone();
    let folder = bench.folder.path().join("epson");
    std::fs::create_dir_all(&folder).unwrap();
    let server =
        epson::simulator::Server::start(&folder, Default::default(), move || clock.now()).unwrap();
    let mut config = config(Driver::Epson, server.address());
    config.secrets.api_secret = "Rathaus7".into();
    let server = Arc::new(server);
    let line = server.clone();
    Made {
        config,
        lose_answer: Box::new(move |on| {
            if on {
                line.tamper("FinishTransaction", epson::simulator::Tamper::Silence);
            }
        }),
        _service: Box::new(server),
    }
}

fn on_swissbit(bench: &Bench) -> Made {
    let folder = bench.folder.path().join("stick");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("TSE_INFO.DAT"), [0; 512]).unwrap();
    let mut config = config(Driver::Swissbit, folder.display().to_string());
    config.library = Some(fake_library());
    Made {
        config,
        lose_answer: Box::new(move |on| {
            let lines = match on {
                true => "worm_transaction_finish after 6 1\n",
                false => "",
            };
            std::fs::write(folder.join("FAULTS"), lines).unwrap();
        }),
        _service: Box::new(()),
    }
}

/// Cargo puts the stand-in for the maker's library beside the tests, as it is one of their dependencies.
fn fake_library() -> std::path::PathBuf {
    let name = format!(
        "{}fake_wormapi{}",
        std::env::consts::DLL_PREFIX,
        std::env::consts::DLL_SUFFIX
    );
    let path = std::env::current_exe().unwrap().with_file_name(name);
    assert!(path.is_file(), "{} is missing", path.display());
    path
}

type Maker = fn(&Bench) -> Made;

const MAKERS: [(&str, Maker); 3] = [
    ("swissbit", on_swissbit),
    ("epson", on_epson),
    ("fiskaly", on_fiskaly),
];

struct Foreign {
    bench: Bench,
    made: Made,
}

impl Foreign {
    fn new(maker: Maker) -> Foreign {
        let bench = Bench::new();
        let mut made = maker(&bench);
        let ledger = Ledger::open(bench.folder.path()).unwrap();
        made.config.client_id = ledger.site().unwrap().register.serial;
        made.config = set_up(made.config, &bench);
        Foreign { bench, made }
    }

    fn try_open(&self, failpoint: Failpoint) -> Result<Till, TillError> {
        let clock: Arc<dyn Clock> = self.bench.clock.clone();
        let mut devices = self.bench.devices();
        devices.tses = vec![store::open(
            self.bench.folder.path(),
            &self.made.config,
            &clock,
        )];
        let mut ledger = Ledger::open(self.bench.folder.path())?;
        ledger.set_failpoint(failpoint);
        let (mut till, _) = Till::open(ledger, devices, clock, false)?;
        till.log_in("101", "1111")?;
        Ok(till)
    }

    fn open(&self) -> Till {
        self.try_open(Failpoint::default()).unwrap()
    }
}

fn sell(till: &mut Till) -> Result<Finished, TillError> {
    till.add("MU0160", Decimal::ONE, None, None)?;
    till.pay_cash(euro(990))
}

#[test]
fn a_day_on_every_makers_device() {
    for (name, maker) in MAKERS {
        let foreign = Foreign::new(maker);
        let mut till = foreign.open();
        float(&mut till);
        for _ in 0..3 {
            let done = sell(&mut till).unwrap();
            let Some(Signature::Signed(signed)) = &done.receipt.signature else {
                panic!("{name}: {:?}", done.receipt.signature);
            };
            assert_eq!(crate::fiscal::genuine(signed), Some(true), "{name}");
            foreign.bench.later(7);
        }
        ring(&mut till, "MU0160", 1);
        till.abort("weg").unwrap();
        assert_sound(&mut till);
    }
}

/// A power cut at every step leaves one receipt for every signature.
fn cut_at_every_step((name, maker): (&str, Maker)) {
    let foreign = Foreign::new(maker);
    let mut steps = 0;
    loop {
        let cut = foreign
            .try_open(Failpoint::after(steps))
            .and_then(|mut till| sell(&mut till));
        let whole = cut.is_ok();
        drop(cut);
        foreign.bench.later(9);
        let mut till = foreign.open();
        for parked in till.parked().unwrap() {
            till.recall(parked.id).unwrap();
            till.pay_cash(euro(990)).unwrap();
        }
        foreign.bench.later(9);
        assert_eq!(till.signer.open_transactions().unwrap(), [] as [u64; 0]);
        if whole {
            // Once for all of them: a cloud takes its time to export.
            assert_sound(&mut till);
            break;
        }
        steps += 1;
        assert!(steps < 60, "{name}: it never gets through");
    }
    assert!(steps > 3, "{name}");
}

#[test]
fn power_cuts_on_swissbit() {
    cut_at_every_step(MAKERS[0]);
}

#[test]
fn power_cuts_on_epson() {
    cut_at_every_step(MAKERS[1]);
}

#[test]
fn power_cuts_on_fiskaly() {
    cut_at_every_step(MAKERS[2]);
}

#[test]
fn an_answer_that_got_lost_on_the_line_is_asked_for_and_nothing_is_signed_twice() {
    for (name, maker) in MAKERS {
        let foreign = Foreign::new(maker);
        let mut till = foreign.open();
        ring(&mut till, "MU0160", 1);
        (foreign.made.lose_answer)(true);
        till.pay_cash(euro(990)).unwrap();
        (foreign.made.lose_answer)(false);
        foreign.bench.later(60);
        till.tick().unwrap();
        till.tick().unwrap();
        let next = sell(&mut till).unwrap();
        let signature = &next.receipt.signature;
        assert!(signed(signature.as_ref()), "{name}: {signature:?}");
        assert_sound(&mut till);
    }
}

#[test]
fn archives_and_deletion_on_every_makers_device() {
    for (name, maker) in MAKERS {
        let foreign = Foreign::new(maker);
        let mut till = foreign.open();
        till.keep_archives();
        let idle = |till: &mut Till, what: &str| {
            super::archive_tests::until_idle(till);
            let archive = till.tse_overview().unwrap().archive;
            assert_eq!(archive.failed, None, "{name}: {what}");
            archive.last.map(|kept| kept.counter)
        };
        sell(&mut till).unwrap();
        till.log_in("401", "6666").unwrap();
        till.begin_archive(JobKind::Increment, None).unwrap();
        let first = idle(&mut till, "the first").unwrap();
        foreign.bench.later(60);
        till.log_in("101", "1111").unwrap();
        sell(&mut till).unwrap();
        till.log_in("401", "6666").unwrap();
        till.begin_archive(JobKind::Increment, None).unwrap();
        let second = idle(&mut till, "the second").unwrap();
        assert!(second > first, "{name}");
        foreign.bench.later(60);
        if name == "fiskaly" {
            // The service keeps what it signed.
            till.begin_archive(JobKind::Delete, Some(&berger()))
                .unwrap();
            super::archive_tests::until_idle(&mut till);
            assert!(till.tse_overview().unwrap().archive.failed.is_some());
        } else {
            till.begin_archive(JobKind::Delete, Some(&berger()))
                .unwrap();
            idle(&mut till, "deletion");
            let deleted = till.ledger().events_of("tse-deleted").unwrap();
            assert_eq!(deleted.len(), 1, "{name}");
        }
        foreign.bench.later(60);
        till.log_in("101", "1111").unwrap();
        let done = sell(&mut till).unwrap();
        assert!(signed(done.receipt.signature.as_ref()), "{name}");
        till.log_in("401", "6666").unwrap();
        till.begin_archive(JobKind::Increment, None).unwrap();
        let last = idle(&mut till, "after it").unwrap();
        assert!(last > second, "{name}");
    }
}
