//! Which groups owe a paper for a meeting, and the status of each.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::Periods;
use crate::paper::fields::Month;
use crate::project::units::{Unit, UnitStatus};
use crate::project::{PaperFile, Project};
use crate::series::{Field, FieldType, Series, Values};
use crate::text::finding::{Finding, Severity};

/// Shown in place of a stage where there is no paper.
pub const MISSING: &str = "missing";

/// A group and its paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The group's official name; empty for a paper that names none.
    pub group: String,
    /// Whether the registry expects a paper from it.
    pub is_due: bool,
    /// The paper's stage, or [`MISSING`].
    pub stage: String,
    /// The paper's number; empty if it has none.
    pub number: String,
    /// How many errors the paper has; none if there is no paper.
    pub errors: Option<usize>,
    /// How many warnings it has.
    pub warnings: Option<usize>,
    /// The name that the paper is reported under; none if there is none.
    pub paper: Option<String>,
    /// Anything unusual about it, such as why it is listed although it is not due.
    pub note: String,
    /// Whether the paper was withdrawn.
    is_withdrawn: bool,
}

/// Everything known about a meeting's papers.
#[derive(Debug)]
pub struct Groups {
    /// The groups that are due, in the registry's order; then the papers that exist although
    /// their group is not due.
    pub lines: Vec<Line>,
    /// Whether it is known which groups owe a paper.
    pub owed: Owed,
    /// The papers that name no month, and so belong to no meeting.
    pub without_period: Vec<String>,
}

/// How it is known which groups owe a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owed {
    /// The registry and the series.
    Known,
    /// It is not: there is no registry.
    NoRegistry,
    /// It is not: no series in use says which kinds of units its papers are about.
    NoKinds,
}

/// How many groups there are of each kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// Groups that owe a paper.
    pub due: usize,
    /// Those of them that have handed in.
    pub handed_in: usize,
    /// Those of them whose only paper was withdrawn: neither handed in nor missing.
    pub withdrawn: usize,
    /// Papers whose group is not due.
    pub not_due: usize,
}

impl Counted {
    /// Groups that owe a paper and have none.
    pub const fn missing(self) -> usize {
        self.due - self.handed_in - self.withdrawn
    }
}

