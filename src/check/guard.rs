//! A rule that breaks down is a finding and never costs anyone the others.

use std::any::Any;
use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

use super::Rule;
use crate::text::finding::Finding;
use crate::text::source::{SourceFile, Span};

thread_local! {
    static IS_GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Runs a rule's check on `file`. If it panics, what it has found so far stays, with a finding that asks
/// to report the fault.
pub(super) fn run(
    rule: &Rule,
    file: &SourceFile,
    findings: &mut Vec<Finding>,
    check: impl FnOnce(&mut Vec<Finding>),
) {
    silence();
    IS_GUARDED.set(true);
    let result = panic::catch_unwind(AssertUnwindSafe(|| check(findings)));
    IS_GUARDED.set(false);
    if let Err(panic) = result {
        let name = rule.name;
        let reason = reason(panic.as_ref());
        let message = format!("the rule `{name}` broke down on this paper: {reason}");
        let help = format!(
            "this is a fault of the program: please report it with the paper; `{name}: off` in the \
             settings leaves the rule out"
        );
        findings.push(Finding::error(name, file, Span::at(0), message).help(help));
    }
}

/// Keeps the message of a panic in a rule off the terminal, where it would stand beside the report.
fn silence() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !IS_GUARDED.get() {
                usual(info);
            }
        }));
    });
}

fn reason(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
    let text = text.unwrap_or_else(|| "no reason given".to_owned());
    text.lines().next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check;

    #[test]
    fn a_rule_that_breaks_down_is_a_finding_beside_the_others() {
        let file = SourceFile::new("a.md", "text");
        let mut findings = Vec::new();
        for (name, breaks) in [("long-sentence", true), ("wordy-phrase", false)] {
            let Some(rule) = check::rule(name) else { continue };
            run(rule, &file, &mut findings, |findings| {
                findings.push(Finding::error(rule.name, &file, Span::at(1), "found"));
                assert!(!breaks, "index 7 of {}", 3);
            });
        }
        let found: Vec<(&str, &str)> =
            findings.iter().map(|finding| (finding.rule, finding.message.as_str())).collect();
        assert_eq!(
            found,
            [
                ("long-sentence", "found"),
                (
                    "long-sentence",
                    "the rule `long-sentence` broke down on this paper: index 7 of 3"
                ),
                ("wordy-phrase", "found"),
            ]
        );
    }
}
