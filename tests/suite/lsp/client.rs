//! A small client: it starts the program and speaks over its standard input and output.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// For how long an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(30);

/// A server that runs, and what it said.
pub struct Client {
    process: Child,
    input: Option<ChildStdin>,
    output: Receiver<Value>,
    next: u64,
    /// What it said at the start.
    pub begun: Value,
    /// The last diagnostics of each document.
    pub found: BTreeMap<String, Value>,
    /// All notifications and requests, in order.
    pub said: Vec<Value>,
}

impl Client {
    /// Starts a server for the folder `root` and a client that can do `capabilities`.
    pub fn new(root: &Path, capabilities: &Value) -> Self {
        let params = json!({
            "processId": null,
            "rootUri": uri(root),
            "capabilities": capabilities,
            "initializationOptions": { "today": "2025-06-30" },
        });
        Self::with(&params)
    }

    /// Starts a server with these parameters.
    pub fn with(params: &Value) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_issuepaper"))
            .arg("lsp")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let input = process.stdin.take();
        let mut reader = BufReader::new(process.stdout.take().unwrap());
        let (sender, output) = channel();
        std::thread::spawn(move || {
            while let Some(message) = read(&mut reader) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        let mut client = Self {
            process,
            input,
            output,
            next: 0,
            begun: Value::Null,
            found: BTreeMap::new(),
            said: Vec::new(),
        };
        client.begun = client.ask("initialize", params);
        client.tell("initialized", &json!({}));
        client
    }

    /// Writes bytes as they are.
    pub fn raw(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().unwrap();
        input.write_all(bytes).unwrap();
        input.flush().unwrap();
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        self.raw(format!("Content-Length: {}\r\n\r\n{text}", text.len()).as_bytes());
    }

    /// Sends a notification.
    pub fn tell(&mut self, method: &str, params: &Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Sends a request and returns the result, or the error.
    pub fn ask(&mut self, method: &str, params: &Value) -> Value {
        let id = self.begin(method, params);
        self.answer(id)
    }

    /// Sends a request and returns its id.
    pub fn begin(&mut self, method: &str, params: &Value) -> u64 {
        self.next += 1;
        let id = self.next;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        id
    }

    /// The result of a request, or the error; it must be the next that is answered.
    pub fn answer(&mut self, id: u64) -> Value {
        let end = Instant::now() + PATIENCE;
        loop {
            let message = self.receive(end).unwrap_or_else(|| panic!("no answer to {id}"));
            if message["id"] == json!(id) && message.get("method").is_none() {
                let error = message.get("error").cloned();
                return error.unwrap_or_else(|| message["result"].clone());
            }
        }
    }

    /// The next message, which is kept if it is no answer.
    fn receive(&mut self, end: Instant) -> Option<Value> {
        let message =
            self.output.recv_timeout(end.saturating_duration_since(Instant::now())).ok()?;
        if message.get("method").is_some() {
            if message["method"] == "textDocument/publishDiagnostics" {
                let params = &message["params"];
                let name = params["uri"].as_str().unwrap().to_owned();
                self.found.insert(name, params.clone());
            }
            self.said.push(message.clone());
        }
        Some(message)
    }

    /// Takes what comes in within this time.
    pub fn listen(&mut self, time: Duration) {
        let end = Instant::now() + time;
        while self.receive(end).is_some() {}
    }

    /// The diagnostics of a file, once `is_wanted` holds of what was published for it.
    pub fn wait(&mut self, path: &Path, is_wanted: impl Fn(&Value) -> bool) -> Value {
        let name = uri(path);
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some(params) = self.found.get(&name).filter(|params| is_wanted(params)) {
                return params["diagnostics"].clone();
            }
            let last = self.found.get(&name).cloned();
            assert!(self.receive(end).is_some(), "{name}: {last:?}");
        }
    }

    /// The diagnostics of version `version` of a file.
    pub fn version(&mut self, path: &Path, version: u32) -> Value {
        self.wait(path, |params| params["version"] == json!(version))
    }

    /// Opens a document.
    pub fn open(&mut self, path: &Path, text: &str) {
        let document =
            json!({ "uri": uri(path), "languageId": "markdown", "version": 1, "text": text });
        self.tell("textDocument/didOpen", &json!({ "textDocument": document }));
    }

    /// Replaces the text of a document.
    pub fn replace(&mut self, path: &Path, version: u32, text: &str) {
        self.change(path, version, &json!([{ "text": text }]));
    }

    /// Changes the text of a document.
    pub fn change(&mut self, path: &Path, version: u32, changes: &Value) {
        let document = json!({ "uri": uri(path), "version": version });
        let params = json!({ "textDocument": document, "contentChanges": changes });
        self.tell("textDocument/didChange", &params);
    }

    /// Asks about a place in a document.
    pub fn at(&mut self, method: &str, path: &Path, line: usize, character: usize) -> Value {
        let place = json!({ "line": line, "character": character });
        self.ask(method, &json!({ "textDocument": { "uri": uri(path) }, "position": place }))
    }

    /// Asks about a document.
    pub fn of(&mut self, method: &str, path: &Path) -> Value {
        self.ask(method, &json!({ "textDocument": { "uri": uri(path) } }))
    }

    /// Ends the server; returns its exit code.
    pub fn stop(mut self) -> Option<i32> {
        self.ask("shutdown", &Value::Null);
        self.tell("exit", &json!({}));
        self.process.wait().unwrap().code()
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        // It ends with its input.
        drop(self.input.take());
        let _ = self.process.wait();
    }
}

fn read(reader: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim().split_once(": ") {
            Some(("Content-Length", value)) => length = value.parse().ok()?,
            Some(_) => {}
            None => break,
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}

/// The URI of a file, with escapes.
pub fn uri(path: &Path) -> String {
    let mut uri = "file://".to_owned();
    for byte in path.to_str().unwrap().bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}
