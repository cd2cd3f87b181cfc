//! Pictures that were read before, for a project that stays open: a paper is judged at each key that is typed in it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::check::facts::ShownPicture;
use crate::project::{FileStamp, NoPicture, Project};

/// A picture, or why no page shows it.
type Shown = Result<ShownPicture, NoPicture>;

/// What was read of pictures, each with the state of its file.
#[derive(Debug, Default)]
pub(in crate::check) struct Pictures(Mutex<BTreeMap<PathBuf, (FileStamp, Shown)>>);

impl Pictures {
    /// What `read` finds at `path`, which is called only if the file is not what it was.
    pub(in crate::check) fn get(
        &self,
        project: &Project,
        path: &Path,
        read: impl FnOnce() -> Shown,
    ) -> Shown {
        let Some(stamp) = project.stamp_of(path) else { return read() };
        let known = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, shown)) = known().get(path).filter(|(before, _)| *before == stamp) {
            return shown.clone();
        }
        // It takes long; others need not wait for it.
        let shown = read();
        known().insert(path.to_owned(), (stamp, shown.clone()));
        shown
    }

    /// Forgets everything, as a file changed: on some disks times are in seconds.
    pub(in crate::check) fn forget(&mut self) {
        self.0.get_mut().unwrap_or_else(PoisonError::into_inner).clear();
    }
}
