//! Makes sure that the source says what came back: a page of it is made, and compared with what was meant.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use super::base::{opened, rendered, rewritten};
use super::languages::Languages;
use super::merge::{self, Hunk, Merged};
use super::pictures::Pictures;
use super::sides::{self, Side};
use super::tokens::{Gap, Token, tokens};
use super::{Change, ChangeState, Review};
use crate::import::{self, SentPaper};
use crate::project::Project;
use crate::series::Series;

/// What was sent.
#[derive(Debug, Clone)]
pub(super) struct Original {
    pub(super) text: String,
    pub(super) paper: SentPaper,
    pub(super) pictures: Pictures,
    pub(super) languages: Languages,
}

impl Original {
    /// Gives `paper` what the source says and a Word file does not.
    pub(super) fn restore(&self, paper: &mut SentPaper) {
        self.pictures.restore(paper);
        self.languages.restore(paper);
    }
}

/// What a change does to the text that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Intent {
    /// The words that go.
    base: Range<usize>,
    /// The words that come.
    words: Vec<Word>,
}

/// A word with the space before it.
type Word = (Gap, String);

impl Intent {
    /// What `merged` does; `theirs` are the words that came back.
    pub(super) fn new(merged: &Merged, theirs: &[Token<'_>]) -> Self {
        let words = theirs[merged.theirs.clone()].iter().map(word).collect();
        Self { base: merged.base.clone(), words }
    }
}

fn word(token: &Token<'_>) -> Word {
    (token.gap(), token.text().to_owned())
}

/// What a page says.
#[derive(Debug, PartialEq, Eq)]
struct Page {
    words: Vec<Word>,
    fields: BTreeMap<String, String>,
}

/// What the page of the source as it is now says.
struct Now {
    page: Page,
    /// How its words differ from those that were sent.
    hunks: Vec<Hunk>,
}

/// The paper at a path, in its project.
type Place<'a> = (&'a Path, &'a Project, &'a Series);

impl Review {
    /// Holds back what would not come back as it was meant, of the changes that can be applied and that `is_chosen`
    /// accepts.
    pub fn confirm(&mut self, place: Place<'_>, is_chosen: impl Fn(&Change) -> bool) {
        let mut units: Vec<Vec<usize>> = Vec::new();
        for (at, change) in self.changes.iter().enumerate() {
            if change.state != ChangeState::Open || !is_chosen(change) {
                continue;
            }
            // The halves of a move stay together, and so do a title and the heading that repeats it.
            let is_with = |other: &Change| {
                change.moved.is_some() && other.moved == change.moved
                    || change.field.is_some() && other.field == change.field
            };
            let is_other_half = |unit: &&mut Vec<usize>| {
                unit.iter().any(|other| self.changes.get(*other).is_some_and(is_with))
            };
            match units.iter_mut().find(is_other_half) {
                Some(unit) => unit.push(at),
                None => units.push(vec![at]),
            }
        }
        let Some(now) = (!units.is_empty()).then(|| self.now(place)).flatten() else { return };
        let (mut confirmed, mut held) = (Vec::new(), Vec::new());
        self.divide(&units, place, &now, (&mut confirmed, &mut held));
        for at in held {
            self.changes[at].state = ChangeState::Held;
        }
    }

    /// Divides `units` into changes that come back as they were meant, together with those that are `confirmed` already,
    /// and others.
    fn divide(
        &self,
        units: &[Vec<usize>],
        place: Place<'_>,
        now: &Now,
        (confirmed, held): (&mut Vec<usize>, &mut Vec<usize>),
    ) {
        let all: Vec<usize> = confirmed.iter().chain(units.iter().flatten()).copied().collect();
        if self.comes_back(&all, place, now) {
            *confirmed = all;
        } else if let [unit] = units {
            held.extend(unit);
        } else {
            let (first, rest) = units.split_at(units.len() / 2);
            self.divide(first, place, now, (confirmed, held));
            self.divide(rest, place, now, (confirmed, held));
        }
    }

    fn now(&self, (_, project, series): Place<'_>) -> Option<Now> {
        let base = tokens(&self.original.text, &[]);
        let (side, fields) = self.page(project, project, series)?;
        let own = tokens(&side.text, &[]);
        let hunks = merge::hunks(&base, &own);
        Some(Now { page: Page { words: own.iter().map(word).collect(), fields }, hunks })
    }

    /// The text and the fields of the page that `patched` makes.
    fn page(
        &self,
        patched: &Project,
        project: &Project,
        series: &Series,
    ) -> Option<(Side, BTreeMap<String, String>)> {
        let mut paper = import::sent(&rendered(patched).ok()?, project, series);
        self.original.restore(&mut paper);
        let numbers = sides::note_numbers(&self.original.paper, &paper);
        Some((Side::new(&paper, &numbers), paper.fields))
    }

    /// Whether the source with the changes at `chosen` makes a page that has these changes and no other.
    fn comes_back(&self, chosen: &[usize], place: Place<'_>, now: &Now) -> bool {
        let (path, project, series) = place;
        let chosen: Vec<&Change> = chosen.iter().map(|at| &self.changes[*at]).collect();
        let text = self.applied(|change| chosen.iter().any(|it| std::ptr::eq(*it, change)));
        let patched = opened(path, &rewritten(path, &self.source, &text));
        let page = patched.and_then(|patched| self.page(&patched, project, series));
        page.is_some_and(|(side, fields)| {
            let words = tokens(&side.text, &[]).iter().map(word).collect();
            self.without_numbers(Page { words, fields })
                == self.without_numbers(Self::expected(&chosen, now))
        })
    }

    /// What the page says with the changes `chosen`.
    fn expected(chosen: &[&Change], now: &Now) -> Page {
        let mut fields = now.page.fields.clone();
        let mut replaced: Vec<(Range<usize>, &[Word])> = Vec::new();
        for change in chosen {
            if let Some(field) = &change.field {
                fields.insert(field.clone(), change.after.clone());
            }
            if let Some(intent) = &change.intent {
                replaced.push((merge::mapped(&now.hunks, &intent.base), &intent.words));
            }
        }
        replaced.sort_by_key(|(range, _)| (range.start, range.end));
        let mut words = now.page.words.clone();
        for (range, new) in replaced.into_iter().rev() {
            words.splice(range, new.iter().cloned());
        }
        Page { words, fields }
    }

    /// The page with one mark for all new notes: which numbers they get depends on what else is new.
    fn without_numbers(&self, mut page: Page) -> Page {
        let known = self.original.paper.notes.len();
        for (_, word) in &mut page.words {
            let number = word.strip_prefix("[^").and_then(|rest| rest.strip_suffix(']'));
            if number.and_then(|it| it.parse::<usize>().ok()).is_some_and(|it| it > known) {
                "[^]".clone_into(word);
            }
        }
        page
    }
}
