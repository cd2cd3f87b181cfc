//! Where links lead.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::Writer;
use super::package::Relationships;
use super::xml::Xml;

/// Characters that can't be in a URI
/// ([RFC 3986](https://www.rfc-editor.org/rfc/rfc3986#section-2)).
const FORBIDDEN: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}')
    .add(b'[')
    .add(b']');

impl Writer<'_> {
    /// The bookmark of a heading. Word allows forty letters, digits and underscores.
    pub(super) fn bookmark(&mut self, anchor: &str) -> String {
        let next = self.bookmarks.len() + 1;
        let number = self.bookmarks.entry(anchor.to_owned()).or_insert(next);
        format!("heading_{number}")
    }

    /// What the part that is being written refers to.
    pub(super) fn relationships(&mut self) -> &mut Relationships {
        &mut self.relationships[usize::from(self.notes.is_open)]
    }
}

/// An address as a URI; none if its host is neither a name nor a number, which would keep Word from
/// opening the whole file.
pub(super) fn uri(url: &str) -> Option<String> {
    if let Some((_, rest)) = url.split_once("://") {
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
        let is_host = |c: char| c.is_alphanumeric() || matches!(c, '-' | '.' | '_' | ':');
        if host.is_empty() || !host.chars().all(is_host) {
            return None;
        }
    }
    // A second fragment is a mistake of the author's that a URI can't carry.
    let (address, fragment) = url.split_once('#').unwrap_or((url, ""));
    let mut uri = encoded(address);
    if !fragment.is_empty() {
        uri.push('#');
        uri.push_str(&encoded(&fragment.replace('#', "%23")));
    }
    (!uri.is_empty()).then_some(uri)
}

/// `text` percent-encoded where it has to be; a stray `%` becomes `%25`.
fn encoded(text: &str) -> String {
    let is_code =
        |rest: &str| rest.len() >= 2 && rest.bytes().take(2).all(|byte| byte.is_ascii_hexdigit());
    let mut parts = text.split('%');
    let mut out = utf8_percent_encode(parts.next().unwrap_or_default(), FORBIDDEN).to_string();
    for part in parts {
        out.push_str(if is_code(part) { "%" } else { "%25" });
        out.extend(utf8_percent_encode(part, FORBIDDEN));
    }
    out
}

/// The instruction of a field.
pub(super) fn instruction(xml: &mut Xml, text: &str) {
    xml.leaf("w:instrText", &[("xml:space", "preserve")], text);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_becomes_a_uri() {
        let same = "https://example.org/a%20b?a=1&b=2#part";
        assert_eq!(uri(same).as_deref(), Some(same));
        assert_eq!(uri("a b/\u{e9}|[1].docx").as_deref(), Some("a%20b/%C3%A9%7C%5B1%5D.docx"));
        assert_eq!(uri("100%.docx#a#b").as_deref(), Some("100%25.docx#a%23b"));
        assert_eq!(uri("http://[bad/"), None);
        assert_eq!(uri("http:///path"), None);
        assert_eq!(uri(""), None);
    }
}
