//! The fields between the fences.
//!
//! The block is parsed as a whole; only if that fails, it is split at the keys that begin a line
//! and each piece is parsed alone, so that an error stays within its own entry.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use super::{Entry, FrontMatter, Problem, explain, lines, odd_spaces, quotation};
use crate::text::conflict::{self, Marker};
use crate::text::source::{Span, Spanned};
use crate::yaml::{self, Kind, Node, Scalar, Style};

/// The longest block that is read, in bytes; a complete one has about 600.
const MAX_BYTES: usize = 64 * 1024;

/// Reads the entries of `front.span`, adding what can't be read to its problems.
pub(super) fn read(text: &str, front: &mut FrontMatter) {
    let block = &text[front.span.range()];
    if block.len() > MAX_BYTES {
        front.unread = true;
        let first_line = lines(text, front.span.start).next().map_or(front.end, |line| line.span);
        let message = format!("the front matter is longer than {} KiB", MAX_BYTES / 1024);
        let help = "move the text below the closing `---`";
        front.problems.push(Problem::new(first_line, message, help));
        return;
    }
    let block = odd_spaces::normalize(block, front.span.start, &mut front.problems);
    let (block, is_half) = erase_conflicts(block);
    match yaml::parse(&block, front.span.start) {
        Ok(None) => {}
        Ok(Some(Node { kind: Kind::Mapping(pairs), span })) => {
            report_braces(text, span, front);
            add_pairs(pairs, front);
        }
        Ok(Some(Node { kind: Kind::Sequence(items), span })) => add_list(items, span, front),
        Ok(Some(_)) | Err(_) => Pieces::new(text, &block, front).read(),
    }
    if is_half {
        drop_repeated(front);
    }
    nest_person(front);
    for entry in front.entries.iter_mut().filter(|entry| !entry.broken) {
        if let Some(problem) = quotation::problem_of(text, &entry.value) {
            entry.broken = true;
            front.problems.push(problem);
        }
    }
    // If nothing in the block can be read, its fields are not reported as missing one by one.
    let is_readable = front.entries.iter().any(|entry| !entry.broken);
    front.unread |= !is_readable && !front.problems.is_empty();
}

fn add_pairs(pairs: Vec<(Node, Node)>, front: &mut FrontMatter) {
    for (key, value) in pairs {
        let word = key.scalar().filter(|_| !key.is_null());
        let name = word.map(|scalar| scalar.text.as_str()).unwrap_or_default();
        let (message, help) = match name {
            "" => ("a key of the front matter is a single word", "write the field as `key: value`"),
            "<<" => {
                // The fields may come from the merged mapping.
                front.unread = true;
                ("front matter can't have merge keys (`<<`)", "write each field out")
            }
            name => {
                let key = Spanned::new(name.to_owned(), key.span);
                front.entries.push(Entry { key, value, broken: false });
                continue;
            }
        };
        let span = Span::new(key.span.start, value.span.end.max(key.span.end));
        front.problems.push(Problem::new(span, message, help));
    }
}

/// Reports fields in braces: a line added below them, as other findings ask for, can't be read.
fn report_braces(text: &str, span: Span, front: &mut FrontMatter) {
    if text.get(span.range()).is_some_and(|source| source.starts_with('{')) {
        front.problems.push(Problem::new(
            Span::new(span.start, span.start + 1),
            "the front matter is in braces; it has to be `key: value` lines",
            "delete the braces and the commas between the fields, and begin each field on a line of its own, without spaces before it",
        ));
    }
}

/// Fields that were written as items of a list.
fn add_list(items: Vec<Node>, span: Span, front: &mut FrontMatter) {
    front.problems.push(Problem::new(
        items.first().map_or(span, |item| item.span),
        "the front matter is a list; it has to be `key: value` lines",
        "delete the `- ` before each key",
    ));
    for item in items {
        match item.kind {
            Kind::Mapping(pairs) => add_pairs(pairs, front),
            _ => front.unread = true,
        }
    }
}

