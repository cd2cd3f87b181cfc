//! How wide the columns of a table are on a page.

use super::PaperContext;
use crate::assets::cell_text::CellText;
use crate::assets::columns::{Column, Layout, Place, Rooms, STEPS, are_row_heads, lay_out};
use crate::assets::widths::{Face, Family, WIDEST_ASCII, is_number};
use crate::document::Grid;
use crate::paper::body::{Html, Image, Prose, ProseKind, Table};
use crate::paper::html::Tag;
use crate::text::source::{Span, any_contains, containing};

/// The spaces before the blocks of a note.
const NOTE_INDENT: usize = 4;

/// A table as a page lays it out.
#[derive(Debug)]
pub(in crate::check) struct SetTable {
    pub(in crate::check) layout: Layout,
    /// The words that are wider than their column, each with that column's index, the width that it needs in points,
    /// and its place.
    pub(in crate::check) words: Vec<(usize, f64, Span)>,
}

/// Whether every word of a table fits an equal share of the page, which each column gets at least. Few tables
/// need more, and to see that is less work than to lay one out.
pub(in crate::check) fn surely_fits(cx: &PaperContext<'_>, table: &Table) -> bool {
    let rooms = rooms(cx, table);
    let count = u32::try_from(table.header_cells.len()).unwrap_or(u32::MAX).max(1);
    let share = rooms.turned.unwrap_or(rooms.text) / f64::from(count);
    let size = STEPS[STEPS.len() - 1];
    let share = (share - 2.0 * size.side) / size.size - 0.1;
    let face = Face { is_bold: true, ..Face::new(Family::Print) };
    let is_short = |word: &str| {
        let count = u32::try_from(word.len()).unwrap_or(u32::MAX);
        word.is_ascii() && f64::from(count) * WIDEST_ASCII <= share
    };
    let fits =
        |word: &str| is_short(word) || word.chars().map(|c| face.width(c)).sum::<f64>() <= share;
    cells(cx, table).all(|cell| {
        let text = cell.text.as_str();
        is_short(text) || !text.contains(Prose::OBJECT) && text.split_whitespace().all(fits)
    })
}

/// The blocks of text in a table.
fn cells<'p>(cx: &PaperContext<'p>, table: &Table) -> impl Iterator<Item = &'p Prose> {
    let prose = &cx.paper.body().prose;
    let first = prose.partition_point(|prose| prose.span.start < table.span.start);
    let end = table.span.end;
    let inside = prose[first..].iter().take_while(move |prose| prose.span.start < end);
    inside.filter(|prose| prose.kind == ProseKind::Cell)
}

/// A table as a page lays it out.
pub(in crate::check) fn set(cx: &PaperContext<'_>, table: &Table) -> SetTable {
    let count = table.header_cells.len().max(1);
    let cells: Vec<&Prose> = cells(cx, table).collect();
    let first_of_rows = cells.iter().skip(count).step_by(count).map(|cell| cell.text.as_str());
    let corner = cells.first().map_or("", |cell| cell.text.as_str());
    let has_row_heads = count > 1 && are_row_heads(corner, first_of_rows);
    let mut columns = vec![Column::default(); count];
    let texts: Vec<CellText> = cells
        .iter()
        .enumerate()
        .map(|(index, cell)| {
            let (is_head, column) = (index < count, index % count);
            let is_bold = is_head || column == 0 && has_row_heads;
            let text = measured(cx, cell, is_bold, is_head);
            columns[column].add(&text);
            text
        })
        .collect();
    let layout = lay_out(&columns, rooms(cx, table));
    let mut words = Vec::new();
    for (index, (cell, text)) in cells.iter().zip(&texts).enumerate() {
        let column = index % count;
        if layout.place == Place::Rows || layout.is_broken[column] {
            let needed = text.pieces().into_iter();
            let needed = needed.map(|(width, at)| (layout.step.needed(width), at));
            let gets = layout.widths.get(column).copied().unwrap_or_default();
            let wide = needed.filter(|(needed, _)| *needed > gets);
            words.extend(wide.map(|(needed, at)| (column, needed, cell.span_of(at.start, at.end))));
        }
    }
    SetTable { layout, words }
}

/// The widths that a page has for a table.
fn rooms(cx: &PaperContext<'_>, table: &Table) -> Rooms {
    let paper = cx.project.settings.paper_size.unwrap_or(cx.series.paper_size);
    let text = cx.paper.file.text();
    let start = text[..table.span.start].rfind('\n').map_or(0, |at| at + 1);
    let before = &text[start..table.span.start];
    let quotes = before.matches('>').count();
    let spaces = before.chars().filter(|c| c.is_whitespace()).count();
    let is_in_note = any_contains(&cx.paper.body().notes, |note| note.span, table.span);
    let spaces = spaces.saturating_sub(quotes + if is_in_note { NOTE_INDENT } else { 0 });
    Grid::of(paper).rooms(Grid::depth(quotes + spaces / 2, is_in_note))
}

/// The text of a cell with its widths.
fn measured(cx: &PaperContext<'_>, cell: &Prose, is_bold: bool, is_head: bool) -> CellText {
    let body = cx.paper.body();
    let source = cx.source(cell.span);
    let face = Face {
        is_bold: is_bold || source.contains("**") || source.contains("__"),
        is_number: !is_head && is_number(&cell.text),
        ..Face::new(Family::Print)
    };
    let first = body.html.partition_point(|html| html.span.start < cell.span.start);
    let in_cell = body.html[first..].iter().take_while(|html| cell.span.contains(html.span));
    let breaks: Vec<usize> = in_cell
        .filter(|html| html.tag == Tag::WordBreak)
        .map(|Html { span, .. }| cell.offset_of(span.start))
        .collect();
    let mut set = CellText::default();
    for (offset, c) in cell.text.char_indices() {
        if breaks.contains(&offset) {
            set.may_break();
        }
        match c {
            '\n' => set.end_line(offset),
            Prose::OBJECT => {}
            c => set.push(c, face, offset),
        }
        if c != Prose::OBJECT {
            continue;
        }
        let span = cell.span_of(offset, offset + c.len_utf8());
        if let Some(code) = containing(&body.inline_code, |code| *code, span) {
            for c in cx.source(*code).trim_matches('`').trim().chars() {
                set.push(c, Face { is_code: true, ..face }, offset);
            }
        } else if let Some(image) = containing(&body.images, |image| image.span, span) {
            set.push_picture(picture_width(cx, image));
        }
    }
    set
}

/// The width of a picture in points; none for one that no page shows.
fn picture_width(cx: &PaperContext<'_>, image: &Image) -> f64 {
    cx.picture(&image.url).map_or(0.0, |picture| picture.width)
}
