//! A meeting and what is due before it, as a calendar:
//! [RFC 5545](https://www.rfc-editor.org/rfc/rfc5545).

use crate::project::Project;
use crate::project::settings::Meeting;
use crate::text::show;
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use icalendar::{Calendar, Component, Event, EventLike, Property};

/// The calendar of a meeting. An event's UID never changes, so that a program that has imported it before
/// updates it in place. `created` is the time stamp of the calendar; by default
/// the day of the meeting.
pub fn calendar(project: &Project, meeting: &Meeting, created: Option<DateTime<Utc>>) -> String {
    let mut calendar = Calendar::empty();
    calendar.append_property(Property::new("VERSION", "2.0"));
    calendar.append_property(Property::new("PRODID", "-//issuepaper//EN"));
    let days = Days { meeting, project, created };
    let title = days.title();
    calendar.push(days.event("meeting", &title, meeting.date));
    for (day, deadline) in project.settings.meetings.due(meeting) {
        let name = format!("due-{}", deadline.id());
        calendar.push(days.event(&name, &format!("{} ({title})", deadline.what), day));
    }
    calendar.done().to_string()
}

struct Days<'a> {
    meeting: &'a Meeting,
    project: &'a Project,
    created: Option<DateTime<Utc>>,
}

impl Days<'_> {
    /// The meeting's title, which tells it apart from other committees' meetings by the committee on the cover.
    fn title(&self) -> String {
        let series = self.project.series(&self.project.settings.series.value);
        let cover = series.into_iter().flat_map(|series| &series.cover);
        let mut committee =
            cover.filter(|line| line.role == "committee" && !line.text.contains('{'));
        let committee =
            committee.next().map(|line| line.text.split_whitespace().collect::<Vec<_>>());
        let of = committee.map(|words| format!("{}, ", words.join(" "))).unwrap_or_default();
        format!("{of}meeting of {}", self.meeting.period.printed())
    }

    /// An all-day event. Its UID contains the series, which tells apart the calendars of two
    /// committees.
    fn event(&self, name: &str, summary: &str, day: NaiveDate) -> Event {
        // The same input produces the same bytes: the day of the meeting serves as the clock.
        let midnight = || self.meeting.date.and_time(NaiveTime::MIN).and_utc();
        let made = self.created.unwrap_or_else(midnight);
        let period = self.meeting.period;
        let series = &self.project.settings.series.value;
        Event::new()
            .uid(&format!("{period}-{name}.{series}@issuepaper"))
            .timestamp(made)
            // A line that is folded may go on with any character of it.
            .summary(&show::part(summary).replace("::", ": :"))
            // Without an end it lasts that one day.
            .starts(day)
            .done()
    }
}
