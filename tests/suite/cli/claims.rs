//! `number reserve`: clones that share nothing but a remote.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use super::{program, run_in};
use crate::support::{Folder, git};

/// A bare remote with a project, and `count` clones of it whose users are called `User 0` and so on.
fn clones(count: usize) -> (Folder, Vec<PathBuf>) {
    let folder = Folder::new();
    let at = folder.path();
    git(at, &["init", "-q", "--bare", "remote.git"]);
    git(at, &["clone", "-q", "remote.git", "seed"]);
    folder.write("seed/issuepaper.yaml", "series: coac\n");
    folder.write(
        "seed/numbers.yaml",
        "blocks:\n  - { from: \"3725\", to: \"3764\", received: 2024-04-02, source: Desk }\n",
    );
    folder.write("seed/2024-09/a.md", "---\ntitle: A\nperiod: 2024-09\nstage: review\n---\n");
    let seed = at.join("seed");
    name(&seed, "Alex Doe");
    git(&seed, &["add", "-A"]);
    git(&seed, &["commit", "-q", "-m", "Papers"]);
    git(&seed, &["push", "-q", "origin", "HEAD:main"]);
    let clone = |number: usize| {
        let path = at.join(format!("clone-{number}"));
        git(at, &["clone", "-q", "-b", "main", "remote.git", path.to_str().unwrap()]);
        name(&path, &format!("User {number}"));
        path
    };
    let clones = (0..count).map(clone).collect();
    (folder, clones)
}

fn name(clone: &Path, user: &str) {
    git(clone, &["config", "user.name", user]);
    git(clone, &["config", "user.email", "user@example.org"]);
}

#[test]
fn twenty_clones_at_once_reserve_twenty_serials() {
    let (_folder, clones) = clones(20);
    let children: Vec<_> = clones
        .iter()
        .map(|clone| {
            let mut command = program(clone);
            let command = command.args(["number", "reserve"]);
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        })
        .collect();
    let mut serials = BTreeSet::new();
    for (child, clone) in children.into_iter().zip(&clones) {
        let output = child.wait_with_output().unwrap();
        let message = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{message}");
        let serial = String::from_utf8(output.stdout).unwrap().trim().to_owned();
        let register = fs::read_to_string(clone.join("numbers.yaml")).unwrap();
        assert!(register.contains(&format!("number: \"{serial}\", by: User ")), "{register}");
        serials.insert(serial);
    }
    assert_eq!(serials.len(), 20, "{serials:?}");
}

#[test]
fn the_loser_gets_the_next_and_a_release_frees_a_number() {
    let (_folder, clones) = clones(2);
    let number = |clone: usize, arguments: &[&str]| {
        run_in(&clones[clone], &[&["number"], arguments].concat())
    };
    assert_eq!(number(0, &["reserve"]).stdout, "3725\n");
    let second = number(1, &["reserve"]);
    assert_eq!(second.stdout, "3726\n", "{}", second.stderr);
    assert!(second.stderr.contains("3725 is reserved by User 0 since "), "{}", second.stderr);
    assert_eq!(number(0, &["release", "3725"]).stdout, "3725 is no longer reserved\n");
    assert!(!fs::read_to_string(clones[0].join("numbers.yaml")).unwrap().contains("reserved"));
    assert_eq!(number(0, &["release", "3725"]).code, Some(2));
    assert_eq!(number(1, &["reserve"]).stdout, "3725\n");
    // Whoever reserved a number can give it to a paper; nobody else can.
    let assign = number(1, &["assign", "2024-09/a.md", "3725-0924"]);
    assert_eq!(assign.stdout, "3725-0924\n", "{}", assign.stderr);
    let register = fs::read_to_string(clones[1].join("numbers.yaml")).unwrap();
    assert!(
        !register.contains("number: \"3725\"") && register.contains("number: \"3726\""),
        "{register}"
    );
    fs::copy(clones[1].join("numbers.yaml"), clones[0].join("numbers.yaml")).unwrap();
    let refused = number(0, &["assign", "2024-09/a.md", "3726-0924"]);
    assert!(refused.stderr.contains("has the number `3725-0924` for"), "{}", refused.stderr);
    assert_eq!(refused.code, Some(2));
    fs::write(
        clones[0].join("2024-09/b.md"),
        "---\ntitle: B\nperiod: 2024-09\nstage: review\n---\n",
    )
    .unwrap();
    let refused = number(0, &["assign", "2024-09/b.md", "3726-0924"]);
    assert!(refused.stderr.contains("is reserved by User 1"), "{}", refused.stderr);
    assert_eq!(refused.code, Some(2));
}

