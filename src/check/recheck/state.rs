//! What was found in the papers of an open project, and which of them have to be judged again.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::{Finding, Project, pages, selection};
use crate::check::front::CheckOptions;
use crate::check::judge::{Judge, PaperVerdict};
use crate::check::waivers::SettingsWaivers;
use crate::check::{LongForms, PaperContext, ProjectIndex, Selection, SharedFacts, guard};

/// What papers are judged by, and the verdicts on them.
#[derive(Debug)]
pub(super) struct State {
    selection: Selection,
    waivers: SettingsWaivers,
    index: ProjectIndex,
    /// The selected papers, in order.
    papers: Vec<CheckedPaper>,
    /// The places in `papers` of those that have to be judged again.
    stale: BTreeSet<usize>,
    /// The indexes of the papers that were judged since somebody asked.
    judged: BTreeSet<usize>,
    /// What the papers agree on, as far as they were judged; none if one of them has other long forms now.
    forms: Option<LongForms>,
    /// Whether the papers that were judged have findings that depend on all others.
    is_incomplete: bool,
    /// Whether the project as a whole has to be judged again.
    is_project_stale: bool,
    of_project: Vec<Finding>,
}

/// A paper and what was found in it.
#[derive(Debug)]
struct CheckedPaper {
    /// Its index in the project.
    at: usize,
    /// What other papers see of it; none if it could not be read, or nobody needed to know.
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

impl State {
    /// The state of a project of which no paper is judged yet; the faults in its own files if none can be.
    pub(super) fn new(project: &Project, options: &CheckOptions) -> Result<Self, Vec<Finding>> {
        let selection = selection(project, options, &pages::template_faults(project))?;
        let mut index = ProjectIndex::new(project, |names| selection.phrases(names));
        index.stay_open(project);
        let waivers = SettingsWaivers::new(project);
        let mut state = Self {
            selection,
            waivers,
            index,
            papers: Vec::new(),
            stale: BTreeSet::new(),
            judged: BTreeSet::new(),
            forms: None,
            is_incomplete: false,
            is_project_stale: true,
            of_project: Vec::new(),
        };
        let papers = state.judge_with(project, options, false).due();
        let unjudged = |at| CheckedPaper { at, seen: None, verdict: PaperVerdict::default() };
        state.papers = papers.into_iter().map(unjudged).collect();
        state.touch_all();
        Ok(state)
    }

