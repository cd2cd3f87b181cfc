//! Two versions of a paragraph as one with tracked changes.

use std::ops::Range;

use roxmltree::Node;
use similar::{Algorithm, capture_diff_slices};

use super::Merge;
use super::flat::{Atom, Content, Flat};
use super::side::{list_of, with_lists};
use crate::compare::words;
use quick_xml::escape::escape;

/// What is said about a stretch of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Inserted,
    Deleted,
}

impl Kind {
    pub(super) const fn tag(self) -> &'static str {
        match self {
            Self::Inserted => "w:ins",
            Self::Deleted => "w:del",
        }
    }

    /// The same of text that is elsewhere in the other document.
    pub(super) const fn moved_tag(self) -> &'static str {
        match self {
            Self::Inserted => "w:moveTo",
            Self::Deleted => "w:moveFrom",
        }
    }
}

/// A paragraph that is read.
pub(super) struct Read<'x> {
    pub(super) node: Node<'x, 'x>,
    pub(super) flat: Flat<'x>,
}

/// A stretch of both paragraphs.
struct Stretch {
    old: Range<usize>,
    new: Range<usize>,
    is_same: bool,
}

impl<'x> Merge<'x> {
    /// A paragraph that both documents have.
    pub(super) fn paragraph_pair(&mut self, old: &Read<'x>, new: &Read<'x>, out: &mut String) {
        self.shifted_paragraph((old, new), (Some(old), Some(new)), None, out);
    }

    /// A paragraph with the text of `old` and of `new`, and with a mark that ends what `before` and `after` are in the
    /// two documents. If text and mark are of one document alone, so are the properties. Where paragraphs are joined,
    /// Word keeps the properties of the last, `LibreOffice` those of the first: both have the same.
    pub(super) fn shifted_paragraph(
        &mut self,
        (before, after): (&Read<'x>, &Read<'x>),
        (old, new): (Option<&Read<'x>>, Option<&Read<'x>>),
        mark: Option<Kind>,
        out: &mut String,
    ) {
        let (was, is) = (self.properties(before.node, true), self.properties(after.node, false));
        let is_of_both = old.is_some() && new.is_some();
        if is_of_both {
            self.relate_lists(&was, &is);
        }
        let was = self.with_new_lists(&was);
        let has_both = is_of_both || mark.is_none();
        let change = (has_both && was != is).then_some(was.as_str());
        out.push_str("<w:p>");
        match mark {
            Some(Kind::Deleted) if !has_both => {
                self.write_properties(before.node, true, mark, None, out);
            }
            _ => self.write_properties(after.node, false, mark, change, out),
        }
        let empty = Flat::default();
        let old = old.map_or(&empty, |read| &read.flat);
        self.content(old, new.map_or(&empty, |read| &read.flat), out);
        out.push_str("</w:p>");
    }

    /// A paragraph that only one document has.
    pub(super) fn paragraph_alone(&mut self, read: &Read<'x>, kind: Kind, out: &mut String) {
        out.push_str("<w:p>");
        let is_old = kind == Kind::Deleted;
        self.write_properties(read.node, is_old, Some(kind), None, out);
        let empty = Flat::default();
        match kind {
            Kind::Inserted => self.content(&empty, &read.flat, out),
            Kind::Deleted => self.content(&read.flat, &empty, out),
        }
        out.push_str("</w:p>");
    }

    /// The properties of a paragraph but for those of its mark and of a section.
    fn properties(&self, node: Node<'x, 'x>, is_old: bool) -> String {
        let xml = self.xml(is_old);
        let own = |child: &Node<'_, '_>| {
            !matches!(child.tag_name().name(), "rPr" | "sectPr" | "pPrChange")
        };
        let properties = node.children().find(|child| child.tag_name().name() == "pPr");
        let children = properties.into_iter().flat_map(|it| it.children());
        children.filter(Node::is_element).filter(own).map(|child| &xml[child.range()]).collect()
    }

    fn write_properties(
        &mut self,
        node: Node<'x, 'x>,
        is_old: bool,
        mark: Option<Kind>,
        change: Option<&str>,
        out: &mut String,
    ) {
        let properties = self.properties(node, is_old);
        let properties = if is_old { self.with_new_lists(&properties) } else { properties };
        let xml = self.xml(is_old);
        let inner = |name: &str| {
            let own = node.children().find(|child| child.tag_name().name() == "pPr")?;
            own.children().find(|child| child.tag_name().name() == name)
        };
        out.push_str("<w:pPr>");
        out.push_str(&properties);
        let of_mark: String = inner("rPr").map_or_else(String::new, |it| {
            it.children().filter(Node::is_element).map(|child| &xml[child.range()]).collect()
        });
        if mark.is_some() || !of_mark.is_empty() {
            out.push_str("<w:rPr>");
            if let Some(kind) = mark {
                let attributes = self.attributes();
                out.push_str(&format!("<{}{attributes}/>", self.tag(kind)));
            }
            out.push_str(&of_mark);
            out.push_str("</w:rPr>");
        }
        // The pages are those of the new document, and end where its paragraph does.
        let has_end = !is_old && mark != Some(Kind::Deleted);
        if let Some(section) = inner("sectPr").filter(|_| has_end) {
            out.push_str(&xml[section.range()]);
        }
        if let Some(before) = change {
            let attributes = self.attributes();
            out.push_str(&format!(
                "<w:pPrChange{attributes}><w:pPr>{before}</w:pPr></w:pPrChange>"
            ));
        }
        out.push_str("</w:pPr>");
    }

