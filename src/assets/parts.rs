//! How much work it is to draw a drawing, found out before any library begins.
//!
//! A few hundred bytes can ask for more shapes than there are atoms: a shape that is used ten times in one that is used
//! ten times, and so on; rules of style are compared with each shape.

use std::collections::HashMap;

use roxmltree::{Document, Node};

/// The bytes of an attribute that count as much as a part.
const BYTES_A_PART: u64 = 500;
/// The rules of style that double the work on each part.
const RULES_A_PART: u64 = 100;

/// The parts of a drawing, each counted as often as it is drawn.
pub(super) fn parts(document: &Document<'_>) -> u64 {
    let ids: HashMap<&str, Node<'_, '_>> =
        document.descendants().filter_map(|node| Some((node.attribute("id")?, node))).collect();
    let depth = document.descendants().map(|node| depth(node)).max().unwrap_or_default();
    let rules = document.descendants().filter(|node| node.tag_name().name() == "style");
    let styles: Vec<&str> =
        rules.flat_map(|node| node.descendants().filter_map(|it| it.text())).collect();
    let work =
        styles.iter().fold(0, |sum: u64, style| sum.saturating_add(style_work(style, depth)));
    let is_linked = styles.iter().any(|style| style.contains("url("));
    let shapes = Weights { ids: &ids, known: HashMap::new() }.of(document.root());
    // A style may give each part whatever it refers to, and how often is not looked at.
    let linked =
        if is_linked { u64::try_from(ids.len()).unwrap_or(u64::MAX).min(RULES_A_PART) } else { 0 };
    shapes
        .saturating_mul(1 + work / RULES_A_PART)
        .saturating_add(shapes.saturating_mul(linked / 10))
}

fn depth(node: Node<'_, '_>) -> u64 {
    // Deeper than this no library reads.
    node.ancestors().take(1025).map(|_| 1).sum()
}

/// The rules in a style sheet; one for a shape in a shape in a shape counts for each way in which it can be tried.
fn style_work(style: &str, depth: u64) -> u64 {
    let selectors =
        style.split('}').filter_map(|rule| rule.split_once('{')).map(|(selector, _)| selector);
    let of_list = |list: &str| {
        list.split(',').fold(0, |sum: u64, one| {
            let inner = one.split_whitespace().count().saturating_sub(2);
            let tries = depth.saturating_pow(u32::try_from(inner).unwrap_or(u32::MAX));
            sum.saturating_add(tries)
        })
    };
    selectors.fold(0, |sum: u64, selector| sum.saturating_add(of_list(selector)))
}

/// What is known of how often parts are drawn.
struct Weights<'d, 'i> {
    ids: &'d HashMap<&'d str, Node<'d, 'i>>,
    /// The weight of each element; that of one which is being looked at is not known yet, and is nothing.
    known: HashMap<roxmltree::NodeId, u64>,
}

impl<'d, 'i> Weights<'d, 'i> {
    /// The weight of a part with all that it holds and refers to. Nesting of any depth takes no stack.
    fn of(&mut self, root: Node<'d, 'i>) -> u64 {
        let mut open = vec![(root, self.needed(root), own(root))];
        self.known.insert(root.id(), 0);
        loop {
            let Some((node, needed, weight)) = open.last_mut() else { return 0 };
            if let Some(next) = needed.pop() {
                if let Some(known) = self.known.get(&next.id()) {
                    *weight = weight.saturating_add(*known);
                } else {
                    self.known.insert(next.id(), 0);
                    open.push((next, self.needed(next), own(next)));
                }
                continue;
            }
            let (id, weight) = (node.id(), *weight);
            self.known.insert(id, weight);
            open.pop();
            match open.last_mut() {
                Some((_, _, outer)) => *outer = outer.saturating_add(weight),
                None => return weight,
            }
        }
    }

    /// The parts in an element and those that it refers to.
    fn needed(&self, node: Node<'d, 'i>) -> Vec<Node<'d, 'i>> {
        let mut needed: Vec<_> = node.children().filter(Node::is_element).collect();
        for attribute in node.attributes() {
            let value = attribute.value();
            let own = value.trim().strip_prefix('#').filter(|_| attribute.name() == "href");
            let linked = value.split("url(").skip(1).filter_map(|rest| {
                let id = rest.trim_start_matches([' ', '"', '\'']).strip_prefix('#')?;
                id.split([')', '"', '\'', ' ']).next()
            });
            needed.extend(own.into_iter().chain(linked).filter_map(|id| self.ids.get(id)));
        }
        needed
    }
}

/// The weight of an element by itself.
fn own(node: Node<'_, '_>) -> u64 {
    let length: usize = node.attributes().map(|attribute| attribute.value().len()).sum();
    // Each declaration is compared with those before it.
    let declarations = node.attribute("style").map_or(0, |style| style.matches(';').count());
    let (length, declarations) = (length as u64, declarations as u64);
    // A pixel of a picture inside is no part.
    let length = if node.tag_name().name() == "image" { length.min(BYTES_A_PART) } else { length };
    1 + length / BYTES_A_PART + declarations * declarations / BYTES_A_PART
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assets::picture::MAX_PARTS;

    fn parts_of(inside: &str) -> u64 {
        let svg = format!("<svg xmlns='http://www.w3.org/2000/svg'>{inside}</svg>");
        Document::parse(&svg).map(|document| parts(&document)).unwrap_or_default()
    }

    #[test]
    fn a_part_counts_as_often_as_it_is_drawn() {
        assert_eq!(parts_of("<rect/><rect/>"), 4);
        assert_eq!(
            parts_of("<defs><g id='a'><rect/><rect/></g></defs><use href='#a'/><use href='#a'/>"),
            14
        );
        for refer in
            ["<use href='#N'/>", "<rect fill='url(#N)'/>", "<rect style=\"clip-path: url('#N')\"/>"]
        {
            let level = |at: usize| {
                let inner = refer.replace('N', &format!("a{}", at + 1)).repeat(10);
                format!("<pattern id='a{at}'>{inner}</pattern>")
            };
            let levels: String = (0..12).map(level).collect();
            let drawn = format!("{levels}<g id='a12'><rect/></g>{}", refer.replace('N', "a0"));
            assert!(parts_of(&drawn) > MAX_PARTS, "{refer}");
        }
    }

    #[test]
    fn what_refers_to_itself_comes_to_an_end() {
        assert!(parts_of("<g id='a'><use href='#a'/></g><use href='#a'/>") < 20);
        assert!(parts_of(&"<g>".repeat(500)) < 1000);
    }

    #[test]
    fn rules_of_style_count_for_each_part() {
        let rule = |at: usize| format!(".c{at} {{ fill: #{at:03} }}");
        let rules: String = (0..20_000).map(rule).collect();
        let shapes = "<rect class='c1'/>".repeat(2_000);
        assert!(parts_of(&format!("<style>{rules}</style>{shapes}")) > MAX_PARTS);
        // As a program for maps writes it.
        let rules: String = (0..300).map(rule).collect();
        let shapes = "<path class='c1' d='M1 1L2 2'/>".repeat(20_000);
        assert!(parts_of(&format!("<style>{rules}</style>{shapes}")) < MAX_PARTS);
        let deep = "<g>".repeat(200) + "<rect/>" + &"</g>".repeat(200);
        assert!(
            parts_of(&format!("<style>g g g g g g rect {{ fill: red }}</style>{deep}")) > MAX_PARTS
        );
    }
}
