//! What a reader of YAML complains about, in the words of a person who wrote the file.

use crate::text::suggest;

/// What is wrong, and what to write instead.
pub(super) struct Explanation {
    pub(super) message: String,
    pub(super) help: Option<String>,
}

/// Explains the `message` of the reader about `value`, the characters at the place of the problem.
pub(super) fn explain(message: &str, value: &str) -> Explanation {
    let new = |message: String, help: &str| Explanation { message, help: Some(help.to_owned()) };
    let is_word = !value.trim().is_empty() && !value.starts_with(['[', '{']);
    let subject = if is_word { suggest::shown(value.trim()) } else { "what is here".to_owned() };
    if let Some((wrong, known)) = unknown_variant(message) {
        let help = suggest::nearest(wrong, known.iter().copied()).map_or_else(
            || format!("write one of {}", suggest::listed(known.iter().copied())),
            |near| format!("did you mean `{near}`?"),
        );
        return new(format!("`{wrong}` can't be set here"), &help);
    }
    if let Some(field) = message.strip_prefix("missing field `").and_then(|it| it.split('`').next())
    {
        return new(format!("the key `{field}` is missing"), "add it, with its value");
    }
    if let Some((message, help)) = fixed(message) {
        return new(message.to_owned(), help);
    }
    let begins = |text: &str| message.starts_with(text);
    if begins("expected sequence") {
        new(
            format!("{subject} is not a list"),
            "write each entry on a line of its own that begins with `- `",
        )
    } else if begins("expected mapping") {
        new(
            format!("{subject} is not a group of keys"),
            "write each entry as `key: value` on a line of its own, indented below its group",
        )
    } else if is_wrong_number(message) {
        let digits = value.trim().trim_start_matches(['-', '+']);
        let is_whole = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        match (is_whole, value.trim().starts_with('-')) {
            (true, true) => new(format!("{subject} is less than 0"), "write 0 or more"),
            (true, false) => new(format!("{subject} is too large"), "write a smaller number"),
            _ => {
                new(format!("{subject} is not a whole number"), "write it in digits, such as `21`")
            }
        }
    } else if let Some(key) = message.strip_prefix("duplicate mapping key: ") {
        let key = key.split(", set ").next().unwrap_or(key);
        new(format!("the key `{key}` is there twice"), "keep one of them")
    } else if begins("unclosed bracket") {
        let end = if message.contains('{') { '}' } else { ']' };
        new("the bracket is not closed".to_owned(), &format!("end what it opens with `{end}`"))
    } else if let Some(mark) = message.strip_prefix("unexpected character: ") {
        let mark = suggest::shown(mark.trim_matches(['`', '\'']));
        new(format!("a value can't begin with {mark} in YAML"), "put the value into quotes")
    } else if let Some((_, expected)) =
        message.strip_prefix("invalid type: ").and_then(|it| it.split_once(", expected "))
    {
        Explanation { message: format!("{subject} is not {expected}"), help: None }
    } else {
        Explanation { message: message.to_owned(), help: None }
    }
}

