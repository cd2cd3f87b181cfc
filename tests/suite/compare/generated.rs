//! Papers of all kinds of blocks, each with a few edits: whoever accepts all has the new one, whoever rejects all the old.

use std::fmt::Write as _;

use issuepaper::pages::Page;
use issuepaper::project::Project;
use issuepaper::render::TRACKED;
use issuepaper::word::{Block, View, WordFile};
use proptest::prelude::*;
use proptest::sample::Index;

use super::tracked::{assert_tracked, revision, unpacked};
use crate::support::Folder;

/// One block of each kind, with `@` for its number.
const KINDS: [&str; 18] = [
    "Paragraph @ is about **bold @** things. It has a second sentence.",
    "See [page @](https://example.org/@), [the part](#part) and H<sub>2</sub>O, *then* `code @`.",
    "Something @ is noted[^n@] here, and again[^n@] there.",
    "- Item @ of a list\n- Second item @\n  1. Inner @\n  2. Inner too @\n- Last item @",
    "- Loose item @\n\n  ```\n  x = @\n  ```\n\n- Next loose item @",
    "3. Step @\n4. Next step @\n5. Last step @",
    "> Quoted @.\n>\n> - Quoted item @\n>\n> > Inner quotation @",
    "```text\nline @\n  other line @\n```",
    "| A @ | B |\n|---|--:|\n| one @ | 2 |\n| three | @ |",
    "| A @ | B | C |\n|---|---|---|\n| one | 2 | @ |\n\nTable: Caption @",
    "| A[^n@] |\n|---|\n| one<br>@ |",
    "### Part",
    "#### Deep part @",
    "* * *",
    "- [ ] Open task @\n- [x] Done task @",
    "First line @  \nsecond line @",
    "![Picture @](p.svg \"Shown @\")",
    "Press <kbd>Ctrl</kbd>, say <span lang=\"fr\">oui @</span> and \u{201c}yes @\u{201d}\u{a0}@ \u{2014} ~~no~~.",
];

#[derive(Debug, Clone)]
enum Edit {
    Insert(Index, usize),
    Remove(Index),
    Replace(Index, usize),
    Words(Index),
    Move(Index, Index),
    Repeat(Index),
}

fn edits() -> impl Strategy<Value = Edit> {
    let (at, kind) = (any::<Index>(), 0..KINDS.len());
    prop_oneof![
        (at.clone(), kind.clone()).prop_map(|(at, kind)| Edit::Insert(at, kind)),
        at.clone().prop_map(Edit::Remove),
        (at.clone(), kind).prop_map(|(at, kind)| Edit::Replace(at, kind)),
        at.clone().prop_map(Edit::Words),
        (at.clone(), at.clone()).prop_map(|(from, to)| Edit::Move(from, to)),
        at.prop_map(Edit::Repeat),
    ]
}

fn block(kind: usize, number: usize) -> String {
    KINDS[kind].replace('@', &number.to_string())
}

fn edited(mut blocks: Vec<String>, edits: &[Edit]) -> Vec<String> {
    for (number, edit) in edits.iter().enumerate() {
        let count = blocks.len();
        match edit {
            Edit::Insert(at, kind) => {
                blocks.insert(at.index(count + 1), block(*kind, 100 + number));
            }
            _ if count == 0 => {}
            Edit::Remove(at) => drop(blocks.remove(at.index(count))),
            Edit::Replace(at, kind) => blocks[at.index(count)] = block(*kind, 100 + number),
            Edit::Words(at) => {
                let block = &mut blocks[at.index(count)];
                *block = block.replacen(" is ", " was ", 1).replacen("one", "two words", 1);
            }
            Edit::Move(from, to) => {
                let block = blocks.remove(from.index(count));
                blocks.insert(to.index(count), block);
            }
            Edit::Repeat(at) => {
                let block = blocks[at.index(count)].clone();
                blocks.push(block);
            }
        }
    }
    blocks
}

fn paper(blocks: &[String]) -> String {
    let head = "---\nseries: issue-paper\ntitle: T\nstage: draft\n---\n\n## Background\n\n";
    // Two lists one after the other would be one.
    let mut text = format!("{head}{}\n\n## Issue\n\nNone.\n", blocks.join("\n\n<!-- -->\n\n"));
    for number in 0..200 {
        if text.contains(&format!("[^n{number}]")) {
            let _ = write!(text, "\n[^n{number}]: Note {number} says *it*.\n");
        }
    }
    text
}

