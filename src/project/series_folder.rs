//! The folders of a project's own series: nothing in them is a paper.

use std::ffi::OsStr;
use std::path::Path;

use super::TEMPLATES_FOLDER;
use super::paths::absolute;
use super::places::has_settings;
use crate::series::{Library, SERIES_FILE};

/// Whether the file at `path` is in the folder of a series of a project, from wherever it is named.
pub(super) fn is_of_series(path: &Path) -> bool {
    is_below_series(path) || is_here_in_templates() && is_below_series(&absolute(path))
}

/// Whether the current folder may be that of a series, whose name no path from there has.
fn is_here_in_templates() -> bool {
    let is_templates = |part: &OsStr| part == TEMPLATES_FOLDER;
    std::env::current_dir().is_ok_and(|here| here.iter().any(is_templates))
}

fn is_below_series(path: &Path) -> bool {
    path.ancestors().skip(1).any(|folder| {
        let templates = folder.parent().filter(|it| it.ends_with(TEMPLATES_FOLDER));
        let is_in_project = |root: &Path| {
            has_settings(if root.as_os_str().is_empty() { Path::new(".") } else { root })
        };
        let is_series = || {
            let name = folder.file_name().unwrap_or_default().to_string_lossy();
            Library::default().has(&name) || folder.join(SERIES_FILE).exists()
        };
        templates.and_then(Path::parent).is_some_and(is_in_project) && is_series()
    })
}
