//! The registry of units: subcommittees, working groups and the like, with their names over time.
//!
//! Groups are renamed, paused, moved and closed, so each paper is judged by the registry as of its
//! own period. A group that moved to another parent has two entries, each with its validity.

mod names;
mod raw;

use std::collections::{HashMap, HashSet};

use crate::paper::fields::Month;
use crate::text::finding::{Finding, INVALID_SETTINGS};
use crate::text::source::{SourceFile, Span};
use crate::text::suggest;
use crate::yaml;
use raw::{RawRegistry, RawUnit, Reference};

/// For how many wrong names the nearest right one is looked for, which takes a look at all.
const MAX_SUGGESTIONS: usize = 20;

/// The units of a project.
#[derive(Debug, Clone)]
pub struct Registry {
    /// The file that they were read from.
    pub file: SourceFile,
    /// The units in the order written.
    pub units: Vec<Unit>,
    index: Index,
}

/// Where the units of a registry are.
#[derive(Debug, Clone, Default)]
struct Index {
    /// The units that go by a name, which is in small letters, and what it is to each; in the order written.
    names: HashMap<String, Vec<(usize, NameKind)>>,
    /// The units that were given a new name, by that name; in the order written.
    renamed: HashMap<String, Vec<usize>>,
}

impl Index {
    fn new(units: &[Unit]) -> Self {
        let mut index = Self::default();
        for (at, unit) in units.iter().enumerate() {
            let official = std::iter::once((&unit.name, NameKind::Official));
            let short = unit.short.iter().map(|name| (name, NameKind::Short));
            let aliases = unit.aliases.iter().map(|name| (name, NameKind::Alias));
            for (name, kind) in official.chain(short).chain(aliases) {
                let known = index.names.entry(name.to_lowercase()).or_default();
                if known.last().is_none_or(|(last, _)| *last != at) {
                    known.push((at, kind));
                }
            }
            if let Some(new) = &unit.valid.renamed_to {
                index.renamed.entry(new.clone()).or_default().push(at);
            }
        }
        index
    }
}

/// A unit under one name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// The official name.
    pub name: String,
    /// The place of the name in the registry.
    pub span: Span,
    /// What it is, for example "working group".
    pub kind: Option<String>,
    /// The official name of the unit it belongs to.
    pub parent: Option<String>,
    /// Short forms that may be used for the name.
    pub short: Vec<String>,
    /// Names that people use instead of the official one, and that should be corrected.
    pub aliases: Vec<String>,
    /// When the unit goes by this name.
    pub valid: Validity,
}

/// When a unit exists under a name; a missing end is open. All months are included.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Validity {
    /// The first month.
    pub from: Option<Month>,
    /// The last month.
    pub to: Option<Month>,
    /// Periods in which it does not meet.
    pub paused: Vec<(Option<Month>, Option<Month>)>,
    /// The name it goes by afterwards.
    pub renamed_to: Option<String>,
}

/// The status of a unit in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnitStatus<'a> {
    /// It exists under this name.
    Active,
    /// It did not yet exist; its first month.
    NotYet(Month),
    /// It does not meet; from and to.
    Paused(Option<Month>, Option<Month>),
    /// It no longer exists; its last month.
    Closed(Month),
    /// It goes by another name now; that name and the last month of the old one.
    Renamed(&'a str, Month),
}

/// How a name in a paper relates to a unit's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameKind {
    /// The official name.
    Official,
    /// An accepted short form.
    Short,
    /// A name that should be replaced by the official one.
    Alias,
}

impl Validity {
    /// The status in `month` of a unit with this validity.
    pub fn status(&self, month: Month) -> UnitStatus<'_> {
        if let Some(from) = self.from.filter(|from| month < *from) {
            return UnitStatus::NotYet(from);
        }
        if let Some(to) = self.to.filter(|to| month > *to) {
            return match &self.renamed_to {
                Some(name) => UnitStatus::Renamed(name, to),
                None => UnitStatus::Closed(to),
            };
        }
        let covers = |(from, to): &&(Option<Month>, Option<Month>)| {
            from.is_none_or(|from| from <= month) && to.is_none_or(|to| month <= to)
        };
        self.paused
            .iter()
            .find(covers)
            .map_or(UnitStatus::Active, |(from, to)| UnitStatus::Paused(*from, *to))
    }
}

impl Registry {
    /// The JSON Schema of the file.
    pub fn schema() -> serde_json::Value {
        yaml::schema::<RawRegistry>()
    }

