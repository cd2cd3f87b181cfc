//! A document as the data that the template walks.
//!
//! `paper` has the names that it has in every template. A section's `body`, a note and a cell are lists
//! of nodes; a node is a mapping with its `kind` and what that kind needs, see `blocks.typ`.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::text::{printable, printable_code};
use crate::assets::balance::Lines;
use crate::assets::fonts::Fonts;
use crate::assets::picture::Picture;
use crate::document::anchors::{Anchors, SectionIds};
use crate::document::{Document, Field, Grid, Inline, Section};
use crate::render::Options;
use crate::render::context::{Parts, no_links, paper};
use crate::render::cover;
use crate::render::design::{Design, SIZES, TITLES, Type};
use crate::render::direction::{is_right_to_left_language, other_direction};

mod blocks;
mod inlines;
mod running;
mod table;

/// What Typst reads.
pub(super) struct Data<'a> {
    /// `paper.json`.
    pub(super) paper: Vec<u8>,
    /// `design.json`: what papers of one series, paper size and direction of writing share.
    pub(super) design: Vec<u8>,
    /// The pictures by the names that the data has for them.
    pub(super) pictures: BTreeMap<String, &'a Picture>,
    /// The address of the first picture that has no alternative text.
    pub(super) picture_without_alt: Option<&'a str>,
}

/// The data of `document`.
pub(super) fn of<'a>(document: &'a Document, fonts: &Fonts, options: Options) -> Data<'a> {
    let anchors = Anchors::new(document);
    let grid = Grid::of(options.paper_size);
    let mut walker = Walker::new(document, &anchors, fonts, grid);
    let sections: Vec<_> = document
        .sections
        .iter()
        .zip(anchors.sections())
        .map(|(section, ids)| walker.section(section, ids))
        .collect();
    let notes = walker.remaining_notes();
    let parts = Parts {
        text: str::to_owned,
        linked: &mut no_links,
        sections: Vec::new(),
        notes: ().into(),
    };
    let mark = document.head.mark.as_ref();
    walker.pictures.extend(mark.map(|mark| (mark.file.clone(), &mark.picture)));
    let mut data = serde_json::to_value(paper(document, parts)).unwrap_or_default();
    data["lines"] = running::lines(document, &grid);
    print_strings(&mut data, fonts);
    let room = grid.text / LEAST_TITLE;
    data["head"]["title"] = printable(&document.head.title, fonts, Some(room)).into();
    let head = &document.head;
    link_fields(&mut walker, &head.facts, &mut data["head"]["facts"]);
    link_fields(&mut walker, &head.cover_facts, &mut data["head"]["cover_facts"]);
    link_fields(&mut walker, &document.foot_fields, &mut data["foot_fields"]);
    data["sections"] = sections.into();
    data["notes"] = notes.into();
    let (lang, region) = language(&document.meta.lang);
    let design = Design::of(&document.head.style, options.paper_size);
    let mut design = serde_json::to_value(design).unwrap_or_default();
    let is_right_to_left = is_right_to_left_language(&document.meta.lang);
    design["is-rtl"] = is_right_to_left.into();
    let marking = document.marking.iter().flat_map(|it| [Some(&it.text), it.note.as_ref()]);
    let marking: Vec<Inline> = marking.flatten().cloned().map(Inline::Text).collect();
    let data = json!({
        "paper": data,
        "lang": lang,
        "region": region,
        "cover-title": set_title(&document.head.title, cover::title(document, &grid), grid.text),
        "head-title": set_title(&document.head.title, TITLES.head, grid.text),
        "marking-dir": other_direction(&marking, is_right_to_left),
        "kind-width": Lines::new(&document.head.kind, SIZES.kind).balanced(grid.hanging),
    });
    Data {
        paper: data.to_string().into_bytes(),
        design: design.to_string().into_bytes(),
        pictures: walker.pictures,
        picture_without_alt: walker.picture_without_alt,
    }
}

/// Whether a node takes the hanging column, where a heading would be beside it.
fn takes_margin(node: &Value) -> bool {
    node["place"] == "hanging" || node["takes-margin"] == true
}

