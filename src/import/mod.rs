//! Makes the source of a paper from one that was published or typed elsewhere: Markdown, plain text, Word.
//!
//! The series says which line is which field. Every word of the file is in the source, or in a [`Remark`].

mod account;
mod columns;
mod encoding;
mod head;
mod kind;
mod layout;
mod look;
mod markdown;
mod material;
mod others;
mod piece;
mod plain;
mod remark;
mod sent;
mod slots;
mod source;
mod text_tables;
mod toml;
mod typed_notes;
mod values;
mod word;

use std::collections::BTreeMap;

use crate::project::Project;
use crate::series::{Field, Requirement, Role, Series};
use crate::word::Comment;

pub use kind::ENDINGS;
pub use piece::Place;
pub use remark::{EmptyField, Remark};
pub use sent::{Part, PartContent, SentPaper, sent};
pub use values::DateOrder;

use head::{Found, Head};
use layout::{Layout, SectionText};
use piece::Piece;
use values::Meaning;

/// How to import.
#[derive(Debug, Clone, Default)]
pub struct ImportOptions {
    /// The stage of the paper, instead of the one that its marking tells.
    pub stage: Option<String>,
    /// Whether tracked changes are rejected rather than accepted.
    pub rejects: bool,
    /// What a date of three small numbers means.
    pub dates: Option<DateOrder>,
    /// Whether open comments are put into the source, as a review does.
    pub comments: bool,
}

/// A paper that was imported.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Imported {
    /// The source.
    pub text: String,
    /// The pictures, by their addresses in the source.
    pub pictures: Vec<(String, Vec<u8>)>,
    /// What somebody has to know, in the order of the file.
    pub remarks: Vec<Remark>,
    /// How many paragraphs, lists and tables were read.
    pub read: usize,
    /// How many of them are in the source, or in a remark.
    pub placed: usize,
}

/// Why a file is not imported: the end of a sentence that begins with its name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ImportError(String);

/// Makes the source of a paper of `series` from the file `name`, which contains `bytes`.
///
/// # Errors
///
/// The file can't be read: it is encrypted, damaged, too large, or of another kind.
pub fn import(
    name: &str,
    bytes: &[u8],
    project: &Project,
    series: &Series,
    options: &ImportOptions,
) -> Result<Imported, ImportError> {
    let mut material = material::read(name, bytes, options)?;
    if is_source(&material, series) {
        return Err(ImportError(
            "is a source of the series already and needs no import; check it as it is".to_owned(),
        ));
    }
    let meaning = Meaning { series, registry: project.registry.as_ref(), dates: options.dates };
    let mut remarks = std::mem::take(&mut material.remarks);
    let mut typed = typed_notes::take(&mut material.pieces, &mut material.notes);
    let entries = account::entries(material.pieces.iter(), typed.texts);
    remarks.append(&mut typed.remarks);
    let mut layout = layout::layout(material.pieces, meaning, false);
    remarks.append(&mut layout.remarks);
    add_entries(material.entries, &mut layout, series, &mut remarks);
    let mut fields = fields(&layout, meaning, &mut remarks);
    let stage = options.stage.clone().or_else(|| layout.head.stage.clone());
    set_stage(stage, series, &mut fields, &mut remarks);
    keep_broken(material.broken, &mut layout, &fields, &remarks);
    for (place, line) in &layout.head.left {
        let message =
            format!("`{line}` has no place in the series; it is in a comment above the text");
        remarks.push(Remark::open(*place, message));
    }
    for (place, line) in &layout.head.titles {
        let message =
            format!("`{line}` is taken for the title, which most papers of the series don't have");
        remarks.push(Remark::note(*place, message));
    }
    for (comment, anchor) in &material.comments {
        layout.add_comment(anchor.paragraph, comment_in_source(comment));
    }
    add_missing(&mut layout, series, &mut remarks);
    tell_missing_fields(&layout, series, &fields, &mut remarks);
    let comments = comments(series, &fields, &remarks);
    let parts = source::Parts { series, values: fields, comments, layout, notes: material.notes };
    let text = parts.write();
    tell_loose_notes(&text, parts.notes.len(), &mut remarks);
    let lost = lost(&entries, &text, &parts.layout.head, &mut remarks);
    remarks.sort_by_key(|remark| remark.place);
    let read = entries.len();
    Ok(Imported { text, pictures: material.pictures, remarks, read, placed: read - lost })
}

