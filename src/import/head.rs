//! The head of a paper: cover, number, masthead and fields, as they are printed above the text.

use super::look;
use super::piece::{Labeled, Piece, Place, StyleHint, labeled};
use super::slots::{Slot, align, is_derived, plain, slots};
use super::values::{Fit, Meaning};
use crate::series::{Field, FieldType, NumberRule, Role, Series};

/// From this fit on, a line can hardly be anything else.
const CERTAIN: Fit = 6;

/// How many words a line with a number may have that is no sentence.
const MOST_WORDS: usize = 8;

/// The value of a field, as it is printed.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// The key.
    pub(super) field: String,
    pub(super) text: String,
    pub(super) place: Place,
    /// Whether a label says what it is, or the style of a title.
    pub(super) is_labeled: bool,
}

/// What a head says.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub(super) found: Vec<Found>,
    /// The stage that a marking names.
    pub(super) stage: Option<String>,
    /// Lines that say what the series says itself, and labels.
    pub(super) known: Vec<String>,
    /// Lines that were taken for a title, which papers of the series hardly have.
    pub(super) titles: Vec<(Place, String)>,
    /// Lines that are nothing that the series knows.
    pub(super) left: Vec<(Place, String)>,
    /// Pieces that are text rather than head.
    pub(super) text: Vec<Piece>,
}

/// A line of a head without a label.
struct Line {
    place: Place,
    text: String,
    hint: StyleHint,
    is_heading: bool,
}

/// Reads `pieces`, all that is above the first section.
pub(super) fn read(pieces: Vec<Piece>, meaning: Meaning<'_>) -> Head {
    let mut head = Head::default();
    let mut lines: Vec<Line> = Vec::new();
    let mut open_label: Option<String> = None;
    let slots = slots(meaning.series);
    for piece in pieces {
        if is_text(&piece) {
            head.text.push(piece);
            continue;
        }
        let whole = piece.lines();
        for text in whole.iter().flat_map(|line| soft_lines(line, &slots, meaning)) {
            let is_heading = piece.heading().is_some();
            let line = Line { place: piece.place, text, hint: piece.hint, is_heading };
            if let Some(field) = open_label.take() {
                let Line { place, text, .. } = line;
                head.found.push(Found { field, text, place, is_labeled: true });
            } else if let Some(line) = head.take(line, meaning.series, &mut open_label) {
                lines.push(line);
            }
        }
        if let Some(source) = piece.source.filter(|source| !source.after.trim().is_empty()) {
            head.text.push(Piece::of_source(piece.place, source.after));
        }
    }
    head.place(lines, &slots, meaning);
    head
}

/// Whether a piece is too long for a line of a head, or no line at all.
fn is_text(piece: &Piece) -> bool {
    use crate::document::Block;
    match &piece.block {
        Block::Paragraph(content) if content.is_empty() => true,
        Block::Paragraph(_) | Block::Heading { .. } => {
            piece.lines().iter().any(|line| line.split_whitespace().count() > 40)
        }
        Block::Table(_) => false,
        _ => true,
    }
}

impl Head {
    /// Takes a line that says itself what it is. Returns any other.
    fn take(&mut self, line: Line, series: &Series, open: &mut Option<String>) -> Option<Line> {
        if let Some(stage) = marked_stage(series, &line.text) {
            self.stage = Some(stage);
            self.known.push(line.text);
            return None;
        }
        if let Some((key, number)) = number(series, &line.text) {
            self.known.push(line.text);
            self.push(key, number, line.place);
            return None;
        }
        let Some((field, value)) = labeled_field(series, &line.text) else { return Some(line) };
        self.known.push(field.label.clone());
        if value.is_empty() {
            *open = Some(field.id.clone());
        } else {
            self.push(&field.id, value, line.place);
        }
        None
    }

    fn push(&mut self, field: &str, text: String, place: Place) {
        self.found.push(Found { field: field.to_owned(), text, place, is_labeled: true });
    }

