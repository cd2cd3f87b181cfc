//! A check of six thousand files of several series, as those that are published: decisions, proposals with their header
//! in the text, proposals with front matter and Internet-Drafts, from one KB to a hundred, with tables, code, pictures and
//! references to each other. The series are those of `tests/series/`.
//!
//! Target: less than 250 MB at any time, findings included.

#![expect(clippy::expect_used, reason = "a benchmark that cannot set up has nothing to measure")]

use std::fmt::Write;
use std::hint::black_box;
use std::path::Path;

use chrono::NaiveDate;
use criterion::{Criterion, SamplingMode, criterion_group, criterion_main};
use issuepaper::check::{self, CheckOptions, Outcome};
use issuepaper::project::{self, Texts};

const SENTENCE: &str =
    "The desk keeps a list of open entries and sends each reader a notice before the deadline. ";

/// The series with the folder of each in `tests/series/`.
const SERIES: [(&str, &str); 4] = [
    ("decision", "decisions"),
    ("evolution", "evolution"),
    ("improvement", "improvements"),
    ("draft", "drafts"),
];

/// A picture of one pixel.
const PICTURE: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>\n";

fn write(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder is made");
    std::fs::write(path, text).expect("the file is written");
}

/// A project of `count` files.
fn project(folder: &Path, count: usize) {
    write(&folder.join("issuepaper.yaml"), "series: improvement\n");
    write(&folder.join("LICENSE.md"), "# License\n\nEverybody may do anything with these texts.\n");
    for (series, from) in SERIES {
        let file = format!("templates/{series}/series.yaml");
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/series").join(from);
        let text = std::fs::read_to_string(from.join(&file)).expect("the series is read");
        write(&folder.join(file), &text);
    }
    for picture in ["doc/adr/a.svg", "proposals/a.svg", "props/a.svg", "a.svg"] {
        write(&folder.join(picture), PICTURE);
    }
    for index in 0..count {
        let (path, text) = paper(index);
        write(&folder.join(path), &text);
    }
}

fn paper(index: usize) -> (String, String) {
    let number = index / SERIES.len() + 1;
    let section = |heading: &str| format!("{heading}\n\n{}", prose(index));
    match SERIES[index % SERIES.len()].0 {
        "decision" => {
            let head = format!(
                "# {number}. Use desk {number}\n\nDate: 2024-05-21\n\n## Status\n\nAccepted\n\n"
            );
            let body =
                section("## Context") + &section("## Decision") + &section("## Consequences");
            (format!("doc/adr/{number:04}-use-desk.md"), head + &body)
        }
        "evolution" => {
            let head = format!(
                "# Desk {number}\n\n* Proposal: [EV-{number:04}]({number:04}-desk.md)\n* Authors: Alex Doe\n\
                 * Status: **Awaiting review**\n\n"
            );
            let body = section("## Introduction") + &section("## Motivation");
            let body = body + &section("## Proposed Solution");
            (format!("proposals/{number:04}-desk.md"), head + &body)
        }
        "improvement" => {
            let requires = if number > 1 { "requires: \"0001\"\n" } else { "" };
            let head = format!(
                "---\nprop: \"{number:04}\"\ntitle: Desk {number}\nauthor: Alex Doe (@alex)\n\
                 discussions-to: https://example.org/talk/{number}\nstatus: Final\ntype: Technical\ncategory: Core\n\
                 created: 2024-05-21\n{requires}---\n\n# PROP-{number:04}: Desk {number}\n\n"
            );
            let body = section("## Simple Summary") + "## Abstract\n\nOne desk more.\n\n";
            let body = body + &section("## Specification");
            let end = "## Copyright\n\nCopyright and related rights waived via [the license](../LICENSE.md).\n";
            (format!("props/prop-{number:04}.md"), head + &body + end)
        }
        _ => {
            let name = format!("draft-doe-desk-{number}");
            let head = format!(
                "---\ntitle: Desk {number}\ndocname: {name}-latest\ncategory: info\nauthor:\n - ins: A. Doe\n   name: Alex Doe\n\
                 \n--- abstract\n\nThis document defines a desk.\n\n--- middle\n\n"
            );
            let body = section("# Introduction") + &section("# Security Considerations");
            let body = body + &section("# IANA Considerations");
            (format!("{name}.md"), head + &body)
        }
    }
}

/// The text of a section: most are short, one of fifty papers is long.
fn prose(index: usize) -> String {
    let repeats = if index % 50 == 7 { 40 } else { 1 + index % 3 };
    let mut text = String::new();
    for at in 0..repeats {
        // Writing to a string can't fail.
        let _ = write!(text, "{}\n\n- {SENTENCE}\n- `entry {at}`\n\n", SENTENCE.repeat(4));
        let _ = write!(
            text,
            "| Desk | Entries |\n|---|---|\n| North | {at} |\n| South | {index} |\n\n"
        );
        let _ = write!(text, "![A desk of the north](a.svg)\n\n```text\nlist --all {at}\n```\n\n");
    }
    text
}

/// The most memory that this process has had, where Linux counts it.
fn peak() -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().to_owned())
}

fn check_in(folder: &Path) -> Outcome {
    let today = NaiveDate::from_ymd_opt(2025, 6, 30).expect("a day");
    let inputs = project::discover(&[folder.to_owned()]).with_texts(Texts::BOUNDED);
    check::run(&project::load_all(&inputs).remove(0), &CheckOptions::on(today))
}

#[expect(clippy::print_stdout, reason = "a peak of memory is a result like any other")]
fn checking(c: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    // Run once for its assertions, as `cargo test` does, a part of them is enough.
    let is_timed = std::env::args().any(|argument| argument == "--bench");
    let count = if is_timed { 6_000 } else { 120 };
    project(folder.path(), count);
    let mut group = c.benchmark_group("6000 files of several series");
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    group.bench_function("check", |b| {
        b.iter(|| {
            let outcome = check_in(folder.path());
            assert_eq!(outcome.reported().map(|it| &it.message).next(), None);
            black_box(outcome)
        });
    });
    group.finish();
    if let Some(peak) = peak() {
        println!("6000 files of several series: the process never took more than {peak}");
    }
}

criterion_group!(benches, checking);
criterion_main!(benches);
