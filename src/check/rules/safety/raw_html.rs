use std::collections::BTreeSet;

use super::html_text;
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::html::{self, Tag};
use crate::text::{language, suggest};

rule! {
    /// Raw HTML is allowed only for a few harmless elements, without attributes.
    ///
    /// ## Why
    ///
    /// HTML in a paper would run in the reader's browser on the agency's own page, and Word and PDF
    /// have no use for it. So a paper may use `sup`, `sub`, `b`, `i`, `u`, `small`, `kbd`, `br` and
    /// `wbr`, which every format can show. Anything else is printed as plain text. So are the marks of Markdown
    /// right behind a comment, or behind a tag that has a line of its own.
    ///
    /// ## Example
    ///
    /// ```markdown
    /// The desks <script>alert(1)</script> opened in 2014.
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write it in Markdown or delete it, or put the HTML between backticks if it is what the paper is about. Close
    /// each element in the paragraph that opens it, and leave an empty line below `<br>` or a comment.
    "raw-html", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let mut refused = BTreeSet::new();
    let mut unclosed = BTreeSet::new();
    for html in &cx.paper.body().html {
        let source = cx.source(html.span);
        let tag = tag_name(source);
        // The end of an element whose start was reported is not a second mistake.
        if source.starts_with("</") && refused.contains(tag) {
            continue;
        }
        if html.tag == Tag::Refused {
            refused.insert(tag);
        }
        match html.tag {
            Tag::Refused => {
                if let Some(named) = html::named_language(source) {
                    out.at(html.span, format!("{} names no language", suggest::shown(source)))
                        .help(language::advice(named));
                    continue;
                }
                let is_harmless = html::accepted_names().any(|name| tag.eq_ignore_ascii_case(name));
                let message = if is_harmless {
                    format!("the element `{tag}` is allowed only without attributes")
                } else {
                    format!("raw HTML is not allowed: {}", suggest::shown(&opening(source)))
                };
                out.at(html.span, message).help(format!(
                    "write it in Markdown, or delete it; the elements that are allowed are {}",
                    suggest::listed(html::accepted_names())
                ));
            }
            Tag::Start(_) if !html.is_paired => {
                unclosed.insert(tag);
                out.at(html.span, format!("`<{tag}>` is not closed in its paragraph"))
                    .help(format!("write `</{tag}>` where it ends"));
            }
            // Neither is an end that comes too late for its start.
            Tag::End(_) if !html.is_paired && !unclosed.remove(tag) => {
                out.at(html.span, format!("`</{tag}>` closes nothing"))
                    .help(format!("write `<{tag}>` where it begins, or delete this"));
            }
            _ => {}
        }
    }
    html_text::check(cx, out);
}

/// The name in a tag such as `</sup >`.
fn tag_name(tag: &str) -> &str {
    let inner = tag.trim_start_matches(['<', '/']);
    inner.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default()
}

/// The tag without its attributes, which may be long and are not the point.
fn opening(tag: &str) -> String {
    let name = tag_name(tag);
    if name.is_empty() { tag.chars().take(2).collect() } else { format!("<{name}>") }
}
