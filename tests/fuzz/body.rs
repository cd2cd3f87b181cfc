use std::mem::discriminant;

use issuepaper::document;
use issuepaper::paper::Paper;
use issuepaper::paper::markdown::{Block, Kind, Markdown};
use issuepaper::render::{self, Options};
use issuepaper::text::source::SourceFile;

use super::document::assert_html;
use super::papers::{TEMPLATES, assert_place, text, with_paper};

/// A body is read to blocks that contain each other, and its tree to each text format without a panic.
pub fn body(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    assert_nested(&text);
    let paper = format!("---\ntitle: A paper\n---\n\n{text}");
    with_paper(&paper, |project, name| {
        let paper = &project.paper(name).unwrap().paper;
        assert_eq!(paper.body_span().end, paper.file.text().len());
        let tree = document::assemble(paper, project.series_of(paper).unwrap());
        for format in render::available().filter(|format| format.is_text()) {
            let page = render::render(&tree, format, &TEMPLATES, Options::default()).unwrap();
            let page = String::from_utf8(page).unwrap();
            assert!(page.ends_with('\n'), "{}", format.name);
            // The article of a whole page is the same.
            if format.name == render::FRAGMENT.name {
                assert_html(&page, format.name);
            }
        }
    });
}

/// Asserts that what opens is closed again, and that every place is in the text.
fn assert_nested(text: &str) {
    let file = SourceFile::new("a.md", text);
    let paper = Paper::new(file.clone());
    let markdown = Markdown::parse(text, paper.body_span().start);
    let (mut blocks, mut inlines) = (Vec::new(), Vec::new());
    for event in markdown.reading(text).events() {
        assert_place(&file, event.span, "an event");
        match event.kind {
            Kind::Start(block) => blocks.push(block),
            Kind::End(block) => {
                let is_same = blocks.pop().is_some_and(|start| is_end_of(block, start));
                assert!(is_same, "{block:?} ends at {:?}", event.span);
            }
            Kind::Open(inline) => inlines.push(inline),
            Kind::Close(inline) => {
                let is_same = inlines.pop().is_some_and(|open| same_kind(&open, &inline));
                assert!(is_same, "{inline:?} ends at {:?}", event.span);
            }
            _ => {}
        }
    }
    assert!(blocks.is_empty() && inlines.is_empty(), "{blocks:?} {inlines:?} are open");
}

/// Whether the end of a block is that of `start`. An end does not say how a list is numbered.
fn is_end_of(end: Block, start: Block) -> bool {
    same_kind(&end, &start) || matches!((end, start), (Block::List, Block::OrderedList(_)))
}

fn same_kind<T>(one: &T, other: &T) -> bool {
    discriminant(one) == discriminant(other)
}
