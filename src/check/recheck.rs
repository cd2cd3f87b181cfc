//! A project that stays open and is checked again whenever a text changes, as in an editor.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::front::{CheckOptions, conclude, faulty, selection};
use super::judge::{Judge, PaperVerdict};
use super::known::AtBase;
use super::waivers::SettingsWaivers;
use super::{Outcome, PaperContext, ProjectIndex, Selection, SharedFacts, guard, joined};
use crate::pages;
use crate::project::base::BaseSnapshot;
use crate::project::{Input, Overlay, Project, Texts};
use crate::text::finding::Finding;

/// An open project and what was found in it. After each change that is what a full check of the changed
/// project would find, however little was checked again.
#[derive(Debug)]
pub struct Checker {
    root: Option<PathBuf>,
    input: Input,
    options: CheckOptions,
    base: Option<BaseSnapshot>,
    project: Project,
    /// What was found; the faults in the project's own files if it could not be judged.
    state: Result<State, Vec<Finding>>,
    at_base: AtBase,
}

/// What papers are judged by, and the verdicts on them.
#[derive(Debug)]
struct State {
    selection: Selection,
    waivers: SettingsWaivers,
    index: ProjectIndex,
    /// The selected papers, in order.
    papers: Vec<CheckedPaper>,
    of_project: Vec<Finding>,
}

/// A paper and what was found in it.
#[derive(Debug)]
struct CheckedPaper {
    /// Its index in the project.
    at: usize,
    /// What other papers see of it; none if it could not be read.
    seen: Option<Seen>,
    verdict: PaperVerdict,
}

/// What other papers see of a paper: nothing else in it affects their findings.
#[derive(Debug, PartialEq, Eq)]
struct Seen {
    /// The text of its front matter.
    head: String,
    /// What they see of its body.
    body: SharedFacts,
}

impl Checker {
    /// Opens a project as [`Project::open`] does, and checks it.
    pub fn open(
        root: Option<&Path>,
        input: Input,
        overlay: Overlay,
        options: CheckOptions,
    ) -> Self {
        let root = root.map(Path::to_owned);
        // Any paper may be judged again at any time.
        let input = Input { texts: Texts::All, shard: None, ..input };
        let project = Project::open(root.as_deref(), &input, overlay);
        let state = State::new(&project, &options);
        let at_base = AtBase::default();
        Self { root, input, options, base: None, project, state, at_base }
    }

    /// Compares with the project at `base` from now on.
    pub fn set_base(&mut self, base: BaseSnapshot) {
        self.base = Some(base);
        self.at_base = AtBase::default();
        self.reopen();
    }

    /// The project as it is now.
    pub fn project(&self) -> &Project {
        &self.project
    }

    /// Sets the text of the file at `path`, whatever is on disk.
    pub fn set(&mut self, path: &Path, text: impl Into<Vec<u8>>) {
        self.project.overlay_mut().set(path, text);
        self.recheck(path);
    }

    /// Takes the file at `path` for deleted, whatever is on disk.
    pub fn remove(&mut self, path: &Path) {
        self.project.overlay_mut().remove(path);
        self.recheck(path);
    }

    /// Reads the file at `path` from disk again, as after it was saved.
    pub fn clear(&mut self, path: &Path) {
        self.project.overlay_mut().clear(path);
        self.recheck(path);
    }

    /// The findings in the paper at `path` that are not waived.
    pub fn findings(&self, path: &Path) -> &[Finding] {
        let paper = || {
            let (state, at) = (self.state.as_ref().ok()?, self.project.place_of(path)?);
            state.papers.iter().find(|paper| paper.at == at)
        };
        paper().map_or(&[], |paper| &paper.verdict.findings)
    }

    /// The outcome of a check of the project, as [`run`](super::run) returns it.
    pub fn outcome(&mut self) -> Outcome {
        match &self.state {
            Ok(state) => {
                let verdicts = state.papers.iter().map(|paper| paper.verdict.clone());
                let verdict = joined(verdicts.collect(), state.of_project.clone(), &self.project);
                conclude(&self.project, &self.options, verdict, &mut self.at_base)
            }
            Err(faults) => faulty(&self.project, faults.clone()),
        }
    }

    fn recheck(&mut self, path: &Path) {
        if !self.recheck_paper(path) {
            self.reopen();
        }
    }

    /// Reads and checks everything.
    fn reopen(&mut self) {
        let overlay = self.project.overlay().clone();
        self.project = Project::open(self.root.as_deref(), &self.input, overlay);
        if let Some(base) = &self.base {
            self.project.set_base(base.clone());
        }
        self.state = State::new(&self.project, &self.options);
    }

