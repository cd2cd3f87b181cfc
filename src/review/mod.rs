//! Takes back Word files that reviewers edited: what they changed becomes edits of the paper's source, what they said
//! is found in it.
//!
//! Three texts are compared word by word, whatever their lines are: the one that was sent, which is rendered again from
//! the source it was made from; the one that came back; and the source as it is now. So it does not matter whether a
//! change was tracked, and what the source says in its own way, such as a reference link, stays as it is.

mod apply;
mod base;
mod looks;
mod merge;
mod moves;
mod sides;
mod texts;
mod tokens;

use std::ops::Range;

use crate::import::{self, SentPaper};
use crate::paper::Paper;
use crate::paper::edit::set_field;
use crate::paper::front_matter::quoting;
use crate::project::Project;
use crate::series::{FieldType, Series};
use crate::text::finding::Edit;
use crate::text::source::{SourceFile, Span};
use crate::word::{Revision, View, WordFile};

pub use base::{Base, BaseError, FileText, find_base, opened, rendered, rewritten};

use merge::{Hunk, State};
use sides::Side;
use texts::Texts;
use tokens::{Token, tokens};

/// A file that came back.
#[derive(Debug, Clone)]
pub struct Returned {
    /// Its name, as the user would write it.
    pub name: String,
    /// What is in it.
    pub file: WordFile,
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Review {
    /// The source as it is now.
    pub source: SourceFile,
    /// What was changed, in the order of the source.
    pub changes: Vec<Change>,
    /// What was said, in the order of the files.
    pub comments: Vec<PlacedComment>,
    /// What looks otherwise than what was sent, and can't be in a source.
    pub formats: Vec<FormatChange>,
    /// What else came back and can't be in a source.
    pub left: Vec<String>,
}

/// Formatting that was changed and that Markdown can't say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormatChange {
    /// The name of the file that it is in.
    pub file: String,
    /// The words that look otherwise.
    pub words: String,
    /// How, as the end of a sentence that begins with the words.
    pub what: String,
    /// Where they are in the source as it is now.
    pub span: Span,
}

/// A change that came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Who made it and when; none for one that was not tracked.
    pub by: Option<Revision>,
    /// The name of the file that it is in.
    pub file: String,
    /// The id of the section that it is in; empty for a field.
    pub section: String,
    /// The key of the field that it changes.
    pub field: Option<String>,
    /// Where it is in the source as it is now.
    pub span: Span,
    /// What was sent.
    pub before: String,
    /// What came back.
    pub after: String,
    /// What becomes of it.
    pub state: ChangeState,
    /// The number of the move that it is half of; the other half has the same.
    pub moved: Option<usize>,
    /// What it does to the source.
    pub edit: Edit,
}

/// What becomes of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeState {
    /// It can be applied.
    Open,
    /// The source says so already.
    Done,
    /// The source, or another reviewer, changed the same words in another way.
    Conflict,
}

/// A comment and its place in the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedComment {
    /// The name of the file that it is in.
    pub file: String,
    /// What was said by whom.
    pub comment: crate::word::Comment,
    /// The words that it is on, as they came back.
    pub words: String,
    /// Where it belongs in the source as it is now.
    pub span: Span,
}

/// What a paper is compared with.
struct Sent<'a> {
    paper: SentPaper,
    side: Side,
    /// The heads of the tables whose style sets off their first columns.
    row_heads: Vec<String>,
    file: &'a WordFile,
    source: &'a Paper,
}

/// Compares the files of reviewers with what was sent to them.
///
/// `base` is the source that the file was made from, and `sent` the Word file that it makes. `count` is called after each
/// file.
pub fn review(
    project: &Project,
    series: &Series,
    (base, sent): (&Paper, &WordFile),
    current: &Paper,
    returned: &[Returned],
    count: &dyn Fn(),
) -> Review {
    let paper = import::sent(sent, project, series);
    let numbers: Vec<usize> = (1..=paper.notes.len()).collect();
    let side = Side::new(&paper, &numbers);
    let row_heads = sides::row_heads(sent);
    let sent = Sent { side, paper, row_heads, file: sent, source: base };
    let mut review = Review {
        source: current.file.clone(),
        changes: Vec::new(),
        comments: Vec::new(),
        formats: Vec::new(),
        left: Vec::new(),
    };
    for returned in returned {
        review.add(returned, &sent, current, (project, series));
        count();
    }
    review.changes.sort_by_key(|change| (change.span.start, change.span.end));
    review.settle();
    review
}

