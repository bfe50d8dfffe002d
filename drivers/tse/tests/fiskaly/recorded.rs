//! The session recorded against the real service in January 2023, where it is at hand.

use std::path::PathBuf;

use amtskasse_tse::driver::Secrets;
use amtskasse_tse::fiskaly::answer::{Client, Token, Tss, Tx, read};
use amtskasse_tse::fiskaly::request;
use amtskasse_tse::verify::{self, Outcome};
use serde_json::{Value, json};

fn recorded(name: &str) -> Option<Value> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/tse/fiskaly");
    let text = std::fs::read_to_string(folder.join(name)).ok()?;
    Some(serde_json::from_str(&text).unwrap())
}

#[test]
fn our_requests_are_those_that_worked() {
    let Some(session) = recorded("sign-de-v2-session-redacted.json") else {
        return;
    };
    let secret = "<redacted>";
    let secrets = Secrets {
        api_key: secret.into(),
        api_secret: secret.into(),
        ..Secrets::default()
    };
    let ours = |what: &str, body: &Value| -> request::Request {
        let text = |pointer: &str| body.pointer(pointer).and_then(Value::as_str).unwrap();
        let (tss, tx, client) = ("{tss_id}", "{tx_id}", "{client_id}");
        let state = || text("/state").to_owned();
        match what {
            "POST /auth" => request::log_in(&secrets),
            "PUT /tss/{tss_id}" => request::create_tss(tss),
            "PATCH /tss/{tss_id}" => request::tss_state(tss, &state(), None),
            "PATCH /tss/{tss_id}/admin" => request::admin_pin(tss, secret, secret),
            "POST /tss/{tss_id}/admin/auth" => request::admin_log_in(tss, secret),
            "POST /tss/{tss_id}/admin/logout" => request::admin_log_out(tss),
            "PUT /tss/{tss_id}/client/{client_id}" => {
                request::create_client(tss, client, text("/serial_number"))
            }
            "PATCH /tss/{tss_id}/client/{client_id}" => {
                request::client_state(tss, client, &state())
            }
            "PUT /tss/{tss_id}/tx/{tx_id}?tx_revision=1" => {
                request::start(tss, tx, text("/client_id"))
            }
            other => {
                let revision = other.rsplit('=').next().unwrap().parse().unwrap();
                let data = b"Beleg^21.42_0.00_0.00_0.00_0.00^21.42:Unbar";
                let client = text("/client_id");
                request::step(tss, tx, revision, client, &state(), "Kassenbeleg-V1", data)
            }
        }
    };
    let steps = session["steps"].as_array().unwrap();
    assert_eq!(steps.len(), 13);
    for step in steps {
        let line = step["req"].as_str().unwrap().replace("/api/v2", "");
        let mut body = step["request_body"].clone();
        // The session's own notes and the other form of the same processData; everything else is held field by field.
        let fields = body.as_object_mut().unwrap();
        fields.remove("metadata");
        if let Some(schema) = fields.get_mut("schema") {
            *schema = json!({"raw": {
                "process_type": "Kassenbeleg-V1",
                "process_data": "QmVsZWdeMjEuNDJfMC4wMF8wLjAwXzAuMDBfMC4wMF4yMS40MjpVbmJhcg==",
            }});
        }
        let request = ours(&line, &body);
        assert_eq!(format!("{} {}", request.method, request.path), line);
        assert_eq!(request.body, Some(body), "{line}");
    }
}

#[test]
fn its_answers_are_read() {
    let Some(session) = recorded("sign-de-v2-session-redacted.json") else {
        return;
    };
    let steps = session["steps"].as_array().unwrap();
    let bytes = |value: &Value| value.to_string().into_bytes();
    let body = |step: usize| steps[step]["response_body"].clone();
    let token: Token = read(&bytes(&body(0))).unwrap();
    assert_eq!(token.access_token_expires_in, Some(80_938));

    let created: Tss = read(&bytes(&body(1))).unwrap();
    assert_eq!(created.admin_puk.as_deref(), Some("<redacted>"));
    assert_eq!(created.state, "CREATED");
    created.facts().unwrap();

    // The certificate of the later steps stands in the last one only.
    let certificate = steps[12]["response_body_excerpt"]["certificate"].clone();
    let mut deployed = body(2);
    deployed["certificate"] = certificate;
    let deployed: Tss = read(&bytes(&deployed)).unwrap();
    assert_eq!(deployed.signature_counter, 24);
    let facts = deployed.facts().unwrap();

    let client: Client = read(&bytes(&body(6))).unwrap();
    assert_eq!(client.state, "REGISTERED");
    let client: Client = read(&bytes(&body(7))).unwrap();
    assert_eq!(client.state, "DEREGISTERED");

    let start: Tx = read(&bytes(&body(9))).unwrap();
    let update: Tx = read(&bytes(&body(10))).unwrap();
    let mut finish = body(10);
    let excerpt = &steps[11]["response_body_excerpt"];
    for (name, value) in excerpt.as_object().unwrap() {
        finish[name] = value.clone();
    }
    let finish: Tx = read(&bytes(&finish)).unwrap();
    let (kind, data) = update.content().unwrap().unwrap();
    assert_eq!(kind, "Kassenbeleg-V1");
    let vectors = recorded("start-update-finish-vectors.json").unwrap();
    let vectors = vectors["vectors"].as_array().unwrap();
    for (tx, vector) in [&start, &update, &finish].into_iter().zip(vectors) {
        let stamp = tx.stamp(&facts).unwrap();
        assert_eq!(stamp.counter, vector["signatureCounter"]);
        assert_eq!(stamp.transaction, vector["transactionNumber"]);
        assert_eq!(stamp.log_time.timestamp(), vector["logTimeUnix"]);
        // What was signed, verified with the key the answers name.
        let signed = vector["signedBytes_hex"].as_str().unwrap();
        let signed: Vec<u8> = (0..signed.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(&signed[at..at + 2], 16).unwrap())
            .collect();
        let verify = |message: &[u8]| {
            ring::signature::UnparsedPublicKey::new(
                &ring::signature::ECDSA_P256_SHA256_FIXED,
                &facts.point,
            )
            .verify(message, &stamp.signature)
            .is_ok()
        };
        assert!(verify(&signed));
        for at in 0..signed.len() {
            let mut flipped = signed.clone();
            flipped[at] ^= 1;
            assert!(!verify(&flipped));
        }
    }
    assert_eq!(data, b"Beleg^21.42_0.00_0.00_0.00_0.00^21.42:Unbar");
    let qr = excerpt["qr_code_data"].as_str().unwrap();
    let verdict = verify::receipt(qr).unwrap();
    assert!(matches!(verdict.outcome, Outcome::Genuine(_)));
}
