//! Findings that were there at the base of the work, in files that it did not touch.
//!
//! A finding is old if a check of the project at the base has it, at least as severe as it is now. So every change
//! of the work counts, be it to the register, the settings or another paper, but only for the findings that it
//! caused.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};

use crate::check::fingerprint::{self, Renamed};
use crate::check::judge::Judge;
use crate::check::waivers::SettingsWaivers;
use crate::check::{CheckOptions, ProjectIndex, Selection, Suppressed, Suppression};
use crate::project::base::BaseSnapshot;
use crate::project::{PaperFile, Project};
use crate::text::finding::{Finding, Severity};

/// The findings at the base that are known, kept for the next check against the same base.
#[derive(Debug, Default)]
pub(in crate::check) struct AtBase {
    /// The names of the files whose findings at the base are known.
    files: BTreeSet<String>,
    /// Their severity, by fingerprint.
    findings: HashMap<String, Severity>,
}

impl AtBase {
    /// Suppresses the findings that were there at the base of the work, and returns the others.
    pub(in crate::check) fn suppress(
        &mut self,
        project: &Project,
        options: &CheckOptions,
        findings: Vec<Finding>,
        suppressed: &mut Vec<Suppressed>,
    ) -> Vec<Finding> {
        let Some(base) = project.base() else { return findings };
        // Files without a finding need no check.
        let named: BTreeSet<&str> = findings.iter().map(|finding| finding.file.name()).collect();
        let untouched: BTreeSet<String> = named
            .into_iter()
            .filter(|name| is_untouched(project, base, name))
            .map(str::to_owned)
            .collect();
        self.learn(project, base, options, &untouched);
        let is_old = |finding: &Finding| {
            let then = self.findings.get(&finding.fingerprint);
            untouched.contains(finding.file.name())
                && then.is_some_and(|severity| *severity >= finding.severity)
        };
        let (old, new): (Vec<_>, Vec<_>) = findings.into_iter().partition(is_old);
        let old = old.into_iter();
        suppressed.extend(old.map(|finding| Suppressed { finding, by: Suppression::Unchanged }));
        new
    }

    /// Checks `files` as they were at the base, unless that was done before.
    fn learn(
        &mut self,
        project: &Project,
        base: &BaseSnapshot,
        options: &CheckOptions,
        files: &BTreeSet<String>,
    ) {
        if files.is_subset(&self.files) {
            return;
        }
        self.files.extend(files.iter().cloned());
        let papers: Option<Vec<&PaperFile>> =
            self.files.iter().map(|name| project.paper(name)).collect();
        // Findings outside papers may come from any paper.
        let Some(then) = project.at_base() else { return };
        let path_of = project.paths_at_base();
        let paths = papers.map(|files| files.into_iter().map(path_of).collect::<HashSet<_>>());
        let findings = findings(&then, options, paths.as_ref());
        let renamed = Renames::new(project, base);
        // A message names a file as it is called now, or as the register still calls it.
        for names in [Some(&renamed.names), None] {
            let mut findings = findings.clone();
            let renamed = Renamed { paths: &renamed.paths, names };
            fingerprint::assign_renamed(&mut findings, &then, &renamed);
            for finding in findings {
                let known = self.findings.entry(finding.fingerprint).or_insert(finding.severity);
                *known = (*known).max(finding.severity);
            }
        }
    }
}

/// Whether a file is as it was at the base, apart from a new name.
fn is_untouched(project: &Project, base: &BaseSnapshot, name: &str) -> bool {
    let path = match project.paper(name) {
        Some(file) if !file.is_selected || file.is_stdin => return false,
        Some(file) => &file.path,
        None => Path::new(name),
    };
    !base.changed.has(path) && !project.overlay().covers(path)
}

/// The findings that count in the project at the base: in the papers at `paths`, or in all papers without
/// these, and in its own files. If those had faults, no finding is known.
fn findings(
    project: &Project,
    options: &CheckOptions,
    paths: Option<&HashSet<PathBuf>>,
) -> Vec<Finding> {
    let Ok(selection) = Selection::with(project, options.command_line.clone()) else {
        return Vec::new();
    };
    if !project.findings.is_empty() {
        return Vec::new();
    }
    let (index, waivers) = (
        ProjectIndex::new(project, |names| selection.phrases(names)),
        SettingsWaivers::new(project),
    );
    let today = options.today;
    let judge = Judge {
        project,
        index: &index,
        selection: &selection,
        waivers: &waivers,
        today,
        keeps_bodies: false,
    };
    let is_wanted =
        |at: &usize| paths.is_none_or(|paths| paths.contains(&project.papers[*at].path));
    let papers: Vec<usize> = judge.due().into_iter().filter(is_wanted).collect();
    let (verdicts, _) = judge.all(&papers);
    let mut findings = if paths.is_none() { judge.project(&verdicts) } else { Vec::new() };
    findings.extend(verdicts.into_iter().flat_map(|verdict| verdict.findings));
    let baseline = project.baseline().filter(|_| !options.ignores_baseline);
    findings.retain(|finding| baseline.is_none_or(|baseline| !baseline.has(finding)));
    findings
}

/// The papers that were renamed.
struct Renames {
    /// Old paths in the project, with the new ones.
    paths: BTreeMap<String, String>,
    /// Old names in messages, with the new ones: paths in the project, and as the user would write
    /// them.
    names: BTreeMap<String, String>,
}

impl Renames {
    fn new(project: &Project, base: &BaseSnapshot) -> Self {
        let owned = |(then, now): (&str, &str)| (then.to_owned(), now.to_owned());
        let paths: BTreeMap<String, String> = base.renamed().map(owned).collect();
        let shown = |path: &String| crate::project::paths::display(&project.path_of(path));
        let mut names = paths.clone();
        names.extend(paths.iter().map(|(then, now)| (shown(then), shown(now))));
        Self { paths, names }
    }
}
