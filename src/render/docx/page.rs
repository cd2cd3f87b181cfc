//! The page of a Word document. Lengths are in twentieths of a point unless they say otherwise.

use crate::word::elements::{NAMESPACE, attribute, is_on};
use roxmltree::Node;

use crate::document::{Grid, MAX_DEPTH};
use crate::series::PaperSize;

/// The smallest width of a column of text that a page can be laid out in.
const LEAST_WIDTH: u32 = 1440;
/// The hanging column and its gutter on Letter paper.
const HANG: u32 = 2280;
/// What a list or a quotation takes of the width at most.
pub(super) const DEPTH_STEP: u32 = 360;

/// The page.
#[derive(Debug, Clone)]
pub(super) struct Page {
    /// Its size, as XML.
    size: String,
    /// The same, turned.
    turned: String,
    /// Margins, borders and columns of a section, as XML.
    margins: String,
    /// Whether the first page has a header of its own.
    pub(super) is_first_other: bool,
    /// The properties of a section that come after that one.
    pub(super) rest: String,
    /// The width and the height of the sheet.
    pub(super) sheet: (u32, u32),
    /// The left and the right margin.
    pub(super) sides: (u32, u32),
    /// The top and the bottom margin.
    pub(super) ends: (u32, u32),
    /// The width of the text.
    pub(super) width: u32,
    /// The height of the text.
    pub(super) height: u32,
    /// How far headings and facts reach out of the text to the side that lines begin on.
    pub(super) reach: u32,
}

impl Page {
    /// The program's own, mirrored for a document that `runs_left`.
    pub(super) fn built_in(paper: PaperSize, runs_left: bool) -> Self {
        let grid = Grid::of(paper);
        let sheet = (twentieths(grid.width), twentieths(grid.height));
        let (start, end) = (twentieths(grid.side + grid.reach()), twentieths(grid.side));
        let sides = if runs_left { (end, start) } else { (start, end) };
        let ends = (twentieths(grid.top), twentieths(grid.bottom));
        let running = twentieths(grid.running);
        let margins = format!(
            "<w:pgMar w:top=\"{}\" w:right=\"{}\" w:bottom=\"{}\" w:left=\"{}\" w:header=\"{running}\" \
             w:footer=\"{running}\" w:gutter=\"0\"/>",
            ends.0, sides.1, ends.1, sides.0
        );
        let rest = if runs_left { "<w:bidi/>".to_owned() } else { String::new() };
        Self { rest, ..Self::new(sheet, sides, ends, margins) }.of_direction(runs_left)
    }

    /// The page of a document that `runs_left`: what its headings reach out to is on the side that lines begin on.
    pub(super) fn of_direction(&self, runs_left: bool) -> Self {
        let (left, right) = self.sides;
        let (start, end) = if runs_left { (right, left) } else { (left, right) };
        Self { reach: start.saturating_sub(end).min(HANG), ..self.clone() }
    }

    fn new(sheet: (u32, u32), sides: (u32, u32), ends: (u32, u32), margins: String) -> Self {
        let (width, height) = sheet;
        Self {
            size: format!("<w:pgSz w:w=\"{width}\" w:h=\"{height}\"/>"),
            turned: format!("<w:pgSz w:w=\"{height}\" w:h=\"{width}\" w:orient=\"landscape\"/>"),
            margins,
            is_first_other: true,
            rest: String::new(),
            sheet,
            sides,
            ends,
            width: width.saturating_sub(sides.0 + sides.1),
            height: height.saturating_sub(ends.0 + ends.1),
            reach: 0,
        }
    }

    /// The page of the last section of an office's own document; none if it says nothing of its size or
    /// margins.
    ///
    /// # Errors
    ///
    /// There is no room for text on it.
    pub(super) fn read(text: &str, section: &Node<'_, '_>) -> Result<Option<Self>, String> {
        let child =
            |name: &str| section.children().find(|node| node.has_tag_name((NAMESPACE, name)));
        // In the order of the schema.
        let kept = |names: &[&str]| -> String {
            names.iter().filter_map(|name| child(name)).map(|node| &text[node.range()]).collect()
        };
        let (Some(size), Some(margins)) = (child("pgSz"), child("pgMar")) else { return Ok(None) };
        let length = |node: &Node<'_, '_>, name: &str| -> u32 {
            attribute(node, name)
                .and_then(|value| value.parse::<i32>().ok())
                .map_or(0, i32::unsigned_abs)
                // Word allows 22 inches.
                .min(31_680)
        };
        let sheet = (length(&size, "w"), length(&size, "h"));
        if sheet.0 == 0 || sheet.1 == 0 {
            return Ok(None);
        }
        let gutter = length(&margins, "gutter");
        let sides = (length(&margins, "left") + gutter, length(&margins, "right"));
        let ends = (length(&margins, "top"), length(&margins, "bottom"));
        let kept_margins = kept(&["pgMar", "pgBorders", "lnNumType", "cols"]);
        let page = Self {
            size: kept(&["pgSz"]),
            is_first_other: child("titlePg").is_some_and(|node| is_on(&node)),
            rest: kept(&["textDirection", "bidi", "rtlGutter", "docGrid"]),
            ..Self::new(sheet, sides, ends, kept_margins)
        };
        if page.width < LEAST_WIDTH || page.height < LEAST_WIDTH {
            return Err("has margins that leave less than an inch for the text".to_owned());
        }
        Ok(Some(page))
    }

    /// The size and the margins of a section.
    pub(super) fn setup(&self, is_turned: bool) -> String {
        let size = if is_turned { &self.turned } else { &self.size };
        [size.as_str(), &self.margins].concat()
    }

    /// Whether there is more room for a table on the page turned.
    pub(super) const fn can_turn(&self) -> bool {
        self.sheet.0 < self.sheet.1
    }

    /// The width of the text on the page turned.
    pub(super) const fn turned_width(&self) -> u32 {
        self.sheet.1.saturating_sub(self.sides.0 + self.sides.1)
    }

    /// From the edge of facts to that of their values.
    pub(super) const fn hang(&self) -> u32 {
        if self.reach > 0 { self.reach } else { HANG }
    }

    /// The most that lists and quotations take of the width of the text.
    pub(super) fn most_indent(&self) -> u32 {
        (u32::from(MAX_DEPTH) * DEPTH_STEP).min(self.width / 2)
    }

    /// The lengths of the page as tables are laid out on it, with the hanging column or without.
    pub(super) fn grid(&self, has_hanging: bool) -> Grid {
        let points = |length: u32| f64::from(length) / 20.0;
        let reach = if has_hanging { self.reach } else { 0 };
        let side = points((self.sides.0 + self.sides.1).saturating_sub(reach)) / 2.0;
        let text = points(self.width);
        let reach = points(reach);
        // A page that is as wide as it is high is not turned.
        let turned = text + reach + 2.0 * side;
        Grid {
            width: points(self.sheet.0),
            height: if self.can_turn() { points(self.sheet.1) } else { turned },
            side,
            hanging: reach,
            gutter: 0.0,
            text,
            top: points(self.ends.0),
            bottom: points(self.ends.1),
            running: 0.0,
        }
    }
}

/// A length in points.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a length on paper is small and not negative"
)]
pub(super) fn twentieths(points: f64) -> u32 {
    (points.clamp(0.0, 100_000.0) * 20.0).round() as u32
}
