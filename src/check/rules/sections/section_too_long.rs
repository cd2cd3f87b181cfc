use super::headings;
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};

rule! {
    /// A section should not have more words than the series allows.
    ///
    /// ## Why
    ///
    /// Members read the papers of a whole meeting. The federal plain language guidelines ask for short
    /// sections, since they "break up the material so that it appears easier to comprehend". The limit
    /// is the `max_words` of the section in its series; code and footnotes are not counted.
    ///
    /// ## Example
    ///
    /// In a series that wants from 5 to 12 words of background:
    ///
    /// ```text
    /// ---
    /// series: brief
    /// title: Renewals
    /// ---
    ///
    /// ## Background
    ///
    /// The regional desks opened in 2014 and now handle most renewals, by letter and by telephone.
    /// ```
    ///
    /// ## How to fix
    ///
    /// Leave out what members know from the last paper, link to details, and turn enumerations into
    /// lists.
    "section-too-long", Warning => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    for section in &cx.outline.sections {
        let Some(known) = headings::known(cx, section) else { continue };
        let Some(limit) = known.max_words else { continue };
        // A word takes at least two bytes, its space included.
        if section.content.len() <= 2 * limit {
            continue;
        }
        let words = section.word_count(cx.paper);
        if words > limit {
            let name = &known.heading;
            out.at(
                section.heading,
                format!("the section `{name}` has {words} words, more than {limit}"),
            )
            .help(format!("shorten it by {} words or more", words - limit));
        }
    }
}
