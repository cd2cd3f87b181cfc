//! From what the user typed to the papers that are meant.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

use globset::Glob;
use ignore::{DirEntry, WalkBuilder};

use super::overlay::Overlay;
use super::{InputError, display, normal};
use crate::project::settings::SETTINGS_FILE;

/// Files in a project's folder that are about it and no papers, whatever their case.
const NO_PAPERS: [&str; 6] =
    ["readme", "changelog", "contributing", "license", "code_of_conduct", "security"];

/// The folder that `render` writes to by default; what it holds was made from papers.
const OUTPUT_FOLDER: &str = "out";

/// The papers that the user asked for, by project.
#[derive(Debug, Default)]
pub struct Inputs {
    /// One entry a project, by its folder; papers outside any project are together under `None`.
    pub groups: BTreeMap<Option<PathBuf>, Input>,
    /// Paths and patterns that lead nowhere.
    pub errors: Vec<InputError>,
}

/// The papers of one project that the user asked for.
#[derive(Debug, Default)]
pub struct Input {
    /// Papers named one by one, in the form they are reported in.
    pub named: Vec<PathBuf>,
    /// Papers found in a folder or by a pattern, which the settings may exclude; none of them is named.
    pub found: Vec<PathBuf>,
    /// A paper that is not read from the disk: its path, and its bytes.
    pub given: Option<(PathBuf, Vec<u8>)>,
    /// Whether these are all papers of the project, so that it need not be searched again.
    pub is_whole: bool,
    /// Whether all papers of the project are meant, found when it is opened.
    pub is_everything: bool,
}

impl Input {
    /// All papers of a project.
    pub fn everything() -> Self {
        Self { is_everything: true, ..Self::default() }
    }
}

/// What is found in folders besides plain papers.
#[derive(Debug, Clone, Copy, Default)]
pub struct Walk {
    /// What `.gitignore` and its like leave out.
    pub ignored: bool,
    /// Hidden files and folders.
    pub hidden: bool,
}

/// Finds the papers at `paths`: files, folders and patterns. Without any, the project found upwards
/// from the current folder, or in its `papers/`.
///
/// A path that does not exist, a pattern that matches nothing and a folder without papers are errors,
/// never a silent pass; the other paths are still taken.
pub fn discover(paths: &[PathBuf]) -> Inputs {
    discover_with(None, paths, Walk::default())
}

/// The same, with more of what folders hold, and with a paper whose text is at hand, as if it stood at its
/// path. It comes before all others, and alone where there are none.
pub fn discover_with(given: Option<(PathBuf, Vec<u8>)>, paths: &[PathBuf], walk: Walk) -> Inputs {
    let mut finder = Finder { walk, ..Finder::default() };
    match given {
        Some((path, bytes)) => finder.give(&path, bytes),
        None if paths.is_empty() => finder.take_default(),
        None => {}
    }
    // Named papers first: whoever names a paper means it, whatever a folder beside it brings.
    let (files, others): (Vec<&PathBuf>, Vec<&PathBuf>) =
        paths.iter().partition(|path| path.is_file());
    for path in files.into_iter().chain(others) {
        finder.take(path);
    }
    finder.inputs
}

#[derive(Default)]
struct Finder {
    inputs: Inputs,
    walk: Walk,
    /// The folders of papers met so far, by the way they were named.
    folders: HashMap<PathBuf, Folder>,
    /// The canonical paths of all papers, to see one that is reached by two ways.
    seen: HashSet<PathBuf>,
}

/// What is known of a folder that holds papers.
#[derive(Clone)]
struct Folder {
    canonical: PathBuf,
    root: Option<PathBuf>,
}

impl Finder {
    fn take_default(&mut self) {
        match root_here() {
            Some(root) => self.take(&root),
            None => self.inputs.errors.push(InputError::new(
                ".",
                "no project here: no `issuepaper.yaml` in this folder, above it or in `papers/`; name the papers, or make a project with `issuepaper init`",
            )),
        }
    }

    fn take(&mut self, path: &Path) {
        let path = &normal(path);
        let shown = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        match std::fs::metadata(shown) {
            Ok(data) if data.is_dir() => self.take_folder(shown),
            Ok(_) => self.add_named(shown.to_owned()),
            Err(_) if is_pattern(shown) => self.take_pattern(shown),
            Err(error) => self.inputs.errors.push(InputError::io(shown, &error)),
        }
    }

    fn take_folder(&mut self, folder: &Path) {
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

    fn take_pattern(&mut self, pattern: &Path) {
        let text = display(pattern);
        let matcher = match Glob::new(&text) {
            Ok(glob) => glob.compile_matcher(),
            Err(error) => {
                self.inputs.errors.push(InputError::new(
                    text,
                    format!("is no path and no pattern: {}", error.kind()),
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

    /// Takes a paper whose text is at hand.
    fn give(&mut self, path: &Path, bytes: Vec<u8>) {
        let path = normal(path);
        if let Some(group) = self.group(&path) {
            group.given = Some((path, bytes));
        }
    }

    /// The list that `path` belongs on, unless the paper is on one already.
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

/// The nearest folder from `folder` upwards that holds settings, in the form `folder` is written in.
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
/// and, but for `walk`, hidden files and what `.gitignore` names.
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
                errors.push(InputError::new(
                    display(entry.path()),
                    "is a folder where a file is meant",
                ));
            }
            Ok(entry) => papers.push(normal(entry.path())),
            Err(error) => errors.push(InputError::new(display(folder), walk_error(&error))),
        }
    }
    // By bytes: comparing paths part by part takes longer than finding them.
    papers.sort_unstable_by(|a, b| a.as_os_str().cmp(b.as_os_str()));
    (papers, errors)
}

/// The same as if what `overlay` holds were on disk. A file that it holds is taken even if `.gitignore` names it.
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
    entry.path() == root.join(OUTPUT_FOLDER)
}

fn is_paper_name(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let is_markdown = ["md", "markdown"].iter().any(|known| extension.eq_ignore_ascii_case(known));
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    is_markdown && !NO_PAPERS.iter().any(|known| stem.eq_ignore_ascii_case(known))
}

fn walk_error(error: &ignore::Error) -> String {
    let text = error.to_string();
    if text.contains("loop") { format!("symbolic links lead in a circle: {text}") } else { text }
}

fn is_pattern(path: &Path) -> bool {
    path.to_string_lossy().contains(['*', '?', '[', '{'])
}
