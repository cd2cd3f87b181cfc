//! `issuepaper meeting`

mod calendar;
mod groups;

use std::io::Write;

use anyhow::{Context, bail};
use chrono::NaiveDate;
use clap::{Args as ClapArgs, ValueEnum};
use issuepaper::paper::fields::{Month, print_date};
use issuepaper::project::settings::Meeting;
use issuepaper::project::{self, Project};
use issuepaper::report::Outcome;
use issuepaper::series::Values;
use issuepaper::text::suggest::counted;
use serde::Serialize;

use super::new::parse_month;
use super::table::Format;
use super::{Exit, Session, check};
use groups::{Groups, Line};

/// Show who has handed in for a meeting, who is missing, and what is due when
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
    /// The month of the meeting [default: the next one in the settings, else that of the latest papers]
    #[arg(value_name = "PERIOD", value_parser = parse_month)]
    period: Option<Month>,
    /// How to write it
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Lines and columns for people
    Table,
    /// A JSON object
    Json,
    /// Comma-separated values with a header line (RFC 4180), the groups alone
    Csv,
    /// The days as a calendar (RFC 5545)
    Ics,
}

/// All that is known of a meeting.
#[derive(Debug, Serialize)]
struct Overview {
    period: String,
    date: Option<NaiveDate>,
    due: Vec<Due>,
    /// How many of the groups that owe a paper have handed in.
    handed_in: usize,
    missing: usize,
    groups: Vec<Line>,
}

#[derive(Debug, Serialize)]
struct Due {
    on: NaiveDate,
    what: String,
}

pub fn run(args: &Args, session: &Session) -> anyhow::Result<Exit> {
    let mut inputs = project::discover(&[]);
    let mut projects = project::load_all(&inputs);
    if projects.is_empty() && project::root_here().is_some() {
        // Nobody has handed in yet, and all are missing.
        inputs.errors.clear();
        projects.push(project::load_here());
    }
    if super::report_faults(&inputs.errors, &projects, session) {
        return Ok(Exit::Failure);
    }
    let project = projects.first().context("there is no project here")?;
    let meetings = &project.settings.meetings;
    let next = || meetings.next(session.today).map(|meeting| meeting.period);
    let period = args.period.or_else(next).or_else(|| latest(project));
    let period = period.context("which meeting? name its month as YYYY-MM")?;
    let meeting = meetings.of(period);
    if args.format == Form::Ics {
        let meeting = meeting.with_context(|| no_day(period))?;
        let mut out = session.stdout();
        out.write_all(calendar::of(meeting, project, session).as_bytes())?;
        out.flush()?;
        return Ok(Exit::Clean);
    }
    let mut outcome = Outcome::default();
    if !check::check_project(project, &check::Terms::default(), session, &mut outcome) {
        session.report_findings(&outcome.findings);
        bail!("the papers can't be judged");
    }
    let groups = Groups::new(project, period, &outcome.findings);
    print(&groups, args.format, period, project, session)?;
    summarize(&groups, meeting, period, session);
    Ok(Exit::Clean)
}

/// The latest period of the papers.
fn latest(project: &Project) -> Option<Month> {
    let period = |file: &project::PaperFile| {
        let series = project.series_of(&file.paper)?;
        Values::new(&file.paper, series).period(series)
    };
    project.papers.iter().filter_map(period).max()
}

fn due(project: &Project, meeting: &Meeting) -> Vec<Due> {
    let due = project.settings.meetings.due(meeting).into_iter();
    due.map(|(on, deadline)| Due { on, what: deadline.what.clone() }).collect()
}

fn no_day(period: Month) -> String {
    format!(
        "the settings have no day for the meeting of {}; add it to `meetings`",
        period.printed()
    )
}

fn print(
    groups: &Groups,
    format: Form,
    period: Month,
    project: &Project,
    session: &Session,
) -> anyhow::Result<()> {
    let mut out = session.stdout();
    let meeting = project.settings.meetings.of(period);
    let due = meeting.map(|meeting| due(project, meeting)).unwrap_or_default();
    let date = meeting.map(|meeting| meeting.date);
    match format {
        Form::Json => {
            let count = groups.count();
            let overview = Overview {
                period: period.to_string(),
                date,
                due,
                handed_in: count.handed_in,
                missing: count.due - count.handed_in,
                groups: groups.lines.clone(),
            };
            serde_json::to_writer_pretty(&mut out, &overview)?;
            writeln!(out)?;
        }
        Form::Csv => groups.table().print(Format::Csv, &mut out)?,
        Form::Table | Form::Ics => {
            let day = date.map(|date| format!(", on {}", print_date(date)));
            writeln!(out, "Meeting of {}{}", period.printed(), day.unwrap_or_default())?;
            for due in &due {
                writeln!(out, "  {}  {}{}", due.on, due.what, distance(due.on, session.today))?;
            }
            writeln!(out)?;
            groups.table().print(Format::Table, &mut out)?;
        }
    }
    out.flush()?;
    Ok(())
}

/// How far off a day is.
fn distance(day: NaiveDate, today: NaiveDate) -> String {
    match (day - today).num_days() {
        0 => " (today)".to_owned(),
        days @ 1.. => {
            format!(" (in {})", counted(usize::try_from(days).unwrap_or_default(), "day"))
        }
        _ => String::new(),
    }
}

fn summarize(groups: &Groups, meeting: Option<&Meeting>, period: Month, session: &Session) {
    session.message(&groups.summary());
    if !groups.without_period.is_empty() {
        session.message(&format!(
            "{} without a month, of no meeting: {}",
            counted(groups.without_period.len(), "paper"),
            groups.without_period.join(", ")
        ));
    }
    if meeting.is_none() {
        session.message(&no_day(period));
    }
}
