//! A new paper of a series, as text to fill in.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::{Field, FieldType, Place, Presence, Requirement, Role, Section, Series, Values};
use crate::paper::front_matter::quoting;
use crate::paper::{InText, Paper, parts};
use crate::text::source::SourceFile;

/// What a new paper has where the author has not written anything yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filling {
    /// Fields are empty and sections have a comment: a form.
    Open,
    /// Every section has a sentence: a sample that can be published as it is.
    Sample,
}

/// A paper of `series` at its first stage. `values` are the fields that are known, as plain texts
/// by their ids; the other fields that the series needs at any stage are empty.
pub fn scaffold(series: &Series, values: &BTreeMap<&str, String>, filling: Filling) -> String {
    let mut besides = Besides::default();
    loop {
        let text = written(series, values, filling, &besides);
        if !besides.add_needed(series, &text) {
            return text;
        }
    }
}

/// What a new paper has on a condition that holds for it.
#[derive(Default)]
struct Besides<'s> {
    fields: BTreeSet<&'s str>,
    sections: BTreeSet<&'s str>,
}

impl<'s> Besides<'s> {
    /// Adds what is needed in a paper with this text; whether that is more than before.
    fn add_needed(&mut self, series: &'s Series, text: &str) -> bool {
        let paper = Paper::new(SourceFile::new("", text));
        let values = Values::new(&paper, series);
        let is_needed = |when: &Presence| {
            when.required.as_ref().is_some_and(|condition| condition.holds(series, &values))
        };
        let before = self.fields.len() + self.sections.len();
        let fields = series.fields.iter().filter(|field| is_needed(&field.when));
        self.fields.extend(fields.map(|field| field.id.as_str()));
        let sections = series.sections.iter().filter(|section| is_needed(&section.when));
        self.sections.extend(sections.map(|section| section.id.as_str()));
        self.fields.len() + self.sections.len() > before
    }
}

fn written(
    series: &Series,
    values: &BTreeMap<&str, String>,
    filling: Filling,
    besides: &Besides<'_>,
) -> String {
    let mut text = front(series, values, &besides.fields);
    let is_wanted = |section: &&Section| {
        section.required != Requirement::Never || besides.sections.contains(section.id.as_str())
    };
    let has_parts = series.sections.iter().find(is_wanted).is_some_and(is_part);
    if has_parts && text.ends_with(FENCE) {
        // The line that begins the first part closes the front matter.
        text.truncate(text.len() - FENCE.len());
    }
    if let Some(field) = series.fields.iter().find(|field| is_title_heading(series, field)) {
        let title = values.get(field.id.as_str()).map_or("Title", String::as_str);
        // Writing to a string can't fail.
        let _ = write!(text, "\n# {title}\n");
    }
    let line = |field: &Field| {
        let Some(InText::Line(name)) = &field.in_text else { return None };
        let value = value_of(series, values, field);
        let is_wanted = value.is_some() || field.required != Requirement::Never;
        let line = format!("- {name}: {}", value.unwrap_or_default());
        is_wanted.then(|| line.trim_end().to_owned())
    };
    let lines: Vec<String> = series.fields.iter().filter_map(line).collect();
    if !lines.is_empty() {
        // Writing to a string can't fail.
        let _ = write!(text, "\n{}\n", lines.join("\n"));
    }
    let below = |heading: &str| {
        let is_it = |place: &InText| matches!(place, InText::Heading(name) if name.eq_ignore_ascii_case(heading));
        let mut fields = series.fields.iter();
        let field = fields.find(|field| field.in_text.as_ref().is_some_and(is_it))?;
        value_of(series, values, field)
    };
    let mut sections = series.sections.iter().filter(is_wanted).peekable();
    while let Some(section) = sections.next() {
        let is_part = has_parts && is_part(section);
        let heading = &section.heading;
        let marks = if is_part { "---".to_owned() } else { "#".repeat(usize::from(section.level)) };
        // A part that sections follow has no text of its own.
        if is_part && sections.peek().is_some_and(|next| !self::is_part(next)) {
            let _ = write!(text, "\n{marks} {heading}\n");
            continue;
        }
        let body = match filling {
            _ if below(heading).is_some() => below(heading).unwrap_or_default().to_owned(),
            _ if section.text.is_some() => section.text.clone().unwrap_or_default(),
            Filling::Open => format!("<!-- {heading}: write the text here. -->"),
            Filling::Sample => format!("This is where the {} goes.", heading.to_lowercase()),
        };
        // Writing to a string can't fail.
        let _ = write!(text, "\n{marks} {heading}\n\n{body}\n");
    }
    let is_bare = text.starts_with('\n');
    text.split_off(usize::from(is_bare))
}

