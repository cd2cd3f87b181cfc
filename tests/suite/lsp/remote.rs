//! Numbers that are claimed on a remote, which may not answer.

use std::net::TcpListener;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::client::{Client, uri};
use super::{PAPER, edited};
use crate::cli::run_in;
use crate::support::{Folder, git};

const REGISTER: &str = "blocks:\n  - { from: \"3733\", to: \"3740\", received: 2024-01-02, source: Desk }\nassigned:\n  \
     - { number: \"3733-0624\", paper: 2024-06/a.md, on: 2024-02-03 }\n";

/// A client that shows progress and asks for edits once somebody wants them.
fn client(root: &Path) -> Client {
    let capabilities = json!({
        "general": { "positionEncodings": ["utf-8"] },
        "window": { "workDoneProgress": true },
        "workspace": { "workspaceEdit": { "documentChanges": true } },
        "textDocument": { "codeAction": { "resolveSupport": { "properties": ["edit"] } } },
    });
    Client::new(root, &capabilities)
}

/// A paper with a number, which is to be committed, and one without.
fn papers() -> [String; 2] {
    let cleared = PAPER.replace("stage: published", "stage: cleared");
    [cleared.clone(), cleared.replace("publication_number: \"3733-0624\"\n", "")]
}

/// A project in a repository with this remote.
fn project(folder: &Folder, remote: &str) -> (PathBuf, [PathBuf; 2]) {
    folder.write("project/issuepaper.yaml", "series: coac\n");
    folder.write("project/numbers.yaml", REGISTER);
    let [numbered, draft] = papers();
    let papers = [
        folder.write("project/2024-06/a.md", numbered),
        folder.write("project/2024-06/b.md", draft),
    ];
    let root = folder.path().join("project");
    git(&root, &["init", "-q"]);
    git(&root, &["config", "user.name", "Alex Doe"]);
    git(&root, &["config", "user.email", "alex@example.org"]);
    git(&root, &["add", "."]);
    git(&root, &["commit", "-q", "-m", "Begin"]);
    git(&root, &["remote", "add", "origin", remote]);
    (root, papers)
}

/// The action that assigns the next number to a paper without one.
fn next_number(client: &mut Client, path: &Path) -> Value {
    let text = std::fs::read_to_string(path).unwrap();
    client.open(path, &text);
    let found = client.version(path, 1);
    let missing = found.as_array().unwrap().iter().find(|it| it["code"] == "missing-number");
    let range = missing.unwrap_or_else(|| panic!("{found}"))["range"].clone();
    let context = json!({ "diagnostics": [], "only": ["quickfix"] });
    let params =
        json!({ "textDocument": { "uri": uri(path) }, "range": range, "context": context });
    let actions = client.ask("textDocument/codeAction", &params);
    let is_it = |it: &&Value| it["title"].as_str().unwrap().starts_with("Assign the next");
    actions.as_array().unwrap().iter().find(is_it).unwrap_or_else(|| panic!("{actions}")).clone()
}

fn rename(path: &Path, new: &str) -> Value {
    let text = &papers()[0];
    let at = text.find("3733-0624").unwrap();
    let line = text[..at].matches('\n').count();
    json!({ "textDocument": { "uri": uri(path) }, "position": { "line": line, "character": 24 }, "newName": new })
}

/// What the user was shown.
fn shown(client: &Client) -> String {
    let shown = client.said.iter().filter(|it| it["method"] == "window/showMessage");
    shown.map(|it| it["params"]["message"].as_str().unwrap()).collect::<Vec<_>>().join("\n")
}

