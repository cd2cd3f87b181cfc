//! The report for programs conforms to its published schema.

use serde_json::Value;

use super::run_in;
use crate::support::{Folder, repository};

fn schema() -> jsonschema::Validator {
    let text = std::fs::read_to_string(repository("src/report/json.schema.json")).unwrap();
    jsonschema::validator_for(&serde_json::from_str(&text).unwrap()).unwrap()
}

/// Checks a folder and validates the report against the schema.
fn report(folder: &Folder, schema: &jsonschema::Validator) -> Value {
    let run = run_in(folder.path(), &["check", ".", "no.md", "--format", "json"]);
    let report = serde_json::from_str(&run.stdout).unwrap();
    let errors: Vec<String> = schema.iter_errors(&report).map(|error| error.to_string()).collect();
    assert_eq!(errors, [] as [&str; 0], "{}", run.stdout);
    report
}

#[test]
fn every_fixture_s_report_fits_the_schema() {
    let schema = schema();
    let folder = Folder::new();
    folder.copy_rule_papers("");
    let report = report(&folder, &schema);
    assert!(report["summary"]["errors"].as_u64().unwrap() > 50);
    assert!(report["findings"].as_array().unwrap().iter().any(|finding| !finding["fix"].is_null()));
    assert!(
        report["findings"]
            .as_array()
            .unwrap()
            .iter()
            .any(|finding| finding["labels"][0].is_object())
    );
    assert_eq!(report["errors"][0]["path"], "no.md");
}

#[test]
fn another_shape_does_not_fit() {
    let schema = schema();
    let folder = Folder::new();
    folder.write("a.md", "---\ntitle:\n---\n");
    let mut report = report(&folder, &schema);
    report["findings"][0]["severity"] = "fatal".into();
    assert!(!schema.is_valid(&report));
}

#[test]
fn lines_and_columns_count_characters_from_one() {
    let folder = Folder::new();
    folder.write("a.md", "\u{feff}---\r\ntitle: 🚚é\r\ndate: 2024-02-30 # x\r\n---\r\n");
    let report = report(&folder, &schema());
    let finding = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|f| f["rule"] == "invalid-date")
        .unwrap();
    assert_eq!(finding["start"], serde_json::json!({ "line": 3, "column": 7, "byte": 29 }));
    assert_eq!(finding["end"], serde_json::json!({ "line": 3, "column": 17, "byte": 39 }));
}
