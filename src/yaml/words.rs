//! Unquoted words that YAML readers take for something other than text.

pub(super) fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

pub(super) fn is_bool(text: &str) -> bool {
    ["true", "false", "yes", "no", "on", "off", "y", "n"]
        .iter()
        .any(|word| text.eq_ignore_ascii_case(word))
}

/// Integers with `_` or `:` between the digits (base 60), octal, hexadecimal, floats and dates.
pub(super) fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if !digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return false;
    }
    let hexadecimal =
        digits.strip_prefix("0x").is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_hexdigit()));
    let octal =
        digits.strip_prefix("0o").is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit()));
    let separated = digits.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'_' | b':' | b'.'));
    hexadecimal || octal || separated || digits.parse::<f64>().is_ok() || is_iso_date(digits)
}

fn is_iso_date(text: &str) -> bool {
    let mut parts = text.split('-');
    let lengths = [4, 2, 2];
    let fits = |(part, length): (&str, usize)| {
        part.len() == length && part.bytes().all(|b| b.is_ascii_digit())
    };
    parts.by_ref().zip(lengths).filter(|pair| fits(*pair)).count() == 3 && parts.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_another_reader_would_change() {
        let changes = |text: &str| is_null(text) || is_bool(text) || is_number(text);
        for text in ["0624", "12:30", "1_000", "2024-06-01", "0x1F", "1e3", "no", "~", "1.10"] {
            assert!(changes(text), "{text}");
        }
        for text in ["3733-0624", "G-1", "2024-06", "A42-WP/7", "nothing"] {
            assert!(!changes(text), "{text}");
        }
    }
}
