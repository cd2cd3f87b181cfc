//! Blocks of text in HTML.

use std::collections::BTreeSet;

use unicode_width::UnicodeWidthStr;

use super::escape::{address, escape};
use super::scroll::{Room, Scrolls, frame};
use crate::document::anchors::Anchors;
use crate::document::{Block, Document, Grid, Inline, Item, List, Places, Section};
use crate::render::Options;
use crate::render::design::SIZES;
use crate::render::direction::{first_text, is_right_to_left_language, other_direction};
use crate::series::Captions;

/// A box for the eyes and its name for screen readers. The selector keeps it from being drawn as an emoji.
const DONE: &str = "<span class=\"box\" role=\"img\" aria-label=\"done\">\u{2611}\u{fe0e}</span> ";
const TO_DO: &str =
    "<span class=\"box\" role=\"img\" aria-label=\"to do\">\u{2610}\u{fe0e}</span> ";
/// The width of a character of code in ems.
const CODE_ADVANCE: f64 = 0.602;
/// A longer line of code takes the hanging column.
const MOST_CODE: usize = 64;
/// The space around code, in points.
const AROUND_CODE: f64 = 22.5;

/// The classes of lists without numbers, by how many lists they are in.
const BULLETS: [&str; 3] = ["", " class=\"dash\"", " class=\"dot\""];

/// The attribute that says where an element begins in the source, in bytes.
const PLACE: &str = "data-at";

/// Walks a document's blocks in the order of the page, and counts as it goes.
#[derive(Debug)]
pub(super) struct Walker<'a> {
    pub(super) document: &'a Document,
    anchors: &'a Anchors,
    /// The heading level of the title.
    level: u8,
    pub(super) grid: Grid,
    /// How many lists and quotations are open.
    pub(super) depth: usize,
    /// How many of them are lists.
    lists: usize,
    pub(super) tables: usize,
    /// Whether what is around the text runs from right to left.
    is_right_to_left: bool,
    /// The windows that [frames](super::scroll) tell apart, in rem.
    pub(super) windows: BTreeSet<u32>,
    /// Whether a table is printed on a turned page.
    pub(super) has_turned: bool,
    /// How often each note was referred to so far.
    references: Vec<usize>,
    /// Whether elements say where they are in the source.
    has_places: bool,
    /// Where the next element is, until it says so.
    place: Option<usize>,
}

impl<'a> Walker<'a> {
    /// A walker for a page whose title has the heading level `level`.
    pub(super) fn new(
        document: &'a Document,
        anchors: &'a Anchors,
        level: u8,
        options: Options,
    ) -> Self {
        Self {
            document,
            anchors,
            level,
            grid: Grid::of(options.paper_size),
            depth: 0,
            lists: 0,
            tables: 0,
            is_right_to_left: is_right_to_left_language(&document.meta.lang),
            windows: BTreeSet::new(),
            has_turned: false,
            references: vec![0; document.notes.len()],
            has_places: options.has_places,
            place: None,
        }
    }

