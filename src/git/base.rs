//! How papers changed since a base: on the branch, and on the base itself.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::{Failure, Repository};
use crate::paper::Paper;
use crate::project::base::{BasePaper, BaseSnapshot, UpstreamPaper, Version};
use crate::project::paths::{display, normal};
use crate::project::register::REGISTER_FILE;
use crate::project::{ENDINGS_READ, InputError, Overlay, has_ending_of_papers};
use crate::text::source::SourceFile;

/// How many digits of a commit are shown.
const SHORT: usize = 10;

/// A line of `git diff --raw`.
#[derive(Debug, Clone)]
pub(super) struct Change {
    /// The object ids of the contents before and afterwards; none for a file that does not exist, and for
    /// one in the working tree.
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
    is_deleted: bool,
    /// Whether it was a regular file before, not a link.
    is_file: bool,
    from: String,
    pub(super) to: String,
}

/// A commit and what it changed.
#[derive(Debug, Clone)]
struct Commit {
    id: String,
    changes: Vec<Change>,
}

impl Repository {
    /// The project at `root` as it was where the work branched off from `revision`, the changes to its papers since, in
    /// commits or not yet, and the changes to them on `revision`.
    ///
    /// # Errors
    ///
    /// As [`changed_since`](Self::changed_since), and if `root` is not in the repository.
    pub fn base_snapshot(&self, revision: &str, root: &Path) -> Result<BaseSnapshot, InputError> {
        let revision = &self.commit_of(revision)?;
        let base = self.merge_base(revision)?;
        let wanted = Wanted { root, prefix: &self.prefix(root)? };
        let changes = self.changes(&["diff", "-M", &base, "--"])?;
        let ours = self.commits(&format!("{base}..HEAD"))?;
        let theirs = self.commits(&format!("{base}..{revision}"))?;
        let mut papers = wanted.touched(&changes, &ours);
        papers.retain(|path, _| wanted.is_paper(path));
        let register = format!("{base}:{}{REGISTER_FILE}", wanted.prefix);
        let register = self.run(&["cat-file", "blob", &register]);
        let their_last = wanted.last_versions(&theirs);
        let mut ids: BTreeSet<String> =
            their_last.values().filter_map(|(_, blob)| blob.clone()).collect();
        for touched in papers.values() {
            ids.extend(touched.before.clone());
            ids.extend(touched.versions.iter().filter_map(|(_, blob)| blob.clone()));
        }
        ids.extend(
            changes.iter().filter(|it| wanted.is_read(it)).filter_map(|it| it.before.clone()),
        );
        let mut contents = BTreeMap::new();
        self.each_blob(&ids, |id, bytes| {
            contents.insert(id.to_owned(), bytes);
        })?;
        let read = |path: &str, blob: &Option<String>| {
            let text = std::str::from_utf8(contents.get(blob.as_ref()?)?).ok()?;
            Some(Paper::new(SourceFile::new(path, text)))
        };
        let earlier = |(path, touched): (String, Touched)| {
            let version = |(commit, blob): &(String, Option<String>)| Version {
                commit: short(commit),
                paper: read(&path, blob),
            };
            Some(BasePaper {
                paper: read(&display(&wanted.path(&path)?), &touched.before)?,
                now: touched.now.as_deref().map(|now| wanted.inner(now)),
                versions: touched.versions.iter().map(version).collect(),
                path: wanted.inner(&path),
            })
        };
        let upstream = their_last.iter().map(|(path, (commit, blob))| UpstreamPaper {
            path: wanted.inner(path),
            commit: short(commit),
            paper: read(path, blob),
        });
        Ok(BaseSnapshot {
            register: register.ok().map(|text| SourceFile::new(REGISTER_FILE, text)),
            upstream: upstream.collect(),
            papers: papers.into_iter().filter_map(earlier).collect(),
            overlay: wanted.overlay(&changes, &self.untracked()?, &contents),
            changed: self.changed_from(&base)?,
        })
    }

    /// The changes that `arguments`, a git command that compares, reports.
    fn changes(&self, arguments: &[&str]) -> Result<Vec<Change>, InputError> {
        let (command, rest) = arguments.split_first().unwrap_or((&"diff", &[]));
        let mut all = vec![*command, "--raw", "-z", "--no-abbrev", "--no-ext-diff"];
        all.extend(rest);
        let text = self.run(&all).map_err(|error| error.into_input_error("can't be compared"))?;
        Ok(changes(&mut text.split('\0')))
    }

    /// The commits of `range` with their changes, the oldest first. A renamed file is one deleted and one
    /// added.
    fn commits(&self, range: &str) -> Result<Vec<Commit>, InputError> {
        let log = ["log", "--raw", "-z", "--no-abbrev", "--no-renames", "--no-ext-diff"];
        let mut arguments = log.to_vec();
        arguments.extend([
            "--topo-order",
            "--reverse",
            "--format=%x01%H",
            "--end-of-options",
            range,
            "--",
        ]);
        let text = self
            .run(&arguments)
            .map_err(|error: Failure| error.into_input_error("has no history"))?;
        let commit = |part: &str| {
            let mut fields = part.split('\0');
            let id = fields.next()?.trim().to_owned();
            Some(Commit { id, changes: changes(&mut fields) })
        };
        Ok(text.split('\u{1}').filter(|part| !part.is_empty()).filter_map(commit).collect())
    }
}

