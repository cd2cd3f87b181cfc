//! Applying rules and waivers to each paper, and to the project as a whole.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use chrono::NaiveDate;
use rayon::prelude::*;

use super::waivers::{Applied, SettingsWaivers, Waived};
use super::{
    LongForms, PaperContext, ProjectIndex, Rule, Run, Selection, Sink, finish_findings, guard,
    rules,
};
use crate::project::{InputError, PaperFile, Project};
use crate::text::finding::{Finding, Severity};
use crate::text::source::{SourceFile, Span};

/// Everything that papers are judged by.
#[derive(Debug)]
pub(super) struct Judge<'p> {
    pub(super) project: &'p Project,
    pub(super) index: &'p ProjectIndex,
    pub(super) selection: &'p Selection,
    pub(super) waivers: &'p SettingsWaivers,
    pub(super) today: NaiveDate,
    /// Whether what is read of a paper's body stays with the project.
    pub(super) keeps_bodies: bool,
}

/// What was found in one paper.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct PaperVerdict {
    /// The findings that count, sorted.
    pub(super) findings: Vec<Finding>,
    /// The findings that are waived, sorted.
    pub(super) waived: Vec<Waived>,
    /// The waivers of the settings that waived one, by their index there and the rule.
    pub(super) used: BTreeSet<(usize, &'static str)>,
    /// The acronyms that the paper writes out, each with its long form.
    pub(super) long_forms: Vec<(String, String)>,
    /// Why it could not be judged.
    pub(super) error: Option<InputError>,
}

impl PaperVerdict {
    /// All findings, waived ones too.
    fn all(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().chain(self.waived.iter().map(|waived| &waived.finding))
    }

    /// Moves the findings in the front matter of the paper, of which `head` is the text, to that text: the paper's own
    /// would stay in memory with them.
    fn rest_on(&mut self, head: &SourceFile) {
        let is_inside = |file: &SourceFile, span: Span| {
            // Where the front matter ends, what is there may be told by what follows.
            file.name() != head.name() || span.end < head.text().len()
        };
        let waived = self.waived.iter_mut().map(|waived| &mut waived.finding);
        for finding in self.findings.iter_mut().chain(waived) {
            let mut edits = finding.fix.iter().flat_map(|fix| &fix.edits);
            let is_whole = is_inside(&finding.file, finding.span)
                && finding.labels.iter().all(|label| is_inside(&label.file, label.span))
                && edits.all(|edit| is_inside(&finding.file, edit.span));
            if is_whole {
                let labels = finding.labels.iter_mut().map(|label| &mut label.file);
                for file in std::iter::once(&mut finding.file).chain(labels) {
                    if file.name() == head.name() {
                        *file = head.clone();
                    }
                }
            }
        }
    }

    /// The acronyms whose long forms other papers may know.
    pub(super) fn unknown(&self) -> impl Iterator<Item = &str> {
        self.all().filter_map(|finding| finding.unknown_acronym.as_deref())
    }

    /// Whether findings depend on other papers.
    pub(super) fn is_incomplete(&self) -> bool {
        self.unknown().next().is_some()
    }
}