impl Review {
    fn add(
        &mut self,
        returned: &Returned,
        sent: &Sent<'_>,
        current: &Paper,
        of: (&Project, &Series),
    ) {
        let back = |view: View<'_>| {
            let file = returned.file.clone().settled(view);
            let mut paper = import::sent(&file, of.0, of.1);
            sides::restore_links(&sent.paper, &mut paper);
            sides::restore_looks(&sent.paper, &sent.row_heads, &mut paper);
            let numbers = sides::note_numbers(&sent.paper, &paper);
            (Side::new(&paper, &numbers), paper)
        };
        let (theirs, paper) = back(View::Accepted);
        let authors = returned.file.authors();
        let attributed: Vec<(Option<&Revision>, Side)> = std::iter::once(None)
            .chain(authors.iter().map(Some))
            .map(|by| (by, back(by.map_or(View::Rejected, |by| View::Of(&by.author))).0))
            .collect();
        let texts = Texts::new(sent.source, current);
        let theirs_tokens = tokens(&theirs.text, &[]);
        let base_tokens = tokens(&sent.side.text, &[]);
        let own_tokens = tokens(texts.body, &texts.labels);
        let own_hunks = merge::hunks(&base_tokens, &own_tokens);
        let their_hunks = merge::hunks(&base_tokens, &theirs_tokens);
        let by: Vec<(Option<&Revision>, Vec<Hunk>)> = attributed
            .iter()
            .map(|(by, side)| (*by, merge::hunks(&base_tokens, &tokens(&side.text, &[]))))
            .collect();
        let all = (&*base_tokens, &*own_tokens, &*theirs_tokens);
        let first = self.changes.len();
        for merged in merge::merge(all, &own_hunks, &their_hunks) {
            let edit = texts.edit(
                &merged,
                &own_tokens,
                (&theirs_tokens, &theirs.text),
                sent.paper.notes.len(),
            );
            let at = base_tokens.get(merged.base.start).or(base_tokens.last());
            self.changes.push(Change {
                by: author(&merged.base, &by).cloned(),
                file: returned.name.clone(),
                section: sent.side.section_at(at.map_or(0, |it| it.word.start)).to_owned(),
                field: None,
                span: edit.span,
                before: words(&sent.side.text, &base_tokens[merged.base.clone()]),
                after: words(&theirs.text, &theirs_tokens[merged.theirs.clone()]),
                state: match merged.state {
                    State::Fits => ChangeState::Open,
                    State::Done => ChangeState::Done,
                    State::Conflict => ChangeState::Conflict,
                },
                moved: None,
                edit,
            });
        }
        moves::mark(&mut self.changes[first..], first);
        self.add_fields(returned, sent, &paper, current, of.1);
        let span_of = |paragraph: usize, words: &str| {
            let at = theirs.range_of(paragraph).map(|part| {
                let found = theirs.text[part.clone()].find(words.trim());
                part.start + found.unwrap_or_default()
            });
            let token = at.and_then(|at| theirs_tokens.iter().position(|it| it.word.end > at));
            let place = token.map(|token| place(token, &their_hunks));
            let place = place.map(|place| merge::mapped(&own_hunks, &(place..place)).start);
            place.and_then(|place| own_tokens.get(place)).map_or_else(
                || Span::at(0),
                |token| Span::new(texts.start + token.word.start, texts.start + token.word.end),
            )
        };
        for (comment, anchor) in returned.file.placed_comments() {
            let span = span_of(anchor.paragraph, &anchor.text);
            let file = returned.name.clone();
            self.comments.push(PlacedComment { file, comment, words: anchor.text, span });
        }
        let accepted = returned.file.clone().settled(View::Accepted);
        let looks = looks::looks(sent.file, &accepted).into_iter();
        self.formats.extend(looks.map(|looks::Looks { paragraph, words, what }| {
            let span = span_of(paragraph, &words);
            FormatChange { file: returned.name.clone(), words, what, span }
        }));
        let lines =
            paper.left.iter().filter(|line| !sent.paper.left.iter().any(|it| it.1 == line.1));
        self.left.extend(lines.map(|(_, line)| format!("{}: {line}", returned.name)));
    }

    /// Adds the fields that came back with other values.
    fn add_fields(
        &mut self,
        returned: &Returned,
        sent: &Sent<'_>,
        paper: &SentPaper,
        current: &Paper,
        series: &Series,
    ) {
        for field in &series.fields {
            let key = field.id.as_str();
            let (before, after) = (sent.paper.fields.get(key), paper.fields.get(key));
            let Some(after) = after else {
                if let Some(before) = before {
                    let name = &returned.name;
                    self.left.push(format!("{name}: the {} `{before}` was taken out", field.label));
                }
                continue;
            };
            let before = &before.cloned().unwrap_or_default();
            if before == after {
                continue;
            }
            let value = match field.field_type {
                FieldType::Date | FieldType::Month => after.clone(),
                FieldType::Number => quoting::quoted(after),
                _ => quoting::value(after),
            };
            let edit = set_field(current, key, &value);
            let raw = |paper: &Paper| {
                let entry = paper.front().get(key);
                entry.map(|entry| paper.file.slice(entry.value.span).trim().to_owned())
            };
            let own = raw(current);
            let state = if own == raw(sent.source) {
                ChangeState::Open
            } else if own.as_deref() == Some(value.as_str()) {
                ChangeState::Done
            } else {
                ChangeState::Conflict
            };
            self.changes.push(Change {
                by: None,
                file: returned.name.clone(),
                section: String::new(),
                field: Some(key.to_owned()),
                span: edit.span,
                before: before.clone(),
                after: after.clone(),
                state,
                moved: None,
                edit,
            });
        }
    }

    /// What several reviewers changed in the same way is one change; in different ways, nobody knows which.
    fn settle(&mut self) {
        let mut at = 1;
        while at < self.changes.len() {
            let (before, rest) = self.changes.split_at_mut(at);
            let (Some(one), Some(other)) = (before.last_mut(), rest.first_mut()) else { break };
            let is_same = one.edit == other.edit && one.field == other.field;
            let touches =
                one.span == other.span || other.span.start < one.span.end && one.file != other.file;
            if is_same {
                self.changes.remove(at);
                continue;
            }
            if touches && one.file != other.file {
                one.state = one.state.max(ChangeState::Conflict);
                other.state = other.state.max(ChangeState::Conflict);
            }
            at += 1;
        }
    }
}

