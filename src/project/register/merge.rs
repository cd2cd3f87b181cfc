//! Resolving merge conflicts in the register by combining both sides.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::Register;
use super::edit::{self, List};
use crate::text::conflict;
use crate::text::source::SourceFile;
use crate::yaml::{self, Kind, Node};

/// An entry as written.
struct Item {
    list: List,
    /// Its fields, in the order written.
    fields: Vec<(String, String)>,
    /// Its source with the comment after it, if it is one line.
    line: Option<String>,
}

impl Item {
    /// The key by which two entries are the same.
    fn key(&self) -> (&'static str, BTreeSet<(&str, &str)>) {
        let fields = self.fields.iter().map(|(key, value)| (key.as_str(), value.as_str()));
        (self.list.key(), fields.collect())
    }

    /// The key that its list is sorted by.
    fn sort_key(&self) -> &str {
        let mut fields = self.fields.iter();
        fields.find(|(key, _)| key == self.list.sorted_by()).map_or("", |(_, value)| value)
    }

    fn source(&self) -> String {
        self.line.clone().unwrap_or_else(|| {
            let fields = self.fields.iter().map(|(key, value)| (key.as_str(), value.as_str()));
            edit::line(&fields.collect::<Vec<_>>())
        })
    }
}

/// `text` with all entries of both sides of every conflict; `text` itself if there are none. An entry that both
/// sides have, however it is written, is kept once; comments are kept.
///
/// None if one of the sides is not a valid register by itself. Entries without a series are of `default`.
pub fn merge<'t>(text: &'t str, default: &str) -> Option<Cow<'t, str>> {
    let Some([ours, theirs]) = conflict::sides(text) else { return Some(Cow::Borrowed(text)) };
    let (own, other) = (items(&ours, default)?, items(&theirs, default)?);
    let all: BTreeSet<_> = own.iter().chain(&other).map(Item::key).collect();
    // Merging line by line keeps every comment, but only works if no line changes its meaning next to the other side's.
    let lines = conflict::both_sides(text);
    let has_all = |lines: &String| {
        items(lines, default)
            .is_some_and(|items| items.iter().map(Item::key).collect::<BTreeSet<_>>() == all)
    };
    if let Some(lines) = lines.filter(has_all) {
        return Some(Cow::Owned(lines));
    }
    let known: BTreeSet<_> = own.iter().map(Item::key).collect();
    let new = || other.iter().filter(|item| !known.contains(&item.key()));
    let merged = List::ALL.into_iter().try_fold(ours, |merged, list| {
        let of_list = new().filter(|item| item.list == list);
        let added = of_list.map(|item| (item.sort_key().to_owned(), item.source())).collect();
        edit::insert_all(&merged, list, added)
    });
    merged.map(Cow::Owned)
}

/// The entries of a register; none if it can't be parsed.
fn items(text: &str, default: &str) -> Option<Vec<Item>> {
    Register::read(SourceFile::new(super::REGISTER_FILE, text), default).ok()?;
    let Some(root) = yaml::parse(text, 0).ok()? else { return Some(Vec::new()) };
    let mut items = Vec::new();
    for list in List::ALL {
        let Some(Kind::Sequence(nodes)) = edit::child(&root, list.key()).map(|node| &node.kind)
        else {
            continue;
        };
        for node in nodes {
            items.push(Item { list, fields: fields(node)?, line: line(text, node) });
        }
    }
    Some(items)
}

fn fields(node: &Node) -> Option<Vec<(String, String)>> {
    let Kind::Mapping(pairs) = &node.kind else { return None };
    let text = |node: &Node| node.scalar().map(|scalar| scalar.text.clone());
    pairs.iter().map(|(key, value)| Some((text(key)?, text(value)?))).collect()
}

fn line(text: &str, node: &Node) -> Option<String> {
    let line = text[node.span.start..edit::after(text, node)].trim_end();
    let is_whole = line.starts_with('{') && !line.contains('\n');
    // In a list on one line, other entries follow.
    let is_alone = text[..node.span.start].trim_end_matches(' ').ends_with('-');
    (is_whole && is_alone).then(|| line.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: &str = "  - { number: \"3733\", by: Alex Doe, on: 2024-05-20 } # a\n";
    const B: &str = "  - { number: \"3734\", by: Robin Roe, on: 2024-05-20 } # b\n";

    fn conflicted(ours: &str, theirs: &str) -> String {
        format!("# head\n<<<<<<< HEAD\n{ours}=======\n{theirs}>>>>>>> b\n")
    }

    #[test]
    fn lists_of_both_sides_are_combined() {
        let void = "void:\n  - { number: \"3730\", why: lost, on: 2024-05-20 }\n";
        let text = conflicted(&format!("reserved: # ours\n{A}"), &format!("reserved:\n{B}{void}"));
        let expected = format!("# head\nreserved: # ours\n{A}{B}{void}");
        assert_eq!(merge(&text, "memo").as_deref(), Some(expected.as_str()));
    }

    #[test]
    fn lines_that_both_sides_have_belong_to_each() {
        let entry = |number: &str, why: &str, day: &str| {
            format!("  - number: '{number}'\n    why: {why}\n    on: {day}\n    series: memo\n")
        };
        let (one, two) = (entry("1", "lost", "2024-05-20"), entry("2", "torn", "2024-05-21"));
        // Without its last line, which is also in ours, the second would be of another series.
        let text = format!("void:\n{}", conflicted(&one, &two));
        let merged = merge(&text, "memo").unwrap_or_default();
        let line = "  - { number: \"2\", why: torn, on: 2024-05-21, series: memo }\n";
        assert_eq!(merged, format!("void:\n# head\n{one}{line}"));
    }

    #[test]
    fn comments_on_their_own_lines_are_kept_if_possible() {
        let text = format!("reserved:\n{}", conflicted(A, &format!("  # for June\n{B}")));
        let merged = merge(&text, "memo").unwrap_or_default();
        assert_eq!(merged, format!("reserved:\n# head\n{A}  # for June\n{B}"));
        assert_eq!(merge(A, "memo").as_deref(), Some(A));
    }

    #[test]
    fn an_invalid_register_is_not_merged() {
        assert_eq!(merge(&conflicted("reserved: {\n", ""), "memo"), None);
        assert_eq!(merge(&conflicted("", "unknown: []\n"), "memo"), None);
    }
}
