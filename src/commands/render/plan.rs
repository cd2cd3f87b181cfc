//! Which page goes where.

use issuepaper::project::paths;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use issuepaper::project::{InputError, PaperFile, Project, Sources};
use issuepaper::render::{Format, TemplateSet};
use issuepaper::series::Series;

use crate::commands::templates;

/// One paper in one format.
pub(super) struct Page<'p> {
    pub(super) project: &'p Project,
    pub(super) file: &'p PaperFile,
    pub(super) series: &'p Series,
    pub(super) format: &'static Format,
    pub(super) templates: Arc<TemplateSet>,
    /// The folder that everything is written under.
    pub(super) root: PathBuf,
    pub(super) path: PathBuf,
}

/// Whether the output is standard output.
pub(super) fn is_stdout(output: &Path) -> bool {
    output == Path::new("-")
}

/// Lays out the pages. A page that would take the place of a source or of another page is an error, and
/// is left out.
pub(super) fn plan<'p>(
    projects: &[(&'p Project, Vec<&'static Format>)],
    output: &Path,
    errors: &mut Vec<InputError>,
) -> Vec<Page<'p>> {
    let mut pages = Vec::new();
    let is_one = projects
        .iter()
        .map(|(project, formats)| project.selected().count() * formats.len())
        .sum::<usize>()
        == 1;
    if is_stdout(output) && !is_one {
        errors.push(InputError::new("-", "standard output takes one paper in one format"));
        return pages;
    }
    for (project, formats) in projects {
        let mut sets = BTreeMap::new();
        let base = base_of(project);
        for file in project.selected() {
            let Some(series) = project.series_of(&file.paper) else { continue };
            let set = sets
                .entry(series.id.clone())
                .or_insert_with(|| Arc::new(templates::load(project, series)));
            for format in formats {
                let is_file = is_one
                    && output
                        .extension()
                        .is_some_and(|extension| extension == last_extension(format));
                let path = if is_file {
                    output.to_owned()
                } else {
                    page_path(output, &inner(project, &base, &file.path), format.extension)
                };
                let root = if is_file { folder_of(output) } else { output }.to_owned();
                pages.push(Page {
                    project,
                    file,
                    series,
                    format,
                    templates: Arc::clone(set),
                    root,
                    path,
                });
            }
        }
    }
    let sources = Sources::new(projects.iter().map(|(project, _)| *project));
    let mut taken = BTreeMap::new();
    pages.retain(|page| is_free(page, &sources, &mut taken, errors));
    pages
}

fn last_extension(format: &Format) -> &str {
    format.extension.rsplit('.').next().unwrap_or(format.extension)
}

/// The nearest folder that holds all papers, for those outside any project.
fn base_of(project: &Project) -> PathBuf {
    let mut folders = project.selected().map(|file| folder_of(&file.path));
    let first = folders.next().unwrap_or(Path::new(""));
    folders.fold(first.to_owned(), |base, folder| {
        let is_shared = |ancestor: &&Path| folder.starts_with(ancestor);
        base.ancestors().find(is_shared).unwrap_or(Path::new("")).to_owned()
    })
}

/// A paper's path in its project, or else below `base`.
fn inner(project: &Project, base: &Path, paper: &Path) -> PathBuf {
    match project.root {
        Some(_) => project.inner(paper),
        None => paper.strip_prefix(base).unwrap_or(paper).to_owned(),
    }
}

/// The page's path: the paper's own, with every part made safe, below `output`.
pub(in crate::commands) fn page_path(output: &Path, paper: &Path, extension: &str) -> PathBuf {
    let safe = |part: &std::ffi::OsStr| paths::safe_file_name(&part.to_string_lossy());
    let mut path = output.to_owned();
    for part in folder_of(paper).iter().filter(|part| !matches!(part.to_str(), Some(".." | "/"))) {
        path.push(safe(part));
    }
    path.push(format!("{}.{}", safe(paper.file_stem().unwrap_or_default()), extension));
    path
}

/// Whether nothing else stands at a page's path, upper and lower case aside, as some disks do.
fn is_free(
    page: &Page<'_>,
    sources: &Sources,
    taken: &mut BTreeMap<String, String>,
    errors: &mut Vec<InputError>,
) -> bool {
    let path = paths::display(&page.path);
    if let Err(error) = sources.verify_none(&page.path) {
        errors.push(error);
        return false;
    }
    let paper = page.file.paper.file.name();
    match taken.insert(path.to_lowercase(), paper.to_owned()) {
        Some(other) => {
            errors.push(InputError::new(
                paper,
                format!("would be written to {path}, as {other} is; rename one of them"),
            ));
            false
        }
        None => true,
    }
}

/// A path's folder, the current one where it names none.
pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new(""))
}
