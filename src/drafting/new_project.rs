//! A new project that passes every check and renders.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::location::{Location, Others, location};
use crate::paper::Paper;
use crate::paper::body::Link;
use crate::paper::fields::Month;
use crate::paper::url::{self, Target};
use crate::project::files::read_bytes;
use crate::project::settings::SETTINGS_FILE;
use crate::project::{ChangeSet, UNITS_FILE, markdown_below, paths};
use crate::series::Role;
use crate::series::scaffold::{Filling, scaffold};
use crate::series::{Field, FieldType, Requirement, Series, Values};
use crate::text::source::{SourceFile, line_end};

/// The files of a new project in `folder` whose papers are of `series`: settings, a registry of units if the
/// series needs one, a first paper to edit unless there are papers where the series has them, and what git is to ignore.
pub fn new_project(folder: &Path, series: &Series, today: NaiveDate) -> ChangeSet {
    let mut changes = ChangeSet::new();
    let has_papers = has_papers(folder, series);
    for (path, text) in files(series, today, has_papers) {
        let path = folder.join(path);
        match ignored_so_far(&path) {
            Some(before) => changes.rewrite(&path, &before, with_patterns(&before)),
            None => changes.create(&path, text),
        }
    }
    changes
}

/// Whether there are files in `folder` where `series` has its papers.
fn has_papers(folder: &Path, series: &Series) -> bool {
    if series.files.is_empty() {
        return false;
    }
    let (found, _) = markdown_below(folder);
    found.iter().any(|file| {
        let path = paths::within(&file.path, folder).unwrap_or_default();
        series.files.iter().any(|pattern| pattern.is_match(&paths::display(&path)))
    })
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

fn files(series: &Series, today: NaiveDate, has_papers: bool) -> Vec<(PathBuf, String)> {
    let period = Month::of(today);
    let mut files = vec![(PathBuf::from(SETTINGS_FILE), settings(series))];
    files.push((PathBuf::from(IGNORE_FILE), with_patterns("")));
    let units = sample_units(series);
    if !units.is_empty() {
        files.push((PathBuf::from(UNITS_FILE), registry(series, &units)));
    }
    let mut values = units;
    for field in series.fields.iter().filter(|field| field.required != Requirement::Never) {
        values.extend(sample_value(field, today).map(|value| (field.id.as_str(), value)));
    }
    for field in needed_besides(series, &values) {
        values.extend(sample_value(field, today).map(|value| (field.id.as_str(), value)));
    }
    if has_papers {
        return files;
    }
    let period = series.field(Role::Period).map(|_| period);
    let place = location(series, &values, &Others::default(), period, "First paper");
    let Ok(Location { path, number }) = place else { return files };
    values.extend(series.key(Role::Number).zip(number));
    let text = scaffold(series, &values, Filling::Sample);
    files.extend(linked_files(&path, &text));
    files.push((path, text));
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

/// What a field that must be there has in a first paper; none where the scaffold knows better.
fn sample_value(field: &Field, today: NaiveDate) -> Option<String> {
    if let Some(example) = &field.example {
        return Some(example.clone());
    }
    Some(match (field.field_type, field.role) {
        (FieldType::Date, _) => today.to_string(),
        (FieldType::Month, _) => Month::of(today).to_string(),
        (FieldType::Choice, _) => field.choices.first()?.clone(),
        (FieldType::Person, _) => "Alex Doe, Example Office".to_owned(),
        (FieldType::Text, Some(Role::Title)) => "First paper".to_owned(),
        (FieldType::Text, Some(Role::Office)) => "Example Office".to_owned(),
        _ => return None,
    })
}

/// The fields that a paper with these values must have on a condition.
fn needed_besides<'s>(series: &'s Series, values: &BTreeMap<&str, String>) -> Vec<&'s Field> {
    let text = scaffold(series, values, Filling::Sample);
    let paper = Paper::new(SourceFile::new("", text));
    let read = Values::new(&paper, series);
    let is_needed = |field: &&Field| {
        field.when.required.as_ref().is_some_and(|condition| condition.holds(series, &read))
    };
    series.fields.iter().filter(is_needed).collect()
}

/// The files that a paper at `path` refers to, since its series has links in the text of a section.
fn linked_files(path: &Path, text: &str) -> Vec<(PathBuf, String)> {
    let paper = Paper::new(SourceFile::new("", text));
    let folder = path.parent().unwrap_or(Path::new(""));
    let linked = |link: &Link| match url::classify(&link.url) {
        Target::Relative { path, .. } => Some(paths::normal(&folder.join(url::decoded(path)))),
        _ => None,
    };
    let is_inside = |path: &PathBuf| paths::is_inside(path, Path::new(""));
    let text = || "What the papers of this project refer to goes here.\n".to_owned();
    let linked = paper.body().links.iter().filter_map(linked).filter(is_inside);
    linked.map(|path| (path, text())).collect()
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
