//! `meeting`, `list` and `export`: the coordinator's overview.

use super::{Run, run_in};
use crate::support::Folder;

const UNITS: &str = "units:
  - { name: Trade Subcommittee, kind: subcommittee }
  - { name: Bond Group, kind: working group, parent: Trade Subcommittee, aliases: [Bonds], valid: { paused: [{ from: 2024-09, to: 2024-09 }] } }
  - { name: Cargo Group, kind: task force, parent: Trade Subcommittee, short: [CG] }
  - { name: Old Group, kind: working group, parent: Trade Subcommittee, valid: { to: 2024-05, renamed_to: New Group } }
  - { name: New Group, kind: working group, parent: Trade Subcommittee, valid: { from: 2024-06 } }
";

const SETTINGS: &str = "series: coac
meetings:
  - { period: 2024-06, date: 2024-06-26 }
deadlines:
  - { what: 'Notice; \"in full\", in the Federal Register of the United States, by the office', days: 15 }
  - { what: Papers due, days: 21 }
";

pub(super) fn paper(group: &str, number: &str, period: &str, head: &str) -> String {
    format!(
        "---\npublication_number: \"{number}\"\nperiod: {period}\nsubcommittee: Trade Subcommittee\nworking_group: {group}\n\
         office: Office of Trade\nsubmitted_by: Alex Doe, Office of Trade\ndate: {period}-02\n{head}---\n\n\
         ## Background\n\nWe met.\n\n## Issue\n\nNone.\n\n## Current Status\n\nOpen.\n"
    )
}

pub(super) fn project() -> Folder {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", SETTINGS);
    folder.write("units.yaml", UNITS);
    let asks = "stage: review\naction_required: Decision\naction_owner: Trade Subcommittee\naction_due: 2024-07-15\n";
    folder.write("a/bond.md", paper("Bonds", "3734-0624", "2024-06", asks));
    folder.write(
        "a/cargo.md",
        paper("CG", "10001-0624", "2024-06", "stage: draft\naction_required: Informational\n"),
    );
    folder.write(
        "a/old.md",
        paper(
            "Old Group",
            "3735-0624",
            "2024-06",
            "stage: published\naction_required: Recommendation\n",
        ),
    );
    folder.write(
        "a/other.md",
        paper("Some Group", "3736-0624", "2024-06", "stage: draft\naction_required: Discussion\n"),
    );
    folder.write(
        "b/bond.md",
        paper(
            "Bond Group",
            "3737-0924",
            "2024-09",
            "stage: draft\naction_required: Informational\n",
        ),
    );
    folder
}

fn run(folder: &Folder, arguments: &[&str]) -> Run {
    run_in(folder.path(), arguments)
}

#[test]
fn the_groups_of_a_meeting_are_those_of_its_month() {
    let folder = project();
    let june = run(&folder, &["meeting", "2024-06", "--format", "csv"]);
    let column = |run: &Run, at: [usize; 3]| -> Vec<String> {
        let mut reader = csv::Reader::from_reader(run.stdout.as_bytes());
        reader
            .records()
            .map(|row| row.map(|row| at.map(|at| row[at].to_owned()).join("|")).unwrap())
            .collect()
    };
    assert_eq!(
        column(&june, [0, 1, 6]),
        [
            "Bond Group|review|",
            "Cargo Group|draft|",
            "New Group|missing|",
            "Old Group|published|is called New Group now",
            "Some Group|draft|no unit of the registry",
        ]
    );
    assert!(june.stderr.contains("2 of 3 groups handed in, 1 missing"), "{}", june.stderr);
    let september = run(&folder, &["meeting", "2024-09", "--format", "csv"]);
    assert_eq!(
        column(&september, [0, 1, 6]),
        ["Cargo Group|missing|", "New Group|missing|", "Bond Group|draft|is paused"]
    );
    assert!(
        september.stderr.contains("no day for the meeting of September 2024"),
        "{}",
        september.stderr
    );
    // Without a period it is the next meeting, or that of the latest papers.
    let next = run(&folder, &["--today", "2024-06-10", "meeting"]);
    assert!(
        next.stdout.starts_with(
            "Meeting of June 2024, on June 26, 2024\n  2024-06-05  Papers due\n  2024-06-11  Notice"
        ),
        "{}",
        next.stdout
    );
    assert!(run(&folder, &["meeting"]).stdout.starts_with("Meeting of September 2024\n"));
    assert_eq!(run(&folder, &["meeting", "June"]).code, Some(2));
    assert_eq!(run(&folder, &["meeting", "2024-09", "--format", "ics"]).code, Some(2));
}

#[test]
fn without_a_registry_nobody_is_missing() {
    let folder = project();
    std::fs::remove_file(folder.path().join("units.yaml")).unwrap();
    let june = run(&folder, &["meeting", "2024-06"]);
    assert!(
        june.stderr.contains("4 papers; without units.yaml nobody can be missing"),
        "{}",
        june.stderr
    );
    assert!(
        !june.stdout.contains("missing") && !june.stdout.contains("no unit"),
        "{}",
        june.stdout
    );
}

#[test]
fn a_calendar_has_its_days_and_is_the_same_each_time() {
    let folder = project();
    let run =
        |folder: &Folder| run_in(folder.path(), &["meeting", "2024-06", "--format", "ics"]).stdout;
    let calendar = run(&folder);
    assert_eq!(calendar, run(&folder));
    assert!(
        calendar.lines().count() > 10
            && calendar.split_inclusive('\n').all(|line| line.ends_with("\r\n"))
    );
    assert!(calendar.lines().all(|line| line.trim_end().len() <= 75), "{calendar}");
    let unfolded = calendar.replace("\r\n ", "");
    for line in [
        "DTSTART;VALUE=DATE:20240626",
        "DTSTART;VALUE=DATE:20240605",
        "UID:2024-06-papers-due@issuepaper",
        "SUMMARY:Notice\\; \"in full\"\\, in the Federal Register of the United States\\, by the office (Meeting of June 2024)",
    ] {
        assert!(unfolded.contains(line), "{line}\n{unfolded}");
    }
    assert!(!calendar.contains("DTEND"), "an end must lie behind the start");
}
