#![expect(clippy::invisible_characters, reason = "the example on the rule's page has one")]

use super::joined_text;
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::markdown::{is_escaped, reference};
use crate::paper::url;
use crate::text::characters::{
    describe, has_use, is_harmful, is_suspect, meant_by, suspects, turns_direction,
};
use crate::text::finding::Fix;
use crate::text::source::{BYTE_ORDER_MARK, Span, any_contains, containing};
use crate::text::suggest::shown;
use crate::yaml::{self, Kind, Node};

rule! {
    /// A paper must not have invisible characters where they have no use.
    ///
    /// ## Why
    ///
    /// A zero-width space or a soft hyphen, pasted from a web page, makes a number or a heading a
    /// different word to every program, while a person sees nothing wrong. A character that changes
    /// the direction of text can make a page show something other than the source. Joiners inside an
    /// emoji or in scripts that need them are left alone. So is code, unless the character does harm there,
    /// too. An escape such as `\u202E` or `&shy;` puts the character on the page just as well. Where a
    /// program lost something it may leave a replacement character, or a line separator of its own; and a
    /// control character is what an apostrophe or a dash of Windows-1252 becomes in another encoding.
    ///
    /// ## Example
    ///
    /// ```markdown
    /// The desks open​ed in 2014.
    /// ```
    ///
    /// ## How to fix
    ///
    /// Delete the character, or write what it stands for. If it can't be found, delete the word around it
    /// and type it again.
    "invisible-character", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let mut found = raw(cx);
    found.extend(references(cx));
    found.extend(escapes(cx));
    found.extend(percent_encoded(cx));
    found.sort_by_key(|one| one.span);
    for one in found {
        if out.is_full() {
            break;
        }
        report(cx, &one, out);
    }
}

/// How many places are kept at a time; half of them are more than a rule reports.
const MOST: usize = 10_000;

/// A suspect character without a use.
struct Found {
    c: char,
    span: Span,
    /// Whether it is written with other characters, as a reference or an escape.
    is_spelled: bool,
}

/// The characters that are in the file as they are; those of a kind that are side by side are one.
fn raw(cx: &PaperContext<'_>) -> Vec<Found> {
    let text = cx.paper.file.text();
    let start = if text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
    let mut found: Vec<Found> = Vec::new();
    let counts = |one: &Found| is_harmful(one.c) || !is_code(cx, one.span);
    for (at, c) in suspects(&text[start..]) {
        let span = Span::new(start + at, start + at + c.len_utf8());
        if has_use(&text[..span.start], c, &text[span.end..]) {
            continue;
        }
        if found.len() >= MOST {
            found.retain(counts);
            if found.len() > MOST / 2 {
                return found;
            }
        }
        match found.last_mut() {
            Some(last)
                if describe_kind(last.c) == describe_kind(c)
                    && last.span.end == span.start
                    && meant_by(c).is_none() =>
            {
                last.span.end = span.end;
            }
            _ => found.push(Found { c, span, is_spelled: false }),
        }
    }
    found.retain(counts);
    found
}

/// Characters that count as one where they are side by side: equal ones, and those that spell a hidden text.
fn describe_kind(c: char) -> char {
    match c {
        '\u{e0000}'..='\u{e007f}' => '\u{e0000}',
        '\u{e0100}'..='\u{e01ef}' => '\u{e0100}',
        c => c,
    }
}

/// The characters written as references, such as `&shy;` and `&#x202E;`.
fn references(cx: &PaperContext<'_>) -> Vec<Found> {
    let text = cx.paper.file.text();
    let body = cx.paper.body();
    let mut found = Vec::new();
    for at in
        memchr::memchr_iter(b'&', text.as_bytes()).filter(|at| *at >= cx.paper.front().end.end)
    {
        let Some((length, resolved)) = reference(&text[at..]) else { continue };
        let Some((_, c)) = resolved.char_indices().find(|(_, c)| is_suspect(*c)) else { continue };
        let span = Span::new(at, at + length);
        let is_comment = any_contains(&body.comments, |comment| *comment, span);
        let has_use = has_use(&text[..at], c, &text[span.end..]);
        if !is_escaped(text, at) && !is_comment && !has_use && !is_code(cx, span) {
            found.push(Found { c, span, is_spelled: true });
        }
    }
    found
}

/// The characters written as escapes in quoted values and keys of the front matter, such as `\u202E`.
fn escapes(cx: &PaperContext<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for entry in &cx.paper.front().entries {
        escapes_at(cx, entry.key.span, &mut found);
        escapes_in(cx, &entry.value, &mut found);
    }
    found
}

fn escapes_in(cx: &PaperContext<'_>, value: &Node, found: &mut Vec<Found>) {
    match &value.kind {
        Kind::Scalar(_) => escapes_at(cx, value.span, found),
        Kind::Sequence(items) => items.iter().for_each(|item| escapes_in(cx, item, found)),
        Kind::Mapping(pairs) => pairs.iter().for_each(|(key, value)| {
            escapes_in(cx, key, found);
            escapes_in(cx, value, found);
        }),
    }
}

fn escapes_at(cx: &PaperContext<'_>, span: Span, found: &mut Vec<Found>) {
    let source = cx.source(span);
    for (range, c) in yaml::escapes(source).filter(|(_, c)| is_suspect(*c)) {
        if !has_use(&source[..range.start], c, &source[range.end..]) {
            let span = Span::new(span.start + range.start, span.start + range.end);
            found.push(Found { c, span, is_spelled: true });
        }
    }
}

