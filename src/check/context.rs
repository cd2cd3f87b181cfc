//! The input of a rule: one paper and its project.

use crate::paper::CoreField;
use chrono::NaiveDate;

use super::facts::Facts;
use super::index::ProjectIndex;
use super::relations::Relations;
use crate::paper::Paper;
use crate::paper::fields::Month;
use crate::paper::front_matter::Entry;
use crate::project::base::BasePaper;
use crate::project::units::Registry;
use crate::project::{PaperFile, Project};
use crate::series::values::FieldValue;
use crate::series::{Outline, Series, Values};
use crate::text::source::Span;

/// One paper, with everything it is judged by.
#[derive(Debug)]
pub struct PaperContext<'p> {
    /// The project it belongs to.
    pub project: &'p Project,
    /// What all papers of the project have in common.
    pub shared: &'p ProjectIndex,
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
    /// The paper's path in the project, with `/` between parts.
    pub path: String,
    pub(super) facts: Facts<'p>,
}

impl<'p> PaperContext<'p> {
    pub(super) fn new(
        project: &'p Project,
        shared: &'p ProjectIndex,
        file: &'p PaperFile,
        today: NaiveDate,
    ) -> Option<Self> {
        let paper = &file.paper;
        let series = project.series_of(paper)?;
        let values = Values::new(paper, series);
        let outline = Outline::new(paper, series);
        let (path, facts) = (project.relative(&file.path), Facts::default());
        Some(Self { project, shared, file, paper, series, values, outline, today, path, facts })
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
        !matches!(
            self.values.get(CoreField::Stage),
            Some(FieldValue::Broken | FieldValue::Invalid(..))
        )
    }

    /// The paper as an index into those of the project.
    pub fn index(&self) -> Option<usize> {
        self.project.index_of(self.paper.file.name())
    }

    /// What the papers of the project say of each other.
    pub fn relations(&self) -> &'p Relations {
        self.shared.relations()
    }

    /// What the paper was at the base of the work; none where there is no base, where the paper is new, and
    /// where nobody touched it.
    pub fn earlier(&self) -> Option<&'p BasePaper> {
        self.project.base()?.earlier(&self.path)
    }

    /// The text of the paper at `span`.
    pub fn source(&self, span: Span) -> &'p str {
        self.paper.file.slice(span)
    }
}
