//! How wide the columns of a table are on a page.

use textwrap::WordSeparator;

use crate::assets::widths::{Face, WIDEST_ASCII, width};
use crate::check::PaperContext;
use crate::paper::body::{Html, Image, Prose, ProseKind, Table};
use crate::paper::html::Tag;
use crate::series::PaperSize;
use crate::text::source::{Span, containing};

/// The size of the text in a table, in points.
const TEXT_SIZE: f64 = 10.0;
/// The size of code, in points.
const CODE_SIZE: f64 = 9.0;
/// The space on both sides of a cell's text, in points.
const INSET: f64 = 12.0;
/// The margins left and right of a page, in points.
const MARGINS: f64 = 144.0;
/// About what each list or quotation around a table takes of its width, in points.
const INDENT: f64 = 18.0;
/// English Metric Units in a point.
const EMU_PER_POINT: f64 = 12_700.0;
/// A longer word may be broken anywhere, after so many characters.
const LONGEST_WORD: usize = 60;
const PIECE: usize = 20;

/// A column of a table.
#[derive(Debug, Default)]
pub(in crate::check) struct Column {
    /// The width it gets on the page, in points.
    pub(in crate::check) width: f64,
    /// Its words that can't be broken and need more than an equal share of the page: the width that the column
    /// needs for each, in points, and their places.
    pub(in crate::check) words: Vec<(f64, Span)>,
}

impl Column {
    /// Its words that need more than the column's width and `tolerance`, in points.
    pub(in crate::check) fn too_wide(&self, tolerance: f64) -> impl Iterator<Item = (f64, Span)> {
        let limit = self.width + tolerance;
        self.words.iter().copied().filter(move |(needed, _)| *needed > limit)
    }
}

/// Whether every word of a table fits an equal share of the page, which each column gets at least. Few tables
/// need more, and to see that is less work than to lay one out.
pub(in crate::check) fn surely_fits(cx: &PaperContext<'_>, table: &Table) -> bool {
    let share = share(cx, table) - INSET;
    let widest = |c: char| width(c, Face::Regular).max(width(c, Face::Bold));
    let is_short = |word: &str| {
        let count = u32::try_from(word.len()).unwrap_or(u32::MAX);
        word.is_ascii() && f64::from(count) * WIDEST_ASCII * TEXT_SIZE <= share
    };
    let fits =
        |word: &str| is_short(word) || word.chars().map(widest).sum::<f64>() * TEXT_SIZE <= share;
    cells(cx, table)
        .all(|cell| !cell.text.contains(Prose::OBJECT) && cell.text.split_whitespace().all(fits))
}

/// An equal share of the page's width for each column, in points.
fn share(cx: &PaperContext<'_>, table: &Table) -> f64 {
    let count = u32::try_from(table.header_cells.len()).unwrap_or(u32::MAX).max(1);
    available(cx, table) / f64::from(count)
}

/// The blocks of text in a table.
fn cells<'p>(cx: &PaperContext<'p>, table: &Table) -> impl Iterator<Item = &'p Prose> {
    let prose = &cx.paper.body().prose;
    let first = prose.partition_point(|prose| prose.span.start < table.span.start);
    let end = table.span.end;
    let inside = prose[first..].iter().take_while(move |prose| prose.span.start < end);
    inside.filter(|prose| prose.kind == ProseKind::Cell)
}

/// The columns of a table, as wide as a page makes them.
pub(in crate::check) fn columns(cx: &PaperContext<'_>, table: &Table) -> Vec<Column> {
    let count = table.header_cells.len();
    let mut columns: Vec<Column> = (0..count).map(|_| Column::default()).collect();
    let share = share(cx, table);
    for (index, cell) in cells(cx, table).enumerate() {
        let Some(column) = columns.get_mut(index % count.max(1)) else { return columns };
        let set = SetText::new(cx, cell, index < count);
        column.width = column.width.max(set.natural_width() + INSET);
        let needed =
            set.pieces().into_iter().map(|(width, start, end)| (width + INSET, start, end));
        let wide = needed.filter(|(needed, _, _)| *needed > share);
        column.words.extend(wide.map(|(needed, start, end)| (needed, cell.span_of(start, end))));
    }
    shrink(&mut columns, available(cx, table));
    columns
}

/// The width that a page has for a table, in points.
fn available(cx: &PaperContext<'_>, table: &Table) -> f64 {
    let page = match cx.project.settings.paper_size.unwrap_or(cx.series.paper_size) {
        PaperSize::Letter => 612.0,
        PaperSize::A4 => 595.3,
    };
    let text = cx.paper.file.text();
    let start = text[..table.span.start].rfind('\n').map_or(0, |at| at + 1);
    let before = &text[start..table.span.start];
    let quotes = before.matches('>').count();
    let blanks = before.chars().filter(|c| c.is_whitespace()).count();
    let depth = quotes + blanks.saturating_sub(quotes) / 2;
    let depth = u32::try_from(depth).unwrap_or(u32::MAX);
    page - MARGINS - f64::from(depth.min(8)) * INDENT
}

