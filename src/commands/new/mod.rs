//! `issuepaper new`

mod ask;

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args as ClapArgs;
use clap_complete::engine::{ArgValueCandidates, ArgValueCompleter};
use issuepaper::check::{self, CheckOptions, Outcome};
use issuepaper::drafting::{self, CarryForward, NewPaper};
use issuepaper::paper::fields::Month;
use issuepaper::project::{self, Project, paths};
use issuepaper::report;
use issuepaper::series::Role;
use issuepaper::series::{Level, Series};
use issuepaper::text::source::{SourceFile, Span};
use issuepaper::text::suggest;

use super::shared::parse::parse_month;
use super::shared::{series, shell_word};
use super::{Exit, Session, candidates, put, put_path};

/// Start a paper, or carry last quarter's forward
///
/// Without --from, writes a form with every field and section of the series. On a terminal, asks for what no option
/// says and the series needs. With --from, copies that paper for a new period: period, stage and `previous` are set,
/// the number is left open, the text is kept, and every phrase and date in it that may be out of date is shown. An
/// existing file is never overwritten.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  issuepaper new \"Regional desk renewals\"
  issuepaper new \"In-Bond Working Group\" --period 2024-09
  issuepaper new --from 2024-06/in-bond.md --period 2024-09")]
pub struct Args {
    /// The title, or the unit that the paper is about
    #[arg(value_name = "SUBJECT")]
    subject: Option<String>,
    /// The paper to carry forward
    #[arg(long, value_name = "PAPER", add = ArgValueCompleter::new(candidates::papers()), conflicts_with_all = ["subject", "series", "unit", "action"])]
    from: Option<PathBuf>,
    /// The month of the meeting the paper is for
    #[arg(long, value_name = "YYYY-MM", value_parser = parse_month)]
    period: Option<Month>,
    /// The series of the paper, instead of the project's
    #[arg(long, value_name = "SERIES", add = ArgValueCandidates::new(candidates::series))]
    series: Option<String>,
    /// The unit that the paper is about, if SUBJECT is the title
    #[arg(long, value_name = "UNIT", add = ArgValueCandidates::new(candidates::units))]
    unit: Option<String>,
    /// What is asked of the committee
    #[arg(long, value_name = "ACTION", add = ArgValueCandidates::new(candidates::actions))]
    action: Option<String>,
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
    let mut project = project::load_here();
    if super::report_settings(&project, session) {
        return Ok(Exit::Failure);
    }
    let asks = ask::is_possible();
    let name = match &args.series {
        None if asks => Some(ask::series(&project)?),
        name => name.clone(),
    };
    let series = series::named(&project, name.as_deref())?;
    if let Some(root) = project::root_here().filter(|_| !series.files.is_empty()) {
        // Its papers have the numbers that are taken.
        project = project::load_project(&root);
    }
    let mut what = NewPaper {
        subject: args.subject.clone(),
        unit: args
            .unit
            .as_deref()
            .map(|name| known_unit(&project, name, args.period))
            .transpose()?,
        period: args.period,
        action: args.action.as_deref().map(|name| known_action(&series, name)).transpose()?,
        output: args.output.clone(),
    };
    if asks {
        ask::complete(&project, &series, &mut what, session)?;
    }
    if what.subject.is_none() && what.unit.is_none() {
        bail!("what is the paper about? name its subject, or a unit with --unit");
    }
    let draft = drafting::new_paper(&project, &series, &what)?;
    draft.changes().commit()?;
    let mut out = session.stdout();
    put_path(&mut out, &draft.path)?;
    out.flush()?;
    let word = shell_word(&draft.path);
    session.message(&format!("wrote a form; fill it in, then run `issuepaper check {word}`"));
    Ok(Exit::Clean)
}