/// What a Word file made from the source with all changes says otherwise than `returned`: the first words of each place. None
/// if nothing was lost on the way.
pub fn unlike(
    project: &Project,
    series: &Series,
    made: &WordFile,
    returned: &WordFile,
) -> Vec<String> {
    let row_heads = sides::row_heads(made);
    let made = import::sent(made, project, series);
    let mut back = import::sent(&returned.clone().settled(View::Accepted), project, series);
    sides::restore_links(&made, &mut back);
    sides::restore_looks(&made, &row_heads, &mut back);
    let numbers: Vec<usize> = (1..=made.notes.len()).collect();
    let one = Side::new(&made, &numbers);
    let other = Side::new(&back, &sides::note_numbers(&made, &back));
    let (one_words, other_words) = (tokens(&one.text, &[]), tokens(&other.text, &[]));
    let hunks = merge::hunks(&one_words, &other_words);
    let shown = hunks.into_iter().map(|hunk| {
        let (made, back) =
            (words(&one.text, &one_words[hunk.base]), words(&other.text, &other_words[hunk.new]));
        format!("`{back}` came back, and the source makes `{made}`")
    });
    shown.collect()
}

/// Who made the change of `base`: none where it is in the text even if all that was tracked is rejected.
fn author<'r>(
    base: &Range<usize>,
    by: &[(Option<&'r Revision>, Vec<Hunk>)],
) -> Option<&'r Revision> {
    let touches = |hunk: &&Hunk| {
        hunk.base == *base
            || hunk.base.start < base.end && base.start < hunk.base.end
            || hunk.base.is_empty() && base.start <= hunk.base.start && hunk.base.start <= base.end
    };
    let untracked = by.first().map(|(_, hunks)| hunks.as_slice()).unwrap_or_default();
    let mut tracked = by.iter().skip(1);
    let found = tracked.find(|(_, hunks)| {
        hunks.iter().filter(touches).any(|hunk| !untracked.iter().any(|it| it.base == hunk.base))
    });
    found.and_then(|(by, _)| *by)
}

/// The place among the words that were sent of the word `at` of those that came back.
fn place(at: usize, hunks: &[Hunk]) -> usize {
    let before = hunks.iter().rfind(|hunk| hunk.new.start <= at);
    match before {
        Some(hunk) if at < hunk.new.end => hunk.base.start,
        Some(hunk) => hunk.base.end + at - hunk.new.end,
        None => at,
    }
}

/// The text of some words on one line.
fn words(text: &str, tokens: &[Token<'_>]) -> String {
    let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return String::new() };
    text[first.word.start..last.word.end].split_whitespace().collect::<Vec<_>>().join(" ")
}