    /// Reads `units.yaml`.
    ///
    /// # Errors
    ///
    /// What is wrong in the file: bad YAML, an invalid month, a parent or a new name that is not a
    /// unit, one name for two units at the same time.
    pub fn read(file: SourceFile) -> Result<Self, Vec<Finding>> {
        let raw: RawRegistry = yaml::read(&file).map_err(|problem| vec![problem.finding(&file)])?;
        let mut findings = Vec::new();
        // A name with spaces beside it is reported as such.
        let references: Vec<Reference> = raw
            .units
            .iter()
            .flat_map(RawUnit::references)
            .filter(|it| it.to.value.trim() == it.to.value)
            .collect();
        let others = names::others(&raw.units);
        let units: Vec<Unit> =
            raw.units.into_iter().map(|unit| unit.check(&file, &mut findings)).collect();
        let registry = Self { file, index: Index::new(&units), units };
        let names: HashSet<&str> = registry.units.iter().map(|unit| unit.name.as_str()).collect();
        let unknown =
            references.iter().filter(|reference| !names.contains(reference.to.value.as_str()));
        let unknown = unknown.enumerate();
        findings.extend(unknown.map(|(at, it)| registry.no_unit(it, at < MAX_SUGGESTIONS)));
        registry.check_times(&mut findings);
        registry.check_others(&others, &mut findings);
        if findings.is_empty() { Ok(registry) } else { Err(findings) }
    }

    /// The unit that goes by `name` in `month`, or did or will at another time; upper and
    /// lower case don't matter. Official names come before short forms, and those before aliases.
    pub fn find(&self, name: &str, month: Option<Month>) -> Option<(&Unit, NameKind)> {
        let known = self.index.names.get(&name.to_lowercase());
        let found = known.into_iter().flatten();
        let found = found.filter_map(|(at, kind)| Some((self.units.get(*at)?, *kind)));
        let rank = |(unit, kind): &(&Unit, NameKind)| {
            let is_out_of_time = month.is_some_and(|month| {
                matches!(
                    unit.valid.status(month),
                    UnitStatus::NotYet(_) | UnitStatus::Closed(_) | UnitStatus::Renamed(..)
                )
            });
            (is_out_of_time, *kind as u8)
        };
        found.min_by_key(rank)
    }

    /// The entry of `unit` in `month`: a unit that was renamed has one for each of its names. If it has none
    /// then, the last one that leads there.
    pub fn at<'r>(&'r self, unit: &'r Unit, month: Month) -> &'r Unit {
        self.follow(unit, |unit| match unit.valid.status(month) {
            UnitStatus::Renamed(next, _) => self.find(next, Some(month)).map(|(unit, _)| unit),
            UnitStatus::NotYet(_) => {
                let before = self.index.renamed.get(&unit.name).into_iter().flatten();
                let mut before = before.filter_map(|at| self.units.get(*at));
                before.find(|before| before.valid.to.is_none_or(|to| month <= to))
            }
            UnitStatus::Active | UnitStatus::Paused(..) | UnitStatus::Closed(_) => None,
        })
    }

    /// The entry with the last of the names that `unit` has had or will have.
    pub fn latest<'r>(&'r self, unit: &'r Unit) -> &'r Unit {
        self.follow(unit, |unit| {
            let next = unit.valid.renamed_to.as_ref()?;
            self.find(next, None).map(|(unit, _)| unit)
        })
    }

    /// The end of the chain of names that begins at `unit`. Names may form a cycle, so at most as many steps are
    /// followed as there are units.
    fn follow<'r>(
        &'r self,
        unit: &'r Unit,
        next: impl Fn(&'r Unit) -> Option<&'r Unit>,
    ) -> &'r Unit {
        let chain = std::iter::successors(Some(unit), |unit| next(unit));
        chain.take(self.units.len() + 1).last().unwrap_or(unit)
    }

    /// Every name and short form in the registry.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.units.iter().flat_map(|unit| {
            std::iter::once(unit.name.as_str()).chain(unit.short.iter().map(String::as_str))
        })
    }

    /// Reports a unit that has two entries for the same time.
    fn check_times(&self, findings: &mut Vec<Finding>) {
        let mut of_name: HashMap<&str, Vec<&Unit>> = HashMap::new();
        for unit in &self.units {
            let known = of_name.entry(&unit.name).or_default();
            let earlier = known.iter().find(|other| overlaps(&other.valid, &unit.valid)).copied();
            known.push(unit);
            if let Some(earlier) = earlier {
                let line = self.file.position(earlier.span.start).line + 1;
                let message = format!(
                    "the unit `{}` has two entries for the same time, the first on line {line}",
                    unit.name
                );
                let help = "give each entry the months it is valid in";
                findings.push(
                    Finding::error(INVALID_SETTINGS, &self.file, unit.span, message).help(help),
                );
            }
        }
    }

    /// The finding that a unit refers to one that does not exist, with the nearest name if that is looked for.
    fn no_unit(&self, Reference { from, to }: &Reference, is_suggesting: bool) -> Finding {
        let name = to.value.as_str();
        let message = format!("`{from}` refers to a unit `{name}` that is not in the registry");
        let finding = Finding::error(INVALID_SETTINGS, &self.file, to.span, message);
        let names = self.units.iter().map(|unit| unit.name.as_str()).filter(|_| is_suggesting);
        match suggest::nearest(name, names) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help("add it to the registry"),
        }
    }
}

