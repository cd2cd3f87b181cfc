use proptest::prelude::*;

use super::*;
use crate::document::{Places, Style, from_markdown};

/// The body and notes as one Markdown text.
fn write(blocks: &[Block], footnotes: &[Vec<Block>]) -> String {
    format!("{}\n\n{}\n", body(blocks), notes(footnotes))
}

/// Reads a body; headings get the level they have in a section.
fn read(markdown: &str) -> (Vec<Block>, Vec<Vec<Block>>) {
    let parsed = from_markdown::blocks(markdown);
    let mut blocks: Vec<_> = parsed.blocks.into_iter().map(|(_, block)| block).collect();
    crate::document::headings::nest(&mut blocks, SECTION_LEVEL);
    (blocks, parsed.notes)
}

fn check_round_trip(markdown: &str) {
    let first = read(markdown);
    let written = write(&first.0, &first.1);
    let second = read(&written);
    assert_eq!(first, second, "\n--- source\n{markdown}\n--- written\n{written}");
}

/// Bits of Markdown that like to go wrong next to each other, between dots.
const BITS: &str = concat!(
    "a·b c· ·  ·\n·\n\n·*·**·_·~~·~·`·``·[·]·(·)·!·<b>·</b>·<sup>·</sup>·<br>·<wbr>·<i>·</i>·<!-- x -->·",
    "<·>·&·;·&amp;·\\·|·| a | b |\n|---|:-:|\n| c | d |\n·- ·\n- ·\n  - ·\n1. ·\n2) ·\n> ·\n    ·\n# ·",
    "\n### ·#·---·\n---\n·===·```\n·\n```\nx\n```\n·[^1]·\n\n[^1]: ·[x] ·- [ ] ·](/u)·](/u \"t\")·![·",
    "<https://e.org/>·<a@e.org>·:·.·1·\u{a0}·é·漢·“·€·\n\n[a]: /v\n\n·<small>\n·<div>·\n<br>\n·+·=·\t·☐·&#32;·\\\n",
);

fn fragment() -> impl Strategy<Value = String> {
    let bits: Vec<_> = BITS.split('·').collect();
    proptest::collection::vec(proptest::sample::select(bits), 0..14).prop_map(|bits| bits.concat())
}

fn words() -> impl Strategy<Value = Inline> {
    "[!-~é€][ -~é]{0,6}[!-~é漢]".prop_map(Inline::Text)
}

/// Texts with something else between each two of them.
fn mixed(other: impl Strategy<Value = Inline>) -> impl Strategy<Value = Vec<Inline>> {
    (words(), proptest::collection::vec((other, words()), 0..3)).prop_map(|(first, rest)| {
        std::iter::once(first)
            .chain(rest.into_iter().flat_map(|(other, text)| [other, text]))
            .collect()
    })
}

fn styled(
    styles: &'static [Style],
    content: impl Strategy<Value = Vec<Inline>>,
) -> impl Strategy<Value = Inline> {
    (proptest::sample::select(styles), content)
        .prop_map(|(style, content)| Inline::Styled(style, content))
}

fn content() -> impl Strategy<Value = Vec<Inline>> {
    let inner = [Style::Emphasis, Style::Keyboard, Style::Small].as_slice();
    let inner = prop_oneof![
        styled(inner, words().prop_map(|text| vec![text])),
        "[!-~]{1,4}".prop_map(Inline::Code),
        Just(Inline::WordBreak),
    ];
    let outer = [Style::Strong, Style::Strikethrough, Style::Superscript].as_slice();
    let address =
        ("[a-z/(][!-;=?-~]{0,6}", "([!-~][ -~]{0,4}[!-~])?", mixed(Just(Inline::WordBreak)));
    let address = address.prop_filter("an address that is let live", |(url, _, _)| {
        let target = crate::paper::url::classify(url);
        target.is_safe() && target != crate::paper::url::Target::Empty
    });
    mixed(prop_oneof![
        2 => styled(outer, mixed(inner)),
        1 => address.prop_map(|(url, title, content)| Inline::Link { url, title, content }),
        1 => "[!-~]{0,4}".prop_map(|alt| Inline::Image { url: "a.png".to_owned(), title: String::new(), alt }),
        1 => Just(Inline::SoftBreak),
        1 => Just(Inline::HardBreak),
    ])
}

fn block() -> impl Strategy<Value = Block> {
    let cell = || mixed(Just(Inline::HardBreak));
    let leaf = prop_oneof![
        4 => content().prop_map(Block::Paragraph),
        1 => mixed(Just(Inline::HardBreak))
            .prop_map(|content| Block::Heading { level: 1, id: String::new(), content }),
        1 => "([ -~]{0,5}\n){0,3}".prop_map(|text| Block::Code { language: Some("c++".to_owned()), text }),
        1 => Just(Block::Rule),
        1 => (cell(), cell(), cell(), cell()).prop_map(|(a, b, c, d)| Block::Table(Table {
            alignments: vec![Alignment::Right, Alignment::None],
            head: vec![a, b],
            rows: vec![vec![c, d]],
            ..Table::default()
        })),
    ];
    leaf.prop_recursive(3, 12, 3, |block| {
        let blocks = || proptest::collection::vec(block.clone(), 1..3);
        let items = proptest::collection::vec(blocks(), 1..3);
        let list = (proptest::option::of(0..12_u64), any::<bool>(), items).prop_map(
            |(start, tight, items)| {
                let items: Vec<_> =
                    items.into_iter().map(|blocks| Item { done: None, blocks }).collect();
                let tight = lists::is_tight(&items, tight);
                Block::List(List { start, tight, items, places: Places::default() })
            },
        );
        prop_oneof![list, blocks().prop_map(Block::Quote)]
    })
}

/// Whether a paragraph begins with a colon and a space.
fn has_colon_at_start(blocks: &[Block]) -> bool {
    let mut found = false;
    crate::document::walk::walk(blocks, &mut |node| {
        if let crate::document::walk::Node::Block(Block::Paragraph(content)) = node {
            let first = content.first();
            found |= matches!(first, Some(Inline::Text(text)) if text.starts_with(": "));
        }
    });
    found
}

/// The blocks without anchors, which depend on the words.
fn without_anchors(blocks: &mut [Block]) {
    for block in blocks {
        match block {
            Block::Heading { id, .. } => id.clear(),
            Block::Quote(blocks) => without_anchors(blocks),
            Block::List(list) => {
                list.items.iter_mut().for_each(|item| without_anchors(&mut item.blocks));
            }
            _ => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_tree_reads_back_as_itself(blocks in proptest::collection::vec(block(), 0..4)) {
        // Next to a table, it is a caption.
        prop_assume!(!has_colon_at_start(&blocks));
        let written = write(&blocks, &[]);
        let (mut read, _) = read(&written);
        without_anchors(&mut read);
        prop_assert_eq!(&blocks, &read, "\n--- written\n{}", written);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_reads_back(markdown in fragment()) {
        check_round_trip(&markdown);
    }
}

#[test]
fn an_angle_bracket_before_code_or_styled_text_begins_no_address() {
    for markdown in ["a\\<`@a>`", "**a\\<`@a>`€**", "a\\<**b@c.org>**", "1 \\<*2@3>*"] {
        check_round_trip(markdown);
    }
}
