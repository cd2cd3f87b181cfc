//! Edits made to a text: the bytes that they name change, and no other.

use std::collections::BTreeMap;

use crate::text::finding::{Edit, Fix};

/// Applies those of `fixes` that don't conflict with each other, in their order; returns the new
/// text and which of them were applied, as indexes. One that is left out can be applied when it is
/// found again.
pub fn apply(text: &str, fixes: &[&Fix]) -> (String, Vec<usize>) {
    let mut order: Vec<usize> = (0..fixes.len()).collect();
    order.sort_by_key(|at| fixes[*at].edits.iter().map(|edit| edit.span).min());
    // Those that were accepted, by where they begin: they neither overlap nor touch.
    let mut accepted: BTreeMap<(usize, usize), &Edit> = BTreeMap::new();
    let mut applied = Vec::new();
    for at in order {
        let edits = &fixes[at].edits;
        if edits.iter().all(|edit| is_free(text, edit, &accepted)) && !edits.is_empty() {
            for edit in edits {
                accepted.insert((edit.span.start, accepted.len()), edit);
            }
            applied.push(at);
        }
    }
    applied.sort_unstable();
    (edited(text, accepted.into_values()), applied)
}

/// `text` with all `edits` made, which don't overlap; they may come in any order.
pub fn edited<'e>(text: &str, edits: impl IntoIterator<Item = &'e Edit>) -> String {
    let mut sorted: Vec<&Edit> = edits.into_iter().collect();
    sorted.sort_by_key(|edit| edit.span);
    let mut result = String::with_capacity(text.len());
    let mut at = 0;
    for edit in sorted {
        result.push_str(text.get(at..edit.span.start).unwrap_or_default());
        result.push_str(&edit.text);
        at = edit.span.end.max(at);
    }
    result.push_str(text.get(at..).unwrap_or_default());
    result
}

/// Whether `edit` is in the text and touches none of `others`: two insertions at one place would come in
/// an order that nobody asked for.
fn is_free(text: &str, edit: &Edit, others: &BTreeMap<(usize, usize), &Edit>) -> bool {
    let span = edit.span;
    // Those of one fix may touch each other: an insertion and what comes after it.
    let mut before = others.range(..=(span.end, usize::MAX)).rev().take(2);
    text.get(span.range()).is_some() && before.all(|(_, other)| other.span.end < span.start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::source::Span;

    #[test]
    fn fixes_that_touch_are_applied_one_at_a_time() {
        let fix = |start, end, text: &str| Fix::safe("", Span::new(start, end), text);
        let (first, second, insert) = (fix(0, 3, "ONE"), fix(3, 7, " two"), fix(9, 9, "!"));
        let (text, applied) = apply("one TWO e", &[&second, &first, &insert]);
        assert_eq!((text.as_str(), applied), ("ONE TWO e!", vec![1, 2]));
        let (text, applied) = apply("ONE TWO e!", &[&second]);
        assert_eq!((text.as_str(), applied), ("ONE two e!", vec![0]));
    }

    #[test]
    fn a_fix_is_applied_whole_or_not_at_all() {
        let edit =
            |start, end, text: &str| Edit { span: Span::new(start, end), text: text.to_owned() };
        let far =
            Fix { title: String::new(), edits: vec![edit(0, 1, "A"), edit(4, 5, "E")], safe: true };
        let near = Fix::safe("", Span::new(4, 5), "x");
        assert_eq!(apply("abcde", &[&far, &near]), ("AbcdE".to_owned(), vec![0]));
        let outside = Fix::safe("", Span::new(4, 9), "x");
        assert_eq!(apply("abcde", &[&outside]), ("abcde".to_owned(), vec![]));
        let inside_a_character = Fix::safe("", Span::new(1, 2), "x");
        assert_eq!(apply("é", &[&inside_a_character]), ("é".to_owned(), vec![]));
    }
}
