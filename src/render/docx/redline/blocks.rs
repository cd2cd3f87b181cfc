//! The paragraphs and tables of a document, a cell or a note.

use std::ops::Range;

use roxmltree::Node;

use super::Merge;
use super::flat::Flat;
use super::paragraph::{Kind, Read, ends_otherwise};
use crate::compare::{MatchKind, align};

/// A paragraph or a table.
pub(super) enum Block<'x> {
    Paragraph(Read<'x>),
    Table(Node<'x, 'x>, String),
}

/// What becomes of a block; with the number of the move that one which only one document has here is half of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Pair(usize, usize),
    Deleted(usize, Option<usize>),
    Inserted(usize, Option<usize>),
}

impl Block<'_> {
    fn text(&self) -> &str {
        match self {
            Self::Paragraph(read) => &read.flat.text,
            Self::Table(_, text) => text,
        }
    }
}

impl<'x> Merge<'x> {
    /// Writes the blocks of two containers.
    pub(super) fn blocks(&mut self, old: Node<'x, 'x>, new: Node<'x, 'x>, out: &mut String) {
        let (old, new) = (self.read_blocks(old, true), self.read_blocks(new, false));
        let is_table = |step: &Step| match *step {
            Step::Pair(at, _) | Step::Deleted(at, _) => matches!(old[at], Block::Table(..)),
            Step::Inserted(at, _) => matches!(new[at], Block::Table(..)),
        };
        let steps = self.steps(&old, &new);
        let mut rest = steps.as_slice();
        while !rest.is_empty() {
            let count = rest.iter().take_while(|step| !is_table(step)).count();
            let (paragraphs, after) = rest.split_at(count);
            self.run(&old, &new, paragraphs.to_vec(), out);
            rest = after;
            if let Some((table, after)) = after.split_first() {
                self.step(&old, &new, *table, out);
                rest = after;
            }
        }
    }

    fn step(&mut self, old: &[Block<'x>], new: &[Block<'x>], step: Step, out: &mut String) {
        match step {
            Step::Pair(one, other) => self.pair(&old[one], &new[other], out),
            Step::Deleted(at, moved) => self.half(&old[at], Kind::Deleted, moved, out),
            Step::Inserted(at, moved) => self.half(&new[at], Kind::Inserted, moved, out),
        }
    }

