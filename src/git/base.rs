//! How papers changed since a base: on the branch, and on the base itself.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::changes::{Change, Commit, OLDEST_FIRST};
use super::{Failure, Repository};
use crate::paper::Paper;
use crate::project::base::{BasePaper, BaseSnapshot, ChangedFiles, UpstreamPaper, Version};
use crate::project::paths::{display, normal};
use crate::project::register::REGISTER_FILE;
use crate::project::{ENDINGS_READ, InputError, Overlay, has_ending_of_papers};
use crate::text::source::SourceFile;

/// How many digits of a commit are shown.
const SHORT: usize = 10;

/// Commits of a repository that its folder is compared with.
pub(super) struct Base {
    /// What a person calls the commit.
    pub(super) name: String,
    /// The commit where the work began, or the tree without files.
    pub(super) commit: String,
    /// Whether it is a commit, with a history since.
    pub(super) has_history: bool,
    /// What others made of it since, if this clone has it.
    pub(super) upstream: Option<String>,
}

impl Repository {
    /// The project at `root` as it was where the work branched off from `revision`, the changes to its papers since, in
    /// commits or not yet, and the changes to them on `revision`. Papers in a submodule are compared with the commit
    /// of it that was recorded there.
    ///
    /// # Errors
    ///
    /// `revision` is not a commit, or the two have no common commit, as far as the clone reaches back; the
    /// error says what to fetch. Or `root` is not in the repository.
    pub fn base_snapshot(&self, revision: &str, root: &Path) -> Result<BaseSnapshot, InputError> {
        let upstream = self.commit_of(revision)?;
        let commit = self.merge_base(&upstream)?;
        // Others may have gone on from there.
        let name =
            if self.is_commit(&upstream, &commit) { upstream.clone() } else { short(&commit) };
        let base = Base { name, commit, has_history: true, upstream: Some(upstream) };
        let wanted = Wanted { root, prefix: self.path_of(root)?, below: PathBuf::new() };
        self.snapshot(&base, &wanted)
    }

    pub(super) fn snapshot(
        &self,
        base: &Base,
        wanted: &Wanted<'_>,
    ) -> Result<BaseSnapshot, InputError> {
        let changes = self.changes_since(&base.commit)?;
        let since = |end: &str| self.since(base, end);
        let ours = if base.has_history { since("HEAD")? } else { Vec::new() };
        let theirs = base.upstream.as_deref().map_or_else(|| Ok(Vec::new()), since)?;
        let mut papers = wanted.touched(&changes, &ours);
        papers.retain(|path, _| wanted.is_paper(path));
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
        let earlier = |(path, touched): (PathBuf, Touched)| {
            let version = |(commit, blob): &(String, Option<String>)| Version {
                commit: short(commit),
                paper: read(&display(&path), blob),
            };
            Some(BasePaper {
                paper: read(&display(&wanted.path(&path)?), &touched.before)?,
                now: touched.now.as_deref().map(|now| wanted.inner(now)),
                versions: touched.versions.iter().map(version).collect(),
                path: wanted.inner(&path),
                revision: base.name.clone(),
            })
        };
        let upstream = their_last.iter().map(|(path, (commit, blob))| UpstreamPaper {
            path: wanted.inner(path),
            commit: short(commit),
            paper: read(&display(path), blob),
        });
        let untracked = self.untracked()?;
        let mut snapshot = BaseSnapshot {
            revision: base.name.clone(),
            register: self.register_at(&base.commit, wanted),
            upstream: upstream.collect(),
            papers: papers.into_iter().filter_map(earlier).collect(),
            overlay: wanted.overlay(&changes, &untracked, &contents),
            changed: self.changed(&changes, untracked),
        };
        for (submodule, base, wanted) in self.submodules(base, wanted)? {
            snapshot.extend(submodule.snapshot(&base, &wanted)?);
        }
        Ok(snapshot)
    }

    /// Whether `revision` is that commit.
    fn is_commit(&self, revision: &str, commit: &str) -> bool {
        let revision = format!("{revision}^{{commit}}");
        let id = self.run(&["rev-parse", "--verify", "--quiet", "--end-of-options", &revision]);
        id.is_ok_and(|id| id.trim() == commit)
    }

