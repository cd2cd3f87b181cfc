//! Files of a fixed shape, read into types that keep the place of their values.

use serde::de::{Deserialize, DeserializeOwned, Deserializer};

use super::escapes;
use super::explain::explain;
use super::{Fault, first_fault};
use crate::text::characters::{describe, first_suspect, has_use, is_suspect};
use crate::text::conflict;
use crate::text::finding::{Finding, INVALID_SETTINGS};
use crate::text::source::{SourceFile, Span, Spanned};
use crate::text::suggest;

/// Why a file of a fixed shape could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadProblem {
    /// The place, as near as the reader knows it.
    pub span: Span,
    /// What is wrong, in one line.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
    /// A key that was not expected, and those that would have been.
    pub unknown_key: Option<(String, Vec<&'static str>)>,
}

impl ReadProblem {
    /// The problem as a finding in `file`.
    pub fn finding(self, file: &SourceFile) -> Finding {
        let finding = |message: &str| Finding::error(INVALID_SETTINGS, file, self.span, message);
        let line = file.lines().line_span(file.text(), file.lines().line_of(self.span.start));
        if conflict::marker(file.slice(line).trim_end()).is_some() {
            return finding("merge conflict markers were left here")
                .help("keep the right version, and delete the other and the lines of marks");
        }
        let Some((key, expected)) = &self.unknown_key else {
            let finding = finding(&self.message);
            return match self.help {
                Some(help) => finding.help(help),
                None => finding,
            };
        };
        let finding = finding(&format!("unknown key {}", suggest::shown(key)));
        match suggest::nearest(key, expected.iter().copied()) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => match expected.as_slice() {
                [only] => finding.help(format!("the only key here is `{only}`")),
                keys => finding
                    .help(format!("the keys here are {}", suggest::listed(keys.iter().copied()))),
            },
        }
    }
}

/// Reads a whole file into a type.
///
/// # Errors
///
/// The first problem met: the reader stops there.
pub fn read<T: DeserializeOwned>(file: &SourceFile) -> Result<T, ReadProblem> {
    if let Some(problem) = invisible(file.text()) {
        return Err(problem);
    }
    // A long register is long and not a trap: without aliases, no text has more values than bytes.
    let bytes = file.text().len();
    let usual = serde_yaml::Budget::default();
    let options = serde_yaml::options! {
        strict_booleans: true,
        reject_unsupported_tags: true,
        with_snippet: false,
        budget: serde_yaml::budget! {
            max_nodes: usual.max_nodes.max(bytes),
            max_events: usual.max_events.max(bytes.saturating_mul(2)),
            max_total_scalar_bytes: usual.max_total_scalar_bytes.max(bytes),
        },
    };
    serde_yaml::from_str_with_options(file.text(), options)
        .map_err(|error| no_yaml(file.text()).unwrap_or_else(|| read_problem(file, &error)))
}

/// What is no YAML comes first, wherever it is: it may be why a key or a value is not what it is meant to be.
fn no_yaml(text: &str) -> Option<ReadProblem> {
    let (span, Fault { message, help }) = first_fault(text)?;
    Some(ReadProblem { span, message, help, unknown_key: None })
}

/// The first character that nobody sees, as it is or by an escape: two names that look the same would be two.
fn invisible(text: &str) -> Option<ReadProblem> {
    let raw = first_suspect(text).map(|(at, c)| (Span::new(at, at + c.len_utf8()), c));
    let spelled = || {
        let mut escapes = escapes(text);
        let (range, c) = escapes.find(|(range, c)| {
            is_suspect(*c) && !has_use(&text[..range.start], *c, &text[range.end..])
        })?;
        Some((range.into(), c))
    };
    let (span, c) = raw.or_else(spelled)?;
    let message = format!("there is an invisible character here: a {}", describe(c));
    Some(ReadProblem { span, message, help: Some("delete it".to_owned()), unknown_key: None })
}

fn read_problem(file: &SourceFile, error: &serde_yaml::Error) -> ReadProblem {
    let error = error.without_snippet();
    let unknown_key = match error {
        serde_yaml::Error::SerdeUnknownField { field, expected, .. } => {
            Some((field.clone(), expected.clone()))
        }
        _ => None,
    };
    let span = error.location().map_or(Span::at(0), |location| location_span(file, location));
    let Fault { message, help } = explain(error, file.slice(span));
    ReadProblem { span, message, help, unknown_key }
}

