//! What rules need to know of all papers of a project, computed once.

mod numbers;
mod pictures;

use std::collections::BTreeMap;
use std::sync::OnceLock;

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
use crate::project::{CarriedNumbers, PaperFile, Project};
use crate::text::finding::{Finding, INVALID_SETTINGS};
use numbers::Numbers;
use pictures::Pictures;

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
    sections: Vec<OnceLock<Option<Vec<SectionDigest>>>>,
    /// The references between papers.
    relations: Relations,
    /// The references in fields of a series' own.
    pub(super) references: References,
    /// The papers whose text does not match their seal.
    pub(super) broken_seals: BrokenSeals,
    /// The values that papers share and should not.
    pub(super) values: SharedValues,
    /// What was read of pictures, if the project stays open.
    pictures: Option<Pictures>,
    /// What could not be read because the program crashed, by paper; none for what belongs to all papers.
    faults: BTreeMap<Option<usize>, Vec<Finding>>,
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
        index.add_broken(project, broken);
        let shared = guard::attempt(|| SharedValues::find(project));
        index.values = index.kept(project, "the values of all papers", shared);
        index.anchors = project.papers.iter().map(|_| OnceLock::new()).collect();
        index.sections = project.papers.iter().map(|_| OnceLock::new()).collect();
        let seals = guard::attempt(|| BrokenSeals::find(project));
        index.broken_seals = index.kept(project, "the seals of papers", seals);
        index
    }

    /// Keeps what makes it fast to update, for a project that stays open.
    pub(super) fn stay_open(&mut self, project: &Project) {
        self.pictures = Some(Pictures::default());
        // A crash was told when they were read first.
        let _ = guard::attempt(|| self.values.keep(project));
    }

    /// Keeps as faults that the references of papers could not be read, with the reasons.
    fn add_broken(&mut self, project: &Project, broken: Vec<(usize, String)>) {
        for (at, reason) in broken {
            let file = &project.papers[at].paper.file;
            let fault =
                guard::unread("dangling-relation", file, "what the paper refers to", &reason);
            self.faults.insert(Some(at), vec![fault]);
        }
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
                of_series.add(paper.index, number);
            }
        }
        self.numbers.values_mut().for_each(Numbers::sort);
    }

    /// Updates what is known of one paper, which was changed in ways that no other paper sees.
    pub(super) fn update_hidden(&mut self, project: &Project, file: &PaperFile) {
        self.broken_seals.update(project, file);
    }

    /// Updates what is known of the paper with the index `at`, which was changed in any way but in the series that it says.
    /// What it takes grows with what other papers have to do with this one, and hardly with how many they are.
    pub(super) fn update(&mut self, project: &Project, at: usize) {
        let file = &project.papers[at];
        let before: Vec<String> =
            self.numbers.values_mut().filter_map(|numbers| numbers.remove(at)).collect();
        let carried = guard::attempt(|| project.number_of(file)).ok().flatten();
        let after = carried.as_ref().map(|carried| carried.number.to_string());
        if let Some(carried) = carried {
            self.numbers.entry(carried.series.id.clone()).or_default().insert(at, &carried);
        }
        let renamed: Vec<String> = match (before.as_slice(), &after) {
            ([one], Some(other)) if one == other => Vec::new(),
            _ => before.into_iter().chain(after).collect(),
        };
        self.faults.remove(&Some(at));
        self.update_references(project, at, &renamed);
        self.values.update(project, at);
        if let Some(anchors) = self.anchors.get_mut(at) {
            *anchors = OnceLock::new();
        }
        if let Some(sections) = self.sections.get_mut(at) {
            *sections = OnceLock::new();
        }
        self.broken_seals.update(project, file);
    }

    /// Reads again what the paper with the index `at` refers to, and what others do by one of the numbers `renamed`.
    fn update_references(&mut self, project: &Project, at: usize, renamed: &[String]) {
        let Self { numbers, relations, references, .. } = self;
        let find = |series: &str, number: &str| numbers.get(series)?.with(number).next();
        let broken = relations.update(project, &find, at, renamed);
        // A crash is told once, by the rule that needs them most.
        let _ = guard::attempt(|| references.update(project, &find, at, renamed));
        self.add_broken(project, broken);
    }

    /// The faults in reading the paper with this index, or what belongs to all papers.
    pub(super) fn faults(&self, paper: Option<usize>) -> &[Finding] {
        self.faults.get(&paper).map_or(&[], Vec::as_slice)
    }

    /// What was read of pictures, if the project stays open.
    pub(super) fn pictures(&self) -> Option<&Pictures> {
        self.pictures.as_ref()
    }

    /// Forgets what was read of pictures, as a file changed.
    pub(super) fn forget_pictures(&mut self) {
        self.pictures.iter_mut().for_each(Pictures::forget);
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
        self.sections.get(at)?.get_or_init(find).as_deref()
    }

    /// Another number of a series with the serial of `number`.
    pub fn with_serial(&self, series: &str, serial: &str, number: &str) -> Option<&str> {
        let mut alike = self.numbers.get(series)?.with_serial(serial);
        alike.find(|other| *other != number)
    }

    /// The number of a series that is `number`, if a paper carries it.
    pub fn number(&self, series: &str, number: &str) -> Option<&str> {
        self.numbers.get(series)?.known(number)
    }

    /// The papers of a series whose numbers have `serial`, with or without leading zeros.
    pub fn papers_with_serial<'p>(
        &self,
        project: &'p Project,
        series: &str,
        serial: &str,
    ) -> Vec<&'p PaperFile> {
        let Some(all) = self.numbers.get(series) else { return Vec::new() };
        all.papers_with_serial(serial).filter_map(|paper| project.papers.get(paper)).collect()
    }

    /// The papers of a series that carry `number`, in the order of their names.
    pub fn with_number<'p>(
        &self,
        project: &'p Project,
        series: &str,
        number: &str,
    ) -> Vec<&'p PaperFile> {
        let Some(all) = self.numbers.get(series) else { return Vec::new() };
        all.with(number).filter_map(|paper| project.papers.get(paper)).collect()
    }
}
