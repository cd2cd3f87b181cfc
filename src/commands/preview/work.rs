//! What happens one after another: files change, pages are made, papers are judged while nobody waits.

use std::collections::BTreeSet;
use std::ffi::OsStr;
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

/// The folder of a repository that git keeps its own files in.
const GIT: &str = ".git";

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
    let around = paths::repository(folder).filter(|root| root != folder);
    if let Some(git) = around.map(|root| root.join(GIT)).filter(|git| git.is_dir()) {
        // Without it a commit is seen at the next save.
        let _ = watcher.watch_files(&git);
    }
    Ok(watcher)
}

/// Files that changed and that pages were not told yet.
struct Changed {
    paths: BTreeSet<PathBuf>,
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
            Event::Disk(paths) => self.note(&paths),
            // Who does not wait for the answer any more does not want it.
            Event::Page(address, to) => drop(to.send(self.preview.reply(&address))),
            Event::Source(file, to) => drop(to.send(self.preview.source(&file))),
        }
    }

    fn note(&mut self, paths: &[PathBuf]) {
        let is_committed = paths.iter().any(|path| is_commit(path));
        let inner = paths.iter().filter_map(|path| path.strip_prefix(&self.folder).ok());
        let relevant: Vec<&Path> = inner.filter(|path| !is_hidden(path)).collect();
        if relevant.is_empty() && !is_committed {
            return;
        }
        let now = Instant::now();
        let nothing = || Changed { paths: BTreeSet::new(), first: now, last: now };
        let changed = self.changed.get_or_insert_with(nothing);
        changed.last = now;
        changed.paths.extend(relevant.into_iter().map(Path::to_owned));
    }

    /// Does what nobody waits for.
    fn go_on(&mut self, pages: &Pages) {
        let was_settled = self.preview.live().is_settled();
        let live = self.preview.live_mut();
        if let Some(changed) = self.changed.take() {
            live.disk_changed(&changed.paths.into_iter().collect::<Vec<_>>());
        } else if was_settled || !live.settle_some(SLICE) || live.take_changed().is_empty() {
            return;
        }
        self.told += 1;
        pages.tell(self.told);
    }
}

/// Whether a change of a file of git may come with a commit.
fn is_commit(path: &Path) -> bool {
    let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default();
    path.iter().any(|part| part == GIT) && ["HEAD", "index", "packed-refs"].contains(&name)
}
