//! Papers of all kinds of blocks, each with a few edits: whoever accepts all has the new one, whoever rejects all the old.

use std::fmt::Write as _;

use issuepaper::pages::Page;
use issuepaper::project::Project;
use issuepaper::render::TRACKED;
use issuepaper::word::{Block, View, WordFile};
use proptest::prelude::*;
use proptest::sample::Index;

use super::tracked::{assert_tracked, revision};
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
