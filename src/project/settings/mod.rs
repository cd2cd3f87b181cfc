//! A project's settings, `issuepaper.yaml`, checked at load.

mod acronyms;
mod meetings;
mod patterns;
mod rules;

use std::collections::BTreeMap;

use globset::GlobSet;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::series::{GENERAL, PaperSize, RuleSetting};
use crate::text::finding::{Finding, INVALID_SETTINGS};
use crate::text::source::{SourceFile, Spanned};
use crate::yaml::{self, DayText, OneOrMore};

use acronyms::RawAcronyms;
pub use meetings::{Deadline, Meeting, Meetings};
use meetings::{RawDeadline, RawMeeting};
pub use patterns::PatternUse;
use patterns::{globs, uses};
pub use rules::RULE_SETTINGS;
use rules::RawRules;

/// The name of the settings file; a folder that contains it is a project.
pub const SETTINGS_FILE: &str = "issuepaper.yaml";

/// The settings of a project.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The file that they were read from; none for papers outside any project.
    pub file: Option<SourceFile>,
    /// The series of papers that name none.
    pub series: Spanned<String>,
    /// The formats that `render` makes by default; empty means all.
    pub formats: Vec<Spanned<String>>,
    /// The paper size of documents, overriding that of their series.
    pub paper_size: Option<PaperSize>,
    /// The folder of additional fonts for PDF, from the project's folder.
    pub fonts: Option<Spanned<String>>,
    /// The levels of rules for all papers.
    pub rules: RuleSettings,
    /// The levels of rules for some papers; later ones win.
    pub overrides: Vec<Override>,
    /// Waived findings; the contents of an entry are validated by the checker.
    pub waivers: Vec<WaiverSetting>,
    /// Acronyms that need no expansion in a paper, with their long forms, which are empty where none is known.
    pub acronyms: BTreeMap<String, String>,
    /// Files in the project's folder that are not papers.
    pub exclude: GlobSet,
    /// The patterns of `overrides` and `exclude`, each alone.
    pub patterns: Vec<PatternUse>,
    /// The committee's meetings and what is due before them.
    pub meetings: Meetings,
}

/// The levels by rule name; the names are validated by the checker, which knows the rules.
pub type RuleSettings = Vec<(Spanned<String>, RuleSetting)>;

/// The levels of rules for the papers at some paths or of a series.
#[derive(Debug, Clone)]
pub struct Override {
    /// The paths it applies to, relative to the project's folder; none for all.
    pub paths: Option<GlobSet>,
    /// The series it applies to.
    pub series: Option<Spanned<String>>,
    /// The levels.
    pub rules: RuleSettings,
}

/// A waiver in the settings.
#[derive(Debug, Clone)]
pub struct WaiverSetting {
    /// The rule whose findings are waived.
    pub rule: Spanned<String>,
    /// The paths it applies to, relative to the project's folder; none for all.
    pub paths: Option<GlobSet>,
    /// Why.
    pub reason: Option<String>,
    /// Who is responsible for it.
    pub by: Option<String>,
    /// The last day on which it is valid, as written.
    pub until: Option<Spanned<String>>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            file: None,
            series: Spanned::new(GENERAL.to_owned(), crate::text::source::Span::at(0)),
            formats: Vec::new(),
            paper_size: None,
            fonts: None,
            rules: Vec::new(),
            overrides: Vec::new(),
            waivers: Vec::new(),
            acronyms: BTreeMap::new(),
            exclude: GlobSet::empty(),
            patterns: Vec::new(),
            meetings: Meetings::default(),
        }
    }
}

impl Settings {
    /// The JSON Schema of the file, without the names of rules and formats.
    pub fn schema() -> serde_json::Value {
        yaml::schema::<RawConfig>()
    }

    /// Reads the settings.
    ///
    /// # Errors
    ///
    /// What is wrong in the file, at its place.
    pub fn read(file: SourceFile) -> Result<Self, Vec<Finding>> {
        let is_empty = file
            .text()
            .lines()
            .all(|line| line.trim().is_empty() || line.trim_start().starts_with('#'));
        let raw: RawConfig = if is_empty {
            RawConfig::default()
        } else {
            yaml::read(&file).map_err(|problem| vec![problem.finding(&file)])?
        };
        let mut findings = Vec::new();
        let exclude = globs(&raw.exclude.0, &file, &mut findings);
        let overridden = raw.overrides.iter().filter_map(|it| it.value.paths.as_ref());
        let overridden = overridden.flat_map(|paths| &paths.0).map(|it| (it, false));
        let patterns = uses(overridden.chain(raw.exclude.0.iter().map(|it| (it, true))));
        let overrides = raw
            .overrides
            .into_iter()
            .map(|raw| RawOverride::check(raw, &file, &mut findings))
            .collect();
        let waivers = raw.waivers.into_iter().map(|raw| raw.check(&file, &mut findings)).collect();
        let meetings = meetings::check(raw.meetings, raw.deadlines, &file, &mut findings);
        let default = Self::default();
        let config = Self {
            series: raw.series.unwrap_or(default.series),
            formats: raw.formats.0,
            paper_size: raw.paper_size,
            fonts: raw.fonts,
            rules: raw.rules.settings,
            overrides,
            waivers,
            acronyms: raw.acronyms.0,
            exclude,
            patterns,
            meetings,
            file: Some(file),
        };
        if findings.is_empty() { Ok(config) } else { Err(findings) }
    }
}

