//! `issuepaper meeting`

use std::io::Write;

use anyhow::{Context, bail};
use chrono::NaiveDate;
use clap::{Args as ClapArgs, ValueEnum};
use issuepaper::check::{self, CheckOptions};
use issuepaper::meeting::{self, Counted, Due, Groups, Line, Overview, Owed, Periods};
use issuepaper::paper::fields::{Month, print_date};
use issuepaper::project::{self, Texts};
use issuepaper::text::suggest::counted;
use serde::Serialize;

use super::shared::parse::parse_month;
use super::shared::table::{Format, Mark, Table};
use super::{Exit, Session, put, put_json};

/// Show who has submitted papers for a meeting, who is missing, and what is due when
///
/// The groups are those of the registry that meet in that month, of the kinds that papers of the project's
/// series are about. The day of the meeting and what is due before it come from `meetings` and
/// `deadlines` in the settings.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  issuepaper meeting                               the next meeting
  issuepaper meeting 2024-06 --format csv
  issuepaper meeting 2024-06 --format ics > june.ics
                                                   its days, for a calendar")]
pub struct Args {
    /// The month of the meeting [default: the next one in the settings, otherwise that of the latest papers]
    #[arg(value_name = "PERIOD", value_parser = parse_month)]
    period: Option<Month>,
    /// How to write the overview
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Form,
    #[command(flatten)]
    mark: Mark,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Lines and columns for people
    Table,
    /// A JSON object
    Json,
    /// Comma-separated values with a header line (RFC 4180), the groups alone
    Csv,
    /// The due dates as a calendar (RFC 5545)
    Ics,
}

/// A meeting as a JSON object.
#[derive(Debug, Serialize)]
struct Json<'m> {
    period: String,
    date: Option<NaiveDate>,
    due: Vec<JsonDue<'m>>,
    /// How many of the groups that owe a paper have submitted one.
    handed_in: usize,
    /// How many have only one that was withdrawn.
    withdrawn: usize,
    missing: usize,
    groups: Vec<JsonGroup<'m>>,
}

#[derive(Debug, Serialize)]
struct JsonDue<'m> {
    on: NaiveDate,
    what: &'m str,
    /// Whether the day is over, and papers are missing.
    overdue: bool,
}

#[derive(Debug, Serialize)]
struct JsonGroup<'m> {
    group: &'m str,
    due: bool,
    stage: &'m str,
    number: &'m str,
    errors: Option<usize>,
    warnings: Option<usize>,
    paper: Option<&'m str>,
    note: &'m str,
}

impl<'m> From<&'m Line> for JsonGroup<'m> {
    fn from(line: &'m Line) -> Self {
        Self {
            group: &line.group,
            due: line.is_due,
            stage: &line.stage,
            number: &line.number,
            errors: line.errors,
            warnings: line.warnings,
            paper: line.paper.as_deref(),
            note: &line.note,
        }
    }
}

pub fn run(args: &Args, session: &Session) -> anyhow::Result<Exit> {
    // Front matter says which papers are for the meeting, and only these are checked.
    let mut inputs = project::discover(&[]).with_texts(Texts::UpTo(0));
    let mut projects = project::load_all(&inputs);
    if projects.is_empty() && project::root_here().is_some() {
        // Nobody has submitted a paper yet, and all are missing.
        inputs.errors.clear();
        projects.push(project::load_here());
    }
    if super::report_faults(&inputs.errors, &projects, session) {
        return Ok(Exit::Failure);
    }
    let project = projects.first_mut().context("there is no project here")?;
    let periods = Periods::new(project);
    let period = args.period.or_else(|| meeting::next_period(project, &periods, session.today));
    let period = period.context("which meeting? name its month as YYYY-MM")?;
    if args.format == Form::Ics {
        let meeting = project.settings.meetings.of(period).with_context(|| no_day(period))?;
        let mut out = session.stdout();
        out.write_all(meeting::calendar(project, meeting, session.created).as_bytes())?;
        out.flush()?;
        return Ok(Exit::Clean);
    }
    project.judge_only(|at| periods.of(at) == Some(period));
    let outcome = check::run(project, &CheckOptions::on(session.today));
    if !outcome.is_judged() {
        session.report_findings(&outcome.faults);
        bail!("the papers can't be judged");
    }
    if session.report_errors(&outcome.errors) {
        return Ok(Exit::Failure);
    }
    let overview = meeting::overview(project, &periods, period, &outcome.findings, session.today);
    print(&overview, (args.format, args.mark), session)?;
    summarize(&overview, session);
    // The process ends here, and its memory with it.
    std::mem::forget(projects);
    Ok(Exit::Clean)
}

