//! A quick reading of the simplest YAML: lines of `key: value`, with one level below them.
//!
//! The front matter of nearly every paper is of this kind, and in a large project the parser would take most
//! of a run to read those of papers that are only compared with. Whatever is not of this kind beyond doubt is left to
//! the parser; a property test holds both readings to the same nodes.

use std::iter::Peekable;

use super::{Kind, Node, Scalar, Style, words};
use crate::text::source::Span;

/// The longest line that is read here, in bytes: YAML limits the length of keys, and lines are short.
const MAX_LINE: usize = 1000;

/// The indentation of what belongs to the key above, in spaces.
const INDENTATION: &str = "  ";

/// Reads `text`, which begins at byte `offset` of its file, as [`parse`](super::parse) does. None if any of it
/// is not simple.
pub(super) fn parse(text: &str, offset: usize) -> Option<Node> {
    let mut pairs = Vec::with_capacity(16);
    let mut lines = Lines { text, at: 0, offset }.peekable();
    while let Some(line) = lines.next() {
        let (key, value) = line?.pair()?;
        let value = value.map_or_else(|| below(&mut lines), |value| Some(value.node()))?;
        pairs.push((key.node(), value));
    }
    mapping(pairs)
}

/// Where the keys of `text` are and, without quotes, the values beside them, if [`parse`] can read it: the same without
/// a copy of any. No value beside a key with a list or a mapping below it.
pub(super) fn places(text: &str) -> Option<Vec<(Span, Option<Span>)>> {
    let mut pairs = Vec::with_capacity(16);
    let mut lines = Lines { text, at: 0, offset: 0 }.peekable();
    while let Some(line) = lines.next() {
        let (key, value) = line?.pair()?;
        match value {
            None => drop(below(&mut lines)?),
            Some(value) if value.style == Style::Plain && words::is_null(value.text) => {
                return None;
            }
            Some(_) => {}
        }
        pairs.push((key.inner(), value.map(Word::inner)));
    }
    (!pairs.is_empty()).then_some(pairs)
}

/// The list or mapping in the indented lines at the head of `lines`.
fn below(lines: &mut Peekable<Lines<'_>>) -> Option<Node> {
    let (mut items, mut pairs) = (Vec::new(), Vec::new());
    let mut start = None;
    let is_indented =
        |line: &Option<Line<'_>>| line.is_none_or(|line| line.text.starts_with(INDENTATION));
    while let Some(line) = lines.next_if(is_indented) {
        let line = line?.without(INDENTATION)?;
        start.get_or_insert(line.start);
        if let Some(item) = line.without("- ") {
            items.push(item.value()?.node());
        } else {
            let (key, value) = line.pair()?;
            pairs.push((key.node(), value?.node()));
        }
    }
    match (items.last(), pairs.is_empty()) {
        (None, _) => mapping(pairs),
        (Some(last), true) => {
            let span = Span::new(start?, last.span.end);
            Some(Node { span, kind: Kind::Sequence(items) })
        }
        (Some(_), false) => None,
    }
}

fn mapping(pairs: Vec<(Node, Node)>) -> Option<Node> {
    let span = Span::new(pairs.first()?.0.span.start, pairs.last()?.1.span.end);
    Some(Node { span, kind: Kind::Mapping(pairs) })
}

/// The lines of a text, each none if it has characters that need the parser.
struct Lines<'t> {
    text: &'t str,
    at: usize,
    offset: usize,
}

impl<'t> Iterator for Lines<'t> {
    type Item = Option<Line<'t>>;

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let end = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
        let line = Line { text: &rest[..end], start: self.offset + self.at };
        self.at += end + 1;
        // To look at all bytes at once takes less time than to stop at the first.
        let is_usual = |all: bool, byte: &u8| all & matches!(byte, b' '..=b'~');
        let is_simple = end <= MAX_LINE
            && (rest.as_bytes()[..end].iter().fold(true, is_usual)
                || line.text.chars().all(is_simple));
        Some(is_simple.then_some(line))
    }
}

/// Whether a character means nothing to YAML by itself, anywhere in a line.
fn is_simple(c: char) -> bool {
    matches!(c, ' '..='~' | '–' | '—' | '‘' | '’' | '“' | '”' | '§')
        || (!c.is_ascii() && c.is_alphanumeric())
}

/// A line, or what is left of it.
#[derive(Clone, Copy)]
struct Line<'t> {
    text: &'t str,
    /// Where it begins in the file.
    start: usize,
}

/// A key, or a value on one line.
#[derive(Clone, Copy)]
struct Word<'t> {
    /// Without quotes.
    text: &'t str,
    span: Span,
    style: Style,
}

impl Word<'_> {
    /// The place of its text, which has a quote before it or none.
    fn inner(self) -> Span {
        let start = self.span.start + usize::from(self.style == Style::Quoted);
        Span::new(start, start + self.text.len())
    }

    fn node(self) -> Node {
        let scalar = Scalar { text: self.text.to_owned(), style: self.style };
        Node { span: self.span, kind: Kind::Scalar(scalar) }
    }
}

impl<'t> Line<'t> {
    fn without(self, prefix: &str) -> Option<Self> {
        let text = self.text.strip_prefix(prefix)?;
        Some(Self { text, start: self.start + prefix.len() })
    }

