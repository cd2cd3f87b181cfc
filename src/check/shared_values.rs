//! Values that a series wants to be those of one paper alone, and the papers that share them.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::project::{PaperFile, Project};
use crate::series::values::{FieldValue, as_typed};
use crate::series::{Series, Unique, Values};

/// The values that several papers have in fields that the series declares as unique.
#[derive(Debug, Default)]
pub(in crate::check) struct SharedValues {
    /// The other papers with the same value, by the index of a paper and the key of the field.
    others: BTreeMap<(usize, String), Vec<usize>>,
    /// All values, once a paper was changed.
    all: Option<AllValues>,
}

/// The values of all papers in such fields.
#[derive(Debug, Default)]
struct AllValues {
    /// The papers that have a value, in order.
    papers: BTreeMap<Key, Vec<usize>>,
    /// The values that a paper has.
    keys: BTreeMap<usize, Vec<Key>>,
}

/// A series, a field, its value, and the values of the fields within which it is unique.
type Key = (String, String, String, Vec<String>);

impl SharedValues {
    /// Compares the papers of a project.
    pub(super) fn find(project: &Project) -> Self {
        if !project.used_series().any(has_unique) {
            return Self::default();
        }
        let mut found = Self::default();
        for (key, papers) in AllValues::read(project).papers {
            found.share(&key, &papers);
        }
        found
    }

    /// Keeps all values, for a project whose papers will change: they are not read at the first change then.
    pub(super) fn keep(&mut self, project: &Project) {
        if project.used_series().any(has_unique) {
            self.all = Some(AllValues::read(project));
        }
    }

    /// Compares the paper with the index `at` again, which was changed.
    pub(super) fn update(&mut self, project: &Project, at: usize) {
        if !project.used_series().any(has_unique) {
            return;
        }
        let Some(mut all) = self.all.take() else {
            let all = Some(AllValues::read(project));
            *self = Self { all, ..Self::find(project) };
            return;
        };
        let new = keys_of(project, at);
        let old = all.keys.remove(&at).unwrap_or_default();
        if old != new {
            for key in &old {
                self.others.remove(&(at, key.1.clone()));
                let papers = all.papers.entry(key.clone()).or_default();
                papers.retain(|paper| *paper != at);
                self.share(key, papers);
            }
            for key in &new {
                let papers = all.papers.entry(key.clone()).or_default();
                papers.insert(papers.partition_point(|paper| *paper < at), at);
                self.share(key, papers);
            }
            all.papers.retain(|_, papers| !papers.is_empty());
        }
        all.keys.insert(at, new);
        self.all = Some(all);
    }

    /// Notes that these papers have the same value.
    fn share(&mut self, key: &Key, papers: &[usize]) {
        for at in papers {
            let rest = papers.iter().filter(|other| *other != at).take(MOST).copied();
            let rest: Vec<usize> = rest.collect();
            if rest.is_empty() {
                self.others.remove(&(*at, key.1.clone()));
            } else {
                self.others.insert((*at, key.1.clone()), rest);
            }
        }
    }

    /// Other papers that have the same value as the paper with the index `at` in `field`, in order; a few of them.
    pub(in crate::check) fn others(&self, at: usize, field: &str) -> &[usize] {
        self.others.get(&(at, field.to_owned())).map_or(&[], Vec::as_slice)
    }
}

impl AllValues {
    fn read(project: &Project) -> Self {
        let of_one = |at: usize| Some((at, keys_of(project, at))).filter(|(_, it)| !it.is_empty());
        let keys: Vec<(usize, Vec<Key>)> =
            (0..project.papers.len()).into_par_iter().filter_map(of_one).collect();
        let mut papers: BTreeMap<Key, Vec<usize>> = BTreeMap::new();
        for (at, keys) in &keys {
            for key in keys {
                papers.entry(key.clone()).or_default().push(*at);
            }
        }
        Self { papers, keys: keys.into_iter().collect() }
    }
}

fn has_unique(series: &Series) -> bool {
    series.fields.iter().any(|field| field.constraints.unique.is_some())
}

/// The values of the unique fields of the paper with the index `at`.
fn keys_of(project: &Project, at: usize) -> Vec<Key> {
    let file = &project.papers[at];
    let series = project.series_of(&file.paper).filter(|series| has_unique(series));
    series.map(|series| keys(series, file)).unwrap_or_default()
}

/// How many papers are named that share a value.
const MOST: usize = 3;

/// The values of a paper's unique fields.
fn keys(series: &Series, file: &PaperFile) -> Vec<Key> {
    // What is read of it is not kept.
    let paper = file.paper.unread();
    let values = Values::new(&paper, series);
    let key = |field: &str, unique: &Unique| {
        let value = text(&values, field)?;
        let within = unique.within.iter().map(|field| text(&values, field).unwrap_or_default());
        Some((series.id.clone(), field.to_owned(), value, within.collect()))
    };
    let fields = series.fields.iter();
    fields.filter_map(|field| key(&field.id, field.constraints.unique.as_ref()?)).collect()
}

fn text(values: &Values<'_>, field: &str) -> Option<String> {
    match values.get(field)? {
        FieldValue::Value(entry, _) => Some(as_typed(&entry.value)),
        _ => None,
    }
}
