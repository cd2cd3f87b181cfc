use crate::check::rule::rule;
use crate::check::{PaperContext, Sink, relations};
use crate::paper::body::Prose;
use crate::paper::front_matter::quoting;
use crate::paper::url::{self, Target};
use crate::project::LookUp;
use crate::project::paths::relative_link;
use crate::project::reference::Form;
use crate::series::Role;
use crate::text::finding::Fix;
use crate::text::source::{Span, any_contains, containing};
use crate::text::suggest;

rule! {
    /// A reference should use the current name or number of a paper.
    ///
    /// ## Why
    ///
    /// When a paper gets another number, the register leads from the old one to the new one, and from the old
    /// file to the new one, so that old references still work. Readers are better served by the new ones.
    /// Published papers are left alone, because they must not change. In the text a number counts if its label is
    /// before it, as in `Pub# 3699-0624`; code and quotations are left
    /// alone, and what the text calls a former number.
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
    let relations = cx.relations().of(cx.index);
    for relation in relations.iter().filter(|relation| relation.is_outdated) {
        let Some(file) = relation.to.map(|to| &cx.project.papers[to]) else { continue };
        let new = if relation.form == Form::Number {
            let series = cx.project.series_of(&file.paper).unwrap_or(cx.series);
            series.number_of(&file.paper).unwrap_or_default().to_owned()
        } else {
            relative_link(&cx.file.path, &file.path)
        };
        let old = cx.source(relation.span);
        let value = if relation.form == Form::Number {
            quoting::quoted(&with_label(cx, old, &new))
        } else {
            quoting::like(old, &new)
        };
        report(out, relation.span, old, &new, value);
    }
    check_links(cx, out);
    check_text(cx, out);
}

/// Checks what the text says, with a label: `Pub# 3733-0624`.
fn check_text(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let Some(register) = &cx.project.register else { return };
    let text = cx.paper.file.text();
    for (series, replaced) in register.replaced() {
        let rule = cx.project.series(series).and_then(|series| series.number.as_ref());
        let mentions = rule.map(|rule| rule.mentions_of(text, replaced)).unwrap_or_default();
        for (old, mention) in mentions.into_iter().filter(|(_, mention)| mention.is_labeled) {
            let span = mention.span;
            // Another paper may still carry the number, and the register not know it yet.
            let is_carried = || !cx.shared.with_number(cx.project, series, old).is_empty();
            if !is_history(text, span.start)
                && is_text(cx, span)
                && !is_carried()
                && let Some(new) = register.alias(series, old)
            {
                report(out, span, old, new, new.to_owned());
            }
        }
    }
}

/// Words after which the old number of a paper is meant.
const HISTORY: [&str; 7] =
    ["former", "previously", "originally", "renumbered", "changed from", "instead of", "was once"];

/// How far before a number these words may be, in bytes.
const NEAR: usize = 48;

/// Whether the text just before the number at `at` says that the number is an old one.
fn is_history(text: &str, at: usize) -> bool {
    let start = (at.saturating_sub(NEAR)..=at).find(|start| text.is_char_boundary(*start));
    let before = text[start.unwrap_or(at)..at].to_lowercase();
    let sentence = before.rsplit(". ").find(|part| part.trim_end().len() > "pub".len());
    HISTORY.iter().any(|word| sentence.unwrap_or(&before).contains(word))
}

/// Whether `span` is in running text or a comment: not in code or in a quotation, nor in a field that is read as a
/// number.
fn is_text(cx: &PaperContext<'_>, span: Span) -> bool {
    let fields = relations::Kind::ALL.map(relations::Kind::field);
    // A note on the number tells what it was.
    let own = [Role::Number, Role::NumberNote];
    let mut fields = fields.into_iter().chain(own);
    let is_field = fields.any(|field| cx.place_of(field).is_some_and(|it| it.contains(span)));
    let body = cx.paper.body();
    let is_foreign = |prose: &Prose| {
        let shown = &prose.text[prose.offset_of(span.start)..];
        let is_code = shown.starts_with(Prose::OBJECT)
            && !any_contains(&body.images, |image| image.span, span);
        prose.is_quoted || is_code
    };
    let prose = containing(&body.prose, |prose| prose.span, span);
    !is_field && !any_contains(&body.code, |code| code.span, span) && !prose.is_some_and(is_foreign)
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
