//! `check --base` where papers are in a repository within another one.

use std::path::Path;

use super::base::{commit, empty, paper, repository, summary};
use super::run_in;
use crate::support::{Folder, git};

/// A repository with a paper and, in `sub`, the papers of another one, as a submodule or as a clone.
fn nested(how: &[&str]) -> (Folder, Folder) {
    let (inner, outer) = (repository(), empty());
    outer.write("issuepaper.yaml", "");
    outer.write("2023/a.md", paper("outer"));
    commit(&outer);
    git(outer.path(), &[how, &[inner.path().to_str().unwrap(), "sub"]].concat());
    std::fs::remove_file(outer.path().join("sub/issuepaper.yaml")).ok();
    commit(&outer);
    (outer, inner)
}

#[test]
fn papers_in_a_repository_within_count_as_changed() {
    let (outer, _inner) = nested(&["clone", "-q"]);
    git(outer.path(), &["rm", "-q", "--cached", "sub"]);
    git(outer.path(), &["commit", "-q", "-m", "Change"]);
    let line = "4 papers checked, 3 errors, 1 in unchanged papers";
    assert_eq!(summary(outer.path(), "HEAD"), (line.to_owned(), Some(1)));
}

#[test]
fn papers_in_a_submodule_are_compared_with_what_the_base_records_of_it() {
    let (outer, _inner) = nested(&["submodule", "--quiet", "add"]);
    let old = "4 papers checked, no findings, 4 in unchanged papers";
    assert_eq!(summary(outer.path(), "HEAD"), (old.to_owned(), Some(0)));
    outer.write("sub/2024/a.md", paper("changed"));
    let one = ("4 papers checked, 1 error, 3 in unchanged papers".to_owned(), Some(1));
    assert_eq!(summary(outer.path(), "HEAD"), one, "not yet committed");
    let sub = outer.path().join("sub");
    git(&sub, &["add", "-A"]);
    git(&sub, &["commit", "-q", "-m", "Change"]);
    assert_eq!(summary(outer.path(), "HEAD"), one, "committed in the submodule alone");
    git(outer.path(), &["switch", "-q", "-c", "work"]);
    commit(&outer);
    assert_eq!(summary(outer.path(), "main"), one, "recorded on the branch");
    assert_eq!(summary(outer.path(), "HEAD").0, old, "recorded at the base");
    outer.write("sub/2025/new.md", paper("new"));
    let line = summary(outer.path(), "main").0;
    assert_eq!(line, "5 papers checked, 2 errors, 3 in unchanged papers", "a new file");
    // A project of its own in the submodule: what it is compared with is up to the repository one is in.
    outer.write("sub/issuepaper.yaml", "");
    let check = |folder: &Path, arguments: &[&str]| {
        let run = run_in(folder, &[&["check", "--base"], arguments].concat());
        run.stdout.lines().last().unwrap_or_default().to_owned() + &run.stderr
    };
    let two = "4 papers checked, 2 errors, 2 in unchanged papers";
    assert_eq!(check(outer.path(), &["main", "sub"]), two);
    let inside = check(&sub, &["HEAD"]);
    assert_eq!(inside, "4 papers checked, 1 error, 3 in unchanged papers");
}
