//! From a paper and its series to the document: cover, masthead, fields, sections.

use crate::paper::CoreField;
use std::collections::BTreeMap;

use super::from_markdown::{self, Parsed};
use super::headings::nest;
use super::{Block, CoverLine, Document, Field, Inline, Meta, Section, Style};
use crate::paper::Paper;
use crate::paper::fields::{Month, print_date};
use crate::paper::slug::slug;
use crate::series::outline::{Opener, OutlineSection, Spelling};
use crate::series::values::{Reading, Value};
use crate::series::{self, Outline, Place, Series, Values};
use crate::text::source::Span;
use crate::yaml::{Kind, Node};

/// The heading of text that stands in no section at all.
const NO_SECTION: &str = "Text";

/// Makes the document of a paper. Total: a value that is not of its type is printed as typed, and text
/// that stands outside every section opens the first one, so that nothing the author wrote is lost.
pub fn assemble(paper: &Paper, series: &Series) -> Document {
    let values = Values::new(paper, series);
    let printer = Printer { paper, series, values: &values };
    let mut parsed = from_markdown::tree(paper.markdown());
    let notes = std::mem::take(&mut parsed.notes);
    Document {
        title: printer.title(),
        lang: printer.field(CoreField::Lang).unwrap_or_else(|| series.lang.clone()),
        marking: printer.marking(),
        cover: printer.cover(),
        number: values.text(CoreField::PublicationNumber).map(|number| printer.number(number)),
        masthead: series.masthead.iter().filter_map(|line| printer.fill(line)).collect(),
        head_fields: printer.placed(Place::Head),
        sections: sections(paper, series, parsed),
        foot_fields: printer.foot(),
        notes,
        pictures: BTreeMap::new(),
        meta: printer.meta(),
        provenance: None,
    }
}

/// Prints the fields of one paper.
struct Printer<'a> {
    paper: &'a Paper,
    series: &'a Series,
    values: &'a Values<'a>,
}

impl Printer<'_> {
    fn title(&self) -> String {
        self.field(CoreField::Title)
            .or_else(|| self.fill(&self.series.title))
            .unwrap_or_else(|| self.series.name.clone())
    }

    fn marking(&self) -> Option<String> {
        let stage = self.series.stages.order.get(self.values.stage)?;
        self.series.stages.markings.get(stage).cloned()
    }

    fn number(&self, number: &str) -> String {
        self.series.number.as_ref().map_or_else(|| number.to_owned(), |rule| rule.display(number))
    }

    fn cover(&self) -> Vec<CoverLine> {
        let line = |line: &series::CoverLine| {
            self.fill(&line.text).map(|text| CoverLine { role: line.role.clone(), text })
        };
        self.series.cover.iter().filter_map(line).collect()
    }

    fn placed(&self, place: Place) -> Vec<Field> {
        self.series
            .fields
            .iter()
            .filter(|field| field.place == place)
            .filter_map(|field| self.labelled(field))
            .collect()
    }

    /// The closing fields: those that the series gives an order first.
    fn foot(&self) -> Vec<Field> {
        let mut fields = self.placed(Place::Foot);
        let rank = |field: &Field| {
            self.series.foot.iter().position(|id| *id == field.id).unwrap_or(usize::MAX)
        };
        fields.sort_by_key(rank);
        fields
    }

    fn labelled(&self, field: &series::Field) -> Option<Field> {
        let machine = match self.values.value(&field.id) {
            Some((_, Value::Date(date))) => Some(date.to_string()),
            Some((_, Value::Month(month))) => Some(month.to_string()),
            _ => None,
        };
        Some(Field {
            id: field.id.clone(),
            label: field.label.clone(),
            value: self.field(&field.id)?,
            machine,
        })
    }

    /// A text of the series with its `{field}` places filled. Parts between commas whose places are all
    /// empty are left out; nothing comes back if that leaves nothing.
    fn fill(&self, text: &str) -> Option<String> {
        let parts: Vec<String> = text.split(", ").filter_map(|part| self.fill_part(part)).collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }

    fn fill_part(&self, part: &str) -> Option<String> {
        let mut filled = String::new();
        let (mut places, mut found) = (0, 0);
        let mut rest = part;
        while let Some((before, name, after)) = next_place(rest) {
            filled.push_str(before);
            places += 1;
            if let Some(value) = self.place(name) {
                found += 1;
                filled.push_str(&value);
            }
            rest = after;
        }
        filled.push_str(rest);
        (places == 0 || found > 0).then_some(filled)
    }

    fn place(&self, name: &str) -> Option<String> {
        match name {
            "name" => Some(self.series.name.clone()),
            "number" => self.field(CoreField::PublicationNumber),
            "period" => self
                .values
                .period(self.series)
                .map(Month::printed)
                .or_else(|| self.field(CoreField::Period)),
            _ => self.field(name),
        }
    }

    /// A field's value as printed, or as typed where it is not of its type.
    fn field(&self, id: impl AsRef<str>) -> Option<String> {
        let id = id.as_ref();
        match self.values.get(id)? {
            Reading::Value(_, value) => Some(printed(value)),
            Reading::Fault(entry, _) => Some(as_typed(&entry.value)),
            Reading::Broken => Some(as_typed(&self.paper.front.get(id)?.value)),
            Reading::Absent | Reading::Empty(_) => None,
        }
        .filter(|text| !text.is_empty())
    }

    fn meta(&self) -> Meta {
        let person = self.values.iter().find_map(|(_, reading)| match reading {
            Reading::Value(_, Value::Person(person)) => Some(person),
            _ => None,
        });
        let units =
            self.values.iter().filter(|(field, _)| field.field_type == series::FieldType::Unit);
        Meta {
            identifier: self.field(CoreField::PublicationNumber),
            author: person.map(|person| person.name.clone()),
            author_office: person.and_then(|person| person.office.clone()),
            publisher: self.series.agency.clone(),
            kind: Some(self.series.name.clone()),
            date: match self.values.value(CoreField::Date) {
                Some((_, Value::Date(date))) => Some(date.to_string()),
                _ => None,
            },
            period: self.values.period(self.series).map(|month| month.to_string()),
            subjects: units.filter_map(|(field, _)| self.field(&field.id)).collect(),
            stage: self.series.stages.order.get(self.values.stage).cloned(),
        }
    }
}