/// Whether the front matter of a file is that of a paper of `series`: every key is one of its fields, and none that a
/// paper must have is missing.
fn is_source(material: &material::Material, series: &Series) -> bool {
    let keys: Vec<&str> = material.entries.iter().map(|(key, ..)| key.as_str()).collect();
    let is_known = |key: &&str| {
        *key == Role::Series.key() || series.fields.iter().any(|field| field.id == *key)
    };
    let mut required = series.fields.iter().filter(|field| field.required.holds_at(0)).peekable();
    material.broken.is_empty()
        && keys.iter().all(is_known)
        && required.peek().is_some()
        && required.all(|field| keys.contains(&field.id.as_str()))
}

/// Tells which footnotes nothing refers to, as their numbers were at a label or a field: no page would have them.
fn tell_loose_notes(text: &str, count: usize, remarks: &mut Vec<Remark>) {
    for number in 1..=count {
        let reference = format!("[^{number}]");
        let is_definition =
            |at: usize| text[..at].ends_with('\n') && text[at + reference.len()..].starts_with(':');
        if text.match_indices(&reference).all(|(at, _)| is_definition(at)) {
            let message = format!(
                "the number of footnote {number} is at a label or a field; put `{reference}` where it belongs in the text"
            );
            remarks.push(Remark::open(Place::File, message));
        }
    }
}

/// Tells which pieces have words that are neither in the source nor in a remark; returns how many.
fn lost(entries: &[account::Entry], text: &str, head: &Head, remarks: &mut Vec<Remark>) -> usize {
    let messages = remarks.iter().map(|remark| remark.message.as_str());
    let known = head.known.iter().chain(head.found.iter().map(|found| &found.text));
    let told: Vec<&str> = messages.chain(known.map(String::as_str)).chain([text]).collect();
    let lost = account::lost(entries, &told);
    for (place, word) in &lost {
        let message = format!("the word `{word}` did not come over; copy what is missing");
        remarks.push(Remark::open(*place, message));
    }
    lost.len()
}

/// Takes over the front matter of a file that has one.
fn add_entries(
    entries: Vec<(String, String, Place)>,
    layout: &mut Layout,
    series: &Series,
    remarks: &mut Vec<Remark>,
) {
    for (key, text, place) in entries {
        match head::field_of_label(series, &key) {
            Some(field) => {
                let field = field.id.clone();
                layout.head.found.push(Found { field, text, place, is_labeled: true });
            }
            None if series.key(Role::Stage) == Some(key.as_str()) => {
                layout.head.stage.get_or_insert(text);
            }
            None if key == Role::Series.key() => {}
            None => {
                let message =
                    format!("`{key}` of its front matter is no field of the series: {text}");
                remarks.push(Remark::open(place, message));
            }
        }
    }
}

/// Keeps the lines of a front matter that can't be read, as far as nothing else has their words.
fn keep_broken(
    lines: Vec<(Place, String)>,
    layout: &mut Layout,
    fields: &BTreeMap<&str, String>,
    remarks: &[Remark],
) {
    let Head { found, known, .. } = &layout.head;
    let told = found.iter().flat_map(|found| [found.field.as_str(), &found.text]);
    let told =
        told.chain(known.iter().map(String::as_str)).chain(fields.values().map(String::as_str));
    let told: Vec<&str> =
        told.chain(remarks.iter().map(|remark| remark.message.as_str())).collect();
    let entries: Vec<account::Entry> =
        lines.into_iter().map(|(place, text)| account::Entry { place, text }).collect();
    let lost = account::lost(&entries, &told);
    let is_lost = |entry: &account::Entry| lost.iter().any(|(place, _)| *place == entry.place);
    let lost = entries.iter().filter(|entry| is_lost(entry));
    let lost: Vec<(Place, String)> = lost.map(|entry| (entry.place, entry.text.clone())).collect();
    layout.head.left.extend(lost);
}

/// The values of the fields by their keys.
fn fields<'s>(
    layout: &Layout,
    meaning: Meaning<'s>,
    remarks: &mut Vec<Remark>,
) -> BTreeMap<&'s str, String> {
    let mut values: BTreeMap<&str, (String, bool)> = BTreeMap::new();
    let (labeled, other): (Vec<&Found>, Vec<&Found>) =
        layout.head.found.iter().partition(|found| found.is_labeled);
    for found in labeled.into_iter().chain(other) {
        let Some(field) = meaning.series.fields.iter().find(|it| it.id == found.field) else {
            continue;
        };
        let mut own = Vec::new();
        let Some(value) = meaning.value(field, &found.text, found.place, &mut own) else {
            if !values.contains_key(field.id.as_str()) {
                remarks.append(&mut own);
            }
            continue;
        };
        match values.get(field.id.as_str()) {
            None => {
                remarks.append(&mut own);
                values.insert(&field.id, (value, found.is_labeled));
            }
            Some((known, _)) if slots::plain(known) == slots::plain(&value) => {}
            Some((known, _)) => {
                let message =
                    format!("`{value}` is another {} than `{known}`, which was taken", field.label);
                remarks.push(Remark::open(found.place, message));
            }
        }
    }
    values.into_iter().map(|(key, (value, _))| (key, value)).collect()
}

