//! Where things are on a page: one vertical axis, what names things left of it and what is said right of it.

use serde::Serialize;

use super::Document;
use crate::assets::balance::Lines;
use crate::assets::columns::Rooms;
use crate::series::PaperSize;

/// How deep lists and quotations may be nested in print; what is deeper goes on at the same depth.
pub const MAX_DEPTH: u8 = 8;
/// About what each list or quotation takes of the width of what is in it, in points.
const INDENT: f64 = 18.0;

/// The lengths of a page, in points.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Grid {
    /// The width of the page.
    pub width: f64,
    /// Its height.
    pub height: f64,
    /// Between an edge and what is printed.
    pub side: f64,
    /// The hanging column without its gutter.
    pub hanging: f64,
    /// Between the hanging column and the text.
    pub gutter: f64,
    /// The column of text.
    pub text: f64,
    /// Above the text.
    pub top: f64,
    /// Below it.
    pub bottom: f64,
    /// From an edge to the running lines.
    pub running: f64,
}

impl Grid {
    /// The grid of a page of that size.
    pub const fn of(paper: PaperSize) -> Self {
        let (width, height, side, hanging, text) = match paper {
            PaperSize::Letter => (612.0, 792.0, 60.0, 100.0, 378.0),
            PaperSize::A4 => (595.28, 841.89, 54.0, 98.0, 375.28),
        };
        Self {
            width,
            height,
            side,
            hanging,
            gutter: 14.0,
            text,
            top: 70.0,
            bottom: 68.0,
            running: 31.0,
        }
    }

    /// From the edge of the hanging column to that of the text.
    pub const fn reach(&self) -> f64 {
        self.hanging + self.gutter
    }

    /// Whether a section's heading of that size fits the hanging column in two lines.
    pub fn hangs(&self, heading: &str, size: f64) -> bool {
        let lines = Lines::new(heading, size);
        lines.widest() <= self.hanging && lines.count(self.hanging) <= 2
    }

    /// Whether the headings of all sections fit the hanging column; otherwise all stand above the text.
    pub fn hangs_all(&self, document: &Document, size: f64) -> bool {
        let mut headings = document.sections.iter().filter_map(|section| section.heading.as_ref());
        headings.all(|heading| self.hangs(heading, size))
    }

    /// How deep a table is that is inside that many lists and quotations: a note is one, too, which has neither a
    /// hanging column nor pages of its own.
    pub fn depth(blocks: usize, is_in_note: bool) -> usize {
        blocks.max(usize::from(is_in_note))
    }

    /// The widths for a table at that depth.
    pub fn rooms(&self, depth: usize) -> Rooms {
        if depth == 0 {
            let turned = Some(self.height - 2.0 * self.side);
            return Rooms { text: self.text, hanging: Some(self.text + self.reach()), turned };
        }
        let depth = u8::try_from(depth).unwrap_or(MAX_DEPTH).min(MAX_DEPTH);
        Rooms { text: self.text - INDENT * f64::from(depth), hanging: None, turned: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_columns_of_a_page_are_as_wide_as_the_page() {
        for size in [PaperSize::Letter, PaperSize::A4] {
            let grid = Grid::of(size);
            let sum = 2.0 * grid.side + grid.reach() + grid.text;
            assert!((sum - grid.width).abs() < 0.01, "{sum}");
        }
    }

    #[test]
    fn a_heading_hangs_if_it_fits_in_two_lines() {
        let grid = Grid::of(PaperSize::Letter);
        for heading in ["Background", "Current Status", "Views of the Trade"] {
            assert!(grid.hangs(heading, 11.0), "{heading}");
        }
        for heading in
            ["Intergovernmentalization", "What the trade and the ports have asked for in June"]
        {
            assert!(!grid.hangs(heading, 11.0), "{heading}");
        }
    }
}
