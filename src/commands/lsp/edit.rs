//! Changes to files, as the client makes them.

use std::collections::BTreeMap;

use gen_lsp_types::{TextDocumentPositionParams, TextEdit};
use issuepaper::assist::{Place, Snippet};
use issuepaper::project::paths::display;
use issuepaper::text::finding::Edit;
use issuepaper::text::source::{SourceFile, Span};
use serde_json::{Value, json};
use similar::{DiffOp, TextDiff};

use super::server::Server;
use super::workspace::HomeKey;

/// A change to the files of a home.
#[derive(Debug, Default)]
pub(super) struct Change {
    /// The edits of each file, by its name.
    pub(super) edits: BTreeMap<String, Vec<TextEdit>>,
    /// Files that get another name, with the new one, after the edits.
    pub(super) renames: Vec<(String, String)>,
    /// Files that are created, with their texts.
    pub(super) created: Vec<(String, String)>,
}

impl Server {
    /// The home and name of the document of a request, and the byte at the place.
    pub(super) fn spot(
        &self,
        params: &TextDocumentPositionParams,
    ) -> Option<(HomeKey, String, usize)> {
        let (key, document) = self.document(params.text_document.uri.as_str())?;
        let at = self.encoding.offset(&document.text, &document.lines, params.position);
        Some((key.0.clone(), display(&key.1), at))
    }

    pub(super) fn text_edit(&self, file: &SourceFile, span: Span, text: &str) -> TextEdit {
        TextEdit { range: self.encoding.range(file, span), new_text: text.to_owned() }
    }

    pub(super) fn text_edits(&self, file: &SourceFile, edits: &[Edit]) -> Vec<TextEdit> {
        edits.iter().map(|edit| self.text_edit(file, edit.span, &edit.text)).collect()
    }

    /// The edits that turn `before` into `after`, line by line: what did not change stays as it is.
    pub(super) fn difference(&self, before: &SourceFile, after: &str) -> Vec<TextEdit> {
        let lines = |text| str::split_inclusive(text, '\n').collect::<Vec<&str>>();
        let (old, new) = (lines(before.text()), lines(after));
        let diff = TextDiff::from_slices(&old, &new);
        let length = |lines: &[&str]| lines.iter().map(|line| line.len()).sum::<usize>();
        let edit = |op: &DiffOp| {
            if matches!(op, DiffOp::Equal { .. }) {
                return None;
            }
            let start = length(old.get(..op.old_range().start)?);
            let end = start + length(old.get(op.old_range())?);
            Some(self.text_edit(before, Span::new(start, end), &new.get(op.new_range())?.concat()))
        };
        diff.ops().iter().filter_map(edit).collect()
    }

    /// A change of one file that is open.
    pub(super) fn change_of(&self, home: &HomeKey, name: &str, edits: Vec<TextEdit>) -> Value {
        let change = Change { edits: [(name.to_owned(), edits)].into(), ..Change::default() };
        self.workspace_edit(home, &change)
    }

    /// The edits at places in several files, by their names.
    pub(super) fn edits_at(&self, places: Vec<(Place, String)>) -> BTreeMap<String, Vec<TextEdit>> {
        let mut edits: BTreeMap<String, Vec<TextEdit>> = BTreeMap::new();
        for (Place { file, span }, text) in places {
            let edit = self.text_edit(&file, span, &text);
            edits.entry(file.name().to_owned()).or_default().push(edit);
        }
        edits
    }

    /// A change as the protocol has it, with the versions of documents where the client knows these.
    pub(super) fn workspace_edit(&self, home: &HomeKey, change: &Change) -> Value {
        let uri = |name: &str| self.uri_of(home, name).unwrap_or_default();
        if !self.client.document_changes {
            let edits = change.edits.iter().map(|(name, edits)| (uri(name), json!(edits)));
            return json!({ "changes": edits.collect::<serde_json::Map<_, _>>() });
        }
        let mut changes = Vec::new();
        for (name, text) in &change.created {
            changes.push(json!({ "kind": "create", "uri": uri(name) }));
            let start = json!({ "line": 0, "character": 0 });
            let edit = json!({ "range": { "start": start, "end": start }, "newText": text });
            let document = json!({ "uri": uri(name), "version": null });
            changes.push(json!({ "textDocument": document, "edits": [edit] }));
        }
        for (name, edits) in &change.edits {
            let version = self.version_of(home, name);
            let document = json!({ "uri": uri(name), "version": version });
            changes.push(json!({ "textDocument": document, "edits": edits }));
        }
        for (from, to) in &change.renames {
            changes.push(json!({ "kind": "rename", "oldUri": uri(from), "newUri": uri(to) }));
        }
        json!({ "documentChanges": changes })
    }

    /// The insertion of a text with places to fill in, which are filled by nothing where the client can't.
    pub(super) fn insertion(
        &self,
        home: &HomeKey,
        file: &SourceFile,
        at: usize,
        text: &Snippet,
    ) -> Value {
        let range = self.encoding.range(file, Span::at(at));
        if !(self.client.snippet_edits && self.client.document_changes) {
            let edit = TextEdit { range, new_text: text.plain() };
            return self.change_of(home, file.name(), vec![edit]);
        }
        let edit = json!({ "range": range, "snippet": { "kind": "snippet", "value": text.0 } });
        let uri = self.uri_of(home, file.name());
        let document = json!({ "uri": uri, "version": self.version_of(home, file.name()) });
        json!({ "documentChanges": [{ "textDocument": document, "edits": [edit] }] })
    }
}
