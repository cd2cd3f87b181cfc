//! `publish` and its kin where something is in the way: nothing is done by half.

use std::fs;
use std::process::Stdio;

use super::record::PAPER;
use super::{Run, program, run_in};
use crate::support::Folder;

const REGISTER: &str = "blocks:
  - { from: \"3725\", to: \"3744\", received: 2024-04-02, source: Desk }
assigned:
  - { number: \"3733-0624\", paper: sub/a.md, on: 2024-05-20 }
";

fn project() -> Folder {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", "series: issue-paper\nformats: [html, txt]\n");
    folder.write("numbers.yaml", REGISTER);
    folder.write("sub/a.md", PAPER);
    folder
}

/// The paper and the register.
fn state(folder: &Folder) -> [String; 2] {
    ["sub/a.md", "numbers.yaml"]
        .map(|path| fs::read_to_string(folder.path().join(path)).unwrap_or_default())
}

fn refused(folder: &Folder, arguments: &[&str]) -> Run {
    let before = state(folder);
    let run = run_in(folder.path(), arguments);
    assert_eq!((run.code, state(folder)), (Some(2), before), "{arguments:?}: {}", run.stderr);
    run
}

#[test]
fn what_is_yet_to_come_is_entered_nowhere() {
    let folder = project();
    for arguments in [
        &["publish", "sub/a.md", "--on", "2999-01-01"][..],
        &["publish", "sub/a.md", "--on", "2024-06-13", "--today", "2024-06-12"],
        &["publish", "sub/a.md", "--dry-run", "--on", "2999-01-01"],
        &["number", "receive", "3800..3819", "--from", "Desk", "--on", "2999-01-01"],
    ] {
        let run = refused(&folder, arguments);
        assert!(run.stderr.contains("is after today"), "{arguments:?}: {}", run.stderr);
    }
    let today = ["publish", "sub/a.md", "--on", "2024-06-12", "--today", "2024-06-12"];
    assert_eq!(run_in(folder.path(), &today).code, Some(0));
    for command in ["revise", "withdraw"] {
        let run = refused(&folder, &[command, "sub/a.md", "--why", "x", "--on", "2999-01-01"]);
        assert!(run.stderr.contains("is after today"), "{command}: {}", run.stderr);
    }
}

#[test]
fn nothing_is_published_whose_pages_can_be_written_nowhere() {
    let folder = project();
    folder.write("taken", "a file");
    folder.write("other/sub/a.html/x", "a folder");
    let long = "x".repeat(256);
    for (output, reason) in [
        ("taken", "is a file, not a folder"),
        ("taken/below", "is a file, not a folder"),
        ("numbers.yaml", "is a file, not a folder"),
        ("other", "is a folder, not a file"),
        (long.as_str(), "its name is too long"),
    ] {
        for dry in [&["--dry-run"][..], &[]] {
            let run = refused(&folder, &[&["publish", "sub/a.md", "-o", output][..], dry].concat());
            assert!(run.stderr.contains(reason), "{output}: {}", run.stderr);
        }
    }
}

#[test]
fn pages_are_in_the_folder_of_the_project_from_everywhere_in_it() {
    let folder = project();
    let below = folder.path().join("sub");
    let day = ["--on", "2024-06-12"];
    let run = run_in(folder.path(), &[&["publish", "sub/a.md"][..], &day].concat());
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let page = || fs::read_to_string(folder.path().join("out/sub/a.txt")).unwrap_or_default();
    assert!(!page().contains("WITHDRAWN"));
    let withdraw = ["withdraw", "a.md", "--why", "an error"];
    let run = run_in(&below, &withdraw);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(run.stdout.contains("../out/sub/a.html"), "{}", run.stdout);
    assert!(page().to_uppercase().contains("WITHDRAWN"), "{}", page());
    let run = run_in(&below, &["render", "--to", "md"]);
    assert_eq!(run.stdout, "../out/sub/a.md\n", "{}", run.stderr);
    assert!(!below.join("out").exists());
    // A project below the current folder is rendered beside where one is.
    let outer = Folder::new();
    outer.write("papers/issuepaper.yaml", "series: issue-paper\n");
    outer.write("papers/a.md", PAPER);
    let run = run_in(outer.path(), &["render", "papers", "--to", "md"]);
    assert_eq!(run.stdout, "out/a.md\n", "{}", run.stderr);
}

#[test]
fn a_name_that_nobody_can_read_is_entered_nowhere() {
    let folder = project();
    for name in ["x\u{200b}y.md", "x\u{202e}y.md", "x\u{1b}[2J.md", "x\u{2028}.md"] {
        folder
            .write(name, PAPER.replace("publication_number: \"3733-0624\" # from the desk\n", ""));
        let run = refused(&folder, &["number", "assign", name]);
        assert!(run.stderr.contains("rename the file"), "{name:?}: {}", run.stderr);
        assert!(!run.stderr.contains("numbers.yaml:"), "{name:?}: {}", run.stderr);
        fs::remove_file(folder.path().join(name)).unwrap();
    }
}

#[test]
fn no_revision_is_an_error_of_the_option() {
    let folder = project();
    for arguments in [&["check", "--base", ""][..], &["diff", "sub/a.md", "--rev", ""]] {
        let run = refused(&folder, arguments);
        assert!(run.stderr.contains(arguments[arguments.len() - 2]), "{}", run.stderr);
    }
}

/// The reader of a pipe may leave; the work is done all the same, and the exit code says what was found.
#[test]
#[cfg(target_os = "linux")]
fn a_closed_pipe_changes_neither_the_work_nor_the_exit_code() {
    let folder = project();
    let run = |arguments: &[&str]| {
        let mut child = program(folder.path())
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop((child.stdout.take(), child.stderr.take()));
        child.wait().unwrap().code()
    };
    assert_eq!(run(&["publish", "sub/a.md", "--on", "2024-06-12"]), Some(0));
    assert!(folder.path().join("out/sub/a.html").exists());
    folder.write("sub/b.md", "no paper\n");
    for format in ["text", "concise", "json", "sarif", "github", "gitlab", "junit"] {
        assert_eq!(run(&["check", "--format", format]), Some(1), "{format}");
    }
    assert_eq!(run(&["check", "--report", "json=-"]), Some(1));
    assert_eq!(run(&["list"]), Some(0));
}

#[test]
fn a_paper_without_its_number_is_not_sealed() {
    for stage in ["published", "withdrawn"] {
        let folder = project();
        let paper = PAPER.replace("publication_number: \"3733-0624\" # from the desk\n", "");
        folder.write("sub/a.md", paper.replace("cleared", stage));
        folder.write("numbers.yaml", REGISTER.split("assigned:").next().unwrap_or_default());
        let before = state(&folder);
        let run = run_in(folder.path(), &["publish", "sub/a.md"]);
        assert_eq!((run.code, state(&folder)), (Some(1), before), "{stage}: {}", run.stderr);
        assert!(run.stderr.contains("`issuepaper number assign sub/a.md`"), "{}", run.stderr);
        // The advice leads to the end.
        let assigned = run_in(folder.path(), &["number", "assign", "sub/a.md"]);
        assert_eq!(assigned.code, Some(0), "{stage}: {}", assigned.stderr);
        let run = run_in(folder.path(), &["publish", "sub/a.md"]);
        assert_eq!(run.code, Some(0), "{stage}: {}", run.stderr);
    }
}

#[test]
fn a_paper_at_another_stage_is_told_which_to_set() {
    let folder = project();
    folder.write("sub/a.md", PAPER.replace("cleared", "review"));
    let run = refused(&folder, &["publish", "sub/a.md"]);
    assert!(run.stderr.contains("from `cleared`: set `stage` to that first"), "{}", run.stderr);
}
