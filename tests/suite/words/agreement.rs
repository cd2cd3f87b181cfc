//! Rules and pages agree on what the text of a paper is.
//!
//! The words of a body's lists are those of its tree, in order, with these exceptions:
//!
//! - a tag that is printed as text is one object for rules, and a block of such tags alone is nothing;
//! - footnotes are where they are defined in the one and at the end in the other, so each is looked up;
//! - a link without a text has its address for a text on a page;
//! - of a block of code rules have the place alone.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use issuepaper::document::{self, Inline, from_markdown, plain_text};
use issuepaper::paper::Paper;
use issuepaper::paper::body::Prose;
use issuepaper::paper::markdown::{Block, Kind};
use issuepaper::text::source::{SourceFile, Span};
use proptest::prelude::*;

use super::words;
use crate::support::{entries, name, repository};

/// The words of each top-level block or note.
#[derive(Debug, PartialEq, Eq)]
struct Words {
    text: Vec<String>,
    /// In no order.
    notes: Vec<String>,
}

/// What rules see.
fn of_rules(paper: &Paper) -> Words {
    let body = paper.body();
    let printed = printed_objects(paper);
    let mut blocks = blocks_of_tags(paper);
    for prose in &body.prose {
        let mut text = String::new();
        for (at, c) in prose.text.char_indices() {
            let span = prose.span_of(at, at + c.len_utf8());
            match printed.get(&span).filter(|_| c == Prose::OBJECT) {
                Some(object) => text.push_str(object),
                None => text.push(c),
            }
        }
        blocks.push((prose.span, text));
    }
    blocks.sort_by_key(|(span, _)| span.start);
    let mut text = String::new();
    let mut notes = vec![String::new(); body.notes.len()];
    for (span, block) in blocks {
        let note = body.notes.iter().rposition(|note| note.span.contains(span));
        let out = note.map_or(&mut text, |note| &mut notes[note]);
        out.push_str(&block);
        out.push('\n');
    }
    Words::new(&text, notes.iter().map(String::as_str))
}

/// Blocks of HTML that are tags alone, which are no text for rules.
fn blocks_of_tags(paper: &Paper) -> Vec<(Span, String)> {
    let reading = paper.markdown();
    let mut blocks: Vec<(Span, String)> = Vec::new();
    for event in reading.events() {
        match event.kind {
            Kind::Start(Block::Html) => blocks.push((event.span, String::new())),
            Kind::PrintedTag(_, _, text) | Kind::Text(text) => {
                if let Some((span, block)) = blocks.last_mut()
                    && span.contains(event.span)
                {
                    block.push_str(reading.text_of(text, event.span));
                }
            }
            Kind::SoftBreak => blocks.iter_mut().for_each(|(_, block)| block.push(' ')),
            _ => {}
        }
    }
    blocks.retain(|(span, _)| paper.body().prose.iter().all(|prose| prose.span != *span));
    blocks
}

/// What a page has in the place of what is no text for rules.
fn printed_objects(paper: &Paper) -> HashMap<Span, String> {
    let reading = paper.markdown();
    let mut objects: HashMap<Span, String> = reading
        .events()
        .filter_map(|event| match event.kind {
            Kind::Code(text) | Kind::PrintedTag(_, _, text) => {
                Some((event.span, reading.text_of(text, event.span).to_owned()))
            }
            Kind::NoteRef(_) => Some((event.span, String::new())),
            _ => None,
        })
        .collect();
    objects
        .extend(paper.body().images.iter().map(|image| (image.span, image.alt.trim().to_owned())));
    objects
}

/// What a page prints.
fn of_page(paper: &Paper) -> Words {
    let tree = from_markdown::tree(paper.markdown());
    let mut text = String::new();
    tree.blocks.iter().for_each(|(_, block)| collect(block, paper, &mut text));
    let notes: Vec<String> = tree
        .notes
        .iter()
        .map(|blocks| {
            let mut text = String::new();
            for block in blocks {
                collect(block, paper, &mut text);
            }
            text
        })
        .collect();
    Words::new(&text, notes.iter().map(String::as_str))
}

impl Words {
    fn new<'a>(text: &str, notes: impl Iterator<Item = &'a str>) -> Self {
        let mut notes: Vec<String> = notes.map(|note| words(note).join(" ")).collect();
        notes.sort_unstable();
        Self { text: words(text), notes }
    }
}

fn collect(block: &document::Block, paper: &Paper, out: &mut String) {
    match block {
        document::Block::Paragraph(content) | document::Block::Heading { content, .. } => {
            collect_inlines(content, paper, out);
        }
        document::Block::Quote(blocks) => {
            for block in blocks {
                collect(block, paper, out);
            }
        }
        document::Block::List(list) => {
            for block in list.items.iter().flat_map(|item| &item.blocks) {
                collect(block, paper, out);
            }
        }
        document::Block::Table(table) => {
            if !table.caption.is_empty() {
                out.push_str("Table: ");
            }
            for text in table.texts() {
                collect_inlines(text, paper, out);
                out.push('\n');
            }
        }
        document::Block::Code { .. } | document::Block::Rule => {}
    }
    out.push('\n');
}

