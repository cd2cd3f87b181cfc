//! Takes back Word files that reviewers edited: what they changed becomes edits of the paper's source, what they said
//! is found in it.
//!
//! Three texts are compared word by word, whatever their lines are: the one that was sent, which is rendered again from
//! the source it was made from; the one that came back; and the source as it is now. So it does not matter whether a
//! change was tracked, and what the source says in its own way, such as a reference link, stays as it is.

mod apply;
mod base;
mod confirm;
mod fields;
mod languages;
mod levels;
mod looks;
mod merge;
mod moves;
mod order;
mod pictures;
mod sides;
mod texts;
mod tokens;

use std::ops::Range;

use crate::import::{self, SentPaper};
use crate::paper::Paper;
use crate::project::Project;
use crate::series::Series;
use crate::text::finding::Edit;
use crate::text::source::{SourceFile, Span};
use crate::word::{Revision, View, WordFile};

pub use base::{Base, BaseError, FileText, find_base, opened, rendered, rewritten};

use confirm::{Intent, Original};
use languages::Languages;
use merge::{Hunk, State};
use pictures::Pictures;
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
    /// What was sent.
    original: Original,
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
    /// What it does to the text that was sent; none for a field.
    intent: Option<Intent>,
}

/// What becomes of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeState {
    /// It can be applied.
    Open,
    /// The source says so already.
    Done,
    /// A page of the source would say something else than what came back, so it is left to a person.
    Held,
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
    let mut paper = import::sent(sent, project, series);
    let pictures = Pictures::new(&paper, base);
    pictures.restore(&mut paper);
    let languages = Languages::new(base);
    languages.restore(&mut paper);
    let numbers: Vec<usize> = (1..=paper.notes.len()).collect();
    let side = Side::new(&paper, &numbers);
    let row_heads = sides::row_heads(sent);
    let sent = Sent { side, paper, row_heads, file: sent, source: base };
    let text = sent.side.text.clone();
    let original = Original { text, paper: sent.paper.clone(), pictures, languages };
    let mut review = Review {
        source: current.file.clone(),
        changes: Vec::new(),
        comments: Vec::new(),
        formats: Vec::new(),
        left: Vec::new(),
        original,
    };
    for returned in returned {
        review.add(returned, &sent, current, (project, series));
        count();
    }
    review.changes.sort_by_key(|change| (change.span.start, change.span.end));
    review.settle();
    review.say_once();
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
            sides::drop_notes(&sent.paper, &mut paper);
            self.original.restore(&mut paper);
            sides::restore_looks(&sent.paper, &sent.row_heads, &mut paper);
            let numbers = sides::note_numbers(&sent.paper, &paper);
            (Side::new(&paper, &numbers), paper)
        };
        let (theirs, paper) = back(View::Accepted);
        let authors = returned.file.authors();
        let attributed: Vec<(Option<&Revision>, (Side, SentPaper))> = std::iter::once(None)
            .chain(authors.iter().map(Some))
            .map(|by| (by, back(by.map_or(View::Rejected, |by| View::Of(&by.author)))))
            .collect();
        let texts = Texts::new(sent.source, current);
        let theirs_tokens = tokens(&theirs.text, &[]);
        let base_tokens = tokens(&sent.side.text, &[]);
        let own_tokens = order::as_printed(&tokens(texts.body, &texts.labels), texts.body);
        let own_hunks = merge::hunks(&base_tokens, &own_tokens);
        let their_hunks = merge::hunks(&base_tokens, &theirs_tokens);
        let by: Vec<(Option<&Revision>, Vec<Hunk>)> = attributed
            .iter()
            .map(|(by, (side, _))| (*by, merge::hunks(&base_tokens, &tokens(&side.text, &[]))))
            .collect();
        let all = (&*base_tokens, &*own_tokens, &*theirs_tokens);
        let first = self.changes.len();
        for merged in merge::merge(all, &own_hunks, &their_hunks) {
            let before = merge::before(&own_hunks, merged.base.start);
            let edit = texts.edit(
                &merged,
                &own_tokens,
                before.and_then(|at| own_tokens.get(at)),
                (&theirs_tokens, &theirs.text),
                sent.paper.notes.len(),
            );
            let is_held = edit.is_none();
            let edit = edit.unwrap_or_else(|| Edit {
                span: texts.place(own_tokens.get(merged.ours.start)),
                text: String::new(),
            });
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
                    State::Fits if is_held => ChangeState::Held,
                    State::Fits => ChangeState::Open,
                    State::Done => ChangeState::Done,
                    State::Conflict => ChangeState::Conflict,
                },
                moved: None,
                edit,
                intent: Some(Intent::new(&merged, &theirs_tokens)),
            });
        }
        moves::mark(&mut self.changes[first..], first);
        let views: Vec<fields::View<'_>> =
            attributed.iter().map(|(by, (_, paper))| (*by, &paper.fields)).collect();
        self.add_fields(&returned.name, sent, (&paper, &views), current, of.1);
        let span_of = |paragraph: usize, words: &str| {
            let at = theirs.range_of(paragraph).map(|part| {
                let found = theirs.text[part.clone()].find(words.trim());
                part.start + found.unwrap_or_default()
            });
            let token = at.and_then(|at| theirs_tokens.iter().position(|it| it.word.end > at));
            let place = token.map(|token| place(token, &their_hunks));
            let place = place.map(|place| merge::mapped(&own_hunks, &(place..place)).start);
            texts.place(place.and_then(|place| own_tokens.get(place)))
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
        let items = levels::changed(&sent.paper, &paper).into_iter();
        self.left.extend(items.map(|item| {
            format!("{}: the item `{item}` is at another level of its list", returned.name)
        }));
    }

    /// A comment that several files have is one.
    fn say_once(&mut self) {
        let mut known: Vec<PlacedComment> = Vec::new();
        self.comments.retain(|own| {
            let is_it = |it: &PlacedComment| {
                let (one, other) = (&it.comment, &own.comment);
                it.file != own.file
                    && it.span == own.span
                    && (&one.author, &one.date, &one.text)
                        == (&other.author, &other.date, &other.text)
            };
            let is_new = !known.iter().any(is_it);
            known.extend(is_new.then(|| own.clone()));
            is_new
        });
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
