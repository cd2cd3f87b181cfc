use super::headings;
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::body::Heading;
use crate::series::Role;
use crate::series::outline::{Opener, OutlineSection};
use crate::text::characters;
use crate::text::finding::{Edit, Fix};
use crate::text::source::{Span, any_contains};

rule! {
    /// Headings must have the right level: sections that of the series, and no level skipped below
    /// them.
    ///
    /// ## Why
    ///
    /// Screen readers announce the level of a heading, and people use it to find their way: that is
    /// WCAG 2 success criterion 1.3.1. The title is the page's only heading of level 1 (`#`). Sections
    /// have level 2 (`##`) unless the series says otherwise, and a heading inside one has the next
    /// level. A section's heading at another level is easily taken for a part of the section above.
    ///
    /// ## Example
    ///
    /// ```markdown
    /// # Background
    ///
    /// The regional desks opened in 2014.
    ///
    /// ## Issue
    ///
    /// Volume has doubled.
    ///
    /// #### By region
    ///
    /// Most of it in the north.
    ///
    /// ### Current Status
    ///
    /// A pilot queue began in March.
    /// ```
    ///
    /// ## How to fix
    ///
    /// Change the number of `#` marks as the message says.
    "heading-level", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let headings = &cx.paper.body().headings;
    let mut sections = cx.outline.sections.iter().peekable();
    let wanted = cx.series.headings.level;
    let mut above = wanted.saturating_sub(1);
    let title = usize::from(cx.series.title_heading(cx.paper).is_some());
    for (index, heading) in headings.iter().enumerate().skip(title) {
        while sections.next_if(|section| section.heading < heading.span).is_some() {
            // A bold label opens a section without a heading.
            above = wanted;
        }
        let section = sections.next_if(|section| section.heading == heading.span);
        match section {
            Some(section) => check_section(cx, section, index, out),
            None if heading.level > above + 1 => report_skipped(cx, index, above, out),
            None => {}
        }
        // A section at the wrong level counts as one at its own; what is below it may stay or moves along.
        let is_known = section.is_some_and(|section| section.rule.is_some());
        above = if is_known { heading.level.max(wanted) } else { heading.level };
    }
}

fn check_section(
    cx: &PaperContext<'_>,
    section: &OutlineSection,
    index: usize,
    out: &mut Sink<'_>,
) {
    let known = headings::known(cx, section);
    let wanted = known.map_or(cx.series.headings.level, |known| known.level);
    let Opener::Heading(level) = section.opener else { return };
    if level == wanted {
        return;
    }
    let marks = headings::marks(wanted);
    let Some(known) = known else {
        let name = characters::shown(&section.text);
        let differs = (level == 1 && index == 0).then(|| differing_title(cx)).flatten();
        let (message, help) = if let Some(title) = differs {
            (
                format!("the heading `{name}` is not the title, `{}`", characters::shown(title)),
                "write the title in it, or correct the field".to_owned(),
            )
        } else if level == 1 {
            (
                format!("the heading `{name}` has level 1, which is for the title only"),
                advice_on_title(cx, wanted),
            )
        } else {
            (
                format!("the heading `{name}` has level {level}, above that of the sections"),
                format!("write it with `{marks}`"),
            )
        };
        out.at(section.heading, message).help(help);
        return;
    };
    let name = &known.heading;
    let report = out
        .at(
            section.heading,
            format!("the section `{name}` has a heading of level {level}, not {wanted}"),
        )
        .help(format!("write `{}`", headings::line(known)));
    if let Some(edits) = shifted(cx, index, wanted) {
        let title = format!("make it a heading of level {wanted}");
        report.fix(Fix { title, edits, safe: true });
    }
}

/// The title that a field has, in a series whose papers repeat it as their first heading.
fn differing_title<'p>(cx: &PaperContext<'p>) -> Option<&'p str> {
    let key = cx.series.key(Role::Title).filter(|_| cx.series.headings.has_title)?;
    cx.paper.text_field(key)
}

/// What to do about a heading of the level of the title, where sections have the level `wanted`.
fn advice_on_title(cx: &PaperContext<'_>, wanted: u8) -> String {
    let deeper = headings::marks(wanted + 1);
    let below = format!("write it with `{deeper}` below the heading of a section");
    // Where nothing else has the title, an author who deletes the heading loses it.
    match cx.series.key(Role::Title) {
        _ if cx.series.text(cx.paper, Role::Title).is_some() => {
            format!("delete it if it repeats the title, otherwise {below}")
        }
        Some(key) => format!("if it is the title, make it the field `{key}`; otherwise {below}"),
        None => below,
    }
}

fn report_skipped(cx: &PaperContext<'_>, index: usize, above: u8, out: &mut Sink<'_>) {
    let all = &cx.paper.body().headings;
    let heading = &all[index];
    let wanted = above + 1;
    let name = characters::shown(&heading.text);
    let message =
        format!("the heading `{name}` has level {}, so level {wanted} is skipped", heading.level);
    // At the level of the sections it would open one that the series does not have.
    let is_in_section = wanted > cx.series.headings.level;
    let help = if is_in_section {
        format!("write it with `{}`", headings::marks(wanted))
    } else {
        let below = headings::marks(cx.series.headings.level + 1);
        format!("move it below the heading of a section, and write it with `{below}`")
    };
    let mut report = out.at(heading.span, message).help(help);
    if let Some(before) = index.checked_sub(1).map(|before| &all[before]) {
        report =
            report.label(before.span, format!("the heading before it has level {}", before.level));
    }
    if let Some(edits) = shifted(cx, index, wanted).filter(|_| is_in_section) {
        let title = format!("make it a heading of level {wanted}");
        report.fix(Fix { title, edits, safe: true });
    }
}

/// The edits that set a heading to the level `wanted` and move those below it by as much; none if
/// one of them can't be moved.
fn shifted(cx: &PaperContext<'_>, index: usize, wanted: u8) -> Option<Vec<Edit>> {
    let (heading, rest) = cx.paper.body().headings.get(index..)?.split_first()?;
    let is_section =
        |below: &Heading| any_contains(&cx.outline.sections, |section| section.heading, below.span);
    let is_below = |below: &&Heading| {
        let is_deeper = below.level > heading.level;
        !is_section(below) && (is_deeper || !is_section(heading) && below.level == heading.level)
    };
    // What is below a section that moves down is deep enough already.
    let below = rest.iter().take_while(is_below).filter(|_| wanted < heading.level);
    std::iter::once(heading)
        .chain(below)
        .map(|below| releveled(cx, below, (below.level + wanted).checked_sub(heading.level)?))
        .collect()
}

/// The edit that changes the level of one heading.
fn releveled(cx: &PaperContext<'_>, heading: &Heading, level: u8) -> Option<Edit> {
    let source = cx.source(heading.span);
    let start = heading.span.start;
    if !(1..=6).contains(&level) {
        return None;
    }
    if !headings::is_underlined(source) {
        let marks = Span::new(start, start + usize::from(heading.level));
        return Some(Edit { span: marks, text: headings::marks(level).to_owned() });
    }
    let underline = match level {
        1 => "=",
        2 => "-",
        _ => return None,
    };
    let line = &source[source.rfind(['\n', '\r'])? + 1..];
    let width = line.chars().filter(|c| matches!(c, '=' | '-')).count();
    let span = Span::new(heading.span.end - line.trim_start().len(), heading.span.end);
    Some(Edit { span, text: underline.repeat(width) })
}
