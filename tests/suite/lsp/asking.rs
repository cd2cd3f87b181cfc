//! What the server answers.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::client::{Client, uri};
use super::{PAPER, client, edited, project};
use crate::cli::run_in;
use crate::support::{Folder, repository};

/// The line of `text` that has `part`, and where that is in it.
fn place(text: &str, part: &str) -> (usize, usize) {
    let at = text.find(part).unwrap();
    let line = text[..at].matches('\n').count();
    (line, at - text[..at].rfind('\n').map_or(0, |at| at + 1))
}

/// The code actions of some kinds at a place in a document.
fn actions(client: &mut Client, path: &Path, at: (usize, usize), only: &[&str]) -> Vec<Value> {
    let place = json!({ "line": at.0, "character": at.1 });
    let mut context = json!({ "diagnostics": [] });
    if !only.is_empty() {
        context["only"] = json!(only);
    }
    let answer = client.ask(
        "textDocument/codeAction",
        &json!({ "textDocument": { "uri": uri(path) }, "range": { "start": place, "end": place }, "context": context }),
    );
    answer.as_array().unwrap().clone()
}

/// The labels that are offered at the end of the first line of `text` that begins with `line`.
fn labels(client: &mut Client, path: &Path, version: u32, text: &str, line: &str) -> Vec<Value> {
    client.replace(path, version, text);
    let at = text.lines().position(|own| own == line).unwrap();
    let answer = client.at("textDocument/completion", path, at, line.len());
    answer["items"].as_array().unwrap().clone()
}

fn names(items: &[Value]) -> Vec<&str> {
    items.iter().map(|item| item["label"].as_str().unwrap()).collect()
}

#[test]
fn a_fix_a_waiver_and_all_fixes_are_offered() {
    let text = PAPER
        .replace("Informational", "informational")
        .replace("\nThe list is", "\nUtilize it. The list is");
    let (_folder, root) = project(&[("2024-06/a.md", &text)]);
    let path = root.join("2024-06/a.md");
    let mut client = client(&root);
    client.open(&path, &text);
    let here = place(&text, "informational");
    let fixes = actions(&mut client, &path, here, &["quickfix"]);
    assert_eq!(fixes.len(), 1, "{fixes:?}");
    assert_eq!(fixes[0]["isPreferred"], true);
    assert_eq!(
        edited(&fixes[0]["edit"], &path, &text),
        text.replace("informational", "Informational")
    );
    let all = actions(&mut client, &path, here, &[]);
    assert!(all.iter().all(|it| !it["kind"].as_str().unwrap().starts_with("source")), "{all:?}");
    let waiver = all.iter().find(|it| it["title"].as_str().unwrap().starts_with("Waive")).unwrap();
    assert_ne!(waiver["isPreferred"], true);
    let accepted = edited(&waiver["edit"], &path, &text);
    assert!(accepted.contains("# issuepaper waive unknown-choice: ; by "), "{accepted}");
    assert!(accepted.contains("; until 2025-09-28\naction_required"), "{accepted}");
    // With a reason it holds.
    client.replace(&path, 2, &accepted.replace("choice: ;", "choice: not yet;"));
    let found = client.version(&path, 2);
    assert!(!found.to_string().contains("unknown-choice"), "{found}");
    client.replace(&path, 3, &text);
    for kind in ["source", "source.fixAll", "source.fixAll.issuepaper"] {
        let all = actions(&mut client, &path, here, &[kind]);
        assert_eq!(all.len(), 1, "{all:?}");
        assert_eq!(all[0]["kind"], "source.fixAll.issuepaper");
        let own = edited(&all[0]["edit"], &path, &text);
        run_in(&root, &["check", "--fix", "--today", "2025-06-30"]);
        assert_eq!(own, std::fs::read_to_string(&path).unwrap());
        std::fs::write(&path, &text).unwrap();
    }
}

