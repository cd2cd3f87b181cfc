//! Watching files.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

/// Watches the folders of projects.
pub struct Watcher {
    watcher: RecommendedWatcher,
    folders: BTreeSet<PathBuf>,
}

impl Watcher {
    /// A watcher that `tell`s which files changed; none where files can't be watched.
    pub fn new(tell: impl Fn(Vec<PathBuf>) + Send + 'static) -> Option<Self> {
        let tell = move |event: notify::Result<notify::Event>| {
            let Ok(event) = event else { return };
            if !matches!(event.kind, EventKind::Access(_)) {
                tell(event.paths);
            }
        };
        let watcher = notify::recommended_watcher(tell).ok()?;
        Some(Self { watcher, folders: BTreeSet::new() })
    }

    /// Watches all files below a folder; false if it can't be watched.
    pub fn watch(&mut self, folder: &Path) -> bool {
        let is_covered = self.folders.iter().any(|known| folder.starts_with(known));
        if !is_covered && self.watcher.watch(folder, RecursiveMode::Recursive).is_ok() {
            self.folders.insert(folder.to_owned());
            return true;
        }
        is_covered
    }
}

/// Whether a file is none of a project: what git and editors keep for themselves.
pub fn is_hidden(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let folders = path.iter().map(|part| part.to_string_lossy());
    name.ends_with('~') || folders.into_iter().any(|part| part == ".git") || name.starts_with('.')
}
