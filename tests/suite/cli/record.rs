//! `publish`, `revise`, `withdraw`: papers that change only by revision.

use std::fs;

use super::{Run, run_in};
use crate::support::{Folder, git};

pub(super) const PAPER: &str = "---
title: Renewals
publication_number: \"3733-0624\" # from the desk
date: 2024-05-21
action_required: Informational
submitted_by: Alex Doe, Office of Trade
stage: cleared
---

## Background

The desks handle 10 renewals a day.

## Issue

Volume has doubled.

## Current Status

A pilot began.
";

const REGISTER: &str = "# from the desk
blocks:
  - { from: \"3725\", to: \"3744\", received: 2024-04-02, source: Desk }
assigned:
  - { number: \"3733-0624\", paper: a.md, on: 2024-05-20 }
";

fn project(paper: &str) -> Folder {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", "series: issue-paper\nformats: [html, txt]\n");
    folder.write("numbers.yaml", REGISTER);
    folder.write("a.md", paper);
    folder
}

fn text(folder: &Folder, path: &str) -> String {
    fs::read_to_string(folder.path().join(path)).unwrap()
}

fn run(folder: &Folder, arguments: &[&str]) -> Run {
    run_in(folder.path(), arguments)
}

/// The contents of both files, and whether anything was rendered.
fn state(folder: &Folder) -> (String, String, bool) {
    (text(folder, "a.md"), text(folder, "numbers.yaml"), folder.path().join("out").exists())
}

#[test]
fn a_paper_is_published_with_its_seal_and_its_pages() {
    let folder = project(&PAPER.replace('\n', "\r\n"));
    let before = state(&folder);
    let dry = run(&folder, &["publish", "a.md", "--dry-run", "--on", "2024-06-12"]);
    assert_eq!((dry.code, state(&folder)), (Some(0), before), "{}", dry.stderr);
    assert!(dry.stdout.contains("\n+stage: published\r\n+published: 2024-06-12\r\n"));
    assert!(dry.stdout.contains("\n+  - { paper: a.md, on: 2024-06-12, seal: "), "{}", dry.stdout);
    assert_eq!(dry.stderr.matches("would write out/a.").count(), 2, "{}", dry.stderr);
    let done = run(&folder, &["publish", "a.md", "--on", "2024-06-12"]);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    assert_eq!(done.stdout, "published a.md\nout/a.html\nout/a.txt\n");
    let paper = PAPER.replace("stage: cleared\n", "stage: published\npublished: 2024-06-12\n");
    assert_eq!(text(&folder, "a.md"), paper.replace('\n', "\r\n"));
    assert!(text(&folder, "numbers.yaml").starts_with(&format!("{REGISTER}published:\n")));
    assert_eq!(run(&folder, &["check"]).code, Some(0));
    // The second time there is nothing to do.
    let before = state(&folder);
    let again = run(&folder, &["publish", "a.md"]);
    assert_eq!((again.code, again.stdout.as_str()), (Some(0), ""));
    assert!(again.stderr.contains("a.md was published on 2024-06-12"), "{}", again.stderr);
    assert_eq!(state(&folder), before);
}

/// As if the program had been killed between the papers and their pages.
#[test]
fn doing_the_same_again_completes_the_pages() {
    let folder = project(PAPER);
    let page = |path: &str| fs::read_to_string(folder.path().join(path)).unwrap_or_default();
    let edit = |from: &str, to: &str| folder.write("a.md", text(&folder, "a.md").replace(from, to));
    let steps = [
        (&["publish", "a.md"][..], "", ""),
        (&["revise", "a.md", "--why", "new figures"], "10 renewals", "12 renewals"),
        (&["withdraw", "a.md", "--why", "an error"], "", ""),
    ];
    for (arguments, from, to) in steps {
        edit(from, to);
        let old = ["out/a.html", "out/a.txt"].map(page);
        assert_eq!(run(&folder, arguments).code, Some(0), "{arguments:?}");
        let new = ["out/a.html", "out/a.txt"].map(page);
        assert_ne!(old, new);
        let before = state(&folder);
        folder.write("out/a.txt", &old[1]);
        fs::remove_file(folder.path().join("out/a.html")).unwrap();
        let dry = run(&folder, &[arguments, &["--dry-run"]].concat());
        assert_eq!(dry.stderr.matches("would write out/a.").count(), 2, "{}", dry.stderr);
        let again = run(&folder, arguments);
        assert_eq!(again.code, Some(0), "{arguments:?}: {}", again.stderr);
        assert_eq!(again.stdout, "out/a.html\nout/a.txt\n");
        assert_eq!(["out/a.html", "out/a.txt"].map(page), new);
        assert_eq!(state(&folder), before);
        // Now nothing is left.
        let last = run(&folder, arguments);
        assert_eq!(
            (last.code, last.stdout.as_str()),
            (Some(if arguments[0] == "publish" { 0 } else { 2 }), "")
        );
    }
}

#[test]
fn an_unfinished_paper_is_not_published() {
    for (from, to, message) in [
        ("A pilot began.", "DRAFT. A pilot began.", "error[draft-marking]"),
        ("A pilot began.", "TBD", "error[placeholder-text]"),
        ("A pilot began.", "A pilot. <!-- Robin: when? -->", "error[unresolved-comment]"),
        ("A pilot began.", "A pilot {++soon++}.", "error[unresolved-comment]"),
        ("3733", "3734", "error[register-mismatch]"),
        ("## Issue", "## Isue", "error["),
        ("stage: cleared", "stage: draft", "a paper reaches `published` from `cleared`"),
    ] {
        let folder = project(&PAPER.replace(from, to));
        folder.write(
            "issuepaper.yaml",
            "series: issue-paper\nrules: { draft-marking: off, placeholder-text: off }\n",
        );
        let before = state(&folder);
        let run = run(&folder, &["publish", "a.md"]);
        assert!(run.code > Some(0) && run.stderr.contains(message), "{to}: {}", run.stderr);
        assert_eq!(state(&folder), before, "{to}");
    }
}

#[test]
fn a_paper_published_before_is_sealed_whatever_only_publishing_refuses() {
    let folder = project(
        &PAPER
            .replace("stage: cleared", "stage: published")
            .replace("began.", "began. <!-- when? --> In order to tell."),
    );
    let dry = run(&folder, &["publish", "a.md", "--dry-run"]);
    assert_eq!(dry.code, Some(0), "{}", dry.stderr);
    assert!(dry.stderr.contains("1 finding let pass (`issuepaper check` shows"), "{}", dry.stderr);
    let done = run(&folder, &["publish", "a.md"]);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    assert!(done.stderr.contains("2 files written, 1 warning (`issuepaper check` shows"));
}

#[test]
fn the_findings_told_after_publishing_are_those_that_check_shows() {
    let folder = project(&PAPER.replace("Volume", "In order to tell, volume"));
    assert!(run(&folder, &["check"]).stdout.contains("1 warning"));
    assert_eq!(run(&folder, &["check", "--update-baseline"]).code, Some(0));
    let done = run(&folder, &["publish", "a.md"]);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    assert!(!done.stderr.contains("warning"), "{}", done.stderr);
}

#[test]
fn one_refused_paper_of_several_tells_that_none_was_published() {
    let folder = project(PAPER);
    folder.write("b.md", PAPER.replace("stage: cleared", "stage: draft").replace("3733", "3735"));
    let before = state(&folder);
    let run = run(&folder, &["publish", "a.md", "b.md"]);
    assert_eq!((run.code, state(&folder)), (Some(2), before), "{}", run.stderr);
    assert!(run.stderr.contains("b.md is at the stage `draft`"), "{}", run.stderr);
    assert!(run.stderr.contains("error: nothing was published"), "{}", run.stderr);
}

#[test]
fn one_bad_paper_stops_all() {
    let folder = project(PAPER);
    folder.write("b.md", PAPER.replace("A pilot began.", "TBD").replace("3733", "3735"));
    let before = state(&folder);
    let run = run(&folder, &["publish", "a.md", "b.md"]);
    assert_eq!((run.code, state(&folder)), (Some(1), before), "{}", run.stderr);
}

#[test]
fn a_change_is_found_shown_and_made_a_revision() {
    let folder = project(PAPER);
    run(&folder, &["publish", "a.md", "--on", "2024-06-12"]);
    let published = text(&folder, "a.md");
    folder.write("a.md", published.replace("10 renewals", "11 renewals"));
    let found = run(&folder, &["check"]);
    assert_eq!(found.code, Some(1));
    assert!(
        found.stdout.contains("error[broken-seal]") && found.stdout.contains("a.md:13:1"),
        "{}",
        found.stdout
    );
    // If the sealed text is in a commit, the changed words are shown.
    folder.write("a.md", &published);
    git(folder.path(), &["init", "-q"]);
    git(folder.path(), &["add", "-A"]);
    git(folder.path(), &["commit", "-q", "-m", "Publish"]);
    folder.write("a.md", published.replace("10 renewals", "11 renewals"));
    let found = run(&folder, &["check"]).stdout;
    assert!(found.contains("a.md:13:18") && found.contains("was `10`"), "{found}");
    assert_eq!(run(&folder, &["publish", "a.md"]).code, Some(2));
    assert_eq!(run(&folder, &["withdraw", "a.md", "--why", "x"]).code, Some(2));
    let done =
        run(&folder, &["revise", "a.md", "--why", "A figure\nwas wrong", "--on", "2024-07-01"]);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    assert!(text(&folder, "numbers.yaml").contains(
        "revised:\n  - { paper: a.md, revision: R1, why: A figure was wrong, on: 2024-07-01, seal: "
    ));
    assert_eq!(run(&folder, &["check"]).code, Some(0));
    let page = text(&folder, "out/a.txt");
    assert!(page.contains("Pub# 3733-0624, R1\n"), "{page}");
    assert!(
        page.contains(
            "Published: June 12, 2024\n\nRevision R1: July 1, 2024 (A figure was wrong)\n"
        ),
        "{page}"
    );
    let list = run(&folder, &["list", "--format", "csv"]).stdout;
    assert!(
        list.starts_with("number,revision,period,") && list.contains("3733-0624,R1,"),
        "{list}"
    );
    let nothing = run(&folder, &["revise", "a.md", "--why", "x"]);
    assert_eq!(nothing.code, Some(2));
    assert!(nothing.stderr.contains("edit it first"), "{}", nothing.stderr);
}

#[test]
fn a_paper_is_withdrawn_for_good() {
    let folder = project(PAPER);
    assert_eq!(run(&folder, &["withdraw", "a.md", "--why", "x"]).code, Some(2), "not published");
    run(&folder, &["publish", "a.md", "--on", "2024-06-12"]);
    assert_eq!(run(&folder, &["withdraw", "a.md", "--why", " "]).code, Some(2), "no reason");
    let done =
        run(&folder, &["withdraw", "a.md", "--why", "The rule is gone", "--on", "2024-09-03"]);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    let page = text(&folder, "out/a.txt");
    assert!(
        page.contains("WITHDRAWN")
            && page.contains("Withdrawn: September 3, 2024 (The rule is gone)"),
        "{page}"
    );
    assert_eq!(run(&folder, &["check"]).code, Some(0));
    for arguments in [["withdraw", "a.md", "--why", "x"], ["revise", "a.md", "--why", "x"]] {
        assert_eq!(run(&folder, &arguments).code, Some(2), "{arguments:?}");
    }
    folder.write("a.md", text(&folder, "a.md").replace("10 renewals", "11 renewals"));
    assert!(run(&folder, &["check"]).stdout.contains("since it was withdrawn on 2024-09-03"));
}

#[test]
fn a_run_interrupted_between_register_and_paper_is_resumed() {
    for arguments in [
        &["publish", "a.md", "--on", "2024-06-12"][..],
        &["revise", "a.md", "--why", "a figure", "--on", "2024-07-01"],
        &["withdraw", "a.md", "--why", "gone", "--on", "2024-09-03"],
    ] {
        let folder = project(PAPER);
        if arguments[0] != "publish" {
            run(&folder, &["publish", "a.md", "--on", "2024-06-12"]);
        }
        if arguments[0] == "revise" {
            let changed =
                text(&folder, "a.md").replace("10", "11").replace("published\n", "review\n");
            folder.write("a.md", changed);
        }
        let before = text(&folder, "a.md");
        assert_eq!(run(&folder, arguments).code, Some(0));
        let after = state(&folder);
        folder.write("a.md", before);
        assert!(run(&folder, &["check"]).stdout.contains("error[broken-seal]"), "{arguments:?}");
        let again = run(&folder, &arguments[..arguments.len() - 2]);
        assert_eq!(
            (again.code, state(&folder)),
            (Some(0), after),
            "{arguments:?}: {}",
            again.stderr
        );
    }
}

#[cfg(unix)]
#[test]
fn a_paper_that_can_t_be_written_leaves_the_register_as_it_is() {
    use std::os::unix::fs::PermissionsExt;
    let folder = project(PAPER);
    let path = folder.path().join("a.md");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
    let before = state(&folder);
    let run = run(&folder, &["publish", "a.md"]);
    assert_eq!((run.code, state(&folder)), (Some(2), before));
    assert!(run.stderr.contains("a.md: is read-only"), "{}", run.stderr);
}

#[test]
fn a_series_names_its_revisions() {
    let folder = project(PAPER);
    folder.write("issuepaper.yaml", "series: memo\nformats: [txt]\n");
    folder.write(
        "templates/memo/series.yaml",
        "extends: issue-paper\nrevisions:\n  - { kind: correction, label: Correction, form: 'Corr. {n}' }\n  \
         - { kind: reissue, label: Reissue, form: '{date}' }\n",
    );
    run(&folder, &["publish", "a.md", "--on", "2024-06-12"]);
    for (at, kind, name) in [
        ("1", None, "Corr. 1"),
        ("2", Some("reissue"), "2024-07-02"),
        ("3", Some("correction"), "Corr. 2"),
    ] {
        folder.write("a.md", text(&folder, "a.md").replace("a day", &format!("a day {at}")));
        let mut arguments = vec!["revise", "a.md", "--why", "x", "--on"];
        let day = format!("2024-07-0{at}");
        arguments.push(&day);
        arguments.extend(kind.iter().flat_map(|kind| ["--kind", kind]));
        let run = run(&folder, &arguments);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        assert!(
            text(&folder, "numbers.yaml").contains(&format!("revision: {name},"))
                || text(&folder, "numbers.yaml").contains(&format!("revision: \"{name}\",")),
            "{name}: {}",
            text(&folder, "numbers.yaml")
        );
    }
    assert!(text(&folder, "out/a.txt").contains("Reissue 2024-07-02: July 2, 2024 (x)"));
    folder.write("a.md", text(&folder, "a.md").replace("a day", "each day"));
    let wrong = run(&folder, &["revise", "a.md", "--why", "x", "--kind", "addendum"]);
    assert!(
        wrong.code == Some(2) && wrong.stderr.contains("it has `correction` and `reissue`"),
        "{}",
        wrong.stderr
    );
}

#[test]
fn a_paper_published_earlier_is_sealed_and_withdrawn_as_it_is() {
    let old = PAPER
        .replace("cleared", "published")
        .replace("A pilot began.", "TBD <!-- Robin: when? -->");
    let folder = project(&old);
    let done = run(&folder, &["publish", "a.md", "--on", "2024-06-12"]);
    assert!(
        text(&folder, "numbers.yaml").contains("published:\n  - { paper: a.md, on: 2024-06-12"),
        "{}",
        done.stderr
    );
    assert_eq!(text(&folder, "a.md"), old);
    // The page is made, and the errors in the paper are reported.
    assert_eq!(done.code, Some(1), "{}", done.stderr);
    assert!(done.stderr.contains("error[placeholder-text]"), "{}", done.stderr);
    assert_eq!(
        run(&folder, &["withdraw", "a.md", "--why", "x", "--on", "2024-09-03"]).code,
        Some(1)
    );
    assert!(text(&folder, "a.md").contains("stage: withdrawn"));
}

#[test]
fn every_paper_that_is_not_ready_is_named() {
    let folder = project(&PAPER.replace("cleared", "draft"));
    folder.write("b.md", PAPER.replace("cleared", "review").replace("3733", "3735"));
    let run = run(&folder, &["publish", "a.md", "b.md"]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr.contains("a.md is at the stage `draft`")
            && run.stderr.contains("b.md is at the stage `review`"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_paper_without_a_stage_is_published_like_any_other() {
    let folder = project(&PAPER.replace("stage: cleared\n", ""));
    let done = run(&folder, &["publish", "a.md", "--on", "2024-06-12"]);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    assert!(text(&folder, "a.md").contains("\nstage: published\npublished: 2024-06-12\n---\n"));
}
