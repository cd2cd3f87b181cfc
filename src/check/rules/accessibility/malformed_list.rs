use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::body::ProseKind;
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
const BULLETS: [char; 14] =
    ['•', '●', '▪', '■', '◦', '○', '‣', '⁃', '∙', '·', '►', '➢', '❖', '\u{f0b7}'];

/// What a line begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Bullet,
    /// A dash, or the letter `o` of a word processor's second level.
    Dash,
    /// The number of an item, with what it is written as.
    Number(u32, Style),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Letter,
    Bracketed,
}

/// A line that begins with a mark.
#[derive(Debug, Clone, Copy)]
struct Line {
    mark: Mark,
    /// The mark with the spaces after it.
    span: Span,
    /// Whether it begins a paragraph or follows a colon.
    is_first: bool,
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let mut found: Vec<Line> = Vec::new();
    let mut end = 0;
    let mut is_beside_other = false;
    for prose in cx.paper.body().prose.iter().filter(|it| it.kind == ProseKind::Paragraph) {
        let lines = listed(lines(cx, prose.span));
        for list in lists(&lines) {
            let start = list.first().map_or(end, |line| line.span.start);
            let is_near = cx.source(Span::new(end.min(start), start)).trim().is_empty();
            // Points may be apart, but a numbered list begins with its first number.
            let is_beside = is_near && is_numbered(&found) && is_numbered(list);
            if !is_near || is_numbered(&found) || is_numbered(list) {
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
    let shown = suggest::shown(cx.source(first.span).trim_end());
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
    out.at(first.span, format!("{shown} begins no list, so its items are plain text on the page"))
        .help(format!("begin the lines of the list with {how}"))
        .fix(fix);
}

/// The lines that are certainly meant as a list.
fn listed(mut lines: Vec<Line>) -> Vec<Line> {
    count_roman(&mut lines);
    let is_list = match lines.as_slice() {
        [] => false,
        [only] => only.mark == Mark::Bullet && only.is_first,
        [first, second, ..] => match (first.mark, second.mark) {
            (Mark::Number(one, style), Mark::Number(two, other)) => {
                one == 1 && two == 2 && style == other
            }
            (Mark::Bullet, _) => true,
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
    let i = number("i").map(|i| Mark::Number(i, Style::Bracketed));
    let ii = Mark::Number(2, Style::Bracketed);
    if lines.first().map(|line| line.mark) == i && lines.get(1).is_some_and(|line| line.mark == ii)
    {
        for (count, line) in (1..).zip(lines) {
            line.mark = Mark::Number(count, Style::Bracketed);
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
            lines.push(Line { mark, span: Span::new(start, start + length), is_first });
        }
        is_first = line.trim_end().ends_with(':');
    }
    lines
}

/// The mark that a line begins with, and its length with the spaces after it.
pub(super) fn mark(line: &str) -> Option<(Mark, usize)> {
    let (mark, rest) = sign(line)?;
    let spaces = rest.trim_start_matches([' ', '\t', '\u{a0}']);
    let has_text = !spaces.trim().is_empty() && spaces.len() < rest.len();
    has_text.then_some((mark, line.len() - spaces.len()))
}

fn sign(line: &str) -> Option<(Mark, &str)> {
    let first = line.chars().next()?;
    let rest = &line[first.len_utf8()..];
    match first {
        // A dot in the middle also parts words, and a line can begin with one.
        '·' if rest.contains(" · ") => None,
        _ if BULLETS.contains(&first) => Some((Mark::Bullet, rest)),
        '–' | '—' | '−' => Some((Mark::Dash, rest)),
        'o' if rest.starts_with('\t') => Some((Mark::Dash, rest)),
        '(' => {
            let (inner, rest) = rest.split_once(')')?;
            Some((Mark::Number(number(inner)?, Style::Bracketed), rest))
        }
        'a'..='z' if rest.starts_with(['.', ')']) => {
            Some((Mark::Number(number(&line[..1])?, Style::Letter), &rest[1..]))
        }
        _ => None,
    }
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
