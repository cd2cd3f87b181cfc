//! Questions on the terminal, for what no option says.

use std::io::{BufRead, IsTerminal, Write};

use anyhow::bail;
use issuepaper::drafting::{self, NewPaper};
use issuepaper::paper::fields::Month;
use issuepaper::project::Project;
use issuepaper::series::Role;
use issuepaper::series::{Requirement, Series};
use issuepaper::text::{show, suggest};

use crate::commands::{Session, put};

/// Whether somebody is there to answer.
pub(super) fn is_possible() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// Which series a paper is of, where there are several to choose from.
pub(super) fn series(project: &Project) -> anyhow::Result<String> {
    let default = project.settings.series.value.as_str();
    let names = if project.settings.file.is_some() {
        let own = project.library.own_names().filter(|name| *name != default);
        std::iter::once(default).chain(own).map(str::to_owned).collect()
    } else {
        project.library.names()
    };
    match names.as_slice() {
        [only] => Ok(only.clone()),
        names => choose("Series", names, Some(default)),
    }
}

/// Asks for what is not known about a new paper of `series` and is needed.
pub(super) fn complete(
    project: &Project,
    series: &Series,
    what: &mut NewPaper,
    session: &Session,
) -> anyhow::Result<()> {
    if series.field(Role::Period).is_some() && what.period.is_none() {
        what.period = Some(period(project, session)?);
    }
    let is_unit = |name: &str| {
        project.registry.as_ref().is_some_and(|registry| registry.find(name, what.period).is_some())
    };
    let names_unit = what.unit.is_some() || what.subject.as_deref().is_some_and(is_unit);
    if let Some(field) = drafting::unit_fields_of(series).next().filter(|_| !names_unit) {
        let units: Vec<String> =
            drafting::units_for(project, series, what.period).map(str::to_owned).collect();
        what.unit = Some(match units.as_slice() {
            [] => text(&field.label, |answer| Ok(answer.to_owned()))?,
            units => choose(&field.label, units, None)?,
        });
    }
    let needs_title =
        series.field(Role::Title).is_some_and(|field| field.required != Requirement::Never);
    if what.subject.is_none() && (needs_title || what.unit.is_none()) {
        what.subject = Some(text("Title", |answer| Ok(answer.to_owned()))?);
    }
    let action = series.field(Role::ActionRequired).filter(|field| !field.choices.is_empty());
    if let Some(field) = action.filter(|_| what.action.is_none()) {
        what.action = Some(choose(&field.label, &field.choices, None)?);
    }
    Ok(())
}

/// The month of the meeting: one of those in the settings, or any other.
pub(super) fn period(project: &Project, session: &Session) -> anyhow::Result<Month> {
    let meetings = &project.settings.meetings;
    let next = meetings.next(session.today).map(|meeting| meeting.period);
    for meeting in meetings.all.iter().filter(|meeting| meeting.date >= session.today) {
        say(&format!("  {}  the meeting on {}", meeting.period, meeting.date));
    }
    let default = next.map(|month| format!(" [{month}]")).unwrap_or_default();
    text(&format!("Month of the meeting, YYYY-MM{default}"), |answer| match (next, answer) {
        (Some(month), "") => Ok(month),
        _ => Month::parse(answer).ok_or_else(|| "write it as YYYY-MM".to_owned()),
    })
}

/// One of `choices`, by its number or its name.
fn choose(what: &str, choices: &[String], default: Option<&str>) -> anyhow::Result<String> {
    for (at, choice) in choices.iter().enumerate() {
        say(&format!("  {}  {choice}", at + 1));
    }
    let shown = default.map(|default| format!(" [{default}]")).unwrap_or_default();
    text(&format!("{what}, by number or name{shown}"), |answer| {
        if let (Some(default), "") = (default, answer) {
            return Ok(default.to_owned());
        }
        let by_number = answer.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        let chosen = by_number.and_then(|at| choices.get(at));
        let by_name = || choices.iter().find(|choice| choice.eq_ignore_ascii_case(answer));
        chosen.or_else(by_name).cloned().ok_or_else(|| {
            let near = suggest::nearest(answer, choices.iter().map(String::as_str));
            near.map_or_else(
                || format!("choose a number from 1 to {}", choices.len()),
                |near| format!("did you mean `{near}`?"),
            )
        })
    })
}

/// The answer to a question; it is asked again until `read` accepts one.
fn text<T>(question: &str, read: impl Fn(&str) -> Result<T, String>) -> anyhow::Result<T> {
    loop {
        let mut stderr = std::io::stderr();
        write!(stderr, "{}: ", show::line(question))?;
        stderr.flush()?;
        let mut answer = String::new();
        if std::io::stdin().lock().read_line(&mut answer)? == 0 {
            bail!("there was no answer; nothing was written");
        }
        let answer = answer.trim();
        match read(answer) {
            Ok(_) if answer.is_empty() && !question.ends_with(']') => say("write an answer"),
            Ok(value) => return Ok(value),
            Err(problem) => say(&problem),
        }
    }
}

fn say(line: &str) {
    let _ = put(&mut std::io::stderr(), line);
}
