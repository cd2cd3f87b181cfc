//! The fields between the fences.
//!
//! The block is parsed as a whole; only when that fails is it cut at the keys that begin a line and
//! each piece parsed alone, so that a fault stays within its own entry.

use std::borrow::Cow;
use std::ops::Range;

use super::{Entry, FrontMatter, Problem, key_of, lines};
use crate::paper::conflict::{self, Marker};
use crate::source::{Span, Spanned};
use crate::yaml::{self, Kind, Node, ProblemKind, Scalar, Style};

/// The longest block that is read, in bytes; a full one has about 600.
const MAX_BYTES: usize = 64 * 1024;

/// Reads the entries of `front.span`, adding what can't be read to its problems.
pub(super) fn read(text: &str, front: &mut FrontMatter) {
    let block = &text[front.span.range()];
    if block.len() > MAX_BYTES {
        front.unread = true;
        let first_line = lines(text, front.span.start).next().map_or(front.end, |line| line.span);
        let message = format!("the front matter is longer than {} KiB", MAX_BYTES / 1024);
        front.problems.push(Problem::new(
            first_line,
            message,
            "move the text below the closing `---`",
        ));
        return;
    }
    let block = mend_spaces(block, front.span.start, &mut front.problems);
    let block = blank_conflicts(block);
    match yaml::parse(&block, front.span.start) {
        Ok(None) => {}
        Ok(Some(Node { kind: Kind::Mapping(pairs), .. })) => add_pairs(text, pairs, front),
        Ok(Some(_)) | Err(_) => read_piecewise(text, &block, front),
    }
}

fn add_pairs(text: &str, pairs: Vec<(Node, Node)>, front: &mut FrontMatter) {
    for (key, value) in pairs {
        let name = key.scalar().map(|scalar| scalar.text.clone()).unwrap_or_default();
        let problem = curly_quotes(text, &value);
        let broken = problem.is_some();
        front.problems.extend(problem);
        front.entries.push(Entry { key: Spanned::new(name, key.span), value, broken });
    }
}

/// Parses each entry alone.
fn read_piecewise(text: &str, block: &str, front: &mut FrontMatter) {
    let offset = front.span.start;
    let mut seen_reference = false;
    for piece in pieces(block) {
        let source = &block[piece.clone()];
        match yaml::parse(source, offset + piece.start) {
            Ok(None) => {}
            Ok(Some(Node { kind: Kind::Mapping(pairs), .. })) => add_pairs(text, pairs, front),
            Ok(Some(node)) => front.problems.push(not_a_field(source, node.span)),
            Err(problem) => {
                let entry = broken_entry(source, offset + piece.start);
                let report = describe(text, &entry, &problem);
                // A chain of references is one mistake, not one a link.
                let repeated = report.is_reference && std::mem::replace(&mut seen_reference, true);
                if !repeated {
                    front.problems.push(report.problem);
                }
                front.entries.push(entry);
            }
        }
    }
}

/// The parts of the block that each begin with a key at the start of a line.
fn pieces(block: &str) -> Vec<Range<usize>> {
    let mut starts: Vec<usize> = lines(block, 0)
        .filter(|line| {
            !line.value.is_empty() && !line.value.starts_with([' ', '\t', '#', ']', '}'])
        })
        .filter(|line| line.value != "-" && !line.value.starts_with("- "))
        .map(|line| line.span.start)
        .collect();
    starts.push(block.len());
    starts.windows(2).map(|pair| pair[0]..pair[1]).collect()
}

/// The entry of a piece that does not parse: its key, and its first line's value as raw text.
fn broken_entry(source: &str, offset: usize) -> Entry {
    let line = lines(source, 0).next().map_or("", |line| line.value);
    let (key, rest) = line.split_once(':').unwrap_or((line, ""));
    let value = rest.trim();
    let start = offset + line.len() - rest.trim_start().len();
    let kind = Kind::Scalar(Scalar { text: value.to_owned(), style: Style::Plain });
    Entry {
        key: Spanned::new(key.trim().to_owned(), Span::new(offset, offset + key.trim_end().len())),
        value: Node { span: Span::new(start, start + value.len()), kind },
        broken: true,
    }
}

fn not_a_field(source: &str, span: Span) -> Problem {
    let line = lines(source, 0).next().map_or("", |line| line.value);
    if let Some((key, rest)) = line.split_once(':')
        && key_of(&format!("{key}:")).is_some()
        && !rest.is_empty()
    {
        let colon = Span::new(span.start, span.start + key.len() + 1);
        return Problem::new(
            colon,
            "a space is missing behind the colon",
            format!("write `{key}: {}`", rest.trim()),
        );
    }
    Problem::new(
        span,
        "this is no `key: value` line",
        "write a key and a colon in front of it, or move it below the closing `---`",
    )
}

struct Report {
    problem: Problem,
    is_reference: bool,
}

