//! What is printed for people: summaries, colors, questions, help.

use super::{program, run_in};
use crate::support::Folder;

/// A paper with an error that `--fix` fixes, one that `--unsafe` fixes, and one that a person has to fix.
const PAPER: &str = "---\ntitle: On the desk\nstage: draft\naction_required: Informational\n\
submitted_by: Alex Doe, Office\ndate: May 21, 2024\n---\n\n## Background\n\nWe met prior to the hearing.\n\n\
## Issue\n\nNone.\n\n## Current Status\n";

fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", "");
    folder.write("a.md", PAPER);
    folder
}

#[test]
fn the_summary_says_what_fixes_there_are_and_names_explain_once() {
    let folder = folder();
    let run = run_in(folder.path(), &["check"]);
    let lines: Vec<&str> = run.stdout.lines().rev().collect();
    assert_eq!(lines[0], "1 paper checked, 2 errors, 1 warning");
    assert_eq!(
        lines[1],
        "`--fix` fixes 1 finding, `--fix --unsafe` 1 more; `issuepaper explain invalid-date` tells more \
         about a rule"
    );
    assert_eq!(run.stdout.matches("issuepaper explain").count(), 1);
    assert_eq!(run_in(folder.path(), &["explain", "invalid-date"]).code, Some(0));
    let fixed = run_in(folder.path(), &["check", "--fix", "--unsafe"]);
    assert!(fixed.stdout.ends_with("\n1 paper checked, 1 error\n"), "{}", fixed.stdout);
}

#[test]
fn quiet_prints_results_and_errors_alone() {
    let folder = folder();
    for arguments in [&["check", "-q"][..], &["--quiet", "check"]] {
        let run = run_in(folder.path(), arguments);
        assert!(
            !run.stdout.contains("checked") && !run.stdout.contains("explain"),
            "{}",
            run.stdout
        );
        assert_eq!((run.stdout.matches("a.md:").count(), run.stderr.as_str()), (3, ""));
    }
    let run = run_in(folder.path(), &["render", "-q", "--to", "html"]);
    assert_eq!(run.stdout, "out/a.html\n");
    assert!(!run.stderr.contains("checked"), "{}", run.stderr);
    folder.write(
        "a.md",
        PAPER.replace("May 21, 2024", "2024-05-21").replace("prior to", "before") + "\nOpen.\n",
    );
    let run = run_in(folder.path(), &["check", "-q"]);
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (Some(0), "", ""));
    let run = run_in(folder.path(), &["check", "-q", "no.md"]);
    assert_eq!(run.stderr, "error: no.md: no such file or folder\n");
}

#[test]
fn concise_is_one_line_for_each_finding() {
    let folder = folder();
    let run = run_in(folder.path(), &["check", "--format", "concise"]);
    let places: Vec<&str> =
        run.stdout.lines().map(|line| line.split_once("] ").unwrap().0).collect();
    assert_eq!(
        places,
        [
            "a.md:6:7: error[invalid-date",
            "a.md:11:8: warning[wordy-phrase",
            "a.md:17:1: error[empty-section",
        ]
    );
    assert!(run.stderr.starts_with("1 paper checked, 2 errors"), "{}", run.stderr);
    let run = run_in(folder.path(), &["check", "--report", "concise=lines.txt", "-q"]);
    assert_eq!(run.code, Some(1));
    let lines = std::fs::read_to_string(folder.path().join("lines.txt")).unwrap();
    assert_eq!(lines.lines().count(), 3);
}

#[test]
fn a_report_to_standard_output_is_there_alone() {
    let folder = folder();
    let run = run_in(folder.path(), &["check", "--report", "json=-", "--report", "junit=a.xml"]);
    let json: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(json["summary"]["checked"], 1);
    assert!(run.stderr.contains("1 paper checked"), "{}", run.stderr);
    assert!(!folder.path().join("-").exists() && folder.path().join("a.xml").exists());
    let run = run_in(
        folder.path(),
        &["check", "--format", "sarif", "-o", "b.sarif", "--report", "json=-"],
    );
    assert!(serde_json::from_str::<serde_json::Value>(&run.stdout).is_ok());
    for two in
        [["--report", "json=-", "--format", "sarif"], ["--report", "json=-", "--report", "junit=-"]]
    {
        let run = run_in(folder.path(), &[&["check"][..], &two].concat());
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
        assert!(run.stderr.contains("standard output takes one report"), "{}", run.stderr);
    }
}