fn assert_settles(project: &Project) {
    let page = |at: usize| Page::of(project, &project.papers[at], TRACKED, None).unwrap();
    let made = [0, 1].map(|at| page(at).make().unwrap().bytes);
    let names = format!(
        "{}\n=====\n{}",
        project.papers[0].paper.file.text(),
        project.papers[1].paper.file.text()
    );
    for (old, new) in [(0, 1), (1, 0)] {
        let tracked = page(new).redline(&page(old), &revision()).unwrap();
        assert_tracked(&tracked, &made[old], &made[new], &names);
        let file = WordFile::read(&tracked).unwrap();
        for (view, at) in [(View::Rejected, old), (View::Accepted, new)] {
            let texts = |file: &WordFile| {
                let notes = file.notes.iter().flatten();
                file.blocks.iter().chain(notes).map(Block::text).collect::<Vec<_>>()
            };
            let alone = WordFile::read(&made[at]).unwrap();
            assert_eq!(texts(&file.clone().settled(view)), texts(&alone), "{view:?}: {names}");
        }
    }
}

#[test]
fn what_libreoffice_settles_otherwise_is_written_in_another_way() {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", "series: issue-paper\n");
    let blocks =
        |blocks: &[&str]| paper(&blocks.iter().map(ToString::to_string).collect::<Vec<_>>());
    let table = "| A | B |\n|---|---|\n| 1 | 2 |";
    for (old, new, expected) in [
        // An insertion goes on over the end of a paragraph: its mark is inserted, and not that of the next.
        (vec!["It is."], vec!["It is.  It has more.", "- And a list"], ("<w:ins ", 1)),
        // A paragraph before a table that was replaced has the text of both, and no changed mark.
        (vec!["Old words.", table], vec!["### Nothing like it", table], ("<w:rPr><w:", 0)),
        // Where a mark goes before a table, both halves have the properties of the new paragraph.
        (
            vec!["Kept here.", "- Gone away", table],
            vec!["### Kept here.", table],
            ("<w:pPrChange ", 2),
        ),
    ] {
        folder.write("a-old.md", blocks(&old));
        folder.write("b-new.md", blocks(&new));
        let project = folder.load();
        let page = |at: usize| Page::of(&project, &project.papers[at], TRACKED, None).unwrap();
        let bytes = page(1).redline(&page(0), &revision()).unwrap();
        let text = &unpacked(&bytes)["word/document.xml"];
        let text = text.split(">Background<").nth(1).unwrap().split(">Issue<").next().unwrap();
        let found = count(text, expected.0);
        assert_eq!(found, expected.1, "{new:?}: {text}");
        assert_settles(&project);
    }
}

/// How often something is in the properties of paragraphs.
fn count(text: &str, what: &str) -> usize {
    let properties = text.split("<w:p><w:pPr>").skip(1).map(|paragraph| {
        // The first run, or what changed in it, is after them.
        let ends = ["<w:r>", "><w:ins ", "><w:del ", "</w:p>"].map(|it| {
            let start = if it.starts_with('>') { format!("</w:pPr{it}") } else { it.to_owned() };
            paragraph.find(&start).unwrap_or(paragraph.len())
        });
        &paragraph[..ends.into_iter().min().unwrap_or_default()]
    });
    properties.map(|it| it.matches(what).count()).sum()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(40) })]

    #[test]
    fn a_generated_paper_and_an_edited_one_come_out_as_they_went_in(
        kinds in proptest::collection::vec(0..KINDS.len(), 0..7),
        edits in proptest::collection::vec(edits(), 1..6),
    ) {
        let blocks: Vec<String> = kinds.iter().enumerate().map(|(at, kind)| block(*kind, at)).collect();
        let folder = Folder::new();
        folder.write("issuepaper.yaml", "series: issue-paper\n");
        folder.write("p.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><rect width=\"5\" height=\"5\"/></svg>");
        folder.write("a-old.md", paper(&blocks));
        folder.write("b-new.md", paper(&edited(blocks, &edits)));
        assert_settles(&folder.load());
    }
}
