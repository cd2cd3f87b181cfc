//! The papers in `tests/corpus/`: what the language rules find in ordinary prose, and what they miss.
//!
//! A file there holds several papers. `# Title` begins one; its blocks have empty lines between them, and the lines
//! that begin with `! ` under a block say which findings are right there: the rule, and how the words that it points
//! at begin. Whatever else a rule finds is a false alarm.

use std::collections::BTreeMap;
use std::ops::Range;

use issuepaper::check::{self, CheckOptions, FixOptions, RuleFamily};
use issuepaper::project::Project;
use issuepaper::text::finding::Finding;

use crate::support::{Folder, entries, name, repository, today};

/// The least share of a rule's findings that must be right, in percent.
const PRECISION: usize = 95;

/// The share of the right findings that each rule makes, in percent: in the half that the rules were tuned on and in
/// the other.
const RECALL: [(&str, usize, usize); 11] = [
    ("acronym-redefined", 100, 100),
    ("ambiguous-term", 100, 100),
    ("draft-marking", 100, 100),
    ("inconsistent-name", 100, 100),
    ("long-paragraph", 100, 100),
    ("long-sentence", 100, 100),
    ("placeholder-text", 100, 100),
    ("relative-time", 95, 95),
    ("undefined-acronym", 38, 43),
    ("unused-acronym", 100, 80),
    ("wordy-phrase", 97, 100),
];

/// A block of a paper, and what is right to find in it.
struct Block {
    range: Range<usize>,
    marks: Vec<(String, String)>,
}

/// A paper of the corpus.
struct Paper {
    path: String,
    text: String,
    blocks: Vec<Block>,
}

/// How often a rule is right, how often it is wrong, and what it misses.
#[derive(Default)]
struct Score {
    right: usize,
    wrong: Vec<String>,
    missed: Vec<String>,
}

impl Score {
    fn precision(&self) -> usize {
        percent(self.right, self.wrong.len())
    }

    fn recall(&self) -> usize {
        percent(self.right, self.missed.len())
    }
}

fn percent(part: usize, rest: usize) -> usize {
    (100 * part).checked_div(part + rest).unwrap_or(100)
}

#[test]
fn the_rules_are_right_on_the_texts_they_were_tuned_on() {
    judge("tuned", |(_, tuned, _)| *tuned);
}

#[test]
fn the_rules_are_right_on_other_texts() {
    judge("untuned", |(_, _, untuned)| *untuned);
}

#[test]
fn the_corpus_is_large_enough() {
    for half in ["tuned", "untuned"] {
        let blocks: usize = papers(half).iter().map(|paper| paper.blocks.len()).sum();
        assert!(blocks >= 150, "{half}: {blocks} blocks");
    }
}

#[test]
fn a_safe_fix_adds_no_finding() {
    let (mut project, before) = checked();
    fixed(&mut project, FixOptions { includes_unsafe: false });
    for finding in findings(&project) {
        let key = key(&finding);
        assert!(before.contains(&key), "new: {key:?}");
    }
}

#[test]
fn risky_fixes_end_in_a_text_that_stays() {
    let (mut project, _) = checked();
    fixed(&mut project, FixOptions { includes_unsafe: true });
    let texts = |project: &Project| -> Vec<String> {
        project.papers.iter().map(|file| file.paper.file.text().to_owned()).collect()
    };
    let once = texts(&project);
    fixed(&mut project, FixOptions { includes_unsafe: true });
    assert_eq!(once, texts(&project));
    for text in once {
        for doubled in ["the the ", "The the ", " a the ", "some its", "some the", "several the"] {
            assert!(!text.contains(doubled), "{doubled}: {text}");
        }
    }
}

/// Compares the findings in one half of the corpus with the marks there.
fn judge(half: &str, recall: fn(&(&str, usize, usize)) -> usize) {
    let papers = papers(half);
    let project = project(&papers);
    let mut scores: BTreeMap<&str, Score> = BTreeMap::new();
    let mut found = findings(&project);
    found.retain(|finding| is_judged(finding.rule));
    for paper in &papers {
        for block in &paper.blocks {
            let here = |finding: &&Finding| {
                finding.file.name().ends_with(&paper.path)
                    && block.range.contains(&finding.span.start)
            };
            compare(paper, block, found.iter().filter(here).collect(), &mut scores);
        }
    }
    let mut report = String::new();
    let mut is_good = true;
    for row in &RECALL {
        let score = scores.remove(row.0).unwrap_or_default();
        is_good &= score.precision() >= PRECISION && score.recall() >= recall(row);
        report += &format!(
            "{:20} right {:3}, wrong {:2}, missed {:2}: precision {}, recall {}\n",
            row.0,
            score.right,
            score.wrong.len(),
            score.missed.len(),
            score.precision(),
            score.recall()
        );
        for (label, lines) in [("wrong", &score.wrong), ("missed", &score.missed)] {
            for line in lines {
                report += &format!("    {label} {line}\n");
            }
        }
    }
    assert!(scores.is_empty(), "no recall is recorded for {:?}", scores.keys());
    assert!(is_good, "{half}\n{report}");
}

