//! A series that is learned from papers that exist: they pass it, and the odd ones are found.

use std::collections::BTreeSet;
use std::fmt::Write;

use issuepaper::learn;
use issuepaper::paper::Paper;
use issuepaper::project::{ChangeSet, markdown_below};
use issuepaper::series::Library;
use issuepaper::text::source::SourceFile;

use crate::cli::run_in;
use crate::support::{Folder, repository, today};

/// Learns from the papers in `folder` and writes the series; its text.
fn learned(folder: &Folder) -> String {
    let changes = changes(folder, folder.path());
    changes.commit().unwrap();
    let series = changes.iter().find(|change| change.path().ends_with("series.yaml")).unwrap();
    let text = series.after().to_owned();
    let file = SourceFile::new("series.yaml", text.clone());
    let library = Library::new([("own/series.yaml".to_owned(), file)].into());
    assert!(library.series("own").unwrap().is_ok(), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
    text
}

fn changes(folder: &Folder, root: &std::path::Path) -> ChangeSet {
    let (files, errors) = markdown_below(root);
    assert_eq!(errors, []);
    let path = |path: &std::path::Path| {
        path.strip_prefix(folder.path()).unwrap().to_str().unwrap().replace('\\', "/")
    };
    let files: Vec<(String, Paper)> =
        files.into_iter().map(|file| (path(&file.path), file.paper)).collect();
    let papers: Vec<(&str, &Paper)> =
        files.iter().map(|(path, paper)| (path.as_str(), paper)).collect();
    let mut series = learn::learn(&papers, "own").unwrap();
    learn::try_out(folder.path(), &mut series, today()).unwrap();
    learn::project(folder.path(), &series)
}

/// The rules that are broken, each with the paper.
fn found(folder: &Folder) -> BTreeSet<(&'static str, String)> {
    let relative = |name: &str| {
        let path = std::path::Path::new(name);
        path.strip_prefix(folder.path()).unwrap_or(path).display().to_string()
    };
    folder.check().iter().map(|it| (it.rule, relative(it.file.name()))).collect()
}

fn has(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "no {part:?} in:\n{text}");
    }
}

/// A proposal whose number is in its name, with a key and a section that depend on others.
fn proposal(number: usize) -> String {
    let (status, kind) =
        (["Draft", "Final", "Last Call"][number % 3], ["Standard", "Process"][number % 2]);
    let mut front =
        format!("prop: {number}\ntitle: Proposal of step {number}\nauthors: Alex Doe, Robin Roe\n");
    write!(front, "status: {status}\nkind: {kind}\n").unwrap();
    if kind == "Standard" {
        front += "area: Core\n";
    }
    front += "created: 2024-03-12\n";
    if number > 30 {
        front += "requires: 1, 2\n";
    }
    let tests = if status == "Draft" { "" } else { "## Tests\n\nThe desk ran them.\n\n" };
    format!(
        "---\n{front}---\n\n## Summary\n\nA step for the desk.\n\n## Reasons\n\nThe desk asked for it.\n\n{tests}\
         ## License\n\nThis proposal is in the public domain.\n"
    )
}

fn proposals() -> Folder {
    let folder = Folder::new();
    for number in 1..=40 {
        folder.write(&format!("text/prop-{number}.md"), proposal(number));
    }
    folder.write("README.md", "# About\n\nNo paper.\n");
    folder
}

#[test]
fn papers_that_agree_are_clean() {
    let folder = proposals();
    let text = learned(&folder);
    has(
        &text,
        &[
            "files: [\"text/prop-{number}.md\"]",
            "number: prop",
            "stage: status",
            "date: created",
            "submitter: authors",
            "order: [Draft, Last Call, Final]",
            "label: PROP-",
            "In 40 of 40 papers.",
            "choices: [Process, Standard]",
            "required_when: { kind: Standard }\n    allowed_when: { kind: Standard }",
            "type: reference",
            "fields_in_order: true",
            "case: exact",
            "required_when: { not: { status: Draft } }",
            "text: \"This proposal is in the public domain.\"",
        ],
    );
    assert_eq!(found(&folder), BTreeSet::new(), "{text}");
}

