//! The project's register of publication numbers, `numbers.yaml`: blocks that were received, and the status
//! of their serials.
//!
//! People edit the file and git merges it, so each entry is a line, and entries of one kind are together:
//!
//! ```yaml
//! blocks:
//!   - { from: "3725", to: "3744", received: 2024-04-02, source: Publications desk }
//! reserved:
//!   - { number: "3734", by: Robin Roe, on: 2024-05-20 }
//! assigned:
//!   - { number: 3733-0624, paper: 2024-06/forced-labor.md, on: 2024-05-21 }
//! void:
//!   - { number: "3735", why: printed by another office, on: 2024-05-22 }
//! ```

mod alias;
mod block;
mod change;
mod edit;
mod ids;
mod merge;
mod pool;
mod record;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::paper::written_days::{NoDay, read_day};
use crate::project::paths::inner;
use crate::text::conflict;
use crate::text::finding::{Finding, INVALID_SETTINGS, Label};
use crate::text::source::{SourceFile, Span, Spanned};
use crate::yaml::{self, DayText};
use alias::{Leads, RawRenumbered};
use block::RawBlock;
use record::{RawPublished, RawRecords, RawRevised, RawWithdrawn, Records};

pub use alias::Alias;
pub use block::Block;
pub use change::{RegisterChange, RegisterEditError, apply};
pub use ids::{PublicationNumber, Serial, SeriesId};
pub use merge::merge;
pub use pool::{Pool, State};
pub use record::{Event, Record, Step};

/// What to do about a merge conflict in the register.
const RESOLVE: &str = "`issuepaper number rebuild` keeps the entries of both sides";

/// The register in a project's folder.
pub const REGISTER_FILE: &str = "numbers.yaml";

/// The register, read and checked by itself.
#[derive(Debug, Clone)]
pub struct Register {
    /// The file it was read from.
    pub file: SourceFile,
    /// The blocks of serials received, in the order written.
    pub blocks: Vec<Block>,
    /// The entries for numbers, in the order written.
    pub entries: Vec<Entry>,
    /// Numbers that were replaced by others, in the order written.
    pub aliases: Vec<Alias>,
    leads: Leads,
    records: Records,
    index: BTreeMap<SeriesId, Index>,
}

/// The entries of a series, as indexes into those of the register.
#[derive(Debug, Clone, Default)]
struct Index {
    all: Vec<usize>,
    by_number: BTreeMap<PublicationNumber, usize>,
    by_paper: BTreeMap<String, Vec<usize>>,
}

/// The entry for a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The series.
    pub series: SeriesId,
    /// The number, or the serial alone if no paper has it yet.
    pub number: Spanned<PublicationNumber>,
    /// The day.
    pub on: NaiveDate,
    /// What happened to the number.
    pub kind: EntryKind,
}

/// What can happen to a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EntryKind {
    /// Somebody will need it.
    Reserved {
        /// Who.
        by: String,
    },
    /// A paper has it.
    Assigned {
        /// The paper's path from the project's folder, with `/` between parts.
        paper: String,
        /// For whom it had been reserved, if it was.
        by: Option<String>,
    },
    /// Nobody may use it.
    Void {
        /// Why.
        why: String,
    },
}

impl EntryKind {
    /// The kind in a message: "reserved".
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Reserved { .. } => "reserved",
            Self::Assigned { .. } => "assigned",
            Self::Void { .. } => "void",
        }
    }
}

