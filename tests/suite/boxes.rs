//! Where words are on a page: no word is over another, whatever a table holds.

use issuepaper::document::{
    Alignment, Block, Document, Head, Inline, Metadata, Places, Section, Table,
};
use issuepaper::render::{self, Options};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use crate::support::{self, Folder, templates};

/// How far two boxes may reach into each other, in points: the boxes of a font are larger than its letters.
const ACROSS: f64 = 0.6;
const DOWN: f64 = 4.0;

/// A word, and the edges of its box in points: left, top, right, bottom.
type Word = (String, [f64; 4]);

/// The words of each page, as `pdftotext` of Poppler finds them.
fn pages(file: &[u8]) -> Vec<Vec<Word>> {
    let text = support::pdftotext(&["-bbox"], file);
    let words = |page: &str| page.lines().filter_map(word).collect();
    text.split("<page ").skip(1).map(words).collect()
}

fn word(line: &str) -> Option<Word> {
    let rest = line.trim().strip_prefix("<word ")?;
    let (attributes, text) = rest.split_once('>')?;
    let edges: Vec<f64> =
        attributes.split('"').skip(1).step_by(2).map(|it| it.parse().unwrap()).collect();
    let text = text.strip_suffix("</word>")?;
    Some((text.to_owned(), edges.try_into().ok()?))
}

/// The words that are printed over each other.
fn overlaps(words: &[Word]) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    for (at, (text, one)) in words.iter().enumerate() {
        for (other_text, other) in &words[at + 1..] {
            let across = one[2].min(other[2]) - one[0].max(other[0]);
            let down = one[3].min(other[3]) - one[1].max(other[1]);
            if across > ACROSS && down > DOWN {
                found.push((text.as_str(), other_text.as_str()));
            }
        }
    }
    found
}

fn document(blocks: Vec<Block>) -> Document {
    let section = Section {
        id: "issue".to_owned(),
        anchor: None,
        heading: Some("Issue".to_owned()),
        blocks,
        places: Places::default(),
    };
    let title = "Tables".to_owned();
    let head = Head { title: title.clone(), ..Head::default() };
    let meta = Metadata { title, lang: "en".to_owned(), ..Metadata::default() };
    Document { head, meta, sections: vec![section], ..Document::default() }
}

/// Tables of up to 16 columns, with long words, numbers, dates and prose in them.
fn tables() -> impl Strategy<Value = Table> {
    let cell = prop_oneof![
        3 => "[A-Z][a-z]{2,11}( [a-z]{1,9}){0,5}",
        1 => "[A-Z][a-z]{12,30}",
        1 => "[0-9]{1,3}(,[0-9]{3}){0,3}",
        1 => "20[0-9]{2}-1[0-2]-2[0-8]",
        1 => "[MWmw]{1,14}",
        1 => Just(String::new()),
    ];
    let cell =
        cell.prop_map(|text| if text.is_empty() { Vec::new() } else { vec![Inline::Text(text)] });
    let alignment =
        prop::sample::select(vec![Alignment::None, Alignment::Center, Alignment::Right]);
    (1..17usize).prop_flat_map(move |columns| {
        let row = || prop::collection::vec(cell.clone(), columns);
        let alignments = prop::collection::vec(alignment.clone(), columns);
        (alignments, row(), prop::collection::vec(row(), 1..20)).prop_map(
            |(alignments, head, rows)| Table { alignments, head, rows, ..Table::default() },
        )
    })
}

fn rendered(document: &Document) -> Vec<u8> {
    let folder = Folder::new();
    folder.write("a.md", "---\ntitle: T\n---\n");
    let set = templates(&folder.load(), "issue-paper");
    render::render(document, render::by_name("pdf").unwrap(), &set, Options::default()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(7),
        max_shrink_iters: 40,
        ..ProptestConfig::with_cases(30)
    })]

    #[test]
    #[ignore = "needs pdftotext of Debian's poppler-utils"]
    fn no_word_of_a_table_is_over_another(table in tables()) {
        let document = document(vec![Block::Table(table)]);
        for page in pages(&rendered(&document)) {
            prop_assert_eq!(overlaps(&page), []);
        }
    }
}

#[test]
#[ignore = "needs pdftotext of Debian's poppler-utils"]
fn headings_are_on_the_turned_page_of_their_tables() {
    let text = |text: &str| vec![Inline::Text(text.to_owned())];
    let row =
        |word: &str| (0..8).map(|at| text(&format!("{word}{}{at}", "x".repeat(13)))).collect();
    let table = |word: &str| {
        let alignments = vec![Alignment::None; 8];
        let (head, rows) = (row(word), vec![row(word)]);
        Block::Table(Table { alignments, head, rows, ..Table::default() })
    };
    let heading = |id: &str| Block::Heading { level: 1, id: id.to_owned(), content: text(id) };
    let prose = Block::Paragraph(text("Prose"));
    let blocks = vec![
        table("One"),
        prose,
        heading("Second"),
        table("Two"),
        heading("Third"),
        table("Three"),
    ];
    let text = support::pdftotext(&[], &rendered(&document(blocks)));
    let marks = ["Issue", "One", "Prose", "Second", "Two", "Third", "Three"];
    let marks_of = |page: &str| -> Vec<&str> {
        let begins = |mark: &&str| page.lines().any(|line| line.starts_with(*mark));
        marks.into_iter().filter(begins).collect()
    };
    let pages: Vec<_> = text.split('\x0c').map(marks_of).filter(|it| !it.is_empty()).collect();
    let expected = [vec!["Issue", "One"], vec!["Prose"], vec!["Second", "Two", "Third", "Three"]];
    assert_eq!(pages, expected);
}

#[test]
fn words_over_each_other_are_noticed() {
    let at = |text: &str, left: f64| (text.to_owned(), [left, 10.0, left + 30.0, 22.0]);
    let words = [at("one", 10.0), at("two", 39.0), at("three", 69.0)];
    assert_eq!(overlaps(&words), [("one", "two")]);
    let line = "    <word xMin=\"10.5\" yMin=\"1\" xMax=\"20\" yMax=\"12.25\">A&amp;B</word>";
    assert_eq!(word(line), Some(("A&amp;B".to_owned(), [10.5, 1.0, 20.0, 12.25])));
}
