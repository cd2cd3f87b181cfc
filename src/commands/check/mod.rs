//! `issuepaper check`

mod fix;
mod reports;

use std::path::PathBuf;

use clap::Args as ClapArgs;
use issuepaper::check::{self, CommandLine, Selection};
use issuepaper::finding::Severity;
use issuepaper::report::{self, Outcome};
use issuepaper::workspace::{self, Project};

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
    let mut changes = Changes::default();
    if args.fixing.is_asked() {
        for project in &mut projects {
            args.fixing.settle(project, &command_line, session, &mut changes);
        }
    }
    if args.fixing.is_diff() {
        let has_failed = session.report_errors(&inputs.errors);
        let is_changed = changes.print(session)?;
        return Ok(match (has_failed, is_changed) {
            (true, _) => Exit::Failure,
            (false, true) => Exit::Findings,
            (false, false) => Exit::Clean,
        });
    }
    let is_fixed = changes.write(session);
    let mut outcome = Outcome { errors: inputs.errors, ..Outcome::default() };
    let mut is_judged = true;
    for project in &projects {
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
    let (findings, is_judged) = match Selection::with(project, command_line.clone()) {
        Ok(selection) => {
            (check::check(project, &selection, session.today), project.findings.is_empty())
        }
        Err(findings) => (check::settle(findings, project), false),
    };
    outcome.findings.extend(findings);
    if is_judged {
        let names = project.selected().map(|file| file.paper.file.name().to_owned());
        outcome.papers.extend(names);
    }
    is_judged
}