    /// The attribute for a text that does not run as what is around it does; empty for others.
    pub(super) fn dir(&self, content: &[Inline]) -> &'static str {
        match other_direction(content, self.is_right_to_left) {
            Some("rtl") => " dir=\"rtl\"",
            Some(_) => " dir=\"ltr\"",
            None => "",
        }
    }

    /// What `make` returns for an element with that attribute: what is in it runs as it does.
    pub(super) fn turned<T>(&mut self, dir: &str, make: impl FnOnce(&mut Self) -> T) -> T {
        let outer = self.is_right_to_left;
        self.is_right_to_left = outer == dir.is_empty();
        let content = make(self);
        self.is_right_to_left = outer;
        content
    }

    /// The room of a block that stays in the column of text.
    pub(super) fn text_room(&self) -> Room {
        Room::Text(u8::try_from(self.depth).unwrap_or(u8::MAX))
    }

    /// The ids of the page.
    pub(super) fn anchors(&self) -> &'a Anchors {
        self.anchors
    }

    /// The blocks of a section.
    pub(super) fn section(&mut self, section: &Section) -> String {
        let blocks = section.blocks.iter().enumerate();
        blocks.map(|(at, block)| self.at(&section.places, at + 1).block(block)).collect()
    }

    fn body(&mut self, blocks: &[Block]) -> String {
        blocks.iter().map(|block| self.block(block)).collect()
    }

    /// Has the next element say that it is where `places` has the part with this index.
    pub(super) fn at(&mut self, places: &Places, index: usize) -> &mut Self {
        self.place = places.get(index).filter(|_| self.has_places);
        self
    }

    /// The attribute of an element that says where it is; empty where it does not.
    pub(super) fn place(&mut self) -> String {
        self.place.take().map_or_else(String::new, |at| format!(" {PLACE}=\"{at}\""))
    }

    /// The notes as a list; empty if there are none. Call it after all references are made.
    pub(super) fn notes(&mut self) -> String {
        let notes = &self.document.notes;
        if notes.is_empty() {
            return String::new();
        }
        // A note can refer to another, so every text is made before any backlink.
        let depth = std::mem::replace(&mut self.depth, Grid::depth(0, true));
        let texts: Vec<_> = notes.iter().map(|blocks| self.body(blocks)).collect();
        self.depth = depth;
        let places = &self.document.note_places;
        let mut items = String::new();
        for (index, text) in texts.iter().enumerate() {
            let number = index + 1;
            let place = self.at(places, index).place();
            let text = self.with_backlinks(number, text);
            items.push_str(&format!("<li id=\"Note-{number}\"{place}>\n{text}</li>\n"));
        }
        format!("<ol>\n{items}</ol>\n")
    }

    /// A reference to the note `number`, from 1.
    pub(super) fn note_reference(&mut self, number: usize) -> String {
        let Some(count) = number.checked_sub(1).and_then(|at| self.references.get_mut(at)) else {
            return format!("[{number}]");
        };
        *count += 1;
        let id = reference_id(number, *count);
        format!(
            "<sup><a id=\"{id}\" href=\"#Note-{number}\" role=\"doc-noteref\" \
             aria-label=\"Note {number}\">{number}</a></sup>"
        )
    }

    fn with_backlinks(&self, number: usize, text: &str) -> String {
        let count = self.references.get(number - 1).copied().unwrap_or_default();
        let links = (1..=count).map(|nth| {
            let which =
                if count > 1 { format!("{number}, place {nth}") } else { number.to_string() };
            let id = reference_id(number, nth);
            format!(
                " <a href=\"#{id}\" role=\"doc-backlink\" \
                 aria-label=\"Back to reference {which}\">\u{21a9}\u{fe0e}</a>"
            )
        });
        let links: String = links.collect();
        match text.strip_suffix("</p>\n") {
            Some(stem) => format!("{stem}{links}</p>\n"),
            None if links.is_empty() => text.to_owned(),
            None => format!("{text}<p>{}</p>\n", links.trim_start()),
        }
    }

    fn block(&mut self, block: &Block) -> String {
        match block {
            Block::Paragraph(content) => self.paragraph(content),
            Block::Heading { level, id, content } => {
                let level = self.level.saturating_add(*level).saturating_add(1);
                // HTML has no deeper heading.
                let class = if level > 6 { " class=\"lowest\"" } else { "" };
                let level = level.min(6);
                let (id, dir) = (escape(self.anchors.id(id)), self.dir(content));
                let (place, text) = (self.place(), self.inlines(content));
                format!("<h{level} id=\"{id}\"{class}{dir}{place}>{text}</h{level}>\n")
            }
            Block::List(list) => self.list(list),
            Block::Quote(blocks) => {
                self.depth += 1;
                let (dir, place) = (self.dir(first_text(blocks)), self.place());
                let text = self.turned(dir, |walker| walker.body(blocks));
                self.depth -= 1;
                format!("<blockquote{dir}{place}>\n{text}</blockquote>\n")
            }
            Block::Code { language, text } => self.code(language.as_deref(), text),
            Block::Table(table) => self.table(table),
            Block::Rule => format!("<hr{}>\n", self.place()),
        }
    }

    fn paragraph(&mut self, content: &[Inline]) -> String {
        let place = self.place();
        match content {
            [Inline::Image { url, title, alt }] if !title.is_empty() => {
                let (url, alt, title) = (address(url), escape(alt), self.figure_title(title));
                format!(
                    "<figure{place}><img src=\"{url}\" alt=\"{alt}\">\
                     <figcaption>{title}</figcaption></figure>\n"
                )
            }
            content => format!("<p{}{place}>{}</p>\n", self.dir(content), self.inlines(content)),
        }
    }

    /// What is below a figure, with its number, if figures are numbered, as its label.
    fn figure_title(&self, title: &str) -> String {
        let is_numbered = self.document.head.style.captions == Captions::Numbered;
        match title.split_once(". ").filter(|(label, _)| is_numbered && label.starts_with("Figure"))
        {
            Some((label, rest)) => format!("<strong>{}.</strong> {}", escape(label), escape(rest)),
            None => escape(title),
        }
    }

    /// Code, whose long lines scroll.
    fn code(&mut self, language: Option<&str>, text: &str) -> String {
        let class = language.map_or_else(String::new, |language| {
            format!(" class=\"language-{}\"", escape(language))
        });
        let longest = text.lines().map(UnicodeWidthStr::width).max().unwrap_or_default();
        let place = self.place();
        let is_wide = self.depth == 0 && longest > MOST_CODE;
        let ems = CODE_ADVANCE * f64::from(u32::try_from(longest).unwrap_or(u32::MAX));
        let room = if is_wide { Room::Wide } else { self.text_room() };
        let width = ems * SIZES.code + AROUND_CODE;
        let scrolls = Scrolls::of(width, width, room);
        // It runs from left to right on every page.
        let dir = if self.is_right_to_left { " dir=\"ltr\"" } else { "" };
        let body = format!("<pre{dir}><code{class}>{}</code></pre>\n", escape(text));
        let framed = frame(&body, "Code", scrolls, &mut self.windows);
        let wide = if is_wide { " hanging wide" } else { "" };
        format!("<div class=\"code{wide}\"{place}>\n{framed}</div>\n")
    }

    fn list(&mut self, list: &List) -> String {
        let bullets = BULLETS[self.lists % BULLETS.len()];
        self.depth += 1;
        self.lists += 1;
        let place = self.place();
        let dir = list.items.first().map_or("", |item| self.dir(first_text(&item.blocks)));
        let items = self.turned(dir, |walker| {
            let items = list.items.iter().enumerate();
            let item = |(at, item)| walker.at(&list.places, at).item(item, list.tight);
            items.map(item).collect::<String>()
        });
        self.depth -= 1;
        self.lists -= 1;
        match list.start {
            Some(1) => format!("<ol{dir}{place}>\n{items}</ol>\n"),
            Some(start) => format!("<ol start=\"{start}\"{dir}{place}>\n{items}</ol>\n"),
            None => format!("<ul{bullets}{dir}{place}>\n{items}</ul>\n"),
        }
    }

    fn item(&mut self, item: &Item, is_tight: bool) -> String {
        let (class, mark) = match item.done {
            None => ("", ""),
            Some(true) => (" class=\"task\"", DONE),
            Some(false) => (" class=\"task\"", TO_DO),
        };
        let (dir, place) = (self.dir(first_text(&item.blocks)), self.place());
        let text = self.turned(dir, |walker| walker.item_text(item, is_tight, mark));
        format!("<li{class}{dir}{place}>{text}</li>\n")
    }

    fn item_text(&mut self, item: &Item, is_tight: bool, mark: &str) -> String {
        let mut blocks = item.blocks.iter();
        let mut out = String::new();
        match item.blocks.first() {
            Some(Block::Paragraph(content)) => {
                let text = self.inlines(content);
                out.push_str(&if is_tight {
                    format!("{mark}{text}")
                } else {
                    format!("<p>{mark}{text}</p>\n")
                });
                blocks.next();
            }
            _ => out.push_str(mark),
        }
        for block in blocks {
            match block {
                Block::Paragraph(content) if is_tight => {
                    out.push('\n');
                    out.push_str(&self.inlines(content));
                }
                block => {
                    if !out.ends_with('\n') {
                        out.push('\n');
                    }
                    out.push_str(&self.block(block));
                }
            }
        }
        out
    }
}

fn reference_id(number: usize, nth: usize) -> String {
    if nth == 1 { format!("NoteRef-{number}") } else { format!("NoteRef-{number}-{nth}") }
}
