//! Signs around words that another language gives a meaning.

use super::brackets::is_literal;
use super::foreign::Foreign;
use crate::check::{PaperContext, Sink};
use crate::paper::body::Prose;
use crate::text::finding::{Edit, Fix};
use crate::text::signs::Signs;
use crate::text::source::any_contains;
use crate::text::suggest;

/// Pairs of signs, and whether what is between them is to be in bold type.
const PAIRS: [(&str, bool); 5] =
    [("==", true), ("'''", true), ("++", false), ("||", false), ("%%", false)];

/// The marks of changes to a text.
const CHANGES: [(&str, &str); 4] = [("{++", "++}"), ("{--", "--}"), ("{==", "==}"), ("{>>", "<<}")];

/// The commands of wikis in braces.
const MACROS: [&str; 9] =
    ["code", "color", "expand", "info", "noformat", "panel", "quote", "tip", "warning"];

/// The longest text between two signs, in bytes.
const MAX_LENGTH: usize = 400;

/// The longest index or exponent, in bytes.
const MAX_SMALL: usize = 12;

/// The longest text in braces, in bytes.
const MAX_BRACES: usize = 80;

/// What any of them begins with.
const SIGNS: Signs = Signs::new(b"='+|%~^{\\:[");

pub(super) fn check(cx: &PaperContext<'_>, prose: &Prose, out: &mut Sink<'_>) {
    if !prose.has(SIGNS) {
        return;
    }
    for (sign, is_bold) in PAIRS {
        pairs(cx, prose, (sign, is_bold), out);
    }
    for (sign, tag) in [(b'~', "sub"), (b'^', "sup")] {
        small(cx, prose, (sign, tag), out);
    }
    braces(cx, prose, out);
    commands(cx, prose, out);
    emoji(cx, prose, out);
    citations(cx, prose, out);
}

/// `==words==`
fn pairs(cx: &PaperContext<'_>, prose: &Prose, (sign, is_bold): (&str, bool), out: &mut Sink<'_>) {
    let text = &prose.text;
    let mut end = 0;
    for at in prose.places_of(sign.as_bytes()[0]) {
        if at < end || !text[at..].starts_with(sign) {
            continue;
        }
        let inner = at + sign.len();
        if !is_begun(&text[..at]) || !text[inner..].starts_with(char::is_alphanumeric) {
            continue;
        }
        let Some(words) = until(&text[inner..], sign, MAX_LENGTH) else { continue };
        let close = inner + words.len();
        let rest = &text[close + sign.len()..];
        let is_ended = !rest.starts_with(|c: char| c.is_alphanumeric() || sign.contains(c));
        let is_text = words.len() > 1
            && words.contains(char::is_alphabetic)
            && !words.ends_with(char::is_whitespace);
        if !is_ended
            || !is_text
            || !is_literal(cx, prose, at, sign)
            || !is_literal(cx, prose, close, sign)
        {
            continue;
        }
        end = close + sign.len();
        let mark = if is_bold { "**" } else { "" };
        let edit =
            |at: usize| Edit { span: prose.span_of(at, at + sign.len()), text: mark.to_owned() };
        let help = if is_bold {
            "write `**` on both sides for bold type, or delete the signs"
        } else {
            "delete the signs on both sides, or what is between them, too"
        };
        let title = if is_bold { "make it bold" } else { "delete the signs" };
        let fix = Fix { title: title.to_owned(), edits: vec![edit(at), edit(close)], safe: false };
        Foreign::new(prose.span_of(at, end), help).fix(fix).report(cx, out);
    }
}

/// `H~2~O` and `m^2^`
fn small(cx: &PaperContext<'_>, prose: &Prose, (sign, tag): (u8, &str), out: &mut Sink<'_>) {
    let text = &prose.text;
    let mut mark = [0];
    let mark = &*char::from(sign).encode_utf8(&mut mark);
    let mut end = 0;
    for at in prose.places_of(sign) {
        let is_behind =
            text[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, ')' | ']'));
        if at < end || !is_behind {
            continue;
        }
        let Some(inner) = until(&text[at + 1..], mark, MAX_SMALL) else { continue };
        let close = at + 1 + inner.len();
        let rest = &text[close + 1..];
        let is_small = !inner.is_empty()
            && inner.chars().all(|c| c.is_alphanumeric() || matches!(c, '+' | '-' | '−'));
        // `a^2^b` is a power of a power.
        let is_ended =
            !rest.starts_with(mark) && (tag == "sub" || !rest.starts_with(char::is_alphanumeric));
        if !is_small
            || !is_ended
            || !is_literal(cx, prose, at, mark)
            || !is_literal(cx, prose, close, mark)
        {
            continue;
        }
        end = close + 1;
        let written = format!("<{tag}>{inner}</{tag}>");
        let span = prose.span_of(at, end);
        Foreign::new(span, format!("write {}", suggest::shown(&written)))
            .fix(Fix::safe("write the tags of HTML", span, written))
            .report(cx, out);
    }
}

