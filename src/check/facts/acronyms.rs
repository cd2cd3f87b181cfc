//! The acronyms in a paper's text, in reading order.

use std::collections::HashSet;
use std::ops::Range;

use super::capitals::{self, parts};
use super::expansion::{Expansion, expansion, matched};
use super::lists::is_one_of;
use super::phrases::{after, before, is_in_quotes};
use super::shouted;
use crate::paper::body::{Body, Prose};
use crate::series::Outline;
use crate::text::characters::any_byte;
use crate::text::source::{Span, any_contains};

/// An acronym at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::check) struct Mention<'p> {
    /// The acronym, without the `s` of a plural.
    pub(in crate::check) name: &'p str,
    /// The place in the file, the `s` of a plural included.
    pub(in crate::check) span: Span,
    /// Where the name begins in the block's text.
    pub(in crate::check) start: usize,
    /// Its long form, where it is given together with it.
    pub(in crate::check) expansion: Option<Expansion<'p>>,
    /// The block it is in.
    pub(in crate::check) prose: &'p Prose,
    /// Whether it is in somebody else's words.
    pub(in crate::check) is_quoted: bool,
}

impl Mention<'_> {
    /// The acronym with the long form beside it, in the block's text.
    fn whole(&self) -> Option<Range<usize>> {
        let Expansion { long, extra, .. } = self.expansion.as_ref()?;
        let text = self.prose.text.as_str();
        if text[extra.clone()].contains(*long) {
            return Some(extra.clone());
        }
        // The words before those of the letters belong to a longer name.
        let own = matched(long, self.name).unwrap_or(long);
        let before = before(text, extra.start);
        let start = extra.start - before.len() + before.rfind(own)?;
        Some(start..extra.end)
    }

    /// Whether the acronym is explained in words that are not the paper's own: in a quotation, in a title, in the text
    /// of a link, or in a longer name, as in `the Domestic Freight Protocol (DFP) Committee`.
    pub(in crate::check) fn is_explained_in_name(&self, body: &Body) -> bool {
        let Some(whole) = self.whole() else { return false };
        let text = &self.prose.text;
        let (before, after) = (before(text, whole.start), after(text, whole.end));
        let is_large = |text: &str| text.starts_with(char::is_uppercase);
        let goes_on = after.strip_prefix(' ').is_some_and(is_large);
        if is_in_quotes(before, after) || goes_on && is_large(&text[whole.clone()]) {
            return true;
        }
        let span = self.prose.span_of(whole.start, whole.end);
        let is_longer = |outer: Span| {
            let outer = self.prose.offset_of(outer.start)..self.prose.offset_of(outer.end);
            let (before, after) =
                (text.get(outer.start..whole.start), text.get(whole.end..outer.end));
            has_words(before.unwrap_or_default()) || has_words(after.unwrap_or_default())
        };
        let emphasis = around(&body.emphasis, |span| *span, span);
        let is_in_link = !around(&body.links, |link| link.span, span).is_empty();
        is_in_link || emphasis.into_iter().any(is_longer)
    }
}

/// How deep emphasis may lie in emphasis.
const DEPTH: usize = 4;

/// The places of `items`, which are in order, that contain `span`.
fn around<T>(items: &[T], place: impl Fn(&T) -> Span, span: Span) -> Vec<Span> {
    let next = items.partition_point(|item| place(item).start <= span.start);
    let near = items[..next].iter().rev().take(DEPTH).map(place);
    near.filter(|outer| outer.contains(span)).collect()
}

/// Whether a text has more than an article in it.
fn has_words(text: &str) -> bool {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !word.is_empty()).any(|word| !is_one_of(word, "a an the"))
}

