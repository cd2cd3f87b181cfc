//! What is new since a base: what was found in papers that changed, and what their change brought about in
//! others.

use issuepaper::paper::CoreField;
use issuepaper::project::paths;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use issuepaper::check::{self, RuleFamily};
use issuepaper::git::{Changed, Repository};
use issuepaper::paper::Paper;
use issuepaper::paper::url::{self, Target};
use issuepaper::project::{InputError, Project};
use issuepaper::report::{Outcome, Suppressed, Suppression};
use issuepaper::text::finding::Finding;
use issuepaper::text::source::SourceFile;

/// The files that changed since the branch parted from `revision`.
pub(super) fn changed_since(revision: &str) -> Result<Changed, InputError> {
    Repository::around(Path::new("."))?.changed_since(revision)
}

/// Takes in what the papers of a project were where the branch parted from `revision`.
pub(super) fn look_back(project: &mut Project, revision: &str) -> Result<(), InputError> {
    let root = project.root.clone().unwrap_or_default();
    let past = Repository::around(Path::new("."))?.past(revision, &root)?;
    project.look_back(past);
    Ok(())
}

/// Sets the findings apart that the change has nothing to do with, and gives the others back.
pub(super) fn set_apart(
    project: &Project,
    changed: &Changed,
    findings: Vec<Finding>,
    outcome: &mut Outcome,
) -> Vec<Finding> {
    let is_unchanged = |name: &&str| {
        let file = project.paper(name).filter(|file| file.is_selected && !file.is_given);
        file.is_some_and(|file| !changed.has(&file.path))
    };
    // Papers without a finding need not be looked at.
    let named: BTreeSet<&str> = findings.iter().map(|finding| finding.file.name()).collect();
    let unchanged: BTreeSet<String> =
        named.into_iter().filter(is_unchanged).map(str::to_owned).collect();
    let reach = Reach::new(project);
    let is_old = |finding: &Finding| unchanged.contains(finding.file.name()) && !reach.has(finding);
    let (old, new): (Vec<_>, Vec<_>) = findings.into_iter().partition(is_old);
    let suppressed =
        old.into_iter().map(|finding| Suppressed { finding, by: Suppression::Unchanged });
    outcome.suppressed.extend(suppressed);
    new
}

/// What a change may bring about in papers that it did not touch.
struct Reach<'p> {
    project: &'p Project,
    /// The lines of the register that only one of then and now has.
    lines: BTreeSet<&'p str>,
    /// The paths of the papers that are there no more, from the project's folder.
    paths: BTreeSet<&'p str>,
    /// The numbers that were on papers which have none or another one now.
    numbers: BTreeSet<&'p str>,
}

impl<'p> Reach<'p> {
    fn new(project: &'p Project) -> Self {
        let mut reach = Self {
            project,
            lines: BTreeSet::new(),
            paths: BTreeSet::new(),
            numbers: BTreeSet::new(),
        };
        let Some(past) = &project.past else { return reach };
        let register = |file: Option<&'p SourceFile>| {
            file.into_iter().flat_map(|file| file.text().lines()).collect::<BTreeSet<_>>()
        };
        let then = register(past.register.as_ref());
        let now = register(project.register.as_ref().map(|register| &register.file));
        reach.lines = then.symmetric_difference(&now).copied().collect();
        let numbers = |paper: &'p Paper| paper.text_field(CoreField::PublicationNumber);
        let by_path: BTreeMap<String, &Paper> =
            project.papers.iter().map(|file| (project.relative(&file.path), &file.paper)).collect();
        for earlier in &past.papers {
            let current = earlier.now.as_ref().and_then(|now| by_path.get(now));
            if earlier.now.as_ref() != Some(&earlier.path) {
                reach.paths.insert(&earlier.path);
            }
            let number = numbers(&earlier.paper);
            if number != current.and_then(|paper| numbers(paper)) {
                reach.numbers.extend(number);
            }
        }
        reach
    }

    fn has(&self, finding: &Finding) -> bool {
        match check::rule(finding.rule).map(|rule| rule.family) {
            // What was done to a paper is new, even if it was undone.
            Some(RuleFamily::History) => true,
            Some(RuleFamily::Numbers | RuleFamily::Record) => self.is_in_register(finding),
            Some(RuleFamily::Relations | RuleFamily::Safety) => self.is_to_changed(finding),
            _ => false,
        }
    }

    /// Whether the register says something else of the paper than before.
    fn is_in_register(&self, finding: &Finding) -> bool {
        let past = self.project.past.as_ref();
        if self.lines.is_empty() || past.is_none_or(|past| past.register.is_none()) {
            return !self.lines.is_empty();
        }
        let Some(file) = self.project.paper(finding.file.name()) else { return false };
        let path = self.project.relative(&file.path);
        let number =
            file.paper.text_field(CoreField::PublicationNumber).filter(|text| !text.is_empty());
        self.lines
            .iter()
            .any(|line| line.contains(&path) || number.is_some_and(|number| line.contains(number)))
    }

    /// Whether the finding is at a reference to a paper that has gone, or has another number.
    fn is_to_changed(&self, finding: &Finding) -> bool {
        let source = finding.file.slice(finding.span).trim_matches(['"', '\'']);
        if self.numbers.iter().any(|number| source.contains(number)) {
            return true;
        }
        let Target::Relative { path, .. } = url::classify(source) else { return false };
        let Some(file) = self.project.paper(finding.file.name()) else { return false };
        let folder = file.path.parent().unwrap_or(Path::new(""));
        let target = paths::normal(&folder.join(url::decoded(path)));
        self.paths.contains(self.project.relative(&target).as_str())
    }
}
