//! Numbers that two papers carry, in the folder or on any branch.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::Error;
use crate::git::{History, Repository};
use crate::paper::Paper;
use crate::project::Project;
use crate::series::Series;
use crate::text::source::SourceFile;

/// A paper that carries a number, and where it was first seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// The number.
    pub number: String,
    /// The paper's path, in a repository from its root.
    pub path: String,
    /// Where it was seen.
    pub place: Place,
}

/// A state of the project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// As it is in the folder.
    Folder,
    /// As a branch has it.
    Branch {
        /// The branch.
        name: String,
        /// Its commit.
        commit: String,
    },
}

/// Several papers with one number, or with numbers that have one serial.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collision {
    /// The papers, two at least.
    pub papers: Vec<Holder>,
}

impl Collision {
    /// The number, if it is the same on all papers.
    pub fn number(&self) -> Option<&str> {
        let (first, others) = self.papers.split_first()?;
        let is_same = others.iter().all(|other| other.number == first.number);
        is_same.then_some(first.number.as_str())
    }
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collisions {
    /// The collisions, by number.
    pub collisions: Vec<Collision>,
    /// How many numbers there are.
    pub numbers: usize,
    /// How many branches were searched; none if only the folder was.
    pub branches: Option<usize>,
}

/// Finds papers of the series that share a number or a serial and must not: in the folder and, with a
/// repository, on all of its branches. A paper that has the same path on two branches, or was renamed since they
/// diverged, is one paper.
///
/// # Errors
///
/// The repository can't be read.
pub fn collisions(
    project: &Project,
    series: &Series,
    repository: Option<&Repository>,
) -> Result<Collisions, Error> {
    let mut states = States::new(project, series, repository)?;
    let (holders, branches) = states.holders()?;
    let numbers = holders.len();
    let mut collisions = Vec::new();
    for (key, holders) in holders {
        if holders.len() < 2 {
            continue;
        }
        let collision = Collision { papers: states.distinct(&key, &holders)? };
        let is_shared = series.shares_numbers() && collision.number().is_some();
        if collision.papers.len() > 1 && !is_shared {
            collisions.push(collision);
        }
    }
    Ok(Collisions { collisions, numbers, branches })
}

/// The papers of a state of the project by their paths, with the numbers on them.
pub(super) type Tree = BTreeMap<String, Option<Number>>;

/// A number, and what no two papers may share: its serial, or the whole number if it has none.
#[derive(Debug, Clone)]
pub(super) struct Number {
    pub(super) text: String,
    pub(super) key: String,
}

/// Papers by what no two of them may share.
type Holders = BTreeMap<String, Vec<Holder>>;

/// The states of a project: in the folder, and in commits.
pub(super) struct States<'p> {
    pub(super) project: &'p Project,
    series: &'p Series,
    repository: Option<&'p Repository>,
    /// Where the project is in the repository.
    pub(super) prefix: String,
    folder: Tree,
    commits: BTreeMap<String, Tree>,
    /// The numbers in the blobs that were read: a paper that many commits share is read once.
    numbers: BTreeMap<String, Option<Number>>,
    history: History,
    /// The paths of the papers of commits that others began with, by what no two papers may share.
    origins: BTreeMap<String, BTreeMap<String, Vec<String>>>,
}

impl<'p> States<'p> {
    pub(super) fn new(
        project: &'p Project,
        series: &'p Series,
        repository: Option<&'p Repository>,
    ) -> Result<Self, Error> {
        let root = project.root.as_deref().unwrap_or(Path::new("."));
        let prefix = repository.map(|repository| repository.prefix(root)).transpose()?;
        let prefix = prefix.unwrap_or_default();
        let papers = project.papers.iter().map(|file| {
            let path = format!("{prefix}{}", project.relative(&file.path));
            (path, number_of(project, series, &file.paper))
        });
        let folder = papers.collect();
        let (commits, numbers) = (BTreeMap::new(), BTreeMap::new());
        let (history, origins) = (History::default(), BTreeMap::new());
        Ok(Self { project, series, repository, prefix, folder, commits, numbers, history, origins })
    }

    /// The papers of the folder and of all branches, each path once, and how many branches these are.
    fn holders(&mut self) -> Result<(Holders, Option<usize>), Error> {
        let (mut holders, mut seen) = (Holders::new(), BTreeSet::new());
        add(&mut holders, &mut seen, &self.folder, &Place::Folder);
        let Some(repository) = self.repository else { return Ok((holders, None)) };
        let branches = repository.branches()?;
        for branch in &branches {
            // What another branch also points to was seen there.
            if !self.commits.contains_key(&branch.commit) {
                let tree = self.read(repository, &branch.commit)?;
                let (name, commit) = (branch.name.clone(), branch.commit.clone());
                add(&mut holders, &mut seen, &tree, &Place::Branch { name, commit });
                self.commits.insert(branch.commit.clone(), tree);
            }
        }
        let commits = branches.iter().map(|branch| branch.commit.as_str());
        self.history = repository.history_of(commits)?;
        Ok((holders, Some(branches.len())))
    }

