//! Document trees from bytes: what a reader of Markdown can build, and what nobody would write.

use arbitrary::{Result, Unstructured};
use issuepaper::document::{
    Alignment, Block, CoverLine, Document, Field, Inline, Item, List, Metadata, Places, Section,
    Style, Table, headings,
};

/// How deep blocks are in blocks, and markup in markup.
const DEPTH: usize = 5;
/// The most parts of anything.
const PARTS: usize = 5;

/// All styles of text.
pub const STYLES: [Style; 8] = [
    Style::Emphasis,
    Style::Strong,
    Style::Strikethrough,
    Style::Superscript,
    Style::Subscript,
    Style::Underline,
    Style::Small,
    Style::Keyboard,
];
const ALIGNMENTS: [Alignment; 4] =
    [Alignment::None, Alignment::Left, Alignment::Center, Alignment::Right];
const ADDRESSES: [&str; 5] = ["https://example.org/", "#h1", "#", "mailto:", "../a.md#"];
const LANGUAGES: [&str; 4] = ["fr", "ar", "zh-Hant-TW", "x-own"];

/// A document.
pub fn document(bytes: &mut Unstructured<'_>) -> Result<Document> {
    let notes = bytes.int_in_range(0..=2)?;
    let mut maker = Maker { bytes, notes, headings: 0, is_in_link: false };
    let sections = maker.several(Maker::section)?;
    let notes = (0..notes).map(|_| maker.blocks(1)).collect::<Result<_>>()?;
    let title = maker.text()?;
    Ok(Document {
        cover: maker
            .several(|maker| Ok(CoverLine { role: "unit".to_owned(), text: maker.text()? }))?,
        number: maker.option(Maker::text)?,
        masthead: maker.several(Maker::text)?,
        head_fields: maker.several(Maker::field)?,
        foot_fields: maker.several(Maker::field)?,
        meta: Metadata { title, lang: "en-US".to_owned(), ..Metadata::default() },
        sections,
        notes,
        ..Document::default()
    })
}

/// A document with one of each.
pub fn example() -> Document {
    let bytes: Vec<u8> = (0..2000_u32).map(|at| (at * 167 % 251) as u8).collect();
    document(&mut Unstructured::new(&bytes)).unwrap_or_default()
}

struct Maker<'m, 'b> {
    bytes: &'m mut Unstructured<'b>,
    notes: usize,
    headings: usize,
    /// Whether a link is open, in which there is no other.
    is_in_link: bool,
}

impl Maker<'_, '_> {
    fn several<T>(&mut self, mut make: impl FnMut(&mut Self) -> Result<T>) -> Result<Vec<T>> {
        let count = self.bytes.int_in_range(0..=PARTS)?;
        (0..count).map(|_| make(self)).collect()
    }

    fn some<T>(&mut self, mut make: impl FnMut(&mut Self) -> Result<T>) -> Result<Vec<T>> {
        let first = make(self)?;
        let mut all = vec![first];
        all.extend(self.several(make)?);
        Ok(all)
    }

    fn option<T>(&mut self, make: impl FnOnce(&mut Self) -> Result<T>) -> Result<Option<T>> {
        let is_there: bool = self.bytes.arbitrary()?;
        is_there.then(|| make(self)).transpose()
    }

    /// Text that is not empty.
    fn text(&mut self) -> Result<String> {
        let length = self.bytes.int_in_range(0..=12)?;
        let bytes = self.bytes.bytes(length.min(self.bytes.len()))?;
        Ok(format!("{}.", String::from_utf8_lossy(bytes)))
    }

    /// Text on one line, as all text in paragraphs is.
    fn line(&mut self) -> Result<String> {
        Ok(self.text()?.replace(['\n', '\r'], " "))
    }

    fn field(&mut self) -> Result<Field> {
        let (label, value) = (self.line()?, self.text()?);
        let link = || Inline::Link {
            url: "https://example.org/".to_owned(),
            title: String::new(),
            content: vec![Inline::Text(value.clone())],
        };
        let linked = if self.bytes.arbitrary()? { vec![link()] } else { Vec::new() };
        Ok(Field { id: "field".to_owned(), label, linked, value, machine: None })
    }

