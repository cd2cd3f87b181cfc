//! The elements and attributes of `WordprocessingML` in a part that is read.

use roxmltree::Node;

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
