//! Text of strangers in what is printed: no terminal acts on it, and no log of a build.

use super::{Run, program};
use crate::support::{Folder, git};

/// What a terminal acts on, a line that a log acts on, and what turns the text around it.
const EVIL: &str =
    "e\u{1b}]0;x\u{7}\n::error::y\r\n::warning::z\u{202e}\u{9b}31m\u{2028}::error::w\u{85}";

/// What settings can have in a text without being refused.
const LINES: &str = "\"::error::x\\n::error::y\\r\\n ::warning::z\"";

/// A text as a YAML string.
fn yaml() -> String {
    let escaped: String = EVIL.chars().map(|c| format!("\\U{:08X}", u32::from(c))).collect();
    format!("\"::error::{escaped}\"")
}

/// A project of papers of strangers, with `text` wherever its settings have a text.
fn project(text: &str) -> Folder {
    let (folder, evil) = (Folder::new(), yaml());
    settle(&folder, text);
    let paper = |number: &str| {
        format!(
            "---\ntitle: {evil}\nsubtitle: {evil}\nunit: {evil}\nstage: {evil}\nperiod: 2024-06\nsubmitted_by: {evil}\n\
             action_required: {evil}\npublication_number: {number}\nprevious: {evil}\n{evil}: 1\nwaivers:\n  \
             - {{ rule: {evil}, reason: {evil}, until: 2026-01-01, by: {evil} }}\n---\n\n## {EVIL}\n\n{EVIL}\n\n\
             ## Issue\n\n[{EVIL}](<{EVIL}>) ![a\u{202e}](b\u{1b}.png) TODO `{EVIL}` <http://e\u{9b}/>\n"
        )
    };
    let names = [
        "::error::start.md".to_owned(),
        format!("2024-06/{EVIL}.md"),
        format!("2024-06/{EVIL}::error::/::error::a\u{9b}.md"),
        "2024-06/good.md".to_owned(),
    ];
    for (at, name) in names.iter().enumerate() {
        folder.write(name, paper(if at % 2 == 0 { "\"3727-0624\"" } else { &evil }));
    }
    folder
}

/// Writes the settings of the project.
fn settle(folder: &Folder, text: &str) {
    // Two units with one name are a fault.
    let alias = if text == "Good" { "Works" } else { text };
    folder.write(
        "issuepaper.yaml",
        format!(
            "series: coac\nmeetings:\n  - {{ period: 2024-06, date: 2024-06-26 }}\ndeadlines:\n  \
             - {{ what: {text}, days: 14 }}\nacronyms:\n  TLA: {text}\n"
        ),
    );
    folder.write(
        "units.yaml",
        format!(
            "units:\n  - {{ name: {text}, kind: subcommittee }}\n  \
             - {{ name: Good Works, kind: subcommittee, aliases: [{alias}] }}\n"
        ),
    );
    folder.write(
        "numbers.yaml",
        format!(
            "blocks:\n  - {{ from: \"3725\", to: \"3744\", received: 2024-04-02, source: {text} }}\nreserved:\n  \
             - {{ number: \"3726\", by: {text}, on: 2024-05-01 }}\nassigned:\n  \
             - {{ number: \"3727-0624\", paper: {text}, on: 2024-05-21 }}\nvoid:\n  \
             - {{ number: \"3729\", why: {text}, on: 2024-05-22 }}\n"
        ),
    );
}

