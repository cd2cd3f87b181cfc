//! The life of a finished paper: published, revised, withdrawn.
//!
//! Each is a [`Transition`]: made in memory on a locked project, checked as the papers will be, then shown as a
//! patch or committed. Nothing here prints or renders; the pages are made from the same project afterwards.

mod publication;
mod revise;
mod withdraw;

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::check::{self, CheckOptions, CommandLine, Outcome};
use crate::paper::seal::{PictureSeals, Sealed};
use crate::project::register::{Event, REGISTER_FILE, Record, RegisterChange, Step};
use crate::project::{
    ChangeSet, InputError, LockedProject, NoRegister, Original, PaperFile, Project,
    RegisterChangeError,
};
use crate::series::{Level, Role, Series, Values};
use crate::text::finding::{Finding, Severity};
use crate::text::suggest;

pub use publication::publish;
pub use revise::{Revision, revise};
pub use withdraw::withdraw;

/// What a finished paper must not have, whatever the series and the settings say.
const DENIED: [&str; 3] = ["draft-marking", "placeholder-text", "unresolved-comment"];

/// What can't be corrected once a paper is sealed, so that even one that was published long ago must not have it.
const UNSEALABLE: &str = "missing-number";

/// The kinds of transitions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TransitionKind {
    /// Papers are published.
    Publish,
    /// A published paper is revised.
    Revise,
    /// A published paper is withdrawn.
    Withdraw,
}

impl TransitionKind {
    /// What happens to a paper, in a message: "published".
    pub const fn participle(self) -> &'static str {
        match self {
            Self::Publish => "published",
            Self::Revise => "revised",
            Self::Withdraw => "withdrawn",
        }
    }
}

/// A change to papers that has been made in memory.
#[derive(Debug)]
pub struct Transition {
    kind: TransitionKind,
    locked: LockedProject,
    papers: Vec<String>,
    /// The names of papers that don't have to pass: what was published long ago can't be changed to satisfy
    /// the rules.
    exempt: BTreeSet<String>,
    notes: Vec<String>,
}

/// The result of checking the papers of a transition.
#[derive(Debug)]
pub struct Judgment {
    /// Errors in papers that have to pass; without any, the transition may be made.
    pub errors: Vec<Finding>,
    /// What `check` reports about the papers as they will be; it tolerates more.
    pub outcome: Outcome,
}

/// Why papers can't be published, revised or withdrawn.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The project keeps no register.
    #[error(
        "there is no {REGISTER_FILE} to seal papers in; `issuepaper number receive` begins one, and so does an \
         empty file"
    )]
    NoRegister,
    /// The entries can't be added to the register.
    #[error(transparent)]
    Register(#[from] RegisterChangeError),
    /// Some of the papers are refused; one sentence for each.
    #[error("{}", .0.join("\n"))]
    Refused(Vec<String>),
}

impl From<NoRegister> for PublishError {
    fn from(_: NoRegister) -> Self {
        Self::NoRegister
    }
}

impl PublishError {
    fn refused(reason: impl Into<String>) -> Self {
        Self::Refused(vec![reason.into()])
    }
}

impl Transition {
    /// Applies `plans` in memory.
    fn make(
        kind: TransitionKind,
        mut locked: LockedProject,
        plans: Vec<Plan>,
        notes: Vec<String>,
    ) -> Result<Self, PublishError> {
        // The register is written once for all papers.
        let changes: Vec<RegisterChange> = plans.iter().filter_map(Plan::register_change).collect();
        locked.change_register(&changes)?;
        let mut papers = Vec::new();
        let mut exempt = BTreeSet::new();
        for Plan { name, path, text, is_judged, .. } in plans {
            locked.rewrite_paper(&name, &text);
            papers.push(path);
            exempt.extend((!is_judged).then_some(name));
        }
        Ok(Self { kind, locked, papers, exempt, notes })
    }

