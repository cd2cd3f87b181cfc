//! Blocks of text as nodes.

use serde_json::{Value, json};

use super::Walker;
use crate::document::walk::walk_inlines;
use crate::document::{self, Block, Inline, Item, List, Style, plain_text};
use crate::render::direction::{first_text, is_right_to_left_language};
use crate::text::characters::is_blank;

/// How deep lists and quotations may be nested. Typst gives up at twice this, and the text
/// would get too narrow to read.
const MAX_DEPTH: usize = document::MAX_DEPTH as usize;

/// The longest paragraph, in characters, that is moved to another page as a whole.
const MOST_MOVED: usize = 800;

/// The longest lines of code, in characters, that the column of text has room for.
const MOST_COLUMNS: usize = 64;

impl<'a> Walker<'a, '_> {
    /// `blocks` as nodes.
    pub(super) fn blocks(&mut self, blocks: &'a [Block]) -> Vec<Value> {
        let mut nodes = Vec::new();
        for block in blocks {
            self.block(block).into_iter().for_each(|node| push(&mut nodes, node));
        }
        nodes
    }

    fn block(&mut self, block: &'a Block) -> Vec<Value> {
        vec![match block {
            Block::Paragraph(content) => return self.paragraph(content),
            // The text of a note is not part of the paper's outline.
            Block::Heading { content, .. } if self.is_in_note => {
                let strong = json!({
                    "kind": "styled", "style": style(Style::Strong), "content": self.inlines(content),
                });
                json!({ "kind": "paragraph", "dir": self.dir(content), "content": [strong] })
            }
            Block::Heading { level, id, content } => json!({
                "kind": "heading",
                "level": level + 1,
                "anchor": self.anchors.id(id),
                // Those of a quotation or a list are not part of the outline.
                "is-outlined": self.depth == 0,
                "dir": self.dir(content),
                "content": self.title(content),
            }),
            Block::List(list) if self.depth >= MAX_DEPTH => return self.flat_list(list),
            Block::List(list) => self.list(list),
            Block::Quote(blocks) if self.depth >= MAX_DEPTH => return self.blocks(blocks),
            Block::Quote(blocks) => {
                let dir = self.dir(first_text(blocks));
                let (is_right_to_left, content) = self.turned(dir, |walker| {
                    (walker.is_right_to_left, walker.deeper(|walker| walker.blocks(blocks)))
                });
                json!({ "kind": "quote", "dir": dir, "is-right-to-left": is_right_to_left, "content": content })
            }
            Block::Code { text, .. } => {
                let text = self.code(text.trim_end_matches('\n'));
                let columns =
                    text.lines().map(|line| line.chars().count()).max().unwrap_or_default();
                let lines = text.lines().count();
                let takes_margin = columns > MOST_COLUMNS && self.depth == 0 && !self.is_in_note;
                json!({ "kind": "code-block", "text": text, "columns": columns, "lines": lines, "takes-margin": takes_margin })
            }
            Block::Table(table) => self.table(table),
            Block::Rule => json!({ "kind": "rule" }),
        }]
    }

    fn paragraph(&mut self, content: &'a [Inline]) -> Vec<Value> {
        let dir = self.dir(content);
        let is_short = plain_text(content).chars().nth(MOST_MOVED).is_none();
        let paragraph = |content: Vec<Value>| {
            let has_note = has_note(&content);
            json!({ "kind": "paragraph", "has-note": has_note, "is-short": is_short, "dir": dir, "content": content })
        };
        if let [Inline::Image { url, title, alt }] = content {
            let title = self.text(title);
            return match self.picture(url, alt) {
                Some(picture) => {
                    vec![json!({ "kind": "figure", "picture": picture, "caption": title })]
                }
                // The alternative text takes the place of a picture that does not exist.
                None => [self.text(alt), title]
                    .into_iter()
                    .filter(|text| !text.is_empty())
                    .map(|text| paragraph(vec![text.into()]))
                    .collect(),
            };
        }
        vec![paragraph(self.inlines(content))]
    }

    /// The text of a heading. One that is nothing but pictures has their alternative texts: PDF/UA-1 asks
    /// for a title.
    fn title(&mut self, content: &'a [Inline]) -> Vec<Value> {
        let mut has_text = false;
        walk_inlines(content, &mut |inline| {
            has_text |=
                matches!(inline, Inline::Text(text) | Inline::Code(text) if !is_blank(text));
        });
        let alternative = plain_text(content);
        if has_text || is_blank(&alternative) {
            return self.inlines(content);
        }
        vec![self.text(&alternative).into()]
    }

    fn list(&mut self, list: &'a List) -> Value {
        let nesting = self.lists;
        self.lists += 1;
        let dir = self.dir(list.items.first().map_or(&[], |item| first_text(&item.blocks)));
        let items: Vec<_> = self.turned(dir, |walker| {
            let item = |item: &'a Item| {
                let blocks = walker.deeper(|walker| walker.blocks(&item.blocks));
                json!({ "mark": mark(item.done), "content": blocks })
            };
            list.items.iter().map(item).collect()
        });
        self.lists = nesting;
        let has_note = has_note(&items);
        // Numbered tasks have their boxes after their numbers.
        let is_of_tasks = list.start.is_none() && list.items.iter().any(|item| item.done.is_some());
        json!({ "kind": "list", "has-note": has_note, "start": list.start, "is-tight": list.tight, "is-whole": list.stays_whole(), "items": items, "depth": self.depth, "nesting": nesting,
            "dir": dir, "is-of-tasks": is_of_tasks })
    }

    /// A list without indents: its marks are text.
    fn flat_list(&mut self, list: &'a List) -> Vec<Value> {
        let mut blocks = Vec::new();
        for (nth, item) in (0..).zip(&list.items) {
            let bullet = || mark(item.done).unwrap_or("•").to_owned();
            let label =
                list.start.map_or_else(bullet, |start| format!("{}.", start.saturating_add(nth)));
            blocks.push(
                json!({ "kind": "run-in", "label": label, "content": self.blocks(&item.blocks) }),
            );
        }
        blocks
    }

    fn deeper<T>(&mut self, walk: impl FnOnce(&mut Self) -> T) -> T {
        self.depth += 1;
        let result = walk(self);
        self.depth -= 1;
        result
    }

    /// The text of a note, from 1.
    pub(super) fn note(&mut self, number: usize) -> Vec<Value> {
        self.placed[number - 1] = true;
        let document = self.document;
        let around = (self.depth, self.lists, self.is_right_to_left);
        (self.depth, self.lists) = (0, 0);
        self.is_right_to_left = is_right_to_left_language(&document.meta.lang);
        self.is_in_note = true;
        let blocks = self.blocks(&document.notes[number - 1]);
        self.is_in_note = false;
        (self.depth, self.lists, self.is_right_to_left) = around;
        blocks
    }
}

