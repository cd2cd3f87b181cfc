//! Tables in HTML.

use super::blocks::Walker;
use crate::document::{Alignment, Inline, Table, plain_text};

impl Walker<'_> {
    /// `table` in a frame that can be scrolled with the keyboard when it is wider than the page.
    pub(super) fn table(&mut self, table: &Table) -> String {
        let name = self.next_table();
        let head = self.row(table, &table.head, "th");
        let rows: String = table.rows.iter().map(|row| self.row(table, row, "td")).collect();
        let caption = self.inlines(&table.caption);
        let caption =
            if caption.is_empty() { caption } else { format!("<caption>{caption}</caption>\n") };
        let note = self.inlines(&table.note);
        let note = if note.is_empty() { note } else { format!("<p class=\"note\">{note}</p>\n") };
        let body = if rows.is_empty() { rows } else { format!("<tbody>\n{rows}</tbody>\n") };
        format!(
            "<section class=\"table\" aria-label=\"{name}\" tabindex=\"0\">\n\
             <table>\n{caption}<thead>\n{head}</thead>\n{body}</table>\n</section>\n{note}"
        )
    }

    fn row(&mut self, table: &Table, cells: &[Vec<Inline>], element: &str) -> String {
        let mut out = String::from("<tr>");
        for (index, cell) in cells.iter().enumerate() {
            let class = class(table.alignments.get(index).copied().unwrap_or_default());
            let content = self.inlines(cell);
            // An empty header cell would be read out as a header.
            let is_head = element == "th" && !plain_text(cell).trim().is_empty();
            let (element, scope) = if is_head { ("th", " scope=\"col\"") } else { ("td", "") };
            out.push_str(&format!("<{element}{scope}{class}>{content}</{element}>"));
        }
        out.push_str("</tr>\n");
        out
    }
}

const fn class(alignment: Alignment) -> &'static str {
    match alignment {
        Alignment::None => "",
        Alignment::Left => " class=\"left\"",
        Alignment::Center => " class=\"center\"",
        Alignment::Right => " class=\"right\"",
    }
}
