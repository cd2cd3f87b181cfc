//! Reading a project's files into a [`Project`].

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};

use super::beside::{FrontMatterFiles, joined};
use super::discover::{self, papers_with};
use super::input::{Input, Inputs, Walk};
use super::open::{PaperPatterns, open};
use super::overlay::Overlay;
use super::papers::{Reading, parse_paper, read_papers};
use super::paths::display;
use super::{InputError, PaperFile, Part, Project, Shard};
use crate::series::Role;
use crate::series::{GENERAL, Series};
use crate::text::finding::{Finding, INVALID_SETTINGS};
use crate::text::source::Spanned;
use crate::text::suggest;

/// Loads every project of `inputs`. The errors of `inputs` stay with it.
pub fn load_all(inputs: &Inputs) -> Vec<Project> {
    inputs.groups.iter().map(|(root, input)| load(root.as_deref(), input)).collect()
}

/// Loads the settings, registry and series of the project around the current folder, or in its
/// `papers/`, without its papers. Outside any project these are the built-in ones.
pub fn load_here() -> Project {
    let mut project = open(discover::root_here().as_deref(), Overlay::new());
    let series = project.library.series(&project.settings.series.value);
    load_series(&mut project, series);
    project
}

/// Loads a project, or papers outside any. Total: what can't be read is kept as a finding or an error.
pub fn load(root: Option<&Path>, input: &Input) -> Project {
    Project::open(root, input, Overlay::new())
}

impl Project {
    /// Opens the project in the folder `root`, or papers outside any, as if the contents of `overlay` were on disk.
    /// Total: what can't be read is kept as a finding or an error.
    pub fn open(root: Option<&Path>, input: &Input, overlay: Overlay) -> Self {
        let mut project = open(root, overlay);
        // Neither takes long, but the disk can work while the series is read.
        let default = &project.settings.series.value;
        let (found, series) =
            rayon::join(|| find_papers(&project, input), || project.library.series(default));
        load_papers(&mut project, input, found);
        load_series(&mut project, series);
        project.claim_papers(&input.named);
        project
    }
}

/// Papers that were found.
struct FoundPapers {
    /// Their paths, each with whether it is selected.
    paths: Vec<(PathBuf, bool)>,
    /// Whether a path may lead through a link.
    has_links: bool,
    errors: Vec<InputError>,
}

/// Finds the papers of `input`. In a project the papers that are not selected are found as well:
/// a number or a link can only be judged against all of them.
fn find_papers(project: &Project, input: &Input) -> FoundPapers {
    let selected = input.found.iter().map(|path| (path.clone(), true));
    let mut found = FoundPapers { paths: selected.collect(), has_links: false, errors: Vec::new() };
    let patterns = PaperPatterns::default();
    let is_paper = |path: &Path| patterns.has(project, path);
    if let Some(root) = project.root.as_deref().filter(|_| input.is_everything) {
        let all = papers_with(root, Walk::default(), &project.overlay, is_paper);
        found.errors = all.errors;
        found.paths.extend(all.paths.into_iter().map(|path| (path, true)));
    } else if let Some(root) = project.root.as_deref().filter(|_| !input.is_whole) {
        let stdin = input.stdin.as_ref().map(|(path, _)| path);
        let selected: HashSet<&PathBuf> =
            input.named.iter().chain(&input.found).chain(stdin).collect();
        let all = papers_with(root, Walk::default(), &project.overlay, is_paper);
        found.has_links = all.has_links;
        let others = all.paths.into_iter().filter(|path| !selected.contains(path));
        found.paths.extend(others.map(|path| (path, false)));
    }
    found.paths.retain(|(path, _)| !is_excluded(project, path));
    found
}

