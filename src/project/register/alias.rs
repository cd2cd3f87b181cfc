//! Numbers that were replaced by others, so that old references still lead somewhere.
//!
//! ```yaml
//! renumbered:
//!   - { number: 3733-0624, to: 3740-0624, on: 2024-06-03, from: 2024-06/3733.md, paper: 2024-06/3740.md }
//! ```

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{Entry, EntryKind, PublicationNumber, Reader, Register, SeriesId};
use crate::project::paths::inner;
use crate::series::NumberSet;
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

/// Where numbers and paths lead, for a look at any of them.
#[derive(Debug, Clone, Default)]
pub(super) struct Leads {
    series: BTreeMap<SeriesId, SeriesLeads>,
    /// The present path of a paper, by each that it had.
    paths: BTreeMap<String, String>,
}

/// Where the numbers of a series lead.
#[derive(Debug, Clone, Default)]
struct SeriesLeads {
    /// What replaced a number, in the order written.
    next: BTreeMap<PublicationNumber, Vec<PublicationNumber>>,
    /// What finally replaced a number.
    last: BTreeMap<PublicationNumber, PublicationNumber>,
    /// The numbers of `last`, to search a text for.
    replaced: NumberSet,
}

impl Leads {
    pub(super) fn new(aliases: &[Alias], entries: &[Entry]) -> Self {
        let mut series: BTreeMap<SeriesId, SeriesLeads> = BTreeMap::new();
        let mut paths = BTreeMap::new();
        for alias in aliases {
            let next = &mut series.entry(alias.series.clone()).or_default().next;
            next.entry(alias.number.value.clone()).or_default().push(alias.to.clone());
            paths.extend(alias.paths.clone());
        }
        for (id, leads) in &mut series {
            let own = entries.iter().filter(|entry| entry.series == *id);
            leads.resolve(own);
        }
        Self { series, paths: ends(&paths) }
    }
}

impl SeriesLeads {
    fn resolve<'r>(&mut self, entries: impl Iterator<Item = &'r Entry>) {
        let (mut held, mut void) = (BTreeSet::new(), BTreeSet::new());
        for entry in entries {
            let is_void = matches!(entry.kind, EntryKind::Void { .. });
            void.extend(is_void.then_some(&entry.number.value));
            held.insert(&entry.number.value);
        }
        // Of several the last: what was replaced before was a copy.
        let last = self.next.iter().filter(|(number, _)| !held.contains(number));
        let last = last.filter_map(|(number, to)| Some((number.clone(), to.last()?.clone())));
        self.last = ends(&last.collect());
        // A number that was taken back is on no paper.
        self.last.retain(|_, to| !void.contains(to));
        self.replaced = self.last.keys().map(PublicationNumber::as_str).collect();
    }
}

/// Where each key leads in the end; what leads around in a circle leads nowhere.
fn ends<T: Ord + Clone>(next: &BTreeMap<T, T>) -> BTreeMap<T, T> {
    let mut ends: BTreeMap<&T, Option<&T>> = BTreeMap::new();
    for start in next.keys() {
        let (mut at, mut passed) = (start, Vec::new());
        let end = loop {
            // One that is still being followed has no end yet.
            if let Some(known) = ends.get(at) {
                break *known;
            }
            let Some(to) = next.get(at) else { break Some(at) };
            ends.insert(at, None);
            passed.push(at);
            at = to;
        };
        ends.extend(passed.into_iter().map(|key| (key, end)));
    }
    ends.into_iter().filter_map(|(key, end)| Some((key.clone(), end?.clone()))).collect()
}

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
    /// else: if two papers had it, only one of them was given another. Nor does one lead to a number that is void.
    pub fn alias<'r>(&'r self, series: &str, number: &str) -> Option<&'r str> {
        self.leads.series.get(series)?.last.get(number).map(PublicationNumber::as_str)
    }

    /// The numbers of each series that lead to others, to search a text for.
    pub fn replaced(&self) -> impl Iterator<Item = (&str, &NumberSet)> {
        self.leads.series.iter().map(|(series, leads)| (series.as_str(), &leads.replaced))
    }

    /// Whether a paper of `series` that had the number `from` may have `to` now, in any number of steps.
    pub fn leads(&self, series: &str, from: &str, to: &str) -> bool {
        let Some(leads) = self.leads.series.get(series) else { return false };
        let (mut open, mut reached) = (vec![from], BTreeSet::from([from]));
        while let Some(number) = open.pop() {
            for next in leads.next.get(number).into_iter().flatten() {
                if *next == *to {
                    return true;
                }
                if reached.insert(next) {
                    open.push(next);
                }
            }
        }
        false
    }

    /// The present path of the paper that was at `path`.
    pub fn moved<'r>(&'r self, path: &str) -> Option<&'r str> {
        self.leads.paths.get(path).map(String::as_str)
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
