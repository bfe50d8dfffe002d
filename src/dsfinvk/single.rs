//! Every Vorgang with its lines, payments, taxes and signature.

use amtskasse_dsfinvk::number::Number;
use amtskasse_dsfinvk::package::Record;
use amtskasse_dsfinvk::schema::{
    ALLOCATION_GROUPS, DATAPAYMENT, ITEMAMOUNTS, LINES, LINES_VAT, REFERENCES, SUBITEMS,
    TRANSACTIONS, TRANSACTIONS_TSE, TRANSACTIONS_VAT,
};

use super::export::{Pen, Rows, Writing, decimal};
use super::master::party;
use super::{ExportError, words};
use crate::fiscal;
use crate::ledger::{LineRow, LineTaxRow, Snapshot, TotalRow};
use crate::receipt::{Kind, PaymentKind};

impl Writing<'_, '_> {
    /// The ten tables of single Vorgänge.
    pub(super) fn single(&mut self) -> Result<(), ExportError> {
        self.transactions()?;
        self.payments()?;
        self.lines()?;
        self.table(&ITEMAMOUNTS, Rows::PerReceipt, |snapshot, shut, pen| {
            let mut next = shut.row.span.0;
            while let Some(receipt) = pen.seen.discounted.first((next, shut.row.span.1)) {
                discounts(snapshot, receipt, pen)?;
                next = receipt + 1;
            }
            Ok(())
        })?;
        self.table(&SUBITEMS, Rows::PerClosing, |_, _, _| Ok(()))?;
        self.signatures()?;
        self.table(
            &TRANSACTIONS_VAT,
            Rows::PerReceipt,
            |snapshot, shut, pen| {
                let mut last: Option<TotalRow> = None;
                snapshot.totals(shut.row.span, |total| {
                    match &mut last {
                        // One key with two rates, from before a period was held to one.
                        Some(sum) if (sum.receipt, sum.key) == (total.receipt, total.key) => {
                            sum.gross_cents += total.gross_cents;
                            sum.net_cents += total.net_cents;
                            sum.vat_cents += total.vat_cents;
                        }
                        last => {
                            if let Some(sum) = last.replace(*total) {
                                total_row(&sum, pen)?;
                            }
                        }
                    }
                    Ok::<_, ExportError>(())
                })?;
                last.map_or(Ok(()), |sum| total_row(&sum, pen))
            },
        )?;
        self.table(&LINES_VAT, Rows::PerReceipt, |snapshot, shut, pen| {
            snapshot.line_taxes(shut.row.span, |part| {
                pen.of(part.receipt, |row, _| {
                    row.whole(i64::from(part.position))
                        .whole(i64::from(part.key))
                        .cents(part.cents)
                })
            })
        })?;
        self.table(&ALLOCATION_GROUPS, Rows::PerClosing, |_, _, _| Ok(()))?;
        self.references()
    }

    fn transactions(&mut self) -> Result<(), ExportError> {
        self.table(&TRANSACTIONS, Rows::PerReceipt, |snapshot, shut, pen| {
            snapshot.heads(shut.row.span, shut.row.at, |head| {
                let seen = &mut *pen.seen;
                seen.there.set(head.number);
                if !head.kind.counts() {
                    seen.uncounted.set(head.number);
                }
                if head.kind == Kind::Abort {
                    seen.aborted.set(head.number);
                }
                if head.goes_back {
                    seen.refers.set(head.number);
                }
                pen.of(head.number, |row, stamps| {
                    let row = row
                        .whole(head.number as i64)
                        .text(head.kind.bon_type())
                        .text(words::bon_name(head.kind))
                        .empty()
                        .flag(head.kind == Kind::Void)
                        .plain(stamps.local(head.started))
                        .plain(stamps.local(head.finished))
                        .text(head.clerk_id)
                        .text(head.clerk_name)
                        .cents(if head.kind.counts() {
                            head.gross_cents
                        } else {
                            0
                        });
                    recipient(row, head.number, head.recipient).text(head.reason)
                })
            })
        })
    }