/// What is wrong and what to do about it, where that is the same for every value.
fn fixed(message: &str) -> Option<(&'static str, &'static str)> {
    let begins = |text: &str| message.starts_with(text);
    Some(if begins("expected string scalar") {
        (
            "one value belongs here, not a list or a group of keys",
            "write one value after the colon; put it into quotes if it begins with `[` or `{`",
        )
    } else if begins("cannot deserialize null") {
        ("there is no value here", "write one after the colon, or delete the line")
    } else if message.contains("unknown anchor") {
        ("`*` at the beginning of a value is a reference in YAML", "put the value into quotes")
    } else if begins("mapping values are not allowed") {
        (
            "a `:` is not expected here",
            "begin the keys of a group in one column, and put a value that has `: ` in it into quotes",
        )
    } else if begins("unclosed quote") {
        ("the quotes are not closed", "end the value with the quotation mark it begins with")
    } else if is_about_tab(message) {
        ("a tab is not allowed here", "use spaces")
    } else if begins("illegal placement of ':'") {
        (
            "a `:` is not expected here",
            "close the bracket above that is still open, or put a value that has `: ` in it into quotes",
        )
    } else if begins("simple key expect") || message.contains("could not find expected ':'") {
        (
            "there is no colon with a space after it behind this key",
            "write `key: value`, with a plain space after the colon",
        )
    } else if message.contains("while parsing a block") || begins("did not find expected") {
        (
            "this line does not go on with the group or the list above it",
            "begin all its keys, or all its `- `, in one column",
        )
    } else if message.contains("while parsing a flow") {
        (
            "what is in the brackets can't be read",
            "put a comma between its entries, and close it with the bracket that fits the first",
        )
    } else if begins("unexpected end of") || begins("end of input") {
        ("the file ends where more is expected", "write what it is for, or delete the file")
    } else {
        return None;
    })
}

/// The word that is not one of those that are known.
fn unknown_variant(message: &str) -> Option<(&str, Vec<&str>)> {
    let (wrong, known) = message.strip_prefix("unknown variant `")?.split_once("`, expected ")?;
    let known = known.trim_start_matches("one of ");
    let words = known.split([',', '`']).flat_map(|part| part.split(" or ")).map(str::trim);
    Some((wrong, words.filter(|word| !word.is_empty()).collect()))
}

fn is_about_tab(message: &str) -> bool {
    ["found a tab", "tabs are not allowed", "tabs disallowed"].iter().any(|it| message.contains(it))
}

fn is_wrong_number(message: &str) -> bool {
    let rest = message.strip_prefix("invalid ").unwrap_or_default();
    rest.strip_prefix(['u', 'i']).is_some_and(|bits| bits.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_the_reader_s_own_words_is_left() {
        let explained = |message: &str, value: &str| {
            let Explanation { message, help } = explain(message, value);
            format!("{message}; {}", help.unwrap_or_default())
        };
        for (message, value, expected) in [
            ("expected sequence start", "pdf", "`pdf` is not a list; write each entry on a line"),
            ("expected mapping start", "[", "what is here is not a group of keys; write each"),
            ("invalid u16", "three", "`three` is not a whole number; write it in digits"),
            ("invalid u16", "-3", "`-3` is less than 0; write 0 or more"),
            ("invalid u16", "99999", "`99999` is too large; write a smaller number"),
            (
                "unknown variant `a5`, expected one of letter, a4",
                "a5",
                "`a5` can't be set here; did you mean `a4`?",
            ),
            (
                "unknown variant `x`, expected `on` or `off`",
                "x",
                "`x` can't be set here; write one of `on` and `off`",
            ),
            ("missing field `rule`", "reason", "the key `rule` is missing; add it"),
            (
                "duplicate mapping key: a, set DuplicateKeyPolicy in Options if acceptable",
                "a",
                "the key `a` is there twice; keep one",
            ),
            ("unclosed bracket '{'", "{", "the bracket is not closed; end what it opens with `}`"),
            ("tabs disallowed in indentation", "", "a tab is not allowed here; use spaces"),
            (
                "while parsing a block collection, did not find expected '-' indicator",
                "",
                "this line does not go on with the group or the list above it; begin all its keys",
            ),
            (
                "simple key expected ':'",
                "",
                "there is no colon with a space after it behind this key; write",
            ),
            (
                "unexpected end of input",
                "",
                "the file ends where more is expected; write what it is for",
            ),
            (
                "illegal placement of ':' indicator",
                "",
                "a `:` is not expected here; close the bracket",
            ),
            (
                "unexpected character: `@'",
                "",
                "a value can't begin with `@` in YAML; put the value into",
            ),
            ("something else", "a", "something else; "),
        ] {
            let found = explained(message, value);
            assert!(found.starts_with(expected), "{found}");
        }
    }
}
