//! Which number a paper may get, and what a message advises about numbers.

use std::fs;

use super::numbers::{number, paper, project, text};
use super::run_in;
use crate::support::Folder;

#[test]
fn a_serial_alone_names_a_number() {
    let folder = project(3);
    for (paper, named, number) in [
        ("0", "101", "0101-0924"),
        ("1", "0102", "0102-0924"),
        ("2", "Pub# 0103-0924", "0103-0924"),
    ] {
        let run = number_of(&folder, &["assign", &format!("2024-09/{paper}.md"), named]);
        assert_eq!(run, format!("{number}\n"));
    }
    assert_eq!(
        number_of(&folder, &["renumber", "2024-09/2.md", "104"]),
        "0103-0924 is now 0104-0924\n"
    );
    // The parts that the number repeats must be there.
    folder.write("2024-09/3.md", paper("3").replace("period: 2024-09\r\n", ""));
    let run = number(&folder, &["assign", "2024-09/3.md", "105"]);
    assert!(run.stderr.contains("does not say: `period`; add it first"), "{}", run.stderr);
    let run = number(&folder, &["assign", "2024-09/3.md", "7000"]);
    assert!(run.stderr.contains("`7000` was never received"), "{}", run.stderr);
    // Where nothing says which serials were received, one that no number can have is still refused.
    folder.write("numbers.yaml", "blocks: []\n");
    folder.write("2024-09/3.md", paper("3"));
    let run = number(&folder, &["assign", "2024-09/3.md", "700000"]);
    let message = "as in `3733-0624`, has the serial `700000`";
    assert!(run.stderr.contains(message), "{}", run.stderr);
}

fn number_of(folder: &Folder, arguments: &[&str]) -> String {
    let run = number(folder, arguments);
    assert_eq!(run.code, Some(0), "{arguments:?}: {}", run.stderr);
    run.stdout
}

#[test]
fn a_number_that_contradicts_its_paper_is_refused() {
    let folder = project(3);
    folder.write("2024-09/1.md", paper("1").replace("review", "draft"));
    folder.write(
        "2024-09/2.md",
        paper("2").replace("review", "review\r\npublication_number: \"0102-0624\""),
    );
    number_of(&folder, &["assign", "2024-09/0.md", "0100"]);
    let before = text(&folder, "numbers.yaml");
    let month = "is of June 2024, but the field `period` is September 2024";
    for (arguments, message) in [
        (&["assign", "2024-09/2.md"][..], month),
        (&["renumber", "2024-09/0.md", "0101-0624"], month),
        (&["assign", "2024-09/1.md"], "set `stage: review`"),
        (&["assign", "2024-09/1.md", "0103"], "is at the stage `draft`"),
    ] {
        let run = number(&folder, arguments);
        assert!(run.stderr.contains(message), "{arguments:?}: {}", run.stderr);
        assert_eq!((run.code, text(&folder, "numbers.yaml")), (Some(2), before.clone()));
    }
    // A written waiver is accepted, and the stage that the message names.
    let waived = text(&folder, "2024-09/2.md").replace("title", "number_note: printed so\r\ntitle");
    folder.write("2024-09/2.md", waived);
    assert_eq!(number_of(&folder, &["assign", "2024-09/2.md"]), "0102-0624\n");
    folder.write("2024-09/1.md", paper("1"));
    assert_eq!(number_of(&folder, &["assign", "2024-09/1.md"]), "0098-0924\n");
}

#[test]
fn what_is_no_text_is_not_replaced_by_a_number() {
    for value in ["[3736-0624]", "{ draft: 3736-0624 }", "\n  - 3736-0624", "[[3736-0624]]"] {
        let folder = project(1);
        let paper = text(&folder, "2024-09/0.md");
        let draft = paper.replace("title", &format!("publication_number: {value}\ntitle"));
        folder.write("2024-09/0.md", &draft);
        let register = text(&folder, "numbers.yaml");
        let run = number(&folder, &["assign", "2024-09/0.md"]);
        let message = "in `publication_number`: ";
        assert!(run.code == Some(2) && run.stderr.contains(message), "{value}: {}", run.stderr);
        assert!(run.stderr.contains("3736-0624"), "{}", run.stderr);
        assert_eq!(
            (text(&folder, "2024-09/0.md"), text(&folder, "numbers.yaml")),
            (draft, register)
        );
    }
    for empty in ["", " ", " ~", " null", " \"\""] {
        let folder = project(1);
        let paper = text(&folder, "2024-09/0.md");
        folder.write(
            "2024-09/0.md",
            paper.replace("title", &format!("publication_number:{empty}\ntitle")),
        );
        assert_eq!(number_of(&folder, &["assign", "2024-09/0.md"]), "0098-0924\n", "{empty:?}");
    }
}

