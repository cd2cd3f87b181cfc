//! Selecting the papers of a list.

use anyhow::bail;
use clap_complete::engine::ArgValueCandidates;
use issuepaper::paper::fields::Month;
use issuepaper::project::Project;
use issuepaper::project::units::Registry;
use issuepaper::series::Role;
use issuepaper::series::{Field, FieldType, Series};
use issuepaper::text::suggest;

use super::columns::{Listed, by_name};
use crate::commands::candidates;

/// The criteria.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Filters")]
pub(super) struct Filter {
    /// Only papers at these stages
    #[arg(long, value_name = "STAGE", value_delimiter = ',', add = ArgValueCandidates::new(candidates::stages))]
    stage: Vec<String>,
    /// Only papers for these months or years
    #[arg(long, value_name = "YYYY-MM", value_delimiter = ',', value_parser = parse_period)]
    period: Vec<String>,
    /// Only papers about this unit, or about units that belong to it; may be repeated
    #[arg(long, value_name = "NAME", add = ArgValueCandidates::new(candidates::units))]
    unit: Vec<String>,
    /// Only papers that ask for this
    #[arg(long, value_name = "ACTION", value_delimiter = ',', add = ArgValueCandidates::new(candidates::actions))]
    action: Vec<String>,
}

fn parse_period(text: &str) -> Result<String, String> {
    let is_year = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_year || Month::parse(text).is_some() {
        Ok(text.to_owned())
    } else {
        Err("write a month as YYYY-MM, or a year as YYYY".to_owned())
    }
}

impl Filter {
    /// Whether stages are named.
    pub(super) fn names_stages(&self) -> bool {
        !self.stage.is_empty()
    }

    /// Whether actions are named.
    pub(super) fn names_actions(&self) -> bool {
        !self.action.is_empty()
    }

    /// An error for a value that no paper of `projects` can have.
    pub(super) fn verify(&self, projects: &[Project]) -> anyhow::Result<()> {
        let series: Vec<&Series> = projects.iter().flat_map(Project::used_series).collect();
        if series.is_empty() {
            return Ok(());
        }
        let stages = series.iter().flat_map(|series| &series.stages.order);
        verify("stage", &self.stage, stages.map(String::as_str).collect())?;
        let choices = series.iter().filter_map(|series| series.field(Role::ActionRequired));
        let choices = choices.filter(|field| field.field_type == FieldType::Choice);
        let choices = choices.flat_map(|field: &Field| &field.choices);
        verify("action", &self.action, choices.map(String::as_str).collect())?;
        let registries: Vec<_> =
            projects.iter().filter_map(|project| project.registry.as_ref()).collect();
        for name in &self.unit {
            let is_known = |registry: &&Registry| registry.find(name, None).is_some();
            if !registries.is_empty() && !registries.iter().any(is_known) {
                let names = registries.iter().flat_map(|registry| registry.names());
                bail!("there is no unit `{name}`{}", near_or_all(name, names.collect()));
            }
        }
        Ok(())
    }

    /// Whether a paper is selected.
    pub(super) fn is_match(&self, project: &Project, paper: &Listed<'_>) -> bool {
        let is_any = |wanted: &[String], column: &str, is: fn(&str, &str) -> bool| {
            let value = by_name(column).map(|column| column.of(paper)).unwrap_or_default();
            wanted.is_empty() || wanted.iter().any(|wanted| is(wanted, &value))
        };
        is_any(&self.stage, "stage", is_same)
            && is_any(&self.action, "action", is_same)
            && is_any(&self.period, "period", |wanted, period| period.starts_with(wanted))
            && (self.unit.is_empty() || self.unit.iter().any(|name| is_about(project, paper, name)))
    }
}

fn is_same(wanted: &str, value: &str) -> bool {
    wanted.to_lowercase() == value.to_lowercase()
}

/// Whether a paper is about the unit that goes by `name`, or names it as the parent of its own unit.
/// A unit that was renamed counts as one unit.
fn is_about(project: &Project, paper: &Listed<'_>, name: &str) -> bool {
    let period = paper.values.period(paper.series);
    let latest = |name: &str| {
        let known = project.registry.as_ref().and_then(|registry| {
            let (unit, _) = registry.find(name, period)?;
            Some(registry.latest(unit).name.as_str())
        });
        known.unwrap_or(name).to_lowercase()
    };
    let wanted = latest(name);
    paper.units().any(|unit| latest(unit) == wanted)
}

fn verify(what: &str, wanted: &[String], known: Vec<&str>) -> anyhow::Result<()> {
    for name in wanted {
        if !known.is_empty() && !known.iter().any(|known| is_same(name, known)) {
            bail!("there is no {what} `{name}`{}", near_or_all(name, known));
        }
    }
    Ok(())
}

/// The closest name, or else all of them.
fn near_or_all(name: &str, mut all: Vec<&str>) -> String {
    if let Some(near) = suggest::nearest(name, all.iter().copied()) {
        return format!("; did you mean `{near}`?");
    }
    all.sort_unstable();
    all.dedup();
    let few = if all.len() > 12 { String::new() } else { suggest::listed(all) };
    if few.is_empty() { String::new() } else { format!("; choose from {few}") }
}
