//! Papers whose front matter is in a file beside them.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::client::{Client, uri};
use super::{client, edited, rules};
use crate::cli::run_in;
use crate::support::Folder;

/// A series whose papers have their front matter in a file of its own.
const SERIES: &str = r#"name: Plan
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
  - { id: owner, required_from: done }
  - { id: requires, type: reference }
sections:
  - { id: summary, heading: Summary, required_from: open }
"#;

const HEAD: &str = "title: Faster index\nplan: 7\nstatus: open\n";
const BODY: &str = "# PLAN-7: Faster index\n\n## Summary\n\nSee [it](gone.md).\n";

struct Plan {
    folder: Folder,
    head: PathBuf,
    body: PathBuf,
}

fn plan(head: &str, body: &str) -> Plan {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", "series: plan\n");
    folder.write("templates/plan/series.yaml", SERIES);
    folder.write("plans/8-other/plan.yaml", "title: Other\nplan: 8\nstatus: open\nrequires: 7\n");
    let text = "# PLAN-8: Other\n\n## Summary\n\nSee [it](../7-index/README.md#summary).\n";
    folder.write("plans/8-other/README.md", text);
    let head = folder.write("plans/7-index/plan.yaml", head);
    let body = folder.write("plans/7-index/README.md", body);
    Plan { folder, head, body }
}

/// The line of the finding of a rule.
fn line(found: &Value, rule: &str) -> Option<u64> {
    let finding = found.as_array().unwrap().iter().find(|it| it["code"] == rule);
    finding.map(|it| it["range"]["start"]["line"].as_u64().unwrap())
}

/// Where the finding of a rule begins.
fn start(found: &Value, rule: &str) -> Option<(u64, u64)> {
    let finding = found.as_array().unwrap().iter().find(|it| it["code"] == rule)?;
    let start = &finding["range"]["start"];
    Some((start["line"].as_u64()?, start["character"].as_u64()?))
}

fn actions(
    client: &mut Client,
    path: &Path,
    (line, character): (u64, u64),
    only: &[&str],
) -> Vec<Value> {
    let place = json!({ "line": line, "character": character });
    let mut context = json!({ "diagnostics": [] });
    if !only.is_empty() {
        context["only"] = json!(only);
    }
    let params = json!({ "textDocument": { "uri": uri(path) }, "range": { "start": place, "end": place }, "context": context });
    client.ask("textDocument/codeAction", &params).as_array().unwrap().clone()
}

#[test]
fn findings_are_in_the_file_that_they_are_about() {
    let Plan { folder, head, body } = plan(HEAD, BODY);
    let mut client = client(folder.path());
    client.open(&body, BODY);
    assert_eq!(line(&client.version(&body, 1), "broken-link"), Some(4));
    // Of a file that is not open it is told once nobody types.
    client.open(&head, HEAD);
    let opened = HEAD.replace("open", "opened");
    client.replace(&head, 2, &opened);
    let found = client.version(&head, 2);
    assert_eq!((line(&found, "unknown-choice"), line(&found, "broken-link")), (Some(2), None));
    // Both are unsaved.
    client.replace(&body, 2, &BODY.replace("gone.md", "../8-other/README.md"));
    assert_eq!(rules(&client.version(&body, 2)), [""; 0]);
    assert_eq!(rules(&client.version(&head, 2)), ["unknown-choice"]);
    // Closed, it is as on disk.
    client.tell("textDocument/didClose", &json!({ "textDocument": { "uri": uri(&head) } }));
    client.wait(&head, |params| {
        params["version"].is_null() && rules(&params["diagnostics"]).is_empty()
    });
    client.tell("textDocument/didClose", &json!({ "textDocument": { "uri": uri(&body) } }));
    client.wait(&body, |params| rules(&params["diagnostics"]) == ["broken-link"]);
    assert_eq!(client.stop(), Some(0));
}

#[test]
fn what_is_said_of_a_closed_half_follows_the_open_one() {
    let Plan { folder, head, body } = plan(&HEAD.replace("open", "opened"), BODY);
    let watching =
        json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } } });
    let mut client = Client::new(folder.path(), &watching);
    client.open(&body, BODY);
    client.version(&body, 1);
    let found = client.wait(&head, |params| !rules(&params["diagnostics"]).is_empty());
    assert_eq!(rules(&found), ["unknown-choice"]);
    std::fs::remove_file(&head).unwrap();
    let event = json!({ "uri": uri(&head), "type": 3 });
    client.tell("workspace/didChangeWatchedFiles", &json!({ "changes": [event] }));
    client.wait(&head, |params| rules(&params["diagnostics"]).is_empty());
    client.wait(&body, |params| {
        rules(&params["diagnostics"]).contains(&"malformed-front-matter".to_owned())
    });
    std::fs::write(&head, HEAD).unwrap();
    let event = json!({ "uri": uri(&head), "type": 1 });
    client.tell("workspace/didChangeWatchedFiles", &json!({ "changes": [event] }));
    client.wait(&body, |params| rules(&params["diagnostics"]) == ["broken-link"]);
}