    /// Learns which list of the new document is which of the old one, by an item of both.
    fn relate_lists(&mut self, old: &str, new: &str) {
        if let (Some(old_list), Some(new_list)) = (list_of(old), list_of(new))
            && with_lists(old, |_| 0) == with_lists(new, |_| 0)
        {
            self.lists.entry(old_list).or_insert(new_list);
        }
    }

    fn with_new_lists(&self, properties: &str) -> String {
        with_lists(properties, |list| self.list(list))
    }

    /// Writes the text of both.
    fn content(&mut self, old: &Flat<'x>, new: &Flat<'x>, out: &mut String) {
        let mut writer = Line { link: "", old_at: 0, new_at: 0 };
        for stretch in stretches(&old.text, &new.text) {
            if stretch.is_same {
                self.same(old, new, &stretch, &mut writer, out);
            } else {
                self.one(old, stretch.old, Kind::Deleted, &mut writer, out);
                self.one(new, stretch.new, Kind::Inserted, &mut writer, out);
            }
        }
        writer.close(out);
        writer.anchors(old, old.text.len(), true, out);
        writer.anchors(new, new.text.len(), false, out);
    }

    /// Writes what only one has.
    fn one(
        &mut self,
        flat: &Flat<'x>,
        bytes: Range<usize>,
        kind: Kind,
        writer: &mut Line<'x>,
        out: &mut String,
    ) {
        for atom in atoms(flat, &bytes) {
            let range = cut(atom, &bytes);
            writer.anchors(flat, range.start, kind == Kind::Deleted, out);
            writer.open(atom.link, out);
            let attributes = self.attributes();
            // What went elsewhere is not deleted.
            let is_deleted = kind == Kind::Deleted && !self.moves.is_open;
            let run = run(flat, atom, range, is_deleted, None);
            out.push_str(&format!("<{tag}{attributes}>{run}</{tag}>", tag = self.tag(kind)));
        }
    }

    const fn tag(&self, kind: Kind) -> &'static str {
        if self.moves.is_open { kind.moved_tag() } else { kind.tag() }
    }

    /// Writes what has the same text in both.
    fn same(
        &mut self,
        old: &Flat<'x>,
        new: &Flat<'x>,
        stretch: &Stretch,
        writer: &mut Line<'x>,
        out: &mut String,
    ) {
        let mut at = 0;
        while at < stretch.new.len() {
            let (old_at, new_at) = (stretch.old.start + at, stretch.new.start + at);
            let (Some(before), Some(after)) = (atom_at(old, old_at), atom_at(new, new_at)) else {
                return;
            };
            let length = (before.bytes.end - old_at)
                .min(after.bytes.end - new_at)
                .min(stretch.new.len() - at);
            at += length;
            let (was, is) = (old_at..old_at + length, new_at..new_at + length);
            let is_alike = (before.content == Content::Text) == (after.content == Content::Text)
                && self.old.key(before.link) == self.new.key(after.link);
            if !is_alike {
                self.one(old, was, Kind::Deleted, writer, out);
                self.one(new, is, Kind::Inserted, writer, out);
                continue;
            }
            writer.anchors(old, was.start, true, out);
            writer.anchors(new, is.start, false, out);
            writer.open(after.link, out);
            self.keep_note(&after.content);
            let change = (before.format != after.format).then(|| {
                let inner = before
                    .format
                    .strip_prefix("<w:rPr>")
                    .and_then(|it| it.strip_suffix("</w:rPr>"));
                format!(
                    "<w:rPrChange{}><w:rPr>{}</w:rPr></w:rPrChange>",
                    self.attributes(),
                    inner.unwrap_or_default()
                )
            });
            out.push_str(&run(new, after, is, false, change.as_deref()));
        }
    }
}

/// A line that is being written: the link that is open, and how far the bookmarks are.
struct Line<'x> {
    link: &'x str,
    old_at: usize,
    new_at: usize,
}

impl<'x> Line<'x> {
    fn open(&mut self, link: &'x str, out: &mut String) {
        if self.link != link {
            self.close(out);
            out.push_str(link);
            self.link = link;
        }
    }

