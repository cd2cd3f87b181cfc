//! Builds the document from a paper and its series: cover, masthead, fields, sections.

use std::collections::BTreeMap;

use super::from_markdown::{self, Parsed};
use super::headings::nest;
use super::printer::Printer;
use super::{Block, Document, Inline, Metadata, Places, Section, Style, plain_text_of_blocks};
use crate::paper::Paper;
use crate::paper::body::after_label;
use crate::paper::slug::slug;
use crate::series::outline::{Opener, OutlineSection, Spelling};
use crate::series::{Outline, Place, Series, Values};
use crate::text::source::Span;

/// The heading of a section whose own heading has no text, and of headings that are in no section: without one above
/// them, a page would skip a level.
const NO_SECTION: &str = "Text";

/// Builds the document of a paper. Never fails: a value that is not of its type is printed as
/// typed, and text before the first section is one without a heading, so that nothing the author
/// wrote is lost.
pub fn assemble(paper: &Paper, series: &Series) -> Document {
    assemble_linked(paper, series, &|_| None)
}

/// The address, as a link in a paper has it, of the paper that a field names by its number or path; none if there is no
/// such paper.
pub type Lead<'a> = dyn Fn(&str) -> Option<String> + 'a;

/// Like [`assemble`], with links in the fields that name other papers.
pub fn assemble_linked(paper: &Paper, series: &Series, lead: &Lead<'_>) -> Document {
    let values = Values::new(paper, series);
    let printer = Printer { paper, series, values: &values, lead };
    let mut parsed = from_markdown::tree(paper.markdown());
    let notes = std::mem::take(&mut parsed.notes);
    let note_places = std::mem::take(&mut parsed.note_places);
    let number = values.number().map(|number| printer.number(number));
    Document {
        marking: printer.marking(),
        head: printer.head(number.as_deref()),
        cover: printer.cover(),
        number,
        masthead: series.masthead.iter().filter_map(|line| printer.fill(line)).collect(),
        head_fields: printer.placed(Place::Head),
        sections: sections(paper, series, parsed),
        foot_fields: printer.foot(),
        notes,
        note_places,
        pictures: BTreeMap::new(),
        meta: Metadata::new(paper, series, &values),
        provenance: None,
    }
}

/// The plain text of the first section whose id is one of `ids`, without the rest of the document.
pub fn section_text(paper: &Paper, series: &Series, ids: &[&str]) -> Option<String> {
    let parsed = from_markdown::tree(paper.markdown());
    let sections = sections(paper, series, parsed);
    let section = sections.iter().find(|section| ids.contains(&section.id.as_str()))?;
    Some(plain_text_of_blocks(&section.blocks))
}

/// Splits the blocks of the body into the paper's sections.
fn sections(paper: &Paper, series: &Series, parsed: Parsed) -> Vec<Section> {
    let outline = Outline::new(paper, series);
    // One inside another is a heading in it.
    let is_top = |section: &&OutlineSection| series.level_of(section) <= series.headings.level;
    let openers: Vec<&OutlineSection> = outline.sections.iter().filter(is_top).collect();
    let title = series.title_heading(paper).map(|title| title.key.span.start);
    let mut blocks =
        parsed.blocks.into_iter().filter(|(span, _)| Some(span.start) != title).peekable();
    let mut preamble = Vec::new();
    let first = openers.first().map_or(usize::MAX, |section| section.heading.start);
    while let Some(block) = blocks.next_if(|(span, _)| span.start < first) {
        preamble.push(block);
    }
    let mut sections: Vec<Section> = unheaded(preamble, series).into_iter().collect();
    for (index, section) in openers.iter().enumerate() {
        let end = openers.get(index + 1).map_or(usize::MAX, |next| next.heading.start);
        let (mut own, mut anchor) = (Vec::new(), None);
        let mut places = Places::from_iter([section.heading.start]);
        while let Some((span, block)) = blocks.next_if(|(span, _)| span.start < end) {
            if span.start == section.heading.start {
                anchor = anchor.or_else(|| anchor_of(&block));
            }
            if let Some(block) = without_heading(section, span, block) {
                places.push(span.start);
                own.push(block);
            }
        }
        nest(&mut own, level(section, series));
        sections.push(Section {
            id: id(section, series),
            anchor,
            heading: Some(heading(section, series)),
            blocks: own,
            places,
        });
    }
    sections
}

