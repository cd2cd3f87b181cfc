//! Which papers are checked: from standard input, ignored, hidden.

use std::io::{BufRead, BufReader, Write};
use std::process::{Output, Stdio};

use super::{program, run_in};
use crate::support::{Folder, repository};

fn with_stdin(folder: &Folder, arguments: &[&str], text: &[u8]) -> Output {
    let mut command = program(folder.path());
    let command = command.args(arguments).stdin(Stdio::piped());
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(text).unwrap();
    child.wait_with_output().unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

#[test]
fn standard_input_is_checked_as_the_paper_that_it_will_be() {
    let folder = Folder::new();
    folder.copy(&repository("papers"), ".");
    let path = "2024-12/ace-modernization.md";
    let saved = std::fs::read_to_string(folder.path().join(path)).unwrap();
    let unsaved = saved.replace("period: 2024-12", "period: 2024-13");
    assert_ne!(saved, unsaved);
    let check = |text: &str, stdin_path: &str| {
        with_stdin(&folder, &["check", "-", "--stdin-path", stdin_path], text.as_bytes())
    };
    assert_eq!(text(&check(&saved, path).stdout), "1 paper checked, no findings\n");
    let output = check(&unsaved, path);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains(&format!("{path}:")), "{}", text(&output.stdout));
    assert!(text(&output.stdout).contains("1 paper checked, 1 error"), "{}", text(&output.stdout));
    // As another paper it has a number that is taken.
    let other = check(&saved, "2024-12/new.md");
    assert!(text(&other.stdout).contains("error[register-mismatch]"), "{}", text(&other.stdout));
    assert_eq!(std::fs::read_to_string(folder.path().join(path)).unwrap(), saved);
    let alone = with_stdin(&folder, &["check", "-"], unsaved.as_bytes());
    assert!(text(&alone.stdout).contains(" --> -:"), "{}", text(&alone.stdout));
}

#[test]
fn standard_input_is_printed_fixed() {
    let folder = Folder::new();
    folder.write("a.md", "---\ntitle: On disk\n---\n");
    let paper = "---\r\ntitle: A\r\ndate: May 21, 2024\r\n---\r\n";
    for arguments in
        [&["check", "-", "--fix"][..], &["check", "-", "--fix", "--stdin-path", "a.md"]]
    {
        let output = with_stdin(&folder, arguments, paper.as_bytes());
        assert_eq!(text(&output.stdout), paper.replace("May 21, 2024", "2024-05-21"));
        assert!(text(&output.stderr).contains("error[missing-section]"));
        assert_eq!(output.status.code(), Some(1));
    }
    let disk = std::fs::read_to_string(folder.path().join("a.md")).unwrap();
    assert_eq!(disk, "---\ntitle: On disk\n---\n");
    let sound = "---\ntitle: A\n---\n";
    let output = with_stdin(&folder, &["check", "-", "--fix"], sound.as_bytes());
    assert_eq!(text(&output.stdout), sound, "what needs no fix is printed unchanged");
}

#[test]
fn standard_input_that_is_not_text_is_a_failure() {
    let folder = Folder::new();
    let output = with_stdin(&folder, &["check", "-"], b"\xff\xfe-\0-\0");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("UTF-16"), "{}", text(&output.stderr));
    folder.write("a.md", "---\ntitle: A\n---\n");
    assert_eq!(run_in(folder.path(), &["check", "a.md", "--stdin-path", "b.md"]).code, Some(2));
}

#[test]
fn ignored_and_hidden_papers_are_included_on_request() {
    let folder = Folder::new();
    folder.write(".gitignore", "old/\n");
    for path in ["a.md", "old/b.md", ".later/c.md", "out/d.md"] {
        folder.write(path, "---\ntitle: A\n---\n");
    }
    let checked = |options: &[&str]| {
        let run = run_in(folder.path(), &[&["check", "."], options].concat());
        run.stdout.lines().last().unwrap().split(',').next().unwrap().to_owned()
    };
    assert_eq!(checked(&[]), "1 paper checked");
    assert_eq!(checked(&["--no-ignore"]), "2 papers checked");
    assert_eq!(checked(&["--hidden"]), "2 papers checked");
    assert_eq!(checked(&["--hidden", "--no-ignore"]), "3 papers checked");
    assert_eq!(
        checked(&["out", "old/b.md"]),
        "3 papers checked",
        "a named paper is always included"
    );
}

