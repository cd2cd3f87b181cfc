//! The papers that a series is learned from, and how many of them agree.

use rayon::prelude::*;

use super::{in_text, paths};
use crate::paper::front_matter::Entry;
use crate::paper::{InText, Paper};
use crate::series::{Field, Library, Series, values};
use crate::text::suggest;
use crate::yaml::Node;

/// The most papers that a sentence names.
const NAMED: usize = 5;

/// Fewer papers than these are all taken at their word: no value is too rare to be meant.
pub(super) const MANY: usize = 20;

/// Papers with what can be learned from them.
pub(super) struct Sample<'p> {
    /// The papers.
    pub(super) papers: Vec<Item<'p>>,
    /// The papers whose front matter can't be read without guessing.
    pub(super) broken: Vec<&'p str>,
    /// The files without front matter.
    pub(super) others: Vec<&'p str>,
    /// The files that are about the papers, by their names: among numbered ones a template or an index.
    pub(super) about: Vec<&'p str>,
    /// The values that papers have in their text, with their places.
    pub(super) in_text: Vec<(String, InText)>,
    /// A series to read values by.
    series: Series,
}

/// A paper, and its path from the folder of the project.
pub(super) struct Item<'p> {
    pub(super) path: &'p str,
    pub(super) paper: &'p Paper,
    /// What it has in its text under the keys that papers have there.
    in_text: Vec<(String, &'p Entry)>,
}

impl<'p> Item<'p> {
    fn new(path: &'p str, paper: &'p Paper) -> Self {
        Self { path, paper, in_text: Vec::new() }
    }

    /// Its keys, in the order written.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        let front = self.paper.front().entries.iter().map(|entry| entry.key.value.as_str());
        front.chain(self.in_text.iter().map(|(key, _)| key.as_str()))
    }

    /// The entry under `key`, if it has a value.
    pub(super) fn entry(&self, key: &str) -> Option<&Entry> {
        let is_blank = |node: &Node| {
            node.is_null() || node.scalar().is_some_and(|scalar| scalar.text.trim().is_empty())
        };
        let in_text = || Some(self.in_text.iter().find(|(known, _)| known == key)?.1);
        let entry = self.paper.front().get(key).or_else(in_text);
        entry.filter(|entry| !entry.broken && !is_blank(&entry.value))
    }

    /// The single value under `key`, without spaces at its ends.
    pub(super) fn text(&self, key: &str) -> Option<&str> {
        self.entry(key)?.value.scalar().map(|scalar| scalar.text.trim())
    }
}

impl<'p> Sample<'p> {
    /// Sorts files into papers and others; none if the program has no series to read values by.
    pub(super) fn new(files: &[(&'p str, &'p Paper)]) -> Option<Self> {
        files.par_iter().for_each(|(_, paper)| {
            paper.front();
            paper.body();
        });
        let series = Library::default().series(crate::series::GENERAL)?.ok()?;
        let mut sample = Self {
            papers: Vec::new(),
            broken: Vec::new(),
            others: Vec::new(),
            about: Vec::new(),
            in_text: Vec::new(),
            series,
        };
        for (path, paper) in files {
            let front = paper.front();
            let is_opened = paper.file.text().trim_start_matches('\u{feff}').starts_with("---");
            if !is_opened || front.entries.is_empty() && !front.unread {
                sample.others.push(path);
            } else if front.unread || !front.problems.is_empty() {
                sample.broken.push(path);
            } else {
                sample.papers.push(Item::new(path, paper));
            }
        }
        sample.take_numbered(files);
        sample.set_aside();
        sample.read_texts();
        Some(sample)
    }

