//! On any input, the program reports what is wrong, continues with the rest, and loses no file.

use std::fs;
use std::process::Stdio;

use super::{program, run_in};
use crate::support::Folder;

const PAPER: &str = "\
---
title: Regional desks
publication_number: \"0412-0624\"
date: 2024-05-21
action_required: Informational
submitted_by: Alex Doe, Example Office
---

## Background

The desks opened in 2014.

## Issue

Volume has doubled.

## Current Status

A pilot queue began in March.
";

/// A folder with a good paper and one with an empty section.
fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("good.md", PAPER);
    folder.write(
        "bad.md",
        PAPER.replace("0412", "0413").replace("A pilot queue began in March.\n", ""),
    );
    folder
}

#[test]
fn exit_codes_distinguish_clean_findings_and_failure() {
    let folder = folder();
    assert_eq!(run_in(folder.path(), &["check", "good.md"]).code, Some(0));
    assert_eq!(run_in(folder.path(), &["check", "bad.md"]).code, Some(1));
    assert_eq!(run_in(folder.path(), &["check", "no.md"]).code, Some(2));
    folder.write("warn.md", PAPER.replace("doubled.", "recently doubled."));
    assert_eq!(run_in(folder.path(), &["check", "warn.md"]).code, Some(0));
    assert_eq!(run_in(folder.path(), &["check", "--strict", "warn.md"]).code, Some(1));
}

#[test]
fn missing_paths_are_reported_and_the_rest_is_still_checked() {
    let folder = folder();
    for wrong in ["no.md", "drafts/*.md", "no/folder"] {
        for command in ["check", "render", "list"] {
            let run = run_in(folder.path(), &[command, "bad.md", wrong]);
            assert_eq!(run.code, Some(2), "{command} {wrong}");
            assert!(run.stderr.contains(&format!("error: {wrong}: ")), "{command}: {}", run.stderr);
        }
        let run = run_in(folder.path(), &["check", "bad.md", wrong]);
        assert!(run.stdout.contains("empty-section"), "{}", run.stdout);
    }
}

#[test]
fn the_project_s_own_files_are_no_papers() {
    let folder = folder();
    for own in ["issuepaper.yaml", "units.yaml", "numbers.yaml", "baseline.yaml"] {
        let text = if own == "issuepaper.yaml" { "series: issue-paper\n" } else { "" };
        folder.write(own, text);
        for path in
            [own.to_owned(), format!("./{own}"), folder.path().join(own).display().to_string()]
        {
            let run = run_in(folder.path(), &["check", &path]);
            assert_eq!(run.code, Some(2), "{path}: {}", run.stdout);
            assert!(run.stderr.contains("is a file of the project"), "{path}: {}", run.stderr);
        }
    }
    folder.write("sub/units.yaml", "a: b\n");
    let other = run_in(folder.path(), &["check", "sub/units.yaml"]);
    assert!(!other.stderr.contains("is a file of the project"), "{}", other.stderr);
}

#[test]
fn a_paper_whose_levels_are_wanted_must_exist() {
    let run = run_in(folder().path(), &["explain", "long-sentence", "--effective", "nope.md"]);
    assert!(run.code == Some(2) && run.stderr.contains("nope.md"), "{}", run.stderr);
}

#[test]
fn an_empty_folder_is_an_error() {
    let folder = Folder::new();
    fs::create_dir(folder.path().join("empty")).unwrap();
    for args in [&["check", "empty"][..], &["render", "empty"], &["check"], &["list"]] {
        let run = run_in(folder.path(), args);
        assert_eq!(run.code, Some(2), "{args:?}");
        assert!(run.stderr.starts_with("error: "), "{}", run.stderr);
    }
}

#[test]
fn files_that_are_not_papers_are_reported_and_the_others_checked() {
    let folder = folder();
    folder.write("utf16.md", [0xff, 0xfe, b'-', 0, b'-', 0]);
    folder.write("binary.md", [0x89, b'P', b'N', b'G', 0, 0, 1]);
    fs::create_dir_all(folder.path().join("folder.md")).unwrap();
    let run = run_in(folder.path(), &["check", "."]);
    assert_eq!(run.code, Some(2));
    for (name, reason) in
        [("utf16.md", "UTF-16"), ("binary.md", "not a text file"), ("folder.md", "folder")]
    {
        let line = run.stderr.lines().find(|line| line.contains(name)).unwrap_or_default();
        assert!(line.contains(reason), "{name}: {}", run.stderr);
    }
    assert!(
        run.stdout.contains("empty-section") && run.stdout.contains("2 papers checked"),
        "{}",
        run.stdout
    );
    assert!(run.stdout.contains("3 unreadable"), "{}", run.stdout);
}

