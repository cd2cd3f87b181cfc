//! A project as it was at the commit where the work on a branch began, so that rules can judge what was
//! done to papers, and new findings can be told from old ones. Data only:
//! [`git`](crate::git) fills it.

mod left;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::discover::papers_with;
use super::input::{Input, Texts, Walk};
use super::load::is_excluded;
use super::open::PaperPatterns;
use super::overlay::Overlay;
use super::paper_names::is_found;
use super::paths::{canonical, repository};
use super::{PaperFile, Project};
use crate::paper::Paper;
use crate::text::source::SourceFile;

pub use left::{IGNORE_FILES, Unchecked};

use left::PapersThen;

/// What changed in a project since a base.
#[derive(Debug, Clone, Default)]
pub struct BaseSnapshot {
    /// The commit, as `git restore --source` takes it.
    pub revision: String,
    /// The folder of the project there, from the root of the repository, if it was not where it is now.
    pub folder: Option<String>,
    /// The papers of the base that were changed since, or are no papers any more, by their paths.
    pub papers: Vec<BasePaper>,
    /// The Markdown files of the base that were not changed since, by their paths.
    pub unchanged: Vec<String>,
    /// Those of them that were papers and are none any more.
    pub left: Vec<String>,
    /// The register as it was, if there was one.
    pub register: Option<SourceFile>,
    /// The papers that others changed on the base since.
    pub upstream: Vec<UpstreamPaper>,
    /// The files that were changed since.
    pub changed: ChangedFiles,
    /// The old contents of files that were changed since; new files are absent.
    pub overlay: Overlay,
}

/// The files that differ from those of a commit: changed, added, or renamed together with a change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChangedFiles {
    /// Absolute, links resolved.
    paths: BTreeSet<PathBuf>,
    /// Their file names.
    names: BTreeSet<OsString>,
    /// The roots of the repositories that know it.
    repositories: BTreeSet<PathBuf>,
    /// The folders of papers in other repositories, of which they know nothing.
    unknown: BTreeSet<PathBuf>,
}

impl ChangedFiles {
    /// Those of the files at `paths`, in the repository at `root`, that exist.
    pub fn new(root: &Path, paths: impl IntoIterator<Item = PathBuf>) -> Self {
        let real = |path: PathBuf| path.canonicalize().ok();
        let paths: BTreeSet<PathBuf> = paths.into_iter().filter_map(real).collect();
        let names = paths.iter().filter_map(|path| path.file_name().map(OsString::from)).collect();
        let repositories = BTreeSet::from([root.to_owned()]);
        Self { paths, names, repositories, unknown: BTreeSet::new() }
    }

    /// Adds those of another repository.
    fn extend(&mut self, other: Self) {
        self.paths.extend(other.paths);
        self.names.extend(other.names);
        self.repositories.extend(other.repositories);
    }

    /// Learns which of the papers at `paths` are in another repository.
    fn learn_unknown<'p>(&mut self, paths: impl Iterator<Item = &'p Path>) {
        let folders: BTreeSet<&Path> = paths.filter_map(Path::parent).collect();
        let here = |folder: &Path| folder.as_os_str().is_empty();
        self.unknown = folders
            .into_iter()
            .filter(|folder| {
                let folder = if here(folder) { Path::new(".") } else { folder };
                let root = canonical(folder).and_then(|real| repository(&real));
                root.is_none_or(|root| !self.repositories.contains(&root))
            })
            .map(Path::to_owned)
            .collect();
    }

    /// Whether the file at `path` is one of them. One in another repository counts as changed: nothing says that it
    /// was not.
    pub fn has(&self, path: &Path) -> bool {
        if path.parent().is_some_and(|folder| self.unknown.contains(folder)) {
            return true;
        }
        // Resolving the path of every paper of an archive takes longer than checking them. A file that is
        // not itself a link keeps its own name at the end.
        let may_be = path.file_name().is_some_and(|name| self.names.contains(name));
        (may_be || path.is_symlink())
            && path.canonicalize().is_ok_and(|path| self.paths.contains(&path))
    }
}

