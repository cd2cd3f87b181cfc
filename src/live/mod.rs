//! A project in memory: texts that are not saved laid over its files, and what is found in them as they change.
//!
//! All paths are those that the project's own papers have: relative to its folder, which has to be the current folder of
//! the process, as it is when somebody checks the project there. So findings say what that check says, word for word.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

use chrono::NaiveDate;

use crate::check::{self, CheckOptions, Checker, FixOptions};
use crate::paper::url::{self, Target};
use crate::project::settings::SETTINGS_FILE;
use crate::project::{self, Input, Overlay, PaperFile, Project, paths};
use crate::text::finding::Finding;
use crate::text::source::SourceFile;

/// What is open together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// The project in the current folder.
    Project,
    /// The papers below the current folder, which is in no project.
    Folder,
    /// One paper outside any project.
    Paper(PathBuf),
}

/// A project that is open, or papers outside any.
#[derive(Debug)]
pub struct Live {
    scope: Scope,
    checker: Checker,
    /// The texts that are not saved, or as they were saved.
    open: BTreeMap<PathBuf, String>,
    /// The files that were deleted, whatever is on disk.
    gone: BTreeSet<PathBuf>,
    /// How often anything changed.
    generation: u64,
}

impl Live {
    /// Opens `scope` with these texts, and judges nothing yet.
    pub fn open(scope: Scope, texts: BTreeMap<PathBuf, String>, today: NaiveDate) -> Self {
        let input = input(&scope, texts.keys());
        let root = (scope == Scope::Project).then(PathBuf::new);
        let mut overlay = Overlay::new();
        for (path, text) in &texts {
            overlay.set(path, text.as_str());
        }
        let options = CheckOptions::on(today);
        let checker = Checker::open_unjudged(root.as_deref(), input, overlay, options);
        Self { scope, checker, open: texts, gone: BTreeSet::new(), generation: 0 }
    }

    /// What is open together.
    pub const fn scope(&self) -> &Scope {
        &self.scope
    }

    /// The project as it is now.
    pub fn project(&self) -> &Project {
        self.checker.project()
    }

    /// The day that dates are compared with.
    pub fn today(&self) -> NaiveDate {
        self.checker.options().today
    }

    /// How often anything changed: what was found out at another count may not hold any more.
    pub const fn generation(&self) -> u64 {
        self.generation
    }

    /// The paths of the files that have texts of their own.
    pub fn open_paths(&self) -> impl Iterator<Item = &Path> {
        self.open.keys().map(PathBuf::as_path)
    }

    /// The text of a file that is open.
    pub fn text(&self, path: &Path) -> Option<&str> {
        self.open.get(path).map(String::as_str)
    }

    /// Sets the text of the file at `path`, whatever is on disk.
    pub fn set(&mut self, path: &Path, text: &str) {
        if self.open.get(path).is_some_and(|known| known == text) {
            return;
        }
        self.gone.remove(path);
        let is_new = self.open.insert(path.to_owned(), text.to_owned()).is_none();
        if !is_new && self.is_no_paper(path) {
            // What it says makes no difference.
            return self.checker.lay_aside(path, text);
        }
        self.checker.lay(path, text);
        self.generation += 1;
        if is_new {
            self.find_again();
        }
    }

    /// Whether a file is Markdown and no paper, which depends on its name alone.
    fn is_no_paper(&self, path: &Path) -> bool {
        let is_markdown = project::has_ending_of_papers(&paths::display(path));
        is_markdown && !self.is_outdated() && self.project().papers_of(path).is_empty()
    }

    /// Takes the file at `path` as it is on disk again.
    pub fn close(&mut self, path: &Path) {
        if self.open.remove(path).is_some() {
            self.checker.lift(path);
            self.generation += 1;
            self.find_again();
        }
    }

    /// Notes that files were written, created or deleted on disk. Those that are open count as they are there.
    pub fn disk_changed(&mut self, paths: &[PathBuf]) {
        for path in paths {
            if self.open.contains_key(path) {
                continue;
            }
            if self.gone.remove(path) {
                self.checker.lift(path);
            }
            self.generation += 1;
            if is_read(path) {
                self.checker.touch(path);
                self.find_again();
            } else {
                // A picture, or what a link leads to.
                self.checker.touch_all();
            }
        }
    }

