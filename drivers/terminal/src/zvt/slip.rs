//! Lines for the paper put together to slips.

use super::message::{Print, PrintText};
use crate::attendant::SlipLine;
use crate::{Slip, SlipKind};

/// Most lines a slip may have; a terminal that never ends one is not followed beyond.
const LONGEST: usize = 2000;

/// Collects `06 D1` and `06 D3`. A slip ends with its last-line attribute, never with a change of its kind alone:
/// terminals tag single lines wrongly.
#[derive(Debug, Clone, Default)]
pub struct Slips {
    lines: Vec<SlipLine>,
    /// Lines per kind 1, 2, 3, in this slip.
    kinds: [usize; 3],
    marks: u8,
}

impl Slips {
    /// Takes the lines of one message and gives the slips that are whole with it.
    #[must_use]
    pub fn take(&mut self, print: &Print) -> Vec<Slip> {
        let mut whole = Vec::new();
        // A block of another kind than what stands open begins a new slip: blocks are whole slips, and not all terminals
        // mark their last line.
        if print.block
            && print.kind.is_some()
            && !self.lines.is_empty()
            && self.kind() != kind(print.kind)
        {
            whole.extend(self.finish());
        }
        for line in &print.lines {
            self.marks |= print.marks;
            if let Some(kind @ 1..=3) = print.kind {
                self.kinds[usize::from(kind) - 1] += 1;
            }
            if let PrintText::Text(text) = &line.text {
                self.lines.push(slip_line(line.attribute, text));
            }
            if line.last() || self.lines.len() >= LONGEST {
                whole.extend(self.finish());
            }
        }
        whole
    }

    /// What stands open as a slip: for the end of a command, whose last slip need not mark its end.
    #[must_use]
    pub fn finish(&mut self) -> Option<Slip> {
        let kind = self.kind();
        let Self {
            mut lines, marks, ..
        } = std::mem::take(self);
        // Feed for the terminal's own cutter is not part of a slip.
        let end = lines.iter().rposition(|line| !line.text.trim().is_empty());
        lines.truncate(end.map_or(0, |end| end + 1));
        let signature = marks & 0x02 != 0;
        (!lines.is_empty()).then_some(Slip {
            kind,
            lines,
            signature,
        })
    }

    /// The kind most lines say; where no line says one, what they read; else it is a report.
    fn kind(&self) -> SlipKind {
        let [merchant, customer, administration] = self.kinds;
        if merchant + customer + administration == 0 {
            return self.kind_read();
        }
        if merchant > customer && merchant > administration {
            SlipKind::Merchant
        } else if customer > administration {
            SlipKind::Customer
        } else {
            SlipKind::Administration
        }
    }

    fn kind_read(&self) -> SlipKind {
        let says = |words: &[&str]| {
            self.lines.iter().any(|line| {
                let text = line.text.to_lowercase();
                words.iter().any(|word| text.contains(word))
            })
        };
        if says(&["händlerbeleg", "haendlerbeleg", "merchant copy"]) {
            SlipKind::Merchant
        } else if says(&["kundenbeleg", "customer copy", "cardholder copy"]) {
            SlipKind::Customer
        } else {
            SlipKind::Administration
        }
    }
}

fn kind(kind: Option<u8>) -> SlipKind {
    match kind {
        Some(1) => SlipKind::Merchant,
        Some(2) => SlipKind::Customer,
        _ => SlipKind::Administration,
    }
}

fn slip_line(attribute: u8, text: &str) -> SlipLine {
    // The low nibble indents; 40 centres, and then there is nothing to indent. A last line's attribute has other bits.
    let plain = attribute & 0x80 == 0 || attribute == 0x80;
    let indent = match plain && attribute & 0x40 == 0 {
        true => usize::from(attribute & 0x0F),
        false => 0,
    };
    SlipLine {
        text: format!("{:indent$}{}", "", text.trim_end()),
        centred: plain && attribute & 0x40 != 0,
        wide: plain && attribute & 0x20 != 0,
        tall: plain && attribute & 0x10 != 0,
    }
}

#[cfg(test)]
mod tests;
