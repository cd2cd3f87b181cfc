use std::collections::HashMap;

use crate::check::facts::acronyms::Mention;
use crate::check::facts::expansion::{Expansion, is_same_for};
use crate::check::facts::spelled::{self, Spelled};
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::body::ProseKind;

rule! {
    /// An acronym must be introduced only once, and stand for only one thing.
    ///
    /// ## Why
    ///
    /// A reader who meets a second introduction looks back for what has changed. If the two long forms
    /// differ, nobody can tell which one is meant later on. The federal plain language guidelines ask
    /// to use one term for one thing.
    ///
    /// A long form that differs from the one under `acronyms` in the settings is reported too. Quotations, titles,
    /// the texts of links and longer names that hold the acronym are left alone.
    ///
    /// ## Example
    ///
    /// ```markdown
    /// A foreign-trade zone (FTZ) has one desk. Each free trade zone (FTZ) reports weekly.
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the acronym alone at the second place. For two different things use two acronyms, or
    /// write one of them out.
    "acronym-redefined", Warning => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let mentions = cx.mentions();
    let mut first: HashMap<&str, (&Mention<'_>, &Expansion<'_>)> = HashMap::new();
    // The first mention of each name that may be an entry in a list of abbreviations.
    let mut entries: HashMap<&str, &Mention<'_>> = HashMap::new();
    for mention in mentions.iter().filter(|mention| !mention.is_quoted) {
        if out.is_full() {
            break;
        }
        if may_be_entry(mention) && !entries.contains_key(mention.name) {
            entries.insert(mention.name, mention);
        }
        let Some(expansion) = &mention.expansion else { continue };
        if mention.is_explained_in_name(cx.paper.body()) {
            continue;
        }
        if let Some((earlier, known)) = first.get(mention.name) {
            report_second(earlier, known, mention, expansion, out);
        } else if let Some(earlier) =
            entries.get(mention.name).filter(|it| !std::ptr::eq(**it, mention) && is_entry(cx, it))
        {
            report_again(earlier, mention, out);
        } else {
            first.insert(mention.name, (mention, expansion));
            compare_with_settings(cx, mention, expansion, out);
        }
    }
}

fn report_second(
    earlier: &Mention<'_>,
    known: &Expansion<'_>,
    mention: &Mention<'_>,
    expansion: &Expansion<'_>,
    out: &mut Sink<'_>,
) {
    let name = mention.name;
    if !is_same_for(name, known.long, expansion.long) {
        out.at(mention.span, format!("`{name}` stands for `{}` here", expansion.long))
            .label(earlier.span, format!("and for `{}` here", known.long))
            .help("keep one long form, or write one of the two things out");
        return;
    }
    // Readers may skip a heading, so the text may introduce the acronym again.
    if earlier.prose.kind != ProseKind::Heading {
        report_again(earlier, mention, out);
    }
}

fn report_again(earlier: &Mention<'_>, mention: &Mention<'_>, out: &mut Sink<'_>) {
    let name = mention.name;
    out.at(mention.span, format!("`{name}` is introduced a second time"))
        .label(earlier.span, "introduced here")
        .help(format!("write `{name}` alone here"));
}

/// Whether an acronym is one of a list that explains them: `- EDR: endpoint detection and response`.
fn is_entry<'p>(cx: &PaperContext<'p>, mention: &Mention<'p>) -> bool {
    may_be_entry(mention) && spelled::find(cx.paper, cx.series, mention) == Some(Spelled::Known)
}

fn may_be_entry(mention: &Mention<'_>) -> bool {
    let is_first = mention.start == 0 && !mention.is_quoted;
    is_first && matches!(mention.prose.kind, ProseKind::Item | ProseKind::Cell)
}

fn compare_with_settings(
    cx: &PaperContext<'_>,
    mention: &Mention<'_>,
    expansion: &Expansion<'_>,
    out: &mut Sink<'_>,
) {
    let Some(official) = cx.project.settings.acronyms.get(mention.name) else { return };
    if !official.trim().is_empty() && !is_same_for(mention.name, official, expansion.long) {
        let message = format!("`{}` stands for `{}` here", mention.name, expansion.long);
        out.at(mention.span, message)
            .help(format!("the settings say `{official}`; write the same long form everywhere"));
    }
}
