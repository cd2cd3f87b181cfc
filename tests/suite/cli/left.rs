//! `check --base`: a paper that was published stays a paper, at its place and with its text, whatever is done to it.

use std::fs;

use super::run_in;
use crate::support::{Folder, git};

fn paper(stage: &str, number: &str, text: &str) -> String {
    format!(
        "---\ntitle: Renewals\npublication_number: \"{number}\"\ndate: 2024-05-21\naction_required: Informational\n\
         submitted_by: Alex Doe, Office\nstage: {stage}\n---\n\n## Background\n\nWe met.\n\n## Issue\n\n{text}\n\n\
         ## Current Status\n\nOpen.\n"
    )
}

const REGISTER: &str = "blocks:\n  - { from: \"3725\", to: \"3744\", received: 2024-04-02, source: Desk }\nassigned:\n  \
                        - { number: \"3733-0624\", paper: 2024/a.md, on: 2024-05-20 }\n  \
                        - { number: \"3734-0624\", paper: 2024/b.md, on: 2024-05-20 }\n";

/// A repository with a project in `place`, which has two published papers, and a branch for the work.
fn repository(place: &str, has_register: bool) -> Folder {
    let folder = Folder::new();
    let stage = if has_register { "cleared" } else { "published" };
    folder.write(&format!("{place}issuepaper.yaml"), "series: issue-paper\n");
    folder.write(&format!("{place}2024/a.md"), paper(stage, "3733-0624", "None."));
    folder.write(&format!("{place}2024/b.md"), paper(stage, "3734-0624", "Some."));
    if has_register {
        folder.write(&format!("{place}numbers.yaml"), REGISTER);
        let publish = ["publish", "2024/a.md", "2024/b.md", "--on", "2024-06-12"];
        let run = run_in(&folder.path().join(place), &publish);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        fs::remove_dir_all(folder.path().join(place).join("out")).unwrap();
    }
    folder.commit_base();
    git(folder.path(), &["switch", "-q", "-c", "work"]);
    folder
}

/// The rules that found something, sorted, and the exit code.
fn check(folder: &Folder, place: &str, options: &[&str]) -> (Vec<String>, Option<i32>) {
    let run = run_in(&folder.path().join(place), &[&["check", "--base", "main"], options].concat());
    let names = run.stdout.lines().filter_map(|line| line.split_once('[')?.1.split_once("]: "));
    let mut names: Vec<String> = names.map(|(name, _)| name.to_owned()).collect();
    names.sort();
    assert!(run.stderr.is_empty(), "{}", run.stderr);
    (names, run.code)
}

fn assert_found(folder: &Folder, rules: &[&str], what: &str) {
    let rules: Vec<String> = rules.iter().map(|rule| (*rule).to_owned()).collect();
    assert_eq!(check(folder, "", &[]), (rules.clone(), Some(1)), "not yet committed: {what}");
    folder.commit();
    assert_eq!(check(folder, "", &[]), (rules, Some(1)), "{what}");
}

#[test]
fn another_number_of_a_published_paper_is_one_change() {
    for has_register in [false, true] {
        let folder = repository("", has_register);
        let text = fs::read_to_string(folder.path().join("2024/a.md")).unwrap();
        folder.write("2024/a.md", text.replace("3733-0624", "3739-0624"));
        let (found, code) = check(&folder, "", &[]);
        assert!(!found.iter().any(|rule| rule == "changed-number"), "{found:?}");
        assert_eq!(code, Some(1), "{found:?}");
        let allowed = ["--allow", "changed-published-paper"];
        let (found, _) = check(&folder, "", &allowed);
        assert_eq!(found.contains(&"changed-number".to_owned()), !has_register, "{found:?}");
    }
}

fn rename(folder: &Folder, from: &str, to: &str) {
    let place = folder.path().join(to);
    fs::create_dir_all(place.parent().unwrap()).unwrap();
    fs::rename(folder.path().join(from), place).unwrap();
    git(folder.path(), &["add", "-A"]);
}

