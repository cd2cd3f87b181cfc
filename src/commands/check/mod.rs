//! `issuepaper check`

use std::io::Write;
use std::path::PathBuf;

use clap::Args as ClapArgs;
use issuepaper::check::{self, Selection};
use issuepaper::finding::Severity;
use issuepaper::report::{self, Outcome};
use issuepaper::workspace::{self, Project};

use super::{Exit, Session, templates};

/// Check papers and show what is wrong, at the exact characters
///
/// Exit code 0 means that no paper has an error, 1 that one has, 2 that something could not be checked.
#[derive(Debug, ClapArgs)]
pub struct Args {
    /// Papers, folders or patterns such as '2024-*/*.md'
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// How to write the findings
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = format_names())]
    format: String,
    /// Fail on warnings too
    #[arg(long)]
    strict: bool,
}

fn format_names() -> clap::builder::PossibleValuesParser {
    let value =
        |format: &report::Format| clap::builder::PossibleValue::new(format.name).help(format.about);
    clap::builder::PossibleValuesParser::new(report::FORMATS.iter().map(value))
}

pub fn run(args: &Args, session: &Session) -> anyhow::Result<Exit> {
    let inputs = workspace::discover(&args.paths);
    let projects = workspace::load_all(&inputs);
    let mut outcome = Outcome { errors: inputs.errors, ..Outcome::default() };
    let mut is_judged = true;
    for project in &projects {
        is_judged &= check_project(project, session, &mut outcome);
    }
    let format = report::by_name(&args.format).unwrap_or(&report::FORMATS[0]);
    let mut stdout = session.stdout();
    (format.write)(&outcome, session.report_options(), &mut stdout)?;
    stdout.flush()?;
    // The process ends here. Handing back the memory of thousands of papers piece by piece would take
    // longer than writing the report.
    std::mem::forget(projects);
    if session.report_errors(&outcome.errors) || !is_judged {
        return Ok(Exit::Failure);
    }
    let fails = |severity| severity == Severity::Error || args.strict;
    let has_failed = outcome.findings.iter().any(|finding| fails(finding.severity));
    Ok(if has_failed { Exit::Findings } else { Exit::Clean })
}

/// Adds a project's findings; false if its own files are wrong and its papers could not be judged.
pub fn check_project(project: &Project, session: &Session, outcome: &mut Outcome) -> bool {
    outcome.errors.extend(project.errors.iter().cloned());
    let broken_templates = templates::own_findings(project);
    if !broken_templates.is_empty() {
        outcome.findings.extend(broken_templates);
        return false;
    }
    let (findings, is_judged) = match Selection::new(project) {
        Ok(selection) => {
            (check::check(project, &selection, session.today), project.findings.is_empty())
        }
        Err(findings) => (findings, false),
    };
    outcome.findings.extend(findings);
    if is_judged {
        outcome.checked += project.selected().count();
    }
    is_judged
}
