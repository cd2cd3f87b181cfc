//! Pictures: what has a place in a Word file has an address in the source.

use super::sides::for_each_node;
use crate::document::from_markdown;
use crate::document::walk::{NodeMut, walk_mut};
use crate::document::{Block, Inline};
use crate::import::SentPaper;
use crate::paper::Paper;

/// The pictures that were sent.
#[derive(Debug, Clone, Default)]
pub(super) struct Pictures(Vec<Picture>);

#[derive(Debug, Clone)]
struct Picture {
    /// The digest of its bytes.
    digest: Option<u64>,
    alt: String,
    /// Its address in the source.
    url: String,
}

impl Pictures {
    /// Those of `sent`, which was made from `source`. None if a page does not show each of them once.
    pub(super) fn new(sent: &SentPaper, source: &Paper) -> Self {
        let mut shown: Vec<(String, String)> = Vec::new();
        for_each_node(&mut sent.clone(), &mut |node| shown.extend(image(&node)));
        let tree = from_markdown::tree(source.markdown());
        let mut written: Vec<(String, String)> = Vec::new();
        let mut blocks: Vec<Block> = tree.blocks.into_iter().map(|(_, block)| block).collect();
        walk_mut(&mut blocks, &mut |node| written.extend(image(&node)));
        if shown.len() != written.len() {
            return Self::default();
        }
        let pairs = shown.into_iter().zip(written);
        let pictures = pairs.map(|((address, alt), (url, _))| Picture {
            digest: digest(sent, &address),
            alt,
            url,
        });
        Self(pictures.collect())
    }

    /// Gives the pictures of `paper` the addresses that they have in the source: those of the same bytes, or, where another
    /// program has written them anew, those with the same alternative text.
    pub(super) fn restore(&self, paper: &mut SentPaper) {
        let digests = paper.pictures.clone();
        for_each_node(paper, &mut |node| {
            let NodeMut::Inline(Inline::Image { url, alt, .. }) = node else { return };
            let own = digests.iter().find(|(address, _)| address == url).map(|(_, digest)| *digest);
            let same = self.0.iter().find(|known| known.digest.is_some() && known.digest == own);
            let mut like = self.0.iter().filter(|known| known.alt == *alt && !alt.is_empty());
            let only = like.next().filter(|_| like.next().is_none());
            if let Some(known) = same.or(only) {
                url.clone_from(&known.url);
            }
        });
    }
}

/// The address and the alternative text of the picture that `node` is.
fn image(node: &NodeMut<'_>) -> Option<(String, String)> {
    match node {
        NodeMut::Inline(Inline::Image { url, alt, .. }) => Some((url.clone(), alt.clone())),
        _ => None,
    }
}

fn digest(paper: &SentPaper, address: &str) -> Option<u64> {
    paper.pictures.iter().find(|(known, _)| known == address).map(|(_, digest)| *digest)
}
