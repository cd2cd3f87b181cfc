//! The ids of drawings and bookmarks, which are unique over all parts of a file, or Word repairs it.

use crate::word::archive::parse;
use crate::word::elements::NAMESPACE;
use roxmltree::Node;

use super::package::Part;

/// The namespace of drawings in text, ECMA-376 part 1, 20.4.
const DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing";

/// Numbers that are given once.
#[derive(Debug)]
pub(super) struct Ids {
    /// The first that is free.
    pub(super) next: usize,
}

impl Default for Ids {
    fn default() -> Self {
        Self { next: 1 }
    }
}

impl Ids {
    /// Gives the drawings and bookmarks of a part ids of their own. Only the end of a bookmark refers to one.
    ///
    /// # Errors
    ///
    /// The part is not XML.
    pub(super) fn renumber(&mut self, part: &mut Part) -> Result<(), String> {
        let Ok(text) = std::str::from_utf8(&part.bytes) else { return Ok(()) };
        let xml = parse(&part.name, text)?;
        let mut renumbered = String::with_capacity(text.len());
        let mut at = 0;
        let mut open: Vec<(&str, usize)> = Vec::new();
        for node in xml.descendants().filter(Node::is_element) {
            let is_drawing = node.has_tag_name((DRAWING, "docPr"));
            let is_start = node.has_tag_name((NAMESPACE, "bookmarkStart"));
            let is_end = node.has_tag_name((NAMESPACE, "bookmarkEnd"));
            let id = if is_drawing {
                node.attribute_node("id")
            } else if is_start || is_end {
                node.attribute_node((NAMESPACE, "id"))
            } else {
                None
            };
            let Some(id) = id else { continue };
            let known = open.iter().rposition(|(old, _)| is_end && *old == id.value());
            let new = match known {
                Some(at) => open.remove(at).1,
                None => self.take(),
            };
            if is_start {
                open.push((id.value(), new));
            }
            let place = id.range_value();
            renumbered.push_str(&text[at..place.start]);
            renumbered.push_str(&new.to_string());
            at = place.end;
        }
        renumbered.push_str(&text[at..]);
        part.bytes = renumbered.into_bytes();
        Ok(())
    }

    fn take(&mut self) -> usize {
        self.next += 1;
        self.next - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drawings_get_ids_of_their_own_and_bookmarks_keep_their_ends() {
        let text = format!(
            "<w:hdr xmlns:w=\"{NAMESPACE}\" xmlns:wp=\"{DRAWING}\"><w:bookmarkStart w:id=\"7\" w:name=\"a\"/>\
             <wp:docPr id=\"7\"/><wp:docPr id=\"7\"/><w:bookmarkEnd w:id=\"7\"/></w:hdr>"
        );
        let mut part = Part { bytes: text.into_bytes(), ..Part::default() };
        let mut ids = Ids::default();
        assert_eq!(ids.renumber(&mut part), Ok(()));
        let text = String::from_utf8(part.bytes).unwrap_or_default();
        assert!(text.contains("Start w:id=\"1\"") && text.contains("End w:id=\"1\""), "{text}");
        assert!(text.contains("docPr id=\"2\"") && text.contains("docPr id=\"3\""), "{text}");
        assert_eq!(ids.next, 4);
    }
}
