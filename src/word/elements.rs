//! The elements and attributes of `WordprocessingML` in a part that is read.

use roxmltree::Node;

/// How deep elements may be inside each other. The reader calls itself for each.
const MAX_DEPTH: usize = 200;

/// The namespace of `WordprocessingML`, ECMA-376 part 1, as all but "strict" files have it.
pub(crate) const NAMESPACE: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// Checks that a part is what Word writes: the element `name` under the prefix that all use.
pub(crate) fn is_word(root: &Node<'_, '_>, name: &str, part: &str) -> Result<(), String> {
    if root.has_tag_name((NAMESPACE, name))
        && root.lookup_namespace_uri(Some("w")) == Some(NAMESPACE)
    {
        return Ok(());
    }
    let is_strict =
        root.tag_name().namespace().is_some_and(|namespace| namespace.contains("purl.oclc.org"));
    Err(if is_strict {
        "is a Strict Open XML document; save it as Word Document (.docx)".to_owned()
    } else {
        format!("has no Word {name} in {part}")
    })
}

/// The value of an attribute of `WordprocessingML`.
pub(crate) fn attribute<'a>(node: &Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attribute((NAMESPACE, name))
}

/// The first element of that name in `node`.
pub(crate) fn descendant<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.descendants().find(|node| node.has_tag_name((NAMESPACE, name)))
}

/// Whether a property that is there is on, ECMA-376 part 1, `CT_OnOff`.
pub(crate) fn is_on(node: &Node<'_, '_>) -> bool {
    !matches!(attribute(node, "val"), Some("0" | "false" | "off"))
}

/// The name of an element without its namespace: old files and strict ones have others.
pub(super) fn local<'a>(node: &Node<'a, '_>) -> &'a str {
    node.tag_name().name()
}

/// The value of an attribute, in whatever namespace.
pub(super) fn value<'a>(node: &Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attributes().find(|attribute| attribute.name() == name).map(|attribute| attribute.value())
}

/// The first child of that name.
pub(super) fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.children().find(|child| child.is_element() && local(child) == name)
}

/// The `val` of the first child of that name.
pub(super) fn child_value<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    value(&child(node, name)?, "val")
}

/// Whether a switch among the children is on or off; none if it is not there.
pub(super) fn switch(node: Node<'_, '_>, name: &str) -> Option<bool> {
    let switch = child(node, name)?;
    Some(!matches!(value(&switch, "val"), Some("0" | "false" | "off" | "none")))
}

/// The first element of that name in `node`, in whatever namespace.
pub(super) fn descendant_named<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.descendants().find(|node| node.is_element() && local(node) == name)
}

/// Of alternatives, the first that this program knows: what has no text and no picture for it is for other programs.
pub(super) fn chosen<'a, 'i>(node: Node<'a, 'i>) -> Option<Node<'a, 'i>> {
    let is_known = |choice: &Node<'_, '_>| {
        choice.descendants().any(|it| matches!(local(&it), "t" | "delText" | "drawing" | "pict"))
    };
    let mut choices = node.children().filter(|it| it.is_element() && local(it) == "Choice");
    let known = choices.find(is_known);
    known.or_else(|| child(node, "Fallback")).or_else(|| child(node, "Choice"))
}

/// Refuses what would take the reader deeper than any text is.
pub(super) fn check_depth(root: Node<'_, '_>) -> Result<(), String> {
    let (mut depth, mut node) = (0_usize, Some(root));
    while let Some(at) = node {
        if let Some(first) = at.first_child() {
            depth += 1;
            node = Some(first);
        } else {
            let mut up = at;
            while up.next_sibling().is_none() && depth > 0 {
                let Some(parent) = up.parent() else { return Ok(()) };
                depth -= 1;
                up = parent;
            }
            node = if depth == 0 { None } else { up.next_sibling() };
        }
        if depth > MAX_DEPTH {
            return Err(format!("has elements more than {MAX_DEPTH} deep inside each other"));
        }
    }
    Ok(())
}
