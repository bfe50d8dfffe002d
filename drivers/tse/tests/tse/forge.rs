//! Keys, certificates, revocation lists, log messages and archives on any curve, for what no simulator
//! makes: other curves and hashes, version 3, other chains.

use amtskasse_tse::algorithm::{Curve, Hash, LogTimeFormat, SignatureAlgorithm, hex, serial};
use amtskasse_tse::log::{
    Body, DataForm, LogTime, Message, Operation, SystemBody, TransactionBody, seal,
};
use amtskasse_tse::name::LogName;
use chrono::{DateTime, Utc};
use ecdsa::elliptic_curve::group::{Curve as _, Group};
use ecdsa::elliptic_curve::sec1::{FromSec1Point, ModulusSize, ToSec1Point};
use ecdsa::elliptic_curve::{
    AffinePoint, CurveArithmetic, FieldBytes, FieldBytesSize, NonZeroScalar, ProjectivePoint,
};
use ecdsa::{EcdsaCurve, SignatureSize};
use sha3::Digest;

pub const ALL: [Curve; 5] = [
    Curve::Secp256r1,
    Curve::Secp384r1,
    Curve::Secp521r1,
    Curve::BrainpoolP256r1,
    Curve::BrainpoolP384r1,
];

/// From a digest to r‖s.
type Sign = dyn Fn(&[u8]) -> Vec<u8>;

/// A key that signs digests.
pub struct Key {
    pub curve: Curve,
    pub point: Vec<u8>,
    sign: Box<Sign>,
}

impl Key {
    pub fn new(curve: Curve, seed: u8) -> Self {
        match curve {
            Curve::Secp256r1 => of::<p256::NistP256>(curve, seed),
            Curve::Secp384r1 => of::<p384::NistP384>(curve, seed),
            Curve::Secp521r1 => of::<p521::NistP521>(curve, seed),
            Curve::BrainpoolP256r1 => of::<bp256::r1::BrainpoolP256r1>(curve, seed),
            Curve::BrainpoolP384r1 => of::<bp384::r1::BrainpoolP384r1>(curve, seed),
            // Nothing here can sign on it, as nothing there can check it.
            Curve::BrainpoolP512r1 => {
                let mut point = vec![seed; 129];
                point[0] = 4;
                let sign = Box::new(|_: &[u8]| vec![1; 128]);
                Self { curve, point, sign }
            }
        }
    }

    pub fn sign(&self, hash: Hash, message: &[u8]) -> Vec<u8> {
        (self.sign)(&digest(hash, message))
    }

    pub fn serial(&self) -> [u8; 32] {
        serial(&self.point)
    }
}

fn of<C>(curve: Curve, seed: u8) -> Key
where
    C: EcdsaCurve + CurveArithmetic,
    AffinePoint<C>: FromSec1Point<C> + ToSec1Point<C>,
    FieldBytesSize<C>: ModulusSize,
    SignatureSize<C>: ecdsa::elliptic_curve::array::ArraySize,
{
    let scalar = |fill: u8| {
        let mut bytes = FieldBytes::<C>::default();
        bytes.iter_mut().skip(1).for_each(|byte| *byte = fill);
        NonZeroScalar::<C>::from_repr(bytes).unwrap()
    };
    let (secret, nonce) = (scalar(seed), scalar(seed ^ 0x5A));
    let point = (ProjectivePoint::<C>::generator() * *secret).to_affine();
    Key {
        curve,
        point: point.to_sec1_point(false).as_bytes().to_vec(),
        sign: Box::new(move |digest| {
            let (signature, _) = ecdsa::hazmat::sign_prehashed(&secret, &nonce, digest).unwrap();
            signature.to_bytes().to_vec()
        }),
    }
}

pub fn digest(hash: Hash, message: &[u8]) -> Vec<u8> {
    let ring = |algorithm| ring::digest::digest(algorithm, message).as_ref().to_vec();
    match hash {
        Hash::Sha384 => ring(&ring::digest::SHA384),
        Hash::Sha512 => ring(&ring::digest::SHA512),
        Hash::Sha3_256 => sha3::Sha3_256::digest(message).to_vec(),
        Hash::Sha3_384 => sha3::Sha3_384::digest(message).to_vec(),
        Hash::Sha3_512 => sha3::Sha3_512::digest(message).to_vec(),
        _ => ring(&ring::digest::SHA256),
    }
}

pub fn tlv(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let mut out = vec![tag];
    match content.len() {
        short @ 0..128 => out.push(short as u8),
        short @ 128..256 => out.extend([0x81, short as u8]),
        long => out.extend([0x82, (long >> 8) as u8, long as u8]),
    }
    out.extend(content);
    out
}

