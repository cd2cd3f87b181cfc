//! What is wrong with a pattern for paths.

use globset::{Error, ErrorKind};

/// What to write in the place of a pattern that is none.
pub(super) fn advice(error: &Error) -> &'static str {
    match error.kind() {
        ErrorKind::UnclosedClass => {
            "close what `[` opens with `]`, and write `[[]` for a bracket in a name"
        }
        ErrorKind::InvalidRange(..) => "write the first of a range before the last, as in `[0-9]`",
        ErrorKind::UnopenedAlternates => {
            "write `{` before the words that `}` ends, and `[}]` for a bracket in a name"
        }
        ErrorKind::UnclosedAlternates => {
            "close what `{` opens with `}`, and write `[{]` for a bracket in a name"
        }
        ErrorKind::DanglingEscape => "delete the backslash at its end",
        _ => "use `*`, `**`, `?`, `[…]` and `{…}` as in a shell",
    }
}