/// The size at which a word of a title that is wider than a line is broken rather than made smaller, in points.
const LEAST_TITLE: f64 = 16.0;

/// The size of a title, and its width in lines that are about as long as each other. A word that is wider than a line
/// makes the type smaller.
fn set_title(title: &str, of: Type, room: f64) -> Value {
    let widest = Lines::new(title, of.size).widest().max(1.0);
    let share = (room / widest).max(LEAST_TITLE / of.size).min(1.0);
    let (size, leading) = (of.size * share, of.leading * share);
    json!({ "size": size, "leading": leading, "width": Lines::new(title, size).balanced(room) })
}

/// Gives the values of `fields` that have links as nodes.
fn link_fields<'a>(walker: &mut Walker<'a, '_>, fields: &'a [Field], values: &mut Value) {
    for (at, field) in fields.iter().enumerate().filter(|(_, field)| !field.linked.is_empty()) {
        values[at]["linked"] = walker.inlines(&field.linked).into();
    }
}

/// Makes every text in `value` printable; for values without addresses.
fn print_strings(value: &mut Value, fonts: &Fonts) {
    match value {
        Value::String(text) => *text = printable(text, fonts, None),
        Value::Array(items) => items.iter_mut().for_each(|item| print_strings(item, fonts)),
        Value::Object(map) => map.values_mut().for_each(|item| print_strings(item, fonts)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// A [BCP 47](https://www.rfc-editor.org/info/bcp47) tag as the language and the region that Typst
/// wants; American English for anything else.
fn language(tag: &str) -> (String, Option<String>) {
    let mut parts = tag.split(['-', '_']);
    let is_letters = |part: &&str| part.chars().all(|c| c.is_ascii_alphabetic());
    match parts.next().filter(|part| matches!(part.len(), 2 | 3)).filter(is_letters) {
        Some(language) => {
            let region = parts.filter(|part| part.len() == 2).find(is_letters);
            (language.to_ascii_lowercase(), region.map(str::to_ascii_uppercase))
        }
        None => ("en".to_owned(), Some("US".to_owned())),
    }
}

/// Walks a document's blocks in the order of the page.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a state of the text that can be on or off"
)]
struct Walker<'a, 'f> {
    document: &'a Document,
    anchors: &'f Anchors,
    fonts: &'f Fonts,
    /// The notes that have been placed, from 0.
    placed: Vec<bool>,
    /// Whether a note is being walked: no note can hold another.
    is_in_note: bool,
    /// How many lists and quotations are open.
    depth: usize,
    /// How many of them are lists.
    lists: usize,
    /// Whether what is around the text runs from right to left.
    is_right_to_left: bool,
    /// Whether the text is struck out or underlined: a tagged PDF can't express both.
    is_lined: bool,
    grid: Grid,
    /// Whether headings of sections hang beside the text.
    hangs_all: bool,
    /// How many tables there were.
    tables: usize,
    /// The width in ems of the column that the text is in, where a word that is wider must be broken.
    cell_width: Option<f64>,
    pictures: BTreeMap<String, &'a Picture>,
    picture_without_alt: Option<&'a str>,
}

impl<'a, 'f> Walker<'a, 'f> {
    fn new(document: &'a Document, anchors: &'f Anchors, fonts: &'f Fonts, grid: Grid) -> Self {
        Self {
            document,
            anchors,
            fonts,
            placed: vec![false; document.notes.len()],
            is_in_note: false,
            depth: 0,
            lists: 0,
            is_right_to_left: is_right_to_left_language(&document.meta.lang),
            is_lined: false,
            hangs_all: grid.hangs_all(document, SIZES.section),
            grid,
            tables: 0,
            cell_width: None,
            pictures: BTreeMap::new(),
            picture_without_alt: None,
        }
    }

    fn section(&mut self, section: &'a Section, ids: &SectionIds) -> Value {
        let body = self.blocks(&section.blocks);
        json!({
            "id": section.id,
            "anchor": ids.heading,
            "heading": section.heading.as_ref().map(|heading| self.text(heading)),
            "hangs": self.hangs_all && !body.first().is_some_and(takes_margin),
            "body": body,
        })
    }

    /// The notes that no page has at its foot, since nothing in the text refers to them.
    fn remaining_notes(&mut self) -> Vec<Value> {
        let mut notes = Vec::new();
        for number in 1..=self.placed.len() {
            if !self.placed[number - 1] {
                let body = self.note(number);
                notes.push(json!({ "number": number, "content": body }));
            }
        }
        notes
    }

    /// The direction of a text that does not run as what is around it does.
    fn dir(&self, content: &[Inline]) -> Option<&'static str> {
        other_direction(content, self.is_right_to_left)
    }

    /// What `make` returns for something with that direction: what is in it runs as it does.
    fn turned<T>(&mut self, dir: Option<&str>, make: impl FnOnce(&mut Self) -> T) -> T {
        let outer = self.is_right_to_left;
        self.is_right_to_left = outer == dir.is_none();
        let content = make(self);
        self.is_right_to_left = outer;
        content
    }

    fn text(&self, text: &str) -> String {
        printable(text, self.fonts, self.cell_width)
    }

    fn code(&self, text: &str) -> String {
        printable_code(text, self.fonts, self.cell_width)
    }
}

