//! Explains what can't be read in the front matter by what its author can see and change, rather
//! than by where the parser stopped.

use super::{Entry, Problem, is_word, key_of, lines, quotation};
use crate::text::source::{Span, Spanned};
use crate::text::suggest;
use crate::yaml::{self, Fault, ProblemKind};

/// Marks that change the meaning of a value that begins with them.
const INDICATORS: &[char] =
    &['[', ']', '{', '}', '*', '&', '!', '%', '@', '`', '|', '>', '?', '-', ','];

pub(super) struct Report {
    pub(super) problem: Problem,
    /// Whether it is an anchor or an alias.
    pub(super) is_reference: bool,
}

/// The problem with a line that is not a field, and the key that was most likely meant.
pub(super) fn no_field(
    source: &str,
    offset: usize,
    span: Span,
) -> (Problem, Option<Spanned<String>>) {
    let line = lines(source, 0).next().map_or("", |line| line.value);
    let key = |end: usize| {
        let key = line[..end].trim_end();
        is_word(key).then(|| Spanned::new(key.to_owned(), Span::new(offset, offset + key.len())))
    };
    let mark = line.char_indices().find(|(_, c)| matches!(c, ':' | '=' | '：' | '﹕' | '∶'));
    if let Some((at, mark)) = mark
        && let Some(key) = key(at)
    {
        let rest = line[at + mark.len_utf8()..].trim();
        let end = at + mark.len_utf8();
        let message = match mark {
            ':' => "a space is missing after the colon".to_owned(),
            '=' => "a field is written with a colon, not with `=`".to_owned(),
            other => format!("this colon is not the plain one (U+{:04X})", u32::from(other)),
        };
        let place = if mark == ':' {
            Span::new(offset, offset + end)
        } else {
            Span::new(offset + at, offset + end)
        };
        let help = format!("write {}", suggest::shown(&format!("{}: {rest}", key.value)));
        return (Problem::new(place, message, help), Some(key));
    }
    let problem = Problem::new(
        span,
        "this is not a `key: value` line",
        "write a key and a colon before it, or move it below the closing `---`",
    );
    (problem, key(line.find(' ').unwrap_or(line.len())))
}

/// The problem with an entry that does not parse.
pub(super) fn explain(
    text: &str,
    source: &str,
    offset: usize,
    entry: &Entry,
    problem: &yaml::Problem,
) -> Report {
    let found = control_character(source, offset).or_else(|| decorated_key(text, entry));
    if let Some(problem) = found {
        return Report { problem, is_reference: false };
    }
    if entry.value.span.is_empty()
        && let Some(problem) = inner_lines(text, source, offset)
    {
        return Report { problem, is_reference: false };
    }
    let mut report = describe(text, &entry.key.value, entry.value.span, problem);
    report.is_reference |= entry.key.value == "<<";
    report
}

/// A control character, which is invisible and makes a block unreadable.
fn control_character(source: &str, offset: usize) -> Option<Problem> {
    let is_control = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{85}');
    let (at, c) = source.char_indices().find(|(_, c)| is_control(*c))?;
    Some(Problem::new(
        Span::new(offset + at, offset + at + c.len_utf8()),
        format!("there is an invisible control character (U+{:04X}) here", u32::from(c)),
        "delete the character",
    ))
}

/// A key with marks around it, such as those of bold text or of YAML's long form.
fn decorated_key(text: &str, entry: &Entry) -> Option<Problem> {
    let key = &entry.key;
    let is_decorated = is_word(&key.value) && text.get(key.span.range())? != key.value;
    is_decorated.then(|| {
        let message = "a key is a plain word, with nothing around it";
        Problem::new(key.span, message, format!("write `{}: …`", key.value))
    })
}

/// A problem in one of the lines below a key.
fn inner_lines(text: &str, source: &str, offset: usize) -> Option<Problem> {
    let mut indentation = None;
    for line in lines(source, 0).skip(1) {
        let bare = line.value.trim_start();
        let indent = line.value.len() - bare.len();
        if bare.is_empty() || bare.starts_with('#') {
            continue;
        }
        let start = offset + line.span.start;
        let colon = bare.find(':').filter(|colon| is_word(&bare[..*colon]));
        if let Some(colon) = colon.filter(|_| key_of(bare).is_none()) {
            return Some(no_field(bare, start + indent, Span::at(start + colon)).0);
        }
        let Some(key) = key_of(bare) else { continue };
        if *indentation.get_or_insert(indent) != indent {
            return Some(Problem::new(
                Span::new(start, start + indent),
                format!("`{key}` is not indented like the line above it"),
                "put the same number of spaces before each line",
            ));
        }
        if let Err(problem) = yaml::parse(bare, start + indent) {
            let value = bare.find(':').map_or("", |colon| bare[colon + 1..].trim());
            let at = start + line.value.trim_end().len() - value.len();
            return Some(describe(text, key, Span::new(at, at + value.len()), &problem).problem);
        }
    }
    None
}

