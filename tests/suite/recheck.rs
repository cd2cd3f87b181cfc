//! An open project with an overlay is checked as if the texts were on disk.

use std::collections::BTreeMap;
use std::path::PathBuf;

use issuepaper::check::{self, CheckOptions, Checker, Outcome};
use issuepaper::project::{Input, Overlay, Project};
use proptest::prelude::*;
use proptest::sample::select;

use crate::support::{BODIES, Folder, paper, repository, today};

/// An open project, and the texts that a fresh run needs to compare with it.
struct Open {
    folder: Folder,
    checker: Checker,
    /// The texts that are not on disk; none for a file that is treated as missing.
    unsaved: BTreeMap<String, Option<String>>,
}

impl Open {
    fn new(folder: Folder, overlay: Overlay) -> Self {
        let options = CheckOptions::on(today());
        let checker = Checker::open(Some(folder.path()), Input::everything(), overlay, options);
        Self { folder, checker, unsaved: BTreeMap::new() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn disk(&self, name: &str) -> Option<String> {
        std::fs::read_to_string(self.path(name)).ok()
    }

    /// The text of a file as the checker sees it.
    fn text(&self, name: &str) -> String {
        let unsaved = self.unsaved.get(name).cloned();
        unsaved.unwrap_or_else(|| self.disk(name)).unwrap_or_default()
    }

    fn set(&mut self, name: &str, text: &str) {
        self.unsaved.insert(name.to_owned(), Some(text.to_owned()));
        self.checker.set(&self.path(name), text);
    }

    /// The same as somebody types: this paper is judged at once, and the others a few at a time.
    fn type_in(&mut self, name: &str, text: &str) {
        self.unsaved.insert(name.to_owned(), Some(text.to_owned()));
        let path = self.path(name);
        self.checker.lay(&path, text);
        let papers = self.checker.project().papers_of(&path);
        self.checker.judge(&papers);
        self.checker.settle_some(1);
    }

    fn edit(&mut self, name: &str, from: &str, to: &str) {
        let text = self.text(name);
        assert!(text.contains(from), "{name} has no {from:?}");
        self.set(name, &text.replacen(from, to, 1));
    }

    fn remove(&mut self, name: &str) {
        self.unsaved.insert(name.to_owned(), None);
        self.checker.remove(&self.path(name));
    }

    fn clear(&mut self, name: &str) {
        self.unsaved.remove(name);
        self.checker.clear(&self.path(name));
    }

    /// The findings of a fresh run with the same texts on disk, which is restored afterwards.
    fn fresh(&self) -> Outcome {
        let before: Vec<(String, Option<String>)> =
            self.unsaved.keys().map(|name| (name.clone(), self.disk(name))).collect();
        let put = |name: &str, text: &Option<String>| match text {
            Some(text) => drop(self.folder.write(name, text)),
            None => drop(std::fs::remove_file(self.path(name))),
        };
        for (name, text) in &self.unsaved {
            put(name, text);
        }
        let project = Project::open(Some(self.folder.path()), &Input::everything(), Overlay::new());
        let outcome = check::run(&project, &CheckOptions::on(today()));
        for (name, text) in &before {
            put(name, text);
        }
        outcome
    }

    /// Asserts that the checker finds what a fresh run finds, and returns the findings.
    fn verify(&mut self, what: &str) -> Outcome {
        let (own, fresh) = (self.checker.outcome(), self.fresh());
        assert_eq!(lines(&own), lines(&fresh), "{what}");
        assert_eq!(own, fresh, "{what}");
        own
    }
}

/// The findings in short, for a readable failure.
fn lines(outcome: &Outcome) -> Vec<String> {
    let line = |finding: &issuepaper::text::finding::Finding| {
        format!("{}:{}: {}", finding.file.name(), finding.span.start, finding.message)
    };
    outcome.reported().map(line).collect()
}

fn sample() -> Folder {
    let folder = Folder::new();
    folder.copy(&repository("papers"), ".");
    folder
}

const PAPER: &str = "2024-12/forced-labor.md";
const OTHER: &str = "2024-06/forced-labor.md";

#[test]
fn unsaved_texts_are_checked_as_if_they_were_on_disk() {
    let mut overlay = Overlay::new();
    let folder = sample();
    let before = std::fs::read_to_string(folder.path().join(PAPER)).unwrap();
    let unsaved = before.replacen("\n## Issue", "\nSee [that](gone.md).\n\n## Issue", 1);
    overlay.set(&folder.path().join(PAPER), unsaved.as_str());
    let mut open = Open::new(folder, overlay);
    open.unsaved.insert(PAPER.to_owned(), Some(unsaved));
    let has = |outcome: &Outcome, rule: &str| outcome.reported().any(|it| it.rule == rule);
    assert!(has(&open.verify("opened with an unsaved text"), "broken-link"));
    open.edit(PAPER, "gone.md", "../2024-06/forced-labor.md");
    assert!(!has(&open.verify("the body of a paper"), "broken-link"));
    open.edit(PAPER, "stage: ", "stages: ");
    assert!(has(&open.verify("the front matter of a paper"), "unknown-field"));
    open.edit("numbers.yaml", "3938-1224", "3938-1223");
    assert!(has(&open.verify("the register"), "register-mismatch"));
    open.set("units.yaml", "units: [\n");
    let outcome = open.verify("units that can't be read");
    assert!(!outcome.is_judged() && outcome.findings.is_empty());
    open.clear("units.yaml");
    open.clear("numbers.yaml");
    open.verify("units and register as they are on disk");
    let settings = open.text("issuepaper.yaml");
    open.set("issuepaper.yaml", &format!("{settings}\nrules:\n  unknown-field: off\n"));
    let outcome = open.verify("the settings");
    assert!(!outcome.is_judged() || !has(&outcome, "unknown-field"), "{:?}", lines(&outcome));
    open.clear("issuepaper.yaml");
    open.remove(OTHER);
    assert!(has(&open.verify("a paper that is gone"), "broken-link"));
    open.clear(OTHER);
    open.clear(PAPER);
    let outcome = open.verify("everything as it is on disk");
    assert!(!has(&outcome, "broken-link") && !has(&outcome, "unknown-field"));
    assert!(open.unsaved.is_empty());
}

#[test]
fn a_series_and_a_new_paper_may_be_unsaved() {
    let mut open = Open::new(sample(), Overlay::new());
    let text = open.text(PAPER);
    open.set("2025-03/new.md", &text.replace("3931-1224", "3939-0325"));
    open.verify("a new paper");
    open.edit("2025-03/new.md", "3939-0325", "3931-1224");
    let outcome = open.verify("a number that another paper carries");
    let is_taken = |message: &str| message.contains("has the number `3931-1224` for");
    let taken = outcome.reported().filter(|it| is_taken(&it.message));
    assert_eq!(taken.map(|it| it.rule).collect::<Vec<_>>(), ["register-mismatch"]);
    open.set("templates/own/series.yaml", "name: Own\nextends: issue-paper\n");
    open.verify("a series that nobody uses");
    let series = text.replacen("---\n", "---\nseries: own\n", 1);
    open.set("2025-03/new.md", &series);
    open.verify("a paper of an unsaved series");
    open.remove("templates/own/series.yaml");
    open.verify("a series that is gone");
}

/// A project of papers that depend on each other.
fn small() -> Folder {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", SETTINGS[0]);
    folder.write("numbers.yaml", REGISTERS[0]);
    for (index, name) in PAPERS.into_iter().enumerate() {
        folder.write(name, paper(index, HEADS[0], BODIES[0]));
    }
    folder
}

const PAPERS: [&str; 4] = ["a.md", "b.md", "c.md", "below/d.md"];

const SETTINGS: [&str; 3] = [
    "series: issue-paper\n",
    "series: issue-paper\nwaivers:\n  - rule: long-sentence\n    reason: known\n    by: Alex Doe\n    until: 2025-12-31\n",
    "series: issue-paper\nrules:\n  broken-link: warning\n  nothing: off\n",
];

const REGISTERS: [&str; 3] = [
    "blocks:\n  - { from: \"0001\", to: \"0100\", received: 2024-01-02, source: Desk }\n",
    "assigned:\n  - { number: \"0001-0624\", paper: a.md, on: 2024-02-03 }\n  - { number: \"0002-0624\", paper: c.md, on: 2024-02-03 }\n",
    "assigned: [\n",
];

const HEADS: [&str; 6] = [
    "",
    "related: [b.md, \"0001-0624\"]\n",
    "publication_number: \"0001-0624\"\n",
    "publication_number: \"0002-0624\"\nsupersedes: a.md\n",
    "series: coac\n",
    "# issuepaper waive missing-number: not yet; by Robin Roe; until 2025-12-31\nprevious: below/d.md\n",
];

/// A step of somebody at work in an editor.
#[derive(Debug, Clone)]
enum Step {
    Paper { index: usize, head: usize, body: usize },
    New { head: usize, body: usize },
    File { name: &'static str, text: &'static str },
    Remove(&'static str),
    Clear(&'static str),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let names = || select([&PAPERS[..], &["e.md", "issuepaper.yaml", "numbers.yaml"]].concat());
    let paper = || (0..PAPERS.len(), 0..HEADS.len(), 0..BODIES.len());
    let step = prop_oneof![
        6 => paper().prop_map(|(index, head, body)| Step::Paper { index, head, body }),
        // Text alone, by far the most frequent edit.
        6 => (0..PAPERS.len(), 0..BODIES.len())
            .prop_map(|(index, body)| Step::Paper { index, head: 1, body }),
        1 => (0..HEADS.len(), 0..BODIES.len()).prop_map(|(head, body)| Step::New { head, body }),
        1 => select(&SETTINGS).prop_map(|text| Step::File { name: "issuepaper.yaml", text }),
        1 => select(&REGISTERS).prop_map(|text| Step::File { name: "numbers.yaml", text }),
        1 => select(&PAPERS).prop_map(Step::Remove),
        1 => names().prop_map(Step::Clear),
    ];
    prop::collection::vec(step, 1..8)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_judged_in_pieces_is_as_if_all_were_judged(steps in steps()) {
        let mut open = Open::new(small(), Overlay::new());
        for step in &steps {
            match step {
                Step::Paper { index, head, body } => {
                    open.type_in(PAPERS[*index], &paper(*index, HEADS[*head], BODIES[*body]));
                }
                Step::New { head, body } => {
                    open.type_in("e.md", &paper(9, HEADS[*head], BODIES[*body]));
                }
                Step::File { name, text } => open.type_in(name, text),
                Step::Remove(name) => open.remove(name),
                Step::Clear(name) => open.clear(name),
            }
        }
        open.verify(&format!("{steps:?}"));
    }

    #[test]
    fn what_is_checked_again_is_as_if_all_were(steps in steps()) {
        let mut open = Open::new(small(), Overlay::new());
        open.verify("as it was opened");
        for step in steps {
            match &step {
                Step::Paper { index, head, body } => {
                    open.set(PAPERS[*index], &paper(*index, HEADS[*head], BODIES[*body]));
                }
                Step::New { head, body } => open.set("e.md", &paper(9, HEADS[*head], BODIES[*body])),
                Step::File { name, text } => open.set(name, text),
                Step::Remove(name) => open.remove(name),
                Step::Clear(name) => open.clear(name),
            }
            open.verify(&format!("{step:?}"));
        }
    }
}

#[test]
fn a_picture_is_read_again_once_its_file_changed() {
    let folder = sample();
    let good = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"20\"><g/></svg>";
    let picture = folder.write("2024-12/chart.svg", good);
    let mut open = Open::new(folder, Overlay::new());
    let text = open.text(PAPER) + "\n![A chart of renewals in each month](chart.svg)\n";
    open.set(PAPER, &text);
    let is_unusable = |outcome: &Outcome| {
        outcome.findings.iter().any(|finding| finding.rule == "unusable-picture")
    };
    assert!(!is_unusable(&open.verify("a good picture")));
    // As long as before, and at the same time.
    let time = std::fs::metadata(&picture).unwrap().modified().unwrap();
    std::fs::write(&picture, good.replace("<g/>", "<g> ")).unwrap();
    std::fs::File::options().write(true).open(&picture).unwrap().set_modified(time).unwrap();
    open.checker.touch_all();
    open.checker.settle();
    assert!(is_unusable(&open.verify("a picture that is cut off")));
    std::fs::write(&picture, good.to_owned() + "\n").unwrap();
    open.set(PAPER, &(text + "\nMore.\n"));
    assert!(!is_unusable(&open.verify("a picture of another length, of which nobody was told")));
}
