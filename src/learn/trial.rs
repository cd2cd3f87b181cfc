//! Trying a learned series out on its papers: which rules nearly all of them keep, and which are no habit of theirs.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::sample::named;
use super::series::{Guess, LearnedSeries};
use crate::check::{self, CheckOptions};
use crate::project::settings::SETTINGS_FILE;
use crate::project::{Input, Overlay, Project, TEMPLATES_FOLDER};
use crate::series::SERIES_FILE;
use crate::text::finding::Finding;

/// The rules that judge by what was learned. They stay on: what they find are the odd papers.
const LEARNED: [&str; 19] = [
    "malformed-front-matter",
    "duplicate-field",
    "missing-field",
    "unknown-field",
    "unknown-choice",
    "wrong-type",
    "invalid-date",
    "malformed-value",
    "duplicate-value",
    "forbidden-field",
    "field-order",
    "wrong-file-name",
    "duplicate-number",
    "malformed-number",
    "missing-number",
    "missing-section",
    "heading-case",
    "changed-section-text",
    "forbidden-section",
];

/// The files of a project with the series, by their paths in it.
pub(super) fn files(series: &LearnedSeries) -> [(PathBuf, String); 2] {
    let path = Path::new(TEMPLATES_FOLDER).join(&series.id).join(SERIES_FILE);
    let settings = format!(
        "# The settings of this project. The series says where its papers are; `issuepaper explain` lists the rules.\n\
         series: {}\n",
        series.id
    );
    [(PathBuf::from(SETTINGS_FILE), settings), (path, series.yaml())]
}

/// Checks the papers of the project in `root` by the series, as if its files were there, and turns off the rules that
/// are no habit of theirs.
///
/// # Errors
///
/// What is wrong in the series.
pub(super) fn try_out(
    root: &Path,
    series: &mut LearnedSeries,
    today: NaiveDate,
) -> Result<(), Vec<Finding>> {
    let mut overlay = Overlay::new();
    for (path, text) in files(series) {
        overlay.set(&root.join(path), text);
    }
    let project = Project::open(Some(root), &Input::everything(), overlay);
    let outcome = check::run(&project, &CheckOptions::on(today));
    if !outcome.is_judged() {
        return Err(outcome.faults);
    }
    let mut papers: BTreeMap<&'static str, BTreeSet<String>> = BTreeMap::new();
    for finding in &outcome.findings {
        if let Some(rule) = check::rule(finding.rule) {
            let path = project.relative(Path::new(finding.file.name()));
            papers.entry(rule.name).or_default().insert(path);
        }
    }
    let of = outcome.papers.len();
    for (rule, papers) in papers {
        let told = format!(
            "broken by {} of {of} papers: {}.",
            papers.len(),
            named(papers.iter().map(String::as_str))
        );
        if papers.len() * 20 > of && !LEARNED.contains(&rule) {
            let note = format!("Broken by {} of {of} papers.", papers.len());
            series.rules_off.push(Guess::new(rule, note));
        } else {
            series.rules_kept.push(format!("On: `{rule}`, {told}"));
        }
    }
    Ok(())
}
