//! Where links inside a file lead.

use std::collections::HashMap;

use crate::paper::slug::Anchors;
use crate::word::{Block, WordFile};

/// The anchors of the headings that bookmarks are at.
#[derive(Debug, Default)]
pub(super) struct Links(HashMap<String, String>);

impl Links {
    /// Those of `file`.
    pub(super) fn new(file: &WordFile) -> Self {
        let (mut anchors, mut links) = (Anchors::default(), HashMap::new());
        for block in &file.blocks {
            let Block::Paragraph(paragraph) = block else { continue };
            if paragraph.level.is_none() {
                continue;
            }
            let anchor = anchors.of_heading(paragraph.text().trim());
            for name in &paragraph.bookmarks {
                links.insert(name.clone(), anchor.clone());
            }
        }
        Self(links)
    }

    /// The address of a link to `target`; none for a place in the file that is no heading.
    pub(super) fn address(&self, target: &str, is_own: bool) -> Option<String> {
        if let Some(bookmark) = target.strip_prefix('#') {
            return self.0.get(bookmark).map(|anchor| format!("#{anchor}"));
        }
        let is_relative = !target.contains(':') && !target.starts_with('/');
        match target.split_once(".docx") {
            // Pages refer to pages, papers to papers.
            Some((path, rest))
                if is_own && is_relative && (rest.is_empty() || rest.starts_with('#')) =>
            {
                Some(format!("{path}.md{rest}"))
            }
            _ => Some(target.to_owned()),
        }
    }
}
