//! A meeting of the committee: which groups owe a paper for it, the status of each, and what is due when.

mod calendar;
mod groups;

use chrono::NaiveDate;
use rayon::prelude::*;

use crate::paper::fields::Month;
use crate::project::settings::Meeting;
use crate::project::{PaperFile, Project};
use crate::series::Values;
use crate::text::finding::Finding;

pub use calendar::calendar;
pub use groups::{Counted, Groups, Line, MISSING, Owed};

/// Everything known about the meeting of a month.
#[derive(Debug)]
pub struct Overview {
    /// The month.
    pub period: Month,
    /// Its day; none if the settings have no such meeting.
    pub date: Option<NaiveDate>,
    /// What is due before it, the earliest first.
    pub due: Vec<Due>,
    /// The groups and their papers.
    pub groups: Groups,
}

/// Something that is due before a meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The day.
    pub on: NaiveDate,
    /// What is due.
    pub what: String,
    /// Whether the day is over.
    pub is_over: bool,
}

/// The month that each paper of a project is for.
#[derive(Debug)]
pub struct Periods(Vec<Option<Month>>);

impl Periods {
    /// Reads them.
    pub fn new(project: &Project) -> Self {
        let period = |file: &PaperFile| {
            // What is read of the paper is not kept.
            let paper = file.paper.unread();
            let series = project.series_of(&paper)?;
            Values::new(&paper, series).period(series)
        };
        Self(project.papers.par_iter().map(period).collect())
    }

    /// The month that the paper with the index `at` is for.
    pub fn of(&self, at: usize) -> Option<Month> {
        self.0.get(at).copied().flatten()
    }
}

/// The month of the next meeting on `today` or later, otherwise that of the latest papers.
pub fn next_period(project: &Project, periods: &Periods, today: NaiveDate) -> Option<Month> {
    let next = project.settings.meetings.next(today).map(|meeting| meeting.period);
    next.or_else(|| periods.0.iter().copied().flatten().max())
}

/// An overview of the meeting of `period` on the day `today`; `findings` are those of the papers that are for this month.
pub fn overview(
    project: &Project,
    periods: &Periods,
    period: Month,
    findings: &[Finding],
    today: NaiveDate,
) -> Overview {
    let meeting = project.settings.meetings.of(period);
    let date = meeting.map(|meeting| meeting.date);
    let due = meeting.map(|meeting| due(project, meeting, today)).unwrap_or_default();
    let mut groups = Groups::new(project, periods, period, findings);
    if let Some(day) = papers_due(&due).or(date).filter(|day| *day < today) {
        groups.mark_overdue(day);
    }
    Overview { period, date, due, groups }
}

fn due(project: &Project, meeting: &Meeting, today: NaiveDate) -> Vec<Due> {
    let due = project.settings.meetings.due(meeting).into_iter();
    due.map(|(on, deadline)| Due { on, what: deadline.what.clone(), is_over: on < today }).collect()
}

/// The day after which a paper is overdue: the last on which papers are due by the words of the deadline, or else the
/// last that names papers. None if the deadlines are about other things.
fn papers_due(due: &[Due]) -> Option<NaiveDate> {
    let last = |is_due: bool| {
        let mut papers = due.iter().rev().map(|due| (due, words(&due.what)));
        papers.find_map(|(due, words)| {
            let has = |wanted: &[&str]| words.iter().any(|word| wanted.contains(&word.as_str()));
            let is_call = has(&["call"]);
            let is_theirs = has(&["paper", "papers"]) && !is_call;
            (is_theirs && (!is_due || has(&["due", "deadline", "submit", "submission"])))
                .then_some(due.on)
        })
    };
    last(true).or_else(|| last(false))
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}
