//! Last quarter's paper for the next meeting.

use std::path::PathBuf;

use chrono::NaiveDate;

use super::Draft;
use crate::paper::Paper;
use crate::paper::fields::Month;
use crate::paper::front_matter::quoting;
use crate::project::{PaperFile, paths};
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
/// open, and the text is kept.
pub fn carry_forward(file: &PaperFile, series: &Series, how: &CarryForward) -> Draft {
    let path = how.output.clone();
    let path = path.unwrap_or_else(|| next_path(file, series, how.period));
    let previous = paths::relative_link(&path, &file.path);
    let edits = edits(&file.paper, series, how, &previous);
    let text = fixes::edited(file.paper.file.text(), &edits);
    Draft { path, text }
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
    if series.number.is_some() {
        edits.extend(series.set(paper, Role::Number, ""));
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
