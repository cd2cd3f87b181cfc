//! Checking papers: rules look at them and report findings.
//!
//! # Adding a rule
//!
//! Write `rules/<family>/<name>.rs` with one `rule!` and one check function, name it in the family's
//! `mod.rs`, and put passing and failing papers under `tests/rules/<name>/`. Help, `explain`,
//! completions and settings read the table and need no change.

mod context;
mod cycles;
mod elsewhere;
mod facts;
mod family;
mod fingerprint;
mod fix;
mod front;
mod guard;
mod index;
mod judge;
mod known;
mod names;
mod order;
mod outcome;
mod published;
mod recheck;
mod references;
mod register;
pub mod relations;
mod rule;
mod rules;
mod sealed;
mod select;
mod shared_values;
mod sink;
mod table_layout;
mod told;
pub mod waivers;
mod wanted;

use chrono::NaiveDate;

pub use context::PaperContext;
pub use facts::{Hit, LongForms, SharedFacts};
pub use family::RuleFamily;
pub use fix::{FixOptions, FixOutcome, fix_until_stable};
pub use front::{CheckOptions, baseline_kept, run};
pub use index::ProjectIndex;
pub use names::UnitNames;
pub use outcome::{Outcome, Suppressed, Suppression};
pub use recheck::Checker;
pub use register::in_register;
pub use rule::{CheckPhrases, Rule, Run};
pub use select::{CommandLine, Layer, Origin, Selection, settings_faults};
pub use sink::{Report, Sink};
pub use told::once_beside;

use judge::{Judge, PaperVerdict};
use waivers::SettingsWaivers;

use crate::project::{InputError, Project};
use crate::text::finding::Finding;
use crate::text::suggest;

/// All rules, sorted by name.
pub fn rules() -> Vec<&'static Rule> {
    let mut rules: Vec<&Rule> = rules::all().collect();
    rules.sort_by_key(|rule| rule.name);
    rules
}

/// The rule called `name`.
pub fn rule(name: &str) -> Option<&'static Rule> {
    rules::all().find(|rule| rule.name == name)
}

/// The help for `name`, which is not the name of a rule.
fn suggest_rule(name: &str) -> String {
    suggest::nearest(name, rules().into_iter().map(|rule| rule.name)).map_or_else(
        || "`issuepaper explain` lists the rules".to_owned(),
        |near| format!("did you mean `{near}`?"),
    )
}

/// What was found in a project.
#[derive(Debug, Default)]
pub struct Verdict {
    /// The findings that count, sorted.
    pub findings: Vec<Finding>,
    /// The findings that are waived, sorted.
    pub waived: Vec<waivers::Waived>,
    /// The papers that could not be judged, and why.
    pub errors: Vec<InputError>,
}

/// Checks the papers to judge of `project` with the rules of `selection` on all cores, and applies waivers,
/// but neither baseline nor base. The findings are sorted by file and place and are the same on every run.
///
/// Besides the files, the verdict depends only on `today`. If the project's own files have faults,
/// only those are returned: papers can't be judged by settings that can't be read.
pub fn check(project: &Project, selection: &Selection, today: NaiveDate) -> Verdict {
    if !project.findings.is_empty() {
        let findings = finish_findings(project.findings.clone(), project);
        return Verdict { findings, ..Verdict::default() };
    }
    let verdict = judge_all(project, selection, &CheckOptions::on(today));
    Verdict { findings: told::once(verdict.findings), ..verdict }
}

/// Judges the papers of a project whose own files are in order.
fn judge_all(project: &Project, selection: &Selection, options: &CheckOptions) -> Verdict {
    let (index, waivers) = (
        ProjectIndex::new(project, |names| selection.phrases(names)),
        SettingsWaivers::new(project),
    );
    let judge = Judge {
        project,
        index: &index,
        selection,
        waivers: &waivers,
        today: options.today,
        keeps_bodies: options.keeps_bodies,
    };
    let (mut verdicts, forms) = judge.all(&judge.due());
    judge.complete(&mut verdicts, forms);
    let of_project = judge.project(&verdicts);
    joined(verdicts, of_project, project)
}

/// Joins the verdicts on papers and the findings on the project as a whole.
fn joined(verdicts: Vec<PaperVerdict>, of_project: Vec<Finding>, project: &Project) -> Verdict {
    let mut verdict = Verdict { findings: of_project, ..Verdict::default() };
    for paper in verdicts {
        verdict.errors.extend(paper.error);
        verdict.findings.extend(paper.findings);
        verdict.waived.extend(paper.waived);
    }
    verdict.findings.sort_by(order::compare);
    let waived = verdict.waived.iter_mut().map(|waived| &mut waived.finding);
    fingerprint::distinguish(verdict.findings.iter_mut().chain(waived), project);
    verdict
}

/// Sorts findings, drops duplicates, and sets the fingerprint of each that has none.
fn finish_findings(mut findings: Vec<Finding>, project: &Project) -> Vec<Finding> {
    order::sort(&mut findings);
    fingerprint::assign(&mut findings, project);
    findings
}
