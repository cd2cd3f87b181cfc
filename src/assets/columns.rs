//! How wide the columns of a table are: one decision for PDF, for Word, and for the rule that says what can't fit.
//!
//! The text of each cell is measured by its [`widths`](super::widths). A table then takes the first room that it is
//! comfortable in: the column of text; that and the column left of it; a page that is turned. The type gets
//! smaller before the page is turned. Lengths are in points unless they say otherwise.

use super::cell_text::CellText;

/// A table of more rows may be broken over pages.
pub const MOST_WHOLE_ROWS: usize = 14;
/// The width, in ems, that a column of wrapped text is comfortable with.
const COMFORT: f64 = 8.5;
/// From this share of its room on, a table fills it.
const NEARLY_FULL: f64 = 0.86;
/// A text of so many characters is too long to be the head of a row.
const MOST_OF_HEAD: usize = 60;
/// The width in ems that every character fits.
const WIDEST: f64 = 1.2;
/// From line to line, in ems.
const LEADING: f64 = 1.32;
/// What rounding and kerning may add to a line.
const TOLERANCE: f64 = 1.005;

/// A size of the type in a table, with the space around the text of a cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// The size.
    pub size: f64,
    /// The space left and right of the text, each.
    pub side: f64,
    /// The space above and below the text, each.
    pub above: f64,
}

/// The sizes of type, from the one that is preferred.
pub const STEPS: [Step; 3] = [
    Step { size: 9.5, side: 6.0, above: 5.0 },
    Step { size: 8.75, side: 5.0, above: 4.0 },
    Step { size: 8.0, side: 3.5, above: 3.5 },
];

impl Step {
    /// The height of a row whose highest cell has so many lines.
    pub fn row_height(self, lines: u32) -> f64 {
        f64::from(lines) * self.size * LEADING + 2.0 * self.above
    }

    /// The width in ems of the text in a column of `width`.
    pub fn room(self, width: f64) -> f64 {
        (width - 2.0 * self.side) / self.size
    }

    /// The width of a column for a piece of `width` ems.
    pub fn needed(self, width: f64) -> f64 {
        width * self.size * TOLERANCE + 2.0 * self.side
    }
}

/// The widest that a picture in a cell is, in points.
pub const MOST_PICTURE: f64 = 200.0;

/// Where on a page a table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In the column of text.
    Text,
    /// Across that and the hanging column.
    Hanging,
    /// On a page that is turned.
    Turned,
    /// In no columns, since they would be narrower than a character: each cell is a line after its head.
    Rows,
}

/// The widths that a page has for tables.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rooms {
    /// Of the column of text, or what is left of it in a list or quotation.
    pub text: f64,
    /// Of that and the hanging column; none if the table is inside another block.
    pub hanging: Option<f64>,
    /// Of a page that is turned; none if the table is inside another block.
    pub turned: Option<f64>,
}

/// How a table is laid out.
#[derive(Debug, Clone, PartialEq)]
pub struct Layout {
    /// Where it is.
    pub place: Place,
    /// Its type.
    pub step: Step,
    /// The widths of its columns, with the space around their text.
    pub widths: Vec<f64>,
    /// Whether a column is too narrow for its words: they must be broken.
    pub is_broken: Vec<bool>,
}

/// What the cells of a column need.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Column {
    /// The width of the widest piece that no line can end in, in ems.
    least: f64,
    /// The width of the widest line, in ems.
    most: f64,
    /// The width of the widest picture.
    picture: f64,
}

impl Column {
    /// Adds a cell.
    pub fn add(&mut self, cell: &CellText) {
        let pieces = cell.pieces();
        self.least = pieces.iter().map(|(width, _)| *width).fold(self.least, f64::max);
        self.most = self.most.max(cell.longest_line());
        self.picture = self.picture.max(cell.picture());
    }

    /// Whether its text is wrapped when the column is as wide as is comfortable.
    pub fn wraps(self, step: Step) -> bool {
        self.most(step) > self.comfort(step)
    }

    /// The width below which its words would be broken.
    pub fn least(self, step: Step) -> f64 {
        step.needed(self.least).max(self.picture + 2.0 * step.side)
    }

