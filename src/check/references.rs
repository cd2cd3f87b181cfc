//! References between papers in fields of a series' own, such as `requires: 20, 165`.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::cycles::cycles;
use super::wanted::Wanted;
use crate::project::{CarriedNumbers, PaperFile, Project};
use crate::series::values::{FieldValue, Value};
use crate::series::{Field, Series, Values};
use crate::text::source::{Span, Spanned};

/// A reference to another paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::check) struct Reference {
    /// The key of the field.
    pub(in crate::check) field: String,
    /// Where it is.
    pub(in crate::check) span: Span,
    /// What is written.
    pub(in crate::check) text: String,
    /// The paper it leads to, as an index into the project's papers.
    pub(in crate::check) to: Option<usize>,
}

/// The references of the papers of a project.
#[derive(Debug, Default)]
pub(in crate::check) struct References {
    /// Of the papers that have any, by index.
    by_paper: BTreeMap<usize, Vec<Reference>>,
    /// The circles in fields that may have none, by the paper that each is reported in and the key of the field.
    cycles: BTreeMap<(usize, String), Vec<usize>>,
}

/// Whether the values of a field are references of the series' own.
pub(in crate::check) fn is_reference(field: &Field) -> bool {
    field.names_papers() && field.role.is_none()
}

impl References {
    /// Reads the references of all papers, which carry `numbers`.
    pub(super) fn read(project: &Project, numbers: &CarriedNumbers<'_>) -> Self {
        let has_any = |series: &Series| series.fields.iter().any(is_reference);
        if !project.used_series().any(has_any) {
            return Self::default();
        }
        let first = |series: &str, number: &str| numbers.first(series, number);
        let of_file = |(at, file): (usize, &PaperFile)| {
            let series = project.series_of(&file.paper).filter(|series| has_any(series))?;
            let references = of_paper(project, &first, series, file);
            (!references.is_empty()).then_some((at, references))
        };
        let read: Vec<_> = project.papers.par_iter().enumerate().filter_map(of_file).collect();
        let mut references = Self { by_paper: read.into_iter().collect(), cycles: BTreeMap::new() };
        references.find_cycles(project);
        references
    }

    /// Reads those of the paper with the index `at` again, and those of others that refer to a paper by one of the numbers
    /// `renamed`; `find` returns the first paper of a series that carries a number.
    pub(super) fn update(
        &mut self,
        project: &Project,
        find: &impl Fn(&str, &str) -> Option<usize>,
        at: usize,
        renamed: &[String],
    ) {
        let has_any = |series: &Series| series.fields.iter().any(is_reference);
        if !project.used_series().any(has_any) {
            return;
        }
        let wanted = Wanted::new(project, renamed);
        let is_named = |(paper, references): &(&usize, &Vec<Reference>)| {
            **paper != at && references.iter().any(|it| wanted.may_be(&it.text))
        };
        let others: Vec<usize> = if renamed.is_empty() {
            Vec::new()
        } else {
            self.by_paper.iter().filter(is_named).map(|(paper, _)| *paper).collect()
        };
        let ways =
            |all: &[Reference]| all.iter().map(|it| (it.field.clone(), it.to)).collect::<Vec<_>>();
        let mut is_same = true;
        for paper in others.into_iter().chain([at]) {
            let file = &project.papers[paper];
            let series = project.series_of(&file.paper).filter(|series| has_any(series));
            let references = series.map(|series| of_paper(project, find, series, file));
            let references = references.unwrap_or_default();
            is_same &= ways(self.of(paper)) == ways(&references);
            if references.is_empty() {
                self.by_paper.remove(&paper);
            } else {
                self.by_paper.insert(paper, references);
            }
        }
        if !is_same {
            self.cycles.clear();
            self.find_cycles(project);
        }
    }

    fn find_cycles(&mut self, project: &Project) {
        let fields = project.used_series().flat_map(|series| &series.fields);
        let acyclic = fields.filter(|it| it.reference.as_ref().is_some_and(|it| it.is_acyclic));
        for field in acyclic.map(|field| field.id.clone()).collect::<Vec<_>>() {
            let of_one = |(from, references): (&usize, &Vec<Reference>)| {
                let of_field = references.iter().filter(|it| it.field == field);
                of_field.filter_map(|it| Some((*from, it.to?))).collect::<Vec<_>>()
            };
            let steps: Vec<(usize, usize)> = self.by_paper.iter().flat_map(of_one).collect();
            let found = cycles(&steps, |at| project.papers[at].is_selected);
            self.cycles.extend(found.into_iter().map(|(at, way)| ((at, field.clone()), way)));
        }
    }

    /// The references of the paper with the index `at`.
    pub(in crate::check) fn of(&self, at: usize) -> &[Reference] {
        self.by_paper.get(&at).map_or(&[], Vec::as_slice)
    }

    /// The circle that is reported in the paper with the index `at` for a field: the papers on the way back to it, itself
    /// first.
    pub(in crate::check) fn cycle(&self, at: usize, field: &str) -> Option<&[usize]> {
        self.cycles.get(&(at, field.to_owned())).map(Vec::as_slice)
    }
}

fn of_paper(
    project: &Project,
    find: &impl Fn(&str, &str) -> Option<usize>,
    series: &Series,
    file: &PaperFile,
) -> Vec<Reference> {
    // What is read of it is not kept.
    let paper = file.paper.unread();
    let values = Values::new(&paper, series);
    let mut references = Vec::new();
    for (field, value) in values.iter().filter(|(field, _)| is_reference(field)) {
        for Spanned { value: text, span } in texts(value) {
            // An address on the web is that of a paper elsewhere.
            if text.contains("://") {
                continue;
            }
            let to = project.follow(file, series, &text, find).and_then(|lead| lead.to);
            references.push(Reference { field: field.id.clone(), span, text, to });
        }
    }
    references
}

fn texts(value: &FieldValue<'_>) -> Vec<Spanned<String>> {
    match value {
        FieldValue::Value(_, Value::List(items)) => items.clone(),
        FieldValue::Value(entry, Value::Text(text)) => {
            vec![Spanned::new(text.clone(), entry.place())]
        }
        _ => Vec::new(),
    }
}
