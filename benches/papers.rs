//! Checking and rendering many papers, measured against reading them.
//!
//! `cargo bench` makes a project of papers of about 3 KB each in a temporary folder and takes each
//! step from the files on disk to the last finding or page.

#![expect(clippy::expect_used, reason = "a benchmark that cannot set up has nothing to measure")]

use std::fmt::Write;
use std::hint::black_box;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use issuepaper::check::{self, Selection};
use issuepaper::document;
use issuepaper::render::{self, Options, TemplateSet};
use issuepaper::workspace::{self, Project};
use rayon::prelude::*;

const SENTENCE: &str =
    "The desk keeps a list of open entries and sends each broker a notice before the deadline. ";

/// A project of `count` papers over the meetings of five years.
fn project(folder: &Path, count: usize) -> Vec<PathBuf> {
    std::fs::write(folder.join("issuepaper.yaml"), "series: coac\n")
        .expect("the settings are written");
    let mut paths = Vec::new();
    for index in 0..count {
        let (year, month) = (2020 + index / 4 % 5, [3, 6, 9, 12][index % 4]);
        let path = folder.join(format!("{year}-{month:02}/paper-{index:06}.md"));
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder is made");
        std::fs::write(&path, paper(index, year, month)).expect("the paper is written");
        paths.push(path);
    }
    paths
}

fn paper(index: usize, year: usize, month: usize) -> String {
    let mut text = format!(
        "---\nseries: coac\ntitle: Paper {index}\npublication_number: \"{:04}-{month:02}{:02}\"\nperiod: {year}-{month:02}\n\
         subcommittee: Example Subcommittee\nworking_group: Example Working Group\noffice: Example Office\n\
         action_required: Informational\nsubmitted_by:\n  name: Alex Doe\n  office: Example Office\n\
         date: {year}-{month:02}-01\nstage: published\n---\n",
        1000 + index,
        year % 100
    );
    for heading in ["Background", "Issue", "Current Status"] {
        let paragraph = SENTENCE.repeat(5);
        let _ = write!(text, "\n## {heading}\n\n{paragraph}\n\n- {SENTENCE}\n- {SENTENCE}\n");
    }
    text
}

fn load(folder: &Path) -> Project {
    let inputs = workspace::discover(&[folder.to_owned()]);
    workspace::load_all(&inputs).remove(0)
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 6, 30).expect("a day")
}

fn checking(c: &mut Criterion) {
    let mut group = c.benchmark_group("check");
    group.sample_size(20);
    for count in [1_000, 10_000] {
        let folder = tempfile::tempdir().expect("a folder");
        let paths = project(folder.path(), count);
        group.bench_with_input(BenchmarkId::new("read only", count), &paths, |b, paths| {
            b.iter(|| {
                paths
                    .iter()
                    .map(|path| std::fs::read(path).map_or(0, |bytes| bytes.len()))
                    .sum::<usize>()
            });
        });
        group.bench_with_input(
            BenchmarkId::new("full check", count),
            folder.path(),
            |b, folder| {
                b.iter(|| {
                    let project = load(folder);
                    let selection = Selection::new(&project).expect("the settings are right");
                    black_box(check::check(&project, &selection, today()))
                });
            },
        );
    }
    group.finish();
}

fn rendering(c: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    project(folder.path(), 1_000);
    let html = render::by_name("html").expect("the format");
    c.benchmark_group("render").sample_size(20).bench_function("html/1000", |b| {
        b.iter(|| {
            let project = load(folder.path());
            let series = project.series("coac").expect("the series");
            let templates = TemplateSet::new(project.library.templates("coac"));
            let pages: usize = project
                .papers
                .par_iter()
                .map(|file| document::assemble(&file.paper, series))
                .map(|page| {
                    render::render(&page, html, &templates, Options::default())
                        .map_or(0, |text| text.len())
                })
                .sum();
            black_box(pages)
        });
    });
}

criterion_group!(benches, checking, rendering);
criterion_main!(benches);
