//! What a series of papers requires: its fields, sections, number and stages.
//!
//! A series is data, a folder under `templates/` with a `series.yaml`; the program knows none by
//! name except the general one that a lone file is checked by. [`Library`] finds and resolves them,
//! [`values`] reads a paper's fields by them, [`outline`] its sections.

mod agreement;
mod color;
mod level;
mod library;
mod look;
mod marking;
mod mention;
mod number;
pub mod outline;
mod raw;
mod resolve;
mod revision;
pub mod scaffold;
pub mod values;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::text::source::Located;
use crate::yaml;

pub use agreement::Disagreement;
pub use color::Color;
pub use level::{Level, RuleSetting};
pub use library::{BinaryFile, Library, SERIES_FILE, TemplateFaults};
pub use look::{Captions, CoverKind, Look, Mark, Running, Typography};
pub use marking::Marking;
pub use mention::Mention;
pub use number::{Bind, NumberRule, Part, Uniqueness};
pub use outline::Outline;
pub use revision::Revision;
pub use values::Values;

/// The series of a paper that belongs to no project.
pub const GENERAL: &str = "issue-paper";

/// A series, resolved and checked.
#[derive(Debug, Clone)]
pub struct Series {
    /// The name of its folder.
    pub id: String,
    /// The kind of paper as printed, for example "Government Issue Paper".
    pub name: String,
    /// The agency that publishes.
    pub agency: Option<String>,
    /// The language of a paper that names none, as a BCP 47 tag.
    pub lang: String,
    /// The paper that its documents are printed on.
    pub paper_size: PaperSize,
    /// The title of a paper that sets none, with `{field}` for printed values.
    pub title: String,
    /// The life of a paper.
    pub stages: Stages,
    /// The publication number; `None` for a series without.
    pub number: Option<NumberRule>,
    /// The kinds of revisions of a published paper; the first is the default.
    pub revisions: Vec<Revision>,
    /// Which headings open a section.
    pub headings: HeadingStyle,
    /// The fields of the front matter, those that every series has first.
    pub fields: Vec<Field>,
    /// The ids of the closing fields, in the order they are printed.
    pub foot: Vec<String>,
    /// The lines of the front page.
    pub cover: Vec<CoverLine>,
    /// The lines above the text.
    pub masthead: Vec<String>,
    /// What documents are headed with, and how they look.
    pub look: Look,
    /// The sections in order.
    pub sections: Vec<Section>,
    /// Limits of plain language.
    pub limits: Limits,
    /// Short forms that need no expansion.
    pub acronyms: Vec<String>,
    /// The levels of rules for this series, by name; the names are checked by the checker.
    pub rules: BTreeMap<String, Located<RuleSetting>>,
}

/// The paper that documents are printed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PaperSize {
    /// US Letter, 8.5 × 11 inches.
    #[default]
    Letter,
    /// ISO 216 A4, 210 × 297 millimeters.
    A4,
}

/// The stages of a paper's life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stages {
    /// Their names, from the first to the last.
    pub order: Vec<String>,
    /// The stage of a paper that names none, as an index into `order`.
    pub default: usize,
    /// The marking on the page at a stage.
    pub markings: BTreeMap<String, Marking>,
    /// The stages that each may move to, as indexes, by index.
    pub moves: Vec<Vec<usize>>,
    /// The stage from which on a paper may not change, as an index; `publish` moves papers there.
    pub frozen_from: Option<usize>,
}

impl Stages {
    /// The index of a stage by its name.
    pub fn index(&self, name: &str) -> Option<usize> {
        self.order.iter().position(|stage| stage == name)
    }

    /// Whether a paper may move from one stage to another, both as indexes; it may always stay.
    pub fn is_legal(&self, from: usize, to: usize) -> bool {
        from == to || self.moves.get(from).is_some_and(|moves| moves.contains(&to))
    }

    /// The names of the stages that a paper may move to from the one of index `from`.
    pub fn next(&self, from: usize) -> impl Iterator<Item = &str> {
        let moves = self.moves.get(from).map_or(&[][..], Vec::as_slice);
        moves.iter().map(|to| self.name(*to))
    }

    /// The name of the stage of that index.
    pub fn name(&self, index: usize) -> &str {
        self.order.get(index).map_or("", String::as_str)
    }

    /// Whether a paper at the stage of index `stage` may not change.
    pub fn is_frozen(&self, stage: usize) -> bool {
        self.frozen_from.is_some_and(|frozen| stage >= frozen)
    }

    /// The stage of published papers.
    pub fn published(&self) -> Option<&str> {
        self.frozen_from.map(|frozen| self.name(frozen))
    }

    /// The stage of withdrawn papers: the last one, unless papers are published at it.
    pub fn withdrawn(&self) -> Option<&str> {
        let last = self.order.len().checked_sub(1)?;
        self.frozen_from.filter(|frozen| *frozen < last).map(|_| self.name(last))
    }

