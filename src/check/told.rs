//! Findings that another one tells as well. Which of them count is known after levels, waivers and the baseline were
//! applied: one is left out only if the other is there.

use std::collections::BTreeMap;

use super::Selection;
use super::judge::Judge;
use crate::text::finding::{Finding, Severity};

/// The findings without those that another one of them tells, which is as severe.
pub(super) fn once(findings: Vec<Finding>) -> Vec<Finding> {
    once_beside(findings, &[])
}

/// The same, where one of `others` may tell it, too.
pub fn once_beside(findings: Vec<Finding>, others: &[&Finding]) -> Vec<Finding> {
    if findings.iter().all(|finding| finding.told_by.is_empty()) {
        return findings;
    }
    let mut there: BTreeMap<(&'static str, String), Severity> = BTreeMap::new();
    for finding in findings.iter().chain(others.iter().copied()) {
        let severity =
            there.entry((finding.rule, finding.file.name().to_owned())).or_insert(finding.severity);
        *severity = (*severity).max(finding.severity);
    }
    let is_told = |finding: &Finding| {
        let mut by = finding.told_by.iter().filter_map(|by| there.get(by));
        by.any(|severity| *severity >= finding.severity)
    };
    findings.into_iter().filter(|finding| !is_told(finding)).collect()
}

impl Judge<'_> {
    /// Leaves out the findings on the project that one in a paper tells which another shard judges, if its rule is on.
    pub(super) fn leave_to_other_shards(&self, findings: &mut Vec<Finding>) {
        let (project, selection): (_, &Selection) = (self.project, self.selection);
        let is_told_by = |(rule, name): &(&str, String), finding: &Finding| {
            let Some(file) = project.paper(name).filter(|file| file.is_elsewhere) else {
                return false;
            };
            let Some(series) = project.series_of(&file.paper) else { return false };
            let mut active = selection.active(project, file, series);
            active.any(|(other, severity)| other.name == *rule && severity >= finding.severity)
        };
        findings.retain(|finding| !finding.told_by.iter().any(|by| is_told_by(by, finding)));
    }
}
