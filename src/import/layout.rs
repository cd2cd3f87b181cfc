//! Cuts a text into head, sections and closing fields, as its series has them.

use super::head::{Found, Head, field_of_label};
use super::piece::{LABEL_ENDS, Piece, Place, StyleHint, labeled};
use super::remark::Remark;
use super::values::Meaning;
use super::{head, others};
use crate::series::outline::Spelling;
use crate::series::{Place as FieldPlace, Series};

/// A text by its parts.
#[derive(Debug, Default)]
pub(super) struct Layout {
    pub(super) head: Head,
    pub(super) sections: Vec<SectionText>,
    pub(super) remarks: Vec<Remark>,
}

/// A section and what is in it.
#[derive(Debug, Default)]
pub(super) struct SectionText {
    /// Its index in the series; none for one that the series does not have.
    pub(super) rule: Option<usize>,
    pub(super) heading: String,
    /// The paragraph of a Word file that it begins at; 0 in any other.
    pub(super) paragraph: usize,
    pub(super) pieces: Vec<Piece>,
}

/// What a piece opens.
enum Opening {
    /// A section of the series, with what is added to its heading.
    Section { rule: usize, addition: String, runs_in: bool },
    /// A section that is not in the series.
    Other(String),
}

/// Cuts `pieces` into the parts of a paper. In a file that this program made, each heading of a section opens one, and a
/// title is no heading.
pub(super) fn layout(pieces: Vec<Piece>, meaning: Meaning<'_>, is_own: bool) -> Layout {
    let series = meaning.series;
    // People press Shift and Enter between the parts of a paper.
    let is_label = |label: &str| {
        !is_own
            && (series.match_section(label).is_some() || field_of_label(series, label).is_some())
    };
    let pieces: Vec<Piece> =
        pieces.into_iter().flat_map(|piece| piece.at_labels(is_label)).collect();
    let mut openings = openings(&pieces, series, is_own);
    let first = openings.iter().position(Option::is_some);
    let end = first.unwrap_or_else(|| end_of_head(&pieces));
    let mut layout = Layout::default();
    let mut pieces = pieces;
    let body = pieces.split_off(end);
    let body_openings = openings.split_off(end.min(openings.len()));
    let last = body_openings.iter().rposition(Option::is_some).map(|at| at + 1);
    let (body, mut closing) = without_closing(body, last, series);
    layout.head = head::read(pieces, meaning);
    let parts = body.iter().zip(&body_openings).map(|(piece, opening)| {
        let part = match opening {
            Some(Opening::Section { rule, .. }) => others::Part::Section(*rule),
            _ => others::Part::Other(piece),
        };
        (piece.place, part)
    });
    layout.remarks.extend(others::tell(parts, &layout.head, series));
    if first.is_none() && !body.is_empty() {
        let place = body.first().map_or(Place::File, |piece| piece.place);
        let names: Vec<&str> = series.sections.iter().map(|it| it.heading.as_str()).collect();
        let message = format!(
            "no section is headed as the series wants it ({}); put the headings into the text",
            names.join(", ")
        );
        layout.remarks.push(Remark::open(place, message));
    }
    let labels = series.fields.iter().map(|field| format!("{} {}", field.label, field.id));
    layout.head.known.extend(labels);
    layout.head.found.append(&mut closing);
    for (piece, opening) in body.into_iter().zip(body_openings) {
        layout.add(piece, opening, series);
    }
    layout
}

impl Layout {
    fn add(&mut self, mut piece: Piece, opening: Option<Opening>, series: &Series) {
        match opening {
            Some(Opening::Section { rule, addition, runs_in }) => {
                let known = series.sections.get(rule).map_or("", |it| it.heading.as_str());
                let heading = format!("{known} {addition}").trim_end().to_owned();
                self.head.known.push(piece.opener_text());
                let paragraph = piece.place.number();
                let pieces = Vec::new();
                self.sections.push(SectionText { rule: Some(rule), heading, paragraph, pieces });
                let after = piece.take_after();
                if runs_in && let Some(rest) = piece.without_label() {
                    self.push(rest);
                }
                self.push_after(after);
            }
            Some(Opening::Other(heading)) => {
                let message = format!(
                    "`{heading}` is no section of the series; it is kept as one, so move or rename it if it should not be"
                );
                self.remarks.push(Remark::open(piece.place, message));
                let paragraph = piece.place.number();
                let pieces = Vec::new();
                self.sections.push(SectionText { rule: None, heading, paragraph, pieces });
                self.push_after(piece.take_after());
            }
            None => self.push(piece),
        }
    }

