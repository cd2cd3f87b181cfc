use super::sentences::{count_words, may_exceed, sentences};
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::body::ProseKind;

rule! {
    /// A sentence must not have more words than the series allows.
    ///
    /// ## Why
    ///
    /// The federal plain language guidelines ask for short sentences with one idea each. A reader who
    /// has forgotten the beginning by the end reads it twice, or gives up. The limit is the series'
    /// `limits.sentence_words`. Each list item and table cell counts separately, and quotations are
    /// left alone.
    ///
    /// ## Example
    ///
    /// ```markdown
    /// The regional desks were set up after a long exchange of ideas with the committee, with its
    /// members and with the trade community at large, and after careful tests of the concept both
    /// inside the agency and outside it, so that every office could be sure of its role.
    /// ```
    ///
    /// ## How to fix
    ///
    /// Split it into two sentences. The best places are before `and`, `which` and `so that`. Turn a
    /// series of examples into a list.
    "long-sentence", Warning => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let limit = cx.series.limits.sentence_words;
    for prose in &cx.paper.body().prose {
        let is_own_text = !prose.is_quoted && prose.kind != ProseKind::Heading;
        if !is_own_text || !may_exceed(&prose.text, limit) {
            continue;
        }
        for range in sentences(&prose.text) {
            let sentence = &prose.text[range.clone()];
            if !may_exceed(sentence, limit) {
                continue;
            }
            let words = count_words(sentence);
            if words > limit && !is_drawn_table(cx.source(prose.span)) {
                let message = format!("the sentence has {words} words, more than {limit}");
                out.at(prose.span_of(range.start, range.end), message)
                    .help("make two sentences of it, or a list");
            }
        }
    }
}

/// Whether a block is a table that Markdown does not read as one, drawn with pipes and `+---+`: `table-without-header`
/// reports it.
fn is_drawn_table(source: &str) -> bool {
    let mut lines = source.lines().map(|line| line.trim_start_matches([' ', '\t', '>']).trim_end());
    let is_row = |line: &str| line.len() > 2 && line.starts_with('|') && line.ends_with('|');
    let is_rule = |line: &str| {
        line.len() > 2
            && line.starts_with('+')
            && line.ends_with('+')
            && line.chars().all(|c| matches!(c, '+' | '-' | '=' | ':'))
    };
    source.contains('|') && lines.all(|line| is_row(line) || is_rule(line))
}
