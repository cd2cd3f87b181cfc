use std::collections::{HashMap, HashSet};

use crate::check::facts::acronyms::{Mention, is_known, parts};
use crate::check::rule::rule;
use crate::check::{LongForms, PaperContext, Sink};
use crate::paper::body::ProseKind;
use crate::text::finding::{Finding, Fix};
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
    /// Some acronyms need no explanation: those in the series' `acronyms`, those under `acronyms` in
    /// the settings, and the words of official unit names and their short forms. Quotations and code
    /// are left alone. A heading may use an acronym that the text below it explains.
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
    /// papers knows it, add it to `acronyms` in `issuepaper.yaml`.
    "undefined-acronym", Warning => Completed(check, complete)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let mentions = cx.mentions();
    let index = Index::new(mentions);
    let mut seen = HashSet::new();
    for (at, mention) in mentions.iter().enumerate() {
        let name = mention.name;
        if mention.is_quoted || mention.expansion.is_some() || seen.contains(name) {
            continue;
        }
        // A heading is judged by the text below it, where there is any.
        let is_heading = mention.prose.kind == ProseKind::Heading;
        if is_heading && index.last_use.get(name).is_some_and(|last| *last > at) {
            continue;
        }
        seen.insert(name);
        let explained = index.explained.get(name).copied();
        if explained.is_some_and(|explained| explained < at) || is_known(cx, name) {
            continue;
        }
        if let Some(later) = explained.and_then(|explained| mentions.get(explained)) {
            report_late(cx, mention, later, out);
        } else {
            let is_used_again = index.last_use.get(name).is_some_and(|last| *last > at);
            report_never(mention, is_used_again, out);
        }
    }
}

/// Where the acronyms of a paper are explained and used, as indexes of their mentions.
#[derive(Default)]
struct Index<'m> {
    /// The first mention with a long form, of the acronym or of one that it is part of.
    explained: HashMap<&'m str, usize>,
    /// The last use in the paper's own words.
    last_use: HashMap<&'m str, usize>,
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
            "move `{long} ({})` to the first use, and write `{}` alone here",
            later.name, later.name
        ));
    if later.name == name {
        report.fix(written_out(&cx.paper.file, mention.span, long));
    }
}

fn report_never(mention: &Mention<'_>, is_used_again: bool, out: &mut Sink<'_>) {
    let name = mention.name;
    let help = if is_used_again {
        format!("write the long form here, followed by `({name})`")
    } else {
        format!("write the long form in place of `{name}`, which is used only once")
    };
    out.at(mention.span, format!("`{name}`{NEVER}")).help(help);
}

/// The end of the message on an acronym without a long form, after the acronym.
const NEVER: &str = " is never written out";

/// Adds the long form of an acronym that its paper never writes out, where other papers agree on one.
fn complete(finding: &mut Finding, forms: &LongForms) {
    let name = finding.message.strip_suffix(NEVER).map(|name| name.trim_matches('`'));
    if let Some(long) = name.and_then(|name| forms.get(name)) {
        finding.fix = Some(written_out(&finding.file, finding.span, long));
    }
}

/// The fix that puts the long form first. A person has to check whether it is the right one and fits the
/// sentence.
fn written_out(file: &SourceFile, place: Span, long: &str) -> Fix {
    let text = format!("{long} ({})", file.slice(place));
    Fix::risky("write it out at the first use", place, text)
}
