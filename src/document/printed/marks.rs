//! Dashes and quotation marks of printers for those of typewriters.

/// `---` is an em dash, `--` between digits an en dash.
pub(super) fn dashes(word: &[char], out: &mut [Option<char>]) {
    let mut at = 0;
    while at < word.len() {
        let count = word[at..].iter().take_while(|c| **c == '-').count();
        let digit = |index: Option<usize>| {
            index.and_then(|index| word.get(index)).is_some_and(char::is_ascii_digit)
        };
        let is_range = count == 2 && digit(at.checked_sub(1)) && digit(Some(at + count));
        if count == 3 || is_range {
            out[at] = Some(if count == 3 { '\u{2014}' } else { '\u{2013}' });
            out[at + 1..at + count].fill(None);
        }
        at += count.max(1);
    }
}

/// Quotation marks open after a space or an opening sign and close elsewhere; after a digit an open pair is closed, and
/// else the mark is one of feet or inches, which stays.
pub(super) fn quotes(chars: &[char], out: &mut [Option<char>]) {
    let mut is_open = [false; 2];
    // The value of an attribute, such as `a="b"`, keeps its marks.
    let mut is_value = [false; 2];
    for at in 0..chars.len() {
        let (kind, opening, closing) = match chars[at] {
            '"' => (0, '\u{201c}', '\u{201d}'),
            '\'' => (1, '\u{2018}', '\u{2019}'),
            _ => continue,
        };
        let before = at.checked_sub(1).map(|at| chars[at]);
        let after = chars.get(at + 1).copied();
        if is_value[kind] || before == Some('=') {
            is_value[kind] = !is_value[kind];
            continue;
        }
        let is_start = before.is_none_or(|c| {
            c.is_whitespace()
                || matches!(
                    c,
                    '(' | '[' | '{' | '\u{2014}' | '\u{2013}' | '/' | '\u{201c}' | '\u{2018}'
                )
                || (matches!(c, '"' | '\'') && is_opening(out[at - 1]))
                || (c == '-' && out[at - 1].is_none_or(|it| it != '-'))
                // `"a"-"b"`, but `rock-'n'-roll`.
                || (c == '-' && kind == 0 && !is_open[0])
        });
        let has_more = after.is_some_and(|c| !c.is_whitespace());
        if is_start && has_more {
            // '24 and '90s leave out a century.
            let is_year = kind == 1 && after.is_some_and(|c| c.is_ascii_digit());
            is_open[kind] |= !is_year;
            out[at] = Some(if is_year { closing } else { opening });
        } else if is_open[kind] || !before.is_some_and(|c| c.is_ascii_digit()) {
            // An apostrophe inside a word leaves its pair open.
            let is_inside = kind == 1 && after.is_some_and(char::is_alphanumeric);
            is_open[kind] &= is_inside;
            out[at] = Some(closing);
        }
    }
}

const fn is_opening(c: Option<char>) -> bool {
    matches!(c, Some('\u{201c}' | '\u{2018}'))
}