    fn section(&mut self) -> Result<Section> {
        self.headings += 1;
        let (id, heading) = (format!("s{}", self.headings), self.line()?);
        let mut blocks = self.blocks(0)?;
        headings::nest(&mut blocks, 1);
        Ok(Section { id, anchor: None, heading: Some(heading), blocks, places: Places::default() })
    }

    fn blocks(&mut self, depth: usize) -> Result<Vec<Block>> {
        self.several(|maker| maker.block(depth))
    }

    fn block(&mut self, depth: usize) -> Result<Block> {
        let kinds = if depth < DEPTH { 7 } else { 4 };
        Ok(match self.bytes.int_in_range(0..=kinds)? {
            0 | 1 => Block::Paragraph(self.inlines()?),
            2 => {
                self.headings += 1;
                let (level, id) = (self.bytes.int_in_range(1..=6)?, format!("h{}", self.headings));
                Block::Heading { level, id, content: self.inlines()? }
            }
            3 => Block::Code { language: None, text: format!("{}\n", self.text()?) },
            4 => Block::Rule,
            5 => Block::Quote(self.blocks(depth + 1)?),
            6 => Block::Table(self.table()?),
            _ => {
                let start = self.option(|maker| maker.bytes.arbitrary::<u32>())?.map(u64::from);
                let tight = self.bytes.arbitrary()?;
                let items = self.some(|maker| {
                    let done = maker.option(|maker| maker.bytes.arbitrary())?;
                    Ok(Item { done, blocks: maker.blocks(depth + 1)? })
                })?;
                Block::List(List { start, tight, items, places: Places::default() })
            }
        })
    }

    fn table(&mut self) -> Result<Table> {
        let alignments = self.some(|maker| maker.bytes.choose(&ALIGNMENTS).copied())?;
        let row = |maker: &mut Self| alignments.iter().map(|_| maker.inlines()).collect();
        let (head, rows): (Result<_>, _) = (row(self), self.several(row)?);
        let (head, caption) = (head?, self.several(|maker| maker.inline(DEPTH))?);
        Ok(Table {
            caption,
            number: None,
            note: Vec::new(),
            alignments: alignments.clone(),
            head,
            rows,
            places: Places::default(),
        })
    }

    fn inlines(&mut self) -> Result<Vec<Inline>> {
        self.some(|maker| maker.inline(0))
    }

    fn inline(&mut self, depth: usize) -> Result<Inline> {
        let kinds = if depth < DEPTH { 10 } else { 7 };
        Ok(match self.bytes.int_in_range(0..=kinds)? {
            0 | 1 => Inline::Text(self.line()?),
            2 => Inline::Code(self.line()?),
            3 => Inline::SoftBreak,
            4 => Inline::HardBreak,
            5 => Inline::WordBreak,
            6 if self.notes > 0 && !self.is_in_link => {
                Inline::NoteRef(self.bytes.int_in_range(1..=self.notes)?)
            }
            6 | 7 => {
                Inline::Image { url: self.address()?, title: self.title()?, alt: self.line()? }
            }
            8 => {
                let style = *self.bytes.choose(&STYLES)?;
                Inline::Styled(style, self.some(|maker| maker.inline(depth + 1))?)
            }
            9 => {
                let language = (*self.bytes.choose(&LANGUAGES)?).to_owned();
                Inline::Language(language, self.some(|maker| maker.inline(depth + 1))?)
            }
            _ if self.is_in_link => Inline::Text(self.line()?),
            _ => {
                let (url, title) = (self.address()?, self.title()?);
                self.is_in_link = true;
                let content = self.some(|maker| maker.inline(depth + 1));
                self.is_in_link = false;
                Inline::Link { url, title, content: content? }
            }
        })
    }

    fn address(&mut self) -> Result<String> {
        Ok(format!("{}{}", self.bytes.choose(&ADDRESSES)?, self.line()?))
    }

    fn title(&mut self) -> Result<String> {
        Ok(self.option(Self::line)?.unwrap_or_default())
    }
}
