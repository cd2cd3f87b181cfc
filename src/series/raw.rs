//! `series.yaml` as it is written.
//!
//! Every key may be left out: a series that extends another states only what differs.

mod condition;
mod extend;
mod field;
mod links;
mod look;
mod placed;
mod roles;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::marking::RawMarking;
use super::{Case, Level, PaperSize, Part, Policy, RuleSetting, Uniqueness};
use crate::text::finding::Finding;
use crate::text::source::SourceFile;
use crate::yaml;
use placed::SetFile;

pub(super) use condition::{RawCondition, RawTest};
pub(super) use field::{RawBounds, RawField, RawItems, RawPattern, RawReference, RawUnique};
pub(super) use links::{RawLabel, RawLinks};
pub(super) use look::{RawLook, RawMark};
pub(super) use placed::Placed;
pub(super) use roles::RawRoles;

/// A kind of paper: what it requires, and what it looks like.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawSeries {
    /// The series that this one extends, which provides what is left out here.
    pub(super) extends: Option<Placed<String>>,
    /// The kind of paper as printed, for example "Issue Paper".
    pub(super) name: Option<String>,
    /// The agency that publishes.
    pub(super) agency: Option<String>,
    /// The language of a paper that names none, as a BCP 47 tag.
    pub(super) lang: Option<Placed<String>>,
    /// The paper that documents are printed on.
    pub(super) paper_size: Option<PaperSize>,
    /// The title of a paper that sets none, with `{field}` for printed values.
    pub(super) title: Option<Placed<String>>,
    /// Which field means what to the program: the number, the stage, the title.
    pub(super) roles: RawRoles,
    /// The life of a paper.
    pub(super) stages: RawStages,
    /// The publication number; a series without a pattern has none.
    pub(super) number: RawNumber,
    /// The kinds of revisions of a published paper; the first is the default.
    pub(super) revisions: Option<Vec<RawRevision>>,
    /// The paths of its papers, from the folder of the project: `*` stands for any characters of a name, `**/` for any
    /// folders, `{field}` for what the paper has in that field, `{number}` for its number.
    pub(super) files: Option<Vec<Placed<String>>>,
    /// The name of the file beside each paper that has its front matter, as `kep.yaml` beside `README.md`. It needs
    /// `files`.
    pub(super) front_matter_file: Option<Placed<String>>,
    /// What the front matter of a paper must be for it to be one of this series, besides.
    pub(super) papers_when: Option<Placed<RawCondition>>,
    /// Which headings open a section.
    pub(super) headings: RawHeadings,
    /// The fields of the front matter, merged with those of the extended series by their ids.
    pub(super) fields: Vec<RawField>,
    /// Whether papers have their fields in the order of this list.
    pub(super) fields_in_order: Option<bool>,
    /// Whether one space and no more is before each value, and nothing behind it.
    pub(super) trimmed_values: Option<bool>,
    /// What blocks of code are that name one of these languages, each as JSON with keys and values.
    pub(super) code_blocks: Vec<RawCodeBlock>,
    /// The ids of the closing fields, in the order they are printed.
    pub(super) foot: Option<Vec<Placed<String>>>,
    /// The lines of the front page.
    pub(super) cover: Option<Vec<RawCoverLine>>,
    /// The lines above the text, with `{field}` for printed values.
    pub(super) masthead: Option<Vec<Placed<String>>>,
    /// What documents are headed with, and how they look.
    pub(super) look: RawLook,
    /// How papers name each other in their text, and where their links may lead.
    pub(super) links: RawLinks,
    /// The sections in their order, merged with those of the extended series by their ids.
    pub(super) sections: Vec<RawSection>,
    /// What may not be in the text of its papers, besides what the extended series forbids.
    pub(super) forbidden_text: Vec<RawPattern>,
    /// Limits of plain language, in words.
    pub(super) limits: RawLimits,
    /// Short forms that need no expansion, besides those of the extended series.
    pub(super) acronyms: Vec<String>,
    /// The levels of rules for this series, by name.
    #[serde(deserialize_with = "placed::by_name")]
    pub(super) rules: BTreeMap<String, Placed<RuleSetting>>,
    /// Other levels for papers on some conditions, each stronger than the one before.
    pub(super) rules_when: Vec<RawRulesWhen>,
}

/// The levels of rules for papers on a condition.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRulesWhen {
    /// The condition.
    pub(super) when: Placed<RawCondition>,
    /// The levels of rules, by name.
    #[serde(default, deserialize_with = "placed::by_name")]
    pub(super) rules: BTreeMap<String, Placed<RuleSetting>>,
    /// The most severe that any finding is.
    pub(super) at_most: Option<Level>,
}

/// What a block of code is that names a language: an object of JSON, or a list of such.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCodeBlock {
    /// The language that the fence names, such as `csl-json`.
    pub(super) language: Placed<String>,
    /// Its keys, as those of a field of the type `mapping`. Others may be there, too.
    pub(super) fields: Vec<RawField>,
}

