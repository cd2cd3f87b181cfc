//! `number`: the register, and the papers that get numbers from it.

use std::collections::BTreeSet;
use std::fs;
use std::process::Stdio;

use super::{Run, program, run_in};
use crate::support::Folder;

pub(super) fn paper(title: &str) -> String {
    format!(
        "---\r\ntitle: '{title}' # kept\r\nperiod: 2024-09\r\nstage: review\r\n---\r\n\r\n## Background\r\n\r\nText.\r\n"
    )
}

/// A project with `count` papers, and a block of serials with a leading zero.
pub(super) fn project(count: usize) -> Folder {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", "series: coac\n");
    for at in 0..count {
        folder.write(&format!("2024-09/{at}.md"), paper(&at.to_string()));
    }
    folder.write(
        "numbers.yaml",
        "# from the desk\nblocks:\n  - { from: \"0098\", to: \"0199\", received: 2024-04-02, source: Desk } # first\n",
    );
    folder
}

pub(super) fn number(folder: &Folder, arguments: &[&str]) -> Run {
    run_in(folder.path(), &[&["number"], arguments].concat())
}

pub(super) fn text(folder: &Folder, path: &str) -> String {
    fs::read_to_string(folder.path().join(path)).unwrap()
}

#[test]
fn a_paper_gets_the_next_number_in_both_places_and_nothing_else_changes() {
    let folder = project(2);
    assert_eq!(number(&folder, &["next"]).stdout, "0098\n");
    let register = text(&folder, "numbers.yaml");
    let run = number(&folder, &["assign", "2024-09/0.md"]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(0), "0098-0924\n"), "{}", run.stderr);
    let line = "assigned:\n  - { number: \"0098-0924\", paper: 2024-09/0.md, on: 2025-06-30 }\n";
    assert_eq!(text(&folder, "numbers.yaml"), format!("{register}{line}"));
    let expected =
        paper("0").replace("review\r\n", "review\r\npublication_number: \"0098-0924\"\r\n");
    assert_eq!(text(&folder, "2024-09/0.md"), expected);
    // Again it is the same number, and from a folder inside the project the next one.
    assert_eq!(number(&folder, &["assign", "2024-09/0.md"]).stdout, "0098-0924\n");
    let inside = run_in(&folder.path().join("2024-09"), &["number", "assign", "1.md"]);
    assert_eq!(inside.stdout, "0099-0924\n", "{}", inside.stderr);
    assert_eq!(text(&folder, "numbers.yaml").lines().count(), 6);
    let findings = run_in(folder.path(), &["check"]).stdout;
    assert!(!findings.contains("register-mismatch"), "{findings}");
}

#[test]
fn fifty_processes_at_once_get_fifty_numbers() {
    let folder = project(50);
    let children: Vec<_> = (0..50)
        .map(|at| {
            let mut command = program(folder.path());
            let command = command.args(["number", "assign", &format!("2024-09/{at}.md")]);
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        })
        .collect();
    let mut numbers = BTreeSet::new();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        numbers.insert(String::from_utf8(output.stdout).unwrap());
    }
    assert_eq!(numbers.len(), 50);
    let register = text(&folder, "numbers.yaml");
    let entries: Vec<&str> = register.lines().filter(|line| line.contains("number: ")).collect();
    assert_eq!(entries.len(), 50, "{register}");
    assert!(entries.is_sorted(), "{register}");
    for at in 0..50 {
        assert!(text(&folder, &format!("2024-09/{at}.md")).contains("publication_number: \""));
    }
    let findings = run_in(folder.path(), &["check"]).stdout;
    assert!(!findings.contains("register-mismatch") && !findings.contains("duplicate-number"));
}

#[test]
fn an_interrupted_assignment_is_reported_and_completed() {
    let folder = project(1);
    let register = text(&folder, "numbers.yaml");
    let line = "assigned:\n  - { number: \"0150-0924\", paper: 2024-09/0.md, on: 2024-08-01 }\n";
    folder.write("numbers.yaml", format!("{register}{line}"));
    let run = run_in(folder.path(), &["check"]);
    assert!(run.stdout.contains("the register has the number `0150-0924` for this paper"));
    assert_eq!(number(&folder, &["assign", "2024-09/0.md"]).stdout, "0150-0924\n");
    assert!(text(&folder, "2024-09/0.md").contains("publication_number: \"0150-0924\"\r\n"));
    assert_eq!(text(&folder, "numbers.yaml"), format!("{register}{line}"));
}

