//! Answering a browser: each request is judged here, and answered by [`work`](super::work).

use std::collections::HashMap;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel, sync_channel};
use std::thread::{self, Builder};
use std::time::Duration;

use anyhow::{Context, anyhow};
use issuepaper::preview::{Address, Reply};

use super::editor::Editor;
use super::events::{self, Pages};
use super::guard::{Guard, Refusal};
use super::http::{self, Request};
use super::start::Started;
use super::work::{self, Event};
use crate::commands::Exit;

/// What a page may do: show what comes from here, and nothing else. The styles of a page are in it.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data:; font-src 'self' data:; connect-src 'self'; frame-src 'self'; base-uri 'none'; \
    form-action 'none'";

/// The headers of every answer.
const HEADERS: [(&str, &str); 5] = [
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
];

/// How often to look whether somebody still waits.
const LOOK: Duration = Duration::from_millis(250);

/// After a connection could not be taken, for example since too many are open.
const PAUSE: Duration = Duration::from_millis(50);

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
    listener: TcpListener,
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
        Ok(Self { listener, port, secret, editor, folder: folder.to_owned() })
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
        let (desk, listener) = (Arc::new(desk), self.listener);
        Builder::new().spawn(move || {
            for stream in listener.incoming() {
                let Ok(stream) = stream else {
                    thread::sleep(PAUSE);
                    continue;
                };
                let desk = Arc::clone(&desk);
                // Without a thread for it, it gets no answer, and asks again.
                let _ = Builder::new().spawn(move || desk.answer(stream));
            }
        })?;
        work::work(started, work, &events, &pages)
    }
}

impl Desk {
    fn answer(&self, mut stream: TcpStream) {
        // One that is not sent in time, or is cut off, needs no answer.
        let Ok(request) = Request::read(&mut stream) else { return };
        let admitted = request.as_ref().ok_or(Refusal::Malformed);
        // A browser that does not wait for the answer does not want it.
        let _ = match admitted.and_then(|request| self.guard.admit(request)) {
            Err(refusal) => respond(&mut stream, refusal.status(), "text/plain", b"", false),
            Ok(("-/events", _)) => return self.listen(stream),
            Ok(("-/open", query)) => {
                let (status, text) = self.open(query);
                respond(&mut stream, status, "text/plain; charset=utf-8", text.as_bytes(), false)
            }
            Ok((path, query)) => {
                let address = Address::parse(path, query);
                let is_framed = address.is_framed;
                let Some(reply) = self.page(address, &stream) else { return };
                let Reply { is_found, media_type, body } = reply;
                let status = if is_found { 200 } else { 404 };
                respond(&mut stream, status, media_type, &body, is_framed)
            }
        };
    }

    /// The path of a file of the project, by the name that findings have for it.
    fn source(&self, file: &str) -> Option<PathBuf> {
        let (sender, receiver) = sync_channel(1);
        self.work.send(Event::Source(file.to_owned(), sender)).ok()?;
        receiver.recv().ok()?
    }

    /// What is at an address; none if nobody waits for it any more.
    fn page(&self, address: Address, stream: &TcpStream) -> Option<Reply> {
        let (sender, receiver) = sync_channel(1);
        let is_there = Arc::new(());
        self.work.send(Event::Page(address, sender, Arc::downgrade(&is_there))).ok()?;
        loop {
            match receiver.recv_timeout(LOOK) {
                Ok(reply) => return Some(reply),
                Err(RecvTimeoutError::Timeout) if http::is_open(stream) => {}
                Err(_) => return None,
            }
        }
    }

    fn listen(&self, mut stream: TcpStream) {
        match self.pages.add() {
            Some(changes) => events::tell(stream, &changes),
            None => drop(respond(&mut stream, 503, "text/plain", b"", false)),
        }
    }

    /// Opens a place in the editor; the status, and what is wrong.
    fn open(&self, query: &str) -> (u16, String) {
        let Some(editor) = &self.editor else { return (404, "There is no editor.".to_owned()) };
        let values: HashMap<_, _> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let number = |key| values.get(key).and_then(|value| value.parse().ok()).unwrap_or(1);
        let file = values.get("file").cloned().unwrap_or_default();
        let Some(path) = self.source(&file) else {
            return (404, format!("{file} is no file of the project."));
        };
        match editor.open(&self.folder.join(path), number("line"), number("column")) {
            Ok(()) => (200, String::new()),
            Err(error) => (500, format!("The editor can't be started: {error}")),
        }
    }
}

fn respond(
    stream: &mut TcpStream,
    status: u16,
    media_type: &str,
    body: &[u8],
    is_framed: bool,
) -> std::io::Result<()> {
    let ancestors = if is_framed { "'self'" } else { "'none'" };
    let policy = format!("{POLICY}; frame-ancestors {ancestors}");
    let own = [("Content-Type", media_type), ("Content-Security-Policy", &policy)];
    let allow = (status == Refusal::Method.status()).then_some(("Allow", "GET"));
    let headers: Vec<_> = own.into_iter().chain(allow).chain(HEADERS).collect();
    http::respond(stream, status, &headers, body)
}
