//! Every file of settings that can't be read says in plain words what is wrong, where, and what to write.

use super::run_in;
use crate::support::Folder;

const PAPER: &str = "\
---
series: SERIES
title: Regional desks
date: 2024-05-21
action_required: Informational
submitted_by: Alex Doe, Example Office
---

## Background

The desks opened in 2014.

## Issue

Volume has doubled.

## Current Status

A pilot queue began in March.
";

/// The words of libraries, which no message may have, in small letters.
const WORDS_OF_LIBRARIES: [&str; 32] = [
    "serde",
    "deserial",
    "from_str",
    "untagged",
    "expected struct",
    "invalid type",
    "invalid value",
    "option",
    "variant",
    "scalar",
    "yaml document",
    "indicator",
    "flow ",
    "simple key",
    "sequence",
    " map ",
    "mapping",
    "null",
    "while parsing",
    "implicit",
    "intercept",
    "budget",
    "anchor",
    " enum",
    "struct ",
    "token",
    "eof",
    "stream",
    "utf8",
    "recursion",
    "regex::",
    "breached",
];

/// Each file with the first lines that it needs to be read, what is before a line below them, and a key for a text there.
const FILES: [(&str, &str, &str, &str); 4] = [
    ("issuepaper.yaml", "series: issue-paper\n", "", "fonts"),
    ("units.yaml", "units:\n  - name: Desks Group\n", "    ", "kind"),
    ("numbers.yaml", "void:\n  - number: \"3733-0624\"\n    on: 2024-05-21\n", "    ", "why"),
    ("templates/memo/series.yaml", "extends: issue-paper\n", "", "agency"),
];

/// What is wrong below those lines in every file, where `x` is the key, and a part of what the program says.
const BROKEN: [(&str, &str); 25] = [
    ("---\nx: y\n", "delete the line"),
    ("---\n", "delete the line"),
    ("...\nx: y\n", ""),
    ("\tx: y\n", "write spaces in its place"),
    ("x:\n\ty: z\n", "write spaces in its place"),
    ("x: \"abc\n", "the quotes are not closed"),
    ("x: 'it's'\n", "after the quotation mark that ends the value"),
    ("x: \"\\d\"\n", "into single quotes"),
    ("x: \"\\u12\"\n", "into single quotes"),
    ("x: *y\n", "put the value into quotes"),
    ("x: @y\n", "put the value into quotes"),
    ("x: `y`\n", "put the value into quotes"),
    ("x: !y z\n", "delete the tag"),
    ("x: y # z\n  more\n", "move the comment"),
    ("x: [a, b\n", "end what it opens with `]`"),
    ("x: {a: b\n", "end what it opens with `}`"),
    ("x: {a: b]\n", "close it with `}`"),
    ("x: a]\ny: [b]]\n", ""),
    ("x: y: z\n", "put a value that has `: ` in it into quotes"),
    ("x\n", "write `key: value`"),
    ("x: - a\n", "begin it on the next line"),
    ("x: |a\n  b\n", "begin the text on the next line"),
    ("x: \"a\" b\n", "put the whole value into quotes"),
    ("<<<<<<< HEAD\nx: y\n", "merge conflict markers"),
    ("nosuchkey: x\n", "the keys here are"),
];

