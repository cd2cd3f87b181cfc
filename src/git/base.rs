//! How papers changed since a base: on the branch, and on the base itself.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::changes::{Change, Commit};
use super::tree::Tree;
use super::{Failure, Repository};
use crate::paper::Paper;
use crate::project::base::{
    BasePaper, BaseSnapshot, ChangedFiles, IGNORE_FILES, UpstreamPaper, Version,
};
use crate::project::paths::{absolute, display, normal};
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
        let prefix = self.path_of(root)?;
        let wanted = Wanted { root, then: prefix.clone(), prefix, below: PathBuf::new() };
        self.snapshot(&base, wanted)
    }

    pub(super) fn snapshot(
        &self,
        base: &Base,
        wanted: Wanted<'_>,
    ) -> Result<BaseSnapshot, InputError> {
        let (mut changes, untracked) = (self.changes_since(&base.commit)?, self.untracked()?);
        let tree = self.tree(&base.commit, &wanted.prefix)?;
        let known: BTreeSet<PathBuf> = changes.iter().map(|change| change.from.clone()).collect();
        let concealed = self.concealed(&tree)?.into_iter();
        changes.extend(concealed.filter(|change| !known.contains(&change.from)));
        let wanted = wanted.since(&tree, &changes, &untracked);
        let changes = wanted.aligned(&tree, changes, &untracked);
        let since = |end: &str| self.since(base, end);
        let ours = if base.has_history { since("HEAD")? } else { Vec::new() };
        let theirs = base.upstream.as_deref().map_or_else(|| Ok(Vec::new()), since)?;
        let papers = wanted.touched(&tree, &changes, &ours);
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
            let now = touched.now.as_ref().filter(|(now, is_link)| !is_link && wanted.has(now));
            Some(BasePaper {
                paper: read(&display(&wanted.path_then(&path)?), &touched.before)?,
                now: now.map(|(now, _)| wanted.inner(now, &wanted.prefix)),
                moved: touched.now.as_ref().map(|(now, _)| wanted.inner(now, &wanted.prefix)),
                versions: touched.versions.iter().map(version).collect(),
                path: wanted.inner_then(&path),
                revision: base.name.clone(),
                elsewhere: wanted.is_moved().then(|| display(&path)),
            })
        };
        let upstream = their_last.iter().map(|(path, (commit, blob))| UpstreamPaper {
            path: wanted.inner_then(path),
            commit: short(commit),
            paper: read(&display(path), blob),
        });
        let mut snapshot = BaseSnapshot {
            revision: base.name.clone(),
            folder: wanted.is_moved().then(|| display(&wanted.then)),
            register: self.register_at(&base.commit, &wanted),
            upstream: upstream.collect(),
            unchanged: wanted.unchanged(&tree, &changes),
            left: Vec::new(),
            papers: papers.into_iter().filter_map(earlier).collect(),
            overlay: wanted.overlay(&changes, &untracked, &contents),
            changed: self.changed(&changes, untracked),
        };
        for (submodule, base, wanted) in self.submodules(base, &wanted)? {
            snapshot.extend(submodule.snapshot(&base, wanted)?);
        }
        Ok(snapshot)
    }

    /// Whether `revision` is that commit.
    fn is_commit(&self, revision: &str, commit: &str) -> bool {
        self.commit_id(revision).is_some_and(|id| id == commit)
    }

    fn register_at(&self, commit: &str, wanted: &Wanted<'_>) -> Option<SourceFile> {
        if !wanted.below.as_os_str().is_empty() {
            return None;
        }
        let text = self.text_of(commit, &wanted.then.join(REGISTER_FILE))?;
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
        self.commits_since(&base.commit, end)
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
    /// Where it is now, and whether that is a link.
    now: Option<(PathBuf, bool)>,
    /// Commits, and the paper as each of them left it.
    versions: Vec<(String, Option<String>)>,
}

/// The relevant files of a repository: those of a project.
pub(super) struct Wanted<'p> {
    /// The folder of the project, as the user would write it.
    pub(super) root: &'p Path,
    /// The same folder in the repository; empty if that is below it.
    pub(super) prefix: PathBuf,
    /// The folder that it had at the base.
    pub(super) then: PathBuf,
    /// The folder of the repository in that of the project; empty unless it is a submodule there.
    pub(super) below: PathBuf,
}

