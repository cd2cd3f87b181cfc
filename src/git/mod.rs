//! What git knows about the files. Runs the program `git`, which exists wherever there is a repository.

mod base;
mod branches;
mod claims;
mod versions;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::project::paths;

pub use branches::{Blob, Branch};
pub use claims::Claim;

use crate::project::InputError;
use crate::project::base::ChangedFiles;
use crate::text::suggest;

/// A repository, seen from a folder.
#[derive(Debug, Clone)]
pub struct Repository {
    /// The folder that the files of the repository are below, absolute.
    root: PathBuf,
}

impl Repository {
    /// The repository around `folder`.
    ///
    /// # Errors
    ///
    /// There is none, or git can't be run.
    pub fn around(folder: &Path) -> Result<Self, InputError> {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let root = run(folder, &["rev-parse", "--show-toplevel"])
            .map_err(|error| error.into_input_error("is not in a git repository"))?;
        let root = PathBuf::from(line(&root)).canonicalize();
        let root = root.map_err(|error| InputError::io(folder, &error))?;
        Ok(Self { root })
    }

    /// The path of `folder` in the repository, followed by a `/` unless it is the root.
    ///
    /// # Errors
    ///
    /// The folder is not in the repository.
    pub fn prefix(&self, folder: &Path) -> Result<String, InputError> {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let inner = folder.canonicalize().ok();
        let inner = inner.as_deref().and_then(|path| path.strip_prefix(&self.root).ok());
        let inner = inner
            .ok_or_else(|| InputError::new(paths::display(folder), "is not in the repository"))?;
        let shown = paths::display(inner);
        Ok(if inner.as_os_str().is_empty() { String::new() } else { format!("{shown}/") })
    }

    /// The files that changed since the current branch diverged from `revision`, in commits or not yet.
    ///
    /// # Errors
    ///
    /// `revision` is not a commit, or the two have no common commit, as far as the clone reaches back; the
    /// error says what to fetch.
    pub fn changed_since(&self, revision: &str) -> Result<ChangedFiles, InputError> {
        self.changed_from(&self.merge_base(&self.commit_of(revision)?)?)
    }

    /// The files that differ from those of the commit `base`.
    fn changed_from(&self, base: &str) -> Result<ChangedFiles, InputError> {
        let unreadable = |error: Failure| error.into_input_error("can't be compared");
        let differ = self.run(&["diff", "--name-status", "-z", "-M", "--no-ext-diff", base, "--"]);
        let mut paths = BTreeSet::new();
        let text = differ.map_err(unreadable)?;
        let mut parts = text.split('\0').filter(|part| !part.is_empty());
        while let (Some(status), Some(path)) = (parts.next(), parts.next()) {
            // A renamed file has two names, and `R100` is one that was only renamed.
            let path = if status.starts_with('R') { parts.next().unwrap_or(path) } else { path };
            if status != "R100" && !status.starts_with('D') {
                paths.insert(path.to_owned());
            }
        }
        paths.extend(self.untracked()?);
        Ok(ChangedFiles::new(&self.root, paths.into_iter().map(|path| self.root.join(path))))
    }

    /// An error if the current branch has no commit in common with `revision`.
    ///
    /// # Errors
    ///
    /// As [`changed_since`](Self::changed_since).
    pub fn verify_base(&self, revision: &str) -> Result<(), InputError> {
        self.merge_base(&self.commit_of(revision)?).map(drop)
    }

    /// The files that git neither tracks nor ignores.
    fn untracked(&self) -> Result<Vec<String>, InputError> {
        let listed = self.run(&["ls-files", "--others", "--exclude-standard", "-z"]);
        let listed = listed.map_err(|error| error.into_input_error("can't be compared"))?;
        Ok(listed.split('\0').filter(|path| !path.is_empty()).map(str::to_owned).collect())
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
        let commit = format!("{revision}^{{commit}}");
        self.run(&["rev-parse", "--verify", "--quiet", "--end-of-options", &commit]).is_ok()
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

    fn run(&self, arguments: &[&str]) -> Result<String, Failure> {
        run(&self.root, arguments)
    }
}

/// Why a git command failed.
enum Failure {
    /// Git is not installed or can't be started.
    Missing(String),
    /// It refused, with its own message.
    Refused(String),
}

impl Failure {
    fn into_input_error(self, what: &str) -> InputError {
        match self {
            Self::Missing(why) => InputError::new("git", format!("can't be run: {why}")),
            Self::Refused(why) => InputError::new("the folder", format!("{what} ({why})")),
        }
    }
}

/// The variables by which a hook tells git which repository it is called in, and with which index. The papers may be
/// in another one, and the index of a commit that is being made lists no other files. They are some of those that
/// `git rev-parse --local-env-vars` lists.
const OF_ANOTHER_REPOSITORY: [&str; 8] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_PREFIX",
    "GIT_COMMON_DIR",
    "GIT_INTERNAL_SUPER_PREFIX",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_SHALLOW_FILE",
];

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut git = Command::new("git");
    git.arg("-C")
        .arg(folder)
        .args(arguments)
        .env("LC_ALL", "C")
        // Reading must not write to the repository.
        .env("GIT_OPTIONAL_LOCKS", "0")
        // A prompt for a password would wait forever.
        .env("GIT_TERMINAL_PROMPT", "0")
        .stdin(Stdio::null());
    for variable in OF_ANOTHER_REPOSITORY {
        git.env_remove(variable);
    }
    git
}

fn run(folder: &Path, arguments: &[&str]) -> Result<String, Failure> {
    output_of(&mut command(folder, arguments))
}

fn output_of(command: &mut Command) -> Result<String, Failure> {
    let output = command.output().map_err(|error| Failure::Missing(error.to_string()))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let words = String::from_utf8_lossy(&output.stderr);
    // What a remote's hook says comes first, and is the reason.
    let reason = words.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let reason = reason.trim_start_matches("remote:").trim().trim_start_matches("fatal: ");
    Err(Failure::Refused(reason.trim_start_matches("error: ").to_owned()))
}

/// The first line.
fn line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}