#[test]
fn a_claim_without_an_entry_is_reported_to_its_owner() {
    let (_folder, clones) = clones(1);
    let number = |arguments: &[&str]| run_in(&clones[0], &[&["number"], arguments].concat());
    let before = fs::read(clones[0].join("numbers.yaml")).unwrap();
    assert_eq!(number(&["reserve"]).stdout, "3725\n");
    // As if the program had been interrupted in between.
    fs::write(clones[0].join("numbers.yaml"), before).unwrap();
    let again = number(&["reserve"]);
    assert_eq!(again.stdout, "3726\n");
    let message = "; if you don't need it, `issuepaper number release 3725` frees it\n";
    assert!(again.stderr.contains(message), "{}", again.stderr);
    assert_eq!(number(&["release", "3725"]).stdout, "3725 is no longer reserved\n");
}

#[test]
fn the_claim_of_a_number_is_kept_until_the_remote_shows_who_has_it() {
    let (_folder, clones) = clones(2);
    let number = |clone: usize, arguments: &[&str]| {
        run_in(&clones[clone], &[&["number"], arguments].concat())
    };
    assert_eq!(number(0, &["reserve"]).stdout, "3725\n");
    assert_eq!(number(0, &["assign", "2024-09/a.md"]).stdout, "3725-0924\n");
    let refused = number(0, &["release", "3725"]);
    assert_eq!(refused.code, Some(2), "{}", refused.stdout);
    let message = "2024-09/a.md: has the number `3725-0924`, and origin does not show that yet, so somebody else \
                   would reserve it; push numbers.yaml first";
    assert!(refused.stderr.contains(message), "{}", refused.stderr);
    // The claim is still there.
    assert_eq!(number(1, &["reserve"]).stdout, "3726\n");
    git(&clones[0], &["commit", "-q", "-a", "-m", "Number"]);
    assert_eq!(number(0, &["release", "3725"]).code, Some(2));
    git(&clones[0], &["push", "-q", "origin", "HEAD:main"]);
    assert_eq!(number(0, &["release", "3725"]).stdout, "3725 is no longer reserved\n");
}

#[test]
fn without_the_remote_nothing_is_reserved_unless_requested() {
    let (folder, clones) = clones(1);
    let number = |arguments: &[&str]| run_in(&clones[0], &[&["number"], arguments].concat());
    let before = fs::read_to_string(clones[0].join("numbers.yaml")).unwrap();
    let refused = |arguments: &[&str], message: &str| {
        let run = number(arguments);
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(run.stderr.contains(message), "{}", run.stderr);
        assert_eq!(fs::read_to_string(clones[0].join("numbers.yaml")).unwrap(), before);
    };
    refused(&["reserve", "--remote", "nowhere"], "`--local` goes by");
    refused(&["reserve", "--remote=--upload-pack=touch x"], "can't be asked");
    let hook = folder.path().join("remote.git/hooks/pre-receive");
    fs::write(&hook, "#!/bin/sh\necho 'numbers are closed this week' >&2\nexit 1\n").unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&hook, fs::Permissions::from_mode(0o755)).unwrap();
        refused(&["reserve"], "numbers are closed this week");
    }
    let local = number(&["reserve", "--local"]);
    assert_eq!((local.code, local.stdout.as_str()), (Some(0), "3725\n"));
    assert!(local.stderr.starts_with("warning: "), "{}", local.stderr);
    assert_eq!(number(&["release", "3725", "--local"]).code, Some(0));
    git(&clones[0], &["config", "--unset", "user.name"]);
    assert_eq!(number(&["reserve", "--local", "--by", "Robin Roe"]).code, Some(0));
}

