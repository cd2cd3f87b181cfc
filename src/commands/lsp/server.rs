//! The server: what is open, and what the client can do.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::mpsc::Sender;

use gen_lsp_types::Uri;
use issuepaper::git::Claim;
use issuepaper::text::source::{LineIndex, SourceFile};
use lsp_server::{Message, Notification, Outgoing, ReqQueue, Request, Response};
use serde::Serialize;

use super::client::Client;
use super::position::Encoding;
use super::uri;
use super::workspace::{FileKey, Home, HomeKey, Workspace};
use crate::commands::shared::watcher::Watcher;

/// A document that the client has open.
#[derive(Debug)]
pub(super) struct Document {
    /// As the client writes it.
    pub(super) uri: String,
    pub(super) version: i32,
    pub(super) text: String,
    pub(super) lines: LineIndex,
    /// The path of its file.
    pub(super) path: PathBuf,
    /// Whether it is in the editor alone.
    pub(super) is_unsaved: bool,
    /// Whether its text changed since it was judged.
    pub(super) is_changed: bool,
}

/// What the client knows of the progress of a check.
#[derive(Debug)]
pub(super) struct Progress {
    pub(super) token: String,
    pub(super) total: usize,
    pub(super) percentage: usize,
}

/// The claims on a remote, or why it did not tell.
pub(super) type Claims = Result<Vec<Claim>, String>;

/// A remote that is asked for claimed numbers.
#[derive(Debug)]
pub(super) struct Asking {
    /// Tells this question from those that nobody waits for any more.
    pub(super) number: u64,
    pub(super) home: HomeKey,
    /// The requests that wait for the answer, each with the version of its document.
    pub(super) requests: Vec<(Request, Option<i32>)>,
}

/// What the server knows.
pub(super) struct Server {
    pub(super) client: Client,
    pub(super) encoding: Encoding,
    pub(super) workspace: Workspace,
    pub(super) documents: BTreeMap<FileKey, Document>,
    /// The keys of documents, by the URI as the client writes it.
    pub(super) keys: BTreeMap<String, FileKey>,
    /// Whether findings are told in open documents alone.
    pub(super) only_open: bool,
    pub(super) queue: ReqQueue<(), String>,
    pub(super) sender: Sender<Message>,
    /// Watches files, where the client does not.
    pub(super) watcher: Option<Watcher>,
    pub(super) progress: Option<Progress>,
    /// The remote that is asked for claimed numbers.
    pub(super) asking: Option<Asking>,
    /// How often one was asked.
    pub(super) questions: u64,
    /// What it told, while the requests are answered that waited for it.
    pub(super) claims: Option<Claims>,
    /// Whether the client asked to shut down.
    pub(super) is_shut_down: bool,
}

impl Server {
    /// Sends a message; one that nobody reads any more is lost.
    pub(super) fn send(&self, message: impl Into<Message>) {
        let _ = self.sender.send(message.into());
    }

    pub(super) fn respond(&self, response: Response) {
        self.send(response);
    }

    pub(super) fn notify(&self, method: &str, params: &impl Serialize) {
        self.send(Notification::new(method.to_owned(), params));
    }

    /// Asks the client for something; its answer is not waited for.
    pub(super) fn request(&mut self, method: &str, params: &impl Serialize) {
        let outgoing: &mut Outgoing<String> = &mut self.queue.outgoing;
        let request = outgoing.register(method.to_owned(), params, method.to_owned());
        self.send(request);
    }

    /// Says something on stderr, which editors show in a log.
    pub(super) fn log(text: &str) {
        let _ = crate::commands::put(&mut std::io::stderr(), text);
    }

    /// The document with this URI.
    pub(super) fn document(&self, uri: &str) -> Option<(&FileKey, &Document)> {
        let key = self.keys.get(uri)?;
        self.documents.get_key_value(key)
    }

    /// The home of a document, in whose folder the program is from now on.
    pub(super) fn enter(&mut self, key: &HomeKey) -> Option<&mut Home> {
        self.workspace.enter(key)
    }

    /// The URI of the file called `name` in a home: the one that the client uses.
    pub(super) fn uri_of(&self, home: &HomeKey, name: &str) -> Option<String> {
        let key = (home.clone(), PathBuf::from(name));
        if let Some(document) = self.documents.get(&key) {
            return Some(document.uri.clone());
        }
        let folder = &self.workspace.homes.get(home)?.folder;
        Some(uri::of_file(&folder.join(name))?.to_string())
    }

    /// The same, as types have it.
    pub(super) fn typed_uri(&self, home: &HomeKey, name: &str) -> Option<Uri> {
        self.uri_of(home, name)?.parse().ok()
    }

    /// The version of the file called `name` in a home, if it is open.
    pub(super) fn version_of(&self, home: &HomeKey, name: &str) -> Option<i32> {
        let key = (home.clone(), PathBuf::from(name));
        self.documents.get(&key).map(|document| document.version)
    }

    /// The text of the file called `name` in a home as the client has it.
    pub(super) fn source(&self, home: &HomeKey, name: &str) -> Option<SourceFile> {
        let key = (home.clone(), PathBuf::from(name));
        let document = self.documents.get(&key)?;
        Some(SourceFile::new(name, document.text.as_str()))
    }
}
