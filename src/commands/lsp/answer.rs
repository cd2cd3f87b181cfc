//! Which request and which notification is answered by what.

use std::panic::{self, AssertUnwindSafe};

use lsp_server::{ErrorCode, Notification, Request, RequestId, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::server::Server;

/// Why a request is not answered.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) code: ErrorCode,
    pub(super) message: String,
}

impl Refusal {
    /// What was asked for can't be done, for a reason that the user has to know.
    pub(super) fn failed(message: impl Into<String>) -> Self {
        Self { code: ErrorCode::RequestFailed, message: message.into() }
    }
}

impl Server {
    /// Answers a request; one that crashes is answered with an error.
    pub(super) fn answer(&mut self, request: Request) -> Response {
        let (id, method) = (request.id.clone(), request.method.clone());
        let answer = panic::catch_unwind(AssertUnwindSafe(|| self.dispatch(request)));
        let result = answer.unwrap_or_else(|_| {
            // What the crash left half done is read anew.
            self.reopen();
            Err(Refusal {
                code: ErrorCode::InternalError,
                message: format!("{method} crashed; this is a bug in the program"),
            })
        });
        response(id, result)
    }

    fn dispatch(&mut self, request: Request) -> Result<Value, Refusal> {
        if self.is_shut_down {
            let message = "the server is shutting down".to_owned();
            return Err(Refusal { code: ErrorCode::InvalidRequest, message });
        }
        let params = request.params;
        match request.method.as_str() {
            "shutdown" => {
                self.is_shut_down = true;
                Ok(Value::Null)
            }
            "initialize" => Err(Refusal {
                code: ErrorCode::InvalidRequest,
                message: "the server is initialized already".to_owned(),
            }),
            "textDocument/codeAction" => {
                self.on(params, |server, params| Ok(server.code_actions(params)))
            }
            "codeAction/resolve" => {
                self.on(params, |server, params| Ok(server.resolve_action(params)))
            }
            "textDocument/hover" => self.on(params, |server, params| Ok(server.hover(params))),
            "textDocument/completion" => {
                self.on(params, |server, params| Ok(server.completion(params)))
            }
            "textDocument/definition" => {
                self.on(params, |server, params| Ok(server.definition(params)))
            }
            "textDocument/references" => {
                self.on(params, |server, params| Ok(server.references(params)))
            }
            "textDocument/documentLink" => {
                self.on(params, |server, params| Ok(server.document_links(params)))
            }
            "textDocument/documentSymbol" => {
                self.on(params, |server, params| Ok(server.document_symbols(params)))
            }
            "workspace/symbol" => {
                self.on(params, |server, params| Ok(server.workspace_symbols(params)))
            }
            "textDocument/foldingRange" => {
                self.on(params, |server, params| Ok(server.folding_ranges(params)))
            }
            "textDocument/inlayHint" => {
                self.on(params, |server, params| Ok(server.inlay_hints(params)))
            }
            "textDocument/prepareRename" => {
                self.on(params, |server, params| Ok(server.prepare_rename(params)))
            }
            "textDocument/rename" => self.on(params, Self::rename),
            "textDocument/diagnostic" => {
                self.on(params, |server, params| Ok(server.pull_document(params)))
            }
            "workspace/diagnostic" => {
                self.on(params, |server, params| Ok(server.pull_workspace(params)))
            }
            method => Err(Refusal {
                code: ErrorCode::MethodNotFound,
                message: format!("{method} is not supported"),
            }),
        }
    }

    /// Answers with what `answer` makes of the parameters, once everything that was typed is known.
    fn on<P: DeserializeOwned, R: Serialize>(
        &mut self,
        params: Value,
        answer: impl FnOnce(&mut Self, &P) -> Result<R, Refusal>,
    ) -> Result<Value, Refusal> {
        let params: P = serde_json::from_value(params).map_err(|error| Refusal {
            code: ErrorCode::InvalidParams,
            message: error.to_string(),
        })?;
        self.sync();
        let result = answer(self, &params)?;
        serde_json::to_value(result)
            .map_err(|error| Refusal { code: ErrorCode::InternalError, message: error.to_string() })
    }

    /// Acts on a notification; one that can't be read, or crashes, is told on stderr.
    pub(super) fn act(&mut self, notification: Notification) {
        let method = notification.method.clone();
        let acted = panic::catch_unwind(AssertUnwindSafe(|| self.act_on(notification)));
        match acted {
            Ok(Ok(())) => {}
            Ok(Err(error)) => Self::log(&format!("{method}: {error}")),
            Err(_) => self.reopen(),
        }
    }

    fn act_on(&mut self, notification: Notification) -> Result<(), serde_json::Error> {
        let params = notification.params;
        let uri = params.pointer("/textDocument/uri").and_then(Value::as_str);
        let uri = uri.unwrap_or_default().to_owned();
        match notification.method.as_str() {
            "textDocument/didOpen" => self.open(&uri, serde_json::from_value(params)?),
            "textDocument/didChange" => self.change(&uri, serde_json::from_value(params)?),
            "textDocument/didClose" => self.close(&uri),
            "workspace/didChangeWatchedFiles" => {
                self.files_changed(&serde_json::from_value(params)?);
            }
            "workspace/didChangeWorkspaceFolders" => {
                self.folders_changed(&serde_json::from_value(params)?);
            }
            "$/cancelRequest" => {
                let id = params.get("id").cloned().unwrap_or_default();
                self.cancel_asking(Some(&serde_json::from_value(id)?));
            }
            "window/workDoneProgress/cancel" => {
                self.cancel_progress(params.get("token").unwrap_or(&Value::Null));
            }
            // What was saved is open, and known; the rest is of no concern.
            _ => {}
        }
        Ok(())
    }
}

pub(super) fn response(id: RequestId, result: Result<Value, Refusal>) -> Response {
    match result {
        Ok(value) => Response::new_ok(id, value),
        Err(refusal) => Response::new_err(id, refusal.code as i32, refusal.message),
    }
}