#[test]
fn a_number_taken_on_two_branches_is_found_before_they_are_merged() {
    let (_folder, clones) = clones(1);
    let clone = &clones[0];
    let paper = |title: &str, number: &str| {
        format!(
            "---\ntitle: {title}\npublication_number: \"{number}\"\nperiod: 2024-09\n---\n\n## Issue\n\n{title}.\n"
        )
    };
    let write = |path: &str, text: String| fs::write(clone.join(path), text).unwrap();
    let commit = || {
        git(clone, &["add", "-A"]);
        git(clone, &["commit", "-q", "-m", "Change"]);
    };
    let check = |options: &[&str]| run_in(clone, &[&["number", "check"], options].concat());
    let none = check(&["--all-branches"]);
    assert_eq!(
        (none.code, none.stdout.as_str()),
        (Some(0), "0 numbers on 2 branches, 0 taken twice\n")
    );
    write("2024-09/a.md", paper("One", "3725-0924"));
    commit();
    git(clone, &["switch", "-q", "-c", "work"]);
    // The same paper, changed and renamed, is not a collision, committed or not.
    git(clone, &["mv", "2024-09/a.md", "2024-09/renamed.md"]);
    assert_eq!(check(&["--all-branches"]).code, Some(0), "{}", check(&["--all-branches"]).stdout);
    commit();
    assert_eq!(check(&["--all-branches"]).code, Some(0), "{}", check(&["--all-branches"]).stdout);
    git(clone, &["switch", "-q", "-c", "other", "main~1"]);
    // Both began with the same form.
    write("2024-09/b.md", paper("Two", "3725-0924"));
    commit();
    git(clone, &["switch", "-q", "-c", "third", "main~1"]);
    write("2024-09/c.md", paper("Three", "3726-0924"));
    commit();
    git(clone, &["switch", "-q", "work"]);
    assert_eq!(check(&[]).code, Some(0), "in this folder there is one");
    let found = check(&["--all-branches"]);
    assert_eq!(found.code, Some(1));
    assert!(
        found.stdout.starts_with("the number `3725-0924` is taken twice:\n"),
        "{}",
        found.stdout
    );
    assert!(found.stdout.contains("  2024-09/renamed.md in this folder\n"), "{}", found.stdout);
    assert!(found.stdout.contains("  2024-09/b.md on other ("), "{}", found.stdout);
    assert!(found.stdout.ends_with("2 numbers on 5 branches, 1 taken twice\n"), "{}", found.stdout);
    // A serial is taken by its first number, whatever the month of the second is.
    write("2024-09/later.md", paper("Later", "3726-1224"));
    let found = check(&["--all-branches"]);
    let both = "the serial of these numbers is taken twice:\n  `3726-1224` 2024-09/later.md in this folder\n  \
                `3726-0924` 2024-09/c.md on third (";
    assert!(found.stdout.contains(both), "{}", found.stdout);
}