    /// One that was made before: `notes` say when. Its pages may be missing, if the program was stopped before it had
    /// made them.
    fn done(kind: TransitionKind, locked: LockedProject, notes: Vec<String>) -> Self {
        Self { kind, locked, papers: Vec::new(), exempt: BTreeSet::new(), notes }
    }

    /// The kind of transition.
    pub fn kind(&self) -> TransitionKind {
        self.kind
    }

    /// The papers that it is about, by their paths in the project; none if it was made before.
    pub fn papers(&self) -> &[String] {
        &self.papers
    }

    /// Notes on papers, such as that one was published before.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// The project as it will be.
    pub fn project(&self) -> &Project {
        self.locked.project()
    }

    /// What is written: the register, then the papers.
    pub fn changes(&self) -> ChangeSet {
        self.locked.changes()
    }

    /// Checks the papers as they will be, on the day `today`.
    pub fn judge(&self, today: NaiveDate) -> Judgment {
        let levels = DENIED.iter().map(|rule| ((*rule).to_owned(), Level::Error)).collect();
        let command_line = CommandLine { levels, denies_warnings: false };
        let options = CheckOptions {
            command_line,
            // What is tolerated in a draft is not tolerated now.
            ignores_baseline: true,
            keeps_bodies: true,
            ..CheckOptions::on(today)
        };
        let has_to_pass = |finding: &Finding| {
            finding.severity == Severity::Error && !self.exempt.contains(finding.file.name())
        };
        let findings = check::run(self.project(), &options).findings.into_iter();
        let mut errors: Vec<Finding> = findings.filter(has_to_pass).collect();
        let as_check = CheckOptions { keeps_bodies: true, ..CheckOptions::on(today) };
        let outcome = check::run(self.project(), &as_check);
        let is_unsealable = |finding: &&Finding| {
            finding.rule == UNSEALABLE
                && finding.severity == Severity::Error
                && self.exempt.contains(finding.file.name())
        };
        errors.extend(outcome.findings.iter().filter(is_unsealable).cloned());
        Judgment { errors, outcome }
    }

    /// Writes the register, then the papers. If one can't be written, what was written before is undone; if
    /// the program is stopped, `check` reports which papers disagree with the register, and doing the
    /// same again continues from there.
    ///
    /// # Errors
    ///
    /// A file was changed since it was read, or can't be written.
    pub fn commit(&self) -> Result<(), InputError> {
        self.locked.commit()
    }

    /// The project as it is now; its register is free for others.
    pub fn unlock(self) -> Project {
        self.locked.unlock()
    }
}

/// The change to one paper.
#[derive(Debug)]
struct Plan {
    /// The name that it is reported under.
    name: String,
    /// Its path in the project.
    path: String,
    /// Its text afterwards.
    text: String,
    /// The seals of its pictures.
    pictures: PictureSeals,
    /// The change to the register; none if it already says so.
    step: Option<(Step, NaiveDate)>,
    /// Whether it has to pass the rules.
    is_judged: bool,
}

impl Plan {
    fn new(paper: &Selected<'_>, text: String, step: Option<(Step, NaiveDate)>) -> Self {
        let name = paper.file.paper.file.name().to_owned();
        let pictures = paper.project.picture_seals(paper.file);
        Self { name, path: paper.path.clone(), text, pictures, step, is_judged: true }
    }

    /// The same for a paper that does not have to pass.
    fn exempt(self) -> Self {
        Self { is_judged: false, ..self }
    }

    fn register_change(&self) -> Option<RegisterChange> {
        let (step, on) = self.step.clone()?;
        let sealed = Sealed::of(&self.text, self.pictures.clone());
        Some(RegisterChange::of_step(self.path.clone(), step, on, sealed))
    }
}

/// A selected paper, and its history so far.
#[derive(Debug, Clone)]
struct Selected<'p> {
    project: &'p Project,
    file: &'p PaperFile,
    series: &'p Series,
    /// Its path in the project.
    path: String,
    record: Record<'p>,
}