#[test]
fn odd_papers_are_found_and_named() {
    let folder = proposals();
    let change = |number: usize, old: &str, new: &str| {
        let text = proposal(number);
        assert!(text.contains(old), "{old}");
        let path = format!("text/prop-{number}.md");
        folder.write(&path, text.replace(old, new));
        path
    };
    let odd = [
        ("unknown-choice", change(4, "status: Final", "status: Fnal")),
        ("invalid-date", change(5, "2024-03-12", "12 March 2024")),
        ("missing-field", change(6, "title: Proposal of step 6\n", "")),
        ("wrong-file-name", change(7, "prop: 7", "prop: 77")),
        ("unknown-field", change(8, "authors: ", "authers: ")),
        ("missing-section", change(9, "## Reasons", "### More")),
        ("changed-section-text", change(10, "public domain", "public library")),
        ("heading-case", change(11, "## Summary", "## SUMMARY")),
    ];
    let text = learned(&folder);
    let found = found(&folder);
    for (rule, path) in &odd {
        assert!(found.contains(&(*rule, path.clone())), "{rule} {path}: {found:?}\n{text}");
        assert!(text.contains(&format!("`{path}`")), "{path} is not named: {text}");
    }
    let odd: BTreeSet<&String> = odd.iter().map(|(_, path)| path).collect();
    let found: BTreeSet<&String> = found.iter().map(|(_, path)| path).collect();
    assert_eq!(found, odd, "{text}");
}

#[test]
fn papers_in_folders_of_their_own_have_their_number_there() {
    let folder = Folder::new();
    for number in 1..=12 {
        let front = format!(
            "title: Step {number}\nkep-number: {number}\nauthors:\n  - \"@alex\"\n  - \"@robin\"\nowning: desk-{}\n\
             status: {}\nstages:\n  - name: alpha\n    at: v1.{number}\n",
            ["one", "two"][number % 2],
            ["provisional", "implementable", "implemented"][number % 3]
        );
        let body = "## Summary\n\nA step for the desk.\n\n## Goals\n\nA better desk.\n";
        let path = format!("keps/desk-{}/{number}-step/README.md", ["one", "two"][number % 2]);
        folder.write(&path, format!("---\n{front}---\n\n{body}"));
    }
    folder.write("keps/README.md", "# Keps\n\nWhat they are.\n");
    let text = learned(&folder);
    has(
        &text,
        &[
            "files: [\"keps/*/{number}-*/README.md\"]",
            "number: kep-number",
            "order: [provisional, implementable, implemented]",
            "submitter: authors",
            "type: any",
        ],
    );
    assert_eq!(found(&folder), BTreeSet::new(), "{text}");
    assert_eq!(folder.check().len(), 0);
}

#[test]
fn decisions_have_their_number_in_the_name_alone() {
    let folder = Folder::new();
    for number in 1..=25 {
        let status = ["accepted", "proposed", "rejected"][number % 3];
        let body = "## Context\n\nThe desk is old.\n\n## Decision\n\nWe buy a desk.\n";
        let front = format!("status: {status}\ndate: 2024-05-{number:02}\n");
        folder.write(
            &format!("decisions/{number:04}-step.md"),
            format!("---\n{front}---\n\n# Step {number}\n\n{body}"),
        );
    }
    folder.write("decisions/0099-notes.md", "# Notes\n\nNo front matter.\n");
    folder.write(
        "decisions/0026-step.md",
        "---\nstatus: accepted\ndate: later\n---\n\n## Context\n\nThe desk is old.\n",
    );
    let text = learned(&folder);
    has(
        &text,
        &[
            "files: [\"decisions/{number}-*.md\"]",
            "papers_when: { ",
            "stage: status",
            "title: title",
            "title: true",
            "order: [proposed, accepted, rejected]",
            "25 of 26 values (`date`); not: `decisions/0026-step.md`.",
        ],
    );
    let odd = "decisions/0026-step.md".to_owned();
    let expected =
        [("invalid-date", odd.clone()), ("missing-field", odd.clone()), ("missing-section", odd)];
    assert_eq!(found(&folder), BTreeSet::from(expected), "{text}");
}

