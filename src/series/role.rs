//! What the program knows the meaning of: which field of a series is the number, the stage, the title.

use std::fmt;

use super::{Field, FieldType, Series, files};
use crate::paper::front_matter::{Entry, quoting};
use crate::paper::{Paper, edit};
use crate::text::finding::Edit;
use crate::text::fixes;

/// A meaning that a field can have for the program, whatever its series calls it. Every other field is only a value of
/// some type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// The series that the paper belongs to. Its key is the same in every series, which is not known before.
    Series,
    /// The number, without its label.
    Number,
    /// Why a number breaks the series' rule: a written waiver.
    NumberNote,
    /// The stage of the paper's life.
    Stage,
    /// The day it was published.
    Published,
    /// The title, where it is not derived.
    Title,
    /// The month of the meeting the paper is for.
    Period,
    /// The day it was submitted.
    Date,
    /// Who submitted it.
    Submitter,
    /// The paper of an earlier meeting that it revises.
    Previous,
    /// Papers that it replaces.
    Supersedes,
    /// Papers that replace it.
    SupersededBy,
    /// Papers that are related to it.
    Related,
    /// The sections that somebody looked at and left as they were in the previous paper.
    Reviewed,
    /// The language, as a BCP 47 tag.
    Lang,
    /// The office that owns the paper.
    Office,
    /// What is asked of the committee.
    ActionRequired,
    /// Who has to act.
    ActionOwner,
    /// The day by which to act.
    ActionDue,
}

impl Role {
    /// Whether its values are references to other papers.
    pub const fn names_papers(self) -> bool {
        matches!(self, Self::Previous | Self::Supersedes | Self::SupersededBy | Self::Related)
    }

    /// The key of its field in a series that does not say otherwise.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Series => "series",
            Self::Number => "publication_number",
            Self::NumberNote => "number_note",
            Self::Stage => "stage",
            Self::Published => "published",
            Self::Title => "title",
            Self::Period => "period",
            Self::Date => "date",
            Self::Submitter => "submitted_by",
            Self::Previous => "previous",
            Self::Supersedes => "supersedes",
            Self::SupersededBy => "superseded_by",
            Self::Related => "related",
            Self::Reviewed => "reviewed",
            Self::Lang => "lang",
            Self::Office => "office",
            Self::ActionRequired => "action_required",
            Self::ActionOwner => "action_owner",
            Self::ActionDue => "action_due",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

/// What a field is asked for by: its key, or its role.
pub trait Named: Copy {
    /// Whether `field` is meant.
    fn is(self, field: &Field) -> bool;
}

impl Named for &str {
    fn is(self, field: &Field) -> bool {
        field.has_key(self)
    }
}

impl Named for &String {
    fn is(self, field: &Field) -> bool {
        field.has_key(self)
    }
}

impl Named for Role {
    fn is(self, field: &Field) -> bool {
        field.role == Some(self)
    }
}

/// What a paper has under the fields that the program knows the meaning of.
impl Series {
    /// The field of that key or role.
    pub fn field(&self, name: impl Named) -> Option<&Field> {
        self.fields.iter().find(|field| name.is(field))
    }

    /// The key of the field that has `role`.
    pub fn key(&self, role: Role) -> Option<&str> {
        self.field(role).map(|field| field.id.as_str())
    }

    /// The key of the field that has `role`, or the usual one where the series has no such field: for a message.
    pub fn key_or_usual(&self, role: Role) -> &str {
        self.key(role).unwrap_or(role.key())
    }

