//! Tables in HTML.

use super::blocks::Walker;
use super::escape::escape;
use super::scroll::{Room, Scrolls, frame};
use crate::assets::columns::{Column, Layout, MOST_WHOLE_ROWS, Place, STEPS};
use crate::assets::widths::{Family, is_number};
use crate::document::{Alignment, Inline, Table, plain_text};

/// A text of so many characters has a few words, and may be wrapped to one a line.
const FEW_WORDS: usize = 18;

/// What the cells of a table share.
struct Cells<'t> {
    table: &'t Table,
    has_row_heads: bool,
    /// Which columns wrap their text, so that they must not get too narrow.
    is_roomy: Vec<bool>,
    /// Which columns keep their text on one line beside those, where a window is not narrow.
    is_kept: Vec<bool>,
}

impl Walker<'_> {
    /// `table` with its caption and note, in a frame that the keyboard reaches where it is wider than the page.
    pub(super) fn table(&mut self, table: &Table) -> String {
        self.tables += 1;
        let place = self.place();
        let layout = table.layout(self.document, &self.grid, Family::Print, self.depth);
        // Screens have Arial, or a font that is not wider.
        let columns = table.columns(self.document, Family::Word);
        let step = layout.step;
        let wraps: Vec<bool> = columns.iter().map(|column| column.wraps(step)).collect();
        let is_roomy: Vec<bool> =
            wraps.iter().enumerate().map(|(at, wraps)| *wraps && is_long(table, at)).collect();
        let has_roomy = is_roomy.contains(&true);
        let needed = |(column, is_roomy): (&Column, &bool)| {
            if *is_roomy { column.comfort(step) } else { column.least(step) }
        };
        let least: f64 = columns.iter().zip(&is_roomy).map(needed).sum();
        let comfort: f64 = columns.iter().map(|column| column.comfort(step)).sum();
        let is_wide = self.depth == 0 && (layout.place != Place::Text || comfort > self.grid.text);
        let room = if is_wide { Room::Wide } else { self.text_room() };
        let keeps = has_roomy && self.depth == 0 && comfort <= self.width_of(layout.place);
        let cells = Cells {
            table,
            has_row_heads: table.has_row_heads(),
            is_roomy,
            is_kept: wraps.iter().map(|wraps| keeps && !wraps).collect(),
        };
        let scrolls = Scrolls::of(least, if has_roomy { comfort } else { least }, room);
        let dir = self.dir_of_head(&table.head);
        let body = self.turned(dir, |walker| {
            let caption = walker.caption(table);
            let head = walker.at(&table.places, 0).row(&cells, &table.head, true);
            let mut rows = String::new();
            for (index, row) in table.rows.iter().enumerate() {
                rows.push_str(&walker.at(&table.places, index + 1).row(&cells, row, false));
            }
            let body = if rows.is_empty() { rows } else { format!("<tbody>\n{rows}</tbody>\n") };
            format!("<table>\n{caption}<thead>\n{head}</thead>\n{body}</table>\n")
        });
        let framed = frame(&body, &self.name(table), scrolls, &mut self.windows);
        self.has_turned |= matches!(layout.place, Place::Turned | Place::Rows);
        let classes = classes(table, &layout, is_wide);
        let note = self.turned(dir, |walker| {
            let (dir, note) = (walker.dir(&table.note), walker.inlines(&table.note));
            if note.is_empty() { note } else { format!("<p class=\"note\"{dir}>{note}</p>\n") }
        });
        // A caption is wider than its table, and reaches out of it to where the lines end.
        format!("<div class=\"table{classes}\"{dir}{place}>\n{framed}{note}</div>\n")
    }

    /// The width of a place on paper.
    fn width_of(&self, place: Place) -> f64 {
        let rooms = self.grid.rooms(self.depth);
        let room = match place {
            Place::Text => None,
            Place::Hanging => rooms.hanging,
            Place::Turned | Place::Rows => rooms.turned,
        };
        room.unwrap_or(rooms.text)
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
        let mut out = format!("<tr{}>", self.place());
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
            let is_kept = cells.is_kept.get(index) == Some(&true);
            let class = class(alignment, is_roomy, is_kept, is_number);
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
    let is_whole = table.rows.len() <= MOST_WHOLE_ROWS;
    let flags = [(is_wide, " wide"), (is_whole, " whole"), (is_broken, " broken")];
    let flags: String = flags.iter().filter(|(is_set, _)| *is_set).map(|(_, name)| *name).collect();
    format!("{place} step-{step}{flags}")
}

fn class(alignment: Alignment, is_roomy: bool, is_kept: bool, is_number: bool) -> String {
    let alignment = match alignment {
        Alignment::None => None,
        Alignment::Left => Some("left"),
        Alignment::Center => Some("center"),
        Alignment::Right => Some("right"),
    };
    let unbroken = if is_number { Some("digits") } else { is_kept.then_some("kept") };
    let flags = [is_roomy.then_some("roomy"), unbroken];
    let names: Vec<&str> = [alignment].into_iter().chain(flags).flatten().collect();
    if names.is_empty() { String::new() } else { format!(" class=\"{}\"", names.join(" ")) }
}
