use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::body::ProseKind;
use crate::paper::markdown::reference;
use crate::text::finding::{Edit, Fix};
use crate::text::source::Span;
use crate::text::suggest;

rule! {
    /// A list must have marks that Markdown knows.
    ///
    /// ## Why
    ///
    /// Lines that begin with `•`, `–`, `a.` or `(1)`, as a word processor writes them, run together into
    /// one paragraph on the page, and a screen reader announces no list: that is WCAG 2 success
    /// criterion 1.3.1.
    ///
    /// ## Example
    ///
    /// ```markdown
    /// The desks need:
    /// • a shared queue
    /// • longer hours
    /// ```
    ///
    /// ## How to fix
    ///
    /// Begin each line of a list with `- `, and each line of a numbered one with `1. `, `2. ` and so on.
    "malformed-list", Error => Paper(check)
}

/// Signs that are nothing but bullets.
const BULLETS: [char; 20] = [
    '•', '●', '▪', '■', '◦', '○', '‣', '⁃', '∙', '·', '►', '➢', '❖', '➤', '▸', '▶', '▫', '◆', '➔',
    '➣',
];

/// Signs that also mean something, so that they stay in the text of the item.
const SIGNS: [char; 17] =
    ['→', '⇒', '➜', '»', '›', '§', '✓', '✔', '✗', '✘', '☐', '☑', '☒', '□', '◊', '♦', '★'];

/// What a line begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Bullet,
    /// A dash, a sign, or the letter `o` of a word processor's second level.
    Dash,
    /// The number of an item, with what it is written as.
    Number(u32, Style),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// `a.` or `ii)`
    Letter,
    /// `A.` or `II)`, which may also be somebody's initial.
    Capital,
    /// `(1)`
    Bracketed,
    /// `[1]`
    Square,
    /// `1.1`
    Outline,
    /// `1 -` and `1:`
    Parted,
    /// `1.One`
    Joined,
    /// `①`
    Circled,
}

/// A line that begins with a mark.
#[derive(Debug, Clone, Copy)]
struct Line {
    mark: Mark,
    /// The mark with the spaces after it, or where it is if it stays.
    span: Span,
    /// The sign that it begins with.
    sign: char,
    /// Whether it begins a paragraph or follows a colon.
    is_first: bool,
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let mut found: Vec<Line> = Vec::new();
    let mut end = 0;
    let mut is_beside_other = false;
    let is_text = |kind| matches!(kind, ProseKind::Paragraph | ProseKind::Item);
    for prose in cx.paper.body().prose.iter().filter(|it| is_text(it.kind)) {
        let mut lines = lines(cx, prose.span);
        if prose.kind == ProseKind::Item {
            // What follows the mark of an item is its text.
            lines.retain(|line| line.span.start > prose.span.start);
        }
        let lines = listed(lines);
        for list in lists(&lines) {
            let start = list.first().map_or(end, |line| line.span.start);
            let is_near = cx.source(Span::new(end.min(start), start)).trim().is_empty();
            // Points may be apart, but a numbered list begins with its first number.
            let is_beside = is_near && is_numbered(&found) && is_numbered(list);
            let is_other = found.last().zip(list.first()).is_some_and(|(last, next)| {
                last.mark == Mark::Dash && next.mark == Mark::Dash && last.sign != next.sign
            });
            if !is_near || is_other || is_numbered(&found) || is_numbered(list) {
                report(cx, &std::mem::take(&mut found), is_beside_other, out);
                is_beside_other = is_beside && !is_beside_other;
            }
            found.extend(list);
            // The next one in the same paragraph is right below.
            end = prose.span.end;
        }
        if lines.is_empty() {
            report(cx, &std::mem::take(&mut found), is_beside_other, out);
            is_beside_other = false;
        }
        end = prose.span.end;
    }
    report(cx, &found, is_beside_other, out);
}

fn is_numbered(lines: &[Line]) -> bool {
    lines.first().is_some_and(|line| matches!(line.mark, Mark::Number(..)))
}

/// The lists in the lines of one paragraph: another begins where the numbers begin again.
fn lists(lines: &[Line]) -> impl Iterator<Item = &[Line]> {
    lines.chunk_by(|line, next| match (line.mark, next.mark) {
        (Mark::Number(last, style), Mark::Number(1, other)) => last == 1 || style != other,
        _ => true,
    })
}

