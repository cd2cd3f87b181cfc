//! Which paper carries which number, by one rule for all callers.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use rayon::prelude::*;

use super::{PaperFile, Project};
use crate::paper::{CoreField, Paper};
use crate::series::Series;
use crate::yaml::Style;

/// The number on a paper.
#[derive(Debug, Clone)]
pub struct CarriedNumber<'p> {
    /// The series that the paper is of.
    pub series: &'p Series,
    /// The number as written in the paper.
    pub written: &'p str,
    /// The normalized number: a dash from a word processor, a leading label, spaces and lower case
    /// don't make it a different number. Unchanged if it can't be a number of the series.
    pub number: Cow<'p, str>,
    /// Whether `number` is valid in the series.
    pub is_valid: bool,
    /// Where the serial is in `number`.
    serial: Option<Range<usize>>,
}

impl<'p> CarriedNumber<'p> {
    fn new(series: &'p Series, paper: &'p Paper) -> Option<Self> {
        let rule = series.number.as_ref()?;
        let written = paper.text_field(CoreField::PublicationNumber)?;
        if written.is_empty() {
            return None;
        }
        // One that is broken over several lines is rewritten by nobody but its author.
        let entry = paper.front.get(CoreField::PublicationNumber);
        let scalar = entry.and_then(|entry| entry.value.scalar());
        let lines = entry.map_or("", |entry| paper.file.slice(entry.value.span));
        let is_broken = scalar.is_some_and(|scalar| scalar.style != Style::Block)
            && lines.trim_end().contains(['\n', '\r']);
        let number = if is_broken { Cow::Borrowed(written) } else { rule.normalized(written) };
        let is_valid = rule.is_match(&number);
        let serial = rule.serial_range(&number);
        Some(Self { series, written, number, is_valid, serial })
    }

    /// The serial as written. A number of digits alone is a serial.
    pub fn serial(&self) -> Option<&str> {
        self.number.get(self.serial.clone()?)
    }

    /// What no two papers may share, unless they share the whole number: the serial without its leading zeros, or
    /// a number that has no serial.
    pub fn key(&self) -> &str {
        self.serial().map_or(&self.number, serial_key)
    }

    /// Whether no other paper may have this number: as a whole, and its serial.
    pub fn is_exclusive(&self) -> bool {
        !self.series.shares_numbers()
    }
}

/// A paper of a project and the number it carries.
#[derive(Debug, Clone)]
pub struct NumberedPaper<'p> {
    /// The paper's index into those of the project.
    pub index: usize,
    /// The paper.
    pub file: &'p PaperFile,
    /// Its number.
    pub carried: CarriedNumber<'p>,
}

/// The papers of a project that carry numbers, in the order of their names.
#[derive(Debug, Default)]
pub struct CarriedNumbers<'p> {
    papers: Vec<NumberedPaper<'p>>,
    by_series: BTreeMap<&'p str, OfSeries<'p>>,
}

/// Indexes into the papers that carry numbers.
#[derive(Debug, Default)]
struct OfSeries<'p> {
    all: Vec<usize>,
    by_number: BTreeMap<Cow<'p, str>, Vec<usize>>,
    by_serial: BTreeMap<String, Vec<usize>>,
}

/// A key that tells serials apart: leading zeros don't count.
pub(crate) fn serial_key(serial: &str) -> &str {
    if serial.bytes().all(|byte| byte.is_ascii_digit()) {
        serial.trim_start_matches('0')
    } else {
        serial
    }
}

impl<'p> CarriedNumbers<'p> {
    fn new(project: &'p Project) -> Self {
        let mut numbers = Self::default();
        let read =
            |file: &'p PaperFile| CarriedNumber::new(project.series_of(&file.paper)?, &file.paper);
        let carried: Vec<_> = project.papers.par_iter().map(read).collect();
        for (index, (file, carried)) in project.papers.iter().zip(carried).enumerate() {
            let Some(carried) = carried else { continue };
            let at = numbers.papers.len();
            let of_series = numbers.by_series.entry(carried.series.id.as_str()).or_default();
            of_series.all.push(at);
            of_series.by_number.entry(carried.number.clone()).or_default().push(at);
            if let Some(serial) = carried.serial() {
                let key = serial_key(serial).to_owned();
                of_series.by_serial.entry(key).or_default().push(at);
            }
            numbers.papers.push(NumberedPaper { index, file, carried });
        }
        numbers
    }

    /// All papers that carry numbers.
    pub fn iter(&self) -> impl Iterator<Item = &NumberedPaper<'p>> {
        self.papers.iter()
    }

    /// Those of a series.
    pub fn of_series(&self, series: &str) -> impl Iterator<Item = &NumberedPaper<'p>> {
        self.select(self.by_series.get(series).map(|it| &it.all))
    }

    /// Those of a series that carry `number`, a normalized one.
    pub fn with_number(
        &self,
        series: &str,
        number: &str,
    ) -> impl Iterator<Item = &NumberedPaper<'p>> {
        self.select(self.by_series.get(series).and_then(|it| it.by_number.get(number)))
    }

    /// Those of a series whose number has `serial`, with or without leading zeros.
    pub fn with_serial(
        &self,
        series: &str,
        serial: &str,
    ) -> impl Iterator<Item = &NumberedPaper<'p>> {
        let key = serial_key(serial);
        self.select(self.by_series.get(series).and_then(|it| it.by_serial.get(key)))
    }

    /// The papers that compete for a number: in each series those with the same serial, or with the same
    /// number if it has none. A single paper is also a group.
    pub fn groups(&self) -> impl Iterator<Item = Vec<&NumberedPaper<'p>>> {
        self.by_series.values().flat_map(|it| {
            let has_serial = |at: &usize| self.papers[*at].carried.serial.is_some();
            let others = it.by_number.values().filter(move |all| !all.iter().all(has_serial));
            let groups = it.by_serial.values().chain(others);
            groups.map(|all| self.select(Some(all)).collect())
        })
    }

    fn select(&self, places: Option<&'_ Vec<usize>>) -> impl Iterator<Item = &NumberedPaper<'p>> {
        places.into_iter().flatten().map(|at| &self.papers[*at])
    }
}

impl Project {
    /// The numbers on the papers of the project.
    pub fn carried_numbers(&self) -> CarriedNumbers<'_> {
        CarriedNumbers::new(self)
    }

    /// The number on a paper that may be from another state of the project, such as one from git; none if it
    /// is not of `series`.
    pub fn carried_number<'p>(
        &self,
        series: &'p Series,
        paper: &'p Paper,
    ) -> Option<CarriedNumber<'p>> {
        let default = self.settings.series.value.as_str();
        let named = paper.text_field(CoreField::Series).filter(|name| self.library.has(name));
        (named.unwrap_or(default) == series.id).then(|| CarriedNumber::new(series, paper)).flatten()
    }
}
