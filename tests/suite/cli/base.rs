//! `check --base`: only what changed can fail.

use std::path::Path;

use super::run_in;
use crate::support::{Folder, git, repository as sample};

pub(super) fn commit(folder: &Folder) {
    git(folder.path(), &["add", "-A"]);
    git(folder.path(), &["commit", "-q", "--allow-empty", "-m", "Change"]);
}

/// A paper with one error.
pub(super) fn paper(title: &str) -> String {
    format!(
        "---\ntitle: {title}\nstage: draft\naction_required: Informational\nsubmitted_by: Alex Doe, Office\n---\n\n\
         ## Background\n\nWe met.\n\n## Issue\n\nNone. {}\n",
        "This is what was said at the desk on that day. ".repeat(9)
    )
}

/// A repository with three papers on `main`, and a branch for the work.
pub(super) fn repository() -> Folder {
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

pub(super) fn summary(folder: &Path, base: &str) -> (String, Option<i32>) {
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

/// An empty repository.
pub(super) fn empty() -> Folder {
    let folder = Folder::new();
    git(folder.path(), &["init", "-q"]);
    folder
}

/// Papers that were already wrong, and one that moves.
fn moved(from: &str, to: &str) -> (String, Option<i32>) {
    let folder = empty();
    folder.write("collection/issuepaper.yaml", "exclude: [\"notes/**\"]\n");
    folder.write("collection/2024/a.md", paper("a"));
    folder.write(from, paper("moved"));
    commit(&folder);
    git(folder.path(), &["branch", "main-then"]);
    let to_path = folder.path().join(to);
    std::fs::create_dir_all(to_path.parent().unwrap()).unwrap();
    git(folder.path(), &["mv", "-f", from, to]);
    commit(&folder);
    summary(&folder.path().join("collection"), "main-then")
}

#[test]
fn a_file_that_becomes_a_paper_is_new_even_if_it_was_only_renamed() {
    let new = ("2 papers checked, 1 error, 1 in unchanged papers".to_owned(), Some(1));
    for from in [
        "collection/notes/b.md",
        "collection/2024/b.txt",
        "collection/2024/README.md",
        "collection/.drafts/b.md",
        "collection/out/b.md",
        "elsewhere/b.md",
    ] {
        assert_eq!(moved(from, "collection/2024/b.md"), new, "{from}");
    }
    let old = ("2 papers checked, no findings, 2 in unchanged papers".to_owned(), Some(0));
    for from in ["collection/2023/b.md", "collection/2024/b.markdown", "collection/b.MD"] {
        assert_eq!(moved(from, "collection/2024/b.md"), old, "{from}");
    }
    assert_eq!(moved("collection/2024/b.md", "collection/2024/c.markdown"), old);
}

#[test]
fn a_paper_that_was_excluded_is_new() {
    let folder = repository();
    folder.write("issuepaper.yaml", "exclude: [\"2024/a.md\"]\n");
    commit(&folder);
    folder.write("issuepaper.yaml", "exclude: []\n");
    let line = "3 papers checked, 1 error, 2 in unchanged papers";
    assert_eq!(summary(folder.path(), "HEAD"), (line.to_owned(), Some(1)));
}

#[test]
fn the_base_is_looked_up_where_the_papers_are() {
    let folder = repository();
    folder.write("2024/a.md", paper("changed"));
    let one = "3 papers checked, 1 error, 2 in unchanged papers";
    let elsewhere = empty();
    elsewhere.write("note.txt", "");
    commit(&elsewhere);
    let path = folder.path().to_str().unwrap();
    let last = |folder: &Path, arguments: &[&str]| {
        let run = run_in(folder, &[&["check", "--base", "main"], arguments].concat());
        run.stdout.lines().last().unwrap_or_default().to_owned()
    };
    assert_eq!(last(elsewhere.path(), &[path]), one, "from another repository");
    let lone = empty();
    lone.write("a.md", paper("lone"));
    commit(&lone);
    let path = lone.path().join("a.md");
    let counted = "1 paper checked, no findings, 1 in unchanged papers";
    assert_eq!(last(elsewhere.path(), &[path.to_str().unwrap()]), counted, "without a project");
    lone.write("a.md", paper("changed"));
    assert_eq!(last(elsewhere.path(), &[path.to_str().unwrap()]), "1 paper checked, 1 error");
}

#[test]
fn a_hook_s_environment_does_not_lead_to_another_repository() {
    let folder = repository();
    folder.write("2024/a.md", paper("changed"));
    let beside = Folder::new();
    let side = beside.path().join("side");
    git(folder.path(), &["worktree", "add", "-q", "-b", "side", side.to_str().unwrap()]);
    std::fs::write(side.join("2024/b.md"), paper("changed beside")).unwrap();
    let git_dir = git(&side, &["rev-parse", "--absolute-git-dir"]);
    let one = "3 papers checked, 1 error, 2 in unchanged papers";
    for (here, path) in
        [(side.clone(), "."), (side.join("2024"), ".."), (folder.path().to_owned(), ".")]
    {
        let mut command = super::program(&here);
        command.env("GIT_DIR", git_dir.trim()).env("GIT_INDEX_FILE", "index.lock");
        command.env("GIT_OBJECT_DIRECTORY", "/nowhere").env("GIT_NAMESPACE", "other");
        command.env("GIT_CONFIG_PARAMETERS", "'core.worktree'='/'").env("GIT_TRACE", "1");
        command.env("GIT_CONFIG_COUNT", "1").env("GIT_CONFIG_KEY_0", "core.bare");
        command.env("GIT_CONFIG_VALUE_0", "true").env("GIT_EXTERNAL_DIFF", "false");
        command.env("GIT_PREFIX", "2024/").args(["check", "--base", "main", path]);
        let run = super::Run::from(command.output().unwrap());
        assert_eq!(
            run.stdout.lines().last(),
            Some(one),
            "{path} in {}: {}",
            here.display(),
            run.stderr
        );
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_paper_whose_name_is_not_utf_8_is_compared_as_well() {
    use std::os::unix::ffi::OsStrExt;
    let folder = repository();
    let name = |name: &[u8]| folder.path().join("2024").join(std::ffi::OsStr::from_bytes(name));
    for path in [name(b"\xfcber.md"), name(b"\xe9t\xe9.md")] {
        std::fs::write(path, paper("first")).unwrap();
    }
    commit(&folder);
    assert_eq!(
        summary(folder.path(), "HEAD").0,
        "5 papers checked, no findings, 5 in unchanged papers"
    );
    std::fs::write(name(b"\xfcber.md"), paper("changed")).unwrap();
    let one = "5 papers checked, 1 error, 4 in unchanged papers";
    assert_eq!(summary(folder.path(), "HEAD").0, one);
    commit(&folder);
    assert_eq!(summary(folder.path(), "HEAD~1").0, one, "committed");
    std::fs::write(name(b"neu\xdf.md"), paper("new")).unwrap();
    let two = "6 papers checked, 2 errors, 4 in unchanged papers";
    assert_eq!(summary(folder.path(), "HEAD~1").0, two, "untracked");
}

#[test]
fn a_branch_that_was_only_fetched_is_found_at_its_remote() {
    let folder = repository();
    folder.write("2024/a.md", paper("changed"));
    commit(&folder);
    let clones = Folder::new();
    let source = folder.path().to_str().unwrap();
    let origin = ["clone", "-q", "-b", "work", source, "one"];
    git(clones.path(), &origin);
    let clone = clones.path().join("one");
    let one = "3 papers checked, 1 error, 2 in unchanged papers";
    assert_eq!(summary(&clone, "main").0, one);
    git(&clone, &["remote", "rename", "origin", "team"]);
    assert_eq!(summary(&clone, "main").0, one);
    git(&clone, &["remote", "add", "mirror", source]);
    git(&clone, &["fetch", "-q", "mirror"]);
    let run = run_in(&clone, &["check", "--base", "main"]);
    let message =
        "error: main: is a branch of several remotes: name one of `mirror/main` and `team/main`\n";
    assert_eq!((run.code, run.stderr.as_str()), (Some(2), message));
    git(&clone, &["remote", "rename", "team", "origin"]);
    assert_eq!(summary(&clone, "main").0, one, "of several, origin");
}
