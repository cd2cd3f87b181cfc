//! Why a number can't be assigned, released or changed.

use super::elsewhere::Taken;
use crate::project::register::{Entry, EntryKind, Serial};
use crate::project::{InputError, NoRegister, OpenError, RegisterChangeError};
use crate::series::{NumberRule, Series};
use crate::text::finding::Finding;
use crate::text::suggest::{argument, listed, shown};

/// What is wrong in a project's own files.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Faults {
    /// What is wrong inside the files.
    pub findings: Vec<Finding>,
    /// What could not be read.
    pub errors: Vec<InputError>,
}

impl Faults {
    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.findings.is_empty() && self.errors.is_empty()
    }
}

/// Why the register is left as it is.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the fields are what the messages say")]
pub enum Error {
    /// There is no project to work on.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The settings or the register have errors, or would have.
    #[error("the register is left as it is")]
    Faults(Faults),
    /// A merge conflict in the register can't be resolved.
    #[error(
        "the conflict in the register can't be resolved and it is left as it is; fix these lines"
    )]
    Unmergeable(Faults),
    /// The project keeps no register.
    #[error(transparent)]
    NoRegister(#[from] NoRegister),
    /// The change can't be written into the register.
    #[error(transparent)]
    Edit(#[from] crate::project::register::RegisterEditError),
    /// A file, or git.
    #[error(transparent)]
    Input(#[from] InputError),
    /// There is no such series.
    #[error("there is no series `{series}`; the series are {}", listed(known.iter().map(String::as_str)))]
    UnknownSeries { series: String, known: Vec<String> },
    /// The series has no numbers.
    #[error("papers of the series `{0}` carry no numbers")]
    WithoutNumbers(String),
    /// All serials are used.
    #[error("no serial is free; ask for a block and add it with `issuepaper number receive`")]
    NoneFree,
    /// It is claimed on the remote, and another process used it in this folder.
    #[error(
        "{0} was taken in this folder while it was claimed on the remote; see `issuepaper number list`, and try again"
    )]
    TakenMeanwhile(Serial),
    /// Two papers have one serial.
    #[error(
        "{} and {} both have the serial {serial}; give one of them another number by `issuepaper number \
         renumber`, such as {}",
        papers[0], papers[1],
        free.as_ref().map_or("one of a new block".to_owned(), |free| format!("one with {free}"))
    )]
    SharedSerial { papers: [String; 2], serial: Serial, free: Option<Serial> },
    /// There is no paper at the path.
    #[error("{0}: is not a paper of this project")]
    NoPaper(String),
    /// The paper is of another series.
    #[error("{paper}: is a paper of the series `{series}`; add --series {series}")]
    OtherSeries { paper: String, series: String },
    /// The paper already has a number.
    #[error(
        "{paper} already carries the number `{number}`; `issuepaper number renumber {} NUMBER` changes it",
        argument(paper)
    )]
    HasNumber { paper: String, number: String },
    /// The paper has something else in the place of a number.
    #[error(
        "{paper} has {kind} in `{key}`: {}; write the number there as text, or remove the line",
        shown(value)
    )]
    NoText { paper: String, key: String, kind: &'static str, value: String },
    /// The register has another number for the paper.
    #[error(
        "the register already has the number `{number}` for {paper}; `issuepaper number assign {0}` writes it \
         there, and `issuepaper number unassign {0}` takes it back",
        argument(paper)
    )]
    HasEntry { paper: String, number: String },
    /// The register and the paper have different numbers.
    #[error(
        "{paper} carries the number `{number}`, and the register has `{registered}` for it; write \
         `{registered}` there again, or record the change by `issuepaper number renumber {} {number}`",
        argument(paper)
    )]
    Differs { paper: String, number: String, registered: String },
    /// The paper lacks what its number is made of.
    #[error(
        "a number of the form `{form}` repeats what {paper} does not say: `{}`; add it first",
        fields.join("`, `")
    )]
    MissingParts { paper: String, form: String, fields: Vec<String> },
    /// The paper is at a stage at which it may not have a number.
    #[error(
        "{paper} is at the stage `{stage}`, and papers get numbers from `{from}` on; set `{key}: {from}`, or keep \
         a number for it by `issuepaper number reserve --by NAME`"
    )]
    TooEarly { paper: String, stage: String, from: String, key: String },
    /// The number contradicts the paper.
    #[error(
        "{why}; correct the number or `{field}`{}",
        note.as_ref().map_or_else(String::new, |note| format!(
            ", or say in the field `{note}` of {paper} why it was assigned like this"
        ))
    )]
    Contradicts { paper: String, why: String, field: String, note: Option<String> },
    /// The paper was published without this number.
    #[error(
        "{0} is published, and its text is sealed; add the number to it and run `issuepaper revise`"
    )]
    Sealed(String),
    /// It is taken outside of this folder.
    #[error("{0}; name another number, or none to get the next free one")]
    Elsewhere(Box<Taken>),
    /// Its serial is zero.
    #[error("no desk issues the serial of `{0}`, unless a block has it")]
    ZeroSerial(String),
    /// It is not a number of the series.
    #[error("`{number}` does not have the form `{form}`, as in `{example}`")]
    WrongForm { number: String, form: String, example: String },
    /// No number of the series has the serial.
    #[error("no number of the form `{form}`, as in `{example}`, has the serial `{serial}`")]
    WrongSerial { serial: String, form: String, example: String },
    /// Its numbers have no part that is counted.
    #[error(
        "no part of a number of the form `{form}` is its serial: name the digits that are counted in `number: \
         pattern` of the series `{series}`, as in `(?P<serial>[0-9]+)`"
    )]
    Uncounted { series: String, form: String },
    /// It has no serial.
    #[error("`{number}` is not a number of the series `{series}`")]
    NoSerial { number: String, series: String },
    /// No block has its serial.
    #[error("the serial of `{0}` was never received; `issuepaper number receive` adds its block")]
    NeverReceived(String),
    /// Another number replaced it.
    #[error("`{number}` was replaced by `{to}`")]
    GaveWay { number: String, to: String },
    /// A paper has it.
    #[error("{paper} carries the number `{number}`")]
    Carried { number: String, paper: String },
    /// The register has it for something else.
    #[error("{}", taken(.0))]
    Taken(Entry),
    /// It is used already.
    #[error("`{}` is already {}", .0.number.value, .0.kind.name())]
    Used(Entry),
    /// There is no such reservation.
    #[error("`{0}` is not reserved")]
    NotReserved(String),
    /// It is reserved for somebody else.
    #[error("`{serial}` is reserved by {by}; `--by {}` releases it for them", argument(by))]
    ReservedByOther { serial: String, by: String },
    /// A paper has it, and nobody reserved it.
    #[error(
        "`{number}` is not reserved but assigned; `issuepaper number unassign {}` takes it back",
        argument(paper)
    )]
    NotReservedButAssigned { number: String, paper: String },
    /// Another paper has it as well.
    #[error(
        "`{number}` is also the number of {other}, and can't be void; leave out --why to take it from {paper} alone"
    )]
    StillCarried { number: String, other: String, paper: String },
    /// It is unknown who reserves it.
    #[error("say who reserves it, as in `--by \"Alex Doe\"`")]
    Nobody,
    /// The paper is published.
    #[error(
        "{} is published and keeps its number; `issuepaper withdraw {} --why TEXT` withdraws it",
        .0, argument(.0)
    )]
    Published(String),
    /// The paper is published, and gone.
    #[error(
        "{0} is published and keeps its number, even if it is gone; restore it, or move it back there"
    )]
    PublishedAndGone(String),
    /// The paper was published under another name.
    #[error(
        "`{number}` is the number of `{from}`, which is published and keeps its number and its name; move {paper} back \
         there"
    )]
    Moved { paper: String, number: String, from: String },
    /// There is no number to change.
    #[error("{0} has no number; `issuepaper number assign` assigns one")]
    NoNumber(String),
    /// The number is the same.
    #[error("{paper} already has the number `{number}`")]
    Unchanged { paper: String, number: String },
    /// Other papers share the number.
    #[error(
        "`{number}` is the number of {other}, too, and can't give way; take it out of {paper} and let \
         `issuepaper number assign` give that one another"
    )]
    Shared { number: String, other: String, paper: String },
    /// No block contains the serial.
    #[error("no block has the serial `{0}`")]
    NoBlock(String),
    /// No serial in a range was received.
    #[error("no serial from {0} to {1} was received")]
    NoneReceived(u32, u32),
    /// No series has numbers.
    #[error("no series carries numbers; the series are {}", listed(.0.iter().map(String::as_str)))]
    NoSeries(Vec<String>),
}

