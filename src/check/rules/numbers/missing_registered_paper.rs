use std::collections::HashSet;

use crate::check::Sink;
use crate::check::rule::rule;
use crate::project::Project;
use crate::project::register::EntryKind;
use crate::text::suggest;

rule! {
    /// A paper that the register has a number for must exist.
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
    ///   - { number: 3733-0624, paper: 2024-06/gone.md, on: 2024-05-21 }
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the paper's new path. If the paper was dropped, run `issuepaper number unassign PAPER`;
    /// with `--why TEXT` nobody else gets its number.
    "missing-registered-paper", Error => Project(check)
}

fn check(project: &Project, out: &mut Sink<'_>) {
    let Some(register) = &project.register else { return };
    let papers: HashSet<String> =
        project.papers.iter().map(|file| project.relative(&file.path)).collect();
    for entry in &register.entries {
        let EntryKind::Assigned { paper, .. } = &entry.kind else { continue };
        if papers.contains(paper) {
            continue;
        }
        let number = &entry.number.value;
        let series = project.series_option(entry.series.as_str());
        out.in_file(
            &register.file,
            entry.number.span,
            format!("the paper `{paper}` with the number `{number}` does not exist"),
        )
        .help(format!(
            "write its new path, or take the number back with `issuepaper number unassign{series} {}`; `--why TEXT` \
             makes it void",
            suggest::argument(paper)
        ));
    }
}
