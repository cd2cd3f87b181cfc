use std::collections::BTreeSet;

use crate::check::relations;
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::series::Series;
use crate::text::suggest;

rule! {
    /// A number in `previous`, `supersedes`, `superseded_by` or `related` should be the number of a
    /// paper.
    ///
    /// ## Why
    ///
    /// A reference by number survives when files are moved, but is easily mistyped. The rule looks up the
    /// numbers of all series of the project, including those that were replaced. A path that leads nowhere is
    /// found by `broken-link`.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// supersedes: [3699-0324]
    /// ```
    ///
    /// ## How to fix
    ///
    /// Correct the number; one that differs by a typo or by its month is suggested. A paper that is older
    /// than the project has no file; give its web address instead.
    "dangling-relation", Warning => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    // A lone paper has no others to name.
    if cx.project.root.is_none() {
        return;
    }
    for relation in cx.relations().of(cx.index) {
        if relation.to.is_none() && relation.is_number {
            let number = cx.source(relation.span);
            let number = number.trim_matches(['"', '\'']);
            let report = out
                .at(relation.span, format!("no paper has the number {}", suggest::shown(number)));
            match near(cx, number) {
                Some(near) => report.help(format!("did you mean `{near}`?")),
                None => report.help("correct the number, or give the paper's web address"),
            };
        }
    }
}

/// The number that `text` was meant to be: one with the same serial, or the only one that is a typo away.
fn near<'p>(cx: &PaperContext<'p>, text: &str) -> Option<&'p str> {
    relations::readings(cx.project, cx.series, text).find_map(|(series, number)| {
        let serial = series.number.as_ref().and_then(|rule| rule.group(&number, "serial"));
        let of_serial =
            serial.and_then(|serial| cx.shared.with_serial(&series.id, serial, &number));
        let near = of_serial.or_else(|| of_slip(cx, series, &number));
        // A paper does not refer to itself.
        near.filter(|near| cx.number().is_none_or(|(_, own)| own != *near))
    })
}

fn of_slip<'p>(cx: &PaperContext<'p>, series: &Series, number: &str) -> Option<&'p str> {
    let slips = slips(number);
    let mut found = slips.iter().filter_map(|slip| cx.shared.number(&series.id, slip));
    // Neighboring numbers are alike; which of several was meant is anybody's guess.
    found.next().filter(|_| found.next().is_none())
}

/// All variants of `number` with one digit changed, or with two neighboring characters swapped.
fn slips(number: &str) -> BTreeSet<String> {
    let bytes = number.as_bytes();
    let mut slips = BTreeSet::new();
    let mut add = |at: usize, with: &[u8]| {
        let changed = [&bytes[..at], with, &bytes[at + with.len()..]].concat();
        slips.extend(String::from_utf8(changed).ok().filter(|slip| slip != number));
    };
    for at in (0..bytes.len()).filter(|at| bytes[*at].is_ascii_digit()) {
        (b'0'..=b'9').for_each(|digit| add(at, &[digit]));
        if let Some(next) = bytes.get(at + 1) {
            add(at, &[*next, bytes[at]]);
        }
    }
    slips
}