    /// Writes paragraphs up to a table or the end of a container, where the last one has none after it that it could be
    /// joined to: its mark stays. Either it has the text of both, or the mark of a paragraph before it goes in its place.
    fn run(
        &mut self,
        old: &[Block<'x>],
        new: &[Block<'x>],
        mut steps: Vec<Step>,
        out: &mut String,
    ) {
        let is_pair = |step: &Step| matches!(step, Step::Pair(..));
        let tail = steps.iter().rposition(is_pair).map_or(0, |at| at + 1);
        let last =
            |is_it: fn(&Step) -> bool| steps[tail..].iter().rposition(is_it).map(|at| tail + at);
        let last_old = last(|step| matches!(step, Step::Deleted(..)));
        let last_new = last(|step| matches!(step, Step::Inserted(..)));
        if let (Some(one), Some(other)) = (last_old, last_new)
            && let (Step::Deleted(was, _), Step::Inserted(is, _)) = (steps[one], steps[other])
        {
            steps.remove(one.max(other));
            steps.remove(one.min(other));
            steps.push(Step::Pair(was, is));
        }
        let kept = steps.iter().rposition(is_pair).filter(|at| at + 1 < steps.len());
        let (mut usual, last) = steps.split_at(kept.unwrap_or(steps.len()));
        while let Some((step, after)) = usual.split_first() {
            let count = after.iter().take_while(|it| matches!(it, Step::Inserted(..))).count();
            if count > 0 && ends_in_insertion(old, new, *step) {
                // It goes on over the end of the paragraph. LibreOffice would take it for that in any case.
                self.shifted(old, new, &usual[..=count], out);
                usual = &after[count..];
            } else {
                self.step(old, new, *step, out);
                usual = after;
            }
        }
        self.shifted(old, new, last, out);
    }

    /// Writes a paragraph of both documents and what only one has after it, each with the mark of the next.
    fn shifted(&mut self, old: &[Block<'x>], new: &[Block<'x>], steps: &[Step], out: &mut String) {
        let (mut last_old, mut last_new) = (None, None);
        for (at, step) in steps.iter().enumerate() {
            let (one, other) = match *step {
                Step::Pair(one, other) => (paragraph(&old[one]), paragraph(&new[other])),
                Step::Deleted(one, _) => (paragraph(&old[one]), None),
                Step::Inserted(other, _) => (None, paragraph(&new[other])),
            };
            (last_old, last_new) = (one.or(last_old), other.or(last_new));
            let mark = match steps.get(at + 1) {
                Some(Step::Deleted(..)) => Some(Kind::Deleted),
                Some(Step::Inserted(..)) => Some(Kind::Inserted),
                _ => None,
            };
            if let (Some(before), Some(after)) = (last_old, last_new) {
                self.shifted_paragraph((before, after), (one, other), mark, out);
            }
        }
    }

    /// Writes the blocks of a container that only one document has.
    pub(super) fn blocks_alone(&mut self, node: Node<'x, 'x>, kind: Kind, out: &mut String) {
        for block in self.read_blocks(node, kind == Kind::Deleted) {
            self.alone(&block, kind, out);
        }
    }

    fn pair(&mut self, old: &Block<'x>, new: &Block<'x>, out: &mut String) {
        match (old, new) {
            (Block::Paragraph(old), Block::Paragraph(new)) => self.paragraph_pair(old, new, out),
            (Block::Table(old, _), Block::Table(new, _)) => self.table_pair(*old, *new, out),
            _ => {
                self.alone(old, Kind::Deleted, out);
                self.alone(new, Kind::Inserted, out);
            }
        }
    }

    fn alone(&mut self, block: &Block<'x>, kind: Kind, out: &mut String) {
        match block {
            Block::Paragraph(read) => self.paragraph_alone(read, kind, out),
            Block::Table(node, _) => self.table_alone(*node, kind, out),
        }
    }

    /// Writes what only one document has here, as half of a move if it is one.
    fn half(&mut self, block: &Block<'x>, kind: Kind, moved: Option<usize>, out: &mut String) {
        let Some(number) = moved.filter(|_| matches!(block, Block::Paragraph(_))) else {
            return self.alone(block, kind, out);
        };
        if !self.moves.begins(number) {
            return self.alone(block, kind, out);
        }
        let tag = kind.moved_tag();
        let id = self.next;
        let attributes = self.attributes();
        out.push_str(&format!("<{tag}RangeStart{attributes} w:name=\"move{number}\"/>"));
        self.moves.is_open = true;
        self.alone(block, kind, out);
        self.moves.is_open = false;
        out.push_str(&format!("<{tag}RangeEnd w:id=\"{id}\"/>"));
    }

    fn read_blocks(&mut self, node: Node<'x, 'x>, is_old: bool) -> Vec<Block<'x>> {
        let mut blocks = Vec::new();
        for child in node.children().filter(Node::is_element) {
            match child.tag_name().name() {
                "p" => blocks.push(Block::Paragraph(self.read(child, is_old))),
                "tbl" => {
                    let text = self.text_of(child, is_old);
                    blocks.push(Block::Table(child, text));
                }
                _ => {}
            }
        }
        blocks
    }

    fn read(&mut self, node: Node<'x, 'x>, is_old: bool) -> Read<'x> {
        let side = if is_old { self.old } else { self.new };
        Read { node, flat: Flat::read(node, side, &mut self.objects) }
    }

    /// The text of all paragraphs in a table or a row.
    fn text_of(&mut self, node: Node<'x, 'x>, is_old: bool) -> String {
        let paragraphs = node.descendants().filter(|it| it.tag_name().name() == "p");
        paragraphs.fold(String::new(), |text, it| text + &self.read(it, is_old).flat.text + "\n")
    }

