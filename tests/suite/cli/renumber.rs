//! `number renumber`: a paper, its file, references to it, and the link from the old number to the new one.

use std::fs;

use super::{Run, run_in};
use crate::support::Folder;

fn paper(number: &str, stage: &str, head: &str, text: &str) -> String {
    format!(
        "---\ntitle: Renewals\npublication_number: '{number}' # kept\ndate: 2024-05-21\n\
         action_required: Informational\nsubmitted_by: Alex Doe, Office\nstage: {stage}\n{head}---\n\n\
         ## Background\n\n{text}\n\n## Issue\n\nNone.\n\n## Current Status\n\nOpen.\n"
    )
}

const REGISTER: &str = "# from the desk
blocks:
  - { from: \"3725\", to: \"3744\", received: 2024-04-02, source: Desk }
assigned:
  - { number: \"3733-0624\", paper: 2024/3733-0624.md, on: 2024-05-20 } # first
  - { number: \"3734-0624\", paper: b.md, on: 2024-05-20 }
  - { number: \"3736-0624\", paper: old.md, on: 2024-05-20 }
";

fn project() -> Folder {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", "series: issue-paper\nformats: [html]\n");
    folder.write("numbers.yaml", REGISTER);
    folder.write(
        "2024/3733-0624.md",
        paper("3733-0624", "review", "", "See [the issue](3733-0624.md#issue)."),
    );
    let head = "related: [\"Pub# 3733-0624\", 2024/3733-0624.md]\nprevious: '2024/3733-0624.md'\n";
    let text = "See [it](./2024/3733-0624.md#issue), [again][it] and Pub# 3733-0624, or 3733-0624.\n\n[it]: 2024/3733-0624.md";
    folder.write("b.md", paper("3734-0624", "review", head, text));
    folder.write(
        "old.md",
        paper(
            "3736-0624",
            "published",
            "supersedes: [3733-0624]\n",
            "See [it](2024/3733-0624.md).",
        ),
    );
    folder
}

fn number(folder: &Folder, arguments: &[&str]) -> Run {
    run_in(folder.path(), &[&["number"], arguments].concat())
}

fn text(folder: &Folder, path: &str) -> String {
    fs::read_to_string(folder.path().join(path)).unwrap_or_default()
}

/// All files of a project.
fn state(folder: &Folder) -> Vec<String> {
    ["numbers.yaml", "2024/3733-0624.md", "2024/3740-0624.md", "b.md", "old.md"]
        .map(|path| text(folder, path))
        .into()
}

#[test]
fn every_use_of_the_old_number_becomes_the_new_one() {
    let folder = project();
    let before = state(&folder);
    let dry = number(&folder, &["renumber", "2024/3733-0624.md", "3740-0624", "--dry-run"]);
    assert_eq!((dry.code, state(&folder)), (Some(0), before.clone()), "{}", dry.stderr);
    for line in [
        "rename from 2024/3733-0624.md\nrename to 2024/3740-0624.md\n",
        "\n+publication_number: '3740-0624' # kept\n",
        "\n+renumbered:\n+  - { number: \"3733-0624\", to: \"3740-0624\", on: 2025-06-30, from: 2024/3733-0624.md, paper: 2024/3740-0624.md }\n",
        "\n+[it]: 2024/3740-0624.md\n",
    ] {
        assert!(dry.stdout.contains(line), "{line}{}", dry.stdout);
    }
    let done = number(&folder, &["renumber", "2024/3733-0624.md", "3740-0624"]);
    assert_eq!(
        (done.code, done.stdout.as_str()),
        (Some(0), "3733-0624 is now 3740-0624\n"),
        "{}",
        done.stderr
    );
    for message in [
        "`3733-0624` is still in `b.md:14`: change the text by hand\n",
        "`3733-0624` is still in `old.md:8`: published papers stay as they are\n",
    ] {
        assert!(done.stderr.contains(message), "{}", done.stderr);
    }
    assert!(!folder.path().join("2024/3733-0624.md").exists());
    let own = paper("3740-0624", "review", "", "See [the issue](3740-0624.md#issue).");
    assert_eq!(text(&folder, "2024/3740-0624.md"), own);
    let b = text(&folder, "b.md");
    for line in [
        "related: [\"Pub# 3740-0624\", 2024/3740-0624.md]\nprevious: '2024/3740-0624.md'\n",
        "See [it](2024/3740-0624.md#issue), [again][it] and Pub# 3740-0624, or 3733-0624.\n\n[it]: 2024/3740-0624.md\n",
    ] {
        assert!(b.contains(line), "{line}{b}");
    }
    assert_eq!(text(&folder, "old.md"), before[4], "a published paper stays as it is");
    let register = text(&folder, "numbers.yaml");
    assert!(
        !register.contains("first")
            && register.contains("{ number: \"3740-0624\", paper: 2024/3740-0624.md,")
    );
    // References by the old name lead to the new one, and the old number is not free.
    let check = run_in(folder.path(), &["check"]);
    assert_eq!(check.code, Some(0), "{}", check.stdout);
    run_in(folder.path(), &["render"]);
    assert!(text(&folder, "out/old.html").contains("href=\"2024/3740-0624.html\""));
    assert!(number(&folder, &["list", "--state", "renumbered"]).stdout.contains("now 3740-0624"));
    assert_eq!(number(&folder, &["void", "3733-0624", "--why", "x"]).code, Some(2));
    let again = number(&folder, &["renumber", "2024/3740-0624.md", "3740-0624"]);
    assert_eq!(again.code, Some(0), "nothing is left to do: {}", again.stderr);
}

#[test]
fn an_interruption_at_any_file_is_resumed() {
    let whole = project();
    number(&whole, &["renumber", "2024/3733-0624.md", "3740-0624"]);
    let after = state(&whole);
    let names = ["numbers.yaml", "2024/3733-0624.md", "2024/3740-0624.md", "b.md", "old.md"];
    for done in 1..4 {
        let folder = project();
        for (name, contents) in names.iter().zip(&after).take(done) {
            if contents.is_empty() {
                fs::write(folder.path().join(name), after[2].as_str()).unwrap();
            } else {
                folder.write(name, contents);
            }
        }
        let own = if done == 3 {
            fs::remove_file(folder.path().join(names[1])).unwrap();
            names[2]
        } else {
            names[1]
        };
        let run = number(&folder, &["renumber", own, "3740-0624"]);
        assert_eq!((run.code, state(&folder)), (Some(0), after.clone()), "{done}: {}", run.stderr);
    }
}

#[test]
fn a_refused_change_changes_nothing() {
    let folder = project();
    folder.write("draft.md", paper("", "draft", "", "Text."));
    folder.write("2024/3741-0624.md", paper("3741-0624", "review", "", "Text."));
    folder.write("taken.md", paper("3743-0624", "review", "", "Text."));
    let before = state(&folder);
    for (arguments, message) in [
        (["2024/3733-0624.md", "3734-0624"], "assigned to b.md"),
        (["2024/3733-0624.md", "9999-0624"], "never received"),
        (["2024/3733-0624.md", "37-06"], "form"),
        (["2024/3733-0624.md", "3733-0624"], "already"),
        (["2024/3733-0624.md", "3743-0624"], "carries the number"),
        (["2024/3733-0624.md", "3741-0624"], "already exists"),
        (["draft.md", "3742-0624"], "has no number"),
        (["missing.md", "3742-0624"], "not a paper"),
    ] {
        let run = number(&folder, &[&["renumber"][..], &arguments].concat());
        assert!(
            run.code == Some(2) && run.stderr.contains(message),
            "{arguments:?}: {}",
            run.stderr
        );
        assert_eq!(state(&folder), before, "{arguments:?}");
    }
}

#[test]
fn of_two_papers_with_one_number_the_other_keeps_it() {
    let folder = project();
    folder.write("copy-3734-0624.md", paper("3734-0624", "review", "", "Text."));
    let renumber = ["renumber", "copy-3734-0624.md", "3741-0624", "--why", "copied, by mistake"];
    let run = number(&folder, &renumber);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let register = text(&folder, "numbers.yaml");
    for line in [
        "{ number: \"3734-0624\", paper: b.md, on: 2024-05-20 }\n",
        "{ number: \"3741-0624\", paper: copy-3741-0624.md, on: 2025-06-30 }\n",
        "{ number: \"3734-0624\", to: \"3741-0624\", on: 2025-06-30, why: \"copied, by mistake\", from: copy-3734-0624.md, ",
    ] {
        assert!(register.contains(line), "{line}{register}");
    }
    let check = run_in(folder.path(), &["check"]);
    assert_eq!(check.code, Some(0), "{}", check.stdout);
    // The same if the register does not know yet that the other has it.
    let folder = project();
    folder.write(
        "numbers.yaml",
        REGISTER.replace("  - { number: \"3734-0624\", paper: b.md, on: 2024-05-20 }\n", ""),
    );
    folder.write("copy.md", paper("3734-0624", "review", "", "Text."));
    assert_eq!(number(&folder, &["renumber", "copy.md", "3741-0624"]).code, Some(0));
    assert!(run_in(folder.path(), &["check"]).stdout.contains("issuepaper number assign b.md"));
    let assign = number(&folder, &["assign", "b.md"]);
    assert_eq!(assign.stdout, "3734-0624\n", "{}", assign.stderr);
    let check = run_in(folder.path(), &["check"]);
    assert_eq!(check.code, Some(0), "{}", check.stdout);
}

#[test]
fn thousands_of_old_numbers_lead_to_the_last_of_a_chain() {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", "series: issue-paper\n");
    let name = |at: usize| format!("{at:04}-0624");
    let entry = |at: usize| {
        format!("  - {{ number: \"{}\", to: \"{}\", on: 2024-06-03 }}\n", name(at), name(at + 1))
    };
    let entries: String = (1000..3000).map(entry).collect();
    folder.write(
        "numbers.yaml",
        format!(
            "blocks:\n  - {{ from: \"1000\", to: \"3000\", received: 2024-04-02, source: Desk }}\n\
             assigned:\n  - {{ number: \"3000-0624\", paper: last.md, on: 2024-06-03 }}\nrenumbered:\n{entries}"
        ),
    );
    folder.write("last.md", paper("3000-0624", "review", "", "See it."));
    for at in 0..200 {
        let text = format!("See Pub# {}, and 2000-0624.", name(1000 + at * 10));
        let number = format!("publication_number: '{}' # kept\n", name(at));
        let text = paper(&name(at), "draft", "related: [\"1000-0624\"]\n", &text);
        folder.write(&format!("p/{at}.md"), text.replace(&number, ""));
    }
    let run = run_in(folder.path(), &["check", "--fix"]);
    assert_ne!(run.code, Some(2), "{}", run.stderr);
    for at in [0, 199] {
        let text = text(&folder, &format!("p/{at}.md"));
        assert!(text.contains("See Pub# 3000-0624, and 2000-0624."), "{text}");
        assert!(text.contains("related: [\"3000-0624\"]"), "{text}");
    }
}

#[test]
fn of_two_papers_with_a_number_the_other_keeps_it() {
    let folder = project();
    folder.write("2024/c.md", paper("3733-0624", "review", "", "As in 3733-0624."));
    let done = number(&folder, &["renumber", "2024/3733-0624.md", "3740-0624"]);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    let message = "`3733-0624` is still in `2024/c.md:12`";
    assert!(done.stderr.contains(message), "{}", done.stderr);
    assert!(!done.stderr.contains("2024/c.md:3"), "{}", done.stderr);
}
