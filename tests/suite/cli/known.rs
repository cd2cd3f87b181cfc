//! Findings that don't count: waived, or known from before.

use std::fs;

use serde_json::Value;

use super::run_in;
use crate::support::Folder;

fn paper(body: &str) -> String {
    format!(
        "---\ntitle: A\nstage: draft\naction_required: Informational\nsubmitted_by: Alex Doe, Office\n---\n\n\
         ## Background\n\n{body}\n\n## Issue\n\nNone.\n\n## Current Status\n\nNone.\n"
    )
}

const WAIVER: &str = "<!-- issuepaper waive wordy-phrase: words of the statute; by Robin Roe; until 2030-01-01 -->\n";

fn project(body: &str) -> Folder {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", "rules: { wordy-phrase: error, long-sentence: off }\n");
    folder.write("2024/a.md", paper(body));
    folder
}

/// The last line of the text, and the exit code.
fn check(folder: &Folder, options: &[&str]) -> (String, Option<i32>) {
    let run = run_in(folder.path(), &[&["check"], options].concat());
    (run.stdout.lines().last().unwrap_or_default().to_owned(), run.code)
}

#[test]
fn a_waiver_applies_to_the_part_that_follows() {
    let wordy = "We met in order to talk.";
    let of = |body: &str| check(&project(body), &[]);
    assert_eq!(of(wordy), ("1 paper checked, 1 error".to_owned(), Some(1)));
    let waived = ("1 paper checked, no findings, 1 waived".to_owned(), Some(0));
    assert_eq!(of(&format!("{WAIVER}{wordy}")), waived);
    assert_eq!(of(&format!("{WAIVER}\n{wordy}")), waived);
    assert_eq!(of(&format!("{WAIVER}{wordy}\n\n{wordy}")).0, "1 paper checked, 1 error, 1 waived");
    assert_eq!(of(&format!("{wordy}\n\n{WAIVER}")).0, "1 paper checked, 1 error, 1 warning");
    let code = of(&format!("```\n{WAIVER}```\n\n{wordy}"));
    assert_eq!(code.0, "1 paper checked, 1 error");
}

#[test]
fn the_front_matter_and_the_settings_waive_as_well() {
    let folder = project("We met.");
    let text = paper("We met.");
    let waive = "# issuepaper waive missing-field, unknown-field: as printed; by Robin Roe; until 2030-01-01\n";
    let lacking = text
        .replace("action_required: Informational\n", "")
        .replace("---\n\n", &format!("{waive}---\n\n"));
    folder.write("2024/a.md", &lacking);
    assert_eq!(check(&folder, &[]).0, "1 paper checked, 1 warning, 1 waived");
    let beside = text
        .replace("title: A\n", &format!("titel: A {waive}title: A\n"))
        .replace("missing-field, ", "");
    folder.write("2024/a.md", beside);
    assert_eq!(check(&folder, &[]).0, "1 paper checked, no findings, 1 waived");
    folder.write(
        "issuepaper.yaml",
        "waivers:\n  - { rule: wordy-phrase, paths: ['2024/**'], reason: old, by: Robin Roe, until: 2030-01-01 }\n",
    );
    folder.write("2024/a.md", paper("We met in order to talk."));
    folder.write("2025/b.md", paper("We met in order to talk."));
    assert_eq!(check(&folder, &[]).0, "2 papers checked, 1 warning, 1 waived");
    // Some of the papers can't show whether a waiver in the settings is unused.
    assert_eq!(check(&folder, &["2025"]).0, "1 paper checked, 1 warning");
}

#[test]
fn waivers_in_force_are_listed_and_reported() {
    let folder = project(&format!("{WAIVER}We met in order to talk."));
    let run = run_in(folder.path(), &["check", "--waivers"]);
    assert_eq!(run.code, Some(0));
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert!(lines[0].starts_with("Until ") && lines.len() == 2, "{}", run.stdout);
    for part in ["2030-01-01", "Robin Roe", "wordy-phrase", "2024/a.md:10", "words of the statute"]
    {
        assert!(lines[1].contains(part), "{part} in {}", lines[1]);
    }
    let run = run_in(folder.path(), &["check", "--format", "sarif"]);
    let log: Value = serde_json::from_str(&run.stdout).unwrap();
    let result = &log["runs"][0]["results"][0];
    assert_eq!(result["suppressions"][0]["kind"], "inSource");
    assert_eq!(
        result["suppressions"][0]["justification"],
        "waived by Robin Roe until 2030-01-01: words of the statute"
    );
    for format in ["github", "gitlab", "junit"] {
        let run = run_in(folder.path(), &["check", "--format", format]);
        assert!(!run.stdout.contains("wordy-phrase"), "{}", run.stdout);
    }
    let late = run_in(folder.path(), &["check", "--waivers", "--today", "2030-01-02"]);
    assert_eq!(late.stdout.lines().count(), 1);
    assert_eq!(run_in(folder.path(), &["check", "--today", "2030-01-02"]).code, Some(1));
}