/// The text before the next `{name}`, the name, and the text behind it.
fn next_place(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

fn printed(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Date(date) => print_date(*date),
        Value::Month(month) => month.printed(),
        Value::Person(person) => person.to_string(),
        Value::List(items) => {
            items.iter().map(|item| item.value.as_str()).collect::<Vec<_>>().join(", ")
        }
    }
}

fn as_typed(node: &Node) -> String {
    match &node.kind {
        Kind::Scalar(scalar) => scalar.text.trim().to_owned(),
        Kind::Sequence(items) => items.iter().map(as_typed).collect::<Vec<_>>().join(", "),
        Kind::Mapping(pairs) => {
            pairs.iter().map(|(_, value)| as_typed(value)).collect::<Vec<_>>().join(", ")
        }
    }
}

/// Cuts the blocks of the body into the paper's sections.
fn sections(paper: &Paper, series: &Series, parsed: Parsed) -> Vec<Section> {
    let outline = Outline::new(paper, series);
    let mut blocks = parsed.blocks.into_iter().peekable();
    let mut preamble = Vec::new();
    let first = outline.sections.first().map_or(usize::MAX, |section| section.heading.start);
    while let Some((_, block)) = blocks.next_if(|(span, _)| span.start < first) {
        preamble.push(block);
    }
    let mut sections = Vec::new();
    for (index, section) in outline.sections.iter().enumerate() {
        let end = outline.sections.get(index + 1).map_or(usize::MAX, |next| next.heading.start);
        let mut own = std::mem::take(&mut preamble);
        while let Some((span, block)) = blocks.next_if(|(span, _)| span.start < end) {
            own.extend(without_heading(section, span, block));
        }
        nest(&mut own, level(section, series));
        sections.push(Section {
            id: id(section, series),
            heading: heading(section, series),
            blocks: own,
        });
    }
    if !preamble.is_empty() {
        nest(&mut preamble, series.headings.level);
        sections.push(Section {
            id: slug(NO_SECTION),
            heading: NO_SECTION.to_owned(),
            blocks: preamble,
        });
    }
    sections
}

fn level(section: &OutlineSection, series: &Series) -> u8 {
    match section.opener {
        Opener::Heading(level) => level,
        Opener::Label => series.headings.level,
    }
}