#[test]
fn numbers_that_others_claimed_are_passed_over_as_on_the_command_line() {
    let folder = Folder::new();
    let remote = folder.path().join("remote.git");
    git(folder.path(), &["init", "-q", "--bare", remote.to_str().unwrap()]);
    let (root, [a, b]) = project(&folder, remote.to_str().unwrap());
    // Robin Roe claims 3734.
    let author = "user.name=Robin Roe";
    git(&root, &["-c", author, "commit", "-q", "--allow-empty", "-m", "Reserve 3734"]);
    git(&root, &["push", "-q", "origin", "HEAD:refs/issuepaper/numbers/coac/3734"]);
    git(&root, &["reset", "-q", "--hard", "HEAD~1"]);
    let mut client = client(&root);
    let action = next_number(&mut client, &b);
    let resolved = client.ask("codeAction/resolve", &action);
    let own = edited(&resolved["edit"], &b, &papers()[1]);
    assert!(own.contains("publication_number: \"3735-0624\""), "{resolved}");
    assert!(shown(&client).contains("3734 is reserved by Robin Roe since "), "{}", shown(&client));
    client.open(&a, &papers()[0]);
    let refused = client.ask("textDocument/rename", &rename(&a, "3734"));
    assert!(refused["message"].as_str().unwrap().contains("Robin Roe"), "{refused}");
    let renamed = client.ask("textDocument/rename", &rename(&a, "3736"));
    assert!(edited(&renamed, &a, &papers()[0]).contains("\"3736-0624\""), "{renamed}");
    let progress: Vec<_> = client.said.iter().filter(|it| it["method"] == "$/progress").collect();
    assert_eq!(progress.len(), 6, "{progress:?}");
    // The command line does the same.
    let run = run_in(&root, &["number", "assign", "2024-06/b.md"]);
    assert_eq!(run.stdout, "3735-0624\n", "{}", run.stderr);
    assert_eq!(std::fs::read_to_string(&b).unwrap(), own);
    assert_eq!(client.stop(), Some(0));
}

#[test]
fn a_remote_that_never_answers_holds_up_nothing_and_can_be_canceled() {
    let folder = Folder::new();
    // It accepts connections, and says nothing.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let remote = format!("git://127.0.0.1:{}/papers", silent.local_addr().unwrap().port());
    let (root, [a, b]) = project(&folder, &remote);
    let mut client = client(&root);
    let action = next_number(&mut client, &b);
    client.open(&a, &papers()[0]);
    for is_by_progress in [false, true] {
        let waiting = client.begin("textDocument/rename", &rename(&a, "3736"));
        assert!(client.at("textDocument/hover", &a, 2, 1).is_object());
        if is_by_progress {
            let token = json!({ "token": "issuepaper/numbers" });
            client.tell("window/workDoneProgress/cancel", &token);
        } else {
            client.tell("$/cancelRequest", &json!({ "id": waiting }));
        }
        assert_eq!(client.answer(waiting)["code"], -32800);
    }
    // A heading has nothing to do with numbers.
    let line = papers()[0].lines().position(|line| line == "## Issue").unwrap();
    let heading = json!({ "textDocument": { "uri": uri(&a) }, "position": { "line": line, "character": 4 }, "newName": "The issue" });
    assert!(client.ask("textDocument/rename", &heading)["documentChanges"].is_array());
    // Who leaves meanwhile is not held up either.
    client.begin("codeAction/resolve", &action);
    assert_eq!(client.stop(), Some(0));
}

#[test]
fn a_remote_that_is_not_there_is_told() {
    let folder = Folder::new();
    let gone = folder.path().join("gone.git");
    let (root, [a, b]) = project(&folder, gone.to_str().unwrap());
    let mut client = client(&root);
    let action = next_number(&mut client, &b);
    let resolved = client.ask("codeAction/resolve", &action);
    assert_eq!(edited(&resolved["edit"], &b, &papers()[1]), papers()[1], "{resolved}");
    assert!(shown(&client).contains("origin: can't be asked for numbers"), "{}", shown(&client));
    client.open(&a, &papers()[0]);
    let refused = client.ask("textDocument/rename", &rename(&a, "3736"));
    assert!(refused["message"].as_str().unwrap().contains("can't be asked"), "{refused}");
    // A client that takes no edits later is not made to wait for the remote at each look at the actions.
    let mut plain = super::client(&root);
    plain.open(&b, &papers()[1]);
    let found = plain.version(&b, 1);
    let range = &found[0]["range"];
    let params = json!({ "textDocument": { "uri": uri(&b) }, "range": range, "context": { "diagnostics": [] } });
    let actions = plain.ask("textDocument/codeAction", &params).to_string();
    assert!(!actions.contains("Assign the next"), "{actions}");
}
