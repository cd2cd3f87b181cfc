//! A project that stays open and is checked again whenever a text changes, as in an editor.

mod state;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::front::{CheckOptions, conclude, faulty, selection};
use super::known::AtBase;
use super::{Outcome, joined};
use crate::pages;
use crate::project::base::BaseSnapshot;
use crate::project::{Input, Overlay, Project, Texts};
use crate::text::finding::Finding;
use state::State;

/// An open project and what was found in it. After each change that is what a full check of the changed
/// project would find, however little was checked again.
///
/// A change can be [laid](Self::lay) over a file without judging anything. Then the papers that somebody looks at are
/// [judged](Self::judge) at once, and the others [a few at a time](Self::settle_some) while nobody waits.
#[derive(Debug)]
pub struct Checker {
    root: Option<PathBuf>,
    input: Input,
    options: CheckOptions,
    base: Option<BaseSnapshot>,
    /// The project as it is or, while its own files have faults, as it was before with the papers of now.
    project: Project,
    /// What was found in it; none if it could never be judged.
    state: Option<State>,
    /// The faults in the project's own files; none if it can be judged.
    faults: Option<Vec<Finding>>,
    /// Whether a file other than a paper changed, so that everything has to be read again.
    is_outdated: bool,
    /// Whether the findings outside papers may be others than those that were asked for last.
    has_other_faults: bool,
    at_base: AtBase,
}

impl Checker {
    /// Opens a project as [`Project::open`] does, and checks it.
    pub fn open(
        root: Option<&Path>,
        input: Input,
        overlay: Overlay,
        options: CheckOptions,
    ) -> Self {
        let mut checker = Self::open_unjudged(root, input, overlay, options);
        checker.settle();
        checker
    }

    /// Opens a project without judging any paper.
    pub fn open_unjudged(
        root: Option<&Path>,
        input: Input,
        overlay: Overlay,
        options: CheckOptions,
    ) -> Self {
        let root = root.map(Path::to_owned);
        // Any paper may be judged again at any time.
        let input = Input { texts: Texts::All, shard: None, ..input };
        let project = Project::open(root.as_deref(), &input, overlay);
        let (state, faults) = parts(State::new(&project, &options));
        let at_base = AtBase::default();
        let (is_outdated, has_other_faults) = (false, true);
        Self {
            root,
            input,
            options,
            base: None,
            project,
            state,
            faults,
            is_outdated,
            has_other_faults,
            at_base,
        }
    }

    /// Compares with the project at `base` from now on.
    pub fn set_base(&mut self, base: BaseSnapshot) {
        self.base = Some(base);
        self.at_base = AtBase::default();
        self.is_outdated = true;
        self.settle();
    }

    /// The project as it is now.
    pub fn project(&self) -> &Project {
        &self.project
    }

    /// How it is checked.
    pub fn options(&self) -> &CheckOptions {
        &self.options
    }

    /// Sets the text of the file at `path`, whatever is on disk.
    pub fn set(&mut self, path: &Path, text: impl Into<Vec<u8>>) {
        self.lay(path, text);
        self.settle();
    }

    /// Takes the file at `path` for deleted, whatever is on disk.
    pub fn remove(&mut self, path: &Path) {
        self.lay_nothing(path);
        self.settle();
    }

    /// Reads the file at `path` from disk again, as after it was saved.
    pub fn clear(&mut self, path: &Path) {
        self.lift(path);
        self.settle();
    }

    /// Lays `text` over the file at `path`, and judges nothing yet.
    pub fn lay(&mut self, path: &Path, text: impl Into<Vec<u8>>) {
        self.project.overlay_mut().set(path, text);
        self.touch(path);
    }

    /// Takes the file at `path` for deleted, and judges nothing yet.
    pub fn lay_nothing(&mut self, path: &Path) {
        self.project.overlay_mut().remove(path);
        self.touch(path);
    }

    /// Lays `text` over the file at `path`, which has nothing to do with any paper.
    pub fn lay_aside(&mut self, path: &Path, text: impl Into<Vec<u8>>) {
        self.project.overlay_mut().set(path, text);
    }

    /// Lifts the text off the file at `path`, which counts as it is on disk again. Judges nothing yet.
    pub fn lift(&mut self, path: &Path) {
        self.project.overlay_mut().clear(path);
        self.touch(path);
    }

    /// Notes that the file at `path` is another on disk now. Judges nothing yet.
    pub fn touch(&mut self, path: &Path) {
        let papers = self.project.papers_of(path);
        let has_base = self.base.is_some();
        let touched = |state: &mut State| {
            let project = &mut self.project;
            papers.iter().all(|at| state.touch(project, &self.options, *at, has_base))
        };
        let is_known = !papers.is_empty() && self.state.as_mut().is_some_and(touched);
        self.is_outdated |= !is_known;
    }

