//! `check --watch`: checks again whenever a paper, or a file that papers are judged by, changes.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use anyhow::Context;
use issuepaper::project::Inputs;
use issuepaper::project::paths;
use notify::{Event, RecursiveMode, Watcher};

use crate::commands::{Exit, Session};

/// An editor writes a file in several steps; a check waits until there was no change for this long.
const QUIET: Duration = Duration::from_millis(80);

/// The extensions of papers and of files that they are judged by.
const ENDINGS: [&str; 4] = ["md", "markdown", "yaml", "yml"];

/// Checks now, and again after each change, until the program is stopped.
pub(super) fn run(
    inputs: &Inputs,
    session: &Session,
    check: impl Fn() -> anyhow::Result<Exit>,
) -> anyhow::Result<Exit> {
    let (sender, changes) = channel();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
        // The receiver is gone only when the program ends.
        let _ = event.map(|event| sender.send(event));
    })
    .context("files can't be watched")?;
    for folder in folders(inputs) {
        watcher
            .watch(&folder, RecursiveMode::Recursive)
            .with_context(|| format!("{} can't be watched", paths::display(&folder)))?;
    }
    loop {
        let exit = check()?;
        if session.is_closed() {
            return Ok(exit);
        }
        session.message("watching; press Ctrl-C to stop");
        let Some(path) = wait(&changes) else { return Ok(Exit::Clean) };
        // What was found before is above this line, and what counts now is below it.
        let line = format!("==== {} changed ====", paths::display(&near(&path)));
        for line in ["", &line, ""] {
            session.message(line);
        }
    }
}

/// The path as it is written from the current folder.
fn near(path: &Path) -> PathBuf {
    let here = std::env::current_dir().unwrap_or_default();
    paths::within(path, &here).unwrap_or_else(|| path.to_owned())
}

/// The projects, and the folders of papers outside any.
fn folders(inputs: &Inputs) -> BTreeSet<PathBuf> {
    let named = |path: &Path| match path {
        path if path.as_os_str().is_empty() => PathBuf::from("."),
        path => path.to_owned(),
    };
    let mut folders = BTreeSet::new();
    for (root, input) in &inputs.groups {
        if let Some(root) = root {
            folders.insert(named(root));
        } else {
            let papers = input.named.iter().chain(&input.found);
            folders.extend(papers.filter_map(|path| path.parent()).map(named));
        }
    }
    folders
}

/// Waits for a relevant change, and then until there are no more; returns a file that changed, none if none will.
fn wait(changes: &Receiver<Event>) -> Option<PathBuf> {
    loop {
        let event = changes.recv().ok()?;
        if let Some(path) = source(&event) {
            while changes.recv_timeout(QUIET).is_ok() {}
            return Some(path.clone());
        }
    }
}

/// The paper or setting that changed. Reading a file is not a change, and neither is a report that is written beside
/// the papers.
fn source(event: &Event) -> Option<&PathBuf> {
    let is_source = |path: &&PathBuf| {
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        ENDINGS.contains(&ending.to_ascii_lowercase().as_str())
    };
    event.paths.iter().filter(|_| !event.kind.is_access()).find(is_source)
}
