//! What a file was at earlier commits.

use crate::project::paths;
use std::path::Path;

use super::Repository;

/// How many commits are looked through. A published text is seldom more than a few changes away.
const DEPTH: &str = "-n200";

/// A file as it was at a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The commit.
    pub commit: String,
    /// The file's text.
    pub text: String,
}

impl Repository {
    /// The newest version of the file at `path` that `is_wanted`; none where no commit of this clone has it.
    pub fn version(&self, path: &Path, is_wanted: impl Fn(&str) -> bool) -> Option<Version> {
        let path = std::path::absolute(path).ok()?;
        let folder = paths::canonical(path.parent()?)?;
        let inner = folder.strip_prefix(&self.root).ok()?.join(path.file_name()?);
        let inner = paths::display(&inner);
        let commits = self.run(&["log", "--format=%H", DEPTH, "HEAD", "--", &inner]).ok()?;
        let version = |commit: &str| {
            let text = self.run(&["cat-file", "blob", &format!("{commit}:{inner}")]).ok()?;
            is_wanted(&text).then(|| Version { commit: commit.to_owned(), text })
        };
        commits.lines().find_map(version)
    }
}
