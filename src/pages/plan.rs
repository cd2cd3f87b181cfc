//! Which page goes where.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use chrono::{DateTime, Utc};

use super::templates;
use crate::project::{
    CarriedNumbers, InputError, PaperFile, Project, Sources, files, is_paper_name, paths,
};
use crate::render::{FORMATS, Format, TemplateSet};
use crate::series::Series;

/// Where pages go, and when they say that they were made.
#[derive(Debug, Clone, Default)]
pub struct PageOptions {
    /// The folder to write to; for a single page also a file of its format, or `-` for standard output.
    pub output: PathBuf,
    /// The time that the files carry as their creation; by default the day of the paper.
    pub created: Option<DateTime<Utc>>,
    /// Whether changes to the files are tracked from the start, where a format can do that.
    pub tracks_changes: bool,
}

/// One paper in one format.
#[derive(Debug, Clone)]
pub struct Page<'p> {
    /// The paper's project.
    pub project: &'p Project,
    /// The paper.
    pub file: &'p PaperFile,
    /// The paper's series.
    pub series: &'p Series,
    /// The format.
    pub format: &'static Format,
    /// The page's own path.
    pub path: PathBuf,
    /// The folder that everything is written under.
    pub(super) root: PathBuf,
    /// Whether the user named the page's own path, not the folder.
    pub(super) is_named: bool,
    pub(super) templates: Arc<TemplateSet>,
    /// Which paper carries which number, read when a page first asks; the pages of a project share it.
    numbers: Arc<OnceLock<CarriedNumbers<'p>>>,
    pub(super) created: Option<DateTime<Utc>>,
    pub(super) tracks_changes: bool,
    pub(super) has_places: bool,
}

impl<'p> Page<'p> {
    /// The page of a paper that is written nowhere; none if its series can't be read.
    pub fn of(
        project: &'p Project,
        file: &'p PaperFile,
        format: &'static Format,
        created: Option<DateTime<Utc>>,
    ) -> Option<Self> {
        let series = project.series_of(&file.paper)?;
        Some(Self {
            project,
            file,
            series,
            format,
            path: PathBuf::new(),
            root: PathBuf::new(),
            is_named: false,
            templates: Arc::new(templates::load(project, series)),
            numbers: Arc::default(),
            created,
            tracks_changes: false,
            has_places: false,
        })
    }

    /// Which paper of the project carries which number.
    pub(super) fn numbers(&self) -> &CarriedNumbers<'p> {
        self.numbers.get_or_init(|| self.project.carried_numbers())
    }

    /// The same page whose elements say where they are in the paper's source, if it is a web page.
    #[must_use]
    pub fn with_places(self) -> Self {
        Self { has_places: true, ..self }
    }

    /// Whether the page has the name of a paper's source.
    pub(super) fn is_named_like_a_paper(&self) -> bool {
        is_paper_name(&self.path)
    }
}

/// Whether an output is standard output.
pub fn is_stdout(output: &Path) -> bool {
    output == Path::new("-")
}

/// The files that would be written for the selected papers of `project`, in the formats of its settings.
pub fn planned(project: &Project, options: &PageOptions) -> Vec<PathBuf> {
    let formats = templates::formats_of(project).unwrap_or_default();
    let (pages, _) = plan(&[(project, formats)], options);
    pages.into_iter().map(|page| page.path).collect()
}

/// Why pages of the selected papers of `project` can't be written, as far as that is plain beforehand.
pub fn obstacles(project: &Project, options: &PageOptions) -> Vec<InputError> {
    let formats = templates::formats_of(project).unwrap_or_default();
    let (pages, mut errors) = plan(&[(project, formats)], options);
    errors.extend(pages.iter().filter_map(|page| files::verify_place(&page.path).err()));
    errors
}

