use super::brackets::{Brackets, is_address, is_literal, shown};
use super::other_link_forms;
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::body::Prose;
use crate::text::finding::Fix;
use crate::text::signs::Signs;
use crate::text::source::Span;
use crate::text::suggest;

rule! {
    /// What is typed as a link or a picture must be one.
    ///
    /// ## Why
    ///
    /// A space in the address, a bracket that is missing or a name that nothing defines, and Markdown
    /// reads the whole as text: the page shows brackets and a path in place of the picture. The rule is
    /// from [CommonMark](https://spec.commonmark.org/0.31.2/#links).
    ///
    /// Words in brackets, such as `[sic]`, and citations, such as `[1]`, are left alone.
    ///
    /// ## Example
    ///
    /// ```markdown
    /// See ![Map of the desks](our map.png), [the plan] (https://example.org/plan) and [the form][form].
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write `[words](address)` without a space between the brackets; put an address with spaces
    /// between `<` and `>`. For `[words][name]` add a line `[name]: address` at the end. If it is not
    /// meant as a link, put a backslash before the first bracket.
    "malformed-link", Error => Paper(check)
}

/// The longest text in brackets, in bytes.
const MAX_LENGTH: usize = 400;

/// The longest name of a heading as an address, in bytes.
const MAX_PLACE: usize = 60;

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    for prose in &cx.paper.body().prose {
        let mut end = 0;
        for (at, close) in pairs(prose) {
            if out.is_full() {
                return;
            }
            if at < end || !is_literal(cx, prose, at, "[") {
                continue;
            }
            end = report(cx, &brackets(prose, at, close), out).unwrap_or(end);
        }
    }
}

/// Reports brackets that are no link; returns where what is reported ends.
fn report(cx: &PaperContext<'_>, it: &Brackets<'_>, out: &mut Sink<'_>) -> Option<usize> {
    if let Some(end) = other_link_forms::report(cx, it, out) {
        return Some(end);
    }
    if it.label().starts_with('^') || it.label().trim().is_empty() && !it.is_picture() {
        return None;
    }
    let after = it.after();
    if after.starts_with('(') {
        return report_inline(cx, it, out);
    }
    if after.starts_with('[') && is_literal(cx, it.prose, it.inner.1, "][") {
        return report_reference(cx, it, out);
    }
    let address = after.trim_start_matches([' ', '\n']);
    if address.starts_with('(') {
        return report_parted(cx, it, after.len() - address.len(), out);
    }
    if let Some(end) = report_apart(cx, it, out) {
        return Some(end);
    }
    if it.is_picture() && it.is_after_space() {
        let end = it.inner.1 + 1;
        let span = it.prose.span_of(it.start, end);
        out.at(span, format!("{} is not read as a picture: it has no address", shown(cx, span)))
            .help("write the address after it: `![what it shows](file.png)`");
        return Some(end);
    }
    None
}

/// `[words](address)` with an address that can't be read.
fn report_inline(cx: &PaperContext<'_>, it: &Brackets<'_>, out: &mut Sink<'_>) -> Option<usize> {
    let open = it.inner.1 + 1;
    if !is_literal(cx, it.prose, it.inner.1, "](") {
        return None;
    }
    let Some(length) = closed(it.after(), '(', ')') else {
        let rest = &it.after()[1..];
        let rest = &rest[..rest.floor_char_boundary(MAX_LENGTH)];
        let rest = rest.split_whitespace().next().unwrap_or_default();
        if !is_address(rest) {
            return None;
        }
        let end = open + 1 + rest.len();
        let span = it.prose.span_of(it.start, end);
        let message = format!(
            "{} is not read as a {}: a parenthesis is not closed",
            shown(cx, span),
            it.what()
        );
        out.at(span, message).help(
            "write `)` after the address; put an address with parentheses between `<` and `>`",
        );
        return Some(end);
    };
    let end = open + length;
    let (inner, span) = (it.prose.span_of(open + 1, end - 1), it.prose.span_of(it.start, end));
    let address = cx.source(inner);
    let has_break = address.contains(['\n', '\r']);
    let first = address.split_whitespace().next().unwrap_or_default();
    let is_meant = it.is_picture() && !it.is_in_word() && !has_break
        || is_address(address)
        || is_address(first)
        || is_place(address);
    if !is_meant {
        return None;
    }
    let shown = shown(cx, span);
    let what = it.what();
    let has_quote = address.contains(['"', '<', '>']);
    let path = address.trim();
    if let Some(path) = path.strip_prefix('<').filter(|path| !path.contains('>')) {
        out.at(span, format!("{shown} is not read as a {what}: the `<` is not closed"))
            .help("write `>` after the address")
            .fix(Fix::risky("close the address", inner, format!("<{path}>")));
    } else if has_break {
        out.at(span, format!("{shown} is not read as a {what}: the address is on two lines"))
            .help("write the address on one line; put it between `<` and `>` if it has spaces");
    } else if is_place(path) {
        let place = path.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
        out.at(span, format!("{shown} is not read as a {what}: there is a space in the address"))
            .help(format!("write {}", suggest::shown(&format!("(#{place})"))))
            .fix(Fix::risky("write hyphens for the spaces", inner, format!("#{place}")));
    } else if path.contains([' ', '\t']) && !has_quote && is_address(path) {
        out.at(span, format!("{shown} is not read as a {what}: there is a space in the address"))
            .help(format!("write {}", suggest::shown(&format!("(<{path}>)"))))
            .fix(Fix::risky("put the address between `<` and `>`", inner, format!("<{path}>")));
    } else {
        out.at(span, format!("{shown} is not read as a {what}"))
            .help("write `[words](address)`, or `[words](<address>)` if the address has spaces or parentheses; a title is in quotes");
    }
    Some(end)
}