/// Reads the papers that were found, and those that `input` names, on all cores.
fn load_papers(project: &mut Project, input: &Input, found: FoundPapers) {
    // What belongs to no single paper is reported with the first shard.
    let is_first = input.shard.is_none_or(Shard::is_first);
    if is_first { &mut project.errors } else { &mut project.unread }.extend(found.errors);
    if found.paths.is_empty() && input.named.is_empty() && input.stdin.is_none() {
        let root = display(project.root.as_deref().unwrap_or(Path::new(".")));
        project.errors.push(InputError::new(root, "the settings exclude every paper here"));
    }
    let named = input.named.iter().map(|path| (path.clone(), true));
    let paths: Vec<(PathBuf, bool)> = named.chain(found.paths).collect();
    project.part = input.shard.map_or(Part::All, Part::Shard);
    let (texts, shard) = (input.texts, input.shard);
    let reading = Reading { paths: &paths, has_links: found.has_links, texts, shard };
    read_papers(project, &reading);
    if let Some((path, bytes)) = input.stdin.clone() {
        let beside = FrontMatterFiles::of_library(project).beside(project, &path);
        let file = parse_paper(&path, bytes);
        match file.and_then(|file| joined(project, beside.as_deref(), file)) {
            Ok(file) => {
                let file = PaperFile { is_stdin: true, is_selected: true, ..file };
                project.papers.push(file);
            }
            Err(error) => project.errors.push(error),
        }
    }
    project.papers.sort_unstable_by(|a, b| a.paper.file.name().cmp(b.paper.file.name()));
}

pub(super) fn is_excluded(project: &Project, path: &Path) -> bool {
    let exclude = &project.settings.exclude;
    !exclude.is_empty() && exclude.is_match(project.inner(path))
}

/// Keeps the project's own series as it was read, and resolves every other that a paper names.
fn load_series(project: &mut Project, own: Option<Result<Series, Vec<Finding>>>) {
    let default = project.settings.series.value.clone();
    let mentioned =
        project.papers.iter().filter_map(|file| file.paper.text_field(Role::Series.key()));
    let names: BTreeSet<&str> = mentioned.filter(|name| *name != default).collect();
    let names: BTreeSet<String> = names.into_iter().map(str::to_owned).collect();
    match own {
        None => {
            let name = project.settings.series.clone();
            report_unknown_series(project, &name);
            debug_assert_ne!(name.value, GENERAL, "the general series is built in");
        }
        Some(result) => keep_series(project, default.clone(), result),
    }
    let overridden = project.settings.overrides.iter().filter_map(|it| it.series.clone());
    for name in overridden.collect::<Vec<_>>() {
        if !project.library.has(&name.value) {
            report_unknown_series(project, &name);
        }
    }
    // A series that no paper names may say itself which papers are its own, or be one that somebody is writing.
    let own: Vec<String> = project.library.own_names().map(str::to_owned).collect();
    let unnamed: Vec<String> = own.into_iter().filter(|name| !names.contains(name)).collect();
    for name in names {
        resolve(project, name);
    }
    for name in unnamed.into_iter().filter(|name| *name != default) {
        match project.library.series(&name) {
            Some(Ok(series)) if series.files.is_empty() && series.papers_when.is_none() => {}
            Some(result) => keep_series(project, name, result),
            None => {}
        }
    }
}

/// Resolves the series with that name, if there is one.
pub(super) fn resolve(project: &mut Project, name: String) {
    if let Some(result) = project.library.series(&name) {
        keep_series(project, name, result);
    }
}

fn keep_series(project: &mut Project, name: String, result: Result<Series, Vec<Finding>>) {
    match result {
        Ok(series) => {
            project.series.insert(name, series);
        }
        Err(findings) => project.findings.extend(findings),
    }
}

/// Reports a series that the settings name and that does not exist.
fn report_unknown_series(project: &mut Project, name: &Spanned<String>) {
    let Some(file) = &project.settings.file else { return };
    let known = project.library.names();
    let known = known.iter().map(String::as_str);
    let help = suggest::nearest(&name.value, known.clone()).map_or_else(
        || format!("the series are {}", suggest::listed(known)),
        |near| format!("did you mean `{near}`?"),
    );
    let message = format!("there is no series {}", suggest::shown(&name.value));
    project.findings.push(Finding::error(INVALID_SETTINGS, file, name.span, message).help(help));
}
