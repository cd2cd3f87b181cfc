use std::collections::{HashMap, HashSet};

use super::grammar;
use crate::check::facts::acronyms::Mention;
use crate::check::facts::capitals::parts;
use crate::check::facts::nouns;
use crate::check::facts::spelled::{self, Spelled};
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::body::ProseKind;
use crate::text::finding::{Edit, Finding, Fix};
use crate::text::source::{SourceFile, Span};

rule! {
    /// An acronym must be written out before or at its first use.
    ///
    /// ## Why
    ///
    /// Papers are read outside the office that wrote them. A reader who doesn't know the letters can't
    /// guess them, and an explanation three paragraphs on comes too late. The federal plain language
    /// guidelines, under "Minimize abbreviations", ask for the long form at the first use and for two
    /// or three acronyms in a paper at most.
    ///
    /// The rule reports letters that the paper explains too late, those of the agency that publishes the
    /// series, and those that the paper uses as a common noun: in the plural (`FSPs`), or after an article
    /// with no other noun after them (`an MOU with`, `the FSP is`). Other letters, used as a name (`FERC
    /// approved`) or before another noun (`the NEXUS lane`), may be those of a company, a product, a place
    /// or a code, whose long form helps nobody, and are left to the author. So are letters with figures,
    /// hyphens or slashes, and more than five of them.
    ///
    /// Some acronyms need no explanation: those that dictionaries explain and everybody knows, such as
    /// `FAQ`, `GPS` and `NASA`; those in the series' `acronyms`, those under `acronyms` in the
    /// settings, and the words of official unit names and their short forms. Names and codes are no
    /// acronyms: `JFK International Airport`, `RFC 2119`, `COVID-19`, `H-2A`. Quotations and code are
    /// left alone. A heading may use an acronym that the text below it explains.
    ///
    /// ## Example
    ///
    /// ```markdown
    /// The FTZ pilot began in March. Each foreign-trade zone (FTZ) has one desk.
    ///
    /// Every POE took part.
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the long form with the acronym in parentheses at the first use: `Each foreign-trade zone
    /// (FTZ) …`. If the acronym is used only once, write the long form alone. If every reader of your
    /// papers knows it, add it to `acronyms` in `issuepaper.yaml`: `acronyms: [FTZ]`.
    "undefined-acronym", Warning => Completed(check, complete)
}

/// The most bytes of text that are searched for long forms that are not beside their acronyms: a paper of ten megabytes
/// and ten thousand acronyms would be searched for hours.
const MAX_SEARCHED: usize = 64 << 20;

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let mentions = cx.mentions();
    let index = Index::new(mentions);
    let mut seen = HashSet::new();
    let length: usize = cx.paper.body().prose.iter().map(|prose| prose.text.len()).sum();
    let mut searches = MAX_SEARCHED / length.max(1);
    let mut unsearched: Vec<&Mention<'_>> = Vec::new();
    for (at, mention) in mentions.iter().enumerate() {
        if out.is_full() {
            break;
        }
        let name = mention.name;
        if mention.is_quoted || mention.expansion.is_some() || seen.contains(name) {
            continue;
        }
        // A heading is judged by the text below it, where there is any.
        let is_heading = mention.prose.kind == ProseKind::Heading;
        if is_heading && index.last_use.get(name).is_some_and(|last| *last > at) {
            continue;
        }
        // A name needs no long form, and explains nothing of a later use.
        let up_to_end = || &mention.prose.text[..mention.start + name.len()];
        if spelled::is_part_of_name(mention)
            || cx.shared.unit_names.respelled(up_to_end()).is_some()
        {
            continue;
        }
        seen.insert(name);
        let explained = index.explained.get(name).copied();
        if explained.is_some_and(|explained| explained < at) || cx.is_known_acronym(name) {
            continue;
        }
        let later = explained.and_then(|explained| mentions.get(explained));
        if later.is_none() && !index.nouns.contains(name) && !spelled::is_agency(cx.series, name) {
            continue;
        }
        let is_searched = searches > 0;
        let spelled = if is_searched { spelled::find(cx.paper, cx.series, mention) } else { None };
        searches = searches.saturating_sub(1);
        if spelled == Some(Spelled::Known) {
            continue;
        }
        if let Some(later) = later {
            report_late(cx, mention, later, out);
            continue;
        }
        match spelled {
            Some(Spelled::Known) => {}
            Some(Spelled::Later { long, span }) => {
                report_spelled_later(cx, mention, long, span, out);
            }
            None if !is_searched => unsearched.push(mention),
            None => {
                let is_used_again = index.last_use.get(name).is_some_and(|last| *last > at);
                report_never(mention, is_used_again, out);
            }
        }
    }
    if let Some(first) = unsearched.first() {
        report_unsearched(first, unsearched.len(), out);
    }
}

/// Where the acronyms of a paper are explained and used, as indexes of their mentions.
#[derive(Default)]
struct Index<'m> {
    /// The first mention with a long form, of the acronym or of one that it is part of.
    explained: HashMap<&'m str, usize>,
    /// The last use in the paper's own words.
    last_use: HashMap<&'m str, usize>,
    /// What the paper uses as a common noun anywhere.
    nouns: HashSet<&'m str>,
}

