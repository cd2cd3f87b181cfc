use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::CoreField;
use crate::paper::front_matter::quoting;
use crate::paper::url::{self, Target};
use crate::project::LookUp;
use crate::project::paths::relative_link;
use crate::text::finding::Fix;
use crate::text::source::Span;
use crate::text::suggest;

rule! {
    /// A reference should go by the name and the number that a paper has now.
    ///
    /// ## Why
    ///
    /// When a paper gets another number, the register leads from the old one to the new one, and from the old
    /// file to the new one, so that old references still hold. A new reader is better served by the new ones.
    /// Nothing is asked of a paper that is published: it may not change.
    ///
    /// ## Example
    ///
    /// ```yaml numbers.yaml
    /// renumbered:
    ///   - { number: 3699-0624, to: 3734-0624, on: 2024-06-03 }
    /// ```
    ///
    /// ```yaml
    /// stage: draft
    /// related: [3699-0624]
    /// ```
    ///
    /// ```yaml
    /// publication_number: "3734-0624"
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the new name or number; `issuepaper check --fix` does.
    "outdated-reference", Warning => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    if cx.project.register.is_none() || cx.series.stages.is_frozen(cx.values.stage) {
        return;
    }
    let relations = cx.index().map_or(&[][..], |at| cx.relations().of(at));
    for relation in relations.iter().filter(|relation| relation.is_outdated) {
        let Some(file) = relation.to.map(|to| &cx.project.papers[to]) else { continue };
        let new = if relation.is_number {
            file.paper.text_field(CoreField::PublicationNumber).unwrap_or_default().to_owned()
        } else {
            relative_link(&cx.file.path, &file.path)
        };
        let old = cx.source(relation.span);
        let value = if relation.is_number {
            quoting::quoted(&with_label(cx, old, &new))
        } else {
            quoting::like(old, &new)
        };
        report(out, relation.span, old, &new, value);
    }
    check_links(cx, out);
}

fn check_links(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let mut has_definitions = false;
    for link in &cx.paper.body().links {
        let Some(new) = moved(cx, &link.url, link.url_span) else { continue };
        // A link by reference has its address in a line of its own, which others may share.
        let is_elsewhere = link.url_span == link.span;
        has_definitions |= is_elsewhere;
        if !is_elsewhere {
            report(out, link.url_span, cx.source(link.url_span), &new, new.clone());
        }
    }
    if has_definitions {
        for definition in &cx.paper.body().definitions {
            let span = definition.span;
            if let Some(new) = moved(cx, &definition.value, span) {
                report(out, span, cx.source(span), &new, new.clone());
            }
        }
    }
}

/// The address for `url` at `span`, if that leads to where a paper was.
fn moved(cx: &PaperContext<'_>, url: &str, span: Span) -> Option<String> {
    let Target::Relative { path, fragment } = url::classify(url) else { return None };
    let LookUp::Moved(paper) = cx.project.look_up(&cx.file.path, &url::decoded(path)) else {
        return None;
    };
    let file = cx.project.paper(paper.file.name())?;
    let fragment = fragment.map(|fragment| format!("#{fragment}")).unwrap_or_default();
    let is_bracketed = cx.paper.file.text()[..span.start].ends_with('<');
    let path = url::encoded(&relative_link(&cx.file.path, &file.path), is_bracketed);
    Some(format!("{path}{fragment}"))
}

/// The new number with the label that the old one stands behind, as in `Pub# 3733-0624`.
fn with_label(cx: &PaperContext<'_>, old: &str, new: &str) -> String {
    let old = old.trim_matches(['"', '\'']);
    let mut rules = cx.project.used_series().filter_map(|series| series.number.as_ref());
    let bare = rules.find_map(|rule| rule.without_label(old)).unwrap_or(old).trim();
    old.replace(bare, new)
}

fn report(out: &mut Sink<'_>, span: Span, old: &str, new: &str, value: String) {
    let old = suggest::shown(old.trim_matches(['"', '\'']));
    out.at(span, format!("{old} is {} now", suggest::shown(new)))
        .help(format!("write {}", suggest::shown(new)))
        .fix(Fix::safe("write the new one", span, value));
}
