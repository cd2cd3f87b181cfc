//! The register's policy: which number is free, who may have it, and how papers and register are kept in
//! agreement. Calls take a project and options, return data and print nothing.
//!
//! A call that changes the register takes a [`LockedProject`] and makes the change in
//! memory; [`commit`](crate::project::LockedProject::commit) writes it.

mod assign;
mod claims;
mod collisions;
mod elsewhere;
mod error;
mod fit;
mod list;
mod rebuild;
mod renumber;
mod reserve;
mod serials;
mod unassign;

use std::collections::BTreeMap;
use std::path::Path;

use crate::check;
use crate::project::register::{Alias, Entry, EntryKind, Pool, Register, Serial, SeriesId};
use crate::project::{
    CarriedNumber, LockedProject, NoRegister, Original, PaperFile, Project, paths,
};
use crate::series::{NumberRule, Series};
use crate::text::finding::Finding;

pub use assign::{Assigned, Claimant, assign};
pub use claims::{Overlap, Usage, overlaps};
pub use collisions::{Collision, Collisions, Holder, Place, collisions};
pub use elsewhere::{Elsewhere, Taken};
pub use error::{Error, Faults};
pub use list::{Listed, Listing, Scope, Serials, StateName, list};
pub use rebuild::{Rebuilt, Warning, rebuild};
pub use renumber::{Mentions, Renumbered, renumber};
pub use reserve::{Notice, Remote, claim, release, release_claim, reserve};
pub use serials::{next, receive, void};
pub use unassign::{Returned, Unassigned, unassign};

/// The numbers of a series in a project that keeps a register.
#[derive(Debug, Clone, Copy)]
pub struct Numbers<'p> {
    project: &'p Project,
    series: &'p Series,
    rule: &'p NumberRule,
    register: &'p Register,
}

/// The series with that name, or the project's own, if its papers carry numbers.
///
/// # Errors
///
/// There is no such series, or its papers carry none.
pub fn series(project: &Project, name: Option<&str>) -> Result<Series, Error> {
    let id = name.unwrap_or(&project.settings.series.value);
    let Some(Ok(series)) = project.library.series(id) else {
        let known = project.library.names();
        return Err(Error::UnknownSeries { series: id.to_owned(), known });
    };
    if series.number.is_none() {
        return Err(Error::WithoutNumbers(id.to_owned()));
    }
    Ok(series)
}

/// All series whose papers carry numbers, by name.
pub fn numbered_series(project: &Project) -> Vec<Series> {
    let names = project.library.names();
    let resolved = names.iter().filter_map(|name| project.library.series(name)?.ok());
    resolved.filter(|series| series.number.is_some()).collect()
}

