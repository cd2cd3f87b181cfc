//! What rules need to know of all papers of a project, computed once.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::facts::anchors;
use super::facts::phrases::PhraseFinder;
use super::guard;
use super::names::UnitNames;
use super::relations::Relations;
use super::rule::Rule;
use super::sealed::BrokenSeals;
use crate::paper::Paper;
use crate::project::{CarriedNumbers, PaperFile, Project, serial_key};
use crate::text::finding::{Finding, INVALID_SETTINGS};

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
    anchors: Vec<OnceLock<Vec<String>>>,
    /// The references between papers.
    relations: Relations,
    /// The papers whose text does not match their seal.
    pub(super) broken_seals: BrokenSeals,
    /// What could not be read because the program crashed, by paper; none for what belongs to all papers.
    faults: BTreeMap<Option<usize>, Vec<Finding>>,
}

/// The numbers of a series.
#[derive(Debug, Default)]
struct Numbers {
    /// Each with the index of a paper that carries it, in this order.
    papers: Vec<(String, usize)>,
    /// The serials of valid numbers, each with its number, in this order.
    serials: Vec<(String, String)>,
}

/// The pairs in `sorted` that begin with `key`.
fn under<'s, T>(sorted: &'s [(String, T)], key: &str) -> &'s [(String, T)] {
    let start = sorted.partition_point(|(first, _)| first.as_str() < key);
    let count = sorted[start..].partition_point(|(first, _)| first == key);
    &sorted[start..start + count]
}

impl ProjectIndex {
    /// Builds the index of `project` that `rules` need.
    pub(super) fn new(project: &Project, rules: &[&Rule]) -> Self {
        let mut index = Self::default();
        let names = guard::attempt(|| project.registry.as_ref().map(UnitNames::new));
        index.unit_names = index.kept(project, "the names of the units", names).unwrap_or_default();
        // What papers have in common and what is looked for in their texts have nothing to do with each other.
        let (numbers, phrases) = rayon::join(
            || guard::attempt(|| project.carried_numbers()),
            || guard::attempt(|| PhraseFinder::new(rules, &index.unit_names)),
        );
        index.phrases = index.kept(project, "the phrases to look for", phrases);
        let numbers = index.kept(project, "the numbers of all papers", numbers);
        index.read_numbers(&numbers);
        let (relations, broken) = Relations::read(project, &numbers);
        index.relations = relations;
        for (at, reason) in broken {
            let file = &project.papers[at].paper.file;
            let fault =
                guard::unread("dangling-relation", file, "what the paper refers to", &reason);
            index.faults.entry(Some(at)).or_default().push(fault);
        }
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
            let Some(of_series) = self.numbers.get_mut(&number.series.id) else { continue };
            of_series.papers.push((number.number.to_string(), paper.index));
            if let Some(serial) = number.serial().filter(|_| number.is_valid) {
                let key = serial_key(serial).to_owned();
                of_series.serials.push((key, number.number.to_string()));
            }
        }
        for of_series in self.numbers.values_mut() {
            of_series.papers.sort_unstable();
            of_series.serials.sort_unstable();
        }
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

    /// The anchors of `paper`, another paper of `project`, that links can point to.
    pub fn anchors_of(&self, project: &Project, paper: &Paper) -> &[String] {
        let Some(at) = project.index_of(paper.file.name()) else { return &[] };
        let Some(anchors) = self.anchors.get(at) else { return &[] };
        anchors.get_or_init(|| anchors::of_other(project, &project.papers[at]))
    }

    /// Another number of a series with the serial of `number`.
    pub fn with_serial(&self, series: &str, serial: &str, number: &str) -> Option<&str> {
        let numbers = under(&self.numbers.get(series)?.serials, serial_key(serial));
        numbers.iter().map(|(_, other)| other.as_str()).find(|other| *other != number)
    }

    /// The number of a series that is `number`, if a paper carries it.
    pub fn number(&self, series: &str, number: &str) -> Option<&str> {
        let papers = under(&self.numbers.get(series)?.papers, number);
        papers.first().map(|(known, _)| known.as_str())
    }

    /// The papers of a series that carry `number`, in the order of their names.
    pub fn with_number<'p>(
        &self,
        project: &'p Project,
        series: &str,
        number: &str,
    ) -> Vec<&'p PaperFile> {
        let papers = self.numbers.get(series).map(|numbers| under(&numbers.papers, number));
        papers.into_iter().flatten().filter_map(|(_, at)| project.papers.get(*at)).collect()
    }
}
