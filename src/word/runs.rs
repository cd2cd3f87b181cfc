//! Text inside a paragraph.

use roxmltree::Node;

use super::elements::{child, child_value, chosen, local, value};
use super::fields::{Meaning, Unshown};
use super::marks::Change;
use super::note_id::NoteId;
use super::reader::Reader;
use super::styles::Switches;
use super::words::text_of;
use super::{Block, Content, Format, Look, Run, symbols};

/// The elements for parts of the day, which old programs wrote in place of fields.
const DATES: [&str; 6] =
    ["dayShort", "monthShort", "yearShort", "dayLong", "monthLong", "yearLong"];

/// A paragraph's text while it is read.
#[derive(Debug, Default)]
pub(super) struct Line {
    pub(super) runs: Vec<Run>,
    /// The text of boxes that are anchored in it.
    pub(super) boxes: Vec<Block>,
    pub(super) bookmarks: Vec<String>,
    pub(super) format: Format,
    look: Look,
    pub(super) link: Option<String>,
    tip: Option<String>,
    pub(super) change: Change,
    is_hidden: bool,
    /// The end of a line after what was read, at the end of a page or column.
    end: Option<Run>,
}

impl Line {
    pub(super) fn new(change: &Change, is_hidden: bool) -> Self {
        Self { change: change.clone(), is_hidden, ..Self::default() }
    }

    /// Has what follows, if anything does, on a line of its own.
    fn end_line(&mut self) {
        let has_text = self.runs.iter().any(|run| !run.is_mark());
        self.end = has_text.then(|| run(self, Content::Break));
    }

    /// Puts a text before all others, if there are any.
    pub(super) fn put_first(&mut self, text: String, change: &Change) {
        if self.runs.is_empty() {
            return;
        }
        let start = Self::new(change, false);
        self.runs.insert(0, run(&start, Content::Text(text)));
    }
}

