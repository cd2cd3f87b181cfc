//! Findings as diagnostics: pushed, or for clients that ask for them.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;

use gen_lsp_types::{
    Code, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Location, Message,
};
use issuepaper::live::Scope;
use issuepaper::project::paths::display;
use issuepaper::text::finding::{Finding, Severity};
use serde_json::{Value, json};

use super::server::Server;
use super::workspace::{FileKey, HomeKey};

/// The name under which editors show the findings.
pub(super) const SOURCE: &str = "issuepaper";

/// A rule on the names of files says nothing of what has none yet.
const ON_NAMES: &str = "wrong-file-name";

impl Server {
    /// Judges the open papers again, as far as anything changed, and tells what was found in them.
    pub(super) fn judge_open(&mut self) {
        self.sync();
        let changed: BTreeSet<FileKey> = self
            .documents
            .iter_mut()
            .filter_map(|(key, document)| {
                std::mem::take(&mut document.is_changed).then(|| key.clone())
            })
            .collect();
        for home in self.workspace.keys() {
            let Some(open) = self.enter(&home) else { continue };
            // A paper that was opened, or is of another series now, is read at once; settings when there is time.
            let is_paper = |(key, inner): &FileKey| {
                *key == home && issuepaper::project::has_ending_of_papers(&display(inner))
            };
            if open.live.is_outdated() && changed.iter().any(is_paper) {
                open.live.refresh();
            }
            open.live.judge_open();
            let mut names = open.live.take_changed();
            names.extend(names_in(&changed, &home));
            self.tell(&home, &names, &names_in(&changed, &home));
        }
    }

    /// Tells what was found in the files called `names`, as far as it is other than what the client knows; of `versions`
    /// in any case, as they have new ones.
    pub(super) fn tell(
        &mut self,
        home: &HomeKey,
        names: &BTreeSet<String>,
        versions: &BTreeSet<String>,
    ) {
        if self.client.pulls {
            return self.ask_to_pull(home, names);
        }
        for name in names {
            let is_open = self.documents.contains_key(&(home.clone(), PathBuf::from(name)));
            let is_told = is_open || !self.tells_open_alone(home);
            let diagnostics = if is_told { self.diagnostics(home, name) } else { Vec::new() };
            let hash = hash(&diagnostics);
            let Some(known) = self.workspace.homes.get_mut(home) else { return };
            let before = if diagnostics.is_empty() && !is_open {
                known.told.remove(name)
            } else {
                known.told.insert(name.clone(), hash)
            };
            let is_news = before.map_or(!diagnostics.is_empty(), |before| before != hash);
            if is_news || versions.contains(name) {
                self.publish(home, name, &diagnostics);
            }
        }
    }

    /// Whether findings are told in open documents alone: as the client wants, or outside projects, where Markdown may be
    /// anything.
    fn tells_open_alone(&self, home: &HomeKey) -> bool {
        let is_project = |home: &super::workspace::Home| *home.live.scope() == Scope::Project;
        self.only_open || !self.workspace.homes.get(home).is_some_and(is_project)
    }

    fn publish(&self, home: &HomeKey, name: &str, diagnostics: &[Diagnostic]) {
        let Some(uri) = self.uri_of(home, name) else { return };
        let mut params = json!({ "uri": uri, "diagnostics": diagnostics });
        if let Some(version) = self.version_of(home, name) {
            params["version"] = json!(version);
        }
        self.notify("textDocument/publishDiagnostics", &params);
    }

    /// Takes back all that was told about a home.
    pub(super) fn take_back(&mut self, home: &HomeKey) {
        let Some(known) = self.workspace.homes.get_mut(home) else { return };
        for name in std::mem::take(&mut known.told).into_keys() {
            if !self.client.pulls {
                self.publish(home, &name, &[]);
            }
        }
    }

    /// Tells what is found in a file as it is on disk, after its document was closed.
    pub(super) fn tell_closed(&mut self, home: &HomeKey, name: &str) {
        let Some(known) = self.enter(home) else { return };
        known.live.refresh();
        known.live.judge_named(name);
        let names = BTreeSet::from([name.to_owned()]);
        self.tell(home, &names, &names);
    }

