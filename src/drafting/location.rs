//! Where a new paper goes.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::paper::fields::Month;
use crate::project::paths;
use crate::series::{Role, Series};

/// The path of a new paper in its project, and the number that is in the path, if one is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Location {
    pub(super) path: PathBuf,
    pub(super) number: Option<String>,
}

/// The place of a paper of `series` about `subject`: where the series has its papers, with the number after those that
/// are `taken`; without such a place, in the folder of its period.
pub(super) fn location<'t>(
    series: &Series,
    values: &BTreeMap<&str, String>,
    taken: impl Iterator<Item = &'t str>,
    period: Option<Month>,
    subject: &str,
) -> Location {
    let name = paths::safe_file_name(&subject.to_lowercase());
    let next = next_number(series, taken);
    let number_key = series.key(Role::Number);
    let is_number = |name: &str| name == "number" || Some(name) == number_key;
    let value = |place: &str| match values.get(place) {
        Some(value) => Some(paths::safe_file_name(value)),
        None if is_number(place) => next.clone(),
        None => None,
    };
    for pattern in &series.files {
        let Some(path) = pattern.new_path(value, &name) else { continue };
        let number = next.clone().filter(|_| pattern.names().any(is_number));
        return Location { path: PathBuf::from(path), number };
    }
    let folder = period.map_or_else(PathBuf::new, |period| PathBuf::from(period.to_string()));
    Location { path: folder.join(format!("{name}.md")), number: None }
}

/// The number after the highest of those that are `taken`, with as many digits as the example of the series has; none if
/// that is no number of the series.
fn next_number<'t>(series: &Series, taken: impl Iterator<Item = &'t str>) -> Option<String> {
    let rule = series.number.as_ref()?;
    let last: u64 = taken.filter_map(|number| number.parse().ok()).max().unwrap_or_default();
    let next = last.checked_add(1)?;
    let padded = format!("{next:0width$}", width = rule.example.len());
    [padded, next.to_string()].into_iter().find(|number| rule.is_match(number))
}
