//! A form for a new paper.

use std::collections::BTreeMap;

use super::Draft;
use crate::paper::CoreField;
use crate::paper::fields::Month;
use crate::project::{Project, paths};
use crate::series::scaffold::{Filling, scaffold};
use crate::series::{FieldType, Series};

/// A form with every field and section of `series`, for a paper about `subject`: a unit of the registry
/// if it names one, otherwise the title. It goes into the folder of its period in the project.
pub fn new_paper(
    project: &Project,
    series: &Series,
    subject: &str,
    period: Option<Month>,
) -> Draft {
    let mut values = subject_fields(project, series, subject, period);
    if let (Some(period), Some(_)) = (period, series.field(CoreField::Period)) {
        values.insert(CoreField::Period.key(), period.to_string());
    }
    let folder = project.root.clone().unwrap_or_default();
    let folder = period.map_or(folder.clone(), |period| folder.join(period.to_string()));
    let name = format!("{}.md", paths::safe_file_name(&subject.to_lowercase()));
    Draft { path: folder.join(name), text: scaffold(series, &values, Filling::Open) }
}

/// The subject as the unit it names, with that unit's parent, or as the title.
fn subject_fields<'s>(
    project: &Project,
    series: &'s Series,
    subject: &str,
    period: Option<Month>,
) -> BTreeMap<&'s str, String> {
    let mut values = BTreeMap::new();
    let units = series.fields.iter().filter(|field| field.field_type == FieldType::Unit);
    let found = project.registry.as_ref().and_then(|registry| registry.find(subject, period));
    if let Some((unit, _)) = found {
        let is_of_kind = |kinds: &[String]| {
            kinds.is_empty() || unit.kind.as_ref().is_some_and(|kind| kinds.contains(kind))
        };
        for field in units.filter(|field| is_of_kind(&field.kinds)) {
            values.insert(field.id.as_str(), unit.name.clone());
            if let (Some(within), Some(parent)) = (&field.within, &unit.parent) {
                values.insert(within.as_str(), parent.clone());
            }
        }
    }
    if values.is_empty() {
        values.insert(CoreField::Title.key(), subject.to_owned());
    }
    values
}
