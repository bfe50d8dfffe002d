//! Archives larger than memory, and speed beside OpenSSL's. Figures, not checks, each in a process of its
//! own: `ARCHIVE_MB=1000 cargo test --release --test tse -- --ignored --nocapture large::measure_archive`.

use std::io::{Read, Seek, SeekFrom};
use std::process::Command;
use std::time::Instant;

use amtskasse_tse::algorithm::{Hash, LogTimeFormat, SignatureAlgorithm, hex, serial};
use amtskasse_tse::key::PublicKey;
use amtskasse_tse::log::{DataForm, LogTime, Message, Operation, seal};
use amtskasse_tse::name::LogName;
use amtskasse_tse::verify::{self, Options};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};

use crate::forge::{ALL, Key, at, info, transaction};

/// An archive that is made while it is read: so many messages of 1 KiB with their headers, signed with
/// secp256r1.
struct Endless {
    key: EcdsaKeyPair,
    random: SystemRandom,
    head: Vec<u8>,
    logs: u64,
    /// Member that is held, and its bytes.
    held: (u64, Vec<u8>),
    position: u64,
}

const MEMBER: u64 = 1024;

impl Endless {
    fn length(&self) -> u64 {
        self.head.len() as u64 + self.logs * MEMBER + 1024
    }

    fn member(&self, place: u64) -> Vec<u8> {
        let number = place / 2 + 1;
        let operation = match place % 2 {
            0 => Operation::Start,
            _ => Operation::Finish,
        };
        let start = at("2026-01-02");
        let time = start + chrono::TimeDelta::seconds(place as i64 / 4);
        let message = Message {
            version: 2,
            body: transaction(number, operation, DataForm::Primitive),
            serial: serial(self.key.public_key().as_ref()).to_vec(),
            algorithm: SignatureAlgorithm::EcdsaPlain(Hash::Sha256),
            counter: place + 1,
            time: LogTime::new(LogTimeFormat::UnixTime, time),
        };
        let dtbs = message.dtbs();
        let signature = self.key.sign(&self.random, &dtbs).unwrap();
        let content = seal(&dtbs, signature.as_ref());
        let mut header = tar::Header::new_ustar();
        header.set_path(LogName::of(&message).to_string()).unwrap();
        header.set_size(content.len() as u64);
        header.set_cksum();
        let mut bytes = header.as_bytes().to_vec();
        bytes.extend(content);
        assert!(bytes.len() as u64 <= MEMBER);
        bytes.resize(MEMBER as usize, 0);
        bytes
    }
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let mut written = 0;
        while written < buffer.len() && self.position < self.length() {
            let rest = &mut buffer[written..];
            let head = self.head.len() as u64;
            let source = match self.position.checked_sub(head) {
                None => &self.head[self.position as usize..],
                Some(at) if at / MEMBER < self.logs => {
                    let place = at / MEMBER;
                    if self.held.0 != place + 1 {
                        self.held = (place + 1, self.member(place));
                    }
                    &self.held.1[(at % MEMBER) as usize..]
                }
                Some(at) => &[0; 1024][(at - self.logs * MEMBER) as usize..],
            };
            let length = source.len().min(rest.len());
            rest[..length].copy_from_slice(&source[..length]);
            written += length;
            self.position += length as u64;
        }
        Ok(written)
    }
}

impl Seek for Endless {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.position = match to {
            SeekFrom::Start(at) => at,
            SeekFrom::End(by) => self.length().checked_add_signed(by).unwrap(),
            SeekFrom::Current(by) => self.position.checked_add_signed(by).unwrap(),
        };
        Ok(self.position)
    }
}