#[test]
fn papers_without_front_matter_are_those_with_numbers() {
    let folder = Folder::new();
    for number in 0..=24 {
        let title = ["# ", ""][usize::from(number == 7)];
        let text = format!("{title}Step {number}\n\n## Context\n\nThe desk is old.\n");
        folder.write(&format!("adr/{number:04}-step.md"), text);
    }
    folder.write("adr/README.md", "# About\n\nWhat is here.\n");
    let text = learned(&folder);
    has(&text, &["files: [\"adr/{number}-*.md\"]", "title: true", "In 25 of 25 papers."]);
    assert!(!text.contains("number: none") && !text.contains("papers_when"), "{text}");
    let odd = "adr/0007-step.md".to_owned();
    let expected = [("missing-field", odd.clone()), ("text-before-sections", odd)];
    assert_eq!(found(&folder), BTreeSet::from(expected), "{text}");
}

#[test]
fn the_same_papers_give_the_same_series() {
    let (one, other) = (proposals(), proposals());
    assert_eq!(learned(&one), learned(&other));
}

#[test]
fn the_sample_papers_give_a_series_that_loads() {
    let folder = Folder::new();
    for month in ["2024-06", "2024-09", "2024-12"] {
        folder.copy(&repository(&format!("papers/{month}")), month);
    }
    learned(&folder);
    // Those that it does not agree on are few: their keys, and what they refer to.
    let run = run_in(folder.path(), &["check", "--format", "concise"]);
    assert_ne!(run.code, Some(2), "{}{}", run.stdout, run.stderr);
}

