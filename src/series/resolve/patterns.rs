//! Compiling the regular expressions of a series, which anybody may have written: a short one can need a lot of memory.

use regex::{Error, Regex, RegexBuilder, RegexSet, RegexSetBuilder};

use super::Resolver;
use crate::series::raw::Placed;

/// The most bytes that one pattern may need.
const MAX_BYTES: usize = 1024 * 1024;

/// The most bytes that the patterns of a series may need together.
const MAX_BYTES_TOGETHER: usize = 16 * MAX_BYTES;

/// How many bytes a pattern is allowed at first, and how many times as many when they are not enough: what it needs
/// shows only in what it can be compiled with.
const FIRST_BYTES: usize = 4 * 1024;
const FACTOR: usize = 4;

/// What the patterns of a series need together.
#[derive(Debug, Default)]
pub(super) struct Memory {
    used: usize,
}

/// Compiles a pattern; also returns how many bytes it needs at most.
fn compiled(pattern: &str) -> Result<(Regex, usize), Error> {
    let mut bytes = FIRST_BYTES;
    loop {
        match RegexBuilder::new(pattern).size_limit(bytes).build() {
            Err(Error::CompiledTooBig(_)) if bytes < MAX_BYTES => bytes *= FACTOR,
            result => return Ok((result?, bytes)),
        }
    }
}

/// A pattern whose groups have no names, so that it can be part of one that has a group of that name.
pub(super) fn without_names(pattern: &str) -> String {
    let mut plain = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some(at) = rest.find("(?") {
        let (before, group) = rest.split_at(at + 1);
        plain.push_str(before);
        let is_escaped =
            before[..at].bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1;
        let name = group.strip_prefix("?P<").or_else(|| group.strip_prefix("?<"));
        rest = match name.and_then(|name| name.split_once('>')) {
            Some((_, inner)) if !is_escaped => {
                plain.push_str("?:");
                inner
            }
            _ => group,
        };
    }
    plain.push_str(rest);
    plain
}

impl Resolver {
    /// Compiles a pattern that is made of what is written at `at`; what is wrong with it is reported there.
    pub(super) fn compile(&mut self, at: &Placed<String>, pattern: &str) -> Option<Regex> {
        if self.memory.used > MAX_BYTES_TOGETHER {
            return None;
        }
        match compiled(pattern) {
            Ok((regex, bytes)) => {
                self.memory.used += bytes;
                if self.memory.used <= MAX_BYTES_TOGETHER {
                    return Some(regex);
                }
                let message = format!(
                    "the patterns of the series need more than {} MB of memory together, up to this one",
                    MAX_BYTES_TOGETHER / MAX_BYTES
                );
                self.report(at, message, "write fewer, or simpler ones");
            }
            Err(error) => {
                let (message, help) = fault(&error);
                self.report(at, message, help);
            }
        }
        None
    }

    /// Compiles the patterns that are written at `all`, each for a whole text, to find whether any matches.
    pub(super) fn compile_set(&mut self, all: &[Placed<String>]) -> RegexSet {
        let patterns = all.iter().filter_map(|written| {
            let whole = whole(&written.value);
            self.compile(written, &whole).map(|_| whole)
        });
        let patterns: Vec<String> = patterns.collect();
        let set = RegexSetBuilder::new(&patterns).size_limit(2 * MAX_BYTES_TOGETHER).build();
        set.unwrap_or_default()
    }
}

/// Whether a pattern can be compiled.
pub(super) fn is_usable(pattern: &str) -> bool {
    compiled(pattern).is_ok()
}

/// A pattern for a whole text, however its author anchored it.
pub(super) fn whole(pattern: &str) -> String {
    format!("^(?:{pattern})$")
}

/// The message and the help on a regular expression that can't be compiled.
fn fault(error: &Error) -> (String, &'static str) {
    if matches!(error, Error::CompiledTooBig(_)) {
        let message = "the pattern needs more than 1 MB of memory".to_owned();
        return (message, "repeat less in it: `\\w{100}` is a hundred patterns");
    }
    let text = error.to_string();
    let known = SYNTAX.iter().find(|(reason, ..)| text.contains(reason));
    let (message, help) = known.map_or(
        (
            "the pattern is not a regular expression",
            "letters and digits stand for themselves, `[0-9]` for a digit, and other marks have a `\\` before them",
        ),
        |(_, message, help)| (*message, *help),
    );
    (message.to_owned(), help)
}

/// What is wrong with a regular expression: the compiler's words, and those of a message and its help.
const SYNTAX: [(&str, &str, &str); 9] = [
    (
        "unclosed character class",
        "a `[` of the pattern is not closed",
        "close it with `]`, and write `\\[` for the bracket itself",
    ),
    (
        "unclosed group",
        "a `(` of the pattern is not closed",
        "close it with `)`, and write `\\(` for the bracket itself",
    ),
    (
        "unopened group",
        "a `)` of the pattern closes nothing",
        "write `(` where the group begins, and `\\)` for the bracket itself",
    ),
    (
        "repetition operator missing expression",
        "nothing is before a `*`, `+`, `?` or `{` of the pattern",
        "write what it repeats before it, and `\\*` for the mark itself",
    ),
    (
        "look-around",
        "patterns can't look ahead or behind (`(?=`, `(?!`, `(?<`)",
        "write what must be there; what may not be there is another pattern, under `forbidden`",
    ),
    (
        "backreferences",
        "patterns can't refer back to a group (`\\1`)",
        "write the pattern of the group again",
    ),
    (
        "unrecognized escape",
        "a `\\` of the pattern is before a letter that needs none",
        "leave it out, and write `\\\\` for the backslash itself",
    ),
    (
        "duplicate capture group name",
        "two groups of the pattern have one name",
        "give each a name of its own, or none: `(?:…)`",
    ),
    (
        "invalid character class range",
        "a range of the pattern ends before it begins",
        "write the first before the last, as in `[0-9]`",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_compiled_with_the_memory_that_it_needs() {
        let bytes = |pattern: &str| compiled(pattern).map(|(_, bytes)| bytes);
        assert_eq!(bytes("^(?:[0-9]{4}-[0-9]{4})$"), Ok(FIRST_BYTES));
        let words = bytes(r"\w{5}\s");
        assert!(words.as_ref().is_ok_and(|it| *it > FIRST_BYTES), "{words:?}");
        assert_eq!(bytes(r"\w{190}0"), Err(Error::CompiledTooBig(MAX_BYTES)));
        assert!(matches!(bytes("["), Err(Error::Syntax(_))));
    }

    #[test]
    fn groups_lose_their_names_alone() {
        for (pattern, plain) in [
            (r"(?P<serial>\d{4})-(?<month>\d\d)(?:x|y)", r"(?:\d{4})-(?:\d\d)(?:x|y)"),
            (r"a\(?<b>", r"a\(?<b>"),
            (r"a\\(?<b>c)", r"a\\(?:c)"),
            ("(?i)é(?<n>(?<m>x))", "(?i)é(?:(?:x))"),
            ("", ""),
            ("(?", "(?"),
        ] {
            assert_eq!(without_names(pattern), plain);
        }
    }
}
