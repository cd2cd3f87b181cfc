//! What a file says of itself, ECMA-376 part 2, 8, and part 1, 22.2 and 22.3.

use super::archive::{Archive, parse};
use super::elements::local;

/// What a file says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Properties {
    /// Its title.
    pub title: Option<String>,
    /// The program that wrote it.
    pub application: Option<String>,
    /// The texts of its custom properties, one a line.
    pub custom: String,
}

impl Properties {
    /// Reads the properties, as far as they can be read: the text does not depend on them.
    pub(super) fn read(archive: &Archive) -> Self {
        let texts = |part: &str, name: &str| -> Vec<String> {
            let Some(xml) = archive.text(part).ok().and_then(|text| parse(part, text).ok()) else {
                return Vec::new();
            };
            let named = xml.descendants().filter(|node| node.is_element() && local(node) == name);
            let texts = named.filter_map(|node| node.text()).map(|text| text.trim().to_owned());
            texts.filter(|text| !text.is_empty()).collect()
        };
        Self {
            title: texts("docProps/core.xml", "title").into_iter().next(),
            application: texts("docProps/app.xml", "Application").into_iter().next(),
            custom: texts("docProps/custom.xml", "lpwstr").join("\n"),
        }
    }

    /// Whether this program wrote it, whatever has saved it since.
    pub fn is_own(&self) -> bool {
        self.is_untouched() || self.custom.contains("issuepaper")
    }

    /// Whether this program was the last to write it.
    pub fn is_untouched(&self) -> bool {
        self.application.as_deref().is_some_and(|name| name.starts_with("issuepaper"))
    }
}
