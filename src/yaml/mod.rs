//! YAML with places: the only file that names the YAML crates.
//!
//! Front matter is read by [`parse`] into ordered [`Node`]s that keep every duplicate, every value as
//! the author typed it and its bytes in the file. The project's own files have fixed shapes and are
//! read by [`read`] into types.

mod escapes;
mod explain;
mod one_or_more;
mod shape;
mod simple;
mod syntax;
mod typed;
mod words;

use std::borrow::Cow;

use granit_parser::{ErrorKind, Event, Options, Parser, ScalarStyle, ScanError};

use crate::text::source::Span;

pub use escapes::escapes;
pub use one_or_more::OneOrMore;
pub use shape::{DayText, MonthText, day, month, schema};
pub use typed::{ReadProblem, read};

/// How deep values may be nested; front matter needs two levels.
const MAX_DEPTH: usize = 16;

/// A value and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// The value's bytes in the file, quotes included; empty where the author left it out.
    pub span: Span,
    /// What it holds.
    pub kind: Kind,
}

/// What a value holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A single value.
    Scalar(Scalar),
    /// A list.
    Sequence(Vec<Node>),
    /// Keys and values in the order written, duplicates included.
    Mapping(Vec<(Node, Node)>),
}

/// A single value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scalar {
    /// The text, with quotes taken off and escapes resolved, and never turned into another type.
    pub text: String,
    /// How it was written.
    pub style: Style,
}

/// How a single value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Without quotes.
    Plain,
    /// In single or double quotes.
    Quoted,
    /// As an indented block after `|` or `>`.
    Block,
}

impl Node {
    /// The single value, if this is one.
    pub fn scalar(&self) -> Option<&Scalar> {
        match &self.kind {
            Kind::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    /// Whether the author wrote no value: nothing at all, or a plain `~` or `null`.
    pub fn is_null(&self) -> bool {
        self.scalar().is_some_and(|scalar| {
            scalar.style == Style::Plain && (self.span.is_empty() || words::is_null(&scalar.text))
        })
    }

    /// What the value is, for messages: "a list".
    pub fn type_name(&self) -> &'static str {
        match self.kind {
            Kind::Scalar(_) => "text",
            Kind::Sequence(_) => "a list",
            Kind::Mapping(_) => "a group of keys",
        }
    }
}

impl Scalar {
    /// Whether another YAML reader would take the unquoted text for something other than text: a
    /// number, a boolean, a date or nothing. After [YAML 1.1](https://yaml.org/type/) and the [core
    /// schema](https://yaml.org/spec/1.2.2/#103-core-schema) of YAML 1.2.
    pub fn changes_type(&self) -> bool {
        self.style == Style::Plain
            && (words::is_null(&self.text)
                || words::is_bool(&self.text)
                || words::is_number(&self.text))
    }
}

/// A place with YAML that a paper can't have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The characters that are wrong.
    pub span: Span,
    /// What kind of problem it is.
    pub kind: ProblemKind,
}

/// The kind of a problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProblemKind {
    /// What is no YAML.
    Syntax(Fault),
    /// `&name` or `*name`.
    Reference,
    /// `!tag`.
    Tag,
    /// Values nested deeper than a paper needs.
    TooDeep,
}

/// What is wrong with a text, in words for its author.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong, in one line.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
}

impl Fault {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: Some(help.into()) }
    }
}

/// Reads `text`, which begins at byte `offset` of its file. Returns `None` for a text without a
/// value.
///
/// Anchors, aliases and tags are refused: they have no use in a paper, and a few lines of them can
/// grow into gigabytes.
///
/// # Errors
///
/// The first problem met. Callers that want them all read piece by piece.
pub fn parse(text: &str, offset: usize) -> Result<Option<Node>, Problem> {
    simple::parse(text, offset).map_or_else(|| parse_all(text, offset), |node| Ok(Some(node)))
}

/// Where the keys of `text` are and, without quotes, the values beside them, if it is of the simplest kind: lines of
/// `key: value`. No value beside a key with a list or a mapping below it; none at all for any other text.
pub fn simple_places(text: &str) -> Option<Vec<(Span, Option<Span>)>> {
    simple::places(text)
}

