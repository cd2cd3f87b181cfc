//! What differs between commits, and between a commit and the folder.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::process::{self, Failure, path, reading, run, run_with};
use super::tree::Tree;
use super::{Repository, line};
use crate::project::InputError;

/// What every comparison says: all paths in full, and no program of anybody to compare with.
const RAW: [&str; 7] = [
    "--raw",
    "-z",
    "--no-abbrev",
    "--no-ext-diff",
    "--no-textconv",
    "--ignore-submodules=all",
    "-O/dev/null",
];

/// How commits are compared with their parents.
const COMPARE: [&str; 5] = ["diff-tree", "--stdin", "-r", "--root", "--no-renames"];

/// The options by which commits are listed with their ancestors before them.
const OLDEST_FIRST: [&str; 2] = ["--topo-order", "--reverse"];

/// A file that differs.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact that git tells of a file")]
pub(super) struct Change {
    /// The object ids of the contents before and afterwards; none for a file that does not exist, and for
    /// one in the working tree.
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
    pub(super) is_deleted: bool,
    /// Whether it was only renamed.
    pub(super) is_same: bool,
    /// Whether it was a regular file before, not a link.
    pub(super) is_file: bool,
    /// Whether it is a link afterwards.
    pub(super) is_link: bool,
    pub(super) from: PathBuf,
    pub(super) to: PathBuf,
}

/// A commit and what it changed.
#[derive(Debug, Clone)]
pub(super) struct Commit {
    pub(super) id: String,
    pub(super) changes: Vec<Change>,
}

impl Repository {
    /// How the files in the folder differ from those of the commit `base`.
    pub(super) fn changes_since(&self, base: &str) -> Result<Vec<Change>, InputError> {
        let failed = |error: Failure| error.into_input_error("can't be compared");
        // A file whose time alone changed is read, through the filters that its attributes name.
        let settings = process::switched_off(&self.root).map_err(failed)?;
        let mut git = reading::<&str>(&self.root, &[]);
        for setting in &settings {
            git.args(["-c", setting]);
        }
        git.arg("diff").args(RAW).args(["-M", "--end-of-options", base, "--"]);
        let output = run(&mut git).map_err(failed)?;
        let commits = commits(&output);
        Ok(commits.into_iter().flat_map(|commit| commit.changes).collect())
    }

    /// The changes to files of `tree` that git was told to take for unchanged, which no comparison shows. One that a
    /// sparse checkout leaves out is unchanged.
    pub(super) fn concealed(&self, tree: &Tree) -> Result<Vec<Change>, InputError> {
        let failed = |error: Failure| error.into_input_error("can't be compared");
        let listed = self.bytes(&["ls-files", "-v", "-z"]).map_err(failed)?;
        let flagged = listed.split(|byte| *byte == 0).filter_map(|entry| {
            let (tag, name) = (*entry.first()?, path(entry.get(2..)?));
            let file = tree.file(&name).filter(|file| file.is_file)?;
            let is_flagged = tag.is_ascii_lowercase() || tag == b'S';
            is_flagged.then(|| (name, tag, file.id.clone()))
        });
        let mut changes = Vec::new();
        for (name, tag, before) in flagged {
            let on_disk = self.root.join(&name);
            let is_link = on_disk.is_symlink();
            let is_there = !is_link && on_disk.is_file();
            if !is_link && !on_disk.exists() && tag.eq_ignore_ascii_case(&b's') {
                continue;
            }
            if is_there && self.id_of(&name).map_err(failed)? == before {
                continue;
            }
            changes.push(Change {
                before: Some(before),
                after: None,
                is_deleted: !is_there && !is_link,
                is_same: false,
                is_file: true,
                is_link,
                from: name.clone(),
                to: name,
            });
        }
        Ok(changes)
    }

    /// The object id that the file at `name` in the folder would have.
    fn id_of(&self, name: &Path) -> Result<String, Failure> {
        let mut git = reading::<&str>(&self.root, &[]);
        for setting in process::switched_off(&self.root)? {
            git.args(["-c", &setting]);
        }
        let id = run(git.args(["hash-object", "--"]).arg(name))?;
        Ok(line(&process::text(id)).to_owned())
    }

    /// The files that git neither tracks nor ignores.
    pub(super) fn untracked(&self) -> Result<Vec<PathBuf>, InputError> {
        let listed = self.bytes(&["ls-files", "--others", "--exclude-standard", "-z"]);
        let listed = listed.map_err(|error| error.into_input_error("can't be compared"))?;
        let paths = listed.split(|byte| *byte == 0).filter(|path| !path.is_empty());
        Ok(paths.map(path).collect())
    }