    /// Finds what lines without labels are, by the order in which the series prints them.
    fn place(&mut self, lines: Vec<Line>, slots: &[Slot<'_>], meaning: Meaning<'_>) {
        let lines: Vec<Line> = lines
            .into_iter()
            // What is repeated in one's own words, as the title of a cover is, is said once.
            .filter(|line| !plain(&line.text).is_empty())
            .collect();
        let read = |line: &Line| -> Vec<_> {
            slots.iter().map(|slot| slot.read(&line.text, meaning)).collect()
        };
        let readings: Vec<Vec<_>> = lines.iter().map(read).collect();
        // A line in the style of a title is one, unless it is certain to be something else.
        let least = |line: &Line| if line.hint == StyleHint::Title { 5 } else { 1 };
        let fits: Vec<Vec<u32>> = lines
            .iter()
            .zip(&readings)
            .map(|(line, readings)| {
                let fits = readings.iter().map(|(fit, _)| *fit);
                fits.map(|fit| if fit >= least(line) { fit } else { 0 }).collect()
            })
            .collect();
        let placed = align(&fits);
        let mut title: Option<Line> = None;
        let mut dates: Vec<Line> = Vec::new();
        for ((line, at), readings) in lines.into_iter().zip(placed).zip(readings) {
            // Out of order, only what can't be anything else counts.
            let certain = || {
                let best = readings.iter().enumerate().max_by_key(|(_, (fit, _))| *fit);
                best.filter(|(_, (fit, _))| *fit >= CERTAIN).map(|(at, _)| at)
            };
            match at.or_else(certain).and_then(|at| readings.get(at)) {
                Some((_, values)) => {
                    self.known.push(line.text.clone());
                    for (field, text) in values {
                        if is_derived(meaning.series, field) && line.hint != StyleHint::Title {
                            self.titles.push((line.place, text.clone()));
                        }
                        let (field, text) = (field.id.clone(), text.clone());
                        let (place, is_labeled) = (line.place, line.hint == StyleHint::Title);
                        self.found.push(Found { field, text, place, is_labeled });
                    }
                }
                None if look::is_date(&line.text) => dates.push(line),
                None if line.is_better_title(title.as_ref(), meaning.series) => {
                    self.left.extend(title.replace(line).map(|line| (line.place, line.text)));
                }
                None => self.left.push((line.place, line.text)),
            }
        }
        self.place_dates(dates, meaning.series);
        let Some(line) = title else { return };
        match meaning.series.field(Role::Title) {
            Some(field) => {
                let (field, place) = (field.id.clone(), line.place);
                let is_labeled = line.hint == StyleHint::Title;
                self.found.push(Found { field, text: line.text, place, is_labeled });
            }
            None => self.left.push((line.place, line.text)),
        }
    }
}

impl Head {
    /// Dates that could not be read are those of the fields that have none.
    fn place_dates(&mut self, lines: Vec<Line>, series: &Series) {
        for Line { place, text, .. } in lines {
            let is_free = |field: &&Field| {
                field.field_type == FieldType::Date
                    && !self.found.iter().any(|found| found.field == field.id)
            };
            // That which says when the paper was written comes first.
            let usual = series.field(Role::Date).filter(is_free);
            match usual.or_else(|| series.fields.iter().find(is_free)) {
                Some(field) => {
                    let field = field.id.clone();
                    self.found.push(Found { field, text, place, is_labeled: false });
                }
                None => self.left.push((place, text)),
            }
        }
    }
}

impl Line {
    /// Whether it is the title rather than `known`, if that is one.
    fn is_better_title(&self, known: Option<&Self>, series: &Series) -> bool {
        let is_marked = |line: &Self| line.hint == StyleHint::Title || line.is_heading;
        let is_other = look::is_number(series, &self.text) || look::is_about_people(&self.text);
        (is_marked(self) || !is_other)
            && self.may_be_title(series)
            && known.is_none_or(|known| is_marked(self) && !is_marked(known))
    }