#[test]
fn a_published_paper_that_becomes_another_file_is_gone() {
    for has_register in [true, false] {
        for to in ["2024/a.txt", "2024/a", "2024/.a.md", ".h/a.md", "out/a.md", "2024/README.md"] {
            let folder = repository("", has_register);
            rename(&folder, "2024/a.md", to);
            assert_found(&folder, &["deleted-published-paper"], to);
            let run = run_in(folder.path(), &["check", "--base", "main"]);
            let message = format!("was renamed to `{to}`, which is no paper of the project");
            assert!(run.stdout.contains(&message), "{}", run.stdout);
            folder.write(to, paper("published", "3733-0624", "Else."));
            assert_found(&folder, &["deleted-published-paper"], &format!("{to}, changed"));
        }
    }
}

#[test]
fn a_finding_is_withheld_only_for_one_that_is_there() {
    let folder = repository("", true);
    rename(&folder, "2024/a.md", "2024/a.txt");
    let (found, code) = check(&folder, "", &["--allow", "deleted-published-paper"]);
    assert_eq!((found.as_slice(), code), (&["missing-registered-paper".to_owned()][..], Some(1)));
    let both = ["deleted-published-paper", "missing-registered-paper"].map(str::to_owned);
    let (found, code) = check(&folder, "", &["--warn", "deleted-published-paper"]);
    assert_eq!((found.as_slice(), code), (&both[..], Some(1)));
    rename(&folder, "2024/a.txt", "2024/a.md");
    folder.write("2024/a.md", folder.read("2024/a.md").replace("None.", "Else."));
    let changed = "changed-published-paper".to_owned();
    for (option, rules) in [
        ("--deny", vec!["broken-seal".to_owned()]),
        ("--warn", vec!["broken-seal".to_owned(), changed.clone()]),
        ("--allow", vec![changed]),
    ] {
        assert_eq!(check(&folder, "", &[option, "broken-seal"]), (rules, Some(1)), "{option}");
    }
    folder.write("issuepaper.yaml", "series: issue-paper\nrules: { broken-seal: off }\n");
    assert_found(&folder, &["changed-published-paper"], "switched off in the settings");
}

#[test]
fn a_published_paper_that_is_not_looked_at_any_more_is_told() {
    let is_told = |folder: &Folder, what: &str| {
        assert_found(folder, &["deleted-published-paper"], what);
        let run = run_in(folder.path(), &["check", "--base", "main"]);
        assert!(run.stdout.contains(what), "{what}: {}", run.stdout);
    };
    for is_changed in [false, true] {
        let change = |folder: &Folder| {
            if is_changed {
                folder.write("2024/a.md", paper("published", "3733-0624", "Else."));
            }
        };
        for (file, text, what) in [
            ("issuepaper.yaml", "series: issue-paper\nexclude: [\"2024/a.md\"]\n", "is excluded"),
            (".gitignore", "2024/a.md\n", "is ignored now"),
            ("2024/.ignore", "a.*\n", "is ignored now"),
        ] {
            let folder = repository("", false);
            change(&folder);
            folder.write(file, text);
            is_told(&folder, what);
        }
    }
    // What was not looked at is not missed.
    for (file, text) in [
        ("issuepaper.yaml", "series: issue-paper\nexclude: [\"2024/a.md\"]\n"),
        (".gitignore", "a.md\n"),
        ("2024/.ignore", "/a.md\n"),
        (".gitignore", "/2024/*\n!b.md\n"),
    ] {
        let folder = repository("", false);
        folder.write(file, text);
        folder.commit();
        git(folder.path(), &["branch", "-f", "main"]);
        assert_eq!(check(&folder, "", &[]), (vec![], Some(0)), "{file}: {text}");
        git(folder.path(), &["rm", "-q", "2024/a.md"]);
        assert_eq!(check(&folder, "", &[]), (vec![], Some(0)), "deleted, {file}: {text}");
    }
}

#[test]
#[cfg(unix)]
fn a_link_is_not_the_published_paper() {
    for target in ["b.md", "a.txt"] {
        let folder = repository("", false);
        if target == "a.txt" {
            rename(&folder, "2024/a.md", "2024/a.txt");
        } else {
            fs::remove_file(folder.path().join("2024/a.md")).unwrap();
        }
        std::os::unix::fs::symlink(target, folder.path().join("2024/a.md")).unwrap();
        assert_found(&folder, &["deleted-published-paper"], target);
    }
}

