//! How deep a template is nested, found out before it is parsed: a parser that calls itself for each bracket ends with
//! the stack, and the program with it.

use super::format::Make;
use super::{Format, TemplateProblem, TemplateSet};
use crate::text::source::Span;

/// How deep brackets and blocks may be in each other. Templates have ten.
const MAX_DEPTH: usize = 500;

/// What is nested too deep in one of a project's own templates that take part in `format`.
pub(super) fn problem(templates: &TemplateSet, format: &Format) -> Option<TemplateProblem> {
    let is_typst = matches!(format.make, Make::File(_));
    let mut own = templates.own_texts().filter(|(name, _)| name.ends_with(".typ") == is_typst);
    own.find_map(|(name, text)| {
        let at = too_deep(text)?;
        Some(TemplateProblem {
            file: name.to_owned(),
            span: Span::at(at),
            message: format!("more than {MAX_DEPTH} brackets or blocks are open here"),
            help: Some("close them, or put what is inside into a template of its own".to_owned()),
        })
    })
}

/// Where a text has too many brackets or blocks open, if anywhere. What closes without being open, as in a text, counts
/// for nothing.
fn too_deep(text: &str) -> Option<usize> {
    if text.len() <= MAX_DEPTH {
        return None;
    }
    let (mut depth, mut signs) = (0_usize, 0);
    for (at, byte) in text.bytes().enumerate() {
        // `not not x`, `---x`, `a^b^c`: each sign is another level as well.
        signs = match byte {
            b'-' | b'+' | b'^' | b'_' | b'/' => signs + 1,
            b'\n' | b';' => 0,
            _ => signs,
        };
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            b'%' if text[..at].ends_with('{') => depth = in_block(&text[at + 1..], depth),
            _ => {}
        }
        if depth > MAX_DEPTH || signs > 20 * MAX_DEPTH {
            return Some(at);
        }
    }
    None
}

/// The depth in the block that a tag opens or after the one that it closes.
fn in_block(tag: &str, depth: usize) -> usize {
    let word = tag.trim_start_matches(['-', '+', ' ', '\t', '\n']);
    let opens = ["if", "for", "block", "macro", "call", "filter", "with", "autoescape"];
    if word.starts_with("end") {
        depth.saturating_sub(1)
    } else if opens.iter().any(|open| word.starts_with(open)) {
        depth + 1
    } else {
        depth
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_open_is_counted_and_what_is_closed_is_not() {
        for open in ["(", "[", "{", "{% if x %}", "{%- for a in b %}", "{% block a %}"] {
            assert!(too_deep(&open.repeat(600)).is_some(), "{open}");
        }
        for flat in
            ["(x) ", "{{ a }} ", "{% if x %}a{% endif %}", "{% include 'a' %}", ") ", "a - b\n"]
        {
            assert_eq!(too_deep(&flat.repeat(5_000)), None, "{flat}");
        }
        assert!(too_deep(&"-".repeat(100_000)).is_some());
    }
}
