//! Inserting and removing lines of the register, with comments, order and all other lines kept.

mod insert;

use std::cmp::Ordering;

use crate::paper::front_matter::quoting;
use crate::project::paths::inner;
use crate::text::finding::Edit;
use crate::text::fixes;
use crate::text::source::Span;
use crate::yaml::{self, Kind, Node};
pub(super) use insert::insert_all;

/// The kinds of entries, in the order of a new file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    /// Blocks received.
    Blocks,
    /// Reservations.
    Reserved,
    /// Assignments.
    Assigned,
    /// Voids.
    Void,
    /// Numbers that were replaced by others.
    Renumbered,
    /// Papers as they were published.
    Published,
    /// Revisions of published papers.
    Revised,
    /// Papers withdrawn.
    Withdrawn,
}

impl List {
    /// All kinds.
    pub(super) const ALL: [Self; 8] = [
        Self::Blocks,
        Self::Reserved,
        Self::Assigned,
        Self::Void,
        Self::Renumbered,
        Self::Published,
        Self::Revised,
        Self::Withdrawn,
    ];

    /// The key in the file.
    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Blocks => "blocks",
            Self::Reserved => "reserved",
            Self::Assigned => "assigned",
            Self::Void => "void",
            Self::Renumbered => "renumbered",
            Self::Published => "published",
            Self::Revised => "revised",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The field that its entries are sorted by.
    pub(super) const fn sorted_by(self) -> &'static str {
        match self {
            Self::Blocks => "from",
            Self::Published | Self::Revised | Self::Withdrawn => "paper",
            _ => "number",
        }
    }

    /// The order of two keys: paths alphabetically, numbers by length first.
    fn order(self, a: &str, b: &str) -> Ordering {
        match self {
            Self::Published | Self::Revised | Self::Withdrawn => a.cmp(b),
            _ => (a.len(), a).cmp(&(b.len(), b)),
        }
    }
}

/// An entry on one line: `{ number: "3734", by: Robin Roe }`. A number is always in quotes, so that no
/// program reads it as an integer.
pub(super) fn line(fields: &[(&str, &str)]) -> String {
    let field = |(key, value): &(&str, &str)| {
        let is_number = value.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        let is_day = *key == "on" || *key == "received";
        let is_open = value.contains([',', '{', '}', '[', ']']);
        let value = match () {
            () if is_day => (*value).to_owned(),
            () if is_number || is_open => quoting::quoted(value),
            () => quoting::value(value),
        };
        format!("{key}: {value}")
    };
    format!("{{ {} }}", fields.iter().map(field).collect::<Vec<_>>().join(", "))
}

/// The result of removing an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Removed {
    /// The text without it.
    Text(String),
    /// There is no such entry.
    NotThere,
    /// The entry shares its lines with something else.
    NotAlone,
}

/// `text`, a register, without the entry in `list` that is of `series` and has these fields, whatever others it
/// has. The second name is that of the series that entries without one are of.
pub(super) fn remove(
    text: &str,
    list: List,
    (series, default): (&str, &str),
    fields: &[(&str, &str)],
) -> Removed {
    let Ok(Some(root)) = yaml::parse(text, 0) else { return Removed::NotThere };
    let Some((key, value)) = pair(&root, list.key()) else { return Removed::NotThere };
    let Kind::Sequence(items) = &value.kind else { return Removed::NotThere };
    let is_own = |item: &Node| {
        let text = |key: &str| Some(child(item, key)?.scalar()?.text.as_str());
        let is_same = |key: &str, value: &str| match text(key) {
            Some(path) if key == "paper" => inner(path.to_owned()) == value,
            own => own == Some(value),
        };
        text("series").unwrap_or(default) == series
            && fields.iter().all(|(key, value)| is_same(key, value))
    };
    let Some(at) = items.iter().position(is_own) else { return Removed::NotThere };
    let span = if is_flow(text, value) {
        flow_span(items, at, value.span.end)
    } else {
        let (start, end) = (line_start(text, items[at].span.start), after(text, &items[at]));
        // An item may begin on the line of another thing, such as `- - a`.
        let lead = text[start..items[at].span.start].trim();
        if lead != "-" && !lead.is_empty() || is_flow(text, &root) {
            return Removed::NotAlone;
        }
        // With its last entry the list is removed as well.
        let is_last = items.len() == 1;
        Span::new(if is_last { line_start(text, key.span.start) } else { start }, end)
    };
    Removed::Text(fixes::edited(text, [&Edit { span, text: String::new() }]))
}