    fn most(self, step: Step) -> f64 {
        (step.needed(self.most) + self.picture).max(self.least(step))
    }

    /// The width that is comfortable to read.
    pub fn comfort(self, step: Step) -> f64 {
        self.most(step).min(self.least(step).max(COMFORT * step.size + 2.0 * step.side))
    }
}

type Width = fn(Column, Step) -> f64;

/// Lays a table out.
pub fn lay_out(columns: &[Column], rooms: Rooms) -> Layout {
    let hanging = rooms.hanging.unwrap_or(rooms.text);
    let mut tries = vec![(Place::Text, rooms.text, STEPS[0])];
    let hanging_place = if rooms.hanging.is_some() { Place::Hanging } else { Place::Text };
    tries.extend(STEPS.map(|step| (hanging_place, hanging, step)));
    if let Some(turned) = rooms.turned {
        tries.extend(STEPS.map(|step| (Place::Turned, turned, step)));
    }
    for need in [Column::comfort as Width, Column::least] {
        for (place, room, step) in &tries {
            let needed: Vec<f64> = columns.iter().map(|column| need(*column, *step)).collect();
            if needed.iter().sum::<f64>() <= *room {
                let widths = shared(columns, &needed, *room, *step);
                return Layout {
                    place: *place,
                    step: *step,
                    is_broken: vec![false; widths.len()],
                    widths,
                };
            }
        }
    }
    let (place, room, step) = tries.last().copied().unwrap_or((Place::Text, rooms.text, STEPS[2]));
    let least: Vec<f64> = columns.iter().map(|column| column.least(step)).collect();
    let widths = cut(&least, room);
    let is_broken = |(width, least): (&f64, &f64)| width < least;
    let narrowest = step.needed(WIDEST);
    if widths.iter().zip(&least).any(|it| is_broken(it) && *it.0 < narrowest) {
        let is_broken = vec![false; columns.len()];
        return Layout { place: Place::Rows, step: STEPS[0], widths: Vec::new(), is_broken };
    }
    let is_broken = widths.iter().zip(&least).map(is_broken).collect();
    Layout { place, step, widths, is_broken }
}

/// Whether the texts of a table's first column, whose head is `corner`, name its rows: each is short, no two are alike,
/// and they do more than count the rows. Under an empty corner they may be alike and count.
pub fn are_row_heads(corner: &str, texts: impl IntoIterator<Item = impl AsRef<str>>) -> bool {
    let is_any = corner.trim().is_empty();
    let mut seen = std::collections::HashSet::new();
    let mut names_more = false;
    let are_short_and_unique = texts.into_iter().zip(1_usize..).all(|(text, count)| {
        let text = text.as_ref().trim();
        let is_short = !text.is_empty() && text.chars().count() < MOST_OF_HEAD;
        names_more |= text.trim_end_matches(['.', ')']).parse() != Ok(count);
        is_short && (seen.insert(text.to_owned()) || is_any)
    });
    are_short_and_unique && (names_more || is_any)
}

/// The widths of columns that each get what is needed, and share what is left by what they lack.
fn shared(columns: &[Column], needed: &[f64], room: f64, step: Step) -> Vec<f64> {
    let most: Vec<f64> = columns.iter().map(|column| column.most(step)).collect();
    let all: f64 = most.iter().sum();
    let mut widths = if all <= room {
        most
    } else {
        let rest = room - needed.iter().sum::<f64>();
        let lacking: f64 = most.iter().zip(needed).map(|(most, needed)| most - needed).sum();
        let share =
            |(most, needed): (&f64, &f64)| needed + rest * (most - needed) / lacking.max(1e-9);
        most.iter().zip(needed).map(share).collect()
    };
    let sum: f64 = widths.iter().sum();
    if sum >= NEARLY_FULL * room {
        for width in &mut widths {
            *width *= room / sum;
        }
    }
    widths
}

