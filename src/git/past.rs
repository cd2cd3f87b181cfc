//! What was done to papers since a base: on the branch, and on the base itself.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::{Failure, Repository};
use crate::paper::Paper;
use crate::project::InputError;
use crate::project::base::{BasePaper, BaseSnapshot, UpstreamPaper, Version};
use crate::project::register::REGISTER_FILE;
use crate::text::source::SourceFile;

/// How many digits of a commit are shown.
const SHORT: usize = 10;

/// A line of `git diff --raw`.
#[derive(Debug, Clone)]
struct Change {
    /// What git knows the contents by before and afterwards; none for a file that is not there, and for
    /// one in the working tree.
    before: Option<String>,
    after: Option<String>,
    is_deleted: bool,
    from: String,
    to: String,
}

/// A commit and what it changed.
#[derive(Debug, Clone)]
struct Commit {
    id: String,
    changes: Vec<Change>,
}

impl Repository {
    /// What was done to the papers of the project at `root` since the work parted from `revision`, in
    /// commits or not yet, and what was done to them on `revision`.
    ///
    /// # Errors
    ///
    /// As [`changed_since`](Self::changed_since), and if `root` is not in the repository.
    pub fn past(&self, revision: &str, root: &Path) -> Result<BaseSnapshot, InputError> {
        let base = self.merge_base(revision)?;
        let prefix = self.prefix(root)?;
        let changes = self.changes(&["diff", "-M", &base, "--"])?;
        let ours = self.commits(&format!("{base}..HEAD"))?;
        let theirs = self.commits(&format!("{base}..{revision}"))?;
        let wanted = Wanted { prefix: &prefix };
        let mut papers = wanted.touched(&changes, &ours);
        papers.retain(|path, _| wanted.is_paper(path));
        let register = self.run(&["cat-file", "blob", &format!("{base}:{prefix}{REGISTER_FILE}")]);
        let their_last = wanted.last_versions(&theirs);
        let mut ids: BTreeSet<String> =
            their_last.values().filter_map(|(_, blob)| blob.clone()).collect();
        for touched in papers.values() {
            ids.extend(touched.before.clone());
            ids.extend(touched.versions.iter().filter_map(|(_, blob)| blob.clone()));
        }
        let contents = if ids.is_empty() { BTreeMap::new() } else { self.contents(&ids)? };
        let read = |path: &str, blob: &Option<String>| {
            let text = contents.get(blob.as_ref()?)?;
            Some(Paper::parse(SourceFile::new(path, text.as_str())))
        };
        let inner = |path: &str| path.strip_prefix(&prefix).unwrap_or(path).to_owned();
        let shown = |path: &str| crate::project::paths::display(&root.join(inner(path)));
        let earlier = |(path, touched): (String, Touched)| {
            let version = |(commit, blob): &(String, Option<String>)| Version {
                commit: short(commit),
                paper: read(&path, blob),
            };
            Some(BasePaper {
                paper: read(&shown(&path), &touched.before)?,
                now: touched.now.as_deref().map(inner),
                versions: touched.versions.iter().map(version).collect(),
                path: inner(&path),
            })
        };
        let theirs = their_last.iter().map(|(path, (commit, blob))| UpstreamPaper {
            path: inner(path),
            commit: short(commit),
            paper: read(path, blob),
        });
        Ok(BaseSnapshot {
            register: register.ok().map(|text| SourceFile::new(REGISTER_FILE, text)),
            theirs: theirs.collect(),
            papers: papers.into_iter().filter_map(earlier).collect(),
        })
    }

    /// What `arguments`, a command of git that compares, gives as changes.
    fn changes(&self, arguments: &[&str]) -> Result<Vec<Change>, InputError> {
        let (command, rest) = arguments.split_first().unwrap_or((&"diff", &[]));
        let mut all = vec![*command, "--raw", "-z", "--no-abbrev", "--no-ext-diff"];
        all.extend(rest);
        let text = self.run(&all).map_err(|error| error.told("can't be compared"))?;
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
        let text = self.run(&arguments).map_err(|error: Failure| error.told("has no history"))?;
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

/// Reads what git writes with `--raw -z`: `:modes ids status`, then one path, or two for a renamed file.
fn changes<'t>(fields: &mut impl Iterator<Item = &'t str>) -> Vec<Change> {
    let mut changes = Vec::new();
    while let Some(head) = fields.next() {
        let Some(head) = head.trim_start().strip_prefix(':') else { continue };
        let parts: Vec<&str> = head.split(' ').collect();
        let [_, _, before, after, status] = parts[..] else { continue };
        let Some(from) = fields.next() else { break };
        let to = if status.starts_with('R') { fields.next().unwrap_or(from) } else { from };
        let blob = |id: &str| id.bytes().any(|digit| digit != b'0').then(|| id.to_owned());
        let (from, to) = (from.to_owned(), to.to_owned());
        let is_deleted = status == "D";
        changes.push(Change { before: blob(before), after: blob(after), is_deleted, from, to });
    }
    changes
}

/// What is known of a paper of the base.
#[derive(Debug, Default)]
struct Touched {
    before: Option<String>,
    now: Option<String>,
    /// Commits and what they left.
    versions: Vec<(String, Option<String>)>,
}

/// The files below a folder that matter.
struct Wanted<'p> {
    prefix: &'p str,
}

impl Wanted<'_> {
    fn is_paper(&self, path: &str) -> bool {
        path.starts_with(self.prefix) && path.to_ascii_lowercase().ends_with(".md")
    }

    /// The papers of the base that differ now or did in between, by the paths they had.
    fn touched(&self, now: &[Change], commits: &[Commit]) -> BTreeMap<String, Touched> {
        let mut papers: BTreeMap<String, Touched> = BTreeMap::new();
        let mut names: BTreeMap<String, String> = BTreeMap::new();
        for change in now.iter().filter(|change| change.before.is_some()) {
            let (before, to) = (change.before.clone(), change.to.clone());
            let now = (!change.is_deleted).then_some(to);
            names.extend(now.clone().map(|now| (now, change.from.clone())));
            papers.insert(change.from.clone(), Touched { before, now, versions: Vec::new() });
        }
        // One that came and went on the branch is no paper of the base.
        let mut added = BTreeSet::new();
        for commit in commits {
            for change in &commit.changes {
                if change.before.is_none() {
                    added.insert(change.to.clone());
                }
                let origin = names.get(&change.to).unwrap_or(&change.to).clone();
                let is_new = papers.contains_key(&origin) || added.contains(&origin);
                // A file that is as it was differs in a commit, and not in the end.
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

    /// What became of each paper last: the commit, and the contents unless it was deleted.
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
