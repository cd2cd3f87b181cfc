use std::collections::HashSet;

use crate::check::Sink;
use crate::check::rule::rule;
use crate::project::Project;
use crate::project::register::EntryKind;

rule! {
    /// A paper that the register has a number for must be there.
    ///
    /// ## Why
    ///
    /// A number without its paper is lost: nobody can say whether it was published. Papers are renamed and
    /// deleted without a thought of the register. What is looked for is the path in the register, so this
    /// is told only when all papers of the project are checked.
    ///
    /// ## Example
    ///
    /// ```yaml numbers.yaml
    /// assigned:
    ///   - { number: 3733-0624, paper: 2024-06/gone.md, on: 2024-05-21 }
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the paper's new path. If the paper is given up, move the entry to `void:` and say why.
    "missing-registered-paper", Error => Project(check)
}

fn check(project: &Project, out: &mut Sink<'_>) {
    let Some(register) = &project.register else { return };
    let papers: HashSet<String> =
        project.papers.iter().map(|file| project.relative(&file.path)).collect();
    for entry in &register.entries {
        let EntryKind::Assigned { paper } = &entry.kind else { continue };
        if papers.contains(paper) {
            continue;
        }
        let number = &entry.number.value;
        out.in_file(
            &register.file,
            entry.number.span,
            format!("the paper `{paper}` of the number `{number}` is not there"),
        )
        .help("write its new path, or move the entry to `void:` and say why");
    }
}
