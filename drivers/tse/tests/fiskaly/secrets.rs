//! PIN, PUK, key and tokens.

use amtskasse_tse::driver::Config;
use amtskasse_tse::fiskaly::Fiskaly;
use amtskasse_tse::fiskaly::simulator::{Fault, Options, Plan};
use amtskasse_tse::{Error, Role, Secret, Tse};

use crate::common::{CLIENT, receipt};
use crate::{PIN, Service, driver_options, set_up};

fn with(service: &Service, change: impl FnOnce(&mut Config)) -> Fiskaly {
    let mut config = service.config.clone();
    change(&mut config);
    Fiskaly::open(&config, service.clock.boxed(), driver_options()).unwrap()
}

#[test]
fn a_wrong_pin_is_sent_once() {
    let (service, _) = Service::ready(Options::default());
    let mut device = with(&service, |c| c.secrets.admin_pin = "wrong-1".into());
    for _ in 0..20 {
        let error = device.register_client("KASSE-2").unwrap_err();
        assert!(
            matches!(
                error,
                Error::WrongSecret {
                    secret: Secret::AdminPin,
                    ..
                }
            ),
            "{error}"
        );
    }
    assert_eq!(service.simulator.wrong_pins(), 1);
    // Signing needs no PIN.
    receipt(&mut device).unwrap();

    // A token that is not valid any more is no wrong PIN.
    service.simulator.expire_tokens();
    let mut device = service.driver();
    device.register_client("KASSE-2").unwrap();
    assert_eq!(service.simulator.wrong_pins(), 0);
}

#[test]
fn set_up_elsewhere_is_told() {
    let (service, _) = Service::ready(Options::default());
    let mut device = service.driver();
    let mut other = set_up(&service.config.secrets.admin_puk);
    other.admin_pin = "somebody else's".into();
    assert!(matches!(device.set_up(&other), Err(Error::SetUpElsewhere)));
    assert!(device.set_up(&other).is_err());
    assert_eq!(service.simulator.wrong_pins(), 1);
}

#[test]
fn a_blocked_pin_is_unblocked_by_the_puk_alone() {
    let (service, _) = Service::ready(Options::default());
    for n in 0..5 {
        let mut device = with(&service, |c| c.secrets.admin_pin = format!("wrong-{n}"));
        assert!(device.register_client("KASSE-2").is_err());
    }
    let mut device = service.driver();
    for _ in 0..2 {
        assert!(matches!(
            device.register_client("KASSE-2"),
            Err(Error::Blocked(Secret::AdminPin))
        ));
    }
    let wrong = |error| {
        matches!(
            error,
            Error::WrongSecret {
                secret: Secret::Puk,
                ..
            }
        )
    };
    service.simulator.received();
    for _ in 0..3 {
        let done = device.unblock_pin(Role::Admin, "0000000000", "new-pin");
        assert!(wrong(done.unwrap_err()));
    }
    let sent = service.simulator.received();
    let tried = sent.iter().filter(|one| one.path.ends_with("/admin"));
    assert_eq!(tried.count(), 1, "a wrong PUK is sent once");
    let puk = service.config.secrets.admin_puk.clone();
    assert!(matches!(
        device.unblock_pin(Role::Admin, &puk, "short"),
        Err(Error::InvalidData(_))
    ));
    device.unblock_pin(Role::Admin, &puk, "new-pin").unwrap();
    device.register_client("KASSE-2").unwrap();
    assert!(matches!(
        device.unblock_pin(Role::TimeAdmin, &puk, "new-pin"),
        Err(Error::Unsupported(_))
    ));
}

#[test]
fn a_pin_is_changed_by_who_knows_the_old_one() {
    let (service, mut device) = Service::ready(Options::default());
    let wrong = device.change_pin(Role::Admin, "not this", "another");
    assert!(matches!(wrong, Err(Error::WrongSecret { .. })));
    device.register_client("KASSE-2").unwrap();
    device.change_pin(Role::Admin, PIN, "another").unwrap();
    device.register_client("KASSE-3").unwrap();
    let mut old = service.driver();
    assert!(old.register_client("KASSE-4").is_err());
    assert!(device.change_puk("1", "2").is_err());
}

#[test]
fn a_pin_whose_outcome_is_unknown_is_not_repeated() {
    let (service, mut device) = Service::ready(Options::default());
    for path in ["/admin/auth", "/admin"] {
        for fault in [
            Fault::CutAnswer(0),
            Fault::RefuseAfter {
                status: 503,
                code: "E_TSS_LOCKED",
            },
        ] {
            let method = if path == "/admin" { "PATCH" } else { "POST" };
            service.simulator.received();
            service.simulator.fail(Plan::once(method, path, fault));
            let puk = service.config.secrets.admin_puk.clone();
            let done = match path {
                "/admin" => device.unblock_pin(Role::Admin, &puk, PIN),
                _ => device.register_client("KASSE-2"),
            };
            assert!(done.is_err());
            let sent = service.simulator.received();
            let sent = sent.iter().filter(|one| one.path.ends_with(path)).count();
            assert_eq!(sent, 1);
        }
    }
    device.register_client("KASSE-2").unwrap();
}

#[test]
fn tokens_are_renewed_and_a_refused_key_is_told() {
    let (service, mut device) = Service::ready(Options::default());
    let before = service.signatures();
    for _ in 0..5 {
        service.simulator.expire_tokens();
        receipt(&mut device).unwrap();
    }
    assert_eq!(service.signatures(), before + 10);
    let sent = service.simulator.received();
    let log_ins = sent.iter().filter(|one| one.path == "/auth").count();
    assert_eq!(log_ins, 5, "one log-in for each lost token");

    // Short-lived tokens are renewed before each request, by the refresh token.
    let (service, mut device) = Service::ready(Options {
        token_life: 20,
        ..Options::default()
    });
    receipt(&mut device).unwrap();
    let sent = service.simulator.received();
    let renewed = sent
        .iter()
        .filter(|one| one.path == "/auth" && one.body.get("refresh_token").is_some());
    assert!(renewed.count() > 0);

    // A service that never accepts a token is not asked for ever.
    service.simulator.fail(Plan::always(
        "GET",
        "/tss/",
        Fault::Refuse {
            status: 401,
            code: "E_UNAUTHORIZED",
            retry_after: None,
        },
    ));
    assert!(matches!(device.info(), Err(Error::NotAuthorized(_))));
    let mut device = with(&service, |c| c.secrets.api_secret = "wrong".into());
    assert!(matches!(
        device.start(CLIENT),
        Err(Error::WrongSecret {
            secret: Secret::Key,
            ..
        })
    ));
}

#[test]
fn no_secret_is_shown() {
    let (service, mut device) = Service::ready(Options::default());
    let secrets = &service.config.secrets;
    let shown = format!("{:?}", service.config);
    for path in ["/admin/auth", "/auth", "/tss"] {
        service.simulator.fail(Plan {
            method: None,
            path,
            skip: 0,
            times: 2,
            fault: Fault::Body(b"{\"admin_pin\":1}".to_vec()),
        });
        service.simulator.expire_tokens();
        // The answer to a log-in of the administrator has no content to be wrong.
        let shown = match device.register_client("KASSE-9") {
            Err(error) => format!("{shown} {error} {error:?}"),
            Ok(()) => shown.clone(),
        };
        for secret in [
            &secrets.admin_pin,
            &secrets.admin_puk,
            &secrets.api_key,
            &secrets.api_secret,
        ] {
            assert!(!shown.contains(secret.as_str()), "{shown}");
        }
        service.simulator.calm();
    }
}
