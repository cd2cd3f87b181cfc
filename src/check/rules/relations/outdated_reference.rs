use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::finding::Fix;
use crate::paper::front_matter::quoting;
use crate::paper::url::{self, Target};
use crate::suggest;
use crate::workspace::{LookUp, relative_link};

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
            file.paper.text_field("publication_number").unwrap_or_default().to_owned()
        } else {
            relative_link(&cx.file.path, &file.path)
        };
        let old = cx.source(relation.span);
        let value =
            if relation.is_number { quoting::quoted(&new) } else { quoting::like(old, &new) };
        report(out, relation.span, old, &new, value);
    }
    for link in &cx.paper.body.links {
        let Target::Relative { path, fragment } = url::classify(&link.url) else { continue };
        if let LookUp::Moved(paper) = cx.project.look_up(&cx.file.path, &url::decoded(path)) {
            let Some(file) = cx.project.paper(paper.file.name()) else { continue };
            let fragment = fragment.map(|fragment| format!("#{fragment}")).unwrap_or_default();
            let new = format!("{}{fragment}", relative_link(&cx.file.path, &file.path));
            report(out, link.url_span, cx.source(link.url_span), &new, new.clone());
        }
    }
}

fn report(out: &mut Sink<'_>, span: crate::source::Span, old: &str, new: &str, value: String) {
    let old = suggest::shown(old.trim_matches(['"', '\'']));
    out.at(span, format!("{old} is {} now", suggest::shown(new)))
        .help(format!("write {}", suggest::shown(new)))
        .fix(Fix::safe("write the new one", span, value));
}