/// `[words] (address)`.
fn report_parted(
    cx: &PaperContext<'_>,
    it: &Brackets<'_>,
    spaces: usize,
    out: &mut Sink<'_>,
) -> Option<usize> {
    let open = it.inner.1 + 1 + spaces;
    let end = open + closed(&it.prose.text[open..], '(', ')')?;
    let inner = it.prose.span_of(open + 1, end - 1);
    let address = cx.source(inner);
    let is_word = it.label().contains(char::is_alphabetic);
    if it.is_in_word() || !is_word || address.contains(char::is_whitespace) || !is_address(address)
    {
        return None;
    }
    let span = it.prose.span_of(it.start, end);
    let gap = it.prose.span_of(it.inner.1 + 1, open);
    let what = it.what();
    out.at(
        span,
        format!(
            "{} is not read as a {what}: there is a space between the brackets",
            shown(cx, span)
        ),
    )
    .help("delete the space")
    .fix(Fix::risky("delete the space", gap, ""));
    Some(end)
}

/// `[words] [name]` with the name of an address, which is read as a link of its own.
fn report_apart(cx: &PaperContext<'_>, it: &Brackets<'_>, out: &mut Sink<'_>) -> Option<usize> {
    let end = it.inner.1 + 1;
    let place = it.prose.span_of(it.inner.1, end);
    let rest = &cx.paper.file.text()[place.end..];
    let gap = rest.len() - rest.trim_start_matches(' ').len();
    let start = place.end + gap;
    let links = &cx.paper.body().links;
    let link = links.get(links.partition_point(|link| link.span.start < start))?;
    let name = cx.source(link.span).strip_prefix('[')?.strip_suffix(']')?;
    let is_word = it.label().contains(char::is_alphabetic);
    if gap == 0
        || link.span.start != start
        || it.is_in_word()
        || !is_word
        || name.contains(['[', ']'])
    {
        return None;
    }
    let span = Span::new(it.prose.span_of(it.start, end).start, link.span.end);
    let gap = Span::new(place.end, start);
    out.at(
        span,
        format!(
            "{} is not read as one {}: there is a space between the brackets",
            shown(cx, span),
            it.what()
        ),
    )
    .help("delete the space")
    .fix(Fix::risky("delete the space", gap, ""));
    Some(end)
}

/// `[words][name]` with a name that nothing defines.
fn report_reference(cx: &PaperContext<'_>, it: &Brackets<'_>, out: &mut Sink<'_>) -> Option<usize> {
    let open = it.inner.1 + 1;
    let end = open + closed(it.after(), '[', ']')?;
    let name = it.prose.text.get(open + 1..end - 1)?;
    let is_word = it.label().contains(char::is_alphabetic);
    let is_citation = is_citation(it.label()) && is_citation(name);
    if it.is_in_word() || !is_word || is_citation || name.starts_with('^') {
        return None;
    }
    let span = it.prose.span_of(it.start, end);
    let name = if name.is_empty() { it.label() } else { name };
    let what = it.what();
    out.at(
        span,
        format!(
            "{} is not read as a {what}: nothing defines {}",
            shown(cx, span),
            suggest::shown(name)
        ),
    )
    .help(format!(
        "add the line {} at the end, or write the address: `[words](address)`",
        suggest::shown(&format!("[{name}]: address"))
    ));
    Some(end)
}

/// The square brackets of a text that match each other, in the order in which they open: a text of nothing but brackets
/// is read once.
fn pairs(prose: &Prose) -> Vec<(usize, usize)> {
    let (mut open, mut pairs) = (Vec::new(), Vec::new());
    if !prose.has(Signs::new(b"[")) {
        return pairs;
    }
    let text = prose.text.as_bytes();
    for at in memchr::memchr2_iter(b'[', b']', text) {
        if text[at] == b'[' {
            open.push(at);
        } else if let Some(start) = open.pop().filter(|start| at - start < MAX_LENGTH) {
            pairs.push((start, at));
        }
    }
    pairs.sort_unstable();
    pairs
}

/// The brackets at these bytes of the text, with the `!` of a picture.
fn brackets(prose: &Prose, at: usize, close: usize) -> Brackets<'_> {
    let is_picture = prose.text[..at].ends_with('!');
    let start = at - usize::from(is_picture);
    Brackets { prose, start, inner: (at + 1, close) }
}

/// The length of the text in balanced brackets that `text` begins with.
fn closed(text: &str, open: char, close: char) -> Option<usize> {
    let text = &text[..text.floor_char_boundary(MAX_LENGTH)];
    let mut depth = 0_usize;
    text.char_indices().find_map(|(at, c)| {
        if c == open {
            depth += 1;
        } else if c == close {
            depth -= 1;
        }
        (depth == 0).then_some(at + c.len_utf8())
    })
}

/// Whether `text` is a heading of this paper after `#`, with its spaces: `#next steps`.
fn is_place(text: &str) -> bool {
    let words = text.trim().strip_prefix('#').unwrap_or_default();
    words.len() < MAX_PLACE
        && words.contains(' ')
        && words.trim_start().starts_with(char::is_alphabetic)
        && words.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
}

/// Whether `text` is what is in brackets of a citation: `RFC 2119`, `3`.
fn is_citation(text: &str) -> bool {
    text.ends_with(|c: char| c.is_ascii_digit())
}