/// The span of an item of a list in brackets, with the comma that separates it from its neighbor.
fn flow_span(items: &[Node], at: usize, list_end: usize) -> Span {
    match (items.get(at + 1), at.checked_sub(1)) {
        (Some(next), _) => Span::new(items[at].span.start, next.span.start),
        (None, Some(before)) => Span::new(items[before].span.end, items[at].span.end),
        (None, None) => Span::new(items[at].span.start, list_end - 1),
    }
}

/// Whether a list or a mapping is written in brackets.
fn is_flow(text: &str, node: &Node) -> bool {
    text[node.span.start..].starts_with(['[', '{'])
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |end| end + 1)
}

fn next_line(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |end| at + end + 1)
}

/// The start of the line after an entry.
pub(super) fn after(text: &str, entry: &Node) -> usize {
    next_line(text, text[..entry.span.end].trim_end().len())
}

pub(super) fn child<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    pair(node, key).map(|(_, value)| value)
}

fn pair<'n>(node: &'n Node, key: &str) -> Option<(&'n Node, &'n Node)> {
    let Kind::Mapping(pairs) = &node.kind else { return None };
    let is_key = |node: &Node| node.scalar().is_some_and(|scalar| scalar.text == key);
    pairs.iter().find(|(name, _)| is_key(name)).map(|(key, value)| (key, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn insert_one(text: &str, number: &str) -> Option<String> {
        let entry = line(&[("number", number), ("why", "lost: a, b"), ("on", "2024-05-22")]);
        insert_all(text, List::Void, vec![(number.to_owned(), entry)])
    }

    fn remove(text: &str, list: List, number: &str) -> Option<String> {
        match super::remove(text, list, ("memo", "memo"), &[("number", number)]) {
            Removed::Text(text) => Some(text),
            _ => None,
        }
    }

    const OWN: &str = "{ number: \"3735\", why: \"lost: a, b\", on: 2024-05-22 }";

    #[test]
    fn an_entry_is_a_line_in_its_place() {
        let text = "# head\nvoid: # why\n  # of old\n  - { number: '3733', why: a, on: 2024-01-01 } # x\n\n  - number: '3740'\n    why: b\n    on: 2024-01-01\nblocks: []\n";
        let line = format!("  - {OWN}\n");
        let at = text.find("  - number: '3740'").unwrap_or_default();
        let expected = format!("{}{line}{}", &text[..at], &text[at..]);
        assert_eq!(insert_one(text, "3735"), Some(expected));
        let last = insert_one(text, "3741").unwrap_or_default();
        assert!(last.contains("on: 2024-01-01\n  - { number: \"3741\""), "{last}");
        assert!(last.ends_with("}\nblocks: []\n"), "{last}");
        let first = insert_one(text, "0001").unwrap_or_default();
        assert!(first.contains("# of old\n  - { number: \"0001\""), "{first}");
    }

    #[test]
    fn a_missing_list_is_created() {
        let line = format!("  - {OWN}\n");
        assert_eq!(insert_one("", "3735"), Some(format!("void:\n{line}")));
        assert_eq!(insert_one("a: 1", "3735"), Some(format!("a: 1\nvoid:\n{line}")));
        assert_eq!(insert_one("void:\n", "3735"), Some(format!("void:\n{line}")));
        assert_eq!(
            insert_one("void: # none\nblocks: []\n", "3735"),
            Some(format!("void: # none\n{line}blocks: []\n"))
        );
        assert_eq!(insert_one("void: []\n", "3735"), Some(format!("void:\n{line}")));
        assert_eq!(insert_one("void: ~ # none\n", "3735"), Some(format!("void:  # none\n{line}")));
        assert_eq!(insert_one("{ void: [] }\n", "3735"), None);
    }

    #[test]
    fn a_list_in_brackets_is_kept_so() {
        let (a, b) = (
            "{ number: '1', why: a, on: 2024-01-01 }",
            "{ number: '4000', why: b, on: 2024-01-01 }",
        );
        let text = format!("void: [{a}, {b},]\n");
        let more = insert_one(&text, "3735").unwrap_or_default();
        assert_eq!(more, format!("void: [{a}, {OWN}, {b},]\n"));
        let last = insert_one(&text, "5000").unwrap_or_default();
        assert_eq!(last, format!("void: [{a}, {b}, {},]\n", OWN.replace("3735", "5000")));
        assert_eq!(remove(&more, List::Void, "3735"), Some(text.clone()));
        assert_eq!(remove(&text, List::Void, "4000"), Some(format!("void: [{a},]\n")));
        let one = format!("void: [{a},]\n");
        assert_eq!(remove(&one, List::Void, "1").as_deref(), Some("void: []\n"));
    }

    #[test]
    fn an_entry_of_another_series_is_kept() {
        let entry =
            |series: &str| format!("  - {{ number: '1', why: a, on: 2024-01-01{series} }}\n");
        let text = format!("void:\n{}{}", entry(", series: other"), entry(""));
        let left = format!("void:\n{}", entry(", series: other"));
        assert_eq!(remove(&text, List::Void, "1"), Some(left));
    }

    #[test]
    fn many_entries_are_inserted_together() {
        let text = "void:\n  - { number: '1', why: a, on: 2024-01-01 } # x\n  - { number: '5', why: a, on: 2024-01-01 }\nblocks: []\n";
        let many = ["7", "3", "10", "0", "4"].map(|key| (key.to_owned(), format!("{{ {key} }}")));
        let one_by_one = many.iter().try_fold(text.to_owned(), |text, (key, entry)| {
            let entry = entry.replace("{ ", "{ number: ");
            insert_all(&text, List::Void, vec![(key.clone(), entry)])
        });
        let at_once = insert_all(
            text,
            List::Void,
            many.map(|(key, entry)| (key, entry.replace("{ ", "{ number: "))).to_vec(),
        );
        assert_eq!(at_once, one_by_one);
        let order: Vec<&str> = at_once.as_deref().unwrap_or_default().lines().skip(1).collect();
        let numbers: Vec<String> = order[..7]
            .iter()
            .map(|line| line.chars().filter(char::is_ascii_digit).collect::<String>())
            .map(|digits| digits.trim_end_matches("20240101").to_owned())
            .collect();
        assert_eq!(numbers, ["0", "1", "3", "4", "5", "7", "10"]);
    }

    #[test]
    fn an_entry_is_removed_with_its_lines() {
        let one = format!("a: 1\nvoid:\n  - {OWN} # x\nblocks: []\n");
        assert_eq!(remove(&one, List::Void, "3735"), Some("a: 1\nblocks: []\n".to_owned()));
        let two = insert_one(&one, "3740").unwrap_or_default();
        let left = remove(&two, List::Void, "3735").unwrap_or_default();
        assert!(
            left.starts_with("a: 1\nvoid:\n  - { number: \"3740\"")
                && left.ends_with("}\nblocks: []\n"),
            "{left}"
        );
        assert_eq!(remove(&two, List::Void, "1"), None);
        assert_eq!(remove(&two, List::Reserved, "3735"), None);
    }

    #[test]
    fn line_ends_are_kept() {
        let text = "void:\r\n  - { number: '1', why: a, on: 2024-01-01 }\r\n";
        assert_eq!(insert_one(text, "3735"), Some(format!("{text}  - {OWN}\r\n")));
    }
}
