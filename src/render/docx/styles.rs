//! The styles of a document: an office's own where it has them, and those of the program for the rest.
//!
//! Styles are identified by their names, as in Word: the ids are in the language of the Word that
//! an office uses.

use crate::word::archive::parse;
use crate::word::elements::{NAMESPACE, attribute, descendant, is_word};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

use roxmltree::Node;

use super::tokens::Tokens;
use super::xml::Xml;

/// The part that holds the styles.
pub(super) const PART: &str = "word/styles.xml";

/// The styles of the program, without the space between elements.
static BUILT_IN: LazyLock<String> =
    LazyLock::new(|| include_str!("parts/styles.xml").lines().map(str::trim).collect());

/// What a style is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Paragraph,
    Character,
    Table,
    Numbering,
}

/// The styles that a document can use.
#[derive(Debug)]
pub(super) struct StyleSheet {
    /// The XML up to the place of the language.
    before: String,
    /// The XML after it, up to the end tag or the styles of the program.
    after: String,
    /// The styles of the program that are added, with tokens for colors and the like.
    added: String,
    /// Whether the rest has tokens too.
    is_built_in: bool,
    /// The ids by kind and name.
    ids: BTreeMap<(Kind, String), String>,
}

impl StyleSheet {
    /// The styles of the program.
    ///
    /// # Errors
    ///
    /// None; the type is that of [`over`](Self::over).
    pub(super) fn built_in() -> Result<Self, String> {
        Ok(Self { is_built_in: true, ..Self::over(&BUILT_IN)? })
    }

    /// The styles in `own`, and those of the program whose names are not among them.
    ///
    /// # Errors
    ///
    /// `own` is not a style sheet of the kind that Word writes.
    pub(super) fn over(own: &str) -> Result<Self, String> {
        let sheet = parse(PART, own)?;
        let root = sheet.root_element();
        is_word(&root, "styles", PART)?;
        let mut sheet = Self::read(own, &root)?;
        sheet.add_missing()?;
        Ok(sheet)
    }

    /// The id of the paragraph style `name`.
    pub(super) fn paragraph<'a>(&'a self, name: &'a str) -> &'a str {
        self.id(Kind::Paragraph, name)
    }

    /// The id of the character style `name`.
    pub(super) fn character<'a>(&'a self, name: &'a str) -> &'a str {
        self.id(Kind::Character, name)
    }

    /// The id of the table style `name`.
    pub(super) fn table<'a>(&'a self, name: &'a str) -> &'a str {
        self.id(Kind::Table, name)
    }

    fn id<'a>(&'a self, kind: Kind, name: &'a str) -> &'a str {
        // Every name that the program asks for is in its own styles, which a test verifies.
        self.ids.get(&(kind, name.to_lowercase())).map_or(name, String::as_str)
    }

    /// The XML for a document in the language `lang`.
    pub(super) fn xml(&self, lang: &str, tokens: &Tokens) -> String {
        let mut language = Xml::fragment();
        language.empty("w:lang", &[("w:val", lang), ("w:eastAsia", lang), ("w:bidi", lang)]);
        let own = |text: &str| {
            if self.is_built_in { tokens.fill(text) } else { text.to_owned() }
        };
        let added = tokens.fill(&self.added);
        [&own(&self.before), &language.finish(), &own(&self.after), &added, "</w:styles>"].concat()
    }

    fn read(text: &str, root: &Node<'_, '_>) -> Result<Self, String> {
        let elements = || root.children().filter(Node::is_element);
        let defaults = elements().find(|node| node.has_tag_name((NAMESPACE, "docDefaults")));
        let start = elements().next().map_or(root.range().end, |first| first.range().start);
        let place = defaults.map_or(start..start, |node| node.range());
        let end = text
            .rfind("</")
            .filter(|end| *end >= place.end)
            .ok_or_else(|| format!("has no styles in {PART}"))?;
        let mut before = text[..place.start].to_owned();
        before.push_str("<w:docDefaults><w:rPrDefault><w:rPr>");
        let run = defaults.and_then(|node| descendant(node, "rPrDefault")?.first_element_child());
        let is_language = |node: &Node<'_, '_>| node.has_tag_name((NAMESPACE, "lang"));
        for property in run.iter().flat_map(Node::children).filter(|node| !is_language(node)) {
            before.push_str(&text[property.range()]);
        }
        let mut after = "</w:rPr></w:rPrDefault>".to_owned();
        let paragraph = defaults.and_then(|node| descendant(node, "pPrDefault"));
        after.push_str(paragraph.map_or("", |node| &text[node.range()]));
        after.push_str("</w:docDefaults>");
        after.push_str(&text[place.end..end]);
        let ids = elements().filter_map(|node| {
            Some((
                (kind(&node)?, name(&node)?.to_lowercase()),
                attribute(&node, "styleId")?.to_owned(),
            ))
        });
        let ids = ids.collect();
        Ok(Self { before, after, added: String::new(), is_built_in: false, ids })
    }

