//! The contents of files at earlier commits.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::Repository;
use crate::project::paths;

/// How many commits are searched for each file. A published text is seldom more than a few changes away.
const DEPTH: usize = 200;

/// How many files are queried at once: some systems limit the length of command lines.
const CHUNK: usize = 100;

/// The newest version of each file of `paths` that `is_wanted` accepts; it takes the file's index in `paths` and
/// a text that the file had. None if no commit of this clone has one. Files in a submodule are looked up there.
pub fn find_versions(
    paths: &[&Path],
    is_wanted: impl Fn(usize, &str) -> bool,
) -> Vec<Option<String>> {
    let mut folders: BTreeMap<PathBuf, Option<PathBuf>> = BTreeMap::new();
    let mut repositories: BTreeMap<PathBuf, Vec<usize>> = BTreeMap::new();
    for (at, path) in paths.iter().enumerate() {
        let folder = paths::absolute(path).parent().map(Path::to_owned).unwrap_or_default();
        let around = folders.entry(folder).or_insert_with_key(|folder| {
            paths::canonical(folder).and_then(|folder| paths::repository(&folder))
        });
        if let Some(root) = around.clone() {
            repositories.entry(root).or_default().push(at);
        }
    }
    let mut versions = vec![None; paths.len()];
    for (root, places) in repositories {
        let Ok(repository) = Repository::around(&root) else { continue };
        let own: Vec<&Path> = places.iter().map(|at| paths[*at]).collect();
        let found = repository.find_versions(&own, |at, text| is_wanted(places[at], text));
        for (at, text) in places.iter().zip(found) {
            versions[*at] = text;
        }
    }
    versions
}

impl Repository {
    /// Git is queried once for the history of the files, then once for all their texts.
    fn find_versions(
        &self,
        paths: &[&Path],
        is_wanted: impl Fn(usize, &str) -> bool,
    ) -> Vec<Option<String>> {
        let names: Vec<Option<PathBuf>> = paths.iter().map(|path| self.inner(path)).collect();
        let places: BTreeMap<&Path, usize> = names
            .iter()
            .enumerate()
            .filter_map(|(at, name)| Some((name.as_deref()?, at)))
            .collect();
        let mut blobs: Vec<Vec<String>> = vec![Vec::new(); paths.len()];
        for chunk in places.keys().copied().collect::<Vec<_>>().chunks(CHUNK) {
            for (path, blob) in self.history(chunk) {
                if let Some(at) = places.get(path.as_path())
                    && blobs[*at].len() < DEPTH
                {
                    blobs[*at].push(blob);
                }
            }
        }
        let mut versions: Vec<Option<(usize, String)>> = vec![None; paths.len()];
        let mut files: BTreeMap<&str, BTreeSet<(usize, usize)>> = BTreeMap::new();
        for (at, blobs) in blobs.iter().enumerate() {
            for (age, blob) in blobs.iter().enumerate() {
                files.entry(blob).or_default().insert((at, age));
            }
        }
        let ids: BTreeSet<String> = files.keys().map(|id| (*id).to_owned()).collect();
        let result = self.each_blob(&ids, |id, bytes| {
            let (Some(files), Ok(text)) = (files.get(id), String::from_utf8(bytes)) else { return };
            for (at, age) in files {
                let is_newer = versions[*at].as_ref().is_none_or(|(known, _)| age < known);
                if is_newer && is_wanted(*at, &text) {
                    versions[*at] = Some((*age, text.clone()));
                }
            }
        });
        // Without git there are no earlier versions, which is not an error.
        drop(result);
        versions.into_iter().map(|version| version.map(|(_, text)| text)).collect()
    }

    /// The contents that files had, the newest first: path and object id.
    fn history(&self, names: &[&Path]) -> Vec<(PathBuf, String)> {
        let depth = format!("-n{}", DEPTH * names.len());
        let names: Vec<PathBuf> = names.iter().map(|name| (*name).to_owned()).collect();
        let commits = self.commits(&[&depth, "HEAD"], &names).unwrap_or_default();
        let changes = commits.into_iter().flat_map(|commit| commit.changes);
        changes.filter_map(|change| Some((change.to, change.after?))).collect()
    }

    /// The path of a file from the root of the repository.
    fn inner(&self, path: &Path) -> Option<PathBuf> {
        let path = std::path::absolute(path).ok()?;
        let folder = paths::canonical(path.parent()?)?;
        Some(folder.strip_prefix(&self.root).ok()?.join(path.file_name()?))
    }
}