    /// The folders below that of a paper outside any project that its pictures are in, or are to be in. What is below
    /// that folder is otherwise none of its business.
    pub fn picture_folders(&self) -> BTreeSet<PathBuf> {
        let Scope::Paper(_) = &self.scope else { return BTreeSet::new() };
        let of_paper = |file: &PaperFile| {
            let folder = file.path.parent().map(Path::to_owned).unwrap_or_default();
            let images = file.paper.body().images.iter();
            let paths = images.filter_map(|image| match url::classify(&image.url) {
                Target::Relative { path, .. } => Some(folder.join(url::decoded(path))),
                _ => None,
            });
            let folders = paths.filter_map(|path| Some(paths::normal(&path).parent()?.to_owned()));
            folders.collect::<Vec<_>>()
        };
        let is_below = |folder: &PathBuf| {
            folder.components().next().is_some_and(|first| matches!(first, Component::Normal(_)))
        };
        self.project().papers.iter().flat_map(of_paper).filter(is_below).collect()
    }

    /// Notes that the current folder is another one now, so that everything on disk may be.
    pub fn reread(&mut self) {
        self.generation += 1;
        self.checker.touch(Path::new(SETTINGS_FILE));
        self.checker.touch_all();
        self.find_again();
    }

    /// Notes that the file at `path` was deleted, even if it is still on disk.
    pub fn deleted(&mut self, path: &Path) {
        if !self.open.contains_key(path) {
            self.generation += 1;
            self.checker.lay_nothing(path);
            self.gone.insert(path.to_owned());
            self.find_again();
        }
    }

    /// Looks for the papers below the folder again, where no project does it.
    fn find_again(&mut self) {
        if self.scope != Scope::Project && self.checker.is_outdated() {
            self.checker.set_input(input(&self.scope, self.open.keys()));
        }
    }

    /// Reads everything again, if a file changed that all papers are judged by.
    pub fn refresh(&mut self) {
        self.checker.refresh();
    }

    /// Whether a file changed that all papers are judged by.
    pub const fn is_outdated(&self) -> bool {
        self.checker.is_outdated()
    }

    /// Judges the papers that are open, as far as a change may have given them other findings.
    pub fn judge_open(&mut self) {
        let papers: Vec<usize> =
            self.open.keys().flat_map(|path| self.project().papers_of(path)).collect();
        self.checker.judge(&papers);
    }

    /// Judges the paper called `name`, as far as a change may have given it other findings.
    pub fn judge_named(&mut self, name: &str) {
        let papers: Vec<usize> = self.project().index_of(name).into_iter().collect();
        self.checker.judge(&papers);
    }

    /// Whether a change may have given papers other findings that were not judged again.
    pub fn is_settled(&self) -> bool {
        self.checker.is_settled()
    }

    /// Judges some more papers; true if everything is as a fresh check finds it.
    pub fn settle_some(&mut self, count: usize) -> bool {
        self.checker.settle_some(count)
    }

    /// Whether papers are judged: not as long as the project's own files have always had faults.
    pub const fn is_judged(&self) -> bool {
        self.checker.is_judged()
    }

    /// How many papers have to be judged again.
    pub fn left(&self) -> usize {
        self.checker.left()
    }

    /// The names of the files whose findings may have changed since this was asked for last.
    pub fn take_changed(&mut self) -> BTreeSet<String> {
        let papers = self.checker.take_judged();
        let mut names = BTreeSet::new();
        for at in papers {
            let Some(file) = self.project().papers.get(at).map(|file| &file.paper.file) else {
                continue;
            };
            names.extend(files_of(file).map(|file| file.name().to_owned()));
        }
        if self.checker.take_other_faults() {
            let elsewhere = self.checker.findings_elsewhere().iter();
            names.extend(elsewhere.map(|finding| finding.file.name().to_owned()));
        }
        names
    }

