//! Which rules look at a paper, and how grave their findings are.
//!
//! The order, each stronger than the one before: the rule's own level, the series, the settings,
//! their overrides from first to last.

use std::collections::BTreeMap;

use super::rule::{Rule, Run};
use super::{rule, rules};
use crate::config::Override;
use crate::finding::{Finding, Severity};
use crate::series::{Level, Series};
use crate::source::{SourceFile, Spanned};
use crate::suggest;
use crate::workspace::{PaperFile, Project};
use crate::yaml::INVALID_SETTINGS;

/// The levels of all rules for the papers of a project.
#[derive(Debug)]
pub struct Selection {
    rules: Vec<&'static Rule>,
    /// The level of each rule for each series, overrides aside.
    levels: BTreeMap<String, Vec<Level>>,
}

impl Selection {
    /// Resolves the levels for `project`.
    ///
    /// # Errors
    ///
    /// The settings or a series name a rule that does not exist.
    pub fn new(project: &Project) -> Result<Self, Vec<Finding>> {
        let rules = rules();
        let mut findings = Vec::new();
        let mut levels = BTreeMap::new();
        for series in project.used_series() {
            let mut own: Vec<Level> = rules.iter().map(|rule| rule.level).collect();
            set_series_levels(&rules, &mut own, series, project, &mut findings);
            for (name, level) in &project.config.rules {
                set(&rules, &mut own, &name.value, *level);
            }
            levels.insert(series.id.clone(), own);
        }
        if let Some(file) = &project.config.file {
            let overridden = project.config.overrides.iter().flat_map(|part| &part.rules);
            for (name, _) in project.config.rules.iter().chain(overridden) {
                findings.extend(unknown_rule(file, name));
            }
        }
        if findings.is_empty() { Ok(Self { rules, levels }) } else { Err(findings) }
    }

    /// Only the rule `name`, at its own level, whatever series and settings say: for tests of a rule.
    pub fn only(project: &Project, name: &str) -> Self {
        let rules: Vec<&Rule> = rules().into_iter().filter(|rule| rule.name == name).collect();
        let own: Vec<Level> = rules.iter().map(|rule| rule.level).collect();
        let levels = project.used_series().map(|series| (series.id.clone(), own.clone())).collect();
        Self { rules, levels }
    }

    /// The rules that look at the paper `file` of `series`, with the severity of their findings.
    pub fn active<'s>(
        &'s self,
        project: &'s Project,
        file: &PaperFile,
        series: &Series,
    ) -> impl Iterator<Item = (&'static Rule, Severity)> + 's {
        let overrides: Vec<&Override> = project
            .config
            .overrides
            .iter()
            .filter(|part| applies(part, project, file, series))
            .collect();
        let levels = self.levels.get(&series.id).map_or(&[][..], Vec::as_slice);
        self.rules.iter().zip(levels).filter_map(move |(rule, level)| {
            let last = overrides
                .iter()
                .flat_map(|part| &part.rules)
                .rfind(|(name, _)| name.value == rule.name);
            let level = last.map_or(*level, |(_, level)| *level);
            Some((*rule, level.severity()?))
        })
    }
}

fn applies(part: &Override, project: &Project, file: &PaperFile, series: &Series) -> bool {
    let is_path =
        part.paths.as_ref().is_none_or(|paths| paths.is_match(project.relative(&file.path)));
    is_path && part.series.as_ref().is_none_or(|id| *id == series.id)
}

fn set(rules: &[&Rule], levels: &mut [Level], name: &str, level: Level) {
    if let Some(at) =
        rules.iter().position(|rule| rule.name == name && !matches!(rule.run, Run::Settings))
    {
        levels[at] = level;
    }
}

fn set_series_levels(
    rules: &[&Rule],
    levels: &mut [Level],
    series: &Series,
    project: &Project,
    findings: &mut Vec<Finding>,
) {
    for (name, level) in &series.rules {
        set(rules, levels, name, level.value);
        if rule(name).is_none()
            && let Some(file) = project.library.declaration(&series.id)
        {
            findings.extend(unknown_rule(&file, &Spanned::new(name.clone(), level.span)));
        }
    }
}

fn unknown_rule(file: &SourceFile, name: &Spanned<String>) -> Option<Finding> {
    let rule = rule(&name.value);
    if let Some(rule) = rule {
        let is_fixed = matches!(rule.run, Run::Settings);
        let message = format!("`{}` can't be set: without it no paper could be judged", rule.name);
        return is_fixed.then(|| {
            Finding::error(INVALID_SETTINGS, file, name.span, message).help("delete this line")
        });
    }
    let names: Vec<&str> = rules().into_iter().map(|rule| rule.name).collect();
    let help = suggest::nearest(&name.value, names).map_or_else(
        || "`issuepaper explain` lists the rules".to_owned(),
        |near| format!("did you mean `{near}`?"),
    );
    Some(
        Finding::error(
            INVALID_SETTINGS,
            file,
            name.span,
            format!("there is no rule `{}`", name.value),
        )
        .help(help),
    )
}
