//! What a template can use: the same names in every format.

use minijinja::{Value, context};

use crate::document::{CoverLine, Document, Field, Metadata};

/// The parts of a page that a walker makes.
pub(super) struct Parts {
    /// Escapes a plain text, so that the format reads it as itself.
    pub(super) text: fn(&str) -> String,
    /// The sections, in order, each made with [`section`].
    pub(super) sections: Vec<Value>,
    /// The footnotes; empty if there are none.
    pub(super) notes: Value,
}

/// A section as a template sees it: `anchor` is the id of its heading, `id` the series' stable one
/// where no other element has it, `body` the text in the format.
pub(super) fn section(id: Option<&str>, anchor: &str, heading: &str, body: Value) -> Value {
    context! { id, anchor, heading, body }
}

/// The value `paper` of a template.
pub(super) fn paper(document: &Document, parts: Parts) -> Value {
    let text = parts.text;
    let texts = |all: &[String]| all.iter().map(|one| text(one)).collect::<Vec<_>>();
    context! {
        title => text(&document.meta.title),
        lang => text(&document.meta.lang),
        marking => document.marking.as_deref().map(text),
        cover => document.cover.iter().map(|line| cover_line(line, text)).collect::<Vec<_>>(),
        number => document.number.as_deref().map(text),
        masthead => texts(&document.masthead),
        head_fields => fields(&document.head_fields, text),
        foot_fields => fields(&document.foot_fields, text),
        sections => parts.sections,
        notes => parts.notes,
        meta => meta(&document.meta, text),
    }
}

fn cover_line(line: &CoverLine, text: fn(&str) -> String) -> Value {
    context! {
        role => &line.role,
        text => text(&line.text),
        lines => line.text.lines().map(text).collect::<Vec<_>>(),
    }
}

fn fields(fields: &[Field], text: fn(&str) -> String) -> Vec<Value> {
    let value = |field: &Field| {
        context! {
            id => &field.id,
            label => text(&field.label),
            value => text(&field.value),
            machine => &field.machine,
        }
    };
    fields.iter().map(value).collect()
}

fn meta(meta: &Metadata, text: fn(&str) -> String) -> Value {
    let optional = |value: &Option<String>| value.as_deref().map(text);
    context! {
        identifier => optional(&meta.identifier),
        author => optional(&meta.author),
        author_office => optional(&meta.author_office),
        publisher => optional(&meta.publisher),
        kind => optional(&meta.kind),
        date => optional(&meta.date),
        period => optional(&meta.period),
        subjects => meta.subjects.iter().map(|subject| text(subject)).collect::<Vec<_>>(),
        stage => optional(&meta.stage),
    }
}