#[test]
fn bad_input_is_said_and_nothing_is_overwritten() {
    let folder = Folder::new();
    let run = run_in(folder.path(), &["init", "--learn"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("no paper has front matter"), "{}", run.stderr);
    for number in 1..=5 {
        folder.write(
            &format!("{number}-a.md"),
            format!("---\ntitle: Step {number}\n---\n\n## Issue\n"),
        );
    }
    folder.write("6-broken.md", "---\ntitle: [a\n---\n");
    folder.write("7-bytes.md", b"---\ntitle: \xff\n---\n");
    let run = run_in(folder.path(), &["init", "--learn", "--name", "Our Steps"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let path = "templates/our-steps/series.yaml";
    let text = std::fs::read_to_string(folder.path().join(path)).unwrap();
    has(&text, &["`6-broken.md`", "files: [\"{number}-*.md\"]"]);
    let run = run_in(folder.path(), &["init", "--learn"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("already exists and is not overwritten"), "{}", run.stderr);
    let run = run_in(folder.path(), &["init", "sub", "--learn", "."]);
    assert!(run.code == Some(2) && run.stderr.contains("is not in the folder"), "{}", run.stderr);
}

/// A project of `count` records, of which `record` makes each path and text.
fn records(count: usize, record: impl Fn(usize) -> (String, String)) -> Folder {
    let folder = Folder::new();
    for (path, text) in (1..=count).map(record) {
        folder.write(&path, text);
    }
    folder
}

#[test]
fn papers_without_keys_are_told_by_their_path_alone() {
    let folder = records(30, |at| {
        let text = format!("# Record {at}\n\n## Context\n\nText.\n\n## Decision\n\nText.\n");
        (format!("adr/{at:04}-record.md"), text)
    });
    folder.write("adr/0031-empty.md", "");
    folder.write("adr/0002-again.md", "# Again\n\n## Context\n\nText.\n\n## Decision\n\nText.\n");
    let text = learned(&folder);
    has(&text, &["adr/{number}-*.md", "pattern: \"[0-9]{4}\"", "title: true"]);
    assert!(!text.contains("papers_when"), "{text}");
    assert!(found(&folder).iter().any(|(rule, _)| *rule == "duplicate-number"), "{text}");
}

#[test]
fn the_heading_is_the_title_where_few_papers_have_a_key_for_it() {
    let folder = records(20, |at| {
        let title = if at < 4 { format!("title: Record {at}\n") } else { String::new() };
        let front = format!("{title}status: open\nreviewed:\n");
        (
            format!("r/{at:04}-a.md"),
            format!("---\n{front}---\n\n# Record {at}\n\n## Context\n\nText.\n"),
        )
    });
    let text = learned(&folder);
    has(&text, &["title: true"]);
    assert!(!text.contains("type: boolean"), "{text}");
    assert_eq!(found(&folder), BTreeSet::new(), "{text}");
}

#[test]
fn what_fewer_than_19_of_20_papers_have_is_no_demand() {
    let folder = records(20, |at| {
        let more = if at > 3 { "## Risks\n\nNone.\n" } else { "" };
        let front = format!("status: open\nno: {at}\n");
        (format!("r/{at:04}-a.md"), format!("---\n{front}---\n\n## Context\n\nText.\n\n{more}"))
    });
    learned(&folder);
    assert_eq!(found(&folder), BTreeSet::new());
}

#[test]
fn from_papers_that_can_t_be_read_nothing_is_learned() {
    let broken = Paper::new(SourceFile::new("a.md", "---\ntitle: [A\nx: \"b\n---\n\nText.\n"));
    let read = Paper::new(SourceFile::new("b.md", "---\ntitle: B\n---\n\nText.\n"));
    let papers = [("a.md", &broken), ("b.md", &broken), ("c.md", &read)];
    let error = learn::learn(&papers, "own").unwrap_err().to_string();
    assert!(error.contains("2 of 3 papers can't be read"), "{error}");
}

#[test]
fn values_in_the_text_are_learned_where_papers_have_no_front_matter() {
    let folder = records(24, |at| {
        let status = ["Accepted", "Proposed"][at % 2];
        let text = format!(
            "# {at}. Record {at}\n\nDate: 2024-05-{at:02}\n\n## Status\n\n{status}\n\n## Context\n\nText.\n"
        );
        (format!("adr/{at:04}-record.md"), text)
    });
    // One that was written in another way does not make the others no papers.
    folder.write("adr/0025-record.md", "---\ntitle: Record 25\n---\n\n## Context\n\nText.\n");
    let text = learned(&folder);
    has(
        &text,
        &[
            "from 25 papers",
            "stage: Status",
            "date: Date",
            "in_text: \"Date:\"",
            "in_text: \"## Status\"",
            "order: [Proposed, Accepted]",
        ],
    );
    let odd: BTreeSet<String> = found(&folder).into_iter().map(|(_, path)| path).collect();
    assert_eq!(odd, BTreeSet::from(["adr/0025-record.md".to_owned()]), "{text}");
}

#[test]
fn front_matter_in_a_file_beside_papers_is_learned() {
    let folder = Folder::new();
    for at in 1..=6 {
        let plan = format!("plans/desk/{at}-step");
        let status = ["provisional", "implemented"][at % 2];
        folder.write(
            &format!("{plan}/plan.yaml"),
            format!("title: Step {at}\nplan-number: {at}\nstatus: {status}\n"),
        );
        folder.write(&format!("{plan}/README.md"), format!("# Step {at}\n\n## Summary\n\nText.\n"));
        folder.write(&format!("{plan}/notes.md"), "# Notes\n");
    }
    folder.write("plans/README.md", "# Plans\n\nWhat they are.\n");
    let run = run_in(folder.path(), &["init", "--learn", "plans"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let text = folder.read("templates/plans/series.yaml");
    has(
        &text,
        &[
            "files: [\"plans/desk/{number}-*/README.md\"]",
            "front_matter_file: plan.yaml",
            "number: plan-number",
            "stage: status",
        ],
    );
    let check = run_in(folder.path(), &["check"]);
    assert!(check.stdout.contains("6 papers checked, no findings"), "{}\n{text}", check.stdout);
}