#[test]
#[cfg(unix)]
fn a_paper_that_can_t_be_written_leaves_the_register_as_it_was() {
    use std::os::unix::fs::PermissionsExt;
    let folder = project(1);
    let before = text(&folder, "numbers.yaml");
    let path = folder.path().join("2024-09/0.md");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
    let run = number(&folder, &["assign", "2024-09/0.md"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("is read-only"), "{}", run.stderr);
    assert_eq!(text(&folder, "numbers.yaml"), before);
}

#[test]
fn a_number_that_is_taken_void_or_never_received_is_refused() {
    let folder = project(2);
    number(&folder, &["assign", "2024-09/0.md"]);
    let void = number(&folder, &["void", "0100", "--why", "lost: in the mail"]);
    assert_eq!(void.code, Some(0), "{}", void.stderr);
    let before = text(&folder, "numbers.yaml");
    for (arguments, message) in [
        (&["assign", "2024-09/1.md", "0098-0924"][..], "is assigned to 2024-09/0.md"),
        (&["assign", "2024-09/1.md", "0100-0924"], "is void: lost: in the mail"),
        (&["assign", "2024-09/1.md", "7000-0924"], "was never received"),
        (&["assign", "2024-09/1.md", "98"], "is assigned to 2024-09/0.md"),
        (&["assign", "2024-09/0.md", "0101-0924"], "already carries the number `0098-0924`"),
        (&["assign", "none.md"], "is not a paper of this project"),
        (&["void", "0100", "--why", "again"], "is already void"),
        (&["void", "0098-0924", "--why", "again"], "is already assigned"),
        (&["receive", "0150..0160", "--from", "Desk"], "left as it is"),
        (&["receive", "0300-0310", "--from", "Desk"], "first and last serial"),
        (&["receive", "0310..0300", "--from", "Desk"], "left as it is"),
        (&["receive", "0300..310", "--from", "Desk"], "has the serial `310`"),
        (&["next", "--series", "memo"], "there is no series `memo`"),
    ] {
        let run = number(&folder, arguments);
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(run.stderr.contains(message), "{arguments:?}: {}", run.stderr);
        assert_eq!(text(&folder, "numbers.yaml"), before);
    }
    let named = number(&folder, &["assign", "2024-09/1.md", "0101-0924"]);
    assert_eq!(named.stdout, "0101-0924\n", "{}", named.stderr);
}

#[test]
fn the_list_shows_the_state_of_each_serial() {
    let folder = project(1);
    folder.write("numbers.yaml", "");
    let receive = ["receive", "0098..0101", "--from", "Desk, second floor", "--on", "2024-04-02"];
    assert_eq!(number(&folder, &receive).code, Some(0));
    let expected = "blocks:\n  - { from: \"0098\", to: \"0101\", received: 2024-04-02, source: \"Desk, second floor\" }\n";
    assert_eq!(text(&folder, "numbers.yaml"), expected);
    number(&folder, &["void", "0099", "--why", "lost"]);
    number(&folder, &["assign", "2024-09/0.md"]);
    folder.write("b.md", "---\ntitle: B\npublication_number: \"0101-0924\"\n---\n");
    let list = number(&folder, &["list", "--format", "csv"]).stdout;
    let expected = "number,state,on,note\n0098-0924,assigned,2025-06-30,2024-09/0.md\n\
                    0099,void,2025-06-30,lost\n0100,free,,\n0101-0924,unregistered,,b.md\n";
    assert_eq!(list, expected);
    let free = number(&folder, &["list", "--state", "free", "--format", "json"]).stdout;
    let free: serde_json::Value = serde_json::from_str(&free).unwrap();
    assert_eq!(free[0]["number"], "0100");
    assert_eq!(free.as_array().unwrap().len(), 1);
}

#[test]
fn without_a_register_nothing_is_required_and_the_first_block_creates_one() {
    let folder = project(1);
    fs::remove_file(folder.path().join("numbers.yaml")).unwrap();
    for arguments in
        [&["list"][..], &["next"], &["assign", "2024-09/0.md"], &["void", "1", "--why", "x"]]
    {
        let run = number(&folder, arguments);
        assert_eq!(run.code, Some(2));
        assert!(run.stderr.contains("issuepaper number receive"), "{}", run.stderr);
    }
    assert!(!run_in(folder.path(), &["check"]).stdout.contains("register"));
    number(&folder, &["receive", "3725..3726", "--from", "Desk"]);
    assert_eq!(number(&folder, &["next"]).stdout, "3725\n");
    let outside = Folder::new();
    outside.write("a.md", paper("a"));
    assert_eq!(number(&outside, &["next"]).code, Some(2));
}

#[test]
fn a_serial_is_known_by_its_value_and_written_as_in_its_block() {
    let folder = project(1);
    assert_eq!(
        number(&folder, &["void", "99", "--why", "lost:\n  # twice"]).stdout,
        "0099 is void\n"
    );
    let line = "void:\n  - { number: \"0099\", why: \"lost: # twice\", on: 2025-06-30 }\n";
    assert!(text(&folder, "numbers.yaml").ends_with(line), "{}", text(&folder, "numbers.yaml"));
    for same in ["99", "0099", "00099"] {
        let run = number(&folder, &["void", same, "--why", "again"]);
        assert!(run.stderr.contains("`0099` is already void"), "{same}: {}", run.stderr);
    }
    number(&folder, &["reserve", "--local", "--by", "Alex Doe"]);
    assert_eq!(
        number(&folder, &["release", "--local", "98", "--by", "Alex Doe"]).stdout,
        "0098 is no longer reserved\n"
    );
    // Without blocks there is no number of digits to write it with, but both forms are still one serial.
    let twice = "void:\n  - { number: \"91\", why: a, on: 2025-06-30 }\n  - { number: \"0091\", why: b, on: 2025-06-30 }\n";
    folder.write("numbers.yaml", twice);
    let check = run_in(folder.path(), &["check"]);
    assert!(check.stdout.contains("the number `0091` is listed twice"), "{}", check.stdout);
}

#[test]
fn a_reservation_of_another_series_is_kept() {
    let folder = project(1);
    let git = |arguments: &[&str]| {
        let mut git = std::process::Command::new("git");
        git.current_dir(folder.path()).args(arguments).output().unwrap();
    };
    git(&["init", "--quiet"]);
    git(&["config", "user.name", "Alex Doe"]);
    let entry = |series: &str| {
        format!("  - {{ number: \"0098\", by: Alex Doe, on: 2024-05-20{series} }}\n")
    };
    let other = entry(", series: issue-paper");
    let blocks = text(&folder, "numbers.yaml");
    folder.write("numbers.yaml", format!("{blocks}reserved:\n{other}{}", entry("")));
    let run = number(&folder, &["assign", "2024-09/0.md", "0098-0924"]);
    assert_eq!(run.stdout, "0098-0924\n", "{}", run.stderr);
    let register = text(&folder, "numbers.yaml");
    assert!(register.contains(&other) && !register.contains(&entry("")), "{register}");
}

#[test]
fn a_misspelled_number_is_assigned_in_its_normal_form() {
    let folder = project(1);
    let head = "review\r\npublication_number: 0100–0924\r\n";
    folder.write("2024-09/0.md", paper("0").replace("review\r\n", head));
    let run = number(&folder, &["assign", "2024-09/0.md"]);
    assert_eq!(run.stdout, "0100-0924\n", "{}", run.stderr);
    assert!(text(&folder, "2024-09/0.md").contains("\r\npublication_number: \"0100-0924\"\r\n"));
    assert!(
        text(&folder, "numbers.yaml").contains("{ number: \"0100-0924\", paper: 2024-09/0.md,")
    );
}

#[test]
fn blank_names_and_reasons_are_refused() {
    let folder = project(1);
    let register = text(&folder, "numbers.yaml");
    for arguments in [
        &["receive", "0200..0209", "--from", ""][..],
        &["receive", "0200..0209", "--from", " \t"],
        &["void", "0098", "--why", "\n"],
        &["reserve", "--local", "--by", " "],
        &["release", "0098", "--local", "--by", ""],
        &["assign", "2024-09/0.md", "--by", "\u{a0}"],
        &["unassign", "2024-09/0.md", "--why", ""],
    ] {
        let run = number(&folder, arguments);
        assert_eq!(run.code, Some(2), "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains("it is empty"), "{arguments:?}: {}", run.stderr);
    }
    assert_eq!(text(&folder, "numbers.yaml"), register);
}

#[test]
fn advice_names_what_is_there() {
    let folder = project(0);
    let run = number(&folder, &["reserve", "--by", "Robin Roe"]);
    assert!(run.stderr.contains("is not in a git repository; with --local"), "{}", run.stderr);
    let run = number(&folder, &["list", "--series", "nope"]);
    assert!(run.stderr.contains("the series are `adr`"), "{}", run.stderr);
    fs::remove_file(folder.path().join("numbers.yaml")).unwrap();
    let run = number(&folder, &["list", "--series", "all"]);
    assert!(run.stderr.contains("`issuepaper number receive"), "{}", run.stderr);
    assert!(!run.stderr.contains("--series all"), "{}", run.stderr);
}

#[test]
fn a_register_that_contradicts_itself_is_a_finding() {
    let folder = project(0);
    let register = text(&folder, "numbers.yaml");
    let entries = "assigned:\n  - { number: \"0098-0924\", paper: 2024-09/0.md, on: 2024-09-03 }\n\
                   void:\n  - { number: \"0098\", why: lost, on: 2024-09-04 }\n";
    folder.write("numbers.yaml", register + entries);
    let run = number(&folder, &["check"]);
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    assert!(run.stderr.contains("error[contradictory-register]"), "{}", run.stderr);
    folder.write("issuepaper.yaml", "series: coac\nrules: { contradictory-register: off }\n");
    assert_eq!(number(&folder, &["check"]).code, Some(0));
}