fn short(commit: &str) -> String {
    commit.chars().take(SHORT).collect()
}

/// Parses git's output with `--raw -z`: `:modes ids status`, then one path, or two for a renamed file.
pub(super) fn changes<'t>(fields: &mut impl Iterator<Item = &'t str>) -> Vec<Change> {
    let mut changes = Vec::new();
    while let Some(head) = fields.next() {
        let Some(head) = head.trim_start().strip_prefix(':') else { continue };
        let parts: Vec<&str> = head.split(' ').collect();
        let [mode, _, before, after, status] = parts[..] else { continue };
        let Some(from) = fields.next() else { break };
        let to = if status.starts_with('R') { fields.next().unwrap_or(from) } else { from };
        let blob = |id: &str| id.bytes().any(|digit| digit != b'0').then(|| id.to_owned());
        let (from, to) = (from.to_owned(), to.to_owned());
        let (is_deleted, is_file) = (status == "D", mode.starts_with("100"));
        let (before, after) = (blob(before), blob(after));
        changes.push(Change { before, after, is_deleted, is_file, from, to });
    }
    changes
}

/// What is known about a paper of the base.
#[derive(Debug, Default)]
struct Touched {
    before: Option<String>,
    now: Option<String>,
    /// Commits, and the paper as each of them left it.
    versions: Vec<(String, Option<String>)>,
}

/// The relevant files below a folder.
struct Wanted<'p> {
    /// The folder, as the user would write it.
    root: &'p Path,
    /// The same folder in the repository, followed by a `/` unless it is the root.
    prefix: &'p str,
}

impl Wanted<'_> {
    /// A repository path relative to the folder.
    fn inner(&self, path: &str) -> String {
        path.strip_prefix(self.prefix).unwrap_or(path).to_owned()
    }

    /// The path on disk of a path in the repository; none outside the folder.
    fn path(&self, path: &str) -> Option<PathBuf> {
        Some(normal(&self.root.join(path.strip_prefix(self.prefix)?)))
    }

    /// Whether the contents of the file matter, and not only its existence.
    fn is_read(&self, change: &Change) -> bool {
        let ending = change.from.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
        change.from.starts_with(self.prefix)
            && ending.is_some_and(|ending| ENDINGS_READ.contains(&ending.as_str()))
    }

    /// The contents of the folder's files before `changes`. Those of `untracked` did not exist.
    fn overlay(
        &self,
        changes: &[Change],
        untracked: &[String],
        contents: &BTreeMap<String, Vec<u8>>,
    ) -> Overlay {
        let mut overlay = Overlay::new();
        let new =
            changes.iter().filter(|change| change.before.is_none() || change.from != change.to);
        for path in new.map(|change| &change.to).chain(untracked) {
            if let Some(path) = self.path(path) {
                overlay.remove(&path);
            }
        }
        for change in changes.iter().filter(|change| change.is_file) {
            if let (Some(id), Some(path)) = (&change.before, self.path(&change.from)) {
                overlay.set(&path, contents.get(id).cloned().unwrap_or_default());
            }
        }
        overlay
    }

    fn is_paper(&self, path: &str) -> bool {
        path.starts_with(self.prefix) && has_ending_of_papers(path)
    }

    /// The papers of the base that differ now or did in between, by their old paths.
    fn touched(&self, now: &[Change], commits: &[Commit]) -> BTreeMap<String, Touched> {
        let mut papers: BTreeMap<String, Touched> = BTreeMap::new();
        let mut names: BTreeMap<String, String> = BTreeMap::new();
        for change in now.iter().filter(|change| change.before.is_some()) {
            let (before, to) = (change.before.clone(), change.to.clone());
            let now = (!change.is_deleted).then_some(to);
            names.extend(now.clone().map(|now| (now, change.from.clone())));
            papers.insert(change.from.clone(), Touched { before, now, versions: Vec::new() });
        }
        // One that was added and deleted on the branch is not a paper of the base.
        let mut added = BTreeSet::new();
        for commit in commits {
            for change in &commit.changes {
                if change.before.is_none() {
                    added.insert(change.to.clone());
                }
                let origin = names.get(&change.to).unwrap_or(&change.to).clone();
                let is_new = papers.contains_key(&origin) || added.contains(&origin);
                // A file that was changed back differs in a commit, but not in the end.
                if !is_new && self.is_paper(&origin) && change.before.is_some() {
                    let (before, now) = (change.before.clone(), Some(origin.clone()));
                    papers.insert(origin.clone(), Touched { before, now, versions: Vec::new() });
                }
                if let Some(touched) = papers.get_mut(&origin) {
                    touched.versions.push((commit.id.clone(), change.after.clone()));
                }
            }
        }
        papers
    }

    /// The last change to each paper: the commit, and the contents unless it was deleted.
    fn last_versions(&self, commits: &[Commit]) -> BTreeMap<String, (String, Option<String>)> {
        let mut last = BTreeMap::new();
        for commit in commits {
            for change in commit.changes.iter().filter(|change| self.is_paper(&change.to)) {
                last.insert(change.to.clone(), (commit.id.clone(), change.after.clone()));
            }
        }
        last
    }
}
