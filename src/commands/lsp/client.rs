//! What the client can do, as it said at the start.

use serde_json::Value;

/// What the client can do.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a capability of its own")]
pub(super) struct Client {
    /// Insert a text with places to fill in, in a completion.
    pub(super) snippets: bool,
    /// The same in an edit of a whole workspace.
    pub(super) snippet_edits: bool,
    /// Ask for the edit of an action once somebody chose it.
    pub(super) resolves_edits: bool,
    /// Show an action that can't be done, with the reason.
    pub(super) shows_disabled: bool,
    /// Show Markdown in a hover.
    pub(super) markdown: bool,
    /// Edit documents of a version, create and rename files.
    pub(super) document_changes: bool,
    /// Show further places of a diagnostic.
    pub(super) related: bool,
    /// Ask for diagnostics, and do not take them otherwise.
    pub(super) pulls: bool,
    /// Be told to ask for diagnostics again.
    pub(super) refresh: bool,
    /// Watch files when asked to.
    pub(super) watches: bool,
    /// Show the progress of work.
    pub(super) progress: bool,
    /// Show symbols in symbols.
    pub(super) nested_symbols: bool,
}

impl Client {
    pub(super) fn new(params: &Value) -> Self {
        let capability = |path: &str| params.pointer(&format!("/capabilities{path}"));
        let can = |path: &str| capability(path).and_then(Value::as_bool).unwrap_or_default();
        let formats = |path: &str| {
            let formats = capability(path).and_then(Value::as_array);
            formats.is_some_and(|all| all.iter().any(|format| format == "markdown"))
        };
        let name = params.pointer("/clientInfo/name").and_then(Value::as_str).unwrap_or_default();
        Self {
            snippets: can("/textDocument/completion/completionItem/snippetSupport"),
            snippet_edits: can("/workspace/workspaceEdit/snippetEditSupport"),
            resolves_edits: capability("/textDocument/codeAction/resolveSupport/properties")
                .and_then(Value::as_array)
                .is_some_and(|all| all.iter().any(|property| property == "edit")),
            shows_disabled: can("/textDocument/codeAction/disabledSupport"),
            markdown: formats("/textDocument/hover/contentFormat"),
            document_changes: can("/workspace/workspaceEdit/documentChanges"),
            related: can("/textDocument/publishDiagnostics/relatedInformation"),
            pulls: capability("/textDocument/diagnostic").is_some()
                && capability("/textDocument/publishDiagnostics").is_none(),
            refresh: can("/workspace/diagnostics/refreshSupport"),
            // Helix tells of what it saves itself and of nothing else.
            watches: can("/workspace/didChangeWatchedFiles/dynamicRegistration")
                && !name.eq_ignore_ascii_case("helix"),
            progress: can("/window/workDoneProgress"),
            nested_symbols: can("/textDocument/documentSymbol/hierarchicalDocumentSymbolSupport"),
        }
    }
}
