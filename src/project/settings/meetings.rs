//! The committee's meetings, and what is due before each.

use std::collections::HashSet;

use chrono::{Days, NaiveDate};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::paper::fields::Month;
use crate::paper::written_days::{NoDay, read_day, read_month};
use crate::text::finding::{Finding, INVALID_SETTINGS};
use crate::text::source::{SourceFile, Span, Spanned};
use crate::text::suggest;
use crate::yaml::{DayText, MonthText};

/// The meetings of a project and the deadlines that all of them have.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Meetings {
    /// The meetings, the earliest first.
    pub all: Vec<Meeting>,
    /// What is due before a meeting, in the order written.
    pub deadlines: Vec<Deadline>,
}

/// A meeting of the committee.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meeting {
    /// Its month, which is the period of its papers.
    pub period: Month,
    /// Its day.
    pub date: NaiveDate,
}

/// Something that is due before each meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// What is due, for example "Papers due", on one line.
    pub what: String,
    /// How many days before the meeting, weekends and holidays included.
    pub days: u16,
}

/// The most days that something may be due before a meeting: a year.
const MOST_DAYS: u16 = 366;

impl Deadline {
    /// An identifier that changes only with [`what`](Self::what): its letters and digits, in
    /// lower case, with `-` for everything else.
    pub fn id(&self) -> String {
        let lower = self.what.to_lowercase();
        let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.collect::<Vec<_>>().join("-")
    }
}

impl Meetings {
    /// The meeting of a period.
    pub fn of(&self, period: Month) -> Option<&Meeting> {
        self.all.iter().find(|meeting| meeting.period == period)
    }

    /// The next meeting on `day` or later.
    pub fn next(&self, day: NaiveDate) -> Option<&Meeting> {
        self.all.iter().find(|meeting| meeting.date >= day)
    }

    /// The days before `meeting` on which something is due, the earliest first.
    pub fn due(&self, meeting: &Meeting) -> Vec<(NaiveDate, &Deadline)> {
        let day =
            |deadline: &Deadline| meeting.date.checked_sub_days(Days::new(deadline.days.into()));
        let mut due: Vec<(NaiveDate, &Deadline)> =
            self.deadlines.iter().filter_map(|deadline| Some((day(deadline)?, deadline))).collect();
        due.sort_by_key(|(day, _)| *day);
        due
    }
}

/// A meeting of the committee.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RawMeeting {
    /// Its month, which is the period of its papers.
    #[schemars(with = "MonthText")]
    period: Spanned<String>,
    /// Its day.
    #[schemars(with = "DayText")]
    date: Spanned<String>,
}

/// Something that is due before each meeting.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDeadline {
    /// What is due, for example "Papers due".
    #[schemars(regex(pattern = r"[\p{L}\p{N}]"))]
    what: Spanned<String>,
    /// How many days before the meeting, weekends and holidays included.
    #[schemars(range(max = MOST_DAYS))]
    days: Spanned<u16>,
}

/// Checks the meetings and deadlines; errors are added to `findings`.
pub(super) fn check(
    raw: Vec<RawMeeting>,
    raw_deadlines: Vec<RawDeadline>,
    file: &SourceFile,
    findings: &mut Vec<Finding>,
) -> Meetings {
    let mut report = |span: Span, message: String, help: &str| {
        findings.push(Finding::error(INVALID_SETTINGS, file, span, message).help(help));
    };
    let mut all: Vec<Meeting> = Vec::new();
    let mut months = HashSet::new();
    for RawMeeting { period, date } in raw {
        let (month, day) = (read_month(&period.value), read_day(&date.value));
        if let Err(NoDay { message, help }) = &month {
            report(period.span, message.clone(), help);
        }
        if let Err(NoDay { message, help }) = &day {
            report(date.span, message.clone(), help);
        }
        let (Ok(month), Ok(day)) = (month, day) else { continue };
        if Month::of(day) != month {
            let message = format!("the meeting of {} is on {day}", month.printed());
            report(date.span, message, "the period is the month of the meeting");
        } else if !months.insert(month) {
            let message = format!("the meeting of {} is listed twice", month.printed());
            report(period.span, message, "delete one of the two");
        } else {
            all.push(Meeting { period: month, date: day });
        }
    }
    all.sort_by_key(|meeting| meeting.date);
    let mut deadlines: Vec<Deadline> = Vec::new();
    let mut ids = HashSet::new();
    for RawDeadline { what, days } in raw_deadlines {
        // On one line, however it is written: it goes into tables and calendars.
        let words = what.value.split(|c: char| c.is_whitespace() || c.is_control());
        let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
        let deadline = Deadline { what: words.join(" "), days: days.value };
        let id = deadline.id();
        if id.is_empty() {
            report(what.span, "a deadline has no name".to_owned(), "say what is due");
        } else if !ids.insert(id) {
            let message = format!("{} is listed twice", suggest::shown(&deadline.what));
            report(what.span, message, "delete one of the two");
        }
        if deadline.days > MOST_DAYS {
            let message = format!("{} days are more than a year before the meeting", deadline.days);
            report(days.span, message, "count the days from the deadline to the meeting");
        }
        deadlines.push(deadline);
    }
    Meetings { all, deadlines }
}