/// All acronyms of a paper's body. The headings and labels of its sections, which `outline` has, are left out;
/// `is_known` tells which acronyms every reader is taken to know.
pub(in crate::check) fn mentions<'p>(
    body: &'p Body,
    outline: &Outline,
    is_known: impl Fn(&str) -> bool,
) -> Vec<Mention<'p>> {
    let mut all = Vec::new();
    for prose in body.prose.iter().filter(|prose| prose.has_capitals()) {
        let mut at = 0;
        while let Some(run) = Run::next(&prose.text, at) {
            at = run.end;
            let is_opener = || {
                let span = prose.span_of(run.start, run.end);
                any_contains(&outline.sections, |section| section.heading, span)
            };
            if run.is_acronym(prose) && !is_opener() {
                all.push(run.mention(prose));
            }
        }
    }
    split_joined(all, is_known)
}

/// Takes `CBP/FDA` for two acronyms, but `AD/CVD` for one if it is known or expanded as one.
fn split_joined(mentions: Vec<Mention<'_>>, is_known: impl Fn(&str) -> bool) -> Vec<Mention<'_>> {
    let is_joined = |mention: &Mention<'_>| mention.name.contains(['/', '-']);
    if !mentions.iter().any(is_joined) {
        return mentions;
    }
    let expanded: HashSet<&str> =
        mentions.iter().filter(|mention| mention.expansion.is_some()).map(|m| m.name).collect();
    let alone: HashSet<&str> =
        mentions.iter().filter(|mention| !is_joined(mention)).map(|mention| mention.name).collect();
    // `ICP-MS` is one thing where neither part is an acronym by itself.
    let is_whole = |name: &str| {
        // Two letters are known for many things.
        let is_famous = |part: &str| part.len() > 2 && is_known(part);
        !name.contains('/') && !parts(name).any(|part| alone.contains(part) || is_famous(part))
    };
    let mut all = Vec::with_capacity(mentions.len());
    for mention in mentions {
        let is_letter =
            |part: &str| part.len() == 1 && part.bytes().all(|b| b.is_ascii_uppercase());
        let has_single = parts(mention.name).any(is_letter);
        let is_one = has_single
            || expanded.contains(mention.name)
            || is_known(mention.name)
            || is_whole(mention.name);
        if !is_joined(&mention) || is_one {
            all.push(mention);
            continue;
        }
        let mut start = mention.start;
        for part in parts(mention.name) {
            if capitals::is_name(part) && !capitals::is_word(part) {
                let span = mention.prose.span_of(start, start + part.len());
                all.push(Mention { name: part, span, start, expansion: None, ..mention });
            }
            start += part.len() + 1;
        }
    }
    all
}

/// A run of capitals, figures and the marks that join them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    start: usize,
    /// One past the last character, the `s` of a plural aside.
    core: usize,
    end: usize,
}

impl Run {
    /// The first run in `text` that begins at or after `from`.
    fn next(text: &str, mut from: usize) -> Option<Self> {
        let bytes = text.as_bytes();
        loop {
            let first = from + next_capital(bytes.get(from..)?)?;
            let digits =
                bytes[..first].iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
            let start = first - digits.min(first - from);
            let core = core_end(text, first);
            let end = core + usize::from(is_plural(text, core));
            // In the middle of another word, or a single capital at the start of one.
            let is_inside = text[..start].ends_with(|c: char| c.is_alphanumeric() || c == '_');
            let goes_on = text[end..].starts_with(|c: char| c.is_alphanumeric() || c == '_');
            // `DON'T`
            let is_contraction = ["'", "’"].iter().any(|mark| {
                let rest = text[end..].strip_prefix(mark);
                rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()))
            });
            let goes_on = goes_on || is_contraction;
            if !is_inside && !goes_on && core - start > 1 {
                return Some(Self { start, core, end });
            }
            from = if goes_on || is_inside { end_of_word(text, end) } else { end };
        }
    }

    fn is_acronym(self, prose: &Prose) -> bool {
        let text = prose.text.as_str();
        let name = &text[self.start..self.core];
        capitals::is_name(name)
            && !parts(name).all(capitals::is_word)
            && !capitals::is_call_sign(name)
            && !capitals::is_brand(text, self.start, self.core)
            && !capitals::is_roman(name, before(text, self.start))
            && !capitals::is_in_address(text, self.start, self.end)
            && !capitals::is_unit(text, self.start, self.core)
            && !shouted::is_shouted(prose, self.start, self.end)
    }

    fn mention(self, prose: &Prose) -> Mention<'_> {
        let text = prose.text.as_str();
        let name = &text[self.start..self.core];
        let (before, after) = (before(text, self.start), after(text, self.end));
        let offset = self.start - before.len();
        let around = &text[offset..self.end + after.len()];
        let expansion = expansion(around, self.start - offset..self.end - offset, name)
            .map(|found| found.shifted(offset));
        // The quotation marks in `(the "Act")` are the author's own.
        let is_cited = expansion.is_none() && is_in_quotes(before, after);
        Mention {
            name,
            span: prose.span_of(self.start, self.end),
            start: self.start,
            expansion,
            prose,
            is_quoted: prose.is_quoted || is_cited,
        }
    }
}