/// A list right below another one has `)` after its numbers where that has a period, which keeps the two apart.
fn report(cx: &PaperContext<'_>, lines: &[Line], is_beside_other: bool, out: &mut Sink<'_>) {
    let Some(first) = lines.first() else { return };
    if lines.len() == 1 && first.mark == Mark::Dash {
        return;
    }
    let mark_end =
        cx.paper.file.text()[first.span.start..].chars().next().map_or(0, char::len_utf8);
    let place = Span::new(first.span.start, first.span.end.max(first.span.start + mark_end));
    let shown = suggest::shown(cx.source(place).trim_end());
    let is_numbered = is_numbered(lines);
    let sign = if is_beside_other { ')' } else { '.' };
    let mark = if is_numbered { format!("1{sign} ") } else { "- ".to_owned() };
    let edits = lines.iter().map(|line| {
        let text = match line.mark {
            Mark::Number(number, _) => format!("{number}{sign} "),
            _ => mark.clone(),
        };
        Edit { span: line.span, text }
    });
    let fix = Fix {
        title: format!("begin the lines with `{}`", mark.trim_end()),
        edits: edits.collect(),
        safe: !is_numbered,
    };
    let how =
        if is_numbered { format!("`1{sign} `, `2{sign} ` and so on") } else { "`- `".to_owned() };
    out.at(place, format!("{shown} begins no list, so its items are plain text on the page"))
        .help(format!("begin the lines of the list with {how}"))
        .fix(fix);
}

/// What signs of the same meaning have in common: whether something is done.
fn kind_of(sign: char) -> char {
    if "☐☑☒✓✔✗✘□".contains(sign) { '☐' } else { sign }
}

/// The lines that are certainly meant as a list.
fn listed(mut lines: Vec<Line>) -> Vec<Line> {
    count_roman(&mut lines);
    let is_list = match lines.as_slice() {
        [] => false,
        // One dash may be the first of several paragraphs with one; but a sign or `—` may begin any paragraph.
        [only] => {
            let is_dash = matches!(only.sign, '–' | '−' | '‐' | '‑' | '-' | '\\');
            only.is_first && (only.mark == Mark::Bullet || is_dash)
        }
        [first, second, ..] => match (first.mark, second.mark) {
            (Mark::Number(one, style), Mark::Number(two, other)) => {
                let is_certain = matches!(style, Style::Bracketed | Style::Letter);
                one == 1 && two == 2 && style == other && (is_certain || first.is_first)
            }
            (Mark::Bullet, _) => true,
            (Mark::Dash, Mark::Dash) => first.is_first && first.sign == second.sign,
            _ => first.is_first,
        },
    };
    let kind = lines.first().map(|line| std::mem::discriminant(&line.mark));
    let is_numbered = is_numbered(&lines);
    let is_same = |line: &Line| {
        let is_number = matches!(line.mark, Mark::Number(..));
        if is_numbered { Some(std::mem::discriminant(&line.mark)) == kind } else { !is_number }
    };
    if is_list { lines.into_iter().filter(is_same).collect() } else { Vec::new() }
}

/// Numbers lines that are counted in Roman numbers, of which `i`, `v` and `x` were read as letters.
fn count_roman(lines: &mut [Line]) {
    let [first, second, ..] = &*lines else { return };
    let (Mark::Number(i, style), Mark::Number(2, other)) = (first.mark, second.mark) else {
        return;
    };
    if number("i") == Some(i) && style == other {
        for (count, line) in (1..).zip(lines) {
            line.mark = Mark::Number(count, style);
        }
    }
}

fn lines(cx: &PaperContext<'_>, span: Span) -> Vec<Line> {
    let text = cx.source(span);
    let ends = memchr::memchr2_iter(b'\n', b'\r', text.as_bytes()).map(|at| at + 1);
    let (mut start, mut is_first) = (0, true);
    let mut lines = Vec::new();
    for end in ends.chain([text.len()]) {
        let line = &text[std::mem::replace(&mut start, end)..end];
        let inner = line.trim_start_matches([' ', '\t', '>']);
        if inner.trim_start().is_empty() {
            continue;
        }
        if let Some((mark, length)) = mark(inner) {
            let start = span.start + end - inner.len();
            let sign = inner.chars().next().map_or(' ', kind_of);
            lines.push(Line { mark, span: Span::new(start, start + length), sign, is_first });
        }
        is_first = line.trim_end().ends_with(':');
    }
    lines
}

