use chrono::NaiveDate;

use crate::check::Sink;
use crate::check::rule::rule;
use crate::project::Project;
use crate::project::settings::{PatternUse, SETTINGS_FILE};
use crate::text::source::Spanned;
use crate::text::suggest;

rule! {
    /// A pattern in the settings should match a file.
    ///
    /// ## Why
    ///
    /// An override whose folder was renamed, or misspelled, changes nothing, and nobody sees it: rules that were
    /// meant to be off fail, and rules that were meant to be strict are not. The rule looks at the patterns of
    /// `overrides`, and at those of `exclude` that are nearly the name of something; it runs when all papers of the
    /// project are checked. `unused-waiver` is for the patterns of waivers.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// publication_number: "3733-0624"
    /// ```
    ///
    /// ```yaml settings
    /// overrides:
    ///   - { paths: 2023-12/**, rules: { long-sentence: off } }
    /// ```
    ///
    /// ## How to fix
    ///
    /// Correct the pattern, or delete it if the files are gone.
    "unmatched-pattern", Warning => Project(check)
}

fn check(project: &Project, _: NaiveDate, out: &mut Sink<'_>) {
    for PatternUse { pattern, set, is_exclude } in &project.settings.patterns {
        let is_matched = if *is_exclude {
            may_exclude(project, pattern)
        } else {
            project.papers.iter().any(|file| set.is_match(project.relative(&file.path)))
        };
        if is_matched {
            continue;
        }
        let what = if *is_exclude { "file" } else { "paper" };
        let message =
            format!("no {what} of the project matches {}", suggest::shown(&pattern.value));
        out.at(pattern.span, message).help(advice(project, pattern));
    }
}

/// The parts of a pattern before the first with a mark that stands for other characters.
fn literal(pattern: &str) -> String {
    let parts = pattern.split('/').take_while(|part| !part.contains(['*', '?', '[', '{', '\\']));
    parts.collect::<Vec<_>>().join("/").trim_end_matches('/').to_owned()
}

/// Whether there may be a file to exclude. A folder may be there on another machine; but not one of nearly the same name,
/// or two in one text.
fn may_exclude(project: &Project, pattern: &Spanned<String>) -> bool {
    let literal = literal(&pattern.value);
    let mut parts = pattern.value.split(", ");
    let is_list = parts.clone().count() > 1 && parts.any(|part| project.has(part));
    literal.is_empty() || project.has(&literal) || !is_list && near(project, &literal).is_none()
}

/// What is at nearly the same path.
fn near(project: &Project, literal: &str) -> Option<String> {
    let settings = project.path_of(SETTINGS_FILE);
    let near = project.nearest_to(&settings, literal)?;
    Some(project.relative(&near))
}

fn advice(project: &Project, pattern: &Spanned<String>) -> String {
    let text = pattern.value.as_str();
    let literal = literal(text);
    if text.contains(", ") {
        return format!("write a list, with an entry for each pattern: `[{text}]`");
    }
    match near(project, &literal).filter(|_| !literal.is_empty() && !project.has(&literal)) {
        Some(near) => {
            format!("did you mean {}?", suggest::shown(&text.replacen(&literal, &near, 1)))
        }
        None => "correct the pattern, which begins at the folder of the project, or delete it"
            .to_owned(),
    }
}
