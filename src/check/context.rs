//! What a rule sees.

use crate::paper::CoreField;
use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use chrono::NaiveDate;

use super::names::UnitNames;
use super::relations::Relations;
use crate::paper::Paper;
use crate::paper::fields::Month;
use crate::paper::front_matter::Entry;
use crate::project::base::BasePaper;
use crate::project::register::{self, Fate};
use crate::project::units::Registry;
use crate::project::{CarriedNumbers, PaperFile, Project};
use crate::series::values::Reading;
use crate::series::{Outline, Series, Values};
use crate::text::source::Span;

/// One paper, with everything it is judged by.
#[derive(Debug)]
pub struct PaperContext<'p> {
    /// The project it belongs to.
    pub project: &'p Project,
    /// The papers beside it.
    pub peers: &'p Peers<'p>,
    /// The paper's file.
    pub file: &'p PaperFile,
    /// The paper.
    pub paper: &'p Paper,
    /// The series that judges it.
    pub series: &'p Series,
    /// Its front matter, read by the series.
    pub values: Values<'p>,
    /// Its body, read by the series.
    pub outline: Outline,
    /// The day of the check.
    pub today: NaiveDate,
}

impl<'p> PaperContext<'p> {
    pub(super) fn new(
        project: &'p Project,
        peers: &'p Peers<'p>,
        file: &'p PaperFile,
        today: NaiveDate,
    ) -> Option<Self> {
        let paper = &file.paper;
        let series = project.series_of(paper)?;
        let values = Values::new(paper, series);
        let outline = Outline::new(paper, series);
        Some(Self { project, peers, file, paper, series, values, outline, today })
    }

    /// The registry of units, where the project keeps one.
    pub fn registry(&self) -> Option<&'p Registry> {
        self.project.registry.as_ref()
    }

    /// The month the paper is for.
    pub fn period(&self) -> Option<Month> {
        self.values.period(self.series)
    }

    /// The entry and text of the publication number.
    pub fn number(&self) -> Option<(&'p Entry, &str)> {
        let (entry, _) = self.values.value(CoreField::PublicationNumber)?;
        Some((entry, self.values.text(CoreField::PublicationNumber)?))
    }

    /// Where the value of the field `id` stands.
    pub fn place_of(&self, id: impl AsRef<str>) -> Option<Span> {
        self.values.get(id)?.place()
    }

    /// The name of the paper's stage.
    pub fn stage_name(&self) -> &'p str {
        self.series.stages.order.get(self.values.stage).map_or("", String::as_str)
    }

    /// Whether the series that judges the paper is its own. If the paper names one that does not exist,
    /// another stands in, and what that one knows and demands says nothing about the paper.
    pub fn is_own_series(&self) -> bool {
        match self.paper.front.get(CoreField::Series) {
            Some(entry) if !entry.value.is_null() => {
                let name = self.paper.text_field(CoreField::Series);
                name.is_some_and(|name| self.project.series(name).is_some())
            }
            _ => true,
        }
    }

    /// Whether the paper's stage could be read, or is left to the series.
    pub fn is_stage_certain(&self) -> bool {
        !matches!(self.values.get(CoreField::Stage), Some(Reading::Broken | Reading::Fault(..)))
    }

    /// The paper as an index into those of the project.
    pub fn index(&self) -> Option<usize> {
        self.project.index_of(self.paper.file.name())
    }

    /// What the papers of the project say of each other.
    pub fn relations(&self) -> &'p Relations {
        self.peers.relations.get_or_init(|| Relations::new(self.project, &self.peers.carried))
    }

    /// What the paper was at the base of the work; none where there is no base, where the paper is new, and
    /// where nobody touched it.
    pub fn earlier(&self) -> Option<&'p BasePaper> {
        let path = self.project.relative(&self.file.path);
        self.project.past.as_ref()?.earlier(&path)
    }

    /// The text of the paper at `span`.
    pub fn source(&self, span: Span) -> &'p str {
        self.paper.file.slice(span)
    }
}

/// What the papers of a project hold in common.
#[derive(Debug)]
pub struct Peers<'p> {
    /// The numbers on papers.
    carried: CarriedNumbers<'p>,
    /// The entries of the register by series and number, and those with a paper by series and path.
    registered: HashMap<(&'p str, &'p str), &'p register::Entry>,
    assigned: HashMap<(&'p str, &'p str), &'p register::Entry>,
    /// The names of the units in the registry.
    pub unit_names: UnitNames<'p>,
    /// The long forms of acronyms that papers agree on, found when they are first asked for.
    long_forms: OnceLock<BTreeMap<String, String>>,
    /// What papers say of each other, read when it is first asked for.
    relations: OnceLock<Relations>,
}

impl<'p> Peers<'p> {
    pub(super) fn new(project: &'p Project) -> Self {
        let carried = project.carried_numbers();
        let (mut registered, mut assigned) = (HashMap::new(), HashMap::new());
        let default = &project.settings.series.value;
        for entry in project.register.iter().flat_map(|register| &register.entries) {
            let series = entry.series.as_ref().unwrap_or(default).as_str();
            registered.entry((series, entry.number.value.as_str())).or_insert(entry);
            if let Fate::Assigned { paper } = &entry.fate {
                assigned.entry((series, paper.as_str())).or_insert(entry);
            }
        }
        let unit_names = project.registry.as_ref().map(UnitNames::new).unwrap_or_default();
        let (long_forms, relations) = (OnceLock::new(), OnceLock::new());
        Self { carried, registered, assigned, unit_names, long_forms, relations }
    }

    /// What the register says of `number`.
    pub fn registered(&self, series: &str, number: &str) -> Option<&'p register::Entry> {
        self.registered.get(&(series, number)).copied()
    }

    /// The entry of the register for the paper at `path` in the project.
    pub fn assigned(&self, series: &str, path: &str) -> Option<&'p register::Entry> {
        self.assigned.get(&(series, path)).copied()
    }

    /// The long forms of acronyms in all papers, which `collect` gathers at the first call.
    pub fn long_forms(
        &self,
        collect: impl FnOnce() -> BTreeMap<String, String>,
    ) -> &BTreeMap<String, String> {
        self.long_forms.get_or_init(collect)
    }

    /// Another number of a series with the serial of `number`.
    pub fn with_serial(&'p self, series: &str, serial: &str, number: &str) -> Option<&'p str> {
        let papers = self.carried.with_serial(series, serial).map(|paper| &paper.carried);
        let others = papers.filter(|carried| carried.is_valid && carried.number != number);
        others.map(|carried| carried.number.as_ref()).min()
    }

    /// The number of a series that is `number`, if a paper carries it.
    pub fn number(&'p self, series: &str, number: &str) -> Option<&'p str> {
        self.carried.with_number(series, number).next().map(|paper| paper.carried.number.as_ref())
    }

    /// The papers of a series that carry `number`, in the order of their names.
    pub fn with_number(&self, series: &str, number: &str) -> Vec<&'p PaperFile> {
        self.carried.with_number(series, number).map(|paper| paper.file).collect()
    }
}
