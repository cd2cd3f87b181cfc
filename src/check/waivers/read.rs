//! Reading waivers: `<!-- issuepaper waive RULE, RULE: the reason; by NAME; until YYYY-MM-DD -->`, the
//! same after `#` in the front matter, or an entry of `waivers` in the settings.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::{Fault, Scope, Waiver};
use crate::check::facts::waiver_mark::{self, MARK};
use crate::check::{rule, suggest_rule};
use crate::paper::Paper;
use crate::paper::written_days::{NoDay, read_day};
use crate::project::settings::WaiverSetting;
use crate::text::source::{SourceFile, Span, Spanned};
use crate::text::suggest;
use crate::yaml::{Kind, Node, Style};

/// Making a searcher takes about as long as searching a paper.
static COMMENT_FINDER: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("<!--"));
/// How a waiver is written, for messages.
const FORM: &str = "write `issuepaper waive RULE: the reason; by NAME; until YYYY-MM-DD`";

/// How it is written in the settings.
const ENTRY: &str = "give the entry a `reason`, `by` and `until: YYYY-MM-DD`";

/// The parts of a waiver, as far as they are there.
struct Parts<'t> {
    place: Span,
    rules: Vec<Spanned<String>>,
    reason: &'t str,
    by: &'t str,
    until: Option<Spanned<&'t str>>,
}

/// The waivers in a paper, and what is wrong with others.
pub(super) fn of_paper(paper: &Paper) -> Vec<Result<Waiver, Fault>> {
    let text = paper.file.text();
    // Nearly every paper has no comment.
    let has_comment = COMMENT_FINDER.find(text.as_bytes()).is_some();
    if !has_comment && !paper.file.slice(paper.front().span).contains('#') {
        return Vec::new();
    }
    let in_front = front_comments(paper).into_iter().map(|span| (span, below_key(paper, span)));
    let in_body = paper.body().comments.iter().filter_map(|span| {
        let inner = text.get(span.range())?.strip_prefix("<!--")?.strip_suffix("-->")?;
        let start = span.start + "<!--".len();
        Some((Span::new(start, start + inner.len()), next_block(text, span.end)))
    });
    let read = |(span, scope)| {
        let Some(parts) = parts(text, span) else { return misspelled(text, span).map(Err) };
        Some(checked(&parts, &paper.file, Scope::Part(scope)))
    };
    in_front.chain(in_body).filter_map(read).collect()
}

/// A waiver of the settings, or what is wrong with it.
pub(super) fn of_settings(setting: &WaiverSetting, file: &SourceFile) -> Result<Waiver, Fault> {
    let parts = Parts {
        place: setting.rule.span,
        rules: vec![setting.rule.clone()],
        reason: setting.reason.as_deref().unwrap_or_default().trim(),
        by: setting.by.as_deref().unwrap_or_default().trim(),
        until: setting.until.as_ref().map(|until| Spanned::new(until.value.trim(), until.span)),
    };
    checked(&parts, file, Scope::Papers(setting.paths.clone()))
}

/// Parses the text of a comment; none if it is not a waiver.
fn parts(text: &str, comment: Span) -> Option<Parts<'_>> {
    let inner = text.get(comment.range())?;
    let rest = inner.trim_start().strip_prefix(MARK)?.strip_prefix([' ', '\t'])?;
    let start = comment.end - rest.len();
    let (names, rest) = rest.split_once(':').unwrap_or((rest, ""));
    let at = |part: &str| part.as_ptr() as usize - text.as_ptr() as usize;
    let spanned = |part: &str| Span::new(at(part), at(part) + part.len());
    let names = names.split(',').map(str::trim).filter(|name| !name.is_empty());
    let mut parts = Parts {
        place: Span::new(
            start,
            start + inner.trim_end().len().saturating_sub(start - comment.start),
        ),
        rules: names.map(|name| Spanned::new(name.to_owned(), spanned(name))).collect(),
        reason: "",
        by: "",
        until: None,
    };
    for part in rest.split(';').map(str::trim) {
        if let Some(name) = part.strip_prefix("by ") {
            parts.by = name.trim();
        } else if let Some(day) = part.strip_prefix("until ") {
            parts.until = Some(Spanned::new(day.trim(), spanned(day.trim())));
        } else if parts.reason.is_empty() {
            parts.reason = part;
        }
    }
    Some(parts)
}

