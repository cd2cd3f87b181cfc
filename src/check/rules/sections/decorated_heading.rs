use super::headings;
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::body::Heading;
use crate::paper::slug::slug;
use crate::series::outline::{OutlineSection, Spelling};
use crate::series::{Policy, Section};
use crate::text::characters;
use crate::text::finding::Fix;
use crate::text::source::line_end;

rule! {
    /// A section's heading should be that of the series, without numbers, signs or additions.
    ///
    /// ## Why
    ///
    /// The headings are the same in all papers of a series, so that readers and machines find the
    /// parts. A number goes wrong as soon as a section is added, an emoji is read out loud by a
    /// screen reader, and an addition such as "(as of June)" is out of date in the next paper. The
    /// section is recognized all the same, and its text is checked. Text of the section in the line of its
    /// heading, `## Issue: Volume has doubled.`, would be printed as a heading.
    ///
    /// ## Example
    ///
    /// ```markdown
    /// ## 1. Background
    ///
    /// The regional desks opened in 2014.
    ///
    /// ## 2. Issue
    ///
    /// Volume has doubled.
    ///
    /// ## 3. Current Status (as of June)
    ///
    /// A pilot queue began in March.
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the heading of the series. What the addition said belongs in the text of the section.
    "decorated-heading", Warning => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    for section in &cx.outline.sections {
        let (Some(known), Some(heading)) =
            (headings::known(cx, section), headings::heading_of(cx, section))
        else {
            continue;
        };
        if let Spelling::RunIn(text) = &section.spelling {
            report_run_in(cx, section, (known, heading), text, out);
            continue;
        }
        let has_code = cx.source(heading.content).contains('`') && !known.heading.contains('`');
        let what = decoration(cx, section).or(has_code.then_some("marks of code"));
        let Some(what) = what else { continue };
        let name = characters::shown(&section.text);
        let message =
            format!("the heading `{name}` has {what} that the series' heading does not have");
        let line = format!("{} {}", headings::marks(heading.level), known.heading);
        // What is wrong with its level is another finding.
        let help = if heading.level == known.level {
            format!("write `{line}`")
        } else {
            format!("write its name alone: `{}`", known.heading)
        };
        // Marks, links and comments inside the heading would be lost with its text.
        let is_plain = cx.source(heading.content) == section.text
            && cx.source(heading.span).trim_matches(['#', ' ', '\t']) == section.text;
        // Marks of code around the whole name are no part of what it says.
        let is_code = cx.source(heading.content).trim_matches('`').trim() == section.text;
        let is_safe = (is_plain || is_code && !headings::is_underlined(cx.source(heading.span)))
            && addition(section).is_empty();
        let fix = if is_safe { Fix::safe } else { Fix::risky };
        let fix = fix(format!("write `{line}`"), heading.span, line);
        let printed = format!("{} {}", known.heading, addition(section).trim());
        let fix = headings::with_links(cx, fix, &[&section.text, &printed], &known.heading);
        let report = out.at(section.heading, message);
        match fix {
            Some(fix) => report.help(help).fix(fix),
            None => report.help(format!(
                "{help}, and `#{}` in the addresses of the links to it",
                slug(&known.heading)
            )),
        };
    }
}

/// A heading with the text of the section in its line.
fn report_run_in(
    cx: &PaperContext<'_>,
    section: &OutlineSection,
    (known, heading): (&Section, &Heading),
    text: &str,
    out: &mut Sink<'_>,
) {
    let name = characters::shown(&section.text);
    let line = headings::line(known);
    let report = out
        .at(section.heading, format!("the heading `{name}` has text of the section in its line"))
        .help(format!("write `{line}`, and the text below it with an empty line between"));
    // Marks and links in the text are lost in what a reader sees of it.
    let source = cx.source(heading.content);
    let Some(start) = source.find(text).filter(|_| source.ends_with(text)) else { return };
    let is_plain = section.text.contains(&source[..start]);
    let end = line_end(cx.paper.file.text()).repeat(2);
    let fix = Fix::risky(format!("write `{line}`"), heading.span, format!("{line}{end}{text}"));
    let fix = headings::with_links(cx, fix, &[&section.text], &known.heading);
    if let Some(fix) = fix.filter(|_| is_plain && !headings::is_underlined(cx.source(heading.span)))
    {
        report.fix(fix);
    }
}

/// What was added to the name; none if there is nothing to report.
fn decoration(cx: &PaperContext<'_>, section: &OutlineSection) -> Option<&'static str> {
    match &section.spelling {
        Spelling::Colon if cx.series.headings.trailing_colon == Policy::Report => Some("a colon"),
        Spelling::Decorated(addition) if !addition.is_empty() => Some("an addition"),
        Spelling::Decorated(_) if section.text.starts_with(|c: char| c.is_ascii_alphanumeric()) => {
            let is_number = section.text.starts_with(|c: char| c.is_ascii_digit());
            Some(if is_number { "a number" } else { "signs" })
        }
        Spelling::Decorated(_) => Some("signs"),
        Spelling::Plain | Spelling::Colon | Spelling::RunIn(_) | Spelling::Unknown => None,
    }
}

fn addition(section: &OutlineSection) -> &str {
    match &section.spelling {
        Spelling::Decorated(addition) => addition,
        _ => "",
    }
}
