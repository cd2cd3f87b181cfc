//! The reports of all shards together say what one run says, and so does one that keeps no text in memory.

use std::path::Path;

use issuepaper::check::{self, CheckOptions, Outcome};
use issuepaper::git::Repository;
use issuepaper::project::{self, Project, Shard, Texts};
use issuepaper::report::{self, Base, Options};
use issuepaper::text::finding::Severity;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;

use crate::support::{BODIES, Folder, entries, name, paper, repository, today};

/// What a run of `check` found.
struct Found {
    outcome: Outcome,
    json: Value,
    /// What people see.
    text: String,
}

/// How a project is read.
#[derive(Clone, Copy)]
struct Run<'r> {
    texts: Texts,
    shard: Option<Shard>,
    base: Option<&'r str>,
}

const WHOLE: Run<'static> = Run { texts: Texts::All, shard: None, base: None };

impl Found {
    fn new(folder: &Path, run: Run<'_>) -> Self {
        let inputs = project::discover(&[folder.to_owned()]);
        let inputs = inputs.with_texts(run.texts).with_shard(run.shard);
        let mut outcome = Outcome { errors: inputs.errors.clone(), ..Outcome::default() };
        for mut project in project::load_all(&inputs) {
            set_base(&mut project, folder, run.base);
            outcome.merge(check::run(&project, &CheckOptions::on(today())));
        }
        let report = |format: &str| {
            let mut text = Vec::new();
            let options =
                Options { color: false, width: 100, has_summary: true, base: Base::default() };
            (report::by_name(format).unwrap().write)(&outcome, &options, &mut text).unwrap();
            String::from_utf8(text).unwrap()
        };
        let (json, text) = (serde_json::from_str(&report("json")).unwrap(), report("text"));
        Self { outcome, json, text }
    }

    /// The findings under `key`, each as a line.
    fn lines(&self, key: &str) -> Vec<String> {
        self.json[key].as_array().unwrap().iter().map(Value::to_string).collect()
    }

    fn code(&self) -> u8 {
        let outcome = &self.outcome;
        match (outcome.errors.is_empty() && outcome.is_judged(), outcome.count(Severity::Error)) {
            (false, _) => 2,
            (true, 0) => 0,
            (true, _) => 1,
        }
    }
}

fn set_base(project: &mut Project, folder: &Path, base: Option<&str>) {
    if let Some(base) = base {
        let repository = Repository::around(folder).unwrap();
        project.set_base(repository.base_snapshot(base, folder).unwrap());
    }
}

fn sorted(mut lines: Vec<String>) -> Vec<String> {
    lines.sort();
    lines
}

/// Asserts that shards of several numbers, and runs that keep no texts, find what one run finds.
fn verify(folder: &Path, base: Option<&str>, counts: &[u32]) {
    let whole = Found::new(folder, Run { base, ..WHOLE });
    let lean = Found::new(folder, Run { texts: Texts::UpTo(0), base, ..WHOLE });
    assert_eq!(lean.json, whole.json);
    assert_eq!(lean.text, whole.text);
    assert_eq!(lean.outcome.papers, whole.outcome.papers);
    for count in counts {
        let shard = |number| {
            let shard = format!("{number}/{count}").parse().ok();
            Found::new(folder, Run { texts: Texts::UpTo(0), shard, base })
        };
        let shards: Vec<Found> = (1..=*count).map(shard).collect();
        for key in ["findings", "suppressed"] {
            let together = shards.iter().flat_map(|shard| shard.lines(key)).collect();
            assert_eq!(sorted(together), sorted(whole.lines(key)), "{count} shards");
        }
        let papers = shards.iter().flat_map(|shard| shard.outcome.papers.clone()).collect();
        assert_eq!(sorted(papers), sorted(whole.outcome.papers.clone()));
        let resolved: usize = shards.iter().map(|shard| shard.outcome.resolved).sum();
        assert_eq!(resolved, whole.outcome.resolved);
        assert_eq!(shards.iter().map(Found::code).max(), Some(whole.code()), "{count} shards");
    }
}

#[test]
fn the_papers_of_all_rules_are_judged_in_shards_as_in_one_run() {
    let folder = Folder::new();
    folder.copy(&repository("tests/rules/_project"), ".");
    folder.copy_rule_papers("");
    verify(folder.path(), None, &[1, 3, 8]);
    let papers = Folder::new();
    papers.copy(&repository("papers"), ".");
    verify(papers.path(), None, &[2, 5, 20]);
    for texts in [Texts::Selected, Texts::UpTo(10_000)] {
        let found = Found::new(folder.path(), Run { texts, ..WHOLE });
        assert_eq!(found.json, Found::new(folder.path(), WHOLE).json, "{texts:?}");
    }
}

#[test]
fn papers_outside_a_project_are_split_by_their_names() {
    let folder = Folder::new();
    let text = std::fs::read_to_string(repository("papers/2024-06/forced-labor.md")).unwrap();
    for path in ["a/x.md", "b/x.md", "c/y.md", "c/z.md"] {
        folder.write(path, text.replace("stage: ", "stages: "));
    }
    verify(folder.path(), None, &[2, 3, 7]);
}