    /// Reads one paper again and checks what its change can affect; false if that takes more than checking
    /// papers that are already open.
    fn recheck_paper(&mut self, path: &Path) -> bool {
        let (Ok(state), Some(at)) = (&mut self.state, self.project.place_of(path)) else {
            return false;
        };
        let Some(position) = state.papers.iter().position(|paper| paper.at == at) else {
            return false;
        };
        let series = |project: &Project| {
            let said = project.said_series(&project.papers[at].paper);
            said.map(str::to_owned)
        };
        let before = series(&self.project);
        if !self.project.reread(at) || series(&self.project) != before {
            return false;
        }
        let seen = Seen::of(&self.project, &state.index, at, &self.options);
        if seen.is_some() && seen == state.papers[position].seen {
            state.recheck(&self.project, &self.options, position);
            return true;
        }
        if self.base.is_some() {
            return false;
        }
        state.index = ProjectIndex::new(&self.project, |names| state.selection.phrases(names));
        state.check_all(&self.project, &self.options);
        true
    }
}

impl State {
    fn new(project: &Project, options: &CheckOptions) -> Result<Self, Vec<Finding>> {
        let selection = selection(project, options, &pages::template_faults(project))?;
        let index = ProjectIndex::new(project, |names| selection.phrases(names));
        let waivers = SettingsWaivers::new(project);
        let (papers, of_project) = (Vec::new(), Vec::new());
        let mut state = Self { selection, waivers, index, papers, of_project };
        state.check_all(project, options);
        Ok(state)
    }

    fn judge<'s>(&'s self, project: &'s Project, options: &CheckOptions) -> Judge<'s> {
        let Self { selection, waivers, index, .. } = self;
        Judge { project, index, selection, waivers, today: options.today, keeps_bodies: true }
    }

    fn check_all(&mut self, project: &Project, options: &CheckOptions) {
        let judge = self.judge(project, options);
        let papers = judge.due();
        let mut verdicts = judge.papers(&papers);
        let forms = verdicts.iter().flat_map(|verdict| &verdict.long_forms).collect();
        judge.complete(&mut verdicts, forms);
        let papers: Vec<(usize, PaperVerdict)> = papers.into_iter().zip(verdicts).collect();
        let checked = |(at, verdict)| {
            let seen = Seen::of(project, &self.index, at, options);
            CheckedPaper { at, seen, verdict }
        };
        self.papers = papers.into_par_iter().map(checked).collect();
        self.check_project(project, options);
    }

    fn check_project(&mut self, project: &Project, options: &CheckOptions) {
        let verdicts = self.papers.iter().map(|paper| &paper.verdict);
        self.of_project = self.judge(project, options).project(verdicts);
    }

    /// Checks the paper at `position`, of which others see the same as before, and the papers whose findings have a
    /// label in it.
    fn recheck(&mut self, project: &Project, options: &CheckOptions, position: usize) {
        let file = &project.papers[self.papers[position].at];
        self.index.update(project, file);
        let name = file.paper.file.name();
        let is_shown = |finding: &Finding| finding.labels.iter().any(|it| it.file.name() == name);
        let shows = |paper: &CheckedPaper| {
            let waived = paper.verdict.waived.iter().map(|waived| &waived.finding);
            paper.verdict.findings.iter().chain(waived).any(is_shown)
        };
        let is_due = |(at, paper): &(usize, &CheckedPaper)| *at == position || shows(paper);
        let due = self.papers.iter().enumerate().filter(is_due).map(|(at, _)| at);
        let mut is_used_as_before = true;
        for due in due.collect::<Vec<_>>() {
            let judge = self.judge(project, options);
            let mut verdict = judge.paper(self.papers[due].at);
            if verdict.is_incomplete() {
                let papers = self.papers.iter().flat_map(|paper| &paper.verdict.long_forms);
                judge.complete_with(&mut verdict, &papers.collect());
            }
            is_used_as_before &= verdict.used == self.papers[due].verdict.used;
            self.papers[due].verdict = verdict;
        }
        if !is_used_as_before {
            self.check_project(project, options);
        }
    }
}

impl Seen {
    fn of(
        project: &Project,
        index: &ProjectIndex,
        at: usize,
        options: &CheckOptions,
    ) -> Option<Self> {
        let file = project.papers.get(at)?;
        let read = || {
            let context = PaperContext::new(project, index, (at, file), options.today)?;
            let head = file.paper.file.text().get(..file.paper.body_span().start)?;
            Some(Self { head: head.to_owned(), body: context.shared_facts() })
        };
        guard::attempt(read).ok().flatten()
    }
}
