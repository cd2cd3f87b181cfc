//! A meeting and what is due before it, as a calendar:
//! [RFC 5545](https://www.rfc-editor.org/rfc/rfc5545).

use chrono::{NaiveDate, NaiveTime};
use icalendar::{Calendar, Component, Event, EventLike, Property};
use issuepaper::config::{Meeting, Meetings};

use crate::commands::Session;

/// The calendar. An event keeps its name for good, so that a program that has read it before changes it in
/// its place.
pub(super) fn of(meeting: &Meeting, meetings: &Meetings, session: &Session) -> String {
    let mut calendar = Calendar::empty();
    calendar.append_property(Property::new("VERSION", "2.0"));
    calendar.append_property(Property::new("PRODID", "-//issuepaper//EN"));
    calendar.push(event(meeting, "meeting", &title(meeting), meeting.date, session));
    for (day, what) in meetings.due(meeting) {
        let name: String = what
            .to_lowercase()
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
            .collect();
        let summary = format!("{what} ({})", title(meeting));
        calendar.push(event(meeting, &name, &summary, day, session));
    }
    calendar.done().to_string()
}

fn title(meeting: &Meeting) -> String {
    format!("Meeting of {}", meeting.period.printed())
}

/// An event that takes a whole day.
fn event(meeting: &Meeting, name: &str, summary: &str, day: NaiveDate, session: &Session) -> Event {
    // The same input gives the same bytes: the day of the meeting stands for the clock.
    let made = session.created.unwrap_or_else(|| meeting.date.and_time(NaiveTime::MIN).and_utc());
    Event::new()
        .uid(&format!("{}-{name}@issuepaper", meeting.period))
        .timestamp(made)
        .summary(summary)
        // Without an end it takes that day.
        .starts(day)
        .done()
}