/// The settings of a project; every key is optional.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
struct RawConfig {
    /// The series of papers that name none.
    series: Option<Spanned<String>>,
    /// The formats that `render` makes by default; without this key all of them.
    formats: OneOrMore,
    /// The paper size of documents, overriding that of their series.
    paper_size: Option<PaperSize>,
    /// A folder of additional fonts for PDF, from the project's folder.
    fonts: Option<Spanned<String>>,
    /// The levels of rules for all papers.
    rules: RawRules,
    /// The levels of rules for some papers, or for one series; the last one wins.
    overrides: Vec<Spanned<RawOverride>>,
    /// Waived findings.
    waivers: Vec<RawWaiver>,
    /// Acronyms that need no expansion: with their long forms, or a list.
    acronyms: RawAcronyms,
    /// Patterns for files that are not papers, from the project's folder.
    exclude: OneOrMore,
    /// The committee's meetings.
    meetings: Vec<RawMeeting>,
    /// What is due before each meeting.
    deadlines: Vec<RawDeadline>,
}

/// The levels of rules for some papers.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct RawOverride {
    /// Patterns for the papers' paths, from the project's folder; by default all papers.
    paths: Option<OneOrMore>,
    /// The papers' series; by default all series.
    series: Option<Spanned<String>>,
    /// The levels.
    #[serde(default)]
    rules: RawRules,
}

impl RawOverride {
    fn check(raw: Spanned<Self>, file: &SourceFile, findings: &mut Vec<Finding>) -> Override {
        let Self { paths, series, rules: RawRules { settings: rules } } = raw.value;
        if rules.is_empty() {
            let message = "an override without `rules` changes nothing";
            let finding = Finding::error(INVALID_SETTINGS, file, raw.span, message);
            findings.push(finding.help(
                "write the rules that it is for, as `rules: { long-sentence: off }`, or delete the entry",
            ));
        }
        Override { paths: paths.map(|paths| globs(&paths.0, file, findings)), series, rules }
    }
}

/// Waived findings of a rule. Keys that are optional here are required by the rule `invalid-waiver`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct RawWaiver {
    /// The rule.
    rule: Spanned<String>,
    /// Patterns for the papers' paths, from the project's folder; by default all papers.
    paths: Option<OneOrMore>,
    /// Why.
    #[schemars(required, length(min = 1))]
    reason: Option<String>,
    /// Who is responsible for it.
    #[schemars(required, length(min = 1))]
    by: Option<String>,
    /// The last day on which it is valid.
    #[schemars(with = "DayText")]
    until: Option<Spanned<String>>,
}