/// The bytes of a location. A syntax error has only a place in characters, and no length.
fn location_span(file: &SourceFile, location: serde_yaml::Location) -> Span {
    let span = location.span();
    if let (Some(start), Some(length)) = (span.byte_offset(), span.byte_len()) {
        let start = usize::try_from(start).unwrap_or_default();
        let end = start.saturating_add(usize::try_from(length).unwrap_or_default());
        if file.text().get(start..end).is_some() {
            return Span::new(start, end);
        }
    }
    let line = usize::try_from(location.line()).unwrap_or_default().saturating_sub(1);
    let column = usize::try_from(location.column()).unwrap_or_default().saturating_sub(1);
    let line = file.lines().line_span(file.text(), line);
    let at =
        file.slice(line).char_indices().nth(column).map_or(line.end, |(at, _)| line.start + at);
    Span::at(at)
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Spanned<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let inner = serde_yaml::Spanned::<T>::deserialize(deserializer)?;
        let span = span(&inner);
        Ok(Self::new(inner.value, span))
    }
}

/// The bytes of a value.
pub(super) fn span<T>(value: &serde_yaml::Spanned<T>) -> Span {
    let span = value.referenced.span();
    let start = span.byte_offset().and_then(|at| usize::try_from(at).ok()).unwrap_or_default();
    let length = span.byte_len().and_then(|at| usize::try_from(at).ok()).unwrap_or_default();
    Span::new(start, start + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_file_is_read_and_a_trap_is_not() {
        let long = SourceFile::new("a.yaml", "- 1\n".repeat(260_000));
        assert_eq!(read::<Vec<u8>>(&long).map(|values| values.len()), Ok(260_000));
        let mut trap = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..12 {
            let inner = format!("*a{}, ", level - 1).repeat(10);
            trap.push_str(&format!("a{level}: &a{level} [{inner}]\n"));
        }
        assert!(read::<serde_json::Value>(&SourceFile::new("a.yaml", trap)).is_err());
    }

    #[test]
    fn an_invisible_character_is_found_however_it_is_written() {
        for text in
            ["a: b\u{200b}\n", "a: \"b\\u200b\"\n", "\"a\\u202E\": b\n", "# \u{202e}\na: b\n"]
        {
            let problem = read::<serde_json::Value>(&SourceFile::new("a.yaml", text)).err();
            let message = problem.map(|problem| problem.message).unwrap_or_default();
            assert!(message.starts_with("there is an invisible character"), "{text:?}: {message}");
        }
        for text in ["\u{feff}a: b\n", "a: '\\u200b'\n", "a: \u{2764}\u{fe0f}\n", "a: \"\\n\"\n"] {
            assert!(
                read::<serde_json::Value>(&SourceFile::new("a.yaml", text)).is_ok(),
                "{text:?}"
            );
        }
    }

    #[test]
    fn a_message_is_one_line_whatever_it_quotes() {
        #[derive(Debug, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Known {
            #[serde(rename = "a")]
            _a: Option<u8>,
        }
        for text in ["\"b\\n\\u0007c\": 1\n", "b\tc: 1\n", "a: \"b\\nc\"\n", "a: 'b\n\n  c'\n"] {
            let file = SourceFile::new("a.yaml", text);
            let finding = read::<Known>(&file).err().map(|problem| problem.finding(&file));
            let message = finding.map(|finding| finding.message).unwrap_or_default();
            let is_line = !message.is_empty() && !message.contains(char::is_control);
            assert!(is_line, "{text:?}: {message:?}");
        }
    }

    #[test]
    fn a_failed_merge_is_called_so() {
        let file =
            SourceFile::new("a.yaml", "a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> x\n");
        let problem = read::<serde_json::Value>(&file).err();
        let finding = problem.map(|problem| problem.finding(&file));
        assert_eq!(
            finding.map(|finding| finding.message).as_deref(),
            Some("merge conflict markers were left here")
        );
    }
}