/// Reads all of YAML that [`parse`] accepts.
fn parse_all(text: &str, offset: usize) -> Result<Option<Node>, Problem> {
    let mut options = Options::default();
    options.emit_comments = false;
    let mut builder = Builder { text, offset, ..Builder::default() };
    for next in Parser::new_from_str_with_options(text, options) {
        let (event, span) = next.map_err(|error| {
            let at = place_of(&error, text);
            Problem { span: Span::at(offset + at), kind: syntax_problem(error.kind()) }
        })?;
        let span = Span::from(span.byte_range().unwrap_or(0..0)).shifted(offset);
        builder.take(event, span)?;
    }
    Ok(builder.root)
}

/// The first place of a whole file that is no YAML, or that begins another file for readers of YAML.
fn first_fault(text: &str) -> Option<(Span, Fault)> {
    let mut documents = 0;
    Parser::new_from_str_with_options(text, Options::default()).find_map(|next| match next {
        Ok((Event::DocumentStart(..), span)) => {
            documents += 1;
            let start = span.byte_range().map_or(0, |range| range.start);
            (documents > 1).then(|| (end_before(text, start), explain::second_document()))
        }
        Ok(_) => None,
        Err(error) => Some((Span::at(place_of(&error, text)), syntax::fault(error.kind()))),
    })
}

/// The byte at which the parser stopped.
fn place_of(error: &ScanError, text: &str) -> usize {
    error.marker().byte_offset().unwrap_or(text.len()).min(text.len())
}

/// The last line of `---` or `...` that begins at `start` or before: where the author has to look.
fn end_before(text: &str, start: usize) -> Span {
    let is_end = |at: &usize| text[*at..].starts_with("---") || text[*at..].starts_with("...");
    let starts = text[..start].match_indices('\n').map(|(at, _)| at + 1);
    let last = [0].into_iter().chain(starts).rfind(is_end);
    last.map_or(Span::at(start), |at| Span::new(at, at + "---".len()))
}

fn syntax_problem(kind: &ErrorKind) -> ProblemKind {
    match kind {
        ErrorKind::RecursionLimitExceeded => ProblemKind::TooDeep,
        ErrorKind::UnknownAnchor
        | ErrorKind::MissingAnchorOrAliasName
        | ErrorKind::AnchorCountOverflow => ProblemKind::Reference,
        kind => ProblemKind::Syntax(syntax::fault(kind)),
    }
}

/// Builds nodes from a parser's events without recursion, so that no nesting can overflow the
/// stack.
#[derive(Default)]
struct Builder<'t> {
    text: &'t str,
    offset: usize,
    open: Vec<Open>,
    root: Option<Node>,
}

struct Open {
    start: usize,
    items: Items,
}

enum Items {
    Sequence(Vec<Node>),
    Mapping(Vec<(Node, Node)>, Option<Node>),
}

impl Builder<'_> {
    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), Problem> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                refuse_properties(anchor, tag.is_some(), span)?;
                let scalar = Scalar::new(text, style);
                let span = if scalar.style == Style::Block { self.block(span) } else { span };
                self.add(Node { span, kind: Kind::Scalar(scalar) });
            }
            Event::SequenceStart(_, anchor, tag) => {
                refuse_properties(anchor, tag.is_some(), span)?;
                self.start(span, Items::Sequence(Vec::new()))?;
            }
            Event::MappingStart(_, anchor, tag) => {
                refuse_properties(anchor, tag.is_some(), span)?;
                self.start(span, Items::Mapping(Vec::new(), None))?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(span),
            Event::Alias(_) => return Err(Problem { span, kind: ProblemKind::Reference }),
            _ => {}
        }
        Ok(())
    }

    fn start(&mut self, span: Span, items: Items) -> Result<(), Problem> {
        if self.open.len() >= MAX_DEPTH {
            return Err(Problem { span, kind: ProblemKind::TooDeep });
        }
        self.open.push(Open { start: span.start, items });
        Ok(())
    }

    /// From the mark `|` or `>` to the last line's end; the parser has the lines below the mark up to
    /// the next key.
    fn block(&self, span: Span) -> Span {
        let start = span.start.saturating_sub(self.offset);
        let before = self.text.get(..start).unwrap_or_default();
        let start = before.rfind(['|', '>']).unwrap_or(start);
        let end = span.end.saturating_sub(self.offset);
        let block = self.text.get(start..end).unwrap_or_default().trim_end();
        Span::new(start, start + block.len()).shifted(self.offset)
    }

    fn end(&mut self, mark: Span) {
        let Some(Open { start, items }) = self.open.pop() else { return };
        // Brackets end with a mark of their own, a block with its last value.
        let last = match &items {
            Items::Sequence(items) => items.last(),
            Items::Mapping(pairs, _) => pairs.last().map(|(_, value)| value),
        };
        let end = match last {
            Some(last) if mark.is_empty() => last.span.end,
            _ => mark.end,
        };
        let kind = match items {
            Items::Sequence(items) => Kind::Sequence(items),
            Items::Mapping(pairs, _) => Kind::Mapping(pairs),
        };
        self.add(Node { span: Span::new(start, end), kind });
    }

    fn add(&mut self, node: Node) {
        match self.open.last_mut().map(|open| &mut open.items) {
            None => self.root = Some(node),
            Some(Items::Sequence(items)) => items.push(node),
            Some(Items::Mapping(pairs, key)) => match key.take() {
                None => *key = Some(node),
                Some(key) => pairs.push((key, node)),
            },
        }
    }
}

