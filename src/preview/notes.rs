//! The findings beside a page: what is said about each, and where it leads.

use std::path::Path;

use serde::Serialize;

use crate::paper::Paper;
use crate::project::paths;
use crate::text::finding::{Finding, Severity};
use crate::text::suggest::counted;

/// A finding beside a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Note {
    rule: &'static str,
    severity: Severity,
    message: String,
    help: Option<String>,
    /// Where it is, as `check` says it.
    place: String,
    /// The same without the column, to be copied.
    copied: String,
    /// The file, as the project names it, and the line and column, for the editor.
    file: String,
    line: usize,
    column: usize,
    /// Other places that explain it.
    labels: Vec<String>,
    /// What it is about on the page.
    target: Target,
}

impl Note {
    /// Its severity.
    pub(super) const fn severity(&self) -> Severity {
        self.severity
    }

    /// What it is about on the page.
    pub(super) const fn target(&self) -> &Target {
        &self.target
    }
}

/// What a finding is about on a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Target {
    /// The element that says that it is there in the source.
    At(usize),
    /// The element that shows the field with this key.
    Field(String),
    /// Nothing that can be pointed at.
    Nothing,
}

/// The places that the elements of a finished page say, in the order of the source.
#[derive(Debug, Default)]
pub(super) struct PlacesOnPage<'a> {
    page: &'a str,
    starts: Vec<usize>,
}

impl<'a> PlacesOnPage<'a> {
    /// Reads them from the page: templates may leave some out.
    pub(super) fn of(page: &'a str) -> Self {
        let said = page.split(" data-at=\"").skip(1);
        let mut starts: Vec<usize> =
            said.filter_map(|rest| rest.split_once('"')?.0.parse().ok()).collect();
        starts.sort_unstable();
        Self { page, starts }
    }

    /// What the byte `at` of the paper is on the page.
    fn target(&self, paper: &Paper, at: usize) -> Target {
        if at < paper.body_span().start {
            let entries = paper.front().entries.iter().rev();
            let key = entries.map(|entry| &entry.key).find(|key| key.span.start <= at);
            let is_shown = |key: &str| self.page.contains(&format!(" data-field=\"{key}\""));
            let key = key.filter(|key| is_shown(&key.value));
            return key.map_or(Target::Nothing, |key| Target::Field(key.value.clone()));
        }
        let next = self.starts.partition_point(|start| *start <= at);
        let before = next.checked_sub(1).and_then(|at| self.starts.get(at));
        // What is before everything is nearest to the first.
        before.or(self.starts.first()).map_or(Target::Nothing, |at| Target::At(*at))
    }
}

/// The findings as they stand beside the page of `paper`; `folder` is the project's, from where paths are copied.
pub(super) fn notes(
    findings: &[Finding],
    paper: Option<&Paper>,
    places: &PlacesOnPage<'_>,
    folder: &Path,
) -> Vec<Note> {
    let note = |finding: &Finding| {
        let position = finding.file.position(finding.span.start);
        let (line, column) = (position.line + 1, position.character + 1);
        let shown = |name: &str| paths::display(&folder.join(name));
        let name = shown(finding.file.name());
        let labels = finding.labels.iter().map(|label| {
            let line = label.file.position(label.span.start).line + 1;
            format!("{}:{line}: {}", shown(label.file.name()), label.message)
        });
        let target = paper.and_then(|paper| {
            let at = paper.file.whole_place(finding.file.name(), finding.span.start)?;
            Some(places.target(paper, at))
        });
        Note {
            rule: finding.rule,
            severity: finding.severity,
            message: finding.message.clone(),
            help: finding.help.clone(),
            place: format!("{name}:{line}:{column}"),
            copied: format!("{name}:{line}"),
            file: finding.file.name().to_owned(),
            line,
            column,
            labels: labels.collect(),
            target: target.unwrap_or(Target::Nothing),
        }
    };
    findings.iter().map(note).collect()
}

/// How many findings there are, in words.
pub(super) fn summary(findings: &[Finding]) -> String {
    let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    words(count(Severity::Error), count(Severity::Warning))
}

/// So many errors and warnings, in words.
pub(super) fn words(errors: usize, warnings: usize) -> String {
    match (errors, warnings) {
        (0, 0) => "0 findings".to_owned(),
        (errors, 0) => counted(errors, "error"),
        (0, warnings) => counted(warnings, "warning"),
        (errors, warnings) => {
            format!("{}, {}", counted(errors, "error"), counted(warnings, "warning"))
        }
    }
}
