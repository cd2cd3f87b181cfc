//! What a check found.

use std::fmt;

use chrono::NaiveDate;

use super::order;
use super::waivers::Waived;
use crate::project::{ChangeSet, InputError, Shard};
use crate::text::finding::{Finding, Severity};

/// What a check of one or more projects found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outcome {
    /// What is wrong in the project's own files: settings, units, register, series, templates. If there
    /// are any, no paper was judged.
    pub faults: Vec<Finding>,
    /// The findings that count, sorted.
    pub findings: Vec<Finding>,
    /// The findings that don't count, sorted.
    pub suppressed: Vec<Suppressed>,
    /// What could not be read.
    pub errors: Vec<InputError>,
    /// The names of the papers that were checked.
    pub papers: Vec<String>,
    /// Which part of the papers these are; none if they are all.
    pub shard: Option<Shard>,
    /// How many findings of the baseline were resolved.
    pub resolved: usize,
    /// The new baseline, where one was asked for.
    pub baseline: ChangeSet,
}

/// A finding that does not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppressed {
    /// The finding.
    pub finding: Finding,
    /// Why it does not count.
    pub by: Suppression,
}

/// Why a finding does not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Suppression {
    /// A waiver covers it.
    Waived {
        /// The reason.
        reason: String,
        /// Who answers for it.
        by: String,
        /// The last day of the waiver.
        until: NaiveDate,
        /// Whether the waiver is in the paper rather than in the settings.
        is_in_paper: bool,
    },
    /// The baseline has it.
    Baseline,
    /// Its paper has not changed since the base.
    Unchanged,
}

impl Outcome {
    /// Whether the project's own files are in order, so that its papers could be judged.
    pub fn is_judged(&self) -> bool {
        self.faults.is_empty()
    }

    /// The outcome with all places in the files on disk.
    pub(super) fn at_origins(mut self) -> Self {
        let is_joined = |finding: &Finding| {
            finding.file.is_joined() || finding.labels.iter().any(|label| label.file.is_joined())
        };
        let suppressed = self.suppressed.iter_mut().map(|suppressed| &mut suppressed.finding);
        for finding in self.findings.iter_mut().chain(suppressed).filter(|it| is_joined(it)) {
            *finding = finding.clone().at_origin();
        }
        self
    }

    /// All findings to report: those in the project's own files, then those in its papers.
    pub fn reported(&self) -> impl Iterator<Item = &Finding> {
        self.faults.iter().chain(&self.findings)
    }

    /// How many of the reported findings are of this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.reported().filter(|finding| finding.severity == severity).count()
    }

    /// Adds what was found in another project.
    pub fn merge(&mut self, other: Self) {
        self.faults.extend(other.faults);
        self.findings.extend(other.findings);
        self.suppressed.extend(other.suppressed);
        self.errors.extend(other.errors);
        self.papers.extend(other.papers);
        self.shard = self.shard.or(other.shard);
        self.resolved += other.resolved;
        self.baseline.extend(other.baseline);
        sort_suppressed(&mut self.suppressed);
    }
}

/// Sorts suppressed findings by file and place.
pub(super) fn sort_suppressed(suppressed: &mut [Suppressed]) {
    suppressed.sort_by(|a, b| order::compare(&a.finding, &b.finding));
}

impl From<Waived> for Suppressed {
    fn from(Waived { finding, waiver }: Waived) -> Self {
        let by = Suppression::Waived {
            reason: waiver.reason.clone(),
            by: waiver.by.clone(),
            until: waiver.until,
            is_in_paper: waiver.is_in_paper(),
        };
        Self { finding, by }
    }
}

impl Suppression {
    /// Whether it is in the paper itself.
    pub fn is_in_source(&self) -> bool {
        matches!(self, Self::Waived { is_in_paper: true, .. })
    }

    /// What it is counted as in the summary.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Waived { .. } => "waived",
            Self::Baseline => "in the baseline",
            Self::Unchanged => "in unchanged papers",
        }
    }
}

impl fmt::Display for Suppression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Waived { reason, by, until, .. } => {
                write!(f, "waived by {by} until {until}: {reason}")
            }
            Self::Baseline => f.write_str("the baseline has it"),
            Self::Unchanged => f.write_str("the paper has not changed since the base"),
        }
    }
}
