use super::headings;
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};

rule! {
    /// A section must be in a paper only once.
    ///
    /// ## Why
    ///
    /// Readers, and the comparison with the last quarter's paper, take the first section of a name for
    /// the whole of it. The second is often left over from a copy. Another name for the same section,
    /// such as `Status` for `Current Status`, counts as the same, and so does one in
    /// capital letters or with a colon.
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
    /// ## ISSUE:
    ///
    /// Volume has doubled since 2022.
    /// ```
    ///
    /// ## How to fix
    ///
    /// Move the text below the first heading and delete the second, or delete the old text.
    "duplicate-section", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    for section in &cx.outline.sections {
        let Some(known) = headings::known(cx, section) else { continue };
        let first = section.rule.and_then(|rule| cx.outline.find(rule));
        let Some(first) = first.filter(|first| first.heading != section.heading) else { continue };
        let line = cx.paper.file.position(first.heading.start).line + 1;
        let message =
            format!("the section `{}` is here again, first on line {line}", known.heading);
        out.at(section.heading, message)
            .label(first.heading, "first here")
            .help("move its text to the first one, or delete what is out of date");
    }
}