impl RawWaiver {
    fn check(self, file: &SourceFile, findings: &mut Vec<Finding>) -> WaiverSetting {
        let paths = self.paths.map(|paths| globs(&paths.0, file, findings));
        let Self { rule, reason, by, until, .. } = self;
        WaiverSetting { rule, paths, reason, by, until }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::fields::Month;
    use crate::series::Level;

    fn read(text: &str) -> Result<Settings, Vec<Finding>> {
        Settings::read(SourceFile::new(SETTINGS_FILE, text))
    }

    #[test]
    fn a_file_of_comments_sets_nothing() {
        assert!(read("# nothing yet\n").is_ok_and(|config| config.series.value == GENERAL));
    }

    #[test]
    fn a_rule_keeps_its_place() {
        let text = "rules:\n  long-sentence: off\n";
        let config = read(text).unwrap_or_default();
        let (name, setting) = &config.rules[0];
        let off = RuleSetting::level(Level::Off);
        assert_eq!((&text[name.span.range()], *setting), ("long-sentence", off));
    }

    #[test]
    fn a_rule_can_start_at_a_period() {
        let set = |text: &str| read(text).ok().map(|config| config.rules[0].1);
        let since = Month::new(2025, 1);
        assert_eq!(
            set("rules: { a: { since: 2025-01, level: off } }\n"),
            Some(RuleSetting { level: Some(Level::Off), since })
        );
        assert_eq!(
            set("rules: { a: { since: 2025-01 } }\n"),
            Some(RuleSetting { level: None, since })
        );
        for wrong in
            ["{ since: 2025 }", "{ since: 2025-13 }", "{ from: 2025-01 }", "loud", "on", "[off]"]
        {
            assert_eq!(set(&format!("rules: {{ a: {wrong} }}\n")), None, "{wrong}");
        }
    }

    #[test]
    fn meetings_have_their_days_and_deadlines() {
        let text = "meetings:\n  - { period: 2024-09, date: 2024-09-18 }\n  - { period: 2024-06, date: 2024-06-26 }\n\
                    deadlines:\n  - { what: Papers posted, days: 7 }\n  - { what: Papers due, days: 21 }\n";
        let meetings = read(text).unwrap_or_default().meetings;
        let day = |text: &str| text.parse().unwrap_or_default();
        let next = meetings.next(day("2024-06-26")).map(|meeting| meeting.date);
        assert_eq!((next, meetings.next(day("2024-09-19"))), (Some(day("2024-06-26")), None));
        let june = meetings.due(&meetings.all[0]).into_iter();
        let june: Vec<_> = june.map(|(day, deadline)| (day, deadline.what.as_str())).collect();
        assert_eq!(june, [(day("2024-06-05"), "Papers due"), (day("2024-06-19"), "Papers posted")]);
        for (wrong, place) in [
            ("meetings: [{ period: 2024-13, date: 2024-06-26 }]", "2024-13"),
            ("meetings: [{ period: 2024-06, date: 2024-06-31 }]", "2024-06-31"),
            ("meetings: [{ period: 2024-06, date: 2024-07-01 }]", "2024-07-01"),
            ("deadlines: [{ what: '', days: 2 }]", "''"),
            ("deadlines: [{ what: Papers due, days: 367 }]", "367"),
            (
                "deadlines: [{ what: Papers due, days: 7 }, { what: papers-due, days: 2 }]",
                "papers-due",
            ),
        ] {
            let text = format!("{wrong}\n");
            let findings = read(&text).err().unwrap_or_default();
            assert_eq!(findings.len(), 1, "{wrong}");
            assert_eq!(&text[findings[0].span.range()], place);
        }
        assert!(read("meetings: [{ period: 2024-06, date: 2024-06-26 }, { period: 2024-06, date: 2024-06-27 }]\n").is_err());
        assert!(read("deadlines: [{ what: Papers due, days: -1 }]\n").is_err());
    }

    #[test]
    fn a_list_of_one_may_be_written_without_brackets() {
        let settings = |text: &str| read(text).unwrap_or_default();
        for text in ["formats: pdf\n", "formats: [pdf]\n", "formats:\n  - pdf\n"] {
            let formats = settings(text).formats;
            let places: Vec<&str> = formats.iter().map(|name| &text[name.span.range()]).collect();
            assert_eq!(places, ["pdf"], "{text}");
        }
        for text in ["exclude: notes/**\n", "exclude: [notes/**]\n", "exclude: \"notes/**\"\n"] {
            let exclude = settings(text).exclude;
            assert!(exclude.is_match("notes/a.md") && !exclude.is_match("a.md"), "{text}");
        }
        assert!(settings("formats:\nexclude:\nacronyms:\n").formats.is_empty());
        let text = "overrides: [{ paths: old/**, rules: { a: off } }]\nwaivers: [{ rule: a, paths: b.md }]\n";
        let paths =
            |globs: &Option<GlobSet>, path: &str| globs.as_ref().map(|it| it.is_match(path));
        let read = settings(text);
        assert_eq!(paths(&read.overrides[0].paths, "old/a.md"), Some(true));
        assert_eq!(paths(&read.waivers[0].paths, "a.md"), Some(false));
        for text in ["acronyms: [COVID, FY]\n", "acronyms: { COVID: , FY: }\n"] {
            let acronyms = settings(text).acronyms;
            assert_eq!(acronyms.keys().collect::<Vec<_>>(), ["COVID", "FY"], "{text}");
            assert!(acronyms.values().all(String::is_empty));
        }
    }

    #[test]
    fn errors_have_their_places() {
        let finding = |text: &str| read(text).err().and_then(|mut findings| findings.pop());
        let text = "serie: coac\n";
        let unknown = finding(text);
        assert_eq!(
            unknown.as_ref().map(|finding| finding.message.as_str()),
            Some("unknown key `serie`")
        );
        assert_eq!(unknown.as_ref().map(|finding| &text[finding.span.range()]), Some("serie"));
        assert_eq!(
            unknown.and_then(|finding| finding.help).as_deref(),
            Some("did you mean `series`?")
        );
        assert!(finding("rules: { a: loud }\n").is_some_and(|finding| finding.span.start > 0));
        assert!(
            finding("exclude: ['a{']\n")
                .is_some_and(|finding| finding.message.contains("not a pattern"))
        );
        assert!(finding("series: [a\n").is_some());
    }
}
