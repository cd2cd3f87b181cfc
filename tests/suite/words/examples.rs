//! The examples of the Markdown specifications, each put into a section.

use issuepaper::document::{Document, Metadata, Places, Section, from_markdown, headings};

use super::{assert_read, papers};

/// What is around an example: the two specifications share the form.
const FENCE: &str = "````````````````````````````````";

/// The variables of the environment that name the specifications.
pub const SPECIFICATIONS: [&str; 2] = ["COMMONMARK_SPEC", "GFM_SPEC"];

/// The examples of the specification that an environment variable names.
pub fn examples(variable: &str) -> Vec<Document> {
    let path = std::env::var_os(variable).unwrap_or_else(|| panic!("{variable} names no file"));
    let text = std::fs::read_to_string(path).unwrap();
    let examples: Vec<Document> = text
        .split(&format!("\n{FENCE} example"))
        .skip(1)
        .map(|example| {
            let (_, example) = example.split_once('\n').unwrap();
            let (markdown, _) = example.split_once("\n.\n").unwrap_or_default();
            document(&markdown.replace('\u{2192}', "\t"))
        })
        .collect();
    assert!(examples.len() > 600, "{} examples in {variable}", examples.len());
    examples
}

fn document(markdown: &str) -> Document {
    let parsed = from_markdown::blocks(&format!("{markdown}\n"));
    let mut blocks: Vec<_> = parsed.blocks.into_iter().map(|(_, block)| block).collect();
    headings::nest(&mut blocks, 2);
    Document {
        meta: Metadata {
            title: "Example".to_owned(),
            lang: "en-US".to_owned(),
            ..Metadata::default()
        },
        sections: vec![Section {
            id: "issue".to_owned(),
            anchor: None,
            heading: Some("Issue".to_owned()),
            blocks,
            places: Places::default(),
        }],
        notes: parsed.notes,
        ..Document::default()
    }
}

#[test]
#[ignore = "needs the specifications"]
fn every_example_is_read_to_its_last_word() {
    let (project, _) = papers();
    for variable in SPECIFICATIONS {
        for (at, document) in (1..).zip(examples(variable)) {
            assert_read(&document, &project, &format!("{variable} example {at}"));
        }
    }
}
