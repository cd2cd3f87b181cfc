//! Which rules check a paper, and the severity of their findings.
//!
//! The sources, each stronger than the one before: the rule itself, the series, the settings, their
//! overrides from first to last, the command line. A source that does not set the level, or the first
//! period, leaves it as it is.

use std::collections::BTreeMap;

use super::facts::phrases::PhraseList;
use super::names::UnitNames;
use super::rule::{Rule, Run};
use super::{rule, rules};
use crate::project::settings::Override;
use crate::project::{PaperFile, Project};
use crate::series::{Level, RuleSetting, RulesWhen, Series, Values};
use crate::text::finding::{Finding, INVALID_SETTINGS, Severity};
use crate::text::source::{SourceFile, Spanned};

/// The settings of rules on the command line.
#[derive(Debug, Clone, Default)]
pub struct CommandLine {
    /// Levels by rule name.
    pub levels: BTreeMap<String, Level>,
    /// Whether warnings are errors.
    pub denies_warnings: bool,
}

/// The levels of all rules for the papers of a project.
#[derive(Debug)]
pub struct Selection {
    rules: Vec<&'static Rule>,
    /// The setting of each rule for each series, without overrides and command line.
    settings: BTreeMap<String, Vec<RuleSetting>>,
    command_line: CommandLine,
}

/// What one source sets for a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layer {
    /// The source.
    pub origin: Origin,
    /// What it sets.
    pub setting: RuleSetting,
}

/// Where a rule is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// In the program.
    Rule,
    /// In a series, or in one that it extends.
    Series,
    /// In the settings, in the line counted from 1.
    Settings(usize),
    /// In an override of the settings, in the line counted from 1.
    Override(usize),
    /// On the command line, by the rule's name.
    CommandLine,
    /// On the command line, for all warnings.
    DeniedWarnings,
}

/// The faults in a project's own files, as far as they are found without its templates: with any, no paper can be
/// judged.
pub fn settings_faults(project: &Project) -> Vec<Finding> {
    Selection::new(project).map_or_else(|faults| faults, |_| project.findings.clone())
}

impl Selection {
    /// Resolves the levels for `project`, with nothing on the command line.
    ///
    /// # Errors
    ///
    /// The settings or a series names a rule that does not exist.
    pub fn new(project: &Project) -> Result<Self, Vec<Finding>> {
        Self::with(project, CommandLine::default())
    }

