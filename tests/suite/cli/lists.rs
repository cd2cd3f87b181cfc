//! Lists for people, spreadsheets and programs.

use super::{meeting, program, run_in};
use crate::support::Folder;

fn project(title: &str) -> Folder {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", "series: issue-paper\n");
    folder.write(
        "2024-06/a.md",
        format!(
            "---\ntitle: {title}\npublication_number: \"3733-0624\"\ndate: 2024-05-21\nstage: published\n---\n"
        ),
    );
    folder
}

#[test]
fn no_spreadsheet_runs_a_cell_and_excel_may_know_the_encoding() {
    let folder = project("\"=HYPERLINK(A1)\"");
    let csv = |arguments: &[&str]| run_in(folder.path(), arguments).stdout;
    assert!(csv(&["list", "--format", "csv"]).contains(",'=HYPERLINK(A1),"));
    assert!(csv(&["export", "--nara"]).contains("|'=HYPERLINK(A1)|"));
    let marked = "\u{feff}number,";
    assert!(csv(&["list", "--format", "csv", "--bom"]).starts_with(marked));
    assert!(csv(&["meeting", "--format", "csv", "--bom"]).starts_with("\u{feff}group,"));
    assert!(csv(&["export", "--nara", "--bom"]).starts_with("\u{feff}File Name|"));
    // Programs get the text as it is.
    assert!(csv(&["list", "--format", "json"]).contains("\"title\": \"=HYPERLINK(A1)\""));
    for format in ["table", "json"] {
        let run = run_in(folder.path(), &["list", "--format", format, "--bom"]);
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{format}");
        assert!(run.stderr.contains("--bom is for `--format csv`"), "{}", run.stderr);
    }
}

#[test]
fn a_list_fits_the_terminal_and_moves_no_cursor() {
    let folder = project(
        "\"Renewals\\e[2J at\\nthe\\u202e regional desks and everywhere else in the region\"",
    );
    let list = |columns: &str| {
        let output = program(folder.path()).arg("list").env("COLUMNS", columns).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let text = list("80");
    assert_eq!(text.lines().count(), 2, "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    assert!(
        text.contains("Renewals\u{fffd}[2J at the\u{fffd} r") && text.contains("2024-06/a.md"),
        "{text}"
    );
    let whole = run_in(folder.path(), &["list"]).stdout;
    assert!(whole.contains("in the region  2024-06/a.md\n"), "{whole}");
    assert!(!whole.contains(['\u{1b}', '\u{202e}']), "{whole:?}");
}

#[test]
fn what_is_overdue_is_marked() {
    let folder = meeting::project();
    std::fs::remove_file(folder.path().join("a/cargo.md")).unwrap();
    let on = |day: &str, format: &str| {
        run_in(folder.path(), &["--today", day, "meeting", "2024-06", "--format", format]).stdout
    };
    let early = on("2024-06-05", "table");
    assert!(early.contains("Papers due (today)\n") && !early.contains("overdue"), "{early}");
    let late = on("2024-06-06", "table");
    assert!(late.contains("2024-06-05  Papers due (1 day ago, 1 missing)\n"), "{late}");
    assert!(late.contains("Cargo Group  missing"), "{late}");
    assert_eq!(late.matches("overdue since 2024-06-05").count(), 1, "{late}");
    let answer: serde_json::Value = serde_json::from_str(&on("2024-06-06", "json")).unwrap();
    let due = [&answer["due"][0]["overdue"], &answer["due"][1]["overdue"]];
    assert_eq!(due, [true, false]);
    // Nobody owes a paper because of a call for papers, a newspaper or the mailing of what was handed in.
    let others = "  - { what: Call for papers, days: 60 }\n  - { what: Newspaper notice, days: 40 }\n  \
                  - { what: Mail the papers, days: 2 }\n";
    folder.write("issuepaper.yaml", format!("{}{others}", meeting::SETTINGS));
    assert!(on("2024-06-05", "csv").matches("overdue").count() == 0);
    assert!(on("2024-06-06", "csv").contains("overdue since 2024-06-05"));
    // Without deadlines they are due on the day of the meeting.
    let settings = meeting::SETTINGS.split("deadlines").next().unwrap();
    folder.write("issuepaper.yaml", settings);
    assert!(!on("2024-06-26", "csv").contains("overdue"));
    assert!(on("2024-06-27", "csv").contains("Cargo Group,missing,,,,,overdue since 2024-06-26\n"));
}

#[test]
fn a_series_without_stages_lists_none() {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", "series: memo\n");
    let series = "extends: issue-paper\nname: Memo\nroles: { stage: none }\n";
    folder.write("templates/memo/series.yaml", series);
    folder.write("a.md", "---\nseries: memo\ntitle: Port fees\n---\n");
    let list = |arguments: &[&str]| run_in(folder.path(), &[&["list"], arguments].concat());
    let csv = list(&["--columns", "stage,path", "--format", "csv"]);
    assert_eq!(csv.stdout, "stage,path\n,a.md\n", "{}", csv.stderr);
}

#[test]
fn what_is_not_there_has_no_table() {
    let folder = project("Port fees");
    let run = run_in(folder.path(), &["list", "nope"]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{}", run.stderr);
    assert!(run.stderr.contains("nope"), "{}", run.stderr);
    let json = run_in(folder.path(), &["list", "nope", "--format", "json"]);
    assert_eq!((json.code, json.stdout.as_str()), (Some(2), "[]\n"), "{}", json.stderr);
}