    /// After the document with this URI was closed: forgets a home of its own.
    pub(super) fn forget_if_alone(&mut self, home: &HomeKey, uri: &str, is_unsaved: bool) {
        if !self.documents.keys().any(|(key, _)| key == home) && home.is_alone() {
            self.take_back(home);
            self.workspace.homes.remove(home);
        } else if !self.client.pulls && is_unsaved {
            self.notify(
                "textDocument/publishDiagnostics",
                &json!({ "uri": uri, "diagnostics": [] }),
            );
        }
    }

    /// The diagnostics of the file called `name`.
    pub(super) fn diagnostics(&self, home: &HomeKey, name: &str) -> Vec<Diagnostic> {
        let found = self.findings(home, name);
        found.iter().map(|finding| self.diagnostic(home, finding)).collect()
    }

    /// The findings in the file called `name`.
    pub(super) fn findings(&self, home: &HomeKey, name: &str) -> Vec<Finding> {
        let Some(known) = self.workspace.homes.get(home) else { return Vec::new() };
        let mut found = known.live.findings(name);
        let document = self.documents.get(&(home.clone(), PathBuf::from(name)));
        if document.is_some_and(|document| document.is_unsaved) {
            found.retain(|finding| finding.rule != ON_NAMES);
        }
        found
    }

    pub(super) fn diagnostic(&self, home: &HomeKey, finding: &Finding) -> Diagnostic {
        let message = match &finding.help {
            Some(help) => format!("{}\nHelp: {help}", finding.message),
            None => finding.message.clone(),
        };
        let labels = finding.labels.iter().filter_map(|label| {
            let uri = self.typed_uri(home, label.file.name())?;
            let range = self.encoding.range(&label.file, label.span);
            let location = Location { uri, range };
            Some(DiagnosticRelatedInformation { location, message: label.message.clone() })
        });
        let labels: Vec<_> = if self.client.related { labels.collect() } else { Vec::new() };
        Diagnostic {
            range: self.encoding.range(&finding.file, finding.span),
            severity: Some(match finding.severity {
                Severity::Error => DiagnosticSeverity::Error,
                Severity::Warning => DiagnosticSeverity::Warning,
            }),
            code: Some(Code::String(finding.rule.to_owned())),
            code_description: None,
            source: Some(SOURCE.to_owned()),
            message: Message::String(message),
            tags: None,
            related_information: (!labels.is_empty()).then_some(labels),
            data: Some(json!({ "fingerprint": finding.fingerprint })),
        }
    }

    /// The full report on a file, or that it is as the client knows it.
    pub(super) fn pulled(&self, home: &HomeKey, name: &str, known: Option<&str>) -> Value {
        let diagnostics = self.diagnostics(home, name);
        // Not of the version: what is found may change while the text does not.
        let id = format!("{:016x}", hash(&diagnostics));
        if known == Some(id.as_str()) {
            return json!({ "kind": "unchanged", "resultId": id });
        }
        json!({ "kind": "full", "resultId": id, "items": diagnostics })
    }

    /// Has a client that pulls ask again, if files other than the one it asks for anyway changed.
    fn ask_to_pull(&mut self, home: &HomeKey, names: &BTreeSet<String>) {
        let mut is_news = false;
        for name in names {
            let hash = hash(&self.diagnostics(home, name));
            let Some(known) = self.workspace.homes.get_mut(home) else { return };
            is_news |= known.told.insert(name.clone(), hash) != Some(hash);
        }
        if is_news && self.client.refresh {
            self.request("workspace/diagnostic/refresh", &Value::Null);
        }
    }
}

fn names_in(keys: &BTreeSet<FileKey>, home: &HomeKey) -> BTreeSet<String> {
    let own = keys.iter().filter(|(key, _)| key == home);
    own.map(|(_, inner)| display(inner)).collect()
}

fn hash(diagnostics: &[Diagnostic]) -> u64 {
    let mut hasher = DefaultHasher::new();
    serde_json::to_string(diagnostics).unwrap_or_default().hash(&mut hasher);
    hasher.finish()
}
