//! The input of a rule: one paper and its project.

use chrono::NaiveDate;
use std::borrow::Cow;

use super::facts::acronyms::{self, Mention};
use super::facts::named::{self, NamedPaper};
use super::facts::{Facts, Hit, SharedFacts, ShownPicture, anchors, capitals, sections};
use super::index::ProjectIndex;
use super::relations::Relations;
use crate::compare::SectionDigest;
use crate::paper::Paper;
use crate::paper::fields::Month;
use crate::paper::front_matter::Entry;
use crate::project::base::BasePaper;
use crate::project::units::Registry;
use crate::project::{NoPicture, PaperFile, Project};
use crate::series::values::FieldValue;
use crate::series::{Condition, Named, Outline, Presence, Requirement, Role, Series, Values};
use crate::text::source::Span;
use crate::text::suggest;

/// One paper, with everything that rules check it against.
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
    /// The series that applies to it.
    pub series: &'p Series,
    /// Its front matter, as the series reads it.
    pub values: Values<'p>,
    /// Its body, divided into the sections of the series.
    pub outline: Outline,
    /// The day of the check.
    pub today: NaiveDate,
    /// The paper's path in the project, with `/` between parts.
    pub path: String,
    /// The index of the paper among those of the project.
    pub index: usize,
    pub(super) facts: Facts<'p>,
}

impl<'p> PaperContext<'p> {
    pub(super) fn new(
        project: &'p Project,
        shared: &'p ProjectIndex,
        (index, file): (usize, &'p PaperFile),
        today: NaiveDate,
    ) -> Option<Self> {
        let paper = &file.paper;
        let series = project.series_of(paper)?;
        let values = Values::new(paper, series);
        let outline = Outline::new(paper, series);
        let (path, facts) = (project.relative(&file.path), Facts::default());
        Some(Self {
            project,
            shared,
            file,
            paper,
            series,
            values,
            outline,
            today,
            path,
            index,
            facts,
        })
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
        let (entry, _) = self.values.value(Role::Number)?;
        Some((entry, self.values.text(Role::Number)?))
    }

    /// Where the value of the field is.
    pub fn place_of(&self, field: impl Named) -> Option<Span> {
        self.values.get(field)?.place()
    }

    /// The name of the paper's stage.
    pub fn stage_name(&self) -> &'p str {
        self.series.stages.order.get(self.values.stage).map_or("", String::as_str)
    }

    /// Whether `series` is the paper's own. A paper that names an unknown series is read with another
    /// one, whose fields and requirements say nothing about the paper.
    pub fn is_own_series(&self) -> bool {
        match self.paper.front().get(Role::Series.key()) {
            Some(entry) if !entry.value.is_null() => {
                let name = self.paper.text_field(Role::Series.key());
                name.is_some_and(|name| self.project.series(name).is_some())
            }
            _ => true,
        }
    }

    /// Whether the stage is known: read from the paper, or left to the series.
    pub fn is_stage_certain(&self) -> bool {
        !matches!(self.values.get(Role::Stage), Some(FieldValue::Broken | FieldValue::Invalid(_)))
    }

    /// The paper's path as an argument of a command line.
    pub fn argument(&self) -> String {
        suggest::argument(self.paper.file.name())
    }

    /// The number that the paper had at the base, if that was a valid one.
    pub fn earlier_number(&self) -> Option<Cow<'p, str>> {
        let carried = self.project.carried_number(self.series, &self.earlier()?.paper)?;
        carried.is_valid.then_some(carried.number)
    }

    /// The option that names the paper's series, with a space before it; empty for the project's own series.
    pub fn series_option(&self) -> String {
        self.project.series_option(&self.series.id)
    }

    /// A command on the number of the paper, such as `issuepaper number assign PATH`, followed by `rest`. It names the
    /// series if that is not the project's own.
    pub fn number_command(&self, action: &str, rest: &str) -> String {
        let (series, path) = (self.series_option(), self.argument());
        let rest = if rest.is_empty() { String::new() } else { format!(" {rest}") };
        format!("`issuepaper number {action}{series} {path}{rest}`")
    }

    /// Whether something must be there: from a stage on, or when a condition holds; then with the end of the sentence that
    /// says when.
    pub fn need(&self, required: Requirement, when: &Presence) -> Option<String> {
        if required.holds_at(self.values.stage) {
            return Some(String::new());
        }
        let condition = when.required.as_ref()?;
        let holds = condition.holds(self.series, &self.values);
        holds.then(|| format!(", as {}", condition.described(self.series)))
    }

    /// Whether the series wants a number in the paper's front matter at its stage: one in the name of the file is enough.
    pub(in crate::check) fn wants_number(&self) -> bool {
        let rule = self.series.number.as_ref();
        rule.is_some_and(|rule| rule.required.holds_at(self.values.stage))
            && self.series.number_in_name(self.paper.file.name()).is_none()
    }

    /// Why something may not be there, as the end of a sentence that begins with its name; none if it may.
    pub fn refusal(&self, when: &Presence) -> Option<String> {
        let holds = |condition: &Condition| condition.holds(self.series, &self.values);
        if let Some(forbidden) = when.forbidden.as_ref().filter(|condition| holds(condition)) {
            let when = forbidden.described(self.series);
            return Some(format!("is not allowed when {when}"));
        }
        let allowed = when.allowed.as_ref().filter(|condition| !holds(condition))?;
        Some(format!("is allowed only when {}", allowed.described(self.series)))
    }

    /// The references between the papers of the project.
    pub fn relations(&self) -> &'p Relations {
        self.shared.relations()
    }

    /// The paper as it was at the base; none without a base, for a new paper and for an unchanged one. Of a paper whose
    /// front matter is in a file of its own git has the body alone, with which nothing can be compared.
    pub fn earlier(&self) -> Option<&'p BasePaper> {
        let base = self.project.base().filter(|_| !self.paper.file.is_joined())?;
        base.earlier(&self.path)
    }

    /// The text of the paper at `span`.
    pub fn source(&self, span: Span) -> &'p str {
        self.paper.file.slice(span)
    }
}

