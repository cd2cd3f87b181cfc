//! Words for messages: what the author may have meant, and lists of what there is.

/// The candidate nearest to `word`, if one is near enough to be a slip of the fingers.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = word.to_lowercase();
    let limit = (word.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| {
            (strsim::damerau_levenshtein(&lower, &candidate.to_lowercase()), candidate)
        })
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The items in backticks with commas between them: "`a`, `b` and `c`".
pub fn listed<'a>(items: impl IntoIterator<Item = &'a str>) -> String {
    let items: Vec<String> = items.into_iter().map(|item| format!("`{item}`")).collect();
    match items.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

/// The most characters of an author's text that a message repeats.
const SHOWN: usize = 60;

/// A text of the author's in backticks, for a message: on one line, and cut if it is long.
pub fn shown(text: &str) -> String {
    let mut line: String =
        text.chars().take(SHOWN).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(SHOWN).is_some() {
        line.push('…');
    }
    let fence = if line.contains('`') { "\"" } else { "`" };
    format!("{fence}{}{fence}", line.trim_end())
}

/// A count with its noun, which takes an `s` for more than one: "3 papers".
pub fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_and_kept_on_one_line() {
        assert_eq!(shown("one\ntwo"), "`one two`");
        assert_eq!(shown(&"é".repeat(99)), format!("`{}…`", "é".repeat(60)));
        assert_eq!(shown("`x`"), "\"`x`\"");
    }

    #[test]
    fn a_slip_is_recognised_and_another_word_is_not() {
        assert_eq!(nearest("perod", ["series", "period"]), Some("period"));
        assert_eq!(nearest("colour", ["series", "period"]), None);
    }

    #[test]
    fn lists_read_as_a_sentence() {
        assert_eq!(listed(["a", "b", "c"]), "`a`, `b` and `c`");
        assert_eq!(listed(["a"]), "`a`");
    }
}
