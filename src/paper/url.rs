//! Where a link or a picture points, and whether a page may contain it.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// The schemes that a published page may link to; all others are refused, known or not.
pub const SAFE_SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// The longest address that every page can hold, in bytes as it is sent: a PDF holds 8,000, mail programs and servers
/// half of that.
pub const MAX_LENGTH: usize = 4_000;

/// What an address is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target<'a> {
    /// Nothing at all.
    Empty,
    /// An address with a scheme of [`SAFE_SCHEMES`].
    External,
    /// A place in the same paper, without the `#`.
    Fragment(&'a str),
    /// A file next to the paper, with the fragment after its `#`.
    Relative {
        /// The path as written, percent-encoding kept, without query and fragment.
        path: &'a str,
        /// The part after `#`.
        fragment: Option<&'a str>,
    },
    /// An address that no page may contain.
    Unsafe(Danger<'a>),
}

/// Why an address is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Danger<'a> {
    /// A scheme that is not one of [`SAFE_SCHEMES`].
    Scheme(&'a str),
    /// `//host/path`: its scheme depends on the page that it is on.
    ProtocolRelative,
    /// `C:\folder`, or a path with backslashes: only the author's own machine can follow it.
    WindowsPath,
    /// Control characters, which readers and browsers interpret differently.
    ControlCharacter,
    /// More than [`MAX_LENGTH`] bytes, as it is sent.
    TooLong,
}

impl Target<'_> {
    /// Whether a page may contain the address.
    pub const fn is_safe(self) -> bool {
        !matches!(self, Self::Unsafe(_))
    }
}

/// Reads an address as Markdown returns it: entities and backslash escapes already resolved.
///
/// The scheme is read as the [URL standard](https://url.spec.whatwg.org/#scheme-state) does, which
/// drops spaces and control characters at the ends; an address with one inside is refused.
pub fn classify(url: &str) -> Target<'_> {
    let url = url.trim_matches(|c: char| c.is_whitespace() || c.is_control());
    let target = read(url);
    if target.is_safe() && is_too_long(url) { Target::Unsafe(Danger::TooLong) } else { target }
}

/// Whether an address has more than [`MAX_LENGTH`] bytes when all but ASCII is percent-encoded.
fn is_too_long(url: &str) -> bool {
    let sent = || url.bytes().map(|byte| if byte.is_ascii() { 1 } else { 3 }).sum::<usize>();
    url.len() > MAX_LENGTH / 3 && sent() > MAX_LENGTH
}

fn read(url: &str) -> Target<'_> {
    if url.is_empty() {
        return Target::Empty;
    }
    if url.chars().any(char::is_control) {
        return Target::Unsafe(Danger::ControlCharacter);
    }
    if let Some(fragment) = url.strip_prefix('#') {
        return Target::Fragment(fragment);
    }
    if is_windows_path(url) {
        return Target::Unsafe(Danger::WindowsPath);
    }
    if url.starts_with("//") {
        return Target::Unsafe(Danger::ProtocolRelative);
    }
    if let Some(scheme) = scheme(url) {
        let safe = SAFE_SCHEMES.iter().any(|known| scheme.eq_ignore_ascii_case(known));
        return if safe { Target::External } else { Target::Unsafe(Danger::Scheme(scheme)) };
    }
    let (rest, fragment) = match url.split_once('#') {
        Some((rest, fragment)) => (rest, Some(fragment)),
        None => (url, None),
    };
    let path = rest.split_once('?').map_or(rest, |(path, _)| path);
    Target::Relative { path, fragment }
}

/// A path with its percent-encoding resolved, as the file system has it.
pub fn decoded(path: &str) -> String {
    percent_encoding::percent_decode_str(path).decode_utf8_lossy().into_owned()
}

/// Characters that Markdown or a URL parser would not take as part of a path.
const NO_PATH: &AsciiSet =
    &CONTROLS.add(b'#').add(b'%').add(b'&').add(b'<').add(b'>').add(b'?').add(b'\\');

/// The same for an address that is not between `<` and `>`.
const NO_BARE_PATH: &AsciiSet = &NO_PATH.add(b' ').add(b'(').add(b')');

/// A path as the address of a link: other scripts stay readable, and so do spaces and parentheses
/// if it is between `<` and `>`.
pub fn encoded(path: &str, is_bracketed: bool) -> String {
    let set = if is_bracketed { NO_PATH } else { NO_BARE_PATH };
    let mut encoded = String::with_capacity(path.len());
    for run in path.split_inclusive(|c: char| !c.is_ascii()) {
        let ascii = run.trim_end_matches(|c: char| !c.is_ascii());
        encoded.extend(utf8_percent_encode(ascii, set));
        encoded.push_str(&run[ascii.len()..]);
    }
    encoded
}

/// The text before the first `:` if it can only be a scheme. A `:` after a `/`, `?` or `#` is part
/// of a path. A word with characters that no scheme has still counts, so that nothing odd passes.
fn scheme(url: &str) -> Option<&str> {
    let (before, _) = url.split_once(':')?;
    (!before.contains(['/', '?', '#'])).then_some(before)
}

fn is_windows_path(url: &str) -> bool {
    let bytes = url.as_bytes();
    let has_drive = bytes.len() >= 3
        && bytes[0].is_ascii_alphabetic()
        && bytes[1] == b':'
        && matches!(bytes[2], b'\\' | b'/');
    let has_encoded_drive =
        url.get(1..).is_some_and(|rest| rest.starts_with(":%5C") || rest.starts_with(":%5c"));
    has_drive || has_encoded_drive || url.contains('\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_listed_schemes_are_safe() {
        for url in ["https://example.org/a:b", "mailto:a@example.org", "TEL:1"] {
            assert_eq!(classify(url), Target::External, "{url}");
        }
        for url in [
            "javascript:x",
            "JavaScript:x",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc",
            "blob:https://x",
        ] {
            assert!(!classify(url).is_safe(), "{url}");
        }
    }

    #[test]
    fn spaces_and_control_characters_hide_no_scheme() {
        assert_eq!(classify(" \u{1}javascript:x"), Target::Unsafe(Danger::Scheme("javascript")));
        assert_eq!(classify("java\tscript:x"), Target::Unsafe(Danger::ControlCharacter));
    }

    #[test]
    fn a_drive_letter_is_not_a_scheme() {
        assert_eq!(classify("C:\\papers\\x.md"), Target::Unsafe(Danger::WindowsPath));
        assert_eq!(classify("//example.org/x"), Target::Unsafe(Danger::ProtocolRelative));
    }

    #[test]
    fn a_path_is_read_back_from_its_address() {
        for path in ["a b (1).md", "50%20#x?.md", "Zoë & Co/<x>.md", "../a\\b.md"] {
            assert_eq!(
                (decoded(&encoded(path, false)), decoded(&encoded(path, true))),
                (path.into(), path.into())
            );
        }
        assert_eq!(encoded("ä b(1).md", false), "ä%20b%281%29.md");
        assert_eq!(encoded("ä b(1).md", true), "ä b(1).md");
    }

    #[test]
    fn paths_lose_query_and_fragment() {
        assert_eq!(
            classify("../a.md#issue"),
            Target::Relative { path: "../a.md", fragment: Some("issue") }
        );
        assert_eq!(classify("a.md?x=1"), Target::Relative { path: "a.md", fragment: None });
        assert_eq!(classify("#notes"), Target::Fragment("notes"));
        assert_eq!(classify("  "), Target::Empty);
    }
}
