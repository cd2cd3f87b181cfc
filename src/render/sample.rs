//! Sample papers for validating templates: one that has everything and one that has nothing.

use std::collections::BTreeMap;

use crate::document::{
    Block, CoverLine, Document, Field, Head, HeadStyle, Inline, Metadata, Places, Running, Section,
};
use crate::series::{CoverKind, Marking};

/// All samples.
pub(super) fn all() -> [Document; 2] {
    [full(), bare()]
}

/// A paper in which every value is there.
pub(super) fn full() -> Document {
    let words = || "Sample".to_owned();
    let paragraph = |content: Vec<Inline>| vec![Block::Paragraph(content)];
    let field = || Field {
        id: words(),
        label: words(),
        value: words(),
        linked: Vec::new(),
        machine: Some(words()),
    };
    let roles = ["committee", "kind", "title", "unit", "period", "agency"];
    Document {
        marking: Some(Marking { text: words(), note: Some(words()), has_watermark: true }),
        head: head(),
        cover: roles.map(|role| CoverLine { role: role.to_owned(), text: words() }).into(),
        number: Some(words()),
        masthead: vec![words()],
        head_fields: vec![field()],
        sections: vec![Section {
            id: "sample".to_owned(),
            anchor: None,
            heading: Some(words()),
            blocks: paragraph(vec![Inline::Text(words()), Inline::NoteRef(1)]),
            places: Places::default(),
        }],
        foot_fields: vec![field()],
        notes: vec![paragraph(vec![Inline::Text(words())])],
        note_places: Places::default(),
        pictures: BTreeMap::new(),
        provenance: None,
        meta: Metadata {
            title: words(),
            has_own_title: true,
            lang: "en-US".to_owned(),
            identifier: Some(words()),
            author: Some(words()),
            author_office: Some(words()),
            publisher: Some(words()),
            kind: Some(words()),
            date: Some("2024-05-21".to_owned()),
            period: Some("2024-06".to_owned()),
            subjects: vec![words()],
            stage: Some(words()),
        },
    }
}

/// A head in which every value is there.
fn head() -> Head {
    let words = || "Sample".to_owned();
    let field = || Field {
        id: words(),
        label: words(),
        value: words(),
        linked: Vec::new(),
        machine: Some(words()),
    };
    Head {
        cover: CoverKind::Page,
        mark: None,
        committee: Some(words()),
        agency: Some(words()),
        kind: words(),
        title: words(),
        facts: vec![field()],
        cover_facts: vec![field()],
        running: Running {
            left: Some(words()),
            middle: Some(words()),
            number: words(),
            foot: Some(words()),
        },
        style: HeadStyle::default(),
    }
}

/// A paper of which nothing is known but its title.
pub(super) fn bare() -> Document {
    let (title, lang) = ("Sample".to_owned(), "en-US".to_owned());
    let head = Head { title: title.clone(), ..Head::default() };
    Document { head, meta: Metadata { title, lang, ..Metadata::default() }, ..Document::default() }
}
