//! Two papers, compared.

use issuepaper::compare::{
    self, BlockChange, Comparison, Content, Counts, PieceKind, Remark, State,
};
use issuepaper::paper::Paper;
use issuepaper::project::{self, Project};
use issuepaper::series::Library;
use issuepaper::text::source::SourceFile;

use crate::support::repository;

mod formats;
mod generated;
mod tracked;

const FRONT: &str = "---\ndate: 2024-05-21\naction_required: Informational\n---\n\n";

/// Compares two bodies of the general series.
fn bodies(old: &str, new: &str) -> Comparison {
    papers(&format!("{FRONT}{old}"), &format!("{FRONT}{new}"))
}

fn papers(old: &str, new: &str) -> Comparison {
    let paper = |text: &str| Paper::new(SourceFile::new("paper.md", text));
    let series = Library::default().series("issue-paper").unwrap().unwrap();
    compare::papers((&paper(old), &series), (&paper(new), &series))
}

/// The blocks that differ, as `state: text`, deletions in brackets and insertions in braces.
fn shown(comparison: &Comparison) -> Vec<String> {
    let blocks = comparison.sections.iter().flat_map(|section| &section.blocks);
    let block = |block: &BlockChange| {
        let mut text = String::new();
        for piece in block.pieces() {
            text += &match piece.kind {
                PieceKind::Same => piece.text.clone(),
                PieceKind::Deleted => format!("[{}]", piece.text),
                PieceKind::Inserted => format!("{{{}}}", piece.text),
            };
        }
        format!("{:?}: {text}", block.state)
    };
    blocks.filter(|block| !block.is_same()).map(block).collect()
}

fn assert_same(old: &str, new: &str) {
    let comparison = bodies(old, new);
    assert!(comparison.is_same(), "{old:?} / {new:?}: {:?}", shown(&comparison));
}

#[test]
fn noise_of_markdown_is_no_difference() {
    let old = "## Issue\n\nOne two\nthree *four*.\n\n- a b\n- c d\n\n1. e\n2. f\n\n| A | B |\n|---|---|\n| 1 | 2 |\n";
    for new in [
        "Issue\n-----\n\nOne\ntwo three _four_.\n\n* a\n  b\n* c d\n\n1) e\n1) f\n\nA|B\n-|-\n1|2\n",
        "## 1. Issue\n\nOne two three *four*.\n\n+ a b\n+ c d\n\n7. e\n8. f\n\n|A|B|\n|:--|---|\n|1|2|\n",
        "## Issue ##\r\n\r\nOne two\r\nthree *four*.\r\n\r\n- a b\r\n- c d\r\n\r\n1. e\r\n2. f\r\n\r\n| A | B |\r\n|---|---|\r\n| 1 | 2 |\r\n",
    ] {
        assert_same(old, new);
    }
    assert_same(
        "## Issue\n\n\"A\" --- isn't 3 days.",
        "## Issue\n\n\u{201c}A\u{201d} \u{2014} isn\u{2019}t 3\u{a0}days.",
    );
    assert_same(
        "## Issue\n\nSee [here].\n\n[here]: http://a.example/",
        "## Issue\n\nSee [here](http://a.example/).",
    );
    assert_same("## Issue\n\nA[^1].\n\n[^1]: N.", "## Issue\n\nA[^note].\n\n[^note]: N.");
}

#[test]
fn a_changed_word_is_the_only_difference() {
    let comparison = bodies("## Issue\n\nOne red fox runs.", "## Issue\n\nOne blue fox runs.");
    assert_eq!(shown(&comparison), ["Changed: One [red]{blue} fox runs."]);
    let counts = Counts::of_all(&comparison.sections);
    assert_eq!((counts.blocks, counts.changed, counts.inserted, counts.deleted), (1, 1, 1, 1));
}