fn collect_inlines(content: &[Inline], paper: &Paper, out: &mut String) {
    let is_unnamed = |url: &str| {
        paper.body().links.iter().any(|link| link.url.trim() == url && link.text.trim().is_empty())
    };
    for inline in content {
        match inline {
            Inline::Text(text) | Inline::Code(text) => out.push_str(text),
            Inline::Link { url, content, .. } if plain_text(content) == *url && is_unnamed(url) => {
            }
            Inline::Styled(_, content)
            | Inline::Language(_, content)
            | Inline::Link { content, .. } => {
                collect_inlines(content, paper, out);
            }
            Inline::Image { alt, .. } => out.push_str(alt),
            Inline::SoftBreak | Inline::HardBreak => out.push(' '),
            Inline::NoteRef(_) | Inline::WordBreak => {}
        }
    }
}

fn assert_agreed(text: &str, name: &str) {
    let paper = Paper::new(SourceFile::new(name, text));
    assert_eq!(of_rules(&paper), of_page(&paper), "{name}: {text}");
    let tree = from_markdown::tree(paper.markdown());
    let codes =
        tree.blocks.iter().filter(|(_, block)| matches!(block, document::Block::Code { .. }));
    for (span, _) in codes {
        let has_place = paper.body().code.iter().any(|code| span.contains(code.span));
        assert!(has_place, "{name}: no rule knows the code at {span:?}");
    }
}

fn papers(folder: &Path) -> Vec<PathBuf> {
    let (folders, files): (Vec<_>, Vec<_>) =
        entries(folder).into_iter().partition(|path| path.is_dir());
    let own = files.into_iter().filter(|path| name(path).ends_with(".md"));
    own.chain(folders.iter().flat_map(|folder| papers(folder))).collect()
}

#[test]
fn on_every_paper_at_hand() {
    let papers: Vec<PathBuf> =
        ["papers", "tests"].iter().flat_map(|folder| papers(&repository(folder))).collect();
    assert!(papers.len() > 200);
    for path in papers {
        let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
        assert_agreed(&text, &path.display().to_string());
    }
}

#[test]
fn on_what_is_hard_to_read() {
    for text in [
        "<div>\nThe ABC desk &amp; <b>more</b>\n</div>\n",
        "<div class='a>b'>\n  one < two\n\n three <!-- not closed\n four\n",
        "<p and words\nthat go on\n",
        "<p title=\"it's\">one</p>\n\n<p title='one>\ntwo \"three'\n> four\n",
        "a <span\n class=\"x\">b</span> c <d e < f> g\n",
        "> <div>\n>   > one\n> <x\n>  y='z'> two\n> </div>\n",
        "- <b>one\n  two</b> three\n- <div>\n\n  four\n\n  </div>\n",
        "| <b>a | b</b> |\n|--|:-:|\n| <i>c</i><br>d | <x>e | f |\n",
        "x\n<<<<<<< HEAD\n<div>one\n=======\n</div>two\n>>>>>>> other\n</div>\nthree\n",
        "```\n<<<<<<< a\none\n=======\ntwo\n>>>>>>> b\n```\n",
        "<sup>\r\na &lt; b\r\n</sup> c\r\n\r\nd<br>\r\ne\\\r\nf\r\n",
        "<b>\n&#233; &copy &nosuch; & AT&T; &#0;\n</b>\n",
        "&lt;b> \\<b> &amp;lt; <b>x</i></b>\n",
        "a[^1] b[^2]\n\n[^1]: <div>one</div>\n\n[^2]: two\n\n    <b>three</b> ![^1](x)\n\n[^3]: four\n",
        "![a <b>b</b> <x> ![c](d) [e](f) `g`<br>h](i) [![j](k)](l) ![m](javascript:n)\n",
        "[](x) [ ](<y z>) <https://example.org> <a@example.org> [k](javascript:l)\n",
        "- [x] done\n- [ ] open\n\n1. one\n\n   > two\n2. three\n",
        "## <span id=x>A</span> `b`\n\n<h2>C</h2>\n\nD\n===\n",
        "<script>\nif (a < b && c > d) { x('</p>'); }\n</script>\n\n<?php echo 'a'; ?>\n\n<!DOCTYPE html>\n",
        "<!-- a --> one\n\n<!--> two\n\n<![CDATA[ three ]]>\n",
        "<b>one **two</b> three** <i>four\n\nfive</i>\n",
        "\t<b>\n\n-\t<div>\n\t\tone\n\t</div>\n",
    ] {
        assert_agreed(text, "the text");
        assert_agreed(&text.replace('\n', "\r\n"), "the text");
        assert_agreed(&text.replace('\n', "\r"), "the text");
    }
}

const PARTS: [&str; 52] = [
    "one",
    "two ",
    "é",
    " ",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    "    ",
    "> ",
    "- ",
    "1. ",
    "# ",
    "*",
    "**",
    "`",
    "```\n",
    "|",
    "\n|--|--|\n",
    "[",
    "](x)",
    "]",
    "![",
    "[^a]",
    "\n[^a]: ",
    "<b>",
    "</b>",
    "<i>",
    "</i>",
    "<br>",
    "<wbr>",
    "<div>",
    "</div>",
    "<p ",
    "<x y='",
    "'",
    "\"",
    "<",
    ">",
    "</",
    "<!--",
    "-->",
    "<?",
    "<!A",
    "&amp;",
    "&lt;",
    "&",
    ";",
    "\\",
    "<<<<<<< a\n",
    "=======\n",
    ">>>>>>> b\n",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn on_any_text(parts in prop::collection::vec(prop::sample::select(&PARTS[..]), 0..24)) {
        assert_agreed(&parts.concat(), "the text");
    }
}