impl Judge<'_> {
    /// The indexes of the papers to judge.
    pub(super) fn due(&self) -> Vec<usize> {
        let papers = self.project.papers.iter().enumerate();
        papers
            .filter(|(_, file)| file.is_selected && !file.is_elsewhere)
            .map(|(at, _)| at)
            .collect()
    }

    /// Judges the papers with these indexes on all cores; the verdicts that say something are in their order. Also returns
    /// the long forms that these papers agree on.
    pub(super) fn all(&self, papers: &[usize]) -> (Vec<PaperVerdict>, LongForms) {
        let forms = Mutex::new(LongForms::default());
        let judge = |at: &usize| {
            let mut verdict = self.paper(*at);
            let own = std::mem::take(&mut verdict.long_forms);
            if !own.is_empty() {
                forms.lock().unwrap_or_else(PoisonError::into_inner).extend(&own);
            }
            (verdict != PaperVerdict::default()).then_some(verdict)
        };
        let verdicts = papers.par_iter().filter_map(judge).collect();
        (verdicts, forms.into_inner().unwrap_or_else(PoisonError::into_inner))
    }

    /// Judges the paper with the index `at`.
    pub(super) fn paper(&self, at: usize) -> PaperVerdict {
        self.paper_by(at, |_| true)
    }

    /// Judges the paper with the index `at` by some rules.
    pub(super) fn paper_by(&self, at: usize, is_wanted: impl Fn(&Rule) -> bool) -> PaperVerdict {
        let file = &self.project.papers[at];
        let file = if !file.paper.has_body() {
            match self.project.whole(file) {
                Ok(whole) => Cow::Owned(whole),
                Err(error) => {
                    return PaperVerdict { error: Some(error), ..PaperVerdict::default() };
                }
            }
        } else if self.keeps_bodies {
            Cow::Borrowed(file)
        } else {
            Cow::Owned(file.unread())
        };
        let file = file.as_ref();
        let verdict = guard::attempt(|| self.judged((at, file), is_wanted));
        let mut verdict = verdict.unwrap_or_else(|reason| {
            let source = &file.paper.file;
            let fault = guard::unread("malformed-front-matter", source, "the paper", &reason);
            let findings = finish_findings(vec![fault], self.project);
            PaperVerdict { findings, ..PaperVerdict::default() }
        });
        let known = &self.project.papers[at].paper;
        if !known.has_body() {
            verdict.rest_on(&known.file);
        }
        verdict
    }

    fn judged(
        &self,
        (at, file): (usize, &PaperFile),
        is_wanted: impl Fn(&Rule) -> bool,
    ) -> PaperVerdict {
        let mut findings = self.index.faults(Some(at)).to_vec();
        let source = &file.paper.file;
        let context = PaperContext::new(self.project, self.index, (at, file), self.today);
        let Some(context) = context else { return PaperVerdict::default() };
        let active = self.selection.active(self.project, file, context.series);
        let active: Vec<(&Rule, Severity)> = active.filter(|(rule, _)| is_wanted(rule)).collect();
        for (rule, severity) in &active {
            if rule.run.is_on_paper() {
                guard::run(rule, source, &mut findings, |findings| {
                    let mut sink = Sink::new(rule.name, *severity, source, findings);
                    rule.run.on_paper(rule.name, &context, &mut sink);
                });
            }
        }
        // The rule that crashes on the same text has reported it.
        let long_forms = guard::attempt(|| context.long_forms()).unwrap_or_default();
        let findings = finish_findings(findings, self.project);
        let Applied { findings, waived, used } =
            self.waivers.apply(self.project, file, &active, self.today, findings);
        // The findings on waivers are new.
        let findings = finish_findings(findings, self.project);
        PaperVerdict { findings, waived, used, long_forms, error: None }
    }

    /// Completes the findings that depend on other papers, after all papers to judge were judged; `forms` are what
    /// these agree on.
    pub(super) fn complete(&self, verdicts: &mut [PaperVerdict], mut forms: LongForms) {
        if verdicts.iter().any(PaperVerdict::is_incomplete) {
            self.add_forms_elsewhere(verdicts, &mut forms);
            for verdict in verdicts {
                self.complete_with(verdict, &forms);
            }
        }
    }

    /// Completes the findings of a paper with the long forms that all papers agree on.
    pub(super) fn complete_with(&self, verdict: &mut PaperVerdict, forms: &LongForms) {
        let waived = verdict.waived.iter_mut().map(|waived| &mut waived.finding);
        for finding in verdict.findings.iter_mut().chain(waived) {
            if finding.unknown_acronym.is_some() {
                // What papers agreed on before.
                finding.fix = None;
            }
            if let Some(long) = finding.unknown_acronym.as_deref().and_then(|name| forms.get(name))
                && let Some(complete) = self.completion(finding)
            {
                complete(finding, long);
            }
        }
    }

    fn completion(&self, finding: &Finding) -> Option<fn(&mut Finding, &str)> {
        self.selection.rules().iter().find_map(|rule| match rule.run {
            Run::Completed(_, complete) if rule.name == finding.rule => Some(complete),
            _ => None,
        })
    }

    /// Judges the project as a whole, and the waivers of the settings; the verdicts on papers show which of these
    /// were used.
    pub(super) fn project<'v>(
        &self,
        verdicts: impl IntoIterator<Item = &'v PaperVerdict>,
    ) -> Vec<Finding> {
        if !self.project.part().has_project() {
            return Vec::new();
        }
        let mut findings = self.index.faults(None).to_vec();
        let is_whole = self.project.is_whole();
        for rule in rules().into_iter().filter(|_| is_whole) {
            let Some(file) = &self.project.settings.file else { break };
            if let Run::Project(check) = rule.run
                && let Some(severity) = self.selection.in_settings(self.project, rule.name)
            {
                guard::run(rule, file, &mut findings, |findings| {
                    check(
                        self.project,
                        self.today,
                        &mut Sink::new(rule.name, severity, file, findings),
                    );
                });
            }
        }
        self.leave_to_other_shards(&mut findings);
        let mut used: BTreeSet<_> =
            verdicts.into_iter().flat_map(|verdict| verdict.used.iter().copied()).collect();
        self.add_used_elsewhere(&mut used);
        self.waivers.judge(self.project, self.selection, self.today, &used, &mut findings);
        finish_findings(findings, self.project)
    }
}
