//! Findings as [annotations](https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands)
//! of GitHub Actions, and as the table of a step's summary.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::{Base, Options, place, sentence, text};
use crate::check::Outcome;
use crate::text::finding::{Finding, Severity};
use crate::text::show;
use crate::text::suggest::counted;

/// The most annotations of each kind that GitHub shows for a step.
const MAX_ANNOTATIONS: usize = 10;
/// The most rows of a table: a summary may hold a megabyte.
const MAX_ROWS: usize = 2_000;

pub(super) fn write(outcome: &Outcome, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    // What could not be read is worse than any finding.
    let mut room = MAX_ANNOTATIONS;
    for error in outcome.errors.iter().take(room) {
        let file = property(&options.base.path(&error.path));
        writeln!(out, "::error file={file},title=unreadable::{}", value(&error.reason))?;
        room -= 1;
    }
    for (severity, room) in [(Severity::Error, room), (Severity::Warning, MAX_ANNOTATIONS)] {
        let of_kind: Vec<&Finding> =
            outcome.reported().filter(|finding| finding.severity == severity).collect();
        for finding in of_kind.iter().take(room) {
            annotate(finding, &options.base, out)?;
        }
        let rest = of_kind.len().saturating_sub(room);
        if rest > 0 {
            writeln!(
                out,
                "{} not shown as annotations",
                counted(rest, &format!("more {severity}"))
            )?;
        }
    }
    writeln!(out, "{}", text::summary(outcome))
}

fn annotate(finding: &Finding, base: &Base, out: &mut dyn Write) -> io::Result<()> {
    let start = finding.file.position(finding.span.start);
    let end = finding.file.position(finding.span.end);
    write!(out, "::{} file={}", finding.severity, property(&base.path(finding.file.name())))?;
    write!(out, ",line={},endLine={}", start.line + 1, end.line + 1)?;
    // Columns are only for marks within a line. The end column is inclusive.
    if start.line == end.line {
        let last = end.utf16.max(start.utf16 + 1);
        write!(out, ",col={},endColumn={last}", start.utf16 + 1)?;
    }
    writeln!(out, ",title={}::{}", property(finding.rule), value(&sentence(finding)))
}

/// Text after the colons of a command.
fn value(text: &str) -> String {
    show::lines(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Text of a property of a command.
fn property(text: &str) -> String {
    value(text).replace(':', "%3A").replace(',', "%2C")
}

/// All findings as a Markdown table, for the summary of a step.
pub fn summary(outcome: &Outcome, base: &Base) -> String {
    let mut page = format!("### issuepaper\n\n{}\n", text::summary(outcome));
    let errors = outcome
        .errors
        .iter()
        .map(|error| ["error", "unreadable", &base.path(&error.path), &error.reason].map(cell));
    let findings = outcome.reported().map(|finding| {
        let place = place(&base.path(finding.file.name()), finding);
        [&finding.severity.to_string(), finding.rule, &place, &sentence(finding)].map(cell)
    });
    let rows: Vec<[String; 4]> = errors.chain(findings).collect();
    if !rows.is_empty() {
        page.push_str("\n| level | rule | place | what is wrong |\n|---|---|---|---|\n");
    }
    for row in rows.iter().take(MAX_ROWS) {
        let _ = writeln!(page, "| {} |", row.join(" | "));
    }
    if rows.len() > MAX_ROWS {
        let _ = writeln!(page, "\n{} more are not shown.", rows.len() - MAX_ROWS);
    }
    page
}

/// A cell of a Markdown table that shows `text` as it is.
fn cell(text: &str) -> String {
    let mut cell = String::with_capacity(text.len());
    for c in show::part(text).chars() {
        match c {
            '<' => cell.push_str("&lt;"),
            '&' => cell.push_str("&amp;"),
            '|' | '\\' | '*' | '_' | '[' | ']' | '~' | '#' | '@' => cell.extend(['\\', c]),
            c => cell.push(c),
        }
    }
    cell
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_keeps_its_text() {
        assert_eq!(value("50%0A of\r\nall"), "50%250A of%0D%0Aall");
        assert_eq!(property("fees, duties: 2024.md"), "fees%2C duties%3A 2024.md");
        assert_eq!(value("a\u{1b}[31m"), "a<U+001B>[31m");
    }

    #[test]
    fn a_cell_is_never_markup() {
        assert_eq!(cell("a|b\n<img> *c* @all"), "a\\|b &lt;img> \\*c\\* \\@all");
    }
}
