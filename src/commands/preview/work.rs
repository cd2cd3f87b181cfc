//! What happens one after another: files change, pages are made, papers are judged while nobody waits.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender};
use std::time::{Duration, Instant};

use anyhow::Context;
use issuepaper::live::Scope;
use issuepaper::preview::{Address, Preview, Reply};
use issuepaper::project::paths;

use super::events::Pages;
use super::start::Started;
use crate::commands::Exit;
use crate::commands::shared::watcher::{Watcher, is_hidden};

/// How long no file may have changed before pages are told: an editor saves in several steps.
const QUIET: Duration = Duration::from_millis(8);

/// How long pages wait at most while files change all the time.
const LONGEST: Duration = Duration::from_millis(100);

/// How many papers that nobody looks at are judged before the next look at what came in.
const SLICE: usize = 32;

/// What happens.
pub(super) enum Event {
    /// Files changed on disk.
    Disk(Vec<PathBuf>),
    /// Somebody wants to see what is at an address.
    Page(Address, SyncSender<Reply>),
    /// Somebody wants to open a file, by the name that findings have for it.
    Source(String, SyncSender<Option<PathBuf>>),
}

/// Does what comes in, until nothing can any more.
pub(super) fn work(
    started: Started,
    sender: Sender<Event>,
    events: &Receiver<Event>,
    pages: &Pages,
) -> anyhow::Result<Exit> {
    let Started { preview, folder } = started;
    // The receiver is gone only when the program ends.
    let shown = paths::display(&folder);
    let _watcher = watched(&folder, &preview, move |paths| drop(sender.send(Event::Disk(paths))))
        .with_context(|| format!("the files in {shown} can't be watched"))?;
    let mut worker = Worker { preview, folder, changed: None, told: 0 };
    loop {
        match events.recv_timeout(worker.patience()) {
            Ok(event) => worker.act(event),
            Err(RecvTimeoutError::Timeout) => worker.go_on(pages),
            Err(RecvTimeoutError::Disconnected) => return Ok(Exit::Clean),
        }
    }
}

/// Watches the files of a project; of a paper outside any project, those beside it.
fn watched(
    folder: &Path,
    preview: &Preview,
    tell: impl Fn(Vec<PathBuf>) + Send + 'static,
) -> anyhow::Result<Watcher> {
    let mut watcher = Watcher::new(tell)?;
    match preview.live().scope() {
        Scope::Paper(_) => watcher.watch_files(folder)?,
        Scope::Project | Scope::Folder => watcher.watch(folder)?,
    }
    Ok(watcher)
}

/// Files that changed and that pages were not told yet.
struct Changed {
    paths: Vec<PathBuf>,
    first: Instant,
    last: Instant,
}

struct Worker {
    preview: Preview,
    folder: PathBuf,
    changed: Option<Changed>,
    /// How often pages were told that something changed.
    told: u64,
}

impl Worker {
    /// How long to wait for something to happen before going on.
    fn patience(&self) -> Duration {
        match &self.changed {
            Some(changed) => {
                let until = (changed.last + QUIET).min(changed.first + LONGEST);
                until.saturating_duration_since(Instant::now())
            }
            None if self.preview.live().is_settled() => Duration::from_hours(1),
            None => Duration::ZERO,
        }
    }

    fn act(&mut self, event: Event) {
        match event {
            Event::Disk(paths) => self.note(paths),
            // Who does not wait for the answer any more does not want it.
            Event::Page(address, to) => drop(to.send(self.preview.reply(&address))),
            Event::Source(file, to) => drop(to.send(self.preview.source(&file))),
        }
    }

    fn note(&mut self, paths: Vec<PathBuf>) {
        let relevant = paths.into_iter().filter_map(|path| {
            let inner = path.strip_prefix(&self.folder).ok()?;
            (!is_hidden(inner) || is_commit(inner)).then(|| inner.to_owned())
        });
        let relevant: Vec<PathBuf> = relevant.collect();
        if relevant.is_empty() {
            return;
        }
        let now = Instant::now();
        let changed = self.changed.get_or_insert_with(|| Changed {
            paths: Vec::new(),
            first: now,
            last: now,
        });
        changed.last = now;
        for path in relevant.into_iter().filter(|path| !is_hidden(path)) {
            if !changed.paths.contains(&path) {
                changed.paths.push(path);
            }
        }
    }

    /// Does what nobody waits for.
    fn go_on(&mut self, pages: &Pages) {
        let was_settled = self.preview.live().is_settled();
        if let Some(changed) = self.changed.take() {
            self.preview.live_mut().disk_changed(&changed.paths);
        } else if was_settled || !self.preview.live_mut().settle_some(SLICE) {
            return;
        }
        self.told += 1;
        pages.tell(self.told);
    }
}

/// Whether a file of git says what the last commit is.
fn is_commit(path: &Path) -> bool {
    let is_git = path.iter().any(|part| part == ".git");
    is_git && (path.ends_with("HEAD") || path.iter().any(|part| part == "refs"))
}
