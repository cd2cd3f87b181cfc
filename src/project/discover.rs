//! From the paths that the user typed to the selected papers.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use globset::Glob;

use super::baseline::BASELINE_FILE;
use super::files::bounds::not_a_file;
use super::glob_fault;
use super::input::{Input, Inputs, Walk};
use super::open::{PaperPatterns, open};
use super::overlay::Overlay;
use super::paper_names::{has_ending_of_papers, is_found_with};
use super::places::{Place, Places, find_root, has_settings};
use super::register::REGISTER_FILE;
use super::series_folder::is_of_series;
use super::settings::SETTINGS_FILE;
use super::walk::{Found, Walked, papers_below, unreadable};
use super::{InputError, Project, UNITS_FILE, display, normal};
use crate::text::suggest;

/// Finds the papers at `paths`: files, folders and patterns. Without any, finds the project around
/// the current folder, or in its `papers/`.
///
/// A path that does not exist, a pattern that matches nothing and a folder without papers are errors,
/// never silently ignored; the other paths are still used.
pub fn discover(paths: &[PathBuf]) -> Inputs {
    discover_with(None, paths, Walk::default())
}

/// The same, with more of the files in folders, and with a paper from standard input, as if it were at its
/// path. It comes first, and alone if there are no `paths`.
pub fn discover_with(stdin: Option<(PathBuf, Vec<u8>)>, paths: &[PathBuf], walk: Walk) -> Inputs {
    let mut finder = Finder { walk, ..Finder::default() };
    match stdin {
        Some((path, bytes)) => finder.add_stdin(&path, bytes),
        None if paths.is_empty() => finder.add_default(),
        None => {}
    }
    // Named papers come first: they are selected even if a folder beside them would exclude them.
    let (files, others): (Vec<&PathBuf>, Vec<&PathBuf>) =
        paths.iter().partition(|path| path.is_file());
    for path in files.into_iter().chain(others) {
        finder.add(path);
    }
    finder.inputs
}

/// Whether a path is that of a file that every project may have.
fn is_own_file(root: &Path, path: &Path) -> bool {
    let names = [SETTINGS_FILE, UNITS_FILE, REGISTER_FILE, BASELINE_FILE];
    names.iter().any(|name| normal(&root.join(name)) == path)
}

#[derive(Default)]
struct Finder {
    inputs: Inputs,
    walk: Walk,
    places: Places,
    /// The patterns that the series of a project have for the paths of papers, by its folder.
    patterns: HashMap<PathBuf, (Project, PaperPatterns)>,
    /// The files of all papers, to detect one that is reached in two ways.
    seen: HashSet<PathBuf>,
}

impl Finder {
    fn add_default(&mut self) {
        match root_here() {
            Some(root) => self.add(&root),
            None => self.inputs.errors.push(InputError::new(
                ".",
                "no project here: no `issuepaper.yaml` in this folder, above it or in `papers/`; name the papers, or create a project with `issuepaper init`",
            )),
        }
    }

    fn add(&mut self, path: &Path) {
        let path = &normal(path);
        let shown = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        match std::fs::metadata(shown) {
            Ok(data) if data.is_dir() => self.add_folder(shown),
            Ok(data) if !data.is_file() => {
                self.inputs.errors.push(InputError::io(shown, &not_a_file()));
            }
            Ok(_) => self.add_named(shown),
            Err(_) if is_pattern(shown) => self.add_pattern(shown),
            Err(error) => self.inputs.errors.push(unreadable(shown, &error)),
        }
    }

    fn add_folder(&mut self, folder: &Path) {
        let papers = self.papers_below(folder);
        if papers.is_empty() && self.inputs.errors.is_empty() {
            let broken = self.broken_series(folder).unwrap_or_default();
            let whole = self.around(folder).unwrap_or_default();
            let reason = format!("no papers (`.md` files) in this folder{broken}{whole}");
            self.inputs.errors.push(InputError::new(display(folder), reason));
        }
        for paper in papers {
            self.add_found(&paper);
        }
        let place = self.places.folder(folder);
        if place.root.as_ref() == Some(&place.path)
            && let Some(input) = self.inputs.groups.get_mut(&place.root)
        {
            input.is_whole = true;
        }
    }

    fn add_pattern(&mut self, pattern: &Path) {
        let text = display(pattern);
        let matcher = match Glob::new(&text) {
            Ok(glob) => glob.compile_matcher(),
            Err(error) => {
                self.inputs.errors.push(InputError::new(
                    text,
                    format!("is neither a path nor a pattern; {}", glob_fault::advice(&error)),
                ));
                return;
            }
        };
        let is_plain = |part: &std::path::Component<'_>| !is_pattern(Path::new(part.as_os_str()));
        let base: PathBuf = pattern.components().take_while(is_plain).collect();
        let base = if base.as_os_str().is_empty() { PathBuf::from(".") } else { base };
        let found: Vec<Found> = if base.is_dir() {
            let found = self.papers_below(&base).into_iter();
            found.filter(|found| matcher.is_match(&found.path)).collect()
        } else {
            Vec::new()
        };
        if found.is_empty() {
            self.inputs.errors.push(InputError::new(text, "no paper matches this pattern"));
        }
        for found in &found {
            self.add_found(found);
        }
    }

    /// Adds the paper from standard input.
    fn add_stdin(&mut self, path: &Path, bytes: Vec<u8>) {
        let place = self.places.of(&normal(path), true);
        let path = place.path.clone();
        if let Some(group) = self.group(place) {
            group.stdin = Some((path, bytes));
        }
    }

    fn add_found(&mut self, found: &Found) {
        let place = self.places.of(&found.path, found.is_link);
        let path = place.path.clone();
        if let Some(group) = self.group(place) {
            group.found.push(path);
        }
    }

