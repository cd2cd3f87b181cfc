//! A part of one of the two documents, ready to be put together with that of the other.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::super::package::Part;

/// What is put before the names and ids of relationships and bookmarks of the old document.
const OLD: &str = "old_";
/// What is added to the ids of bookmarks, pictures and lists of the old document.
const SHIFT: usize = 50_000;

static NUMBERED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"(<w:bookmarkStart w:id="|<w:bookmarkEnd w:id="|<wp:docPr id="|<pic:cNvPr id="|<w:footnoteReference (?:w:customMarkFollows="1" )?w:id="|<w:footnote w:id=")([0-9]+)""#,
    )
    .ok()
});
static NAMED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"( r:[a-z]+="|<w:bookmarkStart w:id="[0-9]+" w:name="|<w:hyperlink w:anchor="| w:anchor="| NOTEREF )([A-Za-z])"#)
        .ok()
});
static REFERENCE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#" r:[a-z]+="([^"]+)""#).ok());
static NOTE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"<w:footnoteReference [^>]*w:id="(-?[0-9]+)"[^>]*>"#).ok());
static ID: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r#" (?:w:)?id="[0-9]+""#).ok());
static LIST: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"<w:numId w:val="([0-9]+)"/>"#).ok());

/// A part as XML, and what its ids mean.
#[derive(Debug, Default)]
pub(super) struct Side {
    pub(super) xml: String,
    /// What each relationship leads to.
    targets: BTreeMap<String, String>,
    /// The text of each footnote.
    notes: BTreeMap<String, String>,
}

impl Side {
    /// A part of the new document.
    pub(super) fn new(
        part: &Part,
        parts: &BTreeMap<String, Part>,
        notes: BTreeMap<String, String>,
    ) -> Self {
        let xml = text(part);
        Self { xml, targets: targets(part, parts, ""), notes }
    }

    /// A part of the old document, with ids and names that the new one does not have.
    pub(super) fn old(
        part: &Part,
        parts: &BTreeMap<String, Part>,
        notes: BTreeMap<String, String>,
    ) -> Self {
        Self { xml: renamed(&text(part)), targets: targets(part, parts, OLD), notes }
    }

    /// What an element is compared by: the same for the same thing, whatever its ids are.
    pub(super) fn key(&self, xml: &str) -> String {
        let key = replaced(&REFERENCE, xml, |found| {
            self.targets.get(&found[1]).cloned().unwrap_or_default()
        });
        let key = replaced(&NOTE, &key, |found| {
            format!("<note>{}", self.notes.get(&found[1]).cloned().unwrap_or_default())
        });
        replaced(&ID, &key, |_| String::new()).replace(OLD, "")
    }
}

fn text(part: &Part) -> String {
    String::from_utf8_lossy(&part.bytes).into_owned()
}

/// `xml` with ids and names of its own.
fn renamed(xml: &str) -> String {
    let numbered = replaced(&NUMBERED, xml, |found| {
        let id = found[2].parse::<usize>().unwrap_or_default() + SHIFT;
        format!("{}{id}\"", &found[1])
    });
    replaced(&NAMED, &numbered, |found| format!("{}{OLD}{}", &found[1], &found[2]))
}

/// The relationships of the old document, under their new ids.
pub(super) fn renamed_id(id: &str) -> String {
    format!("{OLD}{id}")
}

fn targets(part: &Part, parts: &BTreeMap<String, Part>, prefix: &str) -> BTreeMap<String, String> {
    let target = |(id, target): (&str, &str)| {
        let name = format!("word/{target}");
        // A picture is what its bytes are.
        let target = parts
            .get(&name)
            .map_or_else(|| target.to_owned(), |part| super::fingerprint(&part.bytes));
        (format!("{prefix}{id}"), target)
    };
    part.relationships.all().map(|(id, _, it, _)| target((id, it))).collect()
}

/// The lists of a paragraph's properties as `map` has them.
pub(super) fn with_lists(xml: &str, map: impl Fn(usize) -> usize) -> String {
    replaced(&LIST, xml, |found| {
        format!("<w:numId w:val=\"{}\"/>", map(found[1].parse().unwrap_or_default()))
    })
}

/// The list of a paragraph's properties.
pub(super) fn list_of(xml: &str) -> Option<usize> {
    LIST.as_ref()?.captures(xml)?[1].parse().ok()
}

/// The id that a list of the old document gets if the new one has none in its place.
pub(super) const fn shifted(list: usize) -> usize {
    list + SHIFT
}

fn replaced(
    pattern: &LazyLock<Option<Regex>>,
    text: &str,
    with: impl Fn(&Captures<'_>) -> String,
) -> String {
    match pattern.as_ref() {
        Some(pattern) => pattern.replace_all(text, with).into_owned(),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_names_of_the_old_document_are_its_own() {
        let xml = "<w:hyperlink r:id=\"rId5\"><w:bookmarkStart w:id=\"1\" w:name=\"heading_1\"/>\
                   <w:footnoteReference w:id=\"2\"/><w:hyperlink w:anchor=\"heading_2\">";
        let expected = "<w:hyperlink r:id=\"old_rId5\"><w:bookmarkStart w:id=\"50001\" w:name=\"old_heading_1\"/>\
                        <w:footnoteReference w:id=\"50002\"/><w:hyperlink w:anchor=\"old_heading_2\">";
        assert_eq!(renamed(xml), expected);
        let list = "<w:numPr><w:numId w:val=\"3\"/></w:numPr>";
        assert_eq!(list_of(list), Some(3));
        assert!(with_lists(list, shifted).contains("50003"));
    }
}
