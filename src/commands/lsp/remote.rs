//! The remote that keeps claimed numbers. It may be slow or never answer, so it is asked in a thread, and what waits for
//! its answer can be canceled.

use std::thread::Builder;

use gen_lsp_types::RenameParams;
use issuepaper::assist::{Spot, lead};
use issuepaper::git::{self, Repository};
use lsp_server::{ErrorCode, Request, RequestId};
use serde_json::{Value, json};

use super::answer::{Refusal, response};
use super::server::{Asking, Claims, Server};
use super::workspace::HomeKey;

/// The remote of most clones, which the commands on numbers ask as well.
pub(super) const ORIGIN: &str = "origin";

/// What a progress is known by.
const TOKEN: &str = "issuepaper/numbers";

impl Server {
    /// Whether a request was set aside until the remote has told what numbers are claimed there, which `tell`s this server
    /// with the number of the question.
    pub(super) fn set_aside(
        &mut self,
        request: &Request,
        tell: impl FnOnce(u64, Claims) + Send + 'static,
    ) -> bool {
        let Some((home, uri)) = self.changes_number(request) else { return false };
        let version = self.document(&uri).map(|(_, document)| document.version);
        if let Some(asking) = self.asking.as_mut().filter(|asking| asking.home == home) {
            asking.requests.push((request.clone(), version));
            return true;
        }
        let Some(repository) = self.repository(&home) else { return false };
        if self.asking.is_some() {
            let message = "another project's remote is asked for numbers; try again".to_owned();
            let refusal = Refusal { code: ErrorCode::RequestFailed, message };
            self.respond(response(request.id.clone(), Err(refusal)));
            return true;
        }
        self.questions += 1;
        let number = self.questions;
        let ask = move || {
            let claims = repository.claims(ORIGIN).map_err(|error| error.to_string());
            tell(number, claims);
        };
        if Builder::new().spawn(ask).is_err() {
            return false;
        }
        let requests = vec![(request.clone(), version)];
        self.asking = Some(Asking { number, home, requests });
        self.tell_asking();
        true
    }

    /// The home and the document of a request that gives a paper another number, or its first.
    fn changes_number(&mut self, request: &Request) -> Option<(HomeKey, String)> {
        match request.method.as_str() {
            "textDocument/rename" => {
                let params: RenameParams = serde_json::from_value(request.params.clone()).ok()?;
                self.sync();
                let (home, name, at) = self.spot(&params.text_document_position_params)?;
                let project = self.workspace.homes.get(&home)?.live.project();
                lead::own_number(&Spot::new(project, &name, at)?)?;
                let document = &params.text_document_position_params.text_document;
                Some((home, document.uri.as_str().to_owned()))
            }
            "codeAction/resolve" => {
                request.params.pointer("/data/number")?;
                let uri = request.params.pointer("/data/uri")?.as_str()?.to_owned();
                Some((self.document(&uri)?.0.0.clone(), uri))
            }
            _ => None,
        }
    }

    /// The repository around a project whose remote keeps claims.
    pub(super) fn repository(&self, home: &HomeKey) -> Option<Repository> {
        let known = self.workspace.homes.get(home)?;
        // Without a register no number is changed.
        known.live.project().register.as_ref()?;
        Repository::around(&known.folder).ok().filter(|it| it.has_remote(ORIGIN))
    }

    /// Answers what waited for the claims.
    pub(super) fn claims_came(&mut self, number: u64, claims: Claims) {
        let Some(asking) = self.asking.take_if(|asking| asking.number == number) else { return };
        self.tell_asked();
        self.claims = Some(claims);
        for (request, version) in asking.requests {
            let document = request.params.pointer("/textDocument/uri").and_then(Value::as_str);
            let now = document.and_then(|uri| self.document(uri)).map(|(_, it)| it.version);
            let answer = if document.is_some() && now != version {
                let message = "the text was changed meanwhile; try again".to_owned();
                let refusal = Refusal { code: ErrorCode::ContentModified, message };
                response(request.id, Err(refusal))
            } else {
                self.answer(request)
            };
            self.respond(answer);
        }
        self.claims = None;
    }

    /// Cancels the request with this id, or all, that wait for the remote.
    pub(super) fn cancel_asking(&mut self, id: Option<&RequestId>) {
        let Some(mut asking) = self.asking.take() else { return };
        let is_canceled = |(request, _): &(Request, _)| id.is_none_or(|id| request.id == *id);
        let (canceled, left) = asking.requests.into_iter().partition(is_canceled);
        asking.requests = left;
        let canceled: Vec<(Request, Option<i32>)> = canceled;
        for (request, _) in canceled {
            let message = "canceled".to_owned();
            let refusal = Refusal { code: ErrorCode::RequestCanceled, message };
            self.respond(response(request.id, Err(refusal)));
        }
        if asking.requests.is_empty() {
            git::abandon();
            self.tell_asked();
        } else {
            self.asking = Some(asking);
        }
    }

    /// Cancels what waits for the remote, as the user wants in the progress with this token.
    pub(super) fn cancel_progress(&mut self, token: &Value) {
        if token == TOKEN {
            self.cancel_asking(None);
        }
    }

    fn tell_asking(&mut self) {
        if self.client.progress {
            self.request("window/workDoneProgress/create", &json!({ "token": TOKEN }));
            let title = format!("Asking {ORIGIN} for claimed numbers");
            let value = json!({ "kind": "begin", "title": title, "cancellable": true });
            self.notify("$/progress", &json!({ "token": TOKEN, "value": value }));
        }
    }

    fn tell_asked(&self) {
        if self.client.progress {
            let value = json!({ "kind": "end" });
            self.notify("$/progress", &json!({ "token": TOKEN, "value": value }));
        }
    }
}
