//! Over TLS, with a certificate of our own.

use std::sync::Arc;

use amtskasse_tse::fiskaly::simulator::Options;
use amtskasse_tse::{Error, Tse};
use base64::Engine;
use rcgen::generate_simple_self_signed;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

use crate::common::{CLIENT, receipt};
use crate::{Service, checked, set_up};

#[test]
fn a_service_with_its_own_certificate_is_trusted_when_told_to() {
    let made = generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    let mut service = Service::new(Options {
        tls: Some(Arc::new(tls)),
        ..Options::default()
    });
    let error = service.driver().create().unwrap_err();
    assert!(
        matches!(&error, Error::Configuration(text) if text.contains("trust")),
        "{error}"
    );

    let other = generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let trust = service.folder.path().join("trust.pem");
    std::fs::write(&trust, pem(other.cert.der())).unwrap();
    service.config.trust = Some(trust.clone());
    let error = service.driver().create().unwrap_err();
    assert!(matches!(error, Error::Configuration(_)), "{error}");

    std::fs::write(&trust, pem(made.cert.der())).unwrap();
    let mut device = service.driver();
    let created = device.create().unwrap().unwrap();
    service.keep(&created);
    device.set_up(&set_up(&created.admin_puk)).unwrap();
    device.register_client(CLIENT).unwrap();
    for _ in 0..20 {
        receipt(&mut device).unwrap();
    }
    checked(&mut device);
}

fn pem(der: &[u8]) -> String {
    let text = base64::engine::general_purpose::STANDARD.encode(der);
    let lines: Vec<&str> = (0..text.len())
        .step_by(64)
        .map(|at| &text[at..text.len().min(at + 64)])
        .collect();
    format!(
        "-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n",
        lines.join("\n")
    )
}