impl Reader<'_> {
    /// Reads what is in `node`, a paragraph or a part of one, into `line`.
    pub(super) fn inlines(&mut self, node: Node<'_, '_>, line: &mut Line) {
        for node in node.children().filter(Node::is_element) {
            match local(&node) {
                "r" => self.run(node, line),
                "ins" | "del" | "moveFrom" | "moveTo" => {
                    let outer = line.change.clone();
                    line.change = outer.within(&node);
                    self.inlines(node, line);
                    line.change = outer;
                }
                "hyperlink" => {
                    let outer = line.link.clone();
                    line.link = self.target(&node).or(outer.clone());
                    let tip = value(&node, "tooltip").map(str::to_owned);
                    let outer_tip = std::mem::replace(&mut line.tip, tip);
                    self.inlines(node, line);
                    line.link = outer;
                    line.tip = outer_tip;
                }
                "fldSimple" => {
                    self.fields.begin();
                    self.fields.instruct(value(&node, "instr").unwrap_or_default());
                    self.separate(line);
                    self.inlines(node, line);
                    self.fields.end();
                }
                "sdt" => {
                    if let Some(content) = child(node, "sdtContent") {
                        self.inlines(content, line);
                    }
                }
                "smartTag" | "customXml" | "dir" | "bdo" => self.inlines(node, line),
                "AlternateContent" => {
                    if let Some(chosen) = chosen(node) {
                        self.inlines(chosen, line);
                    }
                }
                "subDoc" => self.leave_out("another file that is shown in it", ""),
                "commentRangeStart" => self.push(line, comment(&node, Content::CommentStart)),
                "commentRangeEnd" => self.push(line, comment(&node, Content::CommentEnd)),
                "bookmarkStart" => line.bookmarks.extend(value(&node, "name").map(str::to_owned)),
                "oMath" => self.equation(node, line),
                // It is on a line of its own.
                "oMathPara" => {
                    line.end_line();
                    self.equation(node, line);
                    line.end_line();
                }
                _ => {}
            }
        }
    }

    fn target(&self, node: &Node<'_, '_>) -> Option<String> {
        let mut target = String::new();
        // Of relationships only the name is the same in all namespaces.
        let id = node.attributes().find(|it| it.name() == "id").map(|it| it.value());
        if let Some(reference) = id.and_then(|id| self.references.get(id)) {
            target.clone_from(&reference.target);
        }
        if let Some(anchor) = value(node, "anchor") {
            target.push('#');
            target.push_str(anchor);
        }
        (!target.is_empty()).then_some(target)
    }

    fn run(&mut self, node: Node<'_, '_>, line: &mut Line) {
        let properties = child(node, "rPr");
        let style = properties.and_then(|it| child_value(it, "rStyle"));
        line.look = Look::read(properties);
        let (format, is_hidden) = self.styles.format(Switches::read(properties), style);
        line.format = format;
        if is_hidden.unwrap_or(line.is_hidden) {
            self.leave_out("hidden text", &text_of(node));
            return;
        }
        self.run_content(node, line);
    }

    /// Reads what is in a run.
    pub(super) fn run_content(&mut self, node: Node<'_, '_>, line: &mut Line) {
        for node in node.children().filter(Node::is_element) {
            match local(&node) {
                "t" | "delText" => {
                    let text = node.text().unwrap_or_default().replace(['\n', '\r'], " ");
                    let text = self.without_symbols(line, &text);
                    self.characters(line, &text);
                }
                "tab" | "ptab" => self.characters(line, "\t"),
                "noBreakHyphen" => self.characters(line, "-"),
                "br" if matches!(value(&node, "type"), Some("page" | "column")) => {
                    line.end_line();
                }
                "pgNum" => self.leave_out("a page number", ""),
                name if DATES.contains(&name) => self.leave_out("a date that Word fills in", ""),
                "br" | "cr" => self.push(line, Some(Content::Break)),
                "sym" => self.symbol(&node, line),
                "fldChar" => match value(&node, "fldCharType") {
                    Some("begin") => {
                        self.form_field(node, line);
                        self.fields.begin();
                    }
                    Some("separate") => self.separate(line),
                    Some("end") => self.end_field(line),
                    _ => {}
                },
                "instrText" | "delInstrText" => {
                    self.fields.instruct(node.text().unwrap_or_default());
                }
                "footnoteReference" | "endnoteReference" => {
                    if let Some(id) = NoteId::of(&node) {
                        let content = Content::Note(self.note(id));
                        self.push(line, Some(content));
                        // A mark that somebody typed is in place of the number.
                        if value(&node, "customMarkFollows").is_some() {
                            return;
                        }
                    }
                }
                "ruby" => self.ruby(node, line),
                _ => self.object(node, line),
            }
        }
    }

    /// The result of a field begins.
    fn separate(&mut self, line: &mut Line) {
        let Some(Meaning::NoteRef(bookmark)) = self.fields.separate().cloned() else { return };
        match self.bookmarks.get(&bookmark).cloned() {
            Some(id) => {
                let content = Content::Note(self.note(id));
                line.runs.push(run(line, content));
            }
            // Whatever it refers to, its text is all there is.
            None => self.fields.read_as_text(),
        }
    }

    /// A field ends. What has no result may have its text in its instruction.
    fn end_field(&mut self, line: &mut Line) {
        match self.fields.end() {
            Some(Unshown::Text(text)) => self.characters(line, &text),
            Some(Unshown::Formula(text)) => self.leave_out("a formula", &text),
            None => {}
        }
    }

    pub(super) fn characters(&mut self, line: &mut Line, text: &str) {
        if self.fields.is_in_contents() {
            return self.leave_out("a table of contents", text);
        }
        // A soft hyphen is a place where a line may end.
        let text = text.replace('\u{ad}', "");
        // LibreOffice puts a joiner into a row that it adds, with nothing to join.
        let text = text.trim_matches('\u{200d}').to_owned();
        self.push(line, (!text.is_empty()).then_some(Content::Text(text)));
    }

    /// Adds `content`, unless it is part of a field that is shown in another way.
    pub(super) fn push(&self, line: &mut Line, content: Option<Content>) {
        let Some(content) = content else { return };
        let is_mark = matches!(content, Content::CommentStart(_) | Content::CommentEnd(_));
        if !is_mark && (self.fields.is_in_instruction() || self.fields.is_replaced()) {
            return;
        }
        if !is_mark {
            let end = line.end.take();
            line.runs.extend(end);
        }
        let mut run = run(line, content);
        run.link = self.fields.link().map(str::to_owned).or(run.link);
        line.runs.push(run);
    }

    fn symbol(&mut self, node: &Node<'_, '_>, line: &mut Line) {
        let font = value(node, "font").unwrap_or_default();
        let code = value(node, "char").unwrap_or_default();
        let code = u32::from_str_radix(code, 16).unwrap_or_default();
        let character = self.symbol_of(font, code).map(String::from);
        self.characters(line, &character.unwrap_or_default());
    }

    fn symbol_of(&mut self, font: &str, code: u32) -> Option<char> {
        let known = symbols::character(font, code).filter(|c| !c.is_control());
        if known.is_none() {
            self.leave_out(&format!("the symbol {code:04X} of the font {font}"), "");
        }
        known
    }

    /// Text with characters in place of the private ones that old files have for those of fonts of symbols.
    fn without_symbols(&mut self, line: &Line, text: &str) -> String {
        let font = line.look.font.clone().filter(|font| symbols::is_known(font));
        let Some(font) = font.filter(|_| text.contains(symbols::is_private)) else {
            return text.to_owned();
        };
        let shown = |c: char| {
            if symbols::is_private(c) { self.symbol_of(&font, u32::from(c)) } else { Some(c) }
        };
        text.chars().filter_map(shown).collect()
    }

    /// Text with its reading above it, which is put in parentheses.
    fn ruby(&mut self, node: Node<'_, '_>, line: &mut Line) {
        let part = |name| child(node, name);
        if let Some(base) = part("rubyBase") {
            self.inlines(base, line);
        }
        let reading = part("rt").map(text_of).unwrap_or_default();
        if !reading.is_empty() {
            self.characters(line, &format!(" ({reading})"));
        }
    }
}

fn run(line: &Line, content: Content) -> Run {
    Run {
        content,
        format: line.format.clone(),
        look: line.look.clone(),
        link: line.link.clone(),
        tip: line.tip.clone(),
        change: line.change.clone(),
    }
}

fn comment(node: &Node<'_, '_>, of: impl Fn(String) -> Content) -> Option<Content> {
    value(node, "id").map(|id| of(id.to_owned()))
}