    fn payments(&mut self) -> Result<(), ExportError> {
        self.table(&DATAPAYMENT, Rows::PerReceipt, |snapshot, shut, pen| {
            // Every receipt has a row, be it one of nothing.
            let (mut next, last) = shut.row.span;
            snapshot.payments(shut.row.span, |paid| {
                unpaid(next, paid.receipt, pen)?;
                next = next.max(paid.receipt);
                if pen.seen.uncounted.has(paid.receipt) {
                    return Ok(());
                }
                next = paid.receipt + 1;
                pen.of(paid.receipt, |row, _| {
                    row.text(paid.payment)
                        .empty()
                        .text("EUR")
                        .empty()
                        .cents(paid.cents)
                })
            })?;
            unpaid(next, last + 1, pen)
        })
    }

    fn lines(&mut self) -> Result<(), ExportError> {
        self.table(&LINES, Rows::PerReceipt, |snapshot, shut, pen| {
            let principals = &shut.master.principals;
            snapshot.lines(shut.row.span, |line: &LineRow<'_>| {
                let whole = line.third_party_cents == line.gross_cents;
                let (agency, name) = party(principals, if whole { line.principal } else { "" });
                let quantity = decimal(line.quantity);
                if line.discount_cents != 0 {
                    pen.seen.discounted.set(line.receipt);
                }
                if !line.reference.is_empty() {
                    pen.seen.refers.set(line.receipt);
                }
                pen.of(line.receipt, |row, _| {
                    row.whole(i64::from(line.position))
                        .text(line.voucher)
                        .text(line.text)
                        .empty()
                        .text(line.case)
                        .text(name)
                        .empty()
                        .flag(line.voided)
                        .whole(i64::from(agency))
                        .text(line.item_id)
                        .text(line.ean)
                        .empty()
                        .text(line.group)
                        .number(quantity, 3)
                        .number(Number::whole(1), 3)
                        .text(line.unit)
                        .number(
                            piece(line, quantity),
                            if line.discount_cents == 0 { 2 } else { 5 },
                        )
                })
            })
        })
    }

    fn signatures(&mut self) -> Result<(), ExportError> {
        self.table(
            &TRANSACTIONS_TSE,
            Rows::PerReceipt,
            |snapshot, shut, pen| {
                let mut base64 = String::new();
                snapshot.signatures(shut.row.span, |signed| {
                    base64.clear();
                    fiscal::push_base64(signed.signature, &mut base64);
                    pen.of(signed.receipt, |row, stamps| match signed.failure {
                        "" => row
                            .whole(signed.tse)
                            .whole(signed.transaction)
                            .plain(stamps.utc(signed.start))
                            .plain(stamps.utc(signed.end))
                            .text(signed.process_type)
                            .whole(signed.counter)
                            .text(&base64)
                            .empty()
                            .exact(signed.process_data),
                        failure => (0..7)
                            .fold(row, |row, _| row.empty())
                            .text(failure)
                            .exact(signed.process_data),
                    })
                })
            },
        )
    }

    fn references(&mut self) -> Result<(), ExportError> {
        self.table(&REFERENCES, Rows::PerReceipt, |snapshot, shut, pen| {
            let register = &shut.master.site.register.serial;
            let mut next = shut.row.span.0;
            while let Some(receipt) = pen.seen.refers.first((next, shut.row.span.1)) {
                next = receipt + 1;
                snapshot.references(receipt, |reference| {
                    pen.of(receipt, |row, stamps| match reference.back_to {
                        Some((number, period, finished)) => row
                            .empty()
                            .text("Transaktion")
                            .empty()
                            .plain(stamps.local(finished))
                            .text(register)
                            .whole(i64::from(period))
                            .whole(number as i64),
                        None => row
                            .whole(i64::from(reference.position))
                            .text("ExterneSonstige")
                            .text("Kassenzeichen")
                            .empty()
                            .empty()
                            .empty()
                            .text(reference.reference),
                    })
                })?;
            }
            Ok(())
        })
    }
}

