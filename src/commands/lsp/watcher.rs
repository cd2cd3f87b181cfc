//! Watching files, for clients that don't.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

/// Watches the folders of projects.
pub(super) struct Watcher {
    watcher: RecommendedWatcher,
    folders: BTreeSet<PathBuf>,
}

impl Watcher {
    /// A watcher that `tell`s which files changed; none where files can't be watched.
    pub(super) fn new(tell: impl Fn(Vec<PathBuf>) + Send + 'static) -> Option<Self> {
        let tell = move |event: notify::Result<notify::Event>| {
            let Ok(event) = event else { return };
            if !matches!(event.kind, EventKind::Access(_)) {
                tell(event.paths);
            }
        };
        let watcher = notify::recommended_watcher(tell).ok()?;
        Some(Self { watcher, folders: BTreeSet::new() })
    }

    /// Watches all files below a folder.
    pub(super) fn watch(&mut self, folder: &Path) {
        let is_covered = self.folders.iter().any(|known| folder.starts_with(known));
        if !is_covered && self.watcher.watch(folder, RecursiveMode::Recursive).is_ok() {
            self.folders.insert(folder.to_owned());
        }
    }
}
