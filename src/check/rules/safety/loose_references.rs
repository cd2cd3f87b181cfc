//! Character references that Markdown does not read.

use super::foreign::Foreign;
use crate::check::{PaperContext, Sink};
use crate::paper::body::Prose;
use crate::paper::markdown::{is_escaped, reference};
use crate::text::characters::is_invisible;
use crate::text::finding::Fix;
use crate::text::suggest;

/// References that are often written without a semicolon, and are no words.
const COMMON: [&str; 15] = [
    "amp", "bull", "deg", "emsp", "ensp", "gt", "hellip", "ldquo", "lsquo", "lt", "mdash", "nbsp",
    "ndash", "quot", "rdquo",
];

/// The longest name of a reference.
const MAX_NAME: usize = 32;

pub(super) fn check(cx: &PaperContext<'_>, prose: &Prose, out: &mut Sink<'_>) {
    for at in prose.places_of(b'&') {
        let start = prose.span_of(at, at + 1).start;
        if is_escaped(cx.paper.file.text(), start) || is_in_address(&prose.text[..at]) {
            continue;
        }
        if let Some(found) = find(cx, prose, at) {
            found.report(cx, out);
        }
    }
}

fn find(cx: &PaperContext<'_>, prose: &Prose, at: usize) -> Option<Foreign> {
    let rest = &prose.text[at + 1..];
    let name = &rest[..name(rest)];
    let end = at + 1 + name.len();
    let is_closed = rest[name.len()..].starts_with(';');
    let written = format!("&{name};");
    if cx.source(prose.span_of(at, at + 1)) == "&amp;" {
        let is_twice = is_closed && reference(&written).is_some();
        let span = prose.span_of(at, end + 1);
        return is_twice.then(|| {
            let help =
                format!("write {}, or show it as code if it is meant", suggest::shown(&written));
            Foreign::new(span, help).fix(Fix::risky("write the reference once", span, written))
        });
    }
    let span = prose.span_of(at, end + usize::from(is_closed));
    if cx.source(span) != &prose.text[at..end + usize::from(is_closed)] {
        return None;
    }
    let is_number = name.strip_prefix('#').is_some_and(|number| number.len() > 1);
    if !is_closed {
        // The semicolon may come behind it.
        if rest[name.len()..].starts_with(is_invisible) {
            return None;
        }
        let is_meant = (COMMON.contains(&name) || is_number) && reference(&written).is_some();
        let fix = || Fix::safe("write the semicolon", span, written.clone());
        return is_meant
            .then(|| Foreign::new(span, format!("write {}", suggest::shown(&written))).fix(fix()));
    }
    let lower = written.to_lowercase();
    if reference(&lower).is_some() {
        return Some(
            Foreign::new(span, format!("write {}", suggest::shown(&lower))).fix(Fix::safe(
                "write it in lowercase",
                span,
                lower,
            )),
        );
    }
    let is_in_word = prose.text[..at].ends_with(char::is_alphanumeric);
    let is_name = name.len() > 1 && name.bytes().all(|byte| byte.is_ascii_lowercase());
    let is_meant = is_number || is_name && !is_in_word;
    is_meant.then(|| Foreign::new(span, "write the character itself, or `&amp;` for `&`"))
}

/// The length of the name that a text begins with: letters and digits, or a number after `#`.
fn name(text: &str) -> usize {
    let digits = text.strip_prefix('#');
    let digits = digits.map(|rest| rest.strip_prefix(['x', 'X']).unwrap_or(rest));
    let is_part = |byte: &u8| match digits {
        Some(rest) if rest.len() + 1 < text.len() => byte.is_ascii_hexdigit(),
        Some(_) => byte.is_ascii_digit(),
        None => byte.is_ascii_alphanumeric(),
    };
    let rest = digits.unwrap_or(text);
    let length = rest.bytes().take(MAX_NAME).take_while(is_part).count();
    text.len() - rest.len() + length
}

/// Whether the text ends inside of a web address, where `&` parts what is asked for.
fn is_in_address(before: &str) -> bool {
    let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    word.contains(['/', '?', '='])
}
