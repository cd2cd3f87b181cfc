//! The one place that says which Markdown a paper is written in.
//!
//! [CommonMark](https://spec.commonmark.org/0.31.2/) with tables, footnotes, strikethrough and task
//! lists as on GitHub. Metadata blocks stay off, or a pair of `---` lines in the body would vanish;
//! heading attributes stay off, or `{#x}` would be swallowed; superscript and subscript marks stay
//! off, since they don't parse in the middle of a word and take `~x~` from strikethrough: `<sup>` and
//! `<sub>` serve.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser};

/// Reads `body`; the ranges are bytes in `body`.
pub fn events(body: &str) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    parser(body).into_offset_iter()
}

/// The lines of `body` that define a reference, `[name]: address`, with their ranges, in their order.
pub fn definitions(body: &str) -> Vec<(String, Range<usize>)> {
    let parser = parser(body);
    let definitions = parser.reference_definitions().iter();
    let mut definitions: Vec<_> =
        definitions.map(|(_, it)| (it.dest.to_string(), it.span.clone())).collect();
    definitions.sort_by_key(|(_, range)| range.start);
    definitions
}

fn parser(body: &str) -> Parser<'_> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS;
    Parser::new_ext(body, options)
}
