//! `check --base`: what git was told not to see is seen all the same.

use std::fs;
use std::path::Path;

use super::run_in;
use crate::support::{Folder, git};

const PAPER: &str = "---\ntitle: Renewals\npublication_number: \"3733-0624\"\ndate: 2024-05-21\naction_required: \
                     Informational\nsubmitted_by: Alex Doe, Office\nstage: published\n---\n\n## Background\n\nWe met.\n\n\
                     ## Issue\n\nNone.\n\n## Current Status\n\nOpen.\n";

/// A repository with two published papers.
fn repository() -> Folder {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", "series: issue-paper\n");
    folder.write("a.md", PAPER);
    folder.write("2024/b.md", PAPER.replace("3733", "3734"));
    folder.commit_base();
    folder
}

fn found(folder: &Path) -> (Option<i32>, String) {
    let run = run_in(folder, &["check", "--base", "base", "--format", "concise", "-q"]);
    assert!(run.stderr.is_empty(), "{}", run.stderr);
    (run.code, run.stdout)
}

fn assert_changed(folder: &Folder, rule: &str, what: &str) {
    let (code, found) = found(folder.path());
    assert_eq!(code, Some(1), "{what}");
    assert!(found.contains(rule), "{what}: {found}");
}

#[test]
fn a_file_that_git_takes_for_unchanged_is_compared() {
    for flag in ["assume-unchanged", "skip-worktree"] {
        let folder = repository();
        git(folder.path(), &["update-index", &format!("--{flag}"), "2024/b.md"]);
        assert_eq!(found(folder.path()), (Some(0), String::new()), "{flag}");
        folder.write("2024/b.md", folder.read("2024/b.md").replace("None", "Some"));
        assert_changed(&folder, "changed-published-paper", flag);
        folder.write(
            "2024/b.md",
            folder.read("2024/b.md").replace("Some", "None").replace('\n', "\r\n"),
        );
        assert_eq!(found(folder.path()), (Some(0), String::new()), "{flag}: line ends");
    }
    let folder = repository();
    git(folder.path(), &["update-index", "--assume-unchanged", "a.md"]);
    fs::remove_file(folder.path().join("a.md")).unwrap();
    assert_changed(&folder, "deleted-published-paper", "deleted");
    // What a sparse checkout leaves out is where it was.
    let folder = repository();
    git(folder.path(), &["sparse-checkout", "set", "--no-cone", "/*", "!2024"]);
    assert!(!folder.path().join("2024").exists());
    assert_eq!(found(folder.path()), (Some(0), String::new()));
}

#[test]
fn a_commit_is_what_it_is_and_not_what_replaces_it() {
    let folder = repository();
    let id = |name: &str| git(folder.path(), &["rev-parse", name]).trim().to_owned();
    let then = id("base:a.md");
    folder.write("a.md", PAPER.replace("None", "Some"));
    folder.commit();
    git(folder.path(), &["replace", &then, &id("HEAD:a.md")]);
    assert_changed(&folder, "changed-published-paper", "the old text is replaced");
    git(folder.path(), &["replace", "-d", &then]);
    fs::write(folder.path().join(".git/info/grafts"), format!("{}\n", id("HEAD"))).unwrap();
    assert_changed(&folder, "changed-published-paper", "the commit has lost its parents");
}

#[test]
fn a_file_with_its_old_time_and_length_is_read() {
    let folder = repository();
    let path = folder.path().join("a.md");
    let old = fs::metadata(&path).unwrap().modified().unwrap();
    for setting in ["core.trustctime=false", "core.checkStat=minimal"] {
        let (key, value) = setting.split_once('=').unwrap();
        git(folder.path(), &["config", key, value]);
    }
    std::thread::sleep(std::time::Duration::from_millis(1100));
    git(folder.path(), &["status"]);
    fs::write(&path, PAPER.replace("None", "Some")).unwrap();
    fs::File::options().write(true).open(&path).unwrap().set_modified(old).unwrap();
    assert_changed(&folder, "changed-published-paper", "only its time says that it is the same");
}