/// What is found in the paper's text, once.
impl<'p> PaperContext<'p> {
    /// The acronyms of the body, in reading order.
    pub(in crate::check) fn mentions(&self) -> &[Mention<'p>] {
        self.facts.mentions.get_or_init(|| {
            acronyms::mentions(self.paper.body(), &self.outline, |name| self.is_known_acronym(name))
        })
    }

    /// Whether every reader is taken to know the acronym `name`.
    pub(in crate::check) fn is_known_acronym(&self, name: &str) -> bool {
        capitals::is_famous(name)
            || self.series.acronyms.iter().any(|known| known == name)
            || self.project.settings.acronyms.contains_key(name)
            || self.shared.unit_names.has_word(name)
    }

    /// The phrases of the rule `name` in the paper's own words, in reading order.
    pub(in crate::check) fn hits(&self, name: &str) -> &[Hit<'p>] {
        let finder = &self.shared.phrases;
        let hits = self.facts.hits.get_or_init(|| finder.hits(self.paper.body()));
        finder.index_of(name).and_then(|at| hits.get(at)).map_or(&[], Vec::as_slice)
    }

    /// The anchors of the paper that links can point at.
    pub(in crate::check) fn anchors(&self) -> &[String] {
        let find = || anchors::of(self.paper, self.series);
        self.facts.anchors.get_or_init(find)
    }

    /// The sections of the paper, as they are compared with those of another.
    pub(in crate::check) fn sections(&self) -> &[SectionDigest] {
        self.facts.sections.get_or_init(|| sections::of(self.paper, self.series))
    }

    /// Whether a value that the series has in the text is in the block at `span`.
    pub(in crate::check) fn has_field_in(&self, span: Span) -> bool {
        let mut in_text = self.values.iter().filter(|(field, _)| field.in_text.is_some());
        in_text.any(|(_, value)| value.place().is_some_and(|place| span.contains(place)))
    }

    /// The places where the text names papers of the series, by label and number, in order.
    pub(in crate::check) fn named_papers(&self) -> &[NamedPaper] {
        self.facts.named.get_or_init(|| {
            let rule = self.series.number.as_ref();
            rule.map(|rule| named::in_text(self.paper, rule)).unwrap_or_default()
        })
    }

    /// The first paper of the series that carries `number`; where numbers begin anew in each folder, the one in the folder
    /// of this paper.
    pub(in crate::check) fn numbered(&self, number: &str) -> Option<&'p PaperFile> {
        let papers = self.shared.with_number(self.project, &self.series.id, number);
        let is_beside = |other: &&&PaperFile| {
            let path = self.project.relative(&other.path);
            self.series.folder_of_number(&path) == self.series.folder_of_number(&self.path)
        };
        papers.iter().find(is_beside).or(papers.first()).copied()
    }

    /// The picture at `address`, or why no page shows it. Each file is read once, however often the paper shows it.
    pub(in crate::check) fn picture(&self, address: &str) -> Result<ShownPicture, NoPicture> {
        let (path, _) = self.project.locate_picture(&self.file.path, address)?;
        if let Some(known) = self.facts.pictures.borrow().get(&path) {
            return known.clone();
        }
        let read = || {
            let picture = self.project.read_picture(&path)?;
            Ok(ShownPicture { width: picture.size_in_points().0, words: picture.words().into() })
        };
        let shown = match self.shared.pictures() {
            Some(known) => known.get(self.project, &path, read),
            None => read(),
        };
        self.facts.pictures.borrow_mut().insert(path, shown.clone());
        shown
    }

    /// The acronyms that the paper writes out, each with its long form.
    pub(in crate::check) fn long_forms(&self) -> Vec<(String, String)> {
        let found = self.mentions().iter().filter_map(|mention| {
            let long = mention.expansion.as_ref()?.long;
            Some((mention.name.to_owned(), long.to_owned()))
        });
        found.collect()
    }

    /// What other papers see of the body.
    pub fn shared_facts(&self) -> SharedFacts {
        let is_previous = self.relations().is_previous(self.index);
        SharedFacts {
            anchors: self.anchors().to_vec(),
            long_forms: self.long_forms(),
            sections: if is_previous { self.sections().to_vec() } else { Vec::new() },
        }
    }
}
