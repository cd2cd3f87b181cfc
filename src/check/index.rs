//! What rules need to know of all papers of a project, computed once.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use rayon::prelude::*;

use super::facts::phrases::{PhraseFinder, PhraseList};
use super::facts::{anchors, sections};
use super::guard;
use super::names::UnitNames;
use super::references::References;
use super::relations::Relations;
use super::sealed::BrokenSeals;
use super::shared_values::SharedValues;
use crate::compare::SectionDigest;
use crate::paper::Paper;
use crate::project::{CarriedNumbers, NumberedPaper, PaperFile, Project, serial_key};
use crate::text::finding::{Finding, INVALID_SETTINGS};
use crate::text::source::Span;

/// What rules need to know of all papers of a project. It refers to papers and entries by index, so it stays
/// valid while a paper changes in ways that no other paper sees.
#[derive(Debug, Default)]
pub struct ProjectIndex {
    /// The numbers on papers, by series.
    numbers: BTreeMap<String, Numbers>,
    /// The names of the units in the registry.
    pub unit_names: UnitNames,
    /// The finder of the phrases that rules look for.
    pub(super) phrases: PhraseFinder,
    /// The anchors of each paper, read at the first link to it.
    anchors: Vec<OnceLock<Option<Vec<String>>>>,
    /// The sections of each paper that another one revises, read when that is checked.
    sections: BTreeMap<usize, OnceLock<Option<Vec<SectionDigest>>>>,
    /// The references between papers.
    relations: Relations,
    /// The references in fields of a series' own.
    pub(super) references: References,
    /// The papers whose text does not match their seal.
    pub(super) broken_seals: BrokenSeals,
    /// The values that papers share and should not.
    pub(super) values: SharedValues,
    /// What could not be read because the program crashed, by paper; none for what belongs to all papers.
    faults: BTreeMap<Option<usize>, Vec<Finding>>,
}

/// The numbers of a series.
#[derive(Debug, Default)]
struct Numbers {
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

    fn add(&mut self, paper: &NumberedPaper<'_>) {
        let number = &paper.carried;
        let start = self.text.len();
        self.text.push_str(&number.number);
        let whole = Span::new(start, self.text.len());
        let key = number.serial().filter(|_| number.is_valid).map(serial_key);
        // It is a part of the number.
        let serial = key.and_then(|key| Some((number.number.find(key)?, key.len())));
        let serial = serial.map(|(at, length)| Span::new(start + at, start + at + length));
        let numbered =
            Numbered { number: whole, serial: serial.unwrap_or_default(), paper: paper.index };
        self.papers.push(numbered);
        if serial.is_some() {
            self.serials.push(numbered);
        }
    }

    fn sort(&mut self) {
        let Self { text, papers, serials } = self;
        let at = |span: Span| text.get(span.range()).unwrap_or_default();
        papers.par_sort_by(|a, b| at(a.number).cmp(at(b.number)));
        let key = |numbered: &Numbered| (at(numbered.serial), at(numbered.number));
        serials.par_sort_by(|a, b| key(a).cmp(&key(b)));
    }
}

impl ProjectIndex {
    /// Builds the index of `project`; `phrases` returns what rules look for, which includes names of units.
    pub(super) fn new(
        project: &Project,
        phrases: impl Fn(&UnitNames) -> Vec<PhraseList<'_>> + Sync,
    ) -> Self {
        let mut index = Self::default();
        let names = guard::attempt(|| project.registry.as_ref().map(UnitNames::new));
        index.unit_names = index.kept(project, "the names of the units", names).unwrap_or_default();
        // What papers have in common and what is looked for in their texts have nothing to do with each other.
        let (numbers, finder) = rayon::join(
            || guard::attempt(|| project.carried_numbers()),
            || guard::attempt(|| PhraseFinder::new(phrases(&index.unit_names))),
        );
        index.phrases = index.kept(project, "the phrases to look for", finder);
        let numbers = index.kept(project, "the numbers of all papers", numbers);
        index.read_numbers(&numbers);
        let (relations, broken) = Relations::read(project, &numbers);
        index.relations = relations;
        let references = guard::attempt(|| References::read(project, &numbers));
        index.references = index.kept(project, "the references of all papers", references);
        for (at, reason) in broken {
            let file = &project.papers[at].paper.file;
            let fault =
                guard::unread("dangling-relation", file, "what the paper refers to", &reason);
            index.faults.entry(Some(at)).or_default().push(fault);
        }
        let all = 0..project.papers.len();
        let previous = all.filter(|at| index.relations.is_previous(*at));
        index.sections = previous.map(|at| (at, OnceLock::new())).collect();
        let shared = guard::attempt(|| SharedValues::find(project));
        index.values = index.kept(project, "the values of all papers", shared);
        index.anchors = project.papers.iter().map(|_| OnceLock::new()).collect();
        let seals = guard::attempt(|| BrokenSeals::find(project));
        index.broken_seals = index.kept(project, "the seals of papers", seals);
        index
    }

