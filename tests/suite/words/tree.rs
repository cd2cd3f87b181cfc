//! The words of a document's text, in the order that a reader meets them.

use issuepaper::assets::fonts::{Fonts, TextKind};
use issuepaper::document::{Block, Document, Inline};

/// What a format shows of a document.
#[derive(Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is a property of its own")]
pub struct Shown {
    /// Whether the number of a note is at the word that refers to it.
    pub note_numbers: bool,
    /// Whether the alternative text of a picture can be read beside it.
    pub alternative_texts: bool,
    /// Whether each part of a line is alone.
    pub parts_apart: bool,
    /// Whether characters without a glyph are named.
    pub names_shapeless: bool,
}

/// The words of the sections.
pub fn sections(document: &Document, shown: Shown) -> Vec<String> {
    let mut text = Text { document, shown, out: String::new() };
    for section in &document.sections {
        text.add(section.heading.as_deref().unwrap_or_default());
        text.end();
        text.blocks(&section.blocks);
    }
    text.words()
}

/// The words of the footnotes.
pub fn notes(document: &Document, shown: Shown) -> Vec<String> {
    let mut text = Text { document, shown, out: String::new() };
    for note in &document.notes {
        text.blocks(note);
    }
    text.words()
}

struct Text<'a> {
    document: &'a Document,
    shown: Shown,
    out: String,
}

impl Text<'_> {
    fn words(self) -> Vec<String> {
        super::words(&self.out)
    }

    fn add(&mut self, text: &str) {
        let fonts = Fonts::built_in();
        for c in text.chars() {
            let is_drawn = || fonts.draws(c.encode_utf8(&mut [0; 4]), TextKind::Text);
            if self.shown.names_shapeless && !is_drawn() {
                self.out.push_str(&format!("[U+{:04X}]", u32::from(c)));
            } else {
                self.out.push(c);
            }
        }
    }

    fn end(&mut self) {
        self.out.push('\n');
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Paragraph(content) => self.paragraph(content),
                Block::Heading { content, .. } => self.inlines(content),
                Block::List(list) => list.items.iter().for_each(|item| self.blocks(&item.blocks)),
                Block::Quote(blocks) => self.blocks(blocks),
                Block::Code { text, .. } => self.add(text),
                Block::Table(table) => {
                    for text in table.texts() {
                        self.inlines(text);
                        self.end();
                    }
                }
                Block::Rule => {}
            }
            self.end();
        }
    }

    fn paragraph(&mut self, content: &[Inline]) {
        self.inlines(content);
        // A picture on its own has its title for a caption.
        if let [Inline::Image { title, .. }] = content {
            self.add(&format!(" {title}"));
        }
    }

    fn inlines(&mut self, content: &[Inline]) {
        for inline in content {
            match inline {
                Inline::Text(text) | Inline::Code(text) => self.add(text),
                Inline::Styled(_, content)
                | Inline::Language(_, content)
                | Inline::Link { content, .. } => self.inlines(content),
                Inline::Image { url, alt, .. } => {
                    let is_there = self.document.pictures.contains_key(url);
                    if self.shown.alternative_texts || !is_there {
                        self.add(alt);
                    }
                }
                Inline::NoteRef(number) if self.shown.note_numbers => self.add(&number.to_string()),
                Inline::SoftBreak | Inline::HardBreak => self.out.push(' '),
                Inline::NoteRef(_) | Inline::WordBreak => {}
            }
            if self.shown.parts_apart {
                self.out.push(' ');
            }
        }
    }
}
