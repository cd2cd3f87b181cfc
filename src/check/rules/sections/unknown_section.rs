use super::{headings, misspelled};
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::series::outline::{Opener, OutlineSection};
use crate::text::characters;
use crate::text::finding::Fix;
use crate::text::suggest;

rule! {
    /// A section should be one of those that the series has.
    ///
    /// ## Why
    ///
    /// A section of the author's own is printed where it is, but readers don't look for it and the
    /// comparison with other papers skips it. Often it is a heading that belongs below a section, or a
    /// line of text above a `---` line, which makes it a heading.
    ///
    /// ## Example
    ///
    /// ```markdown
    /// ## Background
    ///
    /// The regional desks opened in 2014.
    ///
    /// ## Issue
    ///
    /// Volume has doubled.
    ///
    /// ## Current Status
    ///
    /// A pilot queue began in March.
    ///
    /// ## Miscellaneous
    ///
    /// The desks have new telephones.
    /// ```
    ///
    /// ## How to fix
    ///
    /// Move the text below a section of the series. If it needs a heading there, give it one more `#`.
    /// A section that many papers need belongs in the `sections` of the series.
    "unknown-section", Warning => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    if cx.series.sections.is_empty() {
        return;
    }
    for section in cx.outline.sections.iter().filter(|section| section.rule.is_none()) {
        let is_at_level = section.opener == Opener::Heading(cx.series.headings.level);
        let is_blank = characters::is_blank(&section.text);
        if is_at_level && !is_blank && misspelled::intended(cx, section).is_none() {
            report(cx, section, out);
        }
    }
}

fn report(cx: &PaperContext<'_>, section: &OutlineSection, out: &mut Sink<'_>) {
    let name = characters::shown(&section.text);
    let source = cx.source(section.heading);
    let sections = suggest::listed(headings::of_series(cx));
    let report = out.at(section.heading, format!("the series has no section `{name}`"));
    let is_underlined = headings::is_underlined(source);
    // A section that is there already would be there twice.
    let is_there = |near: &&str| {
        let mut known = cx.outline.sections.iter().filter(|section| section.rule.is_some());
        known.any(|section| section.text.eq_ignore_ascii_case(near))
    };
    let near = suggest::nearest(&section.text, headings::of_series(cx));
    let near = near.filter(|near| !is_there(near));
    if let Some(field) = field(cx, &section.text) {
        report.help(format!(
            "`{field}` is a field: write its value in the front matter and delete this section"
        ));
    } else if let Some(near) = near {
        report.help(format!("did you mean `{near}`?"));
    } else if is_underlined {
        report
            .help("the line below makes this text a heading; for a horizontal rule put a blank line between");
    } else {
        let deeper = headings::marks(cx.series.headings.level + 1);
        let report = report
            .help(format!("its sections are {sections}; for a heading below one write `{deeper}`"));
        // Without a section above there is nothing to be below.
        if cx.outline.sections.first().is_none_or(|first| first.heading >= section.heading) {
            return;
        }
        report.fix(Fix::risky(
            format!("make it a heading below the section above: `{deeper}`"),
            crate::text::source::Span::at(section.heading.start),
            "#",
        ));
    }
}

/// The field that has the name of the section, `action_required` for `Action Required:`.
fn field<'p>(cx: &PaperContext<'p>, name: &str) -> Option<&'p str> {
    let name = name.trim_matches(|c: char| !c.is_alphanumeric());
    let id = name.to_lowercase().replace([' ', '-'], "_");
    cx.series.field(&id).map(|field| field.id.as_str())
}
