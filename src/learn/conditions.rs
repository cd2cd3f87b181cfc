//! Conditions that hold without exception: something is there if, and only if, a field has one of some values.

use std::collections::BTreeMap;

use super::sample::Share;
use super::series::{Need, When};

/// The fewest papers on either side of a condition.
const SUPPORT: usize = 5;

/// The likelihood below which a coincidence is ruled out, one in so many.
const CHANCE: f64 = 1e-3;

/// A field that conditions may name, with the value of each paper; none where it has none that the series knows.
pub(super) struct Factor<'v> {
    pub(super) id: &'v str,
    pub(super) values: Vec<Option<&'v str>>,
}

/// How often something is there, for each value of a field.
struct Sides<'v> {
    /// The values with which it is there always, sometimes or never.
    always: Vec<&'v str>,
    sometimes: Vec<&'v str>,
    never: Vec<&'v str>,
    /// How many papers it is in with the first, and in how many it is missing with the last.
    there: usize,
    missing: usize,
    /// Whether it is in a paper without a known value, or missing in one.
    is_there_without: bool,
    is_missing_without: bool,
}

fn sides<'v>(factor: &Factor<'v>, is_there: &[bool]) -> Sides<'v> {
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut sides = Sides {
        always: Vec::new(),
        sometimes: Vec::new(),
        never: Vec::new(),
        there: 0,
        missing: 0,
        is_there_without: false,
        is_missing_without: false,
    };
    for (value, is_there) in factor.values.iter().zip(is_there) {
        let Some(value) = value else {
            sides.is_there_without |= is_there;
            sides.is_missing_without |= !is_there;
            continue;
        };
        let (have, of) = counts.entry(value).or_default();
        *have += usize::from(*is_there);
        *of += 1;
    }
    for (value, (have, of)) in counts {
        if have == of {
            sides.always.push(value);
            sides.there += of;
        } else if have == 0 {
            sides.never.push(value);
            sides.missing += of;
        } else {
            sides.sometimes.push(value);
        }
    }
    sides
}

/// When something is there that is in the papers as `is_there` says; the shorter of two ways to say it.
pub(super) fn need(factors: &[Factor<'_>], is_there: &[bool]) -> Need {
    if let Some(need) = exact(factors, is_there) {
        return need;
    }
    let have = is_there.iter().filter(|it| **it).count();
    let mut best: (usize, Need) = (0, Need::default());
    for factor in factors {
        let sides = sides(factor, is_there);
        let (required, allowed) = (required(factor, &sides), allowed(factor, &sides));
        let of = is_there.len().max(1);
        #[expect(clippy::cast_precision_loss, reason = "counts of papers are small")]
        let rate = have as f64 / of as f64;
        let required = required.filter(|_| is_no_chance(rate, sides.there));
        let allowed = allowed.filter(|_| is_no_chance(1.0 - rate, sides.missing));
        let weight = required.as_ref().map_or(0, |_| sides.there)
            + allowed.as_ref().map_or(0, |_| sides.missing);
        if weight > best.0 {
            best = (weight, Need { is_always: false, required, allowed });
        }
    }
    best.1
}

/// The condition on which something is there always, and is nowhere else, if there is one.
pub(super) fn exact(factors: &[Factor<'_>], is_there: &[bool]) -> Option<Need> {
    factors.iter().find_map(|factor| {
        let sides = sides(factor, is_there);
        let (required, allowed) = (required(factor, &sides)?, allowed(factor, &sides)?);
        let need = Need { is_always: false, required: Some(required), allowed: Some(allowed) };
        sides.sometimes.is_empty().then_some(need)
    })
}

/// How many of the papers for which `when` holds have something.
pub(super) fn among(factors: &[Factor<'_>], when: &When, is_there: &[bool]) -> Share {
    let Some(factor) = factors.iter().find(|it| it.id == when.field) else {
        return Share::default();
    };
    let is_one =
        |value: Option<&str>| value.is_some_and(|it| when.values.iter().any(|one| one == it));
    let papers = factor.values.iter().zip(is_there).enumerate();
    let held = papers.filter(|(_, (value, _))| is_one(**value) != when.is_not);
    Share::count(held.map(|(at, (_, is_there))| (at, *is_there)))
}

fn is_no_chance(rate: f64, papers: usize) -> bool {
    let papers = i32::try_from(papers).unwrap_or(i32::MAX);
    rate.powi(papers) < CHANCE
}

fn required(factor: &Factor<'_>, sides: &Sides<'_>) -> Option<When> {
    if sides.there < SUPPORT || sides.never.is_empty() && sides.sometimes.is_empty() {
        return None;
    }
    let others = [&sides.sometimes[..], &sides.never].concat();
    // A paper without the field would have what is denied.
    let may_deny = !sides.is_missing_without && others.len() < sides.always.len();
    Some(if may_deny { when(factor, &others, true) } else { when(factor, &sides.always, false) })
}

fn allowed(factor: &Factor<'_>, sides: &Sides<'_>) -> Option<When> {
    let values = [&sides.always[..], &sides.sometimes].concat();
    let may_deny = sides.never.len() < values.len();
    if sides.missing < SUPPORT || values.is_empty() || sides.is_there_without && !may_deny {
        return None;
    }
    Some(if may_deny { when(factor, &sides.never, true) } else { when(factor, &values, false) })
}

fn when(factor: &Factor<'_>, values: &[&str], is_not: bool) -> When {
    let mut values: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
    values.sort();
    When { field: factor.id.to_owned(), values, is_not }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The need of something that is there as the digits say, with a field whose values are the letters.
    fn of(values: &str, is_there: &str) -> Need {
        let each = values.char_indices().map(|(at, c)| (c != '-').then(|| &values[at..=at]));
        let factor = Factor { id: "f", values: each.collect() };
        need(&[factor], &is_there.chars().map(|c| c == '1').collect::<Vec<_>>())
    }

    fn when(values: &[&str], is_not: bool) -> When {
        let values = values.iter().map(|it| (*it).to_owned()).collect();
        When { field: "f".to_owned(), values, is_not }
    }

    #[test]
    fn what_is_there_if_and_only_if_has_both_conditions() {
        let need = of("aaaaabbbbb", "1111100000");
        assert_eq!(
            (need.required, need.allowed),
            (Some(when(&["a"], false)), Some(when(&["a"], false)))
        );
        let need = of("aaaaabbbbbcccdd", "111110000011111");
        assert_eq!(
            (need.required, need.allowed),
            (Some(when(&["b"], true)), Some(when(&["b"], true)))
        );
    }

    #[test]
    fn an_exception_or_too_few_papers_are_no_condition() {
        assert_eq!(of("aaaaabbbbb", "1111000001"), Need::default());
        assert_eq!(of("aaaabbbbb", "111100000"), Need::default());
        assert_eq!(of("aaaaabbbbb", "1111111111"), Need::default());
    }

    #[test]
    fn one_side_holds_if_it_is_no_chance() {
        let need = of("aaaaaaaaaaaabbbb", "0101010101010000");
        assert_eq!(need, Need::default(), "four papers may be chance");
        let values = format!("{}{}", "a".repeat(20), "b".repeat(40));
        let is_there = format!("{}{}", "01".repeat(10), "0".repeat(40));
        let need = of(&values, &is_there);
        assert_eq!((need.required, need.allowed), (None, Some(when(&["a"], false))));
    }
}