    /// The key and its value; no value if the line ends with the colon. None if it is anything else.
    fn pair(self) -> Option<(Word<'t>, Option<Word<'t>>)> {
        let colon = memchr::memchr(b':', self.text.as_bytes())?;
        let (key, rest) = self.text.split_at(colon);
        let is_word = |key: &str| key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        if !key.starts_with(|c: char| c.is_ascii_alphabetic()) || !is_word(key) {
            return None;
        }
        let span = Span::new(self.start, self.start + colon);
        let key = Word { text: key, span, style: Style::Plain };
        if rest == ":" {
            return Some((key, None));
        }
        let value = Self { text: rest, start: self.start + colon }.without(": ")?;
        Some((key, Some(value.value()?)))
    }

    /// The single value that is all of the line.
    fn value(self) -> Option<Word<'t>> {
        let span = Span::new(self.start, self.start + self.text.len());
        let quoted = |mark: char, escapes: [char; 2]| {
            let text = self.text.strip_prefix(mark)?.strip_suffix(mark)?;
            (!text.contains(escapes)).then_some(Word { text, span, style: Style::Quoted })
        };
        match self.text.chars().next()? {
            '"' => quoted('"', ['"', '\\']),
            '\'' => quoted('\'', ['\'', '\'']),
            first => {
                let is_path = || self.text.starts_with("./") || self.text.starts_with("../");
                let bytes = self.text.as_bytes();
                let is_special = |at: usize| match bytes[at] {
                    b':' => bytes.get(at + 1) == Some(&b' '),
                    _ => at > 0 && bytes[at - 1] == b' ',
                };
                let is_plain = (first.is_alphanumeric() || is_path())
                    && !self.text.ends_with([' ', ':'])
                    && !memchr::memchr2_iter(b':', b'#', bytes).any(is_special);
                is_plain.then_some(Word { text: self.text, span, style: Style::Plain })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Both readings of `text`; the quick one only where it is simple.
    fn readings(text: &str) -> Option<(Node, Result<Option<Node>, super::super::Problem>)> {
        Some((parse(text, 4)?, super::super::parse_all(text, 4)))
    }

    #[test]
    fn a_usual_head_is_simple() {
        let text = "series: coac\ntitle: Cargo — “release” times: none\npublication_number: \"0412-0624\"\n";
        assert!(readings(text).is_none(), "`times: none` is a mapping to YAML");
        let text = "title: Cargo — “release” times\npublication_number: \"0412-0624\"\nsubmitted_by:\n  name: Alex Doe\n  office: 'Office of Trade'\nrelated:\n  - 0411-0624\n  - \"a: b\"\ndate: 2024-05-21";
        let readings = readings(text).map(|(quick, parsed)| (Ok(Some(quick)), parsed));
        assert!(readings.is_some_and(|(quick, parsed)| quick == parsed));
    }

    /// Mostly `usual`, sometimes `odd`.
    fn mostly(usual: &'static str, odd: &'static str) -> impl Strategy<Value = String> + Clone {
        prop_oneof![12 => usual, 1 => odd]
    }

    /// A line of a key and a value, or nearly.
    fn line() -> impl Strategy<Value = String> {
        let middle = mostly("[ ,–'&\\[-]?", "(: |:|#| #|\"|\\\\|\u{85})");
        let value = (
            mostly("(\"?|\\.\\.?/)[a-zA-Z0-9é]{1,3}", "(['~@%]|\\.\\.?\\.?)"),
            middle,
            mostly("[a-z0-9]{1,3}\"?", "(|:| |')"),
        )
            .prop_map(|(start, middle, end)| start + &middle + &end);
        let pair =
            (mostly("[a-zA-Z]_?[0-9]?", "(-|~|1|é)a"), mostly(": ", "(:|:  | : )"), value.clone())
                .prop_map(|(key, colon, value)| key + &colon + &value);
        let below = (mostly("  (- )?", "( |   |- )"), prop_oneof![value, pair.clone()])
            .prop_map(|(start, rest)| start + &rest);
        let block = ("[ab]:\n", below.clone(), "(\n|)", below)
            .prop_map(|(key, a, end, b)| key + &a + &end + &b);
        let odd = "(|#|---|\\.\\.\\.|- |  |[ab]:)[ab]?:? ?".prop_map(String::from);
        prop_oneof![12 => pair, 6 => block, 1 => odd]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3000))]

        #[test]
        fn what_is_simple_is_what_the_parser_reads(
            lines in prop::collection::vec(line(), 1..4),
            end in mostly("\n?", "\r\n"),
        ) {
            let text = lines.join("\n") + &end;
            if let Some(places) = places(&text) {
                let places = places.iter().map(|(key, value)| {
                    (&text[key.range()], value.map(|value| &text[value.range()]))
                });
                let node = parse(&text, 0);
                let Some(Node { kind: Kind::Mapping(pairs), .. }) = &node else { unreachable!() };
                let scalars = pairs.iter().map(|(key, value)| {
                    prop_assert!(!value.is_null());
                    let text = value.scalar().map(|scalar| scalar.text.as_str());
                    Ok((key.scalar().map_or("", |key| key.text.as_str()), text))
                });
                prop_assert_eq!(places.collect::<Vec<_>>(), scalars.collect::<Result<Vec<_>, _>>()?);
            }
            if let Some((quick, parsed)) = readings(&text) {
                prop_assert_eq!(Ok(Some(quick)), parsed, "{:?}", text);
            }
        }
    }
}
