//! What the server tells by itself: diagnostics.

use serde_json::{Value, json};

use super::client::{Client, uri};
use super::{PAPER, client, project, rules};
use crate::cli::run_in;
use crate::support::Folder;

/// A paper with faults on lines with letters outside ASCII.
fn faulty() -> String {
    let text = PAPER.replace("title: A paper", "title: Café 😀");
    let text = text.replace("Informational", "informational");
    text.replace("The desk keeps", "The 😀 desk has [it](gone.md) and keeps")
}

/// The places, rules and messages of `check --format json`, with columns in characters.
fn checked(root: &std::path::Path, name: &str) -> Vec<(u64, u64, String, String)> {
    let output = run_in(root, &["check", "--format", "json", "--today", "2025-06-30"]);
    let report: Value = serde_json::from_str(&output.stdout).unwrap();
    let findings = report["findings"].as_array().unwrap().iter();
    findings
        .filter(|finding| finding["path"] == name)
        .map(|finding| {
            let start = &finding["start"];
            let number = |key: &str| start[key].as_u64().unwrap() - 1;
            let text = |key: &str| finding[key].as_str().unwrap().to_owned();
            (number("line"), number("column"), text("rule"), text("message"))
        })
        .collect()
}

#[test]
fn diagnostics_are_the_findings_of_a_check_in_any_encoding() {
    for line_end in ["\n", "\r\n"] {
        let text = faulty().replace('\n', line_end);
        let (_folder, root) = project(&[("2024-06/a.md", &text)]);
        let path = root.join("2024-06/a.md");
        let expected = checked(&root, "2024-06/a.md");
        assert!(expected.len() > 1, "{expected:?}");
        for encoding in ["utf-8", "utf-16", "utf-32"] {
            let capabilities = json!({ "general": { "positionEncodings": [encoding] } });
            let mut client = Client::new(&root, &capabilities);
            assert_eq!(client.begun["capabilities"]["positionEncoding"], encoding);
            client.open(&path, &text);
            let found = client.version(&path, 1);
            let found = found.as_array().unwrap().iter().map(|it| {
                let start = &it["range"]["start"];
                let line = start["line"].as_u64().unwrap();
                let own = text.lines().nth(usize::try_from(line).unwrap()).unwrap_or_default();
                let column = usize::try_from(start["character"].as_u64().unwrap()).unwrap();
                let unit = |c: char| match encoding {
                    "utf-8" => c.len_utf8(),
                    "utf-16" => c.len_utf16(),
                    _ => 1,
                };
                let mut counted = 0;
                let before = own.chars().take_while(|c| {
                    counted += unit(*c);
                    counted <= column
                });
                let message = it["message"].as_str().unwrap().lines().next().unwrap().to_owned();
                (line, before.count() as u64, it["code"].as_str().unwrap().to_owned(), message)
            });
            assert_eq!(found.collect::<Vec<_>>(), expected, "{encoding} {line_end:?}");
            assert_eq!(client.stop(), Some(0));
        }
    }
}

#[test]
fn a_number_in_an_unsaved_text_counts_in_the_other_paper() {
    let other = PAPER.replace("3733", "3734");
    let (_folder, root) = project(&[("2024-06/a.md", PAPER), ("2024-06/b.md", &other)]);
    let (a, b) = (root.join("2024-06/a.md"), root.join("2024-06/b.md"));
    let mut client = client(&root);
    client.open(&a, PAPER);
    client.open(&b, &other);
    assert_eq!(rules(&client.version(&b, 1)), [""; 0]);
    client.replace(&b, 2, PAPER);
    assert_eq!(rules(&client.version(&b, 2)), ["duplicate-number"]);
    let has_any = |params: &Value| !params["diagnostics"].as_array().unwrap().is_empty();
    let found = client.wait(&a, has_any);
    let message = found[0]["message"].as_str().unwrap();
    assert!(
        message.starts_with("the number `3733-0624` is also that of `2024-06/b.md`"),
        "{message}"
    );
    client.tell("textDocument/didClose", &json!({ "textDocument": { "uri": uri(&b) } }));
    client.wait(&a, |params| !has_any(params));
}

#[test]
fn a_burst_of_changes_ends_with_the_findings_of_the_last() {
    let (_folder, root) = project(&[("2024-06/a.md", PAPER)]);
    let path = root.join("2024-06/a.md");
    let mut client = client(&root);
    client.open(&path, PAPER);
    let insert = |character: usize, text: &str| {
        let place = json!({ "line": 2, "character": character });
        json!([{ "range": { "start": place, "end": place }, "text": text }])
    };
    for version in 2..200 {
        client.change(&path, version, &insert(7, "x"));
    }
    client.change(
        &path,
        200,
        &json!([{ "text": PAPER.replace("stage: published", "stage: publishd") }]),
    );
    assert_eq!(rules(&client.version(&path, 200)), ["unknown-choice"]);
    let versions: Vec<u64> =
        client.said.iter().filter_map(|it| it["params"]["version"].as_u64()).collect();
    assert!(versions.is_sorted_by(|one, other| one < other), "{versions:?}");
}

