use super::{NAMED, circle};
use crate::check::relations::Kind;
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::text::source::Span;

rule! {
    /// Papers must not come after each other in a circle.
    ///
    /// ## Why
    ///
    /// `previous` and `supersedes` name older papers and `superseded_by` newer ones. When they lead back to
    /// where they began, at least one of them is wrong, and nobody can tell which paper is current.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// previous: paper-1.md
    /// ```
    ///
    /// ```yaml
    /// publication_number: "3734-0624"
    /// supersedes: [paper-0.md]
    /// ```
    ///
    /// ## How to fix
    ///
    /// Remove the reference that is wrong. Of several circles that share papers only one is reported, in the
    /// first of its papers; the others are reported when that one is gone.
    "relation-cycle", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let (at, relations) = (cx.index, cx.relations());
    let Some(cycle) = relations.cycle(at) else { return };
    let message = match cycle {
        [_] => "the paper comes after itself".to_owned(),
        _ => format!("papers come after each other in a circle: {}", circle(cx, cycle)),
    };
    let next = |position: usize| cycle.get(position + 1).copied().unwrap_or(at);
    let place = |position: usize| place(cx, cycle[position], next(position));
    let here = place(0).filter(|(paper, _)| *paper == at);
    let span = here.map_or(Span::at(cx.paper.front().end.start), |(_, span)| span);
    let mut report = out.at(span, message);
    for position in usize::from(here.is_some())..cycle.len().min(NAMED) {
        if let Some((paper, span)) = place(position) {
            report = report.label_in(&cx.project.papers[paper].paper.file, span, "and here");
        }
    }
    report.help("remove the reference that is wrong");
}

/// The paper and the place that state that `from` comes after `to`.
fn place(cx: &PaperContext<'_>, from: usize, to: usize) -> Option<(usize, Span)> {
    let find = |paper: usize, other: usize, is_backwards: bool| {
        let relations = cx.relations().of(paper).iter();
        let mut of_kind = relations.filter(|it| it.to == Some(other) && it.kind != Kind::Related);
        let found = of_kind.find(|it| (it.kind == Kind::SupersededBy) == is_backwards)?;
        Some((paper, found.span))
    };
    find(from, to, false).or_else(|| find(to, from, true))
}
