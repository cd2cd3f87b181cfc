use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::check::Sink;
use crate::check::rule::rule;
use crate::project::Project;
use crate::project::register::{Entry, EntryKind, Register, Serial};
use crate::series::NumberRule;

rule! {
    /// The register must say one thing about a number, and have one number for a paper.
    ///
    /// ## Why
    ///
    /// Entries that contradict each other come from two people who edit the register by hand, or from a merge. The
    /// next one who looks finds a number that is used and void at the same time, and trusts either. The rule
    /// looks at the register alone, and runs when all papers of the project are checked; `issuepaper number check`
    /// reports the same.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// publication_number: "3733-0624"
    /// ```
    ///
    /// ```yaml numbers.yaml
    /// assigned:
    ///   - { number: 3733-0624, paper: paper-0.md, on: 2024-05-21 }
    /// void:
    ///   - { number: "3733", why: printed by another office, on: 2024-05-22 }
    /// ```
    ///
    /// ## How to fix
    ///
    /// Keep the entry that says what happened, and delete the other. Write the whole number of a paper, as it is
    /// printed, and not its serial alone.
    "contradictory-register", Error => Project(check)
}

fn check(project: &Project, _: NaiveDate, out: &mut Sink<'_>) {
    let Some(register) = &project.register else { return };
    let named: BTreeSet<&str> = register.entries.iter().map(|it| it.series.as_str()).collect();
    for id in named {
        let Some(Ok(series)) = project.library.series(id) else { continue };
        if let Some(rule) = &series.number {
            check_series(register, id, rule, out);
        }
    }
}

fn check_series(register: &Register, id: &str, rule: &NumberRule, out: &mut Sink<'_>) {
    let (mut papers, mut serials) = (BTreeMap::new(), BTreeMap::new());
    for entry in register.entries_of(id) {
        let EntryKind::Assigned { paper, .. } = &entry.kind else { continue };
        let number = &entry.number.value;
        if !rule.is_match(number) {
            let (form, example) = (&rule.form, &rule.example);
            let message =
                format!("the number `{number}` of `{paper}` does not have the form `{form}`");
            out.in_file(&register.file, entry.number.span, message)
                .help(format!("write the whole number of the paper, like `{example}`"));
            continue;
        }
        if let Some(serial) = Serial::of(Some(rule), number) {
            serials.entry(serial).or_insert(entry);
        }
        let first: &Entry = papers.entry(paper.as_str()).or_insert(entry);
        if first != entry {
            let message = format!("`{paper}` has the number `{}`, too", first.number.value);
            out.in_file(&register.file, entry.number.span, message)
                .label_in(&register.file, first.number.span, "assigned here")
                .help("keep the number that the paper carries, and delete the other entry");
        }
    }
    for entry in register.entries_of(id) {
        let (number, kind) = (&entry.number.value, entry.kind.name());
        let serial = Serial::of(Some(rule), number);
        let is_other = !matches!(entry.kind, EntryKind::Assigned { .. });
        if let Some(assigned) = serial.filter(|_| is_other).and_then(|it| serials.get(&it)) {
            let message =
                format!("`{number}` is {kind}, and assigned as `{}`", assigned.number.value);
            out.in_file(&register.file, entry.number.span, message)
                .label_in(&register.file, assigned.number.span, "assigned here")
                .help("keep the entry that says what happened to it, and delete the other");
        }
    }
}
