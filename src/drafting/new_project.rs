//! A new project that passes every check and renders.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use crate::paper::CoreField;
use crate::paper::fields::Month;
use crate::project::settings::SETTINGS_FILE;
use crate::project::{ChangeSet, UNITS_FILE};
use crate::series::scaffold::{Filling, scaffold};
use crate::series::{FieldType, Requirement, Series};

/// The files of a new project in `folder` whose papers are of `series`: settings, a registry of units if the
/// series needs one, and a first paper to edit.
pub fn new_project(folder: &Path, series: &Series, today: NaiveDate) -> ChangeSet {
    let mut changes = ChangeSet::new();
    for (path, text) in files(series, today) {
        changes.create(&folder.join(path), text);
    }
    changes
}

fn files(series: &Series, today: NaiveDate) -> Vec<(PathBuf, String)> {
    let period = Month::of(today);
    let mut files = vec![(PathBuf::from(SETTINGS_FILE), settings(series))];
    let units = sample_units(series);
    if !units.is_empty() {
        files.push((PathBuf::from(UNITS_FILE), registry(series, &units)));
    }
    let mut values = units;
    for field in series.fields.iter().filter(|field| field.required != Requirement::Never) {
        let value = match field.field_type {
            FieldType::Date => today.to_string(),
            FieldType::Month => period.to_string(),
            FieldType::Choice => field.choices.first().cloned().unwrap_or_default(),
            FieldType::Person => "Alex Doe, Example Office".to_owned(),
            FieldType::Text if field.id == CoreField::Title.key() => "First paper".to_owned(),
            FieldType::Text if field.id == CoreField::Office.key() => "Example Office".to_owned(),
            _ => continue,
        };
        values.insert(field.id.as_str(), value);
    }
    let paper = Path::new(&period.to_string()).join("first-paper.md");
    files.push((paper, scaffold(series, &values, Filling::Sample)));
    files
}

fn settings(series: &Series) -> String {
    format!(
        "\
# The settings of this project. `issuepaper explain` lists the rules.
series: {}                  # what a paper is that names no series

# Levels of rules: off, warning or error.
rules: {{}}

# Short forms that need no expansion, with their long forms.
acronyms: {{}}
",
        series.id
    )
}

/// A unit for each field that names one.
fn sample_units(series: &Series) -> BTreeMap<&str, String> {
    let units = series.fields.iter().filter(|field| field.field_type == FieldType::Unit);
    units.map(|field| (field.id.as_str(), format!("Example {}", field.label))).collect()
}

fn registry(series: &Series, units: &BTreeMap<&str, String>) -> String {
    let mut text = String::from(
        "# The registry of units. Names, parents, aliases and the months they are valid in.\nunits:\n",
    );
    for (id, name) in units {
        let Some(field) = series.field(id) else { continue };
        text.push_str(&format!("  - name: {name}\n"));
        if let Some(kind) = field.kinds.first() {
            text.push_str(&format!("    kind: {kind}\n"));
        }
        if let Some(parent) = field.within.as_deref().and_then(|within| units.get(within)) {
            text.push_str(&format!("    parent: {parent}\n"));
        }
    }
    text
}
