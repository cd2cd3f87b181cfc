//! Changes to the register: entries to add, and entries to remove.

use chrono::NaiveDate;

use super::edit::{self, List, Removed};
use super::{PublicationNumber, REGISTER_FILE, Serial, SeriesId, Step};
use crate::paper::seal::Sealed;
use crate::text::characters::{describe, first_suspect};
use crate::text::suggest;

/// A change to the register: an entry to add to one of its lists, or one to remove.
///
/// Free text, such as a reason, is put on one line: runs of spaces and line ends become single
/// spaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RegisterChange {
    /// A block of serials was received.
    Receive {
        /// The series it is for.
        series: SeriesId,
        /// The first serial.
        from: Serial,
        /// The last serial.
        to: Serial,
        /// The day.
        received: NaiveDate,
        /// From whom.
        source: String,
    },
    /// Somebody will need a serial.
    Reserve {
        /// The series.
        series: SeriesId,
        /// The serial.
        serial: Serial,
        /// Who.
        by: String,
        /// The day.
        on: NaiveDate,
    },
    /// A paper gets a number.
    Assign {
        /// The series.
        series: SeriesId,
        /// The number.
        number: PublicationNumber,
        /// The paper's path from the project's folder, with `/` between parts.
        paper: String,
        /// For whom it had been reserved, if it was.
        by: Option<String>,
        /// The day.
        on: NaiveDate,
    },
    /// Nobody may use a number.
    Void {
        /// The series.
        series: SeriesId,
        /// The number.
        number: PublicationNumber,
        /// Why.
        why: String,
        /// The day.
        on: NaiveDate,
    },
    /// A number is replaced by another.
    Renumber {
        /// The series.
        series: SeriesId,
        /// The old number.
        number: PublicationNumber,
        /// The number that replaces it.
        to: PublicationNumber,
        /// The day.
        on: NaiveDate,
        /// Why, if a reason is stated.
        why: Option<String>,
        /// The paper's old and new path, if its name changes as well.
        paths: Option<(String, String)>,
    },
    /// A paper is published.
    Publish {
        /// The paper's path.
        paper: String,
        /// The day.
        on: NaiveDate,
        /// The paper as it is sealed.
        sealed: Sealed,
    },
    /// A published paper is revised.
    Revise {
        /// The paper's path.
        paper: String,
        /// The name of the revision.
        revision: String,
        /// Why.
        why: String,
        /// The day.
        on: NaiveDate,
        /// The paper as it is sealed.
        sealed: Sealed,
    },
    /// A published paper is withdrawn.
    Withdraw {
        /// The paper's path.
        paper: String,
        /// Why.
        why: String,
        /// The day.
        on: NaiveDate,
        /// The paper as it is sealed.
        sealed: Sealed,
    },
    /// Removes a reservation.
    Release {
        /// The series.
        series: SeriesId,
        /// The number as written in the register.
        number: PublicationNumber,
    },
    /// Removes the assignment of a number to a paper.
    Unassign {
        /// The series.
        series: SeriesId,
        /// The number.
        number: PublicationNumber,
        /// The paper's path.
        paper: String,
    },
}

/// Why a change can't be made to a register.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RegisterEditError {
    /// A list is not written in a way that allows an entry to be inserted.
    #[error("`{0}` in {REGISTER_FILE} is not written as lines; put each entry on one")]
    NotLines(&'static str),
    /// An entry does not exist, or can't be removed by itself.
    #[error("the entry of `{0}` in {REGISTER_FILE} is not on a line of its own; delete it by hand")]
    NotAlone(PublicationNumber),
    /// An entry would have a character that nobody sees, or that a terminal acts on: the entry, the character.
    #[error(
        "the entry {0} would have a {1}, which no register has; rename the file, or leave it out"
    )]
    Invisible(String, String),
}

/// Applies `changes` in order to `text`, a register whose entries are of the series `default` if they name
/// none. Comments and all other lines are kept.
///
/// # Errors
///
/// The register is written in a way that can't be changed like this.
pub fn apply<'c>(
    text: &str,
    default: &str,
    changes: impl IntoIterator<Item = &'c RegisterChange>,
) -> Result<String, RegisterEditError> {
    let mut text = text.to_owned();
    // The entries for one list are inserted together: there may be thousands.
    let mut added: Vec<(String, String)> = Vec::new();
    let mut into = None;
    for change in changes {
        let (list, is_removal) = change.list();
        if is_removal || into.is_some_and(|into| into != list) {
            text = inserted(&text, into.take(), std::mem::take(&mut added))?;
        }
        if is_removal {
            text = change.removed_from(&text, default)?;
        } else {
            into = Some(list);
            change.verify_visible()?;
            added.push((change.sort_key().to_owned(), change.line(default)));
        }
    }
    inserted(&text, into, added)
}

fn inserted(
    text: &str,
    list: Option<List>,
    added: Vec<(String, String)>,
) -> Result<String, RegisterEditError> {
    let Some(list) = list else { return Ok(text.to_owned()) };
    edit::insert_all(text, list, added).ok_or(RegisterEditError::NotLines(list.key()))
}

impl RegisterChange {
    /// The change that records `step` on a day for the paper at `paper`, a path from the project's folder, which is as
    /// `sealed` from then on.
    pub fn of_step(paper: String, step: Step, on: NaiveDate, sealed: Sealed) -> Self {
        match step {
            Step::Published => Self::Publish { paper, on, sealed },
            Step::Revised { revision, why } => Self::Revise { paper, revision, why, on, sealed },
            Step::Withdrawn { why } => Self::Withdraw { paper, why, on, sealed },
        }
    }