/// Describes a value that does not parse, by what it begins with.
fn describe(text: &str, key: &str, value: Span, problem: &yaml::Problem) -> Report {
    let span = if value.is_empty() { problem.span } else { value };
    let value = text.get(value.range()).unwrap_or_default();
    if let Some(problem) = quotation::curly(span, value) {
        return Report { problem, is_reference: false };
    }
    let first = value.chars().next();
    let quote = format!("put the value in double quotes: `{key}: \"…\"`");
    let is_reference = is_reference(value, &problem.kind);
    let (message, help) = match (&problem.kind, first) {
        (ProblemKind::TooDeep, _) => (
            "values are nested too deeply here".to_owned(),
            "keep to one list or one group of keys".to_owned(),
        ),
        _ if is_reference => (
            "anchors and aliases (`&name`, `*name`) are not allowed in front matter".to_owned(),
            format!("write each value out, or {quote}"),
        ),
        (_, Some(mark)) if INDICATORS.contains(&mark) => (
            format!(
                "a value that begins with {} has a special meaning in YAML",
                suggest::shown(&mark.to_string())
            ),
            quote,
        ),
        (_, Some(mark @ ('"' | '\''))) => return quoted(key, span, value, mark),
        _ if value.contains(": ") => (
            format!("a colon and a space inside the value of `{key}` begin a new key in YAML"),
            quote,
        ),
        _ if value.ends_with(':') => {
            (format!("a colon at the end of the value of `{key}` begins a new key in YAML"), quote)
        }
        _ if key_of(&format!("{key}:")).is_none() => (
            "this is not a `key: value` line".to_owned(),
            "write a plain word, a colon and a space before the value".to_owned(),
        ),
        (ProblemKind::Syntax(Fault { message, help }), _) => (
            format!("the value of `{key}` can't be read: {message}"),
            help.clone().unwrap_or(quote),
        ),
        _ => (format!("the value of `{key}` can't be read"), quote),
    };
    Report { problem: Problem::new(span, message, help), is_reference }
}

/// Whether a value defines or uses a reference on purpose: a name alone, or before a list.
fn is_reference(value: &str, kind: &ProblemKind) -> bool {
    if *kind != ProblemKind::Reference {
        return false;
    }
    let Some(named) = value.strip_prefix(['&', '*']) else { return value.starts_with(['[', '{']) };
    let rest = named.split_once(' ').map_or("", |(_, rest)| rest.trim_start());
    value.starts_with('&') && rest.starts_with(['[', '{'])
}

/// A value whose quotes don't match, or with an invalid escape.
fn quoted(key: &str, span: Span, value: &str, mark: char) -> Report {
    let escape = bad_escape(value).filter(|_| mark == '"');
    let problem = match escape {
        Some(escape) => {
            let shown = suggest::shown(&value[escape.range()]);
            Problem::new(
                escape.shifted(span.start),
                format!("{shown} is not a valid escape in double quotes"),
                "write a backslash as `\\\\`, or use single quotes",
            )
        }
        None => Problem::new(
            span,
            format!("the quotes around the value of `{key}` don't match"),
            match (own_quotes(value, mark), mark) {
                (Some(whole), _) => format!("write {}", suggest::shown(&format!("{key}: {whole}"))),
                (None, '"') => {
                    "close the quotes at the end of the value, and write a quote inside as `\\\"`".to_owned()
                }
                (None, _) => {
                    "close the quotes at the end of the value, and write a quote or apostrophe inside as `''`"
                        .to_owned()
                }
            },
        ),
    };
    Report { problem, is_reference: false }
}

/// The whole of a value that begins with quoted words of its own, `"Ports" and more`, in quotes that keep them.
fn own_quotes(value: &str, mark: char) -> Option<String> {
    let is_own = value.matches(mark).count() == 2
        && !value.ends_with(mark)
        && !value.contains(['\n', '\r', '\\']);
    let other = if mark == '"' { '\'' } else { '"' };
    (is_own && !value.contains(other)).then(|| format!("{other}{value}{other}"))
}

/// The first escape that [YAML](https://yaml.org/spec/1.2.2/#57-escaped-characters) does not know, or
/// that names no character.
fn bad_escape(value: &str) -> Option<Span> {
    let mut rest = value.char_indices();
    while let Some((at, c)) = rest.next() {
        if c != '\\' {
            continue;
        }
        let (_, escape) = rest.next()?;
        let digits = match escape {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            '0' | 'a' | 'b' | 't' | '\t' | 'n' | 'v' | 'f' | 'r' | 'e' | ' ' | '"' | '/' | '\\'
            | 'N' | '_' | 'L' | 'P' => continue,
            other => return Some(Span::new(at, at + 1 + other.len_utf8())),
        };
        let code = value.get(at + 2..at + 2 + digits);
        let character =
            code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32);
        if character.is_none() {
            return Some(Span::new(at, at + 2 + code.map_or(0, str::len)));
        }
    }
    None
}