    /// Resolves the levels for `project`.
    ///
    /// # Errors
    ///
    /// As [`Selection::new`].
    pub fn with(project: &Project, command_line: CommandLine) -> Result<Self, Vec<Finding>> {
        let rules = rules();
        let mut findings = Vec::new();
        let mut settings = BTreeMap::new();
        for series in project.used_series() {
            let of_rule = |rule: &&'static Rule| {
                RuleSetting::strongest(settings_of(&layers_of(rule, project, series, &[])))
            };
            settings.insert(series.id.clone(), rules.iter().map(of_rule).collect());
            findings.extend(unknown_in_series(series));
        }
        if let Some(file) = &project.settings.file {
            let overridden = project.settings.overrides.iter().flat_map(|part| &part.rules);
            for (name, _) in project.settings.rules.iter().chain(overridden) {
                findings.extend(unknown_rule(file, name));
            }
        }
        if findings.is_empty() { Ok(Self { rules, settings, command_line }) } else { Err(findings) }
    }

    /// Only the rule `name`, and what it needs, at its default level, or as a warning if it is off by
    /// default, whatever series and settings say: for tests of a rule.
    pub fn only(project: &Project, name: &str) -> Self {
        let mut rules = rules();
        // Waivers are judged by the findings of the other rules.
        if !rule(name).is_some_and(|rule| matches!(rule.run, Run::Waivers)) {
            rules.retain(|rule| rule.name == name);
        }
        let own: Vec<RuleSetting> =
            rules.iter().map(|rule| RuleSetting::level(at_least_warning(rule.level))).collect();
        let settings =
            project.used_series().map(|series| (series.id.clone(), own.clone())).collect();
        Self { rules, settings, command_line: CommandLine::default() }
    }

    /// The rules that may check a paper.
    pub fn rules(&self) -> &[&'static Rule] {
        &self.rules
    }

    /// What its rules look for in the text of papers; `names` are the units of the project.
    pub(super) fn phrases<'n>(&self, names: &'n UnitNames) -> Vec<PhraseList<'n>> {
        let lists = self.rules.iter().filter_map(|rule| {
            let Run::Phrases(list, _) = rule.run else { return None };
            Some(PhraseList { rule: rule.name, phrases: list(names) })
        });
        lists.collect()
    }

    /// The rules that check the paper `file` of `series`, with the severity of their findings.
    pub fn active<'s>(
        &'s self,
        project: &'s Project,
        file: &'s PaperFile,
        series: &'s Series,
    ) -> impl Iterator<Item = (&'static Rule, Severity)> + 's {
        let overrides = overrides(project, file, series);
        let held = held(file, series);
        let is_set_once = overrides.is_empty() && self.command_line.levels.is_empty();
        let at_most = at_most(&held);
        // Most rules apply to papers of every period, so it is read only for one that does not.
        let mut period = None;
        let settings = self.settings.get(&series.id).map_or(&[][..], Vec::as_slice);
        self.rules.iter().zip(settings).filter_map(move |(rule, setting)| {
            let overridden = overrides.iter().flat_map(|part| of_rule(&part.rules, rule));
            let overridden = overridden.map(|(_, setting)| *setting);
            let setting = if held.is_empty() {
                *setting
            } else {
                RuleSetting::strongest(settings_of(&layers_of(rule, project, series, &held)))
            };
            // Most projects set a rule once.
            let setting = if is_set_once {
                setting
            } else {
                let all = std::iter::once(setting).chain(overridden);
                RuleSetting::strongest(all.chain(self.on_command_line(rule)))
            };
            let mut period = || {
                *period.get_or_insert_with(|| {
                    Values::new(&file.paper, series).period_or_date_month(series)
                })
            };
            if setting.since.is_some_and(|since| period().is_some_and(|period| period < since)) {
                return None;
            }
            let level = setting.level?;
            Some((*rule, self.severity(at_most.map_or(level, |most| level.min(most)))?))
        })
    }

    /// What each source sets for `rule` and a paper, the weakest first.
    pub fn trace(
        &self,
        rule: &Rule,
        project: &Project,
        file: &PaperFile,
        series: &Series,
    ) -> Vec<Layer> {
        let held = held(file, series);
        let mut layers = layers_of(rule, project, series, &held);
        for part in overrides(project, file, series) {
            layers.extend(settings_layers(&part.rules, rule, project, Origin::Override));
        }
        let own = self
            .on_command_line(rule)
            .map(|setting| Layer { origin: Origin::CommandLine, setting });
        layers.extend(own);
        let level = RuleSetting::strongest(settings_of(&layers)).level;
        if let Some(most) = at_most(&held).filter(|most| level.is_some_and(|level| level > *most)) {
            layers.push(Layer { origin: Origin::Series, setting: RuleSetting::level(most) });
        }
        let whole = RuleSetting::strongest(settings_of(&layers));
        if self.command_line.denies_warnings && whole.level == Some(Level::Warning) {
            let setting = RuleSetting::level(Level::Error);
            layers.push(Layer { origin: Origin::DeniedWarnings, setting });
        }
        layers
    }

    /// The severity of a rule for the settings themselves; none if it is off.
    pub(super) fn in_settings(&self, project: &Project, name: &str) -> Option<Severity> {
        let rule = self.rules.iter().find(|rule| rule.name == name)?;
        let set = of_rule(&project.settings.rules, rule).map(|(_, setting)| *setting);
        let own = std::iter::once(RuleSetting::level(rule.level));
        self.severity(
            RuleSetting::strongest(own.chain(set).chain(self.on_command_line(rule))).level?,
        )
    }

    fn on_command_line(&self, rule: &Rule) -> Option<RuleSetting> {
        self.command_line.levels.get(rule.name).copied().map(RuleSetting::level)
    }

    fn severity(&self, level: Level) -> Option<Severity> {
        let severity = level.severity()?;
        Some(if self.command_line.denies_warnings { Severity::Error } else { severity })
    }
}

