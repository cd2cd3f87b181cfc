//! HTML that screen readers can follow and that nothing can be injected into.
//!
//! [HTML](https://html.spec.whatwg.org/) with the roles of
//! [DPUB-ARIA](https://www.w3.org/TR/dpub-aria-1.1/) for notes. All text is escaped here or, for
//! plain values, when a template places them.

mod blocks;
mod escape;
mod inline;
mod metadata;
mod provenance;
mod scroll;
mod style;
mod table;

pub(super) use escape::escape;
use minijinja::value::Serde;
use minijinja::{Value, context};

use self::blocks::Walker;
use super::context::{Parts, paper, section};
use super::design::{Design, SIZES};
use super::direction::is_right_to_left_language;
use super::format::{Format, Links, Make, Pictures};
use super::{Document, Options};
use crate::document::anchors::Anchors;

/// A whole page.
pub(super) const PAGE: Format = Format {
    name: "html",
    extension: "html",
    media_type: "text/html; charset=utf-8",
    template: "paper.html",
    about: "a web page that needs no other file",
    is_default: true,
    standard: None,
    is_typeset: true,
    pictures: Pictures::Embedded,
    links: Links::ToPages,
    provenance: Some(provenance::IN_PAGE),
    is_editable: false,
    signature: b"",
    make: Make::Text(page_context),
};

/// An article to be put into another page.
pub(super) const FRAGMENT: Format = Format {
    name: "fragment",
    template: "fragment.html",
    about: "the article alone, to be put into another web page",
    is_default: false,
    provenance: Some(provenance::IN_FRAGMENT),
    make: Make::Text(fragment_context),
    ..PAGE
};

/// The context of a whole page.
fn page_context(document: &Document, options: Options) -> Value {
    at_level(document, 1, options)
}

/// The context of an article in another page.
fn fragment_context(document: &Document, options: Options) -> Value {
    at_level(document, options.heading_level.clamp(1, 5), options)
}

fn at_level(document: &Document, level: u8, options: Options) -> Value {
    let anchors = Anchors::new(document);
    let mut walker = Walker::new(document, &anchors, level, options);
    let ids = anchors.sections().iter();
    let sections = document.sections.iter().zip(ids).map(|(one, ids)| {
        let body = Value::from_safe_string(walker.section(one));
        let place = one.places.get(0).filter(|_| options.has_places);
        let heading = one.heading.as_deref();
        section(ids.id.as_deref(), ids.heading.as_deref(), heading, place, body)
    });
    let sections = sections.collect();
    let notes = Value::from_safe_string(walker.notes());
    let design = Design::of(&document.head.style, options.paper_size);
    context! {
        level,
        css => style::css(document, &design, &walker.windows, walker.has_turned),
        design => Value::from(Serde(design)),
        page => context! {
            title => style::page_title(document),
            has_places => options.has_places,
            dir => if is_right_to_left_language(&document.meta.lang) { "rtl" } else { "ltr" },
            has_hanging_headings => walker.grid.hangs_all(document, SIZES.section),
        },
        json_ld => Value::from_safe_string(metadata::json_ld(document)),
        paper => paper(document, Parts {
            text: str::to_owned,
            linked: &mut |content| Value::from_safe_string(walker.inlines(content)),
            sections,
            notes,
        }),
    }
}

#[cfg(test)]
mod tests;
