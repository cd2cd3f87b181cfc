//! Waivers: findings that somebody accepts, for a reason and a limited time.
//!
//! A waiver is in the paper, in a comment before the place, or in the settings. One without a reason, a
//! name or a last day waives nothing and is itself a finding, as is one that has expired or has nothing
//! to waive.

mod apply;
mod read;

use std::sync::Arc;

use chrono::NaiveDate;
use globset::GlobSet;

use crate::text::finding::Finding;
use crate::text::source::{SourceFile, Span, Spanned};

pub use apply::in_force;
pub(super) use apply::{Applied, SettingsWaivers};

/// A complete waiver.
#[derive(Debug, Clone)]
pub struct Waiver {
    /// The paper, or the settings.
    pub file: SourceFile,
    /// Its place there.
    pub place: Span,
    /// The rules whose findings it waives.
    pub rules: Vec<Spanned<String>>,
    /// The reason.
    pub reason: String,
    /// Who answers for it.
    pub by: String,
    /// The last day that it is in force.
    pub until: NaiveDate,
    scope: Scope,
}

/// What a waiver covers.
#[derive(Debug, Clone)]
enum Scope {
    /// Findings that begin in these bytes of the waiver's own paper.
    Part(Span),
    /// Papers at these paths in the project; all papers without any.
    Papers(Option<GlobSet>),
}

/// A finding that does not count, and the waiver that covers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waived {
    /// The finding.
    pub finding: Finding,
    /// The waiver.
    pub waiver: Arc<Waiver>,
}

/// What is wrong with a waiver.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Fault {
    place: Span,
    message: String,
    help: String,
}

impl PartialEq for Waiver {
    fn eq(&self, other: &Self) -> bool {
        // There is only one waiver at a place.
        self.file == other.file && self.place == other.place
    }
}

impl Eq for Waiver {}

impl Waiver {
    /// Whether it is in the paper itself rather than in the settings.
    pub fn is_in_paper(&self) -> bool {
        matches!(self.scope, Scope::Part(_))
    }

    fn names(&self, rule: &str) -> bool {
        self.rules.iter().any(|name| name.value == rule)
    }
}