    /// Puts a comment below the piece with the paragraph `at` that it is on; 0 stands for none.
    pub(super) fn add_comment(&mut self, at: usize, comment: String) {
        let place = if at == 0 { Place::File } else { Place::Paragraph(at) };
        let piece = Piece::of_source(place, comment);
        let mut sections = self.sections.iter_mut();
        let section = sections.rfind(|section| section.paragraph <= at && at > 0);
        let pieces = section.map_or(&mut self.head.text, |section| &mut section.pieces);
        let end = pieces.iter().rposition(|piece| piece.place.number() <= at);
        pieces.insert(end.map_or(0, |end| end + 1), piece);
    }

    /// The line in the text that begins with the label of the field `id`, and its place.
    pub(super) fn label_in_text(&self, series: &Series, id: &str) -> Option<(Place, String)> {
        let pieces = self.sections.iter().flat_map(|section| &section.pieces);
        pieces.chain(&self.head.text).find_map(|piece| {
            let lines = piece.lines();
            let mut lines = lines.iter().flat_map(|line| line.split('\n'));
            let is_it = |line: &&str| {
                let field = labeled(line).and_then(|it| field_of_label(series, &it.label));
                field.is_some_and(|field| field.id == id)
            };
            Some((piece.place, lines.find(is_it)?.to_owned()))
        })
    }

    fn push(&mut self, piece: Piece) {
        match self.sections.last_mut() {
            Some(section) => section.pieces.push(piece),
            None => self.head.text.push(piece),
        }
    }

    fn push_after(&mut self, after: Option<Piece>) {
        if let Some(after) = after {
            self.push(after);
        }
    }
}

/// What each piece opens.
fn openings(pieces: &[Piece], series: &Series, is_own: bool) -> Vec<Option<Opening>> {
    let matched = |text: &str| {
        let text = text.trim();
        series
            .match_section(text)
            .or_else(|| series.match_section(text.trim_end_matches(LABEL_ENDS).trim_end()))
    };
    let headings: Vec<Option<(u8, String)>> = pieces.iter().map(Piece::heading).collect();
    let of_sections = headings.iter().flatten().filter(|(_, text)| matched(text).is_some());
    let level = of_sections.map(|(level, _)| *level).min();
    let has_heading = |rule: usize| {
        let mut texts = headings.iter().flatten();
        texts.any(|(_, text)| matched(text).is_some_and(|(found, _)| found == rule))
    };
    let mut seen = is_own;
    let mut openings: Vec<Option<Opening>> = Vec::new();
    for (piece, heading) in pieces.iter().zip(&headings) {
        let opening = match (heading, piece.bold_label()) {
            (Some((_, text)), _) if matched(text).is_some() => section(matched(text), false),
            (Some((own, text)), _) => {
                let is_field = field_of_label(series, text.trim_end_matches(':')).is_some();
                let opens = seen
                    && !is_field
                    && piece.hint != StyleHint::Title
                    && level.is_some_and(|level| *own <= level);
                opens.then(|| Opening::Other(text.clone()))
            }
            (None, Some(bold)) => {
                let found = matched(&bold.label).filter(|(rule, _)| !has_heading(*rule));
                section(found, !bold.value.is_empty())
            }
            (None, None) => None,
        };
        seen |= opening.is_some();
        openings.push(opening);
    }
    add_plain(pieces, series, &mut openings);
    openings
}

/// Lines in plain type that are the heading of a section which nothing else heads.
fn add_plain(pieces: &[Piece], series: &Series, openings: &mut [Option<Opening>]) {
    for rule in 0..series.sections.len() {
        let is_headed = openings.iter().flatten().any(
            |opening| matches!(opening, Opening::Section { rule: known, .. } if *known == rule),
        );
        if is_headed {
            continue;
        }
        let runs_in = |piece: &Piece| {
            let is_whole = is_plain_opening(piece, series, rule);
            (is_whole || is_run_in(piece, series, rule)).then_some(!is_whole)
        };
        let at = pieces.iter().enumerate().find_map(|(at, piece)| Some((at, runs_in(piece)?)));
        if let Some((at, runs_in)) = at.filter(|(at, _)| openings[*at].is_none()) {
            openings[at] = Some(Opening::Section { rule, addition: String::new(), runs_in });
        }
    }
}

