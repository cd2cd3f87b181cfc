//! Documents that are opened, changed and closed.

use std::path::PathBuf;

use gen_lsp_types::{
    DidChangeTextDocumentParams, DidOpenTextDocumentParams, TextDocumentContentChangeEvent,
};
use issuepaper::project::paths::display;
use issuepaper::text::source::LineIndex;

use super::position::Encoding;
use super::server::{Document, Server};
use super::uri::{self, Location};

impl Server {
    /// Opens a document; `uri` is as the client writes it.
    pub(super) fn open(&mut self, uri: &str, params: DidOpenTextDocumentParams) {
        let (path, is_unsaved) = match uri::location(uri) {
            Location::File { path, .. } => (path, false),
            Location::Unsaved(name) => match self.workspace.first_folder() {
                Some(folder) => (folder.join(unsaved_name(&name)), true),
                None => (std::env::temp_dir().join(unsaved_name(&name)), true),
            },
            Location::Elsewhere => return,
        };
        let Some(key) = self.workspace.find(&path) else { return };
        let item = params.text_document;
        let lines = LineIndex::new(&item.text);
        let document = Document {
            uri: uri.to_owned(),
            version: item.version,
            text: item.text,
            lines,
            path,
            is_unsaved,
            is_changed: true,
        };
        self.keys.insert(uri.to_owned(), key.clone());
        self.documents.insert(key, document);
    }

    pub(super) fn change(&mut self, uri: &str, params: DidChangeTextDocumentParams) {
        let encoding = self.encoding;
        let Some(document) = self.keys.get(uri).and_then(|key| self.documents.get_mut(key)) else {
            return;
        };
        for change in params.content_changes {
            document.apply(encoding, change);
        }
        document.version = params.text_document.version;
        document.is_changed = true;
    }

    pub(super) fn close(&mut self, uri: &str) {
        let Some(key) = self.keys.remove(uri) else { return };
        if self.documents.get(&key).is_none_or(|document| document.uri != uri) {
            // The same file is open by another name.
            return;
        }
        let is_unsaved = self.documents.remove(&key).is_some_and(|document| document.is_unsaved);
        let (home, inner) = &key;
        if let Some(home) = self.enter(home) {
            home.live.close(inner);
        }
        self.forget_if_alone(home, uri, is_unsaved);
        if !is_unsaved && !self.client.pulls {
            self.tell_closed(home, &display(inner));
        }
    }

    /// Hands the texts of changed documents to their projects.
    pub(super) fn sync(&mut self) {
        let changed = self.documents.iter_mut().filter(|(_, document)| document.is_changed);
        for ((home, inner), document) in changed {
            if let Some(home) = self.workspace.enter(home) {
                home.live.set(inner, &document.text);
            }
        }
    }
}

impl Document {
    fn apply(&mut self, encoding: Encoding, change: TextDocumentContentChangeEvent) {
        match change {
            TextDocumentContentChangeEvent::TextDocumentContentChangePartial(part) => {
                let span = encoding.span(&self.text, &self.lines, part.range);
                self.text.replace_range(span.range(), &part.text);
            }
            TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(whole) => {
                self.text = whole.text;
            }
        }
        self.lines = LineIndex::new(&self.text);
    }
}

/// The name of the file that a document could be saved in.
fn unsaved_name(name: &str) -> PathBuf {
    let name = issuepaper::project::paths::safe_file_name(name.rsplit('/').next().unwrap_or(name));
    if issuepaper::project::has_ending_of_papers(&name) {
        PathBuf::from(name)
    } else {
        PathBuf::from(format!("{name}.md"))
    }
}
