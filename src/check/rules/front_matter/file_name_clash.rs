use std::collections::HashMap;
use std::collections::hash_map::Entry;

use chrono::NaiveDate;

use crate::check::Sink;
use crate::check::rule::rule;
use crate::project::{Project, paths};
use crate::text::source::Span;

rule! {
    /// Two papers must not have file names that become one.
    ///
    /// ## Why
    ///
    /// Windows and macOS have one file where Linux has `Plan.md` and `plan.md`, so that a checkout there loses one
    /// of the papers. The page of a paper has its name without the ending: `plan.md` and `plan.markdown` would
    /// have one page, and so would two names that differ in signs that no address has. The rule compares all
    /// papers, so it runs only when all papers of the project are checked.
    ///
    /// ## Example
    ///
    /// ```yaml plan.md
    /// ---
    /// series: issue-paper
    /// ---
    /// ```
    ///
    /// ```yaml plan.markdown
    /// ---
    /// series: issue-paper
    /// ---
    /// ```
    ///
    /// ## How to fix
    ///
    /// Rename one of them with `git mv`.
    "file-name-clash", Error => Project(check)
}

fn check(project: &Project, _: NaiveDate, out: &mut Sink<'_>) {
    let mut known: HashMap<String, String> = HashMap::with_capacity(project.papers.len());
    for file in &project.papers {
        let path = project.relative(&file.path);
        let first = match known.entry(page_of(&path)) {
            Entry::Vacant(entry) => {
                entry.insert(path);
                continue;
            }
            Entry::Occupied(entry) => entry.into_mut(),
        };
        let is_case = first.to_lowercase() == path.to_lowercase();
        let message = if is_case {
            format!("the name differs from that of `{first}` in nothing but the case of letters")
        } else {
            format!("the page of this paper would be that of `{first}`")
        };
        out.in_file(&file.paper.file, Span::at(0), message)
            .help("rename one of them with `git mv`");
    }
}

/// What the page of a paper is called where case does not matter, without its ending.
fn page_of(path: &str) -> String {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let mut page = String::with_capacity(path.len());
    for part in folder.split('/').filter(|part| !part.is_empty()).chain([stem]) {
        page.push_str(&paths::safe_file_name(part).to_lowercase());
        page.push('/');
    }
    page
}
