//! Pictures, text boxes, equations and other objects in the text.

use roxmltree::Node;

use super::elements::{child, child_value, chosen, descendant_named, local, switch, value};
use super::reader::Reader;
use super::runs::Line;
use super::words::{drawn_words, equation, words_of};
use super::{Content, Picture};

/// What is drawn and is no picture: the names of the elements, and what it is.
const KINDS: [(&str, &str); 6] = [
    ("chart", "a chart"),
    ("relIds", "a diagram"),
    ("wgp", "a drawing"),
    ("wpc", "a drawing"),
    ("oMath", "a drawing"),
    ("wsp", "a drawing"),
];

/// The most bytes of the pictures of a file.
const MAX_PICTURES: usize = 64 * 1024 * 1024;

impl Reader<'_> {
    /// Reads an object in a run.
    pub(super) fn object(&mut self, node: Node<'_, '_>, line: &mut Line) {
        match local(&node) {
            "AlternateContent" => {
                if let Some(chosen) = chosen(node) {
                    self.run_content(chosen, line);
                }
            }
            "drawing" => {
                self.boxes(node, line);
                self.drawing(node, line);
            }
            "pict" => {
                self.boxes(node, line);
                self.drawn_text(node);
                self.old_picture(node, line);
            }
            "object" => {
                self.leave_out("an embedded object", &words_of(node));
                self.old_picture(node, line);
            }
            _ => {}
        }
    }

    /// The text of the boxes in `node`, as blocks of their own.
    fn boxes(&mut self, node: Node<'_, '_>, line: &mut Line) {
        let mut open = vec![node];
        let mut found = Vec::new();
        while let Some(node) = open.pop() {
            match local(&node) {
                // A box in a box is read with it.
                "txbxContent" => found.push(node),
                "AlternateContent" => open.extend(chosen(node)),
                _ => {
                    let children: Vec<_> = node.children().filter(Node::is_element).collect();
                    open.extend(children.into_iter().rev());
                }
            }
        }
        for node in found {
            let change = line.change.clone();
            self.blocks(node, &change, &mut line.boxes);
        }
    }

    fn drawing(&mut self, node: Node<'_, '_>, line: &mut Line) {
        let about = descendant_named(node, "docPr");
        let text = |name| about.and_then(|about| value(&about, name)).unwrap_or_default();
        let alt = if text("descr").trim().is_empty() { text("title") } else { text("descr") };
        if let Some(blip) = descendant_named(node, "blip") {
            let id = value(&blip, "embed").or_else(|| value(&blip, "link"));
            self.drawn_text(node);
            return self.picture(id, alt, line);
        }
        for (name, what) in KINDS {
            let Some(found) = descendant_named(node, name) else { continue };
            // A chart and a diagram have their words in a part of their own; boxes are in the text.
            let id = value(&found, "id").or_else(|| value(&found, "dm"));
            let words = [alt.to_owned(), self.words_of_part(id), drawn_words(node)].join(" ");
            // A box around text is nothing without it.
            if name != "wsp" || !words.trim().is_empty() {
                self.leave_out(what, &words);
            }
            return;
        }
    }

    /// What was chosen in the form field that begins at `node`: a box, or one of the words of a list.
    pub(super) fn form_field(&mut self, node: Node<'_, '_>, line: &mut Line) {
        let Some(data) = child(node, "ffData") else { return };
        if let Some(list) = child(data, "ddList") {
            let chosen = child_value(list, "result").or_else(|| child_value(list, "default"));
            let at = chosen.and_then(|at| at.parse().ok()).unwrap_or_default();
            let mut entries = list.children().filter(|node| local(node) == "listEntry");
            let entry = entries.nth(at).and_then(|entry| value(&entry, "val").map(str::to_owned));
            self.characters(line, &entry.unwrap_or_default());
        } else if let Some(check_box) = child(data, "checkBox") {
            let is_checked = switch(check_box, "checked").or_else(|| switch(check_box, "default"));
            let sign = if is_checked == Some(true) { "\u{2612}" } else { "\u{2610}" };
            self.characters(line, sign);
        }
    }

    /// Text that is drawn.
    fn drawn_text(&mut self, node: Node<'_, '_>) {
        let text = drawn_words(node);
        if !text.is_empty() {
            self.leave_out("text that is drawn", &text);
        }
    }

    /// A picture in the form of programs before 2007.
    fn old_picture(&mut self, node: Node<'_, '_>, line: &mut Line) {
        let Some(image) = descendant_named(node, "imagedata") else { return };
        let shape = node.descendants().find_map(|node| value(&node, "alt"));
        let alt = shape.or_else(|| value(&image, "title")).unwrap_or_default();
        self.picture(value(&image, "id"), alt, line);
    }

    /// The picture that the relationship `id` leads to, a part of the file.
    fn picture(&mut self, id: Option<&str>, alt: &str, line: &mut Line) {
        let alt = alt.split_whitespace().collect::<Vec<_>>().join(" ");
        let reference = id.and_then(|id| self.references.get(id));
        let part = reference.and_then(|reference| reference.part.clone());
        let bytes = part.as_deref().and_then(|part| self.archive.bytes(part)).map(<[u8]>::to_vec);
        let taken: usize = self.out.pictures.values().map(Vec::len).sum();
        match (part, bytes) {
            (Some(part), Some(bytes)) if taken + bytes.len() <= MAX_PICTURES => {
                self.out.pictures.entry(part.clone()).or_insert(bytes);
                self.push(line, Some(Content::Picture(Picture { part: Some(part), alt })));
            }
            _ => {
                let target = reference.map(|reference| reference.target.clone());
                let what = match target {
                    Some(target) => format!("a picture that is not in the file, `{target}`"),
                    None => "a picture that is not in the file".to_owned(),
                };
                self.leave_out(&what, &alt);
                self.push(line, Some(Content::Picture(Picture { part: None, alt })));
            }
        }
    }

    /// The characters of an equation, which say little without their places.
    pub(super) fn equation(&mut self, node: Node<'_, '_>, line: &mut Line) {
        let text = equation(node);
        self.leave_out("the form of an equation", &text);
        self.characters(line, &text);
    }
}
