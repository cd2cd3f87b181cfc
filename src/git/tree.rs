//! The files of a commit, and the projects among them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::Repository;
use super::process::{self, Failure, path, reading, run};
use crate::project::InputError;
use crate::project::settings::SETTINGS_FILE;

/// A file of a commit.
#[derive(Debug)]
pub(super) struct TreeFile {
    /// The object id of its contents.
    pub(super) id: String,
    /// Whether it is a regular file, not a link.
    pub(super) is_file: bool,
}

/// The files of a commit, by their paths.
#[derive(Debug)]
pub(super) struct Tree(BTreeMap<PathBuf, TreeFile>);

impl Repository {
    /// The files of `commit`: those in the folder of the project, or all if there was no project in it.
    pub(super) fn tree(&self, commit: &str, folder: &Path) -> Result<Tree, InputError> {
        let below = self.files_of(commit, folder)?;
        let is_there = folder.as_os_str().is_empty() || below.has_project(folder);
        if is_there { Ok(below) } else { self.files_of(commit, Path::new("")) }
    }

    fn files_of(&self, commit: &str, folder: &Path) -> Result<Tree, InputError> {
        let list = ["ls-tree", "-r", "-z", "--full-tree", "--end-of-options", commit];
        let mut list = reading(&self.root, &list);
        if !folder.as_os_str().is_empty() {
            list.arg(folder);
        }
        let listed =
            run(&mut list).map_err(|error: Failure| error.into_input_error("can't be listed"))?;
        let entry = |entry: &[u8]| {
            let tab = entry.iter().position(|byte| *byte == b'\t')?;
            let head = process::text(entry[..tab].to_vec());
            let (is_file, id) = (head.starts_with("100"), head.rsplit(' ').next()?.to_owned());
            Some((path(&entry[tab + 1..]), TreeFile { id, is_file }))
        };
        Ok(Tree(listed.split(|byte| *byte == 0).filter_map(entry).collect()))
    }
}

impl Tree {
    /// The file at `path`.
    pub(super) fn file(&self, path: &Path) -> Option<&TreeFile> {
        self.0.get(path)
    }

    /// The files below `folder`.
    pub(super) fn below(&self, folder: &Path) -> impl Iterator<Item = (&PathBuf, &TreeFile)> {
        self.0.iter().filter(move |(path, _)| path.starts_with(folder))
    }

    /// Whether a project has this folder.
    pub(super) fn has_project(&self, folder: &Path) -> bool {
        self.0.contains_key(&folder.join(SETTINGS_FILE))
    }

    /// The folders of projects.
    pub(super) fn projects(&self) -> impl DoubleEndedIterator<Item = &Path> {
        let settings = self.0.keys().filter(|path| path.ends_with(SETTINGS_FILE));
        settings.filter_map(|path| path.parent())
    }

    /// Whether a file in the project at `folder` belongs to another one below it.
    pub(super) fn is_in_other_project(&self, path: &Path, folder: &Path) -> bool {
        let folders = path.ancestors().skip(1).take_while(|below| *below != folder);
        folders.into_iter().any(|below| self.has_project(below))
    }
}