    /// The papers of a commit.
    pub(super) fn read(&mut self, repository: &Repository, commit: &str) -> Result<Tree, Error> {
        let papers = repository.papers_at(commit)?.into_iter();
        let own: Vec<_> = papers.filter(|paper| paper.path.starts_with(&self.prefix)).collect();
        let ids = own.iter().map(|paper| &paper.id).filter(|id| !self.numbers.contains_key(*id));
        let ids: BTreeSet<String> = ids.cloned().collect();
        for (id, text) in repository.contents(&ids)? {
            let paper = Paper::new(SourceFile::new("paper", text));
            self.numbers.insert(id, number_of(self.project, self.series, &paper));
        }
        let number = |id: &String| self.numbers.get(id).cloned().flatten();
        Ok(own.into_iter().map(|paper| (paper.path, number(&paper.id))).collect())
    }

    /// The holders without those that are another holder, renamed. Two are one paper if at the merge base of their
    /// branches one paper had the number, and each is that one or took its place.
    fn distinct(&mut self, key: &str, holders: &[Holder]) -> Result<Vec<Holder>, Error> {
        let mut papers: Vec<Holder> = Vec::new();
        let mut known: Vec<(&Place, BTreeSet<&str>)> = Vec::new();
        for here in holders.chunk_by(|one, other| one.place == other.place) {
            let Some(place) = here.first().map(|holder| &holder.place) else { continue };
            let (mut are_known, mut renamed) = (false, BTreeSet::new());
            for (there, paths) in &known {
                for origin in self.origins(there, place, key)? {
                    let has = |place| self.tree(place).is_some_and(|it| it.contains_key(&origin));
                    let is_from = paths.contains(origin.as_str());
                    are_known |= !has(place) && (is_from || !has(there));
                    if !has(there) {
                        renamed.insert(origin);
                    }
                }
            }
            let new = here.iter().filter(|it| !are_known && !renamed.contains(&it.path));
            let new: Vec<&Holder> = new.collect();
            if !new.is_empty() {
                known.push((place, new.iter().map(|holder| holder.path.as_str()).collect()));
                papers.extend(new.into_iter().cloned());
            }
        }
        Ok(papers)
    }

    /// The papers that had the number where two states of the project diverged.
    fn origins(&mut self, one: &Place, other: &Place, key: &str) -> Result<Vec<String>, Error> {
        let head = self.history.head().unwrap_or_default().to_owned();
        let commit = |place: &Place| match place {
            Place::Folder => head.clone(),
            Place::Branch { commit, .. } => commit.clone(),
        };
        let base = self.history.common(&commit(one), &commit(other)).map(str::to_owned);
        let (Some(repository), Some(base)) = (self.repository, base) else { return Ok(Vec::new()) };
        if !self.origins.contains_key(&base) {
            let tree = match self.commits.get(&base) {
                Some(tree) => tree.clone(),
                None => self.read(repository, &base)?,
            };
            let mut paths: BTreeMap<String, Vec<String>> = BTreeMap::new();
            for (path, number) in tree {
                if let Some(number) = number {
                    paths.entry(number.key).or_default().push(path);
                }
            }
            self.origins.insert(base.clone(), paths);
        }
        Ok(self.origins.get(&base).and_then(|paths| paths.get(key)).cloned().unwrap_or_default())
    }

    fn tree(&self, place: &Place) -> Option<&Tree> {
        match place {
            Place::Folder => Some(&self.folder),
            Place::Branch { commit, .. } => self.commits.get(commit),
        }
    }
}

/// Adds the papers of a state, each path with a number once.
fn add(holders: &mut Holders, seen: &mut BTreeSet<(String, String)>, tree: &Tree, place: &Place) {
    for (path, number) in tree {
        let Some(Number { text, key }) = number else { continue };
        if seen.insert((key.clone(), path.clone())) {
            let (number, path, place) = (text.clone(), path.clone(), place.clone());
            holders.entry(key.clone()).or_default().push(Holder { number, path, place });
        }
    }
}

/// The number of a paper of the series.
fn number_of(project: &Project, series: &Series, paper: &Paper) -> Option<Number> {
    let carried = project.carried_number(series, paper)?;
    let key = carried.key().to_owned();
    Some(Number { text: carried.number.into_owned(), key })
}
