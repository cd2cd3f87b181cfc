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

pub(super) const SETTINGS: &str = "series: coac
meetings:
  - { period: 2024-06, date: 2024-06-26 }
deadlines:
  - { what: 'Notice; \"in full\", in the Federal Register of the United States, by the office', days: 15 }
  - { what: \"Papers\\r\\n due\", days: 21 }
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
            "New Group|published|is called Old Group there",
            "Some Group|draft|no unit of the registry",
        ]
    );
    assert_eq!(june.stderr, "3 of 3 groups submitted, 0 missing, 1 paper of groups not due\n");
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
            "Meeting of June 2024, on June 26, 2024\n  2024-06-05  Papers due (5 days ago)\n  2024-06-11  Notice"
        ),
        "{}",
        next.stdout
    );
    assert!(run(&folder, &["meeting"]).stdout.starts_with("Meeting of September 2024\n"));
    assert_eq!(run(&folder, &["meeting", "June"]).code, Some(2));
    assert_eq!(run(&folder, &["meeting", "2024-09", "--format", "ics"]).code, Some(2));
}

#[test]
fn anything_unusual_about_a_paper_is_reported_and_none_is_lost() {
    let folder = project();
    let draft = "stage: draft\naction_required: Informational\n";
    folder.write("a/old.md", paper("Old Group", "", "2024-06", "stage: withdrawn\n"));
    folder.write("a/twice.md", paper("Cargo Group", "3738-0624", "2024-06", draft));
    folder.write("a/early.md", paper("New Group", "", "2024-05", draft));
    folder.write("a/late.md", paper("Trade Subcommittee", "", "2024-06", draft));
    folder.write("a/nobody.md", paper("", "", "2024-06", draft));
    folder.write("a/when.md", paper("Bond Group", "", "June", draft));
    folder.write("a/broken.md", "---\nperiod: [2024-06\n---\n");
    let run = |period: &str| run(&folder, &["meeting", period, "--format", "json"]);
    let lines = |run: &Run| -> Vec<String> {
        let overview: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
        let groups = overview["groups"].as_array().unwrap().iter();
        let cells = ["group", "due", "stage", "errors", "paper", "note"];
        groups
            .map(|group| cells.map(|cell| group[cell].to_string().replace('"', "")).join("|"))
            .collect()
    };
    let june = run("2024-06");
    assert_eq!(
        lines(&june),
        [
            "Bond Group|true|review|0|a/bond.md|",
            "Cargo Group|true|draft|0|a/cargo.md|one of 2 papers",
            "Cargo Group|true|draft|0|a/twice.md|one of 2 papers",
            "New Group|true|withdrawn|2|a/old.md|is called Old Group there",
            "|false|draft|1|a/nobody.md|names no group",
            "Some Group|false|draft|1|a/other.md|no unit of the registry",
            "Trade Subcommittee|false|draft|1|a/late.md|owes no paper",
        ]
    );
    assert_eq!(
        june.stderr,
        "2 of 3 groups submitted, 1 withdrawn, 0 missing, 3 papers of groups not due\n\
         2 papers without a month and so for no meeting: a/broken.md, a/when.md\n"
    );
    assert!(
        june.stdout.contains("\"handed_in\": 2,\n  \"withdrawn\": 1,\n  \"missing\": 0,"),
        "{}",
        june.stdout
    );
    // In May the group did not have its new name yet.
    assert_eq!(
        lines(&run("2024-05")),
        [
            "Bond Group|true|missing|null|null|",
            "Cargo Group|true|missing|null|null|",
            "Old Group|true|draft|0|a/early.md|is called New Group there",
        ]
    );
}