    /// The findings in the file called `name`, in its own text, that count.
    pub fn findings(&self, name: &str) -> Vec<Finding> {
        let project = self.project();
        let baseline = project.baseline();
        let counts = |finding: &&Finding| baseline.is_none_or(|known| !known.has(finding));
        let of_papers = |name: &str| {
            // The front matter of several papers may be in one file.
            let papers = project.papers_of(Path::new(name)).into_iter();
            papers.flat_map(|at| self.checker.findings_of(at)).filter(counts)
        };
        let elsewhere = self.checker.findings_elsewhere().iter().filter(counts);
        let all: Vec<Finding> = of_papers(name).chain(elsewhere).cloned().collect();
        let told_by = all.iter().flat_map(|finding| &finding.told_by);
        let files: BTreeSet<&str> =
            told_by.map(|(_, file)| file.as_str()).filter(|file| *file != name).collect();
        let others: Vec<&Finding> = files.into_iter().flat_map(of_papers).collect();
        let all = check::once_beside(all, &others).into_iter().map(Finding::at_origin);
        all.filter(|finding| finding.file.name() == name).collect()
    }

    /// The findings in the project's own files.
    pub fn findings_elsewhere(&self) -> Vec<Finding> {
        self.checker.findings_elsewhere().to_vec()
    }

    /// The names of the papers that are judged.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.project().judged().map(|file| file.paper.file.name())
    }

    /// The acronyms that the paper called `name` writes out, with their long forms, then those on which all papers agree.
    pub fn long_forms(&self, name: &str) -> Vec<(String, String)> {
        let own = self.project().index_of(name);
        self.checker.long_forms(own)
    }

    /// The files that safe fixes of the paper at `path` change, with their new texts: what `check --fix PATH` writes. Of a
    /// file with front matter these are the papers that have it.
    pub fn fixed(&self, path: &Path) -> Vec<(PathBuf, String)> {
        let mut overlay = Overlay::new();
        for (path, text) in &self.open {
            overlay.set(path, text.as_str());
        }
        let papers = self.project().papers_of(path).into_iter();
        let papers = papers.map(|at| self.project().papers[at].path.clone());
        // Of a file with the front matter of papers these are fixed.
        let mut named: Vec<PathBuf> = papers.collect();
        if named.is_empty() {
            named.push(path.to_owned());
        }
        let input = Input { named, ..Input::default() };
        let mut project = Project::open(self.project().root.as_deref(), &input, overlay);
        let fixed =
            check::fix_until_stable(&mut project, self.checker.options(), FixOptions::default());
        let changes = fixed.changes.iter().chain(fixed.stdin.iter());
        changes.map(|change| (change.path().to_owned(), change.after().to_owned())).collect()
    }
}

/// The files on disk that a paper is in.
pub fn files_of(file: &SourceFile) -> impl Iterator<Item = SourceFile> {
    let files = match file.split(file.text()) {
        Some([(head, _), (body, _)]) => vec![head.clone(), body.clone()],
        None => vec![file.clone()],
    };
    files.into_iter()
}

fn input<'p>(scope: &Scope, open: impl Iterator<Item = &'p PathBuf>) -> Input {
    match scope {
        Scope::Project => Input::everything(),
        Scope::Paper(path) => Input { named: vec![path.clone()], ..Input::default() },
        Scope::Folder => {
            let mut inputs = project::discover(&[PathBuf::from(".")]);
            let mut input = inputs.groups.remove(&None).unwrap_or_default();
            let found: BTreeSet<PathBuf> = input.found.iter().cloned().collect();
            let is_paper = |path: &&PathBuf| {
                !found.contains(*path) && project::has_ending_of_papers(&paths::display(path))
            };
            input.found.extend(open.filter(is_paper).cloned());
            input
        }
    }
}

/// Whether a project may read the file at `path`: a paper, its settings, or what is in its templates.
fn is_read(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    project::has_ending_of_papers(&paths::display(path))
        || ["yaml", "yml", "json"].iter().any(|known| ending.eq_ignore_ascii_case(known))
        || path.starts_with(project::TEMPLATES_FOLDER)
        || ending.is_empty()
}