fn taken(entry: &Entry) -> String {
    let number = &entry.number.value;
    match &entry.kind {
        EntryKind::Assigned { paper, .. } => format!("`{number}` is assigned to {paper}"),
        EntryKind::Void { why } => format!("`{number}` is void: {why}"),
        EntryKind::Reserved { by } => {
            format!("`{number}` is reserved by {by}; `--by {}` uses it for them", argument(by))
        }
    }
}

impl Error {
    /// An error if numbers of `series`, whose rule is `rule`, have no serial.
    pub(super) fn verify_counted(series: &Series, rule: &NumberRule) -> Result<(), Self> {
        let (series, form) = (series.id.clone(), rule.form.clone());
        if rule.has_serial() { Ok(()) } else { Err(Self::Uncounted { series, form }) }
    }

    pub(super) fn carried(number: &str, paper: &str) -> Self {
        Self::Carried { number: number.to_owned(), paper: paper.to_owned() }
    }

    /// What is wrong in files, if that is the reason.
    pub const fn faults(&self) -> Option<&Faults> {
        match self {
            Self::Faults(faults) | Self::Unmergeable(faults) => Some(faults),
            _ => None,
        }
    }
}

impl From<Faults> for Error {
    fn from(faults: Faults) -> Self {
        Self::Faults(faults)
    }
}

impl From<RegisterChangeError> for Error {
    fn from(error: RegisterChangeError) -> Self {
        match error {
            RegisterChangeError::Edit(error) => Self::Edit(error),
            RegisterChangeError::Unreadable(findings) => Self::Faults(findings.into()),
        }
    }
}
