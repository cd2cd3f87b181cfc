//! The fields whose meaning the program knows.

use std::fmt;

/// A field whose meaning the program knows, whichever series declares it. To the program every
/// other field is only a text of some type and has no name in the code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CoreField {
    /// The series that the paper belongs to.
    Series,
    /// The publication number, without its label.
    PublicationNumber,
    /// Why a number breaks the series' rule: a written waiver.
    NumberNote,
    /// The stage of the paper's life.
    Stage,
    /// The day it was published.
    Published,
    /// The title, where it is not derived.
    Title,
    /// The month of the meeting the paper is for.
    Period,
    /// The day it was submitted.
    Date,
    /// The paper of an earlier meeting that it revises.
    Previous,
    /// Papers that it replaces.
    Supersedes,
    /// Papers that replace it.
    SupersededBy,
    /// Papers that are related to it.
    Related,
    /// The language, as a BCP 47 tag.
    Lang,
    /// The office that owns the paper.
    Office,
    /// What is asked of the committee.
    ActionRequired,
    /// Who has to act.
    ActionOwner,
    /// The day by which to act.
    ActionDue,
}

impl CoreField {
    /// The key in the front matter.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Series => "series",
            Self::PublicationNumber => "publication_number",
            Self::NumberNote => "number_note",
            Self::Stage => "stage",
            Self::Published => "published",
            Self::Title => "title",
            Self::Period => "period",
            Self::Date => "date",
            Self::Previous => "previous",
            Self::Supersedes => "supersedes",
            Self::SupersededBy => "superseded_by",
            Self::Related => "related",
            Self::Lang => "lang",
            Self::Office => "office",
            Self::ActionRequired => "action_required",
            Self::ActionOwner => "action_owner",
            Self::ActionDue => "action_due",
        }
    }
}

impl AsRef<str> for CoreField {
    fn as_ref(&self) -> &str {
        self.key()
    }
}

impl fmt::Display for CoreField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}
