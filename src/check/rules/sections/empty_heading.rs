use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::body::{Heading, Image};
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
    /// Write what the part is about, or delete the heading.
    "empty-heading", Error => Paper(check)
}

/// Whether a heading has no text, and no picture with one.
pub(super) fn is_empty(cx: &PaperContext<'_>, heading: &Heading) -> bool {
    let is_blank = |image: &Image| characters::is_blank(&image.alt);
    characters::is_blank(&heading.text) && pictures(cx, heading).all(is_blank)
}

fn pictures<'p>(cx: &PaperContext<'p>, heading: &Heading) -> impl Iterator<Item = &'p Image> {
    let (span, images) = (heading.span, &cx.paper.body().images);
    let first = images.partition_point(|image| image.span.start < span.start);
    images[first..].iter().take_while(move |image| span.contains(image.span))
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    for heading in &cx.paper.body().headings {
        if is_empty(cx, heading) {
            let has_picture = pictures(cx, heading).next().is_some();
            out.at(heading.span, "the heading has no text").help(if has_picture {
                "write what the part is about, describe the picture in the brackets, or delete the heading"
            } else {
                "write what the part is about, or delete the line"
            });
        }
    }
}