#[test]
fn another_s_reservation_is_released_only_for_them() {
    let folder = project(0);
    let release = |by: &str| number(&folder, &["release", "--local", "98", "--by", by]);
    number(&folder, &["reserve", "--local", "--by", "Robin Roe"]);
    let before = text(&folder, "numbers.yaml");
    let refused = release("Alex Doe");
    let message = "`0098` is reserved by Robin Roe; `--by 'Robin Roe'` releases it for them";
    assert!(refused.code == Some(2) && refused.stderr.contains(message), "{}", refused.stderr);
    assert_eq!(text(&folder, "numbers.yaml"), before);
    assert_eq!(release("Robin Roe").stdout, "0098 is no longer reserved\n");
    // Outside of git nobody knows who this is.
    number(&folder, &["reserve", "--local", "--by", "Robin Roe"]);
    let unknown = number(&folder, &["release", "--local", "98"]);
    assert!(unknown.code == Some(2) && unknown.stderr.contains(message), "{}", unknown.stderr);
    assert_eq!(text(&folder, "numbers.yaml"), before);
}

#[test]
fn an_assignment_by_mistake_is_taken_back() {
    let folder = project(2);
    let (register, paper) = (text(&folder, "numbers.yaml"), text(&folder, "2024-09/0.md"));
    number_of(&folder, &["assign", "2024-09/0.md"]);
    assert!(
        number(&folder, &["release", "--local", "98"])
            .stderr
            .contains("number unassign 2024-09/0.md")
    );
    assert_eq!(number_of(&folder, &["unassign", "2024-09/0.md"]), "0098-0924 is free\n");
    assert_eq!(text(&folder, "numbers.yaml"), register);
    assert_eq!(text(&folder, "2024-09/0.md"), paper);
    // With a reason nobody else gets it, and a comment is kept.
    number_of(&folder, &["assign", "2024-09/0.md"]);
    let noted = text(&folder, "2024-09/0.md").replace("0098-0924\"", "0098-0924\" # by phone");
    folder.write("2024-09/0.md", noted);
    let void =
        number_of(&folder, &["unassign", "2024-09/0.md", "--why", "told: to the wrong group"]);
    assert_eq!(void, "0098-0924 is void\n");
    assert!(text(&folder, "2024-09/0.md").contains("\r\npublication_number: # by phone\r\n"));
    assert_eq!(number_of(&folder, &["assign", "2024-09/0.md"]), "0099-0924\n");
    // So is the number of a paper that was deleted, but never that of a published one.
    fs::remove_file(folder.path().join("2024-09/0.md")).unwrap();
    let found = run_in(folder.path(), &["check"]).stdout;
    assert!(found.contains("issuepaper number unassign 2024-09/0.md"), "{found}");
    assert_eq!(number_of(&folder, &["unassign", "2024-09/0.md"]), "0099-0924 is free\n");
    number_of(&folder, &["assign", "2024-09/1.md"]);
    let published = text(&folder, "2024-09/1.md").replace("review", "published");
    folder.write("2024-09/1.md", published);
    let refused = number(&folder, &["unassign", "2024-09/1.md"]);
    assert!(refused.stderr.contains("is published and keeps its number"), "{}", refused.stderr);
    assert_eq!(number(&folder, &["unassign", "none.md"]).code, Some(2));
}