    /// Whether it stands where a title does, in a series whose papers have one.
    fn may_be_title(&self, series: &Series) -> bool {
        let has_title = series.field(Role::Title).is_some_and(|field| !is_derived(series, field));
        has_title || self.hint == StyleHint::Title || self.is_heading
    }
}

/// The lines of `line`, whose ends in the source are no ends on the page, if any of them is certain to be a line of a head.
fn soft_lines(line: &str, slots: &[Slot<'_>], meaning: Meaning<'_>) -> Vec<String> {
    let parts: Vec<&str> = line.split('\n').map(str::trim).filter(|it| !it.is_empty()).collect();
    let series = meaning.series;
    let is_line = |part: &&str| {
        number(series, part).is_some()
            || labeled_field(series, part).is_some()
            || look::is_date(part)
            || look::is_number(series, part)
            || look::is_about_people(part)
            || slots.iter().any(|slot| slot.read(part, meaning).0 >= CERTAIN)
    };
    if parts.len() > 1 && parts.iter().any(is_line) {
        return parts.into_iter().map(str::to_owned).collect();
    }
    vec![parts.join(" ")]
}

/// The stage whose marking the line is, alone or with what it means.
fn marked_stage(series: &Series, line: &str) -> Option<String> {
    let stages = &series.stages;
    let line = line.trim_matches(['*', ' ']);
    let is_marking = |at: &usize| {
        let Some(marking) = stages.markings.get(stages.name(*at)) else { return false };
        line.strip_prefix(marking.text.as_str()).is_some_and(|rest| {
            let rest = rest.trim();
            rest.is_empty() || marking.note.as_deref().map(plain) == Some(plain(rest))
        })
    };
    (0..stages.order.len()).find(is_marking).map(|at| stages.name(at).to_owned())
}

/// The number that is all of a line, with its label.
pub(super) fn labeled_number(series: &Series, line: &str) -> Option<String> {
    look::is_number(series, line).then(|| number(series, line)).flatten().map(|(_, number)| number)
}

/// The key of the number and the number that is all of the line, with a label or without.
fn number<'s>(series: &'s Series, line: &str) -> Option<(&'s str, String)> {
    let (rule, key) = (series.number.as_ref()?, series.key(Role::Number)?);
    if let Some(number) = spelled_number(rule, line) {
        return Some((key, number));
    }
    let value = labeled(line).map(|it| it.value).unwrap_or_default();
    let labeled = [line, value.as_str()].into_iter().find_map(|text| rule.without_label(text));
    let bare = labeled.or_else(|| rule.is_match(line.trim()).then_some(line))?;
    // A revision stands after the number.
    let bare = bare.split(',').next().unwrap_or_default().trim();
    let has_digit = bare.contains(|c: char| c.is_ascii_digit());
    has_digit.then(|| (key, bare.to_owned()))
}

/// The number in a short line behind a word that begins as a label does, however that goes on: `Publication No. 3733-0624`.
fn spelled_number(rule: &NumberRule, line: &str) -> Option<String> {
    let letters = |text: &str| -> String {
        let letters = text.chars().take_while(|c| c.is_alphabetic());
        letters.flat_map(char::to_lowercase).collect()
    };
    let words: Vec<&str> = line
        .split(|c: char| c.is_whitespace() || "()[],;:#".contains(c))
        .filter(|word| !word.is_empty())
        .collect();
    let labels: Vec<String> = rule.labels().map(letters).filter(|label| label.len() > 1).collect();
    let is_label =
        |word: &&str| labels.iter().any(|label| letters(word).starts_with(label.as_str()));
    let at = words.iter().position(is_label)?;
    let number = words[at..].iter().map(|word| word.trim_end_matches('.'));
    let mut number = number.filter(|word| rule.is_match(word));
    (words.len() <= MOST_WORDS).then(|| number.next()).flatten().map(str::to_owned)
}

/// The field whose label the line begins with, and the rest of the line.
fn labeled_field<'s>(series: &'s Series, line: &str) -> Option<(&'s Field, String)> {
    let Labeled { label, value, .. } = labeled(line)?;
    field_of_label(series, &label).map(|field| (field, value))
}

/// The field that has this label, or that has it as its key.
pub(super) fn field_of_label<'s>(series: &'s Series, label: &str) -> Option<&'s Field> {
    let label = plain(label);
    let is_key = |field: &&Field| field.id == label || field.id.replace('_', " ") == label;
    let is_printed = |field: &&Field| plain(&field.label) == label;
    let fields = || series.fields.iter().filter(|field| field.field_type != FieldType::Stage);
    fields().find(is_printed).or_else(|| fields().find(is_key))
}
