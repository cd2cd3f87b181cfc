//! Which groups owe a paper for a meeting, and what has come of each.

use std::collections::{BTreeMap, BTreeSet};

use issuepaper::finding::{Finding, Severity};
use issuepaper::paper::fields::Month;
use issuepaper::series::{FieldType, Series, Values};
use issuepaper::units::{Standing, Unit};
use issuepaper::workspace::{PaperFile, Project};
use serde::Serialize;

use crate::commands::table::Table;

/// What stands in place of a stage where there is no paper.
const MISSING: &str = "missing";

/// A group and its paper. What there is not is empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Line {
    pub(super) group: String,
    pub(super) stage: String,
    pub(super) number: String,
    pub(super) errors: String,
    pub(super) warnings: String,
    pub(super) paper: String,
    /// Why it is listed although nobody asked for it.
    pub(super) note: String,
}

/// The groups as rows.
pub(super) fn table(groups: &[Line]) -> Table {
    let columns = vec![
        ("group", "Group"),
        ("stage", "Stage"),
        ("number", "Number"),
        ("errors", "Errors"),
        ("warnings", "Warnings"),
        ("paper", "Paper"),
        ("note", "Note"),
    ];
    let cells = |group: &Line| {
        let Line { group, stage, number, errors, warnings, paper, note } = group.clone();
        vec![group, stage, number, errors, warnings, paper, note]
    };
    Table { columns, rows: groups.iter().map(cells).collect() }
}

impl Line {
    pub(super) fn is_missing(&self) -> bool {
        self.stage == MISSING
    }
}

/// The groups due for `period`, by the registry, in its order; behind them the papers that are there
/// although their group is not due.
pub(super) fn of(project: &Project, period: Month, findings: &[Finding]) -> Vec<Line> {
    let counts = Counts::new(findings);
    let mut papers: BTreeMap<String, Vec<Line>> = BTreeMap::new();
    for file in &project.papers {
        let Some(series) = project.series_of(&file.paper) else { continue };
        let values = Values::new(&file.paper, series);
        if values.period(series) == Some(period) {
            let group = paper(project, file, series, &values, period, &counts);
            papers.entry(group.group.to_lowercase()).or_default().push(group);
        }
    }
    let mut groups = Vec::new();
    for unit in due(project, period) {
        match papers.remove(&unit.name.to_lowercase()) {
            Some(own) => groups.extend(own),
            None => groups.push(missing(&unit.name)),
        }
    }
    let has_registry = project.registry.is_some();
    for mut group in papers.into_values().flatten() {
        if has_registry {
            group.note = note(project, &group.group, period);
        }
        groups.push(group);
    }
    groups
}

/// The units that owe a paper: those of the kinds that papers of the project's series are about, as far as
/// they meet in that month. A field that another one lies within, as a subcommittee, is not what a
/// paper is about.
fn due(project: &Project, period: Month) -> impl Iterator<Item = &Unit> {
    let series = project.series(&project.config.series.value);
    let kinds: BTreeSet<&String> =
        series.into_iter().flat_map(subjects).flat_map(|field| &field.kinds).collect();
    let units = project.registry.iter().flat_map(|registry| &registry.units);
    units.filter(move |unit| {
        unit.kind.as_ref().is_some_and(|kind| kinds.contains(kind))
            && unit.valid.standing(period) == Standing::Active
    })
}

/// The fields that name the unit a paper is about.
fn subjects(series: &Series) -> impl Iterator<Item = &issuepaper::series::Field> {
    let is_outer = |id: &str| series.fields.iter().any(|field| field.within.as_deref() == Some(id));
    let units = series.fields.iter().filter(|field| field.field_type == FieldType::Unit);
    units.filter(move |field| !is_outer(&field.id))
}

fn paper(
    project: &Project,
    file: &PaperFile,
    series: &Series,
    values: &Values<'_>,
    period: Month,
    counts: &Counts<'_>,
) -> Line {
    let name = subjects(series).find_map(|field| values.text(&field.id)).unwrap_or_default();
    let known = project.registry.as_ref().and_then(|registry| registry.find(name, Some(period)));
    let official = known.map_or(name, |(unit, _)| unit.name.as_str());
    let path = file.paper.file.name();
    Line {
        group: official.to_owned(),
        stage: series.stages.name(values.stage).to_owned(),
        number: values.text("publication_number").unwrap_or_default().to_owned(),
        errors: counts.of(path, Severity::Error),
        warnings: counts.of(path, Severity::Warning),
        paper: path.to_owned(),
        note: String::new(),
    }
}

fn missing(name: &str) -> Line {
    let nothing = String::new;
    Line {
        group: name.to_owned(),
        stage: MISSING.to_owned(),
        number: nothing(),
        errors: nothing(),
        warnings: nothing(),
        paper: nothing(),
        note: nothing(),
    }
}

/// Why a group with a paper is not due.
fn note(project: &Project, name: &str, period: Month) -> String {
    let registry = project.registry.as_ref();
    let found = registry.and_then(|registry| registry.find(name, Some(period)));
    let note = match found.map(|(unit, _)| unit.valid.standing(period)) {
        None => "no unit of the registry",
        Some(Standing::Active) => "owes no paper",
        Some(Standing::NotYet(_)) => "does not exist yet",
        Some(Standing::Paused(..)) => "is paused",
        Some(Standing::Closed(_)) => "no longer exists",
        Some(Standing::Renamed(new, _)) => return format!("is called {new} now"),
    };
    note.to_owned()
}

/// How many findings each paper has.
struct Counts<'f>(BTreeMap<(&'f str, Severity), usize>);

impl<'f> Counts<'f> {
    fn new(findings: &'f [Finding]) -> Self {
        let mut counts = BTreeMap::new();
        for finding in findings {
            *counts.entry((finding.file.name(), finding.severity)).or_default() += 1;
        }
        Self(counts)
    }

    fn of(&self, name: &str, severity: Severity) -> String {
        self.0.get(&(name, severity)).copied().unwrap_or(0_usize).to_string()
    }
}
