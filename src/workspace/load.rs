//! Reading a project's files into a [`Project`].

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::discover::{Input, Inputs, papers_below};
use super::{InputError, PaperFile, Project, TEMPLATES_FOLDER, UNITS_FILE, display, read_text};
use crate::config::{Config, SETTINGS_FILE};
use crate::finding::Finding;
use crate::paper::Paper;
use crate::series::{GENERAL, Library};
use crate::source::{self, SourceFile, Undecodable};
use crate::suggest;
use crate::units::Registry;
use crate::yaml::INVALID_SETTINGS;

/// Loads every project of `inputs`. The errors of `inputs` stay with it.
pub fn load_all(inputs: &Inputs) -> Vec<Project> {
    inputs.groups.iter().map(|(root, input)| load(root.as_deref(), input)).collect()
}

/// Loads a project, or papers outside any. Total: what can't be read is kept as a finding or an error.
pub fn load(root: Option<&Path>, input: &Input) -> Project {
    let mut project = Project {
        root: root.map(Path::to_owned),
        config: Config::default(),
        registry: None,
        library: Library::default(),
        papers: Vec::new(),
        findings: Vec::new(),
        errors: Vec::new(),
        series: BTreeMap::new(),
    };
    if let Some(root) = root {
        load_settings(&mut project, root);
    }
    load_papers(&mut project, input);
    load_series(&mut project);
    project
}

fn load_settings(project: &mut Project, root: &Path) {
    if let Some(config) = read_file(project, &root.join(SETTINGS_FILE), Config::read) {
        project.config = config;
    }
    let units = root.join(UNITS_FILE);
    if units.exists() {
        project.registry = read_file(project, &units, Registry::read);
    }
    match own_series(&root.join(TEMPLATES_FOLDER)) {
        Ok(files) => project.library = Library::new(files),
        Err(errors) => project.errors.extend(errors),
    }
}

fn read_file<T>(
    project: &mut Project,
    path: &Path,
    read: impl Fn(SourceFile) -> Result<T, Vec<Finding>>,
) -> Option<T> {
    match read_text(path).map(read) {
        Ok(Ok(value)) => Some(value),
        Ok(Err(findings)) => {
            project.findings.extend(findings);
            None
        }
        Err(error) => {
            project.errors.push(error);
            None
        }
    }
}

/// The files of a project's own series, by their path below `folder`.
fn own_series(folder: &Path) -> Result<BTreeMap<String, SourceFile>, Vec<InputError>> {
    let mut files = BTreeMap::new();
    let mut errors = Vec::new();
    for series in folders_in(folder) {
        for path in files_in(&series) {
            let Ok(relative) = path.strip_prefix(folder) else { continue };
            match read_text(&path) {
                Ok(file) => {
                    files.insert(display(relative), file);
                }
                // A series may keep pictures and other files beside its templates.
                Err(_)
                    if path
                        .extension()
                        .is_none_or(|extension| !is_template(&extension.to_string_lossy())) => {}
                Err(error) => errors.push(error),
            }
        }
    }
    if errors.is_empty() { Ok(files) } else { Err(errors) }
}

fn is_template(extension: &str) -> bool {
    matches!(extension, "yaml" | "html" | "md" | "txt")
}

fn folders_in(folder: &Path) -> Vec<PathBuf> {
    entries(folder).into_iter().filter(|path| path.is_dir()).collect()
}

fn files_in(folder: &Path) -> Vec<PathBuf> {
    entries(folder).into_iter().filter(|path| path.is_file()).collect()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    paths.sort();
    paths
}

/// Reads the papers on all cores. In a project the papers that were not asked for are read as well:
/// a number or a link can only be judged with all of them at hand.
fn load_papers(project: &mut Project, input: &Input) {
    let mut paths: BTreeSet<PathBuf> = input.papers.clone();
    if let Some(root) = &project.root {
        let (all, errors) = papers_below(root);
        let is_mentioned = |error: &InputError| project.errors.contains(error);
        project
            .errors
            .extend(errors.into_iter().filter(|error| !is_mentioned(error)).collect::<Vec<_>>());
        paths.extend(all);
    }
    let root = project.root.clone();
    let is_excluded = |path: &PathBuf| {
        let relative =
            root.as_deref().and_then(|root| path.strip_prefix(root).ok()).unwrap_or(path);
        project.config.exclude.is_match(relative)
    };
    let paths: Vec<PathBuf> = paths.into_iter().filter(|path| !is_excluded(path)).collect();
    let read = |path: &PathBuf| read_paper(path, input.papers.contains(path));
    let results: Vec<_> = paths.par_iter().map(read).collect();
    for result in results {
        match result {
            Ok(file) => project.papers.push(file),
            Err(error) => project.errors.push(error),
        }
    }
    project.papers.sort_by(|a, b| a.paper.file.name().cmp(b.paper.file.name()));
}

fn read_paper(path: &Path, is_selected: bool) -> Result<PaperFile, InputError> {
    let name = display(path);
    let bytes = std::fs::read(path).map_err(|error| InputError::io(path, &error))?;
    let decoded = source::decode(bytes).map_err(|why| InputError::new(&name, undecodable(why)))?;
    let paper = Paper::parse(SourceFile::new(name, decoded.text));
    Ok(PaperFile { paper, path: path.to_owned(), is_selected, stray_bytes: decoded.faults })
}

fn undecodable(why: Undecodable) -> &'static str {
    match why {
        Undecodable::Utf16 => "is in UTF-16 where UTF-8 is wanted; save it as UTF-8 and try again",
        Undecodable::Binary => "is no text file (it holds zero bytes)",
    }
}

/// Resolves the project's series and every other that a paper names.
fn load_series(project: &mut Project) {
    let mentioned = project.papers.iter().filter_map(|file| file.paper.text_field("series"));
    let names: BTreeSet<String> = mentioned.map(str::to_owned).collect();
    let default = project.config.series.value.clone();
    match project.library.series(&default) {
        None => report_unknown_series(project),
        Some(result) => keep_series(project, default.clone(), result),
    }
    for name in names.into_iter().filter(|name| *name != default) {
        if let Some(result) = project.library.series(&name) {
            keep_series(project, name, result);
        }
    }
}

fn keep_series(
    project: &mut Project,
    name: String,
    result: Result<crate::series::Series, Vec<Finding>>,
) {
    match result {
        Ok(series) => {
            project.series.insert(name, series);
        }
        Err(findings) => project.findings.extend(findings),
    }
}

fn report_unknown_series(project: &mut Project) {
    let name = &project.config.series;
    let Some(file) = &project.config.file else { return };
    let known = project.library.names();
    let known = known.iter().map(String::as_str);
    let help = suggest::nearest(&name.value, known.clone()).map_or_else(
        || format!("the series are {}", suggest::listed(known)),
        |near| format!("did you mean `{near}`?"),
    );
    let message = format!("there is no series `{}`", name.value);
    project.findings.push(Finding::error(INVALID_SETTINGS, file, name.span, message).help(help));
    debug_assert_ne!(name.value, GENERAL, "the general series is built in");
}
