//! Making the register agree with the papers, for example after a bad merge.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::assign::reserver;
use super::{Error, Faults};
use crate::check;
use crate::project::register::{self, EntryKind, Register, RegisterChange, Serial};
use crate::project::{LockedProject, NumberedPaper, Project};
use crate::text::source::SourceFile;
use crate::text::suggest::argument;

/// How the register was changed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rebuilt {
    /// How many numbers of papers were missing from it.
    pub taken_in: usize,
    /// Whether both sides of a merge conflict were combined.
    pub is_merged: bool,
    /// What a person has to review.
    pub warnings: Vec<Warning>,
}

/// A disagreement between papers and register that is left as it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the fields are what the messages say")]
pub enum Warning {
    /// Two papers have one number, or numbers with one serial.
    #[error(
        "`{}` has the number `{}` and `{}` the number `{}`: a serial is assigned once",
        papers[0], numbers[0], papers[1], numbers[1]
    )]
    Shared { papers: [String; 2], numbers: [String; 2] },
    /// A paper has a number that the register has for another.
    #[error("`{paper}` has the number `{number}`, which is that of `{other}`")]
    OfOther { paper: String, number: String, other: String },
    /// A paper has a number that is void or reserved.
    #[error("`{paper}` has the number `{number}`, which is {kind}")]
    Used { paper: String, number: String, kind: &'static str },
    /// A paper has a number that was replaced by another.
    #[error("`{paper}` has the number `{number}`, which was replaced by `{to}`")]
    GaveWay { paper: String, number: String, to: String },
    /// The register has another number for a paper.
    #[error("`{paper}` has the number `{number}`, and the register has `{registered}` for it")]
    Differs { paper: String, number: String, registered: String },
    /// The paper of a number is gone.
    #[error("the paper `{paper}` of the number `{number}` does not exist")]
    Missing { paper: String, number: String },
    /// A serial is both reserved and used.
    #[error(
        "`{reserved}` is reserved, and the number `{number}` is used; `issuepaper number release --local \
         {reserved} --by {}` takes the reservation out",
        argument(by)
    )]
    Reserved { reserved: String, number: String, by: String },
}

/// Adds the numbers of papers that are missing from the register, and combines what git could not merge.
/// Nothing is removed. If there is no register, one is created.
///
/// # Errors
///
/// The settings or the register can't be read.
pub fn rebuild(locked: &mut LockedProject, on: NaiveDate) -> Result<Rebuilt, Error> {
    let default = locked.project().settings.series.value.clone();
    let path = crate::project::paths::display(&locked.register_path());
    let text = locked.register_text();
    let merged = register::merge(text, &default);
    let is_merged = matches!(merged, Some(Cow::Owned(_)));
    let merged = merged.map_or_else(|| text.to_owned(), Cow::into_owned);
    if let Err(findings) = Register::read(SourceFile::new(path.as_str(), merged.as_str()), &default)
    {
        return Err(Error::Unmergeable(findings.into()));
    }
    locked.replace_register(merged)?;
    verify_no_faults(locked.project(), &path)?;
    let Found { missing, warnings, .. } = Found::new(locked.project(), locked.register()?, on);
    locked.change_register(&missing)?;
    Ok(Rebuilt { taken_in: missing.len(), is_merged, warnings })
}

/// An error if anything is wrong in the project's files besides the register at `path`.
fn verify_no_faults(project: &Project, path: &str) -> Result<(), Faults> {
    let mut findings = check::settings_faults(project);
    findings.retain(|finding| finding.file.name() != path);
    let faults = Faults { findings, errors: project.errors.clone() };
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// What the papers have and the register does not.
struct Found<'p> {
    project: &'p Project,
    register: &'p Register,
    on: NaiveDate,
    missing: Vec<RegisterChange>,
    warnings: Vec<Warning>,
}

impl<'p> Found<'p> {
    fn new(project: &'p Project, register: &'p Register, on: NaiveDate) -> Self {
        let (missing, warnings) = (Vec::new(), Vec::new());
        let mut found = Self { project, register, on, missing, warnings };
        let carried = project.carried_numbers();
        for mut papers in carried.groups() {
            papers.retain(|paper| paper.carried.is_valid);
            found.add(&papers);
        }
        found.warn_of_missing_papers();
        found.warn_of_reserved();
        found
    }

