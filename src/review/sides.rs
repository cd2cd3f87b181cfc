//! The texts that are compared, each as one Markdown text.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::document::walk::{NodeMut, walk_mut};
use crate::document::{Block, Inline, Style, Table, plain_text, plain_text_of_blocks};
use crate::import::{PartContent, SentPaper};
use crate::paper::Paper;
use crate::paper::markdown::Kind;
use crate::render::source as markdown;
use crate::word;
use crate::word::WordFile;

/// The text of a paper as a Word file has it.
#[derive(Debug, Default)]
pub(super) struct Side {
    pub(super) text: String,
    /// Where each part is in it: the paragraph of the file, from 1, and the section.
    pub(super) parts: Vec<(Range<usize>, usize, String)>,
}

impl Side {
    /// The text of `paper`, with the numbers `notes` for its footnotes.
    pub(super) fn new(paper: &SentPaper, notes: &[usize]) -> Self {
        let mut side = Self::default();
        let number = |at: usize| notes.get(at.wrapping_sub(1)).copied().unwrap_or(at);
        for part in &paper.parts {
            let text = match &part.content {
                PartContent::Section(level, heading) => {
                    format!("{} {heading}", "#".repeat(usize::from(*level)))
                }
                PartContent::Block(Block::Heading { level, content, .. }) => {
                    format!("{} {}", "#".repeat(usize::from(*level)), markdown::heading(content))
                }
                PartContent::Block(block) => {
                    let mut block = block.clone();
                    without_space(std::slice::from_mut(&mut block));
                    renumber(std::slice::from_mut(&mut block), &number);
                    markdown::blocks(&[block])
                }
            };
            side.push(&text, part.paragraph, &part.section);
        }
        let notes = paper.notes.iter().enumerate().filter(|(_, note)| !note.is_empty());
        let mut order: Vec<(usize, &Vec<Block>)> =
            notes.map(|(at, note)| (number(at + 1), note)).collect();
        order.sort_by_key(|(number, _)| *number);
        for (number, note) in order {
            let text = markdown::notes(std::slice::from_ref(note));
            let text = text.replacen("[^1]:", &format!("[^{number}]:"), 1);
            side.push(&text, 0, "");
        }
        side
    }

    fn push(&mut self, text: &str, paragraph: usize, section: &str) {
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        let start = self.text.len();
        self.text.push_str(text);
        self.parts.push((start..self.text.len(), paragraph, section.to_owned()));
    }

    /// The section that the byte `at` is in.
    pub(super) fn section_at(&self, at: usize) -> &str {
        let part = self.parts.iter().rev().find(|(range, ..)| range.start <= at);
        part.map_or("", |(.., section)| section.as_str())
    }

    /// Where the paragraph `number` of the file is, or that which contains it.
    pub(super) fn range_of(&self, number: usize) -> Option<Range<usize>> {
        let of_file = self.parts.iter().filter(|(_, paragraph, _)| *paragraph > 0);
        let mut before = of_file.filter(|(_, paragraph, _)| *paragraph <= number);
        before.next_back().map(|(range, ..)| range.clone())
    }
}

/// Takes off the space between items, which is only looks.
fn without_space(blocks: &mut [Block]) {
    walk_mut(blocks, &mut |node| {
        if let NodeMut::Block(Block::List(list)) = node {
            list.tight = crate::document::lists::is_tight(&list.items, true);
        }
    });
}

fn renumber(blocks: &mut [Block], number: &dyn Fn(usize) -> usize) {
    walk_mut(blocks, &mut |node| {
        if let NodeMut::Inline(Inline::NoteRef(note)) = node {
            *note = number(*note);
        }
    });
}

/// The numbers that the notes of `returned` have among those of `sent`; new ones come after all others.
pub(super) fn note_numbers(sent: &SentPaper, returned: &SentPaper) -> Vec<usize> {
    let text = |note: &Vec<Block>| plain_text_of_blocks(note);
    let known: Vec<String> = sent.notes.iter().map(text).collect();
    let mut free: Vec<bool> = vec![true; known.len()];
    let mut numbers: Vec<Option<usize>> = vec![None; returned.notes.len()];
    for least in [1.0, 0.5, 0.01] {
        for (at, note) in returned.notes.iter().enumerate() {
            if numbers[at].is_some() {
                continue;
            }
            let own = text(note);
            let is_like = |it: &usize| free[*it] && likeness(&known[*it], &own) >= least;
            if let Some(found) = (0..known.len()).find(is_like) {
                free[found] = false;
                numbers[at] = Some(found + 1);
            }
        }
    }
    let mut next = known.len();
    let number = |number: Option<usize>| {
        number.unwrap_or_else(|| {
            next += 1;
            next
        })
    };
    numbers.into_iter().map(number).collect()
}

/// How much of their words two texts share, from 0 to 1.
fn likeness(one: &str, other: &str) -> f64 {
    let words =
        |text: &str| -> Vec<String> { text.split_whitespace().map(str::to_owned).collect() };
    let (one, mut other) = (words(one), words(other));
    #[expect(clippy::cast_precision_loss, reason = "no note has so many words")]
    let length = (one.len() + other.len()).max(1) as f64;
    let mut shared = 0.0;
    for word in one {
        if let Some(at) = other.iter().position(|known| *known == word) {
            other.swap_remove(at);
            shared += 2.0;
        }
    }
    shared / length
}