/// An error unless nothing acts on what was printed.
fn verify(arguments: &[&str], run: &Run) {
    let is_github = arguments.contains(&"github");
    for (name, text) in [("stdout", &run.stdout), ("stderr", &run.stderr)] {
        let is_active = |c: char| {
            c.is_control() && !matches!(c, '\n' | '\r' | '\t')
                || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        let found = text.find(is_active).map(|at| &text[text[..at].rfind('\n').unwrap_or(0)..]);
        assert_eq!(found, None, "{arguments:?}: {name}");
        // The mark of another place in a text for people is no command.
        let is_own = |line: &str| {
            line.trim_start().starts_with("::: ")
                || is_github
                    && (line.starts_with("::error file=") || line.starts_with("::warning file="))
        };
        let command = text
            .split(['\n', '\r'])
            .find(|line| line.trim_start().starts_with("::") && !is_own(line));
        assert_eq!(command, None, "{arguments:?}: {name}");
    }
}

fn run_in(folder: &Folder, arguments: &[&str]) -> Run {
    // A patch keeps its bytes anywhere else.
    let output = program(folder.path()).env("CI", "true").args(arguments).output();
    let run = Run::from(output.unwrap());
    verify(arguments, &run);
    run
}

#[test]
fn nothing_acts_on_what_a_check_prints() {
    let mut codes = Vec::new();
    // Those of the first settings are refused; papers are judged only with others.
    for text in [yaml(), LINES.to_owned(), "Good".to_owned()] {
        let folder = project(&text);
        for format in ["text", "concise", "json", "sarif", "github", "gitlab", "junit"] {
            codes.push(run_in(&folder, &["check", "--format", format]).code);
            run_in(&folder, &["check", "--format", format, "2024-06/good.md", EVIL]);
        }
        run_in(&folder, &["check", "--color", "never", "--waivers"]);
        run_in(&folder, &["check", "--report", "junit=report.xml", "--update-baseline"]);
        run_in(&folder, &["check"]);
    }
    assert!(codes.contains(&Some(1)) && codes.contains(&Some(2)), "{codes:?}");
}

#[test]
fn nothing_acts_on_what_other_commands_print() {
    for text in [yaml(), LINES.to_owned(), "Good".to_owned()] {
        let folder = project(&text);
        git(folder.path(), &["init", "-q"]);
        git(folder.path(), &["add", "-A"]);
        git(folder.path(), &["commit", "-q", "-m", "Change"]);
        for arguments in [
            &["list"][..],
            &["list", "--format", "csv"],
            &["list", "--format", "json"],
            &["list", "--columns", "title,path,number"],
            &["list", "--columns", "title,path", "--format", "csv"],
            &["list", EVIL],
            &["list", "--unit", EVIL],
            &["meeting", "2024-06"],
            &["meeting", "2024-06", "--format", "json"],
            &["meeting", "2024-06", "--format", "csv"],
            &["meeting", "2024-06", "--format", "ics"],
            &["meeting", EVIL],
            &["number", "list"],
            &["number", "list", "--format", "csv"],
            &["number", "list", "--format", "json"],
            &["number", "next"],
            &["number", "check", "--all-branches"],
            &["number", "assign", "2024-06/good.md", EVIL],
            &["number", "assign", EVIL],
            &["number", "void", EVIL, "--why", EVIL],
            &["number", "release", EVIL, "--local"],
            &["number", "reserve", "--local", "--by", EVIL],
            &["number", "reserve", "--remote", EVIL, "--by", EVIL],
            &["number", "receive", "4000..4010", "--from", EVIL],
            &["number", "list", "--series", EVIL],
            &["number", "rebuild"],
            &["number", "rebuild", "--dry-run"],
            &["publish", "--dry-run", "2024-06/good.md"],
            &["publish", "2024-06/good.md", EVIL],
            &["revise", "--dry-run", "2024-06/good.md"],
            &["withdraw", "2024-06/good.md", "--why", EVIL],
            &["verify", "2024-06/good.md"],
            &["verify", EVIL],
            &["render", "--format", "html"],
            &["render", "--format", "html", "--report"],
            &["render", "--format", EVIL],
            &["export", "--nara"],
            &["explain", EVIL],
            &["explain", "missing-field", "2024-06/good.md"],
            &["explain", "missing-field", "--for", "::error::start.md"],
            &["schema", "--series", EVIL],
            &["new", EVIL, "--unit", EVIL],
            &["init", EVIL],
            &["init", EVIL],
            &["check", "--deny", EVIL],
            &["check", "--base", EVIL],
            &["check", "--base", "HEAD"],
            &["check", "--diff"],
            &[EVIL],
            &["list", "--columns", EVIL],
            &["--today", EVIL, "list"],
        ] {
            run_in(&folder, arguments);
        }
    }
}

#[test]
fn a_page_of_strangers_says_what_it_was_made_from_on_one_line() {
    let folder = project("Good");
    let seal = "0".repeat(64);
    let evil = "x\u{1b}]0;x\u{7}&#10;::error::y\u{202e}\u{9b}";
    let meta = |name: &str, value: &str| format!("<meta name=\"{name}\" content=\"{value}\">\n");
    let head = ["issuepaper:paper", "issuepaper.paper", "dcterms.source", "source", "generator"];
    let page: String = head.iter().map(|name| meta(name, evil)).collect();
    folder.write(
        "page.html",
        format!("<!DOCTYPE html>\n<html><head>{page}{}</head></html>", meta("sha256", &seal)),
    );
    run_in(&folder, &["verify", "page.html"]);
    run_in(&folder, &["verify", "page.html", "--format", "json"]);
}

#[test]
fn a_patch_with_odd_names_can_be_applied() {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", "series: issue-paper\n");
    let name = "2024-06/a\u{1b}]0;x\u{7}\n\"::error::\\\u{9b}é.md";
    folder.write(name, "---\ntitle: A\ndate: May 21, 2024\n---\n\n## Background\n\nWe met.\n");
    git(folder.path(), &["init", "-q"]);
    let run = super::run_in(folder.path(), &["check", "--diff"]);
    assert!(run.stdout.contains("+date: 2024-05-21\n"), "{}", run.stdout);
    let patch = folder.write("patch", &run.stdout);
    git(folder.path(), &["apply", patch.to_str().unwrap()]);
    let text = std::fs::read_to_string(folder.path().join(name)).unwrap();
    assert!(text.contains("date: 2024-05-21\n"), "{text}");
}
