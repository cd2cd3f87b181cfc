//! A small browser: it starts a preview, and asks it for pages.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// For how long an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(30);

/// A preview that runs.
pub struct Browser {
    process: Child,
    /// The port that it listens on.
    pub port: u16,
    /// The path before all addresses.
    pub root: String,
}

/// An answer.
#[derive(Debug)]
pub struct Page {
    pub status: u16,
    /// The headers, each a line in lower case.
    pub headers: Vec<String>,
    pub body: String,
}

impl Page {
    /// The value of an attribute in the first element that has `mark` before it.
    pub fn attribute(&self, mark: &str, name: &str) -> Option<String> {
        let (_, rest) = self.body.split_once(mark)?;
        let (_, rest) = rest.split_once(&format!("{name}=\""))?;
        let (value, _) = rest.split_once('"')?;
        Some(value.replace("&#x2f;", "/").replace("&amp;", "&"))
    }

    /// The rules of the findings that stand beside it.
    pub fn rules(&self) -> Vec<&str> {
        let all = self.body.split("data-rule=\"").skip(1);
        all.map(|rest| rest.split_once('"').unwrap().0).collect()
    }

    /// What is in `main`.
    pub fn main(&self) -> &str {
        let (_, rest) = self.body.split_once("<main").unwrap();
        rest.split_once("</main>").unwrap().0
    }
}

impl Browser {
    /// Starts a preview in `folder`.
    pub fn new(folder: &Path, args: &[&str]) -> Self {
        Self::with(folder, args, &[])
    }

    /// The same with these variables in the environment.
    pub fn with(folder: &Path, args: &[&str], variables: &[(&str, &str)]) -> Self {
        let mut command = command(folder, args);
        command.envs(variables.iter().copied());
        let mut process = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let rest = line.trim_end().strip_prefix("http://127.0.0.1:").unwrap();
        let (port, root) = rest.split_once('/').unwrap();
        Self { process, port: port.parse().unwrap(), root: format!("/{root}") }
    }

    /// What is at an address.
    pub fn get(&self, address: &str) -> Page {
        let host = format!("Host: 127.0.0.1:{}", self.port);
        self.send(&format!("GET {}{address} HTTP/1.1", self.root), &[&host])
    }

    /// The answer to a request; its status is 0 if there is none.
    pub fn send(&self, line: &str, headers: &[&str]) -> Page {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let head: String = headers.iter().map(|header| format!("{header}\r\n")).collect();
        write!(stream, "{line}\r\n{head}Connection: close\r\n\r\n").unwrap();
        let mut bytes = Vec::new();
        // One who refuses may close before everything was sent.
        let _ = stream.read_to_end(&mut bytes);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
        let headers = head.lines().skip(1).map(str::to_lowercase).collect();
        Page { status: status.unwrap_or_default(), headers, body: body.to_owned() }
    }

    /// Listens for changes.
    pub fn listen(&self) -> BufReader<TcpStream> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let (root, port) = (&self.root, self.port);
        write!(stream, "GET {root}-/events HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n").unwrap();
        let mut reader = BufReader::new(stream);
        let mut line = String::new();
        while line != "\r\n" {
            line.clear();
            reader.read_line(&mut line).unwrap();
        }
        reader
    }

    /// The page at an address as soon as it is as it is wanted.
    pub fn wait(&self, address: &str, is_wanted: impl Fn(&Page) -> bool) -> Page {
        let start = std::time::Instant::now();
        loop {
            let page = self.get(address);
            if is_wanted(&page) {
                return page;
            }
            assert!(start.elapsed() < PATIENCE, "{}", page.body);
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Ends it as Ctrl-C does, and returns its exit code.
    #[cfg(unix)]
    pub fn interrupt(mut self) -> Option<i32> {
        let id = self.process.id().to_string();
        Command::new("kill").args(["-INT", &id]).status().unwrap();
        self.process.wait().unwrap().code()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The command that previews what `args` say in `folder`.
pub fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_issuepaper"));
    command.arg("preview").args(args).args(["--today", "2025-06-30"]).current_dir(folder);
    command.env_remove("VISUAL").env_remove("ISSUEPAPER_EDITOR").stdin(Stdio::null());
    command
}

/// Waits until a change is told.
pub fn told(reader: &mut BufReader<TcpStream>) {
    let mut line = String::new();
    while !line.starts_with("data: ") {
        line.clear();
        assert!(reader.read_line(&mut line).unwrap() > 0, "the preview has ended");
    }
}
