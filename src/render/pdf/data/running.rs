//! The lines that every page repeats: as long as they may be, they neither leave the page nor cover its text.

use serde_json::{Value, json};

use crate::assets::line::Line;
use crate::assets::widths::Family;
use crate::document::{Document, Grid};
use crate::render::design::SIZES;

/// The space around the marking in its tag, in points.
const INSETS: f64 = 12.0;
/// Between the title and the tag at the least.
const BETWEEN: f64 = 18.0;
/// The share of the column of text that a tag may take without being wrapped.
const MOST_OF_LINE: f64 = 0.75;
/// The letters of a marking are set apart.
const TRACKED: f64 = 1.2;
/// Lines are not filled to their ends.
const FILLED: f64 = 0.88;
/// What "Page 100 of 100" takes at most, with the space before it.
pub(super) const PAGE_NUMBER: f64 = 78.0;
/// The sizes that a long line is set in, and how many lines there is room for.
const TAGS: [(f64, f64); 2] = [(SIZES.tag, 2.0), (6.0, 3.0)];
const FEET: [(f64, f64); 2] = [(SIZES.running, 2.0), (6.5, 3.0)];

/// What the template is told of them.
pub(super) fn lines(document: &Document, grid: &Grid) -> Value {
    let marking = document.marking.as_ref().map_or("", |marking| marking.text.as_str());
    let running = &document.head.running;
    let tag = TRACKED * Line::bold(Family::Print, SIZES.tag).length(marking) + INSETS;
    let is_wrapped = tag > MOST_OF_LINE * grid.text;
    let (tag_size, tag_text) = if is_wrapped {
        wrapped(marking, "", grid.text - INSETS, TAGS)
    } else {
        (SIZES.tag, marking.to_owned())
    };
    let regular = Line::regular(Family::Print, SIZES.running);
    let beside = if marking.is_empty() { 0.0 } else { tag + BETWEEN };
    let title = running.middle.as_deref().filter(|_| !is_wrapped);
    let title = title.map(|title| regular.cut(title, grid.text - beside));
    let foot = running.foot.as_deref().unwrap_or_default();
    let (foot_size, foot_marking) = wrapped(marking, foot, grid.text - PAGE_NUMBER, FEET);
    json!({
        "title": title,
        "tag": tag_text,
        "tag-size": tag_size,
        "tag-width": is_wrapped.then_some(grid.text),
        "foot-marking": foot_marking,
        "foot-size": foot_size,
        "page-number": PAGE_NUMBER,
    })
}

/// The first of `sizes` in which a marking with `after` behind it fits into the lines of that size; in the last of them,
/// as much of the marking as does.
fn wrapped(marking: &str, after: &str, width: f64, sizes: [(f64, f64); 2]) -> (f64, String) {
    let room = |size: f64, lines: f64| {
        let rest = Line::regular(Family::Print, size).length(after);
        ((lines * width * FILLED - rest) / TRACKED).max(0.0)
    };
    let fits = |(size, lines): &&(f64, f64)| {
        Line::bold(Family::Print, *size).length(marking) <= room(*size, *lines)
    };
    let (size, lines) = *sizes.iter().find(fits).unwrap_or(&sizes[1]);
    (size, Line::bold(Family::Print, size).cut(marking, room(size, lines)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::series::{Marking, PaperSize};

    fn of(length: usize) -> Value {
        let text = "NOT FOR RELEASE ".repeat(length.div_ceil(16));
        let text = text[..length].trim().to_owned();
        let mut document = crate::render::sample::full();
        document.head.running.middle = Some("Title".to_owned());
        document.marking = Some(Marking { text, note: None, has_watermark: false });
        lines(&document, &Grid::of(PaperSize::Letter))
    }

    #[test]
    fn a_marking_is_wrapped_then_smaller_then_cut() {
        let [short, long, longer, longest] = [12, 100, 200, 900].map(of);
        assert_eq!(short["tag-width"], Value::Null);
        assert_eq!(short["title"], "Title");
        assert_eq!((&long["tag-size"], &long["title"]), (&json!(SIZES.tag), &Value::Null));
        assert_eq!(longer["tag-size"], 6.0);
        assert!(!longer["tag"].as_str().unwrap_or_default().contains('\u{2026}'));
        assert!(longest["tag"].as_str().unwrap_or_default().ends_with('\u{2026}'));
        assert!(longest["foot-marking"].as_str().unwrap_or_default().ends_with('\u{2026}'));
    }
}