#[test]
fn sections_are_compared_by_their_ids() {
    // The same boilerplate in two sections is no move.
    let body = |issue: &str, status: &str| {
        format!("## Issue\n\n{issue}\n\n## Current Status\n\n{status}\n")
    };
    let text = "The group meets each month and reports to us.";
    let comparison = bodies(&body(text, text), &body("Nothing is known yet.", text));
    assert_eq!(
        shown(&comparison),
        [
            "Deleted: [The group meets each month and reports to us.]",
            "Inserted: {Nothing is known yet.}"
        ]
    );
    // Another spelling of a heading of the series is the same section, another heading is told.
    assert_same("## Status\n\nA.", "## Current Status:\n\nA.");
    let comparison = bodies(
        "## Ports of Call\n\nThe ship calls at many ports.",
        "## Ports\n\nThe ship calls at many ports.",
    );
    let [section] = comparison.sections.as_slice() else { panic!("{comparison:?}") };
    assert!(section.is_renamed() && section.state == State::Same && !section.is_same());
    let comparison = bodies(
        "## A\n\nOne.\n\n## B\n\nTwo.\n\n## C\n\nThree.",
        "## C\n\nThree.\n\n## A\n\nOne.\n\n## B\n\nTwo.",
    );
    let moved: Vec<bool> = comparison.sections.iter().map(|section| section.has_moved).collect();
    assert_eq!(moved, [true, false, false]);
    let comparison = bodies("## A\n\nOne.\n\n## B\n\nTwo.", "## B\n\nTwo.");
    assert_eq!(comparison.sections[0].state, State::Deleted);
}

#[test]
fn moves_splits_and_merges_are_told() {
    let one = "The desk keeps a list of open entries.";
    let two = "Each broker gets a notice before the deadline.";
    let comparison = bodies(
        &format!("## Background\n\n{one}\n\nA.\n\n## Issue\n\nB.\n"),
        &format!("## Background\n\nA.\n\n## Issue\n\nB.\n\n{one}\n"),
    );
    let states: Vec<State> =
        comparison.sections.iter().flat_map(|it| &it.blocks).map(|block| block.state).collect();
    assert_eq!(states, [State::MovedAway, State::Same, State::Same, State::MovedHere]);
    let moved = comparison.sections[1].blocks[1].moved.as_ref().unwrap();
    assert_eq!((moved.number, moved.section.as_deref()), (1, Some("Background")));
    let split = bodies(&format!("## Issue\n\n{one} {two}"), &format!("## Issue\n\n{one}\n\n{two}"));
    assert_eq!(split.sections[0].blocks[0].parts, Some((1, 2)));
    assert_eq!(shown(&split), [format!("Changed: {one}{{\u{2029}}}{two}")]);
    let merge = bodies(&format!("## Issue\n\n{one}\n\n{two}"), &format!("## Issue\n\n{one} {two}"));
    assert_eq!(merge.sections[0].blocks[0].parts, Some((2, 1)));
}

#[test]
fn tables_are_compared_by_cell() {
    let old = "## Issue\n\n| Team | Due |\n|---|---|\n| Red | May |\n| Blue | June |\n";
    let new = "## Issue\n\n| Team | Size | Due |\n|---|---|---|\n| Green | 3 | May |\n| Red | 4 | July |\n| Blue | 5 | June |\n";
    let comparison = bodies(old, new);
    let Content::Table(table) = &comparison.sections[0].blocks[0].content else {
        panic!("no table")
    };
    assert_eq!(table.columns, [State::Same, State::Inserted, State::Same]);
    let rows: Vec<State> = table.rows.iter().map(|row| row.state).collect();
    assert_eq!(rows, [State::Changed, State::Inserted, State::Changed, State::Changed]);
    assert_eq!(
        shown(&comparison),
        ["Changed: Team{Size}Due{Green}{3}{May}Red{4}[May]{July}Blue{5}June"]
    );
    // A table and a paragraph are never versions of each other.
    let comparison =
        bodies("## Issue\n\n| Red team |\n|---|\n| May comes |", "## Issue\n\nRed team May comes");
    assert_eq!(comparison.sections[0].blocks.len(), 2);
}