    /// What becomes of each block.
    fn steps(&mut self, old: &[Block<'x>], new: &[Block<'x>]) -> Vec<Step> {
        let texts = |blocks: &'_ [Block<'x>]| {
            blocks.iter().map(|it| it.text().to_owned()).collect::<Vec<_>>()
        };
        let (olds, news) = (texts(old), texts(new));
        let mut steps = Vec::new();
        let mut moves: Vec<(usize, usize)> = Vec::new();
        for (one, other, is_moved) in pairs(&olds, &news) {
            match (one, other) {
                // What has other words elsewhere is read as something else.
                (Some(one), Some(other)) if is_moved.is_some() && olds[one] == news[other] => {
                    let known = moves.iter().position(|pair| *pair == (one, other));
                    let at = known.unwrap_or_else(|| {
                        moves.push((one, other));
                        moves.len() - 1
                    });
                    let number = Some(self.moves.count + at + 1);
                    steps.push(match is_moved {
                        Some(Kind::Deleted) => Step::Deleted(one, number),
                        _ => Step::Inserted(other, number),
                    });
                }
                (Some(one), _) if is_moved == Some(Kind::Deleted) => {
                    steps.push(Step::Deleted(one, None));
                }
                (_, Some(other)) if is_moved == Some(Kind::Inserted) => {
                    steps.push(Step::Inserted(other, None));
                }
                (Some(one), Some(other)) if are_of_kind(&old[one], &new[other]) => {
                    steps.push(Step::Pair(one, other));
                }
                (one, other) => {
                    steps.extend(one.map(|at| Step::Deleted(at, None)));
                    steps.extend(other.map(|at| Step::Inserted(at, None)));
                }
            }
        }
        self.moves.count += moves.len();
        steps
    }

    /// A table of both documents, by row and cell if it has as many columns.
    fn table_pair(&mut self, old: Node<'x, 'x>, new: Node<'x, 'x>, out: &mut String) {
        let grid = |node: Node<'_, '_>| {
            node.descendants().filter(|it| it.tag_name().name() == "gridCol").count()
        };
        if grid(old) != grid(new) {
            self.table_alone(old, Kind::Deleted, out);
            self.table_alone(new, Kind::Inserted, out);
            return;
        }
        let rows = |node: Node<'x, 'x>| -> Vec<Node<'x, 'x>> {
            node.children().filter(|it| it.tag_name().name() == "tr").collect()
        };
        let (olds, news) = (rows(old), rows(new));
        let old_texts: Vec<String> = olds.iter().map(|row| self.text_of(*row, true)).collect();
        let new_texts: Vec<String> = news.iter().map(|row| self.text_of(*row, false)).collect();
        self.start_of_table(new, false, out);
        for (one, other, is_moved) in pairs(&old_texts, &new_texts) {
            // A row that moved is deleted and inserted.
            let one = one.filter(|_| is_moved != Some(Kind::Inserted));
            let other = other.filter(|_| is_moved != Some(Kind::Deleted));
            match (one, other) {
                (Some(one), Some(other)) if cells(olds[one]).len() == cells(news[other]).len() => {
                    self.row_pair(olds[one], news[other], out);
                }
                (one, other) => {
                    if let Some(at) = one {
                        self.row_alone(olds[at], Kind::Deleted, out);
                    }
                    if let Some(at) = other {
                        self.row_alone(news[at], Kind::Inserted, out);
                    }
                }
            }
        }
        out.push_str("</w:tbl>");
    }

    fn table_alone(&mut self, node: Node<'x, 'x>, kind: Kind, out: &mut String) {
        self.start_of_table(node, kind == Kind::Deleted, out);
        for row in node.children().filter(|it| it.tag_name().name() == "tr") {
            self.row_alone(row, kind, out);
        }
        out.push_str("</w:tbl>");
    }

    /// Writes what is before the rows.
    fn start_of_table(&self, node: Node<'x, 'x>, is_old: bool, out: &mut String) {
        out.push_str("<w:tbl>");
        let own = node.children().filter(|it| it.is_element() && it.tag_name().name() != "tr");
        own.for_each(|child| out.push_str(&self.xml(is_old)[child.range()]));
    }

    fn row_pair(&mut self, old: Node<'x, 'x>, new: Node<'x, 'x>, out: &mut String) {
        out.push_str("<w:tr>");
        let own = new.children().filter(|it| it.is_element() && it.tag_name().name() != "tc");
        own.for_each(|child| out.push_str(&self.xml(false)[child.range()]));
        for (one, other) in cells(old).into_iter().zip(cells(new)) {
            self.start_of_cell(other, false, out);
            self.blocks(one, other, out);
            out.push_str("</w:tc>");
        }
        out.push_str("</w:tr>");
    }

    fn row_alone(&mut self, row: Node<'x, 'x>, kind: Kind, out: &mut String) {
        let is_old = kind == Kind::Deleted;
        out.push_str("<w:tr><w:trPr>");
        let properties = row.children().find(|it| it.tag_name().name() == "trPr");
        for child in properties.into_iter().flat_map(|it| it.children()).filter(Node::is_element) {
            out.push_str(&self.xml(is_old)[child.range()]);
        }
        let attributes = self.attributes();
        out.push_str(&format!("<{}{attributes}/></w:trPr>", kind.tag()));
        for cell in cells(row) {
            self.start_of_cell(cell, is_old, out);
            self.blocks_alone(cell, kind, out);
            out.push_str("</w:tc>");
        }
        out.push_str("</w:tr>");
    }

    fn start_of_cell(&self, cell: Node<'x, 'x>, is_old: bool, out: &mut String) {
        out.push_str("<w:tc>");
        let properties = cell.children().find(|it| it.tag_name().name() == "tcPr");
        if let Some(properties) = properties {
            out.push_str(&self.xml(is_old)[properties.range()]);
        }
    }
}

