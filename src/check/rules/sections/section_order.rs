use super::headings;
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::series::outline::OutlineSection;
use crate::suggest;

rule! {
    /// The sections must stand in the order of the series.
    ///
    /// ## Why
    ///
    /// Committee members read many papers in one sitting and find their way by the order of the parts.
    /// Each part also builds on the one before it. Of sections that are out of order, as few as
    /// possible are reported: one that was moved is one finding.
    ///
    /// ## Example
    ///
    /// ```markdown
    /// ## Issue
    ///
    /// Volume has doubled.
    ///
    /// ## Background
    ///
    /// The regional desks opened in 2014.
    ///
    /// ## Current Status
    ///
    /// A pilot queue began in March.
    /// ```
    ///
    /// ## How to fix
    ///
    /// Move the section, with its text, to the place that the message names.
    "section-order", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let firsts: Vec<(usize, &OutlineSection)> = cx
        .outline
        .sections
        .iter()
        .filter_map(|section| Some((section.rule?, section)))
        .filter(|(rule, section)| cx.outline.find(*rule) == Some(section))
        .collect();
    let rules: Vec<usize> = firsts.iter().map(|(rule, _)| *rule).collect();
    let kept = longest_in_order(&rules);
    if kept.len() == rules.len() {
        return;
    }
    for (rule, section) in firsts.iter().filter(|(rule, _)| !kept.contains(rule)) {
        let Some(name) = headings::known(cx, section).map(|known| &known.heading) else { continue };
        let before = kept.iter().rfind(|kept| *kept < rule);
        let (neighbour, way) = match before {
            Some(before) => (before, "behind"),
            None => (kept.first().unwrap_or(rule), "in front of"),
        };
        let Some(other) = cx.outline.find(*neighbour) else { continue };
        let other_name = headings::known(cx, other).map_or("", |known| known.heading.as_str());
        let order = firsts_in_order(cx, &rules);
        out.at(section.heading, format!("the section `{name}` stands out of order"))
            .label(other.heading, format!("it goes {way} this section"))
            .help(format!("move it {way} `{other_name}`; the order is {}", suggest::listed(order)));
    }
}

/// The headings of the sections that the paper has, in the series' order.
fn firsts_in_order<'p>(cx: &PaperContext<'p>, rules: &[usize]) -> Vec<&'p str> {
    let all = headings::of_series(cx).enumerate();
    all.filter(|(rule, _)| rules.contains(rule)).map(|(_, heading)| heading).collect()
}

/// The longest part of `rules` that rises from start to end; of several the one that begins first.
fn longest_in_order(rules: &[usize]) -> Vec<usize> {
    // For each place the longest rising part that begins there: its length and its next place.
    let mut best: Vec<(usize, Option<usize>)> = vec![(1, None); rules.len()];
    for start in (0..rules.len()).rev() {
        for next in start + 1..rules.len() {
            if rules[next] > rules[start] && best[next].0 + 1 > best[start].0 {
                best[start] = (best[next].0 + 1, Some(next));
            }
        }
    }
    let longest = best.iter().map(|(length, _)| *length).max();
    let mut at = best.iter().position(|(length, _)| Some(*length) == longest);
    let mut kept = Vec::new();
    while let Some(place) = at {
        kept.push(rules[place]);
        at = best[place].1;
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::longest_in_order;

    #[test]
    fn as_few_sections_as_possible_move() {
        assert_eq!(longest_in_order(&[1, 0, 2]), [1, 2]);
        assert_eq!(longest_in_order(&[2, 0, 1]), [0, 1]);
        assert_eq!(longest_in_order(&[0, 2, 1]), [0, 2]);
        assert_eq!(longest_in_order(&[0, 3, 1, 2]), [0, 1, 2]);
        assert_eq!(longest_in_order(&[]), [0; 0]);
    }
}