/// Empties the notes of `returned` that nothing refers to any more: a program may keep what is no longer shown.
pub(super) fn drop_notes(sent: &SentPaper, returned: &mut SentPaper) {
    let references = |paper: &SentPaper| {
        let mut numbers: HashSet<usize> = HashSet::new();
        for_each_node(&mut paper.clone(), &mut |node| {
            if let NodeMut::Inline(Inline::NoteRef(note)) = node {
                numbers.insert(*note);
            }
        });
        numbers
    };
    if returned.notes.is_empty() || references(sent).len() < sent.notes.len() {
        return;
    }
    let left = references(returned);
    for (_, note) in (1..).zip(&mut returned.notes).filter(|(number, _)| !left.contains(number)) {
        note.clear();
    }
}

/// The labels of the footnotes that the text of `paper` refers to, in order.
pub(super) fn labels(paper: &Paper) -> Vec<String> {
    let reading = paper.markdown();
    let mut labels: Vec<String> = Vec::new();
    for event in reading.events() {
        if let Kind::NoteRef(id) = event.kind {
            let label = reading.text_of(id, event.span);
            if !labels.iter().any(|known| known == label) {
                labels.push(label.to_owned());
            }
        }
    }
    labels
}

/// Gives the links of `returned` the addresses and titles that those of the same words have in `sent`: programs write
/// relative addresses anew, and forget titles.
pub(super) fn restore_links(sent: &SentPaper, returned: &mut SentPaper) {
    let mut known: HashMap<String, (String, String)> = HashMap::new();
    let mut all = sent.clone();
    for_each_link(&mut all, &mut |url, title, content| {
        known.insert(plain_text(content), (url.clone(), title.clone()));
    });
    for_each_link(returned, &mut |url, title, content| {
        let Some((own, own_title)) = known.get(&plain_text(content)) else { return };
        let is_relative = !own.contains(':') || own.starts_with('#');
        if url == own || is_relative || url.trim_end_matches('/') == own.trim_end_matches('/') {
            url.clone_from(own);
            title.clone_from(own_title);
        }
    });
}

/// The heads of the tables of `file` whose style sets off their first columns.
pub(super) fn row_heads(file: &WordFile) -> Vec<String> {
    let tables = file.blocks.iter().filter_map(|block| match block {
        word::Block::Table(table) if table.has_row_heads => table.rows.first(),
        _ => None,
    });
    let text = |cell: &word::Cell| cell.blocks.iter().map(word::Block::text).collect::<String>();
    tables.map(|head| letters(head.cells.iter().map(text))).collect()
}

/// Takes the bold type off the first columns of tables with these heads that `sent` does not have in bold itself: a program that does not know the parts of a
/// table's style gives its cells the look of the style. Bold type in any other first column is somebody's.
pub(super) fn restore_looks(sent: &SentPaper, row_heads: &[String], returned: &mut SentPaper) {
    let head = |table: &Table| letters(table.head.iter().map(|cell| plain_text(cell)));
    let mut plain: Vec<String> = row_heads.to_vec();
    for_each_table(&mut sent.clone(), &mut |table| {
        if table.rows.iter().filter_map(|row| row.first()).any(|cell| is_bold(cell)) {
            plain.retain(|known| *known != head(table));
        }
    });
    for_each_table(returned, &mut |table| {
        let mut cells = table.rows.iter().filter_map(|row| row.first());
        let is_whole = cells.all(|cell| cell.is_empty() || is_bold(cell));
        if !is_whole || !plain.contains(&head(table)) {
            return;
        }
        for cell in table.rows.iter_mut().filter_map(|row| row.first_mut()) {
            if let [Inline::Styled(Style::Strong, inner)] = cell.as_mut_slice() {
                *cell = std::mem::take(inner);
            }
        }
    });
}

/// The letters of texts, whatever is between them.
fn letters(texts: impl Iterator<Item = String>) -> String {
    let texts: Vec<String> = texts.collect();
    texts.join("|").chars().filter(|c| c.is_alphanumeric() || *c == '|').collect()
}

fn is_bold(cell: &[Inline]) -> bool {
    matches!(cell, [Inline::Styled(Style::Strong, _)])
}

fn for_each_table(paper: &mut SentPaper, change: &mut dyn FnMut(&mut Table)) {
    for_each_node(paper, &mut |node| {
        if let NodeMut::Block(Block::Table(table)) = node {
            change(table);
        }
    });
}

fn for_each_link(
    paper: &mut SentPaper,
    change: &mut dyn FnMut(&mut String, &mut String, &mut Vec<Inline>),
) {
    for_each_node(paper, &mut |node| {
        if let NodeMut::Inline(Inline::Link { url, title, content }) = node {
            change(url, title, content);
        }
    });
}

/// Passes each block and inline of the text and the notes of `paper`.
pub(super) fn for_each_node(paper: &mut SentPaper, change: &mut dyn FnMut(NodeMut<'_>)) {
    let blocks = paper.parts.iter_mut().filter_map(|part| match &mut part.content {
        PartContent::Block(block) => Some(std::slice::from_mut(block)),
        PartContent::Section(..) => None,
    });
    let notes = paper.notes.iter_mut().map(Vec::as_mut_slice);
    for blocks in blocks.chain(notes) {
        walk_mut(blocks, &mut |node| change(node));
    }
}
