//! `number rebuild`, and assigning numbers while papers and register disagree.

use std::fs;

use super::{Run, run_in};
use crate::support::Folder;

fn paper(number: &str) -> String {
    format!(
        "---\ntitle: Renewals\npublication_number: \"{number}\"\n---\n\n## Background\n\nText.\n"
    )
}

const BLOCK: &str =
    "blocks:\n  - { from: \"0410\", to: \"0419\", received: 2024-04-02, source: Desk } # first\n";

fn project(register: Option<&str>) -> Folder {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", "series: issue-paper\n");
    folder.write("papers/a.md", paper("0412-0624"));
    folder.write("papers/b.md", paper("0413-0624"));
    if let Some(register) = register {
        folder.write("numbers.yaml", register);
    }
    folder
}

fn number(folder: &Folder, arguments: &[&str]) -> Run {
    run_in(folder.path(), &[&["number"], arguments].concat())
}

fn register(folder: &Folder) -> String {
    fs::read_to_string(folder.path().join("numbers.yaml")).unwrap_or_default()
}

fn line(number: &str, paper: &str, on: &str) -> String {
    format!("  - {{ number: \"{number}\", paper: {paper}, on: {on} }}\n")
}

#[test]
fn a_lost_entry_is_restored_and_nothing_else_changes() {
    let kept = line("0412-0624", "papers/a.md", "2024-05-20");
    let void = "void:\n  - { number: \"0411\", why: lost, on: 2024-05-01 }\n";
    let before = format!("{BLOCK}assigned:\n{kept}{void}");
    let folder = project(Some(&before));
    let dry = number(&folder, &["rebuild", "--dry-run"]);
    assert_eq!((dry.code, register(&folder)), (Some(0), before.clone()));
    assert!(
        dry.stdout.contains("\n+  - { number: \"0413-0624\", paper: papers/b.md"),
        "{}",
        dry.stdout
    );
    assert_eq!(number(&folder, &["rebuild"]).code, Some(0));
    let new = line("0413-0624", "papers/b.md", "2025-06-30");
    let after = format!("{BLOCK}assigned:\n{kept}{new}{void}");
    assert_eq!(register(&folder), after);
    assert!(number(&folder, &["rebuild"]).stderr.contains("0 numbers added"));
    assert_eq!(register(&folder), after, "twice changes nothing");
    // A number broken over two lines is for its author to join.
    folder.write("papers/c.md", paper("0414-\n  0624"));
    assert!(number(&folder, &["rebuild"]).stderr.contains("0 numbers added"));
    let bare = project(None);
    assert_eq!(number(&bare, &["rebuild"]).code, Some(0));
    assert_eq!(register(&bare).lines().count(), 3);
}

