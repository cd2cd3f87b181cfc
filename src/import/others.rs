//! What tells that a file has more than one paper.

use super::head::{Head, labeled_number};
use super::piece::{Piece, Place, StyleHint};
use super::remark::Remark;
use crate::series::{Role, Series};

/// What of a paper a piece may be, as far as it matters here.
pub(super) enum Part<'p> {
    /// The heading of a section of the series, by its index.
    Section(usize),
    /// Anything else.
    Other(&'p Piece),
}

/// Remarks on what begins another paper in the text of one: another number, a second title, a section that was there.
pub(super) fn tell<'p>(
    parts: impl Iterator<Item = (Place, Part<'p>)>,
    head: &Head,
    series: &Series,
) -> Vec<Remark> {
    let key = series.key(Role::Number);
    let known = head.found.iter().find(|found| Some(found.field.as_str()) == key);
    let mut number: Option<String> = known.map(|found| found.text.clone());
    let mut sections: Vec<usize> = Vec::new();
    let mut remarks = Vec::new();
    let mut tell = |place: Place, what: String| {
        let message = format!(
            "{what}: if it begins another paper, split the file there and import each part"
        );
        remarks.push(Remark::open(place, message));
    };
    for (place, part) in parts {
        let piece = match part {
            Part::Section(rule) => {
                if sections.contains(&rule) {
                    let heading = series.sections.get(rule).map_or("", |it| it.heading.as_str());
                    tell(place, format!("the section `{heading}` is here a second time"));
                }
                sections.push(rule);
                continue;
            }
            Part::Other(piece) => piece,
        };
        let label = piece.bold_label().and_then(|bold| series.match_section(&bold.label));
        if let Some((rule, _)) = label.filter(|(rule, _)| sections.contains(rule)) {
            let heading = series.sections.get(rule).map_or("", |it| it.heading.as_str());
            tell(place, format!("the section `{heading}` is here a second time"));
        }
        for line in piece.lines().iter().flat_map(|line| line.split('\n')) {
            let Some(own) = labeled_number(series, line) else { continue };
            match &number {
                Some(first) if *first != own => {
                    tell(place, format!("`{line}` is another number than `{first}`"));
                }
                _ => number = Some(own),
            }
        }
        if piece.hint == StyleHint::Title {
            let line = piece.lines().join(" ");
            tell(place, format!("`{line}` has the style of a title, and is in the text"));
        }
    }
    remarks
}
