//! Watching a project, and the repository around it.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use issuepaper::live::Scope;
use issuepaper::project::paths::{self, GIT};

use crate::commands::shared::watcher::{Watcher, is_hidden};

/// What git writes at a commit, or when another one is checked out.
const OF_COMMITS: [&str; 4] = ["HEAD", "ORIG_HEAD", "index", "packed-refs"];

/// Who is told which files changed.
type Tell = Arc<dyn Fn(Vec<PathBuf>) + Send + Sync>;

/// A project whose files are watched.
pub(super) struct Watch {
    /// The folder of the project, which is the current one.
    folder: PathBuf,
    /// Whether the folders in it are watched, too.
    is_deep: bool,
    /// The folder of the repository around it that a commit changes.
    git: Option<PathBuf>,
    tell: Tell,
    watcher: Watcher,
    /// Whether the folder went, so that another one with its name has to be entered.
    is_lost: bool,
}

impl Watch {
    /// Watches the files of a project; of a paper outside any project, those beside it.
    pub(super) fn new(
        folder: PathBuf,
        scope: &Scope,
        tell: impl Fn(Vec<PathBuf>) + Send + Sync + 'static,
    ) -> anyhow::Result<Self> {
        let is_deep = !matches!(scope, Scope::Paper(_));
        let tell: Tell = Arc::new(tell);
        let git = git_folder(&folder);
        let watcher =
            watcher(&folder, is_deep, git.as_deref(), Arc::clone(&tell)).with_context(|| {
                format!("the files in {} can't be watched", paths::display(&folder))
            })?;
        Ok(Self { folder, is_deep, git, tell, watcher, is_lost: false })
    }

    /// Takes note of files that changed: those of the project, as it names them; nothing if neither one of them nor the
    /// last commit may be another now.
    pub(super) fn note(&mut self, paths: &[PathBuf]) -> Option<Vec<PathBuf>> {
        if paths.contains(&self.folder) {
            // Or only its permissions changed.
            self.is_lost |= !same_file::is_same_file(&self.folder, ".").unwrap_or(false);
        }
        let is_repository = paths.iter().any(|path| path.file_name() == Some(OsStr::new(GIT)));
        if is_repository && !self.is_lost {
            // Without it a commit is seen at the next save.
            let _ = self.watch_again();
        }
        let is_committed = paths.iter().any(|path| is_commit(path, self.git.as_deref()));
        let inner = paths.iter().filter_map(|path| path.strip_prefix(&self.folder).ok());
        let is_named = |path: &&Path| !path.as_os_str().is_empty() && !is_hidden(path);
        let inner: Vec<_> = inner.filter(is_named).map(Path::to_owned).collect();
        (is_repository || is_committed || !inner.is_empty()).then_some(inner)
    }

    /// Watches what is there now.
    fn watch_again(&mut self) -> anyhow::Result<()> {
        let git = git_folder(&self.folder);
        self.watcher = watcher(&self.folder, self.is_deep, git.as_deref(), Arc::clone(&self.tell))?;
        self.git = git;
        Ok(())
    }

    /// Watches the files in folders below that of a paper outside any project.
    pub(super) fn watch_below(&mut self, folders: &BTreeSet<PathBuf>) {
        for folder in folders {
            // One that does not exist yet comes with a change in the folder that it is made in.
            let _ = self.watcher.watch_files(&self.folder.join(folder));
        }
    }

    /// Whether the folder of the project went.
    pub(super) const fn is_lost(&self) -> bool {
        self.is_lost
    }

    /// Makes the folder the current one of the process, if it went and there is one again.
    pub(super) fn enter_again(&mut self) -> bool {
        if !self.is_lost || std::env::set_current_dir(&self.folder).is_err() {
            return false;
        }
        self.is_lost = self.watch_again().is_err();
        !self.is_lost
    }
}

/// The folder of the repository around the project that a commit changes.
fn git_folder(folder: &Path) -> Option<PathBuf> {
    let git = paths::repository(folder).and_then(|root| paths::git_folder(&root))?;
    Some(git.canonicalize().unwrap_or(git))
}

fn watcher(
    folder: &Path,
    is_deep: bool,
    git: Option<&Path>,
    tell: Tell,
) -> anyhow::Result<Watcher> {
    let (own, of_git) = (folder.to_owned(), git.map(Path::to_owned));
    // The folder around it may be a busy one.
    let is_near =
        move |path: &PathBuf| path.starts_with(&own) || is_commit(path, of_git.as_deref());
    let tell = move |paths: Vec<PathBuf>| {
        if paths.iter().any(&is_near) {
            tell(paths);
        }
    };
    let mut watcher = Watcher::new(tell)?;
    if is_deep {
        watcher.watch(folder)?;
    } else {
        watcher.watch_files(folder)?;
    }
    if let Some(git) = git.filter(|git| !is_deep || !git.starts_with(folder)) {
        // Without it a commit is seen at the next save.
        let _ = watcher.watch_files(git);
    }
    if let Some(parent) = folder.parent() {
        // The current folder of a process is not told that it was deleted; without this it is not entered again.
        let _ = watcher.watch_files(parent);
    }
    Ok(watcher)
}

/// Whether a change of a file may come with a commit.
fn is_commit(path: &Path, git: Option<&Path>) -> bool {
    let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default();
    git.is_some() && path.parent() == git && OF_COMMITS.contains(&name)
}