/// A block of a section; its heading is no part of it, and a label only for what stands behind it.
fn without_heading(section: &OutlineSection, span: Span, block: Block) -> Option<Block> {
    let is_opener = span.start <= section.heading.start && section.heading.start < span.end;
    if !is_opener {
        return Some(block);
    }
    match block {
        Block::Paragraph(content) if section.opener == Opener::Label => {
            let rest = without_label(content);
            (!rest.is_empty()).then_some(Block::Paragraph(rest))
        }
        _ => None,
    }
}

/// The inlines behind the bold label at the start, its colon left out.
fn without_label(mut content: Vec<Inline>) -> Vec<Inline> {
    if matches!(content.first(), Some(Inline::Styled(Style::Strong, _))) {
        content.remove(0);
    }
    if let Some(Inline::Text(text)) = content.first_mut() {
        *text = text.trim_start_matches(':').trim_start().to_owned();
        if text.is_empty() {
            content.remove(0);
        }
    }
    while matches!(content.first(), Some(Inline::SoftBreak | Inline::HardBreak)) {
        content.remove(0);
    }
    content
}

fn id(section: &OutlineSection, series: &Series) -> String {
    section
        .rule
        .and_then(|rule| series.sections.get(rule))
        .map_or_else(|| slug(&section.text), |rule| rule.id.clone())
}

/// The heading as the series has it, with what the author added in brackets.
fn heading(section: &OutlineSection, series: &Series) -> String {
    let Some(rule) = section.rule.and_then(|rule| series.sections.get(rule)) else {
        return if section.text.is_empty() { NO_SECTION.to_owned() } else { section.text.clone() };
    };
    match &section.spelling {
        Spelling::Decorated(addition) if !addition.is_empty() => {
            format!("{} {addition}", rule.heading)
        }
        _ => rule.heading.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::series::Library;
    use crate::text::source::SourceFile;

    fn document(series: &str, text: &str) -> Document {
        let paper = Paper::parse(SourceFile::new("paper.md", text));
        match Library::default().series(series) {
            Some(Ok(series)) => assemble(&paper, &series),
            other => unreachable!("{other:?}"),
        }
    }

    #[test]
    fn a_title_is_derived_from_what_there_is() {
        let text = "---\nperiod: 2024-06\nworking_group: In-Bond Working Group\n---\n";
        assert_eq!(
            document("coac", text).title,
            "In-Bond Working Group, Government Issue Paper, June 2024"
        );
        assert_eq!(document("coac", "---\nstage: draft\n---\n").title, "Government Issue Paper");
    }

    #[test]
    fn values_are_printed_and_what_is_wrong_stays_as_typed() {
        let text = "---\ndate: 2024-05-21\nsubmitted_by: [Alex Doe, Robin Roe]\naction_required: Maybe\n---\n";
        let document = document("issue-paper", text);
        let foot: Vec<&str> =
            document.foot_fields.iter().map(|field| field.value.as_str()).collect();
        assert_eq!(foot, ["Alex Doe, Robin Roe", "May 21, 2024"]);
        assert_eq!(document.head_fields[0].value, "Maybe");
        assert_eq!(document.foot_fields[1].machine.as_deref(), Some("2024-05-21"));
    }

    #[test]
    fn labels_open_sections_and_lose_no_text() {
        let text = "---\na: b\n---\n\nBefore.\n\n**Background:** One.\n\n**Issue:**\n\nTwo.\n";
        let sections = document("issue-paper", text).sections;
        let paragraph = |text: &str| Block::Paragraph(vec![Inline::Text(text.to_owned())]);
        assert_eq!(sections[0].blocks, [paragraph("Before."), paragraph("One.")]);
        assert_eq!(sections[1].blocks, [paragraph("Two.")]);
        assert_eq!(sections[1].heading, "Issue");
    }

    #[test]
    fn headings_are_the_series_own_with_the_authors_addition() {
        let text =
            "---\na: b\n---\n\n## 2. Status (as of June)\n\nText.\n\n## Extra\n\n#### Deep\n";
        let sections = document("issue-paper", text).sections;
        assert_eq!(sections[0].heading, "Current Status (as of June)");
        assert_eq!((sections[1].id.as_str(), sections[1].heading.as_str()), ("extra", "Extra"));
        assert!(matches!(sections[1].blocks[0], Block::Heading { level: 1, .. }));
    }

    #[test]
    fn a_draft_carries_its_marking_and_a_published_paper_none() {
        assert_eq!(document("coac", "---\nstage: draft\n---\n").marking.as_deref(), Some("DRAFT"));
        assert_eq!(document("coac", "---\nstage: published\n---\n").marking, None);
    }
}
