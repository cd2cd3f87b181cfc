//! A field of the front matter, and what its values are.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Condition, Constraints, Requirement, Role};
use crate::paper::front_matter::Entry;
use crate::paper::{InText, Paper};

/// The type of a field's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum FieldType {
    /// Any text on one line.
    Text,
    /// A whole number.
    Integer,
    /// `true` or `false`.
    Boolean,
    /// A day, `YYYY-MM-DD`.
    Date,
    /// A day with a time, as RFC 3339 writes it.
    Timestamp,
    /// A month, `YYYY-MM`.
    Month,
    /// A web address, `https://…`.
    Url,
    /// An address for electronic mail.
    Email,
    /// One of a list of words.
    Choice,
    /// A name and an office.
    Person,
    /// A unit of the registry.
    Unit,
    /// Another paper: its number, or its path.
    Reference,
    /// Several values.
    List,
    /// Keys with values of their own.
    Mapping,
    /// Whatever it is.
    Any,
    /// The publication number.
    Number,
    /// The stage of the paper's life.
    Stage,
}

impl FieldType {
    /// The name in `series.yaml`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Integer => "integer",
            Self::Boolean => "boolean",
            Self::Date => "date",
            Self::Timestamp => "timestamp",
            Self::Month => "month",
            Self::Url => "url",
            Self::Email => "email",
            Self::Choice => "choice",
            Self::Person => "person",
            Self::Unit => "unit",
            Self::Reference => "reference",
            Self::List => "list",
            Self::Mapping => "mapping",
            Self::Any => "any",
            Self::Number => "number",
            Self::Stage => "stage",
        }
    }

    /// The type in a message: "a day (`YYYY-MM-DD`)".
    pub const fn description(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Integer => "a whole number",
            Self::Boolean => "`true` or `false`",
            Self::Timestamp => "a day with a time written as `YYYY-MM-DDTHH:MM:SSZ`",
            Self::Url => "a web address that begins with `https://` or `http://`",
            Self::Email => "an address such as `name@example.org`",
            Self::Reference => "the number or the path of a paper",
            Self::Mapping => "a group of keys with values",
            Self::Any => "any value",
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
    /// Keys that mean the same, in older papers.
    pub aliases: Vec<String>,
    /// Where in the text its value is, in papers that do not have it in the front matter.
    pub in_text: Option<InText>,
    /// The label as printed.
    pub label: String,
    /// What its value is.
    pub field_type: FieldType,
    /// What it means to the program.
    pub role: Option<Role>,
    /// When it must be there.
    pub required: Requirement,
    /// When else it must be there, and when it may be.
    pub when: Presence,
    /// What its value must be besides of its type.
    pub constraints: Constraints,
    /// A value that fits, for a new paper and for what a finding proposes.
    pub example: Option<String>,
    /// Where it is printed.
    pub place: Place,
    /// The words a [`FieldType::Choice`] may be.
    pub choices: Vec<String>,
    /// Those of the words that ask nothing of the committee.
    pub no_action: Vec<String>,
    /// What the items of a [`FieldType::List`] are; none where they are texts of any kind.
    pub items: Option<Box<Field>>,
    /// What holds for a [`FieldType::Reference`], or for the items of a list of such.
    pub reference: Option<ReferenceRule>,
    /// What is between the items of a [`FieldType::List`] that is written as one text.
    pub separator: Option<String>,
    /// The keys of a [`FieldType::Mapping`].
    pub fields: Vec<Field>,
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
    /// A field that nothing is known of but this.
    pub fn new(id: &str, label: &str, field_type: FieldType) -> Self {
        Self {
            id: id.to_owned(),
            aliases: Vec::new(),
            in_text: None,
            label: label.to_owned(),
            field_type,
            role: None,
            required: Requirement::Never,
            when: Presence::default(),
            constraints: Constraints::default(),
            example: None,
            place: Place::None,
            choices: Vec::new(),
            no_action: Vec::new(),
            items: None,
            reference: None,
            separator: None,
            fields: Vec::new(),
            kinds: Vec::new(),
            within: None,
            not_after: Vec::new(),
            office: OfficeNeed::Optional,
        }
    }

    /// The key under which `paper` has it, or would have it.
    pub fn key_in(&self, paper: &Paper) -> &str {
        let older = || self.aliases.iter().find(|alias| paper.has_field(alias));
        let known = paper.has_field(&self.id) || self.aliases.is_empty();
        (if known { None } else { older() }).unwrap_or(&self.id)
    }

    /// What the front matter of `paper` has for it.
    pub fn entry<'p>(&self, paper: &'p Paper) -> Option<&'p Entry> {
        paper.front().get(self.key_in(paper))
    }

    /// Whether `key` is one of its keys.
    pub fn has_key(&self, key: &str) -> bool {
        self.id == key || self.aliases.iter().any(|alias| alias == key)
    }

    /// Whether its values are references to other papers.
    pub fn names_papers(&self) -> bool {
        let item = self.items.as_deref().unwrap_or(self);
        item.field_type == FieldType::Reference || self.role.is_some_and(Role::names_papers)
    }

    /// What a value of the field is, for a message: "a day written as `YYYY-MM-DD`".
    pub fn description(&self) -> String {
        match self.field_type {
            FieldType::Choice => {
                format!("one of `{}`", self.choices.join("`, `"))
            }
            other => match &self.example {
                Some(example) => format!("{}, such as `{example}`", other.description()),
                None => other.description().to_owned(),
            },
        }
    }
}

/// What holds for references to other papers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReferenceRule {
    /// Stages by index, in groups from the earliest to the latest: a paper may not name one of an earlier group.
    pub tiers: Vec<Vec<usize>>,
    /// The field in which the other paper must name this one.
    pub answered_by: Option<String>,
    /// Whether papers may not name each other in a circle.
    pub is_acyclic: bool,
    /// Fields with text: the papers that they name must be among the references.
    pub named_in: Vec<String>,
}

/// The latest day a date may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DateBound {
    /// The day of the check.
    Today,
    /// The end of the month in this field.
    EndOf(String),
}

/// The conditions on which something must be there, or may be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Presence {
    /// When it must be there.
    pub required: Option<Condition>,
    /// When it may be there; none for always.
    pub allowed: Option<Condition>,
    /// When it may not be there.
    pub forbidden: Option<Condition>,
}
