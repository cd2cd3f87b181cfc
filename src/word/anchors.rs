//! What comments are on.

use super::{Block, Comment, Content, WordFile};

/// What a comment is on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Anchor {
    /// The paragraph, from 1; 0 where the file does not say.
    pub paragraph: usize,
    /// The words.
    pub text: String,
}

impl WordFile {
    /// The comments that say something, with what they are on. What was cut and pasted comes with its comments a second
    /// time, which are one; without a date, only those on the same words.
    pub fn placed_comments(&self) -> Vec<(Comment, Anchor)> {
        let mut out: Vec<(Comment, Anchor)> = Vec::new();
        for comment in self.comments.iter().filter(|comment| !comment.text.is_empty()) {
            let root = root(&self.comments, comment);
            let own = anchor(&self.blocks, &comment.id);
            let anchor = own.or_else(|| anchor(&self.blocks, &root.id)).unwrap_or_default();
            let is_same = |(known, place): &&mut (Comment, Anchor)| {
                (&known.author, &known.date, &known.text)
                    == (&comment.author, &comment.date, &comment.text)
                    && (comment.date.is_some() || *place == anchor)
            };
            match out.iter_mut().find(is_same) {
                // What was cut is on nothing any more.
                Some((_, place)) if place.paragraph == 0 => *place = anchor,
                Some(_) => {}
                None => out.push((comment.clone(), anchor)),
            }
        }
        out
    }
}

/// The comment that a thread began with.
fn root<'c>(all: &'c [Comment], comment: &'c Comment) -> &'c Comment {
    let next = |comment: &&'c Comment| {
        let parent = comment.parent.as_ref()?;
        all.iter().find(|known| known.id == *parent)
    };
    // A file may say that two comments answer each other.
    std::iter::successors(Some(comment), next).take(all.len()).last().unwrap_or(comment)
}

fn anchor(blocks: &[Block], id: &str) -> Option<Anchor> {
    let mut found = Found { id, anchor: None, is_open: false };
    found.blocks(blocks);
    found.anchor
}

struct Found<'a> {
    id: &'a str,
    anchor: Option<Anchor>,
    is_open: bool,
}

impl Found<'_> {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Paragraph(paragraph) => {
                    for run in &paragraph.runs {
                        match &run.content {
                            // What was copied has the start a second time.
                            Content::CommentStart(id) if id == self.id && self.anchor.is_none() => {
                                let paragraph = paragraph.number;
                                self.anchor = Some(Anchor { paragraph, text: String::new() });
                                self.is_open = true;
                            }
                            Content::CommentEnd(id) if id == self.id => self.is_open = false,
                            Content::Text(text) => self.add(text),
                            Content::Break => self.add(" "),
                            _ => {}
                        }
                    }
                    self.add(" ");
                }
                Block::Table(table) => {
                    let cells = table.rows.iter().flat_map(|row| &row.cells);
                    cells.for_each(|cell| self.blocks(&cell.blocks));
                }
            }
        }
    }

    fn add(&mut self, text: &str) {
        if let Some(anchor) = self.anchor.as_mut().filter(|_| self.is_open) {
            anchor.text.push_str(text);
        }
    }
}
