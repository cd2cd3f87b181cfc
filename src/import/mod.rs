//! Makes the source of a paper from one that was published or typed elsewhere: Markdown, plain text, Word.
//!
//! The series says which line is which field. Every word of the file is in the source, or in a [`Remark`].

mod account;
mod columns;
mod encoding;
mod head;
mod kind;
mod layout;
mod markdown;
mod piece;
mod plain;
mod remark;
mod sent;
mod slots;
mod source;
mod values;
mod word;

use std::collections::BTreeMap;

use crate::document::Block;
use crate::project::Project;
use crate::series::{Requirement, Role, Series};
use crate::word::{LeftOut, View, WordFile};

pub use kind::ENDINGS;
pub use piece::Place;
pub use remark::Remark;
pub use sent::{Part, PartContent, SentPaper, sent};
pub use values::DateOrder;

use head::Found;
use kind::{Kind, kind};
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

/// What was read of a file, whatever its format.
#[derive(Debug, Default)]
struct Material {
    pieces: Vec<Piece>,
    entries: Vec<(String, String, Place)>,
    notes: Vec<Vec<Block>>,
    pictures: Vec<(String, Vec<u8>)>,
    remarks: Vec<Remark>,
}

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
    let mut material = read(name, bytes, options)?;
    let meaning = Meaning { series, registry: project.registry.as_ref(), dates: options.dates };
    let entries = account::entries(material.pieces.iter());
    let mut remarks = std::mem::take(&mut material.remarks);
    remarks.extend(material.pieces.iter().filter_map(typed_note));
    let mut layout = layout::layout(material.pieces, meaning);
    remarks.append(&mut layout.remarks);
    add_entries(material.entries, &mut layout, series, &mut remarks);
    let mut fields = fields(&layout, meaning, &mut remarks);
    let stage = options.stage.clone().or_else(|| layout.head.stage.clone());
    set_stage(stage, series, &mut fields, &mut remarks);
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
    add_missing(&mut layout, series, &mut remarks);
    let comments = comments(series, &fields, &remarks);
    let parts = source::Parts { series, values: fields, comments, layout, notes: material.notes };
    let text = parts.write();
    let lost = lost(&entries, &text, &parts.layout.head, &mut remarks);
    remarks.sort_by_key(|remark| remark.place);
    let read = entries.len();
    Ok(Imported { text, pictures: material.pictures, remarks, read, placed: read - lost })
}

/// A remark on what looks like a footnote that somebody typed: a number in brackets at the start of a paragraph.
fn typed_note(piece: &Piece) -> Option<Remark> {
    let line = piece.lines().into_iter().next()?;
    let (label, _) = line.strip_prefix('[')?.split_once("] ")?;
    let is_number = !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| {
        let message = format!(
            "`[{label}]` looks like a footnote that was typed; it stays text, so write `[^note-{label}]` where it is referred to and `[^note-{label}]:` before it"
        );
        Remark::open(piece.place, message)
    })
}

/// Tells which pieces have words that are neither in the source nor in a remark; returns how many.
fn lost(
    entries: &[account::Entry],
    text: &str,
    head: &head::Head,
    remarks: &mut Vec<Remark>,
) -> usize {
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

fn read(name: &str, bytes: &[u8], options: &ImportOptions) -> Result<Material, ImportError> {
    let kind = kind(name, bytes).map_err(ImportError)?;
    if kind == Kind::Word {
        let file = WordFile::read(bytes).map_err(|error| ImportError(error.to_string()))?;
        return Ok(from_word(file, name, options));
    }
    let mut remarks = Vec::new();
    let text = encoding::text(bytes, &mut remarks).map_err(ImportError)?;
    let text = if kind == Kind::Plain { plain::markdown(&text) } else { text };
    let mut read = markdown::read(&text);
    remarks.append(&mut read.remarks);
    Ok(Material { pieces: read.pieces, entries: read.entries, remarks, ..Material::default() })
}

fn from_word(file: WordFile, name: &str, options: &ImportOptions) -> Material {
    let mut remarks = Vec::new();
    if file.has_changes() {
        let done = if options.rejects { "rejected" } else { "accepted" };
        let message = format!("it has tracked changes, which were {done}");
        remarks.push(Remark::open(Place::File, message));
    }
    for comment in &file.comments {
        let author = if comment.author.is_empty() { "somebody" } else { &comment.author };
        let message = format!("a comment by {author} is not taken over: {}", comment.text);
        remarks.push(Remark::open(Place::File, message));
    }
    remarks.extend(file.left_out.iter().map(|left| left_out(left, &file)));
    let view = if options.rejects { View::Rejected } else { View::Accepted };
    let file = file.settled(view);
    let stem = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    let stem = crate::project::paths::safe_file_name(stem);
    let word::Text { pieces, notes, pictures, remarks: mut own } = word::read(&file, &stem);
    remarks.append(&mut own);
    Material { pieces, notes, pictures, remarks, entries: Vec::new() }
}

fn left_out(left: &LeftOut, file: &WordFile) -> Remark {
    let place = match left.paragraph {
        0 => Place::File,
        paragraph => Place::Paragraph(paragraph),
    };
    let words = if left.text.is_empty() { String::new() } else { format!(": {}", left.text) };
    let message = format!("{} is left out{words}", left.what);
    // What every page repeats is made anew.
    let is_running = left.what.ends_with("header") || left.what.ends_with("footer");
    if is_running && file.properties.is_own() {
        return Remark::note(place, message);
    }
    Remark::open(place, message)
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

/// What is said after the keys of fields that are empty.
fn comments(
    series: &Series,
    fields: &BTreeMap<&str, String>,
    remarks: &[Remark],
) -> BTreeMap<String, String> {
    let empty = series.fields.iter().filter(|field| !fields.contains_key(field.id.as_str()));
    empty
        .map(|field| {
            let named = format!("`{}` (", field.id);
            let about = remarks.iter().find(|remark| remark.message.contains(&named));
            let reason = about.and_then(|remark| remark.message.split(", so `").next());
            let reason = reason.unwrap_or("not in the imported file").replace('`', "\"");
            (field.id.clone(), reason)
        })
        .collect()
}
