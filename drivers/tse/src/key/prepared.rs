//! ECDSA on one curve, with multiplication tables for keys that check many signatures: an archive has one
//! key and up to millions of signatures.
//!
//! Everything here is public, so the time it takes may depend on the numbers.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use ecdsa::elliptic_curve::group::{Curve as _, Group};
use ecdsa::elliptic_curve::ops::{Invert, Reduce};
use ecdsa::elliptic_curve::point::AffineCoordinates;
use ecdsa::elliptic_curve::sec1::{FromSec1Point, ModulusSize, ToSec1Point};
use ecdsa::elliptic_curve::{
    AffinePoint, CurveArithmetic, FieldBytes, FieldBytesSize, PrimeField, ProjectivePoint, Scalar,
};
use ecdsa::signature::hazmat::PrehashVerifier;
use ecdsa::{EcdsaCurve, Signature, SignatureSize, VerifyingKey};

/// Checks after which a table is built: building it costs about as much as so many checks without.
const WORTH_A_TABLE: u32 = 16;
/// Bits of a factor that one look-up covers.
const WINDOW: usize = 8;
const ROW: usize = (1 << WINDOW) - 1;

/// A curve with a table for its base point, shared by every key on it.
pub(super) trait Tabled: EcdsaCurve + CurveArithmetic {
    /// The place of that table.
    fn base() -> &'static OnceLock<Table<Self>>;
}

macro_rules! tabled {
    ($($curve:ty),*) => {$(
        impl Tabled for $curve {
            fn base() -> &'static OnceLock<Table<Self>> {
                static TABLE: OnceLock<Table<$curve>> = OnceLock::new();
                &TABLE
            }
        }
    )*};
}

tabled!(
    p256::NistP256,
    p384::NistP384,
    p521::NistP521,
    bp256::r1::BrainpoolP256r1,
    bp384::r1::BrainpoolP384r1
);

/// Multiples of one point: row i holds 1 to 255 times 2^(8 i) times the point.
pub(super) struct Table<C: CurveArithmetic> {
    points: Box<[ProjectivePoint<C>]>,
}

impl<C: CurveArithmetic> Table<C> {
    fn of(point: ProjectivePoint<C>) -> Self {
        let bits = 8 * FieldBytes::<C>::default().len();
        let mut points = Vec::with_capacity(bits.div_ceil(WINDOW) * ROW);
        let mut base = point;
        for _ in 0..bits.div_ceil(WINDOW) {
            let mut multiple = base;
            for _ in 0..ROW {
                points.push(multiple);
                multiple += &base;
            }
            base = multiple;
        }
        Self {
            points: points.into(),
        }
    }

    /// Adds `factor` times the point to `sum`: one addition per window and no doubling.
    fn add_multiple(&self, sum: &mut ProjectivePoint<C>, factor: &Scalar<C>) {
        let digits = factor.to_repr();
        let byte = |place: usize| {
            let place = digits.len().checked_sub(place + 1);
            u32::from(place.map_or(0, |place| digits[place]))
        };
        for (window, row) in self.points.chunks_exact(ROW).enumerate() {
            let bit = window * WINDOW;
            let pair = byte(bit / 8) | byte(bit / 8 + 1) << 8;
            let digit = (pair >> (bit % 8)) as usize & ROW;
            if let Some(multiple) = digit.checked_sub(1).and_then(|place| row.get(place)) {
                *sum += multiple;
            }
        }
    }
}

/// A key on a curve known at run time only.
pub(super) trait Check: Send + Sync {
    /// Whether r‖s is a signature of this key over what `digest` was made of.
    fn matches(&self, digest: &[u8], signature: &[u8]) -> bool;
}

/// A key, and its table once it is used enough.
pub(super) struct Prepared<C: Tabled> {
    key: VerifyingKey<C>,
    uses: AtomicU32,
    table: OnceLock<Table<C>>,
}

impl<C> Prepared<C>
where
    C: Tabled,
    AffinePoint<C>: FromSec1Point<C> + ToSec1Point<C>,
    FieldBytesSize<C>: ModulusSize,
    SignatureSize<C>: ecdsa::elliptic_curve::array::ArraySize,
{
    /// `None` when the bytes are no point of the curve.
    pub fn new(point: &[u8]) -> Option<Self> {
        Some(Self {
            key: VerifyingKey::from_sec1_bytes(point).ok()?,
            uses: AtomicU32::new(0),
            table: OnceLock::new(),
        })
    }

    /// The verdict of ECDSA (FIPS 186-5, 6.4.2) through the tables.
    fn matches_by_table(&self, digest: &[u8], signature: &Signature<C>) -> bool {
        let own = self
            .table
            .get_or_init(|| Table::of((*self.key.as_affine()).into()));
        let base = C::base().get_or_init(|| Table::of(ProjectivePoint::<C>::generator()));
        let (r, s) = signature.split_scalars();
        let s_inverse = *s.invert_vartime();
        let mut sum = ProjectivePoint::<C>::identity();
        base.add_multiple(&mut sum, &(leftmost::<C>(digest) * s_inverse));
        own.add_multiple(&mut sum, &(*r * s_inverse));
        // The point at infinity has the x of 0, which no r equals.
        let x = sum.to_affine().x();
        <Scalar<C> as Reduce<FieldBytes<C>>>::reduce(&x) == *r
    }
}

impl<C> Check for Prepared<C>
where
    C: Tabled,
    AffinePoint<C>: FromSec1Point<C> + ToSec1Point<C>,
    FieldBytesSize<C>: ModulusSize,
    SignatureSize<C>: ecdsa::elliptic_curve::array::ArraySize,
    Table<C>: Send + Sync,
{
    fn matches(&self, digest: &[u8], signature: &[u8]) -> bool {
        // Refuses r and s that are 0 or not below the order.
        let Ok(signature) = Signature::<C>::from_slice(signature) else {
            return false;
        };
        let used = self.uses.fetch_add(1, Ordering::Relaxed);
        if used < WORTH_A_TABLE {
            return self.key.verify_prehash(digest, &signature).is_ok();
        }
        // Stays where it is, so that it never wraps around.
        self.uses.store(WORTH_A_TABLE, Ordering::Relaxed);
        self.matches_by_table(digest, &signature)
    }
}

/// The digest as a number below the order: of a longer one the leftmost bytes count. Every order here
/// but that of secp521r1, beyond any digest, has whole bytes.
fn leftmost<C: Tabled>(digest: &[u8]) -> Scalar<C> {
    let mut bytes = FieldBytes::<C>::default();
    let length = digest.len().min(bytes.len());
    let place = bytes.len() - length;
    if let (Some(low), Some(high)) = (bytes.get_mut(place..), digest.get(..length)) {
        low.copy_from_slice(high);
    }
    <Scalar<C> as Reduce<FieldBytes<C>>>::reduce(&bytes)
}

#[cfg(test)]
mod tests;