#[test]
fn a_conflict_in_the_register_is_reported_and_resolved() {
    let (a, b) = (
        line("0412-0624", "papers/a.md", "2024-05-20"),
        line("0413-0624", "papers/b.md", "2024-05-21"),
    );
    let void = "void:\n  - { number: \"0411\", why: lost, on: 2024-05-01 }\n";
    let conflicted =
        format!("{BLOCK}assigned:\n<<<<<<< HEAD\n{a}=======\n{b}>>>>>>> theirs\n{void}");
    let folder = project(Some(&conflicted));
    for arguments in [&["next"][..], &["assign", "papers/a.md"], &["list"]] {
        let run = number(&folder, arguments);
        assert_eq!((run.code, register(&folder)), (Some(2), conflicted.clone()), "{arguments:?}");
        assert!(run.stderr.contains("numbers.yaml:4:1"), "{}", run.stderr);
    }
    let check = run_in(folder.path(), &["check"]).stdout;
    assert!(check.contains("numbers.yaml:4:1"), "{check}");
    assert!(
        check.contains("`issuepaper number rebuild` keeps the entries of both sides"),
        "{check}"
    );
    let run = number(&folder, &["rebuild"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_eq!(register(&folder), format!("{BLOCK}assigned:\n{a}{b}{void}"));
    assert!(run.stderr.contains("both sides of a merge conflict were combined"), "{}", run.stderr);
    // Both sides created the list.
    let begun = format!(
        "{BLOCK}<<<<<<< HEAD\nassigned: # ours\n{a}=======\nassigned:\n{b}{void}>>>>>>> theirs\n"
    );
    let folder = project(Some(&begun));
    let run = number(&folder, &["rebuild"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_eq!(register(&folder), format!("{BLOCK}assigned: # ours\n{a}{b}{void}"));
}

#[test]
fn what_needs_a_person_is_reported_and_kept() {
    let gone = line("0415-0624", "papers/gone.md", "2024-05-20");
    let text = format!(
        "{BLOCK}assigned:\n{gone}void:\n  - {{ number: 0413-0624, why: lost, on: 2024-05-01 }}\n"
    );
    let folder = project(Some(&text));
    let run = number(&folder, &["rebuild"]);
    assert_eq!(run.code, Some(1));
    assert!(
        run.stderr.contains("`papers/gone.md` of the number `0415-0624` does not exist"),
        "{}",
        run.stderr
    );
    assert!(
        run.stderr.contains("`papers/b.md` has the number `0413-0624`, which is void"),
        "{}",
        run.stderr
    );
    assert!(register(&folder).contains("gone.md") && register(&folder).contains("why: lost"));
    // Existing entries for a paper or a number are not overwritten.
    for (entry, warning) in [
        (
            "renumbered:\n  - { number: 0413-0624, to: 0417-0624, on: 2024-05-01 }\n",
            "`papers/b.md` has the number `0413-0624`, which was replaced by `0417-0624`",
        ),
        (
            "assigned:\n  - { number: 0418-0624, paper: papers/b.md, on: 2024-05-01 }\n",
            "`papers/b.md` has the number `0413-0624`, and the register has `0418-0624` for it",
        ),
        (
            "reserved:\n  - { number: \"0413\", by: Alex Doe, on: 2024-05-01 }\nassigned:\n  \
             - { number: 0413-0624, paper: papers/b.md, on: 2024-05-01 }\n",
            "`0413` is reserved, and the number `0413-0624` is used",
        ),
    ] {
        let folder = project(Some(&format!("{BLOCK}{entry}")));
        let run = number(&folder, &["rebuild"]);
        assert!(run.code == Some(1) && run.stderr.contains(warning), "{}", run.stderr);
        let register = register(&folder);
        let of_b = usize::from(entry.contains("b.md"));
        assert_eq!(register.matches("papers/b.md").count(), of_b, "{register}");
        assert_eq!(register.matches("papers/a.md").count(), 1, "the other is added: {register}");
    }
    // Which of two papers has a serial is for a person to decide.
    let folder = project(Some(BLOCK));
    folder.write("papers/c.md", paper("0412-0724"));
    let run = number(&folder, &["rebuild"]);
    let warning =
        "`papers/a.md` has the number `0412-0624` and `papers/c.md` the number `0412-0724`";
    assert!(run.code == Some(1) && run.stderr.contains(warning), "{}", run.stderr);
    assert!(!register(&folder).contains("a.md") && register(&folder).contains("b.md"));
    // Two sides that can't both be right stay as they are.
    let void = "void:\n  - { number: \"0412-0624\", why: lost, on: 2024-05-01 }\n";
    let assigned = format!("assigned:\n{}", line("0412-0624", "papers/a.md", "2024-05-20"));
    let two = format!("{BLOCK}<<<<<<< HEAD\n{assigned}=======\n{void}>>>>>>> theirs\n");
    let folder = project(Some(&two));
    let run = number(&folder, &["rebuild"]);
    assert_eq!((run.code, register(&folder)), (Some(2), two), "{}", run.stderr);
    assert!(run.stderr.contains("is listed twice"), "{}", run.stderr);
}

#[test]
fn nothing_is_assigned_while_two_papers_share_a_serial() {
    let folder = project(Some(BLOCK));
    folder.write("papers/c.md", paper("0412-0724"));
    folder.write("papers/d.md", "---\ntitle: New\ndate: 2024-06-02\n---\n");
    for arguments in
        [&["next"][..], &["assign", "papers/d.md"], &["reserve", "--local", "--by", "Alex Doe"]]
    {
        let run = number(&folder, arguments);
        assert_eq!((run.code, register(&folder).as_str()), (Some(2), BLOCK), "{arguments:?}");
        let warning = "papers/a.md and papers/c.md both have the serial 0412";
        assert!(
            run.stderr.contains(warning) && run.stderr.contains("such as one with 0414"),
            "{}",
            run.stderr
        );
    }
    assert_eq!(number(&folder, &["renumber", "papers/c.md", "0414-0724"]).code, Some(0));
    assert_eq!(number(&folder, &["next"]).stdout, "0410\n");
}

#[test]
fn numbers_are_listed_by_block_and_period() {
    let blocks = format!(
        "{BLOCK}  - {{ from: \"10000\", to: \"10001\", received: 2024-06-02, source: Desk }}\n"
    );
    let folder = project(Some(&blocks));
    folder.write("papers/c.md", paper("10001-0724"));
    let list =
        |arguments: &[&str]| number(&folder, &[&["list", "--format", "csv"], arguments].concat());
    let numbers = |arguments: &[&str]| -> Vec<String> {
        let lines = list(arguments).stdout;
        lines.lines().skip(1).map(|line| line.split(',').next().unwrap().to_owned()).collect()
    };
    assert_eq!(numbers(&["--block", "10000"]), ["10000", "10001-0724"]);
    assert_eq!(numbers(&["--period", "2024-06"]), ["0412-0624", "0413-0624"]);
    assert_eq!(numbers(&["--state", "free", "--block", "0415"]).len(), 8);
    assert!(list(&["--block", "0410"]).stderr.contains("8 of 10 serials free"));
    assert_eq!(list(&["--block", "9"]).code, Some(2));
}

#[test]
fn papers_of_a_family_share_a_number() {
    let folder = project(Some(BLOCK));
    folder.write("issuepaper.yaml", "series: memo\n");
    folder.write(
        "templates/memo/series.yaml",
        "extends: issue-paper\nnumber: { uniqueness: family }\n",
    );
    folder.write("papers/b.md", paper("0412-0624"));
    folder.write("papers/c.md", "---\ntitle: New\ndate: 2024-06-02\n---\n");
    let check = || run_in(folder.path(), &["check"]).stdout;
    assert_eq!(number(&folder, &["assign", "papers/a.md"]).code, Some(0));
    assert!(
        check().contains("papers/b.md:3:21") && check().contains("for other papers only"),
        "{}",
        check()
    );
    assert_eq!(number(&folder, &["rebuild"]).code, Some(0));
    assert_eq!(number(&folder, &["assign", "papers/c.md", "0412-0624"]).stdout, "0412-0624\n");
    assert_eq!(register(&folder).matches("0412-0624").count(), 3, "{}", register(&folder));
    assert!(
        !check().contains("register-mismatch") && !check().contains("duplicate-number"),
        "{}",
        check()
    );
    assert_eq!(number(&folder, &["next"]).stdout, "0410\n");
}

#[test]
fn a_misspelled_number_is_read_as_its_normal_form() {
    for misspelled in ["0413–0624", "Pub# 0413-0624", "0413 - 0624", "0413−0624"] {
        let folder = project(Some(BLOCK));
        folder.write("papers/a.md", paper(misspelled));
        let run = number(&folder, &["rebuild"]);
        let warning =
            "`papers/a.md` has the number `0413-0624` and `papers/b.md` the number `0413-0624`";
        assert!(
            run.code == Some(1) && run.stderr.contains(warning),
            "{misspelled}: {}",
            run.stderr
        );
        assert_eq!(register(&folder), BLOCK, "{misspelled}");
        // Papers of a family share it, however it is written.
        folder.write("issuepaper.yaml", "series: memo\n");
        let memo = "extends: issue-paper\nnumber: { uniqueness: family }\n";
        folder.write("templates/memo/series.yaml", memo);
        assert_eq!(number(&folder, &["rebuild"]).code, Some(0), "{misspelled}");
        let (a, b) = (
            line("0413-0624", "papers/a.md", "2025-06-30"),
            line("0413-0624", "papers/b.md", "2025-06-30"),
        );
        assert_eq!(register(&folder), format!("{BLOCK}assigned:\n{a}{b}"), "{misspelled}");
    }
    // Lower case does not make another number, and leading zeros do not make another serial.
    let folder = project(None);
    folder.write("issuepaper.yaml", "series: letters\n");
    folder.write(
        "templates/letters/series.yaml",
        "extends: issue-paper\nnumber:\n  pattern: \"(?P<desk>[A-Z])-(?P<serial>[0-9]+)\"\n  form: D-N\n  \
         example: P-12\n  binds: []\n",
    );
    folder.write("papers/a.md", paper("p-12"));
    folder.write("papers/b.md", paper("P-012"));
    let run = number(&folder, &["rebuild"]);
    let warning = "`papers/a.md` has the number `P-12` and `papers/b.md` the number `P-012`";
    assert!(run.code == Some(1) && run.stderr.contains(warning), "{}", run.stderr);
}

#[test]
fn a_family_shares_no_serial_between_two_numbers() {
    let folder = project(Some(BLOCK));
    folder.write("issuepaper.yaml", "series: memo\n");
    folder.write(
        "templates/memo/series.yaml",
        "extends: issue-paper\nnumber: { uniqueness: family }\n",
    );
    folder.write("papers/b.md", paper("0412-0724"));
    let run = number(&folder, &["rebuild"]);
    let warning =
        "`papers/a.md` has the number `0412-0624` and `papers/b.md` the number `0412-0724`";
    assert!(run.code == Some(1) && run.stderr.contains(warning), "{}", run.stderr);
}
