//! Series learned from papers of less usual forms.

use std::collections::BTreeSet;

use crate::cli::run_in;
use crate::support::Folder;

/// A folder of `count` papers, of which `paper` makes each path and text.
fn papers(count: usize, paper: impl Fn(usize) -> (String, String)) -> Folder {
    let folder = Folder::new();
    for (path, text) in (1..=count).map(paper) {
        folder.write(&path, text);
    }
    folder
}

/// Learns from the papers in `below`; the series, with what is found in them then.
fn learned(folder: &Folder, below: &str) -> (String, BTreeSet<String>) {
    let run = run_in(folder.path(), &["init", "--learn", below, "--name", "own"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let check = run_in(folder.path(), &["check", "--format", "concise"]);
    let found = check.stdout.lines().filter(|line| line.contains('[')).map(str::to_owned).collect();
    (folder.read("templates/own/series.yaml"), found)
}

fn has(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "no {part:?} in:\n{text}");
    }
}

#[test]
fn values_in_a_block_of_code_are_learned() {
    let folder = papers(24, |at| {
        let status = ["Draft", "Active"][at % 2];
        let head = format!(
            "tip: {at}\ntitle: Step {at}\nauthor: Alex Doe <alex@example.org>\nlast change: 2024-05-{at:02}\n\
             status: {status}\n"
        );
        let text = format!("```\n{head}```\n\n## Summary\n\nText.\n\n## License\n\nText.\n");
        (format!("tip-{at}.md"), text)
    });
    folder.write("LICENSE.md", "# License\n\nText.\n");
    folder.write("old/proposal-30.md", folder.read("tip-3.md").replace("tip: 3", "tip: 30"));
    folder.write("tip-5.md", folder.read("tip-5.md").replace("tip: 5", "tip: 55"));
    let (text, found) = learned(&folder, ".");
    has(
        &text,
        &[
            "from 25 papers",
            "`LICENSE.md`",
            "number: tip",
            "label: TIP-",
            "stage: status",
            "in_text: \"last change:\"\n    type: date",
        ],
    );
    let [found] = &found.into_iter().collect::<Vec<_>>()[..] else { unreachable!("{text}") };
    assert!(found.contains("tip-5.md:2:6: error[wrong-file-name]"), "{found}");
}

#[test]
fn values_in_a_table_and_numbers_of_each_folder_are_learned() {
    let folder = papers(24, |at| {
        let (area, number) = (["north", "south"][at % 2], at.div_ceil(2));
        let text = format!(
            "# Step {at}\n\n| | |\n|---|---|\n| **Start Date** | 2024-05-{at:02} |\n| **Authors** | Alex Doe |\n\n\
             ## Summary\n\nText.\n"
        );
        (format!("areas/{area}/{number:02}-step.md"), text)
    });
    let (text, found) = learned(&folder, "areas");
    has(
        &text,
        &[
            "files: [\"areas/*/{number}-*.md\"]",
            "begin anew in each folder",
            "uniqueness: folder",
            "in_text: \"Start Date:\"",
            "date: Start Date",
        ],
    );
    assert_eq!(found, BTreeSet::new(), "{text}");
    folder.write("areas/north/01-again.md", folder.read("areas/north/01-step.md"));
    let check = run_in(folder.path(), &["check", "--format", "concise"]);
    assert_eq!(check.stdout.matches("duplicate-number").count(), 2, "{}", check.stdout);
}

#[test]
fn what_follows_a_stage_is_learned() {
    let folder = papers(30, |at| {
        let status = match at % 10 {
            1 => format!("Superseded by ADR-{}", at + 1),
            2 => "Inactive (nobody asked)".to_owned(),
            at => ["Accepted", "Proposed"][at % 2].to_owned(),
        };
        let text = format!("---\nstatus: {status}\n---\n\n# Step {at}\n\n## Context\n\nText.\n");
        (format!("adr/{at:04}-step.md"), text)
    });
    let (text, found) = learned(&folder, "adr");
    has(
        &text,
        &[
            "order: [Proposed, Accepted, Inactive, Superseded]",
            "In 6 papers something follows the stage.",
            "suffix: \"(?:\\\\(.+\\\\)|by ADR\\\\-[1-9][0-9]*)\"",
        ],
    );
    assert_eq!(found, BTreeSet::new(), "{text}");
    let path = "adr/0001-step.md";
    folder.write(path, folder.read(path).replace("by ADR-2", "after all"));
    let check = run_in(folder.path(), &["check", "--format", "concise"]);
    assert!(check.stdout.contains("unknown-choice"), "{}", check.stdout);
}

#[test]
fn a_template_among_the_papers_does_not_hide_how_numbers_are_formed() {
    let folder = papers(24, |at| {
        let number = if at == 24 { "<number>".to_owned() } else { at.to_string() };
        let text = format!("---\nno: {number}\ntitle: Step {at}\n---\n\n## Summary\n\nText.\n");
        (format!("step{at}.md"), text)
    });
    let (text, found) = learned(&folder, ".");
    has(&text, &["number: \"no\"", "pattern: \"[1-9][0-9]*\""]);
    assert!(found.iter().all(|it| it.starts_with("step24.md")) && !found.is_empty(), "{found:?}");
}

#[test]
fn keys_that_few_papers_have_are_told_as_far_as_anybody_reads_them() {
    let folder = papers(60, |at| {
        let text = format!("---\ntitle: Step {at}\nkey-{at}: x\n---\n\n## Summary\n\nText.\n");
        (format!("p/{at:04}-step.md"), text)
    });
    let (text, _) = learned(&folder, "p");
    assert_eq!(text.matches("No field:").count(), 21, "{text}");
    has(&text, &["40 more keys that as few papers have."]);
}