#[test]
fn both_halves_are_completed_described_and_renamed() {
    let Plan { folder, head, body } = plan(HEAD, BODY);
    let mut client = client(folder.path());
    client.open(&body, BODY);
    client.open(&head, HEAD);
    let labels = |items: &Value| {
        let items = items["items"].as_array().unwrap().iter();
        items.map(|it| it["label"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let stages = client.at("textDocument/completion", &head, 2, 8);
    assert_eq!(labels(&stages), ["open", "done"]);
    let keys = client.at("textDocument/completion", &head, 3, 0);
    assert!(labels(&keys).contains(&"requires".to_owned()), "{keys}");
    assert!(!labels(&keys).contains(&"status".to_owned()), "{keys}");
    let hover = client.at("textDocument/hover", &head, 2, 3);
    assert!(hover.to_string().contains("The stages are"), "{hover}");
    let linked = BODY.replace("gone.md", "../8-other/README.md#");
    client.replace(&body, 2, &linked);
    let column = linked.lines().nth(4).unwrap().find('#').unwrap() + 1;
    let anchors = client.at("textDocument/completion", &body, 4, column);
    assert!(labels(&anchors).contains(&"summary".to_owned()), "{anchors}");
    let other = client.at("textDocument/definition", &body, 4, 12);
    assert!(other.to_string().contains("8-other/README.md"), "{other}");
    // The other paper names this one by its number.
    let meta = folder.path().join("plans/8-other/plan.yaml");
    client.open(&meta, &std::fs::read_to_string(&meta).unwrap());
    let own = client.at("textDocument/definition", &meta, 3, 10);
    assert!(own.to_string().contains("7-index/README.md"), "{own}");
    let symbols = client.of("textDocument/documentSymbol", &head).to_string();
    assert!(symbols.contains("status") && !symbols.contains("Summary"), "{symbols}");
    let symbols = client.of("textDocument/documentSymbol", &body).to_string();
    assert!(!symbols.contains("status") && symbols.contains("Summary"), "{symbols}");
    let params = json!({ "textDocument": { "uri": uri(&body) }, "position": { "line": 2, "character": 4 }, "newName": "Short" });
    let edit = client.ask("textDocument/rename", &params);
    assert!(edited(&edit, &body, &linked).contains("## Short\n"), "{edit}");
    let other = folder.path().join("plans/8-other/README.md");
    let text = std::fs::read_to_string(&other).unwrap();
    assert!(edited(&edit, &other, &text).contains("README.md#short)"), "{edit}");
    let params = json!({ "textDocument": { "uri": uri(&head) }, "position": { "line": 1, "character": 6 }, "newName": "9" });
    let refused = client.ask("textDocument/rename", &params);
    assert!(refused["message"].as_str().unwrap().contains("numbers.yaml"), "{refused}");
    assert_eq!(client.stop(), Some(0));
}

#[test]
fn both_halves_are_fixed() {
    let head = HEAD.replace("open", "Open");
    let body = BODY.replace("See", "Utilize it. See  teh");
    let Plan { folder, head: head_path, body: body_path } = plan(&head, &body);
    let mut client = client(folder.path());
    client.open(&head_path, &head);
    let found = client.version(&head_path, 1);
    let at = line(&found, "unknown-choice").unwrap_or_else(|| panic!("{found}"));
    let fixes = actions(&mut client, &head_path, (at, 9), &["quickfix"]);
    assert_eq!(edited(&fixes[0]["edit"], &head_path, &head), HEAD, "{fixes:?}");
    let all = actions(&mut client, &head_path, (at, 9), &[]);
    let waiver = all.iter().find(|it| it["title"].as_str().unwrap().starts_with("Waive")).unwrap();
    let accepted = edited(&waiver["edit"], &head_path, &head);
    assert!(accepted.contains("plan: 7\n# issuepaper waive unknown-choice: "), "{accepted}");
    // All fixes, asked for in either half, whatever is open.
    let fix_all = |client: &mut Client, path: &Path| {
        actions(client, path, (0, 0), &["source.fixAll"])[0]["edit"].clone()
    };
    let of_head = fix_all(&mut client, &head_path);
    client.open(&body_path, &body);
    let of_body = fix_all(&mut client, &body_path);
    client.tell("textDocument/didClose", &json!({ "textDocument": { "uri": uri(&head_path) } }));
    let alone = fix_all(&mut client, &body_path);
    run_in(folder.path(), &["check", "--fix", "--today", "2025-06-30", "plans/7-index/README.md"]);
    for edit in [of_head, of_body, alone] {
        for (path, before) in [(&head_path, &head), (&body_path, &body)] {
            let after = std::fs::read_to_string(path).unwrap();
            assert_eq!(edited(&edit, path, before), after, "{edit}");
        }
    }
    assert_ne!(std::fs::read_to_string(&head_path).unwrap(), head);
    // What is missing is added where it belongs.
    let bare = "plan: 7\nstatus: done\n";
    client.open(&head_path, bare);
    let found = client.version(&head_path, 1);
    let at = start(&found, "missing-field").unwrap_or_else(|| panic!("{found}"));
    let fixes = actions(&mut client, &head_path, at, &["quickfix"]);
    let added = fixes.iter().find(|it| it["title"] == "Add the missing field");
    let added = added.unwrap_or_else(|| panic!("{fixes:?} {found}"));
    assert_eq!(edited(&added["edit"], &head_path, bare), format!("{bare}owner: \n"));
    let bare = "# PLAN-7: Faster index\n";
    client.replace(&body_path, 2, bare);
    let found = client.version(&body_path, 2);
    let at = start(&found, "missing-section").unwrap_or_else(|| panic!("{found}"));
    let fixes = actions(&mut client, &body_path, at, &["quickfix"]);
    let added = fixes.iter().find(|it| it["title"] == "Add the section `Summary`");
    let added = added.unwrap_or_else(|| panic!("{fixes:?} {found}"));
    assert!(edited(&added["edit"], &body_path, bare).contains("\n\n## Summary\n"), "{added}");
}