#[test]
fn what_is_out_of_range_is_clamped() {
    let text = PAPER.replace('\n', "\r\n");
    let (_folder, root) = project(&[("2024-06/a.md", &text)]);
    let path = root.join("2024-06/a.md");
    let mut client = Client::new(&root, &json!({}));
    client.open(&path, &text);
    let change = |start: [u32; 2], end: [u32; 2], text: &str| {
        let place = |[line, character]: [u32; 2]| json!({ "line": line, "character": character });
        json!([{ "range": { "start": place(start), "end": place(end) }, "text": text }])
    };
    client.change(&path, 2, &change([2, 999], [2, 999], " 😀"));
    client.change(&path, 3, &change([2, 15], [2, 17], ""));
    client.change(&path, 4, &change([9999, 0], [9999, 9], "\r\n"));
    client.change(&path, 5, &change([5, 3], [2, 1], ""));
    client.change(&path, 6, &json!([{ "text": text }]));
    assert_eq!(rules(&client.version(&path, 6)), [""; 0]);
}

#[test]
fn settings_that_break_are_told_there_and_the_last_good_ones_hold() {
    let text = PAPER.replace("Informational", "informational");
    let (folder, root) = project(&[("2024-06/a.md", &text)]);
    let (path, settings) = (root.join("2024-06/a.md"), root.join("issuepaper.yaml"));
    let watching =
        json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } } });
    let mut client = Client::new(&root, &watching);
    client.open(&path, &text);
    client.version(&path, 1);
    let write = |client: &mut Client, text: &str| {
        std::fs::write(&settings, text).unwrap();
        let event = json!({ "uri": uri(&settings), "type": 2 });
        client.tell("workspace/didChangeWatchedFiles", &json!({ "changes": [event] }));
    };
    write(&mut client, "series: coac\nrules: { no-such-rule: off }\n");
    let count = |params: &Value| params["diagnostics"].as_array().unwrap().len();
    client.wait(&settings, |params| count(params) == 1);
    // It is still judged.
    client.replace(&path, 2, PAPER);
    assert_eq!(rules(&client.version(&path, 2)), [""; 0]);
    client.replace(&path, 3, &text);
    assert_eq!(rules(&client.version(&path, 3)), ["unknown-choice"]);
    write(&mut client, "series: coac\nrules: { unknown-choice: off }\n");
    client.wait(&settings, |params| count(params) == 0);
    client.wait(&path, |params| count(params) == 0);
    drop(folder);
}

#[test]
fn the_server_watches_files_where_the_client_does_not() {
    let (_folder, root) = project(&[("2024-06/a.md", PAPER)]);
    let path = root.join("2024-06/a.md");
    let mut client = client(&root);
    client.open(&path, PAPER);
    client.version(&path, 1);
    std::fs::write(root.join("2024-06/b.md"), PAPER).unwrap();
    let has_any = |params: &Value| !params["diagnostics"].as_array().unwrap().is_empty();
    assert_eq!(rules(&client.wait(&path, has_any)), ["duplicate-number"]);
    assert_eq!(rules(&client.wait(&root.join("2024-06/b.md"), has_any)), ["duplicate-number"]);
    std::fs::remove_file(root.join("2024-06/b.md")).unwrap();
    client.wait(&path, |params| !has_any(params));
    client.wait(&root.join("2024-06/b.md"), |params| !has_any(params));
}

#[test]
fn clients_that_pull_are_told_nothing_and_answered() {
    let text = PAPER.replace("Informational", "informational");
    let (_folder, root) = project(&[("2024-06/a.md", &text), ("2024-06/b.md", PAPER)]);
    let path = root.join("2024-06/a.md");
    let capabilities = json!({ "textDocument": { "diagnostic": {} }, "workspace": { "diagnostics": { "refreshSupport": true } } });
    let mut client = Client::new(&root, &capabilities);
    assert!(client.begun["capabilities"]["diagnosticProvider"].is_object());
    client.open(&path, &text);
    let report = client.of("textDocument/diagnostic", &path);
    assert_eq!(rules(&report["items"]), ["duplicate-number", "unknown-choice"]);
    let known =
        json!({ "textDocument": { "uri": uri(&path) }, "previousResultId": report["resultId"] });
    assert_eq!(client.ask("textDocument/diagnostic", &known)["kind"], "unchanged");
    client.replace(&path, 2, &text.replace("3733", "3734"));
    // The text of another paper changed, and what is found in this one with it.
    let report = client.ask("workspace/diagnostic", &json!({ "previousResultIds": [] }));
    let of = |name: &str| {
        let items = report["items"].as_array().unwrap().iter();
        let uri = uri(&root.join(name));
        rules(&items.clone().find(|it| it["uri"] == json!(uri)).unwrap()["items"])
    };
    assert_eq!(
        (of("2024-06/a.md"), of("2024-06/b.md")),
        (vec!["unknown-choice".to_owned()], vec![])
    );
    let is_pushed = |it: &Value| it["method"] == "textDocument/publishDiagnostics";
    assert!(!client.said.iter().any(is_pushed), "{:?}", client.said);
    assert!(client.said.iter().any(|it| it["method"] == "workspace/diagnostic/refresh"));
}