impl Wanted<'_> {
    /// Whether the project has another folder than at the base.
    fn is_moved(&self) -> bool {
        self.then != self.prefix
    }

    /// A repository path from the folder of the project, which is `folder` in the repository.
    fn inner(&self, path: &Path, folder: &Path) -> String {
        match path.strip_prefix(folder) {
            Ok(inner) => display(&self.below.join(inner)),
            // Not that of any file in it.
            Err(_) => format!("{}{}", "../".repeat(folder.components().count()), display(path)),
        }
    }

    /// The same of a path at the base.
    fn inner_then(&self, path: &Path) -> String {
        self.inner(path, &self.then)
    }

    /// Whether the file is in the project now.
    fn has(&self, path: &Path) -> bool {
        path.starts_with(&self.prefix)
    }

    /// The path on disk of a path in the repository; none outside the project.
    fn path(&self, path: &Path) -> Option<PathBuf> {
        let inner = self.below.join(path.strip_prefix(&self.prefix).ok()?);
        Some(normal(&self.root.join(inner)))
    }

    /// The path on disk that a file of the project at the base would have now. A file that says what is ignored may be
    /// in a folder around it.
    fn path_then(&self, path: &Path) -> Option<PathBuf> {
        if let Ok(inner) = path.strip_prefix(&self.then) {
            return Some(normal(&self.root.join(self.below.join(inner))));
        }
        let above = self.then.strip_prefix(path.parent()?).ok()?.components().count();
        let is_ignoring = is_ignoring(path) && self.below.as_os_str().is_empty();
        let folder = absolute(self.root).ancestors().nth(above)?.to_owned();
        is_ignoring.then(|| folder.join(path.file_name().unwrap_or_default()))
    }

    /// Whether the contents of the file matter, and not only its existence.
    fn is_read(&self, change: &Change) -> bool {
        let ending = change.from.extension().map(OsStr::to_ascii_lowercase);
        if is_ignoring(&change.from) {
            return change.is_file;
        }
        change.from.starts_with(&self.then)
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
            let ignoring = || is_ignoring(path).then(|| self.path_then(path)).flatten();
            if let Some(path) = self.path(path).or_else(ignoring) {
                overlay.remove(&path);
            }
        }
        for change in changes.iter().filter(|change| change.is_file) {
            if let (Some(id), Some(path)) = (&change.before, self.path_then(&change.from)) {
                overlay.set(&path, contents.get(id).cloned().unwrap_or_default());
            }
        }
        overlay
    }

    fn is_paper(&self, path: &Path) -> bool {
        path.starts_with(&self.then) && has_ending_of_papers(&path.to_string_lossy())
    }

    /// The papers of the base that did not change, by their paths in the project.
    fn unchanged(&self, tree: &Tree, changes: &[Change]) -> Vec<String> {
        let touched: BTreeSet<&Path> = changes.iter().map(|change| change.from.as_path()).collect();
        let files = tree.below(&self.then).filter(|(path, file)| {
            file.is_file && self.is_paper(path) && !touched.contains(path.as_path())
        });
        let own = files.filter(|(path, _)| !tree.is_in_other_project(path, &self.then));
        own.map(|(path, _)| self.inner_then(path)).collect()
    }

    /// The papers of the base that differ now or did in between, by their old paths.
    fn touched(
        &self,
        tree: &Tree,
        now: &[Change],
        commits: &[Commit],
    ) -> BTreeMap<PathBuf, Touched> {
        let is_paper =
            |path: &Path| self.is_paper(path) && !tree.is_in_other_project(path, &self.then);
        let mut papers: BTreeMap<PathBuf, Touched> = BTreeMap::new();
        let mut names: BTreeMap<&Path, &Path> = BTreeMap::new();
        for change in now.iter().filter(|change| change.before.is_some() && is_paper(&change.from))
        {
            let now = (!change.is_deleted).then(|| (change.to.clone(), change.is_link));
            if now.is_some() {
                names.insert(&change.to, &change.from);
            }
            let touched = Touched { before: change.before.clone(), now, versions: Vec::new() };
            papers.insert(change.from.clone(), touched);
        }
        for commit in commits {
            // One that gets its new name is deleted under the old one.
            let mut after: BTreeMap<&Path, &Option<String>> = BTreeMap::new();
            for change in &commit.changes {
                let origin = *names.get(change.to.as_path()).unwrap_or(&change.to.as_path());
                let blob = after.entry(origin).or_insert(&change.after);
                if blob.is_none() {
                    *blob = &change.after;
                }
            }
            for (origin, blob) in after {
                // A file that was changed back differs in a commit, but not in the end.
                if let Some(file) = tree.file(origin).filter(|_| is_paper(origin)) {
                    let touched = papers.entry(origin.to_owned()).or_insert_with(|| Touched {
                        before: Some(file.id.clone()),
                        now: Some((origin.to_owned(), false)),
                        versions: Vec::new(),
                    });
                    touched.versions.push((commit.id.clone(), blob.clone()));
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

/// Whether a file says which others are ignored.
fn is_ignoring(path: &Path) -> bool {
    path.file_name().is_some_and(|name| IGNORE_FILES.iter().any(|known| name == *known))
}