#[test]
fn a_stray_byte_is_found_at_its_place() {
    let folder = Folder::new();
    let mut bytes = PAPER.as_bytes().to_vec();
    let at = PAPER.find("desks opened").unwrap();
    bytes[at] = 0x92;
    folder.write("a.md", bytes);
    let run = run_in(folder.path(), &["check", "a.md"]);
    assert_eq!(run.code, Some(1));
    assert!(run.stdout.contains("a.md:11:5") && run.stdout.contains("0x92"), "{}", run.stdout);
}

#[test]
#[cfg(unix)]
fn cyclic_links_are_mentioned_and_terminate() {
    let folder = folder();
    std::os::unix::fs::symlink(folder.path(), folder.path().join("loop")).unwrap();
    let run = run_in(folder.path(), &["check", "."]);
    assert_eq!(run.code, Some(1));
    assert_eq!(run.stderr, "note: loop: is a link to a folder around it, and is passed over\n");
    assert!(run.stdout.contains("2 papers checked"), "{}", run.stdout);
}

#[test]
fn broken_project_files_are_findings_with_a_place_and_exit_code_2() {
    let cases = [
        ("issuepaper.yaml", "serie: coac\n", "issuepaper.yaml:1:1"),
        ("issuepaper.yaml", "series: [coac\n", "issuepaper.yaml:"),
        ("issuepaper.yaml", "series: caoc\n", "did you mean `coac`?"),
        ("issuepaper.yaml", "rules:\n  long-sentense: off\n", "did you mean `long-sentence`?"),
        ("issuepaper.yaml", "rules:\n  long-sentence: loud\n", "issuepaper.yaml:2:"),
        ("units.yaml", "units:\n  - name: A\n    parent: B\n", "units.yaml:3:13"),
        ("templates/own/series.yaml", "extends: nothing\n", "templates/own/series.yaml:1:10"),
    ];
    for (path, text, expected) in cases {
        let folder = folder();
        folder.write("issuepaper.yaml", "series: issue-paper\n");
        folder.write(path, text);
        if path.starts_with("templates") {
            folder.write("issuepaper.yaml", "series: own\n");
        }
        for command in ["check", "render", "list"] {
            let run = run_in(folder.path(), &[command]);
            assert_eq!(run.code, Some(2), "{command} {text}");
            assert!(
                run.stdout.contains(expected) || run.stderr.contains(expected),
                "{command} {text}: {run:?}"
            );
        }
        assert!(!folder.path().join("out").exists(), "{text}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_closed_pipe_is_quiet_and_a_full_device_an_error() {
    let folder = folder();
    for args in [&["check", "."][..], &["explain"], &["--help"], &["list", "."]] {
        let mut child = program(folder.path())
            .args(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert!(matches!(output.status.code(), Some(0 | 1)), "{args:?}: {:?}", output.status);
        assert_eq!(output.stderr, b"", "{args:?}");
    }
    for args in [&["check", "good.md"][..], &["--help"], &["--version"], &["check", "--help"]] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut command = program(folder.path());
        let child = command.args(args).stdout(full).stderr(Stdio::piped()).spawn().unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert_eq!(String::from_utf8_lossy(&output.stderr).lines().count(), 1, "{args:?}");
    }
}

/// No clock is needed: anything slower than linear never ends at these sizes.
#[test]
fn hostile_papers_end_in_readable_findings() {
    let bomb: String = (1..30)
        .map(|n| format!("a{n}: &a{n} [{}]\n", format!("*a{},", n - 1).repeat(10)))
        .collect();
    let cases = [
        ("bomb.md", format!("---\na0: &a0 [x]\n{bomb}---\n")),
        ("deep.md", format!("---\ntitle: {}\n---\n", "[".repeat(100_000))),
        ("quotes.md", format!("{PAPER}\n{}text\n", "> ".repeat(100_000))),
        ("line.md", format!("{PAPER}\n{}\n", "word ".repeat(200_000))),
        ("stars.md", format!("{PAPER}\n{}\n", "*a ".repeat(100_000))),
        ("parentheses.md", format!("{PAPER}\n{}\n", "(".repeat(300_000))),
        ("notes.md", format!("{PAPER}\n{}\n", "[^a".repeat(30_000))),
        ("brackets.md", format!("{PAPER}\n{}\n", "[".repeat(100_000))),
        (
            "keys.md",
            format!("---\n{}---\n", (0..90_000).map(|n| format!("k{n}: v\n")).collect::<String>()),
        ),
    ];
    for (name, text) in cases {
        let folder = Folder::new();
        folder.write(name, text);
        let run = run_in(folder.path(), &["check", name]);
        assert!(matches!(run.code, Some(0 | 1)), "{name}: {:?} {}", run.code, run.stderr);
        assert!(
            run.stdout.lines().all(|line| line.len() < 2_000),
            "{name}: a line of the report is too long"
        );
    }
}
