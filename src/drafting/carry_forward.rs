//! Last quarter's paper for the next meeting.

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::NaiveDate;

use super::Draft;
use super::location::{Location, NoPlace, Others, location};
use crate::paper::Paper;
use crate::paper::fields::Month;
use crate::paper::front_matter::quoting;
use crate::project::{PaperFile, Project, paths};
use crate::series::Role;
use crate::series::Series;
use crate::text::finding::Edit;
use crate::text::fixes;

/// How a paper is carried forward.
#[derive(Debug, Clone, Default)]
pub struct CarryForward {
    /// The month of the meeting that the new paper is for.
    pub period: Option<Month>,
    /// Where it goes; by default, next to the old one, with the new period in place of the old one.
    pub output: Option<PathBuf>,
    /// Today.
    pub today: NaiveDate,
}

/// Copies `file`, a paper of `series`, for a new period: period, stage and `previous` are set, the number is left
/// open unless the path has it, and the text is kept.
///
/// # Errors
///
/// Nothing says where it goes.
pub fn carry_forward(
    project: &Project,
    file: &PaperFile,
    series: &Series,
    how: &CarryForward,
) -> Result<Draft, NoPlace> {
    let (path, number) = match &how.output {
        Some(path) => {
            let number = series.number_in_name(&project.relative(path)).map(str::to_owned);
            (path.clone(), number)
        }
        None => place(project, file, series, how.period)?,
    };
    let previous = paths::relative_link(&path, &file.path);
    let mut edits = edits(&file.paper, series, how, &previous);
    if series.number.is_some() {
        let number = number.map_or_else(String::new, |number| series.number_as_yaml(&number));
        edits.extend(series.set(&file.paper, Role::Number, &number));
    }
    if file.paper.front().is_absent && !series.needs_front_matter() {
        // Its text is all there is of such a paper.
        edits.clear();
    }
    let text = fixes::edited(file.paper.file.text(), &edits);
    Ok(Draft::new(series, path, text))
}

/// The path of the next paper, and the number in it: beside the old one, unless its series numbers the names of its
/// papers.
fn place(
    project: &Project,
    file: &PaperFile,
    series: &Series,
    period: Option<Month>,
) -> Result<(PathBuf, Option<String>), NoPlace> {
    if series.number_in_name(file.paper.file.name()).is_none() {
        return Ok((next_path(file, series, period), None));
    }
    let paper = &file.paper;
    let texts = series.fields.iter().filter(|field| field.role != Some(Role::Number));
    let texts = texts
        .filter_map(|field| Some((field.id.as_str(), paper.text_field(&field.id)?.to_owned())));
    let mut values: BTreeMap<&str, String> = texts.collect();
    values.extend(series.key(Role::Period).zip(period.map(|period| period.to_string())));
    let stem = || file.path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let subject = series.text(paper, Role::Title).map_or_else(stem, str::to_owned);
    let others = Others::of(project, series);
    let Location { path, number } = location(series, &values, &others, period, &subject)?;
    Ok((project.root.clone().unwrap_or_default().join(path), number))
}

/// What changes from one quarter to the next. The date is left open when today is after the period's
/// end: it would be wrong, and the right one is not known.
fn edits(paper: &Paper, series: &Series, how: &CarryForward, previous: &str) -> Vec<Edit> {
    let period = how.period;
    let is_late = period.and_then(Month::last_day).is_some_and(|last| how.today > last);
    let date = if is_late { String::new() } else { how.today.to_string() };
    let stage = series.stages.order.first().cloned().unwrap_or_default();
    let mut edits = Vec::new();
    edits.extend(series.set(paper, Role::Stage, &quoting::value(&stage)));
    edits.extend(series.set(paper, Role::Previous, &quoting::value(previous)));
    edits.extend(series.set(paper, Role::Date, &date));
    if let Some(period) = period {
        edits.extend(series.set(paper, Role::Period, &period.to_string()));
    }
    // A note on why the old number breaks the rule does not apply to the new one, nor does the day on which
    // the old paper was published.
    edits.extend(series.remove(paper, Role::NumberNote));
    edits.extend(series.remove(paper, Role::Reviewed));
    edits.extend(series.remove(paper, Role::Published));
    edits
}

/// The path for the next period: the old period in a folder's or the file's name becomes the new one,
/// else the new one is added to the name.
fn next_path(file: &PaperFile, series: &Series, period: Option<Month>) -> PathBuf {
    let path = &file.path;
    let new = period.map_or_else(|| "next".to_owned(), |period| period.to_string());
    let old = series.text(&file.paper, Role::Period).and_then(Month::parse);
    let old = old.map(|month| month.to_string());
    let text = paths::display(path);
    if let Some(old) = old.filter(|old| text.contains(old.as_str())) {
        PathBuf::from(text.replace(&old, &new))
    } else {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        path.with_file_name(format!("{stem}-{new}.md"))
    }
}
