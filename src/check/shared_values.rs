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
}

/// A series, a field, its value, and the values of the fields within which it is unique.
type Key = (String, String, String, Vec<String>);

impl SharedValues {
    /// Compares the papers of a project.
    pub(super) fn find(project: &Project) -> Self {
        let has_unique =
            |series: &Series| series.fields.iter().any(|field| field.constraints.unique.is_some());
        if !project.used_series().any(has_unique) {
            return Self::default();
        }
        let of_file = |(at, file): (usize, &PaperFile)| {
            let series = project.series_of(&file.paper).filter(|series| has_unique(series));
            series
                .map(|series| keys(series, file))
                .unwrap_or_default()
                .into_iter()
                .map(move |it| (it, at))
        };
        let keyed: Vec<(Key, usize)> =
            project.papers.par_iter().enumerate().flat_map_iter(of_file).collect();
        let mut papers: BTreeMap<Key, Vec<usize>> = BTreeMap::new();
        for (key, at) in keyed {
            papers.entry(key).or_default().push(at);
        }
        let mut others = BTreeMap::new();
        for ((_, field, ..), papers) in papers.into_iter().filter(|(_, papers)| papers.len() > 1) {
            for at in &papers {
                let rest = papers.iter().filter(|other| *other != at).take(MOST).copied();
                others.insert((*at, field.clone()), rest.collect());
            }
        }
        Self { others }
    }

    /// Other papers that have the same value as the paper with the index `at` in `field`, in order; a few of them.
    pub(in crate::check) fn others(&self, at: usize, field: &str) -> &[usize] {
        self.others.get(&(at, field.to_owned())).map_or(&[], Vec::as_slice)
    }
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