#[test]
fn a_serial_claimed_elsewhere_is_passed_over_and_ones_own_is_used_first() {
    let (_folder, clones) = clones(2);
    let number = |clone: usize, arguments: &[&str]| {
        run_in(&clones[clone], &[&["number"], arguments].concat())
    };
    fs::write(
        clones[1].join("2024-09/b.md"),
        "---\ntitle: B\nperiod: 2024-09\nstage: review\n---\n",
    )
    .unwrap();
    number(0, &["reserve"]);
    let mine = number(1, &["reserve"]);
    assert_eq!(mine.stdout, "3726\n", "{}", mine.stderr);
    for (named, message) in [("3725", "3725 is reserved by User 0 since "), ("3725-0924", "User 0")]
    {
        let refused = number(1, &["assign", "2024-09/b.md", named]);
        assert_eq!(refused.code, Some(2));
        assert!(refused.stderr.contains(message), "{}", refused.stderr);
    }
    assert_eq!(number(1, &["assign", "2024-09/b.md"]).stdout, "3726-0924\n");
    let next = number(1, &["assign", "2024-09/a.md"]);
    assert_eq!(next.stdout, "3727-0924\n");
    assert!(next.stderr.contains("3725 is reserved by User 0 since "), "{}", next.stderr);
    // The claim and the assignment are the same person's.
    assert_eq!(number(1, &["check"]).code, Some(0), "{}", number(1, &["check"]).stdout);
    let register = fs::read_to_string(clones[1].join("numbers.yaml")).unwrap();
    assert!(register.contains("paper: 2024-09/b.md, by: User 1, on:"), "{register}");
    // A number taken without asking is found.
    assert_eq!(number(0, &["assign", "--local", "2024-09/a.md", "3726"]).stdout, "3726-0924\n");
    let found = number(0, &["check"]);
    assert_eq!(found.code, Some(1));
    assert!(
        found.stdout.contains("`3726` is reserved by User 1 since ")
            && found.stdout.contains("issuepaper number renumber 2024-09/a.md NUMBER"),
        "{}",
        found.stdout
    );
    assert!(found.stdout.ends_with("0 taken twice, 1 reserved for others\n"), "{}", found.stdout);
    number(0, &["renumber", "2024-09/a.md", "3728"]);
    assert_eq!(number(0, &["check"]).code, Some(0), "{}", number(0, &["check"]).stdout);
    // Somebody may assign it for the one who reserved it.
    fs::write(
        clones[0].join("2024-09/c.md"),
        "---\ntitle: C\nperiod: 2024-09\nstage: review\n---\n",
    )
    .unwrap();
    number(0, &["reserve", "--by", "Robin Roe"]);
    let refused = number(0, &["assign", "2024-09/c.md", "3727"]);
    assert!(refused.stderr.contains("--by 'Robin Roe'"), "{}", refused.stderr);
    let assign = number(0, &["assign", "2024-09/c.md", "--by", "Robin Roe"]);
    assert_eq!(assign.stdout, "3727-0924\n", "{}", assign.stderr);
    assert_eq!(number(0, &["check"]).code, Some(0), "{}", number(0, &["check"]).stdout);
    assert_eq!(
        number(0, &["unassign", "2024-09/c.md"]).stdout,
        "3727-0924 is reserved by Robin Roe\n"
    );
}

#[test]
fn a_serial_used_on_another_branch_is_passed_over() {
    let (_folder, clones) = clones(1);
    let clone = &clones[0];
    let number = |arguments: &[&str]| run_in(clone, &[&["number"], arguments].concat());
    git(clone, &["switch", "-q", "-c", "other"]);
    assert_eq!(number(&["assign", "2024-09/a.md"]).stdout, "3725-0924\n");
    assert_eq!(number(&["void", "3726", "--why", "lost"]).code, Some(0));
    git(clone, &["add", "-A"]);
    git(clone, &["commit", "-q", "-m", "Change"]);
    git(clone, &["switch", "-q", "main"]);
    fs::write(clone.join("2024-09/b.md"), "---\ntitle: B\nperiod: 2024-09\nstage: review\n---\n")
        .unwrap();
    let refused = number(&["assign", "2024-09/b.md", "3725"]);
    assert!(
        refused.stderr.contains("3725-0924 is the number of 2024-09/a.md on the branch other"),
        "{}",
        refused.stderr
    );
    let assign = number(&["assign", "2024-09/b.md"]);
    assert_eq!(assign.stdout, "3727-0924\n", "{}", assign.stderr);
    assert!(assign.stderr.contains("3726 is void (lost) on the branch other"), "{}", assign.stderr);
    // The same paper gets the number that it has there.
    assert_eq!(number(&["assign", "2024-09/a.md", "3725"]).stdout, "3725-0924\n");
    // What was given up here is free here, although an older branch still has it.
    git(clone, &["add", "-A"]);
    git(clone, &["commit", "-q", "-m", "Change"]);
    git(clone, &["branch", "old"]);
    number(&["unassign", "2024-09/b.md"]);
    assert_eq!(number(&["assign", "2024-09/b.md", "3727"]).stdout, "3727-0924\n");
}