/// Makes columns fit as Typst does: those wider than their fair share get no more than that.
fn shrink(columns: &mut [Column], available: f64) {
    if columns.iter().map(|column| column.width).sum::<f64>() <= available {
        return;
    }
    let (mut rest, mut overlarge) = (available, columns.len());
    let mut fair = f64::NEG_INFINITY;
    loop {
        let last = fair;
        fair = rest / f64::from(u32::try_from(overlarge).unwrap_or(1).max(1));
        let fitting = columns.iter().filter(|column| column.width <= fair && column.width > last);
        let (count, taken) = fitting.fold((0, 0.0), |(count, sum), it| (count + 1, sum + it.width));
        if count == 0 || count >= overlarge {
            break;
        }
        overlarge -= count;
        rest -= taken;
    }
    for column in columns {
        column.width = column.width.min(fair);
    }
}

/// The text of a cell, each character with its width in points and its offset in the cell.
struct SetText {
    text: String,
    characters: Vec<(f64, usize)>,
    /// Where in `text` a `<wbr>` allows a break.
    breaks: Vec<usize>,
    /// The width of the pictures.
    pictures: f64,
}

impl SetText {
    fn new(cx: &PaperContext<'_>, cell: &Prose, is_head: bool) -> Self {
        let body = cx.paper.body();
        let source = cx.source(cell.span);
        let is_bold = is_head || source.contains("**") || source.contains("__");
        let face = if is_bold { Face::Bold } else { Face::Regular };
        let first = body.html.partition_point(|html| html.span.start < cell.span.start);
        let in_cell = body.html[first..].iter().take_while(|html| cell.span.contains(html.span));
        let breaks: Vec<usize> = in_cell
            .filter(|html| html.tag == Tag::WordBreak)
            .map(|Html { span, .. }| cell.offset_of(span.start))
            .collect();
        let mut set =
            Self { text: String::new(), characters: Vec::new(), breaks: Vec::new(), pictures: 0.0 };
        for (offset, c) in cell.text.char_indices() {
            if breaks.contains(&offset) {
                set.breaks.push(set.text.len());
            }
            if c != Prose::OBJECT {
                set.push(c, TEXT_SIZE * width(c, face), offset);
                continue;
            }
            let span = cell.span_of(offset, offset + c.len_utf8());
            if let Some(code) = containing(&body.inline_code, |code| *code, span) {
                for c in cx.source(*code).trim_matches('`').trim().chars() {
                    set.push(c, CODE_SIZE * width(c, Face::Code), offset);
                }
            } else if let Some(image) = containing(&body.images, |image| image.span, span) {
                set.pictures += picture_width(cx, image);
            }
        }
        set
    }

    fn push(&mut self, c: char, width: f64, offset: usize) {
        self.text.push(c);
        self.characters.push((width, offset));
    }

    fn width_of(&self, start: usize, end: usize) -> f64 {
        let chars = self.text.char_indices().zip(&self.characters);
        let inside = chars.filter(|((at, _), _)| (start..end).contains(at));
        inside.map(|(_, (width, _))| width).sum()
    }

    /// The width of the cell on lines that are not wrapped.
    fn natural_width(&self) -> f64 {
        let mut start = 0;
        let mut widest = self.pictures;
        for line in self.text.split('\n') {
            widest =
                widest.max(self.width_of(start, start + line.trim_end().len()) + self.pictures);
            start += line.len() + 1;
        }
        widest
    }

    /// The parts that no line end can be in: their widths, and where they are in the cell.
    fn pieces(&self) -> Vec<(f64, usize, usize)> {
        let mut words = self.text.split_whitespace();
        let is_broken = words.any(|word| word.chars().nth(LONGEST_WORD).is_some());
        let mut pieces = Vec::new();
        let mut piece: Option<(f64, usize, usize)> = None;
        let ends = self.ends();
        let mut length = 0;
        for ((at, c), (width, offset)) in self.text.char_indices().zip(&self.characters) {
            let is_cut = is_broken && length >= PIECE || self.breaks.contains(&at);
            if ends.binary_search(&at).is_ok() || is_cut || c.is_whitespace() {
                pieces.extend(piece.take());
                length = 0;
            }
            if c.is_whitespace() {
                continue;
            }
            length += 1;
            let (sum, start, _) = piece.unwrap_or((0.0, *offset, 0));
            piece = Some((sum + width, start, offset + c.len_utf8()));
        }
        pieces.extend(piece);
        pieces
    }

    /// Where a line may end within words, in order: after hyphens and the like, and in web addresses between
    /// letters and other characters.
    fn ends(&self) -> Vec<usize> {
        let mut ends = Vec::new();
        let mut start = 0;
        for word in WordSeparator::UnicodeBreakProperties.find_words(&self.text) {
            ends.push(start);
            let is_address = word.word.contains("://") || word.word.starts_with("www.");
            let mut before = None;
            for (at, c) in word.word.char_indices() {
                let is_after_hyphen = before == Some('-') && at > 1 && !c.is_ascii_digit();
                let is_turn =
                    before.is_some_and(|b: char| b.is_alphanumeric() != c.is_alphanumeric());
                if is_after_hyphen || is_address && is_turn {
                    ends.push(start + at);
                }
                before = Some(c);
            }
            start += word.word.len() + word.whitespace.len();
        }
        ends
    }
}

/// The width of a picture in points; none for one that no page shows.
fn picture_width(cx: &PaperContext<'_>, image: &Image) -> f64 {
    // Lengths on a page are far below what a double holds exactly.
    #[expect(clippy::cast_precision_loss, reason = "a page has few enough units")]
    let points = |emu: u64| emu as f64 / EMU_PER_POINT;
    cx.picture(&image.url).map_or(0.0, |picture| points(picture.width))
}