fn overrides<'p>(project: &'p Project, file: &PaperFile, series: &Series) -> Vec<&'p Override> {
    let applies = |part: &&Override| {
        let is_path =
            part.paths.as_ref().is_none_or(|paths| paths.is_match(project.relative(&file.path)));
        is_path && part.series.as_ref().is_none_or(|id| id.value == series.id)
    };
    project.settings.overrides.iter().filter(applies).collect()
}

/// The parts of a series whose conditions hold for a paper.
fn held<'s>(file: &PaperFile, series: &'s Series) -> Vec<&'s RulesWhen> {
    if series.rules_when.is_empty() {
        return Vec::new();
    }
    let values = Values::new(&file.paper, series);
    series.rules_when.iter().filter(|part| part.when.holds(series, &values)).collect()
}

/// The most severe that a finding is where these hold.
fn at_most(held: &[&RulesWhen]) -> Option<Level> {
    held.iter().filter_map(|part| part.at_most).min()
}

fn settings_of(layers: &[Layer]) -> impl Iterator<Item = RuleSetting> {
    layers.iter().map(|layer| layer.setting)
}

/// What the rule, the series and the settings set. A rule on settings can't be set.
fn layers_of(rule: &Rule, project: &Project, series: &Series, held: &[&RulesWhen]) -> Vec<Layer> {
    let own = Layer { origin: Origin::Rule, setting: RuleSetting::level(rule.level) };
    let mut layers = vec![own];
    if !matches!(rule.run, Run::Settings) {
        let of_series = series.rules.get(rule.name);
        let conditional = held.iter().filter_map(|part| part.rules.get(rule.name));
        let of_series = of_series.into_iter().chain(conditional);
        layers.extend(of_series.map(|set| Layer { origin: Origin::Series, setting: set.value }));
        layers.extend(settings_layers(&project.settings.rules, rule, project, Origin::Settings));
    }
    layers
}

fn settings_layers(
    settings: &[(Spanned<String>, RuleSetting)],
    rule: &Rule,
    project: &Project,
    origin: fn(usize) -> Origin,
) -> Vec<Layer> {
    let line = |name: &Spanned<String>| {
        let file = project.settings.file.as_ref();
        file.map_or(1, |file| file.position(name.span.start).line + 1)
    };
    of_rule(settings, rule)
        .map(|(name, setting)| Layer { origin: origin(line(name)), setting: *setting })
        .collect()
}

fn of_rule<'s>(
    settings: &'s [(Spanned<String>, RuleSetting)],
    rule: &'s Rule,
) -> impl Iterator<Item = &'s (Spanned<String>, RuleSetting)> {
    settings.iter().filter(|(name, _)| name.value == rule.name)
}

fn unknown_in_series(series: &Series) -> Vec<Finding> {
    let conditional = series.rules_when.iter().flat_map(|part| &part.rules);
    let all = series.rules.iter().chain(conditional);
    let unknown = all.filter(|(name, _)| rule(name).is_none());
    unknown
        .filter_map(|(name, set)| unknown_rule(&set.file, &Spanned::new(name.clone(), set.span)))
        .collect()
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
    Some(
        Finding::error(
            INVALID_SETTINGS,
            file,
            name.span,
            format!("there is no rule `{}`", name.value),
        )
        .help(super::suggest_rule(&name.value)),
    )
}

const fn at_least_warning(level: Level) -> Level {
    match level {
        Level::Off => Level::Warning,
        level => level,
    }
}