fn endless(logs: u64) -> Endless {
    let random = SystemRandom::new();
    let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
    let pkcs8 = EcdsaKeyPair::generate_pkcs8(algorithm, &random).unwrap();
    let key = EcdsaKeyPair::from_pkcs8(algorithm, pkcs8.as_ref(), &random).unwrap();
    let pair = rcgen::KeyPair::try_from(pkcs8.as_ref()).unwrap();
    let mut leaf = rcgen::CertificateParams::default();
    leaf.not_before = rcgen::date_time_ymd(2025, 1, 1);
    leaf.not_after = rcgen::date_time_ymd(2040, 1, 1);
    let leaf = leaf.self_signed(&pair).unwrap();
    let name = format!("{}_X509.cer", hex(&serial(key.public_key().as_ref())));
    let head = crate::forge::pack(&[info(), (name, leaf.der().to_vec())]);
    Endless {
        head: head[..head.len() - 1024].to_vec(),
        key,
        random,
        logs,
        held: (0, Vec::new()),
        position: 0,
    }
}

/// The most memory this process ever held, in MB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok())
        .unwrap_or(0)
        / 1024
}

#[test]
fn an_archive_made_while_it_is_read_holds() {
    let logs = 300;
    let report = verify::archive(endless(logs), &Options::default()).unwrap();
    assert!(report.holds(), "{:#?}", report.findings);
    assert_eq!(report.signatures.valid, logs);
    assert_eq!(report.transactions.finished, logs / 2);
}

#[test]
#[ignore = "takes minutes and checks little"]
fn measure_archive() {
    let megabytes = std::env::var("ARCHIVE_MB").ok();
    let megabytes: u64 = megabytes.and_then(|text| text.parse().ok()).unwrap_or(100);
    let logs = megabytes * 1_000_000 / MEMBER;
    let begin = Instant::now();
    let report = verify::archive(endless(logs), &Options::default()).unwrap();
    let time = begin.elapsed();
    assert!(report.holds(), "{:#?}", report.findings);
    assert_eq!(report.signatures.valid, logs);
    println!(
        "{megabytes} MB, {logs} log messages: {time:.1?} with making them, {:.0}/s, peak {} MB",
        logs as f64 / time.as_secs_f64(),
        peak()
    );
}

/// Time this thread was running, in seconds: the machine may have other things to do.
fn busy() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    let nanos: f64 = text.split(' ').next().unwrap().parse().unwrap();
    nanos / 1e9
}

#[test]
#[ignore = "takes a minute and checks nothing"]
fn measure_beside_openssl() {
    let names = [
        "ecdsap256",
        "ecdsap384",
        "ecdsap521",
        "ecdsabrp256r1",
        "ecdsabrp384r1",
    ];
    let message = vec![7; 300];
    println!("one thread, CPU time, hashing of 300 bytes included on our side only");
    for (curve, name) in ALL.into_iter().zip(names) {
        let key = Key::new(curve, 0x11);
        let hash = Hash::Sha384;
        let signature = key.sign(hash, &message);
        let key = PublicKey::new(curve, &key.point).unwrap();
        let check = |count: u32| {
            let begin = busy();
            for _ in 0..count {
                key.verify(hash, &message, &signature).unwrap();
            }
            f64::from(count) / (busy() - begin)
        };
        let first = check(16);
        check(100);
        let openssl = || {
            let run = Command::new("openssl")
                .args(["speed", "-seconds", "2", name])
                .output();
            let text = String::from_utf8(run.ok()?.stdout).ok()?;
            text.lines()
                .last()?
                .split_whitespace()
                .last()?
                .parse::<f64>()
                .ok()
        };
        // In turns, so that both meet the same neighbours; the best of each counts.
        let (mut ours, mut theirs) = (0f64, None::<f64>);
        for _ in 0..3 {
            ours = ours.max(check(20_000));
            theirs = openssl().map(|speed| theirs.unwrap_or(0.0).max(speed));
        }
        match theirs {
            Some(theirs) => println!(
                "{curve}: {ours:.0}/s, openssl {theirs:.0}/s, ratio {:.2} (a key's first 16: {first:.0}/s)",
                ours / theirs
            ),
            None => println!("{curve}: {ours:.0}/s; no openssl to compare with"),
        }
    }
}
