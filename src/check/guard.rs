//! A panic in a rule becomes a finding, and the other rules go on.

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

/// Runs `work`; if it panics, the error is the panic's message.
pub(super) fn attempt<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    silence();
    let was_guarded = IS_GUARDED.replace(true);
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    IS_GUARDED.set(was_guarded);
    result.map_err(|panic| reason(panic.as_ref()))
}

/// Runs a rule's check on `file`. If it panics, its findings so far are kept, and one that asks to
/// report the bug is added.
pub(super) fn run(
    rule: &Rule,
    file: &SourceFile,
    findings: &mut Vec<Finding>,
    check: impl FnOnce(&mut Vec<Finding>),
) {
    if let Err(reason) = attempt(|| check(findings)) {
        let name = rule.name;
        let message = format!("the rule `{name}` crashed on this paper: {reason}");
        let help = format!(
            "this is a bug in the program: please report it with the paper; `{name}: off` in the \
             settings switches the rule off"
        );
        findings.push(Finding::error(name, file, Span::at(0), message).help(help));
    }
}

/// The finding that the program crashed while reading `what` from `file`, reported under the rule that needs
/// it most.
pub(super) fn unread(rule: &'static str, file: &SourceFile, what: &str, reason: &str) -> Finding {
    let message = format!("the program crashed while reading {what}: {reason}");
    let help = "this is a bug in the program: please report it with the file";
    Finding::error(rule, file, Span::at(0), message).help(help)
}

/// Keeps the message of a panic in a rule off the terminal, where it would mix with the report.
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
    fn an_inner_panic_leaves_the_guard_in_place() {
        let outer = attempt(|| {
            let is_whole = IS_GUARDED.get();
            let inner = attempt(|| assert!(!is_whole, "inner\nin two lines"));
            assert_eq!(inner, Err("inner".to_owned()));
            assert!(IS_GUARDED.get(), "the outer guard still holds");
            7
        });
        assert_eq!(outer, Ok(7));
        assert!(!IS_GUARDED.get());
    }

    #[test]
    fn a_rule_that_panics_is_a_finding_beside_the_others() {
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
                ("long-sentence", "the rule `long-sentence` crashed on this paper: index 7 of 3"),
                ("wordy-phrase", "found"),
            ]
        );
    }
}
