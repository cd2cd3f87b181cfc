//! From the paths that the user typed to the selected papers.

use std::collections::{BTreeMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};

use globset::Glob;
use ignore::{DirEntry, WalkBuilder};

use super::output::{self, OUTPUT_FOLDER};
use super::overlay::Overlay;
use super::places::{Place, Places, find_root};
use super::{InputError, display, files, normal};
use crate::project::settings::SETTINGS_FILE;

/// Files in a project's folder that are about the project and not papers, in upper or lower case.
const NO_PAPERS: [&str; 6] =
    ["readme", "changelog", "contributing", "license", "code_of_conduct", "security"];

/// The papers that the user asked for, by project.
#[derive(Debug, Default)]
pub struct Inputs {
    /// One entry for each project, by its folder; papers outside any project are under `None`.
    pub groups: BTreeMap<Option<PathBuf>, Input>,
    /// Paths and patterns that match nothing, and what can't be read.
    pub errors: Vec<InputError>,
    /// What was passed over: links that lead to no paper.
    pub notes: Vec<InputError>,
}

/// The papers of one project that the user asked for.
#[derive(Debug, Default)]
pub struct Input {
    /// Papers named individually, as they are reported.
    pub named: Vec<PathBuf>,
    /// Papers found in a folder or by a pattern, which the settings may exclude; none of them is in `named`.
    pub found: Vec<PathBuf>,
    /// A paper from standard input: its path, and its bytes.
    pub stdin: Option<(PathBuf, Vec<u8>)>,
    /// Whether these are all papers of the project, so that its folder need not be searched again.
    pub is_whole: bool,
    /// Whether all papers of the project are selected, to be found when it is opened.
    pub is_everything: bool,
}

impl Input {
    /// All papers of a project.
    pub fn everything() -> Self {
        Self { is_everything: true, ..Self::default() }
    }
}

/// Which files to find in folders besides ordinary papers.
#[derive(Debug, Clone, Copy, Default)]
pub struct Walk {
    /// Those that `.gitignore` and similar files exclude.
    pub ignored: bool,
    /// Hidden files and folders.
    pub hidden: bool,
}

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

#[derive(Default)]
struct Finder {
    inputs: Inputs,
    walk: Walk,
    places: Places,
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
                self.inputs.errors.push(InputError::io(shown, &files::not_a_file()));
            }
            Ok(_) => self.add_named(shown),
            Err(_) if is_pattern(shown) => self.add_pattern(shown),
            Err(error) => self.inputs.errors.push(unreadable(shown, &error)),
        }
    }

    fn add_folder(&mut self, folder: &Path) {
        let papers = self.papers_below(folder);
        if papers.is_empty() && self.inputs.errors.is_empty() {
            self.inputs
                .errors
                .push(InputError::new(display(folder), "no papers (`.md` files) in this folder"));
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
                    format!("is neither a path nor a pattern: {}", error.kind()),
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
        walked.papers
    }
}

/// The folder of the project around the current folder, or in its `papers/`.
pub fn root_here() -> Option<PathBuf> {
    let papers = PathBuf::from("papers");
    find_root(Path::new(".")).or_else(|| papers.join(SETTINGS_FILE).is_file().then_some(papers))
}

/// A file that a walk through folders found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// Its path.
    pub(super) path: PathBuf,
    /// Whether it is a link to a file.
    pub(super) is_link: bool,
}

/// What a walk found.
#[derive(Debug, Default)]
struct Walked {
    /// The papers, sorted.
    papers: Vec<Found>,
    /// What could not be read.
    errors: Vec<InputError>,
    /// What was passed over.
    notes: Vec<InputError>,
    /// Whether any file or folder on the way is a link.
    has_links: bool,
}

/// The Markdown files below `folder`. The output folder and files about the project are left out,
/// and, unless `walk` includes them, hidden files and those that `.gitignore` names.
fn papers_below(folder: &Path, walk: Walk) -> Walked {
    let mut walked = Walked::default();
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let root = folder.to_owned();
    let walk = WalkBuilder::new(folder)
        .follow_links(true)
        .require_git(false)
        .hidden(!walk.hidden)
        .ignore(!walk.ignored)
        .git_ignore(!walk.ignored)
        .git_exclude(!walk.ignored)
        .git_global(!walk.ignored)
        .filter_entry(move |entry| !is_output(entry, &root))
        .build();
    for entry in walk {
        match entry {
            Ok(entry) => add_entry(&entry, &mut walked),
            Err(error) => sort_in(folder, &error, &mut walked),
        }
    }
    // By bytes: comparing paths component by component takes longer than finding them.
    walked.papers.sort_unstable_by(|a, b| a.path.as_os_str().cmp(b.path.as_os_str()));
    walked
}