    /// Like [`Stages::index`], ignoring case.
    pub fn index_of_any_case(&self, name: &str) -> Option<usize> {
        self.order.iter().position(|stage| stage.to_lowercase() == name.to_lowercase())
    }
}

/// From which stage on something must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Requirement {
    /// From the stage of this index on.
    From(usize),
    /// Not at any stage.
    Never,
}

impl Requirement {
    /// Whether it must be there at the stage of index `stage`.
    pub const fn holds_at(self, stage: usize) -> bool {
        matches!(self, Self::From(first) if first <= stage)
    }
}

/// What to do about something that could be written better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Policy {
    /// Accept it silently.
    Accept,
    /// Accept it and report it.
    Report,
    /// Don't accept it.
    Ignore,
}

/// Which lines open a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeadingStyle {
    /// The level of a section's heading, from 1.
    pub level: u8,
    /// A heading that ends in a colon.
    pub trailing_colon: Policy,
    /// A paragraph that begins with a bold label, `**Issue:**`.
    pub bold_labels: Policy,
}

/// The type of a field's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum FieldType {
    /// Any text on one line.
    Text,
    /// A day, `YYYY-MM-DD`.
    Date,
    /// A month, `YYYY-MM`.
    Month,
    /// One of a list of words.
    Choice,
    /// A name and an office.
    Person,
    /// A unit of the registry.
    Unit,
    /// Several texts.
    List,
    /// The publication number.
    Number,
    /// The stage of the paper's life.
    Stage,
}

impl FieldType {
    /// The type in a message: "a day (`YYYY-MM-DD`)".
    pub const fn description(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Date => "a day written as `YYYY-MM-DD`",
            Self::Month => "a month written as `YYYY-MM`",
            Self::Choice | Self::Stage => "one word of a list",
            Self::Person => "a person: `Name, Office`, or the keys `name` and `office`",
            Self::Unit => "the name of a unit",
            Self::List => "a list",
            Self::Number => "a publication number in quotes",
        }
    }
}

/// Where a field is printed with its label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// Nowhere by itself; the cover and the masthead may name it.
    #[default]
    None,
    /// Before the sections.
    Head,
    /// After the sections.
    Foot,
}

/// Whether a person must name an office.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum OfficeNeed {
    /// The printed line may be a name alone.
    #[default]
    Optional,
    /// Name and office are both needed.
    Required,
}

/// A field of the front matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The key.
    pub id: String,
    /// The label as printed.
    pub label: String,
    /// What its value is.
    pub field_type: FieldType,
    /// When it must be there.
    pub required: Requirement,
    /// Where it is printed.
    pub place: Place,
    /// The words a [`FieldType::Choice`] may be.
    pub choices: Vec<String>,
    /// Those of the words that ask nothing of the committee.
    pub no_action: Vec<String>,
    /// The kinds that a [`FieldType::Unit`] may have.
    pub kinds: Vec<String>,
    /// The field that names the unit's parent.
    pub within: Option<String>,
    /// What a [`FieldType::Date`] may not be later than.
    pub not_after: Vec<DateBound>,
    /// Whether a [`FieldType::Person`] must name an office.
    pub office: OfficeNeed,
}

impl Field {
    /// What a value of the field is, for a message: "a day written as `YYYY-MM-DD`".
    pub fn description(&self) -> String {
        match self.field_type {
            FieldType::Choice => {
                format!("one of `{}`", self.choices.join("`, `"))
            }
            other => other.description().to_owned(),
        }
    }
}

/// The latest day a date may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DateBound {
    /// The day of the check.
    Today,
    /// The end of the month in this field.
    EndOf(String),
}

/// A line of the front page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverLine {
    /// What it is, for a style of its own.
    pub role: String,
    /// The text, with `{field}` for printed values.
    pub text: String,
}

/// A section of the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The stable id.
    pub id: String,
    /// The heading as printed.
    pub heading: String,
    /// Other headings that mean the same.
    pub aliases: Vec<String>,
    /// When it must be there.
    pub required: Requirement,
    /// The fewest words it may have.
    pub min_words: Option<usize>,
    /// The most words it may have.
    pub max_words: Option<usize>,
}

/// Limits of plain language, in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The longest sentence.
    pub sentence_words: usize,
    /// The longest paragraph.
    pub paragraph_words: usize,
}

impl Series {
    /// The JSON Schema of the file that declares a series, `series.yaml`.
    pub fn schema() -> serde_json::Value {
        yaml::schema::<raw::RawSeries>()
    }

    /// Whether several of its papers may carry one number.
    pub fn shares_numbers(&self) -> bool {
        self.number.as_ref().is_some_and(NumberRule::allows_sharing)
    }

    /// The field under `id`.
    pub fn field(&self, id: impl AsRef<str>) -> Option<&Field> {
        let id = id.as_ref();
        self.fields.iter().find(|field| field.id == id)
    }
}
