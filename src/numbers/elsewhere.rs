//! Numbers that are taken outside of this folder: claimed on a remote, or used on another branch.

use std::collections::BTreeMap;
use std::fmt;

use super::Error;
use super::collisions::{Holder, Place, States};
use crate::git::{Branch, Claim, Repository};
use crate::project::register::{Entry, EntryKind, REGISTER_FILE, Register, Serial};
use crate::project::{Project, serial_key};
use crate::series::Series;
use crate::text::source::SourceFile;

/// What a number was taken by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// Somebody claimed its serial on the remote.
    Claimed(Claim),
    /// A paper on another branch carries it.
    Carried(Holder),
    /// The register on another branch has an entry for it.
    Listed {
        /// The entry.
        entry: Entry,
        /// The branch.
        branch: String,
    },
}

impl fmt::Display for Taken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Claimed(Claim { serial, by, on, .. }) => {
                write!(f, "{serial} is reserved by {by} since {on}")
            }
            Self::Carried(Holder { number, path, place }) => {
                let branch = match place {
                    Place::Branch { name, .. } => format!(" on the branch {name}"),
                    Place::Folder => String::new(),
                };
                write!(f, "{number} is the number of {path}{branch}")
            }
            Self::Listed { entry: Entry { number, kind, .. }, branch } => {
                let number = &number.value;
                match kind {
                    EntryKind::Reserved { by } => write!(f, "{number} is reserved by {by}")?,
                    EntryKind::Assigned { paper, .. } => {
                        write!(f, "{number} is assigned to {paper}")?;
                    }
                    EntryKind::Void { why } => write!(f, "{number} is void ({why})")?,
                }
                write!(f, " on the branch {branch}")
            }
        }
    }
}

/// The numbers of a series that are taken elsewhere.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Elsewhere {
    /// By what no two papers may share: the serial, or the whole number.
    taken: BTreeMap<String, Taken>,
    claims: Vec<Claim>,
    /// Where the project is in its repository.
    prefix: String,
}

impl Elsewhere {
    /// Looks at all branches of `repository`, for what each has and this folder never had, and at `claims`, those on
    /// a remote.
    ///
    /// # Errors
    ///
    /// Git can't be run.
    pub fn look(
        project: &Project,
        series: &Series,
        repository: Option<&Repository>,
        claims: Vec<Claim>,
    ) -> Result<Self, Error> {
        let claims = claims.into_iter().filter(|it| it.series == series.id).collect();
        let mut elsewhere = Self { claims, ..Self::default() };
        for claim in elsewhere.claims.clone() {
            elsewhere.add(serial_key(&claim.serial).to_owned(), Taken::Claimed(claim));
        }
        if let Some(repository) = repository {
            let mut states = States::new(project, series, Some(repository))?;
            elsewhere.prefix.clone_from(&states.prefix);
            let branches = repository.branches()?;
            let commits = branches.iter().map(|branch| branch.commit.as_str());
            let mut history = repository.history_of(commits)?;
            let head = history.head().unwrap_or_default().to_owned();
            for branch in &branches {
                let base = history.common(&head, &branch.commit);
                elsewhere.add_branch(&mut states, (repository, base), branch, series)?;
            }
        }
        Ok(elsewhere)
    }

    /// The claims on the remote.
    pub fn claims(&self) -> &[Claim] {
        &self.claims
    }

    /// Where the project is in its repository: empty, or a path that ends with `/`.
    pub(super) fn prefix(&self) -> &str {
        &self.prefix
    }

    /// What took the number with this serial, or this whole number.
    pub(super) fn of(&self, number: &str) -> Option<&Taken> {
        self.taken.get(serial_key(number))
    }

    fn add(&mut self, key: String, taken: Taken) {
        self.taken.entry(key).or_insert(taken);
    }

    /// Adds what a branch has and its common ancestor with this folder has not: what was there before, this folder
    /// has as well, or gave up.
    fn add_branch(
        &mut self,
        states: &mut States<'_>,
        (repository, base): (&Repository, Option<&str>),
        branch: &Branch,
        series: &Series,
    ) -> Result<(), Error> {
        if base == Some(branch.commit.as_str()) {
            return Ok(());
        }
        let now = states.read(repository, &branch.commit)?;
        let before = base.map(|base| states.read(repository, base)).transpose()?;
        let before = before.unwrap_or_default();
        for (path, number) in now {
            let Some(number) = number else { continue };
            let known = before.get(&path).and_then(Option::as_ref);
            if known.is_none_or(|known| known.key != number.key) {
                let (name, commit) = (branch.name.clone(), branch.commit.clone());
                let place = Place::Branch { name, commit };
                let holder = Holder { number: number.text, path, place };
                self.add(number.key, Taken::Carried(holder));
            }
        }
        let path = format!("{}{REGISTER_FILE}", states.prefix);
        let default = states.project.settings.series.value.as_str();
        let entries = |commit: &str| entries(repository, commit, &path, (series, default));
        let before = base.map(entries).unwrap_or_default();
        for (key, entry) in entries(&branch.commit) {
            if !before.contains_key(&key) {
                self.add(key, Taken::Listed { entry, branch: branch.name.clone() });
            }
        }
        Ok(())
    }
}

/// The entries of the register in a commit, by what no two may share.
pub(super) fn entries(
    repository: &Repository,
    commit: &str,
    path: &str,
    (series, default): (&Series, &str),
) -> BTreeMap<String, Entry> {
    let text = repository.text_at(commit, path);
    let register = text.and_then(|text| Register::read(SourceFile::new(path, text), default).ok());
    let entries = register.iter().flat_map(|register| register.entries_of(&series.id));
    let keyed = entries.map(|entry| {
        let number = entry.number.value.as_str();
        let serial = Serial::of(series.number.as_ref(), number);
        let key = serial.as_ref().map_or(number, Serial::as_str);
        (serial_key(key).to_owned(), entry.clone())
    });
    keyed.collect()
}
