//! Where a new paper goes.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::paper::fields::Month;
use crate::project::register::Serial;
use crate::project::{PaperFile, Project, paths};
use crate::series::{Condition, FilePattern, Role, Series};

/// The path of a new paper in its project, and the number that is in the path, if one is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Location {
    pub(super) path: PathBuf,
    pub(super) number: Option<String>,
}

/// The papers that a series has already.
#[derive(Debug, Default)]
pub(super) struct Others {
    paths: Vec<String>,
    /// Each with the path of the paper that carries it.
    numbers: Vec<(String, String)>,
}

/// Nothing says where a new paper goes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the series `{series}` has its papers at `{pattern}`, and nothing says what stands for {}; name the file with \
     --output", missing.join(" and ")
)]
pub struct NoPlace {
    /// The series.
    pub series: String,
    /// Where it has its papers.
    pub pattern: String,
    /// What of that is unknown.
    pub missing: Vec<String>,
}

impl Others {
    /// Those of `series` in a project.
    pub(super) fn of(project: &Project, series: &Series) -> Self {
        let is_of = |file: &&PaperFile| {
            project.series_of(&file.paper).is_some_and(|other| other.id == series.id)
        };
        let papers: Vec<&PaperFile> = project.papers.iter().filter(is_of).collect();
        let numbers = papers.iter().filter_map(|file| {
            Some((project.relative(&file.path), series.number_of(&file.paper)?.to_owned()))
        });
        Self {
            numbers: numbers.collect(),
            paths: papers.iter().map(|file| project.relative(&file.path)).collect(),
        }
    }
}

/// The place of a paper of `series` about `subject`: where the series has most of its papers, with the number after
/// those of `others`; without such a place, in the folder of its period.
///
/// # Errors
///
/// The path has something in it that is not known.
pub(super) fn location(
    series: &Series,
    values: &BTreeMap<&str, String>,
    others: &Others,
    period: Option<Month>,
    subject: &str,
) -> Result<Location, NoPlace> {
    let name = paths::safe_file_name(&subject.to_lowercase());
    let next = next_number(series, &others.numbers, |_| true);
    let number_key = series.key(Role::Number);
    let is_number = |name: &str| name == "number" || Some(name) == number_key;
    let value = |place: &str| match values.get(place) {
        Some(value) => Some(paths::safe_file_name(value)),
        None if is_number(place) => next.clone(),
        None => None,
    };
    let mut patterns: Vec<&FilePattern> = series.files.iter().collect();
    let count =
        |pattern: &FilePattern| others.paths.iter().filter(|it| pattern.is_match(it)).count();
    patterns.sort_by_key(|pattern| Reverse(count(pattern)));
    for pattern in &patterns {
        let Some(mut path) = pattern.new_path(value, &name) else { continue };
        let mut number = next.clone().filter(|_| pattern.names().any(is_number));
        // Where numbers begin anew in each folder, the folder has to be known first.
        if let Some(folder) = series.folder_of_number(&path).map(str::to_owned) {
            let is_beside = |other: &str| series.folder_of_number(other) == Some(&folder);
            let own = next_number(series, &others.numbers, is_beside).filter(|_| number.is_some());
            let is_counted = |place: &str| is_number(place) && !values.contains_key(place);
            let value = |place: &str| if is_counted(place) { own.clone() } else { value(place) };
            path = pattern.new_path(value, &name).unwrap_or(path);
            number = own;
        }
        return Ok(Location { path: PathBuf::from(path), number });
    }
    let Some(first) = patterns.first() else {
        let folder = period.map_or_else(PathBuf::new, |period| PathBuf::from(period.to_string()));
        return Ok(Location { path: folder.join(format!("{name}.md")), number: None });
    };
    let unknown = first.names().filter(|name| value(name).is_none());
    let mut missing: Vec<String> = unknown.map(|name| format!("`{{{name}}}`")).collect();
    if missing.is_empty() {
        missing.push("all of its `*` and `?`".to_owned());
    }
    Err(NoPlace { series: series.id.clone(), pattern: first.written.clone(), missing })
}

/// The number after the highest of those that are taken at paths that count, with as many digits as the example of the
/// series has; none if that is no number of the series.
fn next_number(
    series: &Series,
    taken: &[(String, String)],
    counts: impl Fn(&str) -> bool,
) -> Option<String> {
    let rule = series.number.as_ref()?;
    let serial = |number: &String| Serial::of(Some(rule), &rule.normalized(number));
    let taken = taken.iter().filter(|(path, _)| counts(path)).map(|(_, number)| number);
    let last = taken.filter_map(serial).map(|it| it.value()).max().unwrap_or_default();
    let next = last.checked_add(1)?;
    let digits = Serial::of(Some(rule), &rule.example).map_or(0, |it| it.digits());
    let widths = [digits, 0];
    widths
        .iter()
        .find_map(|digits| rule.compose(Serial::with_digits(next, *digits).as_str(), |_, _| None))
}

/// What fields have in every paper of `series`, since nothing else is one of its own.
pub(super) fn given(series: &Series) -> BTreeMap<&str, String> {
    let mut values = BTreeMap::new();
    series.papers_when.iter().for_each(|condition| add_given(condition, series, &mut values));
    values
}

fn add_given<'s>(
    condition: &'s Condition,
    series: &'s Series,
    values: &mut BTreeMap<&'s str, String>,
) {
    match condition {
        Condition::All(all) => all.iter().for_each(|it| add_given(it, series, values)),
        Condition::Is { field, values: wanted } if series.field(field).is_some() => {
            if let [only] = wanted.as_slice() {
                values.insert(field, only.clone());
            }
        }
        _ => {}
    }
}
