//! What a change brings about in files that it did not touch is new since the base; what was there before is not.

use issuepaper::check::{self, CheckOptions, Suppression};
use issuepaper::git::Repository;

use crate::support::{Folder, today};

/// A paper with a number, some fields of its own, and a body.
fn paper(number: &str, fields: &str, body: &str) -> String {
    let number = match number {
        "" => String::new(),
        number => format!("publication_number: \"{number}\"\n"),
    };
    format!(
        "---\ntitle: On the desk\n{number}stage: review\naction_required: Informational\n\
         submitted_by: Alex Doe, Office\ndate: 2024-05-21\n{fields}---\n\n## Background\n\n{body}\n\n## Issue\n\n\
         None.\n\n## Current Status\n\nOpen.\n"
    )
}

const SETTINGS: &str = "series: issue-paper\n";

/// A project whose `base` is committed, ready for the work.
fn project(files: &[(&str, &str)]) -> Folder {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", SETTINGS);
    for (path, text) in files {
        folder.write(path, text);
    }
    folder.commit_base();
    folder
}

/// The findings that are new and those that were there before, as `rule file`.
fn since(folder: &Folder) -> (Vec<String>, Vec<String>) {
    let mut project = folder.load();
    let repository = Repository::around(folder.path()).unwrap();
    project.set_base(repository.base_snapshot("base", folder.path()).unwrap());
    let outcome = check::run(&project, &CheckOptions::on(today()));
    let shown = |finding: &issuepaper::text::finding::Finding| {
        let name = finding.file.name().rsplit('/').next().unwrap().to_owned();
        format!("{} {name}", finding.rule)
    };
    let old = outcome.suppressed.iter().filter(|it| it.by == Suppression::Unchanged);
    let old = old.map(|it| shown(&it.finding)).collect();
    (outcome.reported().map(shown).collect(), old)
}

fn assert_since(folder: &Folder, new: &[&str], old: &[&str], what: &str) {
    let (found, before) = since(folder);
    assert_eq!(found, new, "new: {what}");
    assert_eq!(before, old, "there before: {what}");
}

fn register(assigned: &[(&str, &str)]) -> String {
    let entry = |(number, paper): &(&str, &str)| {
        format!("  - {{ number: \"{number}\", paper: {paper}, on: 2024-02-03 }}\n")
    };
    let entries: String = assigned.iter().map(entry).collect();
    format!(
        "blocks:\n  - {{ from: \"0001\", to: \"0100\", received: 2024-01-02, source: Desk }}\nassigned:\n{entries}"
    )
}

#[test]
fn a_neighbor_whose_path_ends_alike_is_not_touched_by_an_entry() {
    let folder = project(&[
        ("a.md", &paper("0001-0624", "", "We met.")),
        ("ca.md", &paper("0002-0624", "", "We met.")),
        ("numbers.yaml", &register(&[("0003-0624", "b.md")])),
        ("b.md", &paper("0003-0624", "", "We met.")),
    ]);
    folder.write("numbers.yaml", register(&[("0003-0624", "b.md"), ("0002-0624", "ca.md")]));
    assert_since(&folder, &[], &["register-mismatch a.md"], "another paper was registered");
    folder.write("numbers.yaml", register(&[("0002-0624", "ca.md")]));
    let both = (&["register-mismatch b.md"], &["register-mismatch a.md"]);
    assert_since(&folder, both.0, both.1, "its own entry was taken out");
}

#[test]
fn settings_count_for_what_they_bring_about() {
    let long = "One word after another makes a sentence so long that nobody who reads it to its end still knows how \
                it began or why it was ever written by somebody who had nothing to say to the desk on that very day, \
                or on any other day of that year or the next.";
    let folder =
        project(&[("a.md", &paper("", "", long)), ("b.md", &paper("", "titel: B\n", "We met."))]);
    let (_, before) = since(&folder);
    assert!(before.contains(&"unknown-field b.md".to_owned()), "{before:?}");
    let set = |text: &str| drop(folder.write("issuepaper.yaml", format!("{SETTINGS}{text}")));
    set("acronyms:\n  CDO: Central Desk Office\n");
    assert_eq!(since(&folder), (vec![], before.clone()), "a word about acronyms");
    set("rules:\n  long-sentence: error\n");
    let (new, _) = since(&folder);
    assert_eq!(new, ["long-sentence a.md"], "a warning that fails now");
    set("overrides:\n  - paths: [\"b.md\"]\n    rules:\n      long-sentence: error\n");
    assert_eq!(since(&folder), (vec![], before), "an override for another paper");
}

#[test]
fn a_waiver_that_is_gone_lets_its_findings_count() {
    let waiver = "waivers:\n  - rule: unknown-field\n    paths: [\"a.md\"]\n    reason: known\n    by: Alex Doe\n    until: 2025-12-31\n";
    let text = paper("", "titel: A\n", "We met.");
    let folder = project(&[
        ("a.md", &text),
        ("b.md", &text),
        ("issuepaper.yaml", &format!("{SETTINGS}{waiver}")),
    ]);
    assert_since(&folder, &[], &["unknown-field b.md"], "nothing was changed");
    folder.write("issuepaper.yaml", SETTINGS);
    assert_since(&folder, &["unknown-field a.md"], &["unknown-field b.md"], "the waiver is gone");
}