/// The first capital letter, looked for in blocks that the processor compares at once.
fn next_capital(bytes: &[u8]) -> Option<usize> {
    const BLOCK: usize = 32;
    let has_capital = |block: &[u8]| any_byte(block, |byte| byte.is_ascii_uppercase());
    let block = bytes.chunks(BLOCK).position(has_capital)? * BLOCK;
    bytes[block..].iter().position(u8::is_ascii_uppercase).map(|at| block + at)
}

/// One past the capitals and figures from `first` on, with `-`, `/` and `&` between them.
fn core_end(text: &str, first: usize) -> usize {
    let bytes = text.as_bytes();
    let is_part =
        |at: usize| bytes.get(at).is_some_and(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let mut end = first;
    loop {
        let joined = end;
        while is_part(end) {
            end += 1;
        }
        // `CBP-wide` and `E-Verify`: what follows the mark is a word.
        let is_word = text[end..].starts_with(char::is_alphanumeric);
        if is_word && joined > first && !is_plural(text, end) {
            return joined - 1;
        }
        let is_joined = bytes.get(end).is_some_and(|byte| matches!(byte, b'-' | b'/' | b'&'));
        if !is_joined || !is_part(end + 1) {
            return end;
        }
        end += 1;
    }
}

fn is_plural(text: &str, at: usize) -> bool {
    text[at..].strip_prefix('s').is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

fn end_of_word(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    text.len() - rest.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_').len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::signs::has_capitals;

    fn runs(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(run) = Run::next(text, at) {
            at = run.end;
            if capitals::is_name(&text[run.start..run.core]) {
                found.push(&text[run.start..run.core]);
            }
        }
        found
    }

    #[test]
    fn a_run_is_a_whole_word() {
        let text = "CBP's POEs, R&D, 1USG, AD/CVD, C-TPAT, CBP-wide, non-CBP, (COAC) 21CCF ÄÖ-IT";
        let expected =
            ["CBP", "POE", "R&D", "1USG", "AD/CVD", "C-TPAT", "CBP", "CBP", "COAC", "21CCF", "IT"];
        assert_eq!(runs(text), expected);
    }

    #[test]
    fn a_text_without_capitals_side_by_side_has_none() {
        for text in ["CBP", "the 1USG", "R&D", "a C-TPAT", "A/B", "T1", "in POEs", "é ITÉ IT"] {
            assert!(has_capitals(text) && Run::next(text, 0).is_some(), "{text}");
        }
        for text in ["", "A", "A plan. By Jane Roe, in 2024", "U.S. and E.U.", "Ä Ö", "12-34"] {
            assert!(!has_capitals(text) && Run::next(text, 0).is_none(), "{text}");
        }
    }

    #[test]
    fn other_capitals_make_none() {
        assert_eq!(
            runs("U.S. NextGen eCFR McDonald CBPx E-Verify A Z H123 ÜBER SCHÖN X_YZ"),
            Vec::<&str>::new()
        );
    }
}