    fn judge_with<'s>(
        &'s self,
        project: &'s Project,
        options: &CheckOptions,
        keeps_bodies: bool,
    ) -> Judge<'s> {
        let Self { selection, waivers, index, .. } = self;
        Judge { project, index, selection, waivers, today: options.today, keeps_bodies }
    }

    fn position(&self, at: usize) -> Option<usize> {
        self.papers.binary_search_by_key(&at, |paper| paper.at).ok()
    }

    /// Reads the paper with the index `at` again and notes what has to be judged again; false if that takes more than
    /// judging papers that are open.
    pub(super) fn touch(
        &mut self,
        project: &mut Project,
        options: &CheckOptions,
        at: usize,
        has_base: bool,
    ) -> bool {
        let Some(position) = self.position(at) else { return false };
        let series = |project: &Project| {
            let said = project.said_series(&project.papers[at].paper);
            said.map(str::to_owned)
        };
        let (named, file) = (series(project), project.papers[at].clone());
        let known = self.papers[position].seen.take();
        let before = known.or_else(|| Seen::of(project, &self.index, at, options));
        if !project.reread(at) || series(project) != named {
            return false;
        }
        let now = &project.papers[at];
        if now.paper.file == file.paper.file && now.stray_bytes == file.stray_bytes {
            self.papers[position].seen = before;
            return true;
        }
        let after = Seen::of(project, &self.index, at, options);
        let is_alike = after.is_some() && after == before;
        self.papers[position].seen = after;
        self.stale.insert(position);
        if is_alike {
            self.index.update_hidden(project, now);
            self.touch_labeled(now.paper.file.name());
        } else if has_base {
            return false;
        } else {
            self.index.update(project, at);
            self.touch_all();
        }
        true
    }

    /// Notes that files changed that are no papers, such as pictures.
    pub(super) fn touch_others(&mut self) {
        self.index.forget_pictures();
        self.touch_all();
    }

    /// Notes that any paper may have other findings.
    fn touch_all(&mut self) {
        self.stale = (0..self.papers.len()).collect();
        self.is_project_stale = true;
    }

    /// Notes that the papers have to be judged again whose findings have a label in the file called `name`.
    fn touch_labeled(&mut self, name: &str) {
        let is_shown = |finding: &Finding| finding.labels.iter().any(|it| it.file.name() == name);
        let shows = |paper: &CheckedPaper| {
            let waived = paper.verdict.waived.iter().map(|waived| &waived.finding);
            paper.verdict.findings.iter().chain(waived).any(is_shown)
        };
        let papers = self.papers.iter().enumerate();
        self.stale.extend(papers.filter(|(_, paper)| shows(paper)).map(|(at, _)| at));
    }

    pub(super) fn left(&self) -> usize {
        self.stale.len()
    }

    pub(super) fn is_settled(&self) -> bool {
        self.stale.is_empty() && !self.is_project_stale && !self.is_incomplete
    }

    /// Judges those of these papers that are stale.
    pub(super) fn judge(&mut self, project: &Project, options: &CheckOptions, papers: &[usize]) {
        let positions = papers.iter().filter_map(|at| self.position(*at));
        let due: Vec<usize> = positions.filter(|at| self.stale.contains(at)).collect();
        // Somebody looks at them, and will look again.
        self.judge_papers(project, options, &due, true);
        self.complete(project, options, &due);
    }

    /// Judges `count` of the stale papers; true if none is left.
    pub(super) fn settle_some(
        &mut self,
        project: &Project,
        options: &CheckOptions,
        count: usize,
    ) -> bool {
        let due: Vec<usize> = self.stale.iter().copied().take(count).collect();
        self.judge_papers(project, options, &due, false);
        if self.forms.is_some() {
            self.complete(project, options, &due);
        } else {
            // All papers are completed in the end: what they agree on changes with each of them until then.
            self.is_incomplete |= due.iter().any(|at| self.papers[*at].verdict.is_incomplete());
        }
        if !self.stale.is_empty() {
            return false;
        }
        if std::mem::take(&mut self.is_incomplete) {
            let all = (0..self.papers.len()).collect::<Vec<_>>();
            self.complete(project, options, &all);
        }
        if std::mem::take(&mut self.is_project_stale) {
            let verdicts = self.papers.iter().map(|paper| &paper.verdict);
            self.of_project = self.judge_with(project, options, false).project(verdicts);
        }
        true
    }

    /// Judges the papers at these places.
    fn judge_papers(
        &mut self,
        project: &Project,
        options: &CheckOptions,
        due: &[usize],
        keeps_bodies: bool,
    ) {
        let judge = self.judge_with(project, options, keeps_bodies);
        let verdict = |at: &usize| judge.paper(self.papers[*at].at);
        let verdicts: Vec<PaperVerdict> = match due {
            [one] => vec![verdict(one)],
            _ => due.par_iter().map(verdict).collect(),
        };
        for (at, verdict) in due.iter().zip(verdicts) {
            self.stale.remove(at);
            let paper = &mut self.papers[*at];
            if verdict.long_forms != paper.verdict.long_forms {
                self.forms = None;
                self.is_incomplete = true;
            }
            self.is_project_stale |= verdict.used != paper.verdict.used;
            paper.verdict = verdict;
            self.judged.insert(paper.at);
        }
    }

    /// Completes the findings of the papers at these places with what all papers agree on, as far as that is known.
    fn complete(&mut self, project: &Project, options: &CheckOptions, due: &[usize]) {
        let is_incomplete = |at: &&usize| self.papers[**at].verdict.is_incomplete();
        let due: Vec<usize> = due.iter().filter(is_incomplete).copied().collect();
        if due.is_empty() {
            return;
        }
        let forms = self.forms.take().unwrap_or_else(|| {
            self.papers.iter().flat_map(|paper| &paper.verdict.long_forms).collect()
        });
        for at in due {
            let before = self.papers[at].verdict.clone();
            let mut after = before.clone();
            self.judge_with(project, options, false).complete_with(&mut after, &forms);
            if after != before {
                self.judged.insert(self.papers[at].at);
                self.papers[at].verdict = after;
            }
        }
        self.forms = Some(forms);
    }

    pub(super) fn take_judged(&mut self) -> BTreeSet<usize> {
        std::mem::take(&mut self.judged)
    }

    pub(super) fn findings_of(&self, at: usize) -> &[Finding] {
        let paper = self.position(at).and_then(|position| self.papers.get(position));
        paper.map_or(&[], |paper| &paper.verdict.findings)
    }

    pub(super) fn long_forms(&self, own: Option<usize>) -> Vec<(String, String)> {
        let own = own.and_then(|at| self.papers.get(self.position(at)?));
        let mut forms: Vec<_> =
            own.map(|paper| paper.verdict.long_forms.clone()).unwrap_or_default();
        let all: LongForms = self.papers.iter().flat_map(|it| &it.verdict.long_forms).collect();
        forms.extend(all.iter().map(|(name, long)| (name.to_owned(), long.to_owned())));
        forms
    }

    pub(super) fn of_project(&self) -> &[Finding] {
        &self.of_project
    }

    pub(super) fn verdicts(&self) -> Vec<PaperVerdict> {
        self.papers.iter().map(|paper| paper.verdict.clone()).collect()
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
