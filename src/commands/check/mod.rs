//! `issuepaper check`

mod baseline;
mod fix;
mod reports;
mod waivers;

use std::path::PathBuf;

use clap::Args as ClapArgs;
use issuepaper::check::{self, CommandLine, Selection};
use issuepaper::finding::Severity;
use issuepaper::report::{self, Outcome, Suppressed};
use issuepaper::workspace::{self, InputError, Inputs, Project};

use super::rules::Levels;
use super::{Exit, Session, templates};
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
  issuepaper check --report sarif=check.sarif --report junit=check.xml
                                                   for people on the terminal, for machines in files")]
pub struct Args {
    /// Papers, folders or patterns such as '2024-*/*.md'
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// How to write the findings
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = format_names())]
    format: String,
    /// The file to write the findings to, in place of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write the findings to a file as well, in a format of its own; may be repeated
    #[arg(long, value_name = "FORMAT=FILE")]
    report: Vec<Destination>,
    /// List the waivers that hold today instead: until when, by whom, for what, where and why
    #[arg(long)]
    waivers: bool,
    /// Take all findings of the checked papers into baseline.yaml: known, and none of them counts any more
    #[arg(long)]
    update_baseline: bool,
    /// Check as if there were no baseline.yaml
    #[arg(long, conflicts_with = "update_baseline")]
    no_baseline: bool,
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
    let command_line = args.levels.command_line()?;
    args.fixing.verify()?;
    let inputs = workspace::discover(&args.paths);
    let mut projects = workspace::load_all(&inputs);
    if args.no_baseline {
        for project in &mut projects {
            project.baseline = None;
        }
    }
    if args.waivers {
        return waivers::list(&projects, &errors(&inputs, &projects), session);
    }
    let mut changes = Changes::default();
    if args.fixing.is_asked() {
        for project in &mut projects {
            args.fixing.settle(project, &command_line, session, &mut changes);
        }
    }
    if args.fixing.is_diff() {
        return changes.print(&errors(&inputs, &projects), session);
    }
    let is_fixed = changes.write(session);
    let mut outcome = Outcome { errors: inputs.errors, ..Outcome::default() };
    let mut is_judged = true;
    for project in &mut projects {
        if args.update_baseline {
            outcome.errors.extend(learn(project, &command_line, session).err());
        }
        is_judged &= check_project(project, &command_line, session, &mut outcome);
    }
    let is_written = reports::write(args, &projects, &outcome, session)?;
    // The process ends here. Handing back the memory of thousands of papers piece by piece would take
    // longer than writing the report.
    std::mem::forget(projects);
    if session.report_errors(&outcome.errors) || !is_judged || !is_written || !is_fixed {
        return Ok(Exit::Failure);
    }
    Ok(if outcome.count(Severity::Error) > 0 { Exit::Findings } else { Exit::Clean })
}

/// Everything that could not be read.
fn errors(inputs: &Inputs, projects: &[Project]) -> Vec<InputError> {
    let of_projects = projects.iter().flat_map(|project| &project.errors);
    inputs.errors.iter().chain(of_projects).cloned().collect()
}

/// Takes all findings of a project into its baseline, if its papers can be judged.
fn learn(
    project: &mut Project,
    command_line: &CommandLine,
    session: &Session,
) -> Result<(), InputError> {
    let known = project.baseline.take();
    let mut outcome = Outcome::default();
    let is_judged = check_project(project, command_line, session, &mut outcome);
    project.baseline = known;
    if is_judged { baseline::update(project, &outcome.findings) } else { Ok(()) }
}

/// Adds a project's findings; false if its own files are wrong and its papers could not be judged.
pub fn check_project(
    project: &Project,
    command_line: &CommandLine,
    session: &Session,
    outcome: &mut Outcome,
) -> bool {
    outcome.errors.extend(project.errors.iter().cloned());
    let broken_templates = templates::own_findings(project);
    if !broken_templates.is_empty() {
        outcome.findings.extend(check::settle(broken_templates, project));
        return false;
    }
    let is_judged = match Selection::with(project, command_line.clone()) {
        Ok(selection) => {
            let verdict = check::check(project, &selection, session.today);
            baseline::set_apart(project, verdict.findings, outcome);
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