/// A paper as it was at the base.
#[derive(Debug, Clone)]
pub struct BasePaper {
    /// The path it had, from the project's folder, with `/` between parts.
    pub path: String,
    /// The paper as it was; its body is not parsed.
    pub paper: Paper,
    /// The commit of the base in its repository, as `git restore --source` takes it.
    pub revision: String,
    /// The path of the paper that it is now; none if it is gone, or is no paper of the project.
    pub now: Option<String>,
    /// The path of the file that it is now, be it a paper or not; none if that was deleted.
    pub moved: Option<String>,
    /// Its path from the root of the repository, if the folder of the project was not where it is now.
    pub elsewhere: Option<String>,
    /// The paper in each commit since that changed it, the oldest first.
    pub versions: Vec<Version>,
}

/// A paper as a commit left it.
#[derive(Debug, Clone)]
pub struct Version {
    /// The commit, abbreviated.
    pub commit: String,
    /// The paper, its body not parsed; none if the commit deleted it.
    pub paper: Option<Paper>,
}

/// A paper that was changed on the base since the work began.
#[derive(Debug, Clone)]
pub struct UpstreamPaper {
    /// Its path there.
    pub path: String,
    /// The commit that changed it last, abbreviated.
    pub commit: String,
    /// The paper there, its body not parsed; none if it was deleted.
    pub paper: Option<Paper>,
}

impl BaseSnapshot {
    /// Adds what changed in another repository, such as a submodule.
    pub fn extend(&mut self, other: Self) {
        self.papers.extend(other.papers);
        self.unchanged.extend(other.unchanged);
        self.upstream.extend(other.upstream);
        self.changed.extend(other.changed);
        self.overlay.extend(other.overlay);
        self.register = self.register.take().or(other.register);
    }

    /// The papers that were renamed: the old path and the new one, from the project's folder.
    pub fn renamed(&self) -> impl Iterator<Item = (&str, &str)> {
        let paths = self.papers.iter().map(|paper| (paper.path.as_str(), paper.now.as_deref()));
        paths.filter_map(|(then, now)| Some((then, now.filter(|now| *now != then)?)))
    }

    /// The earlier version of the paper that is now at `path`; none for one that is new or was not changed.
    pub fn earlier(&self, path: &str) -> Option<&BasePaper> {
        self.papers.iter().find(|earlier| earlier.now.as_deref() == Some(path))
    }

    /// The paper that was at `path`.
    pub fn paper(&self, path: &str) -> Option<&BasePaper> {
        self.papers.iter().find(|earlier| earlier.path == path)
    }

    /// The papers of the base that no longer exist, or are no papers any more.
    pub fn deleted(&self) -> impl Iterator<Item = &BasePaper> {
        self.papers.iter().filter(|earlier| earlier.now.is_none())
    }
}

impl Project {
    /// Adds the project as it was at the base of the work. A paper that is gone and whose number another one
    /// now carries counts as that one, however much it was changed.
    pub fn set_base(&mut self, mut base: BaseSnapshot) {
        self.find_left(&mut base);
        let taken: BTreeSet<String> =
            base.papers.iter().filter_map(|earlier| earlier.now.clone()).collect();
        let key = |paper: &Paper| {
            let series = self.series_of(paper)?;
            let number = series.number_of(paper)?;
            Some((series.id.clone(), number.to_owned()))
        };
        let mut paths = BTreeMap::new();
        for file in &self.papers {
            let path = self.relative(&file.path);
            if let Some(key) = key(&file.paper).filter(|_| !taken.contains(&path)) {
                paths.entry(key).or_insert(path);
            }
        }
        let is_gone = |earlier: &&mut BasePaper| {
            // One at its old place, such as a link, is not another one.
            earlier.now.is_none() && earlier.moved.as_ref() != Some(&earlier.path)
        };
        for earlier in base.papers.iter_mut().filter(is_gone) {
            let now = key(&earlier.paper).and_then(|key| paths.get(&key)).cloned();
            let is_link = |now: &String| *now == earlier.path && self.path_of(now).is_symlink();
            earlier.now = now.filter(|now| !is_link(now));
        }
        base.changed.learn_unknown(self.papers.iter().map(|file| file.path.as_path()));
        self.base = Some(base);
    }