#[test]
fn the_series_in_use_determine_who_owes_a_paper() {
    // The project's own series has no groups, but a paper's does.
    let folder = project();
    let settings = SETTINGS.replace("series: coac", "series: issue-paper");
    folder.write("issuepaper.yaml", settings);
    let alone = folder.load().papers.len();
    assert_eq!(alone, 5);
    let june = run(&folder, &["meeting", "2024-06"]);
    assert_eq!(
        june.stderr,
        "4 papers; no unit field of a series in use has `kinds`, so nobody can be missing\n"
    );
    folder
        .write("a/cargo.md", paper("CG", "10001-0624", "2024-06", "series: coac\nstage: draft\n"));
    let june = run(&folder, &["meeting", "2024-06"]);
    assert!(june.stderr.starts_with("1 of 3 groups submitted, 2 missing"), "{}", june.stderr);
    // Before anybody has submitted a paper, all are missing.
    for file in ["a", "b"] {
        std::fs::remove_dir_all(folder.path().join(file)).unwrap();
    }
    folder.write("issuepaper.yaml", SETTINGS);
    let june = run(&folder, &["meeting", "2024-06"]);
    assert_eq!(
        (june.code, june.stderr.as_str()),
        (Some(0), "0 of 3 groups submitted, 3 missing\n")
    );
    assert_eq!(run(&folder, &["meeting"]).code, Some(2), "no paper and no future meeting");
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
        "UID:2024-06-meeting.coac@issuepaper",
        "UID:2024-06-due-papers-due.coac@issuepaper",
        "SUMMARY:Commercial Customs Operations Advisory Committee\\, meeting of June 2024",
        "SUMMARY:Notice\\; \"in full\"\\, in the Federal Register of the United States\\, by the office (Commercial Customs Operations Advisory Committee\\, meeting of June 2024)",
    ] {
        assert!(unfolded.contains(line), "{line}\n{unfolded}");
    }
    assert!(!calendar.contains("DTEND"), "an end must be after the start");
}

/// The lines of a list without its header.
fn lines(folder: &Folder, arguments: &[&str]) -> Vec<String> {
    let run = run(folder, &[&["list", "--format", "csv"], arguments].concat());
    assert_eq!(run.code, Some(0), "{arguments:?}: {}", run.stderr);
    run.stdout.lines().skip(1).map(str::to_owned).collect()
}

#[test]
fn a_list_has_the_requested_columns_papers_and_order() {
    let folder = project();
    let numbers =
        |arguments: &[&str]| lines(&folder, &[&["--columns", "number"], arguments].concat());
    assert_eq!(
        numbers(&["--sort", "number"]),
        ["3734-0624", "3735-0624", "3736-0624", "3737-0924", "10001-0624"]
    );
    assert_eq!(numbers(&["--sort", "number", "--reverse"])[0], "10001-0624");
    // Empty values come last in both orders, and the sort is stable.
    let by_due = |arguments: &[&str]| {
        lines(&folder, &[&["--columns", "due,path", "--sort", "due"], arguments].concat())
    };
    let rest = [",a/cargo.md", ",a/old.md", ",a/other.md", ",b/bond.md"];
    assert_eq!(by_due(&[])[1..], rest);
    assert_eq!(by_due(&["--reverse"])[0], "2024-07-15,a/bond.md");
    assert_eq!(
        numbers(&["--stage", "Review,published", "--period", "2024-06"]),
        ["3734-0624", "3735-0624"]
    );
    assert_eq!(numbers(&["--unit", "cg"]), ["10001-0624"]);
    assert_eq!(numbers(&["--unit", "bonds"]), ["3734-0624", "3737-0924"], "an alias in both forms");
    assert_eq!(numbers(&["--unit", "new group"]), ["3735-0624"], "under its old name");
    assert_eq!(numbers(&["--unit", "Old Group"]), ["3735-0624"]);
    assert_eq!(numbers(&["--unit", "trade subcommittee", "--period", "2024"]).len(), 5);
    assert_eq!(
        numbers(&["--action", "discussion", "--action", "Decision"]),
        ["3734-0624", "3736-0624"]
    );
    assert_eq!(numbers(&["--stage", "withdrawn"]), Vec::<String>::new());
    for (arguments, message) in [
        (["--stage", "reveiw"], "did you mean `review`?"),
        (["--action", "Vote"], "choose from `Decision`, `Discussion`"),
        (["--unit", "Bond Grup"], "did you mean `Bond Group`?"),
        (["--period", "June"], "YYYY-MM"),
        (["--columns", "name"], "possible values: number"),
    ] {
        let run = run(&folder, &[&["list"][..], &arguments].concat());
        assert!(
            run.code == Some(2) && run.stderr.contains(message),
            "{arguments:?}: {}",
            run.stderr
        );
    }
    let json =
        run(&folder, &["list", "--columns", "unit,number", "--format", "json", "--unit", "CG"])
            .stdout;
    assert_eq!(json, "[\n  {\n    \"unit\": \"CG\",\n    \"number\": \"10001-0624\"\n  }\n]\n");
}