    /// Notes that files came, went or changed that papers may point at. Judges nothing yet.
    pub fn touch_all(&mut self) {
        if let Some(state) = &mut self.state {
            state.touch_others();
        }
    }

    /// Opens other papers from the next [`refresh`](Self::refresh) on.
    pub fn set_input(&mut self, input: Input) {
        self.input = Input { texts: Texts::All, shard: None, ..input };
        self.is_outdated = true;
    }

    /// Whether papers are judged: not as long as the project's own files have always had faults.
    pub const fn is_judged(&self) -> bool {
        self.state.is_some()
    }

    /// How many papers have to be judged again.
    pub fn left(&self) -> usize {
        self.state.as_ref().map_or(0, State::left)
    }

    /// Whether a file other than a paper changed, so that [`refresh`](Self::refresh) has to read everything again.
    pub const fn is_outdated(&self) -> bool {
        self.is_outdated
    }

    /// Whether there are papers that have to be judged again.
    pub fn is_settled(&self) -> bool {
        !self.is_outdated && self.state.as_ref().is_none_or(State::is_settled)
    }

    /// Reads everything again if a file other than a paper changed. While the project's own files have faults, papers are
    /// judged by what these files said before.
    pub fn refresh(&mut self) {
        if !std::mem::take(&mut self.is_outdated) {
            return;
        }
        let project = self.reopened();
        let (state, faults) = parts(State::new(&project, &self.options));
        self.faults = faults;
        self.has_other_faults = true;
        if state.is_some() || self.state.is_none() {
            (self.project, self.state) = (project, state);
        }
    }

    fn reopened(&self) -> Project {
        let overlay = self.project.overlay().clone();
        let mut project = Project::open(self.root.as_deref(), &self.input, overlay);
        if let Some(base) = &self.base {
            project.set_base(base.clone());
        }
        project
    }

    /// Judges those of the papers with these indexes that have to be judged again.
    pub fn judge(&mut self, papers: &[usize]) {
        if let Some(state) = &mut self.state {
            state.judge(&self.project, &self.options, papers);
        }
    }

    /// Judges some of the papers that have to be judged again; true if none is left, and everything is as a full check
    /// finds it.
    pub fn settle_some(&mut self, count: usize) -> bool {
        self.refresh();
        let Some(state) = &mut self.state else { return true };
        let is_settled = state.settle_some(&self.project, &self.options, count);
        self.has_other_faults |= is_settled;
        is_settled
    }

    /// Judges all papers that have to be judged again.
    pub fn settle(&mut self) {
        while !self.settle_some(usize::MAX) {}
    }

    /// The indexes of the papers that were judged since this was asked for last.
    pub fn take_judged(&mut self) -> BTreeSet<usize> {
        self.state.as_mut().map(State::take_judged).unwrap_or_default()
    }

    /// Whether the findings outside papers may have changed since this was asked for last.
    pub const fn take_other_faults(&mut self) -> bool {
        std::mem::replace(&mut self.has_other_faults, false)
    }

    /// The findings in the paper at `path` that are not waived.
    pub fn findings(&self, path: &Path) -> &[Finding] {
        self.project.place_of(path).map_or(&[], |at| self.findings_of(at))
    }

    /// The findings in the paper with the index `at` that are not waived.
    pub fn findings_of(&self, at: usize) -> &[Finding] {
        self.state.as_ref().map_or(&[], |state| state.findings_of(at))
    }

    /// The acronyms with long forms of the paper with the index `own`, then those on which all judged papers agree.
    pub fn long_forms(&self, own: Option<usize>) -> Vec<(String, String)> {
        self.state.as_ref().map(|state| state.long_forms(own)).unwrap_or_default()
    }

    /// The findings in the project's own files: the faults for which it can't be judged, or what its rules say.
    pub fn findings_elsewhere(&self) -> &[Finding] {
        let of_project = || self.state.as_ref().map_or(&[][..], State::of_project);
        self.faults.as_deref().unwrap_or_else(of_project)
    }

    /// The outcome of a check of the project, as [`run`](super::run) returns it.
    pub fn outcome(&mut self) -> Outcome {
        self.settle();
        match (&self.state, &self.faults) {
            (Some(state), None) => {
                let (verdicts, of_project) = (state.verdicts(), state.of_project().to_vec());
                let verdict = joined(verdicts, of_project, &self.project);
                conclude(&self.project, &self.options, verdict, &mut self.at_base).at_origins()
            }
            (_, faults) => faulty(&self.reopened(), faults.clone().unwrap_or_default()),
        }
    }
}

fn parts(state: Result<State, Vec<Finding>>) -> (Option<State>, Option<Vec<Finding>>) {
    match state {
        Ok(state) => (Some(state), None),
        Err(faults) => (None, Some(faults)),
    }
}