/// Whether a note is placed at the foot of the page from somewhere in `nodes`.
pub(super) fn has_note<'v>(nodes: impl IntoIterator<Item = &'v Value>) -> bool {
    let is_in = |node: &Value| match node {
        Value::Object(map) => node["kind"] == "note" || has_note(map.values()),
        Value::Array(items) => has_note(items),
        _ => false,
    };
    nodes.into_iter().any(is_in)
}

/// Adds a node. A table on a page that is turned takes the headings before it, which would be alone on the page before,
/// and goes on that page if another table is on it already.
fn push(nodes: &mut Vec<Value>, mut node: Value) {
    let is_turned = |node: &Value| node["place"] == "turned";
    if is_turned(&node) {
        let others = nodes.iter().rposition(|node| node["kind"] != "heading");
        node["headings"] = nodes.split_off(others.map_or(0, |at| at + 1)).into();
        let before = nodes.last_mut().filter(|before| is_turned(before));
        if let Some(followers) = before.and_then(|before| before["followers"].as_array_mut()) {
            return followers.push(node);
        }
    }
    nodes.push(node);
}

/// The name of a style in the data.
pub(super) const fn style(style: Style) -> &'static str {
    match style {
        Style::Emphasis => "emphasis",
        Style::Strong => "strong",
        Style::Strikethrough => "strikethrough",
        Style::Superscript => "superscript",
        Style::Subscript => "subscript",
        Style::Underline => "underline",
        Style::Small => "small",
        Style::Keyboard => "keyboard",
    }
}

const fn mark(done: Option<bool>) -> Option<&'static str> {
    match done {
        None => None,
        Some(true) => Some("☑"),
        Some(false) => Some("☐"),
    }
}