/// Reports the keys of a person that are not indented below it, as in `submitted_by:` and then
/// `name: …`, and removes them: they are not fields of the paper.
fn nest_person(front: &mut FrontMatter) {
    let is_key =
        |at: usize, name: &str| front.entries.get(at).is_some_and(|entry| entry.key.value == name);
    let Some(name) = (1..front.entries.len()).find(|at| is_key(*at, "name")) else { return };
    if !front.entries[name - 1].value.is_null() {
        return;
    }
    let last = if is_key(name + 1, "office") { name + 1 } else { name };
    let person = front.entries[name - 1].key.value.clone();
    front.entries[name - 1].broken = true;
    let keys: Vec<Entry> = front.entries.drain(name..=last).collect();
    front.problems.extend(keys.first().map(|key| {
        Problem::new(
            key.key.span,
            format!("`name` belongs to `{person}` and is not indented below it"),
            "put two spaces before each line that belongs to it",
        )
    }));
}

/// The entries of a block that can't be parsed as a whole.
struct Pieces<'a> {
    text: &'a str,
    block: &'a str,
    front: &'a mut FrontMatter,
    /// Whether an anchor or alias was reported.
    seen_reference: bool,
    /// The end of the last line that is not a field.
    stray_end: Option<usize>,
}

impl<'a> Pieces<'a> {
    fn new(text: &'a str, block: &'a str, front: &'a mut FrontMatter) -> Self {
        Self { text, block, front, seen_reference: false, stray_end: None }
    }

    fn read(&mut self) {
        for piece in pieces(self.block) {
            let offset = self.front.span.start + piece.start;
            let source = &self.block[piece];
            self.check_indentation(source, offset);
            match yaml::parse(source, offset) {
                Ok(None) => {}
                Ok(Some(Node { kind: Kind::Mapping(pairs), .. })) => add_pairs(pairs, self.front),
                Ok(Some(node)) => self.stray(source, offset, node.span),
                Err(problem) => self.broken(source, offset, &problem),
            }
        }
    }

    /// Only the first piece can be indented while the lines below it are not.
    fn check_indentation(&mut self, source: &str, offset: usize) {
        let line = lines(source, 0).find(|line| !line.value.trim().is_empty());
        let Some(line) = line.filter(|line| line.value.starts_with([' ', '\t'])) else { return };
        let indent = line.value.len() - line.value.trim_start().len();
        let span = Span::new(line.span.start, line.span.start + indent).shifted(offset);
        self.report_indentation(
            span,
            "this line is indented and those below are not",
            "delete the spaces before it",
        );
    }

    /// Reports nothing where an odd space has been reported.
    fn report_indentation(&mut self, span: Span, message: impl Into<String>, help: &str) {
        if !self.front.problems.iter().any(|problem| problem.span.start == span.start) {
            self.front.problems.push(Problem::new(span, message, help));
        }
    }

    /// Reports a line that is not a field.
    fn stray(&mut self, source: &str, offset: usize, span: Span) {
        let is_adjacent =
            |end: usize| self.text.get(end..offset).is_some_and(|gap| gap.trim().is_empty());
        let continues = self.stray_end.replace(span.end).is_some_and(is_adjacent);
        if continues {
            return;
        }
        if let Some(above) = self.front.entries.last_mut()
            && above.is_blank()
            && !above.broken
        {
            above.broken = true;
            let message = format!("this line belongs to `{}` and is not indented", above.key.value);
            let help = "put two spaces before it";
            self.front.problems.push(Problem::new(span, message, help));
            return;
        }
        let (problem, key) = explain::no_field(source, offset, span);
        self.front.problems.push(problem);
        let is_new = |key: &&Spanned<String>| self.front.get(&key.value).is_none();
        if let Some(key) = key.as_ref().filter(is_new) {
            let value = raw_value("", key.span.end);
            self.front.entries.push(Entry { key: key.clone(), value, broken: true });
        }
    }

    /// Reports an entry that does not parse.
    fn broken(&mut self, source: &str, offset: usize, problem: &yaml::Problem) {
        if self.read_indented_fields(source, offset) {
            return;
        }
        let entry = broken_entry(source, offset);
        let report = explain::explain(self.text, source, offset, &entry, problem);
        // A chain of references is one mistake, not one per reference.
        let is_repeated = report.is_reference && std::mem::replace(&mut self.seen_reference, true);
        if !is_repeated {
            self.front.problems.push(report.problem);
        }
        if entry.key.value == "<<" {
            self.front.unread = true;
        } else {
            self.front.entries.push(entry);
        }
    }

