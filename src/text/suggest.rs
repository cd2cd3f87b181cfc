//! Words for messages: what the author may have meant, and lists of what there is.

use super::characters;

/// The candidate nearest to `word`, if one is near enough to be a typo.
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
    joined(items, "and")
}

/// The same with another word before the last: "`a`, `b` or `c`".
pub fn either<'a>(items: impl IntoIterator<Item = &'a str>) -> String {
    joined(items, "or")
}

fn joined<'a>(items: impl IntoIterator<Item = &'a str>, word: &str) -> String {
    let items: Vec<String> = items.into_iter().map(|item| format!("`{item}`")).collect();
    match items.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} {word} {last}", rest.join(", ")),
    }
}

/// A text of the author's in backticks, for a message: as [`characters::shown`] has it.
pub fn shown(text: &str) -> String {
    let text = characters::shown(text);
    let mark = if text.contains('`') { "\"" } else { "`" };
    format!("{mark}{text}{mark}")
}

/// A path or a text as an argument of a command line: in quotes if a shell would read it otherwise.
pub fn argument(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "_-./@%+=:,".contains(c);
    if text.starts_with('-') {
        return argument(&format!("./{text}"));
    }
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// A count with its noun, in the plural for any but one: "3 papers", "2 fixes".
pub fn counted(count: usize, noun: &str) -> String {
    let is_sibilant =
        noun.ends_with(['s', 'x', 'z']) || noun.ends_with("ch") || noun.ends_with("sh");
    let plural = match count {
        1 => "",
        _ if is_sibilant => "es",
        _ => "s",
    };
    format!("{count} {noun}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_argument_is_one_word_of_a_shell() {
        for (text, expected) in [
            ("2024-06/zoë.md", "2024-06/zoë.md"),
            ("my paper.md", "'my paper.md'"),
            ("it's.md", "'it'\\''s.md'"),
            ("$(x).md", "'$(x).md'"),
            ("-a.md", "./-a.md"),
            ("", "''"),
        ] {
            assert_eq!(argument(text), expected);
        }
    }

    #[test]
    fn a_long_text_is_cut_and_kept_on_one_line() {
        assert_eq!(shown("one\ntwo"), "`one two`");
        assert_eq!(shown(&"é".repeat(99)), format!("`{}…`", "é".repeat(60)));
        assert_eq!(shown("`x`"), "\"`x`\"");
    }

    #[test]
    fn what_is_hidden_in_a_text_is_shown() {
        assert_eq!(shown("a\u{202e}b\u{1b}c\u{200b}"), "`a\u{fffd}b\u{fffd}c\u{fffd}`");
    }

    #[test]
    fn a_count_takes_its_plural() {
        let counts = [counted(1, "fix"), counted(2, "fix"), counted(0, "paper")];
        assert_eq!(counts, ["1 fix", "2 fixes", "0 papers"]);
    }

    #[test]
    fn a_slip_is_recognized_and_another_word_is_not() {
        assert_eq!(nearest("perod", ["series", "period"]), Some("period"));
        assert_eq!(nearest("chapter", ["series", "period"]), None);
    }

    #[test]
    fn lists_read_as_a_sentence() {
        assert_eq!(listed(["a", "b", "c"]), "`a`, `b` and `c`");
        assert_eq!(listed(["a"]), "`a`");
    }
}
