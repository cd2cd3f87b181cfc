//! From the paths that the user typed to the selected papers.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

use globset::Glob;
use ignore::{DirEntry, WalkBuilder};

use super::output::{self, OUTPUT_FOLDER};
use super::overlay::Overlay;
use super::{InputError, display, normal};
use crate::project::settings::SETTINGS_FILE;

/// Files in a project's folder that are about the project and not papers, in upper or lower case.
const NO_PAPERS: [&str; 6] =
    ["readme", "changelog", "contributing", "license", "code_of_conduct", "security"];

/// The papers that the user asked for, by project.
#[derive(Debug, Default)]
pub struct Inputs {
    /// One entry for each project, by its folder; papers outside any project are under `None`.
    pub groups: BTreeMap<Option<PathBuf>, Input>,
    /// Paths and patterns that match nothing.
    pub errors: Vec<InputError>,
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
    /// The folders of the papers found so far, as they were named.
    folders: HashMap<PathBuf, Folder>,
    /// The canonical paths of all papers, to detect one that is reached in two ways.
    seen: HashSet<PathBuf>,
}

/// What is known about a folder of papers.
#[derive(Clone)]
struct Folder {
    canonical: PathBuf,
    root: Option<PathBuf>,
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
            Ok(_) => self.add_named(shown.to_owned()),
            Err(_) if is_pattern(shown) => self.add_pattern(shown),
            Err(error) => self.inputs.errors.push(InputError::io(shown, &error)),
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
            self.add_found(paper);
        }
        let root = Some(normal(folder));
        if let Some(input) = self.inputs.groups.get_mut(&root) {
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
        let found: Vec<PathBuf> = if base.is_dir() {
            self.papers_below(&base).into_iter().filter(|path| matcher.is_match(path)).collect()
        } else {
            Vec::new()
        };
        if found.is_empty() {
            self.inputs.errors.push(InputError::new(text, "no paper matches this pattern"));
        }
        for path in found {
            self.add_found(path);
        }
    }

    /// Adds the paper from standard input.
    fn add_stdin(&mut self, path: &Path, bytes: Vec<u8>) {
        let path = normal(path);
        if let Some(group) = self.group(&path) {
            group.stdin = Some((path, bytes));
        }
    }

    /// The list that `path` belongs on, unless the paper is already on one.
    fn group(&mut self, path: &Path) -> Option<&mut Input> {
        let folder = self.folder(path.parent().unwrap_or(Path::new("")));
        let is_new = self.seen.insert(folder.canonical.join(path.file_name().unwrap_or_default()));
        is_new.then(|| self.inputs.groups.entry(folder.root).or_default())
    }

    fn add_found(&mut self, path: PathBuf) {
        if let Some(group) = self.group(&path) {
            group.found.push(path);
        }
    }

    fn add_named(&mut self, path: PathBuf) {
        if let Some(group) = self.group(&path) {
            group.named.push(path);
        }
    }

    fn papers_below(&mut self, folder: &Path) -> Vec<PathBuf> {
        let (papers, errors) = papers_below(folder, self.walk);
        self.inputs.errors.extend(errors);
        papers
    }

    fn folder(&mut self, folder: &Path) -> Folder {
        if let Some(known) = self.folders.get(folder) {
            return known.clone();
        }
        let named = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let canonical = std::fs::canonicalize(named).unwrap_or_else(|_| folder.to_owned());
        let found = Folder { canonical, root: find_root(folder) };
        self.folders.insert(folder.to_owned(), found.clone());
        found
    }
}

/// The folder of the project around the current folder, or in its `papers/`.
pub fn root_here() -> Option<PathBuf> {
    let papers = PathBuf::from("papers");
    find_root(Path::new(".")).or_else(|| papers.join(SETTINGS_FILE).is_file().then_some(papers))
}

/// The nearest folder from `folder` upward that has settings, written the same way as `folder`.
fn find_root(folder: &Path) -> Option<PathBuf> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let mut candidate = folder.to_owned();
    let mut canonical = std::fs::canonicalize(folder).ok()?;
    loop {
        if candidate.join(SETTINGS_FILE).is_file() {
            return Some(normal(&candidate));
        }
        if !canonical.pop() {
            return None;
        }
        let is_named =
            matches!(candidate.components().next_back(), Some(std::path::Component::Normal(_)));
        if is_named {
            candidate.pop();
        } else {
            candidate.push("..");
        }
    }
}

/// The Markdown files below `folder`, sorted. The output folder and files about the project are left out,
/// and, unless `walk` includes them, hidden files and those that `.gitignore` names.
pub(super) fn papers_below(folder: &Path, walk: Walk) -> (Vec<PathBuf>, Vec<InputError>) {
    let mut papers = Vec::new();
    let mut errors = Vec::new();
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
            Ok(entry) if !is_paper_name(entry.path()) || entry.depth() == 0 => {}
            Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_dir()) => {
                errors.push(InputError::new(display(entry.path()), "is a folder, not a file"));
            }
            Ok(entry) => papers.push(normal(entry.path())),
            Err(error) => errors.push(InputError::new(display(folder), walk_error(&error))),
        }
    }
    // By bytes: comparing paths component by component takes longer than finding them.
    papers.sort_unstable_by(|a, b| a.as_os_str().cmp(b.as_os_str()));
    (papers, errors)
}

/// The same as if the contents of `overlay` were on disk. A file in it is found even if `.gitignore` names it.
pub(super) fn papers_with(
    folder: &Path,
    walk: Walk,
    overlay: &Overlay,
) -> (Vec<PathBuf>, Vec<InputError>) {
    let (mut papers, errors) = papers_below(folder, walk);
    let below = overlay.below(folder);
    if below.is_empty() {
        return (papers, errors);
    }
    papers.retain(|path| overlay.is_file(path));
    let is_hidden = |path: &Path| path.iter().any(|part| part.to_string_lossy().starts_with('.'));
    let here = below.into_iter().filter(|(inner, is_there)| {
        *is_there
            && is_paper_name(inner)
            && !inner.starts_with(OUTPUT_FOLDER)
            && (walk.hidden || !is_hidden(inner))
    });
    papers.extend(here.map(|(inner, _)| normal(&folder.join(inner))));
    papers.sort_unstable_by(|a, b| a.as_os_str().cmp(b.as_os_str()));
    papers.dedup();
    (papers, errors)
}

fn is_output(entry: &DirEntry, root: &Path) -> bool {
    let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
    is_folder
        && entry.depth() > 0
        && (entry.path() == root.join(OUTPUT_FOLDER) || output::is_marked(entry.path()))
}

pub(crate) fn is_paper_name(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let is_markdown = ["md", "markdown"].iter().any(|known| extension.eq_ignore_ascii_case(known));
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    is_markdown && !NO_PAPERS.iter().any(|known| stem.eq_ignore_ascii_case(known))
}

fn walk_error(error: &ignore::Error) -> String {
    let text = error.to_string();
    if text.contains("loop") { format!("symbolic links form a cycle: {text}") } else { text }
}

fn is_pattern(path: &Path) -> bool {
    path.to_string_lossy().contains(['*', '?', '[', '{'])
}