    /// Finds the papers of the base that are no papers of the project any more, though their files may exist.
    fn find_left(&self, base: &mut BaseSnapshot) {
        let papers: HashSet<String> =
            self.papers.iter().map(|file| self.relative(&file.path)).collect();
        for earlier in &mut base.papers {
            earlier.now = earlier.now.take().filter(|now| papers.contains(now));
        }
        let then = PapersThen::new(self, base);
        let is_left = |path: &&String| !papers.contains(*path) && then.has(path);
        let left: Vec<String> = base.unchanged.iter().filter(is_left).cloned().collect();
        let gone = base.papers.iter().filter(|earlier| earlier.now.is_none());
        let others: HashSet<String> =
            gone.filter(|earlier| !then.has(&earlier.path)).map(|it| it.path.clone()).collect();
        base.papers.retain(|earlier| !others.contains(&earlier.path));
        let unchanged = left.iter().filter_map(|path| {
            Some(BasePaper {
                path: path.clone(),
                paper: Paper::new(self.overlay.read_text(&self.path_of(path)).ok()?),
                revision: base.revision.clone(),
                now: None,
                moved: Some(path.clone()),
                elsewhere: None,
                versions: Vec::new(),
            })
        });
        base.papers.extend(unchanged);
        base.left = left;
    }

    /// The paths that papers had at the base of the work.
    pub fn paths_at_base(&self) -> impl Fn(&PaperFile) -> PathBuf {
        let renamed = self.base.iter().flat_map(BaseSnapshot::renamed);
        let renamed: HashMap<&str, &str> = renamed.map(|(then, now)| (now, then)).collect();
        move |file| match renamed.get(self.relative(&file.path).as_str()) {
            Some(then) => self.path_of(then),
            None => file.path.clone(),
        }
    }

    /// The project as it was at the base of the work, with the same papers selected, if they existed then;
    /// none if no base was requested.
    pub fn at_base(&self) -> Option<Self> {
        let base = self.base.as_ref()?;
        let (mut input, path_of) = (Input::default(), self.paths_at_base());
        for file in self.selected() {
            let path = path_of(file);
            // A file that is a paper by its new name was none before.
            let was_paper = path == file.path || is_found(&self.inner(&path));
            if !was_paper || !base.overlay.is_file(&path) {
                continue;
            }
            // An excluded paper that was named explicitly is still selected.
            let is_named = is_excluded(self, &file.path);
            if is_named { &mut input.named } else { &mut input.found }.push(path);
        }
        if let Some(root) = self.root.as_deref().filter(|_| self.is_whole()) {
            let patterns = PaperPatterns::default();
            let is_paper = |path: &Path| patterns.has(self, path);
            let all = papers_with(root, Walk::default(), &base.overlay, is_paper).paths;
            // What is ignored now is not found any more.
            let all = all.into_iter().chain(base.left.iter().map(|path| self.path_of(path)));
            let mut known: HashSet<PathBuf> =
                input.named.iter().chain(&input.found).cloned().collect();
            input.found.extend(all.filter(|path| known.insert(path.clone())));
            input.is_whole = true;
        }
        // Only some of them are judged, as far as nobody knows yet which.
        input.texts = Texts::UpTo(0);
        Some(Self::open(self.root.as_deref(), &input, base.overlay.clone()))
    }
}
