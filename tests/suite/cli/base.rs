//! `check --base`: only what changed can fail.

use std::path::Path;

use super::run_in;
use crate::support::{Folder, git, repository as sample};

fn commit(folder: &Folder) {
    git(folder.path(), &["add", "-A"]);
    git(folder.path(), &["commit", "-q", "--allow-empty", "-m", "Change"]);
}

/// A paper with one error.
fn paper(title: &str) -> String {
    format!(
        "---\ntitle: {title}\nstage: draft\naction_required: Informational\nsubmitted_by: Alex Doe, Office\n---\n\n\
         ## Background\n\nWe met.\n\n## Issue\n\nNone. {}\n",
        "This is what was said at the desk on that day. ".repeat(9)
    )
}

/// A repository with three papers on `main`, and a branch for the work.
fn repository() -> Folder {
    let folder = Folder::new();
    git(folder.path(), &["init", "-q"]);
    folder.write("issuepaper.yaml", "series: issue-paper\n");
    for name in ["a", "b", "c"] {
        folder.write(&format!("2024/{name}.md"), paper(name));
    }
    commit(&folder);
    git(folder.path(), &["switch", "-q", "-c", "work"]);
    folder
}

fn summary(folder: &Path, base: &str) -> (String, Option<i32>) {
    let run = run_in(folder, &["check", "--base", base]);
    (run.stdout.lines().last().unwrap_or_default().to_owned(), run.code)
}

#[test]
fn only_changed_papers_fail_and_the_others_are_counted() {
    let folder = repository();
    let old = "3 papers checked, no findings, 3 in unchanged papers";
    assert_eq!(summary(folder.path(), "main"), (old.to_owned(), Some(0)));
    let one = ("3 papers checked, 1 error, 2 in unchanged papers".to_owned(), Some(1));
    folder.write("2024/a.md", paper("changed"));
    assert_eq!(summary(folder.path(), "main"), one, "not yet committed");
    commit(&folder);
    assert_eq!(summary(folder.path(), "main"), one);
    assert_eq!(summary(&folder.path().join("2024"), "main"), one, "from a folder inside");
    // What others do on the main branch is not a change on this one.
    git(folder.path(), &["switch", "-q", "main"]);
    folder.write("2024/b.md", paper("theirs"));
    commit(&folder);
    git(folder.path(), &["switch", "-q", "work"]);
    assert_eq!(summary(folder.path(), "main"), one);
    git(folder.path(), &["checkout", "-q", "--detach"]);
    assert_eq!(summary(folder.path(), "main"), one, "a detached head");
    folder.write("2025/new.md", paper("new"));
    let line = summary(folder.path(), "main").0;
    assert_eq!(line, "4 papers checked, 2 errors, 2 in unchanged papers", "a new file");
}

#[test]
fn what_a_change_breaks_in_other_papers_is_new() {
    let folder = Folder::new();
    folder.copy(&sample("papers"), ".");
    git(folder.path(), &["init", "-q"]);
    commit(&folder);
    let check = || run_in(folder.path(), &["check", "--base", "HEAD"]);
    let register = std::fs::read_to_string(folder.path().join("numbers.yaml")).unwrap();
    let line = register.lines().find(|line| line.contains("3938-1224")).unwrap();
    folder.write("numbers.yaml", register.replace(line, ""));
    let run = check();
    assert!(run.stdout.contains("register-mismatch"), "{}", run.stdout);
    assert!(run.stdout.ends_with("10 papers checked, 1 error\n"), "{}", run.stdout);
    folder.write("numbers.yaml", register);
    git(folder.path(), &["mv", "2024-06/forced-labor.md", "2024-06/labor.md"]);
    let run = check();
    let broken =
        "error[broken-link]: there is no file `../2024-06/forced-labor.md`\n  --> 2024-12/";
    assert!(run.stdout.contains(broken), "{}", run.stdout);
}

#[test]
fn baseline_entries_of_unchanged_papers_are_not_fixed() {
    let folder = repository();
    run_in(folder.path(), &["check", "--update-baseline"]);
    commit(&folder);
    folder.write("2024/a.md", paper("a").replace("---\n\n", "titel: B\n---\n\n"));
    let line = summary(folder.path(), "HEAD").0;
    assert_eq!(line, "3 papers checked, 1 error, 3 in the baseline");
}

