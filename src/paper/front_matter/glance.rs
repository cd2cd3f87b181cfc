//! What a front matter of the usual kind says, read without a copy of it.
//!
//! A project's papers are compared with each other by a few fields. Where nobody asks for more, reading the front
//! matter whole would take most of the time of checking one paper of many.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::text::source::Span;
use crate::yaml;

/// The line before the fields, and after them.
const FENCE: &str = "---\n";

/// What ends the fields. Making a searcher takes longer than searching a front matter.
static END: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("\n---\n"));

/// The fields of a front matter that nothing is wrong with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glance {
    fields: Box<[Field]>,
}

/// Places in the text of the paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Field {
    key: Place,
    /// None for a list or a mapping.
    value: Option<Place>,
}

/// A range of bytes in the first 64 KiB of a text, that takes a quarter of the memory of a [`Span`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    start: u16,
    end: u16,
}

/// The front matter at the start of a file with its fences, if both are as they should be.
pub fn usual(text: &[u8]) -> Option<&[u8]> {
    let inner = text.strip_prefix(FENCE.as_bytes())?;
    let end = END.find(inner)?;
    text.get(..FENCE.len() + end + 1 + FENCE.len())
}

impl Glance {
    /// Reads the front matter at the start of `text`. None if it is not of the usual kind beyond doubt:
    /// [`parse`](super::parse) reads it in any case.
    pub fn new(text: &str) -> Option<Self> {
        let head = usual(text.as_bytes())?;
        let block = &text[FENCE.len()..head.len() - FENCE.len()];
        let place = |span: Span| {
            let span = span.shifted(FENCE.len());
            Some(Place { start: span.start.try_into().ok()?, end: span.end.try_into().ok()? })
        };
        let field = |(key, value): (Span, Option<Span>)| {
            // A person's name that is not indented, and quotation marks that are not YAML's, are faults.
            let is_usual = &block[key.range()] != "name"
                && value.is_none_or(|value| !is_in_quotation_marks(&block[value.range()]));
            let value = match value {
                Some(value) => Some(place(value)?),
                None => None,
            };
            is_usual.then_some(Field { key: place(key)?, value })
        };
        let fields = yaml::simple_places(block)?.into_iter().map(field);
        Some(Self { fields: fields.collect::<Option<_>>()? })
    }

    /// Whether there is a field under `key`. `text` is what this was read from.
    pub fn has(&self, text: &str, key: &str) -> bool {
        self.fields.iter().any(|field| field.key.is(text, key))
    }

    /// The text of the first field under `key`, if it is a single value.
    pub fn text<'t>(&self, text: &'t str, key: &str) -> Option<&'t str> {
        let field = self.fields.iter().find(|field| field.key.is(text, key))?;
        Some(field.value?.of(text))
    }
}

impl Place {
    /// Whether the text here is `word`.
    fn is(self, text: &str, word: &str) -> bool {
        usize::from(self.end - self.start) == word.len() && self.of(text) == word
    }

    fn of(self, text: &str) -> &str {
        let span = Span::new(self.start.into(), self.end.into());
        text.get(span.range()).unwrap_or_default()
    }
}

/// Whether a value has a typographic quotation mark at either end.
fn is_in_quotation_marks(value: &str) -> bool {
    let marks = ['‘', '’', '“', '”'];
    value.starts_with(marks) || value.ends_with(marks)
}
