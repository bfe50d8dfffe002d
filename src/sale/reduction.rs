//! The discount on a whole sale, as lines of its receipt.

use rust_decimal::Decimal;

use super::line::discount_line;
use super::{Sale, SaleError};
use crate::money::Money;
use crate::receipt::Line;
use crate::tax::{Rates, TaxKey, TaxPart};

impl Sale {
    /// The discount on the whole, split over what it reduces: a line for everything, or one for each reason of
    /// exemption where there are several, because a line has room for the words of one.
    pub(super) fn discount_lines(&self, rates: &Rates) -> Result<Vec<Line>, SaleError> {
        let reduction = self.reduction();
        let Some(discount) = self.discount.as_ref().filter(|_| !reduction.is_zero()) else {
            return Ok(Vec::new());
        };
        // What is passed on to others takes no part.
        let mut texts: Vec<Option<String>> = Vec::new();
        let mut bases: Vec<(usize, TaxPart)> = Vec::new();
        for line in self.lines.iter().filter(|l| l.discountable()) {
            let text = line.tax_text();
            for part in line.own_parts(rates, self.tax_day(), self.day)? {
                let text = text.clone().filter(|_| part.key == TaxKey::EXEMPT);
                let at = texts.iter().position(|known| *known == text);
                let at = at.unwrap_or_else(|| {
                    texts.push(text);
                    texts.len() - 1
                });
                let same = |(of, base): &&mut (usize, TaxPart)| {
                    *of == at && (base.key, base.percent) == (part.key, part.percent)
                };
                match bases.iter_mut().find(same) {
                    Some((_, base)) => base.gross += part.gross,
                    None => bases.push((at, part)),
                }
            }
        }
        bases.sort_by_key(|(at, base)| (*at, base.key, std::cmp::Reverse(base.percent)));
        let weights: Vec<Decimal> = bases.iter().map(|(_, b)| b.gross.decimal()).collect();
        for ((_, base), gross) in bases.iter_mut().zip((-reduction).split(&weights)) {
            base.gross = gross;
        }
        let several = texts.iter().flatten().count() > 1;
        let lines = texts.iter().enumerate().filter_map(|(at, text)| {
            let mine = |(of, _): &&(usize, TaxPart)| !several || *of == at;
            let parts: Vec<TaxPart> = bases.iter().filter(mine).map(|(_, p)| p.clone()).collect();
            let gross: Money = parts.iter().map(|p| p.gross).sum();
            let text = match several {
                true => text.clone(),
                false => texts.iter().flatten().next().cloned(),
            };
            let shown = !gross.is_zero() && (several || at == 0);
            shown.then(|| discount_line(&discount.reason, text, -gross, parts))
        });
        Ok(lines.collect())
    }
}
