use std::collections::BTreeSet;

use super::super::front_matter::wrong_type;
use crate::check::facts::placeholder::{self, Place};
use crate::check::relations::{Kind, Relation};
use crate::check::rule::rule;
use crate::check::{PaperContext, Report, Sink};
use crate::project::reference::Form;
use crate::series::Series;
use crate::text::suggest;

rule! {
    /// What is in `previous`, `supersedes`, `superseded_by` or `related` should lead to a paper: by its number, its
    /// path or its web address.
    ///
    /// ## Why
    ///
    /// A reference by number survives when files are moved, but is easily mistyped. The rule looks up the
    /// numbers of all series of the project, including those that were replaced. A path that leads nowhere is
    /// found by `broken-link`. In `related`, several words may name what is no paper, such as a law.
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
        if relation.to.is_some() {
            continue;
        }
        let text = cx.source(relation.span).trim_matches(['"', '\'']);
        match relation.form {
            Form::Number => report_number(cx, relation, text, out),
            Form::Other if is_meant_as_paper(relation, text) => {
                let message =
                    format!("{} is neither a number nor the path of a paper", suggest::shown(text));
                let report = out.at(relation.span, message).help(
                    "write the number of the paper that is meant, its path or its web address",
                );
                told(cx, text, report);
            }
            Form::Other | Form::Path => {}
        }
    }
}

/// Whether what is neither a number nor a path should be one.
fn is_meant_as_paper(relation: &Relation, text: &str) -> bool {
    // A paper may be related to what is no paper, such as a law.
    let is_other = relation.kind == Kind::Related && text.contains(char::is_whitespace);
    !is_other && !placeholder::is_no_value(text, Place::Field)
}

/// Leaves placeholders and several references in one text to the rules that find these.
fn told(cx: &PaperContext<'_>, text: &str, mut report: Report<'_>) {
    let name = cx.paper.file.name();
    if placeholder::find(text, Place::Field).is_some() {
        report = report.told_by("placeholder-text", name);
    }
    if wrong_type::references(text).is_some() {
        report.told_by("wrong-type", name);
    }
}

fn report_number(cx: &PaperContext<'_>, relation: &Relation, number: &str, out: &mut Sink<'_>) {
    let message = format!("no paper has the number {}", suggest::shown(number));
    let report = out.at(relation.span, message);
    match near(cx, number) {
        Some(near) => report.help(format!("did you mean `{near}`?")),
        None => report.help("correct the number, or give the paper's web address"),
    };
}

/// The number that `text` was meant to be: one with the same serial, or the only one that is a typo away.
fn near<'p>(cx: &PaperContext<'p>, text: &str) -> Option<&'p str> {
    cx.project.readings(cx.series, text).find_map(|(series, number)| {
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
