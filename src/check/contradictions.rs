//! What contradicts itself in the register, for a command that checks no papers.

use super::{Run, Selection, Sink, rule};
use crate::project::Project;
use crate::text::finding::Finding;

/// The contradictions in the register of a project, as far as its settings ask for them.
pub fn contradictions(project: &Project) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(rule) = rule("contradictory-register")
        && let Run::Project(check) = rule.run
        && let Some(register) = &project.register
        && let Ok(selection) = Selection::new(project)
        && let Some(severity) = selection.in_settings(project, rule.name)
    {
        check(project, &mut Sink::new(rule.name, severity, &register.file, &mut findings));
    }
    findings
}
