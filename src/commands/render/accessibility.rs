//! What is known about the accessibility of each paper's files, and what only a person can judge.
//!
//! A file that passes every automated check may still be useless to a reader, so a report never
//! calls one accessible or compliant.

use std::collections::BTreeMap;
use std::io::{self, Write};

use issuepaper::check::{self, Rule, RuleFamily, Selection};
use issuepaper::document::{Contents, Metadata};
use issuepaper::pages::{Page, WrittenPage};
use issuepaper::project::paths;
use issuepaper::series::Values;
use issuepaper::text::finding::Finding;

use crate::commands::put;

/// Further rules that matter to readers who don't see the page, besides those of the family.
const STRUCTURE_RULES: [&str; 4] =
    ["bold-label-heading", "empty-heading", "heading-level", "malformed-heading"];

/// The verdict on a check, or a question, in the order of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    Passed,
    Failed,
    SwitchedOff,
    Unchecked,
    Ask,
}

impl Verdict {
    const fn name(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::SwitchedOff => "switched off",
            Self::Unchecked => "unchecked",
            Self::Ask => "ask",
        }
    }
}

/// Writes the report on the pages that were made.
pub(super) fn write(
    pages: &[Page<'_>],
    written: &[Option<WrittenPage>],
    findings: &[Finding],
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut papers: BTreeMap<&str, Vec<(&Page<'_>, Contents)>> = BTreeMap::new();
    for (page, written) in pages.iter().zip(written) {
        let Some(written) = written else { continue };
        papers.entry(page.file.paper.file.name()).or_default().push((page, written.contents));
    }
    for (name, pages) in papers {
        let [(page, contents), ..] = pages[..] else { continue };
        put(out, name)?;
        write_rules(page, findings, out)?;
        write_files(&pages, out)?;
        let paper = &page.file.paper;
        let metadata = Metadata::new(paper, page.series, &Values::new(paper, page.series));
        for question in questions(contents, &metadata) {
            write_line(Verdict::Ask, &question, out)?;
        }
        put(out, "")?;
    }
    Ok(())
}

/// The verdicts of the rules on the paper that the files are made from.
fn write_rules(page: &Page<'_>, findings: &[Finding], out: &mut dyn Write) -> io::Result<()> {
    let name = page.file.paper.file.name();
    let is_about_access = |rule: &&Rule| {
        rule.family == RuleFamily::Accessibility || STRUCTURE_RULES.contains(&rule.name)
    };
    let active: Vec<&str> = match Selection::new(page.project) {
        Ok(selection) => selection
            .active(page.project, page.file, page.series)
            .map(|(rule, _)| rule.name)
            .collect(),
        Err(_) => Vec::new(),
    };
    let mut verdicts: BTreeMap<Verdict, Vec<String>> = BTreeMap::new();
    for rule in check::rules().into_iter().filter(is_about_access) {
        let of_rule = |finding: &&Finding| finding.rule == rule.name && finding.file.name() == name;
        let found = findings.iter().filter(of_rule).count();
        let (verdict, text) = match (active.contains(&rule.name), found) {
            (false, _) => (Verdict::SwitchedOff, rule.name.to_owned()),
            (true, 0) => (Verdict::Passed, rule.name.to_owned()),
            (true, found) => (Verdict::Failed, format!("{} ({found})", rule.name)),
        };
        verdicts.entry(verdict).or_default().push(text);
    }
    for (verdict, rules) in verdicts {
        write_line(verdict, &rules.join(", "), out)?;
    }
    Ok(())
}

/// What is known about the finished files.
fn write_files(pages: &[(&Page<'_>, Contents)], out: &mut dyn Write) -> io::Result<()> {
    for (page, _) in pages {
        if let Some(standard) = page.format.standard {
            let path = paths::display(&page.path);
            write_line(Verdict::Passed, &format!("{standard}, checked as {path} was made"), out)?;
        }
    }
    let unchecked = pages.iter().filter(|(page, _)| page.format.standard.is_none());
    let names: Vec<&str> = unchecked.map(|(page, _)| page.format.name).collect();
    if names.is_empty() {
        return Ok(());
    }
    write_line(Verdict::Unchecked, &format!("as finished files: {}", names.join(", ")), out)
}

/// Questions that only a person can answer, as far as they apply to the page.
fn questions(contents: Contents, metadata: &Metadata) -> Vec<String> {
    let counted = |count: usize, one: &str, many: &str| match count {
        0 => None,
        1 => Some(one.to_owned()),
        count => Some(many.replace("{}", &count.to_string())),
    };
    let pictures = counted(
        contents.pictures,
        "Does the alternative text of the picture say what it shows, and does nothing in it \
         depend on color alone?",
        "Do the alternative texts of the {} pictures say what they show, and does nothing in \
         them depend on color alone?",
    );
    let tables = counted(
        contents.tables,
        "Do the header cells of the table fit their columns, and does it make sense read row by row?",
        "Do the header cells of the {} tables fit their columns, and do they make sense read row by \
         row?",
    );
    let links = counted(
        contents.links,
        "Does the text of the link say where it leads?",
        "Does the text of each of the {} links say where it leads?",
    );
    let always = [
        "Do the title and the headings describe what follows them?".to_owned(),
        format!("Is all of the text in {}? Text in other languages is not marked.", metadata.lang),
        "Is everything available with a screen reader, and with the page at four times its size?"
            .to_owned(),
    ];
    [pictures, tables, links].into_iter().flatten().chain(always).collect()
}

fn write_line(verdict: Verdict, text: &str, out: &mut dyn Write) -> io::Result<()> {
    put(out, &format!("  {:<12}  {text}", verdict.name()))
}
