//! `issuepaper new`

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args as ClapArgs;
use clap_complete::engine::{ArgValueCandidates, ArgValueCompleter};
use issuepaper::check::{self, CheckOptions, Outcome};
use issuepaper::drafting::{self, CarryForward};
use issuepaper::paper::CoreField;
use issuepaper::paper::fields::Month;
use issuepaper::project::{self, Project, paths};
use issuepaper::report;
use issuepaper::series::Series;

use super::shared::parse::parse_month;
use super::{Exit, Session, candidates};

/// Start a paper, or carry last quarter's forward
///
/// Without --from, writes a form with every field and section of the series. With --from, copies that
/// paper for a new period: period, stage and `previous` are set, the number is left open, the text is
/// kept, and every phrase in it that may be out of date is shown. An existing file is never overwritten.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  issuepaper new \"Regional desk renewals\"
  issuepaper new \"In-Bond Working Group\" --period 2024-09
  issuepaper new --from 2024-06/in-bond.md --period 2024-09")]
pub struct Args {
    /// The title, or the unit that the paper is about
    #[arg(value_name = "SUBJECT", required_unless_present = "from")]
    subject: Option<String>,
    /// The paper to carry forward
    #[arg(long, value_name = "PAPER", add = ArgValueCompleter::new(candidates::papers()), conflicts_with_all = ["subject", "series"])]
    from: Option<PathBuf>,
    /// The month of the meeting the paper is for
    #[arg(long, value_name = "YYYY-MM", value_parser = parse_month)]
    period: Option<Month>,
    /// The series of the paper, instead of the project's
    #[arg(long, value_name = "SERIES", add = ArgValueCandidates::new(candidates::series))]
    series: Option<String>,
    /// Where to write it
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub fn run(args: &Args, session: &Session) -> anyhow::Result<Exit> {
    match &args.from {
        Some(source) => carry_forward(source, args, session),
        None => start(args, session),
    }
}

fn start(args: &Args, session: &Session) -> anyhow::Result<Exit> {
    let project = project::load_here();
    if super::report_settings(&project, session) {
        return Ok(Exit::Failure);
    }
    let series = named_series(&project, args.series.as_deref())?;
    let subject = args.subject.as_deref().unwrap_or_default();
    let mut draft = drafting::new_paper(&project, &series, subject, args.period);
    if let Some(path) = &args.output {
        draft.path.clone_from(path);
    }
    draft.changes().commit()?;
    let shown = paths::display(&draft.path);
    let mut out = session.stdout();
    writeln!(out, "{shown}")?;
    out.flush()?;
    session.message(&format!("wrote a form; fill it in, then run `issuepaper check {shown}`"));
    Ok(Exit::Clean)
}

fn named_series(project: &Project, name: Option<&str>) -> anyhow::Result<Series> {
    let name = name.unwrap_or(&project.settings.series.value);
    match project.library.series(name) {
        Some(Ok(series)) => Ok(series),
        Some(Err(findings)) => bail!(
            "the series `{name}` can't be used: {}",
            findings.first().map_or("", |f| f.message.as_str())
        ),
        None => {
            bail!(
                "there is no series `{name}`; the series are {}",
                project.library.names().join(", ")
            )
        }
    }
}

fn carry_forward(source: &Path, args: &Args, session: &Session) -> anyhow::Result<Exit> {
    let inputs = project::discover(&[source.to_owned()]);
    let projects = project::load_all(&inputs);
    if session.report_errors(&inputs.errors) {
        return Ok(Exit::Failure);
    }
    let project = projects.first().context("no paper to carry forward")?;
    if super::report_settings(project, session) {
        return Ok(Exit::Failure);
    }
    let [file] = project.selected().collect::<Vec<_>>()[..] else {
        bail!("--from takes one paper; {} is not a single paper", paths::display(source));
    };
    let series = project.series_of(&file.paper).context("the paper's series could not be read")?;
    let has_period = series.field(CoreField::Period).is_some();
    if has_period && args.period.is_none() {
        bail!("which meeting is the paper for? add --period YYYY-MM");
    }
    let how =
        CarryForward { period: args.period, output: args.output.clone(), today: session.today };
    let draft = drafting::carry_forward(file, series, &how);
    draft.changes().commit()?;
    report_aging(&draft.path, session)?;
    Ok(Exit::Clean)
}

/// Prints where the paper was written and what in it needs attention.
fn report_aging(path: &Path, session: &Session) -> anyhow::Result<()> {
    let projects = project::load_all(&project::discover(&[path.to_owned()]));
    let mut outcome = Outcome::default();
    let options = CheckOptions { ignores_baseline: true, ..CheckOptions::on(session.today) };
    for project in &projects {
        outcome.merge(check::run(project, &options));
    }
    let mut out = session.stdout();
    writeln!(out, "{}\n", paths::display(path))?;
    (report::FORMATS[0].write)(&outcome, &session.report_options(), &mut out)?;
    out.flush()?;
    Ok(())
}
