use issuepaper::check::{self, FixOptions, Outcome};
use issuepaper::project::Project;

use super::papers::{assert_true, options, text, with_paper};

/// `check --fix` comes to an end: a second run changes nothing, and a check of what it leaves finds the same.
///
/// A rule that had no finding may have one afterwards: what could not be read is judged once it can.
pub fn fixes(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    for includes_unsafe in [false, true] {
        with_paper(&text, |project, name| settle(project, name, FixOptions { includes_unsafe }));
    }
}

fn settle(project: &mut Project, name: &str, fix: FixOptions) {
    let options = options();
    let before = check::run(project, &options);
    before.reported().for_each(assert_true);
    let first = check::fix_until_stable(project, &options, fix);
    first.outcome.reported().for_each(assert_true);
    let fixed = project.paper(name).unwrap().paper.file.text().to_owned();
    let again = check::run(project, &options);
    assert_eq!(lines(&again), lines(&first.outcome), "a check of {fixed:?}");
    let second = check::fix_until_stable(project, &options, fix);
    let text = project.paper(name).unwrap().paper.file.text();
    assert_eq!(text, fixed, "the second run");
    assert!(second.counts.is_empty(), "{:?}", second.counts);
}

fn lines(outcome: &Outcome) -> Vec<String> {
    let line = |finding: &issuepaper::text::finding::Finding| {
        format!("{}: {}: {}", finding.span.start, finding.rule, finding.message)
    };
    outcome.reported().map(line).collect()
}
