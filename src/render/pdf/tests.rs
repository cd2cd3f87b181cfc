//! What the fonts are said to draw, a page is made with; and so is one of everything else, by name.

use icu_properties::props::{EnumeratedProperty, GeneralCategory};

use super::PAGE_END;
use super::make::{draw, make};
use crate::assets::fonts::{Fonts, TextKind};
use crate::document::{Block, Document, Inline, Metadata, Places, Section, Style};
use crate::render::{Options, TemplateSet};
use crate::series::Library;
use crate::text::characters::needs_no_glyph;

/// The characters that a page is tried with at once.
const PAGE: usize = 400;

fn document(content: Inline) -> Document {
    let blocks = vec![Block::Paragraph(vec![content])];
    let heading = Some("Issue".to_owned());
    let section = Section {
        id: "issue".to_owned(),
        anchor: None,
        heading,
        blocks,
        places: Places::default(),
    };
    let meta = Metadata { title: "T".to_owned(), lang: "en".to_owned(), ..Metadata::default() };
    Document { meta, sections: vec![section], ..Document::default() }
}

#[test]
fn a_paper_that_can_t_be_laid_out_is_named_with_the_place() {
    let templates = TemplateSet::new(Library::default().templates("issue-paper"));
    let heading = Block::Heading { level: 1, id: "x".to_owned(), content: Vec::new() };
    let text = |text: &str| Block::Paragraph(vec![Inline::Text(text.to_owned())]);
    let mut document = document(Inline::Text("One".to_owned()));
    document.sections[0].blocks.extend([text("Two"), heading, text("Three")]);
    let error = make(&document, &templates, Options::default()).err();
    let error = error.map(|error| error.to_string()).unwrap_or_default();
    assert!(error.contains("heading title is empty, in the section `Issue`"), "{error}");
}

#[test]
fn every_page_is_a_drawing_of_its_own() {
    let templates = TemplateSet::new(Library::default().templates("issue-paper"));
    for (lines, count) in [(1, 1..=1), (120, 3..=6)] {
        let text = |at: usize| Block::Paragraph(vec![Inline::Text(format!("Line {at}"))]);
        let mut document = document(Inline::Text("One".to_owned()));
        document.sections[0].blocks.extend((0..lines).map(text));
        let drawn = draw(&document, &templates, Options::default()).unwrap_or_default();
        let drawn = String::from_utf8(drawn).unwrap_or_default();
        let is_drawing = |page: &str| page.starts_with("<svg") && page.ends_with("</svg>");
        assert!(drawn.split_terminator(PAGE_END).all(is_drawing));
        assert!(count.contains(&drawn.split_terminator(PAGE_END).count()));
    }
}

/// Adds to `out` the texts that no page can be made with.
fn refused(
    templates: &TemplateSet,
    texts: &[String],
    wrap: &dyn Fn(String) -> Inline,
    out: &mut Vec<String>,
) {
    let Err(error) = make(&document(wrap(texts.join(" "))), templates, Options::default()) else {
        return;
    };
    if let [text] = texts {
        out.push(format!("{}: {error}", text.escape_unicode()));
        return;
    }
    let (one, two) = texts.split_at(texts.len() / 2);
    refused(templates, one, wrap, out);
    refused(templates, two, wrap, out);
}

#[test]
#[ignore = "takes minutes; `.ci/run` runs it"]
fn a_page_is_made_with_every_character() {
    let templates = TemplateSet::new(Library::default().templates("issue-paper"));
    let fonts = Fonts::built_in();
    let drawn = |text: &str| fonts.draws(text, TextKind::Text);
    let mut texts: Vec<String> = Vec::new();
    for c in ('\0'..=char::MAX).filter(|c| !needs_no_glyph(*c)) {
        // What no font has is named; a few thousand pages of names prove nothing.
        if drawn(c.encode_utf8(&mut [0; 4])) || u32::from(c).is_multiple_of(997) {
            texts.push(c.to_string());
        }
        let is_mark = matches!(
            GeneralCategory::for_char(c),
            GeneralCategory::NonspacingMark | GeneralCategory::EnclosingMark
        );
        if is_mark && (drawn(&format!("a{c}")) || drawn(c.encode_utf8(&mut [0; 4]))) {
            texts.push(format!("a{c}"));
        }
    }
    assert!(texts.len() > 3_000, "{}", texts.len());
    let sequences = [
        "1\u{fe0f}\u{20e3}",
        "1\u{20e3}",
        "\u{2764}\u{fe0f}",
        "\u{263a}\u{fe0e}",
        "\u{2764}\u{fe0f}\u{200d}\u{1f525}",
        "\u{1f468}\u{1f3fb}\u{200d}\u{1f4bb}",
        "\u{1f1fa}\u{1f1f8}",
        "a\u{30a}\u{301}",
        "a\u{20dd}",
        "\u{5d0}\u{5b8}",
        "\u{644}\u{627}\u{651}",
    ];
    texts.extend(sequences.map(str::to_owned));
    let styled = |style: Style| move |text: String| Inline::Styled(style, vec![Inline::Text(text)]);
    let strong = styled(Style::Strong);
    let both = |text: String| Inline::Styled(Style::Emphasis, vec![strong(text)]);
    let wraps: [&dyn Fn(String) -> Inline; 5] =
        [&Inline::Text, &styled(Style::Strong), &styled(Style::Emphasis), &both, &Inline::Code];
    for wrap in wraps {
        let mut out = Vec::new();
        for page in texts.chunks(PAGE) {
            refused(&templates, page, wrap, &mut out);
        }
        assert_eq!(out, [] as [&str; 0]);
    }
}