#[test]
fn missing_fields_and_sections_are_added_where_they_belong() {
    let text = PAPER
        .replace("office: Office of Field Operations\naction", "action")
        .replace("date: 2024-05-21\n", "")
        .replace("## Issue\n\nThe list is kept by hand.\n\n", "");
    let (_folder, root) = project(&[("2024-06/a.md", &text)]);
    let path = root.join("2024-06/a.md");
    let mut client = client(&root);
    client.open(&path, &text);
    let found = client.version(&path, 1);
    let titled = |client: &mut Client, rule: &str, title: &str| {
        let finding = found.as_array().unwrap().iter().find(|it| it["code"] == rule).unwrap();
        let start = &finding["range"]["start"];
        let number = |key: &str| usize::try_from(start[key].as_u64().unwrap()).unwrap();
        let all = actions(client, &path, (number("line"), number("character")), &[]);
        let action =
            all.iter().find(|it| it["title"] == title).unwrap_or_else(|| panic!("{all:?}"));
        edited(&action["edit"], &path, &text)
    };
    let fields = titled(&mut client, "missing-field", "Add the 2 missing fields");
    assert!(fields.contains("stage: published\ndate: \noffice: \n---\n"), "{fields}");
    let section = titled(&mut client, "missing-section", "Add the section `Issue`");
    assert!(section.contains("entries.\n\n## Issue\n\n\n\n## Current Status"), "{section}");
}