fn add_entry(entry: &DirEntry, walked: &mut Walked) {
    if entry.depth() == 0 {
        return;
    }
    walked.has_links |= entry.path_is_symlink();
    if !is_paper_name(entry.path()) {
        return;
    }
    match entry.file_type() {
        Some(kind) if kind.is_dir() => {
            let error = InputError::new(display(entry.path()), "is a folder, not a file");
            walked.errors.push(error);
        }
        Some(kind) if !kind.is_file() => {
            walked.errors.push(InputError::io(entry.path(), &files::not_a_file()));
        }
        _ => {
            let is_link = entry.path_is_symlink();
            walked.papers.push(Found { path: normal(entry.path()), is_link });
        }
    }
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

/// The papers below the folder of a project; one that is reached in two ways has one path. They are found as if the contents of `overlay` were on disk. A file in it is found even if `.gitignore` names it.
pub(super) fn papers_with(folder: &Path, walk: Walk, overlay: &Overlay) -> Papers {
    let Walked { papers, errors, has_links, .. } = papers_below(folder, walk);
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
    let here = below.into_iter().filter(|(inner, is_there)| {
        *is_there
            && is_paper_name(inner)
            && !inner.starts_with(OUTPUT_FOLDER)
            && (walk.hidden || !is_hidden(inner))
    });
    papers.extend(here.map(|(inner, _)| normal(&folder.join(inner))));
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

fn is_hidden(path: &Path) -> bool {
    path.iter().any(|part| part.to_string_lossy().starts_with('.'))
}

/// Whether a walk without options finds the file at `inner`, a path in a project, as far as its names tell.
pub(super) fn is_found(inner: &Path) -> bool {
    is_paper_name(inner) && !is_hidden(inner) && !inner.starts_with(OUTPUT_FOLDER)
}

fn is_output(entry: &DirEntry, root: &Path) -> bool {
    let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
    is_folder
        && entry.depth() > 0
        && (entry.path() == root.join(OUTPUT_FOLDER) || output::is_marked(entry.path()))
}

/// Whether a file of this name, or at this path, is Markdown.
pub fn has_ending_of_papers(name: &str) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    ["md", "markdown"].iter().any(|known| ending.eq_ignore_ascii_case(known))
}

pub(crate) fn is_paper_name(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    has_ending_of_papers(&name) && !NO_PAPERS.iter().any(|known| stem.eq_ignore_ascii_case(known))
}

/// Sorts the error of a walk below `folder` in: a link that is no paper is passed over and mentioned in a note.
fn sort_in(folder: &Path, error: &ignore::Error, walked: &mut Walked) {
    match error {
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            sort_in(folder, err, walked);
        }
        ignore::Error::WithPath { path, err } => sort_in(path, err, walked),
        ignore::Error::Loop { child, .. } => {
            let reason = "is a link to a folder around it, and is passed over";
            walked.notes.push(InputError::new(display(&normal(child)), reason));
        }
        ignore::Error::Io(_) if folder.is_symlink() && !is_paper_name(folder) => {
            let reason = "is a link that leads nowhere, and is passed over";
            walked.notes.push(InputError::new(display(&normal(folder)), reason));
        }
        ignore::Error::Io(error) => walked.errors.push(unreadable(folder, error)),
        error => walked.errors.push(InputError::new(display(folder), error.to_string())),
    }
}

/// The error of the file system about `path`, which may be a link.
fn unreadable(path: &Path, error: &io::Error) -> InputError {
    let path = normal(path);
    if path.is_symlink() && error.kind() != io::ErrorKind::PermissionDenied {
        let reason = "is a link that leads to no file; correct it or delete it";
        return InputError::new(display(&path), reason);
    }
    InputError::io(&path, error)
}

fn is_pattern(path: &Path) -> bool {
    path.to_string_lossy().contains(['*', '?', '[', '{'])
}