#[test]
fn a_number_changed_by_hand_is_recorded_as_check_advises() {
    let folder = project(1);
    number_of(&folder, &["assign", "2024-09/0.md"]);
    let changed = text(&folder, "2024-09/0.md").replace("0098-0924", "0100-0924");
    folder.write("2024-09/0.md", changed);
    let advice = "issuepaper number renumber 2024-09/0.md 0100-0924";
    let check = run_in(folder.path(), &["check"]).stdout;
    assert!(check.contains(advice), "{check}");
    assert!(number(&folder, &["assign", "2024-09/0.md"]).stderr.contains(advice));
    let done = number_of(&folder, &["renumber", "2024-09/0.md", "0100-0924"]);
    assert_eq!(done, "0098-0924 is now 0100-0924\n");
    let check = run_in(folder.path(), &["check"]).stdout;
    assert!(!check.contains("register-mismatch"), "{check}");
    assert!(text(&folder, "numbers.yaml").contains("renumbered:\n  - { number: \"0098-0924\""));
}

#[test]
fn a_serial_of_zero_is_assigned_from_a_block_only() {
    let folder = project(1);
    let zero = text(&folder, "2024-09/0.md")
        .replace("review", "review\r\npublication_number: \"0000-0924\"");
    folder.write("2024-09/0.md", zero);
    let check = || run_in(folder.path(), &["check"]).stdout;
    assert!(check().contains("has the serial zero") && !check().contains("register-mismatch"));
    assert!(number(&folder, &["assign", "2024-09/0.md"]).stderr.contains("no desk issues"));
    number_of(&folder, &["receive", "0000..0009", "--from", "Desk"]);
    assert_eq!(number_of(&folder, &["assign", "2024-09/0.md"]), "0000-0924\n");
    assert!(!check().contains("number]"), "{}", check());
}

#[test]
fn a_number_leads_to_the_last_that_replaced_it() {
    let folder = project(3);
    number_of(&folder, &["assign", "2024-09/0.md"]);
    number_of(&folder, &["renumber", "2024-09/0.md", "100"]);
    number_of(&folder, &["renumber", "2024-09/0.md", "101"]);
    let refused = number(&folder, &["assign", "2024-09/1.md", "98"]);
    assert!(
        refused.stderr.contains("`0098-0924` was replaced by `0101-0924`"),
        "{}",
        refused.stderr
    );
    let list = number_of(&folder, &["list", "--state", "renumbered"]);
    assert_eq!(list.matches("now 0101-0924").count(), 2, "{list}");
    // A copy that is given another number does not take the references to the original with it.
    let copy = paper("1").replace("review", "review\r\npublication_number: \"0101-0924\"");
    folder.write("2024-09/1.md", copy);
    let reference = paper("2").replace("title", "related: [\"0098-0924\"]\r\ntitle");
    folder.write("2024-09/2.md", reference);
    number_of(&folder, &["renumber", "2024-09/1.md", "103"]);
    assert!(text(&folder, "2024-09/2.md").contains("related: [\"0101-0924\"]"));
    // The number of another paper is not mistaken for an interrupted run.
    let copy = paper("3").replace("review", "review\r\npublication_number: \"0100-0924\"");
    folder.write("2024-09/3.md", copy);
    let refused = number(&folder, &["renumber", "2024-09/3.md", "101"]);
    assert!(refused.stderr.contains("is assigned to 2024-09/0.md"), "{}", refused.stderr);
}

/// The words of a command as a shell reads them.
fn shell_words(command: &str) -> Vec<String> {
    let (mut words, mut is_quoted, mut chars) = (vec![String::new()], false, command.chars());
    while let Some(c) = chars.next() {
        match c {
            '\'' => is_quoted = !is_quoted,
            ' ' if !is_quoted => words.push(String::new()),
            '\\' if !is_quoted => words.last_mut().unwrap().extend(chars.next()),
            c => words.last_mut().unwrap().push(c),
        }
    }
    words
}

