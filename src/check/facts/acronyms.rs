//! The acronyms in a paper's text, in reading order.

use std::collections::HashSet;

use super::expansion::{Expansion, expansion};
use super::phrases::{after, before, is_in_quotes};
use crate::check::PaperContext;
use crate::paper::body::{Prose, ProseKind};
use crate::text::source::Span;

/// An acronym at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::check) struct Mention<'p> {
    /// The acronym, without the `s` of a plural.
    pub(in crate::check) name: &'p str,
    /// The place in the file, the `s` of a plural included.
    pub(in crate::check) span: Span,
    /// Where the name begins in the block's text.
    start: usize,
    /// Its long form, where it is given together with it.
    pub(in crate::check) expansion: Option<Expansion<'p>>,
    /// The block it is in.
    pub(in crate::check) prose: &'p Prose,
    /// Whether it is in somebody else's words.
    pub(in crate::check) is_quoted: bool,
}

/// Words in capitals that are no acronyms: emphasis, placeholders, answers.
const WORDS: [&str; 44] = [
    "ALL",
    "AND",
    "ANY",
    "ARE",
    "BUT",
    "CAN",
    "DO",
    "DRAFT",
    "END",
    "FINAL",
    "FIXME",
    "FOR",
    "FROM",
    "IF",
    "IMPORTANT",
    "IN",
    "IS",
    "MAY",
    "MUST",
    "N/A",
    "NEVER",
    "NEW",
    "NO",
    "NONE",
    "NOT",
    "NOTE",
    "OF",
    "OLD",
    "ON",
    "ONLY",
    "OR",
    "PLEASE",
    "SHALL",
    "STOP",
    "TBA",
    "TBC",
    "TBD",
    "THE",
    "TO",
    "TODO",
    "WARNING",
    "WILL",
    "XXX",
    "YES",
];

/// What is not an acronym after a figure: `10 AM`, `5 GB`, `19 CFR 141`, `2 p.m. ET`.
const UNITS: [&str; 22] = [
    "AM", "CDT", "CFR", "CST", "CT", "EDT", "EST", "ET", "FR", "GB", "GMT", "KB", "MB", "MDT",
    "MST", "MT", "PDT", "PM", "PST", "PT", "TB", "UTC",
];

/// The postal codes of the States, after the name of a town.
const STATES: &str = "AK AL AR AS AZ CA CO CT DC DE FL GA GU HI IA ID IL IN KS KY LA MA MD ME MI MN MO MP \
    MS MT NC ND NE NH NJ NM NV NY OH OK OR PA PR RI SC SD TN TX UT VA VI VT WA WI WV WY";

/// The longest an acronym is; longer words in capitals are shouted.
const MAX_LETTERS: usize = 7;

/// All acronyms of a paper's body. The headings and labels of its sections are left out.
pub(in crate::check) fn mentions<'p>(cx: &PaperContext<'p>) -> Vec<Mention<'p>> {
    let mut all = Vec::new();
    for prose in &cx.paper.body().prose {
        let mut at = 0;
        while let Some(run) = Run::next(&prose.text, at) {
            at = run.end;
            let is_opener = || {
                let span = prose.span_of(run.start, run.end);
                cx.outline.sections.iter().any(|section| section.heading.contains(span))
            };
            if run.is_acronym(prose) && !is_opener() {
                all.push(run.mention(prose));
            }
        }
    }
    split_joined(cx, all)
}

/// Whether every reader is taken to know `name`.
pub(in crate::check) fn is_known(cx: &PaperContext<'_>, name: &str) -> bool {
    cx.series.acronyms.iter().any(|known| known == name)
        || cx.project.settings.acronyms.contains_key(name)
        || cx.shared.unit_names.has_word(name)
}

/// The parts of an acronym such as `AD/CVD` or `CBP-FDA`.
pub(in crate::check) fn parts(name: &str) -> impl Iterator<Item = &str> {
    name.split(['/', '-'])
}

