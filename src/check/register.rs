//! What is wrong in the entries of the register, for a command that checks no papers.

use chrono::NaiveDate;

use super::{Run, Selection, Sink, rule};
use crate::project::Project;
use crate::text::finding::Finding;

/// The rules that look at the register alone.
const RULES: [&str; 2] = ["contradictory-register", "incomplete-entry"];

/// What is wrong in the register of a project on the day `today`, as far as its settings ask for that.
pub fn in_register(project: &Project, today: NaiveDate) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in RULES.into_iter().filter_map(rule) {
        if let Run::Project(check) = rule.run
            && let Some(register) = &project.register
            && let Ok(selection) = Selection::new(project)
            && let Some(severity) = selection.in_settings(project, rule.name)
        {
            let mut sink = Sink::new(rule.name, severity, &register.file, &mut findings);
            check(project, today, &mut sink);
        }
    }
    findings
}