fn overlaps(a: &Validity, b: &Validity) -> bool {
    let starts_before_end = |from: Option<Month>, to: Option<Month>| match (from, to) {
        (Some(from), Some(to)) => from <= to,
        _ => true,
    };
    starts_before_end(a.from, b.to) && starts_before_end(b.from, a.to)
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNITS: &str = "\
units:
  - name: ACE 2.0 Working Group
    valid: { from: 2020-01, to: 2023-06, renamed_to: ACE Modernization Working Group }
  - name: ACE Modernization Working Group
    short: [ACE WG]
    aliases: [ACE Group]
    valid: { from: 2023-07, paused: [{ from: 2024-01, to: 2024-03 }] }
";

    fn registry(text: &str) -> Result<Registry, Vec<String>> {
        Registry::read(SourceFile::new("units.yaml", text))
            .map_err(|findings| findings.into_iter().map(|finding| finding.message).collect())
    }

    #[test]
    fn a_name_is_judged_by_its_month() {
        let Ok(registry) = registry(UNITS) else { unreachable!() };
        let status = |name: &str, month: &str| {
            let month = Month::parse(month)?;
            let (unit, kind) = registry.find(name, Some(month))?;
            Some((unit.valid.status(month), kind))
        };
        assert_eq!(
            status("ACE 2.0 Working Group", "2022-06"),
            Some((UnitStatus::Active, NameKind::Official))
        );
        assert!(matches!(
            status("ACE 2.0 Working Group", "2024-06"),
            Some((UnitStatus::Renamed(_, _), _))
        ));
        assert!(matches!(
            status("ace wg", "2024-02"),
            Some((UnitStatus::Paused(_, _), NameKind::Short))
        ));
        assert_eq!(status("ACE Group", "2024-06"), Some((UnitStatus::Active, NameKind::Alias)));
        assert_eq!(status("Other", "2024-06"), None);
    }

    #[test]
    fn a_renamed_unit_is_found_by_all_of_its_names() {
        let circle = "units:\n\
            \x20 - { name: A, valid: { to: 2020-12, renamed_to: B } }\n\
            \x20 - { name: B, valid: { from: 2021-01, to: 2022-12, renamed_to: C } }\n\
            \x20 - { name: C, valid: { from: 2023-01, to: 2023-12, renamed_to: A } }\n";
        let Ok(straight) = registry(&circle.replace(", renamed_to: A", "")) else { unreachable!() };
        for name in ["A", "B", "C"] {
            let Some((unit, _)) = straight.find(name, None) else { unreachable!() };
            let at =
                |month| Month::parse(month).map(|month| straight.at(unit, month).name.as_str());
            let names = ["2020-06", "2022-06", "2023-06", "2024-06"].map(at);
            assert_eq!(names, [Some("A"), Some("B"), Some("C"), Some("C")]);
            assert_eq!(straight.latest(unit).name, "C");
        }
        let Ok(circle) = registry(circle) else { unreachable!() };
        let month = Month::parse("2024-06");
        let known = |name| circle.units.iter().any(|unit: &Unit| unit.name == name);
        assert!(month.is_some_and(|month| known(&*circle.at(&circle.units[0], month).name)));
        assert!(known(&circle.latest(&circle.units[0]).name));
    }

    #[test]
    fn references_and_months_are_checked() {
        let messages =
            registry("units:\n  - name: A\n    parent: B\n    valid: { from: 2024-13 }\n").err();
        let expected = [
            "the month `2024-13` does not exist: there is no month 13",
            "`A` refers to a unit `B` that is not in the registry",
        ];
        assert_eq!(messages.unwrap_or_default(), expected);
    }

    #[test]
    fn two_entries_with_one_name_need_different_times() {
        assert!(registry("units:\n  - name: A\n  - name: A\n").is_err());
        let moved = "units:\n  - { name: A, valid: { to: 2024-01 } }\n  - { name: A, valid: { from: 2024-02 } }\n";
        assert!(registry(moved).is_ok());
    }
}
