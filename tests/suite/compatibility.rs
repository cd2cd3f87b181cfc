//! What an earlier version wrote, this one reads: the promises of `.github/COMPATIBILITY.md`.
//!
//! `tests/compatibility/0.1/` is a project as that version left it, with pages that it made in `pages/`, a report in
//! `check.json` and the names of its rules in `rules.txt`. None of these files is ever written again.

use serde_json::Value;

use crate::cli::run_in;
use crate::support::{Folder, repository};

/// The project that version 0.1 left.
fn project() -> Folder {
    let folder = Folder::new();
    let old = repository("tests/compatibility/0.1");
    let files = ["issuepaper.yaml", "units.yaml", "numbers.yaml", "baseline.yaml"];
    for part in files.into_iter().chain(["2024-06", "archive", "notes", "templates"]) {
        folder.copy(&old.join(part), part);
    }
    folder.copy(&old.join("pages/tides.html"), "tides.html");
    folder
}

fn old(file: &str) -> String {
    std::fs::read_to_string(repository("tests/compatibility/0.1").join(file)).unwrap()
}

#[test]
fn settings_registry_register_baseline_and_series_are_read() {
    let run = run_in(project().path(), &["check", "."]);
    assert_eq!(
        (run.code, run.stdout.trim(), run.stderr.trim()),
        (Some(0), "3 papers checked, no findings, 2 in the baseline, 1 waived", "")
    );
}

#[test]
fn a_register_means_the_same() {
    let run = run_in(project().path(), &["number", "list"]);
    let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let lines: Vec<_> = run.stdout.lines().map(words).filter(|it| !it.ends_with("free")).collect();
    let expected = [
        "Number State On Note",
        "3725-0624 assigned 2024-06-10 2024-06/tides.md",
        "3726-0624 assigned 2024-06-10 2024-06/dredging.md",
        "3727 reserved 2024-06-10 Robin Roe",
        "3730 void 2024-06-10 printed by another office",
    ];
    assert_eq!(lines, expected);
}

#[test]
fn seals_still_notice_a_change() {
    let folder = project();
    let text = std::fs::read_to_string(folder.path().join("2024-06/tides.md")).unwrap();
    folder.write("2024-06/tides.md", text.replace("before it is posted", "after it is posted"));
    let run = run_in(folder.path(), &["check", ".", "--format", "concise"]);
    assert!(run.stdout.contains("error[broken-seal]"), "{}", run.stdout);
    assert_eq!(run.code, Some(1));
}

#[test]
fn a_page_says_what_it_was_made_from() {
    let run = run_in(project().path(), &["verify", "tides.html"]);
    let expected = "2024-06/tides.md is the text that the file was made from";
    assert!(run.stdout.contains(expected), "{}", run.stdout);
    assert!(run.stdout.contains("made by  issuepaper 0.1.0"), "{}", run.stdout);
}

#[test]
fn published_markdown_stays_as_it_was() {
    let run = run_in(project().path(), &["render", "2024-06/tides.md", "--to", "md", "-o", "-"]);
    assert_eq!(run.stdout, old("pages/tides.md"), "{}", run.stderr);
}

#[test]
fn rules_keep_their_names() {
    for rule in old("rules.txt").lines() {
        let run = run_in(project().path(), &["explain", rule]);
        assert_eq!(run.code, Some(0), "{rule}: {}", run.stderr);
    }
}

#[test]
fn json_keeps_its_members() {
    let run = run_in(project().path(), &["check", ".", "--no-baseline", "--format", "json"]);
    let new: Value = serde_json::from_str(&run.stdout).unwrap();
    let old: Value = serde_json::from_str(&old("check.json")).unwrap();
    assert_eq!(lacking(&old, &new, "report"), Vec::<String>::new());
    assert_eq!(old["version"], new["version"]);
    let prints = |report: &Value| {
        let findings = report["findings"].as_array().unwrap();
        findings.iter().map(|finding| finding["fingerprint"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(prints(&old), prints(&new), "a baseline would no longer fit");
}

/// The members of `old` that `new` lacks or has in another type.
fn lacking(old: &Value, new: &Value, place: &str) -> Vec<String> {
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => old
            .iter()
            .flat_map(|(name, value)| {
                lacking(value, new.get(name).unwrap_or(&Value::Null), &format!("{place}.{name}"))
            })
            .collect(),
        (Value::Array(old), Value::Array(new)) => {
            old.iter().zip(new).flat_map(|(old, new)| lacking(old, new, place)).collect()
        }
        (Value::Null, _) => Vec::new(),
        (old, new) if std::mem::discriminant(old) == std::mem::discriminant(new) => Vec::new(),
        _ => vec![place.to_owned()],
    }
}

#[test]
fn exit_codes_keep_their_meaning() {
    let folder = project();
    let code = |args: &[&str]| run_in(folder.path(), args).code;
    assert_eq!(code(&["check", "."]), Some(0));
    assert_eq!(code(&["check", ".", "--no-baseline", "--deny", "warnings"]), Some(1));
    assert_eq!(code(&["check", "no-such-paper.md"]), Some(2));
    assert_eq!(code(&["check", "--no-such-option"]), Some(2));
}

#[test]
fn the_page_about_compatibility_names_what_there_is() {
    let page = std::fs::read_to_string(repository(".github/COMPATIBILITY.md")).unwrap();
    for name in ["numbers.yaml", "baseline.yaml", "issuepaper.yaml", "units.yaml", "series.yaml"] {
        assert!(page.contains(name), "{name}");
    }
    let schema = std::fs::read_to_string(repository("src/report/json.schema.json")).unwrap();
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let version = &schema["properties"]["version"]["const"];
    assert!(page.contains(&format!("`version` {version}")), "version {version} of the JSON");
}