/// Words for a piece that does not parse, by what its value begins with rather than by where the
/// parser gave up: that is what the author can see and change.
fn describe(text: &str, entry: &Entry, problem: &yaml::Problem) -> Report {
    let key = &entry.key.value;
    let span = if entry.value.span.is_empty() { problem.span } else { entry.value.span };
    let value = &text[entry.value.span.range()];
    let first = value.chars().next();
    let quote = format!("put the value in double quotes: `{key}: \"…\"`");
    let mut is_reference = false;
    let (message, help) = match (&problem.kind, first) {
        (_, Some('“' | '”' | '„' | '‘' | '’' | '«')) => {
            return Report { problem: curly_problem(span, value), is_reference };
        }
        (ProblemKind::TooDeep, _) => (
            "values are nested too deeply here".to_owned(),
            "keep to one list or one group of keys".to_owned(),
        ),
        (ProblemKind::Reference, Some('&' | '[' | '{')) => {
            is_reference = true;
            (
                "anchors and aliases (`&name`, `*name`) are not taken in front matter".to_owned(),
                "write each value out".to_owned(),
            )
        }
        (ProblemKind::Tag, _) => {
            ("a value that begins with `!` has a meaning of its own in YAML".to_owned(), quote)
        }
        (_, Some(mark @ ('[' | '{' | '*' | '&' | '%' | '@' | '`' | '|' | '>' | '?' | '-'))) => {
            (format!("a value that begins with `{mark}` has a meaning of its own in YAML"), quote)
        }
        (_, Some('"' | '\'')) => (
            format!("the quotes around the value of `{key}` don't match"),
            "close the quotes at the end of the value, and write a quote inside as `\\\"`"
                .to_owned(),
        ),
        _ if value.contains(": ") => (
            format!("a colon and a space inside the value of `{key}` begin a new key in YAML"),
            quote,
        ),
        (ProblemKind::Syntax(words), _) => {
            (format!("the value of `{key}` can't be read: {words}"), quote)
        }
        (ProblemKind::Reference, _) => (format!("the value of `{key}` can't be read"), quote),
    };
    Report { problem: Problem::new(span, message, help), is_reference }
}

/// Typographic quotes around a whole value: the author meant YAML's, which are straight.
fn curly_quotes(text: &str, value: &Node) -> Option<Problem> {
    let scalar = value.scalar().filter(|scalar| scalar.style == Style::Plain)?;
    let is_quoted = scalar.text.starts_with(['“', '”', '„', '‘', '«'])
        && scalar.text.ends_with(['“', '”', '‘', '’', '»']);
    is_quoted.then(|| curly_problem(value.span, &text[value.span.range()]))
}

fn curly_problem(span: Span, value: &str) -> Problem {
    let mark = value.chars().next().unwrap_or('“');
    let plain = value.trim_matches(['“', '”', '„', '‘', '’', '«', '»']);
    Problem::new(
        span,
        format!(
            "the value begins with the curly quotation mark `{mark}` (U+{:04X}), which YAML takes for text",
            u32::from(mark)
        ),
        format!("use straight quotes: `\"{plain}\"`"),
    )
}

/// Reports tabs and no-break spaces that stand where YAML wants plain spaces, and puts spaces of the
/// same number of bytes in their place, so that the rest can be read and every place stays true.
fn mend_spaces<'a>(block: &'a str, offset: usize, problems: &mut Vec<Problem>) -> Cow<'a, str> {
    if block.is_ascii() && !block.contains('\t') {
        return Cow::Borrowed(block);
    }
    let mut mended = Cow::Borrowed(block);
    for line in lines(block, 0) {
        for run in odd_space_runs(line.value) {
            let span = Span::from(run).shifted(line.span.start);
            let blanks = " ".repeat(span.len());
            problems.push(odd_space(&block[span.range()], span.shifted(offset)));
            mended.to_mut().replace_range(span.range(), &blanks);
        }
    }
    mended
}

/// The runs of odd spaces in a line's indentation and around the colon of its key.
fn odd_space_runs(line: &str) -> Vec<Range<usize>> {
    let indent = line.len() - line.trim_start().len();
    let mut runs = runs_of(line, 0..indent, |c| is_odd_space(c) || c == '\t');
    if let Some(colon) = line[indent..].find(':').map(|at| indent + at) {
        let key_end = line[..colon].trim_end().len().max(indent);
        let value = line.len() - line[colon + 1..].trim_start().len();
        runs.extend(runs_of(line, key_end..value, is_odd_space));
    }
    runs
}

fn runs_of(line: &str, within: Range<usize>, is_odd: impl Fn(char) -> bool) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (at, c) in line[within.clone()].char_indices().filter(|(_, c)| is_odd(*c)) {
        let at = within.start + at;
        let end = at + c.len_utf8();
        match runs.last_mut() {
            Some(last) if last.end == at => last.end = end,
            _ => runs.push(at..end),
        }
    }
    runs
}

fn is_odd_space(c: char) -> bool {
    c.is_whitespace() && !c.is_ascii()
}

fn odd_space(run: &str, span: Span) -> Problem {
    let c = run.chars().next().unwrap_or('\t');
    let name = match c {
        '\t' => "tab".to_owned(),
        '\u{a0}' => "no-break space (U+00A0)".to_owned(),
        _ => format!("odd space (U+{:04X})", u32::from(c)),
    };
    Problem::new(
        span,
        format!("a {name} stands where YAML wants a plain space"),
        "type a plain space in its place",
    )
}

/// Blanks what a failed merge left behind, and theirs of the two sides: the rule `merge-conflict`
/// reports the marks, and the fields of one side are enough to judge the rest by.
fn blank_conflicts(block: Cow<'_, str>) -> Cow<'_, str> {
    if !lines(&block, 0).any(|line| conflict::marker(line.value).is_some()) {
        return block;
    }
    let has_end = |from: usize| {
        lines(&block, from).any(|line| conflict::marker(line.value) == Some(Marker::Theirs))
    };
    let mut in_theirs = false;
    let mut blanked = block.clone().into_owned();
    for line in lines(&block, 0) {
        let marker = conflict::marker(line.value);
        match marker {
            Some(Marker::Separator | Marker::Base) => in_theirs = has_end(line.span.end),
            Some(Marker::Theirs) => in_theirs = false,
            _ => {}
        }
        if in_theirs || marker.is_some() {
            blanked.replace_range(line.span.range(), &" ".repeat(line.span.len()));
        }
    }
    Cow::Owned(blanked)
}