    fn register_at(&self, commit: &str, wanted: &Wanted<'_>) -> Option<SourceFile> {
        if !wanted.below.as_os_str().is_empty() {
            return None;
        }
        let text = self.text_of(commit, &wanted.prefix.join(REGISTER_FILE))?;
        Some(SourceFile::new(REGISTER_FILE, String::from_utf8_lossy(&text).into_owned()))
    }

    /// The files that differ from those of the base: changed, added, or renamed together with a change.
    fn changed(&self, changes: &[Change], untracked: Vec<PathBuf>) -> ChangedFiles {
        let differ = changes.iter().filter(|change| !change.is_same && !change.is_deleted);
        let paths = differ.map(|change| change.to.clone()).chain(untracked);
        ChangedFiles::new(&self.root, paths.map(|path| self.root.join(path)))
    }

    /// The commits of `end` that are not in the base with their changes, the oldest first.
    fn since(&self, base: &Base, end: &str) -> Result<Vec<Commit>, InputError> {
        let range = format!("{}..{end}", base.commit);
        let [topological, reverse] = OLDEST_FIRST;
        let arguments = [topological, reverse, "--end-of-options", &range];
        self.commits(&arguments, &[], false)
            .map_err(|error: Failure| error.into_input_error("has no history"))
    }
}

pub(super) fn short(commit: &str) -> String {
    commit.chars().take(SHORT).collect()
}

/// What is known about a paper of the base.
#[derive(Debug, Default)]
struct Touched {
    before: Option<String>,
    now: Option<PathBuf>,
    /// Commits, and the paper as each of them left it.
    versions: Vec<(String, Option<String>)>,
}

/// The relevant files of a repository: those of a project.
pub(super) struct Wanted<'p> {
    /// The folder of the project, as the user would write it.
    pub(super) root: &'p Path,
    /// The same folder in the repository; empty if that is below it.
    pub(super) prefix: PathBuf,
    /// The folder of the repository in that of the project; empty unless it is a submodule there.
    pub(super) below: PathBuf,
}

impl Wanted<'_> {
    /// A repository path from the folder of the project.
    fn inner(&self, path: &Path) -> String {
        display(&self.below.join(path.strip_prefix(&self.prefix).unwrap_or(path)))
    }

    /// The path on disk of a path in the repository; none outside the project.
    fn path(&self, path: &Path) -> Option<PathBuf> {
        let inner = self.below.join(path.strip_prefix(&self.prefix).ok()?);
        Some(normal(&self.root.join(inner)))
    }

    /// Whether the contents of the file matter, and not only its existence.
    fn is_read(&self, change: &Change) -> bool {
        let ending = change.from.extension().map(OsStr::to_ascii_lowercase);
        change.from.starts_with(&self.prefix)
            && change.is_file
            && ending.is_some_and(|ending| ENDINGS_READ.iter().any(|known| ending == *known))
    }

    /// The contents of the folder's files before `changes`. Those of `untracked` did not exist.
    fn overlay(
        &self,
        changes: &[Change],
        untracked: &[PathBuf],
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

    fn is_paper(&self, path: &Path) -> bool {
        path.starts_with(&self.prefix) && has_ending_of_papers(&path.to_string_lossy())
    }

    /// The papers of the base that differ now or did in between, by their old paths.
    fn touched(&self, now: &[Change], commits: &[Commit]) -> BTreeMap<PathBuf, Touched> {
        let mut papers: BTreeMap<PathBuf, Touched> = BTreeMap::new();
        let mut names: BTreeMap<PathBuf, PathBuf> = BTreeMap::new();
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
    fn last_versions(&self, commits: &[Commit]) -> BTreeMap<PathBuf, (String, Option<String>)> {
        let mut last = BTreeMap::new();
        for commit in commits {
            for change in commit.changes.iter().filter(|change| self.is_paper(&change.to)) {
                last.insert(change.to.clone(), (commit.id.clone(), change.after.clone()));
            }
        }
        last
    }
}
