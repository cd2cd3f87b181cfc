use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::text::finding::{Edit, Fix};
use crate::text::source::Span;

rule! {
    /// All lines of a paper should have the same line ending.
    ///
    /// ## Why
    ///
    /// Lines end in one way on Windows and in another everywhere else. With both in one file, editors and
    /// git show changes that nobody made, or hide those that somebody did.
    ///
    /// ## Example
    ///
    /// ```text
    /// ---
    /// series: issue-paper
    /// title: Renewals at the regional desks␍
    /// ---
    /// ```
    ///
    /// ## How to fix
    ///
    /// Save the file with one kind of line ending; `--fix` uses that of Windows if most lines have it, and otherwise that
    /// of every other system: a carriage return alone ends a line in no program of today.
    "mixed-line-ends", Warning => Paper(check)
}

/// The kinds of line endings that a file may have.
const KINDS: [&str; 2] = ["\n", "\r\n"];

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let text = cx.paper.file.text();
    if memchr::memchr(b'\r', text.as_bytes()).is_none() {
        return;
    }
    let ends = ends(text);
    let count = |kind: &str| ends.iter().filter(|span| &text[span.range()] == kind).count();
    // Of two equally frequent kinds the first in the list, which every system reads. A file that has carriage returns
    // alone is none of mixed line ends.
    if count("\r") == ends.len() {
        return;
    }
    let usual = KINDS.into_iter().rev().max_by_key(|kind| count(kind)).unwrap_or("\n");
    let odd: Vec<Span> = ends.iter().filter(|span| &text[span.range()] != usual).copied().collect();
    let Some(first) = odd.first() else { return };
    let edits = odd.iter().map(|span| Edit { span: *span, text: usual.to_owned() }).collect();
    let lines = if odd.len() == 1 { "line ends" } else { "lines end" };
    // The line itself is shown; its end can't be seen.
    let file = &cx.paper.file;
    let line = file.lines().line_span(text, file.lines().line_of(first.start));
    out.at(
        Span::new(line.start, first.start),
        format!("{} {lines} differently from the other {}", odd.len(), count(usual)),
    )
    .help("save the file with one kind of line ending")
    .fix(Fix { title: "end all lines the same way".to_owned(), edits, safe: true });
}

/// Where the lines end.
fn ends(text: &str) -> Vec<Span> {
    let bytes = text.as_bytes();
    let mut ends = Vec::new();
    for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
        match bytes[at] {
            b'\r' if bytes.get(at + 1) == Some(&b'\n') => ends.push(Span::new(at, at + 2)),
            b'\n' if at > 0 && bytes[at - 1] == b'\r' => {}
            _ => ends.push(Span::new(at, at + 1)),
        }
    }
    ends
}
