//! Where sentences end, as far as two versions of a text are compared by them.

use std::ops::Range;

use super::tokens::{PARAGRAPH, Token};

/// Words with a period that ends no sentence. A sentence that is cut too early is cut so in both versions.
const ABBREVIATIONS: [&str; 14] =
    ["Mr", "Mrs", "Ms", "Dr", "No", "Nos", "Sec", "Fig", "St", "Inc", "vs", "etc", "cf", "Pub"];

/// The sentences of a text, as ranges of its tokens.
pub(super) fn sentences(text: &str, tokens: &[Token<'_>]) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while at < tokens.len() {
        if ends_sentence(tokens, at) {
            let end = at + 1 + closing(text, &tokens[at..]);
            let is_end = tokens.get(end).is_none_or(|next| {
                next.bytes.start > tokens[end - 1].bytes.end && begins_sentence(text, next)
            });
            if is_end || tokens[at].key.starts_with(PARAGRAPH) {
                sentences.push(start..end);
                start = end;
            }
            at = end;
        } else {
            at += 1;
        }
    }
    if start < tokens.len() {
        sentences.push(start..tokens.len());
    }
    sentences
}

fn ends_sentence(tokens: &[Token<'_>], at: usize) -> bool {
    match tokens[at].key.chars().next() {
        Some('.') => {
            let before = at.checked_sub(1).map(|at| &tokens[at]);
            let is_short = |word: &Token<'_>| {
                word.key.contains('.')
                    || word.key.len() == 1 && word.key.chars().all(char::is_alphabetic)
            };
            !before.is_some_and(|word| {
                word.is_word && (ABBREVIATIONS.contains(&word.key.as_ref()) || is_short(word))
            })
        }
        Some('?' | '!' | ':' | ';' | '\u{2026}' | '\u{3002}' | PARAGRAPH) => true,
        _ => false,
    }
}

/// How many of the marks after the first token close what it is in: quotation marks, parentheses.
fn closing(text: &str, tokens: &[Token<'_>]) -> usize {
    let closes = |pair: &[Token<'_>]| {
        let is_next = pair[0].bytes.end == pair[1].bytes.start;
        is_next
            && matches!(
                &text[pair[1].bytes.clone()],
                ")" | "]" | "\"" | "'" | "\u{201d}" | "\u{2019}"
            )
    };
    tokens.windows(2).take_while(|pair| closes(pair)).count()
}

fn begins_sentence(text: &str, token: &Token<'_>) -> bool {
    let first = text[token.bytes.clone()].chars().next();
    first.is_some_and(|c| !c.is_lowercase())
}

#[cfg(test)]
mod tests {
    use super::super::tokens::tokens;
    use super::*;

    #[test]
    fn sentences_end_at_marks_and_not_at_abbreviations() {
        let text =
            "The U.S. Customs is here. \"Is it?\" No. 3 (one.) It met at 2 p.m. on Monday: Yes.";
        let tokens = tokens(text);
        let found: Vec<&str> = sentences(text, &tokens)
            .into_iter()
            .map(|it| &text[tokens[it.start].bytes.start..tokens[it.end - 1].bytes.end])
            .collect();
        let expected = [
            "The U.S. Customs is here.",
            "\"Is it?\"",
            "No. 3 (one.)",
            "It met at 2 p.m. on Monday:",
            "Yes.",
        ];
        assert_eq!(found, expected);
    }
}