    fn path(&self, paper: &NumberedPaper<'_>) -> String {
        self.project.relative(&paper.file.path)
    }

    /// Adds the number of one paper, or of papers that share it. Which of several papers has a number or a
    /// serial that they can't share is for a person to decide.
    fn add(&mut self, papers: &[&NumberedPaper<'_>]) {
        let Some((first, others)) = papers.split_first() else { return };
        let is_exclusive = first.carried.is_exclusive();
        let is_rival = |other: &&&NumberedPaper<'_>| {
            is_exclusive || other.carried.number != first.carried.number
        };
        if let Some(other) = others.iter().find(is_rival) {
            let papers = [first, other].map(|paper| self.path(paper));
            let numbers = [first, other].map(|paper| paper.carried.number.to_string());
            return self.warnings.push(Warning::Shared { papers, numbers });
        }
        for paper in papers {
            let (series, path) = (paper.carried.series.id.as_str(), self.path(paper));
            let number = &paper.carried.number;
            if self.register.assigned_to(series, &path).any(|own| own.number.value == **number) {
                continue;
            }
            match self.disagreement(paper) {
                Some(warning) => self.warnings.push(warning),
                None => self.missing.push(RegisterChange::Assign {
                    series: series.into(),
                    number: number.as_ref().into(),
                    paper: path,
                    by: None,
                    on: self.on,
                }),
            }
        }
    }

    /// The register's entry that conflicts with a number, or with the paper that carries it.
    fn disagreement(&self, paper: &NumberedPaper<'_>) -> Option<Warning> {
        let (series, is_exclusive) =
            (paper.carried.series.id.as_str(), paper.carried.is_exclusive());
        let (paper, number) = (self.path(paper), paper.carried.number.to_string());
        match self.register.entry(series, &number).map(|entry| &entry.kind) {
            Some(EntryKind::Assigned { paper: other, .. }) if is_exclusive => {
                let other = other.clone();
                return Some(Warning::OfOther { paper, number, other });
            }
            Some(kind @ (EntryKind::Void { .. } | EntryKind::Reserved { .. })) => {
                return Some(Warning::Used { paper, number, kind: kind.name() });
            }
            Some(EntryKind::Assigned { .. }) => {}
            None => {
                if let Some(to) = self.register.alias(series, &number) {
                    return Some(Warning::GaveWay { paper, number, to: to.to_owned() });
                }
            }
        }
        let registered = self.register.assigned_to(series, &paper).next()?.number.value.to_string();
        Some(Warning::Differs { paper, number, registered })
    }

    fn warn_of_missing_papers(&mut self) {
        let papers = self.project.papers.iter();
        let paths: BTreeSet<String> =
            papers.map(|file| self.project.relative(&file.path)).collect();
        for entry in &self.register.entries {
            if let EntryKind::Assigned { paper, .. } = &entry.kind
                && !paths.contains(paper)
            {
                let (paper, number) = (paper.clone(), entry.number.value.to_string());
                self.warnings.push(Warning::Missing { paper, number });
            }
        }
    }

    /// Reports serials that are both reserved and assigned, as after a merge.
    fn warn_of_reserved(&mut self) {
        for series in self.project.used_series() {
            let rule = series.number.as_ref();
            let serials = self.register.entries_of(&series.id).filter_map(|entry| {
                let number = entry.number.value.as_str();
                Some((Serial::of(rule, number)?, (reserver(entry), number)))
            });
            let (reserved, used): (Vec<_>, Vec<_>) = serials.partition(|(_, (by, _))| by.is_some());
            let used: BTreeMap<Serial, (Option<&str>, &str)> = used.into_iter().collect();
            for (serial, (by, reserved)) in reserved {
                if let Some((_, number)) = used.get(&serial) {
                    let (reserved, number) = (reserved.to_owned(), (*number).to_owned());
                    let by = by.unwrap_or_default().to_owned();
                    self.warnings.push(Warning::Reserved { reserved, number, by });
                }
            }
        }
    }
}
