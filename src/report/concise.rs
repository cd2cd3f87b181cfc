//! Findings for editors and for people who search in them: one line each.

use std::io::{self, Write};

use super::{Options, place};
use crate::check::Outcome;
use crate::text::show;

pub(super) fn write(outcome: &Outcome, _options: &Options, out: &mut dyn Write) -> io::Result<()> {
    for finding in outcome.reported() {
        let place = place(finding.file.name(), finding);
        let text = format!("{place}: {}[{}] {}", finding.severity, finding.rule, finding.message);
        writeln!(out, "{}", show::line(&text))?;
    }
    Ok(())
}
