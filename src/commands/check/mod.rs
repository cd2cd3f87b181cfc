//! `issuepaper check`

mod fix;
mod known;
mod reports;
mod waivers;
mod watch;

use std::io::Write;
use std::path::PathBuf;

use clap::Args as ClapArgs;
use issuepaper::check::{self, CheckOptions, Outcome};
use issuepaper::project::{self, InputError, Inputs, Project, Shard, Texts};
use issuepaper::report;
use issuepaper::text::finding::Severity;

use super::shared::levels::Levels;
use super::shared::papers::Papers;
use super::{Exit, Session};
use fix::Fixing;
use known::Known;
use reports::Destination;

/// Check papers and show what is wrong, at the exact characters
///
/// Exit code 0 means that no paper has an error, 1 that at least one has, 2 that something could not be
/// checked or a report could not be written.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  issuepaper check                                 every paper of the project
  issuepaper check '2024-*/*.md' --strict          some papers; warnings fail too
  issuepaper check - --stdin-path 2024-06/bond.md < draft.md
                                                   a paper that is not saved yet
  issuepaper check --report sarif=check.sarif --report junit=check.xml
                                                   for people on the terminal, for machines in files
  issuepaper check --shard 3/8                     the third of eight parts, on a machine of its own")]
pub struct Args {
    #[command(flatten)]
    papers: Papers,
    /// The path of the paper on standard input (-), as an editor has it open
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
    /// Check the K-th of N parts of the papers alone, as one of N machines; the reports of all parts together say what
    /// one run says
    #[arg(long, value_name = "K/N", conflicts_with_all = ["fix", "diff", "watch", "waivers", "update_baseline", "stdin_path"])]
    shard: Option<Shard>,
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
    anyhow::ensure!(
        args.shard.is_none() || !args.papers.has_stdin(),
        "standard input is one paper, and --shard is for many; leave one of them out"
    );
    let inputs = args.papers.discover_with_stdin(args.stdin_path.as_deref())?;
    // What is fixed, and whose waivers are listed, is needed whole.
    let is_whole = args.fixing.is_requested() || args.known.waivers;
    let texts = if is_whole { Texts::Selected } else { Texts::BOUNDED };
    let inputs = inputs.with_texts(texts).with_shard(args.shard);
    session.report_notes(&inputs.notes);
    let options = CheckOptions {
        command_line,
        today: session.today,
        ignores_baseline: args.known.no_baseline,
        keeps_bodies: false,
        updates_baseline: args.known.update_baseline && inputs.errors.is_empty(),
    };
    let refused = |error: InputError| {
        session.report_errors(&[error]);
        Ok(Exit::Failure)
    };
    let _locks = match args.known.lock(&inputs, session) {
        Ok(locks) => locks,
        Err(error) => return refused(error),
    };
    let mut projects = project::load_all(&inputs);
    if let Err(error) = args.known.load_base(&mut projects) {
        return refused(error);
    }
    if args.known.waivers {
        return waivers::list(&projects, &inputs.errors, session);
    }
    let mut outcome = Outcome { errors: args.reported(&inputs), ..Outcome::default() };
    let mut is_written = true;
    if args.fixing.is_requested() {
        let fixed = args.fixing.apply(&mut projects, &options);
        if args.fixing.is_diff() {
            return fix::print(fixed, &errors(&inputs, &projects), session);
        }
        is_written = fix::write(&fixed, session);
        for fixed in fixed {
            outcome.merge(fixed.outcome);
        }
    } else {
        for project in &projects {
            outcome.merge(check::run(project, &options));
        }
    }
    outcome.errors.extend(outcome.baseline.commit_each().into_iter().filter_map(Result::err));
    is_written &= write_reports(args, &projects, &outcome, session)?;
    // The process ends here. Freeing the memory of thousands of papers piece by piece would take
    // longer than writing the report.
    if !args.watch {
        std::mem::forget(projects);
    }
    if session.report_errors(&outcome.errors) || !outcome.is_judged() || !is_written {
        return Ok(Exit::Failure);
    }
    Ok(if outcome.count(Severity::Error) > 0 { Exit::Findings } else { Exit::Clean })
}

impl Args {
    /// What of `inputs` this run reports as unreadable: of several shards, only the first does.
    fn reported(&self, inputs: &Inputs) -> Vec<InputError> {
        let is_elsewhere = self.shard.is_some_and(|shard| !shard.is_first());
        if is_elsewhere && !inputs.groups.is_empty() {
            return Vec::new();
        }
        let mut errors = inputs.errors.clone();
        if self.known.update_baseline && !errors.is_empty() {
            errors.push(check::baseline_kept());
        }
        errors
    }
}

/// Writes the reports; false if one could not be written, which is reported. A paper that is fixed from standard
/// input is printed to standard output.
fn write_reports(
    args: &Args,
    projects: &[Project],
    outcome: &Outcome,
    session: &Session,
) -> anyhow::Result<bool> {
    let mut papers = projects.iter().flat_map(Project::selected);
    match papers.find(|file| file.is_stdin && args.fixing.is_requested()) {
        Some(file) => {
            let mut out = session.stdout();
            out.write_all(file.paper.file.text().as_bytes())?;
            out.flush()?;
            session.report_findings(outcome.reported());
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
