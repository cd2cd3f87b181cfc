//! The project's record of publication numbers, `numbers.yaml`: blocks that were received, and what became
//! of their serials.
//!
//! People edit the file and git merges it, so an entry is a line, and entries of a kind stand together:
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
pub mod edit;
mod merge;
mod pool;
mod record;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Deserialize;

use crate::paper::fields::parse_date;
use crate::text::finding::{Finding, Label};
use crate::text::source::{SourceFile, Span, Spanned};
use crate::text::suggest;
use crate::yaml::{self, INVALID_SETTINGS};
use alias::RawRenumbered;
use block::RawBlock;
use record::{RawPublished, RawRecords, RawRevised, RawWithdrawn, Records};

pub use alias::Alias;
pub use block::Block;
pub use merge::merge;
pub use pool::{Pool, State, serial};
pub use record::{Event, Record, Step};

/// The register in a project's folder.
pub const REGISTER_FILE: &str = "numbers.yaml";

/// The register, read and checked in itself.
#[derive(Debug, Clone)]
pub struct Register {
    /// The file it was read from.
    pub file: SourceFile,
    /// The blocks of serials received, in the order written.
    pub blocks: Vec<Block>,
    /// What became of numbers, in the order written.
    pub entries: Vec<Entry>,
    /// Numbers that gave way to others, in the order written.
    pub aliases: Vec<Alias>,
    records: Records,
}

/// What became of a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The series; none for the project's own.
    pub series: Option<String>,
    /// The number, or the serial alone where no paper has it yet.
    pub number: Spanned<String>,
    /// The day.
    pub on: NaiveDate,
    /// What happened on it.
    pub fate: Fate,
}

/// What can become of a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// Somebody will need it.
    Reserved {
        /// Who.
        by: String,
    },
    /// A paper has it.
    Assigned {
        /// The paper's path from the project's folder, with `/` between parts.
        paper: String,
    },
    /// Nobody may use it.
    Void {
        /// Why.
        why: String,
    },
}

impl Fate {
    /// The fate in a message: "reserved".
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Reserved { .. } => "reserved",
            Self::Assigned { .. } => "assigned",
            Self::Void { .. } => "void",
        }
    }
}

/// Whether what is written for `own`, or for the project's series `default` without a name, is of `series`.
fn is_of(own: Option<&str>, series: &str, default: &str) -> bool {
    own.unwrap_or(default) == series
}

impl Register {
    /// The blocks of `series`, where `default` is the project's own.
    pub fn blocks_of<'r>(&'r self, series: &str, default: &str) -> impl Iterator<Item = &'r Block> {
        self.blocks.iter().filter(move |block| is_of(block.series.as_deref(), series, default))
    }

    /// The entries of `series`, where `default` is the project's own.
    pub fn entries_of<'r>(
        &'r self,
        series: &str,
        default: &str,
    ) -> impl Iterator<Item = &'r Entry> {
        self.entries.iter().filter(move |entry| is_of(entry.series.as_deref(), series, default))
    }

    /// Reads `numbers.yaml`.
    ///
    /// # Errors
    ///
    /// What is wrong in the file, at its place: bad YAML, a day that is none, a block that ends before it
    /// begins or overlaps another, a number that stands twice.
    pub fn read(file: SourceFile) -> Result<Self, Vec<Finding>> {
        let raw: RawRegister = yaml::read(&file).map_err(|problem| vec![problem.finding(&file)])?;
        let mut reader = Reader { file: &file, findings: Vec::new() };
        let blocks: Vec<Block> =
            raw.blocks.into_iter().filter_map(|block| reader.block(block)).collect();
        let mut entries = Vec::new();
        for RawReserved { series, number, by, on } in raw.reserved {
            entries.extend(reader.entry(series, number, &on, Fate::Reserved { by }));
        }
        for RawAssigned { series, number, paper, on } in raw.assigned {
            entries.extend(reader.entry(series, number, &on, Fate::Assigned { paper }));
        }
        for RawVoid { series, number, why, on } in raw.void {
            entries.extend(reader.entry(series, number, &on, Fate::Void { why }));
        }
        reader.check_blocks(&blocks);
        reader.check_numbers(&entries);
        let RawRegister { published, revised, withdrawn, renumbered, .. } = raw;
        let aliases = reader.aliases(renumbered);
        let records = reader.records(RawRecords { published, revised, withdrawn });
        let findings = reader.findings;
        if findings.is_empty() {
            Ok(Self { file, blocks, entries, aliases, records })
        } else {
            Err(findings)
        }
    }

    /// The life of the paper at `path` since it was published.
    pub fn record(&self, path: &str) -> Record<'_> {
        self.records.of(path)
    }

    /// The papers that were published, by path.
    pub fn records(&self) -> impl Iterator<Item = (&str, Record<'_>)> {
        self.records.iter()
    }
}

/// Collects what is wrong on the way.
struct Reader<'f> {
    file: &'f SourceFile,
    findings: Vec<Finding>,
}

