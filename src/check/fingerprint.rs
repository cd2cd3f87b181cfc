//! Fingerprints, which recognize a finding after the paper around it was edited.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::order;
use crate::project::Project;
use crate::text::finding::Finding;
use crate::text::source::SourceFile;

/// How much of the line on each side of the marked text goes into a fingerprint, in characters.
const CONTEXT: usize = 24;

/// Sets the fingerprint of each of the sorted `findings` that has none: a hash of the rule, the file's path
/// in the project, the names in the message, and the marked text with the text around it. Lines, numbers
/// and days may change without changing it. Findings alike in all of these are counted in the order of the
/// file.
pub(super) fn assign(findings: &mut [Finding], project: &Project) {
    let new = findings.iter_mut().filter(|finding| finding.fingerprint.is_empty());
    let nothing = BTreeMap::new();
    assign_all(new, project, &Renamed { paths: &nothing, names: None });
}

/// Distinguishes identical findings in papers outside a project: without a folder to start at, papers of the same
/// name in two folders have the same path.
pub(super) fn distinguish<'f>(findings: impl Iterator<Item = &'f mut Finding>, project: &Project) {
    if project.root.is_some() {
        return;
    }
    let mut findings: Vec<&mut Finding> = findings.collect();
    findings.sort_by(|a, b| order::compare(a, b));
    let nothing = BTreeMap::new();
    assign_all(findings.into_iter(), project, &Renamed { paths: &nothing, names: None });
}

/// Files that were renamed after the findings were made.
pub(super) struct Renamed<'r> {
    /// Old paths in the project, with the new ones.
    pub(super) paths: &'r BTreeMap<String, String>,
    /// Old names in messages, with the new ones.
    pub(super) names: Option<&'r BTreeMap<String, String>>,
}

/// Sets the fingerprint of each of the sorted `findings` to the one it has under the new names of
/// files.
pub(super) fn assign_renamed(findings: &mut [Finding], project: &Project, renamed: &Renamed<'_>) {
    assign_all(findings.iter_mut(), project, renamed);
}

fn assign_all<'f>(
    findings: impl Iterator<Item = &'f mut Finding>,
    project: &Project,
    renamed: &Renamed<'_>,
) {
    let mut seen: HashMap<[u8; 32], u64> = HashMap::new();
    for finding in findings {
        let path = path(finding, project);
        let path = renamed.paths.get(&path).unwrap_or(&path);
        let (names, context) = (names(finding, renamed.names), context(finding));
        let parts = [finding.rule, path, &names, &context];
        let key = digest(&parts.map(str::as_bytes));
        let count = seen.entry(key).or_default();
        let whole = digest(&[&key, &count.to_le_bytes()]);
        *count += 1;
        // Sixteen bytes are enough for any archive and still fit on a line.
        finding.fingerprint = whole[..16].iter().fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        });
    }
}

fn digest(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

/// The file's path in the project. Outside a project it is the file's name alone: the folder that
/// the program runs in should make no difference.
fn path(finding: &Finding, project: &Project) -> String {
    let path = Path::new(finding.file.name());
    match project.root {
        Some(_) => project.relative(path),
        None => path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
    }
}

/// The parts of a message in backticks, which tell apart two missing fields reported at one place. Names
/// of other files depend on the folder that the program runs in, so they are left out.
fn names(finding: &Finding, renamed: Option<&BTreeMap<String, String>>) -> String {
    let is_file = |name: &&str| finding.labels.iter().any(|label| label.file.name() == *name);
    let names = finding.message.split('`').skip(1).step_by(2).filter(|name| !is_file(name));
    let now = |name| renamed.and_then(|renamed| renamed.get(name)).map_or(name, String::as_str);
    names.map(now).collect::<Vec<_>>().join("`")
}

/// The marked text with the text around it, and each run of white space as one space.
fn context(finding: &Finding) -> String {
    let (file, span) = (&finding.file, finding.span);
    let line = |at: usize| file.lines().line_span(file.text(), file.lines().line_of(at));
    let before = text(file, line(span.start).start, span.start);
    let after = text(file, span.end, line(span.end).end);
    // From its end: the line may be as long as the paper.
    let start = before.char_indices().rev().take(CONTEXT).last().map_or(0, |(at, _)| at);
    let around =
        before[start..].chars().chain(file.slice(span).chars()).chain(after.chars().take(CONTEXT));
    around.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn text(file: &SourceFile, start: usize, end: usize) -> &str {
    file.text().get(start..end.max(start)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::finding::Label;
    use crate::text::source::Span;

    #[test]
    fn a_message_is_known_by_what_it_names() {
        let file = SourceFile::new("a.md", "text");
        let other = SourceFile::new("up/b.md", "text");
        let names = |message: &str| {
            let mut finding = Finding::error("a-rule", &file, Span::at(0), message);
            finding.labels.push(Label {
                file: other.clone(),
                span: Span::at(0),
                message: String::new(),
            });
            names(&finding, None)
        };
        assert_eq!(names("the field `date` is missing"), "date");
        assert_eq!(names("`a` is `b`, 45 words"), "a`b");
        assert_eq!(names("45 words, at most 40"), "");
        assert_eq!(names("`1` is also that of `up/b.md`"), "1");
    }
}