#[test]
fn a_column_is_the_same_in_every_report_however_long_the_line_is() {
    let folder = folder();
    let long = "It is known. Ärger is not. ".repeat(150);
    folder.write("a.md", PAPER.replace("We met prior to", &format!("{long}We met prior to")));
    let run = run_in(folder.path(), &["check", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let mut findings = json["findings"].as_array().unwrap().iter();
    let finding = findings.find(|finding| finding["rule"] == "wordy-phrase").unwrap();
    let column = finding["start"]["column"].as_u64().unwrap();
    assert!(column > 4000);
    for format in ["text", "concise"] {
        let run = run_in(folder.path(), &["check", "--format", format]);
        assert!(run.stdout.contains(&format!("a.md:11:{column}")), "{format}: {}", run.stdout);
    }
}

#[test]
fn help_is_a_command_too() {
    let folder = Folder::new();
    for (arguments, same) in [
        (&["help"][..], &["--help"][..]),
        (&["help", "check"], &["check", "--help"]),
        (&["help", "number", "assign"], &["number", "assign", "--help"]),
    ] {
        let run = run_in(folder.path(), arguments);
        assert_eq!(run.code, Some(0));
        assert_eq!(run.stdout, run_in(folder.path(), same).stdout, "{arguments:?}");
    }
    assert_eq!(run_in(folder.path(), &["help", "chekc"]).code, Some(2));
}

#[test]
fn colors_follow_one_rule() {
    let folder = folder();
    let is_colored = |arguments: &[&str], variables: &[(&str, &str)]| {
        let mut program = program(folder.path());
        let output = program.args(arguments).envs(variables.iter().copied()).output().unwrap();
        [output.stdout, output.stderr].concat().contains(&0x1b)
    };
    let commands: [&[&str]; 4] = [&["check"], &["--help"], &["chekc"], &["render", "--to", "md"]];
    for command in commands {
        let with = |option: &'static str| [command, &[option]].concat();
        assert!(!is_colored(command, &[]), "{command:?}");
        assert!(is_colored(command, &[("CLICOLOR_FORCE", "1")]), "{command:?}");
        assert!(!is_colored(command, &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]), "{command:?}");
        assert!(is_colored(&with("--color=always"), &[("NO_COLOR", "1"), ("TERM", "dumb")]));
        assert!(!is_colored(&with("--color=never"), &[("CLICOLOR_FORCE", "1")]), "{command:?}");
    }
    let first = ["--color", "never", "check", "--help"];
    assert!(!is_colored(&first, &[("CLICOLOR_FORCE", "1")]), "before the help is asked for");
}

/// What the program prints on a terminal on which somebody types `answers`; none if no terminal can be made.
#[cfg(target_os = "linux")]
fn on_terminal(folder: &Folder, command: &str, answers: &str) -> Option<String> {
    use std::io::Write;
    let line = format!("{} {command}", env!("CARGO_BIN_EXE_issuepaper"));
    let mut script = std::process::Command::new("script")
        .args(["-qec", &line, "/dev/null"])
        .current_dir(folder.path())
        .env("SOURCE_DATE_EPOCH", "1751241600")
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .ok()?;
    script.stdin.take().unwrap().write_all(answers.as_bytes()).unwrap();
    Some(String::from_utf8(script.wait_with_output().unwrap().stdout).unwrap())
}

#[test]
#[cfg(target_os = "linux")]
fn a_new_paper_is_asked_for_what_it_needs() {
    let folder = Folder::new();
    run_in(folder.path(), &["init", "--series", "coac"]);
    folder.write(
        "issuepaper.yaml",
        "series: coac\nmeetings: [{ period: 2025-01, date: 2025-01-20 }, { period: 2025-09, date: 2025-09-20 }]\n",
    );
    let answers = "soon\n\nExample\n1\nDecide\ndecision\n";
    let Some(shown) = on_terminal(&folder, "new", answers) else { return };
    for part in [
        "2025-09  the meeting on 2025-09-20",
        "Month of the meeting, YYYY-MM [2025-09]: ",
        "write it as YYYY-MM",
        "1  Example Working Group",
        "Working Group, by number or name: ",
        "4  Decision",
    ] {
        assert!(shown.contains(part), "{part} in {shown}");
    }
    assert!(!shown.contains("2025-01-20"), "a meeting that is over: {shown}");
    let path = folder.path().join("2025-09/example-working-group.md");
    let text = std::fs::read_to_string(path).unwrap();
    for line in
        ["period: 2025-09", "subcommittee: Example Subcommittee", "action_required: Decision"]
    {
        assert!(text.contains(line), "{line} in {text}");
    }
    let flags = "new Renewals --unit 'example working group' --period 2025-12 --action discussion";
    let shown = on_terminal(&folder, flags, "").unwrap();
    assert!(!shown.contains(": \r\n") && shown.contains("2025-12/renewals.md"), "{shown}");
}

#[test]
fn a_new_paper_takes_options_and_never_asks_without_a_terminal() {
    let folder = Folder::new();
    run_in(folder.path(), &["init", "--series", "coac"]);
    let run = run_in(folder.path(), &["new"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("name its subject, or a unit with --unit"), "{}", run.stderr);
    let run =
        run_in(folder.path(), &["new", "--unit", "Example Working Group", "--action", "decision"]);
    assert_eq!(run.stdout, "example-working-group.md\n");
    let text = std::fs::read_to_string(folder.path().join("example-working-group.md")).unwrap();
    assert!(text.contains("working_group: Example Working Group\n"), "{text}");
    assert!(text.contains("action_required: Decision\n") && text.contains("\nperiod:\n"), "{text}");
    for (option, value, message) in [
        ("--unit", "Exampel Working Group", "did you mean `Example Working Group`?"),
        ("--action", "Decide", "the actions are `Informational`, `Discussion`"),
        ("--series", "coca", "the series are"),
    ] {
        let run = run_in(folder.path(), &["new", "Bonds", option, value]);
        assert!(run.code == Some(2) && run.stderr.contains(message), "{}", run.stderr);
    }
}

#[test]
fn a_new_project_keeps_its_pages_out_of_git_and_its_papers_where_new_ones_go() {
    let folder = Folder::new();
    folder.write("some papers/.gitignore", "target\r\n*.bak");
    let run = run_in(folder.path(), &["init", "some papers"]);
    assert_eq!(
        run.stdout,
        "some papers/issuepaper.yaml\nsome papers/.gitignore\nsome papers/first-paper.md\n"
    );
    assert!(run.stderr.contains("`issuepaper check 'some papers'`"), "{}", run.stderr);
    let inside = folder.path().join("some papers");
    let ignored = || std::fs::read_to_string(inside.join(".gitignore")).unwrap();
    let patterns = "target\r\n*.bak\r\nout/\r\n.issuepaper-lock\r\n.issuepaper-tmp-*\r\n";
    assert_eq!(ignored(), patterns);
    assert_eq!(run_in(&inside, &["new", "Second paper"]).stdout, "second-paper.md\n");
    std::fs::remove_file(inside.join("issuepaper.yaml")).unwrap();
    std::fs::remove_file(inside.join("first-paper.md")).unwrap();
    assert_eq!(run_in(&inside, &["init"]).code, Some(0));
    assert_eq!(ignored(), patterns, "once is enough");
    let other = Folder::new();
    run_in(other.path(), &["init", "--series", "coac"]);
    assert!(other.path().join("2025-06/first-paper.md").exists());
    let run = run_in(other.path(), &["new", "Example Working Group", "--period", "2025-06"]);
    assert_eq!(run.stdout, "2025-06/example-working-group.md\n");
}

#[test]
fn what_may_be_out_of_date_in_a_paper_carried_forward_is_listed() {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", "rules: { relative-time: off }\n");
    let text = "The rule currently binds. It is of May 21, 2024; comments close on 2025-08-01. The desk will move soon. \
                See the notice of\nMarch 2024.\n\n<!-- issuepaper waive relative-time: statute; by Robin Roe; until 2026-12-31 -->\nIt is so at present.";
    folder.write("a.md", PAPER.replace("We met prior to the hearing.", text) + "\nOpen.\n");
    let run = run_in(folder.path(), &["new", "--from", "a.md", "-o", "b.md"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let dates = run.stdout.split("still right:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let dates: Vec<&str> = dates.lines().map(|line| line.rsplit(": ").next().unwrap()).collect();
    assert_eq!(dates, ["May 21, 2024", "March 2024"]);
    for phrase in ["currently", "soon", "at present"] {
        assert!(
            run.stdout.contains(&format!("`{phrase}` is true only")),
            "{phrase}: {}",
            run.stdout
        );
    }
}

#[test]
fn one_paper_goes_into_the_file_that_is_named() {
    let folder = folder();
    for name in ["x.docx", "x.html", "X.TXT", "out/x.md"] {
        let run = run_in(folder.path(), &["render", "a.md", "-o", name]);
        assert_eq!(run.stdout, format!("{name}\n"), "{}", run.stderr);
        assert!(folder.path().join(name).is_file());
    }
    folder.write("b.md", PAPER);
    for (arguments, reason) in [
        (&["a.md", "b.md", "-o", "y.docx"][..], "y.docx: takes one paper in one format"),
        (&["a.md", "--to", "html,docx", "-o", "y.docx"], "y.docx: takes one paper in one format"),
        (
            &["a.md", "--to", "html", "-o", "y.docx"],
            "y.docx: is not named like a file of the format `html`",
        ),
    ] {
        let run = run_in(folder.path(), &[&["render"], arguments].concat());
        assert!(run.code == Some(2) && run.stderr.contains(reason), "{}", run.stderr);
        assert!(!folder.path().join("y.docx").exists());
    }
    std::fs::create_dir(folder.path().join("pages.md")).unwrap();
    let run = run_in(folder.path(), &["render", "a.md", "--to", "html", "-o", "pages.md"]);
    assert_eq!(run.stdout, "pages.md/a.html\n");
}
