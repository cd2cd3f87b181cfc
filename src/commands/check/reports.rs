//! Where the findings go: the terminal, files, the summary of a step.

use std::cell::LazyCell;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use issuepaper::check::Outcome;
use issuepaper::project::files;
use issuepaper::project::paths;
use issuepaper::project::{InputError, Project, Sources};
use issuepaper::report::{self, Base, Format, Options};
use issuepaper::text::suggest;

use super::Args;
use crate::commands::Session;

/// The path that means standard output.
const STDOUT: &str = "-";

/// The format whose report has no summary, because editors read it line by line.
const CONCISE: &str = "concise";

/// The variable in which GitHub Actions names the file of a step's summary.
const STEP_SUMMARY: &str = "GITHUB_STEP_SUMMARY";

/// A report in a file, `FORMAT=FILE`.
#[derive(Debug, Clone)]
pub(super) struct Destination {
    format: &'static Format,
    path: PathBuf,
}

impl Destination {
    fn is_stdout(&self) -> bool {
        self.path == Path::new(STDOUT)
    }
}

impl FromStr for Destination {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let names = || report::FORMATS.iter().map(|format| format.name);
        let (name, path) = text
            .split_once('=')
            .filter(|(_, path)| !path.is_empty())
            .ok_or_else(|| "write it as FORMAT=FILE, for example sarif=check.sarif".to_owned())?;
        let format = report::by_name(name).ok_or_else(|| {
            format!("there is no format `{name}`; the formats are {}", suggest::listed(names()))
        })?;
        Ok(Self { format, path: PathBuf::from(path) })
    }
}

/// Writes all requested reports; false if a file could not be written, which is reported.
pub(super) fn write(
    args: &Args,
    projects: &[Project],
    outcome: &Outcome,
    session: &Session,
) -> anyhow::Result<bool> {
    let format = report::by_name(&args.format).unwrap_or(&report::FORMATS[0]);
    let (to_stdout, to_files): (Vec<&Destination>, Vec<_>) =
        args.report.iter().partition(|to| to.is_stdout());
    let is_taken = args.output.is_none() && !format.is_for_people();
    anyhow::ensure!(
        to_stdout.len() + usize::from(is_taken) <= 1,
        "standard output takes one report; send the others to files"
    );
    let has_base = format.has_base || args.report.iter().any(|to| to.format.has_base);
    let base = if has_base { base(projects, outcome)? } else { Base::default() };
    let mut reports = Reports { outcome, base, session, errors: Vec::new() };
    // Each paper is looked up on the disk for it, so only where a file is written.
    let sources = LazyCell::new(|| Sources::new(projects));
    for to in to_files {
        reports.put(to.format, &to.path, &sources);
    }
    for to in &to_stdout {
        reports.print(to.format, &mut session.stdout())?;
    }
    if let Some(path) = args.output.as_ref().filter(|path| *path != Path::new(STDOUT)) {
        reports.put(format, path, &sources);
    } else if to_stdout.is_empty() {
        reports.print(format, &mut session.stdout())?;
    } else {
        // Standard output has the report for a machine alone.
        let options = Options { color: true, ..reports.options() };
        (format.write)(outcome, &options, &mut session.stderr())?;
    }
    if format.name == CONCISE {
        session.message(&report::summary(outcome));
    }
    if has_annotations(format) || args.report.iter().any(|to| has_annotations(to.format)) {
        reports.append_summary();
    }
    Ok(!session.report_errors(&reports.errors))
}

/// Whether the reports of a format are shown at the lines of a change, so that its page has a summary beside them.
fn has_annotations(format: &Format) -> bool {
    format.name == "github"
}

/// The reports of one check.
struct Reports<'r> {
    outcome: &'r Outcome,
    base: Base,
    session: &'r Session,
    /// Why files were not written.
    errors: Vec<InputError>,
}

impl Reports<'_> {
    fn options(&self) -> Options {
        Options { base: self.base.clone(), ..self.session.report_options() }
    }

    /// Writes a report to the file `path`, which may be none of `sources`.
    fn put(&mut self, format: &Format, path: &Path, sources: &Sources) {
        // A file has no colors and no width of its own.
        let options = Options { color: false, ..self.options() };
        let mut text = Vec::new();
        let written = sources
            .verify_none(path)
            .and_then(|()| {
                (format.write)(self.outcome, &options, &mut text)
                    .map_err(|error| InputError::io(path, &error))
            })
            .and_then(|()| files::verify_own(path, &text, report::is_report))
            .and_then(|()| files::replace(path, text));
        self.errors.extend(written.err());
    }

    fn print(&self, format: &Format, stdout: &mut impl Write) -> io::Result<()> {
        (format.write)(self.outcome, &self.options(), stdout)?;
        stdout.flush()
    }

    /// Adds to the summary of a step where GitHub Actions asks for one.
    fn append_summary(&mut self) {
        let Some(path) = std::env::var_os(STEP_SUMMARY).filter(|path| !path.is_empty()) else {
            return;
        };
        let summary = report::github_summary(self.outcome, &self.base);
        self.errors.extend(files::append(Path::new(&path), summary).err());
    }
}

/// Paths in reports are relative to the repository, or else to the project, or to the current folder.
fn base(projects: &[Project], outcome: &Outcome) -> anyhow::Result<Base> {
    let here = std::env::current_dir()?;
    let of_project = || projects.iter().find_map(|project| project.root.clone());
    let paper = projects.iter().flat_map(Project::selected).next();
    let paper = paper.map(|file| here.join(&file.path));
    let has_paper =
        |root: &PathBuf| paper.as_ref().is_none_or(|paper| paths::is_inside(paper, root));
    // The program may run in another repository than that of the papers.
    let root = paths::repository(&here)
        .filter(has_paper)
        .or_else(|| paths::repository(&paths::normal(paper.as_deref()?)))
        .or_else(|| of_project().map(|root| here.join(root)));
    let findings = outcome.reported();
    let suppressed = outcome.suppressed.iter().map(|suppressed| &suppressed.finding);
    let files = findings.chain(suppressed).map(|finding| finding.file.name());
    let names = files.chain(outcome.papers.iter().map(String::as_str));
    Ok(Base::new(&here, root.as_deref().unwrap_or(&here), names))
}