/// Whether what a step becomes is a paragraph of both documents of which only the new one has the end.
fn ends_in_insertion(old: &[Block<'_>], new: &[Block<'_>], step: Step) -> bool {
    let Step::Pair(one, other) = step else { return false };
    let texts = (paragraph(&old[one]), paragraph(&new[other]));
    matches!(texts, (Some(one), Some(other)) if ends_otherwise(&one.flat.text, &other.flat.text))
}

const fn paragraph<'b, 'x>(block: &'b Block<'x>) -> Option<&'b Read<'x>> {
    match block {
        Block::Paragraph(read) => Some(read),
        Block::Table(..) => None,
    }
}

fn cells<'x>(row: Node<'x, 'x>) -> Vec<Node<'x, 'x>> {
    row.children().filter(|it| it.tag_name().name() == "tc").collect()
}

const fn are_of_kind(old: &Block<'_>, new: &Block<'_>) -> bool {
    matches!(
        (old, new),
        (Block::Paragraph(_), Block::Paragraph(_)) | (Block::Table(..), Block::Table(..))
    )
}

/// Which texts belong together, in the order of both. What moved is there twice: where it went, and where it came.
fn pairs(old: &[String], new: &[String]) -> Vec<(Option<usize>, Option<usize>, Option<Kind>)> {
    let [olds, news]: [Vec<&str>; 2] = [old, new].map(|it| it.iter().map(String::as_str).collect());
    let mut pairs = Vec::new();
    for it in align(&olds, &news) {
        let moved = match it.kind {
            MatchKind::Same | MatchKind::Changed => {
                let at = |range: &Range<usize>, index: usize| range.clone().nth(index);
                let count = it.old.len().max(it.new.len());
                pairs
                    .extend((0..count).map(|index| (at(&it.old, index), at(&it.new, index), None)));
                continue;
            }
            MatchKind::Deleted | MatchKind::Inserted => None,
            MatchKind::MovedAway => Some(Kind::Deleted),
            MatchKind::MovedHere => Some(Kind::Inserted),
        };
        pairs.push((it.old.clone().next(), it.new.clone().next(), moved));
    }
    pairs
}
