//! `check --waivers`: who is responsible for what.

use issuepaper::check::waivers::{self, Waiver};
use issuepaper::project::{InputError, Project};

use crate::commands::shared::table::Table;
use crate::commands::{Exit, Session, report_faults};

/// Lists the waivers in force today.
pub(super) fn list(
    projects: &[Project],
    errors: &[InputError],
    session: &Session,
) -> anyhow::Result<Exit> {
    let has_failed = report_faults(errors, projects, session);
    let of_project = |project: &Project| waivers::in_force(project, session.today);
    let cells = |waiver: &Waiver| {
        let line = waiver.file.position(waiver.place.start).line + 1;
        let place = format!("{}:{line}", waiver.file.name());
        let names: Vec<&str> = waiver.rules.iter().map(|name| name.value.as_str()).collect();
        let (until, by) = (waiver.until.to_string(), waiver.by.clone());
        vec![until, by, names.join(", "), place, waiver.reason.clone()]
    };
    let columns = vec![
        ("until", "Until"),
        ("by", "By"),
        ("rules", "Rules"),
        ("place", "Place"),
        ("reason", "Reason"),
    ];
    let rows = projects.iter().flat_map(of_project).map(|waiver| cells(&waiver)).collect();
    Table { columns, rows }.print_table(session, &mut session.stdout())?;
    Ok(if has_failed { Exit::Failure } else { Exit::Clean })
}
