//! Numbers that two papers carry, in the folder or on any branch.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::Error;
use crate::git::Repository;
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
    for holders in holders.into_values() {
        let collision = Collision { papers: states.distinct(holders)? };
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
        Ok(Self { project, series, repository, prefix, folder, commits, numbers })
    }

    /// The papers of the folder and of all branches, each path once, and how many branches these are.
    fn holders(&mut self) -> Result<(Holders, Option<usize>), Error> {
        let mut holders = Holders::new();
        add(&mut holders, &self.folder, &Place::Folder);
        let Some(repository) = self.repository else { return Ok((holders, None)) };
        let branches = repository.branches()?;
        for branch in &branches {
            let tree = self.read(repository, &branch.commit)?;
            let (name, commit) = (branch.name.clone(), branch.commit.clone());
            add(&mut holders, &tree, &Place::Branch { name, commit });
            self.commits.insert(branch.commit.clone(), tree);
        }
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

    /// The holders without those that are another holder, renamed.
    fn distinct(&mut self, holders: Vec<Holder>) -> Result<Vec<Holder>, Error> {
        let mut papers: Vec<Holder> = Vec::new();
        for holder in holders {
            let mut is_new = true;
            for known in &papers {
                is_new &= !self.is_same(known, &holder)?;
            }
            if is_new {
                papers.push(holder);
            }
        }
        Ok(papers)
    }

    /// Whether two holders are one paper: at the merge base of their branches one paper had the number, and each is
    /// that one or took its place.
    fn is_same(&mut self, one: &Holder, other: &Holder) -> Result<bool, Error> {
        let commit = |holder: &Holder| match &holder.place {
            Place::Folder => "HEAD".to_owned(),
            Place::Branch { commit, .. } => commit.clone(),
        };
        let Some(repository) = self.repository else { return Ok(false) };
        let Some(base) = repository.common(&commit(one), &commit(other)) else { return Ok(false) };
        if !self.commits.contains_key(&base) {
            let tree = self.read(repository, &base)?;
            self.commits.insert(base.clone(), tree);
        }
        let Some(key) = self.key_of(one) else { return Ok(false) };
        let is_holder =
            |number: &Option<Number>| number.as_ref().is_some_and(|number| number.key == key);
        let is_from = |holder: &Holder, path: &String| {
            let tree = self.tree(&holder.place);
            holder.path == *path || tree.is_some_and(|tree| !tree.contains_key(path))
        };
        let before = self.commits.get(&base);
        let mut before = before.into_iter().flatten().filter(|(_, number)| is_holder(number));
        Ok(before.any(|(path, _)| is_from(one, path) && is_from(other, path)))
    }

    fn tree(&self, place: &Place) -> Option<&Tree> {
        match place {
            Place::Folder => Some(&self.folder),
            Place::Branch { commit, .. } => self.commits.get(commit),
        }
    }

    /// What no other paper may share with the holder.
    fn key_of(&self, holder: &Holder) -> Option<String> {
        let number = self.tree(&holder.place)?.get(&holder.path)?.as_ref()?;
        Some(number.key.clone())
    }
}

fn add(holders: &mut Holders, tree: &Tree, place: &Place) {
    for (path, number) in tree {
        let Some(Number { text, key }) = number else { continue };
        let known = holders.entry(key.clone()).or_default();
        if known.iter().all(|other| other.path != *path) {
            let (number, path, place) = (text.clone(), path.clone(), place.clone());
            known.push(Holder { number, path, place });
        }
    }
}

/// The number of a paper of the series.
fn number_of(project: &Project, series: &Series, paper: &Paper) -> Option<Number> {
    let carried = project.carried_number(series, paper)?;
    let key = carried.key().to_owned();
    Some(Number { text: carried.number.into_owned(), key })
}
