use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::text::characters;

rule! {
    /// A heading must have text.
    ///
    /// ## Why
    ///
    /// Screen readers list the headings of a document and announce an empty one as nothing, and in a table
    /// of contents or the bookmarks of a PDF it is a line that leads somewhere without saying where: that
    /// is WCAG 2 success criterion 2.4.6. A picture counts as text only if it has alternative text.
    ///
    /// ## Example
    ///
    /// ```markdown
    /// ## Background
    ///
    /// The regional desks opened in 2014.
    ///
    /// ###
    ///
    /// Two more followed.
    ///
    /// ## Issue
    ///
    /// Volume has doubled.
    ///
    /// ## Current Status
    ///
    /// A pilot queue began in March.
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write what the part is about, or delete the marks.
    "empty-heading", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let body = &cx.paper.body();
    for heading in body.headings.iter().filter(|heading| characters::is_blank(&heading.text)) {
        let first = body.images.partition_point(|image| image.span.start < heading.span.start);
        let next = body.images[first..].iter();
        let mut pictures = next.take_while(|image| heading.span.contains(image.span));
        if pictures.all(|image| characters::is_blank(&image.alt)) {
            out.at(heading.span, "the heading has no text")
                .help("write what the part is about, or delete the `#` marks");
        }
    }
}
