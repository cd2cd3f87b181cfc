//! What git knows about the files. Runs the program `git`, which exists wherever there is a repository, and in a
//! way that runs nothing else.

mod base;
mod branches;
mod changes;
mod claims;
mod contents;
mod history;
mod moved;
mod process;
mod remote;
mod submodules;
mod tree;
mod versions;

use std::path::{Path, PathBuf};

use crate::project::paths;

pub use branches::{Blob, Branch};
pub use claims::Claim;
pub use contents::contents_at;
pub use history::History;
pub use remote::{Patience, abandon};
pub use submodules::of_base;
pub use versions::find_versions;

use crate::project::InputError;
use crate::text::suggest;
use process::{Failure, reading};

/// A repository, seen from a folder.
#[derive(Debug, Clone)]
pub struct Repository {
    /// The folder that the files of the repository are below, absolute.
    root: PathBuf,
    patience: Patience,
}

impl Repository {
    /// The repository around `folder`.
    ///
    /// # Errors
    ///
    /// There is none, or git can't be run.
    pub fn around(folder: &Path) -> Result<Self, InputError> {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let root = process::run(&mut reading(folder, &["rev-parse", "--show-toplevel"]))
            .map_err(|error| error.into_input_error("is not in a git repository"))?;
        let root = root.strip_suffix(b"\n").unwrap_or(&root);
        let root = process::path(root).canonicalize();
        let root = root.map_err(|error| InputError::io(folder, &error))?;
        Ok(Self { root, patience: Patience::default() })
    }

    /// The path of `folder` in the repository, followed by a `/` unless it is the root.
    ///
    /// # Errors
    ///
    /// The folder is not in the repository.
    pub fn prefix(&self, folder: &Path) -> Result<String, InputError> {
        let shown = paths::display(&self.path_of(folder)?);
        Ok(if shown.is_empty() { shown } else { format!("{shown}/") })
    }

    /// The same as a native path.
    fn path_of(&self, folder: &Path) -> Result<PathBuf, InputError> {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let inner = folder.canonicalize().ok();
        let inner = inner.as_deref().and_then(|path| path.strip_prefix(&self.root).ok());
        let inner = inner
            .ok_or_else(|| InputError::new(paths::display(folder), "is not in the repository"))?;
        Ok(inner.to_owned())
    }

    /// An error if the current branch has no commit in common with `revision`.
    ///
    /// # Errors
    ///
    /// As [`base_snapshot`](Self::base_snapshot).
    pub fn verify_base(&self, revision: &str) -> Result<(), InputError> {
        self.merge_base(&self.commit_of(revision)?).map(drop)
    }

    /// A revision as git names it: a branch that was fetched and never checked out is known by its remote alone.
    ///
    /// # Errors
    ///
    /// There is no such commit, or two remotes have such a branch.
    fn commit_of(&self, revision: &str) -> Result<String, InputError> {
        if self.has_commit(revision) {
            return Ok(revision.to_owned());
        }
        let pattern = format!("refs/remotes/*/{revision}");
        let remote = self.run(&["for-each-ref", "--format=%(refname:short)", &pattern]);
        let remote = remote.unwrap_or_default();
        let names: Vec<&str> = remote.lines().filter(|name| self.has_commit(name)).collect();
        let is_origin = |name: &&&str| name.starts_with("origin/");
        match (names.as_slice(), names.iter().find(is_origin)) {
            ([only], _) => return Ok((*only).to_owned()),
            (_, Some(of_origin)) => return Ok((*of_origin).to_owned()),
            ([], None) => {}
            (several, None) => {
                let names = suggest::listed(several.iter().copied());
                let reason = format!("is a branch of several remotes: name one of {names}");
                return Err(InputError::new(revision, reason));
            }
        }
        let hint = if self.is_shallow() {
            ", and the clone is shallow: fetch it, with its history, for example by \
             `fetch-depth: 0` in the checkout"
        } else {
            "; fetch it, or name a commit, branch or tag that is there"
        };
        Err(InputError::new(revision, format!("is not a commit of this repository{hint}")))
    }

    fn has_commit(&self, revision: &str) -> bool {
        self.commit_id(revision).is_some()
    }

    /// The commit that `revision` names. What follows `:/` is all a search for words, so that nothing can be added to it.
    fn commit_id(&self, revision: &str) -> Option<String> {
        let id = |revision: &str| {
            let id = self.run(&["rev-parse", "--verify", "--quiet", "--end-of-options", revision]);
            Some(line(&id.ok()?).to_owned())
        };
        id(&format!("{}^{{commit}}", id(revision)?))
    }

    fn is_shallow(&self) -> bool {
        let answer = self.run(&["rev-parse", "--is-shallow-repository"]);
        answer.is_ok_and(|answer| line(&answer) == "true")
    }

    /// The commit where the current branch diverged from `revision`.
    fn merge_base(&self, revision: &str) -> Result<String, InputError> {
        let error = |reason: String| InputError::new(revision, reason);
        self.run(&["merge-base", "--end-of-options", revision, "HEAD"])
            .map(|base| line(&base).to_owned())
            .map_err(|_| {
                error(if self.is_shallow() {
                    "parts from HEAD before the history of this shallow clone begins: fetch more of it, \
                     for example by `git fetch --unshallow`"
                        .to_owned()
                } else {
                    "has no commit in common with HEAD".to_owned()
                })
            })
    }

    /// The output of a command that reads.
    fn run(&self, arguments: &[&str]) -> Result<String, Failure> {
        process::run(&mut reading(&self.root, arguments)).map(process::text)
    }

    /// The same in bytes, for what has paths in it.
    fn bytes(&self, arguments: &[&str]) -> Result<Vec<u8>, Failure> {
        process::run(&mut reading(&self.root, arguments))
    }
}

/// The first line.
fn line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}