    /// Adds the styles of the program that are not there, under ids that are free.
    fn add_missing(&mut self) -> Result<(), String> {
        let built_in = parse(PART, &BUILT_IN)?;
        let styles: Vec<Node<'_, '_>> = built_in
            .root_element()
            .children()
            .filter(|node| node.has_tag_name((NAMESPACE, "style")))
            .collect();
        let mut taken: BTreeSet<String> = self.ids.values().cloned().collect();
        let mut renamed = BTreeMap::new();
        let mut missing = Vec::new();
        for style in styles {
            let (Some(kind), Some(name), Some(id)) =
                (kind(&style), name(&style), attribute(&style, "styleId"))
            else {
                continue;
            };
            if let Some(own) = self.ids.get(&(kind, name.to_lowercase())) {
                renamed.insert(id, own.clone());
                continue;
            }
            let mut free = id.to_owned();
            while !taken.insert(free.clone()) {
                free.push('_');
            }
            renamed.insert(id, free.clone());
            self.ids.insert((kind, name.to_lowercase()), free);
            missing.push(style);
        }
        for style in missing {
            let is_id =
                |node: &Node<'_, '_>| matches!(node.tag_name().name(), "basedOn" | "next" | "link");
            let values =
                style.descendants().filter(is_id).filter_map(|node| value_place(&node, "val"));
            let mut places: Vec<(Range<usize>, &str)> =
                value_place(&style, "styleId").into_iter().chain(values).collect();
            places.sort_by_key(|(place, _)| place.start);
            let mut at = style.range().start;
            for (place, id) in places {
                self.added.push_str(&BUILT_IN[at..place.start]);
                self.added.push_str(renamed.get(id).map_or(id, String::as_str));
                at = place.end;
            }
            self.added.push_str(&BUILT_IN[at..style.range().end]);
        }
        Ok(())
    }
}

fn kind(style: &Node<'_, '_>) -> Option<Kind> {
    Some(match attribute(style, "type")? {
        "paragraph" => Kind::Paragraph,
        "character" => Kind::Character,
        "table" => Kind::Table,
        "numbering" => Kind::Numbering,
        _ => return None,
    })
}

fn name<'a>(style: &Node<'a, '_>) -> Option<&'a str> {
    let name = style.children().find(|node| node.has_tag_name((NAMESPACE, "name")))?;
    attribute(&name, "val")
}

/// The place of an attribute's value in the text, and the value.
fn value_place<'a>(node: &Node<'a, '_>, name: &str) -> Option<(Range<usize>, &'a str)> {
    let attribute = node.attribute_node((NAMESPACE, name))?;
    Some((attribute.range_value(), attribute.value()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(styles: &str) -> StyleSheet {
        let text = format!("<w:styles xmlns:w=\"{NAMESPACE}\">{styles}</w:styles>");
        StyleSheet::over(&text).unwrap_or_else(|fault| unreachable!("{fault}"))
    }

    #[test]
    fn an_office_s_styles_are_found_by_name() {
        let own = r#"<w:style w:type="paragraph" w:styleId="berschrift4"><w:name w:val="heading 4"/></w:style>
            <w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="Zwei"/></w:style>"#;
        let sheet = sheet(own);
        assert_eq!(sheet.paragraph("heading 4"), "berschrift4");
        // The id is taken by another style, so the program's own gets another.
        assert_eq!(sheet.paragraph("heading 2"), "Heading2_");
        let xml = sheet.xml("fr-CA", &Tokens::default());
        assert!(xml.contains(r#"w:styleId="Heading2_""#));
        assert!(xml.contains(r#"<w:basedOn w:val="berschrift4"/>"#));
        assert!(
            !xml.contains(r#"w:styleId="Heading4""#) && xml.contains(r#"<w:lang w:val="fr-CA""#)
        );
        assert!(roxmltree::Document::parse(&xml).is_ok());
    }

    #[test]
    fn defaults_stay_and_the_language_is_the_paper_s() {
        let own = r#"<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="30"/><w:lang w:val="de-DE"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"#;
        let xml = sheet(own).xml("en-US", &Tokens::default());
        assert!(
            xml.contains(r#"<w:sz w:val="30"/><w:lang w:val="en-US""#)
                && xml.contains("<w:pPrDefault/>")
        );
        assert!(!xml.contains("de-DE"));
    }

    #[test]
    fn a_part_that_word_does_not_write_is_reported() {
        let fault = |text: &str| StyleSheet::over(text).err().unwrap_or_default();
        assert!(fault("<a").contains("broken part"));
        assert!(fault("<styles/>").contains("no Word styles"));
        let strict = r#"<w:styles xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"/>"#;
        assert!(fault(strict).contains("Strict"));
    }
}
