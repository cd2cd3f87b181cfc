use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::text::conflict::{self, Marker};
use crate::text::source::Spanned;

rule! {
    /// No conflict marker of a merge may be left in a paper.
    ///
    /// ## Why
    ///
    /// When two people changed the same lines, git writes both versions into the file with markers
    /// around them. A paper that keeps the markers says two things at once.
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
    /// Keep the version that is right and delete the other one, together with the marker lines.
    "merge-conflict", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    // Whoever reads the Markdown has looked for them.
    if !cx.paper.markdown().has_conflict() {
        return;
    }
    for Spanned { value: marker, span } in conflict::markers_in_markdown(cx.paper.file.text()) {
        let message = match marker {
            Marker::Ours => "a merge conflict begins here",
            Marker::Base => "in a merge conflict, the version before both changes begins here",
            Marker::Separator => "in a merge conflict, the second version begins here",
            Marker::Theirs => "a merge conflict ends here",
        };
        out.at(span, message)
            .help("keep the right version and delete the other one and the marker lines");
    }
}
