use std::ops::Range;

use crate::check::facts::spelled::ends_in_words_of;
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::series::values::{FieldValue, Value};

rule! {
    /// A placeholder for text still to be written must not be left in a paper.
    ///
    /// ## Why
    ///
    /// `TBD` and `[insert date]` are an author's notes to self. They are easily overlooked on the way
    /// to the web page. A word such as `TBD` in the middle of a sentence counts as a mention and is
    /// left alone.
    ///
    /// ## Example
    ///
    /// ```markdown
    /// TBD
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the text, or remove the placeholder.
    "placeholder-text", Error => Paper(check)
}

/// Words that stand for a text to come.
const WORDS: [&str; 6] = ["TBD", "TBC", "TODO", "FIXME", "XXX", "TK"];

/// Whole texts that stand for one to come, in lower case.
const TEXTS: [&str; 4] = ["to be determined", "to be confirmed", "to be written", "[…]"];

/// The longest of them with the punctuation that may follow, in bytes.
const MAX_WHOLE: usize = 24;

/// The longest text in brackets that is looked at, in bytes.
const MAX_BRACKETED: usize = 120;

/// How the printers' filler text begins.
const LOREM: &str = "lorem ipsum";

/// How a bracketed instruction begins, in lower case.
const INSTRUCTIONS: [&str; 5] = ["insert ", "add ", "enter ", "placeholder", "your "];

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    for (field, field_value) in cx.values.iter() {
        if let FieldValue::Value(entry, Value::Text(text)) = field_value
            && let Some(found) = find(text)
        {
            let message =
                format!("the field `{}` still holds the placeholder `{}`", field.id, &text[found]);
            out.at(entry.place(), message)
                .help("give the value, or leave the field empty while the paper is a draft");
        }
    }
    for prose in &cx.paper.body().prose {
        if let Some(found) = find(&prose.text) {
            let message =
                format!("the placeholder `{}` was left in the text", &prose.text[found.clone()]);
            out.at(prose.span_of(found.start, found.end), message)
                .help("write the text, or remove the placeholder");
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
    let trimmed = text.trim();
    let is_lorem = |word: &str| word.eq_ignore_ascii_case(LOREM);
    if trimmed.get(..LOREM.len()).is_some_and(is_lorem) {
        return Some(start..start + LOREM.len());
    }
    if trimmed.len() > MAX_WHOLE {
        return None;
    }
    let inner = trimmed.trim_end_matches(['.', '!', ':', '…']);
    let is_placeholder =
        WORDS.contains(&inner) || TEXTS.iter().any(|text| inner.eq_ignore_ascii_case(text));
    is_placeholder.then(|| start..start + inner.len())
}

fn leading(text: &str) -> Option<Range<usize>> {
    let start = text.len() - text.trim_start().len();
    let length = text[start..].bytes().take_while(u8::is_ascii_uppercase).count();
    let word = start..start + length;
    let is_leading = WORDS.contains(&&text[word.clone()]) && text[word.end..].starts_with(':');
    is_leading.then_some(word)
}

fn bracketed(text: &str) -> Option<Range<usize>> {
    memchr::memchr3_iter(b'[', b'(', b'<', text.as_bytes()).find_map(|open| {
        let bracket = text.as_bytes()[open];
        let close = match bracket {
            b'[' => ']',
            b'(' => ')',
            _ => '>',
        };
        let inner = &text[open + 1..];
        let inner = &inner[..inner.floor_char_boundary(MAX_BRACKETED)];
        let inner = &inner[..inner.find(close)?];
        // `the temporal key (TK)` is an acronym with its long form.
        let is_word = WORDS.contains(&inner.trim())
            && (bracket != b'(' || !ends_in_words_of(&text[..open], inner.trim()));
        let is_instruction = bracket != b'('
            && INSTRUCTIONS.iter().any(|start| {
                inner.get(..start.len()).is_some_and(|own| own.eq_ignore_ascii_case(start))
            });
        (is_word || is_instruction).then(|| open..open + inner.len() + 2)
    })
}
