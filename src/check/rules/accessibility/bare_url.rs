use std::ops::Range;

use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::body::{Link, Prose};
use crate::paper::url;
use crate::text::source::Span;

rule! {
    /// The text must not show a bare web address.
    ///
    /// ## Why
    ///
    /// A screen reader spells an address out letter by letter, and it tells nobody what the page is
    /// about. Without link syntax it can't be clicked either. WCAG 2.x, success criterion 2.4.4,
    /// "Link Purpose (In Context)".
    ///
    /// ## Example
    ///
    /// ```markdown
    /// The guide is at https://www.example.gov/exports/manifest-guide.
    ///
    /// Counts are posted every day: <https://www.example.gov/trade/ace/response-times>
    /// ```
    ///
    /// ## How to fix
    ///
    /// Make it a link on words that say where it leads:
    /// `[guide to the export manifest](https://www.example.gov/exports/manifest-guide)`. An address
    /// that the paper is about goes between backticks.
    "bare-url", Warning => Paper(check)
}

const STARTS: [&str; 3] = ["http://", "https://", "www."];

/// Characters that end a sentence or a clause, but no address.
const STOPS: [char; 11] = ['.', ',', ';', ':', '!', '?', '\'', '’', ']', '*', '|'];

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    for link in &cx.paper.body().links {
        // The text of an ordinary link may be an address as well.
        let is_address = link.is_autolink || is_address(link.text.trim());
        // What is unsafe goes, however it is shown.
        let is_safe = url::classify(&link.url).is_safe();
        if is_address && is_safe && !link.url.starts_with("mailto:") {
            report(out, link.span, &link.url);
        }
    }
    for prose in &cx.paper.body().prose {
        let mut seen = 0;
        for found in starts(&prose.text) {
            let Some(end) = end_of_address(prose, found.start, found.end, seen) else {
                continue;
            };
            seen = end;
            let span = prose.span_of(found.start, end);
            if !is_in_link(&cx.paper.body().links, span)
                && !is_meant_as_link(&prose.text[..found.start])
            {
                report(out, span, &prose.text[found.start..end]);
            }
        }
    }
}

fn report(out: &mut Sink<'_>, span: Span, address: &str) {
    let scheme = if address.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("www.")) {
        "https://"
    } else {
        ""
    };
    out.at(span, "the text shows a bare web address").help(format!(
        "make it a link on words that say what it is: `[what it is]({scheme}{address})`"
    ));
}

/// Whether the text before an address shows that it is meant as that of a link, which `malformed-link` reports.
fn is_meant_as_link(before: &str) -> bool {
    let before = before.trim_end_matches([' ', '<']);
    let is_after_colon = before.strip_suffix("]:").and_then(|words| words.rsplit_once('['));
    is_after_colon.is_some_and(|(_, words)| words.contains(char::is_alphabetic))
        || before
            .strip_suffix('(')
            .is_some_and(|words| words.trim_end_matches([' ', '\n']).ends_with(']'))
}

/// Whether `span` is in a link; links don't nest and are in order.
fn is_in_link(links: &[Link], span: Span) -> bool {
    let begun = links.partition_point(|link| link.span.start <= span.start);
    links[..begun].last().is_some_and(|link| link.span.contains(span))
}

fn is_address(text: &str) -> bool {
    !text.contains(char::is_whitespace)
        && STARTS.iter().any(|start| {
            text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
        })
}

/// The places in `text` where an address may begin, each up to its host.
fn starts(text: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    // Each start ends with one of these, and few other words have any.
    memchr::memchr2_iter(b'/', b'.', bytes).filter_map(|last| {
        let end = last + 1;
        STARTS.iter().find_map(|start| {
            let at = end.checked_sub(start.len())?;
            bytes[at..end].eq_ignore_ascii_case(start.as_bytes()).then_some(at..end)
        })
    })
}

/// The end of the address that begins at `start`; none if it is only a scheme, or inside a word or
/// the address that ends at `seen`.
fn end_of_address(prose: &Prose, start: usize, head: usize, seen: usize) -> Option<usize> {
    let text = &prose.text;
    let is_inside = text[..start].ends_with(|c: char| c.is_alphanumeric() || c == '@');
    if start < seen || is_inside {
        return None;
    }
    let is_end = |c: char| {
        c.is_whitespace() || matches!(c, '<' | '>' | '"' | '“' | '”' | '`' | Prose::OBJECT)
    };
    let length = text[start..].find(is_end).unwrap_or(text.len() - start);
    let mut address = &text[start..start + length];
    // A period after the address belongs to the sentence, an unopened parenthesis to the text.
    let mut unopened = address.matches(')').count().saturating_sub(address.matches('(').count());
    loop {
        address = address.trim_end_matches(STOPS);
        match address.strip_suffix(')').filter(|_| unopened > 0) {
            Some(rest) => address = rest,
            None => break,
        }
        unopened -= 1;
    }
    let has_host =
        address.get(head - start..).is_some_and(|host| host.starts_with(char::is_alphanumeric));
    has_host.then_some(start + address.len())
}
