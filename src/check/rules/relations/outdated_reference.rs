use std::collections::BTreeSet;

use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::finding::Fix;
use crate::paper::front_matter::quoting;
use crate::paper::url::{self, Target};
use crate::source::Span;
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
        let value = if relation.is_number {
            quoting::quoted(&with_label(cx, old, &new))
        } else {
            quoting::like(old, &new)
        };
        report(out, relation.span, old, &new, value);
    }
    let mut seen = BTreeSet::new();
    for link in &cx.paper.body.links {
        let Target::Relative { path, fragment } = url::classify(&link.url) else { continue };
        if let LookUp::Moved(paper) = cx.project.look_up(&cx.file.path, &url::decoded(path)) {
            let Some(file) = cx.project.paper(paper.file.name()) else { continue };
            let fragment = fragment.map(|fragment| format!("#{fragment}")).unwrap_or_default();
            let new = format!("{}{fragment}", relative_link(&cx.file.path, &file.path));
            // A link by reference has its address in a line of its own, which others may share.
            let is_elsewhere = link.url_span == link.span;
            let definition = || definition(cx, &link.url);
            let place = if is_elsewhere { definition() } else { Some(link.url_span) };
            match place {
                Some(span) if seen.insert(span) => {
                    report(out, span, cx.source(span), &new, new.clone());
                }
                _ => {}
            }
        }
    }
}

/// The new number with the label that the old one stands behind, as in `Pub# 3733-0624`.
fn with_label(cx: &PaperContext<'_>, old: &str, new: &str) -> String {
    let old = old.trim_matches(['"', '\'']);
    let mut rules = cx.project.used_series().filter_map(|series| series.number.as_ref());
    let bare = rules.find_map(|rule| rule.without_label(old)).unwrap_or(old).trim();
    old.replace(bare, new)
}

/// Where the address `url` stands in a line that defines a reference, `[name]: url`.
fn definition(cx: &PaperContext<'_>, url: &str) -> Option<Span> {
    let text = cx.paper.file.text();
    let body = cx.source(cx.paper.body.span);
    body.lines().find_map(|line| {
        let (_, rest) = line.trim_start().strip_prefix('[')?.split_once("]:")?;
        let address = rest.trim_start().trim_start_matches('<');
        let end = address.find([' ', '\t', '>']).unwrap_or(address.len());
        let address = address[..end].trim_end();
        let start = address.as_ptr() as usize - text.as_ptr() as usize;
        (address == url).then(|| Span::new(start, start + address.len()))
    })
}

fn report(out: &mut Sink<'_>, span: Span, old: &str, new: &str, value: String) {
    let old = suggest::shown(old.trim_matches(['"', '\'']));
    out.at(span, format!("{old} is {} now", suggest::shown(new)))
        .help(format!("write {}", suggest::shown(new)))
        .fix(Fix::safe("write the new one", span, value));
}