impl Register {
    /// The blocks of `series`.
    pub fn blocks_of<'r>(&'r self, series: &str) -> impl Iterator<Item = &'r Block> {
        self.blocks.iter().filter(move |block| block.series == *series)
    }

    /// The entries of `series`, in the order written.
    pub fn entries_of<'r>(&'r self, series: &str) -> impl Iterator<Item = &'r Entry> {
        self.select(self.index.get(series).map(|index| index.all.as_slice()))
    }

    /// The JSON Schema of the file.
    pub fn schema() -> serde_json::Value {
        yaml::schema::<RawRegister>()
    }

    /// The entry for a number, the first one if papers share it.
    pub fn entry(&self, series: &str, number: &str) -> Option<&Entry> {
        let at = self.index.get(series)?.by_number.get(number)?;
        self.entries.get(*at)
    }

    /// The entries that assign a number to the paper at `path`, from the project's folder.
    pub fn assigned_to<'r>(&'r self, series: &str, path: &str) -> impl Iterator<Item = &'r Entry> {
        let index = self.index.get(series);
        self.select(index.and_then(|index| index.by_paper.get(path)).map(Vec::as_slice))
    }

    fn select<'r>(&'r self, places: Option<&'r [usize]>) -> impl Iterator<Item = &'r Entry> {
        places.into_iter().flatten().filter_map(|at| self.entries.get(*at))
    }

    /// Reads `numbers.yaml`. Entries without a series are of `default`, the project's own.
    ///
    /// # Errors
    ///
    /// What is wrong in the file, at its place: bad YAML, an invalid day, a block that ends before it
    /// begins or overlaps another, a number that is listed twice.
    pub fn read(file: SourceFile, default: &str) -> Result<Self, Vec<Finding>> {
        let raw: RawRegister = yaml::read(&file).map_err(|problem| {
            let finding = problem.finding(&file);
            let is_conflict = !conflict::markers(file.text()).is_empty();
            vec![if is_conflict { finding.help(RESOLVE) } else { finding }]
        })?;
        let mut reader = Reader { file: &file, default, findings: Vec::new() };
        let blocks: Vec<Block> =
            raw.blocks.into_iter().filter_map(|block| reader.block(block)).collect();
        let mut entries = Vec::new();
        for RawReserved { series, number, by, on } in raw.reserved {
            entries.extend(reader.entry(series, number, &on, EntryKind::Reserved { by }));
        }
        for RawAssigned { series, number, paper, by, on } in raw.assigned {
            let paper = inner(paper);
            entries.extend(reader.entry(series, number, &on, EntryKind::Assigned { paper, by }));
        }
        for RawVoid { series, number, why, on } in raw.void {
            entries.extend(reader.entry(series, number, &on, EntryKind::Void { why }));
        }
        reader.check_blocks(&blocks);
        reader.check_numbers(&entries);
        let RawRegister { published, revised, withdrawn, renumbered, .. } = raw;
        let aliases = reader.aliases(renumbered);
        let records = reader.records(RawRecords { published, revised, withdrawn });
        let findings = reader.findings;
        if findings.is_empty() {
            let (index, leads) = (index(&entries), Leads::new(&aliases, &entries));
            Ok(Self { file, blocks, entries, aliases, leads, records, index })
        } else {
            Err(findings)
        }
    }

    /// The history of the paper at `path` since it was published.
    pub fn record(&self, path: &str) -> Record<'_> {
        self.records.of(path)
    }

    /// The papers that were published, by path.
    pub fn records(&self) -> impl Iterator<Item = (&str, Record<'_>)> {
        self.records.iter()
    }
}

fn index(entries: &[Entry]) -> BTreeMap<SeriesId, Index> {
    let mut indexes: BTreeMap<SeriesId, Index> = BTreeMap::new();
    for (at, entry) in entries.iter().enumerate() {
        let index = indexes.entry(entry.series.clone()).or_default();
        index.all.push(at);
        index.by_number.entry(entry.number.value.clone()).or_insert(at);
        if let EntryKind::Assigned { paper, .. } = &entry.kind {
            index.by_paper.entry(paper.clone()).or_default().push(at);
        }
    }
    indexes
}

/// Collects findings along the way.
struct Reader<'f> {
    file: &'f SourceFile,
    /// The series of entries that name none.
    default: &'f str,
    findings: Vec<Finding>,
}

