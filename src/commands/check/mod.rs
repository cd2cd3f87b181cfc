//! `issuepaper check`

mod baseline;
mod fix;
mod reports;
mod since;
mod waivers;
mod watch;

use std::io::Write;
use std::path::PathBuf;

use clap::Args as ClapArgs;
use issuepaper::check::{self, CommandLine, Selection};
use issuepaper::git::Changed;
use issuepaper::pages;
use issuepaper::project::{self, InputError, Inputs, Project};
use issuepaper::report::{self, Outcome, Suppressed};
use issuepaper::text::finding::Severity;

use super::papers::Papers;
use super::rules::Levels;
use super::{Exit, Session};
use baseline::Known;
use fix::{Changes, Fixing};
use reports::Destination;

/// Check papers and show what is wrong, at the exact characters
///
/// Exit code 0 means that no paper has an error, 1 that one has, 2 that something could not be checked or
/// a report not be written.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  issuepaper check                                 every paper of the project
  issuepaper check '2024-*/*.md' --strict          some papers; warnings fail too
  issuepaper check - --stdin-path 2024-06/bond.md < draft.md
                                                   a paper that is not saved yet
  issuepaper check --report sarif=check.sarif --report junit=check.xml
                                                   for people on the terminal, for machines in files")]
pub struct Args {
    #[command(flatten)]
    papers: Papers,
    /// The path that a paper from standard input (-) is judged by, as an editor has it open
    #[arg(long, value_name = "PATH")]
    stdin_path: Option<PathBuf>,
    /// How to write the findings
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = format_names())]
    format: String,
    /// The file to write the findings to; - for standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write the findings to a file as well, in a format of its own; may be repeated
    #[arg(long, value_name = "FORMAT=FILE")]
    report: Vec<Destination>,
    /// Check again whenever a paper or a setting changes
    #[arg(long, conflicts_with_all = ["fix", "diff", "waivers", "update_baseline"])]
    watch: bool,
    #[command(flatten)]
    known: Known,
    #[command(flatten)]
    levels: Levels,
    #[command(flatten)]
    fixing: Fixing,
}

fn format_names() -> clap::builder::PossibleValuesParser {
    let value =
        |format: &report::Format| clap::builder::PossibleValue::new(format.name).help(format.about);
    clap::builder::PossibleValuesParser::new(report::FORMATS.iter().map(value))
}

pub fn run(args: &Args, session: &Session) -> anyhow::Result<Exit> {
    if !args.watch {
        return once(args, session);
    }
    anyhow::ensure!(!args.papers.has_stdin(), "standard input can't be watched");
    watch::run(&args.papers.discover(), session, || once(args, session))
}

fn once(args: &Args, session: &Session) -> anyhow::Result<Exit> {
    let command_line = args.levels.command_line()?;
    args.fixing.verify()?;
    let mut terms = match args.known.base.as_deref().map(since::changed_since).transpose() {
        Ok(changed) => Terms { command_line, changed, learns: false },
        Err(error) => {
            session.report_errors(&[error]);
            return Ok(Exit::Failure);
        }
    };
    let inputs = args.papers.discover_with_stdin(args.stdin_path.as_deref())?;
    let mut projects = project::load_all(&inputs);
    if args.known.no_baseline {
        for project in &mut projects {
            project.baseline = None;
        }
    }
    if let Some(revision) = &args.known.base
        && let Err(error) =
            projects.iter_mut().try_for_each(|project| since::look_back(project, revision))
    {
        session.report_errors(&[error]);
        return Ok(Exit::Failure);
    }
    if args.known.waivers {
        return waivers::list(&projects, &inputs.errors, session);
    }
    let mut changes = Changes::default();
    if args.fixing.is_asked() {
        for project in &mut projects {
            args.fixing.settle(project, &terms, session, &mut changes);
        }
    }
    if args.fixing.is_diff() {
        return changes.print(&errors(&inputs, &projects), session);
    }
    let is_fixed = changes.write(session);
    let mut outcome = Outcome { errors: inputs.errors, ..Outcome::default() };
    let mut is_judged = true;
    terms.learns = args.known.update_baseline;
    for project in &projects {
        is_judged &= check_project(project, &terms, session, &mut outcome);
    }
    outcome.suppressed.sort_by(|a, b| a.finding.sort_key().cmp(&b.finding.sort_key()));
    let is_written = tell(args, &projects, &outcome, session)?;
    // The process ends here. Handing back the memory of thousands of papers piece by piece would take
    // longer than writing the report.
    if !args.watch {
        std::mem::forget(projects);
    }
    if session.report_errors(&outcome.errors) || !is_judged || !is_written || !is_fixed {
        return Ok(Exit::Failure);
    }
    Ok(if outcome.count(Severity::Error) > 0 { Exit::Findings } else { Exit::Clean })
}