/// What is before the first section, as one of its own.
fn unheaded(blocks: Vec<(Span, Block)>, series: &Series) -> Option<Section> {
    let starts = blocks.iter().map(|(span, _)| span.start);
    let places = starts.clone().take(1).chain(starts).collect();
    let mut blocks: Vec<Block> = blocks.into_iter().map(|(_, block)| block).collect();
    nest(&mut blocks, series.headings.level);
    let has_heading = blocks.iter().any(|block| matches!(block, Block::Heading { .. }));
    let heading = has_heading.then(|| NO_SECTION.to_owned());
    let id = slug(NO_SECTION);
    let is_empty = blocks.is_empty();
    (!is_empty).then_some(Section { id, anchor: None, heading, blocks, places })
}

/// The anchor of a heading in the source.
fn anchor_of(block: &Block) -> Option<String> {
    match block {
        Block::Heading { id, .. } => Some(id.clone()),
        _ => None,
    }
}

fn level(section: &OutlineSection, series: &Series) -> u8 {
    match section.opener {
        Opener::Heading(level) => level,
        Opener::Label => series.headings.level,
    }
}

/// A block of a section: nothing of the section's own heading, and of a label's paragraph what
/// follows the label.
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

/// The inlines after the bold label at the start, without its colon.
pub(crate) fn without_label(mut content: Vec<Inline>) -> Vec<Inline> {
    if matches!(content.first(), Some(Inline::Styled(Style::Strong, _))) {
        content.remove(0);
    }
    if let Some(Inline::Text(text)) = content.first_mut() {
        *text = after_label(text).to_owned();
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

/// The heading as the series has it, with the author's addition in brackets.
fn heading(section: &OutlineSection, series: &Series) -> String {
    let Some(rule) = section.rule.and_then(|rule| series.sections.get(rule)) else {
        return if section.text.is_empty() { NO_SECTION.to_owned() } else { section.text.clone() };
    };
    match &section.spelling {
        Spelling::Decorated(addition) if !addition.is_empty() => {
            format!("{} {addition}", rule.heading)
        }
        Spelling::RunIn(_) => section.text.clone(),
        _ => rule.heading.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::series::Library;
    use crate::text::source::SourceFile;

    fn document(series: &str, text: &str) -> Document {
        let paper = Paper::new(SourceFile::new("paper.md", text));
        match Library::default().series(series) {
            Some(Ok(series)) => assemble(&paper, &series),
            other => unreachable!("{other:?}"),
        }
    }

    #[test]
    fn a_title_is_derived_from_the_fields_that_are_there() {
        let text = "---\nperiod: 2024-06\nworking_group: In-Bond Working Group\n---\n";
        assert_eq!(
            document("coac", text).meta.title,
            "In-Bond Working Group, Government Issue Paper, June 2024"
        );
        assert_eq!(
            document("coac", "---\nstage: draft\n---\n").meta.title,
            "Government Issue Paper"
        );
    }

    #[test]
    fn values_are_printed_and_invalid_ones_stay_as_typed() {
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
        assert_eq!(
            (sections[0].heading.as_ref(), sections[0].blocks.as_slice()),
            (None, &[paragraph("Before.")][..])
        );
        assert_eq!(sections[1].blocks, [paragraph("One.")]);
        assert_eq!(sections[2].blocks, [paragraph("Two.")]);
        assert_eq!(sections[2].heading.as_deref(), Some("Issue"));
    }

    #[test]
    fn headings_are_the_series_own_with_the_authors_addition() {
        let text =
            "---\na: b\n---\n\n## 2. Status (as of June)\n\nText.\n\n## Extra\n\n#### Deep\n";
        let sections = document("issue-paper", text).sections;
        assert_eq!(sections[0].heading.as_deref(), Some("Current Status (as of June)"));
        assert_eq!(
            (sections[1].id.as_str(), sections[1].heading.as_deref()),
            ("extra", Some("Extra"))
        );
        assert!(matches!(sections[1].blocks[0], Block::Heading { level: 1, .. }));
    }

    #[test]
    fn a_draft_carries_its_marking_and_a_published_paper_none() {
        let marking = |stage| document("coac", &format!("---\nstage: {stage}\n---\n")).marking;
        assert_eq!(marking("draft").map(|it| it.text).as_deref(), Some("DRAFT"));
        assert_eq!(marking("published"), None);
    }
}
