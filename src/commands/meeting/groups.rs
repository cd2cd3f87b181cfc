//! Which groups owe a paper for a meeting, and what has come of each.

use issuepaper::paper::CoreField;
use std::collections::{BTreeMap, BTreeSet};

use issuepaper::paper::fields::Month;
use issuepaper::project::units::{Standing, Unit};
use issuepaper::project::{PaperFile, Project};
use issuepaper::series::{Field, FieldType, Series, Values};
use issuepaper::text::finding::{Finding, Severity};
use issuepaper::text::suggest::counted;
use serde::Serialize;

use crate::commands::table::Table;

/// What stands in place of a stage where there is no paper.
const MISSING: &str = "missing";

/// A group and its paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Line {
    pub(super) group: String,
    /// Whether the registry asks a paper of it.
    #[serde(rename = "due")]
    pub(super) is_due: bool,
    pub(super) stage: String,
    pub(super) number: String,
    /// How many findings the paper has; none where there is no paper.
    pub(super) errors: Option<usize>,
    pub(super) warnings: Option<usize>,
    pub(super) paper: Option<String>,
    /// What is odd about it, such as why it is listed although nobody asked for it.
    pub(super) note: String,
    /// Whether the paper was taken back.
    #[serde(skip)]
    is_withdrawn: bool,
}

/// All that is known of a meeting's papers.
#[derive(Debug)]
pub(super) struct Groups {
    /// The groups due, by the registry, in its order; behind them the papers that are there although
    /// their group is not due.
    pub(super) lines: Vec<Line>,
    /// Whether anything tells which groups owe a paper.
    pub(super) owed: Owed,
    /// The papers that name no month, and so belong to no meeting.
    pub(super) without_period: Vec<String>,
}

/// What tells which groups owe a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owed {
    /// The registry and the series.
    Known,
    /// Nothing: there is no registry.
    NoRegistry,
    /// Nothing: no series in use says of what kinds the units are that its papers are about.
    NoKinds,
}

/// How many groups there are of each sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Counted {
    pub(super) due: usize,
    pub(super) handed_in: usize,
    /// Papers whose group is not due.
    pub(super) not_due: usize,
}

impl Groups {
    /// What came of the groups for `period`.
    pub(super) fn new(project: &Project, period: Month, findings: &[Finding]) -> Self {
        let kinds: BTreeSet<&String> =
            project.used_series().flat_map(subjects).flat_map(|field| &field.kinds).collect();
        let owed = match &project.registry {
            None => Owed::NoRegistry,
            Some(_) if kinds.is_empty() => Owed::NoKinds,
            Some(_) => Owed::Known,
        };
        let mut papers: BTreeMap<String, Vec<Line>> = BTreeMap::new();
        let mut without_period = Vec::new();
        let counts = Counts::new(findings);
        for file in &project.papers {
            let Some(series) = project.series_of(&file.paper) else { continue };
            let values = Values::new(&file.paper, series);
            match values.period(series) {
                None => without_period.push(file.paper.file.name().to_owned()),
                Some(month) if month == period => {
                    let line = paper(project, file, series, &values, period, &counts);
                    papers.entry(line.group.to_lowercase()).or_default().push(line);
                }
                Some(_) => {}
            }
        }
        for (_, own) in papers.iter_mut().filter(|(name, own)| !name.is_empty() && own.len() > 1) {
            let count = own.len();
            for line in own {
                line.add_note(format!("one of {count} papers"));
            }
        }
        let mut lines = Vec::new();
        for unit in due(project, &kinds, period) {
            match papers.remove(&unit.name.to_lowercase()) {
                Some(own) => lines.extend(own.into_iter().map(Line::due)),
                None => lines.push(Line::missing(&unit.name)),
            }
        }
        for mut line in papers.into_values().flatten() {
            if owed == Owed::Known {
                line.add_note(why_not_due(project, &line.group, period));
            }
            lines.push(line);
        }
        Self { lines, owed, without_period }
    }

    /// The groups as rows.
    pub(super) fn table(&self) -> Table {
        let columns = vec![
            ("group", "Group"),
            ("stage", "Stage"),
            ("number", "Number"),
            ("errors", "Errors"),
            ("warnings", "Warnings"),
            ("paper", "Paper"),
            ("note", "Note"),
        ];
        let number =
            |count: Option<usize>| count.map(|count| count.to_string()).unwrap_or_default();
        let cells = |line: &Line| {
            let Line { group, stage, number: own, errors, warnings, paper, note, .. } =
                line.clone();
            let paper = paper.unwrap_or_default();
            vec![group, stage, own, number(errors), number(warnings), paper, note]
        };
        Table { columns, rows: self.lines.iter().map(cells).collect() }
    }