/// Writes the reports; false if one could not be written, which is told. What comes in by standard input to
/// be mended goes out by standard output.
fn tell(
    args: &Args,
    projects: &[Project],
    outcome: &Outcome,
    session: &Session,
) -> anyhow::Result<bool> {
    let mut papers = projects.iter().flat_map(Project::selected);
    match papers.find(|file| file.is_given && args.fixing.is_asked()) {
        Some(file) => {
            let mut out = session.stdout();
            out.write_all(file.paper.file.text().as_bytes())?;
            out.flush()?;
            session.report_findings(&outcome.findings);
            Ok(true)
        }
        None => reports::write(args, projects, outcome, session),
    }
}

/// Everything that could not be read.
fn errors(inputs: &Inputs, projects: &[Project]) -> Vec<InputError> {
    let of_projects = projects.iter().flat_map(|project| &project.errors);
    inputs.errors.iter().chain(of_projects).cloned().collect()
}

/// What papers are checked by, besides their project.
#[derive(Debug, Default)]
pub struct Terms {
    /// What the command line says of rules.
    command_line: CommandLine,
    /// The files that changed since the base, if there is one.
    changed: Option<Changed>,
    /// Whether all findings go into the baseline.
    learns: bool,
}

impl Terms {
    /// What the command line says of rules, and nothing else.
    pub fn of(command_line: CommandLine) -> Self {
        Self { command_line, ..Self::default() }
    }
}

/// Adds a project's findings; false if its own files are wrong and its papers could not be judged.
pub fn check_project(
    project: &Project,
    terms: &Terms,
    session: &Session,
    outcome: &mut Outcome,
) -> bool {
    outcome.errors.extend(project.errors.iter().cloned());
    let broken_templates = pages::template_faults(project);
    if !broken_templates.is_empty() {
        outcome.findings.extend(check::settle(broken_templates, project));
        return false;
    }
    let is_judged = match Selection::with(project, terms.command_line.clone()) {
        Ok(selection) => {
            let verdict = check::check(project, &selection, session.today);
            let is_to_learn = terms.learns && project.findings.is_empty();
            let learned = is_to_learn.then(|| baseline::learn(project, &verdict.findings));
            let learned = learned
                .and_then(|learned| learned.map_err(|error| outcome.errors.push(error)).ok());
            let known = learned.as_ref().or(project.baseline.as_ref());
            let findings = baseline::set_apart(project, known, verdict.findings, outcome);
            let findings = match &terms.changed {
                Some(changed) => since::set_apart(project, changed, findings, outcome),
                None => findings,
            };
            outcome.findings.extend(findings);
            outcome.suppressed.extend(verdict.waived.into_iter().map(Suppressed::from));
            project.findings.is_empty()
        }
        Err(findings) => {
            outcome.findings.extend(check::settle(findings, project));
            false
        }
    };
    if is_judged {
        let names = project.selected().map(|file| file.paper.file.name().to_owned());
        outcome.papers.extend(names);
    }
    is_judged
}
