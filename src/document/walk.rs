//! Traversal of a tree: everything in it, in the order of the text.
//!
//! The tree is nested no deeper than [`from_markdown`](super::from_markdown) allows, so these
//! functions may recurse.

use super::{Block, Inline};

/// A node of the tree.
#[derive(Debug, Clone, Copy)]
pub enum Node<'a> {
    /// A block, before what is in it.
    Block(&'a Block),
    /// A part of a text, before what is in it.
    Inline(&'a Inline),
}

/// A node of the tree that may be changed.
#[derive(Debug)]
pub enum NodeMut<'a> {
    /// A block, before what is in it.
    Block(&'a mut Block),
    /// A part of a text, before what is in it.
    Inline(&'a mut Inline),
    /// A whole text, or that of a link or a style, after its parts.
    Text(&'a mut Vec<Inline>),
}

/// Calls `see` with every node in `blocks`.
pub fn walk<'a>(blocks: &'a [Block], see: &mut dyn FnMut(Node<'a>)) {
    for block in blocks {
        see(Node::Block(block));
        match block {
            Block::Paragraph(content) | Block::Heading { content, .. } => {
                walk_inlines(content, &mut |inline| see(Node::Inline(inline)));
            }
            Block::Quote(inner) => walk(inner, see),
            Block::List(list) => list.items.iter().for_each(|item| walk(&item.blocks, see)),
            Block::Table(table) => {
                for text in table.texts() {
                    walk_inlines(text, &mut |inline| see(Node::Inline(inline)));
                }
            }
            Block::Code { .. } | Block::Rule => {}
        }
    }
}

/// Calls `see` with every part of a text.
pub fn walk_inlines<'a>(content: &'a [Inline], see: &mut dyn FnMut(&'a Inline)) {
    for inline in content {
        see(inline);
        if let Some(content) = inline.content() {
            walk_inlines(content, see);
        }
    }
}

/// Calls `change` with every node in `blocks`.
pub fn walk_mut(blocks: &mut [Block], change: &mut dyn FnMut(NodeMut<'_>)) {
    for block in blocks {
        change(NodeMut::Block(block));
        match block {
            Block::Paragraph(content) | Block::Heading { content, .. } => {
                walk_text_mut(content, change);
            }
            Block::Quote(inner) => walk_mut(inner, change),
            Block::List(list) => {
                list.items.iter_mut().for_each(|item| walk_mut(&mut item.blocks, change));
            }
            Block::Table(table) => {
                table.texts_mut().for_each(|text| walk_text_mut(text, change));
            }
            Block::Code { .. } | Block::Rule => {}
        }
    }
}

fn walk_text_mut(content: &mut Vec<Inline>, change: &mut dyn FnMut(NodeMut<'_>)) {
    for inline in content.iter_mut() {
        change(NodeMut::Inline(inline));
        if let Some(content) = inline.content_mut() {
            walk_text_mut(content, change);
        }
    }
    change(NodeMut::Text(content));
}
