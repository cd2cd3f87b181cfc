use super::headings;
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::slug::slug;
use crate::series::Policy;
use crate::series::outline::{OutlineSection, Spelling};
use crate::text::characters;
use crate::text::finding::Fix;

rule! {
    /// A section's heading should be that of the series, without numbers, signs or additions.
    ///
    /// ## Why
    ///
    /// The headings are the same in all papers of a series, so that readers and machines find the
    /// parts. A number goes wrong as soon as a section is added, an emoji is read out loud by a
    /// screen reader, and an addition such as "(as of June)" is out of date in the next paper. The
    /// section is recognized all the same, and its text is checked.
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
        let Some(what) = decoration(cx, section) else { continue };
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
        let is_safe = is_plain && addition(section).is_empty();
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
        Spelling::Plain | Spelling::Colon | Spelling::Unknown => None,
    }
}

fn addition(section: &OutlineSection) -> &str {
    match &section.spelling {
        Spelling::Decorated(addition) => addition,
        _ => "",
    }
}