/// Values of the wrong kind, and a part of what the program says.
const WRONG: [(&str, &str, &str); 61] = [
    ("issuepaper.yaml", "- a\n", "is not a group of keys"),
    ("issuepaper.yaml", "hello\n", "is not a group of keys"),
    ("issuepaper.yaml", "series: [a]\n", "one value belongs here"),
    ("issuepaper.yaml", "series: {a: b}\n", "one value belongs here"),
    ("issuepaper.yaml", "series: a\nseries: b\n", "the key `series` is there twice"),
    ("issuepaper.yaml", "series: isue-paper\n", "did you mean `issue-paper`?"),
    ("issuepaper.yaml", "formats: {a: b}\n", "write a text or a list of texts"),
    ("issuepaper.yaml", "formats: html, docx\n", "`formats: [html, docx]`"),
    ("issuepaper.yaml", "formats: html docx\n", "`formats: [html, docx]`"),
    ("issuepaper.yaml", "formats: word\n", "did you mean `docx`?"),
    ("issuepaper.yaml", "paper_size: a5\n", "did you mean `a4`?"),
    ("issuepaper.yaml", "paper_size: [a4]\n", "one value belongs here"),
    ("issuepaper.yaml", "rules: [long-sentence]\n", "write a group of rule names"),
    ("issuepaper.yaml", "rules: long-sentence\n", "write a group of rule names"),
    ("issuepaper.yaml", "rules: { long-sentence: true }\n", "`off`"),
    ("issuepaper.yaml", "rules: { long-sentence: Off }\n", "did you mean `off`?"),
    ("issuepaper.yaml", "rules: { long-sentence: { since: 2025 } }\n", "write it as `2025-01`"),
    ("issuepaper.yaml", "rules: { long-sentnce: off }\n", "did you mean `long-sentence`?"),
    ("issuepaper.yaml", "overrides: { rules: { long-sentence: off } }\n", "is not a list"),
    ("issuepaper.yaml", "overrides: [a.md]\n", "is not a group of keys"),
    (
        "issuepaper.yaml",
        "overrides: [{ series: issue-papr, rules: { long-sentence: off } }]\n",
        "did you mean `issue-paper`?",
    ),
    (
        "issuepaper.yaml",
        "overrides: [{ series: memos, rules: { long-sentence: off } }]\n",
        "the series are",
    ),
    (
        "issuepaper.yaml",
        "overrides: [{ series: issue-paper }]\n",
        "without `rules` changes nothing",
    ),
    ("issuepaper.yaml", "exclude: { a: b }\n", "write a text or a list of texts"),
    ("issuepaper.yaml", "exclude: notes/**, old/**\n", "`[notes/**, old/**]`"),
    ("issuepaper.yaml", "acronyms: COVID, FY\n", "write `[COVID, FY]`"),
    ("issuepaper.yaml", "acronyms: [[FY]]\n", ""),
    ("issuepaper.yaml", "meetings: { period: 2024-06 }\n", "is not a list"),
    ("issuepaper.yaml", "meetings: [{ period: 2024-06 }]\n", "the key `date` is missing"),
    ("issuepaper.yaml", "deadlines: [{ what: Papers due, days: seven }]\n", "write it in digits"),
    ("issuepaper.yaml", "deadlines: [{ what: Papers due, days: -7 }]\n", "write 0 or more"),
    ("issuepaper.yaml", "deadlines: [{ what: Papers due, days: [7] }]\n", ""),
    ("issuepaper.yaml", "waivers: long-sentence\n", "is not a list"),
    ("issuepaper.yaml", "waivers: [{ paths: a.md }]\n", "the key `rule` is missing"),
    ("units.yaml", "", "the file is empty"),
    ("units.yaml", "units: Desks Group\n", "is not a list"),
    ("units.yaml", "units: { name: Desks Group }\n", "is not a list"),
    ("units.yaml", "units: [Desks Group]\n", "is not a group of keys"),
    ("units.yaml", "units: [{ name: Desks Group, aliases: Desks }]\n", "is not a list"),
    ("units.yaml", "units: [{ name: Desks Group, alias: [Desks] }]\n", "the keys here are"),
    ("units.yaml", "units: [{ name: Desks Group, kind: [group] }]\n", "one value belongs here"),
    ("units.yaml", "units: [{ kind: group }]\n", "the key `name` is missing"),
    ("units.yaml", "units: [{ name: Desks Group, valid: 2024 }]\n", "is not a group of keys"),
    (
        "units.yaml",
        "units: [{ name: A Group, short: [B Group] }, { name: B Group }]\n",
        "is also the name of another unit",
    ),
    ("units.yaml", "units: [{ name: A Group, aliases: [''] }]\n", "the name is empty"),
    ("numbers.yaml", "assigned: [3733-0624]\n", ""),
    ("numbers.yaml", "void: [{ number: \"3733-0624\", why: x, on: yesterday }]\n", ""),
    ("numbers.yaml", "asigned: []\n", "did you mean `assigned`?"),
    ("baseline.yaml", "version: one\nfindings: []\n", "is not a whole number"),
    ("baseline.yaml", "version: 1\nfindings: x\n", "is not a list"),
    ("templates/memo/series.yaml", "extends: issue-paper\nlang: English\n", "write `en-US`"),
    ("templates/memo/series.yaml", "extends: issue-paper\nlang: en_US\n", "write `en-US`"),
    ("templates/memo/series.yaml", "extends: issue-paper\nfields_in_order: yes\n", "write `true`"),
    ("templates/memo/series.yaml", "extends: issue-paper\nfields_in_order: no\n", "write `false`"),
    (
        "templates/memo/series.yaml",
        "extends: issue-paper\nfields_in_order: maybe\n",
        "write `true` or `false`",
    ),
    (
        "templates/memo/series.yaml",
        "extends: issue-paper\nheadings: { level: two }\n",
        "write it in digits",
    ),
    (
        "templates/memo/series.yaml",
        "extends: issue-paper\nheadings: { case: Exact }\n",
        "did you mean `exact`?",
    ),
    ("templates/memo/series.yaml", "extends: issue-paper\nfields: { id: x }\n", "is not a list"),
    (
        "templates/memo/series.yaml",
        "extends: issue-paper\nnumber: { pattern: \"\\d{4}\" }\n",
        "into single quotes",
    ),
    (
        "templates/memo/series.yaml",
        "extends: issue-paper\nsections: [{ id: x, min_words: -1 }]\n",
        "write 0 or more",
    ),
    ("templates/memo/series.yaml", "extends: issue-paper\nacronyms: FY\n", "is not a list"),
];

