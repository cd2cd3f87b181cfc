use super::circle;
use crate::check::references::Reference;
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::project::PaperFile;
use crate::series::{Field, Values};
use crate::text::suggest;

rule! {
    /// A reference in a field of the series must lead to a paper, and to one that the series allows.
    ///
    /// ## Why
    ///
    /// A proposal that requires another can't be final before that is. A series says what holds for its
    /// references with `reference`: `tiers` are stages, in groups from the earliest to the latest, and a paper
    /// may not refer to one of an earlier group than its own; `answered_by` is the field in which the other
    /// paper must name this one; `acyclic: true` forbids circles.
    ///
    /// ## Example
    ///
    /// ```yaml templates/memo/series.yaml
    /// extends: issue-paper
    /// fields:
    ///   - id: requires
    ///     type: list
    ///     items: { type: reference }
    ///     reference: { tiers: [[draft], [review, cleared, published]] }
    /// ```
    ///
    /// ```yaml
    /// series: memo
    /// stage: review
    /// requires: [3734-0624]
    /// ```
    ///
    /// ```yaml
    /// series: memo
    /// publication_number: "3734-0624"
    /// stage: draft
    /// ```
    ///
    /// ## How to fix
    ///
    /// Correct the reference, or what the finding names in the other paper.
    "wrong-reference", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    // A lone paper has no others to name.
    if cx.project.root.is_none() {
        return;
    }
    for reference in cx.shared.references.of(cx.index) {
        let Some(field) = cx.series.field(&reference.field) else { continue };
        match reference.to {
            None => {
                let text = suggest::shown(&reference.text);
                let message = format!("{text} in `{}` is no paper of the project", field.id);
                let help = "correct it, or give the web address of a paper that is elsewhere";
                out.at(reference.span, message).help(help);
            }
            Some(to) if to == cx.index => {
                let message = format!("the paper names itself in `{}`", field.id);
                out.at(reference.span, message).help("remove it, or name the paper that is meant");
            }
            Some(to) => judge(cx, field, reference, to, out),
        }
    }
    for field in &cx.series.fields {
        if let Some(way) = cx.shared.references.cycle(cx.index, &field.id) {
            report_cycle(cx, field, way, out);
        }
    }
}

fn judge(
    cx: &PaperContext<'_>,
    field: &Field,
    reference: &Reference,
    to: usize,
    out: &mut Sink<'_>,
) {
    let Some(rule) = &field.reference else { return };
    let file = &cx.project.papers[to];
    if let Some((own, theirs)) = earlier_stage(cx, &rule.tiers, file) {
        let message = format!(
            "{} in `{}` is at the stage `{theirs}`, and this paper at `{own}`",
            suggest::shown(&reference.text),
            field.id
        );
        let help = format!(
            "wait for `{}`, or correct the stage of one of the two",
            file.paper.file.name()
        );
        out.at(reference.span, message).help(help);
    }
    let Some(answer) = &rule.answered_by else { return };
    let back = cx.shared.references.of(to).iter();
    if !back.into_iter().any(|it| it.field == *answer && it.to == Some(cx.index)) {
        let name = file.paper.file.name();
        let message = format!("`{name}` does not name this paper in `{answer}`");
        out.at(reference.span, message).help(format!("add it to `{answer}` there"));
    }
}

/// The stages of this paper and of the other, if that is of an earlier group.
pub(super) fn earlier_stage<'c>(
    cx: &'c PaperContext<'_>,
    tiers: &[Vec<usize>],
    file: &PaperFile,
) -> Option<(&'c str, &'c str)> {
    let series = cx.project.series_of(&file.paper).filter(|series| series.id == cx.series.id)?;
    let theirs = Values::new(&file.paper.unread(), series).stage;
    let tier = |stage: usize| tiers.iter().position(|tier| tier.contains(&stage));
    let is_earlier = tier(theirs)? < tier(cx.values.stage)?;
    is_earlier.then(|| (cx.stage_name(), cx.series.stages.name(theirs)))
}

fn report_cycle(cx: &PaperContext<'_>, field: &Field, way: &[usize], out: &mut Sink<'_>) {
    let next = way.get(1).copied().unwrap_or(cx.index);
    let references = cx.shared.references.of(cx.index).iter();
    let found = references.into_iter().find(|it| it.field == field.id && it.to == Some(next));
    // One that names itself is reported as such.
    let Some(found) = found.filter(|_| way.len() > 1) else { return };
    let message =
        format!("papers name each other in `{}` in a circle: {}", field.id, circle(cx, way));
    out.at(found.span, message).help("remove the reference that is wrong");
}
