//! Word files in and out, and comparing papers, in the time that somebody waits for them.
//!
//! Targets on two idle cores: 200 documents imported in less than 2 s, a review of a paper of 40 pages and a comparison of
//! two papers of 1 MB in less than 1 s each.

#![expect(clippy::expect_used, reason = "a benchmark that cannot set up has nothing to measure")]

use std::fmt::Write;
use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use issuepaper::compare;
use issuepaper::import::{self, ImportOptions};
use issuepaper::paper::Paper;
use issuepaper::project::Project;
use issuepaper::review::{self, Returned};
use issuepaper::series::Library;
use issuepaper::text::source::SourceFile;
use issuepaper::word::WordFile;

const HEAD: &str = "---\nseries: issue-paper\ntitle: Long\ndate: 2024-05-21\nstage: draft\n\
    action_required: Informational\nsubmitted_by: Alex Doe, Example Office\n---\n";

/// A paper with `count` paragraphs in each section, whose words `word` names by paragraph and place.
fn paper(count: usize, word: &dyn Fn(usize, usize) -> usize) -> String {
    let mut text = HEAD.to_owned();
    for heading in ["Background", "Issue", "Current Status"] {
        let _ = write!(text, "\n## {heading}\n");
        for at in 0..count {
            let words: Vec<String> =
                (0..60).map(|place| format!("word{}", word(at, place))).collect();
            let _ = write!(text, "\n{}.\n", words.join(" "));
        }
    }
    text
}

/// The paper at `path`, whose text is `text`, in its project, and the Word file that it makes.
fn sent(path: &Path, text: &str) -> (Project, WordFile) {
    let project =
        review::opened(path, &[(path.to_owned(), Some(text.to_owned()))]).expect("a project");
    let file = review::rendered(&project).expect("a Word file");
    (project, file)
}

fn usual(at: usize, place: usize) -> usize {
    (at * 31 + place * 17) % 4001
}

fn changed(at: usize, place: usize) -> usize {
    usual(at, place) + usize::from(at % 2 + place % 9 == 1)
}

/// A paper of 40 pages that came back with a tenth of its words changed, not tracked.
fn reviewing(c: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.md");
    let text = paper(90, &usual);
    std::fs::write(&path, &text).expect("the paper is written");
    let (project, file) = sent(&path, &text);
    let (_, back) = sent(&path, &paper(90, &changed));
    let paper = &project.selected().next().expect("the paper").paper;
    let series = project.series_of(paper).expect("the series");
    let returned = [Returned { name: "a.docx".to_owned(), file: back }];
    c.bench_function("review a paper of 40 pages", |b| {
        b.iter(|| {
            let sent = (paper, &file);
            black_box(review::review(&project, series, sent, paper, &returned, &|| {}))
        });
    });
}

/// Two hundred Word files of some pages each.
fn importing(c: &mut Criterion) {
    use issuepaper::pages::{PageOptions, make_all, plan};
    use issuepaper::render;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.md");
    let text = paper(8, &usual);
    std::fs::write(&path, &text).expect("the paper is written");
    let project = review::opened(&path, &[]).expect("a project");
    let format = render::by_name("docx").expect("the format");
    let (pages, _) = plan(&[(&project, vec![format])], &PageOptions::default());
    let bytes = make_all(&pages).pop().expect("a page").expect("is made").bytes;
    let series = project.series("issue-paper").expect("the series");
    let options = ImportOptions::default();
    let mut group = c.benchmark_group("import");
    group.sample_size(10).bench_function("200 documents", |b| {
        b.iter(|| {
            for _ in 0..200 {
                let imported = import::import("a.docx", &bytes, &project, series, &options);
                black_box(imported.expect("is imported"));
            }
        });
    });
    group.finish();
}

/// Two papers of 1 MB, half of their paragraphs changed, and two of which nothing is the same.
fn comparing(c: &mut Criterion) {
    let read = |text: String| Paper::new(SourceFile::new("paper.md", text));
    let series = Library::default().series("issue-paper").expect("is built in").expect("is read");
    let old = read(paper(900, &usual));
    let half = read(paper(900, &changed));
    let other = read(paper(900, &|at, place| 5000 + (at * 37 + place * 13) % 4001));
    let mut group = c.benchmark_group("compare");
    group.sample_size(10);
    for (name, new) in [("1 MB, half changed", &half), ("1 MB, all new", &other)] {
        group.bench_function(name, |b| {
            b.iter(|| black_box(compare::papers((&old, &series), (new, &series))));
        });
    }
    group.finish();
}

criterion_group!(benches, importing, reviewing, comparing);
criterion_main!(benches);
