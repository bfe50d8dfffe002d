#![allow(clippy::unwrap_used)]
use std::time::Instant;

use ecdsa::elliptic_curve::NonZeroScalar;
use ecdsa::hazmat::sign_prehashed;

use super::*;

/// Xorshift: reproducible.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn bytes(&mut self, length: usize) -> Vec<u8> {
        (0..length).map(|_| (self.next() >> 32) as u8).collect()
    }
}

/// One curve's name, its key and signing with it, for tests that go over all curves.
macro_rules! every_curve {
    ($($name:ident: $curve:ty),* $(,)?) => {$(
        mod $name {
            use super::*;

            type Curve = $curve;

            fn keys(random: &mut Random) -> (NonZeroScalar<Curve>, Prepared<Curve>) {
                let length = FieldBytes::<Curve>::default().len();
                let mut secret = random.bytes(length);
                secret[0] = 0;
                let signing = scalar(&secret);
                let point = ProjectivePoint::<Curve>::generator() * *signing;
                let point = point.to_affine().to_sec1_point(false);
                (signing, Prepared::new(point.as_bytes()).unwrap())
            }

            fn scalar(bytes: &[u8]) -> NonZeroScalar<Curve> {
                let bytes = FieldBytes::<Curve>::try_from(bytes).unwrap();
                NonZeroScalar::<Curve>::from_repr(bytes).unwrap()
            }

            fn sign(key: &NonZeroScalar<Curve>, digest: &[u8], random: &mut Random) -> Vec<u8> {
                let mut k = random.bytes(FieldBytes::<Curve>::default().len());
                k[0] = 0;
                let (signature, _) = sign_prehashed(key, &scalar(&k), digest).unwrap();
                signature.to_bytes().to_vec()
            }

            /// The library's verdict, which the tables have to share.
            fn agree(key: &Prepared<Curve>, digest: &[u8], signature: &[u8]) -> bool {
                let parsed = Signature::<Curve>::from_slice(signature);
                let library = parsed
                    .is_ok_and(|parsed| key.key.verify_prehash(digest, &parsed).is_ok());
                key.uses.store(WORTH_A_TABLE, Ordering::Relaxed);
                assert_eq!(key.matches(digest, signature), library);
                key.uses.store(0, Ordering::Relaxed);
                assert_eq!(key.matches(digest, signature), library);
                library
            }

            #[test]
            fn tables_share_the_verdict_of_the_library() {
                let mut random = Random(0x9E37_79B9_7F4A_7C15);
                let (signing, key) = keys(&mut random);
                let (_, other) = keys(&mut random);
                for length in [32, 48, 64] {
                    for round in 0..8 {
                        let digest = match round {
                            0 => vec![0; length],
                            1 => vec![0xFF; length],
                            _ => random.bytes(length),
                        };
                        let signature = sign(&signing, &digest, &mut random);
                        assert!(agree(&key, &digest, &signature), "{length} {round}");
                        assert!(!agree(&other, &digest, &signature));
                        for _ in 0..4 {
                            let mut forged = signature.clone();
                            let bit = random.next() as usize % (8 * forged.len());
                            forged[bit / 8] ^= 1 << (bit % 8);
                            assert!(!agree(&key, &digest, &forged), "bit {bit}");
                            let mut changed = digest.clone();
                            // What is beyond the order's length does not count.
                            let counted = length.min(signature.len() / 2);
                            let bit = random.next() as usize % (8 * counted);
                            changed[bit / 8] ^= 1 << (bit % 8);
                            assert!(!agree(&key, &changed, &signature), "bit {bit}");
                        }
                    }
                }
            }

            #[test]
            fn numbers_at_the_edges() {
                let mut random = Random(7);
                let (signing, key) = keys(&mut random);
                let digest = random.bytes(32);
                let good = sign(&signing, &digest, &mut random);
                let length = good.len() / 2;
                let one: Scalar<Curve> = Scalar::<Curve>::ONE;
                let below: Vec<u8> = (-one).to_repr().to_vec();
                let mut order = below.clone();
                // The orders are odd, so one more has no carry.
                order[length - 1] += 1;
                let mut above = order.clone();
                above[length - 1] += 1;
                let zero = vec![0; length];
                let mut one = zero.clone();
                one[length - 1] = 1;
                let mut most = vec![0xFF; length];
                most[0] = order[0];
                let numbers = [zero, one, below, order, above, most, vec![0xFF; length]];
                for number in &numbers {
                    assert!(!agree(&key, &digest, &[number, &good[length..]].concat()));
                    assert!(!agree(&key, &digest, &[&good[..length], number].concat()));
                    for other in &numbers {
                        let both = [&number[..], other].concat();
                        // With a digest of nothing r = s = 1 could be the key's own x.
                        for digest in [&digest[..], &[0; 32], &[0xFF; 64]] {
                            agree(&key, digest, &both);
                        }
                    }
                }
                // The other sign of s is a signature too (ECDSA is malleable, and so is the library).
                let s = Signature::<Curve>::from_slice(&good).unwrap().split_scalars().1;
                let negated = (-*s).to_repr();
                assert!(agree(&key, &digest, &[&good[..length], &negated[..]].concat()));
                for length in [0, 1, good.len() - 1] {
                    assert!(!key.matches(&digest, &good[..length]));
                }
            }

            #[test]
            fn sums_that_vanish_or_double() {
                // u1 G + u2 Q with Q = d G is infinity for z + r d = 0, and a doubling for z = r d.
                let mut random = Random(11);
                let (signing, key) = keys(&mut random);
                let d = *signing;
                for _ in 0..4 {
                    let r = leftmost::<Curve>(&random.bytes(32));
                    let s = random.bytes(32);
                    let s = leftmost::<Curve>(&s).to_repr();
                    let signature = [&r.to_repr()[..], &s[..]].concat();
                    for z in [-(r * d), r * d] {
                        // On secp521r1 no digest reaches the number; the tables take any length.
                        let parsed = Signature::<Curve>::from_slice(&signature).unwrap();
                        let by_table = key.matches_by_table(&z.to_repr(), &parsed);
                        assert!(!by_table);
                        if Curve::NORMALIZE_S || z.to_repr().len() > 64 {
                            continue;
                        }
                        assert!(!agree(&key, &z.to_repr(), &signature));
                    }
                }
                // Keys G and -G make every step of both tables meet.
                for point in [
                    ProjectivePoint::<Curve>::generator(),
                    -ProjectivePoint::<Curve>::generator(),
                ] {
                    let bytes = point.to_affine().to_sec1_point(false);
                    let key = Prepared::<Curve>::new(bytes.as_bytes()).unwrap();
                    for _ in 0..4 {
                        let digest = random.bytes(32);
                        let z = leftmost::<Curve>(&digest).to_repr();
                        // r = z: u1 = u2, so both tables add the same multiples.
                        assert!(!agree(&key, &digest, &[&z[..], &z[..]].concat()));
                    }
                }
            }

            #[test]
            #[ignore = "takes time and checks nothing"]
            fn measure_tables() {
                let mut random = Random(5);
                let (signing, key) = keys(&mut random);
                let digest = random.bytes(32);
                let signature = sign(&signing, &digest, &mut random);
                let signature = Signature::<Curve>::from_slice(&signature).unwrap();
                let begin = Instant::now();
                for _ in 0..50 {
                    key.key.verify_prehash(&digest, &signature).unwrap();
                }
                let library = begin.elapsed() / 50;
                let begin = Instant::now();
                drop(Table::<Curve>::of(ProjectivePoint::<Curve>::generator()));
                let build = begin.elapsed();
                assert!(key.matches_by_table(&digest, &signature));
                let begin = Instant::now();
                for _ in 0..500 {
                    assert!(key.matches_by_table(&digest, &signature));
                }
                println!(
                    "{}: library {library:?}, table of {} points {build:?}, by table {:?}",
                    stringify!($name),
                    key.table.get().unwrap().points.len(),
                    begin.elapsed() / 500,
                );
            }
        }
    )*};
}

every_curve! {
    secp256r1: p256::NistP256,
    secp384r1: p384::NistP384,
    secp521r1: p521::NistP521,
    brainpool_p256r1: bp256::r1::BrainpoolP256r1,
    brainpool_p384r1: bp384::r1::BrainpoolP384r1,
}
