//! The loop: messages as they come, open papers at once, the others while nobody types.

use std::collections::{BTreeMap, VecDeque};
use std::io::{self, BufReader, Write};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{Builder, JoinHandle};
use std::time::{Duration, Instant};

use issuepaper::git;
use lsp_server::{ErrorCode, Message, Notification, ReqQueue, Request, RequestId, Response};
use serde_json::Value;

use super::answer::{Refusal, response};
use super::capabilities;
use super::client::Client;
use super::position::Encoding;
use super::server::{Claims, Server};
use super::uri::{self, Location};
use super::wire::{self, Incoming};
use super::workspace::Workspace;
use crate::commands::shared::parse::parse_day;
use crate::commands::{Exit, Session};

/// How long nobody may have typed before papers are judged that nobody looks at.
const QUIET: Duration = Duration::from_millis(150);

/// For how long these are judged before the next look at what came in: a key that is typed waits as long at most.
const SLICE: Duration = Duration::from_millis(4);

/// How many of them are judged at first, and at most.
const FEW: usize = 8;
const MOST: usize = 256;

/// A change that waited longer than this is judged together with those after it, so that the server catches up.
const LATE: Duration = Duration::from_millis(250);

/// The same where so many changes wait.
const MANY: usize = 16;

/// What happens.
#[derive(Debug)]
pub(super) enum Event {
    Message(Message, Instant),
    Malformed(String),
    /// Files changed on disk.
    Disk(Vec<PathBuf>),
    /// A remote told what numbers are claimed there, or did not, when it was asked this time.
    Claims(u64, Claims),
    /// The input ended.
    End,
}

/// Serves until the client says so, or is gone.
///
/// # Errors
///
/// The system has no thread left.
pub(super) fn run(session: &Session) -> anyhow::Result<Exit> {
    let (events, receiver) = channel();
    let reader = events.clone();
    // It ends with the input, which may be after the program.
    Builder::new().spawn(move || read(&reader))?;
    let (sender, outgoing) = channel();
    let writer = Builder::new().spawn(move || write(&outgoing))?;
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        Server::log(&format!("internal error at {place}; please report it"));
    }));
    let code =
        Loop { receiver, waiting: VecDeque::new(), count: FEW }.serve(session, &events, sender);
    git::abandon();
    join(writer);
    Ok(if code { Exit::Clean } else { Exit::Findings })
}

fn join(writer: JoinHandle<()>) {
    // If it crashed, nobody reads any more.
    let _ = writer.join();
}

fn read(events: &Sender<Event>) {
    let mut input = BufReader::new(io::stdin());
    let event = |incoming| match incoming {
        Incoming::Message(message) => Event::Message(message, Instant::now()),
        Incoming::Malformed(why) => Event::Malformed(why),
    };
    while let Ok(Some(incoming)) = wire::read(&mut input) {
        if events.send(event(incoming)).is_err() {
            return;
        }
    }
    let _ = events.send(Event::End);
}

fn write(outgoing: &Receiver<Message>) {
    let mut out = io::BufWriter::new(io::stdout());
    while let Ok(message) = outgoing.recv() {
        let mut next = Some(message);
        while let Some(message) = next {
            if wire::write(&mut out, &message).is_err() {
                return;
            }
            next = outgoing.try_recv().ok();
        }
        if out.flush().is_err() {
            return;
        }
    }
}

struct Loop {
    receiver: Receiver<Event>,
    /// What came in and was not acted on yet.
    waiting: VecDeque<Event>,
    /// How many papers that nobody looks at are judged in the time there is for them.
    count: usize,
}

impl Loop {
    /// Serves; true if the client shut the server down before it said that it should end.
    fn serve(mut self, session: &Session, events: &Sender<Event>, sender: Sender<Message>) -> bool {
        let Some(mut server) = self.initialize(session, sender) else { return true };
        let watching = events.clone();
        // The receiver is gone only when the program ends.
        server.watch(move |paths| drop(watching.send(Event::Disk(paths))));
        let mut last = Instant::now();
        loop {
            self.collect(&mut server);
            let event = match self.waiting.pop_front() {
                Some(event) => event,
                None => match self.wait(&mut server, last) {
                    Some(event) => event,
                    None => return server.is_shut_down,
                },
            };
            match event {
                Event::Message(Message::Request(request), _) => {
                    let events = events.clone();
                    // Nobody waits any more once the program ends.
                    let tell =
                        move |number, claims| drop(events.send(Event::Claims(number, claims)));
                    if !server.set_aside(&request, tell) {
                        let answer = server.answer(request);
                        server.respond(answer);
                    }
                }
                Event::Message(Message::Notification(notification), came) => {
                    if notification.method == "exit" {
                        return server.is_shut_down;
                    }
                    let is_typed = notification.method.starts_with("textDocument/");
                    server.act(notification);
                    if is_typed && !self.is_behind(came) {
                        server.judge_open_safely();
                    }
                }
                Event::Message(Message::Response(answer), _) => {
                    server.queue.outgoing.complete(answer.id);
                    continue;
                }
                Event::Malformed(why) => Server::log(&format!("not a message: {why}")),
                Event::Disk(paths) => server.disk_changed(paths),
                Event::Claims(number, claims) => server.claims_came(number, claims),
                Event::End => return server.is_shut_down,
            }
            last = Instant::now();
        }
    }