    /// The list that changes, and whether an entry is removed from it.
    const fn list(&self) -> (List, bool) {
        match self {
            Self::Receive { .. } => (List::Blocks, false),
            Self::Reserve { .. } => (List::Reserved, false),
            Self::Assign { .. } => (List::Assigned, false),
            Self::Void { .. } => (List::Void, false),
            Self::Renumber { .. } => (List::Renumbered, false),
            Self::Publish { .. } => (List::Published, false),
            Self::Revise { .. } => (List::Revised, false),
            Self::Withdraw { .. } => (List::Withdrawn, false),
            Self::Release { .. } => (List::Reserved, true),
            Self::Unassign { .. } => (List::Assigned, true),
        }
    }

    /// The sort key of the entry.
    fn sort_key(&self) -> &str {
        match self {
            Self::Receive { from: serial, .. } | Self::Reserve { serial, .. } => serial.as_str(),
            Self::Assign { number, .. }
            | Self::Void { number, .. }
            | Self::Renumber { number, .. }
            | Self::Release { number, .. }
            | Self::Unassign { number, .. } => number,
            Self::Publish { paper, .. }
            | Self::Revise { paper, .. }
            | Self::Withdraw { paper, .. } => paper,
        }
    }

    const fn series(&self) -> Option<&SeriesId> {
        match self {
            Self::Receive { series, .. }
            | Self::Reserve { series, .. }
            | Self::Assign { series, .. }
            | Self::Void { series, .. }
            | Self::Renumber { series, .. }
            | Self::Release { series, .. }
            | Self::Unassign { series, .. } => Some(series),
            Self::Publish { .. } | Self::Revise { .. } | Self::Withdraw { .. } => None,
        }
    }

    /// An error if a value has a character with which the register could not be read again.
    fn verify_visible(&self) -> Result<(), RegisterEditError> {
        let suspect = |(_, value): &(_, String)| first_suspect(value).map(|(_, c)| c);
        match self.fields().iter().find_map(|field| Some((field, suspect(field)?))) {
            Some(((_, value), c)) => {
                Err(RegisterEditError::Invisible(suggest::shown(value), describe(c)))
            }
            None => Ok(()),
        }
    }

    /// The entry on one line.
    fn line(&self, default: &str) -> String {
        let mut fields = self.fields();
        let series = self.series().filter(|series| series.as_str() != default);
        fields.extend(series.map(|series| ("series", series.to_string())));
        let fields: Vec<_> = fields.iter().map(|(key, value)| (*key, value.as_str())).collect();
        edit::line(&fields)
    }

    /// The fields of the entry besides its series, in the order in which they are written.
    fn fields(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Receive { from, to, received, source, .. } => vec![
                ("from", from.to_string()),
                ("to", to.to_string()),
                ("received", received.to_string()),
                ("source", on_one_line(source)),
            ],
            Self::Reserve { serial, by, on, .. } => {
                vec![
                    ("number", serial.to_string()),
                    ("by", on_one_line(by)),
                    ("on", on.to_string()),
                ]
            }
            Self::Assign { number, paper, by, on, .. } => {
                let mut fields = vec![("number", number.to_string()), ("paper", paper.clone())];
                fields.extend(by.as_ref().map(|by| ("by", on_one_line(by))));
                fields.push(("on", on.to_string()));
                fields
            }
            Self::Void { number, why, on, .. } => {
                vec![
                    ("number", number.to_string()),
                    ("why", on_one_line(why)),
                    ("on", on.to_string()),
                ]
            }
            Self::Renumber { number, to, on, why, paths, .. } => {
                let fields = [
                    ("number", number.to_string()),
                    ("to", to.to_string()),
                    ("on", on.to_string()),
                ];
                let why = why.as_ref().map(|why| ("why", on_one_line(why)));
                let paths = paths.clone().into_iter();
                let paths = paths.flat_map(|(from, paper)| [("from", from), ("paper", paper)]);
                fields.into_iter().chain(why).chain(paths).collect()
            }
            Self::Publish { paper, on, sealed } => event(paper, vec![], *on, sealed),
            Self::Revise { paper, revision, why, on, sealed } => {
                let own = vec![("revision", on_one_line(revision)), ("why", on_one_line(why))];
                event(paper, own, *on, sealed)
            }
            Self::Withdraw { paper, why, on, sealed } => {
                event(paper, vec![("why", on_one_line(why))], *on, sealed)
            }
            Self::Release { .. } | Self::Unassign { .. } => Vec::new(),
        }
    }

    fn removed_from(&self, text: &str, default: &str) -> Result<String, RegisterEditError> {
        let (list, _) = self.list();
        let series = self.series().map_or(default, SeriesId::as_str);
        let mut fields = vec![("number", self.sort_key())];
        if let Self::Unassign { paper, .. } = self {
            fields.push(("paper", paper));
        }
        match edit::remove(text, list, (series, default), &fields) {
            Removed::Text(text) => Ok(text),
            Removed::NotThere => Ok(text.to_owned()),
            Removed::NotAlone => Err(RegisterEditError::NotAlone(self.sort_key().into())),
        }
    }
}

/// The fields of an event in the life of a published paper.
fn event(
    paper: &str,
    own: Vec<(&'static str, String)>,
    on: NaiveDate,
    Sealed { seal, marks, pictures }: &Sealed,
) -> Vec<(&'static str, String)> {
    let mut fields = vec![("paper", paper.to_owned())];
    fields.extend(own);
    fields.extend([("on", on.to_string()), ("seal", seal.to_string())]);
    if !marks.is_empty() {
        fields.push(("lines", marks.clone()));
    }
    fields.extend(pictures.as_ref().map(|pictures| ("pictures", pictures.to_string())));
    fields
}

/// Free text on one line.
fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
