//! `check --base`: how papers changed since.

use std::path::Path;

use super::{Run, run_in};
use crate::support::{Folder, git};

fn paper(stage: &str, number: &str, text: &str) -> String {
    format!(
        "---\ntitle: Renewals\npublication_number: \"{number}\"\ndate: 2024-05-21\naction_required: Informational\n\
         submitted_by: Alex Doe, Office\nstage: {stage}\n---\n\n## Background\n\nWe met.\n\n## Issue\n\n{text}\n\n\
         ## Current Status\n\nOpen.\n"
    )
}

/// A repository with two published papers and a draft in the project `papers`, and a branch for the work.
fn repository() -> Folder {
    let folder = Folder::new();
    folder.write("papers/issuepaper.yaml", "series: issue-paper\n");
    folder.write("papers/2024/a.md", paper("published", "3733-0624", "None."));
    folder.write("papers/2024/b.md", paper("published", "3734-0624", "Some."));
    folder.write("papers/2024/c.md", paper("draft", "", "All."));
    folder.commit_base();
    git(folder.path(), &["switch", "-q", "-c", "work"]);
    folder
}

fn check(folder: &Folder, arguments: &[&str]) -> Run {
    run_in(&folder.path().join("papers"), &[&["check", "--base", "main"], arguments].concat())
}

/// The rules that found something, sorted.
fn rules(run: &Run) -> Vec<String> {
    let names = run.stdout.lines().filter_map(|line| line.split_once('[')?.1.split_once("]: "));
    let mut names: Vec<String> = names.map(|(name, _)| name.to_owned()).collect();
    names.sort();
    names
}

#[test]
fn nothing_done_is_nothing_found() {
    let folder = repository();
    let run = check(&folder, &[]);
    assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
    git(folder.path(), &["checkout", "-q", "--detach"]);
    assert_eq!(check(&folder, &[]).code, Some(0), "a detached head");
}

#[test]
fn a_change_that_was_reverted_is_found() {
    let folder = repository();
    for text in ["Else.", "None."] {
        folder.write("papers/2024/a.md", paper("published", "3733-0624", text));
        folder.commit();
    }
    let run = check(&folder, &[]);
    assert_eq!(rules(&run), ["changed-published-paper"], "{}", run.stdout);
    assert!(run.stdout.contains("--> 2024/a.md:7:8"), "{}", run.stdout);
    assert_eq!(rules(&check(&folder, &["2024/a.md"])), ["changed-published-paper"], "alone");
    assert!(rules(&check(&folder, &["2024/b.md"])).is_empty(), "another one");
    // A branch that was cleaned up shows nothing.
    git(folder.path(), &["reset", "-q", "--soft", "main"]);
    folder.commit();
    assert_eq!(check(&folder, &[]).code, Some(0));
}

#[test]
fn a_paper_without_a_stage_was_never_published() {
    let folder = repository();
    let bare = |text: &str| paper("published", "3733-0624", text).replace("stage: published\n", "");
    folder.write("papers/2024/a.md", bare("None."));
    folder.commit();
    git(folder.path(), &["branch", "-f", "main"]);
    folder.write("papers/2024/a.md", bare("Some."));
    assert_eq!(rules(&check(&folder, &[])), Vec::<String>::new());
    folder.write("papers/2024/a.md", paper("draft", "3733-0624", "Some."));
    assert_eq!(rules(&check(&folder, &[])), ["number-in-draft"]);
}

#[test]
fn every_report_can_name_a_deleted_paper() {
    let folder = repository();
    git(folder.path(), &["rm", "-q", "papers/2024/a.md"]);
    for format in ["text", "json", "sarif", "github", "gitlab", "junit"] {
        let run = check(&folder, &["--format", format]);
        assert_eq!(run.code, Some(1), "{format}: {}", run.stderr);
        assert!(run.stdout.contains("2024/a.md"), "{format}: {}", run.stdout);
        assert!(run.stdout.contains("was deleted"), "{format}: {}", run.stdout);
    }
}

#[test]
fn a_merge_of_the_base_is_not_a_change_on_the_branch() {
    let folder = repository();
    folder.write("papers/2024/c.md", paper("review", "", "All."));
    folder.commit();
    git(folder.path(), &["switch", "-q", "main"]);
    folder.write("papers/2024/b.md", paper("withdrawn", "3734-0624", "Some."));
    folder.commit();
    git(folder.path(), &["switch", "-q", "work"]);
    assert_eq!(check(&folder, &[]).code, Some(0));
    git(folder.path(), &["merge", "-q", "--no-edit", "main"]);
    assert_eq!(check(&folder, &[]).code, Some(0), "{}", check(&folder, &[]).stdout);
}

#[test]
fn line_ends_and_modes_are_not_changes() {
    let folder = repository();
    folder
        .write("papers/2024/a.md", paper("published", "3733-0624", "None.").replace('\n', "\r\n"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let path = folder.path().join("papers/2024/b.md");
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    let run = check(&folder, &[]);
    assert_eq!(rules(&run), Vec::<String>::new(), "{}", run.stdout);
}

#[test]
fn a_number_taken_on_two_branches_is_reported_before_the_merge() {
    let folder = repository();
    folder.write("papers/2024/d.md", paper("review", "3735-0624", "Ours."));
    folder.commit();
    git(folder.path(), &["switch", "-q", "main"]);
    folder.write("papers/2024/e.md", paper("review", "3735-0624", "Theirs."));
    folder.commit();
    git(folder.path(), &["switch", "-q", "work"]);
    let run = check(&folder, &[]);
    assert_eq!(rules(&run), ["number-taken-on-base"], "{}", run.stdout);
    let commit = git(folder.path(), &["rev-parse", "main"]);
    assert!(
        run.stdout.contains(&format!(
            "`2024/e.md` took the number `3735-0624` on the base, in {}",
            &commit[..10]
        )),
        "{}",
        run.stdout
    );
}

#[test]
fn a_shallow_clone_says_what_to_fetch() {
    let folder = repository();
    folder.write("papers/2024/c.md", paper("review", "", "All."));
    folder.commit();
    let clone = Folder::new();
    let url = format!("file://{}", folder.path().display());
    git(clone.path(), &["clone", "-q", "--depth", "1", "--branch", "work", &url, "here"]);
    let run = run_in(&clone.path().join("here/papers"), &["check", "--base", "origin/main"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("the clone is shallow"), "{}", run.stderr);
    let outside = Folder::new();
    outside.write("a.md", paper("draft", "", "None."));
    let run = run_in(Path::new(outside.path()), &["check", "--base", "main"]);
    assert!(run.code == Some(2) && run.stderr.contains("git repository"), "{}", run.stderr);
}
