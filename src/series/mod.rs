//! What a series of papers requires: its fields, sections, number and stages.
//!
//! A series is data, a folder under `templates/` with a `series.yaml`; the program knows none by
//! name except the general one that a lone file is checked by. [`Library`] finds and resolves them,
//! [`values`] reads a paper's fields by them, [`outline`] its sections.

mod agreement;
mod color;
mod condition;
mod constraint;
mod field;
mod files;
mod labeled;
mod level;
mod library;
mod links;
mod look;
mod marking;
mod mention;
mod number;
pub mod outline;
mod raw;
mod resolve;
mod revision;
mod role;
pub mod scaffold;
mod stages;
pub mod values;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::text::source::Located;
use crate::yaml;

pub use agreement::Disagreement;
pub use color::Color;
pub use condition::Condition;
pub use constraint::{Bounds, Constraints, Pattern, Unique};
pub use field::{DateBound, Field, FieldType, OfficeNeed, Place, Presence, ReferenceRule};
pub use files::FilePattern;
pub use labeled::LabeledNumber;
pub use level::{Level, RuleSetting};
pub use library::{BinaryFile, Library, SERIES_FILE, TemplateFaults};
pub use links::{LabelWhen, LinkRule};
pub use look::{Captions, CoverKind, Look, Mark, Running, Typography};
pub use marking::Marking;
pub use mention::{Mention, NumberSet};
pub use number::{Bind, NUMBER_LABEL, NumberRule, Part, Uniqueness};
pub use outline::Outline;
pub use revision::Revision;
pub use role::{Named, Role};
pub use stages::Stages;
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
    /// Which files are its papers; none where the project says so.
    pub files: Vec<FilePattern>,
    /// The name of the file beside a paper that has its front matter; none if the paper has it itself.
    pub front_matter_file: Option<String>,
    /// What a paper without a `series` must be to be one of it.
    pub papers_when: Option<Condition>,
    /// Which headings open a section.
    pub headings: HeadingStyle,
    /// The fields of the front matter, those that every series has first.
    pub fields: Vec<Field>,
    /// The keys in the order that papers have them; empty where any order will do.
    pub field_order: Vec<String>,
    /// Whether one space and no more is before each value, and nothing behind it.
    pub has_trimmed_values: bool,
    /// What blocks of code are, each a mapping with the language as its id.
    pub code_blocks: Vec<Field>,
    /// The ids of the closing fields, in the order they are printed.
    pub foot: Vec<String>,
    /// The lines of the front page.
    pub cover: Vec<CoverLine>,
    /// The lines above the text.
    pub masthead: Vec<String>,
    /// What documents are headed with, and how they look.
    pub look: Look,
    /// How papers name each other in their text, and where their links may lead.
    pub links: LinkRule,
    /// The sections in order.
    pub sections: Vec<Section>,
    /// What may not be in the text of its papers.
    pub forbidden_text: Vec<Pattern>,
    /// Limits of plain language.
    pub limits: Limits,
    /// Short forms that need no expansion.
    pub acronyms: Vec<String>,
    /// The levels of rules for this series, by name; the names are checked by the checker.
    pub rules: BTreeMap<String, Located<RuleSetting>>,
    /// Other levels for papers on some conditions, each stronger than the one before.
    pub rules_when: Vec<RulesWhen>,
}

/// The levels of rules for papers on a condition.
#[derive(Debug, Clone)]
pub struct RulesWhen {
    /// The condition.
    pub when: Condition,
    /// The levels, by name.
    pub rules: BTreeMap<String, Located<RuleSetting>>,
    /// The most severe that any finding is.
    pub at_most: Option<Level>,
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

/// Whether capital and small letters of a heading matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Case {
    /// They don't.
    Free,
    /// A heading has those of the series.
    Exact,
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
    /// Whether a heading of level 1 that begins the text is the title, or repeats the one that a field has.
    pub has_title: bool,
    /// Whether capital and small letters of a heading matter.
    pub is_exact_case: bool,
    /// A heading that ends in a colon.
    pub trailing_colon: Policy,
    /// A paragraph that begins with a bold label, `**Issue:**`.
    pub bold_labels: Policy,
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
    /// The level of its heading, from 1.
    pub level: u8,
    /// Other headings that mean the same.
    pub aliases: Vec<String>,
    /// When it must be there.
    pub required: Requirement,
    /// When else it must be there, and when it may be.
    pub when: Presence,
    /// All that it says, where that is the same in every paper.
    pub text: Option<String>,
    /// Whether no section may follow it.
    pub is_last: bool,
    /// The fewest words it may have.
    pub min_words: Option<usize>,
    /// The most words it may have.
    pub max_words: Option<usize>,
}

impl Section {
    /// Whether papers need it at any stage, or on any condition.
    pub const fn is_expected(&self) -> bool {
        !matches!(self.required, Requirement::Never) || self.when.required.is_some()
    }
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

    /// Whether its papers must have a front matter: some field is required, at some stage or on some condition.
    pub fn needs_front_matter(&self) -> bool {
        let needs_number = |rule: &NumberRule| {
            rule.required != Requirement::Never
                && self.field(Role::Number).is_some()
                && !self.files.iter().any(|pattern| pattern.names().any(|it| it == files::NUMBER))
        };
        let is_needed = |field: &Field| {
            (field.required != Requirement::Never || field.when.required.is_some())
                && !self.is_in_text(field)
        };
        self.fields.iter().any(is_needed) || self.number.as_ref().is_some_and(needs_number)
    }

    /// The folder in which the number of the paper at `path` is that of no other, in a series whose numbers begin anew in
    /// each folder: what is before the part of the path that has the number.
    pub fn folder_of_number<'t>(&self, path: &'t str) -> Option<&'t str> {
        self.number.as_ref().filter(|rule| rule.uniqueness == Uniqueness::Folder)?;
        let names = [files::NUMBER, self.key(Role::Number).unwrap_or(files::NUMBER)];
        let pattern = self.files.iter().find(|pattern| pattern.is_match(path));
        let below = pattern.map_or(0, |pattern| pattern.folders_below(&names));
        let above = |path: &'t str| path.rsplit_once('/').map_or("", |(folder, _)| folder);
        Some((0..=below).fold(path, |path, _| above(path)))
    }

    /// Whether several of its papers may carry one number.
    pub fn shares_numbers(&self) -> bool {
        self.number.as_ref().is_some_and(NumberRule::allows_sharing)
    }
}