#[test]
fn actions_are_listed_with_owner_and_day() {
    let folder = project();
    assert_eq!(
        lines(&folder, &["--actions", "--columns", "due,owner,action,number"]),
        [
            "2024-07-15,Trade Subcommittee,Decision,3734-0624",
            ",,Recommendation,3735-0624",
            ",,Discussion,3736-0624",
        ]
    );
    let informational =
        lines(&folder, &["--actions", "--action", "informational", "--columns", "number"]);
    assert_eq!(informational, ["3737-0924", "10001-0624"]);
    // A withdrawn paper no longer asks for anything.
    folder.write(
        "a/old.md",
        paper("Old Group", "3735-0624", "2024-06", "stage: withdrawn\naction_required: Decision\n"),
    );
    let number = |arguments: &[&str]| {
        lines(&folder, &[&["--actions", "--columns", "number"], arguments].concat())
    };
    assert_eq!(number(&[]), ["3734-0624", "3736-0624"]);
    assert_eq!(number(&["--stage", "withdrawn"]), ["3735-0624"]);
    let page = run(&folder, &["render", "a/bond.md", "--to", "txt", "-o", "-"]).stdout;
    assert!(
        page.contains("Action Owner: Trade Subcommittee\n\nAction Due: July 15, 2024\n"),
        "{page}"
    );
}

#[test]
fn a_section_may_state_the_action() {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", "series: memo\n");
    folder.write(
        "templates/memo/series.yaml",
        "name: Memo\nnumber: {}\nsections:\n  - { id: action, heading: Action Required }\n  - { id: issue, heading: Issue }\n",
    );
    let long = "Say by June whether *the committee* wants a pilot.\n\n- Or not.\n- Or ask for another report, at the next meeting.";
    folder.write(
        "asks.md",
        format!("---\ntitle: A\n---\n\n## Action Required\n\n{long}\n\n## Issue\n\nNone.\n"),
    );
    folder.write("tells.md", "---\ntitle: B\n---\n\n## Issue\n\nNone.\n");
    assert_eq!(
        lines(&folder, &["--actions"]),
        [
            ",,,,,\"Say by June whether the committee wants a pilot. Or not. Or ask for another report, at the next meeting.\",A,asks.md"
        ]
    );
    // A table for people has no empty column, and no text that is wider than a line.
    assert_eq!(
        run(&folder, &["list", "--actions"]).stdout,
        "Text                                                       Path\nSay by June whether the committee wants a pilot. Or not.…  asks.md\n"
    );
}

#[test]
fn an_archive_gets_one_line_per_published_paper() {
    let folder = project();
    folder.write("a/old.md", paper("Old Group", "3735-0624", "2024-06", "stage: published\naction_required: Decision\ntitle: 'Ports | \"old\"'\nrelated: [bond.md, Handbook]\nprevious: 3734-0624\n"));
    let export = run(&folder, &["export", "--nara", "--files", "pdf", "--rights", "None | known"]);
    assert_eq!(export.code, Some(0), "{}", export.stderr);
    assert_eq!(
        export.stdout,
        "File Name|Record ID|Title|Description|Creator|Creation Date|Rights|Coverage|Relation\n\
         a/old.pdf|3735-0624|\"Ports | \"\"old\"\"\"|Government Issue Paper, Trade Subcommittee, Old Group, submitted by Alex Doe|\
         U.S. Customs and Border Protection|2024-06-02|\"None | known\"|2024-06|previous: 3734-0624; related: 3734-0624; related: Handbook\n"
    );
    assert!(export.stderr.contains("1 paper, 4 not published and left out"), "{}", export.stderr);
    assert_eq!(run(&folder, &["export", "--nara", "--all", "-o", "t.csv"]).code, Some(0));
    assert_eq!(std::fs::read_to_string(folder.path().join("t.csv")).unwrap().lines().count(), 6);
    assert_eq!(run(&folder, &["export"]).code, Some(2));
    assert_eq!(run(&folder, &["export", "--nara", "--files", "pfd"]).code, Some(2));
    // File names are those that `render` writes.
    std::fs::rename(folder.path().join("a/old.md"), folder.path().join("a/old, new.md")).unwrap();
    let export = run(&folder, &["export", "--nara", "--files", "html"]);
    assert!(export.stdout.contains("\na/old-new.html|3735-0624|"), "{}", export.stdout);
    assert!(export.stderr.contains("Rights is empty"), "{}", export.stderr);
    assert_eq!(run(&folder, &["render", "a/old, new.md", "--to", "html"]).code, Some(0));
    assert!(folder.path().join("out/a/old-new.html").exists());
}
