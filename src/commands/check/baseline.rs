//! Findings that were there before: set apart, or taken into the baseline.

use issuepaper::project::files;
use std::collections::BTreeSet;
use std::path::Path;

use clap::Args as ClapArgs;
use issuepaper::project::baseline::{BASELINE_FILE, Baseline};
use issuepaper::project::{InputError, Project};
use issuepaper::report::{Outcome, Suppressed, Suppression};
use issuepaper::text::finding::Finding;

/// What to do about findings that don't count.
#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Findings that don't count")]
pub(super) struct Known {
    /// List the waivers that hold today instead: until when, by whom, for what, where and why
    #[arg(long)]
    pub(super) waivers: bool,
    /// Take all findings of the checked papers into baseline.yaml: known, and none of them counts any more
    #[arg(long)]
    pub(super) update_baseline: bool,
    /// Let only papers fail that changed since the work parted from this commit, branch or tag, and others
    /// whose references or entries in the register the change broke
    #[arg(long, value_name = "REV", conflicts_with = "update_baseline")]
    pub(super) base: Option<String>,
    /// Check as if there were no baseline.yaml
    #[arg(long, conflicts_with = "update_baseline")]
    pub(super) no_baseline: bool,
}

/// Sets the findings apart that the project's baseline knows, counts its entries that were mended, and
/// gives the other findings back.
pub(super) fn set_apart(
    project: &Project,
    baseline: Option<&Baseline>,
    findings: Vec<Finding>,
    outcome: &mut Outcome,
) -> Vec<Finding> {
    let Some(baseline) = baseline else { return findings };
    let found: BTreeSet<&str> = findings.iter().map(|finding| &*finding.fingerprint).collect();
    outcome.mended += baseline.mended(&paths(project), &found).count();
    let (known, new): (Vec<_>, Vec<_>) =
        findings.into_iter().partition(|finding| baseline.has(finding));
    let known = known.into_iter();
    let suppressed = known.map(|finding| Suppressed { finding, by: Suppression::Baseline });
    outcome.suppressed.extend(suppressed);
    new
}

/// Makes the findings of the papers that were checked the known ones, and leaves others as they are; gives
/// the baseline as it was written.
///
/// # Errors
///
/// The papers belong to no project, or the file can't be written.
pub(super) fn learn(project: &Project, findings: &[Finding]) -> Result<Baseline, InputError> {
    let Some(root) = &project.root else {
        let reason = "has no project to keep a baseline in; `issuepaper init` makes one";
        return Err(InputError::new("the folder", reason));
    };
    let mut baseline = project.baseline.clone().unwrap_or_default();
    let paths = paths(project);
    let relative = |finding: &Finding| project.relative(Path::new(finding.file.name()));
    baseline.update((!project.is_whole()).then_some(&paths), findings, relative);
    files::replace(&root.join(BASELINE_FILE), baseline.text())?;
    Ok(baseline)
}

/// The papers that were checked, relative to the project's folder.
fn paths(project: &Project) -> BTreeSet<String> {
    project.selected().map(|file| project.relative(&file.path)).collect()
}
