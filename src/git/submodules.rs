//! Papers in submodules: each is a repository of its own, of which the one around it knows a commit.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::base::{Base, Wanted, short};
use super::process::{path, reading, run};
use super::{Failure, Repository, process};
use crate::project::InputError;
use crate::project::paths::display;

/// The repository in which the base of the project at `root` is looked up: the one that the project is in, or, if that is
/// a submodule of the one around `here`, that one, whose commits say which commit of the submodule belongs to them.
///
/// # Errors
///
/// The project is in no repository, or git can't be run.
pub fn of_base(here: &Path, root: &Path) -> Result<Repository, InputError> {
    let own = Repository::around(root)?;
    let Ok(around) = Repository::around(here) else { return Ok(own) };
    let is_outer = around.root != own.root && own.root.starts_with(&around.root);
    let is_part = is_outer
        && around.recorded("")?.keys().any(|path| own.root.starts_with(around.root.join(path)));
    Ok(if is_part { around } else { own })
}

impl Repository {
    /// The submodules that hold files of a project, each with its base.
    ///
    /// # Errors
    ///
    /// A submodule lacks the commit that the base records.
    pub(super) fn submodules<'p>(
        &self,
        base: &Base,
        wanted: &Wanted<'p>,
    ) -> Result<Vec<(Self, Base, Wanted<'p>)>, InputError> {
        let current = self.recorded("")?;
        if current.is_empty() {
            return Ok(Vec::new());
        }
        let before = self.recorded(&base.commit)?;
        let theirs = base.upstream.as_deref().map(|commit| self.recorded(commit)).transpose()?;
        let theirs = theirs.unwrap_or_default();
        let at_base = |path: &PathBuf| match path.strip_prefix(&wanted.prefix) {
            Ok(inner) => wanted.then.join(inner),
            Err(_) => path.clone(),
        };
        let mut submodules = Vec::new();
        for path in current.into_keys() {
            let Some(wanted) = wanted.in_submodule(&path) else { continue };
            let folder = self.root.join(&path);
            // One that is not checked out has no files here.
            let Some(submodule) = Self::around(&folder).ok().filter(|it| it.is_at(&folder)) else {
                continue;
            };
            let base = submodule.base(before.get(&at_base(&path)), theirs.get(&path), &path)?;
            submodules.push((submodule, base, wanted));
        }
        Ok(submodules)
    }

    fn is_at(&self, folder: &Path) -> bool {
        folder.canonicalize().is_ok_and(|folder| folder == self.root)
    }

    /// The base of a submodule, by what the repository around it records.
    fn base(
        &self,
        before: Option<&String>,
        theirs: Option<&String>,
        path: &Path,
    ) -> Result<Base, InputError> {
        let Some(commit) = before.cloned() else {
            let commit = self.empty_tree()?;
            return Ok(Base { name: short(&commit), commit, has_history: false, upstream: None });
        };
        if !self.has_commit(&commit) {
            let reason = format!(
                "is a submodule without the commit {commit} of the base; fetch it there, with its history"
            );
            return Err(InputError::new(display(path), reason));
        }
        let upstream = theirs.filter(|theirs| **theirs != commit && self.has_commit(theirs));
        Ok(Base { name: short(&commit), commit, has_history: true, upstream: upstream.cloned() })
    }

    /// The commits of submodules that `commit` records, or the index if it is empty, by their paths.
    fn recorded(&self, commit: &str) -> Result<BTreeMap<PathBuf, String>, InputError> {
        let list = match commit {
            "" => vec!["ls-files", "--stage", "-z"],
            commit => vec!["ls-tree", "-r", "-z", "--full-tree", "--end-of-options", commit],
        };
        let listed = run(&mut reading(&self.root, &list));
        let listed = listed.map_err(|error: Failure| error.into_input_error("can't be listed"))?;
        let entry = |entry: &[u8]| {
            // `160000 <id> <stage>` in the index, `160000 commit <id>` in a commit.
            let entry = entry.strip_prefix(b"160000 ")?;
            let tab = entry.iter().position(|byte| *byte == b'\t')?;
            let head = process::text(entry[..tab].to_vec());
            let id = head.trim_start_matches("commit ").split(' ').next()?;
            Some((path(&entry[tab + 1..]), id.to_owned()))
        };
        Ok(listed.split(|byte| *byte == 0).filter_map(entry).collect())
    }
}

impl Wanted<'_> {
    /// What is relevant of the submodule at `path`; none if it holds no files of the project.
    fn in_submodule(&self, path: &Path) -> Option<Self> {
        let root = self.root;
        if let Ok(inner) = path.strip_prefix(&self.prefix) {
            let (prefix, then) = (PathBuf::new(), PathBuf::new());
            return Some(Self { root, prefix, then, below: self.below.join(inner) });
        }
        let prefix = self.prefix.strip_prefix(path).ok()?.to_owned();
        Some(Self { root, then: prefix.clone(), prefix, below: PathBuf::new() })
    }
}