impl Groups {
    /// The status of the groups for `period`.
    pub(super) fn new(
        project: &Project,
        periods: &Periods,
        period: Month,
        findings: &[Finding],
    ) -> Self {
        let kinds: BTreeSet<&String> =
            project.used_series().flat_map(subjects).flat_map(|field| &field.kinds).collect();
        let owed = match &project.registry {
            None => Owed::NoRegistry,
            Some(_) if kinds.is_empty() => Owed::NoKinds,
            Some(_) => Owed::Known,
        };
        let mut papers: BTreeMap<String, Vec<Line>> = BTreeMap::new();
        let mut without_period = Vec::new();
        let view = MeetingView { project, period, counts: Counts::new(findings) };
        for (at, file) in project.papers.iter().enumerate() {
            let Some(series) = project.series_of(&file.paper) else { continue };
            match periods.of(at) {
                None => without_period.push(file.paper.file.name().to_owned()),
                Some(month) if month == period => {
                    let values = Values::new(&file.paper, series);
                    let line = view.line(file, series, &values);
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
                line.add_note(view.why_not_due(&line.group));
            }
            lines.push(line);
        }
        Self { lines, owed, without_period }
    }

    /// How many have submitted a paper.
    pub fn count(&self) -> Counted {
        let due = self.lines.iter().filter(|line| line.is_due);
        let named = |is_wanted: fn(&Line) -> bool| -> BTreeSet<String> {
            let lines = due.clone().filter(|line| is_wanted(line));
            lines.map(|line| line.group.to_lowercase()).collect()
        };
        let handed_in = named(|line| line.paper.is_some() && !line.is_withdrawn);
        let withdrawn = named(|line| line.is_withdrawn);
        Counted {
            due: named(|_| true).len(),
            withdrawn: withdrawn.difference(&handed_in).count(),
            handed_in: handed_in.len(),
            not_due: self.lines.iter().filter(|line| !line.is_due).count(),
        }
    }

    /// How many papers were withdrawn, of groups that are due or not.
    pub fn withdrawn_papers(&self) -> usize {
        self.lines.iter().filter(|line| line.is_withdrawn).count()
    }

    /// Notes at each missing paper that it was due on `day`.
    pub(super) fn mark_overdue(&mut self, day: NaiveDate) {
        for line in self.lines.iter_mut().filter(|line| line.paper.is_none()) {
            line.add_note(format!("overdue since {day}"));
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

    fn due(self) -> Self {
        Self { is_due: true, ..self }
    }

    fn add_note(&mut self, note: String) {
        if self.note.is_empty() {
            self.note = note;
        } else {
            self.note = format!("{}; {note}", self.note);
        }
    }
}

/// The units that owe a paper: those of the kinds that papers are about, if they meet in that
/// month.
fn due<'p>(
    project: &'p Project,
    kinds: &BTreeSet<&String>,
    period: Month,
) -> impl Iterator<Item = &'p Unit> {
    let units = project.registry.iter().flat_map(|registry| &registry.units);
    units.filter(move |unit| {
        unit.kind.as_ref().is_some_and(|kind| kinds.contains(kind))
            && unit.valid.status(period) == UnitStatus::Active
    })
}

/// The fields that name the unit a paper is about. A field for the parent of another one's unit, such as a
/// subcommittee, is not what a paper is about.
fn subjects(series: &Series) -> impl Iterator<Item = &Field> {
    let is_outer = |id: &str| series.fields.iter().any(|field| field.within.as_deref() == Some(id));
    let units = series.fields.iter().filter(|field| field.field_type == FieldType::Unit);
    units.filter(move |field| !is_outer(&field.id))
}

/// A project as seen from one meeting.
struct MeetingView<'p> {
    project: &'p Project,
    period: Month,
    counts: Counts<'p>,
}

impl MeetingView<'_> {
    /// A paper as the line of the group that it names.
    fn line(&self, file: &PaperFile, series: &Series, values: &Values<'_>) -> Line {
        let name = subjects(series).find_map(|field| values.text(&field.id)).unwrap_or_default();
        // A paper under an old or a future name is still the group's paper.
        let found = self.project.registry.as_ref().and_then(|registry| {
            let (named, _) = registry.find(name, Some(self.period))?;
            Some((named, registry.at(named, self.period)))
        });
        let (official, is_renamed) =
            found.map_or((name, false), |(named, unit)| (&unit.name, unit.name != named.name));
        let path = file.paper.file.name();
        let stage = series.stages.name(values.stage);
        Line {
            group: official.to_owned(),
            is_due: false,
            stage: stage.to_owned(),
            number: values.number().unwrap_or_default().to_owned(),
            errors: Some(self.counts.of(path, Severity::Error)),
            warnings: Some(self.counts.of(path, Severity::Warning)),
            paper: Some(path.to_owned()),
            note: if is_renamed { format!("is called {name} there") } else { String::new() },
            is_withdrawn: series.stages.withdrawn() == Some(stage),
        }
    }

    /// Why a group with a paper is not due.
    fn why_not_due(&self, name: &str) -> String {
        if name.is_empty() {
            return "names no group".to_owned();
        }
        let registry = self.project.registry.as_ref();
        let found = registry.and_then(|registry| registry.find(name, Some(self.period)));
        let Some((unit, _)) = found else { return "no unit of the registry".to_owned() };
        let note = match unit.valid.status(self.period) {
            UnitStatus::Active if unit.kind.is_none() => "has no kind in the registry",
            UnitStatus::Active => "owes no paper",
            UnitStatus::NotYet(_) => "does not exist yet",
            UnitStatus::Paused(..) => "is paused",
            UnitStatus::Closed(_) => "no longer exists",
            UnitStatus::Renamed(new, _) => return format!("is called {new} now"),
        };
        note.to_owned()
    }
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
