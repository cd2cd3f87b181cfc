//! Changes to files, shown as a patch that git and `patch` can apply.

use std::io::{self, Write};

use similar::TextDiff;

/// Writes what makes `after` of `before`, the texts of the file `name`; nothing if they are the same.
pub(super) fn write(name: &str, before: &str, after: &str, out: &mut impl Write) -> io::Result<()> {
    write_renamed(&[name.to_owned(), name.to_owned()], before, after, out)
}

/// The same for a file that may change its name as well.
pub(super) fn write_renamed(
    names: &[String; 2],
    before: &str,
    after: &str,
    out: &mut impl Write,
) -> io::Result<()> {
    if names[0] != names[1] {
        writeln!(out, "diff --git a/{} b/{}", names[0], names[1])?;
        writeln!(out, "rename from {}\nrename to {}", names[0], names[1])?;
    }
    if before == after {
        return Ok(());
    }
    let diff = TextDiff::from_lines(before, after);
    let (old, new) = (format!("a/{}", names[0]), format!("b/{}", names[1]));
    write!(out, "{}", diff.unified_diff().header(&old, &new))
}
