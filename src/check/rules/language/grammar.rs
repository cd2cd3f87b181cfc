//! Putting words in the place of others so that the sentence stays grammatical.

/// Words that no article follows.
const DETERMINERS: [&str; 18] = [
    "a", "an", "any", "each", "every", "her", "his", "its", "my", "no", "one", "our", "that",
    "the", "their", "these", "this", "those",
];

/// `words` as they fit after the Markdown in `before`: without a second article, and with a capital letter at the
/// start of a sentence. None if the article in front does not fit them.
pub(super) fn fitted(before: &str, words: &str) -> Option<String> {
    let previous = last_word(before);
    let is_determined = DETERMINERS.iter().any(|known| known.eq_ignore_ascii_case(previous));
    let words = match words.get(..4) {
        Some(article) if is_determined && article.eq_ignore_ascii_case("the ") => &words[4..],
        _ => words,
    };
    if !fits_article(before, words) {
        return None;
    }
    let mut letters = words.chars();
    match letters.next() {
        Some(first) if begins_sentence(before) => {
            Some(first.to_uppercase().chain(letters).collect())
        }
        _ => Some(words.to_owned()),
    }
}

/// `words` after the other article than the one that `before` ends with, for those that don't fit it, and where that
/// article begins. None if there is no such article.
pub(super) fn with_other_article(before: &str, words: &str) -> Option<(usize, String)> {
    let article = last_word(before);
    let other = match article {
        "a" => "an",
        "A" => "An",
        "an" => "a",
        "An" => "A",
        _ => return None,
    };
    let end = before.trim_end_matches(is_decoration).len();
    Some((end - article.len(), format!("{other}{}{words}", &before[end..])))
}

/// Whether `words` can follow `before` if that ends in `a` or `an`.
pub(super) fn fits_article(before: &str, words: &str) -> bool {
    match last_word(before) {
        "a" | "A" => !begins_with_vowel(words),
        "an" | "An" => begins_with_vowel(words),
        _ => true,
    }
}

/// The word at the end of `text`, with nothing but spaces, quotation marks and marks of emphasis after it.
fn last_word(text: &str) -> &str {
    let text = text.trim_end_matches(is_decoration);
    let start = text.trim_end_matches(char::is_alphanumeric).len();
    &text[start..]
}

fn is_decoration(c: char) -> bool {
    c.is_whitespace() || matches!(c, '*' | '_' | '"' | '“' | '‘' | '\'')
}

/// Whether a sentence, a block or an item of a list begins after `before`.
pub(super) fn begins_sentence(before: &str) -> bool {
    let text = before.trim_end_matches(|c: char| is_decoration(c) || matches!(c, '(' | '['));
    let gap = &before[text.len()..];
    if text.is_empty() || text.ends_with(['.', '!', '?']) || gap.matches('\n').count() > 1 {
        return true;
    }
    // The marker of a list item, a quotation or a heading.
    let line = before.rsplit('\n').next().unwrap_or_default().trim();
    let line = line.strip_suffix("**").unwrap_or(line).trim_end();
    let is_marker = |line: &str| {
        let line = line.trim_end_matches(['.', ')']);
        ["-", "*", "+"].contains(&line)
            || line.bytes().all(|byte| matches!(byte, b'>' | b'#' | b'|'))
            || line.bytes().all(|byte| byte.is_ascii_digit())
    };
    !line.is_empty() && is_marker(line)
}

/// Whether the first sound is a vowel.
fn begins_with_vowel(words: &str) -> bool {
    let word = words.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let is_spelled =
        word.len() > 1 && word.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let small = word.to_lowercase();
    let begins = |starts: &[&str]| starts.iter().any(|start| small.starts_with(start));
    match small.as_bytes().first() {
        _ if is_spelled => {
            word.starts_with(['A', 'E', 'F', 'H', 'I', 'L', 'M', 'N', 'O', 'R', 'S', 'X'])
        }
        Some(b'a' | b'e' | b'i' | b'o' | b'u') => {
            !begins(&["eu", "one", "once", "uni", "use", "usu", "util"])
        }
        Some(b'h') => begins(&["heir", "honest", "honor", "hour"]),
        Some(b'8') => true,
        _ => small == "11" || small == "18",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_are_not_doubled() {
        assert_eq!(fitted("pays the ", "the harbor fee").as_deref(), Some("harbor fee"));
        assert_eq!(fitted("pays **the ", "the harbor fee").as_deref(), Some("harbor fee"));
        assert_eq!(fitted("pays ", "the harbor fee").as_deref(), Some("the harbor fee"));
        assert_eq!(fitted("an ", "foreign-trade zone"), None);
        assert_eq!(fitted("a ", "foreign-trade zone").as_deref(), Some("foreign-trade zone"));
        assert!(
            fits_article("an ", "FTZ") && !fits_article("a ", "FTZ") && fits_article("a ", "unit")
        );
        assert!(
            !fits_article("an ", "fast")
                && fits_article("an ", "hour")
                && fits_article("plan ", "fast")
        );
    }

    #[test]
    fn an_article_is_changed_with_its_decoration() {
        let changed = |before, words| with_other_article(before, words);
        assert_eq!(changed("it. An ", "free zone"), Some((4, "A free zone".to_owned())));
        assert_eq!(changed("a **", "export zone"), Some((0, "an **export zone".to_owned())));
        assert_eq!(changed("the ", "export zone"), None);
        assert_eq!(changed("plan ", "export zone"), None);
    }

    #[test]
    fn a_sentence_begins_with_a_capital() {
        for before in
            ["", "It ended. ", "- ", "x\n1. ", "one\n\n", "> ", "one\n- **", "It (did). ("]
        {
            assert_eq!(fitted(before, "zone").as_deref(), Some("Zone"), "{before:?}");
        }
        for before in ["the ", "one\n", "and -", "in the (", "part 2 "] {
            assert_eq!(fitted(before, "zone").as_deref(), Some("zone"), "{before:?}");
        }
    }
}
