//! Which findings are waived, and what is wrong with the waivers themselves.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDate;
use rayon::prelude::*;

use super::{Fault, Scope, Waived, Waiver, read};
use crate::check::Selection;
use crate::check::rules::waivers::{EXPIRED, INVALID, UNUSED};
use crate::project::{PaperFile, Project};
use crate::text::finding::{Finding, Severity};
use crate::text::source::{SourceFile, Span};

/// A waiver, or what is wrong with it, with where it was found.
struct Entry<'p> {
    /// The paper it stands in; none for the settings.
    paper: Option<&'p PaperFile>,
    file: SourceFile,
    read: Result<Arc<Waiver>, Fault>,
}

/// The waivers that hold on the day `today`, those of the settings first.
pub fn in_force(project: &Project, today: NaiveDate) -> Vec<Arc<Waiver>> {
    let valid = entries(project).into_iter().filter_map(|entry| entry.read.ok());
    valid.filter(|waiver| waiver.until >= today).collect()
}

/// Takes the findings that are waived out of `findings`, and adds those on waivers.
pub(in crate::check) fn apply(
    project: &Project,
    selection: &Selection,
    today: NaiveDate,
    findings: Vec<Finding>,
) -> (Vec<Finding>, Vec<Waived>) {
    let entries = entries(project);
    if entries.is_empty() {
        return (findings, Vec::new());
    }
    let valid = entries.iter().filter_map(|entry| entry.read.as_ref().ok());
    let index = Index::new(project, valid.filter(|waiver| waiver.until >= today));
    let mut used: BTreeSet<(Place, &str)> = BTreeSet::new();
    let (mut kept, mut set_apart) = (Vec::new(), Vec::new());
    for finding in findings {
        match index.find(&finding) {
            Some(waiver) => {
                used.insert((place(waiver), finding.rule));
                set_apart.push(Waived { finding, waiver: Arc::clone(waiver) });
            }
            None => kept.push(finding),
        }
    }
    for entry in &entries {
        judge(entry, project, selection, today, &used, &mut kept);
    }
    (kept, set_apart)
}

/// What a waiver is known by: file and place.
type Place = (String, Span);

fn place(waiver: &Waiver) -> Place {
    (waiver.file.name().to_owned(), waiver.place)
}

fn entries(project: &Project) -> Vec<Entry<'_>> {
    let of_settings = project.settings.file.iter().flat_map(|file| {
        project.settings.waivers.iter().map(|setting| Entry {
            paper: None,
            file: file.clone(),
            read: read::of_settings(setting, file).map(Arc::new),
        })
    });
    let papers: Vec<&PaperFile> = project.selected().collect();
    let of_papers = papers.par_iter().flat_map_iter(|paper| {
        let file = &paper.paper.file;
        read::of_paper(&paper.paper).into_iter().map(|read| Entry {
            paper: Some(*paper),
            file: file.clone(),
            read: read.map(Arc::new),
        })
    });
    of_settings.chain(of_papers.collect::<Vec<_>>()).collect()
}

/// The waivers in force, by the paper they are for.
struct Index<'w> {
    project: &'w Project,
    of_papers: HashMap<&'w str, Vec<&'w Arc<Waiver>>>,
    of_settings: Vec<&'w Arc<Waiver>>,
}

impl<'w> Index<'w> {
    fn new(project: &'w Project, waivers: impl Iterator<Item = &'w Arc<Waiver>>) -> Self {
        let mut index = Self { project, of_papers: HashMap::new(), of_settings: Vec::new() };
        for waiver in waivers {
            match waiver.scope {
                Scope::Part(_) => {
                    index.of_papers.entry(waiver.file.name()).or_default().push(waiver);
                }
                Scope::Papers(_) => index.of_settings.push(waiver),
            }
        }
        index
    }

    /// The waiver that a finding falls under, the nearest one.
    fn find(&self, finding: &Finding) -> Option<&'w Arc<Waiver>> {
        let name = finding.file.name();
        let is_at = |waiver: &Waiver| match &waiver.scope {
            Scope::Part(part) => part.start <= finding.span.start && finding.span.start <= part.end,
            Scope::Papers(paths) => paths
                .as_ref()
                .is_none_or(|paths| paths.is_match(self.project.relative(Path::new(name)))),
        };
        let own = self.of_papers.get(name).into_iter().flatten();
        own.chain(&self.of_settings)
            .find(|waiver| waiver.names(finding.rule) && is_at(waiver))
            .copied()
    }
}

/// Adds what is wrong with a waiver.
fn judge(
    entry: &Entry<'_>,
    project: &Project,
    selection: &Selection,
    today: NaiveDate,
    used: &BTreeSet<(Place, &str)>,
    findings: &mut Vec<Finding>,
) {
    let severity = |rule: &str| severity(entry, project, selection, rule);
    let mut report = |rule: &'static str, place: Span, message: String, help: String| {
        if let Some(severity) = severity(rule) {
            let finding = Finding::error(rule, &entry.file, place, message).help(help);
            findings.push(Finding { severity, ..finding });
        }
    };
    let waiver = match &entry.read {
        Ok(waiver) => waiver,
        Err(fault) => {
            return report(INVALID, fault.place, fault.message.clone(), fault.help.clone());
        }
    };
    if waiver.until < today {
        let message = format!("the waiver ended on {}", waiver.until);
        let help = "mend what it waived, or have it given anew with a later day".to_owned();
        return report(EXPIRED, waiver.place, message, help);
    }
    // Whether the settings' waivers are used can only be told with all papers at hand.
    if entry.paper.is_none() && !project.is_whole() {
        return;
    }
    for name in &waiver.rules {
        let is_active = entry.paper.is_none() || severity(&name.value).is_some();
        let is_used = used.contains(&(place(waiver), name.value.as_str()));
        if is_active && !is_used {
            let message = format!("nothing is waived here that `{}` would find", name.value);
            report(UNUSED, name.span, message, "delete the waiver".to_owned());
        }
    }
}

/// How grave a rule is where a waiver stands; none if it is off.
fn severity(
    entry: &Entry<'_>,
    project: &Project,
    selection: &Selection,
    rule: &str,
) -> Option<Severity> {
    match entry.paper {
        Some(file) => {
            let series = project.series_of(&file.paper)?;
            let mut active = selection.active(project, file, series);
            active.find(|(other, _)| other.name == rule).map(|(_, severity)| severity)
        }
        None => selection.in_settings(project, rule),
    }
}
