//! Documents that nobody would write: any tree keeps its words.

use std::sync::LazyLock;

use issuepaper::document::{
    Alignment, Block, Document, Inline, Item, List, Metadata, Places, Section, Table, headings,
};
use issuepaper::project::Project;
use proptest::prelude::*;

use super::assert_read;
use crate::fuzz::tree::STYLES;
use crate::support;

/// A project without any template of its own.
pub static PROJECT: LazyLock<Project> = LazyLock::new(|| {
    let folder = support::Folder::new();
    folder.write("a.md", "---\ntitle: none\n---\n");
    folder.load()
});

/// Words that no format may take for its own code.
pub const WORDS: &[&str] =
    &["a", "port", "<b>&amp;</b>", "]]>", "#let(x)=$1$", "\u{e9}t\u{e9}\u{2014}\u{3a9}"];
/// Words that run in both directions, which no reader of PDF can put back into order.
const WORDS_OF_BOTH_DIRECTIONS: &[&str] = &["port", "<b>&amp;</b>", "\u{5e9}\u{5dc}\u{5d5}\u{5dd}"];

/// A word that is unlike any other, since its number is.
fn text(words: &'static [&'static str]) -> impl Strategy<Value = Inline> {
    (prop::sample::select(words), 0..100_000u32)
        .prop_map(|(word, number)| Inline::Text(format!(" {word}{number} ")))
}

fn inlines(words: &'static [&'static str]) -> impl Strategy<Value = Vec<Inline>> {
    let leaf = prop_oneof![
        6 => text(words),
        1 => "[a-z]{1,9}".prop_map(Inline::Code),
        1 => Just(Inline::SoftBreak),
        1 => Just(Inline::HardBreak),
        1 => (1..=2usize).prop_map(Inline::NoteRef),
        1 => "[a-z]{1,9}".prop_map(|alt| Inline::Image {
            url: "none.png".to_owned(),
            title: String::new(),
            alt,
        }),
    ];
    let inline = leaf.prop_recursive(2, 8, 3, |inner| {
        let content = || prop::collection::vec(inner.clone(), 1..3);
        prop_oneof![
            (prop::sample::select(&STYLES[..]), content())
                .prop_map(|(style, content)| Inline::Styled(style, content)),
            content().prop_map(|content| Inline::Link {
                url: "https://example.org/?a=1&b=2".to_owned(),
                title: String::new(),
                content,
            }),
        ]
    });
    // A block without a word is no block.
    (text(words), prop::collection::vec(inline, 0..4))
        .prop_map(|(first, rest)| std::iter::once(first).chain(rest).collect())
}

fn blocks(words: &'static [&'static str]) -> impl Strategy<Value = Vec<Block>> {
    let table =
        (1..4usize, prop::collection::vec(inlines(words), 12)).prop_map(|(width, cells)| {
            let mut rows: Vec<_> = cells.chunks_exact(width).map(<[_]>::to_vec).collect();
            let head = rows.remove(0);
            let alignments = vec![Alignment::Right; width];
            Block::Table(Table { alignments, head, rows, ..Table::default() })
        });
    let leaf = prop_oneof![
        4 => inlines(words).prop_map(Block::Paragraph),
        1 => (1..4u8, inlines(words)).prop_map(|(level, content)| {
            Block::Heading { level, id: format!("h{level}"), content }
        }),
        1 => "[a-z]{1,9}(\n[a-z ]{1,9}){0,3}\n".prop_map(|text| Block::Code { language: None, text }),
        1 => table,
        1 => Just(Block::Rule),
    ];
    let block = leaf.prop_recursive(3, 12, 3, |inner| {
        let blocks = || prop::collection::vec(inner.clone(), 1..3);
        let done = prop_oneof![4 => Just(None), 1 => any::<bool>().prop_map(Some)];
        let item = (done, blocks()).prop_map(|(done, blocks)| Item { done, blocks });
        let start = prop_oneof![Just(None), (0..40_000u64).prop_map(Some)];
        let items = prop::collection::vec(item, 1..4);
        prop_oneof![
            (start, any::<bool>(), items).prop_map(|(start, tight, items)| Block::List(List {
                start,
                tight,
                items,
                places: Places::default(),
            })),
            blocks().prop_map(Block::Quote),
        ]
    });
    prop::collection::vec(block, 1..4)
}

pub fn documents(words: &'static [&'static str]) -> impl Strategy<Value = Document> {
    let section = blocks(words).prop_map(|mut blocks| {
        headings::nest(&mut blocks, 1);
        Section {
            id: "background".to_owned(),
            anchor: None,
            heading: Some("Background".to_owned()),
            blocks,
            places: Places::default(),
        }
    });
    // Notes are numbered in the order of their first references, so these come first.
    let first = vec![Inline::Text("First".to_owned()), Inline::NoteRef(1), Inline::NoteRef(2)];
    let note = text(words).prop_map(|text| vec![Block::Paragraph(vec![text])]);
    (prop::collection::vec(section, 1..3), prop::collection::vec(note, 2)).prop_map(
        move |(mut sections, notes)| {
            sections[0].blocks.insert(0, Block::Paragraph(first.clone()));
            Document {
                meta: Metadata {
                    title: "Generated".to_owned(),
                    lang: "en-US".to_owned(),
                    ..Metadata::default()
                },
                sections,
                notes,
                ..Document::default()
            }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(96) })]

    #[test]
    fn every_tree_is_read_to_its_last_word(
        document in prop_oneof![documents(WORDS), documents(WORDS_OF_BOTH_DIRECTIONS)],
    ) {
        assert_read(&document, &PROJECT, "the tree");
    }
}