impl Reader<'_> {
    fn report(&mut self, span: Span, message: String, help: &str) -> &mut Finding {
        let at = self.findings.len();
        self.findings.push(Finding::error(INVALID_SETTINGS, self.file, span, message).help(help));
        &mut self.findings[at]
    }

    fn day(&mut self, day: &Spanned<String>) -> Option<NaiveDate> {
        let read = parse_date(&day.value).ok();
        if read.is_none() {
            let message = format!("{} is no day", suggest::shown(&day.value));
            self.report(day.span, message, "write it as `YYYY-MM-DD`");
        }
        read
    }

    fn entry(
        &mut self,
        series: Option<String>,
        number: Spanned<String>,
        on: &Spanned<String>,
        fate: Fate,
    ) -> Option<Entry> {
        let on = self.day(on)?;
        Some(Entry { series, number, on, fate })
    }

    fn check_numbers(&mut self, entries: &[Entry]) {
        let mut seen: BTreeMap<(Option<&str>, &str), &Entry> = BTreeMap::new();
        for entry in entries {
            // Papers of a family share a number; where they may not, the rules tell.
            let member = match &entry.fate {
                Fate::Assigned { paper } => paper.as_str(),
                _ => "",
            };
            let number = entry.number.value.as_str();
            let key = (entry.series.as_deref(), number);
            if let Some(Fate::Assigned { paper }) = seen.get(&key).map(|first| &first.fate)
                && !member.is_empty()
                && paper != member
            {
                continue;
            }
            let Some(first) = seen.get(&key) else {
                seen.insert(key, entry);
                continue;
            };
            let message = format!("the number `{}` stands twice", entry.number.value);
            let label = self.label(first.number.span, first.fate.name());
            let help = "keep the entry that tells what became of it, and delete the other";
            self.report(entry.number.span, message, help).labels.push(label);
        }
    }

    fn label(&self, span: Span, message: &str) -> Label {
        Label { file: self.file.clone(), span, message: message.to_owned() }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRegister {
    #[serde(default)]
    blocks: Vec<RawBlock>,
    #[serde(default)]
    reserved: Vec<RawReserved>,
    #[serde(default)]
    assigned: Vec<RawAssigned>,
    #[serde(default)]
    void: Vec<RawVoid>,
    #[serde(default)]
    renumbered: Vec<RawRenumbered>,
    #[serde(default)]
    published: Vec<RawPublished>,
    #[serde(default)]
    revised: Vec<RawRevised>,
    #[serde(default)]
    withdrawn: Vec<RawWithdrawn>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawReserved {
    series: Option<String>,
    number: Spanned<String>,
    by: String,
    on: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAssigned {
    series: Option<String>,
    number: Spanned<String>,
    paper: String,
    on: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawVoid {
    series: Option<String>,
    number: Spanned<String>,
    why: String,
    on: Spanned<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Register, Vec<Finding>> {
        Register::read(SourceFile::new(REGISTER_FILE, text))
    }

    #[test]
    fn entries_keep_their_order_and_their_places() {
        let text = "blocks:\n  - { from: \"0098\", to: \"0101\", received: 2024-04-02, source: Desk }\n\
                    assigned:\n  - { number: 0098-0624, paper: a.md, on: 2024-05-21 } # first\n\
                    void:\n  - { number: \"0099\", why: lost, on: 2024-05-22, series: memo }\n";
        let register = read(text).ok();
        let block = register.as_ref().map(|register| &register.blocks[0]);
        assert_eq!(block.map(|block| (block.from, block.to, block.digits)), Some((98, 101, 4)));
        let entries = register.map(|register| register.entries).unwrap_or_default();
        let told: Vec<_> = entries
            .iter()
            .map(|entry| (&text[entry.number.span.range()], entry.fate.name()))
            .collect();
        assert_eq!(told, [("0098-0624", "assigned"), ("\"0099\"", "void")]);
    }

    #[test]
    fn what_can_t_be_has_its_place() {
        let finding = |text: &str| {
            let findings = read(text).err().unwrap_or_default();
            let [finding] = findings.as_slice() else { return (String::new(), findings.len()) };
            (text[finding.span.range()].to_owned(), finding.labels.len())
        };
        let block = |from: &str, to: &str, day: &str| {
            format!("  - {{ from: \"{from}\", to: \"{to}\", received: {day}, source: Desk }}\n")
        };
        let blocks = |all: &[String]| format!("blocks:\n{}", all.concat());
        let day = "2024-04-02";
        assert_eq!(finding(&blocks(&[block("9", "8", day)])), ("\"8\"".to_owned(), 0));
        for (from, to) in [("9", "x"), ("0001", "12"), ("12", "0013"), ("1", "1000001")] {
            assert_eq!(finding(&blocks(&[block(from, to, day)])), (format!("\"{to}\""), 0));
        }
        assert_eq!(finding(&blocks(&[block("9998", "10002", day)])), (String::new(), 0));
        assert_eq!(
            finding(&blocks(&[block("8", "9", "2024-02-30")])),
            ("2024-02-30".to_owned(), 0)
        );
        let overlapping = blocks(&[block("1", "5", day), block("5", "9", day)]);
        assert_eq!(finding(&overlapping), ("\"5\"".to_owned(), 1));
        let twice = "reserved:\n  - { number: '7', by: Alex Doe, on: 2024-04-02 }\nvoid:\n  - { number: \"7\", why: lost, on: 2024-04-02 }\n";
        assert_eq!(finding(twice), ("\"7\"".to_owned(), 1));
        assert!(read("void:\n  - { number: '7', on: 2024-04-02 }\n").is_err());
        assert!(read("blocks: []\n").is_ok());
    }
}