/// The stages of a paper's life.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawStages {
    /// Their names, from the first to the last.
    pub(super) order: Option<Placed<Vec<String>>>,
    /// The stage of a paper that names none.
    pub(super) default: Option<Placed<String>>,
    /// The marking on the pages at a stage: its text, or a mapping with `text`, `note` and `watermark`.
    #[serde(deserialize_with = "placed::by_name")]
    pub(super) markings: BTreeMap<String, Placed<RawMarking>>,
    /// Where a paper may go from each stage; by default to the next one.
    pub(super) moves: Option<Vec<RawMove>>,
    /// What may follow the name of a stage, after a space, as a regular expression: `by P-[0-9]+`, `\\(.*\\)`.
    pub(super) suffix: Option<Placed<String>>,
    /// The stage from which on a paper changes by revision alone, or `never`.
    pub(super) frozen_from: Option<Placed<String>>,
    /// The stage of withdrawn papers; by default the one of that name, or else the last.
    pub(super) withdrawn: Option<Placed<String>>,
}

/// Where a paper may go from a stage.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RawMove {
    /// The stage it is at.
    pub(super) from: Placed<String>,
    /// The stages it may go to.
    pub(super) to: Vec<Placed<String>>,
}

/// The publication number.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawNumber {
    /// The label as printed, for example `Pub#`.
    pub(super) label: Option<String>,
    /// Other spellings of the label that authors use.
    pub(super) other_labels: Option<Vec<String>>,
    /// The labels of papers on some conditions; the first condition that holds counts.
    pub(super) labels_when: Option<Vec<RawLabel>>,
    /// A regular expression for the whole number, with named groups. The group `serial` is what is counted, which blocks
    /// in the register have and `number next` names; it may be left out where all that the pattern leaves open is digits.
    pub(super) pattern: Option<Placed<String>>,
    /// The pattern for human readers, for example `NNNN-MMYY`.
    pub(super) form: Option<String>,
    /// A number that matches.
    pub(super) example: Option<Placed<String>>,
    /// Whether one number may be on several papers: `strict`, `family`, or `folder` where numbers begin anew in each folder.
    pub(super) uniqueness: Option<Uniqueness>,
    /// The stage from which on a paper must carry one, or `never`.
    pub(super) required_from: Option<Placed<String>>,
    /// The first stage at which a paper may carry one.
    pub(super) allowed_from: Option<Placed<String>>,
    /// A date field whose month the number's month may not precede, or `none`.
    pub(super) not_before: Option<Placed<String>>,
    /// What its groups must agree with.
    pub(super) binds: Option<Vec<RawBind>>,
}

/// A group of the number that repeats a field.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RawBind {
    /// The named group of the pattern.
    pub(super) group: Placed<String>,
    /// The field it repeats.
    pub(super) field: Placed<String>,
    /// Which part of the field.
    #[serde(default)]
    pub(super) part: Part,
}

/// A kind of revision of a published paper.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRevision {
    /// The name on the command line, for example `correction`.
    pub(super) kind: String,
    /// The kind as printed, for example "Correction".
    pub(super) label: Option<String>,
    /// The name of a revision: `{n}` is the count within the kind, and `{date}` the day.
    #[schemars(regex(pattern = r"\{(n|date)\}"))]
    pub(super) form: Placed<String>,
}

/// Which lines open a section.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawHeadings {
    /// The level of a section's heading, from 1 to 6.
    pub(super) level: Option<Placed<u8>>,
    /// Whether a heading of level 1 that begins the text is the paper's title, or repeats the one that a field has.
    pub(super) title: Option<bool>,
    /// Whether capital and small letters of a section's heading matter: `exact`, or `free`.
    pub(super) case: Option<Case>,
    /// What to do about a heading that ends in a colon.
    pub(super) trailing_colon: Option<Policy>,
    /// What to do about a paragraph that begins with a bold label, `**Issue:**`.
    pub(super) bold_labels: Option<Policy>,
}

/// A line of the front page.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCoverLine {
    /// What it is, for a style of its own.
    pub(super) role: String,
    /// The text, with `{field}` for printed values.
    pub(super) text: Placed<String>,
}

/// A section of the body.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSection {
    /// The stable id.
    pub(super) id: Placed<String>,
    /// The heading as printed.
    pub(super) heading: Option<String>,
    /// The level of its heading where that is not the level of the others: one that is deeper is part of the section
    /// above it.
    pub(super) level: Option<Placed<u8>>,
    /// Other headings that mean the same.
    pub(super) aliases: Option<Vec<String>>,
    /// The stage from which on it must be there, or `never`.
    pub(super) required_from: Option<Placed<String>>,
    /// When it must be there, besides.
    pub(super) required_when: Option<Placed<RawCondition>>,
    /// When it may be there; without this, always.
    pub(super) allowed_when: Option<Placed<RawCondition>>,
    /// When it may not be there.
    pub(super) forbidden_when: Option<Placed<RawCondition>>,
    /// All that it says, word by word.
    pub(super) text: Option<String>,
    /// Whether no section may follow it, not even one that the series does not know.
    pub(super) last: Option<bool>,
    /// The fewest words it may have.
    pub(super) min_words: Option<Placed<usize>>,
    /// The most words it may have.
    pub(super) max_words: Option<Placed<usize>>,
}

/// Limits of plain language, in words.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawLimits {
    /// The longest sentence.
    pub(super) sentence_words: Option<usize>,
    /// The longest paragraph.
    pub(super) paragraph_words: Option<usize>,
}

impl RawSeries {
    /// Reads `file`, which has the index `at` in the chain that makes a series.
    pub(super) fn read(file: &SourceFile, at: usize) -> Result<Self, Vec<Finding>> {
        let mut raw: Self = yaml::read(file).map_err(|problem| vec![problem.finding(file)])?;
        raw.set_file(at);
        Ok(raw)
    }
}