/// Widths that fit `room`: a column that needs more than its fair share gets no more than that.
fn cut(needed: &[f64], room: f64) -> Vec<f64> {
    let mut sorted = needed.to_vec();
    sorted.sort_by(f64::total_cmp);
    let (mut rest, mut fair) = (room, f64::INFINITY);
    let mut count = sorted.len();
    for width in sorted {
        #[expect(clippy::cast_precision_loss, reason = "a table has few enough columns")]
        let share = rest / count as f64;
        if width > share {
            fair = share;
            break;
        }
        rest -= width;
        count -= 1;
    }
    needed.iter().map(|width| width.min(fair)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::assets::widths::{Face, Family};

    const ROOMS: Rooms = Rooms { text: 378.0, hanging: Some(492.0), turned: Some(654.0) };

    fn column(texts: &[&str]) -> Column {
        let mut column = Column::default();
        for text in texts {
            let mut cell = CellText::default();
            for (at, c) in text.char_indices() {
                cell.push(c, Face::new(Family::Print), at);
            }
            column.add(&cell);
        }
        column
    }

    fn sum(layout: &Layout) -> f64 {
        layout.widths.iter().sum()
    }

    #[test]
    fn a_small_table_is_as_wide_as_its_text() {
        let layout = lay_out(&[column(&["Air", "Ocean"]), column(&["9"])], ROOMS);
        assert_eq!((layout.place, layout.step), (Place::Text, STEPS[0]));
        assert!(sum(&layout) < 80.0, "{layout:?}");
    }

    #[test]
    fn a_wider_one_takes_the_hanging_column_then_smaller_type_then_a_turned_page() {
        let place = |count: usize| {
            let layout = lay_out(&vec![column(&["54,637 lines", "Requirements"]); count], ROOMS);
            assert!(sum(&layout) <= 654.01 && !layout.is_broken.contains(&true), "{layout:?}");
            (layout.place, layout.step.size)
        };
        assert_eq!(place(4), (Place::Text, 9.5));
        assert_eq!(place(6), (Place::Hanging, 9.5));
        assert_eq!(place(7), (Place::Hanging, 8.75));
        assert_eq!(place(8), (Place::Hanging, 8.0));
        assert_eq!(place(9), (Place::Turned, 8.75));
    }

    #[test]
    fn words_are_broken_only_where_nothing_else_helps() {
        let long = "x".repeat(200);
        let layout = lay_out(&[column(&["a"]), column(&[&long])], ROOMS);
        assert_eq!(layout.place, Place::Turned);
        assert_eq!(layout.is_broken, [false, true]);
        assert!(sum(&layout) <= ROOMS.turned.unwrap_or_default());
        let many = lay_out(&vec![column(&["a word"]); 70], ROOMS);
        assert_eq!((many.place, many.widths.len()), (Place::Rows, 0));
        let inside = Rooms { text: 300.0, hanging: None, turned: None };
        assert_eq!(lay_out(&[column(&[&long])], inside).place, Place::Text);
    }

    #[test]
    fn short_texts_name_their_rows() {
        assert!(are_row_heads("Port", ["Laredo", "Nogales"]));
        assert!(are_row_heads("", ["2023", "2023"]));
        assert!(are_row_heads("Year", ["2023", "2024"]));
        assert!(are_row_heads("", ["1", "2"]));
        assert!(are_row_heads("Level", ["1", "3"]));
        assert!(!are_row_heads("Port", ["Laredo", "Laredo"]));
        assert!(!are_row_heads("No.", ["1.", "2.", "3."]));
        assert!(!are_row_heads("", ["Laredo", " "]));
        assert!(!are_row_heads("", ["x".repeat(60)]));
    }

    proptest! {
        #[test]
        fn every_table_fits_its_room(cells in prop::collection::vec("[a-zA-Z0-9 ,.-]{0,60}", 1..24)) {
            let columns: Vec<Column> = cells.iter().map(|cell| column(&[cell.as_str()])).collect();
            let layout = lay_out(&columns, ROOMS);
            let room = match layout.place {
                Place::Text => ROOMS.text,
                Place::Hanging => 492.0,
                Place::Turned => 654.0,
                Place::Rows => 0.0,
            };
            prop_assert!(sum(&layout) <= room + 0.01);
            for ((width, column), is_broken) in layout.widths.iter().zip(&columns).zip(&layout.is_broken) {
                prop_assert!(*is_broken || *width >= column.least(layout.step) - 0.01);
            }
        }
    }
}
