//! The findings that existed when a team began to check: known, counted, and not a reason to fail.
//!
//! The file has one line for each finding, sorted, so that git merges it line by line.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use serde::Deserialize;

use crate::paper::front_matter::quoting;
use crate::text::finding::{Finding, INVALID_SETTINGS};
use crate::text::source::{SourceFile, Spanned};
use crate::yaml;

/// The baseline in a project's folder.
pub const BASELINE_FILE: &str = "baseline.yaml";

/// The version of the file's format.
const VERSION: u32 = 1;

/// The known findings of a project.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    /// By fingerprint.
    entries: BTreeMap<String, Entry>,
}

/// A known finding, as people read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The file, relative to the project's folder.
    pub path: String,
    /// The rule.
    pub rule: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawBaseline {
    version: Spanned<u32>,
    #[serde(default)]
    findings: Vec<Spanned<String>>,
}

impl Baseline {
    /// Reads the file.
    ///
    /// # Errors
    ///
    /// What is wrong in it, at its place.
    pub fn read(file: &SourceFile) -> Result<Self, Vec<Finding>> {
        let raw: RawBaseline = yaml::read(file).map_err(|problem| vec![problem.finding(file)])?;
        let fault = |span, message: String, help: &str| {
            vec![Finding::error(INVALID_SETTINGS, file, span, message).help(help)]
        };
        if raw.version.value != VERSION {
            let message = format!("version {} of the baseline can't be read", raw.version.value);
            return Err(fault(raw.version.span, message, "use a newer issuepaper"));
        }
        let mut baseline = Self::default();
        for line in raw.findings {
            let mut parts = line.value.splitn(3, ' ');
            let parts = [parts.next(), parts.next(), parts.next()];
            let [Some(fingerprint), Some(rule), Some(path)] = parts else {
                let message = format!("`{}` is not a known finding", line.value);
                let help = "write it as FINGERPRINT RULE PATH, or let `issuepaper check \
                            --update-baseline` write the file";
                return Err(fault(line.span, message, help));
            };
            let entry = Entry { path: path.to_owned(), rule: rule.to_owned() };
            baseline.entries.insert(fingerprint.to_owned(), entry);
        }
        Ok(baseline)
    }

    /// Whether `finding` is known.
    pub fn has(&self, finding: &Finding) -> bool {
        self.entries.contains_key(&finding.fingerprint)
    }

    /// The entries for the files of `paths` whose fingerprints are not in `found`: they were resolved.
    pub fn resolved<'b>(
        &'b self,
        paths: &'b BTreeSet<String>,
        found: &'b BTreeSet<&str>,
    ) -> impl Iterator<Item = &'b Entry> {
        let is_resolved = |(fingerprint, entry): &(&'b String, &'b Entry)| {
            paths.contains(&entry.path) && !found.contains(fingerprint.as_str())
        };
        self.entries.iter().filter(is_resolved).map(|(_, entry)| entry)
    }

    /// Removes the entries for the files of `paths`, or all entries if `paths` is empty, and adds `findings` with
    /// the paths that `relative` returns for their files.
    pub fn update<'f>(
        &mut self,
        paths: Option<&BTreeSet<String>>,
        findings: impl IntoIterator<Item = &'f Finding>,
        relative: impl Fn(&Finding) -> String,
    ) {
        self.entries.retain(|_, entry| paths.is_some_and(|paths| !paths.contains(&entry.path)));
        for finding in findings {
            let entry = Entry { path: relative(finding), rule: finding.rule.to_owned() };
            self.entries.insert(finding.fingerprint.clone(), entry);
        }
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The file: sorted by path, rule and fingerprint.
    pub fn text(&self) -> String {
        let mut text = format!(
            "# Findings that are known and don't count. Written by `issuepaper check --update-baseline`.\n\
             version: {VERSION}\nfindings:\n"
        );
        let mut entries: Vec<_> = self.entries.iter().collect();
        entries.sort_by_key(|(fingerprint, entry)| (&entry.path, &entry.rule, *fingerprint));
        for (fingerprint, Entry { path, rule }) in entries {
            let line = quoting::value(&format!("{fingerprint} {rule} {path}"));
            let _ = writeln!(text, "  - {line}");
        }
        if self.is_empty() {
            text = text.replace("findings:\n", "findings: []\n");
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::source::Span;

    fn finding(path: &str, fingerprint: &str) -> Finding {
        let file = SourceFile::new(path, "");
        let finding = Finding::error("a-rule", &file, Span::at(0), "");
        Finding { fingerprint: fingerprint.to_owned(), ..finding }
    }

    fn relative(finding: &Finding) -> String {
        finding.file.name().to_owned()
    }

    fn read(text: &str) -> Option<Baseline> {
        Baseline::read(&SourceFile::new(BASELINE_FILE, text)).ok()
    }

    #[test]
    fn what_is_written_is_read_and_sorted() {
        let mut baseline = Baseline::default();
        assert_eq!(read(&baseline.text()), Some(Baseline::default()));
        let all = [finding("b: #1.md", "02"), finding("a.md", "03"), finding("a.md", "01")];
        baseline.update(None, &all, relative);
        let text = baseline.text();
        assert!(
            text.ends_with("  - 01 a-rule a.md\n  - 03 a-rule a.md\n  - \"02 a-rule b: #1.md\"\n"),
            "{text}"
        );
        assert_eq!(read(&text), Some(baseline));
    }

    #[test]
    fn only_checked_files_change() {
        let mut baseline = Baseline::default();
        let (a, b) = (finding("a.md", "01"), finding("b.md", "02"));
        baseline.update(None, [&a, &b], relative);
        let paths = BTreeSet::from(["a.md".to_owned()]);
        assert_eq!(baseline.resolved(&paths, &BTreeSet::new()).count(), 1);
        assert_eq!(baseline.resolved(&paths, &BTreeSet::from(["01"])).count(), 0);
        baseline.update(Some(&paths), [], relative);
        assert!(!baseline.has(&a) && baseline.has(&b));
    }

    #[test]
    fn another_format_is_a_finding() {
        for wrong in
            ["version: 2\n", "findings: []\n", "version: 1\nfindings: [01 rule]\n", "- a\n"]
        {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
