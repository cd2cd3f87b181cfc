//! XML as Office Open XML wants it: balanced, escaped, and without the characters that it can't carry.

use std::borrow::Cow;
use std::ops::Range;

use quick_xml::Writer;
use quick_xml::escape::escape;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::render::clean::carried;

/// The attributes of an element.
pub(super) type Attributes<'a> = &'a [(&'a str, &'a str)];

/// A piece of XML that is being written.
pub(super) struct Xml(Writer<Vec<u8>>);

impl Xml {
    /// An empty piece, to be put into a document.
    pub(super) fn fragment() -> Self {
        Self(Writer::new(Vec::new()))
    }

    /// A document, with its declaration.
    pub(super) fn document() -> Self {
        let mut xml = Self::fragment();
        xml.write(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), Some("yes"))));
        xml
    }

    /// An element with what `fill` writes into it.
    pub(super) fn element<T>(
        &mut self,
        name: &str,
        attributes: Attributes<'_>,
        fill: impl FnOnce(&mut Self) -> T,
    ) -> T {
        self.write(Event::Start(start(name, attributes)));
        let result = fill(self);
        self.write(Event::End(BytesEnd::new(name)));
        result
    }

    /// An element with nothing in it.
    pub(super) fn empty(&mut self, name: &str, attributes: Attributes<'_>) {
        self.write(Event::Empty(start(name, attributes)));
    }

    /// An element with a text in it.
    pub(super) fn leaf(&mut self, name: &str, attributes: Attributes<'_>, text: &str) {
        self.element(name, attributes, |xml| xml.text(text));
    }

    /// Text.
    pub(super) fn text(&mut self, text: &str) {
        self.write(Event::Text(BytesText::from_escaped(escape(allowed(text)))));
    }

    /// How many bytes have been written.
    pub(super) fn len(&self) -> usize {
        self.0.get_ref().len()
    }

    /// Puts XML at an earlier place, between two tags.
    pub(super) fn insert(&mut self, at: usize, xml: &str) {
        self.0.get_mut().splice(at..at, xml.bytes());
    }

    /// Takes away what is there.
    pub(super) fn remove(&mut self, range: Range<usize>) {
        self.0.get_mut().drain(range);
    }

    /// XML that has been written already.
    pub(super) fn raw(&mut self, xml: &str) {
        self.0.get_mut().extend_from_slice(xml.as_bytes());
    }

    /// What has been written.
    pub(super) fn finish(self) -> String {
        // Every piece was written from a `str`.
        String::from_utf8(self.0.into_inner()).unwrap_or_default()
    }

    fn write(&mut self, event: Event<'_>) {
        // Writing to a vector can't fail.
        let _ = self.0.write_event(event);
    }
}

fn start<'a>(name: &'a str, attributes: Attributes<'a>) -> BytesStart<'a> {
    let mut start = BytesStart::new(name);
    for (name, value) in attributes {
        start.push_attribute((*name, allowed(value)));
    }
    start
}

/// `text` as a page carries it, which leaves out more than
/// [XML 1.0](https://www.w3.org/TR/xml/#charsets) can't carry.
fn allowed(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| carried(c) == Some(c)) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().filter_map(carried).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_breaks_out_of_it() {
        let mut xml = Xml::fragment();
        xml.element("w:t", &[("w:a", "\"<\n&'>")], |xml| {
            xml.text("]]> & <b>\u{0}\u{1f}\u{ffff}\r\u{1f69a}");
        });
        let text = xml.finish();
        assert_eq!(
            text,
            "<w:t w:a=\"&quot;&lt;&#10;&amp;&apos;&gt;\">]]&gt; &amp; &lt;b&gt;\u{1f69a}</w:t>"
        );
    }
}