    /// Reads a field with others indented below it although it has a value of its own; false if the
    /// piece is not like that.
    fn read_indented_fields(&mut self, source: &str, offset: usize) -> bool {
        let mut following = lines(source, 0);
        let first = following.next().map_or("", |line| line.value);
        let Ok(Some(Node { kind: Kind::Mapping(pairs), .. })) = yaml::parse(first, offset) else {
            return false;
        };
        let [(key, value)] = &pairs[..] else { return false };
        if value.is_null() || value.scalar().is_some_and(|scalar| scalar.style == Style::Block) {
            return false;
        }
        let fields: Vec<Spanned<&str>> =
            following.filter(|line| !line.value.trim().is_empty()).collect();
        if !fields.iter().all(|line| super::key_of(bare(line.value)).is_some()) {
            return false;
        }
        if let Some(line) = fields.first() {
            let indent = line.value.len() - bare(line.value).len();
            let span = Span::new(line.span.start, line.span.start + indent).shifted(offset);
            let above = key.scalar().map_or("", |scalar| scalar.text.as_str());
            let message =
                format!("this line is indented below `{above}`, which already has a value");
            let help = "begin the line with its key, or move the value above to a key of its own";
            self.report_indentation(span, message, help);
        }
        add_pairs(pairs, self.front);
        for line in fields {
            let indent = line.value.len() - bare(line.value).len();
            self.front
                .entries
                .push(broken_entry(bare(line.value), offset + line.span.start + indent));
        }
        true
    }
}

/// A line without its indentation and list marker.
fn bare(line: &str) -> &str {
    let line = line.trim_start();
    line.strip_prefix("- ").map_or(line, str::trim_start)
}

/// The parts of the block that each begin with a key at the start of a line; the text above the
/// first one is a part as well.
fn pieces(block: &str) -> Vec<Range<usize>> {
    let mut starts: Vec<usize> = lines(block, 0)
        .filter(|line| {
            !line.value.is_empty() && !line.value.starts_with([' ', '\t', '#', ']', '}'])
        })
        .filter(|line| line.value != "-" && !line.value.starts_with("- "))
        .map(|line| line.span.start)
        .collect();
    if starts.first() != Some(&0) {
        starts.insert(0, 0);
    }
    starts.push(block.len());
    starts.windows(2).map(|pair| pair[0]..pair[1]).collect()
}

/// The entry of a piece that does not parse: its key, and its first line's value as raw text.
fn broken_entry(source: &str, offset: usize) -> Entry {
    let line = lines(source, 0).next().map_or("", |line| line.value);
    let (key, rest) = line.split_once(':').unwrap_or((line, ""));
    let start = offset + line.len() - rest.trim_start().len();
    // Marks around a key, such as those of bold text, don't hide the field.
    let name = key.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '<' | '_'));
    let key = Spanned::new(name.to_owned(), Span::new(offset, offset + key.trim_end().len()));
    Entry { key, value: raw_value(rest.trim(), start), broken: true }
}

fn raw_value(text: &str, start: usize) -> Node {
    let kind = Kind::Scalar(Scalar { text: text.to_owned(), style: Style::Plain });
    Node { span: Span::new(start, start + text.len()), kind }
}

/// Keeps the first of each field: the other comes from the other side of a failed merge.
fn drop_repeated(front: &mut FrontMatter) {
    let mut seen = BTreeSet::new();
    front.entries.retain(|entry| seen.insert(entry.key.value.clone()));
}

/// Overwrites the markers of a failed merge and their side of it with spaces: the rule
/// `merge-conflict` reports the markers, and the fields of one side are enough to check the rest.
///
/// If the end of their side is missing, the fields of both are kept; the second value says whether.
fn erase_conflicts(block: Cow<'_, str>) -> (Cow<'_, str>, bool) {
    if !lines(&block, 0).any(|line| conflict::marker(line.value).is_some()) {
        return (block, false);
    }
    let has_end = |from: usize| {
        lines(&block, from).any(|line| conflict::marker(line.value) == Some(Marker::Theirs))
    };
    let mut in_theirs = false;
    let mut is_half = false;
    let mut erased = block.clone().into_owned();
    for line in lines(&block, 0) {
        let marker = conflict::marker(line.value);
        match marker {
            Some(Marker::Separator | Marker::Base) => {
                in_theirs = has_end(line.span.end);
                is_half |= !in_theirs;
            }
            Some(Marker::Theirs) => in_theirs = false,
            _ => {}
        }
        if in_theirs || marker.is_some() {
            erased.replace_range(line.span.range(), &" ".repeat(line.span.len()));
        }
    }
    (Cow::Owned(erased), is_half)
}
