//! A new project that passes every check and renders.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::new_paper::place;
use crate::paper::fields::Month;
use crate::project::files::read_bytes;
use crate::project::settings::SETTINGS_FILE;
use crate::project::{ChangeSet, UNITS_FILE};
use crate::series::Role;
use crate::series::scaffold::{Filling, scaffold};
use crate::series::{FieldType, Requirement, Series};
use crate::text::source::line_end;

/// The files of a new project in `folder` whose papers are of `series`: settings, a registry of units if the
/// series needs one, a first paper to edit, and what git is to ignore.
pub fn new_project(folder: &Path, series: &Series, today: NaiveDate) -> ChangeSet {
    let mut changes = ChangeSet::new();
    for (path, text) in files(series, today) {
        let path = folder.join(path);
        match ignored_so_far(&path) {
            Some(before) => changes.rewrite(&path, &before, with_patterns(&before)),
            None => changes.create(&path, text),
        }
    }
    changes
}

/// What the folder's `.gitignore` at `path` has in it, if there is one and this is its path.
fn ignored_so_far(path: &Path) -> Option<String> {
    let is_ignore_file = path.file_name().is_some_and(|name| name == IGNORE_FILE);
    let bytes = is_ignore_file.then(|| read_bytes(path).ok()).flatten()?;
    String::from_utf8(bytes).ok()
}

/// The patterns of a `.gitignore` with those of a project, each once.
fn with_patterns(before: &str) -> String {
    let end = line_end(before);
    let is_there = |pattern: &str| {
        before.lines().any(|line| line.trim().trim_matches('/') == pattern.trim_matches('/'))
    };
    let mut after = before.to_owned();
    for pattern in IGNORED.into_iter().filter(|pattern| !is_there(pattern)) {
        if !after.is_empty() && !after.ends_with('\n') {
            after += end;
        }
        after += pattern;
        after += end;
    }
    after
}

/// The file in which git finds what it is to ignore.
const IGNORE_FILE: &str = ".gitignore";

/// The patterns for the pages that `render` makes, and for what is there only while a command changes files.
const IGNORED: [&str; 3] = ["out/", ".issuepaper-lock", ".issuepaper-tmp-*"];

fn files(series: &Series, today: NaiveDate) -> Vec<(PathBuf, String)> {
    let period = Month::of(today);
    let mut files = vec![(PathBuf::from(SETTINGS_FILE), settings(series))];
    files.push((PathBuf::from(IGNORE_FILE), with_patterns("")));
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
            FieldType::Text if field.role == Some(Role::Title) => "First paper".to_owned(),
            FieldType::Text if field.role == Some(Role::Office) => "Example Office".to_owned(),
            _ => continue,
        };
        values.insert(field.id.as_str(), value);
    }
    let period = series.field(Role::Period).map(|_| period);
    files.push((place(period, "First paper"), scaffold(series, &values, Filling::Sample)));
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
        let Some(field) = series.field(*id) else { continue };
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