#[test]
fn units_count_for_the_papers_that_name_them() {
    let units = |b: &str| {
        format!(
            "units:\n  - name: Group A\n    kind: working group\n  - name: Group B\n    kind: working group\n{b}"
        )
    };
    let of = |group: &str| {
        let fields = format!(
            "series: coac\nperiod: 2024-06\nsubcommittee: None\nworking_group: {group}\noffice: Office\n"
        );
        paper("", &fields, "We met.")
    };
    let folder =
        project(&[("a.md", &of("Group A")), ("b.md", &of("Group B")), ("units.yaml", &units(""))]);
    let (new, before) = since(&folder);
    assert_eq!(new, [""; 0]);
    folder.write("units.yaml", units("    valid: { to: 2024-01 }\n"));
    assert_since(
        &folder,
        &["inactive-unit b.md"],
        &before.iter().map(String::as_str).collect::<Vec<_>>(),
        "one group was closed",
    );
}

#[test]
fn a_series_of_the_project_counts_for_its_papers() {
    let series = |more: &str| format!("name: Own\nextends: issue-paper\n{more}");
    let own = paper("", "series: own\ntitel: A\n", "We met.");
    let folder = project(&[
        ("a.md", &own),
        ("b.md", &paper("", "titel: B\n", "We met.")),
        ("templates/own/series.yaml", &series("")),
    ]);
    let before = ["unknown-field a.md", "unknown-field b.md"];
    assert_since(&folder, &[], &before, "nothing was changed");
    folder.write(
        "templates/own/series.yaml",
        series("fields:\n  - { id: docket, type: text, required_from: draft }\n"),
    );
    assert_since(&folder, &["missing-field a.md"], &before, "a new field");
}

#[test]
fn other_papers_count_for_what_is_said_of_them() {
    let refers = paper(
        "0001-0624",
        "related: [\"0002-0624\"]\n",
        "See [b](b.md#the-part) and [old](gone.md).\n\n![A desk](desk.svg)",
    );
    let back = paper("0002-0624", "related: [a.md]\n", "### The part\n\nWe met.");
    let picture = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"></svg>";
    let files = [("a.md", refers.as_str()), ("b.md", back.as_str()), ("desk.svg", picture)];
    let old = ["broken-link a.md"];
    let folder = project(&files);
    assert_since(&folder, &[], &old, "nothing was changed");
    folder.write("b.md", back.replace("We met.", "We met again."));
    assert_since(&folder, &[], &old, "words that nobody refers to");
    folder.write("b.md", back.replace("The part", "Another part"));
    assert_since(&folder, &["broken-link a.md"], &old, "an anchor that is gone");
    folder.write("b.md", back.replace("0002-0624", "0003-0624"));
    let new = ["dangling-relation a.md", "changed-number b.md", "one-sided-relation b.md"];
    assert_since(&folder, &new, &old, "a paper with another number");
    folder.write("b.md", &back);
    folder.write("c.md", paper("0001-0624", "", "We met."));
    let both = ["duplicate-number a.md", "duplicate-number c.md"];
    assert_since(&folder, &both, &old, "a number that another paper takes");
    std::fs::remove_file(folder.path().join("c.md")).unwrap();
    std::fs::remove_file(folder.path().join("desk.svg")).unwrap();
    assert_since(&folder, &["broken-link a.md"], &old, "a picture that is gone");
    folder.write("desk.svg", picture);
    std::fs::remove_file(folder.path().join("b.md")).unwrap();
    let (new, before) = since(&folder);
    assert_eq!(before, old);
    assert!(new.contains(&"broken-link a.md".to_owned()), "a paper that is gone: {new:?}");
}

#[test]
fn a_renamed_paper_takes_its_findings_along() {
    let folder = project(&[
        ("a.md", &paper("0001-0624", "titel: A\nrelated: [\"0002-0624\"]\n", "We met.")),
        ("b.md", &paper("0002-0624", "titel: B\n", "We met.")),
        ("c.md", &paper("", "", "See [b](b.md).")),
    ]);
    let before = ["one-sided-relation a.md", "unknown-field a.md", "unknown-field b.md"];
    let (new, mut old) = since(&folder);
    old.sort();
    assert_eq!((new, old), (vec![], before.map(str::to_owned).to_vec()));
    std::fs::rename(folder.path().join("b.md"), folder.path().join("d.md")).unwrap();
    folder.commit();
    let (new, mut old) = since(&folder);
    old.sort();
    assert_eq!(new, ["broken-link c.md"]);
    assert_eq!(old, before.map(|name| name.replace(" b.md", " d.md")));
}