fn oid(curve: Curve) -> &'static [u8] {
    match curve {
        Curve::Secp256r1 => &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 3, 1, 7],
        Curve::Secp384r1 => &[0x2B, 0x81, 4, 0, 0x22],
        Curve::Secp521r1 => &[0x2B, 0x81, 4, 0, 0x23],
        Curve::BrainpoolP256r1 => &[0x2B, 0x24, 3, 3, 2, 8, 1, 1, 7],
        Curve::BrainpoolP384r1 => &[0x2B, 0x24, 3, 3, 2, 8, 1, 1, 11],
        Curve::BrainpoolP512r1 => &[0x2B, 0x24, 3, 3, 2, 8, 1, 1, 13],
    }
}

fn name(text: &str) -> Vec<u8> {
    let attribute = tlv(
        0x30,
        &[&tlv(6, &[&[0x55, 4, 3]]), &tlv(0x0C, &[text.as_bytes()])],
    );
    tlv(0x30, &[&tlv(0x31, &[&attribute])])
}

/// ecdsa-with-SHA384.
fn signing() -> Vec<u8> {
    tlv(
        0x30,
        &[&tlv(6, &[&[0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3, 3]])],
    )
}

fn signed(tbs: &[u8], key: &Key) -> Vec<u8> {
    let plain = key.sign(Hash::Sha384, tbs);
    let number = |half: &[u8]| {
        let zeros = half.iter().take_while(|byte| **byte == 0).count();
        let digits = &half[zeros..];
        let sign: &[u8] = if digits[0] & 0x80 == 0 { &[] } else { &[0] };
        tlv(2, &[sign, digits])
    };
    let (r, s) = plain.split_at(plain.len() / 2);
    let value = tlv(0x30, &[&number(r), &number(s)]);
    tlv(0x30, &[tbs, &signing(), &tlv(3, &[&[0], &value])])
}

fn utc(at: DateTime<Utc>) -> Vec<u8> {
    tlv(0x17, &[at.format("%y%m%d%H%M%SZ").to_string().as_bytes()])
}

pub fn at(text: &str) -> DateTime<Utc> {
    format!("{text}T08:00:00Z").parse().unwrap()
}

fn extension(id: u8, critical: bool, value: &[u8]) -> Vec<u8> {
    let critical: Vec<u8> = if critical { tlv(1, &[&[0xFF]]) } else { vec![] };
    tlv(
        0x30,
        &[&tlv(6, &[&[0x55, 0x1D, id]]), &critical, &tlv(4, &[value])],
    )
}

/// Who issues and who is certified.
pub struct Certify<'a> {
    pub number: u8,
    pub subject: &'a str,
    pub key: &'a Key,
    pub issuer: &'a str,
    pub issuer_key: &'a Key,
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
    pub authority: bool,
}

pub fn certificate(what: &Certify<'_>) -> Vec<u8> {
    let algorithm = tlv(
        0x30,
        &[
            &tlv(6, &[&[0x2A, 0x86, 0x48, 0xCE, 0x3D, 2, 1]]),
            &tlv(6, &[oid(what.key.curve)]),
        ],
    );
    let spki = tlv(0x30, &[&algorithm, &tlv(3, &[&[0], &what.key.point])]);
    let id = |key: &Key| key.serial()[..20].to_vec();
    let mut extensions = vec![
        extension(14, false, &tlv(4, &[&id(what.key)])),
        extension(
            35,
            false,
            &tlv(0x30, &[&tlv(0x80, &[&id(what.issuer_key)])]),
        ),
    ];
    if what.authority {
        let constraints = tlv(0x30, &[&tlv(1, &[&[0xFF]])]);
        extensions.push(extension(19, true, &constraints));
    }
    let extensions = tlv(0xA3, &[&tlv(0x30, &[&extensions.concat()])]);
    let tbs = tlv(
        0x30,
        &[
            &tlv(0xA0, &[&tlv(2, &[&[2]])]),
            &tlv(2, &[&[what.number]]),
            &signing(),
            &name(what.issuer),
            &tlv(0x30, &[&utc(what.from), &utc(what.to)]),
            &name(what.subject),
            &spki,
            &extensions,
        ],
    );
    signed(&tbs, what.issuer_key)
}

