//! Answering a browser: each request is judged here, and answered by [`work`](super::work).

use std::collections::HashMap;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Sender, channel, sync_channel};
use std::sync::{Arc, LazyLock};
use std::thread::Builder;

use anyhow::{Context, anyhow};
use issuepaper::preview::{Address, Reply};
use percent_encoding::percent_decode_str;
use tiny_http::{Header, Request, Response};

use super::editor::Editor;
use super::events::{self, Pages};
use super::guard::{Guard, Refusal};
use super::start::Started;
use super::work::{self, Event};
use crate::commands::Exit;

/// What a page may do: show what comes from here, and nothing else. The styles of a page are in it.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data:; font-src 'self' data:; connect-src 'self'; frame-src 'self'; base-uri 'none'; \
    form-action 'none'";

/// The headers of every answer.
static HEADERS: LazyLock<Vec<Header>> = LazyLock::new(|| {
    let headers = [
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ];
    headers.iter().filter_map(|(name, value)| header(name, value)).collect()
});

fn header(name: &str, value: &str) -> Option<Header> {
    Header::from_bytes(name.as_bytes(), value.as_bytes()).ok()
}

/// Listens on this machine alone.
///
/// # Errors
///
/// The port is in use.
pub(super) fn listen(port: Option<u16>) -> anyhow::Result<TcpListener> {
    let wanted = port.unwrap_or_default();
    TcpListener::bind((Ipv4Addr::LOCALHOST, wanted)).map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => {
            anyhow!("port {wanted} is in use; name another, or leave --port away to get a free one")
        }
        std::io::ErrorKind::PermissionDenied => {
            anyhow!("port {wanted} may not be used; name one above 1023, or leave --port away")
        }
        _ => anyhow!("port {wanted} can't be used: {error}"),
    })
}

/// A server that was not started yet.
pub(super) struct Server {
    http: tiny_http::Server,
    port: u16,
    secret: String,
    editor: Option<Editor>,
    /// The folder of the project.
    folder: PathBuf,
}

/// What those need that answer.
struct Desk {
    guard: Guard,
    editor: Option<Editor>,
    folder: PathBuf,
    pages: Arc<Pages>,
    work: Sender<Event>,
}

impl Server {
    pub(super) fn new(
        listener: TcpListener,
        secret: String,
        editor: Option<Editor>,
        folder: &Path,
    ) -> anyhow::Result<Self> {
        let port = listener.local_addr().context("the port is not known")?.port();
        let http = tiny_http::Server::from_listener(listener, None);
        let http = http.map_err(|error| anyhow!("the preview can't be served: {error}"))?;
        Ok(Self { http, port, secret, editor, folder: folder.to_owned() })
    }

    /// The address of what the preview was started for.
    pub(super) fn url(&self) -> String {
        format!("http://127.0.0.1:{}/{}/", self.port, self.secret)
    }

    /// Serves until the program is ended.
    pub(super) fn serve(self, started: Started) -> anyhow::Result<Exit> {
        let (work, events) = channel();
        let pages = Arc::new(Pages::default());
        let guard = Guard::new(self.port, &self.secret);
        let desk = Desk {
            guard,
            editor: self.editor,
            folder: self.folder,
            pages: Arc::clone(&pages),
            work: work.clone(),
        };
        let (desk, http) = (Arc::new(desk), self.http);
        Builder::new().spawn(move || {
            while let Ok(request) = http.recv() {
                let desk = Arc::clone(&desk);
                // Each in a thread of its own: one who neither sends all of a request nor reads the answer keeps nobody
                // waiting. Without a thread for it, it gets no answer.
                let _ = Builder::new().spawn(move || desk.answer(request));
            }
        })?;
        work::work(started, work, &events, &pages)
    }
}

impl Desk {
    fn answer(&self, request: Request) {
        // A browser that does not wait for the answer does not want it.
        let _ = match self.guard.admit(&request) {
            Err(refusal) => respond(request, refusal.status(), "text/plain", Vec::new(), false),
            Ok(("-/events", _)) => return self.listen(request),
            Ok(("-/open", query)) => {
                let (status, text) = self.open(query);
                respond(request, status, "text/plain; charset=utf-8", text.into_bytes(), false)
            }
            Ok((path, query)) => {
                let address = Address::parse(path, query);
                let is_framed = address.is_framed;
                let Some(reply) = self.ask(|to| Event::Page(address, to)) else { return };
                let Reply { is_found, media_type, body } = reply;
                respond(request, if is_found { 200 } else { 404 }, media_type, body, is_framed)
            }
        };
    }

    /// Has something done, and waits for it.
    fn ask<T>(&self, event: impl FnOnce(std::sync::mpsc::SyncSender<T>) -> Event) -> Option<T> {
        let (sender, receiver) = sync_channel(1);
        self.work.send(event(sender)).ok()?;
        receiver.recv().ok()
    }

    fn listen(&self, request: Request) {
        let Some(changes) = self.pages.add() else {
            let _ = respond(request, 503, "text/plain", Vec::new(), false);
            return;
        };
        events::tell(request.into_writer(), &changes);
    }

    /// Opens a place in the editor; the status, and what is wrong.
    fn open(&self, query: &str) -> (u16, String) {
        let Some(editor) = &self.editor else { return (404, "There is no editor.".to_owned()) };
        let values: HashMap<&str, &str> =
            query.split('&').filter_map(|pair| pair.split_once('=')).collect();
        let number = |key| values.get(key).and_then(|value| value.parse().ok()).unwrap_or(1);
        let file = values.get("file").map(|value| value.replace('+', " ")).unwrap_or_default();
        let file = percent_decode_str(&file).decode_utf8_lossy().into_owned();
        let Some(path) = self.ask(|to| Event::Source(file.clone(), to)).flatten() else {
            return (404, format!("{file} is no file of the project."));
        };
        match editor.open(&self.folder.join(path), number("line"), number("column")) {
            Ok(()) => (200, String::new()),
            Err(error) => (500, format!("The editor can't be started: {error}")),
        }
    }
}

fn respond(
    request: Request,
    status: u16,
    media_type: &str,
    body: Vec<u8>,
    is_framed: bool,
) -> std::io::Result<()> {
    let ancestors = if is_framed { "'self'" } else { "'none'" };
    let policy = format!("{POLICY}; frame-ancestors {ancestors}");
    let own = [("Content-Type", media_type), ("Content-Security-Policy", &policy)];
    let allow = (status == Refusal::Method.status()).then_some(("Allow", "GET"));
    let mut response = Response::from_data(body).with_status_code(status);
    for (name, value) in own.into_iter().chain(allow) {
        if let Some(header) = header(name, value) {
            response.add_header(header);
        }
    }
    for header in HEADERS.iter() {
        response.add_header(header.clone());
    }
    request.respond(response)
}