/// What is wrong with a comment that is meant as a waiver.
fn misspelled(text: &str, comment: Span) -> Option<Fault> {
    let inner = text.get(comment.range())?;
    waiver_mark::is_misspelled(inner).then(|| {
        let start = comment.start + (inner.len() - inner.trim_start().len());
        Fault {
            place: Span::new(start, start + inner.trim().len()),
            message: format!("a waiver begins with `{MARK}` and a space"),
            help: FORM.to_owned(),
        }
    })
}

/// A waiver of `parts`, if all of them are there and valid.
fn checked(parts: &Parts<'_>, file: &SourceFile, scope: Scope) -> Result<Waiver, Fault> {
    let fault =
        |place: Span, message: String, help: &str| Fault { place, message, help: help.to_owned() };
    if parts.rules.is_empty() {
        return Err(fault(parts.place, "the waiver names no rule".to_owned(), FORM));
    }
    for name in &parts.rules {
        verify_name(name)?;
    }
    let form = if matches!(scope, Scope::Part(_)) { FORM } else { ENTRY };
    let missing = |what: &str| fault(parts.place, format!("the waiver has no {what}"), form);
    if parts.reason.is_empty() {
        return Err(missing("reason"));
    }
    if parts.by.is_empty() {
        return Err(missing("responsible person"));
    }
    let until = parts.until.as_ref().ok_or_else(|| missing("last day"))?;
    let day = read_day(until.value).map_err(|NoDay { message, help }| {
        fault(until.span, format!("the waiver has no valid last day: {message}"), &help)
    })?;
    Ok(Waiver {
        file: file.clone(),
        place: parts.place,
        rules: parts.rules.clone(),
        reason: parts.reason.to_owned(),
        by: parts.by.to_owned(),
        until: day,
        scope,
    })
}

fn verify_name(name: &Spanned<String>) -> Result<(), Fault> {
    let fault = |message: String, help: String| Fault { place: name.span, message, help };
    let shown = suggest::shown(&name.value);
    match rule(&name.value).map(|rule| rule.run) {
        Some(run) if run.is_on_paper() => Ok(()),
        Some(_) => Err(fault(format!("{shown} can't be waived"), "delete the waiver".to_owned())),
        None => Err(fault(format!("there is no rule {shown}"), suggest_rule(&name.value))),
    }
}

/// The texts of the comments in the front matter, from the `#` to the end of the line.
fn front_comments(paper: &Paper) -> Vec<Span> {
    let text = paper.file.text();
    let front = paper.front().span;
    let head = text.get(front.range()).unwrap_or_default();
    let signs = head.match_indices('#').map(|(at, _)| front.start + at);
    let is_comment = |at: &usize| {
        let is_parted = text[..*at].ends_with([' ', '\t', '\n', '\r']) || *at == front.start;
        is_parted && !paper.front().entries.iter().any(|entry| is_in_text(&entry.value, *at))
    };
    let line_end = |at: usize| text[at..].find(['\n', '\r']).map_or(text.len(), |end| at + end);
    signs.filter(is_comment).map(|at| Span::new(at + 1, line_end(at))).collect()
}

/// Whether byte `at` is part of a value, where a `#` begins no comment.
fn is_in_text(node: &Node, at: usize) -> bool {
    match &node.kind {
        Kind::Scalar(scalar) => {
            let is_open = scalar.style == Style::Block;
            node.span.start <= at && (at < node.span.end || is_open && at == node.span.end)
        }
        Kind::Sequence(items) => items.iter().any(|item| is_in_text(item, at)),
        Kind::Mapping(pairs) => {
            pairs.iter().any(|(key, value)| is_in_text(key, at) || is_in_text(value, at))
        }
    }
}

/// The entry that a comment is before or beside; after the last one, the closing fence, where missing
/// fields are reported.
fn below_key(paper: &Paper, comment: Span) -> Span {
    let lines = paper.file.lines();
    let line = lines.line_of(comment.start);
    let entries = &paper.front().entries;
    let beside = entries.iter().find(|entry| lines.line_of(entry.key.span.start) == line);
    let next = || entries.iter().find(|entry| entry.key.span.start > comment.end);
    beside.or_else(next).map_or(paper.front().end, |entry| {
        let last = lines.line_of(entry.value.span.end.max(entry.key.span.end));
        Span::new(entry.key.span.start, lines.line_span(paper.file.text(), last).end)
    })
}

/// The next block of text after a comment, up to a blank line.
fn next_block(text: &str, from: usize) -> Span {
    let rest = &text[from..];
    let start = from + (rest.len() - rest.trim_start().len());
    let mut end = start;
    for line in text[start..].split_inclusive('\n') {
        if line.trim().is_empty() {
            break;
        }
        end += line.len();
    }
    Span::new(start, end)
}