impl<'p> Selected<'p> {
    /// The selected papers.
    fn all(locked: &'p LockedProject) -> Result<Vec<Self>, PublishError> {
        let (project, register) = (locked.project(), locked.register()?);
        let selected = |file: &'p PaperFile| {
            let path = project.relative(&file.path);
            let series = project.series_of(&file.paper).ok_or_else(|| {
                PublishError::refused(format!("the series of {path} could not be read"))
            })?;
            let record = register.record(&path);
            Ok(Self { project, file, series, path, record })
        };
        project.selected().map(selected).collect()
    }

    /// The one selected paper.
    fn single(locked: &'p LockedProject) -> Result<Self, PublishError> {
        let mut all = Self::all(locked)?;
        match (all.pop(), all.len()) {
            (Some(one), 0) => Ok(one),
            (_, others) => {
                let count = if others == 0 { 0 } else { others + 1 };
                Err(PublishError::refused(format!("name one paper; these are {count}")))
            }
        }
    }

    /// The text as it is.
    fn text(&self) -> &'p str {
        self.file.paper.file.text()
    }

    /// Whether the paper, which has the text of `event`, also has its pictures.
    fn shows_pictures_of(&self, event: &Event) -> bool {
        let sealed = &event.sealed;
        sealed.pictures.is_none() || sealed.shows(&self.project.picture_seals(self.file))
    }

    /// The same, where pictures that were not sealed with the text may be others.
    fn surely_shows_pictures_of(&self, event: &Event) -> bool {
        let is_sealed = event.sealed.pictures.is_some();
        let now = self.project.picture_seals(self.file);
        if is_sealed { event.sealed.shows(&now) } else { now.is_empty() }
    }

    /// Why nothing can be done with a paper that shows other pictures than those of `event`.
    fn changed_pictures(&self, event: &Event) -> String {
        let Self { path, record, .. } = self;
        let when = format!("{path} was {} on {}", event.described(), event.on);
        if record.is_withdrawn() {
            return format!("{when}, and shows other pictures now; restore them");
        }
        format!(
            "{when}, and shows other pictures now; restore them, or make a revision with `issuepaper revise`"
        )
    }

    /// The last thing that happened to the paper.
    fn last(&self) -> Result<&'p Event, PublishError> {
        self.record.last().ok_or_else(|| {
            let path = &self.path;
            PublishError::refused(self.misplaced().unwrap_or_else(|| {
                if self.is_frozen() {
                    let paper = suggest::argument(self.file.paper.file.name());
                    format!("{path} is not sealed; `issuepaper publish {paper}` seals it as it is")
                } else {
                    format!("{path} was never published")
                }
            }))
        })
    }

    /// The stage that the paper names, as an index.
    fn named_stage(&self) -> Option<usize> {
        let source = &self.file.paper;
        self.series.text(source, Role::Stage).map(|_| Values::new(source, self.series).stage)
    }

    /// Whether the paper says that it was published.
    fn is_frozen(&self) -> bool {
        self.named_stage().is_some_and(|stage| self.series.stages.is_frozen(stage))
    }

    /// The stage of the paper, if it is a later one than that of published papers.
    fn late_stage(&self) -> Option<&'p str> {
        let (stages, stage) = (&self.series.stages, self.named_stage()?);
        (stage > stages.frozen_from?).then(|| stages.name(stage))
    }

    /// Why nothing can be sealed here: it was published elsewhere, or has the number of what was.
    fn misplaced(&self) -> Option<String> {
        let Original { path: from, is_gone, number } = self.project.original_of(self.file)?;
        let path = &self.path;
        Some(match number {
            Some(number) if !is_gone => format!(
                "{path} has the number `{number}` of {from}, which is published; give it another by `issuepaper number \
                 renumber`"
            ),
            _ => format!("{path} was published as {from}, and keeps that name; move it back there"),
        })
    }
}

/// A reason on one line, as in the register and on the page.
fn reason(text: &str) -> Result<String, PublishError> {
    let reason = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if reason.is_empty() {
        return Err(PublishError::refused("give a short reason: --why TEXT"));
    }
    Ok(reason)
}