#[test]
fn completion_knows_keys_values_and_headings() {
    let (folder, root) = project(&[
        ("2024-06/a.md", PAPER),
        ("2024-03/b.md", &PAPER.replace("3733-0624", "3730-0324").replace("2024-06", "2024-03")),
    ]);
    folder.write("issue paper é#1/units.yaml", "units:\n  - { name: Secure Trade Lanes Subcommittee, kind: subcommittee }\n  - { name: Example Working Group, kind: working group, parent: Secure Trade Lanes Subcommittee }\n  - { name: Old Working Group, kind: working group, parent: Secure Trade Lanes Subcommittee, valid: { to: 2023-12 } }\n");
    let path = root.join("2024-06/a.md");
    let mut client = client(&root);
    client.open(&path, PAPER);
    let without = PAPER.replace("office: Office of Field Operations\naction", "\naction");
    let keys = labels(&mut client, &path, 2, &without, "");
    assert_eq!(names(&keys)[0], "office");
    assert!(
        names(&keys).contains(&"previous") && !names(&keys).contains(&"stage"),
        "{:?}",
        names(&keys)
    );
    assert_eq!(keys[0]["textEdit"]["newText"], "office: ");
    let typed = PAPER.replace("office: Office of Field Operations\naction", "off\naction");
    let keys = labels(&mut client, &path, 3, &typed, "off");
    assert!(names(&keys).contains(&"office"), "{:?}", names(&keys));
    let nested = PAPER.replace("  office: Office of Field Operations\n", "  \n");
    assert_eq!(names(&labels(&mut client, &path, 4, &nested, "  ")), ["office"]);
    let mut values = |version: u32, from: &str, line: &str| {
        let text = PAPER.replace(from, line);
        let items = labels(&mut client, &path, version, &text, line);
        items
            .iter()
            .map(|it| it["textEdit"]["newText"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let stages = values(5, "stage: published", "stage: ");
    assert_eq!(stages, ["draft", "review", "cleared", "published", "withdrawn"]);
    assert_eq!(values(6, "stage: published", "stage:")[0], " draft");
    assert!(
        values(7, "action_required: Informational", "action_required: ")
            .contains(&"Informational".to_owned())
    );
    assert_eq!(
        values(8, "working_group: Example Working Group", "working_group: "),
        ["Example Working Group"]
    );
    assert_eq!(values(9, "stage: published", "previous: "), ["../2024-03/b.md"]);
    assert_eq!(values(10, "stage: published", "  - "), Vec::<String>::new());
    let text = PAPER.replace("## Issue\n\nThe list is kept by hand.\n", "#\n");
    assert_eq!(
        names(&labels(&mut client, &path, 11, &text, "#")),
        ["## Issue", "## Next Steps", "## Recommendations"]
    );
    let text = PAPER.replace("A form is tested.", "See [b](../2024-03/b.md#");
    let anchors = labels(&mut client, &path, 12, &text, "See [b](../2024-03/b.md#");
    assert_eq!(names(&anchors), ["background", "issue", "current-status"]);
    let whole = {
        client.replace(&path, 13, "");
        client.at("textDocument/completion", &path, 0, 0)
    };
    assert!(
        whole["items"][0]["textEdit"]["newText"]
            .as_str()
            .unwrap()
            .starts_with("---\nseries: coac\n")
    );
    client.replace(&path, 14, "---\ntit");
    let open = client.at("textDocument/completion", &path, 1, 3);
    assert!(names(open["items"].as_array().unwrap()).contains(&"title"), "{open}");
}

#[test]
fn completion_of_acronyms_writes_them_out_once() {
    let text = PAPER
        .replace("A form is tested.", "The automated commercial environment (ACE) is used.\n\nAC");
    let (_folder, root) = project(&[
        ("2024-06/a.md", &text),
        (
            "2024-06/b.md",
            &PAPER.replace("3733", "3734").replace("A form is tested.", "It is used. AC"),
        ),
    ]);
    let (a, b) = (root.join("2024-06/a.md"), root.join("2024-06/b.md"));
    let mut client = client(&root);
    client.open(&a, &text);
    client.version(&a, 1);
    let of = |client: &mut Client, path: &Path, text: &str, line: &str| {
        let at = text.lines().position(|own| own == line).unwrap();
        let items = client.at("textDocument/completion", path, at, line.len());
        let items = items["items"].as_array().unwrap().clone();
        items.iter().find(|it| it["label"] == "ACE").map(|it| it["textEdit"]["newText"].clone())
    };
    assert_eq!(of(&mut client, &a, &text, "AC"), Some(json!("ACE")));
    let other = std::fs::read_to_string(&b).unwrap();
    client.open(&b, &other);
    client.version(&b, 1);
    assert_eq!(
        of(&mut client, &b, &other, "It is used. AC"),
        Some(json!("automated commercial environment (ACE)"))
    );
}

/// The project in `papers/`, and a client of it.
fn sample() -> (Folder, PathBuf, Client) {
    let folder = Folder::new();
    folder.copy(&repository("papers"), ".");
    let root = folder.path().to_owned();
    let client = client(&root);
    (folder, root, client)
}

#[test]
fn hover_definition_and_references_know_what_is_there() {
    let (_folder, root, mut client) = sample();
    let path = root.join("2024-12/forced-labor.md");
    let text = std::fs::read_to_string(&path).unwrap();
    client.open(&path, &text);
    client.version(&path, 1);
    let hover = |client: &mut Client, part: &str| {
        let (line, column) = place(&text, part);
        client.at("textDocument/hover", &path, line, column)["contents"]["value"].to_string()
    };
    assert!(
        hover(&mut client, "stage:").contains("The stages are"),
        "{}",
        hover(&mut client, "stage:")
    );
    let number = text.split("publication_number: \"").nth(1).unwrap().split('"').next().unwrap();
    let story = hover(&mut client, number);
    assert!(story.contains("Assigned on") && story.contains("received on"), "{story}");
    let unit = text.split("working_group: ").nth(1).unwrap().lines().next().unwrap();
    assert!(hover(&mut client, unit).contains("working group"), "{}", hover(&mut client, unit));
    let ask = |client: &mut Client, method: &str, part: &str| {
        let (line, column) = place(&text, part);
        let position = json!({ "line": line, "character": column });
        let answer = client.ask(method, &json!({ "textDocument": { "uri": uri(&path) }, "position": position, "context": { "includeDeclaration": true } }));
        let places = answer.as_array().unwrap().iter();
        places
            .map(|it| it["uri"].as_str().unwrap().rsplit('/').next().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(ask(&mut client, "textDocument/definition", unit), ["units.yaml"]);
    assert!(
        ask(&mut client, "textDocument/definition", number).contains(&"numbers.yaml".to_owned())
    );
    let groups = ask(&mut client, "textDocument/references", unit);
    assert!(groups.len() > 1 && groups.contains(&"forced-labor.md".to_owned()), "{groups:?}");
    let symbols = client.of("textDocument/documentSymbol", &path);
    let names: Vec<&str> =
        symbols.as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap()).collect();
    assert!(names.contains(&"stage") && names.contains(&"Background"), "{names:?}");
    let found = client.ask("workspace/symbol", &json!({ "query": number }));
    let kinds: Vec<u64> =
        found.as_array().unwrap().iter().map(|it| it["kind"].as_u64().unwrap()).collect();
    assert!(kinds.contains(&1) && kinds.contains(&16), "{found}");
    assert!(client.of("textDocument/foldingRange", &path).as_array().unwrap().len() > 3);
    let hints = client.ask("textDocument/inlayHint", &json!({ "textDocument": { "uri": uri(&path) }, "range": { "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 0 } } }));
    assert!(hints.to_string().contains("December 2024"), "{hints}");
}

#[test]
fn headings_are_renamed_with_the_links_to_them() {
    let linked = PAPER.replace("A form is tested.", "See [above](#issue) and [b](b.md#issue).");
    let other = PAPER.replace("3733", "3734").replace("A form is tested.", "See [it](a.md#issue).");
    let (_folder, root) = project(&[("2024-06/a.md", &linked), ("2024-06/b.md", &other)]);
    let (a, b) = (root.join("2024-06/a.md"), root.join("2024-06/b.md"));
    let mut client = client(&root);
    client.open(&a, &linked);
    let (line, column) = place(&linked, "Issue");
    let prepared = client.at("textDocument/prepareRename", &a, line, column);
    assert_eq!(prepared["placeholder"], "Issue");
    let params = json!({ "textDocument": { "uri": uri(&a) }, "position": { "line": line, "character": column }, "newName": "The Issue" });
    let edit = client.ask("textDocument/rename", &params);
    let own = edited(&edit, &a, &linked);
    assert!(
        own.contains("## The Issue\n") && own.contains("(#the-issue) and [b](b.md#issue)"),
        "{own}"
    );
    assert!(edited(&edit, &b, &other).contains("(a.md#the-issue)"));
    assert_eq!(client.at("textDocument/prepareRename", &a, 2, 1), Value::Null);
}

#[test]
fn numbers_are_renamed_and_assigned_through_the_register() {
    let draft = PAPER
        .replace("publication_number: \"3733-0624\"\n", "")
        .replace("stage: published", "stage: cleared");
    let carried = PAPER.replace("stage: published", "stage: cleared");
    let (folder, root) = project(&[("2024-06/a.md", &carried), ("2024-06/b.md", &draft)]);
    let register = "blocks:\n  - { from: \"3733\", to: \"3740\", received: 2024-01-02, source: Desk }\nassigned:\n  - { number: \"3733-0624\", paper: 2024-06/a.md, on: 2024-02-03 }\n";
    folder.write("issue paper é#1/numbers.yaml", register);
    let (a, b) = (root.join("2024-06/a.md"), root.join("2024-06/b.md"));
    let numbers = root.join("numbers.yaml");
    let capabilities = json!({ "general": { "positionEncodings": ["utf-8"] }, "workspace": { "workspaceEdit": { "documentChanges": true } } });
    let mut client = Client::new(&root, &capabilities);
    client.open(&a, &carried);
    client.open(&b, &draft);
    let found = client.version(&b, 1);
    let (line, column) = place(&carried, "3733-0624");
    let params = json!({ "textDocument": { "uri": uri(&a) }, "position": { "line": line, "character": column }, "newName": "3735" });
    let edit = client.ask("textDocument/rename", &params);
    assert!(edited(&edit, &a, &carried).contains("\"3735-0624\""), "{edit}");
    assert!(edited(&edit, &numbers, register).contains("3735-0624"), "{edit}");
    // Nothing was written.
    assert_eq!(std::fs::read_to_string(&numbers).unwrap(), register);
    let params = json!({ "textDocument": { "uri": uri(&a) }, "position": { "line": line, "character": column }, "newName": "9999" });
    let refused = client.ask("textDocument/rename", &params);
    assert!(refused["message"].as_str().unwrap().contains("9999"), "{refused}");
    let missing =
        found.as_array().unwrap().iter().find(|it| it["code"] == "missing-number").unwrap();
    let start = &missing["range"]["start"];
    let number = |key: &str| usize::try_from(start[key].as_u64().unwrap()).unwrap();
    let all = actions(&mut client, &b, (number("line"), number("character")), &["quickfix"]);
    let next =
        all.iter().find(|it| it["title"].as_str().unwrap().starts_with("Assign the next")).unwrap();
    assert!(
        edited(&next["edit"], &b, &draft).contains("publication_number: \"3734-0624\""),
        "{next}"
    );
    assert!(edited(&next["edit"], &numbers, register).contains("paper: 2024-06/b.md"), "{next}");
}