/// Sets the stage: a paper without a marking and with a number was published.
fn set_stage<'s>(
    stage: Option<String>,
    series: &'s Series,
    fields: &mut BTreeMap<&'s str, String>,
    remarks: &mut Vec<Remark>,
) {
    let Some(key) = series.key(Role::Stage) else { return };
    let has_number = series.key(Role::Number).is_some_and(|key| fields.contains_key(key));
    let stage = stage.or_else(|| {
        let published = series.stages.published().filter(|_| has_number)?;
        let message = format!(
            "it has a number and no marking, so its stage is `{published}`; --stage says another"
        );
        remarks.push(Remark::note(Place::File, message));
        Some(published.to_owned())
    });
    if let Some(stage) = stage {
        fields.insert(key, stage);
    }
}

/// Adds the sections that the series needs and the file does not have.
fn add_missing(layout: &mut Layout, series: &Series, remarks: &mut Vec<Remark>) {
    for (rule, section) in series.sections.iter().enumerate() {
        let is_there = layout.sections.iter().any(|it| it.rule == Some(rule));
        if is_there || section.required == Requirement::Never {
            continue;
        }
        let heading = section.heading.clone();
        let message = format!("there is no section `{heading}`, which papers of the series have");
        remarks.push(Remark::open(Place::File, message));
        let text = format!("<!-- {heading}: there was none in the imported file. -->");
        let pieces = vec![Piece::of_source(Place::File, text)];
        layout.sections.push(SectionText { rule: Some(rule), heading, paragraph: 0, pieces });
    }
}

/// Tells which fields the series needs and the file does not have, or has in its text.
fn tell_missing_fields(
    layout: &Layout,
    series: &Series,
    fields: &BTreeMap<&str, String>,
    remarks: &mut Vec<Remark>,
) {
    let is_known = |field: &&Field| {
        let mut empty = remarks.iter().filter_map(|remark| remark.empty.as_ref());
        fields.contains_key(field.id.as_str()) || empty.any(|empty| empty.field == field.id)
    };
    let missing: Vec<&Field> = series.fields.iter().filter(|field| !is_known(field)).collect();
    for Field { id, label, required, .. } in missing {
        let in_text = layout.label_in_text(series, id);
        let rest = format!("`{id}` ({label}) is left empty");
        if let Some((place, line)) = in_text {
            let reason = format!("`{line}` is in the text");
            remarks.push(Remark::empty(place, id, reason, &rest));
        } else if required.holds_at(0) {
            let reason = "not in the imported file".to_owned();
            // The source says so, too, and `check` asks for it.
            let remark = Remark::empty(Place::File, id, reason, &rest);
            remarks.push(Remark { is_open: false, ..remark });
        }
    }
}

/// A comment of a Word file as one of a Markdown source.
pub fn comment_in_source(comment: &Comment) -> String {
    let Comment { author, date, text, .. } = comment;
    let author = if author.is_empty() { "somebody" } else { author };
    let day = date.as_deref().and_then(|date| date.get(..10)).map(|day| format!(", {day}"));
    let who = format!("{author}{}", day.unwrap_or_default());
    let mut said = format!("{who}: {}", text.split_whitespace().collect::<Vec<_>>().join(" "));
    // Two dashes would end the comment.
    while said.contains("--") {
        said = said.replace("--", "- -");
    }
    format!("<!-- {said} -->")
}

/// What is said after the keys of fields that are empty.
fn comments(
    series: &Series,
    fields: &BTreeMap<&str, String>,
    remarks: &[Remark],
) -> BTreeMap<String, String> {
    let empty = series.fields.iter().filter(|field| !fields.contains_key(field.id.as_str()));
    empty
        .map(|field| {
            let mut about = remarks.iter().filter_map(|remark| remark.empty.as_ref());
            let about = about.find(|empty| empty.field == field.id);
            let reason = about.map_or("not in the imported file", |empty| &empty.reason);
            let reason = reason.replace('`', "\"");
            (field.id.clone(), reason)
        })
        .collect()
}