/// A revocation list of the certificates with these numbers, since when and for what reason.
pub fn crl(
    issuer: &str,
    key: &Key,
    this_update: DateTime<Utc>,
    revoked: &[(u8, DateTime<Utc>, u8)],
) -> Vec<u8> {
    let entries: Vec<u8> = revoked
        .iter()
        .flat_map(|(number, since, reason)| {
            let reason = extension(21, false, &tlv(0x0A, &[&[*reason]]));
            tlv(
                0x30,
                &[&tlv(2, &[&[*number]]), &utc(*since), &tlv(0x30, &[&reason])],
            )
        })
        .collect();
    let entries = match entries.is_empty() {
        true => entries,
        false => tlv(0x30, &[&entries]),
    };
    let next = this_update + chrono::TimeDelta::days(30);
    let tbs = tlv(
        0x30,
        &[
            &tlv(2, &[&[1]]),
            &signing(),
            &name(issuer),
            &utc(this_update),
            &utc(next),
            &entries,
        ],
    );
    signed(&tbs, key)
}

/// A log message with its member's name.
pub fn log(
    key: &Key,
    hash: Hash,
    version: u8,
    counter: u64,
    time: DateTime<Utc>,
    body: Body,
) -> (String, Vec<u8>) {
    let message = Message {
        version,
        body,
        serial: key.serial().to_vec(),
        algorithm: SignatureAlgorithm::EcdsaPlain(hash),
        counter,
        time: LogTime::new(LogTimeFormat::UnixTime, time),
    };
    let dtbs = message.dtbs();
    let content = seal(&dtbs, &key.sign(hash, &dtbs));
    (LogName::of(&message).to_string(), content)
}

pub fn transaction(number: u64, operation: Operation, form: DataForm) -> Body {
    let finish = operation == Operation::Finish;
    Body::Transaction(TransactionBody {
        operation,
        client_id: "KASSE-1".into(),
        process_data: match finish {
            true => b"Beleg^1.00_0.00_0.00_0.00_0.00^1.00:Bar".to_vec(),
            false => Vec::new(),
        },
        form,
        process_type: Some(if finish { "Kassenbeleg-V1" } else { "" }.into()),
        external: None,
        number,
        internal: None,
    })
}

pub fn system(operation: &str, version: u8) -> Body {
    Body::System(SystemBody {
        operation: operation.into(),
        data: Vec::new(),
        origin: (version == 3).then(|| "device".into()),
        user: (version == 3).then(|| "admin".into()),
        internal: None,
    })
}

/// A device with a chain of its own: leaf, CA and root.
pub struct Device {
    pub key: Key,
    pub ca: Key,
    pub root: Key,
    pub leaf_der: Vec<u8>,
    pub ca_der: Vec<u8>,
    pub root_der: Vec<u8>,
}

impl Device {
    pub fn new(curve: Curve) -> Self {
        let keys = (
            Key::new(curve, 0x11),
            Key::new(Curve::Secp384r1, 0x22),
            Key::new(Curve::BrainpoolP384r1, 0x33),
        );
        let (key, ca, root) = keys;
        let make = |number, subject: &str, key, issuer, issuer_key, authority| {
            certificate(&Certify {
                number,
                subject,
                key,
                issuer,
                issuer_key,
                from: at("2025-01-01"),
                to: at("2027-01-01"),
                authority,
            })
        };
        Self {
            leaf_der: make(3, &hex(&key.serial()), &key, "CA", &ca, false),
            ca_der: make(2, "CA", &ca, "Root", &root, true),
            root_der: make(1, "Root", &root, "Root", &root, true),
            key,
            ca,
            root,
        }
    }

    /// Certificates as members.
    pub fn chain(&self) -> Vec<(String, Vec<u8>)> {
        [
            (&self.key, &self.leaf_der),
            (&self.ca, &self.ca_der),
            (&self.root, &self.root_der),
        ]
        .map(|(key, der)| (format!("{}_X509.cer", hex(&key.serial())), der.clone()))
        .to_vec()
    }

    /// A short life: the clock is set, one transaction.
    pub fn life(&self, hash: Hash, version: u8, form: DataForm) -> Vec<(String, Vec<u8>)> {
        let time = at("2026-03-04");
        let second = |count| time + chrono::TimeDelta::seconds(count);
        let log = |counter, body| {
            log(
                &self.key,
                hash,
                version,
                counter,
                second(counter as i64),
                body,
            )
        };
        vec![
            log(1, system("updateTime", version)),
            log(2, Body::Audit(b"something".to_vec())),
            log(3, transaction(1, Operation::Start, DataForm::Primitive)),
            log(4, transaction(1, Operation::Finish, form)),
        ]
    }
}

pub fn info() -> (String, Vec<u8>) {
    let text = "\"description:\",\"d\",\"manufacturer:\",\"m\",\"version:\",\"v\"\n";
    ("info.csv".into(), text.into())
}

pub fn pack(members: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, content) in members {
        let mut header = tar::Header::new_ustar();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        builder
            .append_data(&mut header, name, &content[..])
            .unwrap();
    }
    builder.into_inner().unwrap()
}
