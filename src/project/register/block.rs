//! Blocks of serials, as they are received.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{Reader, Serial, SeriesId};
use crate::text::source::{Span, Spanned};
use crate::text::suggest;
use crate::yaml::DayText;

/// A block of serials from the office that assigns them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The series it is for.
    pub series: SeriesId,
    /// The first serial.
    pub from: Serial,
    /// The last serial.
    pub to: Serial,
    /// The day it was received.
    pub received: NaiveDate,
    /// Who gave the block out.
    pub source: String,
    /// Where it is in the file.
    pub span: Span,
}

impl Block {
    /// Whether the block contains the serial.
    pub fn has(&self, serial: &Serial) -> bool {
        self.from <= *serial && *serial <= self.to
    }

    /// The serials, each with as many digits as the block has.
    pub fn serials(&self) -> impl Iterator<Item = Serial> {
        let digits = self.from.digits();
        (self.from.value()..=self.to.value()).map(move |value| Serial::with_digits(value, digits))
    }
}

/// The most serials that a block may have. Each is kept in memory, and no office assigns that many.
const MAX_BLOCK: u32 = 1_000_000;
/// The most serials of all blocks together.
const MAX_SERIALS: u32 = 2_000_000;

/// A block of serials received.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RawBlock {
    /// The series; by default the project's own.
    series: Option<String>,
    /// The first serial.
    #[schemars(regex(pattern = "^[0-9]{1,9}$"))]
    from: Spanned<String>,
    /// The last serial.
    #[schemars(regex(pattern = "^[0-9]{1,9}$"))]
    to: Spanned<String>,
    /// The day it was received.
    #[schemars(with = "DayText")]
    received: Spanned<String>,
    /// Who gave the block out.
    source: String,
}

impl Reader<'_> {
    fn serial(&mut self, serial: &Spanned<String>) -> Option<Serial> {
        let read = Serial::parse(&serial.value);
        if read.is_none() {
            let message = format!("{} is not a serial", suggest::shown(&serial.value));
            self.report(serial.span, message, "write up to nine digits, in quotes");
        }
        read
    }

    pub(super) fn block(&mut self, raw: RawBlock) -> Option<Block> {
        let (from, to) = (self.serial(&raw.from), self.serial(&raw.to));
        let received = self.day(&raw.received);
        let (from, to, received) = (from?, to?, received?);
        if to < from {
            let message = format!("the block ends at {} before it begins", raw.to.value);
            self.report(raw.to.span, message, "write the lower serial as `from`");
            return None;
        }
        if to.value() - from.value() >= MAX_BLOCK {
            let message = format!("the block has more than {MAX_BLOCK} serials");
            self.report(raw.to.span, message, "correct its last serial");
            return None;
        }
        let is_short = raw.to.value.len() < raw.from.value.len();
        if is_short || raw.to.value.starts_with('0') && raw.to.value.len() > raw.from.value.len() {
            let message =
                format!("`{}` and `{}` differ in their digits", raw.from.value, raw.to.value);
            self.report(raw.to.span, message, "write both with all their zeros");
            return None;
        }
        let (series, span) = (self.series(raw.series), raw.from.span);
        Some(Block { series, from, to, received, source: raw.source, span })
    }

    /// Reports the block with which there are more serials than fit into memory.
    fn check_count(&mut self, blocks: &[Block]) {
        let mut count: u32 = 0;
        let length = |block: &Block| (block.to.value() - block.from.value()).saturating_add(1);
        let excess = blocks.iter().find(|block| {
            count = count.saturating_add(length(block));
            count > MAX_SERIALS
        });
        if let Some(block) = excess {
            let message = format!("the blocks have more than {MAX_SERIALS} serials together");
            self.report(block.span, message, "correct the first and the last serial of each block");
        }
    }

    pub(super) fn check_blocks(&mut self, blocks: &[Block]) {
        self.check_count(blocks);
        // The earlier blocks that share no serials, by series and first serial.
        let mut apart: BTreeMap<(&str, u32), &Block> = BTreeMap::new();
        for block in blocks {
            let series = block.series.as_str();
            let before = apart.range(..=(series, block.to.value())).next_back();
            let before = before.map(|(_, other)| *other);
            let overlaps = |other: &&Block| other.series == block.series && block.from <= other.to;
            let Some(other) = before.filter(overlaps) else {
                apart.insert((series, block.from.value()), block);
                continue;
            };
            let message = format!("the block shares serials with that from {}", other.from);
            let label = self.label(other.span, "received here");
            let finding = self.report(block.span, message, "a serial can be received only once");
            finding.labels.push(label);
        }
    }
}