/// The unit of that name in the registry, if there is a registry.
fn known_unit(project: &Project, name: &str, period: Option<Month>) -> anyhow::Result<String> {
    let Some(registry) = &project.registry else { return Ok(name.to_owned()) };
    if let Some((unit, _)) = registry.find(name, period) {
        return Ok(unit.name.clone());
    }
    match suggest::nearest(name, registry.names()) {
        Some(near) => bail!("there is no unit `{name}`; did you mean `{near}`?"),
        None => bail!("there is no unit `{name}` in units.yaml; add it, or correct the name"),
    }
}

/// The choice of that name for the action of papers of `series`.
fn known_action(series: &Series, name: &str) -> anyhow::Result<String> {
    let field = series.field(Role::ActionRequired);
    let choices = field.map(|field| field.choices.as_slice()).unwrap_or_default();
    match choices.iter().find(|choice| choice.eq_ignore_ascii_case(name)) {
        Some(choice) => Ok(choice.clone()),
        None if choices.is_empty() => bail!("papers of the series `{}` ask no action", series.id),
        None => {
            let known = suggest::listed(choices.iter().map(String::as_str));
            bail!("there is no action `{name}`; the actions are {known}")
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
    let has_period = series.field(Role::Period).is_some();
    let period = match args.period {
        None if has_period && ask::is_possible() => Some(ask::period(project, session)?),
        None if has_period => bail!("which meeting is the paper for? add --period YYYY-MM"),
        period => period,
    };
    let how = CarryForward { period, output: args.output.clone(), today: session.today };
    let draft = drafting::carry_forward(project, file, series, &how)?;
    draft.changes().commit()?;
    report_aging(&draft.path, session)?;
    Ok(Exit::Clean)
}

/// Prints where the paper was written and what in it needs attention: dates that are past, and what a check finds with
/// every phrase that ages, even if that is waived or no rule here.
fn report_aging(path: &Path, session: &Session) -> anyhow::Result<()> {
    let projects = project::load_all(&project::discover(&[path.to_owned()]));
    let mut outcome = Outcome::default();
    let mut options = CheckOptions { ignores_baseline: true, ..CheckOptions::on(session.today) };
    options.command_line.levels.insert(AGING.to_owned(), Level::Warning);
    for project in &projects {
        outcome.merge(check::run(project, &options));
    }
    let (aging, suppressed): (Vec<_>, Vec<_>) =
        outcome.suppressed.into_iter().partition(|it| it.finding.rule == AGING);
    outcome.suppressed = suppressed;
    outcome.findings.extend(aging.into_iter().map(|it| it.finding));
    outcome.findings.sort_by_key(|finding| finding.span);
    let mut out = session.stdout();
    put_path(&mut out, path)?;
    put(&mut out, "")?;
    for file in projects.iter().flat_map(Project::selected) {
        let source = &file.paper.file;
        let dates = drafting::past_dates(source.text(), session.today);
        let title = "These dates are past; see whether what is said of them is still right:";
        report_times(title, source, &dates, &mut out)?;
        let mut phrases = drafting::aging_phrases(source.text());
        let is_found = |place: &Span| {
            let mut found = outcome.findings.iter().filter(|finding| finding.rule == AGING);
            found.any(|it| it.span.start < place.end && place.start < it.span.end)
        };
        phrases.retain(|place| !is_found(place));
        let title =
            "These times count from the day of another paper; see whether they are still right:";
        report_times(title, source, &phrases, &mut out)?;
    }
    (report::FORMATS[0].write)(&outcome, &session.report_options(), &mut out)?;
    out.flush()?;
    Ok(())
}

/// The rule on phrases that are true only for a while.
const AGING: &str = "relative-time";

/// Lists places in a file below a title; nothing if there are none.
fn report_times(
    title: &str,
    file: &SourceFile,
    places: &[Span],
    out: &mut impl Write,
) -> anyhow::Result<()> {
    if places.is_empty() {
        return Ok(());
    }
    put(out, title)?;
    for place in places {
        let (name, at) = (file.name(), file.position(place.start));
        let text = file.slice(*place).split_whitespace().collect::<Vec<_>>().join(" ");
        put(out, &format!("  {name}:{}:{}: {text}", at.line + 1, at.character + 1))?;
    }
    put(out, "")?;
    Ok(())
}