    fn add_named(&mut self, path: &Path) {
        let place = self.places.of(path, true);
        let path = place.path.clone();
        if place.root.as_deref().is_some_and(|root| is_own_file(root, &path)) {
            let reason =
                "is a file of the project and no paper; `issuepaper check` without paths checks it";
            self.inputs.errors.push(InputError::new(display(&path), reason));
            return;
        }
        if let Some(group) = self.group(place) {
            group.named.push(path);
        }
    }

    /// The list that the paper at `place` belongs on, unless it is already on one.
    fn group(&mut self, place: Place) -> Option<&mut Input> {
        let is_new = self.seen.insert(place.real);
        is_new.then(|| self.inputs.groups.entry(place.root).or_default())
    }

    fn papers_below(&mut self, folder: &Path) -> Vec<Found> {
        let walked = papers_below(folder, self.walk);
        self.inputs.errors.extend(walked.errors);
        self.inputs.notes.extend(walked.notes);
        let mut papers = walked.papers;
        papers.retain(|found| !found.is_about || self.is_paper_by_pattern(&found.path));
        papers
    }

    /// How to name all papers of the project around `folder`, which has none itself.
    fn around(&mut self, folder: &Path) -> Option<String> {
        let place = self.places.folder(folder);
        let root = place.root.filter(|root| *root != place.path)?;
        let root = if root.as_os_str().is_empty() { PathBuf::from(".") } else { root };
        let root = suggest::argument(&display(&root));
        Some(format!("; the path `{root}` names all papers of the project around it"))
    }

    /// What is wrong in the series of the project around `folder`, which may be why no paper is found.
    fn broken_series(&mut self, folder: &Path) -> Option<String> {
        let project = open(self.places.folder(folder).root.as_deref(), Overlay::new());
        let faults = project.library.series(&project.settings.series.value)?.err()?;
        let fault = faults.first()?;
        let line = fault.file.position(fault.span.start);
        let (name, message) = (fault.file.name(), &fault.message);
        let place = format!("{name}:{}:{}", line.line + 1, line.character + 1);
        Some(format!(", and its series can't be used: {place}: {message}"))
    }

    /// Whether a series says that a file is its paper whose name is that of a file about the project.
    fn is_paper_by_pattern(&mut self, path: &Path) -> bool {
        let place = self.places.folder(path.parent().unwrap_or(Path::new("")));
        let Some(root) = place.root else { return false };
        let path = place.path.join(path.file_name().unwrap_or_default());
        let (project, patterns) = self.patterns.entry(root).or_insert_with_key(|root| {
            (open(Some(root), Overlay::new()), PaperPatterns::default())
        });
        patterns.has(project, &path)
    }
}

/// The folder of the project around the current folder, or in its `papers/`.
pub fn root_here() -> Option<PathBuf> {
    let papers = PathBuf::from("papers");
    find_root(Path::new(".")).or_else(|| has_settings(&papers).then_some(papers))
}

/// The nearest folder that has settings, from the folder of the file at `path` upward.
pub fn root_around(path: &Path) -> Option<PathBuf> {
    let folders = path.ancestors().skip(1);
    folders
        .filter(|folder| !folder.as_os_str().is_empty())
        .find(|folder| has_settings(folder))
        .map(Path::to_owned)
}

/// The papers of a project.
#[derive(Debug, Default)]
pub(super) struct Papers {
    /// Their paths, sorted.
    pub(super) paths: Vec<PathBuf>,
    /// What could not be read.
    pub(super) errors: Vec<InputError>,
    /// Whether any file or folder on the way is a link, so that a paper may have other names.
    pub(super) has_links: bool,
}

/// The papers below the folder of a project; one that is reached in two ways has one path. They are found as if the contents
/// of `overlay` were on disk. A file in it is found even if `.gitignore` names it.
pub(super) fn papers_with(
    folder: &Path,
    walk: Walk,
    overlay: &Overlay,
    is_paper_by_pattern: impl Fn(&Path) -> bool,
) -> Papers {
    let Walked { mut papers, errors, has_links, .. } = papers_below(folder, walk);
    papers.retain(|found| !found.is_about || is_paper_by_pattern(&found.path));
    let mut papers = if has_links {
        without_aliases(papers)
    } else {
        papers.into_iter().map(|found| found.path).collect()
    };
    let below = overlay.below(folder);
    if below.is_empty() {
        return Papers { paths: papers, errors, has_links };
    }
    papers.retain(|path| overlay.is_file(path));
    let here = below
        .into_iter()
        .filter(|(_, is_there)| *is_there)
        .map(|(inner, _)| (normal(&folder.join(&inner)), inner))
        .filter(|(path, inner)| {
            is_found_with(inner, walk.hidden) && !is_of_series(path)
                || has_ending_of_papers(&display(path)) && is_paper_by_pattern(path)
        });
    papers.extend(here.map(|(path, _)| path));
    papers.sort_unstable_by(|a, b| a.as_os_str().cmp(b.as_os_str()));
    papers.dedup();
    Papers { paths: papers, errors, has_links }
}

/// The paths of files, each once.
fn without_aliases(found: Vec<Found>) -> Vec<PathBuf> {
    let mut places = Places::default();
    let mut seen = HashSet::new();
    let places = found.into_iter().map(|found| places.of(&found.path, found.is_link));
    let mut papers: Vec<PathBuf> =
        places.filter(|place| seen.insert(place.real.clone())).map(|place| place.path).collect();
    papers.sort_unstable_by(|a, b| a.as_os_str().cmp(b.as_os_str()));
    papers
}

fn is_pattern(path: &Path) -> bool {
    path.to_string_lossy().contains(['*', '?', '[', '{'])
}
