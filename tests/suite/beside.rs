//! Papers whose front matter is in a file beside them.

use std::fs;

use crate::cli::run_in;
use crate::support::Folder;

pub const SERIES: &str = r#"name: Plan
files: ["plans/{number}-*/README.md"]
front_matter_file: plan.yaml
roles: { number: plan, stage: status, title: title }
stages: { order: [open, done], default: open, frozen_from: never }
number: { label: "PLAN-", pattern: "[0-9]+", example: "7" }
headings: { title: true }
fields:
  - { id: plan, type: integer, required_from: open }
  - { id: title, required_from: open }
  - { id: status }
  - { id: owners, type: list, items: { type: text, pattern: "@[a-z]+" } }
sections:
  - { id: summary, heading: Summary, required_from: open }
"#;

const HEAD: &str = "title: Faster index\nplan: 7\nstatus: open\nowners:\n  - \"@alex\"\n";
const BODY: &str = "# PLAN-7: Faster index\n\n## Summary\n\nThe index is slow.\n";

fn project(head: &str, body: &str) -> Folder {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", "series: plan\n");
    folder.write("templates/plan/series.yaml", SERIES);
    folder.write("plans/7-index/plan.yaml", head);
    folder.write("plans/7-index/README.md", body);
    folder
}

/// Each finding as `file:line:column rule`.
fn found(folder: &Folder) -> Vec<String> {
    let run = run_in(folder.path(), &["check", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let findings = report["findings"].as_array().unwrap().iter();
    let place = |it: &serde_json::Value| {
        let (path, rule) = (it["path"].as_str().unwrap(), it["rule"].as_str().unwrap());
        format!("{path}:{}:{} {rule}", it["start"]["line"], it["start"]["column"])
    };
    findings.map(place).collect()
}

#[test]
fn a_paper_of_two_files_is_one_paper() {
    let folder = project(HEAD, BODY);
    assert_eq!(found(&folder), [""; 0]);
    let list =
        run_in(folder.path(), &["list", "--format", "csv", "--columns", "number,stage,title"]);
    assert!(list.stdout.contains("7,open,Faster index"), "{}", list.stdout);
    let page = run_in(folder.path(), &["render", "--to", "md", "-o", "-"]);
    assert!(page.stdout.starts_with("# Faster index\n\nPLAN-7\n\n## Summary\n"), "{}", page.stdout);
}

#[test]
fn findings_are_in_the_file_that_they_are_about() {
    for (old, new, expected) in [
        ("status: open", "status: opn", "plan.yaml:3:9 unknown-choice"),
        ("\"@alex\"\n", "\"@alex\"", ""),
        ("\"@alex\"\n", "alex", "plan.yaml:5:5 malformed-value"),
        ("plan: 7\n", "", "plan.yaml:5:1 missing-field"),
        ("plan: 7\n", "plan: 8\n", "plan.yaml:2:7 wrong-file-name"),
        ("title: F", "---\ntitle: F", ""),
        ("plan: 7", "\n##### Important #####\n# Text, that is: no heading.\n\nplan: 7", ""),
        ("title: F", "title: \"F", "plan.yaml:1:8 malformed-front-matter"),
    ] {
        let folder = project(&HEAD.replace(old, new), BODY);
        let places: Vec<String> = found(&folder);
        let expected: Vec<String> = [expected]
            .iter()
            .filter(|it| !it.is_empty())
            .map(|it| format!("plans/7-index/{it}"))
            .collect();
        assert!(expected.iter().all(|it| places.contains(it)), "{new}: {places:?}");
        assert_eq!(expected.is_empty(), places.is_empty(), "{new}: {places:?}");
    }
    let folder = project(HEAD, &BODY.replace("slow.", "[slow](a.md)."));
    assert_eq!(found(&folder), ["plans/7-index/README.md:5:21 broken-link"]);
    let folder = project(HEAD, BODY);
    fs::remove_file(folder.path().join("plans/7-index/plan.yaml")).unwrap();
    assert_eq!(found(&folder), ["plans/7-index/README.md:1:1 malformed-front-matter"]);
}

#[test]
fn a_fix_changes_the_file_that_it_is_about_and_no_other() {
    let read = |folder: &Folder, name: &str| {
        fs::read_to_string(folder.path().join("plans/7-index").join(name)).unwrap()
    };
    for end in ["\n", ""] {
        let head = HEAD.replace("status: open", "status: OPEN");
        let folder = project(&format!("{}{end}", head.trim_end()), BODY);
        let run = run_in(folder.path(), &["check", "--fix"]);
        assert_eq!(run.code, Some(0), "{}", run.stdout);
        assert_eq!(read(&folder, "plan.yaml"), format!("{}{end}", HEAD.trim_end()));
        assert_eq!(read(&folder, "README.md"), BODY);
    }
    let folder = project(HEAD, &BODY.replace("## Summary", "### Summary"));
    let run = run_in(folder.path(), &["check", "--fix"]);
    assert_eq!(run.code, Some(0), "{}", run.stdout);
    assert_eq!(
        (read(&folder, "plan.yaml"), read(&folder, "README.md")),
        (HEAD.to_owned(), BODY.to_owned())
    );
}
