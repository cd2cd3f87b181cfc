use crate::check::relations::Kind;
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::slug::slug;
use crate::series::Role;
use crate::series::outline::OutlineSection;
use crate::text::source::Spanned;
use crate::text::suggest;

rule! {
    /// A section that stands word for word as in the previous paper must have been reviewed.
    ///
    /// ## Why
    ///
    /// Most of a paper is the text of the last meeting, and what nobody looked at goes stale. The rule compares the
    /// words of each section with those of the paper that `previous` names. Somebody who has looked, and leaves it as
    /// it is, says so: `reviewed: [background]`. Sections of a few words, those whose text the series sets, and
    /// published papers are not reported.
    ///
    /// ## Example
    ///
    /// ```text
    /// ---
    /// publication_number: "3733-0624"
    /// previous: paper-1.md
    /// stage: draft
    /// ---
    ///
    /// ## Background
    ///
    /// The desk keeps a list of open entries and sends each broker a notice before the deadline, by mail and on the
    /// web page of the port.
    /// ```
    ///
    /// ```text
    /// ---
    /// publication_number: "3734-0624"
    /// ---
    ///
    /// ## Background
    ///
    /// The desk keeps a list of open entries and sends each broker a notice before the deadline, by mail and on the
    /// web page of the port.
    /// ```
    ///
    /// ## How to fix
    ///
    /// Bring the section up to date, or add its id to `reviewed`. `issuepaper diff` shows what else changed.
    "unchanged-section", Warning => Paper(check)
}

/// What has fewer words may well say the same at every meeting.
const FEW_WORDS: usize = 20;

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let reviewed = cx.values.list(Role::Reviewed);
    report_unknown(cx, reviewed, out);
    if cx.series.stages.is_frozen(cx.values.stage) {
        return;
    }
    let relations = cx.relations().of(cx.index).iter();
    let mut previous = relations.filter(|relation| relation.kind == Kind::Previous);
    let Some(previous) = previous.find_map(|relation| relation.to) else { return };
    let Some(theirs) = cx.shared.sections_of(cx.project, previous) else { return };
    let name = cx.project.papers[previous].paper.file.name();
    for own in cx.sections().iter().filter(|own| own.words >= FEW_WORDS && theirs.contains(own)) {
        let Some(section) = cx.outline.sections.iter().find(|it| id(cx, it) == own.id) else {
            continue;
        };
        let is_given = section.rule.is_some_and(|rule| cx.series.sections[rule].text.is_some());
        if is_given || reviewed.iter().any(|item| slug(&item.value) == own.id) {
            continue;
        }
        let key = cx.series.key(Role::Reviewed);
        let help = match key {
            Some(key) if reviewed.is_empty() => {
                format!("bring it up to date; if it still holds, say so by `{key}: [{}]`", own.id)
            }
            Some(key) => {
                format!("bring it up to date; if it still holds, add `{}` to `{key}`", own.id)
            }
            None => "bring it up to date, or waive the finding with the reason".to_owned(),
        };
        let heading = suggest::shown(section.text.trim());
        let message =
            format!("the section {heading} says the same as in the previous paper, `{name}`");
        out.at(section.heading, message).help(help);
    }
}

/// Reports what `reviewed` names and the paper lacks: the review of a section that is meant would not count.
fn report_unknown(cx: &PaperContext<'_>, reviewed: &[Spanned<String>], out: &mut Sink<'_>) {
    let ids: Vec<String> = cx.outline.sections.iter().map(|section| id(cx, section)).collect();
    for item in reviewed.iter().filter(|item| !ids.contains(&slug(&item.value))) {
        let shown = suggest::shown(&item.value);
        let message = format!("{shown} was reviewed, and the paper has no such section");
        let near = suggest::nearest(&item.value, ids.iter().map(String::as_str));
        out.at(item.span, message).help(match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("name one of {}", suggest::listed(ids.iter().map(String::as_str))),
        });
    }
}

fn id(cx: &PaperContext<'_>, section: &OutlineSection) -> String {
    let own = section.rule.and_then(|rule| cx.series.sections.get(rule));
    own.map_or_else(|| slug(&section.text), |rule| rule.id.clone())
}
