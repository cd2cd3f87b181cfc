//! The series that an option names.

use anyhow::bail;
use issuepaper::project::Project;
use issuepaper::series::Series;
use issuepaper::text::suggest;

/// The series called `name`, or the project's own without a name.
///
/// # Errors
///
/// There is none, or it can't be used.
pub fn named(project: &Project, name: Option<&str>) -> anyhow::Result<Series> {
    let name = name.unwrap_or(&project.settings.series.value);
    match project.library.series(name) {
        Some(Ok(series)) => Ok(series),
        Some(Err(findings)) => {
            let reason = findings.first().map_or("", |finding| finding.message.as_str());
            bail!("the series `{name}` can't be used: {reason}")
        }
        None => {
            let names = project.library.names();
            let near = suggest::nearest(name, names.iter().map(String::as_str));
            let near = near.map_or_else(String::new, |near| format!(" (did you mean `{near}`?)"));
            let known = suggest::listed(names.iter().map(String::as_str));
            bail!("there is no series `{name}`{near}; the series are {known}")
        }
    }
}