#[test]
fn whole_projects_with_a_base_are_judged_in_shards_as_in_one_run() {
    let mut count = 0;
    for rule in entries(&repository("tests/rules")) {
        for fixture in entries(&rule).iter().filter(|path| path.is_dir()) {
            let folder = Folder::new();
            folder.copy(&repository("tests/rules/_project"), ".");
            let base = fixture.join("base");
            if base.is_dir() {
                folder.copy(&base, ".");
                folder.commit_base();
            }
            for path in entries(fixture) {
                if !matches!(name(&path), "base" | "theirs" | "then") {
                    folder.copy(&path, name(&path));
                }
            }
            verify(folder.path(), base.is_dir().then_some("base"), &[2]);
            count += 1;
        }
    }
    assert!(count > 50);
}

const PAPERS: [&str; 6] = ["a.md", "b.md", "c.md", "below/d.md", "below/e.md", "f.md"];

/// Settings with waivers for one paper, for all, for none, that have expired, that are invalid; and settings that can't be
/// read.
const SETTINGS: [&str; 4] = [
    "series: issue-paper\n",
    "series: issue-paper\nwaivers:\n\
     \x20 - { rule: long-sentence, reason: known, by: Alex Doe, until: 2025-12-31 }\n\
     \x20 - { rule: broken-link, paths: [\"below/*\"], reason: known, by: Alex Doe, until: 2025-12-31 }\n\
     \x20 - { rule: undefined-acronym, reason: known, by: Alex Doe, until: 2025-12-31 }\n\
     \x20 - { rule: broken-link, reason: known, by: Robin Roe, until: 2025-12-31 }\n",
    "series: issue-paper\nwaivers:\n\
     \x20 - { rule: missing-number, reason: known, by: Alex Doe, until: 2024-12-31 }\n\
     \x20 - { rule: no-such-rule, reason: known, by: Alex Doe, until: 2025-12-31 }\n\
     \x20 - { rule: missing-alt-text, reason: known, by: Alex Doe, until: 2025-12-31 }\n",
    "series: issue-paper\nrules:\n  nothing: off\n",
];

const REGISTERS: [&str; 2] = [
    "blocks:\n  - { from: \"0001\", to: \"0100\", received: 2024-01-02, source: Desk }\n",
    "blocks:\n  - { from: \"0001\", to: \"0100\", received: 2024-01-02, source: Desk }\n\
     assigned:\n  - { number: \"0001-0624\", paper: a.md, on: 2024-02-03 }\n  - { number: \"0007-0624\", paper: gone.md, on: 2024-02-03 }\n",
];

const HEADS: [&str; 8] = [
    "",
    "related: [b.md, \"0001-0624\"]\n",
    "publication_number: \"0001-0624\"\n",
    "publication_number: \"0002-0624\"\nsupersedes: a.md\n",
    "previous: below/d.md\n",
    "previous: c.md\nsupersedes: b.md\n",
    "publication_number: \"0001-0624\"\nsuperseded_by: f.md\n",
    "# issuepaper waive missing-number: not yet; by Robin Roe; until 2025-12-31\nprevious: a.md\n",
];

/// How a file is written.
fn written(text: &str, form: usize) -> String {
    match form {
        0 => text.replace('\n', "\r\n"),
        1 => format!("\u{feff}{text}"),
        2 => text.replace("title: ", "title: \u{201c}"),
        _ => text.to_owned(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_project_is_judged_in_shards_as_in_one_run(
        papers in prop::collection::vec((0..HEADS.len(), 0..BODIES.len(), 0..12_usize), PAPERS.len()),
        changed in prop::collection::vec((0..PAPERS.len(), 0..HEADS.len(), 0..BODIES.len()), 0..3),
        settings in select(&[0, 1, 1, 2, 3][..]),
        register in 0..REGISTERS.len(),
        has_baseline in any::<bool>(),
        count in 2..6_u32,
    ) {
        let folder = Folder::new();
        folder.write("issuepaper.yaml", SETTINGS[settings]);
        folder.write("numbers.yaml", REGISTERS[register]);
        let put = |index: usize, head, body, form| {
            folder.write(PAPERS[index], written(&paper(index, HEADS[head], BODIES[body]), form));
        };
        for (index, (head, body, form)) in papers.iter().enumerate() {
            put(index, *head, *body, *form);
        }
        if has_baseline {
            let project = folder.load();
            let options = CheckOptions { updates_baseline: true, ..CheckOptions::on(today()) };
            check::run(&project, &options).baseline.commit_each();
        }
        folder.commit_base();
        for (index, head, body) in changed {
            put(index, head, body, 9);
        }
        verify(folder.path(), None, &[count]);
        verify(folder.path(), Some("base"), &[count]);
    }
}