#[test]
fn a_renamed_paper_is_the_same_paper() {
    let folder = repository();
    git(folder.path(), &["mv", "2024/a.md", "2024/renamed.md"]);
    let old = "3 papers checked, no findings, 3 in unchanged papers";
    assert_eq!(summary(folder.path(), "main").0, old);
    folder.write("2024/renamed.md", paper("changed as well"));
    let line = summary(folder.path(), "main").0;
    assert_eq!(line, "3 papers checked, 1 error, 2 in unchanged papers");
    std::fs::remove_file(folder.path().join("2024/b.md")).unwrap();
    let line = summary(folder.path(), "main").0;
    assert_eq!(line, "2 papers checked, 1 error, 1 in unchanged papers", "a deleted paper");
}

#[test]
#[cfg(unix)]
fn a_link_to_a_changed_paper_has_changed() {
    let folder = repository();
    folder.write("elsewhere/real.txt", paper("linked"));
    std::os::unix::fs::symlink("../elsewhere/real.txt", folder.path().join("2024/link.md"))
        .unwrap();
    commit(&folder);
    folder.write("elsewhere/real.txt", paper("changed"));
    let line = summary(folder.path(), "HEAD").0;
    assert_eq!(line, "4 papers checked, 1 error, 3 in unchanged papers");
}

#[test]
fn old_papers_are_not_fixed_either() {
    let folder = repository();
    folder
        .write("2024/a.md", paper("a").replace("stage: draft", "date: May 21, 2024\nstage: draft"));
    commit(&folder);
    folder
        .write("2024/b.md", paper("b").replace("stage: draft", "date: May 22, 2024\nstage: draft"));
    run_in(folder.path(), &["check", "--base", "HEAD", "--fix"]);
    let text = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    assert!(text("2024/a.md").contains("May 21, 2024"));
    assert!(text("2024/b.md").contains("2024-05-22"));
}

#[test]
fn a_shallow_clone_works_or_says_what_to_fetch() {
    let folder = repository();
    folder.write("2024/a.md", paper("changed"));
    commit(&folder);
    let clones = Folder::new();
    let source = format!("file://{}", folder.path().display());
    let clone = |name: &str, depth: &str| {
        git(
            clones.path(),
            &["clone", "-q", "--no-single-branch", "--depth", depth, "-b", "work", &source, name],
        );
        clones.path().join(name)
    };
    let deep = clone("deep", "2");
    let one = "3 papers checked, 1 error, 2 in unchanged papers";
    assert_eq!(summary(&deep, "origin/main").0, one);
    let cut = clone("cut", "1");
    let run = run_in(&cut, &["check", "--base", "origin/main"]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    assert!(run.stderr.contains("git fetch --unshallow"), "{}", run.stderr);
    git(clones.path(), &["clone", "-q", "--depth", "1", "-b", "work", &source, "alone"]);
    let run = run_in(&clones.path().join("alone"), &["check", "--base", "origin/main"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("the clone is shallow"), "{}", run.stderr);
}

#[test]
fn a_bad_commit_or_a_missing_repository_is_a_clear_failure() {
    let folder = repository();
    for (base, message) in [
        ("nowhere", "nowhere: is not a commit of this repository"),
        ("--output=x", "is not a commit of this repository"),
        ("HEAD:2024/a.md", "is not a commit of this repository"),
    ] {
        let run = run_in(folder.path(), &["check", &format!("--base={base}")]);
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{base}");
        assert!(run.stderr.contains(message), "{}", run.stderr);
    }
    git(folder.path(), &["switch", "-q", "--orphan", "other"]);
    folder.write("a.md", paper("a"));
    commit(&folder);
    let run = run_in(folder.path(), &["check", "--base", "main"]);
    assert!(run.stderr.contains("no commit in common"), "{}", run.stderr);
    let outside = Folder::new();
    outside.write("a.md", paper("a"));
    let run = run_in(outside.path(), &["check", "--base", "main"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("is not in a git repository"), "{}", run.stderr);
}
