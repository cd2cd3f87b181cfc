use super::headings;
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::Paper;
use crate::series::Outline;
use crate::series::outline::OutlineSection;
use crate::text::finding::{Edit, Fix};
use crate::text::fixes;
use crate::text::source::{SourceFile, Span, line_end};
use crate::text::suggest;

rule! {
    /// The sections must be in the order of the series.
    ///
    /// ## Why
    ///
    /// Committee members read many papers in one sitting and find their way by the order of the parts.
    /// Each part also builds on the one before it. Of sections that are out of order, as few as
    /// possible are reported: one that was moved is one finding. What follows a section that the series has last is out
    /// of order, whatever it is.
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
    check_last(cx, out);
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
            Some(before) => (before, "after"),
            None => (kept.first().unwrap_or(rule), "before"),
        };
        let Some(other) = cx.outline.find(*neighbour) else { continue };
        let other_name = headings::known(cx, other).map_or("", |known| known.heading.as_str());
        let order = firsts_in_order(cx, &rules);
        let report = out
            .at(section.heading, format!("the section `{name}` is out of order"))
            .label(other.heading, format!("it goes {way} this section"))
            .help(format!("move it {way} `{other_name}`; the order is {}", suggest::listed(order)));
        let is_inside = cx.series.level_of(section) > cx.series.level_of(other);
        let goal = match before {
            Some(_) if is_inside => cx.outline.own_end(other),
            Some(_) => other.content.end,
            None => other.heading.start,
        };
        if let Some(edits) = moved(cx, section, goal) {
            let title = format!("move it {way} `{other_name}`");
            report.fix(Fix { title, edits, safe: true });
        }
    }
}

/// Reports sections that the series does not know below the one that it has last.
fn check_last(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let Some(rule) = cx.series.sections.iter().position(|section| section.is_last) else { return };
    let Some(last) = cx.outline.find(rule) else { return };
    let heading = &cx.series.sections[rule].heading;
    let is_after = |section: &&OutlineSection| {
        section.rule.is_none() && section.heading.start >= last.content.end
    };
    for section in cx.outline.sections.iter().filter(is_after) {
        let name = crate::text::characters::shown(&section.text);
        out.at(section.heading, format!("the section `{name}` follows `{heading}`, the last one"))
            .label(last.heading, "the last section")
            .help(format!("move it above `{heading}`"));
    }
}

/// The edits that move a section to the start of a line at byte `goal`. None if the paper would be read
/// differently afterwards, as with an unclosed code block.
fn moved(cx: &PaperContext<'_>, section: &OutlineSection, goal: usize) -> Option<Vec<Edit>> {
    let source = Span::new(section.heading.start, section.content.end);
    let end = line_end(cx.paper.file.text());
    let text = cx.source(source).trim_end();
    // The last section may end without a line end, and a blank line separates a section from the next.
    let before = cx.paper.file.text().get(..goal)?;
    let gap = match before.trim_end_matches([' ', '\t']) {
        above if above.ends_with("\n\n") || above.ends_with("\r\n\r\n") => String::new(),
        above if above.ends_with('\n') => end.to_owned(),
        _ => end.repeat(2),
    };
    let after = if goal == cx.paper.file.text().len() { end.to_owned() } else { end.repeat(2) };
    let edits = vec![
        Edit { span: source, text: String::new() },
        Edit { span: Span::at(goal), text: format!("{gap}{text}{after}") },
    ];
    let fix = Fix { title: String::new(), edits, safe: true };
    let (after, _) = fixes::apply(cx.paper.file.text(), &[&fix]);
    let paper = Paper::new(SourceFile::new(cx.paper.file.name(), after));
    let names = |outline: &Outline| {
        let mut names: Vec<_> =
            outline.sections.iter().map(|section| section.text.clone()).collect();
        names.sort();
        names
    };
    let is_whole = names(&Outline::new(&paper, cx.series)) == names(&cx.outline)
        && paper.body().prose.len() == cx.paper.body().prose.len();
    is_whole.then_some(fix.edits)
}

/// The headings of the sections that the paper has, in the series' order.
fn firsts_in_order<'p>(cx: &PaperContext<'p>, rules: &[usize]) -> Vec<&'p str> {
    let all = headings::of_series(cx).enumerate();
    all.filter(|(rule, _)| rules.contains(rule)).map(|(_, heading)| heading).collect()
}

/// The longest increasing subsequence of `rules`; of several the one that begins first.
fn longest_in_order(rules: &[usize]) -> Vec<usize> {
    // For each place the longest increasing subsequence that begins there: its length and its next
    // place.
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
