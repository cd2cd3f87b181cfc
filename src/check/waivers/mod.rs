//! Waivers: findings that somebody answers for, for a reason and a time.
//!
//! A waiver stands in the paper, in a comment in front of the place, or in the settings. One that has no
//! reason, nobody's name or no end is no waiver but a finding, as is one that is over or waives nothing.

mod apply;
mod read;

use std::sync::Arc;

use chrono::NaiveDate;
use globset::GlobSet;

use crate::text::finding::Finding;
use crate::text::source::{SourceFile, Span, Spanned};

pub(super) use apply::SettingsWaivers;
pub use apply::in_force;
pub(super) use read::is_waiver;

/// A waiver that has all that it needs.
#[derive(Debug, Clone)]
pub struct Waiver {
    /// The paper, or the settings.
    pub file: SourceFile,
    /// Where it stands there.
    pub place: Span,
    /// The rules whose findings it waives.
    pub rules: Vec<Spanned<String>>,
    /// Why.
    pub reason: String,
    /// Who answers for it.
    pub by: String,
    /// The last day that it holds.
    pub until: NaiveDate,
    scope: Scope,
}

/// What a waiver is for.
#[derive(Debug, Clone)]
enum Scope {
    /// What begins in these bytes of the waiver's own paper.
    Part(Span),
    /// Papers of these paths in the project; all without any.
    Papers(Option<GlobSet>),
}

/// A finding that does not count, and the waiver that says so.
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
        // At one place is one waiver.
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