#[test]
fn what_differs_besides_words_is_told() {
    let remarks = |old: &str, new: &str| {
        let comparison = bodies(&format!("## Issue\n\n{old}"), &format!("## Issue\n\n{new}"));
        assert!(!comparison.is_same(), "{old} / {new}");
        comparison.sections[0].blocks[0].remarks.clone()
    };
    let target = |text: &str| Some(text.to_owned());
    assert_eq!(
        remarks("See [it](http://a.example/).", "See [it](http://b.example/)."),
        [Remark::Target { old: target("http://a.example/"), new: target("http://b.example/") }]
    );
    assert_eq!(remarks("One two three.", "One *two* three."), [Remark::Formatting]);
    assert_eq!(
        remarks("One two three four five.", "One **two** three four six."),
        [Remark::Formatting]
    );
    assert_eq!(remarks("- One", "1. One"), [Remark::Kind(compare::BlockKind::Bullet)]);
    assert_eq!(remarks("- [ ] One", "- [x] One"), []);
}

#[test]
fn the_front_matter_is_compared_by_field() {
    let comparison = papers(
        "---\ndate: 2024-05-21\nstage: draft\nmine: a\n---\n",
        "---\nstage: review\ndate: '2024-06-03'\nmine: b\n---\n",
    );
    let fields: Vec<_> = comparison
        .fields
        .iter()
        .map(|it| (it.id.as_str(), it.old.as_deref().unwrap(), it.new.as_deref().unwrap()))
        .collect();
    assert_eq!(
        fields,
        [
            ("stage", "draft", "review"),
            ("date", "May 21, 2024", "June 3, 2024"),
            ("mine", "a", "b")
        ]
    );
    assert!(
        papers("---\ndate: 2024-05-21\n---\n", "---\n\"date\": '2024-05-21'   # x\n---\n")
            .is_same()
    );
}

/// All papers of the repository, and some that have everything in them.
fn samples() -> Vec<(Project, usize)> {
    let load = || project::load_all(&project::discover(&[repository("papers")])).remove(0);
    (0..load().papers.len()).map(|at| (load(), at)).collect()
}

#[test]
fn pieces_are_both_papers_and_a_paper_does_not_differ_from_itself() {
    let samples = samples();
    for (old_project, old) in &samples {
        for (new_project, new) in &samples {
            let of = |project: &'_ Project, at: usize| project.papers[at].paper.clone();
            let (old_paper, new_paper) = (of(old_project, *old), of(new_project, *new));
            let series =
                |project: &Project, paper: &Paper| project.series_of(paper).unwrap().clone();
            let (a, b) = (series(old_project, &old_paper), series(new_project, &new_paper));
            let comparison = compare::papers((&old_paper, &a), (&new_paper, &b));
            assert_eq!(comparison.is_same(), old == new, "{}", new_paper.file.name());
            // Without what only one of them has, the text is that of the other.
            let new_alone = compare::papers((&new_paper, &b), (&new_paper, &b));
            let old_alone = compare::papers((&old_paper, &a), (&old_paper, &a));
            for (kind, own) in [(PieceKind::Deleted, new_alone), (PieceKind::Inserted, old_alone)] {
                let (text, expected) = (characters(&comparison, kind), characters(&own, kind));
                assert_eq!(text, expected, "{} {}", old_paper.file.name(), new_paper.file.name());
            }
        }
    }
}

/// The characters of a comparison but for the pieces of a kind and spaces, sorted, since blocks of both may move.
fn characters(comparison: &Comparison, without: PieceKind) -> Vec<char> {
    let blocks = comparison.sections.iter().flat_map(|section| &section.blocks);
    let blocks = blocks.filter(|block| block.state != State::MovedAway);
    let pieces = blocks.flat_map(BlockChange::pieces).filter(|piece| piece.kind != without);
    let mut all: Vec<char> =
        pieces.flat_map(|piece| piece.text.chars()).filter(|c| !c.is_whitespace()).collect();
    all.sort_unstable();
    all
}
