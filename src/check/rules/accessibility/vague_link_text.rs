use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::body::Link;
use crate::text::source::Span;

rule! {
    /// The text of a link must say where it leads.
    ///
    /// ## Why
    ///
    /// Screen readers list the links of a page without the text around them. Ten links called "here"
    /// are ten riddles, and on paper the address under the word is lost as well. WCAG 2.x, success
    /// criterion 2.4.4, "Link Purpose (In Context)".
    ///
    /// ## Example
    ///
    /// ```markdown
    /// The layout is public, [click here](https://www.example.gov/exports/manifest-guide).
    /// ```
    ///
    /// ## How to fix
    ///
    /// Put the link on the words that name the thing:
    /// `The layout is in the [guide to the export manifest](…).`
    "vague-link-text", Warning => Paper(check)
}

/// Texts that fit any link, sorted.
const VAGUE: [&str; 45] = [
    "click",
    "click here",
    "click on this link",
    "click this",
    "click this link",
    "continue",
    "continue reading",
    "details",
    "document",
    "download",
    "find out more",
    "follow this link",
    "further details",
    "further information",
    "go",
    "go here",
    "here",
    "info",
    "information",
    "learn more",
    "link",
    "more",
    "more details",
    "more info",
    "more information",
    "page",
    "read more",
    "read this",
    "see here",
    "see more",
    "site",
    "the link",
    "the page",
    "this",
    "this article",
    "this document",
    "this link",
    "this page",
    "this site",
    "this web page",
    "this webpage",
    "this website",
    "view",
    "web page",
    "website",
];

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    for link in &cx.paper.body().links {
        let text = link.text.trim();
        if link.is_autolink || !is_vague(text) {
            continue;
        }
        let message = format!("the link text `{text}` does not say where the link leads");
        out.at(text_span(cx, link), message)
            .help("put the link on the words that name what it leads to");
    }
}

fn is_vague(text: &str) -> bool {
    let words = text.trim_matches(|c: char| !c.is_alphanumeric());
    // No vague text is longer; most links end here.
    if words.len() > 24 {
        return false;
    }
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    VAGUE.binary_search(&words.as_str()).is_ok()
}

/// The place of the text; the whole link if the text has marks of its own.
fn text_span(cx: &PaperContext<'_>, link: &Link) -> Span {
    let start = link.span.start + "[".len();
    let source = cx.source(Span::new(start, link.span.end));
    match source.strip_prefix(link.text.as_str()) {
        Some(rest) => Span::new(start, start + source.len() - rest.len()),
        None => link.span,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted() {
        assert!(VAGUE.is_sorted());
    }

    #[test]
    fn marks_around_the_words_and_capitals_do_not_help() {
        assert!(is_vague("Read  more…"));
        assert!(is_vague("» HERE «"));
        assert!(!is_vague("read more about renewals"));
        assert!(!is_vague(""));
    }
}
