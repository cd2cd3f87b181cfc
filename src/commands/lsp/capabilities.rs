//! What the server can do, as it says at the start.

use serde_json::{Value, json};

use super::client::Client;
use super::diagnostics::SOURCE;
use super::position::Encoding;

/// The kind of a fix of one finding.
pub(super) const QUICK_FIX: &str = "quickfix";

/// The kind of a waiver, which fixes nothing: who wants a fix applied should not be asked whether to waive it.
pub(super) const WAIVE: &str = "refactor.rewrite.waive.issuepaper";

/// The kind of the action that applies all safe fixes.
pub(super) const FIX_ALL: &str = "source.fixAll.issuepaper";

pub(super) fn result(client: &Client, encoding: Encoding, only_open: bool) -> Value {
    let mut capabilities = json!({
        "positionEncoding": encoding.kind(),
        "textDocumentSync": { "openClose": true, "change": 2, "save": { "includeText": false } },
        "codeActionProvider": { "codeActionKinds": [QUICK_FIX, WAIVE, FIX_ALL], "resolveProvider": true },
        "hoverProvider": true,
        "completionProvider": {
            "triggerCharacters": [" ", ":", "-", "#", "(", "/", "[", "\"", "'", ","],
        },
        "definitionProvider": true,
        "referencesProvider": true,
        "documentSymbolProvider": true,
        "workspaceSymbolProvider": true,
        "renameProvider": { "prepareProvider": true },
        "documentLinkProvider": { "resolveProvider": false },
        "foldingRangeProvider": true,
        "inlayHintProvider": true,
        "workspace": { "workspaceFolders": { "supported": true, "changeNotifications": true } },
    });
    if client.pulls {
        capabilities["diagnosticProvider"] = json!({
            "identifier": SOURCE,
            "interFileDependencies": true,
            "workspaceDiagnostics": !only_open,
        });
    }
    json!({
        "capabilities": capabilities,
        "serverInfo": { "name": "issuepaper", "version": crate::commands::VERSION },
    })
}