#[test]
fn a_watched_paper_is_checked_again_when_it_or_a_setting_changes() {
    let folder = Folder::new();
    let paper = |text: &str| {
        format!(
            "---\ntitle: A\nstage: draft\naction_required: Informational\nsubmitted_by: Alex Doe, Office\n---\n\n\
             ## Background\n\n{text}\n\n## Issue\n\nNone.\n\n## Current Status\n\nNone.\n"
        )
    };
    folder.write("issuepaper.yaml", "series: issue-paper\n");
    folder.write("a.md", paper("We met."));
    let mut command = program(folder.path());
    let command = command.args(["check", "--watch", "--report", "json=a.json"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut summary = || loop {
        let line = lines.next().unwrap().unwrap();
        if line.contains(" checked, ") {
            return line;
        }
    };
    assert_eq!(summary(), "1 paper checked, no findings");
    // The report is written before the text, so the watch is on by now.
    folder.write("a.md", paper("We met in order to talk."));
    assert_eq!(summary(), "1 paper checked, 1 warning");
    folder.write("issuepaper.yaml", "rules: { wordy-phrase: error }\n");
    assert_eq!(summary(), "1 paper checked, 1 error");
    folder.write("b.md", paper("We met."));
    assert_eq!(summary(), "2 papers checked, 1 error");
    child.kill().unwrap();
    let output = child.wait_with_output().unwrap();
    let changed = String::from_utf8(output.stderr).unwrap();
    for name in ["a.md", "issuepaper.yaml", "b.md"] {
        assert!(changed.contains(&format!("\n==== {name} changed ====\n\n")), "{changed}");
    }
    assert_eq!(run_in(folder.path(), &["check", "--watch", "--fix"]).code, Some(2));
}

#[test]
fn a_project_without_papers_is_called_by_the_name_of_its_folder() {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", "series: memo\n");
    let series = "extends: issue-paper\nname: Memo\nfiles: [\"memos/{number}-*.md\"]\n";
    folder.write("templates/memo/series.yaml", series);
    folder.write("a.md", "No paper.\n");
    folder.write("below/b.md", "No paper.\n");
    let at = folder.path();
    for (here, shown) in
        [(at.to_owned(), "error: .: has no paper"), (at.join("below"), "error: ..")]
    {
        let run = run_in(&here, &["check"]);
        assert_eq!(run.code, Some(2), "{}", run.stderr);
        assert!(run.stderr.contains(shown), "{}", run.stderr);
    }
}

#[test]
fn the_template_of_a_series_is_no_paper() {
    let folder = Folder::new();
    folder.copy(&repository("papers"), ".");
    let count = |options: &[&str]| {
        let run = run_in(folder.path(), &[&["check"], options].concat());
        run.stdout.lines().last().unwrap_or_default().to_owned()
    };
    let before = count(&[]);
    let template = std::fs::read(repository("templates/issue-paper/paper.md")).unwrap();
    folder.write("templates/issue-paper/paper.md", &template);
    folder.write("templates/own/series.yaml", "extends: coac\n");
    folder.write("templates/own/paper.md", &template);
    assert_eq!((count(&[]), count(&["."])), (before.clone(), before));
    assert!(!run_in(folder.path(), &["list"]).stdout.contains("templates"));
    // A folder of no series may have papers, and so may one that a series names.
    folder.write("templates/drafts/a.md", "---\ntitle: A\n---\n");
    assert!(run_in(folder.path(), &["list"]).stdout.contains("templates/drafts/a.md"));
    folder.write("templates/own/series.yaml", "extends: coac\nfiles: [templates/own/*.md]\n");
    assert!(run_in(folder.path(), &["list"]).stdout.contains("templates/own/paper.md"));
}