fn is_judged(rule: &str) -> bool {
    let family = check::rule(rule).map(|rule| rule.family);
    family == Some(RuleFamily::Language) || ["draft-marking", "placeholder-text"].contains(&rule)
}

fn compare<'f>(
    paper: &Paper,
    block: &Block,
    found: Vec<&'f Finding>,
    scores: &mut BTreeMap<&'f str, Score>,
) {
    let mut marks = block.marks.clone();
    for finding in found {
        let text = finding.file.slice(finding.span);
        let is_same =
            |mark: &(String, String)| finding.rule == mark.0 && text.starts_with(mark.1.as_str());
        let score = scores.entry(finding.rule).or_default();
        if let Some(at) = marks.iter().position(is_same) {
            marks.remove(at);
            score.right += 1;
        } else {
            let around = paper.text[block.range.clone()].replace('\n', " ");
            score.wrong.push(format!("{}: {text} | {around}", paper.path));
        }
    }
    for (rule, text) in marks {
        let rule = check::rule(&rule).unwrap_or_else(|| panic!("{}: {rule}", paper.path)).name;
        let line = format!("{}: {text}", paper.path);
        scores.entry(rule).or_default().missed.push(line);
    }
}

/// The papers of one half of the corpus.
fn papers(half: &str) -> Vec<Paper> {
    let mut papers: Vec<Paper> = Vec::new();
    for file in entries(&repository(&format!("tests/corpus/{half}"))) {
        let text = std::fs::read_to_string(&file).unwrap();
        for block in text.split("\n\n").map(str::trim).filter(|block| !block.is_empty()) {
            if let Some(title) = block.strip_prefix("# ") {
                let number = papers.len() + 1;
                let text = format!(
                    "---\ntitle: \"{title}\"\npublication_number: \"{number:04}-0624\"\n\
                     date: 2024-06-20\naction_required: Informational\n\
                     submitted_by: Alex Doe, Office of Field Programs\n---\n\n## Background\n\n"
                );
                let path = format!("{half}-{}-{number:03}.md", name(&file).trim_end_matches(".md"));
                papers.push(Paper { path, text, blocks: Vec::new() });
            } else {
                let paper = papers.last_mut().expect("a file begins with a title");
                paper.add(block);
            }
        }
    }
    for paper in &mut papers {
        paper.text += "## Issue\n\nThe desks wait.\n\n## Current Status\n\nThe work goes on.\n";
    }
    papers
}

impl Paper {
    fn add(&mut self, block: &str) {
        let (marks, lines): (Vec<&str>, Vec<&str>) =
            block.lines().partition(|line| line.starts_with("! "));
        let marks = marks.iter().map(|mark| {
            let (rule, text) = mark[2..].split_once(": ").expect("`! rule: words`");
            (rule.to_owned(), text.to_owned())
        });
        let start = self.text.len();
        self.text += &lines.join("\n");
        let block = Block { range: start..self.text.len(), marks: marks.collect() };
        self.text += "\n\n";
        self.blocks.push(block);
    }
}

/// A project of the papers and of the units under `tests/corpus/project/`.
fn project(papers: &[Paper]) -> Project {
    let folder = Folder::new();
    folder.copy(&repository("tests/corpus/project"), ".");
    for paper in papers {
        folder.write(&paper.path, &paper.text);
    }
    folder.load()
}

/// A project of the whole corpus, and its findings.
fn checked() -> (Project, Vec<(String, &'static str, String)>) {
    let papers: Vec<Paper> = papers("tuned").into_iter().chain(papers("untuned")).collect();
    let project = project(&papers);
    let before = findings(&project).iter().map(key).collect();
    (project, before)
}

fn key(finding: &Finding) -> (String, &'static str, String) {
    (finding.file.name().to_owned(), finding.rule, finding.message.clone())
}

fn findings(project: &Project) -> Vec<Finding> {
    check::run(project, &CheckOptions::on(today())).findings
}

fn fixed(project: &mut Project, options: FixOptions) {
    check::fix_until_stable(project, &CheckOptions::on(today()), options);
}
