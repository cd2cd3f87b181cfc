//! What happens one after another: files change, pages are made, papers are judged while nobody waits. Only layouts are
//! made in another thread, one at a time.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Weak;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender};
use std::thread::Builder;
use std::time::{Duration, Instant};

use issuepaper::preview::{Address, Answer, FinishedFile, PendingFile, Preview, Reply};

use super::events::Pages;
use super::start::Started;
use super::watch::Watch;
use crate::commands::Exit;

/// How long no file may have changed before pages are told: an editor saves in several steps.
const QUIET: Duration = Duration::from_millis(4);

/// How long pages wait at most while files change all the time.
const LONGEST: Duration = Duration::from_millis(100);

/// How long until the next look for a folder that went.
const AGAIN: Duration = Duration::from_millis(250);

/// How many papers that nobody looks at are judged before the next look at what came in.
const SLICE: usize = 32;

/// What happens.
pub(super) enum Event {
    /// Files changed on disk.
    Disk(Vec<PathBuf>),
    /// Somebody wants to see what is at an address, as long as the last part is there.
    Page(Address, SyncSender<Reply>, Weak<()>),
    /// Somebody wants to open a file, by the name that findings have for it.
    Source(String, SyncSender<Option<PathBuf>>),
    /// A layout ended; without a file, if the program had a fault.
    LaidOut(Option<FinishedFile>),
}

/// Does what comes in, until nothing can any more.
pub(super) fn work(
    started: Started,
    sender: Sender<Event>,
    events: &Receiver<Event>,
    pages: &Pages,
) -> anyhow::Result<Exit> {
    let Started { preview, folder } = started;
    let disk = sender.clone();
    // The receiver is gone only when the program ends.
    let tell = move |paths| drop(disk.send(Event::Disk(paths)));
    let watch = Watch::new(folder, preview.live().scope(), tell)?;
    let layouts = Layouts { sender, is_busy: false, waiting: Vec::new() };
    let went_on = Instant::now();
    let mut worker = Worker { preview, watch, layouts, changed: None, went_on, told: 0 };
    worker.watch_pictures();
    loop {
        match events.recv_timeout(worker.patience()) {
            Ok(event) => {
                worker.act(event);
                // However many others come.
                if worker.due().is_some_and(|due| due <= Instant::now()) {
                    worker.go_on(pages);
                }
            }
            Err(RecvTimeoutError::Timeout) => worker.go_on(pages),
            Err(RecvTimeoutError::Disconnected) => return Ok(Exit::Clean),
        }
    }
}

/// Files that changed and that pages were not told yet.
struct Changed {
    paths: BTreeSet<PathBuf>,
    first: Instant,
    last: Instant,
}

/// A request that has no answer yet.
struct Waiting {
    address: Address,
    /// What the project was when it came: an answer may not be older.
    since: u64,
    to: SyncSender<Reply>,
    /// Its end says that nobody waits any more.
    is_there: Weak<()>,
}

/// The requests that wait for a layout.
struct Layouts {
    sender: Sender<Event>,
    is_busy: bool,
    waiting: Vec<Waiting>,
}

impl Layouts {
    /// Has a file laid out for one who waits, the first of those that do.
    fn start(&mut self, waiting: Waiting, pending: PendingFile) {
        let sender = self.sender.clone();
        let make = move || {
            let finished = catch_unwind(AssertUnwindSafe(|| pending.make())).ok();
            // The receiver is gone only when the program ends.
            drop(sender.send(Event::LaidOut(finished)));
        };
        self.is_busy = Builder::new().spawn(make).is_ok();
        // Without a thread for it, it gets no answer.
        if self.is_busy {
            self.waiting.push(waiting);
        }
    }
}

struct Worker {
    preview: Preview,
    watch: Watch,
    layouts: Layouts,
    changed: Option<Changed>,
    /// When it went on last.
    went_on: Instant,
    /// How often pages were told that something changed.
    told: u64,
}

impl Worker {
    /// When to go on, whatever comes in.
    fn due(&self) -> Option<Instant> {
        match &self.changed {
            Some(changed) => Some((changed.last + QUIET).min(changed.first + LONGEST)),
            None => self.watch.is_lost().then(|| self.went_on + AGAIN),
        }
    }

    /// How long to wait for something to happen before going on.
    fn patience(&self) -> Duration {
        if self.changed.is_none() && !self.preview.live().is_settled() {
            return Duration::ZERO;
        }
        let left = |due: Instant| due.saturating_duration_since(Instant::now());
        self.due().map_or(Duration::from_hours(1), left)
    }

    fn act(&mut self, event: Event) {
        match event {
            Event::Disk(paths) => self.note(&paths),
            Event::Page(address, to, is_there) => {
                let since = self.preview.live().generation();
                self.answer(Waiting { address, since, to, is_there });
            }
            // Who does not wait for the answer any more does not want it.
            Event::Source(file, to) => drop(to.send(self.preview.source(&file))),
            Event::LaidOut(finished) => self.laid_out(finished),
        }
    }

    fn answer(&mut self, waiting: Waiting) {
        let Waiting { address, since, .. } = &waiting;
        match self.preview.reply(address, *since, self.layouts.is_busy) {
            Answer::Ready(reply) => drop(waiting.to.send(reply)),
            Answer::Later(pending) => self.layouts.start(waiting, *pending),
            Answer::Busy => self.layouts.waiting.push(waiting),
        }
    }

    fn laid_out(&mut self, finished: Option<FinishedFile>) {
        self.layouts.is_busy = false;
        let mut waiting = std::mem::take(&mut self.layouts.waiting);
        match finished {
            Some(finished) => self.preview.keep(finished),
            // The one that it was for gets no answer, rather than make it fail again.
            None => drop(waiting.drain(..1.min(waiting.len()))),
        }
        for waiting in waiting.into_iter().filter(|waiting| waiting.is_there.strong_count() > 0) {
            self.answer(waiting);
        }
    }

    fn note(&mut self, paths: &[PathBuf]) {
        let Some(relevant) = self.watch.note(paths) else { return };
        let now = Instant::now();
        let nothing = || Changed { paths: BTreeSet::new(), first: now, last: now };
        let changed = self.changed.get_or_insert_with(nothing);
        changed.last = now;
        changed.paths.extend(relevant);
    }

    /// Does what nobody waits for.
    fn go_on(&mut self, pages: &Pages) {
        self.went_on = Instant::now();
        let was_settled = self.preview.live().is_settled();
        let live = self.preview.live_mut();
        if self.watch.enter_again() {
            self.changed = None;
            live.reread();
        } else if let Some(changed) = self.changed.take() {
            live.disk_changed(&changed.paths.into_iter().collect::<Vec<_>>());
        } else if was_settled || !live.settle_some(SLICE) || live.take_changed().is_empty() {
            return;
        }
        self.told += 1;
        pages.tell(self.told);
        self.watch_pictures();
    }

    /// Watches what is not beside the paper, if that is all there is.
    fn watch_pictures(&mut self) {
        self.watch.watch_below(&self.preview.live().picture_folders());
    }
}
