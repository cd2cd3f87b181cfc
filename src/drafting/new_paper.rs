//! A form for a new paper.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::Draft;
use super::location::{Location, NoPlace, Others, given, location};
use crate::paper::fields::Month;
use crate::project::Project;
use crate::project::units::{Registry, Unit};
use crate::series::Role;
use crate::series::scaffold::{Filling, scaffold};
use crate::series::{Field, FieldType, Requirement, Series};

/// What is known about a new paper.
#[derive(Debug, Clone, Default)]
pub struct NewPaper {
    /// What it is about: a unit of the registry, or the title.
    pub subject: Option<String>,
    /// The unit that it is about, where the subject is the title.
    pub unit: Option<String>,
    /// The month of the meeting that it is for.
    pub period: Option<Month>,
    /// What is asked of the committee.
    pub action: Option<String>,
    /// Where it goes, if not where the series has its papers.
    pub output: Option<PathBuf>,
}

/// A form with every field and section of `series`. It goes where the series has its papers, or into the folder of its
/// period in the project.
///
/// # Errors
///
/// Nothing says where it goes.
pub fn new_paper(project: &Project, series: &Series, what: &NewPaper) -> Result<Draft, NoPlace> {
    let mut values = given(series);
    let by_subject = what.subject.as_deref().filter(|_| what.unit.is_none());
    let named = by_subject.filter(|subject| find_unit(project, subject, what.period).is_some());
    if let Some(unit) = what.unit.as_deref().or(named) {
        values.extend(unit_fields(project, series, unit, what.period));
    }
    if let Some(title) = what.subject.as_ref().filter(|_| named.is_none() || values.is_empty()) {
        values.extend(series.key(Role::Title).map(|key| (key, title.clone())));
    }
    if let Some(period) = what.period {
        values.extend(series.key(Role::Period).map(|key| (key, period.to_string())));
    }
    if let Some(action) = &what.action {
        values.extend(series.key(Role::ActionRequired).map(|key| (key, action.clone())));
    }
    let root = project.root.clone().unwrap_or_default();
    let subject = what.subject.as_deref().or(what.unit.as_deref()).unwrap_or_default();
    let path = if let Some(path) = &what.output {
        for (key, value) in values_in(series, &project.relative(path)) {
            values.entry(key).or_insert(value);
        }
        path.clone()
    } else {
        let others = Others::of(project, series);
        let Location { path, number } = location(series, &values, &others, what.period, subject)?;
        values.extend(series.key(Role::Number).zip(number));
        root.join(path)
    };
    Ok(Draft::new(series, path, scaffold(series, &values, Filling::Open)))
}

/// What the path of a paper says of its fields.
fn values_in<'s>(series: &'s Series, path: &str) -> BTreeMap<&'s str, String> {
    let read = series.files.iter().find_map(|pattern| pattern.read(path)).unwrap_or_default();
    let fields = read.into_iter().filter_map(|(name, value)| Some((series.field(name)?, value)));
    let fields = fields.filter(|(field, _)| field.role != Some(Role::Number));
    let mut values: BTreeMap<&str, String> =
        fields.map(|(field, value)| (field.id.as_str(), value.to_owned())).collect();
    let number = series.number_in_name(path).map(str::to_owned);
    values.extend(series.key(Role::Number).zip(number));
    values
}

/// The fields of `series` that name the unit a paper is about, without those for the units above it.
pub fn unit_fields_of(series: &Series) -> impl Iterator<Item = &Field> {
    let is_above = |field: &&Field| {
        series.fields.iter().any(|other| other.within.as_deref() == Some(field.id.as_str()))
    };
    let units = series.fields.iter().filter(|field| field.field_type == FieldType::Unit);
    units.filter(move |field| field.required != Requirement::Never && !is_above(field))
}

/// The official names of the units that a paper of `series` may be about in a period.
pub fn units_for<'p>(
    project: &'p Project,
    series: &'p Series,
    period: Option<Month>,
) -> impl Iterator<Item = &'p str> {
    let units = project.registry.iter().flat_map(|registry| &registry.units);
    let is_active = move |unit: &&Unit| {
        period.is_none_or(|month| {
            unit.valid.status(month) == crate::project::units::UnitStatus::Active
        })
    };
    let fits = |unit: &&Unit| unit_fields_of(series).any(|field| is_of(unit, field));
    units.filter(is_active).filter(fits).map(|unit| unit.name.as_str())
}

fn is_of(unit: &Unit, field: &Field) -> bool {
    field.kinds.is_empty() || unit.kind.as_ref().is_some_and(|kind| field.kinds.contains(kind))
}

fn find_unit<'p>(project: &'p Project, name: &str, period: Option<Month>) -> Option<&'p Unit> {
    let find = |registry: &'p Registry| registry.find(name, period);
    project.registry.as_ref().and_then(find).map(|(unit, _)| unit)
}

/// The fields for the unit of that name, and for the one above it. Without a registry nobody knows what it is, so the
/// name is that of the innermost unit.
fn unit_fields<'s>(
    project: &Project,
    series: &'s Series,
    name: &str,
    period: Option<Month>,
) -> BTreeMap<&'s str, String> {
    let mut values = BTreeMap::new();
    let Some(unit) = find_unit(project, name, period) else {
        let first = unit_fields_of(series).next();
        return first.map(|field| (field.id.as_str(), name.to_owned())).into_iter().collect();
    };
    let units = series.fields.iter().filter(|field| field.field_type == FieldType::Unit);
    for field in units.filter(|field| is_of(unit, field)) {
        values.insert(field.id.as_str(), unit.name.clone());
        if let (Some(within), Some(parent)) = (&field.within, &unit.parent) {
            values.insert(within.as_str(), parent.clone());
        }
    }
    values
}
