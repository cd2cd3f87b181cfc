//! A series as it was learned: data, with what each guess rests on.

use crate::paper::InText;
use crate::series::{FieldType, Uniqueness};

/// A guess, and the sentences that say on how many papers it rests and which differ.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Guess<T> {
    /// What was guessed.
    pub value: T,
    /// The sentences.
    pub notes: Vec<String>,
}

impl<T> Guess<T> {
    /// A guess with one sentence.
    pub fn new(value: T, note: impl Into<String>) -> Self {
        Self { value, notes: vec![note.into()] }
    }
}

/// A series that papers pass as far as they agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LearnedSeries {
    /// The name of its folder.
    pub id: String,
    /// The kind of paper as printed.
    pub name: String,
    /// How many papers it was learned from.
    pub papers: usize,
    /// What is said at the top of the file.
    pub notes: Vec<String>,
    /// The patterns for the paths of its papers.
    pub files: Guess<Vec<String>>,
    /// The name of the file beside each paper that has its front matter; none if papers have it themselves.
    pub front_matter_file: Option<Guess<String>>,
    /// The keys of which a file has one if it is a paper; none where its path is enough.
    pub papers_when: Option<Guess<Vec<String>>>,
    /// The key of each role, or `none`.
    pub roles: Vec<(&'static str, Guess<String>)>,
    /// The stages.
    pub stages: LearnedStages,
    /// The number.
    pub number: Option<Guess<LearnedNumber>>,
    /// Whether the fields have an order.
    pub is_ordered: Guess<bool>,
    /// The fields in their order.
    pub fields: Vec<LearnedField>,
    /// What is said of keys that are no fields.
    pub left_out: Vec<String>,
    /// The headings of sections.
    pub headings: Guess<LearnedHeadings>,
    /// The sections in their order.
    pub sections: Vec<LearnedSection>,
    /// The rules that are off.
    pub rules_off: Vec<Guess<&'static str>>,
    /// What is said of rules that stay on although papers break them.
    pub rules_kept: Vec<String>,
}

/// The stages of papers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LearnedStages {
    /// Their names in their order.
    pub order: Guess<Vec<String>>,
    /// A regular expression for what follows the name of a stage in some papers.
    pub suffix: Option<Guess<String>>,
}

/// The number of papers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LearnedNumber {
    /// The label as printed; empty if it is not known.
    pub label: String,
    /// A regular expression for the whole number.
    pub pattern: String,
    /// One of the numbers.
    pub example: String,
    /// Whether all papers need one.
    pub is_required: bool,
    /// Whether several papers may have one number.
    pub uniqueness: Uniqueness,
}

/// A field of the front matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LearnedField {
    /// The key.
    pub id: String,
    /// Where in the text it is; none if it is in the front matter.
    pub in_text: Option<InText>,
    /// What its values are.
    pub kind: Kind,
    /// When it is there.
    pub need: Need,
    /// What this rests on.
    pub notes: Vec<String>,
}

/// What the values of a field are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kind {
    /// Their type; none where it follows from the role.
    pub field_type: Option<FieldType>,
    /// The words that they are.
    pub choices: Vec<String>,
    /// What the whole text matches.
    pub pattern: Option<String>,
    /// What is between the items of a list in one text.
    pub separator: Option<&'static str>,
    /// What the items of a list are.
    pub items: Option<Box<Kind>>,
}

impl Kind {
    /// Values of a type that nothing else is known of.
    pub fn of(field_type: FieldType) -> Self {
        let field_type = Some(field_type);
        Self { field_type, choices: Vec::new(), pattern: None, separator: None, items: None }
    }
}

/// When something is there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Need {
    /// Whether it is in all papers.
    pub is_always: bool,
    /// When it must be there, besides.
    pub required: Option<When>,
    /// When it may be there.
    pub allowed: Option<When>,
}

/// A condition: a field has one of these values, or none of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct When {
    /// The field.
    pub field: String,
    /// Its values.
    pub values: Vec<String>,
    /// Whether it must have none of them.
    pub is_not: bool,
}

/// The headings of sections.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LearnedHeadings {
    /// Their level.
    pub level: u8,
    /// Whether the heading that the text begins with is the title.
    pub has_title: bool,
    /// Whether their capital letters matter.
    pub is_exact: bool,
}

/// A section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LearnedSection {
    /// The id.
    pub id: String,
    /// The heading.
    pub heading: String,
    /// When it is there.
    pub need: Need,
    /// All that it says.
    pub text: Option<String>,
    /// What this rests on.
    pub notes: Vec<String>,
}