/// Rows of nothing for the receipts from `first` to before `end`.
fn unpaid(first: u64, end: u64, pen: &mut Pen<'_>) -> Result<(), ExportError> {
    for receipt in first..end {
        if pen.seen.there.has(receipt) {
            pen.of(receipt, |row, _| {
                row.text(PaymentKind::Keine.code())
                    .empty()
                    .text("EUR")
                    .empty()
                    .cents(0)
            })?;
        }
    }
    Ok(())
}

fn total_row(total: &TotalRow, pen: &mut Pen<'_>) -> Result<(), ExportError> {
    // An abort is signed with sums of zero: what was rung up stays in its lines.
    if pen.seen.aborted.has(total.receipt) {
        return Ok(());
    }
    pen.of(total.receipt, |row, _| {
        row.whole(i64::from(total.key))
            .cents(total.gross_cents)
            .cents(total.net_cents)
            .cents(total.vat_cents)
    })
}

fn discounts(snapshot: &Snapshot<'_>, receipt: u64, pen: &mut Pen<'_>) -> Result<(), ExportError> {
    let mut line: Vec<LineTaxRow> = Vec::new();
    snapshot.discounted(receipt, |part| {
        if line
            .first()
            .is_some_and(|first| first.position != part.position)
        {
            prices(&line, pen)?;
            line.clear();
        }
        line.push(*part);
        Ok::<_, ExportError>(())
    })?;
    prices(&line, pen)
}

/// Price of a piece: with a discount what it came to (p. 35), else the price itself.
fn piece(line: &LineRow<'_>, quantity: Number) -> Number {
    if line.discount_cents == 0 || quantity == Number::ZERO {
        return Number::cents(line.price_cents);
    }
    // Both have five decimals; one more digit to round by, half away from zero.
    let tenfold = Number::cents(line.gross_cents).0 * 1_000_000 / quantity.0;
    let half = if tenfold < 0 { -5 } else { 5 };
    Number((tenfold + half) / 10)
}

/// How the price of a line with a discount came about, by tax key: both rows together are the line's amount.
fn prices(line: &[LineTaxRow], pen: &mut Pen<'_>) -> Result<(), ExportError> {
    let mut discount_left = line.first().map_or(0, |part| part.discount_cents);
    let mut amount_left = line.first().map_or(0, |part| part.line_cents);
    for (place, part) in line.iter().enumerate() {
        // In the ratio of the amounts; the last one gets what is left.
        let discount = match place + 1 == line.len() || amount_left == 0 {
            true => discount_left,
            false => {
                let share = i128::from(discount_left) * i128::from(part.cents);
                i64::try_from(share / i128::from(amount_left)).unwrap_or(discount_left)
            }
        };
        discount_left -= discount;
        amount_left -= part.cents;
        for (kind, cents) in [
            ("base_amount", part.cents - discount),
            ("discount", discount),
        ] {
            pen.of(part.receipt, |row, _| {
                row.whole(i64::from(part.position))
                    .text(kind)
                    .whole(i64::from(part.key))
                    .cents(cents)
            })?;
        }
    }
    Ok(())
}

/// KUNDE_NAME to KUNDE_USTID: whom the invoice was made out to. Everybody else is unknown (§33 UStDV).
fn recipient<'b>(row: Record<'b>, number: u64, recipient: &str) -> Record<'b> {
    if recipient.is_empty() {
        return (0..8).fold(row, |row, _| row.empty());
    }
    let mut lines = recipient.split('\n');
    let mut next = || lines.next().unwrap_or_default();
    let (name, addition, street, town) = (next(), next(), next(), next());
    let name = match addition {
        "" => name.to_owned(),
        addition => format!("{name}, {addition}"),
    };
    let (code, city) = match town.split_once(' ') {
        Some((code, city)) if !code.is_empty() && code.bytes().all(|b| b.is_ascii_digit()) => {
            (code, city)
        }
        _ => ("", town),
    };
    row.text(&name)
        .whole(number as i64)
        .text("Rechnungsempfänger")
        .text(street)
        .text(code)
        .text(city)
        .empty()
        .empty()
}