#[test]
fn advice_is_followed_word_by_word() {
    let folder = project(0);
    folder.write("2024 09/it's a paper.md", paper("a"));
    let advice = |at: &str| {
        let check = run_in(&folder.path().join(at), &["check"]);
        let commands = check.stdout.split("`issuepaper ").skip(1);
        let mut commands = commands.filter_map(|rest| rest.split('`').next());
        commands.find(|command| !command.starts_with("explain")).map(str::to_owned)
    };
    let follow = |at: &str, command: &str| {
        let words = shell_words(command);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let run = run_in(&folder.path().join(at), &words);
        assert_eq!(run.code, Some(0), "{command}: {}", run.stderr);
    };
    let path = "2024 09/it's a paper.md";
    let carries = |number: &str| {
        paper("a").replace("review", &format!("review\r\npublication_number: \"{number}\""))
    };
    for at in ["", "2024 09"] {
        folder.write(path, carries("0100-0924"));
        follow(at, &advice(at).unwrap());
        assert_eq!(advice(at), None, "registered");
        folder.write(path, paper("a"));
        follow(at, &advice(at).unwrap());
        assert_eq!(text(&folder, path), carries("0100-0924"));
        folder.write(path, carries("0101-0924"));
        follow(at, &advice(at).unwrap());
        assert_eq!(advice(at), None, "changed");
        // A draft's number is taken back.
        folder.write(path, carries("0101-0924").replace("review", "draft"));
        follow(at, &advice(at).unwrap());
        assert_eq!(advice(at), None, "taken back");
        assert_eq!(text(&folder, path), paper("a").replace("review", "draft"));
        let register = text(&folder, "numbers.yaml");
        folder.write("numbers.yaml", register.split("renumbered").next().unwrap());
    }
    // Errors name the path in the project, which is found from anywhere.
    folder.write(path, paper("a"));
    number_of(&folder, &["assign", path]);
    let inside = run_in(&folder.path().join("2024 09"), &["number", "assign", path, "0150"]);
    assert!(
        inside.stderr.contains("number renumber '2024 09/it'\\''s a paper.md' "),
        "{}",
        inside.stderr
    );
}

#[test]
fn a_number_that_replaced_another_is_void_once_it_is_taken_back() {
    let folder = project(3);
    number_of(&folder, &["assign", "2024-09/0.md"]);
    number_of(&folder, &["renumber", "2024-09/0.md", "104"]);
    number_of(&folder, &["renumber", "2024-09/0.md", "105"]);
    let void = number_of(&folder, &["unassign", "2024-09/0.md"]);
    let message =
        "0105-0924 is void, since it replaced 0104-0924, which other papers may refer to\n";
    assert_eq!(void, message);
    let register = text(&folder, "numbers.yaml");
    let entry = "why: taken back after it had replaced 0104-0924";
    assert!(register.contains(entry), "{register}");
    for number in ["98", "104", "105"] {
        let refused = self::number(&folder, &["assign", "2024-09/1.md", number]);
        assert_eq!(refused.code, Some(2), "{number}: {}", refused.stdout);
    }
    // What refers to the paper is not led to another, nor to a number that nobody has.
    let other = paper("2").replace("Text.", "See Pub# 0098-0924 and Pub# 0104-0924.");
    folder.write("2024-09/2.md", other);
    let found = run_in(folder.path(), &["check"]).stdout;
    assert!(!found.contains("outdated-reference"), "{found}");
}

#[test]
fn a_number_of_two_papers_is_taken_from_one_of_them() {
    let folder = project(2);
    number_of(&folder, &["assign", "2024-09/0.md"]);
    folder.write("2024-09/1.md", text(&folder, "2024-09/0.md"));
    let still = number_of(&folder, &["unassign", "2024-09/1.md"]);
    assert_eq!(still, "0098-0924 is still the number of 2024-09/0.md\n");
    assert!(text(&folder, "numbers.yaml").contains("paper: 2024-09/0.md"));
    // The register knows it, even if the paper is gone.
    folder.write("2024-09/1.md", text(&folder, "2024-09/0.md"));
    fs::remove_file(folder.path().join("2024-09/0.md")).unwrap();
    let refused = number(&folder, &["unassign", "2024-09/1.md", "--why", "seen"]);
    assert!(refused.stderr.contains("also the number of 2024-09/0.md"), "{}", refused.stderr);
    let still = number_of(&folder, &["unassign", "2024-09/1.md"]);
    assert_eq!(still, "0098-0924 is still the number of 2024-09/0.md\n");
}

#[test]
fn a_block_is_received_without_the_zeros_of_its_serials() {
    let folder = project(0);
    let received = number_of(&folder, &["receive", "400..420", "--from", "Desk"]);
    assert_eq!(received, "0400 to 0420 received from Desk\n");
    assert!(text(&folder, "numbers.yaml").contains("{ from: \"0400\", to: \"0420\","));
    let wrong = number(&folder, &["receive", "700000..700001", "--from", "Desk"]);
    assert!(wrong.stderr.contains("has the serial `700000`"), "{}", wrong.stderr);
}