    /// The commits that `arguments` of `git rev-list` select, with their changes to `paths`, or to all files if there
    /// are none. A renamed file is one deleted and one added; a merge has changes against each of its parents.
    pub(super) fn commits(
        &self,
        arguments: &[&str],
        paths: &[PathBuf],
    ) -> Result<Vec<Commit>, Failure> {
        let mut list = reading(&self.root, &["rev-list"]);
        let ids = run(list.args(arguments).arg("--").args(paths))?;
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut compare = reading(&self.root, &COMPARE);
        compare.args(RAW).args(["-m", "--"]).args(paths);
        Ok(commits(&run_with(&mut compare, ids)?))
    }

    /// The commits of `end` that are not in `base`, the id of a commit, with their changes, the oldest first. Of a merge
    /// these are its own: what differs from each parent, or, if some of them have the base, from each of these.
    pub(super) fn commits_since(&self, base: &str, end: &str) -> Result<Vec<Commit>, Failure> {
        let range = format!("{base}..{end}");
        let mut list = reading(&self.root, &["rev-list", "--parents"]);
        list.args(OLDEST_FIRST).args(["--end-of-options", &range, "--"]);
        let listed = process::text(run(&mut list)?);
        let mut with_base = BTreeSet::from([base]);
        let mut comparisons: BTreeMap<&str, usize> = BTreeMap::new();
        let mut input = String::new();
        for line in listed.lines() {
            let mut ids = line.split(' ');
            let Some(id) = ids.next() else { continue };
            let parents: Vec<&str> = ids.collect();
            let has_base = |parent: &&str| with_base.contains(parent);
            let own: Vec<&str> = parents.iter().copied().filter(has_base).collect();
            if !own.is_empty() {
                with_base.insert(id);
            }
            match parents.len() {
                0 | 1 => input.extend([id, "\n"]),
                _ => {
                    let compared = if own.is_empty() { parents } else { own };
                    comparisons.insert(id, compared.len());
                    input.extend(compared.iter().flat_map(|parent| [id, " ", parent, "\n"]));
                }
            }
        }
        if input.is_empty() {
            return Ok(Vec::new());
        }
        let mut compare = reading(&self.root, &COMPARE);
        let output = run_with(compare.args(RAW).arg("--"), input.into_bytes())?;
        Ok(joined(commits(&output), &comparisons))
    }

    /// The object id of the tree without files.
    pub(super) fn empty_tree(&self) -> Result<String, InputError> {
        let id = self.run(&["hash-object", "-t", "tree", "--stdin"]);
        let id = id.map_err(|error| error.into_input_error("can't be compared"))?;
        Ok(line(&id).to_owned())
    }
}

/// Joins the comparisons of each merge with several parents: what all of them show was changed by the merge itself.
fn joined(compared: Vec<Commit>, comparisons: &BTreeMap<&str, usize>) -> Vec<Commit> {
    let mut commits: Vec<Commit> = Vec::new();
    for commit in compared {
        match commits.last_mut().filter(|last| last.id == commit.id) {
            Some(last) => last.changes.extend(commit.changes),
            None => commits.push(commit),
        }
    }
    for commit in &mut commits {
        let Some(all) = comparisons.get(commit.id.as_str()) else { continue };
        let mut counts: BTreeMap<PathBuf, usize> = BTreeMap::new();
        for change in &commit.changes {
            *counts.entry(change.to.clone()).or_default() += 1;
        }
        commit.changes.retain(|change| counts.remove(&change.to).is_some_and(|it| it == *all));
    }
    commits
}

/// Parses output with `--raw -z`: the id of a commit, then for each change `:modes ids status` and one path, or two for
/// a renamed file. Without a commit they belong to one without an id.
fn commits(output: &[u8]) -> Vec<Commit> {
    let mut commits: Vec<Commit> = Vec::new();
    let mut fields = output.split(|byte| *byte == 0).filter(|field| !field.is_empty());
    while let Some(field) = fields.next() {
        let field = String::from_utf8_lossy(field);
        let Some(head) = field.trim().strip_prefix(':') else {
            commits.push(Commit { id: field.trim().to_owned(), changes: Vec::new() });
            continue;
        };
        let parts: Vec<&str> = head.split(' ').collect();
        let [mode, new_mode, before, after, status] = parts[..] else { continue };
        let Some(from) = fields.next() else { break };
        let to = if status.starts_with('R') { fields.next().unwrap_or(from) } else { from };
        let blob = |id: &str| id.bytes().any(|digit| digit != b'0').then(|| id.to_owned());
        let change = Change {
            before: blob(before),
            after: blob(after),
            is_deleted: status == "D",
            is_same: status == "R100",
            is_file: mode.starts_with("100"),
            is_link: new_mode == "120000",
            from: path(from),
            to: path(to),
        };
        match commits.last_mut() {
            Some(commit) => commit.changes.push(change),
            None => commits.push(Commit { id: String::new(), changes: vec![change] }),
        }
    }
    commits
}
