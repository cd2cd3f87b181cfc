//! Applying the fixes of findings.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::front::{CheckOptions, conclude, faulty, selection};
use super::known::AtBase;
use super::{Outcome, Selection, judge_all};
use crate::pages;
use crate::project::{ChangeSet, PaperFile, Project};
use crate::text::finding::{Finding, Fix};
use crate::text::fixes;
use crate::text::source::SourceFile;

/// The rule whose fix turns a file into UTF-8.
const INVALID_ENCODING: &str = "invalid-encoding";

/// How many times papers are fixed and checked again: one fix can make another possible.
const ROUNDS: usize = 20;

/// Which fixes are applied.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FixOptions {
    /// Whether fixes that may change the meaning are applied, too.
    pub includes_unsafe: bool,
}

/// The result of fixing the papers of a project.
#[derive(Debug, Default)]
pub struct FixOutcome {
    /// The check of the fixed papers.
    pub outcome: Outcome,
    /// The changes to papers on disk, in the order of their names.
    pub changes: ChangeSet,
    /// The changes to papers from standard input, which are not on disk.
    pub stdin: ChangeSet,
    /// How many fixes were applied to each paper, by its path.
    pub counts: BTreeMap<PathBuf, usize>,
}

/// Fixes the papers of a project in memory until nothing is left to fix, and checks the result. Nothing is
/// written.
pub fn fix_until_stable(
    project: &mut Project,
    options: &CheckOptions,
    fix: FixOptions,
) -> FixOutcome {
    project.keep_texts();
    let template_faults = pages::template_faults(project);
    let mut fixed = FixOutcome::default();
    let (mut seen, mut at_base) = (BTreeSet::new(), AtBase::default());
    let mut texts: BTreeMap<String, (SourceFile, Option<Vec<u8>>)> = BTreeMap::new();
    // The baseline gets only what is left at the end.
    let while_fixing =
        CheckOptions { updates_baseline: false, keeps_bodies: true, ..options.clone() };
    for round in 0..=ROUNDS {
        let selection = match selection(project, options, &template_faults) {
            Ok(selection) => selection,
            Err(faults) => {
                fixed.outcome = faulty(project, faults);
                break;
            }
        };
        let outcome = outcome(project, &while_fixing, &selection, &mut at_base);
        let changes =
            if round < ROUNDS { fixes(project, &outcome.findings, fix) } else { Vec::new() };
        let mut is_changed = false;
        for Fixed { name, path, text, count } in changes {
            // Two fixes that undo each other would go on forever.
            if seen.insert((name.clone(), text.clone())) {
                let before = |file: &PaperFile| (file.paper.file.clone(), file.bytes());
                if let Some(before) = project.paper(&name).map(before) {
                    texts.entry(name.clone()).or_insert(before);
                }
                *fixed.counts.entry(path).or_default() += count;
                project.replace_text(&name, &text);
                is_changed = true;
            }
        }
        if !is_changed {
            fixed.outcome = if options.updates_baseline {
                self::outcome(project, options, &selection, &mut at_base)
            } else {
                outcome
            };
            break;
        }
    }
    fixed.outcome = fixed.outcome.at_origins();
    for (name, (before, bytes)) in texts {
        let Some(file) = project.paper(&name) else { continue };
        let changes = if file.is_stdin { &mut fixed.stdin } else { &mut fixed.changes };
        let after = file.paper.file.text();
        match bytes {
            Some(bytes) => changes.reencode(&file.path, bytes, before.text(), after),
            None => changes.rewrite_paper(&file.path, &before, after),
        }
    }
    fixed
}

fn outcome(
    project: &Project,
    options: &CheckOptions,
    selection: &Selection,
    at_base: &mut AtBase,
) -> Outcome {
    conclude(project, options, judge_all(project, selection, options), at_base)
}

/// A paper after some fixes.
struct Fixed {
    name: String,
    path: PathBuf,
    text: String,
    count: usize,
}

/// The papers that can be fixed.
fn fixes(project: &Project, findings: &[Finding], options: FixOptions) -> Vec<Fixed> {
    let mut wanted: BTreeMap<&str, Vec<&Fix>> = BTreeMap::new();
    // A file that is not UTF-8 is first read as what it is: every other fix would be written in both.
    let stray: BTreeSet<&str> = project
        .selected()
        .filter(|file| !file.stray_bytes.is_empty())
        .map(|file| file.paper.file.name())
        .collect();
    for finding in findings {
        if stray.contains(finding.file.name()) && finding.rule != INVALID_ENCODING {
            continue;
        }
        let fix = finding.fix.as_ref().filter(|fix| fix.safe || options.includes_unsafe);
        wanted.entry(finding.file.name()).or_default().extend(fix);
    }
    let fixed = project.selected().filter_map(|file| {
        let source = &file.paper.file;
        let (text, applied) = fixes::apply(source.text(), wanted.get(source.name())?);
        let (name, path) = (source.name().to_owned(), file.path.clone());
        let is_changed = text != source.text();
        is_changed.then_some(Fixed { name, path, text, count: applied.len() })
    });
    fixed.collect()
}
