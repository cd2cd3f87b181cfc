//! The contents of branches: files and their texts, without checking any of them out.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::Stdio;

use super::process::{feed, missing, reading, run};
use super::{Repository, line};
use crate::project::{InputError, has_ending_of_papers};

/// A branch, local or as it was last fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    /// Its name, for example `main` or `origin/main`.
    pub name: String,
    /// The commit that it points to.
    pub commit: String,
}

/// A file in a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blob {
    /// The path from the root of the repository, with `/` between parts.
    pub path: String,
    /// The object id of its contents.
    pub id: String,
}

impl Repository {
    /// All branches, local ones first.
    ///
    /// # Errors
    ///
    /// Git can't be run.
    pub fn branches(&self) -> Result<Vec<Branch>, InputError> {
        let format = "--format=%(objectname)%09%(symref)%09%(refname:short)";
        let refs = self.run(&["for-each-ref", format, "refs/heads", "refs/remotes"]);
        let refs = refs.map_err(|error| error.into_input_error("has no branches"))?;
        let branch = |text: &str| {
            let mut parts = text.splitn(3, '\t');
            let (commit, target, name) = (parts.next()?, parts.next()?, parts.next()?);
            // `origin/HEAD` is another name for a branch.
            let (name, commit) = (name.to_owned(), commit.to_owned());
            target.is_empty().then_some(Branch { name, commit })
        };
        Ok(refs.lines().filter_map(branch).collect())
    }

    /// The Markdown files in a commit.
    ///
    /// # Errors
    ///
    /// The commit does not exist here, as in a shallow clone.
    pub fn papers_at(&self, commit: &str) -> Result<Vec<Blob>, InputError> {
        let listed = self.run(&["ls-tree", "-r", "-z", "--full-tree", "--end-of-options", commit]);
        let listed = listed.map_err(|error| error.into_input_error("can't be listed"))?;
        let blob = |entry: &str| {
            let (head, path) = entry.split_once('\t')?;
            let mut head = head.split(' ');
            let (_, kind, id) = (head.next()?, head.next()?, head.next()?);
            let is_paper = kind == "blob" && has_ending_of_papers(path);
            is_paper.then(|| Blob { path: path.to_owned(), id: id.to_owned() })
        };
        Ok(listed.split('\0').filter_map(blob).collect())
    }

    /// The text of the file at `path`, from the root of the repository, in a commit; none if it is not there, or
    /// is not UTF-8.
    pub fn text_at(&self, commit: &str, path: &str) -> Option<String> {
        String::from_utf8(self.text_of(commit, Path::new(path))?).ok()
    }

    /// The contents of the file at `path`, from the root of the repository, in a commit.
    pub(super) fn text_of(&self, commit: &str, path: &Path) -> Option<Vec<u8>> {
        let mut object = std::ffi::OsString::from(format!("{commit}:"));
        // Git writes paths with `/` on every system.
        for (at, part) in path.iter().enumerate() {
            object.push(if at > 0 { "/" } else { "" });
            object.push(part);
        }
        run(reading(&self.root, &["cat-file", "blob"]).arg(object)).ok()
    }

    /// The contents of blobs, by their ids; any that is not UTF-8 is left out.
    ///
    /// # Errors
    ///
    /// Git can't be run or stops halfway.
    pub fn contents(&self, ids: &BTreeSet<String>) -> Result<BTreeMap<String, String>, InputError> {
        let mut contents = BTreeMap::new();
        self.each_blob(ids, |id, bytes| {
            contents.extend(String::from_utf8(bytes).ok().map(|text| (id.to_owned(), text)));
        })?;
        Ok(contents)
    }

    /// Calls `take` with the id and the contents of each blob of `ids`.
    pub(super) fn each_blob(
        &self,
        ids: &BTreeSet<String>,
        take: impl FnMut(&str, Vec<u8>),
    ) -> Result<(), InputError> {
        if ids.is_empty() {
            return Ok(());
        }
        let failed = |error: std::io::Error| missing(error).into_input_error("");
        let mut git = reading(&self.root, &["cat-file", "--batch"]);
        let mut git = git.stdin(Stdio::piped()).stderr(Stdio::null()).spawn().map_err(failed)?;
        let request = ids.iter().fold(String::new(), |text, id| text + id + "\n");
        let writer = feed(&mut git, request.into_bytes());
        let output = git.stdout.take().map(BufReader::new);
        let read = output.map_or(Ok(0), |mut output| read_batch(&mut output, take));
        let _ = writer.map(std::thread::JoinHandle::join);
        let _ = git.wait();
        if read.map_err(failed)? < ids.len() {
            let what = "lacks older contents of its files: a partial clone is completed by \
                        `git fetch --refetch --no-filter`, and a damaged one is found by `git fsck`";
            return Err(InputError::new("the repository", what));
        }
        Ok(())
    }
}

/// Reads the output of `git cat-file --batch`: a line with id, kind and size, then the bytes. Returns how many objects
/// there were; of one that is missing there is only a line that says so.
fn read_batch(
    output: &mut impl BufRead,
    mut take: impl FnMut(&str, Vec<u8>),
) -> std::io::Result<usize> {
    let (mut head, mut count) = (String::new(), 0);
    while output.read_line(&mut head)? > 0 {
        let mut parts = line(&head).split(' ');
        let id = parts.next().unwrap_or_default();
        if let Some(size) = parts.nth(1).and_then(|size| size.parse::<u64>().ok()) {
            let mut bytes = Vec::new();
            output.by_ref().take(size + 1).read_to_end(&mut bytes)?;
            bytes.pop();
            take(id, bytes);
            count += 1;
        }
        head.clear();
    }
    Ok(count)
}
