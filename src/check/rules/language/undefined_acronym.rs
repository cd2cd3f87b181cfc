use super::acronyms::{Mention, is_known, mentions, parts};
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::body::ProseKind;

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
    /// Write the long form with the acronym in brackets at the first use: `Each foreign-trade zone
    /// (FTZ) …`. If the acronym is used only once, write the long form alone. If every reader of your
    /// papers knows it, add it to `acronyms` in `issuepaper.yaml`.
    "undefined-acronym", Warning => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let mentions = mentions(cx);
    let mut seen: Vec<&str> = Vec::new();
    for (index, mention) in mentions.iter().enumerate() {
        let name = mention.name;
        if seen.contains(&name) || mention.is_quoted || mention.expansion.is_some() {
            continue;
        }
        // A heading is judged by the text below it, where there is any.
        let is_heading = mention.prose.kind == ProseKind::Heading;
        let rest = &mentions[index + 1..];
        if is_heading && rest.iter().any(|other| other.name == name && !other.is_quoted) {
            continue;
        }
        seen.push(name);
        let is_explained = mentions[..index].iter().any(|earlier| explains(earlier, name));
        if !is_explained && !is_known(cx, name) {
            report(mention, rest, out);
        }
    }
}

/// Whether a mention gives the long form of `name`, or of a name that it is part of.
fn explains(mention: &Mention<'_>, name: &str) -> bool {
    mention.expansion.is_some()
        && (mention.name == name || parts(mention.name).any(|part| part == name))
}

fn report(mention: &Mention<'_>, rest: &[Mention<'_>], out: &mut Sink<'_>) {
    let name = mention.name;
    if let Some(later) = rest.iter().find(|other| explains(other, name)) {
        let long = later.expansion.as_ref().map_or("", |expansion| expansion.long);
        out.at(mention.span, format!("`{name}` is used before it is written out"))
            .label(later.span, "written out here")
            .help(format!(
                "move `{long} ({name})` to the first use, and write `{name}` alone here"
            ));
        return;
    }
    let is_used_again = rest.iter().any(|other| other.name == name && !other.is_quoted);
    let help = if is_used_again {
        format!("write the long form here, with `({name})` behind it")
    } else {
        format!("write the long form in place of `{name}`, which is used only once")
    };
    out.at(mention.span, format!("`{name}` is never written out")).help(help);
}