/// The mark that a line begins with, and its length with the spaces after it; none for a sign that stays.
pub(super) fn mark(line: &str) -> Option<(Mark, usize)> {
    let (mark, rest) = sign(line)?;
    let text = rest.trim_start_matches([' ', '\t', '\u{a0}']);
    if text.trim().is_empty() {
        return None;
    }
    let is_apart = text.len() < rest.len();
    let stays = line.starts_with('[') || line.starts_with(SIGNS);
    let is_mark = match mark {
        Mark::Bullet => is_apart || text.starts_with(char::is_alphanumeric),
        Mark::Number(_, Style::Joined) => !is_apart && text.starts_with(char::is_alphabetic),
        Mark::Dash if line.starts_with('-') && !line.starts_with("--") => {
            !is_apart && text.starts_with(char::is_alphabetic)
        }
        _ => is_apart,
    };
    let is_number = matches!(mark, Mark::Number(..));
    is_mark.then_some((mark, if stays && !is_number { 0 } else { line.len() - text.len() }))
}

fn sign(line: &str) -> Option<(Mark, &str)> {
    let first = line.chars().next()?;
    let rest = &line[first.len_utf8()..];
    match first {
        // A dot in the middle also parts words, and a line can begin with one.
        '·' if rest.contains(" · ") => None,
        // A word processor's own font of signs.
        '\u{f020}'..='\u{f0ff}' => Some((Mark::Bullet, rest)),
        _ if BULLETS.contains(&first) => Some((Mark::Bullet, rest)),
        _ if SIGNS.contains(&first) => Some((Mark::Dash, rest)),
        '–' | '—' | '−' | '‐' | '‑' => Some((Mark::Dash, rest)),
        '-' => Some((Mark::Dash, rest.strip_prefix('-').unwrap_or(rest))),
        '\\' => {
            let rest = rest.strip_prefix(['-', '*', '+', '•'])?;
            Some((Mark::Dash, rest))
        }
        '&' => {
            let (length, resolved) = reference(line)?;
            let (mark, _) = sign(&format!("{resolved} "))?;
            Some((mark, &line[length..]))
        }
        'o' if rest.starts_with(['\t', ' ', '\u{a0}']) => Some((Mark::Dash, rest)),
        '(' => {
            let (inner, rest) = rest.split_once(')')?;
            Some((Mark::Number(number(inner)?, Style::Bracketed), rest))
        }
        '[' => {
            let (inner, rest) = rest.split_once(']')?;
            if matches!(inner, " " | "x" | "X") {
                return Some((Mark::Dash, rest));
            }
            let number = inner.parse().ok().filter(|_| inner.len() < 3)?;
            Some((Mark::Number(number, Style::Square), rest))
        }
        '①'..='⑳' => {
            Some((Mark::Number(u32::from(first) - u32::from('①') + 1, Style::Circled), rest))
        }
        '❶'..='❿' => {
            Some((Mark::Number(u32::from(first) - u32::from('❶') + 1, Style::Circled), rest))
        }
        c if c.is_ascii_alphanumeric() => numbered(line),
        _ => None,
    }
}

/// A line that begins with a number without brackets, except those that Markdown knows.
fn numbered(line: &str) -> Option<(Mark, &str)> {
    let length = line.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let (text, rest) = line.split_at(length.min(5));
    let first = number(text)?;
    if text.starts_with(|c: char| c.is_ascii_alphabetic()) {
        let is_capital = text.starts_with(|c: char| c.is_ascii_uppercase());
        let style = if is_capital { Style::Capital } else { Style::Letter };
        return Some((Mark::Number(first, style), rest.strip_prefix(['.', ')'])?));
    }
    let after = rest.trim_start_matches(' ').strip_prefix(['-', '–', ':']);
    if let Some(after) = after {
        return Some((Mark::Number(first, Style::Parted), after));
    }
    let rest = rest.strip_prefix(['.', ')'])?;
    let length = rest.bytes().take_while(u8::is_ascii_digit).count();
    if length == 0 {
        return Some((Mark::Number(first, Style::Joined), rest));
    }
    let (second, rest) = rest.split_at(length);
    let rest = rest.strip_prefix('.').unwrap_or(rest);
    Some((Mark::Number(number(second)?, Style::Outline), rest))
}

/// The Roman numbers from 2 on that have more than one letter, or none where it is one.
const ROMAN: [&str; 8] = ["ii", "iii", "iv", "", "vi", "vii", "viii", "ix"];

/// The number of an item: `1`, `a`, `A` or `ii`.
fn number(text: &str) -> Option<u32> {
    let mut chars = text.chars();
    match (chars.next()?, chars.next()) {
        (c @ 'a'..='z', None) => Some(u32::from(c) - u32::from('a') + 1),
        (c @ 'A'..='Z', None) => Some(u32::from(c) - u32::from('A') + 1),
        _ => {
            let roman = ROMAN.iter().zip(2..).find(|(roman, _)| text.eq_ignore_ascii_case(roman));
            roman.map(|(_, number)| number).or_else(|| text.parse().ok().filter(|_| text.len() < 3))
        }
    }
}
