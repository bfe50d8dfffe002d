//! Tax keys of DSFinV-K.

use serde::{Deserialize, Serialize};

/// A tax key of DSFinV-K (Annex 2 of 05.12.2024). The key says what kind of tax it is; which rate it
/// stands for depends on the day and is looked up in [`Rates`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TaxKey(pub u16);

impl TaxKey {
    /// General rate, §12(1) UStG.
    pub const GENERAL: TaxKey = TaxKey(1);
    /// Reduced rate, §12(2) UStG.
    pub const REDUCED: TaxKey = TaxKey(2);
    /// Average rate of agriculture, §24(1) no. 3 UStG.
    pub const AVERAGE: TaxKey = TaxKey(3);
    /// Average rate of forestry, §24(1) no. 1 UStG.
    pub const FORESTRY: TaxKey = TaxKey(4);
    /// Outside the scope of VAT: official acts, transfers of money.
    pub const NOT_TAXABLE: TaxKey = TaxKey(5);
    /// Exempt, e.g. §4 no. 20a UStG.
    pub const EXEMPT: TaxKey = TaxKey(6);
    /// VAT cannot be determined at the register (DSFinV-K 2.4, 3.2.6): nobody decided how the item is taxed.
    pub const UNDETERMINED: TaxKey = TaxKey(7);
    /// Zero rate, §12(3) UStG.
    pub const ZERO: TaxKey = TaxKey(8);
    /// First of the keys a taxpayer may define; those below are DSFinV-K's own.
    pub const FIRST_INDIVIDUAL: u16 = 1000;
    /// Last key this register can file.
    pub const LAST_INDIVIDUAL: u16 = 5999;

    /// Position of the key in the five sums of `Kassenbeleg-V1`, 0 to 4 (DSFinV-K, Annex I): current and
    /// historical rates of a kind share a slot, everything without VAT goes last. Individual keys say their slot
    /// by their thousands: 1000–1999 are rates of the general kind, … 5000–5999 are without VAT. So a receipt
    /// needs no table of keys to be read, now or in ten years.
    pub fn slot(self) -> usize {
        match self.0 {
            1 | 11 | 21 | 1000..2000 => 0,
            2 | 12 | 22 | 2000..3000 => 1,
            3 | 13 | 23 | 33 | 43 | 3000..4000 => 2,
            4 | 4000..5000 => 3,
            _ => 4,
        }
    }

    /// Whether the key is one of DSFinV-K's or lies where a taxpayer may define his own; the numbers between are
    /// reserved.
    pub fn is_known(self) -> bool {
        matches!(self.0, 1..=8 | 11 | 12 | 13 | 21 | 22 | 23 | 33 | 43) || self.is_own()
    }

    /// Whether it lies where a taxpayer defines his own keys.
    pub fn is_own(self) -> bool {
        (TaxKey::FIRST_INDIVIDUAL..=TaxKey::LAST_INDIVIDUAL).contains(&self.0)
    }

    /// Whether an item may be taxed under the key from now on; historical ones are for corrections only.
    pub fn is_current(self) -> bool {
        matches!(self.0, 1..=8) || self.is_own()
    }
}
