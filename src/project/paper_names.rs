//! Which files are papers, by their names.

use std::path::Path;

use super::output::OUTPUT_FOLDER;

/// Files in a project's folder that are about the project and not papers, in upper or lower case.
const NO_PAPERS: [&str; 6] =
    ["readme", "changelog", "contributing", "license", "code_of_conduct", "security"];

/// Whether a walk without options finds the file at `inner`, a path in a project, as far as its names tell.
pub(super) fn is_found(inner: &Path) -> bool {
    is_found_with(inner, false)
}

/// The same for a walk that includes hidden files, or not.
pub(super) fn is_found_with(inner: &Path, hidden: bool) -> bool {
    is_paper_name(inner) && (hidden || !is_hidden(inner)) && !inner.starts_with(OUTPUT_FOLDER)
}

pub(crate) fn is_paper_name(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    has_ending_of_papers(&name) && !NO_PAPERS.iter().any(|known| stem.eq_ignore_ascii_case(known))
}

/// Whether a file of this name, or at this path, is Markdown.
pub fn has_ending_of_papers(name: &str) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    ["md", "markdown"].iter().any(|known| ending.eq_ignore_ascii_case(known))
}

fn is_hidden(path: &Path) -> bool {
    path.iter().any(|part| part.to_string_lossy().starts_with('.'))
}