    /// What was read, or the default if the program crashed, which is kept as a fault.
    fn kept<T: Default>(&mut self, project: &Project, what: &str, read: Result<T, String>) -> T {
        read.unwrap_or_else(|reason| {
            let paper = || project.selected().next().map(|file| &file.paper.file);
            if let Some(file) = project.settings.file.as_ref().or_else(paper) {
                let fault = guard::unread(INVALID_SETTINGS, file, what, &reason);
                self.faults.entry(None).or_default().push(fault);
            }
            T::default()
        })
    }

    fn read_numbers(&mut self, carried: &CarriedNumbers<'_>) {
        for paper in carried.iter() {
            let number = &paper.carried;
            if !self.numbers.contains_key(&number.series.id) {
                self.numbers.insert(number.series.id.clone(), Numbers::default());
            }
            if let Some(of_series) = self.numbers.get_mut(&number.series.id) {
                of_series.add(paper);
            }
        }
        self.numbers.values_mut().for_each(Numbers::sort);
    }

    /// Updates what is known of one paper, which was changed in ways that no other paper sees.
    pub(super) fn update(&mut self, project: &Project, file: &PaperFile) {
        self.broken_seals.update(project, file);
    }

    /// The faults in reading the paper with this index, or what belongs to all papers.
    pub(super) fn faults(&self, paper: Option<usize>) -> &[Finding] {
        self.faults.get(&paper).map_or(&[], Vec::as_slice)
    }

    /// The references between the papers of the project.
    pub fn relations(&self) -> &Relations {
        &self.relations
    }

    /// The anchors of `paper`, another paper of `project`, that links can point to; none if it can't be read.
    pub fn anchors_of(&self, project: &Project, paper: &Paper) -> Option<&[String]> {
        let at = project.index_of(paper.file.name())?;
        let find = || anchors::of_other(project, &project.papers[at]);
        self.anchors.get(at)?.get_or_init(find).as_deref()
    }

    /// The sections of the paper with the index `at`, which another one revises; none if it can't be read.
    pub fn sections_of(&self, project: &Project, at: usize) -> Option<&[SectionDigest]> {
        let find = || sections::of_other(project, project.papers.get(at)?);
        self.sections.get(&at)?.get_or_init(find).as_deref()
    }

    /// Another number of a series with the serial of `number`.
    pub fn with_serial(&self, series: &str, serial: &str, number: &str) -> Option<&str> {
        let all = self.numbers.get(series)?;
        let alike = all.under(&all.serials, |numbered| numbered.serial, serial_key(serial));
        alike.iter().map(|other| all.at(other.number)).find(|other| *other != number)
    }

    /// The number of a series that is `number`, if a paper carries it.
    pub fn number(&self, series: &str, number: &str) -> Option<&str> {
        let all = self.numbers.get(series)?;
        let papers = all.under(&all.papers, |numbered| numbered.number, number);
        papers.first().map(|known| all.at(known.number))
    }

    /// The papers of a series that carry `number`, in the order of their names.
    pub fn with_number<'p>(
        &self,
        project: &'p Project,
        series: &str,
        number: &str,
    ) -> Vec<&'p PaperFile> {
        let Some(all) = self.numbers.get(series) else { return Vec::new() };
        let papers = all.under(&all.papers, |numbered| numbered.number, number);
        papers.iter().filter_map(|numbered| project.papers.get(numbered.paper)).collect()
    }
}