    /// How many have handed in. A paper that was taken back is none.
    pub(super) fn count(&self) -> Counted {
        let due = self.lines.iter().filter(|line| line.is_due);
        let names = |line: &Line| line.group.to_lowercase();
        let there = due.clone().filter(|line| line.paper.is_some() && !line.is_withdrawn);
        Counted {
            due: due.map(names).collect::<BTreeSet<_>>().len(),
            handed_in: there.map(names).collect::<BTreeSet<_>>().len(),
            not_due: self.lines.iter().filter(|line| !line.is_due).count(),
        }
    }

    /// What to say of the whole.
    pub(super) fn summary(&self) -> String {
        let Counted { due, handed_in, not_due } = self.count();
        let papers = counted(self.lines.len(), "paper");
        match self.owed {
            Owed::NoRegistry => format!("{papers}; without units.yaml nobody can be missing"),
            Owed::NoKinds => {
                format!(
                    "{papers}; no unit field of a series in use has `kinds`, so nobody can be missing"
                )
            }
            Owed::Known => {
                let groups = counted(due, "group");
                let others = match not_due {
                    0 => String::new(),
                    not_due => format!(", {} of groups not due", counted(not_due, "paper")),
                };
                format!("{handed_in} of {groups} handed in, {} missing{others}", due - handed_in)
            }
        }
    }
}

impl Line {
    fn missing(name: &str) -> Self {
        Self {
            group: name.to_owned(),
            is_due: true,
            stage: MISSING.to_owned(),
            number: String::new(),
            errors: None,
            warnings: None,
            paper: None,
            note: String::new(),
            is_withdrawn: false,
        }
    }

    fn due(mut self) -> Self {
        self.is_due = true;
        if self.is_withdrawn {
            self.add_note("is not handed in".to_owned());
        }
        self
    }

    fn add_note(&mut self, note: String) {
        if self.note.is_empty() {
            self.note = note;
        } else {
            self.note = format!("{}; {note}", self.note);
        }
    }
}

/// The units that owe a paper: those of the kinds that papers are about, as far as they meet in that
/// month.
fn due<'p>(
    project: &'p Project,
    kinds: &BTreeSet<&String>,
    period: Month,
) -> impl Iterator<Item = &'p Unit> {
    let units = project.registry.iter().flat_map(|registry| &registry.units);
    units.filter(move |unit| {
        unit.kind.as_ref().is_some_and(|kind| kinds.contains(kind))
            && unit.valid.standing(period) == Standing::Active
    })
}

/// The fields that name the unit a paper is about. A field that another one lies within, as a
/// subcommittee, is not what a paper is about.
fn subjects(series: &Series) -> impl Iterator<Item = &Field> {
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
    // A paper under an old or a coming name is the group's paper all the same.
    let found = project.registry.as_ref().and_then(|registry| {
        let (named, _) = registry.find(name, Some(period))?;
        Some((named, registry.at(named, period)))
    });
    let (official, is_renamed) =
        found.map_or((name, false), |(named, unit)| (&unit.name, unit.name != named.name));
    let path = file.paper.file.name();
    let stage = series.stages.name(values.stage);
    Line {
        group: official.to_owned(),
        is_due: false,
        stage: stage.to_owned(),
        number: values.text(CoreField::PublicationNumber).unwrap_or_default().to_owned(),
        errors: Some(counts.of(path, Severity::Error)),
        warnings: Some(counts.of(path, Severity::Warning)),
        paper: Some(path.to_owned()),
        note: if is_renamed { format!("is called {name} there") } else { String::new() },
        is_withdrawn: series.stages.withdrawn() == Some(stage),
    }
}

/// Why a group with a paper is not due.
fn why_not_due(project: &Project, name: &str, period: Month) -> String {
    if name.is_empty() {
        return "names no group".to_owned();
    }
    let registry = project.registry.as_ref();
    let found = registry.and_then(|registry| registry.find(name, Some(period)));
    let Some((unit, _)) = found else { return "no unit of the registry".to_owned() };
    let note = match unit.valid.standing(period) {
        Standing::Active if unit.kind.is_none() => "has no kind in the registry",
        Standing::Active => "owes no paper",
        Standing::NotYet(_) => "does not exist yet",
        Standing::Paused(..) => "is paused",
        Standing::Closed(_) => "no longer exists",
        Standing::Renamed(new, _) => return format!("is called {new} now"),
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

    fn of(&self, name: &str, severity: Severity) -> usize {
        self.0.get(&(name, severity)).copied().unwrap_or_default()
    }
}
