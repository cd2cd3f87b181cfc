//! Plain text for mail: nothing is lost, no line of prose is wider than asked for.

mod blocks;
mod inline;
mod table;
mod wrap;

use minijinja::{Value, context};
pub(super) use wrap::{underlined, wrapped};

use super::context::{Parts, no_links, paper, section};
use super::format::{Format, Links, Make, Pictures};
use super::{Document, Options};

/// Plain text for mail.
pub(super) const FORMAT: Format = Format {
    name: "txt",
    extension: "txt",
    media_type: "text/plain; charset=utf-8",
    template: "paper.txt",
    about: "plain text for mail",
    is_default: true,
    standard: None,
    is_typeset: false,
    pictures: Pictures::None,
    links: Links::AsWritten,
    provenance: None,
    is_editable: false,
    signature: b"",
    make: Make::Text(context),
};

/// The context of a page of plain text.
fn context(document: &Document, options: Options) -> Value {
    let width = options.width.max(wrap::NARROWEST);
    let sections = document.sections.iter().map(|one| {
        let body = blocks::lines(&one.blocks, width).join("\n");
        let id = Some(one.id.as_str());
        section(id, id, one.heading.as_deref(), None, Value::from(body))
    });
    let sections = sections.collect();
    let notes = Value::from(blocks::notes(&document.notes, width));
    let parts = Parts { text: str::to_owned, linked: &mut no_links, sections, notes };
    context! { width, paper => paper(document, parts) }
}
