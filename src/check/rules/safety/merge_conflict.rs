use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::text::conflict::{self, Marker};
use crate::text::source::Span;

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
    let text = cx.paper.file.text();
    let has = |marks: &str| memchr::memmem::find(text.as_bytes(), marks.as_bytes()).is_some();
    if !["<<<<<<<", "|||||||", ">>>>>>>"].into_iter().any(has) {
        return;
    }
    let mut markers = markers(cx);
    // A separator alone underlines a heading.
    let ends: Vec<usize> = markers
        .iter()
        .filter(|(marker, _)| *marker == Marker::Theirs)
        .map(|(_, span)| span.start)
        .collect();
    let mut is_open = false;
    markers.retain(|(marker, span)| {
        match marker {
            Marker::Ours | Marker::Base => is_open = true,
            Marker::Theirs => is_open = false,
            Marker::Separator => return is_open && ends.iter().any(|end| *end > span.start),
        }
        true
    });
    for (marker, span) in markers {
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

fn markers(cx: &PaperContext<'_>) -> Vec<(Marker, Span)> {
    let file = &cx.paper.file;
    let lines = (0..file.lines().count()).map(|line| file.lines().line_span(file.text(), line));
    lines
        .filter_map(|span| {
            let line = file.slice(span).trim_end_matches(['\n', '\r']);
            let marker = conflict::marker(line)?;
            Some((marker, Span::new(span.start, span.start + line.trim_end().len())))
        })
        .collect()
}