/// Whether a piece is the heading of a section in plain type.
fn is_plain_opening(piece: &Piece, series: &Series, rule: usize) -> bool {
    let lines = piece.lines();
    let (crate::document::Block::Paragraph(_), [line]) = (&piece.block, lines.as_slice()) else {
        return false;
    };
    let found = series.match_section(line.trim_end_matches(LABEL_ENDS).trim_end());
    found.is_some_and(|(found, spelling)| {
        found == rule && matches!(spelling, Spelling::Plain | Spelling::Colon)
    })
}

/// Whether a piece begins with the heading of a section in plain or italic type, and goes on with its text.
fn is_run_in(piece: &Piece, series: &Series, rule: usize) -> bool {
    let found = piece.run_in_label().and_then(|label| series.match_section(&label.label));
    found.is_some_and(|(found, spelling)| found == rule && spelling == Spelling::Plain)
}

fn section(found: Option<(usize, Spelling)>, runs_in: bool) -> Option<Opening> {
    let (rule, spelling) = found?;
    let addition = match spelling {
        Spelling::Decorated(addition) => addition,
        _ => String::new(),
    };
    Some(Opening::Section { rule, addition, runs_in })
}

/// Where the head ends in a text without sections: at the first block that is longer than a line of a head.
fn end_of_head(pieces: &[Piece]) -> usize {
    let is_line = |piece: &Piece| {
        matches!(
            piece.block,
            crate::document::Block::Paragraph(_) | crate::document::Block::Heading { .. }
        ) && piece.lines().iter().all(|line| line.split_whitespace().count() <= 20)
    };
    pieces.iter().position(|piece| !is_line(piece)).unwrap_or(pieces.len())
}

/// The pieces without the labeled fields at their end, and these. What follows such a field in the last section, of which
/// the text begins at `last`, makes it no text.
fn without_closing(
    body: Vec<Piece>,
    last: Option<usize>,
    series: &Series,
) -> (Vec<Piece>, Vec<Found>) {
    let last = last.unwrap_or(body.len());
    let is_foot = |found: &Found| {
        let mut fields = series.fields.iter();
        fields.any(|field| field.id == found.field && field.place == FieldPlace::Foot)
    };
    let (mut kept, mut found): (Vec<Piece>, Vec<Found>) = (Vec::new(), Vec::new());
    let mut is_at_end = true;
    for (at, mut piece) in body.into_iter().enumerate().rev() {
        let is_new = |value: &Found| !found.iter().any(|known| known.field == value.field);
        let values = closing_fields(&piece, series).filter(|values| {
            is_at_end || at >= last && values.iter().all(|value| is_foot(value) && is_new(value))
        });
        if let Some(mut values) = values {
            values.append(&mut found);
            found = values;
            kept.extend(piece.take_after());
        } else {
            is_at_end = false;
            kept.push(piece);
        }
    }
    kept.reverse();
    (kept, found)
}

/// The fields that a piece consists of: each of its lines begins with the label of one.
fn closing_fields(piece: &Piece, series: &Series) -> Option<Vec<Found>> {
    // A table of data may have a column that is called like a field.
    let is_table = match &piece.block {
        crate::document::Block::Paragraph(_) => false,
        crate::document::Block::Table(table) if table.head.len() == 2 => true,
        _ => return None,
    };
    let mut out: Vec<Found> = Vec::new();
    for line in piece.lines().iter().flat_map(|line| line.split('\n')) {
        let known =
            labeled(line).and_then(|it| Some((field_of_label(series, &it.label)?, it.value)));
        match (known, out.last_mut()) {
            (Some((field, text)), _) => out.push(Found {
                field: field.id.clone(),
                text,
                place: piece.place,
                is_labeled: true,
            }),
            // The value goes on.
            (None, Some(last)) if !is_table => {
                last.text.push(' ');
                last.text.push_str(line.trim());
            }
            (None, _) => return None,
        }
    }
    (!out.is_empty()).then_some(out)
}
