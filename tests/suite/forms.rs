//! Series of other forms than ours, each with a few papers as their authors write them: clean as they stand, and with what
//! is found where one of them has a fault.

use std::fs;

use crate::cli::run_in;
use crate::support::{Folder, repository};

const FORMS: [&str; 7] =
    ["enhancements", "evolution", "decisions", "drafts", "improvements", "policies", "headers"];

fn project(form: &str) -> Folder {
    let folder = Folder::new();
    folder.copy(&repository(&format!("tests/series/{form}")), ".");
    folder
}

/// Each finding as `file:line:column rule`, without the folders of the file.
fn found(folder: &Folder) -> Vec<String> {
    let run = run_in(folder.path(), &["check", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let place = |it: &serde_json::Value| {
        let (path, rule) = (it["path"].as_str().unwrap(), it["rule"].as_str().unwrap());
        let name = path.rsplit('/').next().unwrap();
        format!("{name}:{}:{} {rule}", it["start"]["line"], it["start"]["column"])
    };
    report["findings"].as_array().unwrap().iter().map(place).collect()
}

#[test]
fn papers_as_they_stand_are_clean() {
    for form in FORMS {
        let folder = project(form);
        assert_eq!(found(&folder), [""; 0], "{form}");
        let render = run_in(folder.path(), &["render", "--to", "html,txt,md"]);
        assert_eq!(render.code, Some(0), "{form}: {}", render.stderr);
    }
}

#[test]
fn papers_with_other_line_ends_are_clean() {
    for (form, path) in [
        ("evolution", "proposals/0007-shorter-loops.md"),
        ("decisions", "doc/adr/0002-use-one-lamp.md"),
        ("drafts", "draft-doe-desk-index.md"),
        ("headers", "blocks/dep-0007.md"),
        ("headers", "policies/lamps.md"),
        ("headers", "areas/north/2-lamps.md"),
    ] {
        let folder = project(form);
        let text = folder.read(path);
        folder.write(path, text.replace('\n', "\r\n"));
        assert_eq!(found(&folder), [""; 0], "{form}");
        folder.write(path, format!("\u{feff}{}", text.trim_end()));
        assert_eq!(found(&folder), [""; 0], "{form}");
    }
}

/// Changes the text of a file in a form; what is found then.
fn with(form: &str, path: &str, old: &str, new: &str) -> Vec<String> {
    let folder = project(form);
    let text = folder.read(path);
    assert!(text.contains(old), "{path}: {old:?}");
    folder.write(path, text.replacen(old, new, 1));
    found(&folder)
}

#[test]
fn a_fault_in_the_file_beside_a_text_is_found_there() {
    let plan = "teams/storage/12-smaller-index/plan.yaml";
    for (old, new, expected) in [
        ("plan-number: 12", "plan-number: 13", "plan.yaml:2:14 wrong-file-name"),
        ("\"@alex\"", "alex", "plan.yaml:4:5 malformed-value"),
        ("phase: beta\n", "", "plan.yaml:18:1 missing-field"),
        ("\"v1.4\"", "\"1.4\"", "plan.yaml:14:9 malformed-value"),
        ("  - name: SmallIndex\n    comp", "  - comp", "plan.yaml:16:5 missing-field"),
        ("implementable", "implemantable", "plan.yaml:7:9 unknown-choice"),
    ] {
        assert_eq!(with("enhancements", plan, old, new), [expected], "{new}");
    }
    let text = "teams/storage/12-smaller-index/README.md";
    let found = with("enhancements", text, "### Goals", "## Goals");
    assert_eq!(found, ["README.md:11:1 heading-level"]);
}

#[test]
fn a_fault_in_a_list_below_the_title_is_found_there() {
    for (old, new, expected) in [
        ("**Implemented (", "**Implementd (", "0007-shorter-loops.md:7:13 unknown-choice"),
        ("* Review Manager: Lee Counsel\n", "", "0007-shorter-loops.md:1:1 missing-field"),
        (
            "* Review Manager: Lee Counsel\n",
            "* Review Manager:\n",
            "0007-shorter-loops.md:6:3 missing-field",
        ),
        ("[EV-0007]", "[EV-7]", "0007-shorter-loops.md:3:14 malformed-number"),
        ("Implemented (version 3.0)", "Accepted", "0007-shorter-loops.md:1:1 missing-field"),
        (
            "* Review",
            "* Note on it: none\n* Review",
            "0007-shorter-loops.md:6:3 text-before-sections",
        ),
        ("loops\n\n", "loops\n\nShort.\n\n", "0007-shorter-loops.md:3:1 text-before-sections"),
        ("# Shorter loops\n\n", "", "0007-shorter-loops.md:1:1 missing-field"),
    ] {
        let found = with("evolution", "proposals/0007-shorter-loops.md", old, new);
        assert_eq!(found, [expected], "{new}");
    }
    let found = with("evolution", "proposals/0008-names-of-files.md", "[EV-0008]", "[EV-0007]");
    assert_eq!(
        found,
        [
            "0007-shorter-loops.md:3:14 duplicate-number",
            "0008-names-of-files.md:3:14 duplicate-number"
        ]
    );
}

#[test]
fn a_fault_below_a_heading_or_in_a_line_is_found_there() {
    for (old, new, expected) in [
        ("Accepted\n", "Acepted\n", &["7:1 unknown-choice"][..]),
        ("Accepted\n\n", "", &["5:1 missing-field", "5:1 empty-section"]),
        ("## Status\n\nAccepted\n\n", "", &["1:1 missing-field", "5:1 missing-section"]),
        ("Date: 2024-03-12\n\n", "", &["1:1 missing-field"]),
        ("2024-03-12", "12 March 2024", &["3:7 invalid-date"]),
        ("# 1. Use", "# Use", &["1:3 malformed-value"]),
        ("## Decision\n\nWe use two desks.\n\n", "", &["11:18 missing-section"]),
    ] {
        let found = with("decisions", "doc/adr/0001-use-two-desks.md", old, new);
        let expected: Vec<String> =
            expected.iter().map(|it| format!("0001-use-two-desks.md:{it}")).collect();
        assert_eq!(found, expected, "{new}");
    }
}

#[test]
fn a_fault_in_a_block_a_comment_or_a_table_is_found_there() {
    let block = "blocks/dep-0007.md";
    for (old, new, expected) in [
        ("DEP: 0007", "DEP: 0008", "2:6 wrong-file-name"),
        ("robin@example.org>", "robin>", "4:9 malformed-value"),
        ("Retired (", "Retird (", "7:9 unknown-choice"),
        ("2024-03-12", "2024-02-30", "8:10 invalid-date"),
        ("Created: 2024-03-12\n", "", "1:1 missing-field"),
        ("Created: 2024-03-12", "Created:", "8:1 missing-field"),
        ("```\n\n## Abs", "```\n\nShort.\n\n## Abs", "11:1 text-before-sections"),
    ] {
        let found = with("headers", block, old, new);
        assert_eq!(found, [format!("dep-0007.md:{expected}")], "{new}");
    }
    for (old, new, expected) in [
        ("lamps@example.org", "lamps", "4:8 wrong-type"),
        ("2024-05-21", "May 2024", "5:16 invalid-date"),
        ("Last reviewed: 2024-05-21\n", "", "1:1 missing-field"),
    ] {
        let found = with("headers", "policies/lamps.md", old, new);
        assert_eq!(found, [format!("lamps.md:{expected}")], "{new}");
    }
    for (old, new, expected) in [
        ("2024-05-22", "22 May 2024", "5:20 invalid-date"),
        ("| **Area** | north |", "| **Area** | south |", "6:14 wrong-file-name"),
        ("| **Needs** | 1 |", "| **Needs** | 3 |", "8:15 wrong-reference"),
        ("| **Authors** | Alex Doe, Robin Roe |\n", "", "1:1 missing-field"),
    ] {
        let found = with("headers", "areas/north/2-lamps.md", old, new);
        assert_eq!(found, [format!("2-lamps.md:{expected}")], "{new}");
    }
}

#[test]
fn numbers_that_begin_anew_in_each_folder_are_told_apart_by_it() {
    let folder = project("headers");
    let text = folder.read("areas/south/1-chairs.md");
    folder.write("areas/south/01-more.md", &text);
    let twice = ["01-more.md:1:1 duplicate-number", "1-chairs.md:1:1 duplicate-number"];
    assert_eq!(found(&folder), twice);
    // A new one goes where most are, and counts what is there.
    let folder = project("headers");
    let series = "templates/grid/series.yaml";
    let (any, each) = ("\"areas/{area}/{number}-*.md\"", ["north", "south"]);
    let files = each.map(|area| any.replace("{area}", area)).join(", ");
    folder.write(series, folder.read(series).replace(any, &files));
    folder.write("areas/south/9-more.md", &text);
    let run = run_in(folder.path(), &["new", "--series", "grid", "More rugs"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(run.stdout.contains("areas/north/3-more-rugs.md"), "{}", run.stdout);
}

#[test]
fn a_new_draft_has_its_parts() {
    let folder = project("drafts");
    let run = run_in(folder.path(), &["new", "Lamps for Desks", "-o", "draft-doe-x.md"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let text = folder.read("draft-doe-x.md");
    assert!(text.starts_with("---\ntitle: Lamps for Desks\n"), "{text}");
    assert!(text.contains("\n\n--- abstract\n\n<!--"), "{text}");
    assert!(text.contains("\n--- middle\n\n# Introduction\n\n<!--"), "{text}");
    assert_eq!(text.matches("---\n").count(), 1, "{text}");
}

#[test]
fn a_fault_in_a_part_of_a_draft_is_found_there() {
    for (old, new, expected) in [
        (
            "--- abstract\n\nThis document defines an index for desks.\n\n",
            "",
            "20:1 missing-section",
        ),
        ("This document defines an index for desks.\n\n", "", "20:1 empty-section"),
        ("--- middle", "--- midle", "24:10 missing-section"),
        ("    ins: A. Doe\n", "", "12:5 missing-field"),
        ("category: std", "category: standard", "5:11 unknown-choice"),
        ("# Security Considerations", "# Securities", "32:22 missing-section"),
    ] {
        let found = with("drafts", "draft-doe-desk-index.md", old, new);
        assert_eq!(found, [format!("draft-doe-desk-index.md:{expected}")], "{new}");
    }
}

#[test]
fn a_fault_in_keys_that_changed_over_the_years_is_found_there() {
    let first = "props/prop-0001.md";
    for (old, new, expected) in [
        ("(@robin)", "(robin)", &["4:28 malformed-value"][..]),
        (
            "authors:",
            "author: Alex Doe (@alex)\nauthors:",
            &["4:1 field-order", "5:1 unknown-field"],
        ),
        ("authors: Alex Doe (@alex), Robin Roe (@robin)\n", "", &["9:1 missing-field"]),
        ("category: Core\n", "", &["9:1 missing-field"]),
        ("## Specification", "## specification", &["22:1 heading-case"]),
        ("rights waived", "rights kept", &["28:1 changed-section-text"]),
    ] {
        let expected: Vec<String> =
            expected.iter().map(|it| format!("prop-0001.md:{it}")).collect();
        assert_eq!(with("improvements", first, old, new), expected, "{new}");
    }
    let more = "[the license](../LICENSE.md).\n\n## Thanks\n\nLee Counsel read this.\n";
    let found = with("improvements", first, "[the license](../LICENSE.md).\n", more);
    assert!(found.contains(&"prop-0001.md:30:1 section-order".to_owned()), "{found:?}");
    let found = with("improvements", "props/prop-0002.md", "node v10.0", "v10");
    assert_eq!(found, ["prop-0002.md:10:24 malformed-value"]);
}

#[test]
fn a_fault_in_keys_with_blanks_is_found_there() {
    for (old, new, expected) in [
        ("May 21, 2024", "2024-05-21", "5:17 malformed-value"),
        ("Review Cycle: Annual\n", "", "8:1 missing-field"),
        ("4.08", "4.08; 4.09", "8:25 wrong-reference"),
        ("Policy Status", "Policy Staus", "4:1 unknown-field"),
    ] {
        let found = with("policies", "policies/board/4.07-desks.md", old, new);
        assert_eq!(found, [format!("4.07-desks.md:{expected}")], "{new}");
    }
}

#[test]
fn a_fix_of_a_value_in_the_text_changes_that_alone() {
    for (form, path, old, new) in [
        ("decisions", "doc/adr/0001-use-two-desks.md", "Accepted\n", "accepted\n"),
        (
            "evolution",
            "proposals/0008-names-of-files.md",
            "**Awaiting review**",
            "**awaiting review**",
        ),
    ] {
        let folder = project(form);
        let text = folder.read(path);
        folder.write(path, text.replacen(old, new, 1));
        let run = run_in(folder.path(), &["check", "--fix"]);
        assert_eq!((run.code, folder.read(path)), (Some(0), text), "{}", run.stdout);
    }
}

#[test]
fn a_new_paper_has_its_values_where_its_series_has_them() {
    for (form, path) in
        [("decisions", "doc/adr/0004-use-a-rug.md"), ("evolution", "proposals/use-a-rug.md")]
    {
        let folder = project(form);
        let new = run_in(folder.path(), &["new", "Use a rug"]);
        assert_eq!(new.stdout.trim(), path, "{}", new.stderr);
        let text = folder.read(path);
        assert!(!text.contains("---"), "{text}");
        let stage = ["## Status\n\nProposed\n", "- Status: Awaiting review\n"];
        assert!(stage.iter().any(|stage| text.contains(stage)), "{text}");
    }
}

#[test]
fn papers_are_listed_by_what_they_have_in_their_text() {
    for (form, line) in [
        ("decisions", "0002,Superseded,2024-04-02,2. Use one lamp"),
        ("evolution", "EV-0007,Implemented,,Shorter loops"),
        ("policies", "4.07,Adopted,,Use of Desks"),
    ] {
        let columns = ["list", "--format", "csv", "--columns", "number,stage,date,title"];
        let list = run_in(project(form).path(), &columns);
        assert!(list.stdout.contains(line), "{form}: {}{}", list.stdout, list.stderr);
    }
}

#[test]
fn a_schema_asks_for_what_is_in_the_front_matter_alone() {
    let folder = project("decisions");
    let run = run_in(folder.path(), &["schema", "decision"]);
    let schema: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert!(jsonschema::is_valid(&schema, &serde_json::json!({})), "{}", run.stdout);
    let folder = project("improvements");
    let run = run_in(folder.path(), &["schema", "improvement"]);
    let schema: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let paper = fs::read_to_string(folder.path().join("props/prop-0001.md")).unwrap();
    let front = paper.split("---\n").nth(1).unwrap();
    let is_valid = |front: &str| {
        let value: serde_json::Value = serde_yaml::from_str(front).unwrap();
        jsonschema::is_valid(&schema, &value)
    };
    assert!(is_valid(front));
    assert!(is_valid(&front.replace("authors:", "author:")));
    assert!(!is_valid(&front.replace("authors:", "writers:")));
}
