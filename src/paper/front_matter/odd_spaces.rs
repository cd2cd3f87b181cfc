//! Spaces that are not spaces to YAML: tabs in an indentation, spaces of other widths.

use std::borrow::Cow;
use std::ops::Range;

use super::{Problem, is_word, lines};
use crate::text::source::Span;

/// Reports tabs and no-break spaces where YAML needs plain spaces, and replaces them with the same
/// number of plain bytes, so that the rest can be read and every place stays valid.
pub(super) fn normalize<'a>(
    block: &'a str,
    offset: usize,
    problems: &mut Vec<Problem>,
) -> Cow<'a, str> {
    if block.is_ascii() && !block.contains('\t') {
        return Cow::Borrowed(block);
    }
    let mut normalized = Cow::Borrowed(block);
    let mut indentation_above = "";
    for line in lines(block, 0) {
        let mut indentation = "";
        for run in odd_runs(line.value) {
            let is_indentation = run.start == 0;
            let span = Span::from(run).shifted(line.span.start);
            let odd = &block[span.range()];
            normalized.to_mut().replace_range(span.range(), &" ".repeat(span.len()));
            if is_indentation {
                indentation = odd;
            }
            // Several lines indented alike are one mistake.
            if !is_indentation || odd != indentation_above {
                problems.push(problem(odd, span.shifted(offset)));
            } else if let Some(first) = problems.last_mut() {
                "type plain spaces instead, also in the lines below that begin like this one"
                    .clone_into(&mut first.help);
            }
        }
        indentation_above = indentation;
    }
    normalized
}

/// The runs of odd spaces in a line's indentation and around the colon of its key.
fn odd_runs(line: &str) -> Vec<Range<usize>> {
    let indent = line.len() - line.trim_start().len();
    let mut runs = runs_of(line, 0..indent, |c| is_odd(c) || c == '\t');
    let colon = line[indent..].find(':').map(|at| indent + at);
    if let Some(colon) = colon.filter(|colon| is_word(line[indent..*colon].trim())) {
        let key_end = line[..colon].trim_end().len().max(indent);
        let value = line.len() - line[colon + 1..].trim_start().len();
        runs.extend(runs_of(line, key_end..value, is_odd));
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

fn is_odd(c: char) -> bool {
    c.is_whitespace() && !c.is_ascii()
}

fn problem(run: &str, span: Span) -> Problem {
    let c = run.chars().next().unwrap_or('\t');
    let code = u32::from(c);
    let name = match c {
        '\t' => "a tab".to_owned(),
        '\u{a0}' | '\u{202f}' => format!("a no-break space (U+{code:04X})"),
        '\u{2003}' => format!("an em space (U+{code:04X})"),
        '\u{3000}' => format!("an ideographic space (U+{code:04X})"),
        _ => format!("an odd space (U+{code:04X})"),
    };
    Problem::new(
        span,
        format!("{name} is used where YAML needs a plain space"),
        "type a plain space instead",
    )
}
