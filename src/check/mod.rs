//! Checking papers: rules look at them and report findings.
//!
//! # Adding a rule
//!
//! Write `rules/<family>/<name>.rs` with one `rule!` and one check function, name it in the family's
//! `mod.rs`, and put passing and failing papers under `tests/rules/<name>/`. Help, `explain`,
//! completions and settings read the table and need no word.

mod context;
mod family;
mod fingerprint;
mod guard;
mod names;
pub mod relations;
mod rule;
mod rules;
mod select;
mod sink;
pub mod waivers;

use chrono::NaiveDate;
use rayon::prelude::*;

pub use context::{PaperContext, Peers};
pub use family::RuleFamily;
pub use names::UnitNames;
pub use rule::{Rule, Run};
pub use select::{CommandLine, Layer, Origin, Selection};
pub use sink::{Report, Sink};

use crate::project::{PaperFile, Project};
use crate::text::finding::Finding;
use crate::text::suggest;

/// All rules, sorted by name.
pub fn rules() -> Vec<&'static Rule> {
    let mut rules: Vec<&Rule> = rules::all().collect();
    rules.sort_by_key(|rule| rule.name);
    rules
}

/// The rule of a name.
pub fn rule(name: &str) -> Option<&'static Rule> {
    rules::all().find(|rule| rule.name == name)
}

/// What to do about the name of a rule that does not exist.
fn meant_rule(name: &str) -> String {
    suggest::nearest(name, rules().into_iter().map(|rule| rule.name)).map_or_else(
        || "`issuepaper explain` lists the rules".to_owned(),
        |near| format!("did you mean `{near}`?"),
    )
}

/// What is wrong in a project.
#[derive(Debug, Default)]
pub struct Verdict {
    /// The findings that count, sorted.
    pub findings: Vec<Finding>,
    /// The findings that are waived, sorted.
    pub waived: Vec<waivers::Waived>,
}

/// Checks the papers of `project` that were asked for, on all cores. The findings are sorted by file
/// and place and are the same on every run.
///
/// `today` is the only thing the verdict depends on besides the files. With faults in the project's
/// own files, only those are returned: papers can't be judged by settings that can't be read.
pub fn check(project: &Project, selection: &Selection, today: NaiveDate) -> Verdict {
    if !project.findings.is_empty() {
        let findings = settle(project.findings.clone(), project);
        return Verdict { findings, waived: Vec::new() };
    }
    let peers = Peers::new(project);
    let selected: Vec<&PaperFile> = project.selected().collect();
    let mut findings: Vec<Finding> = selected
        .par_iter()
        .flat_map_iter(|file| check_paper(project, &peers, file, selection, today))
        .collect();
    if project.is_whole() {
        check_whole(project, selection, &mut findings);
    }
    let (findings, waived) = waivers::apply(project, selection, today, settle(findings, project));
    // Those on waivers are new.
    Verdict { findings: settle(findings, project), waived }
}

/// The rules on what all papers hold together.
fn check_whole(project: &Project, selection: &Selection, findings: &mut Vec<Finding>) {
    let Some(file) = &project.settings.file else { return };
    for rule in rules() {
        if let Run::Project(check) = rule.run
            && let Some(severity) = selection.in_settings(project, rule.name)
        {
            guard::run(rule, file, findings, |findings| {
                check(project, &mut Sink::new(rule.name, severity, file, findings));
            });
        }
    }
}

fn check_paper(
    project: &Project,
    peers: &Peers<'_>,
    file: &PaperFile,
    selection: &Selection,
    today: NaiveDate,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let Some(context) = PaperContext::new(project, peers, file, today) else { return findings };
    for (rule, severity) in selection.active(project, file, context.series) {
        if let Run::Paper(check) = rule.run {
            guard::run(rule, &file.paper.file, &mut findings, |findings| {
                check(&context, &mut Sink::new(rule.name, severity, &file.paper.file, findings));
            });
        }
    }
    findings
}

/// Sorts the findings of a project, each once, and gives a fingerprint to each that has none.
pub fn settle(mut findings: Vec<Finding>, project: &Project) -> Vec<Finding> {
    findings.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    findings.dedup();
    fingerprint::assign(&mut findings, project);
    findings
}
