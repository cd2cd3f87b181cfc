use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::text::conflict::{self, Marker};
use crate::text::source::Spanned;

rule! {
    /// Nothing of a failed merge may be left in a paper.
    ///
    /// ## Why
    ///
    /// When two people changed the same lines, git writes both versions into the file with marks
    /// around them. A paper that keeps the marks says two things at once.
    ///
    /// ## Example
    ///
    /// ```markdown
    /// <<<<<<< HEAD
    /// The desks opened in 2014.
    /// =======
    /// The desks opened in 2015.
    /// >>>>>>> other-branch
    /// ```
    ///
    /// ## How to fix
    ///
    /// Keep the version that is right and delete the other one, together with the lines of marks.
    "merge-conflict", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    for Spanned { value: marker, span } in conflict::markers(cx.paper.file.text()) {
        let message = match marker {
            Marker::Ours => "a failed merge begins here",
            Marker::Base => "a failed merge shows the version before both changes from here on",
            Marker::Separator => "a failed merge divides the two versions here",
            Marker::Theirs => "a failed merge ends here",
        };
        out.at(span, message)
            .help("keep the right version and delete the other and the lines of marks");
    }
}
