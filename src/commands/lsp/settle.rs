//! Judging the papers that nobody looks at, and all papers for those who ask.

use std::collections::{BTreeSet, HashMap};
use std::panic::{self, AssertUnwindSafe};

use gen_lsp_types::{DocumentDiagnosticParams, WorkspaceDiagnosticParams};
use issuepaper::project::paths::display;
use serde_json::{Value, json};

use super::server::Server;
use super::workspace::HomeKey;

impl Server {
    /// Judges the open papers; a crash has everything opened anew.
    pub(super) fn judge_open_safely(&mut self) {
        if panic::catch_unwind(AssertUnwindSafe(|| self.judge_open())).is_err() {
            self.reopen();
        }
        self.watch_homes();
    }

    /// Whether all papers are judged.
    pub(super) fn is_settled(&self) -> bool {
        let is_changed = self.documents.values().any(|document| document.is_changed);
        !is_changed && self.workspace.homes.values().all(|home| home.live.is_settled())
    }

    /// Judges some of the papers that nobody looks at, and tells what was found in them.
    pub(super) fn settle_some_safely(&mut self, count: usize) {
        if panic::catch_unwind(AssertUnwindSafe(|| self.settle_some(count))).is_err() {
            self.reopen();
        }
    }

    fn settle_some(&mut self, count: usize) {
        self.judge_open();
        let is_unsettled = |server: &Self, key: &_| {
            server.workspace.homes.get(key).is_some_and(|home| !home.live.is_settled())
        };
        let keys = self.workspace.keys();
        let Some(key) = keys.iter().find(|key| is_unsettled(self, key)) else { return };
        let Some(home) = self.enter(key) else { return };
        let was_outdated = home.live.is_outdated();
        home.live.refresh();
        home.live.judge_open();
        home.live.settle_some(count);
        let (mut names, left) = (home.live.take_changed(), home.live.left());
        if was_outdated || left == 0 {
            names.extend(self.gone(key));
        }
        self.tell(key, &names, &BTreeSet::new());
        self.tell_progress(left);
    }

    /// The files that something was told of and that are no papers, or none any more.
    fn gone(&self, key: &HomeKey) -> Vec<String> {
        let Some(home) = self.workspace.homes.get(key) else { return Vec::new() };
        let project = home.live.project();
        let is_gone = |name: &&String| project.index_of(name).is_none();
        home.told.keys().filter(is_gone).cloned().collect()
    }

    /// Judges everything.
    fn settle(&mut self) {
        while !self.is_settled() {
            self.settle_some(usize::MAX);
        }
    }

    /// The findings in one document, for a client that asks.
    pub(super) fn pull_document(&mut self, params: &DocumentDiagnosticParams) -> Value {
        let nothing = || json!({ "kind": "full", "items": [] });
        let uri = params.text_document.uri.as_str();
        let Some((key, _)) = self.document(uri) else { return nothing() };
        let (home, inner) = key.clone();
        self.judge_open();
        let known = params.previous_result_id.as_deref();
        self.pulled(&home, &display(&inner), known)
    }

    /// The findings in all papers, for a client that asks.
    pub(super) fn pull_workspace(&mut self, params: &WorkspaceDiagnosticParams) -> Value {
        self.settle();
        let known: HashMap<String, String> = params
            .previous_result_ids
            .iter()
            .map(|known| (known.uri.to_string(), known.value.clone()))
            .collect();
        let mut items = Vec::new();
        for key in self.workspace.keys() {
            let Some(home) = self.workspace.homes.get(&key) else { continue };
            let mut names: Vec<String> = home.live.names().map(str::to_owned).collect();
            let others = home.told.keys().filter(|name| !names.contains(name));
            names.extend(others.cloned().collect::<Vec<_>>());
            for name in names {
                let Some(uri) = self.uri_of(&key, &name) else { continue };
                let known = known.get(&uri).map(String::as_str);
                let mut report = self.pulled(&key, &name, known);
                report["uri"] = json!(uri);
                report["version"] = json!(self.version_of(&key, &name));
                items.push(report);
            }
        }
        json!({ "items": items })
    }
}
