//! Character references in blocks of raw HTML, which Markdown leaves alone.

use std::borrow::Cow;

use pulldown_cmark::{Event, Parser};

/// The longest character reference that HTML knows, `&CounterClockwiseContourIntegral;`.
const LONGEST_REFERENCE: usize = 33;

/// Splits `text` at its character references and resolves them: each part with its place in `text`.
/// The names are those that Markdown resolves in a paragraph, so that text reads the same in both.
pub(super) fn parts(text: &str) -> impl Iterator<Item = (usize, usize, Cow<'_, str>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let start = at;
        let part = if let Some((length, resolved)) = reference(rest) {
            at += length;
            Cow::Owned(resolved)
        } else {
            at += next_reference(rest).unwrap_or(rest.len());
            Cow::Borrowed(&text[start..at])
        };
        Some((start, at, part))
    })
}

/// Where in `text`, but not at its start, the next reference begins.
fn next_reference(text: &str) -> Option<usize> {
    let mut ampersands = memchr::memchr_iter(b'&', text.as_bytes());
    ampersands.find(|at| *at > 0 && reference(&text[*at..]).is_some())
}

/// The reference that `text` begins with: its length and the characters that it stands for.
pub(crate) fn reference(text: &str) -> Option<(usize, String)> {
    let name = text.strip_prefix('&')?;
    let length = name.bytes().take(LONGEST_REFERENCE).position(|byte| byte == b';')?;
    let name = &name[..length];
    if !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#') {
        return None;
    }
    let written = &text[..length + "&;".len()];
    let resolved = Parser::new(written).fold(String::new(), |all, event| match event {
        Event::Text(part) => all + &part,
        _ => all,
    });
    (resolved != written).then_some((written.len(), resolved))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_resolved_and_stray_ampersands_kept() {
        let text = "A &amp; B &#233; & C &x; AT&T;é&";
        let all: Vec<_> = parts(text).collect();
        let resolved: String = all.iter().map(|(_, _, part)| &**part).collect();
        assert_eq!(resolved, "A & B é & C &x; AT&T;é&");
        let cut: Vec<_> = all.iter().map(|(start, end, _)| &text[*start..*end]).collect();
        assert_eq!(cut, ["A ", "&amp;", " B ", "&#233;", " & C &x; AT&T;é&"]);
    }
}
