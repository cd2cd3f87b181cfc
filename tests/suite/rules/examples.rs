//! The example on a rule's page is completed to a paper and must trigger that rule.

use issuepaper::check;

use super::needs_pdf;
use crate::support::{Folder, entries, repository};

/// The front matter that an example's fields are laid over.
const FIELDS: [(&str, &str); 10] = [
    ("publication_number", "\"3733-0624\""),
    ("period", "2024-06"),
    ("subcommittee", "Secure Trade Lanes Subcommittee"),
    ("working_group", "Centers of Excellence and Expertise Working Group"),
    ("office", "Office of Field Operations"),
    ("action_required", "Informational"),
    ("submitted_by", "Alex Doe, Office of Field Operations"),
    ("date", "2024-05-21"),
    ("stage", "published"),
    ("series", "coac"),
];

#[test]
fn every_example_triggers_its_rule() {
    for rule in check::rules() {
        let blocks = blocks(rule.documentation);
        assert!(!blocks.is_empty(), "{} has an example", rule.name);
        if needs_pdf(rule.name) {
            continue;
        }
        let folder = Folder::new();
        folder.copy(&repository("tests/rules/_project"), ".");
        for kind in ["base", "theirs"] {
            write_commit(&folder, &blocks, kind);
        }
        for (index, block) in blocks.iter().enumerate() {
            match block.info.as_str() {
                info if in_commit(info).is_some() => {}
                "yaml settings" => drop(folder.write("issuepaper.yaml", &block.text)),
                "yaml" => drop(folder.write(&format!("paper-{index}.md"), paper(&block.text, ""))),
                "markdown" => {
                    drop(folder.write(&format!("paper-{index}.md"), paper("", &block.text)));
                }
                "text latin-1" => {
                    let bytes: Vec<u8> =
                        block.text.chars().map(|c| u8::try_from(c).unwrap()).collect();
                    drop(folder.write(&format!("paper-{index}.md"), bytes));
                }
                "text" => {
                    let text = block.text.replace('\u{240d}', "\r");
                    drop(folder.write(&format!("paper-{index}.md"), text));
                }
                other => match other.strip_prefix("yaml ") {
                    Some(path) => drop(folder.write(path, &block.text)),
                    None => {
                        panic!("{}: an example is yaml, markdown or text, not {other:?}", rule.name)
                    }
                },
            }
        }
        if !folder.path().join("paper-0.md").exists() {
            folder.write("paper-0.md", paper("", ""));
        }
        let findings = folder.check_only(rule.name);
        assert!(!findings.is_empty(), "the example of {} triggers nothing", rule.name);
        assert!(findings.iter().all(|finding| finding.rule == rule.name), "{}", rule.name);
    }
}

/// The branch that a block is committed on, and the file it is; none for the next paper.
fn in_commit(info: &str) -> Option<(&str, Option<&str>)> {
    let rest = info.strip_prefix("yaml ")?;
    let (kind, path) = rest.split_once(' ').map_or((rest, None), |(kind, path)| (kind, Some(path)));
    matches!(kind, "base" | "theirs").then_some((kind, path))
}

/// Commits the blocks that belong to the base, or to what others made of it.
fn write_commit(folder: &Folder, blocks: &[Block], kind: &str) {
    let write = |folder: &Folder| {
        let mut written = Vec::new();
        for (index, block) in blocks.iter().enumerate() {
            if let Some((own, path)) = in_commit(&block.info).filter(|(own, _)| *own == kind) {
                let next =
                    format!("paper-{}{}.md", index + 1, if own == "base" { "" } else { "-theirs" });
                let text = path.map_or_else(|| paper(&block.text, ""), |_| block.text.clone());
                written.push(folder.write(path.unwrap_or(&next), text));
            }
        }
        written
    };
    if !blocks.iter().any(|block| in_commit(&block.info).is_some_and(|(own, _)| own == kind)) {
        return;
    }
    if kind == "base" {
        let written = write(folder);
        folder.commit_base();
        for path in written {
            std::fs::remove_file(path).unwrap();
        }
    } else {
        let at_base = entries(folder.path());
        folder.commit_theirs(|folder| drop(write(folder)));
        // To go back to the work brought the base back, too.
        for path in entries(folder.path()).iter().filter(|path| !at_base.contains(path)) {
            std::fs::remove_file(path).unwrap();
        }
    }
}

struct Block {
    info: String,
    text: String,
}

/// The fenced blocks below `## Example`.
fn blocks(page: &str) -> Vec<Block> {
    let example = page.split("## Example").nth(1).unwrap_or_default();
    let example = example.split("## How to fix").next().unwrap_or_default();
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for line in example.lines() {
        let line = line.strip_prefix(' ').unwrap_or(line);
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(info)) => open = Some(Block { info: info.to_owned(), text: String::new() }),
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(block), None) => block.text.extend([line, "\n"]),
            (None, None) => {}
        }
    }
    blocks
}

/// A valid paper with some fields and the body replaced. A body without sections becomes the text of
/// the first one.
fn paper(fields: &str, body: &str) -> String {
    let own: Vec<&str> =
        fields.lines().filter_map(|line| line.split_once(':')).map(|(key, _)| key).collect();
    let kept = FIELDS.iter().filter(|(key, _)| !own.contains(key));
    let kept: String = kept.map(|(key, value)| format!("{key}: {value}\n")).collect();
    let first = if body.is_empty() { "The desks opened in 2014.\n" } else { body };
    let has_sections = body.contains("## ") || body.contains("**Background:**");
    let body = if has_sections {
        body.to_owned()
    } else {
        format!(
            "## Background\n\n{first}\n## Issue\n\nVolume has doubled.\n\n## Current Status\n\nA pilot began.\n"
        )
    };
    format!("---\n{kept}{fields}---\n\n{body}")
}
