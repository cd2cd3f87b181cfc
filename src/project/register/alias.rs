//! Numbers that were replaced by others, so that old references still lead somewhere.
//!
//! ```yaml
//! renumbered:
//!   - { number: 3733-0624, to: 3740-0624, on: 2024-06-03, from: 2024-06/3733.md, paper: 2024-06/3740.md }
//! ```

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{PublicationNumber, Reader, Register, SeriesId};
use crate::project::paths::inner;
use crate::text::source::Spanned;
use crate::yaml::DayText;

/// A number that was replaced by another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alias {
    /// The series.
    pub series: SeriesId,
    /// The old number.
    pub number: Spanned<PublicationNumber>,
    /// The number that replaced it.
    pub to: PublicationNumber,
    /// The day.
    pub on: NaiveDate,
    /// Why, if a reason was stated.
    pub why: Option<String>,
    /// The paper's old and new path, from the project's folder, if its name changed as well.
    pub paths: Option<(String, String)>,
}

/// A number that was replaced by another.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRenumbered {
    /// The series; by default the project's own.
    series: Option<String>,
    /// The old number.
    number: Spanned<String>,
    /// The number that replaced it.
    to: Spanned<String>,
    /// The day.
    #[schemars(with = "DayText")]
    on: Spanned<String>,
    /// Why.
    why: Option<String>,
    /// The paper's old path.
    from: Option<String>,
    /// The paper's new path.
    paper: Option<String>,
}

/// How many steps are followed; a longer chain must be a cycle.
const STEPS: usize = 100;

impl Register {
    /// Whether any paper had another number before.
    pub fn has_aliases(&self) -> bool {
        !self.aliases.is_empty()
    }

    /// The numbers of `series` that were replaced by others.
    pub fn aliases_of<'r>(&'r self, series: &str) -> impl DoubleEndedIterator<Item = &'r Alias> {
        self.aliases.iter().filter(move |alias| alias.series == *series)
    }

    /// The number of `series` that finally replaced `number`. A number that a paper still has leads nowhere
    /// else: if two papers had it, only one of them was given another.
    pub fn alias<'r>(&'r self, series: &str, number: &str) -> Option<&'r str> {
        let next = |number: &str| {
            let is_held = self.entry(series, number).is_some();
            // Of several the last: what was replaced before was a copy.
            let mut aliases = self.aliases_of(series).filter(|_| !is_held);
            aliases.rfind(|alias| alias.number.value == *number).map(|alias| alias.to.as_str())
        };
        std::iter::successors(next(number), |to| next(to)).take(STEPS).last()
    }

    /// Whether a paper of `series` that had the number `from` may have `to` now, in any number of steps.
    pub fn leads(&self, series: &str, from: &str, to: &str) -> bool {
        let (mut reached, mut at) = (vec![from], 0);
        while let Some(number) = reached.get(at).copied() {
            at += 1;
            for alias in self.aliases_of(series).filter(|alias| alias.number.value == *number) {
                if alias.to == *to {
                    return true;
                }
                if !reached.contains(&alias.to.as_str()) {
                    reached.push(&alias.to);
                }
            }
        }
        false
    }

    /// The present path of the paper that was at `path`.
    pub fn moved<'r>(&'r self, path: &str) -> Option<&'r str> {
        let next = |path: &str| {
            let paths = self.aliases.iter().filter_map(|alias| alias.paths.as_ref());
            paths.rev().find(|(from, _)| from == path).map(|(_, to)| to.as_str())
        };
        std::iter::successors(next(path), |to| next(to)).take(STEPS).last()
    }
}

impl Reader<'_> {
    pub(super) fn aliases(&mut self, raw: Vec<RawRenumbered>) -> Vec<Alias> {
        let mut aliases: Vec<Alias> = Vec::new();
        for RawRenumbered { series, number, to, on, why, from, paper } in raw {
            let Some(on) = self.day(&on) else { continue };
            if number.value == to.value {
                let message = format!("the number `{}` is replaced by itself", to.value);
                self.report(to.span, message, "name the number that replaced it");
                continue;
            }
            let paths = from.map(inner).zip(paper.map(inner));
            let (series, to) = (self.series(series), to.value.into());
            let number = Spanned { value: number.value.into(), span: number.span };
            aliases.push(Alias { series, number, to, on, why, paths });
        }
        aliases
    }
}
