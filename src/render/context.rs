//! What a template can use: the same names in every format.

use minijinja::value::Serde;
use minijinja::{Value, context};

use crate::document::{CoverLine, Document, Field, Head, Inline, Metadata};
use crate::series::Mark;

/// What a format writes of fields that has no links in them.
pub(super) fn no_links(_: &[Inline]) -> Value {
    ().into()
}

/// The parts of a page that a walker makes.
pub(super) struct Parts<'a> {
    /// Escapes a plain text, so that the format reads it as itself.
    pub(super) text: fn(&str) -> String,
    /// Writes the value of a field that has links; nothing in a format that has none there.
    pub(super) linked: &'a mut dyn FnMut(&[Inline]) -> Value,
    /// The sections, in order, each made with [`section`].
    pub(super) sections: Vec<Value>,
    /// The footnotes; empty if there are none.
    pub(super) notes: Value,
}

/// A section as a template sees it: `anchor` is the id of its heading, `id` the series' stable one
/// where no other element has it, `place` where it begins in the source, if pages say so, `body` the text in the format.
pub(super) fn section(
    id: Option<&str>,
    anchor: Option<&str>,
    heading: Option<&str>,
    place: Option<usize>,
    body: Value,
) -> Value {
    context! { id, anchor, heading, place, body }
}

/// The value `paper` of a template.
pub(super) fn paper(document: &Document, parts: Parts<'_>) -> Value {
    let (text, linked) = (parts.text, parts.linked);
    let texts = |all: &[String]| all.iter().map(|one| text(one)).collect::<Vec<_>>();
    context! {
        title => text(&document.meta.title),
        has_own_title => document.meta.has_own_title,
        lang => text(&document.meta.lang),
        marking => document.marking.as_ref().map(|marking| text(&marking.text)),
        marking_note => document.marking.as_ref().and_then(|it| it.note.as_deref()).map(text),
        has_watermark => document.marking.as_ref().is_some_and(|marking| marking.has_watermark),
        head => head(&document.head, text, linked),
        cover => document.cover.iter().map(|line| cover_line(line, text)).collect::<Vec<_>>(),
        number => document.number.as_deref().map(text),
        masthead => texts(&document.masthead),
        head_fields => fields(&document.head_fields, text, linked),
        foot_fields => fields(&document.foot_fields, text, linked),
        sections => parts.sections,
        notes => parts.notes,
        meta => meta(&document.meta, text),
    }
}

fn head(
    head: &Head,
    text: fn(&str) -> String,
    linked: &mut dyn FnMut(&[Inline]) -> Value,
) -> Value {
    let optional = |value: &Option<String>| value.as_deref().map(text);
    let running = &head.running;
    context! {
        cover => Value::from(Serde(head.cover)),
        mark => head.mark.as_ref().map(|it| mark(it, text)),
        committee => optional(&head.committee),
        agency => optional(&head.agency),
        kind => text(&head.kind),
        title => text(&head.title),
        facts => fields(&head.facts, text, linked),
        cover_facts => fields(&head.cover_facts, text, linked),
        running => context! {
            left => optional(&running.left),
            middle => optional(&running.middle),
            number => text(&running.number),
            foot => optional(&running.foot),
        },
    }
}

/// The mark: `file` is its name for Typst, `src` its address in a page.
fn mark(mark: &Mark, text: fn(&str) -> String) -> Value {
    context! { file => &mark.file, alt => text(&mark.alt), src => mark.picture.data_address() }
}

fn cover_line(line: &CoverLine, text: fn(&str) -> String) -> Value {
    context! {
        role => &line.role,
        text => text(&line.text),
        lines => line.text.lines().map(text).collect::<Vec<_>>(),
    }
}

fn fields(
    fields: &[Field],
    text: fn(&str) -> String,
    linked: &mut dyn FnMut(&[Inline]) -> Value,
) -> Vec<Value> {
    let value = |field: &Field| {
        context! {
            id => &field.id,
            label => text(&field.label),
            value => text(&field.value),
            linked => (!field.linked.is_empty()).then(|| linked(&field.linked)),
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
