//! Which findings are waived, and what is wrong with the waivers themselves.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDate;
use rayon::prelude::*;

use super::{Fault, Scope, Waived, Waiver, read};
use crate::check::rules::waivers::{EXPIRED, INVALID, UNUSED};
use crate::check::{Rule, Selection, guard};
use crate::project::{PaperFile, Project};
use crate::text::finding::{Finding, Severity};
use crate::text::source::{SourceFile, Span};

/// A waiver, or what is wrong with it.
type Read = Result<Arc<Waiver>, Fault>;

/// What is left of the findings on a paper after its waivers.
#[derive(Debug, Default)]
pub(in crate::check) struct Applied {
    /// The findings that count, and those on its waivers.
    pub(in crate::check) findings: Vec<Finding>,
    /// The findings that are waived.
    pub(in crate::check) waived: Vec<Waived>,
    /// The waivers of the settings that waived one, by their index there and the rule.
    pub(in crate::check) used: BTreeSet<(usize, &'static str)>,
}

/// The waivers in the settings of a project.
#[derive(Debug, Default)]
pub(in crate::check) struct SettingsWaivers {
    all: Vec<Read>,
}

/// The waivers in force on the day `today`, those of the settings first.
pub fn in_force(project: &Project, today: NaiveDate) -> Vec<Arc<Waiver>> {
    let papers: Vec<&PaperFile> = project.selected().collect();
    let of_papers = papers.par_iter().flat_map_iter(|file| of_paper(file).unwrap_or_default());
    let of_papers: Vec<Read> = of_papers.collect();
    let all = SettingsWaivers::new(project).all.into_iter().chain(of_papers);
    all.filter_map(Result::ok).filter(|waiver| waiver.until >= today).collect()
}

/// The waivers in a paper, or why the program crashed reading them.
fn of_paper(file: &PaperFile) -> Result<Vec<Read>, String> {
    let read = guard::attempt(|| read::of_paper(&file.paper))?;
    Ok(read.into_iter().map(|read| read.map(Arc::new)).collect())
}

impl SettingsWaivers {
    /// Reads the waivers in the settings of `project`.
    pub(in crate::check) fn new(project: &Project) -> Self {
        let Some(file) = &project.settings.file else { return Self::default() };
        let waivers = project.settings.waivers.iter();
        Self { all: waivers.map(|it| read::of_settings(it, file).map(Arc::new)).collect() }
    }

    /// Separates the waived ones of a paper's `findings` from the others, and adds findings on its waivers, by
    /// the rules that are `active` on the paper.
    pub(in crate::check) fn apply(
        &self,
        project: &Project,
        file: &PaperFile,
        active: &[(&Rule, Severity)],
        today: NaiveDate,
        findings: Vec<Finding>,
    ) -> Applied {
        let mut applied = Applied::default();
        let own = of_paper(file).unwrap_or_else(|reason| {
            let fault =
                guard::unread(INVALID, &file.paper.file, "the waivers of the paper", &reason);
            applied.findings.push(fault);
            Vec::new()
        });
        if own.is_empty() && self.all.is_empty() {
            applied.findings.extend(findings);
            return applied;
        }
        let path = project.relative(&file.path);
        let mut used_own: BTreeSet<(Span, &'static str)> = BTreeSet::new();
        for finding in findings {
            let holds = |read: &'_ Read| {
                let waiver = read.as_ref().ok().filter(|waiver| waiver.until >= today)?;
                waiver.covers(&finding, Path::new(&path)).then(|| Arc::clone(waiver))
            };
            // The nearest one.
            let waiver = own.iter().find_map(holds).inspect(|waiver| {
                used_own.insert((waiver.place, finding.rule));
            });
            let waiver = waiver.or_else(|| {
                let (at, waiver) =
                    self.all.iter().enumerate().find_map(|(at, read)| Some((at, holds(read)?)))?;
                applied.used.insert((at, finding.rule));
                Some(waiver)
            });
            match waiver {
                Some(waiver) => applied.waived.push(Waived { finding, waiver }),
                None => applied.findings.push(finding),
            }
        }
        let severity = |name: &str| {
            active.iter().find(|(rule, _)| rule.name == name).map(|(_, severity)| *severity)
        };
        let left: Vec<(&str, Span)> =
            applied.findings.iter().map(|finding| (finding.rule, finding.span)).collect();
        for read in &own {
            // The nearest finding of the rule, which the waiver may be meant for.
            let elsewhere = |waiver: &Waiver, rule: &str| {
                let spans = left.iter().filter(|(name, _)| *name == rule).map(|(_, span)| *span);
                let distance = |span: &Span| span.start.abs_diff(waiver.place.start);
                spans
                    .min_by_key(distance)
                    .map(|span| file.paper.file.lines().line_of(span.start) + 1)
            };
            let is_unused = |waiver: &Waiver, rule: &str| {
                severity(rule).is_some() && !used_own.contains(&(waiver.place, rule))
            };
            let unused = (is_unused, elsewhere);
            judge(read, &file.paper.file, today, severity, unused, &mut applied.findings);
        }
        applied
    }