/// The characters written with `%` in addresses.
fn percent_encoded(cx: &PaperContext<'_>) -> Vec<Found> {
    let body = cx.paper.body();
    let links = body.links.iter().map(|link| (&link.url, link.url_span));
    let images = body.images.iter().map(|image| (&image.url, image.url_span));
    let encoded = links.chain(images).filter(|(url, _)| url.contains('%'));
    let found = encoded.filter_map(|(url, span)| {
        let decoded = url::decoded(url);
        let is_hidden =
            |c: &char| is_suspect(*c) && *c != char::REPLACEMENT_CHARACTER && !url.contains(*c);
        let (at, c) = decoded.char_indices().find(|(_, c)| is_hidden(c))?;
        let has_use = has_use(&decoded[..at], c, &decoded[at + c.len_utf8()..]);
        (!has_use).then_some(Found { c, span, is_spelled: true })
    });
    found.collect()
}

/// Whether `span` is in code, where a character is what the paper is about.
fn is_code(cx: &PaperContext<'_>, span: Span) -> bool {
    let body = cx.paper.body();
    any_contains(&body.code, |code| code.span, span)
        || any_contains(&body.inline_code, |code| *code, span)
}

fn report(cx: &PaperContext<'_>, found: &Found, out: &mut Sink<'_>) {
    let Found { c, span, is_spelled } = *found;
    // A control character that makes an entry unreadable is reported with that entry, and one in an
    // address by `unsafe-url`.
    let is_reported = cx.paper.front().problems.iter().any(|problem| problem.span.contains(span))
        || c.is_control() && is_in_address(cx, span);
    if is_reported {
        return;
    }
    let written =
        if is_spelled { format!(", written {}", shown(cx.source(span))) } else { String::new() };
    let what = describe(c);
    let message = format!("there is an invisible character here: a {what}{written}");
    let (message, help) = match (c, meant_by(c)) {
        ('\u{85}', Some(meant)) if !is_spelled => {
            (message, format!("write `{meant}`, a space or a new line in its place"))
        }
        (_, Some(meant)) => {
            (format!("{message}, which stands for `{meant}`"), format!("write `{meant}`"))
        }
        ('\u{fffd}', _) => (
            format!("a character was lost here: there is a {what} in its place{written}"),
            "type the character that was lost".to_owned(),
        ),
        ('\u{fffc}', _) => (
            format!("something was lost here: there is an {what} in its place{written}"),
            "put in what belongs here, or delete the character".to_owned(),
        ),
        _ if is_line_end(c) && !is_in_address(cx, span) => {
            (message, "write a space or begin a new line in its place".to_owned())
        }
        _ if joined_text::makes_marks(cx, span) => (
            message,
            "delete it, and put a backslash before what becomes a mark without it, or quotes around the value".to_owned(),
        ),
        _ => (message, "delete it; type the word again if it can't be found".to_owned()),
    };
    let report = out.at(span, message).help(help);
    if let Some(fix) = fix(cx, found) {
        report.fix(fix);
    }
}

/// What programs write to end a line that Markdown does not end there.
const fn is_line_end(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}' | '\u{b}' | '\u{c}')
}

fn fix(cx: &PaperContext<'_>, found: &Found) -> Option<Fix> {
    let Found { c, span, is_spelled } = *found;
    let text = cx.paper.file.text();
    let (before, after) = (&text[..span.start], &text[span.end..]);
    let (is_code, is_address) = (is_code(cx, span), is_in_address(cx, span));
    let with = |title: &str, text: &str, safe: bool| {
        Some(Fix { safe: safe && !is_code, ..Fix::safe(title, span, text) })
    };
    let is_spaced = before.ends_with(char::is_whitespace) || after.starts_with(char::is_whitespace);
    match (c, meant_by(c)) {
        // What it replaced is lost, and in code or an address nobody can tell what is meant.
        ('\u{fffd}', _) => None,
        (_, Some(meant)) => {
            let is_certain = match c {
                '\u{1e}' => {
                    before.ends_with(char::is_alphanumeric)
                        && after.starts_with(char::is_alphanumeric)
                }
                // Some programs end a line with it.
                '\u{85}' => is_spelled,
                _ => true,
            };
            // A hyphen at the beginning of a line may begin a list.
            if c == '\u{1e}' && before.trim_end_matches([' ', '\t', '>']).ends_with('\n') {
                return None;
            }
            with(&format!("write `{meant}`"), &meant.to_string(), is_certain)
        }
        _ if is_line_end(c) && !is_code && !is_address && !is_spaced => {
            let changes_marks =
                joined_text::hides_marks(cx, span) || joined_text::makes_marks(cx, span);
            if changes_marks { None } else { with("write a space", " ", true) }
        }
        _ if is_spelled && is_address => None,
        _ => {
            let has_meaning =
                turns_direction(c) || c == '\u{fffc}' || matches!(c, '\u{80}'..='\u{9f}');
            let is_broken = is_line_end(c) && (is_address || joined_text::hides_marks(cx, span));
            // What is text, or a mark, stays so: nobody asked for another page.
            if is_broken || joined_text::makes_marks(cx, span) {
                return None;
            }
            with("delete the character", "", !has_meaning)
        }
    }
}

fn is_in_address(cx: &PaperContext<'_>, span: Span) -> bool {
    let body = cx.paper.body();
    let link = containing(&body.links, |link| link.span, span);
    let image = containing(&body.images, |image| image.span, span);
    let places = link.map(|link| (link.url_span, link.span)).into_iter();
    let mut places = places.chain(image.map(|image| (image.url_span, image.span)));
    places.any(|(address, whole)| address != whole && address.contains(span))
}
