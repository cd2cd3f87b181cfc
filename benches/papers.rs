//! Checking and rendering many papers, measured against reading them.
//!
//! `cargo bench` makes a project of papers of about 3 KB each in a temporary folder and takes each
//! step from the files on disk to the last finding or page.
//!
//! A person waits for the whole process. In the folder of a project of 1,000 papers:
//!
//! ```text
//! hyperfine -N --warmup 5 'issuepaper check' 'sh -c "wc -w */*.md"' 'issuepaper check 2024-06/paper-000017.md'
//! /usr/bin/time -v issuepaper check        # "Maximum resident set size" is the memory
//! ```
//!
//! Targets on two idle cores: a full check in at most 1.5 times what `wc -w` takes, one paper in less than 10 ms,
//! 10,000 papers in less than 120 MB.

#![expect(clippy::expect_used, reason = "a benchmark that cannot set up has nothing to measure")]

use std::fmt::Write;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::Command;

use chrono::NaiveDate;
use criterion::{BenchmarkId, Criterion, SamplingMode, criterion_group, criterion_main};
use issuepaper::check::{self, CheckOptions, Checker, Outcome, Selection, Verdict};
use issuepaper::document;
use issuepaper::git::Repository;
use issuepaper::meeting::{self, Periods};
use issuepaper::paper::seal::Seal;
use issuepaper::project::{self, Input, Overlay, PaperFile, Project, Shard, Texts};
use issuepaper::render::{self, Format, Options, TemplateSet};
use issuepaper::workers;

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
    let inputs = project::discover(&[folder.to_owned()]);
    project::load_all(&inputs).remove(0)
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
        group.bench_with_input(BenchmarkId::new("count words", count), &paths, |b, paths| {
            b.iter(|| {
                paths
                    .iter()
                    .map(|path| std::fs::read_to_string(path).unwrap_or_default())
                    .map(|text| text.split_whitespace().count())
                    .sum::<usize>()
            });
        });
        group.bench_with_input(
            BenchmarkId::new("full check", count),
            folder.path(),
            |b, folder| b.iter(|| black_box(check_all(&[folder.to_owned()]))),
        );
        group.bench_with_input(BenchmarkId::new("one paper of", count), &paths[17], |b, path| {
            b.iter(|| black_box(check_all(std::slice::from_ref(path))));
        });
        // What one paper lacks may be in any other: looking for it must not take as long as checking them.
        let with_acronym = std::fs::read_to_string(&paths[17]).expect("the paper is read")
            + "\nAll POEs take part, and each POE was told.\n";
        std::fs::write(&paths[17], with_acronym).expect("the paper is written");
        group.bench_with_input(
            BenchmarkId::new("full check with an undefined acronym", count),
            folder.path(),
            |b, folder| {
                b.iter(|| {
                    let verdict = check_all(&[folder.to_owned()]);
                    let is_found =
                        |rule| verdict.findings.iter().any(|finding| finding.rule == rule);
                    assert!(is_found("undefined-acronym"));
                    black_box(verdict)
                });
            },
        );
    }
    group.finish();
}

/// From the paths that somebody typed to the findings.
fn check_all(paths: &[PathBuf]) -> Verdict {
    let project = project::load_all(&project::discover(paths)).remove(0);
    let selection = Selection::new(&project).expect("the settings are right");
    check::check(&project, &selection, today())
}

/// What a team waits for repeatedly: a check of an archive that did not change, and one in which three
/// papers changed since the main branch. There is no cache, so the first takes as long as any other check.
fn checking_again(c: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    let paths = project(folder.path(), 10_000);
    for arguments in [&["init", "-q"][..], &["add", "-A"], &["commit", "-q", "-m", "Papers"]] {
        let name = ["-c", "user.name=Alex Doe", "-c", "user.email=alex@example.org"];
        let mut git = Command::new("git");
        let status = git.arg("-C").arg(folder.path()).args(name).args(arguments).status();
        assert!(status.expect("git runs").success(), "{arguments:?}");
    }
    for path in paths.iter().step_by(4_000) {
        let text = std::fs::read_to_string(path).expect("the paper is read");
        std::fs::write(path, text + "\nOne more line.\n").expect("the paper is written");
    }
    let mut group = c.benchmark_group("check 10000 papers again");
    group.sample_size(20);
    let check = || {
        let project = load(folder.path());
        let selection = Selection::new(&project).expect("the settings are right");
        let verdict = check::check(&project, &selection, today());
        (project, verdict)
    };
    group.bench_function("unchanged", |b| b.iter(|| black_box(check())));
    group.bench_function("three changed since a base", |b| {
        b.iter(|| {
            let repository = Repository::around(folder.path()).expect("a repository");
            let base = repository.base_snapshot("HEAD", folder.path()).expect("a base");
            let (project, verdict) = check();
            let papers = project.selected().filter(|file| base.changed.has(&file.path)).count();
            assert_eq!(papers, 3);
            black_box(verdict)
        });
    });
    group.finish();
}

