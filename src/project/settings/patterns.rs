//! Patterns for the paths of files, from the folder of the project.

use globset::{Error, Glob, GlobSet, GlobSetBuilder};

use crate::project::glob_fault;
use crate::text::finding::{Finding, INVALID_SETTINGS};
use crate::text::source::{SourceFile, Spanned};
use crate::text::suggest;

/// What matches the paths that `patterns` stand for. The name of a folder stands for all that is in it, as in
/// `.gitignore`. Those that can match nothing are added to `findings`.
pub(super) fn globs(
    patterns: &[Spanned<String>],
    file: &SourceFile,
    findings: &mut Vec<Finding>,
) -> GlobSet {
    let mut set = GlobSetBuilder::new();
    let mut report = |pattern: &Spanned<String>, message: String, help: String| {
        findings.push(Finding::error(INVALID_SETTINGS, file, pattern.span, message).help(help));
    };
    for pattern in patterns {
        let text = pattern.value.as_str();
        if let Some(fault) = fault(text) {
            let message =
                format!("no file of the project matches {}: {}", suggest::shown(text), fault.why);
            report(pattern, message, fault.help);
            continue;
        }
        match with_folders(text) {
            Ok(globs) => {
                for glob in globs {
                    set.add(glob);
                }
            }
            Err(error) => {
                let message = format!("{} is not a pattern for paths", suggest::shown(text));
                report(pattern, message, glob_fault::advice(&error).to_owned());
            }
        }
    }
    set.build().unwrap_or_default()
}

/// A pattern of the settings, and what it matches.
#[derive(Debug, Clone)]
pub struct PatternUse {
    /// The pattern.
    pub pattern: Spanned<String>,
    /// What it matches.
    pub set: GlobSet,
    /// Whether what it matches is no paper.
    pub is_exclude: bool,
}

/// Each of the patterns alone, as far as it is one.
pub(super) fn uses<'p>(
    patterns: impl Iterator<Item = (&'p Spanned<String>, bool)>,
) -> Vec<PatternUse> {
    let read = |(pattern, is_exclude): (&Spanned<String>, bool)| {
        let mut set = GlobSetBuilder::new();
        for glob in with_folders(&pattern.value).ok()? {
            set.add(glob);
        }
        Some(PatternUse { pattern: pattern.clone(), set: set.build().ok()?, is_exclude })
    };
    patterns.filter_map(read).collect()
}

/// A pattern, and those for what is in a folder of that name: at any depth if it is a name alone.
fn with_folders(text: &str) -> Result<Vec<Glob>, Error> {
    let name = text.trim_end_matches('/');
    let mut globs = vec![Glob::new(text)?, Glob::new(&format!("{name}/**"))?];
    if !name.contains('/') {
        globs.push(Glob::new(&format!("**/{name}/**"))?);
    }
    Ok(globs)
}

/// Why a pattern can match nothing.
struct Fault {
    why: &'static str,
    help: String,
}

fn fault(text: &str) -> Option<Fault> {
    let quotes = ['“', '”', '‘', '’', '„'];
    let bare = text.trim_matches(quotes).replace('\\', "/");
    let parts: Vec<&str> = bare
        .trim_start_matches('!')
        .split('/')
        .filter(|it| !matches!(*it, "" | "." | ".."))
        .collect();
    let better = parts.join("/").trim().to_owned();
    let why = if text.trim().is_empty() {
        "it is empty"
    } else if is_list(text) {
        "these are several patterns in one text"
    } else if text.starts_with(quotes) || text.ends_with(quotes) {
        "the curly quotation marks are part of it"
    } else if is_windows_path(text) {
        "the parts of a path have `/` between them"
    } else if text.starts_with('/') {
        "it begins with `/`, and the paths are those from the folder of the project"
    } else if text.starts_with('!') {
        "it begins with `!`, and nothing can be taken back here"
    } else if text.split('/').any(|part| matches!(part, "." | "..")) {
        "the paths of files have neither `.` nor `..` in them"
    } else if text.trim_end_matches('/').contains("//") {
        "the parts of a path have one `/` between them"
    } else if text != text.trim() {
        "there are spaces beside it"
    } else {
        return None;
    };
    let is_outside = text.split(['/', '\\']).any(|part| part == "..");
    let help = if is_list(text) {
        format!("write a list, with an entry for each pattern: `[{text}]`")
    } else if better.is_empty() || is_outside || text.starts_with('!') {
        "name files in the folder of the project, or delete the pattern".to_owned()
    } else {
        format!("write it as {}", suggest::shown(&better))
    };
    Some(Fault { why, help })
}

/// Whether several patterns are written in one text, with commas between them. A name may have a comma, too.
fn is_list(text: &str) -> bool {
    let is_pattern = |part: &str| part.contains(['/', '*']) || part.ends_with(".md");
    !text.contains('{') && text.contains(", ") && text.split(", ").all(is_pattern)
}

/// Whether there is a backslash that a path may have on Windows: it hides no bracket.
fn is_windows_path(text: &str) -> bool {
    let mut parts = text.split('\\').skip(1);
    parts.any(|after| !after.starts_with(['[', ']', '{', '}', '?']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::source::Span;

    fn read(text: &str) -> (GlobSet, Vec<String>) {
        let file = SourceFile::new("issuepaper.yaml", text);
        let mut findings = Vec::new();
        let pattern = Spanned::new(text.to_owned(), Span::at(0));
        let set = globs(&[pattern], &file, &mut findings);
        (set, findings.into_iter().filter_map(|finding| finding.help).collect())
    }

    #[test]
    fn the_name_of_a_folder_stands_for_what_is_in_it() {
        for (text, is_deep) in
            [("notes", true), ("notes/", true), ("notes/**", false), ("notes/*", false)]
        {
            let (set, help) = read(text);
            assert!(
                help.is_empty() && set.is_match("notes/a.md") && set.is_match("notes/b/a.md"),
                "{text}"
            );
            assert!(!set.is_match("a.md") && !set.is_match("notes.md"), "{text}");
            assert_eq!(set.is_match("old/notes/a.md"), is_deep, "{text}");
        }
        let (set, _) = read("old/notes");
        assert!(set.is_match("old/notes/a.md") && !set.is_match("x/old/notes/a.md"));
        let (set, _) = read("a.md");
        assert!(set.is_match("a.md") && !set.is_match("b/a.md"));
    }

    #[test]
    fn what_can_match_nothing_is_reported() {
        for (text, expected) in [
            ("/notes/**", "write it as `notes/**`"),
            ("./notes/**", "write it as `notes/**`"),
            ("old/./notes", "write it as `old/notes`"),
            ("old//notes", "write it as `old/notes`"),
            ("notes\\**", "write it as `notes/**`"),
            ("notes\\a.md", "write it as `notes/a.md`"),
            ("“notes/**”", "write it as `notes/**`"),
            ("notes/** ", "write it as `notes/**`"),
            ("../notes/**", "name files in the folder of the project, or delete the pattern"),
            ("a.md, notes/**", "write a list, with an entry for each pattern: `[a.md, notes/**]`"),
            ("!notes/a.md", "name files in the folder of the project, or delete the pattern"),
            ("", "name files in the folder of the project, or delete the pattern"),
            (".", "name files in the folder of the project, or delete the pattern"),
        ] {
            assert_eq!(read(text).1, [expected], "{text}");
        }
        for text in ["Doe, Alex/**", "a\\[1\\].md", ".github/**", "a[b].md", "{a,b}/*.md"] {
            assert!(read(text).1.is_empty(), "{text}");
        }
    }
}
