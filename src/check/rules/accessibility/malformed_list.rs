use super::list_marks::{Mark, Style, mark, number};
use super::{list_levels, list_mixed, list_numbers};
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::body::ProseKind;
use crate::paper::markdown::reference;
use crate::text::characters::is_dash;
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
    /// criterion 1.3.1. A list counts on from its first number, so that `1.` and `3.` are printed as 1 and 2.
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
    /// How deep it is among numbers of several kinds.
    level: usize,
    /// The spaces that keep it in the item that it is in; none if it has them, or is in none.
    indent: usize,
}

impl Line {
    /// Whether its mark may be a part of the text: a minus sign, or a dash before what somebody says.
    fn may_be_text(&self) -> bool {
        self.mark == Mark::Dash && (is_dash(self.sign) || self.sign == '+')
    }
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let reported = list_mixed::check(cx, out);
    let is_reported =
        |line: &Line| reported.iter().any(|it| (it.start..it.end).contains(&line.span.start));
    let mut found: Vec<Line> = Vec::new();
    let mut end = 0;
    let mut is_beside_other = false;
    let is_text = |kind| matches!(kind, ProseKind::Paragraph | ProseKind::Item);
    for prose in cx.paper.body().prose.iter().filter(|it| is_text(it.kind)) {
        let mut lines = lines(cx, prose.span);
        lines.retain(|line| !is_reported(line));
        if prose.kind == ProseKind::Item {
            // What follows the mark of an item is its text.
            lines.retain(|line| line.span.start > prose.span.start);
        }
        indent(cx, prose.span.start, &mut lines);
        let lines = listed(cx, lines);
        for list in lists(&lines) {
            let start = list.first().map_or(end, |line| line.span.start);
            let is_near = cx.source(Span::new(end.min(start), start)).trim().is_empty();
            // Points may be apart, but a numbered list begins with its first number.
            let is_beside = is_near && is_numbered(&found) && is_numbered(list);
            let is_other = found.last().zip(list.first()).is_some_and(|(last, next)| {
                let is_known =
                    next.mark == Mark::Bullet && found.iter().any(|line| line.sign == next.sign);
                last.mark == Mark::Dash && last.sign != next.sign && !is_known
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
    list_numbers::check(cx, out);
}

fn is_numbered(lines: &[Line]) -> bool {
    lines.first().is_some_and(|line| matches!(line.mark, Mark::Number(..)))
}

/// The lists in the lines of one paragraph: another begins where the numbers begin again.
fn lists(lines: &[Line]) -> impl Iterator<Item = &[Line]> {
    lines.chunk_by(|line, next| match (line.mark, next.mark) {
        (Mark::Number(last, style), Mark::Number(1, other)) => {
            last == 1 || style != other || next.level > line.level
        }
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
    let levels = levels(lines);
    let has_levels = levels.iter().any(|level| *level > 0) || lines.iter().any(|it| it.indent > 0);
    let edits = lines.iter().zip(&levels).flat_map(|(line, level)| {
        let text = match line.mark {
            Mark::Number(number, _) => format!("{number}{sign} "),
            _ => mark.clone(),
        };
        let line_break = line_break_before(cx, line.span.start);
        let edit = if has_levels {
            indented(cx, (first, line), &text, *level)
        } else {
            Edit { span: line.span, text }
        };
        line_break.into_iter().chain([edit])
    });
    let fix = Fix {
        title: format!("begin the lines with `{}`", mark.trim_end()),
        edits: edits.collect(),
        safe: !is_numbered && !has_levels && !lines.iter().any(Line::may_be_text),
    };
    let how = match (is_numbered, has_levels) {
        (true, false) => format!("`1{sign} `, `2{sign} ` and so on"),
        (true, true) => format!(
            "`1{sign} `, `2{sign} ` and so on, with four spaces more before each of a lower level"
        ),
        (false, true) => "`- `, with two spaces more before each of a lower level".to_owned(),
        (false, false) => "`- `".to_owned(),
    };
    out.at(place, format!("{shown} begins no list, so its items are plain text on the page"))
        .help(format!("begin the lines of the list with {how}"))
        .fix(fix);
}

/// How deep each item of a list is: a sign that was not there before begins another level.
fn levels(lines: &[Line]) -> Vec<usize> {
    let mut signs: Vec<char> = Vec::new();
    let level = |line: &Line| {
        if matches!(line.mark, Mark::Number(..)) {
            return line.level;
        }
        let known = signs.iter().position(|sign| *sign == line.sign);
        signs.truncate(known.map_or(signs.len(), |level| level + 1));
        if known.is_none() {
            signs.push(line.sign);
        }
        signs.len() - 1
    };
    lines.iter().map(level).collect()
}

/// The edit that makes a line an item of that level, below the first line of its list.
fn indented(
    cx: &PaperContext<'_>,
    (first, line): (&Line, &Line),
    mark: &str,
    level: usize,
) -> Edit {
    let text = cx.paper.file.text();
    let start = |line: &Line| text[..line.span.start].trim_end_matches([' ', '\t']).len();
    let base = match first.indent {
        0 => text[start(first)..first.span.start].to_owned(),
        indent => " ".repeat(indent),
    };
    // A number and its sign are wider than a bullet.
    let step = if matches!(line.mark, Mark::Number(..)) { "    " } else { "  " };
    Edit {
        span: Span::new(start(line), line.span.end),
        text: format!("{base}{}{mark}", step.repeat(level)),
    }
}

/// Finds the lines that only continue the item that the text at `start` is in, because they are not indented as it is.
fn indent(cx: &PaperContext<'_>, start: usize, lines: &mut [Line]) {
    let text = cx.paper.file.text();
    let column = |at: usize| {
        let line = text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1);
        &text[line..at]
    };
    let mark = column(start);
    let inner = mark.trim();
    let is_mark = matches!(inner, "-" | "*" | "+")
        || inner.strip_suffix(['.', ')']).is_some_and(|number| number.parse::<u32>().is_ok());
    if !is_mark {
        return;
    }
    for line in lines {
        let before = column(line.span.start);
        if before.len() < mark.len() && before.trim_start_matches(' ').is_empty() {
            line.indent = mark.len();
        }
    }
}

/// The edit that deletes a backslash at the end of the line before, which breaks no line where a list begins.
fn line_break_before(cx: &PaperContext<'_>, start: usize) -> Option<Edit> {
    let before = cx.paper.file.text()[..start].trim_end_matches([' ', '\t', '>']);
    let line = before.strip_suffix('\n').unwrap_or(before);
    let line = line.strip_suffix('\r').unwrap_or(line);
    let count = line.len() - line.trim_end_matches('\\').len();
    let is_break = line.len() < before.len() && count % 2 == 1;
    let span = Span::new(line.len().checked_sub(1)?, line.len());
    is_break.then(|| Edit { span, text: String::new() })
}

/// The sign that a line begins with, which may be written as a reference.
fn sign_of(line: &str) -> Option<char> {
    let written = reference(line).filter(|_| line.starts_with('&'));
    written.map_or_else(|| line.chars().next(), |(_, sign)| sign.chars().next())
}

/// What signs of the same meaning have in common: whether something is done.
fn kind_of(sign: char) -> char {
    if "☐☑☒✓✔✗✘□".contains(sign) { '☐' } else { sign }
}

/// The lines that are certainly meant as a list.
fn listed(cx: &PaperContext<'_>, mut lines: Vec<Line>) -> Vec<Line> {
    if count_levels(cx, &mut lines) {
        return lines;
    }
    count_roman(&mut lines);
    let is_list = match lines.as_slice() {
        [] => false,
        // One dash may be the first of several paragraphs with one; but a sign or `—` may begin any paragraph.
        [only] => {
            let is_mark = is_dash(only.sign) && only.sign != '—' || only.sign == '\\';
            only.is_first && (only.mark == Mark::Bullet || is_mark)
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

/// Numbers lines whose numbers are of several kinds, one for each level; false if they are not.
fn count_levels(cx: &PaperContext<'_>, lines: &mut [Line]) -> bool {
    let is_certain = |line: &Line| match line.mark {
        Mark::Number(_, Style::Letter | Style::Bracketed) => true,
        Mark::Number(_, Style::Capital) => lines.first().is_some_and(|first| first.is_first),
        _ => false,
    };
    if !lines.iter().all(is_certain) {
        return false;
    }
    let marks: Vec<&str> = lines.iter().map(|line| cx.source(line.span).trim()).collect();
    let Some(levels) = list_levels::levels(&marks) else { return false };
    for (line, (level, number)) in lines.iter_mut().zip(levels) {
        let Mark::Number(_, style) = line.mark else { continue };
        (line.level, line.mark) = (level, Mark::Number(number, style));
    }
    true
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
            let sign = sign_of(inner).map_or(' ', kind_of);
            let span = Span::new(start, start + length);
            lines.push(Line { mark, span, sign, is_first, level: 0, indent: 0 });
        }
        is_first = line.trim_end().ends_with(':');
    }
    lines
}
