//! `issuepaper new`

use issuepaper::paper::CoreField;
use issuepaper::project::files;
use issuepaper::project::paths;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args as ClapArgs;
use clap_complete::engine::{ArgValueCandidates, ArgValueCompleter};
use issuepaper::check::{self, Selection};
use issuepaper::paper::Paper;
use issuepaper::paper::edit::{self, quoted};
use issuepaper::paper::fields::Month;
use issuepaper::project::{self, Project};
use issuepaper::report::{self, Outcome};
use issuepaper::series::scaffold::{Filling, scaffold};
use issuepaper::series::{FieldType, Series};
use issuepaper::text::finding::Edit;
use issuepaper::text::fixes;

use super::{Exit, Session, completions};

/// Start a paper, or carry last quarter's forward
///
/// Without --from, writes a form with every field and section of the series. With --from, copies that
/// paper for a new period: period, stage and `previous` are set, the number is left open, the text is
/// kept, and every phrase in it that ages is shown. A file that is there is never overwritten.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  issuepaper new \"Regional desk renewals\"
  issuepaper new \"In-Bond Working Group\" --period 2024-09
  issuepaper new --from 2024-06/in-bond.md --period 2024-09")]
pub struct Args {
    /// The title, or the unit that the paper is for
    #[arg(value_name = "SUBJECT", required_unless_present = "from")]
    subject: Option<String>,
    /// The paper to carry forward
    #[arg(long, value_name = "PAPER", add = ArgValueCompleter::new(completions::papers()), conflicts_with_all = ["subject", "series"])]
    from: Option<PathBuf>,
    /// The month of the meeting the paper is for
    #[arg(long, value_name = "YYYY-MM", value_parser = parse_month)]
    period: Option<Month>,
    /// The series of the paper, instead of the project's
    #[arg(long, value_name = "SERIES", add = ArgValueCandidates::new(completions::series))]
    series: Option<String>,
    /// Where to write it
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(super) fn parse_month(text: &str) -> Result<Month, String> {
    Month::parse(text).ok_or_else(|| "write the month as YYYY-MM".to_owned())
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
    let subject = args.subject.clone().unwrap_or_default();
    let mut values = subject_fields(&project, &series, &subject, args.period);
    if let (Some(period), Some(_)) = (args.period, series.field(CoreField::Period)) {
        values.insert("period", period.to_string());
    }
    let folder = project.root.clone().unwrap_or_default();
    let folder = args.period.map_or(folder.clone(), |period| folder.join(period.to_string()));
    let name = format!("{}.md", paths::safe_file_name(&subject.to_lowercase()));
    let path = args.output.clone().unwrap_or_else(|| folder.join(name));
    files::create_new(&path, scaffold(&series, &values, Filling::Open))?;
    let shown = paths::display(&path);
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
            "the series `{name}` is broken: {}",
            findings.first().map_or("", |f| f.message.as_str())
        ),
        None => {
            bail!("there is no series `{name}`; there are {}", project.library.names().join(", "))
        }
    }
}

/// The subject as the unit it names, with the unit it belongs to, or as the title.
fn subject_fields<'s>(
    project: &Project,
    series: &'s Series,
    subject: &str,
    period: Option<Month>,
) -> BTreeMap<&'s str, String> {
    let mut values = BTreeMap::new();
    let units = series.fields.iter().filter(|field| field.field_type == FieldType::Unit);
    let found = project.registry.as_ref().and_then(|registry| registry.find(subject, period));
    if let Some((unit, _)) = found {
        let is_of_kind = |kinds: &[String]| {
            kinds.is_empty() || unit.kind.as_ref().is_some_and(|kind| kinds.contains(kind))
        };
        for field in units.filter(|field| is_of_kind(&field.kinds)) {
            values.insert(field.id.as_str(), unit.name.clone());
            if let (Some(within), Some(parent)) = (&field.within, &unit.parent) {
                values.insert(within.as_str(), parent.clone());
            }
        }
    }
    if values.is_empty() {
        values.insert("title", subject.to_owned());
    }
    values
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
        bail!("--from takes one paper; {} is none or many", paths::display(source));
    };
    let series = project.series_of(&file.paper).context("the paper's series could not be read")?;
    let has_period = series.field(CoreField::Period).is_some();
    if has_period && args.period.is_none() {
        bail!("which meeting is the paper for? say --period YYYY-MM");
    }
    let path =
        args.output.clone().unwrap_or_else(|| next_path(&file.path, &file.paper, args.period));
    let edits = forward_edits(
        &file.paper,
        series,
        args.period,
        &paths::relative_link(&path, &file.path),
        session,
    );
    files::create_new(&path, fixes::edited(file.paper.file.text(), &edits))?;
    report_aging(&path, session)?;
    Ok(Exit::Clean)
}

/// What changes from one quarter to the next. The date stays open when today is after the period's
/// end: it would be wrong, and the right one is not known.
fn forward_edits(
    paper: &Paper,
    series: &Series,
    period: Option<Month>,
    previous: &str,
    session: &Session,
) -> Vec<Edit> {
    let is_late = period.and_then(Month::last_day).is_some_and(|last| session.today > last);
    let date = if is_late { String::new() } else { session.today.to_string() };
    let stage = series.stages.order.first().cloned().unwrap_or_default();
    let mut edits = vec![
        edit::set_field(paper, CoreField::Stage, &stage),
        edit::set_field(paper, CoreField::Previous, &quoted(previous)),
        edit::set_field(paper, CoreField::Date, &date),
    ];
    if let Some(period) = period.filter(|_| series.field(CoreField::Period).is_some()) {
        edits.push(edit::set_field(paper, CoreField::Period, &period.to_string()));
    }
    if series.number.is_some() {
        edits.push(edit::set_field(paper, CoreField::PublicationNumber, ""));
    }
    // A note on why the old number breaks the rule says nothing of the new one, nor does the day on which
    // the old paper was published.
    edits.extend(edit::remove_field(paper, CoreField::NumberNote));
    edits.extend(edit::remove_field(paper, CoreField::Published));
    edits
}

/// The path for the next period: the old period in a folder's or the file's name becomes the new one,
/// else the new one is added to the name.
fn next_path(path: &Path, paper: &Paper, period: Option<Month>) -> PathBuf {
    let new = period.map_or_else(|| "next".to_owned(), |period| period.to_string());
    let old =
        paper.text_field(CoreField::Period).and_then(Month::parse).map(|month| month.to_string());
    let text = paths::display(path);
    if let Some(old) = old.filter(|old| text.contains(old.as_str())) {
        PathBuf::from(text.replace(&old, &new))
    } else {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        path.with_file_name(format!("{stem}-{new}.md"))
    }
}

/// Prints where the paper went and what in it is to be looked at.
fn report_aging(path: &Path, session: &Session) -> anyhow::Result<()> {
    let projects = project::load_all(&project::discover(&[path.to_owned()]));
    let mut outcome = Outcome::default();
    for project in &projects {
        if let Ok(selection) = Selection::new(project) {
            let verdict = check::check(project, &selection, session.today);
            outcome.findings.extend(verdict.findings);
            let names = project.selected().map(|file| file.paper.file.name().to_owned());
            outcome.papers.extend(names);
        }
    }
    let mut out = session.stdout();
    writeln!(out, "{}\n", paths::display(path))?;
    (report::FORMATS[0].write)(&outcome, &session.report_options(), &mut out)?;
    out.flush()?;
    Ok(())
}
