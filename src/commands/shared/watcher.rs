//! Watching files.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use issuepaper::project::paths::GIT;
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

/// Watches the folders of projects.
pub struct Watcher {
    watcher: RecommendedWatcher,
    folders: BTreeSet<PathBuf>,
}

impl Watcher {
    /// A watcher that `tell`s which files changed.
    ///
    /// # Errors
    ///
    /// The system can't watch files.
    pub fn new(tell: impl Fn(Vec<PathBuf>) + Send + 'static) -> notify::Result<Self> {
        let tell = move |event: notify::Result<notify::Event>| {
            let Ok(event) = event else { return };
            if !matches!(event.kind, EventKind::Access(_)) {
                tell(event.paths);
            }
        };
        let watcher = notify::recommended_watcher(tell)?;
        Ok(Self { watcher, folders: BTreeSet::new() })
    }

    /// Watches all files below a folder.
    ///
    /// # Errors
    ///
    /// The system can't, or can't watch so many.
    pub fn watch(&mut self, folder: &Path) -> notify::Result<()> {
        if !self.folders.iter().any(|known| folder.starts_with(known)) {
            self.watcher.watch(folder, RecursiveMode::Recursive)?;
            self.folders.insert(folder.to_owned());
        }
        Ok(())
    }

    /// Watches the files in a folder, and none below others in it.
    ///
    /// # Errors
    ///
    /// The system can't.
    pub fn watch_files(&mut self, folder: &Path) -> notify::Result<()> {
        self.watcher.watch(folder, RecursiveMode::NonRecursive)
    }
}

/// Whether a file is none of a project: what git and editors keep for themselves.
pub fn is_hidden(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let folders = path.iter().map(|part| part.to_string_lossy());
    name.ends_with('~') || folders.into_iter().any(|part| part == GIT) || name.starts_with('.')
}
