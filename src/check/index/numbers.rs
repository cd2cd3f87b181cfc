//! The numbers on the papers of a series, sorted.

use std::collections::HashMap;

use rayon::prelude::*;

use crate::project::{CarriedNumber, serial_key};
use crate::text::source::Span;

/// The numbers of a series.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    /// All of them, one after the other: each on its own would take twice the memory.
    text: String,
    /// Each with a paper that carries it, in this order.
    papers: Vec<Numbered>,
    /// Those of valid numbers, by serial and number.
    serials: Vec<Numbered>,
}

/// A number and a paper that carries it.
#[derive(Debug, Clone, Copy)]
struct Numbered {
    /// Where it is in the text of all numbers.
    number: Span,
    /// What tells its serial apart.
    serial: Span,
    /// The index of the paper.
    paper: usize,
}

impl Numbers {
    /// Those of `sorted` whose text at `place` is `key`.
    fn under<'n>(
        &self,
        sorted: &'n [Numbered],
        place: impl Fn(&Numbered) -> Span,
        key: &str,
    ) -> &'n [Numbered] {
        let text = |numbered: &Numbered| self.at(place(numbered));
        let start = sorted.partition_point(|numbered| text(numbered) < key);
        let rest = &sorted[start..];
        let is_key = |at: usize| rest.get(at).is_some_and(|numbered| text(numbered) == key);
        // A number is that of one paper, as a rule; but it may be that of thousands.
        let count = match (is_key(0), is_key(1)) {
            (_, true) => rest.partition_point(|numbered| text(numbered) == key),
            (has_one, false) => usize::from(has_one),
        };
        &rest[..count]
    }

    fn at(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// Adds the number on a paper; the numbers have to be sorted afterwards.
    pub(super) fn add(&mut self, paper: usize, carried: &CarriedNumber<'_>) {
        let numbered = self.written(paper, carried);
        self.papers.push(numbered);
        if !numbered.serial.is_empty() {
            self.serials.push(numbered);
        }
    }

    fn written(&mut self, paper: usize, carried: &CarriedNumber<'_>) -> Numbered {
        let start = self.text.len();
        self.text.push_str(&carried.number);
        let whole = Span::new(start, self.text.len());
        let key = carried.serial().filter(|_| carried.is_valid).map(serial_key);
        // It is a part of the number.
        let serial = key.and_then(|key| Some((carried.number.find(key)?, key.len())));
        let serial = serial.map(|(at, length)| Span::new(start + at, start + at + length));
        Numbered { number: whole, serial: serial.unwrap_or_default(), paper }
    }

    pub(super) fn sort(&mut self) {
        let Self { text, papers, serials } = self;
        let at = |span: Span| text.get(span.range()).unwrap_or_default();
        papers.par_sort_by(|a, b| at(a.number).cmp(at(b.number)));
        let key = |numbered: &Numbered| (at(numbered.serial), at(numbered.number));
        serials.par_sort_by(|a, b| key(a).cmp(&key(b)));
    }

    /// Adds the number on a paper at its place.
    pub(super) fn insert(&mut self, paper: usize, carried: &CarriedNumber<'_>) {
        let new = self.written(paper, carried);
        let place = |numbered: &Numbered| (self.at(numbered.number), numbered.paper);
        let at = self.papers.partition_point(|other| place(other) < place(&new));
        let key = |numbered: &Numbered| {
            (self.at(numbered.serial), self.at(numbered.number), numbered.paper)
        };
        let by_serial = self.serials.partition_point(|other| key(other) < key(&new));
        self.papers.insert(at, new);
        if !new.serial.is_empty() {
            self.serials.insert(by_serial, new);
        }
    }

    /// Removes the number of a paper and returns it.
    pub(super) fn remove(&mut self, paper: usize) -> Option<String> {
        let at = self.papers.iter().position(|numbered| numbered.paper == paper)?;
        let removed = self.papers.remove(at);
        self.serials.retain(|numbered| numbered.paper != paper);
        let number = self.at(removed.number).to_owned();
        self.tidy();
        Some(number)
    }

    /// Frees the text of numbers that were removed, once it is most of all.
    fn tidy(&mut self) {
        let used: usize = self.papers.iter().map(|numbered| numbered.number.len()).sum();
        if self.text.len() < 2 * used + TIDY {
            return;
        }
        let old = std::mem::take(&mut self.text);
        let mut moved = HashMap::new();
        for numbered in &mut self.papers {
            let start = self.text.len();
            self.text.push_str(old.get(numbered.number.range()).unwrap_or_default());
            moved.insert(numbered.paper, (numbered.number.start, start));
            move_to(numbered, numbered.number.start, start);
        }
        for numbered in &mut self.serials {
            if let Some((from, to)) = moved.get(&numbered.paper) {
                move_to(numbered, *from, *to);
            }
        }
    }

    /// The number that is `number`, if a paper carries it.
    pub(super) fn known(&self, number: &str) -> Option<&str> {
        let papers = self.under(&self.papers, |numbered| numbered.number, number);
        papers.first().map(|known| self.at(known.number))
    }

    /// The indexes of the papers that carry `number`, in order.
    pub(super) fn with(&self, number: &str) -> impl Iterator<Item = usize> {
        let papers = self.under(&self.papers, |numbered| numbered.number, number);
        papers.iter().map(|numbered| numbered.paper)
    }

    /// The papers whose numbers have `serial`, with or without leading zeros.
    pub(super) fn papers_with_serial(&self, serial: &str) -> impl Iterator<Item = usize> {
        let alike = self.under(&self.serials, |numbered| numbered.serial, serial_key(serial));
        alike.iter().map(|other| other.paper)
    }

    /// The numbers with `serial`, with or without leading zeros.
    pub(super) fn with_serial(&self, serial: &str) -> impl Iterator<Item = &str> {
        let alike = self.under(&self.serials, |numbered| numbered.serial, serial_key(serial));
        alike.iter().map(|other| self.at(other.number))
    }
}

/// How many bytes of removed numbers are worth no work.
const TIDY: usize = 4096;

fn move_to(numbered: &mut Numbered, from: usize, to: usize) {
    for span in [&mut numbered.number, &mut numbered.serial] {
        if !span.is_empty() {
            *span = Span::new(span.start - from + to, span.end - from + to);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_come_and_go_stay_in_order() {
        let mut numbers = Numbers::default();
        let span = |numbers: &mut Numbers, text: &str| {
            let start = numbers.text.len();
            numbers.text.push_str(text);
            Span::new(start, start + text.len())
        };
        for (paper, text) in ["0002-0624", "0001-0624"].into_iter().enumerate() {
            let number = span(&mut numbers, text);
            let serial = Span::new(number.start + 3, number.start + 4);
            let numbered = Numbered { number, serial, paper };
            numbers.papers.push(numbered);
            numbers.serials.push(numbered);
        }
        numbers.sort();
        assert_eq!(numbers.with("0001-0624").collect::<Vec<_>>(), [1]);
        numbers.text.push_str(&"x".repeat(2 * TIDY));
        assert_eq!(numbers.remove(0).as_deref(), Some("0002-0624"));
        assert_eq!(numbers.text, "0001-0624");
        assert_eq!(numbers.with_serial("001").collect::<Vec<_>>(), ["0001-0624"]);
        assert_eq!(numbers.known("0002-0624"), None);
    }
}