    /// What `paper` has in the field that has `role`.
    pub fn entry<'p>(&self, paper: &'p Paper, role: Role) -> Option<&'p Entry> {
        let field = self.field(role)?;
        let in_text = || paper.entry_in_text(field.in_text.as_ref()?);
        field.entry(paper).or_else(in_text)
    }

    /// The text of the field that has `role`, if it was read without a problem, from the front matter or from where the
    /// series has it in the text.
    pub fn text<'p>(&self, paper: &'p Paper, role: Role) -> Option<&'p str> {
        let field = self.field(role)?;
        let in_text = || {
            let scalar = self.entry_in_text(paper, field)?.value.scalar();
            scalar.map(|scalar| scalar.text.as_str()).filter(|text| !text.is_empty())
        };
        paper.text_field(field.key_in(paper)).or_else(in_text)
    }

    /// What the text of `paper` has for `field`, in a series that has it there: the heading that is the title, or what
    /// stands at the place that the series names.
    pub fn entry_in_text<'p>(&self, paper: &'p Paper, field: &Field) -> Option<&'p Entry> {
        let is_title = field.role == Some(Role::Title);
        let heading = || self.title_heading(paper).filter(|_| is_title);
        let place = field.in_text.as_ref();
        place.and_then(|place| paper.entry_in_text(place)).or_else(heading)
    }

    /// Whether papers have `field` in their text, so that the front matter need not have it.
    pub fn is_in_text(&self, field: &Field) -> bool {
        field.in_text.is_some() || self.headings.has_title && field.role == Some(Role::Title)
    }

    /// Whether papers have some field in their text.
    pub fn has_fields_in_text(&self) -> bool {
        self.fields.iter().any(|field| self.is_in_text(field))
    }

    /// The heading that is the title of `paper`: that with which its text begins, in a series that wants it so. Where a
    /// field has the title, it is one that repeats it, as `# KEP-12: Faster index`.
    pub fn title_heading<'p>(&self, paper: &'p Paper) -> Option<&'p Entry> {
        if !self.headings.has_title {
            return None;
        }
        let title = self.key(Role::Title).and_then(|key| paper.text_field(key));
        let has_title = |heading: &&Entry| {
            let text = heading.value.scalar().map_or("", |scalar| &scalar.text).to_lowercase();
            title.is_none_or(|title| text.contains(&title.to_lowercase()))
        };
        paper.title_heading().filter(has_title)
    }

    /// The number of `paper`, as it is written in its field or, where that has none, in the name of its file.
    pub fn number_of<'p>(&self, paper: &'p Paper) -> Option<&'p str> {
        let written = self.text(paper, Role::Number).filter(|text| !text.is_empty());
        written.or_else(|| self.number_in_name(paper.file.name()))
    }

    /// The number in the name of a file, without the zeros that are no part of it.
    pub fn number_in_name<'t>(&self, name: &'t str) -> Option<&'t str> {
        let names = [files::NUMBER, self.key(Role::Number).unwrap_or(files::NUMBER)];
        let text = self.files.iter().find_map(|pattern| pattern.part(name, names))?;
        let is_number = |text: &str| self.number.as_ref().is_some_and(|rule| rule.is_match(text));
        Some(if is_number(text) { text } else { text.trim_start_matches('0') })
    }

    /// The edit that sets the field that has `role` to `value`, which is YAML; none in a series without such a field.
    pub fn set(&self, paper: &Paper, role: Role, value: &str) -> Option<Edit> {
        self.field(role).map(|field| field.set(paper, value))
    }

    /// The text of `paper` with other values in the fields that have these roles, each in the quotes of the old one.
    pub fn rewritten(&self, paper: &Paper, values: &[(Role, &str)]) -> String {
        let edits = values.iter().filter_map(|(role, value)| {
            let old =
                self.entry(paper, *role).map_or("", |entry| paper.file.slice(entry.value.span));
            self.set(paper, *role, &quoting::like(old, value))
        });
        fixes::edited(paper.file.text(), &edits.collect::<Vec<_>>())
    }

    /// A number as the value of its field: in quotes, unless the series has whole numbers.
    pub fn number_as_yaml(&self, number: &str) -> String {
        if self.has_whole_numbers() { quoting::integer(number) } else { quoting::quoted(number) }
    }

    /// Whether the field of the number has a whole number, and no text.
    pub fn has_whole_numbers(&self) -> bool {
        self.field(Role::Number).is_some_and(|field| field.field_type == FieldType::Integer)
    }

    /// The edit that removes the field that has `role`; none if there is none.
    pub fn remove(&self, paper: &Paper, role: Role) -> Option<Edit> {
        edit::remove_field(paper, self.field(role)?.key_in(paper))
    }
}

impl Field {
    /// The edit that sets it to `value`, which is YAML, in the front matter or where `paper` has it in its text.
    pub fn set(&self, paper: &Paper, value: &str) -> Edit {
        let key = self.key_in(paper);
        let place = self.in_text.as_ref().filter(|_| !paper.has_field(key));
        match place.and_then(|place| paper.entry_in_text(place)) {
            Some(entry) if !entry.value.is_null() => {
                Edit { span: entry.value.span, text: quoting::unquoted(value) }
            }
            _ => edit::set_field(paper, key, value),
        }
    }
}
