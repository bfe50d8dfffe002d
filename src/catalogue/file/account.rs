//! Accounts as text: one verbatim, for a Haushaltsstelle has dots and slashes of its own, or several with shares
//! such as `4461000@573:70/4461900@111:30`, where `@` comes before the product and `:` before the share.

use super::error::Expected;
use super::tax::share;
use crate::catalogue::{Item, Split};

/// Reads the cell: the account, and the splits where it has several.
pub(super) fn read(text: &str) -> Result<(String, Vec<Split>), Expected> {
    if !text.contains(':') {
        return Ok((text.to_owned(), Vec::new()));
    }
    let wrong = || Expected::Splits(text.to_owned());
    let mut splits: Vec<Split> = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (account, after) = rest.split_once(':').ok_or_else(wrong)?;
        // A slash may be part of an account, but a share has none: the first one after it ends the split.
        let (weight, next) = after.split_once('/').unwrap_or((after, ""));
        let (account, product) = account.split_once('@').unwrap_or((account, ""));
        let (account, product) = (account.trim(), product.trim());
        if account.is_empty() || (next.is_empty() && after.ends_with('/')) {
            return Err(wrong());
        }
        splits.push(Split {
            account: account.to_owned(),
            product: product.to_owned(),
            share: share(weight).ok_or_else(wrong)?,
        });
        rest = next;
    }
    let first = splits.first().ok_or_else(wrong)?;
    Ok((first.account.clone(), splits))
}

/// Writes the accounts of an item so that [`read`] gives them back.
pub(in crate::catalogue) fn text(item: &Item) -> String {
    if item.splits.is_empty() {
        return item.account.clone();
    }
    let split = |split: &Split| {
        let product = match split.product.as_str() {
            "" => String::new(),
            product => format!("@{product}"),
        };
        format!("{}{product}:{}", split.account, split.share.normalize())
    };
    item.splits.iter().map(split).collect::<Vec<_>>().join("/")
}
