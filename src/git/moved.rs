//! A project whose folder has another place than at the base.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::base::Wanted;
use super::changes::Change;
use super::tree::{Tree, TreeFile};
use crate::project::settings::SETTINGS_FILE;

impl Wanted<'_> {
    /// The same, with the folder that the project had at the base, whose files are in `tree`. It is another one if there
    /// was no project in its own: that of the project that is gone from which most of its files came.
    pub(super) fn since(self, tree: &Tree, changes: &[Change], untracked: &[PathBuf]) -> Self {
        let settings = |folder: &Path| folder.join(SETTINGS_FILE);
        let own = settings(&self.prefix);
        let is_new = untracked.contains(&own)
            || changes.iter().any(|change| change.to == own && !change.is_deleted);
        if !self.below.as_os_str().is_empty() || tree.has_project(&self.prefix) || !is_new {
            return self;
        }
        let left: BTreeSet<&Path> = changes
            .iter()
            .filter(|change| change.is_deleted || change.to != change.from)
            .map(|change| change.from.as_path())
            .collect();
        let is_gone = |folder: &&Path| left.contains(settings(folder).as_path());
        let came_from = |folder: &Path| {
            let pairs = changes.iter().filter_map(|change| {
                let inner = change.to.strip_prefix(&self.prefix).ok()?;
                (change.from == folder.join(inner) && change.from != change.to).then_some(())
            });
            pairs.count()
        };
        // Of equals, the first.
        let then = tree.projects().filter(is_gone).rev().max_by_key(|folder| came_from(folder));
        let then = then.map(Path::to_owned);
        Self { then: then.unwrap_or_else(|| self.then.clone()), ..self }
    }

    /// The changes as the project sees them: a file that has the same place in it is the same file, however much it
    /// was changed, and one that stayed where it was has another.
    pub(super) fn aligned(
        &self,
        tree: &Tree,
        changes: Vec<Change>,
        untracked: &[PathBuf],
    ) -> Vec<Change> {
        if self.then == self.prefix {
            return changes;
        }
        let origins: BTreeMap<PathBuf, PathBuf> =
            changes.iter().map(|change| (change.from.clone(), change.to.clone())).collect();
        let mut now: BTreeMap<PathBuf, Change> =
            changes.into_iter().map(|change| (change.to.clone(), change)).collect();
        for path in untracked {
            now.entry(path.clone()).or_insert_with(|| added(path));
        }
        for (path, file) in tree.below(&self.then) {
            let Ok(inner) = path.strip_prefix(&self.then) else { continue };
            let place = self.prefix.join(inner);
            match now.get(&place).filter(|there| !there.is_deleted) {
                Some(there) if there.from == *path && there.before.is_some() => {}
                Some(there) => {
                    let there = there.clone();
                    // What git took for it.
                    if there.from != place && there.before.is_some() {
                        let gone = deleted(&there.from, there.before);
                        now.entry(gone.from.clone()).or_insert(gone);
                    }
                    match origins.get(path) {
                        Some(to) if to != path => drop(now.insert(to.clone(), added(to))),
                        _ => drop(now.remove(path)),
                    }
                    let is_same = there.after.as_ref() == Some(&file.id);
                    let change = kept(path, &place, file);
                    now.insert(place, Change { after: there.after, is_same, ..change });
                }
                None if origins.contains_key(path) => {}
                None => drop(now.insert(path.clone(), kept(path, path, file))),
            }
        }
        let others = tree.below(&self.prefix).map(|(path, _)| path);
        for path in others.filter(|path| !path.starts_with(&self.then)) {
            if !origins.contains_key(path) {
                now.entry(path.clone()).or_insert_with(|| added(path));
            }
        }
        now.into_values().collect()
    }
}

fn kept(from: &Path, to: &Path, file: &TreeFile) -> Change {
    let (before, after) = (Some(file.id.clone()), Some(file.id.clone()));
    let (is_file, from, to) = (file.is_file, from.to_owned(), to.to_owned());
    Change { before, after, is_deleted: false, is_same: true, is_file, is_link: false, from, to }
}

fn added(path: &Path) -> Change {
    let (from, to) = (path.to_owned(), path.to_owned());
    Change {
        before: None,
        after: None,
        is_deleted: false,
        is_same: false,
        is_file: false,
        is_link: false,
        from,
        to,
    }
}

fn deleted(path: &Path, before: Option<String>) -> Change {
    Change { before, is_deleted: true, is_file: true, ..added(path) }
}