/// What `check` says of a project in which `file` has this text.
fn said(file: &str, text: &str) -> String {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", "series: issue-paper\n");
    let series = if file.starts_with("templates/") { "memo" } else { "issue-paper" };
    folder.write("a.md", PAPER.replace("SERIES", series));
    folder.write(file, text);
    let run = run_in(folder.path(), &["check"]);
    format!("{}{}", run.stdout, run.stderr)
}

/// The faults in one answer: no place, no advice, words of libraries, or not the words that are wanted.
fn faults(file: &str, text: &str, wanted: &str) -> Option<String> {
    let said = said(file, text);
    // What is quoted of the file is the author's own.
    let own = |line: &&str| !line.contains(" | ");
    let lower = said.lines().filter(own).collect::<Vec<_>>().join("\n").to_lowercase();
    let word = WORDS_OF_LIBRARIES.iter().find(|word| lower.contains(**word));
    let fault = if let Some(word) = word {
        format!("it has the word `{word}`")
    } else if !said.contains("error[invalid-settings]") || !said.contains(&format!("--> {file}:")) {
        "it names no place".to_owned()
    } else if !said.contains("= help: ") {
        "it says not what to do".to_owned()
    } else if !said.contains(wanted) {
        format!("it says not {wanted:?}")
    } else {
        return None;
    };
    Some(format!("{file}: {text:?}: {fault}\n{said}"))
}

#[test]
fn what_is_no_yaml_is_told_in_plain_words() {
    let all = FILES.iter().flat_map(|file| BROKEN.iter().map(move |broken| (file, broken)));
    let faults: Vec<String> = all
        .filter_map(|((file, start, indent, key), (broken, wanted))| {
            let lines = broken.lines().map(|line| match line.strip_prefix("x") {
                // Marks of documents and merges are at the beginning of a line.
                _ if line.starts_with(['-', '.', '<', '\t']) => format!("{line}\n"),
                Some(rest) => format!("{indent}{key}{rest}\n"),
                None => format!("{indent}{line}\n"),
            });
            faults(file, &format!("{start}{}", lines.collect::<String>()), wanted)
        })
        .collect();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn a_value_of_the_wrong_kind_is_told_in_plain_words() {
    let faults: Vec<String> =
        WRONG.iter().filter_map(|(file, text, wanted)| faults(file, text, wanted)).collect();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}
