//! Plain text for mail: nothing is lost, no line of prose is wider than asked for.

mod blocks;
mod inline;
mod table;
mod wrap;

use minijinja::{Value, context};
pub(super) use wrap::{underlined, wrapped};

use super::context::{Parts, paper, section};
use super::{Document, Options};

/// The context of a page of plain text.
pub(super) fn context(document: &Document, options: Options) -> Value {
    let width = options.width.max(wrap::NARROWEST);
    let sections = document.sections.iter().map(|one| {
        let body = blocks::lines(&one.blocks, width).join("\n");
        section(Some(&one.id), &one.id, &one.heading, Value::from(body))
    });
    let sections = sections.collect();
    let notes = Value::from(blocks::notes(&document.notes, width));
    context! { width, paper => paper(document, Parts { text: str::to_owned, sections, notes }) }
}
