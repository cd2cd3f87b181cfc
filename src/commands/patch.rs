//! Changes to files, shown as a patch that git and `patch` can apply.

use std::io::{self, Write};

use similar::TextDiff;

/// Writes what makes `after` of `before`, the texts of the file `name`; nothing if they are the same.
pub(super) fn write(name: &str, before: &str, after: &str, out: &mut impl Write) -> io::Result<()> {
    if before == after {
        return Ok(());
    }
    let diff = TextDiff::from_lines(before, after);
    let (old, new) = (format!("a/{name}"), format!("b/{name}"));
    write!(out, "{}", diff.unified_diff().header(&old, &new))
}
