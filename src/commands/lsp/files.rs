//! Files that change on disk: as the client says, or as the server sees by itself.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use gen_lsp_types::{
    DidChangeWatchedFilesParams, DidChangeWorkspaceFoldersParams, FileChangeType, FileEvent,
};
use issuepaper::project::{paths, settings::SETTINGS_FILE};
use serde_json::json;

use super::server::Server;
use super::uri::{self, Location};
use crate::commands::shared::watcher::{Watcher, is_hidden};

impl Server {
    /// Has files watched: by the client where it can, otherwise by the server itself, which `tell`s what changed.
    pub(super) fn watch(&mut self, tell: impl Fn(Vec<PathBuf>) + Send + 'static) {
        if self.client.watches {
            let watchers = json!([{ "globPattern": "**/*" }]);
            let registration = json!({
                "id": "files",
                "method": "workspace/didChangeWatchedFiles",
                "registerOptions": { "watchers": watchers },
            });
            let params = json!({ "registrations": [registration] });
            return self.request("client/registerCapability", &params);
        }
        self.watcher = Watcher::new(tell).ok();
        self.watch_homes();
    }

    /// Watches the folders that are open by now.
    pub(super) fn watch_homes(&mut self) {
        let Some(watcher) = &mut self.watcher else { return };
        let homes = self.workspace.homes.values().map(|home| &home.folder);
        for folder in self.workspace.folders.iter().chain(homes) {
            // Where the system can't, clients tell of what they save at least.
            let _ = watcher.watch(folder);
        }
    }

    pub(super) fn files_changed(&mut self, params: &DidChangeWatchedFilesParams) {
        let path = |uri: &str| match uri::location(uri) {
            Location::File { path, .. } => Some(path),
            _ => None,
        };
        let is_gone = |event: &&FileEvent| event.kind == FileChangeType::Deleted;
        let gone = params.changes.iter().filter(is_gone);
        let gone: Vec<PathBuf> = gone.filter_map(|event| path(event.uri.as_str())).collect();
        let there = params.changes.iter().filter(|event| !is_gone(event));
        self.disk_changed(there.filter_map(|event| path(event.uri.as_str())).collect());
        for path in gone {
            self.deleted(&path);
        }
    }

    /// Notes that a file was deleted, as the client says: it may know before the disk does.
    fn deleted(&mut self, path: &Path) {
        if path.ends_with(SETTINGS_FILE) || is_hidden(path) {
            return self.disk_changed(vec![path.to_owned()]);
        }
        let Some((home, inner)) = self.workspace.known(path) else { return };
        if let Some(home) = self.enter(&home) {
            home.live.deleted(&inner);
        }
    }

    /// Notes that files changed on disk.
    pub(super) fn disk_changed(&mut self, changed: Vec<PathBuf>) {
        let changed: BTreeSet<PathBuf> =
            changed.into_iter().map(|path| paths::absolute(&path)).collect();
        if changed.iter().any(|path| path.ends_with(SETTINGS_FILE) && self.moves_papers(path)) {
            return self.reopen();
        }
        for path in changed.iter().filter(|path| !is_hidden(path)) {
            let Some((home, inner)) = self.workspace.known(path) else { continue };
            if let Some(home) = self.enter(&home) {
                home.live.disk_changed(&[inner]);
            }
        }
    }

    /// Whether settings came or went, so that papers belong to another project.
    fn moves_papers(&self, settings: &Path) -> bool {
        let Some(folder) = settings.parent() else { return false };
        let is_home = self.workspace.homes.values().any(|home| {
            home.folder == folder && *home.live.scope() == issuepaper::live::Scope::Project
        });
        is_home != settings.exists()
    }

    /// Opens everything anew.
    pub(super) fn reopen(&mut self) {
        for home in self.workspace.keys() {
            self.take_back(&home);
        }
        self.workspace.homes.clear();
        self.keys.clear();
        for (_, mut document) in std::mem::take(&mut self.documents) {
            let Some(key) = self.workspace.find(&document.path) else { continue };
            document.is_changed = true;
            self.keys.insert(document.uri.clone(), key.clone());
            self.documents.insert(key, document);
        }
        self.watch_homes();
    }

    pub(super) fn folders_changed(&mut self, params: &DidChangeWorkspaceFoldersParams) {
        let path = |uri: &str| match uri::location(uri) {
            Location::File { path, .. } => Some(path),
            _ => None,
        };
        let removed = params.event.removed.iter().filter_map(|folder| path(folder.uri.as_str()));
        let removed: Vec<PathBuf> = removed.collect();
        self.workspace.folders.retain(|folder| !removed.contains(folder));
        let added = params.event.added.iter().filter_map(|folder| path(folder.uri.as_str()));
        self.workspace.folders.extend(added);
        self.reopen();
    }
}
