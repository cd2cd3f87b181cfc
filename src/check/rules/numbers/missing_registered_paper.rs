use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use crate::check::published::{PublishedChange, was_published};
use crate::check::rule::rule;
use crate::check::{Report, Sink};
use crate::project::register::{Entry, EntryKind, Event, Register};
use crate::project::{NumberedPaper, Project};
use crate::series::Values;
use crate::text::suggest;

rule! {
    /// A paper that the register has a number or a seal for must exist.
    ///
    /// ## Why
    ///
    /// A number without its paper is lost: nobody knows whether it was published. It is easy to forget the
    /// register when renaming or deleting a paper. The rule looks for the path in the register, so it runs
    /// only when all papers of the project are checked.
    ///
    /// ## Example
    ///
    /// ```yaml numbers.yaml
    /// assigned:
    ///   - { number: 3734-0624, paper: 2024-06/gone.md, on: 2024-05-21 }
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the paper's new path; a published paper is moved back instead. If the paper was dropped, run
    /// `issuepaper number unassign PAPER`; with `--why TEXT` nobody else gets its number.
    "missing-registered-paper", Error => Project(check)
}

fn check(project: &Project, _: NaiveDate, out: &mut Sink<'_>) {
    let Some(register) = &project.register else { return };
    let papers: HashSet<String> =
        project.papers.iter().map(|file| project.relative(&file.path)).collect();
    let is_missing = |paper: &str| !papers.contains(paper);
    report_numbered(project, register, &is_missing, out);
    report_sealed(project, register, &is_missing, out);
}

fn report_numbered(
    project: &Project,
    register: &Register,
    is_missing: &dyn Fn(&str) -> bool,
    out: &mut Sink<'_>,
) {
    let assigned = register.entries.iter().filter_map(|entry| match &entry.kind {
        EntryKind::Assigned { paper, .. } => Some((entry, paper.as_str())),
        _ => None,
    });
    let gone: Vec<(&Entry, &str)> = assigned.filter(|(_, paper)| is_missing(paper)).collect();
    if gone.is_empty() {
        return;
    }
    let carried = project.carried_numbers();
    for (entry, paper) in gone {
        let number = &entry.number.value;
        let message = format!("the paper `{paper}` with the number `{number}` does not exist");
        let report = out.in_file(&register.file, entry.number.span, message);
        let mut report = report.help(help(project, register, entry, paper));
        // The paper that has the number now is told to go back, or to get its path into the register.
        let others = carried.with_number(&entry.series, number);
        for other in others.filter(|other| is_told_there(project, register, other)) {
            report = report.told_by("register-mismatch", other.file.paper.file.name());
        }
        told_as_change(project, paper, report);
    }
}

/// Reports published papers that have no number in the register and are gone.
fn report_sealed(
    project: &Project,
    register: &Register,
    is_missing: &dyn Fn(&str) -> bool,
    out: &mut Sink<'_>,
) {
    let is_numbered = |paper: &str| {
        let is_own = |kind: &EntryKind| matches!(kind, EntryKind::Assigned { paper: own, .. } if own == paper);
        register.entries.iter().any(|entry| is_own(&entry.kind))
    };
    let gone = register.records().filter(|(paper, _)| {
        is_missing(paper) && !project.has_file(paper) && register.moved(paper).is_none()
    });
    let gone: Vec<_> = gone.filter(|(paper, _)| !is_numbered(paper)).collect();
    if gone.is_empty() {
        return;
    }
    // One that has another name now is told to go back.
    let whole = project.papers.iter().filter_map(|file| project.whole(file).ok());
    let found = whole.filter_map(|file| {
        let name = file.paper.file.name().to_owned();
        Some((project.original_of(&file)?.path, name))
    });
    let found: HashMap<&str, String> = found.collect();
    for (paper, record) in gone {
        let Some(event) = record.events().first() else { continue };
        let message = format!("the paper `{paper}` does not exist");
        let report = out.in_file(&register.file, event.paper.span, message);
        let report = report.help(restored(event));
        let report = match found.get(paper) {
            Some(name) => report.told_by("unsealed-paper", name).told_by("register-mismatch", name),
            None => report,
        };
        told_as_change(project, paper, report);
    }
}

/// Leaves the finding to the rules on changes since the base, which tell that the paper was deleted or renamed.
fn told_as_change(project: &Project, paper: &str, report: Report<'_>) {
    let Some(earlier) = project.base().and_then(|base| base.paper(paper)) else { return };
    let series = project.series_of(&earlier.paper);
    if !series.is_some_and(|series| was_published(&earlier.paper, series)) {
        return;
    }
    match &earlier.now {
        None => report.told_by("deleted-published-paper", earlier.paper.file.name()),
        Some(now) => {
            let name = crate::project::paths::display(&project.path_of(now));
            report.told_by(PublishedChange::RULE, &name)
        }
    };
}

/// Whether `register-mismatch` tells about a paper with the number of one that is gone.
fn is_told_there(project: &Project, register: &Register, other: &NumberedPaper<'_>) -> bool {
    let series = other.carried.series;
    let stage = Values::new(&other.file.paper, series).stage;
    let is_late = series.number.as_ref().is_some_and(|rule| stage >= rule.allowed_from);
    let path = project.relative(&other.file.path);
    let is_written = other.carried.written == other.carried.number;
    is_late
        && is_written
        && other.carried.is_exclusive()
        && register.assigned_to(&series.id, &path).next().is_none()
}

fn help(project: &Project, register: &Register, entry: &Entry, paper: &str) -> String {
    if let Some(event) = register.record(paper).events().first() {
        return restored(event);
    }
    let series = project.series_option(entry.series.as_str());
    format!(
        "write its new path, or take the number back with `issuepaper number unassign{series} {}`; `--why TEXT` makes it \
         void",
        suggest::argument(paper)
    )
}

/// What to do about a published paper that is gone.
fn restored(event: &Event) -> String {
    format!("it was published on {}, and keeps its name: restore it, or move it back", event.on)
}
