//! HTML that screen readers can follow and that nothing can be injected into.
//!
//! [HTML](https://html.spec.whatwg.org/) with the roles of
//! [DPUB-ARIA](https://www.w3.org/TR/dpub-aria-1.1/) for notes. All text is escaped here or, for
//! plain values, when a template places them.

mod blocks;
mod escape;
mod inline;
mod metadata;
mod table;

pub(super) use escape::escape;
use minijinja::{Value, context};

use self::blocks::Walker;
use super::anchors::Anchors;
use super::context::{Parts, paper, section};
use super::{Document, Options};

/// The context of a whole page.
pub(super) fn page_context(document: &Document, _: Options) -> Value {
    at_level(document, 1)
}

/// The context of an article that stands in another page.
pub(super) fn fragment_context(document: &Document, options: Options) -> Value {
    at_level(document, options.heading_level.clamp(1, 5))
}

fn at_level(document: &Document, level: u8) -> Value {
    let anchors = Anchors::new(document);
    let mut walker = Walker::new(&anchors, level, document.notes.len());
    let ids = anchors.sections().iter();
    let sections = document.sections.iter().zip(ids).map(|(one, ids)| {
        let body = walker.body(&one.blocks);
        section(ids.id.as_deref(), &ids.heading, &one.heading, Value::from_safe_string(body))
    });
    let sections = sections.collect();
    let notes = Value::from_safe_string(walker.notes(&document.notes));
    context! {
        level,
        json_ld => Value::from_safe_string(metadata::json_ld(document)),
        paper => paper(document, Parts { text: str::to_owned, sections, notes }),
    }
}