fn refuse_properties(anchor: usize, tagged: bool, span: Span) -> Result<(), Problem> {
    if anchor != 0 {
        return Err(Problem { span, kind: ProblemKind::Reference });
    }
    if tagged {
        return Err(Problem { span, kind: ProblemKind::Tag });
    }
    Ok(())
}

impl Scalar {
    fn new(text: Cow<'_, str>, style: ScalarStyle) -> Self {
        let style = match style {
            ScalarStyle::Plain => Style::Plain,
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => Style::Quoted,
            ScalarStyle::Literal | ScalarStyle::Folded => Style::Block,
        };
        Self { text: text.into_owned(), style }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Node {
        let node = parse(text, 100).ok().flatten();
        match node.map(|node| node.kind) {
            Some(Kind::Mapping(mut pairs)) => pairs.remove(0).1,
            other => unreachable!("{other:?}"),
        }
    }

    #[test]
    fn values_stay_as_typed_with_their_bytes() {
        let node = value("date: “é” \n");
        assert_eq!(node.scalar().map(|scalar| scalar.text.as_str()), Some("“é”"));
        assert_eq!(node.span, Span::new(106, 114));
        assert_eq!(value("n: '0624'").scalar().map(|scalar| scalar.text.as_str()), Some("0624"));
    }

    #[test]
    fn a_value_ends_with_its_last_character() {
        let spans = |text: &str| {
            let span = value(text).span;
            text.get(span.start - 100..span.end - 100).unwrap_or_default().to_owned()
        };
        assert_eq!(spans("a: |-\n  é\n  b\n\nc: d\n"), "|-\n  é\n  b");
        assert_eq!(spans("a:\n  b: c # d\nc: d\n"), "b: c");
        assert_eq!(spans("a:\n  - b\n  - c\n\nd: e\n"), "- b\n  - c");
        assert_eq!(spans("a: [b, c] # d\n"), "[b, c]");
    }

    #[test]
    fn an_empty_value_is_null_and_a_quoted_word_is_not() {
        assert!(value("title:\n").is_null());
        assert!(value("title: ~\n").is_null());
        assert!(!value("title: \"Null\"\n").is_null());
    }

    #[test]
    fn duplicates_are_kept() {
        let node = parse("a: 1\na: 2\n", 0).ok().flatten();
        assert!(matches!(node, Some(Node { kind: Kind::Mapping(pairs), .. }) if pairs.len() == 2));
    }

    #[test]
    fn anchors_tags_and_deep_nesting_are_refused() {
        let problem = |text: &str| parse(text, 0).map_err(|problem| problem.kind);
        assert_eq!(problem("a: &x 1\n"), Err(ProblemKind::Reference));
        assert_eq!(problem("a: *x\n"), Err(ProblemKind::Reference));
        assert_eq!(problem("a: !x y\n"), Err(ProblemKind::Tag));
        assert_eq!(problem(&format!("a: {}", "[".repeat(100_000))), Err(ProblemKind::TooDeep));
    }
}