/// A register of 100,000 entries: the numbers of 1,000 papers, and void numbers.
fn register(folder: &Path, papers: &[PathBuf]) {
    let mut text = String::from(
        "blocks:\n  - { from: \"00000\", to: \"99999\", received: 2020-01-02, source: Desk }\nassigned:\n",
    );
    for path in papers {
        let source = std::fs::read_to_string(path).expect("the paper is read");
        let number = source.split('"').nth(1).expect("the paper has a number");
        let path = path.strip_prefix(folder).expect("the paper is in the folder").display();
        let _ = writeln!(text, "  - {{ number: {number}, paper: {path}, on: 2020-02-03 }}");
    }
    text.push_str("void:\n");
    for serial in 0..99_000 - papers.len() {
        let serial = if serial < 1000 { serial } else { serial + papers.len() };
        let _ =
            writeln!(text, "  - {{ number: \"{serial:05}-0620\", why: not used, on: 2020-02-03 }}");
    }
    text.push_str("published:\n");
    for path in papers {
        let seal = Seal::of(&std::fs::read_to_string(path).expect("the paper is read"));
        let path = path.strip_prefix(folder).expect("the paper is in the folder").display();
        let _ = writeln!(text, "  - {{ paper: {path}, on: 2020-02-03, seal: {seal} }}");
    }
    std::fs::write(folder.join("numbers.yaml"), text).expect("the register is written");
}

fn numbering(c: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    let papers = project(folder.path(), 1_000);
    register(folder.path(), &papers);
    let mut group = c.benchmark_group("register of 100000 entries");
    group.sample_size(20);
    group.bench_function("number next", |b| {
        b.iter(|| {
            let project = load(folder.path());
            let register = project.register.as_ref().expect("a register");
            let series = project.series("coac").expect("the series");
            let pool = register.pool(series, []);
            black_box(pool.free().next().cloned())
        });
    });
    group.bench_function("check 1000 papers", |b| {
        b.iter(|| {
            let project = load(folder.path());
            let selection = Selection::new(&project).expect("the settings are right");
            let verdict = check::check(&project, &selection, today());
            let wrong = ["register-mismatch", "broken-seal", "missing-registered-paper"];
            assert!(verdict.findings.iter().all(|finding| !wrong.contains(&finding.rule)));
            black_box(verdict)
        });
    });
    group.finish();
}

#[expect(clippy::print_stdout, reason = "a peak of memory is a result like any other")]
fn rendering(c: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    project(folder.path(), 1_000);
    let mut group = c.benchmark_group("render 1000 papers");
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    for name in ["html", "docx", "pdf"] {
        // The build may not include PDF; without the optimizer, a thousand take many minutes.
        let is_slow = cfg!(debug_assertions) && name == "pdf";
        let Some(format) = render::by_name(name).filter(|_| !is_slow) else { continue };
        forget_peak();
        let mut has_run = false;
        group.bench_function(name, |b| {
            has_run = true;
            b.iter(|| black_box(pages(folder.path(), format)));
        });
        if let (true, Some(peak)) = (has_run, peak()) {
            println!("render 1000 papers/{name}: the whole process never took more than {peak}");
        }
    }
    group.finish();
}

/// Renders every paper of the project on all cores; returns the total size of all pages.
fn pages(folder: &Path, format: &Format) -> usize {
    let project = load(folder);
    let series = project.series("coac").expect("the series");
    let templates = TemplateSet::new(project.library.templates("coac"));
    let page = |file: &PaperFile| {
        let document = document::assemble(&file.paper, series);
        render::render(&document, format, &templates, Options::default())
            .expect("the paper is rendered")
            .len()
    };
    workers::map(&project.papers, page).into_iter().sum()
}

/// The most memory that this process has had since [`forget_peak`], where Linux counts it.
fn peak() -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().to_owned())
}