/// Errors in the files of a project that prevent numbers from being assigned: bad settings, or a register
/// that can't be read. A paper that can't be read does not.
///
/// # Errors
///
/// What is wrong.
pub fn verify_readable(project: &Project) -> Result<(), Faults> {
    let findings = check::settings_faults(project);
    let register = project.root.as_deref().map(register_path);
    let is_register = |path: &str| register.as_deref() == Some(path);
    let is_unreadable = project.errors.iter().any(|error| is_register(&error.path));
    // With the register unreadable, what else can't be read is reported as well.
    let errors = if is_unreadable { project.errors.clone() } else { Vec::new() };
    let faults = Faults { findings, errors };
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

fn register_path(root: &Path) -> String {
    paths::display(&root.join(crate::project::register::REGISTER_FILE))
}

impl<'p> Numbers<'p> {
    /// The numbers of `series`.
    ///
    /// # Errors
    ///
    /// The project keeps no register, or papers of the series carry no numbers.
    pub fn new(project: &'p Project, series: &'p Series) -> Result<Self, Error> {
        let register = project.register.as_ref().ok_or(NoRegister)?;
        let rule = series.number.as_ref();
        let rule = rule.ok_or_else(|| Error::WithoutNumbers(series.id.clone()))?;
        Ok(Self { project, series, rule, register })
    }

    /// The serials and their states.
    pub fn pool(&self) -> Pool<'p> {
        let carried = self.carried();
        let carried = carried.map(|(file, carried)| {
            (carried.number.into_owned(), self.project.relative(&file.path))
        });
        self.register.pool(self.series, carried)
    }

    /// The papers of the series that carry numbers.
    fn carried(&self) -> impl Iterator<Item = (&'p PaperFile, CarriedNumber<'p>)> + use<'p> {
        let (project, series) = (self.project, self.series);
        let papers = project.papers.iter();
        papers.filter_map(|file| Some((file, project.carried_number(series, &file.paper)?)))
    }

    fn entries(&self) -> impl Iterator<Item = &'p Entry> + use<'p> {
        let (register, series) = (self.register, self.series);
        register.entries_of(&series.id)
    }

    /// The number that the register has for the paper at `path`.
    fn assigned(&self, path: &str) -> Option<&'p Entry> {
        self.register.assigned_to(&self.series.id, path).next()
    }

    fn serial(&self, number: &str) -> Option<Serial> {
        Serial::of(Some(self.rule), number)
    }

    /// An error if two papers carry numbers with one serial, or one number: nothing is assigned before it is
    /// known whose it is. If the register has it for one of them, it is.
    fn verify_distinct(&self, pool: &Pool<'_>) -> Result<(), Error> {
        if self.rule.allows_sharing() {
            return Ok(());
        }
        let mut carriers: BTreeMap<Serial, Vec<(&PaperFile, bool)>> = BTreeMap::new();
        for (file, carried) in self.carried() {
            let Some(serial) = carried.serial().and_then(Serial::parse) else { continue };
            let own = self.assigned(&self.project.relative(&file.path));
            let is_owner = own.is_some_and(|own| own.number.value == *carried.number);
            carriers.entry(serial).or_default().push((file, is_owner));
        }
        for (serial, files) in carriers {
            let owners = files.iter().filter(|(_, is_owner)| *is_owner).count();
            if let [(first, _), (second, _), ..] = files.as_slice()
                && owners != 1
            {
                let papers = [first, second].map(|file| file.paper.file.name().to_owned());
                return Err(Error::SharedSerial {
                    papers,
                    serial,
                    free: pool.after_last().cloned(),
                });
            }
        }
        Ok(())
    }

    /// An error if the paper in `file` was moved from where it was published: its number stays as it is, there.
    fn verify_in_place(&self, file: &PaperFile) -> Result<(), Error> {
        match self.project.original_of(file) {
            Some(Original { path, is_gone: true, number: Some(number) }) => {
                let paper = self.project.relative(&file.path);
                Err(Error::Moved { paper, number: number.to_owned(), from: path.to_owned() })
            }
            _ => Ok(()),
        }
    }

    fn series_id(&self) -> SeriesId {
        self.series.id.as_str().into()
    }

    /// The paper at `path`, on disk.
    fn find(&self, path: &Path) -> Result<&'p PaperFile, Error> {
        // A message names a paper by its path in the project, wherever the program was run.
        let root = self.project.root.as_deref().unwrap_or(Path::new(""));
        let wanted = paths::canonical(path).or_else(|| paths::canonical(&root.join(path)));
        let mut papers = self.project.papers.iter();
        let file = papers.find(|file| wanted.is_some() && paths::canonical(&file.path) == wanted);
        let shown = paths::display(path);
        let Some(file) = file else { return Err(Error::NoPaper(shown)) };
        let series = self.project.series_of(&file.paper).map_or("", |series| series.id.as_str());
        if series != self.series.id {
            return Err(Error::OtherSeries { paper: shown, series: series.to_owned() });
        }
        Ok(file)
    }

    /// A paper other than the one at `path` that carries `number`.
    fn other_with(&self, path: &str, number: &str) -> Option<String> {
        let carried = self.carried().filter(|(_, carried)| carried.number == number);
        let mut papers = carried.map(|(file, _)| self.project.relative(&file.path));
        papers.find(|other| other != path)
    }

    /// The error for a number that another replaced.
    fn replaced(&self, alias: &Alias) -> Error {
        let number = alias.number.value.as_str();
        let to = self.register.alias(&self.series.id, number).unwrap_or(&alias.to);
        Error::GaveWay { number: number.to_owned(), to: to.to_owned() }
    }

    /// Whether a number may go to the paper at `path`; returns the claimant's reservation that it uses.
    fn verify(
        &self,
        pool: &Pool<'p>,
        number: &str,
        path: &str,
        claimant: Claimant<'_>,
    ) -> Result<Option<&'p Entry>, Error> {
        use crate::project::register::State;
        if !self.rule.is_match(number) {
            return Err(self.wrong_form(number));
        }
        let Some(serial) = self.serial(number) else {
            return self.verify_without_serial(number, path, claimant);
        };
        if serial.value() == 0 && !pool.is_received(&serial) {
            return Err(Error::ZeroSerial(number.to_owned()));
        }
        let reserved = match pool.state(&serial) {
            Some(State::Free) => None,
            // Without any block, nobody records which serials were received.
            None if !self.has_blocks() => None,
            None => return Err(Error::NeverReceived(number.to_owned())),
            Some(State::Renumbered(alias)) => return Err(self.replaced(alias)),
            Some(State::Carried { number: other, paper })
                if paper == path || self.is_shared(other, number) =>
            {
                return Ok(None);
            }
            Some(State::Carried { number, paper }) => return Err(Error::carried(number, paper)),
            Some(State::Registered(entry)) => self.verify_entry(entry, number, path, claimant)?,
        };
        self.verify_elsewhere(serial.as_str(), path, claimant)?;
        Ok(reserved)
    }

    /// An error if the number with this serial, or this whole number, is taken outside of this folder, other than by
    /// the claimant or by the same paper.
    fn verify_elsewhere(
        &self,
        number: &str,
        path: &str,
        claimant: Claimant<'_>,
    ) -> Result<(), Error> {
        let is_own = |by: &str| claimant.by == Some(by);
        let prefix = claimant.elsewhere.prefix();
        let is_same = |paper: &str| paper == path;
        let taken = claimant.elsewhere.of(number).filter(|taken| match taken {
            Taken::Claimed(claim) => !is_own(&claim.by),
            Taken::Carried(holder) => !holder.path.strip_prefix(prefix).is_some_and(is_same),
            Taken::Listed { entry, .. } => match &entry.kind {
                EntryKind::Reserved { by } => !is_own(by),
                EntryKind::Assigned { paper, .. } => !is_same(paper),
                EntryKind::Void { .. } => true,
            },
        });
        match taken {
            Some(_) if self.rule.allows_sharing() => Ok(()),
            Some(taken) => Err(Error::Elsewhere(Box::new(taken.clone()))),
            None => Ok(()),
        }
    }

    /// Whether an entry of the register leaves its number to the paper at `path`.
    fn verify_entry(
        &self,
        entry: &'p Entry,
        wanted: &str,
        path: &str,
        claimant: Claimant<'_>,
    ) -> Result<Option<&'p Entry>, Error> {
        let number = &entry.number.value;
        match &entry.kind {
            EntryKind::Assigned { paper, .. }
                if paper == path || self.is_shared(number, wanted) =>
            {
                Ok(None)
            }
            EntryKind::Reserved { by } if claimant.by == Some(by) => Ok(Some(entry)),
            _ => Err(Error::Taken(entry.clone())),
        }
    }

    /// The same for a number without a serial, which is looked up as a whole.
    fn verify_without_serial(
        &self,
        number: &str,
        path: &str,
        claimant: Claimant<'_>,
    ) -> Result<Option<&'p Entry>, Error> {
        if let Some(entry) = self.register.entry(&self.series.id, number) {
            return self.verify_entry(entry, number, path, claimant);
        }
        let mut replaced = self.register.aliases_of(&self.series.id);
        if let Some(alias) = replaced.rfind(|alias| alias.number.value == *number) {
            return Err(self.replaced(alias));
        }
        match self.other_with(path, number) {
            Some(paper) if !self.rule.allows_sharing() => Err(Error::carried(number, &paper)),
            _ => self.verify_elsewhere(number, path, claimant).map(|()| None),
        }
    }

    /// Whether two papers may carry these numbers, since they are one.
    fn is_shared(&self, one: &str, other: &str) -> bool {
        self.rule.allows_sharing() && one == other
    }

    fn wrong_form(&self, number: &str) -> Error {
        let (form, example) = (self.rule.form.clone(), self.rule.example.clone());
        Error::WrongForm { number: number.to_owned(), form, example }
    }
}

/// The findings for a register that could not be read.
impl From<Vec<Finding>> for Faults {
    fn from(findings: Vec<Finding>) -> Self {
        Self { findings, errors: Vec::new() }
    }
}

/// The numbers of a series in a project that is locked for a change.
fn numbers_of<'p>(locked: &'p LockedProject, series: &'p Series) -> Result<Numbers<'p>, Error> {
    Numbers::new(locked.project(), series)
}