impl<'m> Index<'m> {
    fn new(mentions: &'m [Mention<'_>]) -> Self {
        let mut index = Self::default();
        for (at, mention) in mentions.iter().enumerate() {
            if mention.expansion.is_some() {
                for name in parts(mention.name).chain([mention.name]) {
                    index.explained.entry(name).or_insert(at);
                }
            }
            if !mention.is_quoted {
                index.last_use.insert(mention.name, at);
                if !index.nouns.contains(mention.name) && nouns::is_common_noun(mention) {
                    index.nouns.insert(mention.name);
                }
            }
        }
        index
    }
}

fn report_late(
    cx: &PaperContext<'_>,
    mention: &Mention<'_>,
    later: &Mention<'_>,
    out: &mut Sink<'_>,
) {
    let name = mention.name;
    let long = later.expansion.as_ref().map_or("", |expansion| expansion.long);
    let report = out
        .at(mention.span, format!("`{name}` is used before it is written out"))
        .label(later.span, "written out here")
        .help(format!(
            "write `{long} ({})` here, and `{}` alone where it is written out now",
            later.name, later.name
        ));
    if later.name == name
        && let Some(mut fix) = written_out(&cx.paper.file, mention.span, name, long)
    {
        fix.edits.extend(shortened(cx, later));
        report.fix(fix);
    }
}

/// The edit that leaves the acronym alone at the place where it was written out.
fn shortened(cx: &PaperContext<'_>, mention: &Mention<'_>) -> Option<Edit> {
    let expansion = mention.expansion.as_ref()?;
    let text = mention.prose.text.as_str();
    let is_bracket = text[expansion.extra.clone()].starts_with(['(', '[']);
    let start = text[..expansion.extra.start].rfind(expansion.long).filter(|_| is_bracket)?;
    let span = mention.prose.span_of(start, expansion.extra.end);
    let is_plain = cx.source(span) == &text[start..expansion.extra.end];
    let name = cx.source(mention.span);
    if !is_plain {
        return None;
    }
    if grammar::fits_article(&text[..start], name) {
        return Some(Edit { span, text: name.to_owned() });
    }
    let (article, words) = grammar::with_other_article(&text[..start], name)?;
    let span = mention.prose.span_of(article, expansion.extra.end);
    let is_plain = cx.source(span) == &text[article..expansion.extra.end];
    is_plain.then_some(Edit { span, text: words })
}

fn report_spelled_later(
    cx: &PaperContext<'_>,
    mention: &Mention<'_>,
    long: &str,
    place: Span,
    out: &mut Sink<'_>,
) {
    let name = mention.name;
    let report = out
        .at(mention.span, format!("`{name}` is used before it is written out"))
        .label(place, "written out here")
        .help(format!("write `{long} ({name})` here"));
    let is_heading = mention.prose.kind == ProseKind::Heading;
    if let Some(fix) = written_out(&cx.paper.file, mention.span, name, long).filter(|_| !is_heading)
    {
        report.fix(fix);
    }
}

fn report_never(mention: &Mention<'_>, is_used_again: bool, out: &mut Sink<'_>) {
    let name = mention.name;
    let help = if is_used_again {
        format!("write the long form here, followed by `({name})`")
    } else {
        format!("write the long form in place of `{name}`, which is used only once")
    };
    let report = out.at(mention.span, format!("`{name}` is never written out")).help(help);
    // A title is left to its author.
    if mention.prose.kind != ProseKind::Heading {
        report.unknown_acronym(name);
    }
}

/// One finding for all acronyms of which it is not known whether they are written out anywhere.
fn report_unsearched(first: &Mention<'_>, count: usize, out: &mut Sink<'_>) {
    let name = first.name;
    let message = match count {
        1 => format!("whether `{name}` is written out was not searched for: the paper is too long"),
        _ => format!(
            "whether `{name}` and {} more acronyms are written out was not searched for: the paper is too long for so \
             many",
            count - 1
        ),
    };
    out.at(first.span, message).help(
        "write them out where they are first used, followed by the acronym in parentheses, or split the paper",
    );
}

/// Adds the long form of an acronym that its paper never writes out, where other papers agree on one.
fn complete(finding: &mut Finding, long: &str) {
    let name = finding.unknown_acronym.as_deref().unwrap_or_default();
    finding.fix = written_out(&finding.file, finding.span, name, long);
}

/// The fix that puts the long form first, if the sentence stays grammatical. A person has to check whether it is the
/// right one.
fn written_out(file: &SourceFile, place: Span, name: &str, long: &str) -> Option<Fix> {
    let (before, after) = (file.text().get(..place.start)?, file.text().get(place.end..)?);
    let own = file.slice(place);
    let is_plural = own.strip_prefix(name)? == "s";
    // `pre-FTZ`, `FTZ/bond`, `(FTZ)`, `FTZ's`, and the name `FTZ Board`.
    let is_joined = before.ends_with(['[', '(', '-', '–', '/', '&', '\\'])
        || after.starts_with([']', ')', '-', '–', '/', '&', '\\', '\'', '’'])
        || after.trim_start_matches(' ').starts_with(char::is_uppercase);
    if is_joined || is_plural != has_plural(long) {
        return None;
    }
    let words = grammar::fitted(before, long)?;
    Some(Fix::risky("write it out at the first use", place, format!("{words} ({own})")))
}

/// Whether the main word of a long form is in the plural: `ports of entry`, `partner agencies`.
fn has_plural(long: &str) -> bool {
    let head = long.split(" of ").next().unwrap_or(long);
    let word = head.split_whitespace().next_back().unwrap_or(head);
    word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us") && !word.ends_with("is")
}
