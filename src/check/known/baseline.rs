//! Findings in the baseline, and updating it.

use std::collections::BTreeSet;
use std::path::Path;

use crate::check::{Outcome, Suppressed, Suppression};
use crate::project::baseline::{BASELINE_FILE, Baseline};
use crate::project::{ChangeSet, InputError, Part, Project};
use crate::text::finding::Finding;

/// Suppresses the findings in `baseline`, counts its entries that were resolved, and returns the other
/// findings.
pub(in crate::check) fn suppress_known(
    project: &Project,
    baseline: Option<&Baseline>,
    findings: Vec<Finding>,
    outcome: &mut Outcome,
) -> Vec<Finding> {
    let Some(baseline) = baseline else { return findings };
    let found: BTreeSet<&str> = findings.iter().map(|finding| &*finding.fingerprint).collect();
    outcome.resolved += baseline.resolved(&paths(project), &found).count();
    let (known, new): (Vec<_>, Vec<_>) =
        findings.into_iter().partition(|finding| baseline.has(finding));
    let known = known.into_iter();
    let suppressed = known.map(|finding| Suppressed { finding, by: Suppression::Baseline });
    outcome.suppressed.extend(suppressed);
    new
}

/// Replaces the entries of the checked papers with their findings and keeps the others. Returns the new
/// baseline and the change to its file.
///
/// # Errors
///
/// The papers belong to no project.
pub(in crate::check) fn learn(
    project: &Project,
    findings: &[Finding],
) -> Result<(Baseline, ChangeSet), InputError> {
    let Some(root) = &project.root else {
        let reason = "has no project to keep a baseline in; `issuepaper init` makes one";
        return Err(InputError::new("the folder", reason));
    };
    let mut baseline = project.baseline().cloned().unwrap_or_default();
    let paths = paths(project);
    let relative = |finding: &Finding| project.relative(Path::new(finding.file.name()));
    baseline.update(
        (!project.is_whole() || project.part() != Part::All).then_some(&paths),
        findings,
        relative,
    );
    let mut changes = ChangeSet::new();
    let path = root.join(BASELINE_FILE);
    match project.baseline_file() {
        Some(file) => changes.rewrite(&path, file.text(), baseline.text()),
        None => changes.create(&path, baseline.text()),
    }
    Ok((baseline, changes))
}

/// The papers that were checked, relative to the project's folder.
fn paths(project: &Project) -> BTreeSet<String> {
    project.judged().map(|file| project.relative(&file.path)).collect()
}