#[test]
fn folders_without_settings_hold_papers_too() {
    let folder = Folder::new();
    let text = "---\ntitle: One\npublication_number: \"0412-0624\"\ndate: 2024-05-21\naction_required: None\nsubmitted_by: Alex Doe, Office\nstage: published\n---\n\n## Background\n\nOne.\n\n## Issue\n\nTwo.\n\n## Current Status\n\nThree.\n";
    let (a, b) = (folder.write("fée #1.md", text), folder.write("b.md", text));
    let mut client = client(folder.path());
    client.open(&a, text);
    let found = client.version(&a, 1);
    assert!(rules(&found).contains(&"duplicate-number".to_owned()), "{found}");
    assert!(!found.to_string().contains("%20"));
    // Other files may be anything; nothing is said of them.
    client.of("textDocument/foldingRange", &a);
    assert!(!client.found.contains_key(&uri(&b)));
    // A project that begins while the folder is open.
    let event = json!({ "uri": uri(&folder.write("issuepaper.yaml", "series: issue-paper\nrules: { duplicate-number: off }\n")), "type": 1 });
    client.tell("workspace/didChangeWatchedFiles", &json!({ "changes": [event] }));
    client
        .wait(&a, |params| !rules(&params["diagnostics"]).contains(&"duplicate-number".to_owned()));
}

#[test]
fn a_file_that_goes_takes_its_findings_along() {
    let text = PAPER.replace("Informational", "informational");
    let (_folder, root) = project(&[("2024-06/a.md", &text)]);
    let path = root.join("2024-06/a.md");
    let mut client = client(&root);
    client.open(&path, &text);
    assert_eq!(rules(&client.version(&path, 1)), ["unknown-choice"]);
    client.tell("textDocument/didClose", &json!({ "textDocument": { "uri": uri(&path) } }));
    let is_closed = |params: &Value| params["version"].is_null();
    assert_eq!(rules(&client.wait(&path, is_closed)), ["unknown-choice"]);
    std::fs::remove_file(&path).unwrap();
    let event = json!({ "uri": uri(&path), "type": 3 });
    client.tell("workspace/didChangeWatchedFiles", &json!({ "changes": [event] }));
    client.wait(&path, |params| is_closed(params) && rules(&params["diagnostics"]).is_empty());
}

#[test]
fn nothing_that_comes_in_ends_it() {
    let (_folder, root) = project(&[("2024-06/a.md", PAPER)]);
    let path = root.join("2024-06/a.md");
    let mut client = client(&root);
    client.open(&path, PAPER);
    for bytes in [
        &b"Content-Length: 12\r\n\r\n{\"jsonrpc\": "[..],
        b"Content-Length: 4\n\n\xff\xfe{}",
        b"Content-Length:2\r\n\r\n{}",
        b"Content-Length: nonsense\r\n\r\n",
        b"Content-Length: 9\r\n\r\n[1, 2, 3]",
    ] {
        client.raw(bytes);
    }
    for (method, params) in [
        ("textDocument/didChange", json!({ "textDocument": 7 })),
        ("textDocument/didOpen", Value::Null),
        ("$/whatever", json!({})),
        ("textDocument/didClose", json!({ "textDocument": { "uri": "file:///nowhere.md" } })),
        (
            "textDocument/didOpen",
            json!({ "textDocument": { "uri": "untitled:Untitled-1", "languageId": "markdown", "version": 1, "text": PAPER } }),
        ),
        (
            "textDocument/didOpen",
            json!({ "textDocument": { "uri": "git:/a.md?x", "languageId": "markdown", "version": 1, "text": PAPER } }),
        ),
    ] {
        client.tell(method, &params);
    }
    let code = |answer: Value| answer["code"].as_i64();
    assert_eq!(code(client.ask("textDocument/nothing", &json!({}))), Some(-32601));
    assert_eq!(code(client.ask("textDocument/hover", &json!({ "textDocument": 7 }))), Some(-32602));
    client.tell(
        "textDocument/didClose",
        &json!({ "textDocument": { "uri": "untitled:Untitled-1" } }),
    );
    assert!(client.at("textDocument/hover", &path, 2, 1).is_object());
    assert_eq!(client.stop(), Some(0));
}