    /// Whether so many changes wait, or for so long, that not each is judged.
    fn is_behind(&self, came: Instant) -> bool {
        let is_change = |event: &Event| matches!(event, Event::Message(Message::Notification(it), _) if it.method == "textDocument/didChange");
        let count = self.waiting.iter().take_while(|event| is_change(event)).count();
        count > MANY || count > 0 && came.elapsed() > LATE
    }

    /// Takes all that came in, and answers requests that were canceled before they were answered.
    fn collect(&mut self, server: &mut Server) {
        while let Ok(event) = self.receiver.try_recv() {
            match canceled(&event) {
                Some(id) => self.cancel(&id, server),
                None => self.waiting.push_back(event),
            }
        }
    }

    fn cancel(&mut self, id: &RequestId, server: &mut Server) {
        let is_it = |event: &Event| matches!(event, Event::Message(Message::Request(it), _) if it.id == *id);
        if let Some(at) = self.waiting.iter().position(is_it) {
            self.waiting.remove(at);
            let code = ErrorCode::RequestCanceled;
            let refusal = Refusal { code, message: "canceled".to_owned() };
            server.respond(response(id.clone(), Err(refusal)));
        } else {
            server.cancel_asking(Some(id));
        }
    }

    /// Waits for the next event; judges papers that nobody looks at meanwhile. None if there will be no more.
    fn wait(&mut self, server: &mut Server, last: Instant) -> Option<Event> {
        loop {
            if server.is_settled() {
                return self.receiver.recv().ok();
            }
            let quiet = QUIET.saturating_sub(last.elapsed());
            match self.receiver.recv_timeout(quiet) {
                Ok(event) => return Some(event),
                Err(RecvTimeoutError::Disconnected) => return None,
                Err(RecvTimeoutError::Timeout) => self.settle_some(server),
            }
        }
    }

    /// Judges as many papers that nobody looks at as there is time for.
    fn settle_some(&mut self, server: &mut Server) {
        let start = Instant::now();
        server.settle_some_safely(self.count);
        let took = start.elapsed();
        if took > SLICE {
            self.count = (self.count / 2).max(1);
        } else if took < SLICE / 2 {
            self.count = (self.count * 2).min(MOST);
        }
    }

    /// Answers the request that begins everything; none if the client ends instead.
    fn initialize(&mut self, session: &Session, sender: Sender<Message>) -> Option<Server> {
        loop {
            let message = match self.receiver.recv().ok()? {
                Event::Message(message, _) => message,
                Event::Malformed(why) => {
                    Server::log(&format!("not a message: {why}"));
                    continue;
                }
                Event::Disk(_) | Event::Claims(..) => continue,
                Event::End => return None,
            };
            match message {
                Message::Request(Request { id, method, params }) if method == "initialize" => {
                    let server = new_server(session, &params, sender);
                    let result =
                        capabilities::result(&server.client, server.encoding, server.only_open);
                    server.respond(Response::new_ok(id, result));
                    return Some(server);
                }
                Message::Request(request) => {
                    let refusal = Refusal {
                        code: ErrorCode::ServerNotInitialized,
                        message: "initialize the server first".to_owned(),
                    };
                    let _ = sender.send(response(request.id, Err(refusal)).into());
                }
                Message::Notification(Notification { method, .. }) if method == "exit" => {
                    return None;
                }
                _ => {}
            }
        }
    }
}

/// The request that a notification cancels.
fn canceled(event: &Event) -> Option<RequestId> {
    match event {
        Event::Message(Message::Notification(it), _) if it.method == "$/cancelRequest" => {
            serde_json::from_value(it.params.get("id")?.clone()).ok()
        }
        _ => None,
    }
}

fn new_server(session: &Session, params: &Value, sender: Sender<Message>) -> Server {
    let option = |name: &str| {
        params.pointer(&format!("/initializationOptions/{name}")).and_then(Value::as_str)
    };
    let today = option("today").and_then(|day| parse_day(day).ok()).unwrap_or(session.today);
    let capabilities = params.get("capabilities").cloned().unwrap_or_default();
    Server {
        client: Client::new(params),
        encoding: Encoding::of(&capabilities),
        workspace: Workspace::new(folders(params), today),
        documents: BTreeMap::new(),
        keys: BTreeMap::new(),
        only_open: option("diagnostics") == Some("open"),
        queue: ReqQueue::default(),
        sender,
        watcher: None,
        progress: None,
        asking: None,
        questions: 0,
        claims: None,
        is_shut_down: false,
    }
}

/// The folders that the client opened.
fn folders(params: &Value) -> Vec<PathBuf> {
    let listed = params.get("workspaceFolders").and_then(Value::as_array);
    let listed = listed.into_iter().flatten().filter_map(|folder| folder.get("uri")?.as_str());
    let mut uris: Vec<&str> = listed.collect();
    if uris.is_empty() {
        uris.extend(params.get("rootUri").and_then(Value::as_str));
    }
    let path = |uri: &&str| match uri::location(uri) {
        Location::File { path, .. } => Some(path),
        _ => None,
    };
    uris.iter().filter_map(path).collect()
}