/// `{++added++}`, `{width=50%}` and `{code}`
fn braces(cx: &PaperContext<'_>, prose: &Prose, out: &mut Sink<'_>) {
    let text = &prose.text;
    for at in prose.places_of(b'{') {
        if !is_literal(cx, prose, at, "{") {
            continue;
        }
        let rest = &text[at..];
        let change = CHANGES.iter().find_map(|(open, close)| {
            let inner = until(rest.strip_prefix(open)?, close, MAX_LENGTH)?;
            Some(open.len() + inner.len() + close.len())
        });
        if let Some(length) = change {
            let help = "settle the change: keep the words that are meant, without the signs";
            Foreign::new(prose.span_of(at, at + length), help).report(cx, out);
            continue;
        }
        let Some(inner) = until(&rest[1..], "}", MAX_BRACES) else { continue };
        let span = prose.span_of(at, at + inner.len() + 2);
        // What decorates the heading of a section is reported by a rule of its own.
        if any_contains(&cx.outline.sections, |section| section.heading, span) {
            continue;
        }
        let file = cx.paper.file.text();
        let before = file[..span.start].chars().next_back();
        let is_behind_link = before.is_some_and(|c| matches!(c, ')' | ']' | '`' | '*'));
        let is_alone = cx.source(prose.span).trim() == cx.source(span);
        let after = &text[at + inner.len() + 2..];
        let in_path = text[..at].ends_with('/') || after.starts_with('/');
        let is_macro = || MACROS.contains(&inner.split(':').next().unwrap_or_default()) && !in_path;
        if are_attributes(inner, is_behind_link || is_alone) || is_macro() {
            let fix = Fix::risky("delete it", span, "");
            Foreign::new(span, "delete it").fix(fix).report(cx, out);
        }
    }
}

/// Whether the text in braces is a list of attributes: `#id`, `.class`, `: .class`, and, in such a place, `key=value`.
fn are_attributes(inner: &str, is_place: bool) -> bool {
    let list = inner.strip_prefix(':').unwrap_or(inner);
    let is_name = |name: &str| {
        name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
    };
    let is_attribute = |part: &str| match part.strip_prefix(['#', '.']) {
        Some(name) => is_name(name),
        None => is_place && part.split_once('=').is_some_and(|(key, _)| is_name(key)),
    };
    !list.trim().is_empty() && list.split_whitespace().all(is_attribute)
}

/// `\textbf{words}` and `\newpage`, except in formulas, which `stray-mark` reports.
fn commands(cx: &PaperContext<'_>, prose: &Prose, out: &mut Sink<'_>) {
    let text = &prose.text;
    if !prose.has(Signs::new(b"\\"))
        || prose.has(Signs::new(b"$"))
        || ["\\(", "\\[", "\\begin{"].iter().any(|it| cx.source(prose.span).contains(it))
    {
        return;
    }
    for at in prose.places_of(b'\\') {
        let rest = &text[at + 1..];
        let length = rest.bytes().take_while(u8::is_ascii_lowercase).count();
        let is_path =
            text[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, ':' | '\\' | '.'));
        if length < 3 || is_path || !is_literal(cx, prose, at, "\\") {
            continue;
        }
        let name = &rest[..length];
        let braces =
            rest[length..].strip_prefix('{').and_then(|inner| until(inner, "}", MAX_LENGTH));
        let end = at + 1 + length;
        if let Some(inner) = braces {
            let span = prose.span_of(at, end + inner.len() + 2);
            let help = "keep the words alone, or write them between `**` for bold type and `*` for italics";
            Foreign::new(span, help).report(cx, out);
        } else if matches!(name, "newpage" | "pagebreak" | "clearpage") {
            let span = prose.span_of(at, end);
            Foreign::new(span, "delete it").fix(Fix::risky("delete it", span, "")).report(cx, out);
        }
    }
}

/// `:smile:`
fn emoji(cx: &PaperContext<'_>, prose: &Prose, out: &mut Sink<'_>) {
    let text = &prose.text;
    for at in prose.places_of(b':') {
        if !is_begun(&text[..at]) || !is_literal(cx, prose, at, ":") {
            continue;
        }
        let Some(name) = until(&text[at + 1..], ":", MAX_BRACES) else { continue };
        let is_name = name.len() > 1
            && name.starts_with(|c: char| c.is_ascii_lowercase() || matches!(c, '+' | '-'))
            && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '+' | '-'))
            && !name.ends_with('-');
        let end = at + name.len() + 2;
        if is_name
            && !text[end..].starts_with(|c: char| c.is_alphanumeric() || matches!(c, ':' | '/'))
        {
            let span = prose.span_of(at, end);
            Foreign::new(span, "delete it, or write in words what it says").report(cx, out);
        }
    }
}

/// `[@roe2020, p. 4]`
fn citations(cx: &PaperContext<'_>, prose: &Prose, out: &mut Sink<'_>) {
    let text = &prose.text;
    for at in prose.places_of(b'[') {
        let rest = &text[at + 1..];
        let Some(key) = rest.strip_prefix('-').unwrap_or(rest).strip_prefix('@') else { continue };
        let Some(inner) = until(rest, "]", MAX_LENGTH) else { continue };
        let length = key
            .bytes()
            .take_while(|byte| byte.is_ascii_alphanumeric() || b"_:-".contains(byte))
            .count();
        // Without a year it may be the name of somebody's account.
        let is_key = key[..length].contains(|c: char| c.is_ascii_digit())
            && key[length..].starts_with([']', ',', ';', ' ']);
        if is_key && is_literal(cx, prose, at, "[") {
            let span = prose.span_of(at, at + inner.len() + 2);
            let help = "name the source in words, or in a footnote: `[^1]` here, and `[^1]: the source` at the end";
            Foreign::new(span, help).report(cx, out);
        }
    }
}

/// Whether a word may begin here.
fn is_begun(before: &str) -> bool {
    before.chars().next_back().is_none_or(|c| c.is_whitespace() || "([\"“‘—–".contains(c))
}

/// The text before the first `sign`, if that comes soon.
fn until<'t>(text: &'t str, sign: &str, most: usize) -> Option<&'t str> {
    let near = &text[..text.floor_char_boundary(most + sign.len())];
    near.find(sign).map(|length| &text[..length])
}