    /// Where few files have a front matter, those with a number in their names are the papers.
    fn take_numbered(&mut self, files: &[(&'p str, &'p Paper)]) {
        let paths: Vec<&str> = files.iter().map(|(path, _)| *path).collect();
        let Some(place) = paths::place(&paths) else { return };
        let is_numbered = |path: &&&str| paths::at(path, place).is_some();
        let numbered = self.others.iter().filter(is_numbered).count();
        if (self.papers.len() + self.broken.len()) * 2 > numbered {
            return;
        }
        let broken = std::mem::take(&mut self.broken);
        let is_paper = |path: &str| !paths::is_about(path, place) && !broken.contains(&path);
        self.others.retain(|path| !is_paper(path));
        let papers = files.iter().filter(|(path, _)| is_paper(path));
        self.papers = papers.map(|(path, paper)| Item::new(path, paper)).collect();
        self.broken = broken;
    }

    /// Reads what papers without front matter have in their text.
    fn read_texts(&mut self) {
        let papers: Vec<&Paper> = self.papers.iter().map(|item| item.paper).collect();
        self.in_text = in_text::places(&papers);
        for item in &mut self.papers {
            let own = self
                .in_text
                .iter()
                .filter_map(|(key, place)| Some((key.clone(), item.paper.entry_in_text(place)?)));
            item.in_text = own.collect();
        }
    }

    /// Sets files aside that are about the papers.
    fn set_aside(&mut self) {
        let paths: Vec<&str> = self.papers.iter().map(|item| item.path).collect();
        let Some(place) = paths::place(&paths) else { return };
        let papers = std::mem::take(&mut self.papers).into_iter();
        let (about, papers) = papers.partition(|item| paths::is_about(item.path, place));
        let about: Vec<Item<'p>> = about;
        self.about = about.iter().map(|item| item.path).collect();
        self.papers = papers;
    }

    /// Which of the papers are such.
    pub(super) fn share(&self, is_such: impl Fn(&Item<'p>) -> bool) -> Share {
        Share::count(self.papers.iter().enumerate().map(|(at, item)| (at, is_such(item))))
    }

    /// Whether a value is one of the field's.
    pub(super) fn fits(&self, field: &Field, node: &Node) -> bool {
        values::fits(&self.series, field, node)
    }

    /// The papers of these indexes, of many the first.
    pub(super) fn named(&self, papers: &[usize]) -> String {
        named(papers.iter().filter_map(|at| Some(self.papers.get(*at)?.path)))
    }

    /// How many papers agree, and which do not: "947 of 949 papers; not: `a.md` and `b.md`".
    pub(super) fn told(&self, share: &Share) -> String {
        let (have, of) = (share.have, suggest::counted(share.of(), "paper"));
        match &share.odd[..] {
            [] => format!("{have} of {of}"),
            odd if share.is_habit() => format!("{have} of {of}; not: {}", self.named(odd)),
            _ => format!("{have} of {of}"),
        }
    }
}

/// Paths in a sentence, of many the first.
pub(super) fn named<'p>(paths: impl Iterator<Item = &'p str>) -> String {
    let paths: Vec<&str> = paths.collect();
    match paths.len().checked_sub(NAMED) {
        None | Some(0) => suggest::listed(paths),
        Some(more) => {
            let first: Vec<String> = paths[..NAMED].iter().map(|it| format!("`{it}`")).collect();
            format!("{} and {more} more", first.join(", "))
        }
    }
}

/// How many agree, and the indexes of those that do not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Share {
    pub(super) have: usize,
    pub(super) odd: Vec<usize>,
}

impl Share {
    /// Counts papers, each an index and whether it agrees.
    pub(super) fn count(all: impl Iterator<Item = (usize, bool)>) -> Self {
        let mut share = Self::default();
        for (at, agrees) in all {
            if agrees {
                share.have += 1;
            } else {
                share.odd.push(at);
            }
        }
        share
    }

    /// How many were counted.
    pub(super) fn of(&self) -> usize {
        self.have + self.odd.len()
    }
}

impl Share {
    /// Whether so many agree that the others are odd: 19 of 20.
    pub(super) fn is_habit(&self) -> bool {
        self.is_at_least(95)
    }

    /// Whether at least `percent` of 100 agree.
    pub(super) fn is_at_least(&self, percent: usize) -> bool {
        self.have > 0 && self.have * 100 >= self.of() * percent
    }
}
