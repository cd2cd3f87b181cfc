//! Values that were read, but not as the author meant them: typographic quotation marks, control
//! characters, a block without a line.

use super::{Problem, quoting};
use crate::text::characters::meant_by;
use crate::text::source::Span;
use crate::text::suggest;
use crate::yaml::{Kind, Node, Scalar, Style};

/// The problem with a value, or with the first one inside it.
pub(super) fn problem_of(text: &str, value: &Node) -> Option<Problem> {
    match &value.kind {
        Kind::Scalar(scalar) => of_scalar(text, scalar, value.span),
        Kind::Sequence(items) => items.iter().find_map(|item| problem_of(text, item)),
        Kind::Mapping(pairs) => pairs.iter().find_map(|(_, value)| problem_of(text, value)),
    }
}

fn of_scalar(text: &str, scalar: &Scalar, span: Span) -> Option<Problem> {
    if scalar.style == Style::Plain {
        return curly(span, text.get(span.range())?);
    }
    if scalar.style == Style::Block && scalar.text.trim().is_empty() {
        let mark = text.get(span.range())?.chars().next()?;
        return Some(Problem::new(
            span,
            format!("a value that begins with `{mark}` has a special meaning in YAML"),
            "put the value in double quotes, or indent the lines below that belong to it",
        ));
    }
    let control = scalar.text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\t' | '\r'));
    control.map(|c| {
        Problem::new(
            span,
            format!("the value contains a control character (U+{:04X})", u32::from(c)),
            match meant_by(c) {
                Some(meant) => format!("write `{meant}` in place of the escape that stands for it"),
                None => "delete the escape that stands for it".to_owned(),
            },
        )
    })
}

/// Typographic quotes around a whole value, or one that is never closed: the author meant YAML's,
/// which are straight. In the middle of a text they are characters like any other.
pub(super) fn curly(span: Span, value: &str) -> Option<Problem> {
    if value.is_ascii() {
        return None;
    }
    let mark = value.chars().next().filter(|c| is_opening(*c));
    let end = value.chars().next_back().filter(|c| is_closing(*c));
    let is_double = |c: char| matches!(c, '“' | '”' | '„' | '«' | '»');
    let count = value.chars().filter(|c| is_double(*c)).count();
    let is_wrong = match (mark, end) {
        // An apostrophe looks like a closing single quote, so single quotes must be on both sides.
        (Some('‘' | '‚'), Some('’' | '‘')) => count == 0,
        (Some(first), Some(last)) => is_double(first) && is_double(last) && count == 2,
        (Some(first), None) => is_double(first) && count == 1,
        (None, Some(last)) => is_double(last) && count == 1,
        (None, None) => false,
    };
    let mark = mark.or(end).filter(|_| is_wrong)?;
    let plain = value.trim_start_matches(is_opening).trim_end_matches(is_closing);
    Some(Problem::new(
        span,
        format!(
            "the value has the curly quotation mark `{mark}` (U+{:04X}), which YAML reads as text",
            u32::from(mark)
        ),
        format!("use straight quotes: {}", suggest::shown(&quoting::quoted(plain))),
    ))
}

const fn is_opening(c: char) -> bool {
    matches!(c, '“' | '”' | '„' | '‘' | '‚' | '«' | '»')
}

const fn is_closing(c: char) -> bool {
    matches!(c, '“' | '”' | '’' | '‘' | '»' | '«')
}
