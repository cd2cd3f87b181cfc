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
    /// A reference should use the current name or number of a paper.
    ///
    /// ## Why
    ///
    /// When a paper gets another number, the register leads from the old one to the new one, and from the old
    /// file to the new one, so that old references still work. Readers are better served by the new ones.
    /// Published papers are left alone, because they must not change.
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
    /// Write the new name or number; `issuepaper check --fix` does it.
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
        // A reference link has its address on a line of its own, which other links may share.
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

/// The new address for `url` at `span`, if it leads to where a paper was.
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

/// The new number with the label of the old one, as in `Pub# 3733-0624`.
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
