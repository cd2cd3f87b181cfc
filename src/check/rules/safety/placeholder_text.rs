use std::ops::Range;

use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::series::values::{Reading, Value};

rule! {
    /// A word that stands for text still to be written must not be left in a paper.
    ///
    /// ## Why
    ///
    /// `TBD` and `[insert date]` are notes of the author to themselves. They are easily overlooked on
    /// the way to the web page. A word such as `TBD` in the middle of a sentence is taken as a mention
    /// and left alone.
    ///
    /// ## Example
    ///
    /// ```markdown
    /// TBD
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the text, or take the place out.
    "placeholder-text", Error => Paper(check)
}

/// Words that stand for a text to come.
const WORDS: [&str; 6] = ["TBD", "TBC", "TODO", "FIXME", "XXX", "TK"];

/// Whole texts that stand for one to come, in lower case.
const TEXTS: [&str; 4] = ["to be determined", "to be confirmed", "to be written", "[…]"];

/// How a bracketed instruction begins, in lower case.
const INSTRUCTIONS: [&str; 5] = ["insert ", "add ", "enter ", "placeholder", "your "];

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    for (field, reading) in cx.values.iter() {
        if let Reading::Value(entry, Value::Text(text)) = reading
            && let Some(found) = find(text)
        {
            let message =
                format!("the field `{}` still holds the placeholder `{}`", field.id, &text[found]);
            out.at(entry.place(), message)
                .help("give the value, or leave the field open while the paper is a draft");
        }
    }
    for prose in &cx.paper.body.prose {
        if let Some(found) = find(&prose.text) {
            let message =
                format!("the placeholder `{}` was left in the text", &prose.text[found.clone()]);
            out.at(prose.span_of(found.start, found.end), message)
                .help("write the text, or take the place out");
        }
    }
}

/// The placeholder in a block of text: all there is of it, a word with a colon at its start, or a word
/// or an instruction in brackets.
fn find(text: &str) -> Option<Range<usize>> {
    whole(text).or_else(|| leading(text)).or_else(|| bracketed(text))
}

fn whole(text: &str) -> Option<Range<usize>> {
    let start = text.len() - text.trim_start().len();
    let inner = text.trim().trim_end_matches(['.', '!', ':', '…']);
    let range = start..start + inner.len();
    let lower = || inner.to_lowercase();
    let is_text = inner.len() < 60
        && (TEXTS.contains(&lower().as_str()) || lower().starts_with("lorem ipsum"));
    let is_lorem =
        text.trim_start().get(..11).is_some_and(|start| start.eq_ignore_ascii_case("lorem ipsum"));
    if is_lorem {
        return Some(start..start + 11);
    }
    (WORDS.contains(&inner) || is_text).then_some(range)
}

fn leading(text: &str) -> Option<Range<usize>> {
    let start = text.len() - text.trim_start().len();
    let (word, _) = text[start..].split_once(':')?;
    WORDS.contains(&word).then(|| start..start + word.len())
}

fn bracketed(text: &str) -> Option<Range<usize>> {
    text.match_indices(['[', '(', '<']).find_map(|(open, bracket)| {
        let close = match bracket {
            "[" => ']',
            "(" => ')',
            _ => '>',
        };
        let inner = &text[open + 1..];
        let inner = &inner[..inner.find(close)?];
        let is_word = WORDS.contains(&inner.trim());
        let is_instruction = bracket != "("
            && INSTRUCTIONS.iter().any(|start| {
                inner.get(..start.len()).is_some_and(|own| own.eq_ignore_ascii_case(start))
            });
        (is_word || is_instruction).then(|| open..open + inner.len() + 2)
    })
}
