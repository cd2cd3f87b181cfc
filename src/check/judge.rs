//! Applying rules and waivers to each paper, and to the project as a whole.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rayon::prelude::*;

use super::waivers::{SettingsWaivers, Waived};
use super::{
    LongForms, PaperContext, ProjectIndex, Rule, Run, Selection, Sink, finish_findings, guard,
    rules,
};
use crate::project::{PaperFile, Project};
use crate::text::finding::{Finding, Severity};

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
}

impl PaperVerdict {
    /// All findings, waived ones too.
    fn all(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().chain(self.waived.iter().map(|waived| &waived.finding))
    }

    /// Whether findings depend on other papers.
    pub(super) fn is_incomplete(&self) -> bool {
        self.all().any(|finding| finding.unknown_acronym.is_some())
    }
}

impl Judge<'_> {
    /// Judges `papers` on all cores; the verdicts are in their order.
    pub(super) fn papers(&self, papers: &[&PaperFile]) -> Vec<PaperVerdict> {
        papers.par_iter().map(|file| self.paper(file)).collect()
    }

    /// Judges one paper.
    pub(super) fn paper(&self, file: &PaperFile) -> PaperVerdict {
        let unread = (!self.keeps_bodies).then(|| file.unread());
        let file = unread.as_ref().unwrap_or(file);
        guard::attempt(|| self.judged(file)).unwrap_or_else(|reason| {
            let source = &file.paper.file;
            let fault = guard::unread("malformed-front-matter", source, "the paper", &reason);
            let findings = finish_findings(vec![fault], self.project);
            PaperVerdict { findings, ..PaperVerdict::default() }
        })
    }

    fn judged(&self, file: &PaperFile) -> PaperVerdict {
        let at = self.project.index_of(file.paper.file.name());
        let mut findings = self.index.faults(at).to_vec();
        let source = &file.paper.file;
        let context = PaperContext::new(self.project, self.index, file, self.today);
        let Some(context) = context else { return PaperVerdict::default() };
        let active: Vec<(&Rule, Severity)> =
            self.selection.active(self.project, file, context.series).collect();
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
        let verdict = self.waivers.apply(self.project, file, &active, self.today, findings);
        // The findings on waivers are new.
        let findings = finish_findings(verdict.findings, self.project);
        PaperVerdict { findings, long_forms, ..verdict }
    }

    /// Completes the findings that depend on other papers, after all papers were judged.
    pub(super) fn complete(&self, verdicts: &mut [PaperVerdict]) {
        if verdicts.iter().any(PaperVerdict::is_incomplete) {
            let forms = verdicts.iter().flat_map(|verdict| &verdict.long_forms).collect();
            for verdict in verdicts {
                self.complete_with(verdict, &forms);
            }
        }
    }

    /// Completes the findings of a paper with the long forms that all papers agree on.
    pub(super) fn complete_with(&self, verdict: &mut PaperVerdict, forms: &LongForms) {
        let waived = verdict.waived.iter_mut().map(|waived| &mut waived.finding);
        for finding in verdict.findings.iter_mut().chain(waived) {
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
        let mut findings = self.index.faults(None).to_vec();
        let is_whole = self.project.is_whole();
        for rule in rules().into_iter().filter(|_| is_whole) {
            let Some(file) = &self.project.settings.file else { break };
            if let Run::Project(check) = rule.run
                && let Some(severity) = self.selection.in_settings(self.project, rule.name)
            {
                guard::run(rule, file, &mut findings, |findings| {
                    check(self.project, &mut Sink::new(rule.name, severity, file, findings));
                });
            }
        }
        let used = verdicts.into_iter().flat_map(|verdict| verdict.used.iter().copied()).collect();
        self.waivers.judge(self.project, self.selection, self.today, &used, &mut findings);
        finish_findings(findings, self.project)
    }
}