    fn close(&mut self, out: &mut String) {
        let name = self.link.trim_start_matches('<').split([' ', '>']).next().unwrap_or_default();
        if !name.is_empty() {
            out.push_str(&format!("</{name}>"));
        }
        self.link = "";
    }

    /// Writes the bookmarks up to a place.
    fn anchors(&mut self, flat: &Flat<'x>, place: usize, is_old: bool, out: &mut String) {
        let mut at = if is_old { self.old_at } else { self.new_at };
        while let Some((_, anchor)) = flat.anchors.get(at).filter(|(it, _)| *it <= place) {
            self.close(out);
            out.push_str(anchor);
            at += 1;
        }
        *(if is_old { &mut self.old_at } else { &mut self.new_at }) = at;
    }
}

/// What two texts have in common to the last character, and what not.
fn stretches(old: &str, new: &str) -> Vec<Stretch> {
    let mut stretches = Vec::new();
    for hunk in words(old, new) {
        let (one, other) = (&old[hunk.old.clone()], &new[hunk.new.clone()]);
        if !hunk.is_same || one == other {
            stretches.push(Stretch { old: hunk.old, new: hunk.new, is_same: hunk.is_same });
        } else {
            by_character((one, hunk.old.start), (other, hunk.new.start), &mut stretches);
        }
    }
    stretches
}

/// Whether the new text has words at its end that the old one does not have there.
pub(super) fn ends_otherwise(old: &str, new: &str) -> bool {
    stretches(old, new).last().is_some_and(|last| !last.is_same && !last.new.is_empty())
}

/// Compares words that differ in quotation marks, dashes or spaces alone.
fn by_character(old: (&str, usize), new: (&str, usize), stretches: &mut Vec<Stretch>) {
    let indexes = |text: &str| -> Vec<usize> {
        text.char_indices().map(|it| it.0).chain([text.len()]).collect()
    };
    let (old_at, new_at) = (indexes(old.0), indexes(new.0));
    let (olds, news): (Vec<char>, Vec<char>) = (old.0.chars().collect(), new.0.chars().collect());
    for op in capture_diff_slices(Algorithm::Myers, &olds, &news) {
        let (one, other) = (op.old_range(), op.new_range());
        stretches.push(Stretch {
            old: old.1 + old_at[one.start]..old.1 + old_at[one.end],
            new: new.1 + new_at[other.start]..new.1 + new_at[other.end],
            is_same: op.tag() == similar::DiffTag::Equal,
        });
    }
}

fn atoms<'a, 'x>(
    flat: &'a Flat<'x>,
    bytes: &Range<usize>,
) -> impl Iterator<Item = &'a Atom<'x>> + use<'a, 'x> {
    let bytes = bytes.clone();
    let first = flat.atoms.partition_point(|atom| atom.bytes.end <= bytes.start);
    flat.atoms[first..].iter().take_while(move |atom| atom.bytes.start < bytes.end)
}

fn atom_at<'a, 'x>(flat: &'a Flat<'x>, at: usize) -> Option<&'a Atom<'x>> {
    atoms(flat, &(at..at + 1)).next()
}

fn cut(atom: &Atom<'_>, bytes: &Range<usize>) -> Range<usize> {
    atom.bytes.start.max(bytes.start)..atom.bytes.end.min(bytes.end)
}

/// A run with a part of an atom.
fn run(
    flat: &Flat<'_>,
    atom: &Atom<'_>,
    bytes: Range<usize>,
    is_deleted: bool,
    change: Option<&str>,
) -> String {
    let content = match &atom.content {
        Content::Text => {
            let tag = if is_deleted { "w:delText" } else { "w:t" };
            let text = escape(&flat.text[bytes]);
            format!("<{tag} xml:space=\"preserve\">{text}</{tag}>")
        }
        Content::Runs(xml) | Content::Object(xml) if is_deleted => deleted(xml),
        Content::Runs(xml) | Content::Object(xml) => (*xml).to_owned(),
    };
    if matches!(atom.content, Content::Runs(_)) {
        return content;
    }
    let format = match (atom.format, change) {
        (format, None) => format.to_owned(),
        ("" | "<w:rPr/>", Some(change)) => format!("<w:rPr>{change}</w:rPr>"),
        (format, Some(change)) => {
            let inner = format.strip_suffix("</w:rPr>").unwrap_or(format);
            format!("{inner}{change}</w:rPr>")
        }
    };
    format!("<w:r>{format}{content}</w:r>")
}

/// XML with the elements that text has where it is deleted.
fn deleted(xml: &str) -> String {
    xml.replace("<w:t>", "<w:delText>")
        .replace("<w:t ", "<w:delText ")
        .replace("</w:t>", "</w:delText>")
        .replace("<w:instrText", "<w:delInstrText")
        .replace("</w:instrText>", "</w:delInstrText>")
}