/// The line that closes the front matter.
const FENCE: &str = "---\n";

/// Whether a section is a part of an Internet-Draft.
fn is_part(section: &Section) -> bool {
    section.level == 1 && parts::is_name(&section.heading)
}

/// The front matter of a paper of `series` with its fences. `values` are the fields that are known, as plain texts by
/// their ids; the other fields that the series needs at any stage are empty.
pub fn front_matter(series: &Series, values: &BTreeMap<&str, String>) -> String {
    front(series, values, &BTreeSet::new())
}

/// The same with the fields `besides`; nothing in a series that has no field for a new paper.
fn front(series: &Series, values: &BTreeMap<&str, String>, besides: &BTreeSet<&str>) -> String {
    let mut text = String::new();
    for field in in_order(series).into_iter().filter(|field| !series.is_in_text(field)) {
        let value = value_of(series, values, field);
        let is_wanted = field.required != Requirement::Never
            || is_number_of(series, field)
            || besides.contains(field.id.as_str());
        let is_wanted = is_wanted || field.place != Place::None && !series.needs_front_matter();
        match value {
            Some(value) => push_line(&mut text, &field.id, &as_yaml(field, value)),
            None if is_wanted => push_line(&mut text, &field.id, ""),
            None => {}
        }
    }
    if text.is_empty() { text } else { format!("{FENCE}{text}{FENCE}") }
}

/// The value of `field` in a new paper, if it is known.
fn value_of<'v>(
    series: &'v Series,
    values: &'v BTreeMap<&str, String>,
    field: &Field,
) -> Option<&'v str> {
    values.get(field.id.as_str()).map(String::as_str).or_else(|| core_value(series, field))
}

/// Whether the title is a heading rather than a key.
fn is_title_heading(series: &Series, field: &Field) -> bool {
    series.headings.has_title && field.role == Some(Role::Title)
}

fn push_line(text: &mut String, key: &str, value: &str) {
    let line = format!("{key}: {value}");
    text.push_str(line.trim_end());
    text.push('\n');
}

fn core_value<'s>(series: &'s Series, field: &Field) -> Option<&'s str> {
    match field.role? {
        // Where the file is says of what series it is.
        Role::Series if series.files.is_empty() => Some(&series.id),
        Role::Stage => series.stages.order.first().map(String::as_str),
        _ => None,
    }
}

fn is_number_of(series: &Series, field: &Field) -> bool {
    field.role == Some(Role::Number) && series.number.is_some()
}

/// Days and months are plain; a number is always in quotes.
fn as_yaml(field: &Field, value: &str) -> String {
    match field.field_type {
        FieldType::Date | FieldType::Month | FieldType::Boolean => value.to_owned(),
        FieldType::Integer => quoting::integer(value),
        FieldType::Number => quoting::quoted(value),
        _ => quoting::value(value),
    }
}

/// The fields as an author reads them: what the paper is, what it is about, what is asked, who
/// answers for it, its stage; or in the order that the series wants.
fn in_order(series: &Series) -> Vec<&Field> {
    let mut fields: Vec<&Field> = series.fields.iter().collect();
    if !series.field_order.is_empty() {
        let rank = |field: &Field| series.field_order.iter().position(|id| *id == field.id);
        fields.sort_by_key(|field| rank(field));
        return fields;
    }
    let in_foot =
        |field: &Field| series.foot.iter().position(|id| *id == field.id).unwrap_or(usize::MAX);
    fields.sort_by_key(|field| match (field.role, field.place) {
        (Some(Role::Stage), _) => (4, 0),
        (Some(Role::Series | Role::Number | Role::Title), Place::None) => (0, 0),
        (_, Place::None) => (1, 0),
        (_, Place::Head) => (2, 0),
        (_, Place::Foot) => (3, in_foot(field)),
    });
    fields
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::series::Library;

    #[test]
    fn a_form_has_every_field_in_the_order_of_the_page() {
        let Some(Ok(series)) = Library::default().series("coac") else { unreachable!() };
        let values =
            BTreeMap::from([("period", "2024-09".to_owned()), ("office", "A: B".to_owned())]);
        let text = scaffold(&series, &values, Filling::Open);
        let expected = "\
---
series: coac
publication_number:
period: 2024-09
subcommittee:
working_group:
office: \"A: B\"
action_required:
submitted_by:
date:
stage: draft
---

## Background

<!-- Background: write the text here. -->
";
        assert!(text.starts_with(expected), "{text}");
    }
}