fn no_day(period: Month) -> String {
    format!(
        "the settings have no day for the meeting of {}; add it to `meetings`",
        period.printed()
    )
}

fn print(
    overview: &Overview,
    (format, mark): (Form, Mark),
    session: &Session,
) -> anyhow::Result<()> {
    let mut out = session.stdout();
    mark.verify(format == Form::Csv)?;
    match format {
        Form::Json => put_json(&mut out, &json(overview))?,
        Form::Csv => table(&overview.groups).print(Format::Csv, mark, session, &mut out)?,
        Form::Table | Form::Ics => {
            let day = overview.date.map(|date| format!(", on {}", print_date(date)));
            let day = day.unwrap_or_default();
            put(&mut out, &format!("Meeting of {}{day}", overview.period.printed()))?;
            for due in &overview.due {
                let distance = distance(due, session.today, overview.groups.count().missing());
                put(&mut out, &format!("  {}  {}{distance}", due.on, due.what))?;
            }
            put(&mut out, "")?;
            table(&overview.groups).print_table(session, &mut out)?;
        }
    }
    out.flush()?;
    Ok(())
}

fn json(overview: &Overview) -> Json<'_> {
    let count = overview.groups.count();
    Json {
        period: overview.period.to_string(),
        date: overview.date,
        due: overview
            .due
            .iter()
            .map(|due| JsonDue {
                on: due.on,
                what: &due.what,
                overdue: due.is_over && count.missing() > 0,
            })
            .collect(),
        handed_in: count.handed_in,
        withdrawn: count.withdrawn,
        missing: count.missing(),
        groups: overview.groups.lines.iter().map(JsonGroup::from).collect(),
    }
}

/// The groups as rows.
fn table(groups: &Groups) -> Table {
    let columns = vec![
        ("group", "Group"),
        ("stage", "Stage"),
        ("number", "Number"),
        ("errors", "Errors"),
        ("warnings", "Warnings"),
        ("paper", "Paper"),
        ("note", "Note"),
    ];
    let count = |count: Option<usize>| count.map(|count| count.to_string()).unwrap_or_default();
    let cells = |line: &Line| {
        vec![
            line.group.clone(),
            line.stage.clone(),
            line.number.clone(),
            count(line.errors),
            count(line.warnings),
            line.paper.clone().unwrap_or_default(),
            line.note.clone(),
        ]
    };
    Table { columns, rows: groups.lines.iter().map(cells).collect() }
}

/// The distance of a day from today; `missing` is the number of groups without a paper.
fn distance(due: &Due, today: NaiveDate, missing: usize) -> String {
    let days = (due.on - today).num_days();
    let count = || counted(usize::try_from(days.abs()).unwrap_or_default(), "day");
    match days {
        0 => " (today)".to_owned(),
        1.. => format!(" (in {})", count()),
        _ if missing > 0 => format!(" ({} ago, {missing} missing)", count()),
        _ => format!(" ({} ago)", count()),
    }
}

fn summarize(overview: &Overview, session: &Session) {
    session.message(&summary(&overview.groups));
    let without_period = &overview.groups.without_period;
    if !without_period.is_empty() {
        session.message(&format!(
            "{} without a month and so for no meeting: {}",
            counted(without_period.len(), "paper"),
            without_period.join(", ")
        ));
    }
    if overview.date.is_none() {
        session.message(&no_day(overview.period));
    }
}

/// How many groups have submitted a paper, in a sentence.
fn summary(groups: &Groups) -> String {
    let count = groups.count();
    let Counted { due, handed_in, withdrawn, not_due } = count;
    let of_which = |withdrawn: usize| match withdrawn {
        0 => String::new(),
        withdrawn => format!(", {withdrawn} withdrawn"),
    };
    let papers = counted(groups.lines.len(), "paper") + &of_which(groups.withdrawn_papers());
    match groups.owed {
        Owed::NoRegistry => format!("{papers}; without units.yaml nobody can be missing"),
        Owed::NoKinds => {
            format!(
                "{papers}; no unit field of a series in use has `kinds`, so nobody can be missing"
            )
        }
        Owed::Known => {
            let groups = counted(due, "group");
            let others = match not_due {
                0 => String::new(),
                not_due => format!(", {} of groups not due", counted(not_due, "paper")),
            };
            let withdrawn = of_which(withdrawn);
            format!(
                "{handed_in} of {groups} submitted{withdrawn}, {} missing{others}",
                count.missing()
            )
        }
    }
}