/// Takes `CBP/FDA` for two acronyms, but `AD/CVD` for one if it is known or expanded as one.
fn split_joined<'p>(cx: &PaperContext<'_>, mentions: Vec<Mention<'p>>) -> Vec<Mention<'p>> {
    let is_joined = |mention: &Mention<'_>| mention.name.contains(['/', '-']);
    if !mentions.iter().any(is_joined) {
        return mentions;
    }
    let expanded: HashSet<&str> =
        mentions.iter().filter(|mention| mention.expansion.is_some()).map(|m| m.name).collect();
    let mut all = Vec::with_capacity(mentions.len());
    for mention in mentions {
        let is_letter =
            |part: &str| part.len() == 1 && part.bytes().all(|b| b.is_ascii_uppercase());
        let has_single = parts(mention.name).any(is_letter);
        let is_one = has_single || expanded.contains(mention.name) || is_known(cx, mention.name);
        if !is_joined(&mention) || is_one {
            all.push(mention);
            continue;
        }
        let mut start = mention.start;
        for part in parts(mention.name) {
            if is_name(part) && !WORDS.contains(&part) {
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
            if !is_inside && !goes_on && core - start > 1 {
                return Some(Self { start, core, end });
            }
            from = if goes_on || is_inside { end_of_word(text, end) } else { end };
        }
    }

    fn is_acronym(self, prose: &Prose) -> bool {
        let text = prose.text.as_str();
        let name = &text[self.start..self.core];
        is_name(name)
            && !WORDS.contains(&name)
            && !is_roman(name)
            && !is_in_address(text, self)
            && !is_unit(text, self, name)
            && !is_shouted(prose, self)
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
    let has_capital =
        |block: &[u8]| block.iter().fold(false, |any, b| any | b.is_ascii_uppercase());
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

/// Whether a run has the letters of an acronym; `H123`, `86-A` and `H2O` are codes.
fn is_name(name: &str) -> bool {
    let is_digit = |c: char| c.is_ascii_digit();
    if parts(name).any(|part| part.trim_matches(is_digit).contains(is_digit)) {
        return false;
    }
    let letters = name.bytes().filter(u8::is_ascii_uppercase).count();
    let digits = name.bytes().filter(u8::is_ascii_digit).count();
    let longest = parts(name).map(str::len).max().unwrap_or(0);
    letters >= 2 && digits < letters && (2..=MAX_LETTERS + digits).contains(&longest)
}

fn is_roman(name: &str) -> bool {
    const TENS: [&str; 9] = ["", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX"];
    const ONES: [&str; 10] = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
    parts(name).all(|part| {
        TENS.iter().any(|tens| part.strip_prefix(tens).is_some_and(|ones| ONES.contains(&ones)))
    })
}

/// Whether it is part of a web address, the name of a file or a piece of code.
fn is_in_address(text: &str, run: Run) -> bool {
    let head = before(text, run.start).rsplit(char::is_whitespace).next().unwrap_or_default();
    let next_is_name = |mark: char| {
        text[run.end..]
            .strip_prefix(mark)
            .is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
    };
    head.contains("://")
        || head.contains("www.")
        || head.ends_with(['@', '\\', '#', '{', '$', '%'])
        || (head.ends_with('.') && !head.trim_end_matches('.').is_empty())
        || ['.', '@', '\\'].into_iter().any(next_is_name)
}

fn is_unit(text: &str, run: Run, name: &str) -> bool {
    let before = text[..run.start].trim_end();
    let is_behind_figure = before.ends_with(|c: char| c.is_ascii_digit()) || before.ends_with("m.");
    let is_in_place = before.ends_with(',') && before.len() < run.start;
    (is_behind_figure && UNITS.contains(&name))
        || (is_in_place && STATES.split_whitespace().any(|state| state == name))
}

/// Whether it is among other words in capitals: in a heading without small letters, or as one of
/// three or more in a row.
fn is_shouted(prose: &Prose, run: Run) -> bool {
    let (before, after) = (before(&prose.text, run.start), after(&prose.text, run.end));
    let text = &prose.text[run.start - before.len()..run.end + after.len()];
    let has_neighbors = text.trim().contains(char::is_whitespace);
    if prose.kind == ProseKind::Heading && has_neighbors && !text.contains(char::is_lowercase) {
        return true;
    }
    let is_loud = |word: &&str| {
        word.contains(char::is_alphabetic)
            && !word.contains(char::is_lowercase)
            && !word.starts_with('(')
    };
    let is_joined = |word: &&str| is_loud(word) && !word.ends_with([',', ';', ':', '.']);
    let louds = before.rsplit(' ').skip(1).take_while(is_joined).take(2).count();
    let louds = if before.ends_with(' ') { louds } else { 0 };
    let after = after.strip_prefix(' ').unwrap_or_default();
    louds + after.split(' ').take_while(is_loud).take(2).count() >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(run) = Run::next(text, at) {
            at = run.end;
            if is_name(&text[run.start..run.core]) {
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
    fn other_capitals_make_none() {
        assert_eq!(
            runs("U.S. NextGen eCFR McDonald CBPx E-Verify A Z H123 ÜBER SCHÖN X_YZ"),
            Vec::<&str>::new()
        );
    }

    #[test]
    fn roman_numbers_are_told_apart() {
        assert!(["II", "IX", "XIV", "XXXVIII", "LXX"].into_iter().all(is_roman));
        assert!(!["IT", "IIII", "VX", "CD"].into_iter().any(is_roman));
    }
}
