//! What a published paper keeps: its name, its number, its stage and its text, whatever the commands are asked for.

use std::fs;

use super::{Run, run_in};
use crate::support::{Folder, git};

fn paper(number: &str, stage: &str) -> String {
    let number =
        if number.is_empty() { String::new() } else { format!("publication_number: {number}\n") };
    format!(
        "---\ntitle: Renewals\n{number}date: 2024-05-21\naction_required: Informational\n\
         submitted_by: Alex Doe, Office of Trade\nstage: {stage} # by the desk\n---\n\n## Background\n\n\
         The desks handle 10 renewals a day.\n\n## Issue\n\nNone.\n\n## Current Status\n\nOpen.\n"
    )
}

const REGISTER: &str = "blocks:
  - { from: \"3725\", to: \"3744\", received: 2024-04-02, source: Desk }
assigned:
  - { number: \"3733-0624\", paper: a.md, on: 2024-05-20 }
";

/// A project with the paper `a.md`.
fn project(stage: &str) -> Folder {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", "series: issue-paper\nformats: [txt]\n");
    folder.write("numbers.yaml", REGISTER);
    folder.write("a.md", paper("\"3733-0624\"", stage));
    folder
}

fn published() -> Folder {
    let folder = project("cleared");
    done(&folder, &["publish", "a.md", "--on", "2024-06-12"]);
    folder
}

fn run(folder: &Folder, arguments: &[&str]) -> Run {
    run_in(folder.path(), arguments)
}

fn done(folder: &Folder, arguments: &[&str]) -> Run {
    let run = run(folder, arguments);
    assert_eq!(run.code, Some(0), "{arguments:?}: {}{}", run.stdout, run.stderr);
    run
}

/// All of `commands` are refused with `message`, and change nothing.
fn refused(folder: &Folder, name: &str, commands: &[(&[&str], &str)]) {
    let state = || (folder.read(name), folder.read("numbers.yaml"));
    let before = state();
    for (arguments, message) in commands {
        let run = run(folder, arguments);
        assert_eq!((run.code, state()), (Some(2), before.clone()), "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains(message), "{arguments:?}: {}", run.stderr);
    }
}

fn edit(folder: &Folder, name: &str, from: &str, to: &str) {
    let text = folder.read(name);
    assert!(text.contains(from), "{text}");
    folder.write(name, text.replace(from, to));
}

#[test]
fn a_published_paper_that_was_moved_goes_back() {
    let folder = published();
    fs::create_dir(folder.path().join("x")).unwrap();
    folder.run("mv a.md x/a.md").unwrap();
    let back = "move x/a.md back";
    refused(
        &folder,
        "x/a.md",
        &[
            (&["number", "renumber", "x/a.md", "3740-0624"], back),
            (&["number", "unassign", "x/a.md"], back),
            (&["number", "unassign", "x/a.md", "--why", "lost"], back),
            (&["number", "assign", "x/a.md"], "is assigned to a.md"),
            (&["number", "unassign", "a.md"], "restore it, or move it back"),
            (&["publish", "x/a.md"], "was published as a.md"),
            (&["revise", "x/a.md", "--why", "x"], "was published as a.md"),
            (&["withdraw", "x/a.md", "--why", "x"], "was published as a.md"),
        ],
    );
    let check = run(&folder, &["check"]);
    assert_eq!(check.code, Some(1));
    assert!(check.stdout.contains("move it back to `a.md`"), "{}", check.stdout);
    assert!(check.stdout.contains("1 error"), "{}", check.stdout);
    assert_eq!(run(&folder, &["check", "x/a.md"]).code, Some(1), "alone as well");
    folder.run("mv x/a.md a.md").unwrap();
    done(&folder, &["check"]);
}

#[test]
fn a_published_paper_without_a_number_is_known_by_its_text() {
    let folder = published();
    folder.write(
        "templates/note/series.yaml",
        "extends: issue-paper\nnumber: { required_from: never }\n",
    );
    folder.write("note.md", paper("", "cleared").replace("title", "series: note\ntitle"));
    done(&folder, &["publish", "note.md", "--on", "2024-06-12"]);
    folder.run("mv note.md other.md").unwrap();
    refused(
        &folder,
        "other.md",
        &[
            (&["publish", "other.md"], "was published as note.md"),
            (&["revise", "other.md", "--why", "x"], "was published as note.md"),
        ],
    );
    let check = run(&folder, &["check"]).stdout;
    assert!(check.contains("move it back to `note.md`"), "{check}");
    // A copy is a paper of its own.
    folder.run("mv other.md note.md").unwrap();
    folder.write("copy.md", folder.read("note.md"));
    done(&folder, &["publish", "copy.md"]);
}

#[test]
fn a_copy_of_a_published_paper_gets_a_number_of_its_own() {
    let folder = published();
    let text = folder.read("a.md");
    folder.write("copy.md", &text);
    refused(&folder, "copy.md", &[(&["publish", "copy.md"], "`3733-0624` of a.md")]);
    let check = run(&folder, &["check"]).stdout;
    assert!(check.contains("number renumber copy.md NUMBER"), "{check}");
    assert!(!check.contains("duplicate-number") && !check.contains("unsealed-paper"), "{check}");
    assert_eq!(done(&folder, &["number", "next"]).stdout, "3725\n");
    done(&folder, &["number", "renumber", "copy.md", "3725"]);
    assert_eq!(folder.read("a.md"), text);
    assert!(folder.read("numbers.yaml").contains("{ number: \"3733-0624\", paper: a.md,"));
    done(&folder, &["check"]);
    // Even if the original has another number for the moment.
    folder.write("second.md", &text);
    edit(&folder, "a.md", "3733-0624", "3740-0624");
    refused(&folder, "second.md", &[(&["number", "renumber", "second.md", "3741"], "a.md")]);
}

#[test]
fn a_first_seal_excuses_no_change() {
    let folder = project("published");
    folder.commit_base();
    let before = folder.read("a.md");
    edit(&folder, "a.md", "10 renewals", "12 renewals");
    let check = ["check", "--base", "base"];
    let found = run(&folder, &check).stdout;
    assert!(found.contains("error[changed-published-paper]"), "{found}");
    assert!(!found.contains("unsealed-paper") && !found.contains("issuepaper revise"), "{found}");
    assert!(found.contains("`git restore --source base a.md`"), "{found}");
    done(&folder, &["publish", "a.md"]);
    let found = run(&folder, &check);
    assert_eq!(found.code, Some(1));
    assert!(found.stdout.contains("out of the register"), "{}", found.stdout);
    // What the help says of an intended change.
    folder.write("numbers.yaml", REGISTER);
    git(folder.path(), &["restore", "--source", "base", "a.md"]);
    assert_eq!(folder.read("a.md"), before);
    done(&folder, &["publish", "a.md"]);
    edit(&folder, "a.md", "10 renewals", "12 renewals");
    done(&folder, &["revise", "a.md", "--why", "a figure was wrong"]);
    done(&folder, &check);
}

#[test]
fn the_command_that_restores_a_paper_names_the_commit_that_has_it() {
    let folder = project("published");
    folder.commit_base();
    folder.commit_theirs(|folder| drop(folder.write("other.txt", "")));
    edit(&folder, "a.md", "10 renewals", "12 renewals");
    let found = run(&folder, &["check", "--base", "theirs"]).stdout;
    let command = found.split('`').find(|part| part.starts_with("git restore")).unwrap();
    assert!(!command.contains("theirs"), "others have gone on from there: {command}");
    folder.run(command).unwrap();
    assert!(folder.read("a.md").contains("10 renewals"));
}

#[test]
fn revising_never_undoes_a_stage() {
    for stage in ["withdrawn", "cleared", "draft"] {
        let folder = published();
        let text = folder.read("a.md");
        let typed = text.replace("stage: published", &format!("stage: '{stage}'"));
        folder.write("a.md", &typed);
        let revise: &[&str] = &["revise", "a.md", "--why", "x"];
        refused(&folder, "a.md", &[(revise, "stage")]);
        if stage == "withdrawn" {
            refused(&folder, "a.md", &[(&["publish", "a.md"], "`issuepaper withdraw`")]);
        }
        let check = run(&folder, &["check"]).stdout;
        assert!(!check.contains("issuepaper revise"), "{stage}: {check}");
        assert!(!check.contains("number unassign"), "{stage}: {check}");
        if stage == "withdrawn" {
            // Nor when there is something to revise.
            folder.write("a.md", typed.replace("10 renewals", "12 renewals"));
            refused(&folder, "a.md", &[(revise, "`withdrawn`")]);
            folder.write("a.md", typed);
            done(&folder, &["withdraw", "a.md", "--why", "the rule is gone"]);
            assert_eq!(folder.read("a.md"), text.replace("stage: published", "stage: 'withdrawn'"));
        } else {
            folder.write("a.md", text);
        }
        done(&folder, &["check"]);
    }
    // A revision that was withdrawn by hand is not continued.
    let folder = published();
    edit(&folder, "a.md", "10 renewals", "12 renewals");
    done(&folder, &["revise", "a.md", "--why", "x"]);
    edit(&folder, "a.md", "stage: published", "stage: withdrawn");
    refused(&folder, "a.md", &[(&["revise", "a.md", "--why", "x"], "`withdrawn`")]);
}

#[test]
fn without_a_seal_no_command_is_named_that_needs_one() {
    let folder = project("published");
    fs::remove_file(folder.path().join("numbers.yaml")).unwrap();
    folder.write("b.md", paper("\"3734-0624\"", "published"));
    folder.commit_base();
    edit(&folder, "a.md", "10 renewals", "12 renewals");
    folder.run("rm b.md").unwrap();
    let check = ["check", "--base", "base"];
    for register in [false, true] {
        let found = run(&folder, &check).stdout;
        for command in ["issuepaper revise", "issuepaper withdraw"] {
            assert!(!found.contains(command), "{register}: {found}");
        }
        let refusal = run(&folder, &["revise", "a.md", "--why", "x"]);
        assert_eq!(refusal.code, Some(2));
        let says = if register { "`issuepaper publish a.md` seals it" } else { "no numbers.yaml" };
        assert_eq!(refusal.stderr.matches(says).count(), 1, "{}", refusal.stderr);
        folder.write("numbers.yaml", "");
    }
    folder.run("rm numbers.yaml").unwrap();
    folder.run("git restore --source base a.md").unwrap();
    folder.run("git restore --source base b.md").unwrap();
    done(&folder, &check);
}

#[test]
fn a_path_in_the_register_is_one_however_it_is_written() {
    let folder = project("cleared");
    edit(&folder, "numbers.yaml", "paper: a.md", "paper: ./a.md");
    done(&folder, &["check"]);
    done(&folder, &["number", "renumber", "a.md", "3740-0624"]);
    let register = folder.read("numbers.yaml");
    assert!(!register.contains("./a.md"), "{register}");
    edit(&folder, "numbers.yaml", "paper: a.md", "paper: .//a.md");
    done(&folder, &["number", "unassign", "a.md"]);
    let register = folder.read("numbers.yaml");
    assert!(!register.contains("assigned:"), "{register}");
}
