//! Every rule has a page, an example that triggers it, and papers that pass and fail.

mod examples;
mod fixtures;
mod one_mistake;
mod pairs;
mod safe_fixes;
mod steps;
mod unseen;

use std::collections::BTreeSet;
use std::path::Path;

use issuepaper::check;

use crate::support::{entries, name, repository};

/// Whether a rule finds nothing because the program was built without PDF, where no glyph is ever drawn.
fn needs_pdf(rule: &str) -> bool {
    !cfg!(feature = "pdf") && rule == "missing-glyph"
}

#[test]
fn names_are_unique_sorted_and_in_kebab_case() {
    let names: Vec<&str> = check::rules().iter().map(|rule| rule.name).collect();
    assert!(!names.is_empty());
    assert!(names.windows(2).all(|pair| pair[0] < pair[1]), "{names:?}");
    for rule in names {
        assert!(rule.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{rule}");
    }
}

#[test]
fn every_file_under_rules_is_in_the_table() {
    let listed: BTreeSet<&str> = check::rules().iter().map(|rule| rule.source).collect();
    let mut on_disk = BTreeSet::new();
    for family in entries(&repository("src/check/rules")).iter().filter(|path| path.is_dir()) {
        for file in entries(family).iter().filter(|path| name(path) != "mod.rs") {
            let text = std::fs::read_to_string(file).unwrap();
            if text.contains("rule! {") {
                on_disk.insert(format!("src/check/rules/{}/{}", name(family), name(file)));
            }
        }
    }
    assert_eq!(listed, on_disk.iter().map(String::as_str).collect());
}

#[test]
fn a_rule_s_file_has_its_name() {
    for rule in check::rules() {
        let stem = Path::new(rule.source).file_stem().unwrap().to_str().unwrap();
        assert_eq!(stem.replace('_', "-"), rule.name);
    }
}

#[test]
fn every_page_says_what_why_and_how_to_fix() {
    for rule in check::rules() {
        let headings: Vec<&str> =
            prose(rule.documentation).filter_map(|line| line.strip_prefix("## ")).collect();
        assert_eq!(headings, ["Why", "Example", "How to fix"], "{}", rule.name);
        assert!(rule.summary().ends_with('.'), "{}: the summary is a sentence", rule.name);
    }
}

/// The lines of a page outside its fenced blocks.
fn prose(page: &str) -> impl Iterator<Item = &str> {
    let mut is_fenced = false;
    page.lines().map(str::trim).filter(move |line| {
        is_fenced ^= line.starts_with("```");
        !is_fenced
    })
}
