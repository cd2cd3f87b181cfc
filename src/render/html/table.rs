//! Tables in HTML.

use super::blocks::Walker;
use super::escape::escape;
use super::scroll::{Room, Scrolls, frame};
use crate::assets::columns::{Column, Layout, Place, STEPS};
use crate::assets::widths::{Family, is_number};
use crate::document::{Alignment, Inline, Table, plain_text};

/// A table of more rows may be broken over printed pages.
const MOST_WHOLE: usize = 14;

/// A text of so many characters has a few words, and may be wrapped to one a line.
const FEW_WORDS: usize = 18;

/// What the cells of a table share.
struct Cells<'t> {
    table: &'t Table,
    has_row_heads: bool,
    /// Which columns wrap their text, so that they must not get too narrow.
    is_roomy: Vec<bool>,
}

impl Walker<'_> {
    /// `table` with its caption and note, in a frame that the keyboard reaches where it is wider than the page.
    pub(super) fn table(&mut self, table: &Table) -> String {
        self.tables += 1;
        let layout = table.layout(self.document, &self.grid, Family::Print, self.depth);
        // Screens have Arial, or a font that is not wider.
        let columns = table.columns(self.document, Family::Word);
        let is_roomy: Vec<bool> = columns
            .iter()
            .enumerate()
            .map(|(at, it)| it.wraps(layout.step) && is_long(table, at))
            .collect();
        let needed = |(column, is_roomy): (&Column, &bool)| {
            if *is_roomy { column.comfort(layout.step) } else { column.least(layout.step) }
        };
        let width: f64 = columns.iter().zip(&is_roomy).map(needed).sum();
        let is_wide = self.depth == 0 && (layout.place != Place::Text || width > self.grid.text);
        let room = if is_wide { Room::Wide } else { self.text_room() };
        let cells = Cells { table, has_row_heads: table.has_row_heads(), is_roomy };
        let dir = self.dir_of_head(&table.head);
        let body = self.turned(dir, |walker| {
            let caption = walker.caption(table);
            let head = walker.row(&cells, &table.head, true);
            let rows: String =
                table.rows.iter().map(|row| walker.row(&cells, row, false)).collect();
            let body = if rows.is_empty() { rows } else { format!("<tbody>\n{rows}</tbody>\n") };
            format!("<table{dir}>\n{caption}<thead>\n{head}</thead>\n{body}</table>\n")
        });
        let framed = frame(&body, &self.name(table), Scrolls::of(width, room), &mut self.windows);
        self.has_turned |= matches!(layout.place, Place::Turned | Place::Rows);
        let classes = classes(table, &layout, is_wide);
        let note = self.inlines(&table.note);
        let dir = self.dir(&table.note);
        let note =
            if note.is_empty() { note } else { format!("<p class=\"note\"{dir}>{note}</p>\n") };
        format!("<div class=\"table{classes}\">\n{framed}{note}</div>\n")
    }

    /// The attribute for a table whose columns run the other way: they do if the head of one does, as in Word.
    fn dir_of_head(&self, head: &[Vec<Inline>]) -> &'static str {
        let mut others = head.iter().map(|cell| self.dir(cell));
        others.find(|dir| !dir.is_empty()).unwrap_or_default()
    }

    fn caption(&mut self, table: &Table) -> String {
        if table.caption.is_empty() {
            return String::new();
        }
        let number =
            table.number.map_or_else(String::new, |it| format!("<strong>Table {it}.</strong> "));
        let dir = self.dir(&table.caption);
        format!("<caption{dir}>{number}{}</caption>\n", self.inlines(&table.caption))
    }

    /// What the frame of a table is called.
    fn name(&self, table: &Table) -> String {
        let caption = plain_text(&table.caption);
        match (table.number, caption.trim()) {
            (None, "") => format!("Table {}", self.tables),
            (None, caption) => format!("Table: {}", escape(caption)),
            (Some(number), caption) => format!("Table {number}. {}", escape(caption)),
        }
    }

    fn row(&mut self, cells: &Cells<'_>, row: &[Vec<Inline>], is_head: bool) -> String {
        let mut out = String::from("<tr>");
        for (index, cell) in row.iter().enumerate() {
            // An empty header cell would be read out as a header.
            let is_head_cell = is_head && !plain_text(cell).trim().is_empty();
            let (element, scope) = match (is_head_cell, cells.has_row_heads && index == 0) {
                (true, _) => ("th", " scope=\"col\""),
                (false, true) if !is_head => ("th", " scope=\"row\""),
                _ => ("td", ""),
            };
            let alignment = cells.table.alignments.get(index).copied().unwrap_or_default();
            let is_roomy = is_head && cells.is_roomy.get(index) == Some(&true);
            let is_number = !is_head && is_number(&plain_text(cell));
            let class = class(alignment, is_roomy, is_number);
            let dir = self.dir(cell);
            let content = self.inlines(cell);
            out.push_str(&format!("<{element}{scope}{class}{dir}>{content}</{element}>"));
        }
        out.push_str("</tr>\n");
        out
    }
}

/// Whether a cell of the column has more than a few words.
fn is_long(table: &Table, column: usize) -> bool {
    let cells = table.rows.iter().filter_map(|row| row.get(column));
    cells.into_iter().any(|cell| plain_text(cell).chars().count() > FEW_WORDS)
}

/// The classes of a table, each after a space.
fn classes(table: &Table, layout: &Layout, is_wide: bool) -> String {
    let place = match layout.place {
        Place::Text => "",
        Place::Hanging => " hanging",
        Place::Turned | Place::Rows => " turned",
    };
    let step = STEPS.iter().position(|step| *step == layout.step).unwrap_or_default() + 1;
    let is_broken = layout.place == Place::Rows || layout.is_broken.contains(&true);
    let is_whole = table.rows.len() <= MOST_WHOLE;
    let flags = [(is_wide, " wide"), (is_whole, " whole"), (is_broken, " broken")];
    let flags: String = flags.iter().filter(|(is_set, _)| *is_set).map(|(_, name)| *name).collect();
    format!("{place} step-{step}{flags}")
}

fn class(alignment: Alignment, is_roomy: bool, is_number: bool) -> String {
    let alignment = match alignment {
        Alignment::None => None,
        Alignment::Left => Some("left"),
        Alignment::Center => Some("center"),
        Alignment::Right => Some("right"),
    };
    let flags = [is_roomy.then_some("roomy"), is_number.then_some("digits")];
    let names: Vec<&str> = [alignment].into_iter().chain(flags).flatten().collect();
    if names.is_empty() { String::new() } else { format!(" class=\"{}\"", names.join(" ")) }
}