/// Plans the pages of the selected papers of projects, each with its formats. A page that would
/// overwrite a source or another page is an error, and is left out.
pub fn plan<'p>(
    projects: &[(&'p Project, Vec<&'static Format>)],
    options: &PageOptions,
) -> (Vec<Page<'p>>, Vec<InputError>) {
    let output = options.output.as_path();
    let counts =
        projects.iter().map(|(project, formats)| project.selected().count() * formats.len());
    let is_one = counts.sum::<usize>() == 1;
    if is_stdout(output) && !is_one {
        let error = InputError::new("-", "standard output can take only one paper in one format");
        return (Vec::new(), vec![error]);
    }
    let pages_of =
        |(project, formats): &(&'p Project, Vec<_>)| pages_of(project, formats, options, is_one);
    let mut pages: Vec<Page<'p>> = projects.iter().flat_map(pages_of).collect();
    if !is_stdout(output)
        && let Some(error) = wrong_file(&pages, output)
    {
        return (Vec::new(), vec![error]);
    }
    let sources = Sources::new(projects.iter().map(|(project, _)| *project));
    let mut taken = BTreeMap::new();
    let mut errors = Vec::new();
    pages.retain(|page| {
        is_free(page, &sources, &mut taken, &mut errors) && is_no_paper(page, output, &mut errors)
    });
    (pages, errors)
}

/// The pages of the selected papers of one project, in each of `formats`. The output may be a file where there `is_one`
/// page in all.
fn pages_of<'p>(
    project: &'p Project,
    formats: &[&'static Format],
    options: &PageOptions,
    is_one: bool,
) -> Vec<Page<'p>> {
    let output = options.output.as_path();
    let mut sets = BTreeMap::new();
    let numbers = Arc::new(OnceLock::new());
    let base = base_of(project);
    let mut pages = Vec::new();
    for file in project.selected() {
        let Some(series) = project.series_of(&file.paper) else { continue };
        let load = || Arc::new(templates::load(project, series));
        let templates = sets.entry(&series.id).or_insert_with(load);
        for format in formats.iter().copied() {
            let is_named = is_one && is_file_of(format, output);
            let (root, path) = if is_named {
                (folder_of(output).to_owned(), output.to_owned())
            } else {
                let paper = inner(project, &base, &file.path);
                (output.to_owned(), page_path(output, &paper, format.extension))
            };
            pages.push(Page {
                project,
                file,
                series,
                format,
                path,
                root,
                is_named,
                templates: Arc::clone(templates),
                numbers: Arc::clone(&numbers),
                created: options.created,
                tracks_changes: options.tracks_changes,
                has_places: false,
            });
        }
    }
    pages
}

/// Whether an output is a file of a format rather than a folder.
fn is_file_of(format: &Format, output: &Path) -> bool {
    let last = format.extension.rsplit('.').next().unwrap_or_default();
    let extension = output.extension().and_then(OsStr::to_str).unwrap_or_default();
    extension.eq_ignore_ascii_case(last)
        && !output.as_os_str().to_string_lossy().ends_with('/')
        && !output.is_dir()
}

/// The format of a page in the file `output`, by its name; none for a folder.
pub fn format_of_file(output: &Path) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.is_default && is_file_of(format, output))
}

/// The error of an output that is named like a file and can't be the file of the pages.
fn wrong_file(pages: &[Page<'_>], output: &Path) -> Option<InputError> {
    format_of_file(output)?;
    let reason = match pages {
        [] => return None,
        [page] if page.path == output => return None,
        [page] => format!(
            "is not named like a file of the format `{}`; end its name with `.{}`, or name a folder",
            page.format.name, page.format.extension
        ),
        _ => "takes one paper in one format; name one of each, or a folder".to_owned(),
    };
    Some(InputError::new(paths::display(output), reason))
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
pub fn page_path(output: &Path, paper: &Path, extension: &str) -> PathBuf {
    let safe = |part: &OsStr| paths::safe_file_name(&part.to_string_lossy());
    let mut path = output.to_owned();
    for part in folder_of(paper).iter().filter(|part| !matches!(part.to_str(), Some(".." | "/"))) {
        path.push(safe(part));
    }
    path.push(format!("{}.{}", safe(paper.file_stem().unwrap_or_default()), extension));
    path
}

/// Whether nothing else is at a page's path, ignoring case as some file systems do.
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

/// Whether a page would not be taken for a paper: a Markdown page among the papers of its project would.
fn is_no_paper(page: &Page<'_>, output: &Path, errors: &mut Vec<InputError>) -> bool {
    let project = page.project;
    let is_paper = if page.path == output {
        project.would_be_paper(&page.path)
    } else {
        page.is_named_like_a_paper()
            && project.would_read(&page.root)
            && project.has_papers_in(&page.root)
    };
    if is_paper {
        let reason = "would be taken for a paper; render to `out`, to a folder without papers, or outside of the project";
        errors.push(InputError::new(paths::display(&page.path), reason));
    }
    !is_paper
}

/// A path's folder, the current one where it names none.
pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new(""))
}