impl Reader<'_> {
    fn report(&mut self, span: Span, message: String, help: &str) -> &mut Finding {
        let at = self.findings.len();
        self.findings.push(Finding::error(INVALID_SETTINGS, self.file, span, message).help(help));
        &mut self.findings[at]
    }

    fn day(&mut self, day: &Spanned<String>) -> Option<NaiveDate> {
        let read = read_day(&day.value);
        if let Err(NoDay { message, help }) = &read {
            self.report(day.span, message.clone(), help);
        }
        read.ok()
    }

    fn series(&self, named: Option<String>) -> SeriesId {
        named.unwrap_or_else(|| self.default.to_owned()).into()
    }

    fn entry(
        &mut self,
        series: Option<String>,
        number: Spanned<String>,
        on: &Spanned<String>,
        kind: EntryKind,
    ) -> Option<Entry> {
        let on = self.day(on)?;
        let number = Spanned { value: number.value.into(), span: number.span };
        Some(Entry { series: self.series(series), number, on, kind })
    }

    fn check_numbers(&mut self, entries: &[Entry]) {
        let mut seen: BTreeMap<(&SeriesId, Option<Serial>, &str), &Entry> = BTreeMap::new();
        for entry in entries {
            // Papers of a family share a number; the rules report those that must not.
            let member = match &entry.kind {
                EntryKind::Assigned { paper, .. } => paper.as_str(),
                _ => "",
            };
            let number = entry.number.value.as_str();
            let serial = Serial::parse(number);
            let text = if serial.is_some() { "" } else { number };
            let key = (&entry.series, serial, text);
            let Some(first) = seen.get(&key) else {
                seen.insert(key, entry);
                continue;
            };
            if let EntryKind::Assigned { paper, .. } = &first.kind
                && !member.is_empty()
                && paper != member
            {
                continue;
            }
            let message = format!("the number `{number}` is listed twice");
            let label = self.label(first.number.span, first.kind.name());
            let help = "keep the entry that says what happened to it, and delete the other";
            self.report(entry.number.span, message, help).labels.push(label);
        }
    }

    fn label(&self, span: Span, message: &str) -> Label {
        Label { file: self.file.clone(), span, message: message.to_owned() }
    }
}

/// The publication numbers and their status, and the papers that were published.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct RawRegister {
    /// Blocks of serials received.
    #[serde(default)]
    blocks: Vec<RawBlock>,
    /// Numbers that somebody will need.
    #[serde(default)]
    reserved: Vec<RawReserved>,
    /// Numbers of papers.
    #[serde(default)]
    assigned: Vec<RawAssigned>,
    /// Numbers that nobody may use.
    #[serde(default)]
    void: Vec<RawVoid>,
    /// Numbers that were replaced by others.
    #[serde(default)]
    renumbered: Vec<RawRenumbered>,
    /// Papers as they were published.
    #[serde(default)]
    published: Vec<RawPublished>,
    /// Revisions of published papers.
    #[serde(default)]
    revised: Vec<RawRevised>,
    /// Papers that are no longer valid.
    #[serde(default)]
    withdrawn: Vec<RawWithdrawn>,
}

/// A number that somebody will need.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct RawReserved {
    /// The series; by default the project's own.
    series: Option<String>,
    /// The number, or its serial.
    number: Spanned<String>,
    /// Who will need it.
    by: String,
    /// The day.
    #[schemars(with = "DayText")]
    on: Spanned<String>,
}

/// A number of a paper.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct RawAssigned {
    /// The series; by default the project's own.
    series: Option<String>,
    /// The number, or its serial.
    number: Spanned<String>,
    /// The paper's path, from the project's folder.
    paper: String,
    /// For whom it had been reserved, if it was.
    by: Option<String>,
    /// The day.
    #[schemars(with = "DayText")]
    on: Spanned<String>,
}

/// A number that nobody may use.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct RawVoid {
    /// The series; by default the project's own.
    series: Option<String>,
    /// The number, or its serial.
    number: Spanned<String>,
    /// Why nobody may use it.
    why: String,
    /// The day.
    #[schemars(with = "DayText")]
    on: Spanned<String>,
}

#[cfg(test)]
mod tests;
