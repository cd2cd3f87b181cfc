use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::front_matter::Entry;

rule! {
    /// Fields should come in the order of the series.
    ///
    /// ## Why
    ///
    /// Who reads many papers finds a field where it always is. A series that says `fields_in_order: true`
    /// wants its fields in the order in which it lists them.
    ///
    /// ## Example
    ///
    /// ```yaml templates/memo/series.yaml
    /// extends: issue-paper
    /// fields_in_order: true
    /// ```
    ///
    /// ```yaml
    /// series: memo
    /// submitted_by: Alex Doe, Office of Trade
    /// title: Trusted traders
    /// ```
    ///
    /// ## How to fix
    ///
    /// Move the field with its value to the place that the finding names.
    "field-order", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let order = &cx.series.field_order;
    // A second one is reported as such, and would stand in the row in place of the first.
    let is_first = |entry: &Entry| cx.paper.front().get(&entry.key.value) == Some(entry);
    let entries = cx.paper.front().entries.iter().filter(|entry| !entry.broken);
    let ranked: Vec<(usize, &Entry)> = entries
        .filter_map(|entry| {
            let field = cx.series.field(&entry.key.value)?;
            Some((order.iter().position(|id| *id == field.id)?, entry))
        })
        .filter(|(_, entry)| is_first(entry))
        .collect();
    let ranks: Vec<usize> = ranked.iter().map(|(rank, _)| *rank).collect();
    let kept = in_order(&ranks);
    for (at, (rank, entry)) in ranked.iter().enumerate() {
        if kept[at] {
            continue;
        }
        let before = ranked.iter().zip(&kept).filter(|((other, _), kept)| **kept && other < rank);
        let help = match before.map(|((_, before), _)| before.key.value.as_str()).next_back() {
            Some(before) => format!("move it below `{before}`"),
            None => "move it to the top of the front matter".to_owned(),
        };
        let message = format!("the field `{}` is not in the order of the series", entry.key.value);
        out.at(entry.key.span, message).help(help);
    }
}

/// Which of these numbers are in the longest ascending row, so that as few as can be have to move. Each is looked up among
/// the ends of the shortest rows (patience sorting), which takes n log n steps.
fn in_order(ranks: &[usize]) -> Vec<bool> {
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(ranks.len());
    for (at, rank) in ranks.iter().enumerate() {
        let place = ends.partition_point(|end| ranks[*end] < *rank);
        before.push(place.checked_sub(1).map(|place| ends[place]));
        if place == ends.len() {
            ends.push(at);
        } else {
            ends[place] = at;
        }
    }
    let mut kept = vec![false; ranks.len()];
    let mut next = ends.last().copied();
    while let Some(at) = next {
        kept[at] = true;
        next = before[at];
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_few_fields_as_can_be_have_to_move() {
        let moved = |ranks: &[usize]| {
            let kept = in_order(ranks);
            (0..ranks.len()).filter(|at| !kept[*at]).collect::<Vec<_>>()
        };
        assert_eq!(moved(&[0, 1, 2]), [0; 0]);
        assert_eq!(moved(&[4, 0, 1, 2, 3]), [0]);
        assert_eq!(moved(&[1, 2, 3, 0]), [3]);
        assert_eq!(moved(&[0, 2, 1, 3]).len(), 1);
        assert_eq!(moved(&[]), [0; 0]);
    }
}
