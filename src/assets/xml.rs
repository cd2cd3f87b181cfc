//! XML that somebody else made, looked at before a parser takes it apart.

use roxmltree::{Document, ParsingOptions};

/// The most attributes of an element: a parser compares each with all others.
const MAX_ATTRIBUTES: usize = 1_000;
/// The most elements and texts of a document; each takes some hundred bytes.
const MAX_NODES: u32 = 500_000;
/// The most bytes that references to entities may add.
const MAX_ENTITIES: usize = 32 * 1024 * 1024;

/// Why a document is not taken apart.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum XmlFault {
    /// It has more parts than any document needs.
    #[error("has more parts than can be read")]
    TooManyParts,
    /// It is no XML, for this reason.
    #[error("{0}")]
    Broken(String),
}

/// Parses a document, which may declare entities where `allow_dtd` says so.
///
/// # Errors
///
/// It is broken, or has more parts than any document needs.
pub(crate) fn parse(text: &str, allow_dtd: bool) -> Result<Document<'_>, XmlFault> {
    if most_attributes(text) > MAX_ATTRIBUTES || entities_length(text) > MAX_ENTITIES {
        return Err(XmlFault::TooManyParts);
    }
    let options = ParsingOptions { allow_dtd, nodes_limit: MAX_NODES, ..Default::default() };
    Document::parse_with_options(text, options).map_err(|error| match error {
        roxmltree::Error::NodesLimitReached => XmlFault::TooManyParts,
        error => XmlFault::Broken(error.to_string()),
    })
}

/// How many attributes the element with the most of them has, or seems to have.
fn most_attributes(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut most, mut count, mut quote) = (0, None, None);
    for byte in bytes {
        match (quote, byte) {
            (Some(open), _) => quote = Some(open).filter(|open| *open != byte),
            (None, b'<') => count = Some(0),
            (None, b'>') => count = None,
            // Quotes are marks only in a tag.
            (None, b'"' | b'\'') => quote = count.map(|_| byte),
            (None, b'=') => {
                count = count.map(|count| count + 1);
                most = most.max(count.unwrap_or_default());
            }
            _ => {}
        }
    }
    most
}

/// The most bytes that the references to a document's own entities can stand for.
fn entities_length(text: &str) -> usize {
    let Some(start) = memchr::memmem::find(text.as_bytes(), b"<!ENTITY") else { return 0 };
    let end = memchr::memmem::rfind(text.as_bytes(), b"<!ENTITY").unwrap_or(start);
    let rest = &text[end..];
    let declared = &text[start..end + rest.find('>').unwrap_or(rest.len())];
    let references = memchr::memchr_iter(b'&', text.as_bytes()).count();
    // An entity of entities has at most so many.
    let inner = if declared.contains('&') { 255 } else { 1 };
    references.saturating_mul(declared.len()).saturating_mul(inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_parser_would_choke_on_is_seen_before() {
        let attributes = |count: usize| {
            format!("<a {}/>", (0..count).map(|at| format!("b{at}='=' ")).collect::<String>())
        };
        assert!(parse(&attributes(900), false).is_ok());
        assert_eq!(parse(&attributes(300_000), false).err(), Some(XmlFault::TooManyParts));
        let elements = |count: usize| format!("<a>{}</a>", "<b/>".repeat(count));
        assert!(parse(&elements(100_000), false).is_ok());
        assert_eq!(parse(&elements(1_000_000), false).err(), Some(XmlFault::TooManyParts));
        let entities = |value: usize, uses: usize| {
            format!(
                "<!DOCTYPE a [<!ENTITY e '{}'>]><a>{}</a>",
                "x".repeat(value),
                "&e;".repeat(uses)
            )
        };
        assert!(parse(&entities(40, 100), true).is_ok());
        assert_eq!(parse(&entities(60_000, 100_000), true).err(), Some(XmlFault::TooManyParts));
        // Equals signs in text are no attributes, wherever a quotation mark is.
        let text = format!("<a>don't {}</a>", "x = y ".repeat(5_000));
        assert!(parse(&text, false).is_ok());
        assert!(matches!(parse("<a", false), Err(XmlFault::Broken(_))));
    }
}