    /// The rules with a waiver in force on the day `today` for the paper at `path` that is not among the `used` ones.
    pub(in crate::check) fn unused(
        &self,
        path: &str,
        today: NaiveDate,
        used: &BTreeSet<(usize, &str)>,
    ) -> BTreeSet<&str> {
        let in_force = self.all.iter().enumerate().filter_map(|(at, read)| {
            let waiver = read.as_ref().ok().filter(|waiver| waiver.until >= today)?;
            waiver.is_for(Path::new(path)).then_some((at, waiver))
        });
        let mut rules = BTreeSet::new();
        for (at, waiver) in in_force {
            let names = waiver.rules.iter().map(|name| name.value.as_str());
            rules.extend(names.filter(|name| !used.contains(&(at, *name))));
        }
        rules
    }

    /// Adds findings on the waivers of the settings. `used` has the index of each that waived a finding, with the
    /// finding's rule.
    pub(in crate::check) fn judge(
        &self,
        project: &Project,
        selection: &Selection,
        today: NaiveDate,
        used: &BTreeSet<(usize, &str)>,
        findings: &mut Vec<Finding>,
    ) {
        let Some(file) = &project.settings.file else { return };
        // Only a check of all papers shows whether they are used.
        let is_whole = project.is_whole();
        for (at, read) in self.all.iter().enumerate() {
            let severity = |rule: &str| selection.in_settings(project, rule);
            let is_unused = |_: &Waiver, rule: &str| is_whole && !used.contains(&(at, rule));
            let unused = (is_unused, |_: &Waiver, _: &str| None);
            judge(read, file, today, severity, unused, findings);
        }
    }
}

impl Waiver {
    /// Whether it covers the finding, in a paper at `path` in the project.
    fn covers(&self, finding: &Finding, path: &Path) -> bool {
        let is_at = match &self.scope {
            Scope::Part(part) => part.start <= finding.span.start && finding.span.start <= part.end,
            Scope::Papers(_) => self.is_for(path),
        };
        is_at && self.names(finding.rule)
    }

    /// Whether it is for all papers, or among others for that at `path` in the project.
    fn is_for(&self, path: &Path) -> bool {
        match &self.scope {
            Scope::Part(_) => false,
            Scope::Papers(paths) => paths.as_ref().is_none_or(|paths| paths.is_match(path)),
        }
    }
}

/// Adds findings on a waiver in `file`. It may be unused for a rule that finds something in another line only.
fn judge(
    read: &Read,
    file: &SourceFile,
    today: NaiveDate,
    severity: impl Fn(&str) -> Option<Severity>,
    (is_unused, elsewhere): (
        impl Fn(&Waiver, &str) -> bool,
        impl Fn(&Waiver, &str) -> Option<usize>,
    ),
    findings: &mut Vec<Finding>,
) {
    let mut report = |rule: &'static str, place: Span, message: String, help: String| {
        if let Some(severity) = severity(rule) {
            let finding = Finding::error(rule, file, place, message).help(help);
            findings.push(Finding { severity, ..finding });
        }
    };
    let waiver = match read {
        Ok(waiver) => waiver,
        Err(fault) => {
            return report(INVALID, fault.place, fault.message.clone(), fault.help.clone());
        }
    };
    if waiver.until < today {
        let message = format!("the waiver ended on {}", waiver.until);
        let help =
            "fix what it waived and delete the waiver, or renew it with a later date".to_owned();
        return report(EXPIRED, waiver.place, message, help);
    }
    for name in waiver.rules.iter().filter(|name| is_unused(waiver, &name.value)) {
        let message = format!("the rule `{}` finds nothing to waive here", name.value);
        let is_used = waiver.rules.iter().any(|name| !is_unused(waiver, &name.value));
        let help = if is_used {
            format!("delete `{}` from the waiver", name.value)
        } else {
            "delete the waiver".to_owned()
        };
        let help = match elsewhere(waiver, &name.value) {
            Some(line) => format!(
                "if it is for line {line}, put it on a line of its own before what it is for; otherwise {help}"
            ),
            None => help,
        };
        report(UNUSED, name.span, message, help);
    }
}