/// Resets the peak, see `proc_pid_clear_refs(5)`.
fn forget_peak() {
    // If that is not possible, the peak is that of all benchmarks so far.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// What an editor waits for at each pause: one paper of an open project was changed.
fn rechecking(c: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    let paths = project(folder.path(), 1_000);
    let options = CheckOptions::on(today());
    let input = Input::everything();
    let mut checker = Checker::open(Some(folder.path()), input, Overlay::new(), options);
    let before = std::fs::read_to_string(&paths[500]).expect("the paper is read");
    let texts = [before.clone() + "\nOne more line.\n", before];
    let mut turns = texts.iter().cycle();
    c.bench_function("recheck one of 1000", |b| {
        b.iter(|| {
            let text = turns.next().expect("a cycle has no end");
            checker.set(&paths[500], text.as_str());
            black_box(checker.findings(&paths[500]).len())
        });
    });
}

/// The same where the change is of the front matter, which other papers see: the paper itself at once, then all others.
/// An editor waits for the first; the second is done while nobody types.
fn typing(c: &mut Criterion) {
    for count in [1_000, 10_000] {
        let folder = tempfile::tempdir().expect("a folder");
        let paths = project(folder.path(), count);
        let (options, input) = (CheckOptions::on(today()), Input::everything());
        let mut checker = Checker::open(Some(folder.path()), input, Overlay::new(), options);
        let before = std::fs::read_to_string(&paths[500]).expect("the paper is read");
        let long = before.clone() + &format!("\n{}\n", SENTENCE.repeat(6)).repeat(90);
        let texts = [long.replace("1500-", "1501-"), long];
        let mut turns = texts.iter().cycle();
        let mut type_in = |checker: &mut Checker| {
            checker.lay(&paths[500], turns.next().expect("a cycle has no end").as_str());
            let papers = checker.project().papers_of(&paths[500]);
            checker.judge(&papers);
            checker.findings(&paths[500]).len()
        };
        let mut group = c.benchmark_group("type a number in a paper of 50 KB");
        group.bench_function(BenchmarkId::new("one of", count), |b| {
            b.iter(|| black_box(type_in(&mut checker)));
        });
        group.sample_size(10).bench_function(BenchmarkId::new("and settle", count), |b| {
            b.iter(|| {
                type_in(&mut checker);
                checker.settle();
            });
        });
        group.finish();
    }
}

/// What is measured of an archive.
type Work = fn(&Path, &Path);

/// A hundred thousand papers, of which the program never has more than the heads and a few texts in memory: a check, an
/// eighth of it, one paper, a list, the papers for one meeting. `benches/README.md` has what it takes.
#[expect(clippy::print_stdout, reason = "a peak of memory is a result like any other")]
fn at_scale(c: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    // Run once for its assertions, as `cargo test` does, a hundredth of them is enough.
    let is_timed = std::env::args().any(|argument| argument == "--bench");
    let paths = project(folder.path(), if is_timed { 100_000 } else { 1_000 });
    let work: [(&str, Work); 5] = [
        ("check", |folder, _| drop(check_in(folder, None))),
        ("check an eighth", |folder, _| drop(check_in(folder, "3/8".parse().ok()))),
        ("check one", |_, path| drop(check_in(path, None))),
        ("read the heads", |folder, _| drop(heads(folder))),
        ("check those for a meeting", |folder, _| check_meeting(folder)),
    ];
    let mut group = c.benchmark_group("100000 papers");
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    for (name, run) in work {
        forget_peak();
        group.bench_function(name, |b| b.iter(|| run(folder.path(), &paths[17])));
        if let Some(peak) = peak() {
            println!("100000 papers/{name}: the whole process never took more than {peak}");
        }
    }
    group.finish();
}

fn check_in(path: &Path, shard: Option<Shard>) -> Outcome {
    let inputs = project::discover(&[path.to_owned()]);
    let inputs = inputs.with_texts(Texts::BOUNDED).with_shard(shard);
    check::run(&project::load_all(&inputs).remove(0), &CheckOptions::on(today()))
}

fn heads(folder: &Path) -> Project {
    let inputs = project::discover(&[folder.to_owned()]);
    project::load_all(&inputs.with_texts(Texts::UpTo(0))).remove(0)
}

fn check_meeting(folder: &Path) {
    let mut project = heads(folder);
    let periods = Periods::new(&project);
    let period = meeting::next_period(&project, &periods, today());
    project.judge_only(|at| periods.of(at) == period);
    black_box(check::run(&project, &CheckOptions::on(today())));
}

criterion_group!(
    benches,
    at_scale,
    rendering,
    checking,
    checking_again,
    rechecking,
    typing,
    numbering
);
criterion_main!(benches);
