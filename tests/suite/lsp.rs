//! The language server as a process, spoken to as an editor does.

mod asking;
mod beside;
mod client;
mod random;
mod remote;
mod telling;

use std::path::Path;

use client::Client;
use serde_json::{Value, json};

use crate::support::Folder;

/// A paper of the series `coac` without a fault.
const PAPER: &str = "---\nseries: coac\ntitle: A paper\npublication_number: \"3733-0624\"\nperiod: 2024-06\n\
     subcommittee: Secure Trade Lanes Subcommittee\nworking_group: Example Working Group\n\
     office: Office of Field Operations\naction_required: Informational\nsubmitted_by:\n  name: Alex Doe\n  \
     office: Office of Field Operations\ndate: 2024-05-21\nstage: published\n---\n\n## Background\n\nThe desk keeps a \
     list of open entries.\n\n## Issue\n\nThe list is kept by hand.\n\n## Current Status\n\nA form is tested.\n";

/// A project in a folder whose name needs escapes in a URI.
fn project(papers: &[(&str, &str)]) -> (Folder, std::path::PathBuf) {
    let folder = Folder::new();
    folder.write("issue paper é#1/issuepaper.yaml", "series: coac\n");
    for (name, text) in papers {
        folder.write(&format!("issue paper é#1/{name}"), text);
    }
    let root = folder.path().join("issue paper é#1");
    (folder, root)
}

/// The rules of diagnostics, sorted.
fn rules(diagnostics: &Value) -> Vec<String> {
    let all = diagnostics.as_array().unwrap().iter();
    let mut rules: Vec<String> = all.map(|it| it["code"].as_str().unwrap().to_owned()).collect();
    rules.sort();
    rules
}

/// The text after the edits of a `WorkspaceEdit` to the file at `path`, whose columns are bytes.
fn edited(edit: &Value, path: &Path, text: &str) -> String {
    let uri = client::uri(path);
    let listed = edit["documentChanges"].as_array().into_iter().flatten();
    let listed = listed.filter(|change| change["textDocument"]["uri"] == json!(uri));
    let named = edit["changes"][&uri].as_array().into_iter().flatten();
    let mut edits: Vec<Value> = listed
        .flat_map(|change| change["edits"].as_array().unwrap().clone())
        .chain(named.cloned())
        .collect();
    let offset = |place: &Value| {
        let line = usize::try_from(place["line"].as_u64().unwrap()).unwrap();
        let before: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        before + usize::try_from(place["character"].as_u64().unwrap()).unwrap()
    };
    edits.sort_by_key(|edit| std::cmp::Reverse(offset(&edit["range"]["start"])));
    let mut text = text.to_owned();
    for edit in edits {
        let (start, end) = (offset(&edit["range"]["start"]), offset(&edit["range"]["end"]));
        let new = edit["newText"].as_str().or(edit["snippet"]["value"].as_str()).unwrap();
        text.replace_range(start..end, new);
    }
    text
}

/// A client of the project in `root` whose columns are bytes.
fn client(root: &Path) -> Client {
    Client::new(root, &json!({ "general": { "positionEncodings": ["utf-8"] } }))
}

/// The extension for Visual Studio Code is what its manifest says.
#[test]
fn the_manifest_of_the_extension_fits_its_code() {
    let folder = crate::support::repository("editors/vscode");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let manifest: Value = serde_json::from_str(&read("package.json")).unwrap();
    let code = read(manifest["main"].as_str().unwrap().trim_start_matches("./"));
    let contributes = &manifest["contributes"];
    let settings = contributes["configuration"]["properties"].as_object().unwrap();
    for name in settings.keys() {
        let own = name.strip_prefix("issuepaper.").unwrap();
        assert!(code.contains(&format!("settings.get('{own}'")), "{name}");
    }
    assert_eq!(code.matches("settings.get(").count(), settings.len());
    for command in contributes["commands"].as_array().unwrap() {
        assert!(code.contains(command["command"].as_str().unwrap()), "{command}");
    }
    for dependency in manifest["dependencies"].as_object().unwrap().keys() {
        assert!(code.contains(&format!("require('{dependency}")), "{dependency}");
    }
    assert!(manifest["activationEvents"].to_string().contains("issuepaper.yaml"));
    // What is packed is there, but for what `npm install` brings, and the other way round.
    let packed = manifest["files"].as_array().unwrap().iter().map(|it| it.as_str().unwrap());
    let packed: Vec<&str> = packed.filter(|name| *name != "node_modules").collect();
    assert!(packed.iter().all(|name| folder.join(name).is_file()), "{packed:?}");
    let scripts = crate::support::entries(&folder).into_iter();
    let scripts = scripts.filter(|path| path.extension().is_some_and(|it| it == "js"));
    let scripts: Vec<String> = scripts.map(|path| crate::support::name(&path).to_owned()).collect();
    assert_eq!(scripts, packed);
    for key in ["name", "displayName", "description", "publisher", "license", "version"] {
        assert!(manifest[key].as_str().is_some_and(|text| !text.is_empty()), "{key}");
    }
    assert_eq!(manifest["version"], env!("CARGO_PKG_VERSION"));
    assert!(folder.join("README.md").is_file() && folder.join("LICENSE").is_file());
    assert!(manifest["engines"]["vscode"].is_string());
}
