//! What reviewers said, ECMA-376 part 1, 17.13.4, with the threads that Word 2013 and later add (MS-DOCX, 2.5.2).

use std::collections::HashMap;

use roxmltree::Node;

use super::archive::{Archive, parse};
use super::elements::{local, value};
use super::marks::clean;

/// A comment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Comment {
    /// Its id in the file.
    pub id: String,
    /// The name of who made it; empty if that was removed.
    pub author: String,
    /// When, as the file has it.
    pub date: Option<String>,
    /// What it says, one paragraph a line.
    pub text: String,
    /// The id of the comment that it answers.
    pub parent: Option<String>,
    /// Whether it is marked as done, as an answer is with what it answers.
    pub is_done: bool,
}

/// Reads the comments of the parts `comments` and `extended`.
///
/// # Errors
///
/// One of them is broken.
pub(super) fn read(
    archive: &Archive,
    comments: &str,
    extended: Option<&str>,
) -> Result<Vec<Comment>, String> {
    let xml = parse(comments, archive.text(comments)?)?;
    let nodes = xml.root_element().children();
    let nodes = nodes.filter(|node| node.is_element() && local(node) == "comment");
    let (mut all, mut ids) = (Vec::new(), HashMap::new());
    for node in nodes {
        let id = value(&node, "id").unwrap_or_default().to_owned();
        let paragraphs: Vec<Node<'_, '_>> =
            node.descendants().filter(|node| node.is_element() && local(node) == "p").collect();
        let texts: Vec<String> = paragraphs.iter().map(text_of).collect();
        // A thread refers to the last paragraph of a comment.
        if let Some(last) = paragraphs.last().and_then(|last| value(last, "paraId")) {
            ids.insert(last.to_owned(), id.clone());
        }
        all.push(Comment {
            id,
            author: value(&node, "author").map(clean).unwrap_or_default(),
            date: value(&node, "date").map(clean).filter(|date| !date.is_empty()),
            text: texts.join("\n").trim().to_owned(),
            ..Comment::default()
        });
    }
    if let Some(extended) = extended {
        add_threads(archive, extended, &ids, &mut all)?;
    }
    Ok(all)
}

fn add_threads(
    archive: &Archive,
    part: &str,
    ids: &HashMap<String, String>,
    comments: &mut [Comment],
) -> Result<(), String> {
    let xml = parse(part, archive.text(part)?)?;
    let of = |node: &Node<'_, '_>, name| ids.get(value(node, name)?).cloned();
    for node in xml.root_element().children().filter(Node::is_element) {
        let Some(id) = of(&node, "paraId") else { continue };
        if let Some(comment) = comments.iter_mut().find(|comment| comment.id == id) {
            comment.parent = of(&node, "paraIdParent").filter(|parent| *parent != id);
            comment.is_done = matches!(value(&node, "done"), Some("1" | "true" | "on"));
        }
    }
    let done: Vec<String> =
        comments.iter().filter(|it| it.is_done).map(|comment| comment.id.clone()).collect();
    for comment in comments.iter_mut() {
        comment.is_done |= comment.parent.as_ref().is_some_and(|parent| done.contains(parent));
    }
    Ok(())
}

/// The characters of a paragraph, without those that a terminal would act on.
fn text_of(paragraph: &Node<'_, '_>) -> String {
    let mut text = String::new();
    for node in paragraph.descendants() {
        match local(&node) {
            "t" => text.push_str(node.text().unwrap_or_default()),
            "tab" | "br" | "cr" => text.push(' '),
            "noBreakHyphen" => text.push('-'),
            _ => {}
        }
    }
    text.chars().filter(|c| !c.is_control()).collect()
}
