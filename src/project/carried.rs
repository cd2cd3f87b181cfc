//! Which paper carries which number, by one rule for all callers.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

use rayon::prelude::*;

use super::{PaperFile, Project};
use crate::paper::Paper;
use crate::series::Role;
use crate::series::Series;

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
        let written = series.number_of(paper)?;
        if written.is_empty() {
            return None;
        }
        // One that is broken over several lines is rewritten by nobody but its author.
        let is_broken = series.key(Role::Number).is_some_and(|key| paper.is_broken_over_lines(key));
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

    fn sort_key(&self) -> (&str, &str) {
        (&self.series.id, &self.number)
    }

    fn serial_sort_key(&self) -> (&str, &str) {
        (&self.series.id, self.serial().map_or("", serial_key))
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
    /// Indexes into `papers`, by series, number and name, sorted when they are first asked for.
    by_number: OnceLock<Vec<usize>>,
    /// The same of those that have a serial, by series, serial and name.
    by_serial: OnceLock<Vec<usize>>,
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
        let carried: Vec<_> =
            project.papers.par_iter().map(|file| project.number_of(file)).collect();
        let numbered = project.papers.iter().enumerate().zip(carried);
        let papers: Vec<NumberedPaper<'p>> = numbered
            .filter_map(|((index, file), carried)| {
                Some(NumberedPaper { index, file, carried: carried? })
            })
            .collect();
        Self { papers, by_number: OnceLock::new(), by_serial: OnceLock::new() }
    }

    /// The indexes of those that `is_wanted`, sorted by `key`.
    fn sorted<'a, K: Ord>(
        &'a self,
        is_wanted: impl Fn(&CarriedNumber<'p>) -> bool,
        key: impl Fn(&'a CarriedNumber<'p>) -> K,
    ) -> Vec<usize> {
        let all = 0..self.papers.len();
        let mut sorted: Vec<usize> =
            all.filter(|at| is_wanted(&self.papers[*at].carried)).collect();
        let key = |at: usize| key(&self.papers[at].carried);
        // By one thread: one that waits for others takes up other work, which may wait for this.
        sorted.sort_by_key(|at| key(*at));
        sorted
    }

    fn by_number(&self) -> &[usize] {
        self.by_number.get_or_init(|| self.sorted(|_| true, CarriedNumber::sort_key))
    }

    fn by_serial(&self) -> &[usize] {
        let has_serial = |carried: &CarriedNumber<'_>| carried.serial.is_some();
        self.by_serial.get_or_init(|| self.sorted(has_serial, CarriedNumber::serial_sort_key))
    }

    /// All papers that carry numbers.
    pub fn iter(&self) -> impl Iterator<Item = &NumberedPaper<'p>> {
        self.papers.iter()
    }

    /// Those of a series.
    pub fn of_series(&self, series: &str) -> impl Iterator<Item = &NumberedPaper<'p>> {
        self.papers.iter().filter(move |paper| paper.carried.series.id == series)
    }

    /// Those of a series that carry `number`, a normalized one.
    pub fn with_number(
        &self,
        series: &str,
        number: &str,
    ) -> impl Iterator<Item = &NumberedPaper<'p>> {
        self.select(self.by_number(), (series, number), CarriedNumber::sort_key)
    }

    /// The index of the first paper of a series that carries `number`, a normalized one.
    pub fn first(&self, series: &str, number: &str) -> Option<usize> {
        Some(self.with_number(series, number).next()?.index)
    }

    /// Those of a series whose number has `serial`, with or without leading zeros.
    pub fn with_serial(
        &self,
        series: &str,
        serial: &str,
    ) -> impl Iterator<Item = &NumberedPaper<'p>> {
        self.select(self.by_serial(), (series, serial_key(serial)), CarriedNumber::serial_sort_key)
    }

    fn select<'a>(
        &'a self,
        sorted: &'a [usize],
        key: (&str, &str),
        key_of: impl Fn(&'a CarriedNumber<'p>) -> (&'a str, &'a str),
    ) -> impl Iterator<Item = &'a NumberedPaper<'p>> {
        let start = sorted.partition_point(|at| key_of(&self.papers[*at].carried) < key);
        let count = sorted[start..].partition_point(|at| key_of(&self.papers[*at].carried) == key);
        sorted[start..start + count].iter().map(|at| &self.papers[*at])
    }

    /// Those of `sorted` that have the same key, together.
    fn alike<'a>(
        &'a self,
        sorted: &'a [usize],
        key_of: impl Fn(&'a CarriedNumber<'p>) -> (&'a str, &'a str),
    ) -> impl Iterator<Item = &'a [usize]> {
        let key = move |at: usize| key_of(&self.papers[at].carried);
        sorted.chunk_by(move |a, b| key(*a) == key(*b))
    }

    /// The papers that compete for a number: in each series those with the same serial, or with the same
    /// number if it has none. A single paper is also a group.
    pub fn groups(&self) -> impl Iterator<Item = Vec<&NumberedPaper<'p>>> {
        let by_serial = self.alike(self.by_serial(), CarriedNumber::serial_sort_key);
        let others = self.alike(self.by_number(), CarriedNumber::sort_key);
        let has_serial = |at: &usize| self.papers[*at].carried.serial.is_some();
        let others = others.filter(move |all| !all.iter().all(has_serial));
        by_serial.chain(others).map(|all| all.iter().map(|at| &self.papers[*at]).collect())
    }
}

impl Project {
    /// The number on a paper of the project.
    pub fn number_of<'p>(&'p self, file: &'p PaperFile) -> Option<CarriedNumber<'p>> {
        CarriedNumber::new(self.series_of(&file.paper)?, &file.paper)
    }

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
        let named = paper.text_field(Role::Series.key()).filter(|name| self.library.has(name));
        let claimant = || self.claimant(paper).map(|series| series.id.as_str());
        let id = named.or_else(claimant).unwrap_or(&self.settings.series.value);
        (id == series.id).then(|| CarriedNumber::new(series, paper)).flatten()
    }
}
