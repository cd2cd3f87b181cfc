//! How large the title of a cover is, so that the marking and the facts have their place below it.
//!
//! Lengths are in points. A cover has the issuer at its top, below it a field of color with the title at its foot, and at
//! the bottom of the page the marking and the facts.

use super::design::{SIZES, TITLES, Type};
use crate::assets::balance::Lines;
use crate::document::{Document, Field, Grid};

/// From the top of the page to the field.
pub(super) const ABOVE_FIELD: f64 = 168.0;
/// What the field has above and below a long title.
pub(super) const AROUND_TITLE: f64 = 92.0;
/// Between the field and what is below it, at the least.
const BELOW_FIELD: f64 = 20.0;
/// What a line of a fact takes, with the space between two facts.
const LINE: f64 = 15.5;
/// What the line above the facts takes, and the marking with the space below it.
const ABOVE_FACTS: [f64; 2] = [13.0, 55.0];
/// The sizes that a title is set in, as shares of the usual one: the first that fits.
const STEPS: [f64; 6] = [1.0, 0.8, 0.7, 0.6, 0.5, 0.4];

/// The type of the title on the cover of `document`.
pub(super) fn title(document: &Document, grid: &Grid) -> Type {
    let head = &document.head;
    let facts: f64 = head.cover_facts.iter().map(|fact| height_of(fact, grid)).sum();
    let below = facts + ABOVE_FACTS[usize::from(document.marking.is_some())] + grid.bottom;
    let room = grid.height - ABOVE_FIELD - AROUND_TITLE - BELOW_FIELD - below;
    let steps = STEPS.map(|share| {
        let Type { size, leading } = TITLES.cover;
        Type { size: size * share, leading: leading * share }
    });
    let fits = |of: &Type| height(&head.title, *of, grid) <= room;
    steps.into_iter().find(fits).unwrap_or(steps[STEPS.len() - 1])
}

/// The height of a title in type `of`.
fn height(title: &str, of: Type, grid: &Grid) -> f64 {
    of.leading * lines(title, of.size, grid)
}

fn height_of(fact: &Field, grid: &Grid) -> f64 {
    LINE * lines(&fact.value, SIZES.value_on_cover, grid)
}

fn lines(text: &str, size: f64, grid: &Grid) -> f64 {
    let count = Lines::new(text, size).count(grid.text);
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::series::{Marking, PaperSize};

    #[test]
    fn a_long_title_leaves_room_for_marking_and_facts() {
        let grid = Grid::of(PaperSize::Letter);
        let mut document = crate::render::sample::full();
        document.marking =
            Some(Marking { text: "DRAFT".to_owned(), note: None, has_watermark: false });
        let mut sizes = Vec::new();
        for words in [5, 30, 45, 90] {
            document.head.title = "Renewals of desks ".repeat(words / 3);
            let of = title(&document, &grid);
            assert!(ABOVE_FIELD + AROUND_TITLE + height(&document.head.title, of, &grid) < 640.0);
            sizes.push(of.size);
        }
        assert!(sizes.is_sorted_by(|a, b| a >= b) && sizes[0] > sizes[3], "{sizes:?}");
        assert!((sizes[0] - TITLES.cover.size).abs() < 0.01);
    }
}
