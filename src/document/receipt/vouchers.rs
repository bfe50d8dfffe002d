//! What a receipt says of vouchers below its taxes: the number of one that was sold, to be shown or scanned when
//! it is redeemed, and what is left of one that was redeemed.

use super::Options;
use crate::document::format::euro;
use crate::document::model::{Block, Gap, Style, Weight};
use crate::i18n::date;
use crate::receipt::{Kind, Receipt};
use crate::voucher::{VoucherKind, grouped, limitation};
use chrono_tz::Europe::Berlin;

pub(super) fn blocks(receipt: &Receipt, options: &Options) -> Vec<Block> {
    let language = options.language;
    let mut blocks = Vec::new();
    let strong = Style::NORMAL.weighing(Weight::SemiBold);
    if receipt.kind == Kind::Sale {
        let day = receipt.finished.with_timezone(&Berlin).date_naive();
        let until = date(limitation(day));
        let sold = receipt
            .valid_lines()
            .filter(|line| VoucherKind::sold_by(line.case).is_some());
        for line in sold {
            let Some(number) = &line.voucher else {
                continue;
            };
            let words = vec![
                Block::text(
                    format!(
                        "{} {}",
                        language.say("Gutschein über", "Voucher over"),
                        euro(line.gross)
                    ),
                    strong,
                ),
                Block::text(grouped(number), strong),
                Block::text(
                    language.say(
                        "Zum Einlösen diese Nummer vorzeigen.",
                        "Show this number to redeem it.",
                    ),
                    Style::SMALL,
                ),
                Block::text(
                    format!(
                        "{} {until} (§§\u{a0}195, 199 BGB)",
                        language.say("Verjährung:", "Time-barred after:")
                    ),
                    Style::SMALL.quiet(),
                ),
            ];
            let code = Block::Qr {
                text: number.clone(),
            };
            blocks.push(Block::Gap(Gap::Normal));
            blocks.push(Block::Beside(vec![words, vec![code]]));
        }
    }
    for (number, left) in &options.vouchers {
        blocks.push(Block::Gap(Gap::Small));
        blocks.push(Block::pair(
            format!(
                "{} {}",
                language.say("Rest auf Gutschein", "Left on voucher"),
                grouped(number)
            ),
            euro(*left),
        ));
    }
    blocks
}