#[test]
fn a_merge_that_changes_a_published_paper_is_found_though_it_is_undone() {
    let folder = repository("", false);
    let merge = |change: bool| {
        git(folder.path(), &["switch", "-q", "-c", "side", "main"]);
        folder.write("note.txt", "A note.");
        folder.commit();
        git(folder.path(), &["switch", "-q", "work"]);
        git(folder.path(), &["merge", "-q", "--no-commit", "--no-ff", "side"]);
        if change {
            folder.write("2024/a.md", paper("published", "3733-0624", "Else."));
        }
        folder.commit();
        git(folder.path(), &["branch", "-q", "-D", "side"]);
    };
    merge(false);
    assert_eq!(check(&folder, "", &[]), (vec![], Some(0)), "a merge alone");
    git(folder.path(), &["reset", "-q", "--hard", "main"]);
    merge(true);
    folder.write("2024/a.md", paper("published", "3733-0624", "None."));
    folder.commit();
    assert_found(&folder, &["changed-published-paper"], "undone");
}

#[test]
fn a_project_is_compared_with_itself_where_its_folder_was() {
    for (from, to) in [("docs/", "papers/"), ("", "papers/"), ("docs/", ""), ("a/b/", "a/c/")] {
        let what = format!("from `{from}` to `{to}`");
        let moved = |has_register: bool| {
            let folder = repository(from, has_register);
            for name in ["issuepaper.yaml", "numbers.yaml", "2024"] {
                if has_register || name != "numbers.yaml" {
                    rename(&folder, &format!("{from}{name}"), &format!("{to}{name}"));
                }
            }
            folder
        };
        let folder = moved(true);
        assert_eq!(check(&folder, to, &[]), (vec![], Some(0)), "{what}, staged");
        folder.commit();
        assert_eq!(check(&folder, to, &[]), (vec![], Some(0)), "{what}");
        let path = format!("{to}2024/a.md");
        let original = folder.read(&path);
        folder.write(&path, original.replace("None.", "Else."));
        let found = check(&folder, to, &[]);
        assert_eq!(found, (vec!["broken-seal".to_owned()], Some(1)), "{what}, changed");
        let register = format!("{to}numbers.yaml");
        folder.write(&register, REGISTER);
        folder.commit();
        let (found, code) = check(&folder, to, &[]);
        let rules: Vec<&str> = found.iter().map(String::as_str).collect();
        let all =
            ["changed-published-paper", "rewritten-record", "rewritten-record", "unsealed-paper"];
        assert_eq!((rules.as_slice(), code), (&all[..], Some(1)), "{what}, seals taken out");
        let folder = moved(false);
        let gone = (vec!["deleted-published-paper".to_owned()], Some(1));
        fs::remove_file(folder.path().join(format!("{to}2024/a.md"))).unwrap();
        assert_eq!(check(&folder, to, &[]), gone, "{what}, deleted");
        folder.write(&format!("{to}2024/a.md"), "# Something else\n");
        assert_eq!(check(&folder, to, &[]).1, Some(1), "{what}, another text");
    }
}

#[test]
fn projects_that_swap_their_folders_do_not_hide_what_was_published() {
    let folder = repository("a/", false);
    folder.write("b/issuepaper.yaml", "series: issue-paper\n");
    folder.write("b/2024/c.md", paper("published", "3735-0624", "All."));
    folder.commit();
    git(folder.path(), &["branch", "-f", "main"]);
    for (from, to) in [("a", "x"), ("b", "a"), ("x", "b")] {
        rename(&folder, from, to);
    }
    folder.write("b/2024/a.md", paper("published", "3733-0624", "Else."));
    folder.commit();
    let (found, code) = check(&folder, "a", &[]);
    assert_eq!((found.len(), code), (2, Some(1)), "{found:?}");
    assert!(found.iter().all(|rule| rule == "deleted-published-paper"), "{found:?}");
    assert_eq!(check(&folder, "b", &[]).1, Some(1));
}

#[test]
fn a_commit_may_be_named_by_its_words() {
    let folder = repository("", false);
    assert_eq!(check(&folder, "", &[]).1, Some(0));
    let run = run_in(folder.path(), &["check", "--base", ":/Chan"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
}
