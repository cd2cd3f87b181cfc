//! What came back, as JSON: described by `review.schema.json` beside this file.

use issuepaper::review::{Change, ChangeState, FormatChange, PlacedComment, Review};
use issuepaper::schema::Tool;
use issuepaper::text::source::{SourceFile, Span};
use serde::Serialize;

use super::show::start;

/// What came back, as it is printed.
#[derive(Serialize)]
pub(super) struct Answer {
    version: u32,
    tool: Tool,
    paper: String,
    changes: Vec<JsonChange>,
    comments: Vec<JsonComment>,
    moves: Vec<JsonMove>,
    formats: Vec<JsonFormat>,
    left: Vec<String>,
}

#[derive(Serialize)]
struct JsonMove {
    file: String,
    author: Option<String>,
    text: String,
    from: usize,
    to: usize,
}

#[derive(Serialize)]
struct JsonFormat {
    file: String,
    what: String,
    anchor: String,
    path: String,
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct JsonChange {
    number: usize,
    file: String,
    author: Option<String>,
    date: Option<String>,
    tracked: bool,
    section: String,
    field: Option<String>,
    path: String,
    line: usize,
    column: usize,
    before: String,
    after: String,
    state: &'static str,
}

#[derive(Serialize)]
struct JsonComment {
    file: String,
    id: String,
    author: String,
    date: Option<String>,
    text: String,
    anchor: String,
    answers: Option<String>,
    resolved: bool,
    path: String,
    line: usize,
    column: usize,
}

/// The file that a place in the source is in, its line and its column, from 1.
fn place(source: &SourceFile, span: Span) -> (String, usize, usize) {
    let (file, span) = source.origin(span);
    let position = file.position(span.start);
    (file.name().to_owned(), position.line + 1, position.character + 1)
}

/// What came back.
pub(super) fn answer(review: &Review, chosen: &[Change], comments: &[&PlacedComment]) -> Answer {
    let source = &review.source;
    let changes = chosen.iter().enumerate().map(|(at, change)| {
        let (path, line, column) = place(source, Span::at(start(source, change.span)));
        JsonChange {
            number: at + 1,
            file: change.file.clone(),
            author: change.by.as_ref().map(|by| by.author.clone()),
            date: change.by.as_ref().and_then(|by| by.date.clone()),
            tracked: change.by.is_some(),
            section: change.section.clone(),
            field: change.field.clone(),
            path,
            line,
            column,
            before: change.before.clone(),
            after: change.after.clone(),
            state: match change.state {
                ChangeState::Open => "open",
                ChangeState::Done => "done",
                ChangeState::Held => "held",
                ChangeState::Conflict => "conflict",
            },
        }
    });
    let comments = comments.iter().map(|placed| {
        let (path, line, column) = place(source, placed.span);
        let comment = placed.comment.clone();
        JsonComment {
            file: placed.file.clone(),
            id: comment.id,
            author: comment.author,
            date: comment.date,
            text: comment.text,
            anchor: placed.words.trim().to_owned(),
            answers: comment.parent,
            resolved: comment.is_done,
            path,
            line,
            column,
        }
    });
    let formats = review.formats.iter().map(|format| {
        let (path, line, column) = place(source, format.span);
        let FormatChange { file, words, what, .. } = format.clone();
        JsonFormat { file, what, anchor: words, path, line, column }
    });
    Answer {
        version: 1,
        tool: Tool::THIS,
        paper: source.name().to_owned(),
        changes: changes.collect(),
        comments: comments.collect(),
        moves: moves(chosen),
        formats: formats.collect(),
        left: review.left.clone(),
    }
}

/// The moves, by the numbers of their halves.
fn moves(chosen: &[Change]) -> Vec<JsonMove> {
    let numbered = || (1..).zip(chosen);
    let away = numbered().filter(|(_, change)| change.after.is_empty());
    let pair = |(from, change): (usize, &Change)| {
        let number = change.moved?;
        let is_other = |it: &(usize, &Change)| it.0 != from && it.1.moved == Some(number);
        let (to, _) = numbered().find(is_other)?;
        let author = change.by.as_ref().map(|by| by.author.clone());
        Some(JsonMove { file: change.file.clone(), author, text: change.before.clone(), from, to })
    };
    away.filter_map(pair).collect()
}
