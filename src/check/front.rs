//! The entry point of checking: from a project and options to its findings.

use std::collections::BTreeSet;
use std::path::Path;

use chrono::NaiveDate;

use super::known::{AtBase, learn, suppress_known};
use super::outcome::sort_suppressed;
use super::told;
use super::{CommandLine, Outcome, Selection, Suppressed, Verdict, finish_findings, judge_all};
use crate::pages;
use crate::project::baseline::BASELINE_FILE;
use crate::project::paths::display;
use crate::project::{InputError, PaperFile, Project};
use crate::text::finding::Finding;

/// How a project is checked.
#[derive(Debug, Clone)]
pub struct CheckOptions {
    /// The levels of rules on the command line.
    pub command_line: CommandLine,
    /// The day that dates are compared with.
    pub today: NaiveDate,
    /// Whether the project's baseline is ignored.
    pub ignores_baseline: bool,
    /// Whether what was read of papers' bodies is kept for pages that are made of them afterwards. Otherwise it is
    /// freed paper by paper: of a large archive only the heads stay in memory.
    pub keeps_bodies: bool,
    /// Whether all findings of the checked papers go into the baseline.
    pub updates_baseline: bool,
}

impl CheckOptions {
    /// A check on the day `today`, with the levels that rules, series and settings set.
    pub fn on(today: NaiveDate) -> Self {
        Self {
            command_line: CommandLine::default(),
            today,
            ignores_baseline: false,
            keeps_bodies: false,
            updates_baseline: false,
        }
    }
}

/// Checks a project: its own files, then its papers with all rules. Findings that are waived, in the baseline, or
/// already there at the [base](Project::set_base) of the work are suppressed.
///
/// The outcome depends only on the project and the options and is the same on every run. Nothing is written.
pub fn run(project: &Project, options: &CheckOptions) -> Outcome {
    match selection(project, options, &pages::template_faults(project)) {
        Ok(selection) => {
            let verdict = judge_all(project, &selection, options);
            conclude(project, options, verdict, &mut AtBase::default()).at_origins()
        }
        Err(faults) => faulty(project, faults),
    }
}

/// The levels of all rules, or the faults in the project's own files.
pub(super) fn selection(
    project: &Project,
    options: &CheckOptions,
    template_faults: &[Finding],
) -> Result<Selection, Vec<Finding>> {
    if !template_faults.is_empty() {
        return Err(template_faults.to_vec());
    }
    let selection = Selection::with(project, options.command_line.clone())?;
    if project.findings.is_empty() { Ok(selection) } else { Err(project.findings.clone()) }
}

/// The outcome for a project whose own files have `faults`.
pub(super) fn faulty(project: &Project, faults: Vec<Finding>) -> Outcome {
    let shard = project.shard();
    let mut outcome = Outcome { errors: errors(project), shard, ..Outcome::default() };
    if shard.is_some_and(|shard| !shard.is_first()) {
        let reason = "has faults in its own files, which shard 1 reports; no paper was judged";
        let root = project.root.as_deref().filter(|root| !root.as_os_str().is_empty());
        let root = display(root.unwrap_or(Path::new(".")));
        outcome.errors.push(InputError::new(root, reason));
    } else {
        outcome.faults = finish_findings(faults, project);
    }
    outcome
}

/// The error for a baseline that is not written: what is known of papers that can't be read now would be lost.
pub fn baseline_kept() -> InputError {
    InputError::new(BASELINE_FILE, "is left as it is, since not everything could be read")
}

/// What of a project can't be read or tried out.
fn errors(project: &Project) -> Vec<InputError> {
    let fonts = project.fonts.stopped().into_iter();
    let fonts = fonts.map(|font| InputError::new(font.file, font.reason));
    let templates = pages::stopped_templates(project);
    project.errors.iter().cloned().chain(templates).chain(fonts).collect()
}

/// The outcome for the findings of rules.
pub(super) fn conclude(
    project: &Project,
    options: &CheckOptions,
    verdict: Verdict,
    at_base: &mut AtBase,
) -> Outcome {
    let mut outcome = Outcome { errors: errors(project), ..Outcome::default() };
    outcome.errors.extend(verdict.errors);
    let mut new_baseline = None;
    if options.updates_baseline && !outcome.errors.is_empty() {
        outcome.errors.push(baseline_kept());
    } else if options.updates_baseline {
        match learn(project, &verdict.findings) {
            Ok((baseline, changes)) => {
                new_baseline = Some(baseline);
                outcome.baseline = changes;
            }
            Err(error) => outcome.errors.push(error),
        }
    }
    let own = project.baseline().filter(|_| !options.ignores_baseline);
    let baseline = new_baseline.as_ref().or(own);
    let findings = suppress_known(project, baseline, verdict.findings, &mut outcome);
    let findings = at_base.suppress(project, options, findings, &mut outcome.suppressed);
    outcome.findings = told::once(findings);
    outcome.suppressed.extend(verdict.waived.into_iter().map(Suppressed::from));
    sort_suppressed(&mut outcome.suppressed);
    let name = |file: &PaperFile| file.paper.file.name().to_owned();
    let unread: BTreeSet<&str> = outcome.errors.iter().map(|error| &*error.path).collect();
    let papers = project.judged().map(name).filter(|name| !unread.contains(name.as_str()));
    outcome.papers = papers.collect();
    outcome.shard = project.shard();
    outcome
}