#[test]
fn a_baseline_accepts_old_findings_and_new_ones_fail() {
    let folder = project("We met in order to talk.");
    folder.write("2024/b.md", paper("They met in order to talk."));
    let (line, code) = check(&folder, &["--update-baseline"]);
    assert_eq!(
        (line.as_str(), code),
        ("2 papers checked, no findings, 2 in the baseline", Some(0))
    );
    let file = folder.path().join("baseline.yaml");
    let baseline = fs::read_to_string(&file).unwrap();
    check(&folder, &["--update-baseline"]);
    assert_eq!(fs::read_to_string(&file).unwrap(), baseline, "the same findings, the same bytes");
    // A finding that moves stays the same; another one is new.
    folder.write("2024/a.md", paper("More.\n\nWe met in order to talk.\n\nAnd utilize this."));
    let (line, code) = check(&folder, &[]);
    assert_eq!((line.as_str(), code), ("2 papers checked, 1 error, 2 in the baseline", Some(1)));
    assert_eq!(check(&folder, &["--no-baseline"]).0, "2 papers checked, 3 errors");
    folder.write("2024/a.md", paper("We met."));
    let summary = "2 papers checked, no findings, 1 in the baseline, 1 fixed since the baseline \
                  (`--update-baseline` removes it)";
    assert_eq!(check(&folder, &[]), (summary.to_owned(), Some(0)));
    // A paper that was not checked keeps its entries.
    check(&folder, &["2024/a.md", "--update-baseline"]);
    assert_eq!(check(&folder, &[]).0, "2 papers checked, no findings, 1 in the baseline");
    let left = fs::read_to_string(&file).unwrap();
    assert!(left.contains("2024/b.md") && !left.contains("2024/a.md"), "{left}");
}

#[test]
fn a_baseline_is_known_from_any_folder_and_a_broken_one_is_a_failure() {
    let folder = project("We met in order to talk.");
    check(&folder, &["--update-baseline"]);
    let below = run_in(&folder.path().join("2024"), &["check", "a.md"]);
    assert_eq!(below.stdout, "1 paper checked, no findings, 1 in the baseline\n");
    folder.write("baseline.yaml", "version: 1\nfindings:\n  - what is this\n  - short\n");
    let run = run_in(folder.path(), &["check"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stdout.contains("baseline.yaml:4:5"), "{}", run.stdout);
    let alone = Folder::new();
    alone.write("a.md", paper("We met in order to talk."));
    assert_eq!(check(&alone, &["--update-baseline"]).1, Some(2));
    assert!(!alone.path().join("baseline.yaml").exists());
}

#[test]
fn what_does_not_count_is_not_fixed_either() {
    let folder = project(&format!("{WAIVER}We met in order to talk.\n\nUtilize this."));
    let before = fs::read_to_string(folder.path().join("2024/a.md")).unwrap();
    check(&folder, &["--update-baseline"]);
    check(&folder, &["--fix", "--unsafe"]);
    assert_eq!(fs::read_to_string(folder.path().join("2024/a.md")).unwrap(), before);
}

#[test]
fn what_cannot_be_read_is_neither_missing_nor_forgotten() {
    let folder = project("We met in order to talk.");
    folder.write("2024/b.md", paper("We met in order to talk."));
    folder.write(
        "numbers.yaml",
        "assigned:\n  - { number: 3733-0624, paper: 2024/b.md, on: 2024-05-20 }\n",
    );
    check(&folder, &["--update-baseline"]);
    let before = folder.read("baseline.yaml");
    assert!(before.contains("2024/b.md"), "{before}");
    folder.write("2024/b.md", [0, 159, 146, 150, 0, 255].repeat(50));
    for options in [&["check"][..], &["check", "--shard", "1/2"], &["check", "--shard", "2/2"]] {
        let run = run_in(folder.path(), options);
        assert!(!run.stdout.contains("does not exist"), "{options:?}: {}", run.stdout);
    }
    let run = run_in(folder.path(), &["check", "--update-baseline"]);
    assert_eq!(run.code, Some(2), "{}", run.stdout);
    let message = "baseline.yaml: is left as it is, since not everything could be read";
    assert!(run.stderr.contains(message), "{}", run.stderr);
    assert_eq!(folder.read("baseline.yaml"), before);
}

#[test]
fn baselines_of_several_processes_are_all_written() {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", "series: issue-paper\n");
    let names: Vec<String> = (0..6).map(|at| format!("{at}.md")).collect();
    for name in &names {
        folder.write(name, "---\ntitle: Renewals\nstage: draft\n---\n\nWe met in order to talk.\n");
    }
    std::thread::scope(|scope| {
        for name in &names {
            scope.spawn(|| {
                let run = run_in(folder.path(), &["check", name, "--update-baseline"]);
                assert_eq!(run.code, Some(0), "{}", run.stderr);
            });
        }
    });
    assert_eq!(run_in(folder.path(), &["check"]).code, Some(0), "{}", folder.read("baseline.yaml"));
    assert!(!folder.path().join(".issuepaper-lock").exists());
}
