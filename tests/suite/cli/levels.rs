//! The severity of a rule, and what sets it.

use super::run_in;
use crate::support::Folder;

/// A paper of June 2024 with a wordy phrase, a warning by itself.
fn project(settings: &str) -> Folder {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", format!("series: memo\n{settings}"));
    folder.write(
        "templates/memo/series.yaml",
        "extends: issue-paper\nname: Memo\nrules: { wordy-phrase: warning }\nfields:\n  \
         - { id: period, label: Period, type: month, required_from: draft }\n",
    );
    folder.write(
        "a.md",
        "---\ntitle: A\nstage: draft\nperiod: 2024-06\naction_required: Informational\n\
         submitted_by: Alex Doe, Office\n---\n\n## Background\n\nWe met in order to talk.\n\n\
         ## Issue\n\nNone.\n\n## Current Status\n\nNone.\n",
    );
    folder
}

/// The level of the one finding, and the exit code.
fn level(folder: &Folder, options: &[&str]) -> (Option<&'static str>, Option<i32>) {
    let run = run_in(folder.path(), &[&["check", "a.md"], options].concat());
    let is = |level: &str| run.stdout.contains(&format!("{level}[wordy-phrase]"));
    let level = ["warning", "error"].into_iter().find(|level| is(level));
    (level, run.code)
}

#[test]
fn each_place_is_stronger_than_the_one_before() {
    let of = |settings: &str, options: &[&str]| level(&project(settings), options).0;
    let off = "rules: { wordy-phrase: off }\n";
    let error = "overrides: [{ paths: ['a.md'], rules: { wordy-phrase: error } }]\n";
    assert_eq!(of("", &[]), Some("warning"));
    assert_eq!(of(off, &[]), None);
    assert_eq!(of(&format!("{off}{error}"), &[]), Some("error"));
    assert_eq!(of(&format!("{off}{error}"), &["--warn", "wordy-phrase"]), Some("warning"));
    assert_eq!(of(error, &["-A", "wordy-phrase"]), None);
    assert_eq!(of(off, &["-D", "wordy-phrase"]), Some("error"));
}

#[test]
fn denied_warnings_are_errors_unless_the_rule_is_off() {
    let folder = project("");
    assert_eq!(level(&folder, &[]), (Some("warning"), Some(0)));
    for option in [&["--deny", "warnings"][..], &["--strict"]] {
        assert_eq!(level(&folder, option), (Some("error"), Some(1)));
        let options = [option, &["--allow", "wordy-phrase"]].concat();
        assert_eq!(level(&folder, &options), (None, Some(0)));
    }
}

#[test]
fn a_rule_judges_papers_from_its_period_on() {
    let of = |since: &str| {
        level(&project(&format!("rules: {{ wordy-phrase: {{ since: {since} }} }}\n")), &[]).0
    };
    assert_eq!((of("2024-06"), of("2024-07")), (Some("warning"), None));
    let typed = project("rules: { wordy-phrase: { since: 2024-07 } }\n");
    // The command line sets the severity, not since when.
    assert_eq!(level(&typed, &["--deny", "wordy-phrase"]).0, None);
    let run =
        run_in(project("rules: { wordy-phrase: { since: soon } }\n").path(), &["check", "a.md"]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.stdout.contains("issuepaper.yaml:2:") && run.stdout.contains("2025-01"),
        "{}",
        run.stdout
    );
}

#[test]
fn an_unknown_rule_or_two_levels_for_one_are_failures() {
    let folder = project("");
    for (options, message) in [
        (&["--deny", "wordy-phrases"][..], "did you mean `wordy-phrase`?"),
        (&["--allow", "warnings"], "there is no rule `warnings`"),
        (&["--allow", "invalid-settings"], "can't be set"),
        (&["--allow", "wordy-phrase", "--deny", "wordy-phrase"], "name it once"),
    ] {
        let run = run_in(folder.path(), &[&["check"], options].concat());
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{options:?}");
        assert!(run.stderr.contains(message), "{}", run.stderr);
    }
}

#[test]
fn explain_shows_what_sets_the_level() {
    let folder = project(
        "rules:\n  wordy-phrase: { level: off, since: 2024-01 }\noverrides:\n  - rules: { wordy-phrase: warning }\n",
    );
    let explain = |options: &[&str]| {
        let fixed = ["explain", "wordy-phrase", "--effective", "a.md"];
        run_in(folder.path(), &[&fixed, options].concat())
    };
    let expected = "\
a.md: wordy-phrase is error
  the rule itself                  warning
  the series `memo`                warning
  issuepaper.yaml:3                off, since 2024-01
  issuepaper.yaml:5, an override   warning
  --deny warnings                  error
";
    let run = explain(&["--strict"]);
    let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(squeezed(&run.stdout), squeezed(expected), "{}", run.stdout);
    assert!(explain(&[]).stdout.starts_with("a.md: wordy-phrase is warning\n"));
    assert_eq!(
        run_in(folder.path(), &["explain", "wordy-phrase", "--effective", "b.md"]).code,
        Some(2)
    );
    assert_eq!(run_in(folder.path(), &["explain", "--effective", "a.md"]).code, Some(2));
}