#[cfg(test)]
mod tests {
    use super::blocks::has_note;
    use super::*;
    use crate::document::{Alignment, Block, Inline, Places, Table};

    /// The data of a paper whose sections have these headings and blocks.
    fn data(sections: Vec<(&str, Block)>) -> Value {
        let section = |(heading, block): (&str, Block)| Section {
            id: heading.to_lowercase(),
            anchor: None,
            heading: Some(heading.to_owned()),
            blocks: vec![block],
            places: Places::default(),
        };
        let sections = sections.into_iter().map(section).collect();
        let document = Document { sections, ..crate::render::sample::bare() };
        let data = of(&document, &Fonts::built_in(), Options::default()).paper;
        serde_json::from_slice(&data).unwrap_or_default()
    }

    fn hangs(sections: Vec<(&str, Block)>) -> Vec<bool> {
        let data = data(sections);
        let sections = data["paper"]["sections"].as_array().into_iter().flatten();
        sections.map(|section| section["hangs"] == true).collect()
    }

    #[test]
    fn a_heading_hangs_unless_what_follows_takes_its_place() {
        let code = |columns: usize| Block::Code { language: None, text: "x".repeat(columns) };
        let text = |text: &str| Block::Paragraph(vec![Inline::Text(text.to_owned())]);
        let cells = |count: usize| vec![vec![Inline::Text("value words".to_owned())]; count];
        let table = |count: usize| {
            Block::Table(Table {
                alignments: vec![Alignment::None; count],
                head: cells(count),
                rows: vec![cells(count)],
                ..Table::default()
            })
        };
        let all = vec![("Text", text("A word.")), ("Code", code(60)), ("Table", table(2))];
        assert_eq!(hangs(all), [true, true, true]);
        assert_eq!(hangs(vec![("Code", code(70)), ("Table", table(6))]), [false, false]);
        let long = ["What the trade and the ports have asked for in June", "Issue"];
        assert_eq!(hangs(long.map(|heading| (heading, text("A word."))).into()), [false, false]);
    }

    #[test]
    fn what_has_a_note_is_known() {
        let paragraph = Block::Paragraph(vec![Inline::NoteRef(1)]);
        let section = data(vec![("Text", paragraph)]);
        // There is no such note, so nothing is placed at the foot.
        assert_eq!(section["paper"]["sections"][0]["body"][0]["has-note"], false);
        assert!(has_note(&[
            json!({ "kind": "list", "items": [{ "content": [{ "kind": "note" }] }] })
        ]));
    }

    #[test]
    fn a_language_is_what_typst_takes() {
        let language = |tag| language(tag);
        let owned =
            |language: &str, region: Option<&str>| (language.to_owned(), region.map(str::to_owned));
        assert_eq!(language("en-US"), owned("en", Some("US")));
        assert_eq!(language("zh-Hans-cn"), owned("zh", Some("CN")));
        assert_eq!(language("fr"), owned("fr", None));
        assert_eq!(language("English!"), owned("en", Some("US")));
    }
}
