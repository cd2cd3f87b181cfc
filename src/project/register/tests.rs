//! What is read from the register, and what is wrong in one.

use std::fmt::Write;

use super::*;

fn read(text: &str) -> Result<Register, Vec<Finding>> {
    Register::read(SourceFile::new(REGISTER_FILE, text), "issue-paper")
}

#[test]
fn entries_keep_their_order_and_their_places() {
    let text = "blocks:\n  - { from: \"0098\", to: \"0101\", received: 2024-04-02, source: Desk }\n\
                assigned:\n  - { number: 0098-0624, paper: a.md, on: 2024-05-21 } # first\n\
                void:\n  - { number: \"0099\", why: lost, on: 2024-05-22, series: memo }\n";
    let register = read(text).ok();
    let block = register.as_ref().map(|register| &register.blocks[0]);
    let block = block.map(|block| (block.from.as_str(), block.to.as_str()));
    assert_eq!(block, Some(("0098", "0101")));
    let entries = register.map(|register| register.entries).unwrap_or_default();
    let kinds: Vec<_> =
        entries.iter().map(|entry| (&text[entry.number.span.range()], entry.kind.name())).collect();
    assert_eq!(kinds, [("0098-0624", "assigned"), ("\"0099\"", "void")]);
}

#[test]
fn errors_have_their_places() {
    let finding = |text: &str| {
        let findings = read(text).err().unwrap_or_default();
        let [finding] = findings.as_slice() else { return (String::new(), findings.len()) };
        (text[finding.span.range()].to_owned(), finding.labels.len())
    };
    let block = |from: &str, to: &str, day: &str| {
        format!("  - {{ from: \"{from}\", to: \"{to}\", received: {day}, source: Desk }}\n")
    };
    let blocks = |all: &[String]| format!("blocks:\n{}", all.concat());
    let day = "2024-04-02";
    assert_eq!(finding(&blocks(&[block("9", "8", day)])), ("\"8\"".to_owned(), 0));
    for (from, to) in [("9", "x"), ("0001", "12"), ("12", "0013"), ("1", "1000001")] {
        assert_eq!(finding(&blocks(&[block(from, to, day)])), (format!("\"{to}\""), 0));
    }
    assert_eq!(finding(&blocks(&[block("9998", "10002", day)])), (String::new(), 0));
    assert_eq!(finding(&blocks(&[block("8", "9", "2024-02-30")])), ("2024-02-30".to_owned(), 0));
    let overlapping = blocks(&[block("1", "5", day), block("5", "9", day)]);
    assert_eq!(finding(&overlapping), ("\"5\"".to_owned(), 1));
    let twice = "reserved:\n  - { number: '7', by: Alex Doe, on: 2024-04-02 }\nvoid:\n  - { number: \"7\", why: lost, on: 2024-04-02 }\n";
    assert_eq!(finding(twice), ("\"7\"".to_owned(), 1));
    let zeros = twice.replace("\"7\"", "\"007\"");
    assert_eq!(finding(&zeros), ("\"007\"".to_owned(), 1));
    assert!(read("void:\n  - { number: '7', on: 2024-04-02 }\n").is_err());
    assert!(read("blocks: []\n").is_ok());
}

#[test]
fn numbers_lead_to_the_last_in_any_number_of_steps() {
    let entry = |from: &str, to: &str| {
        format!(
            "  - {{ number: {from}, to: {to}, on: 2024-06-03, from: {from}.md, paper: {to}.md }}\n"
        )
    };
    let mut text = "assigned:\n  - { number: held, paper: h.md, on: 2024-06-03 }\n\
                    void:\n  - { number: gone, why: seen, on: 2024-06-03 }\nrenumbered:\n"
        .to_owned();
    for step in 0..2000 {
        text += &entry(&format!("n{step}"), &format!("n{}", step + 1));
    }
    let pairs = ["held other", "a b", "b a", "c a", "d gone", "e wrong", "e right", "f held"];
    for (from, to) in pairs.iter().filter_map(|pair| pair.split_once(' ')) {
        let _ = write!(text, "{}", entry(from, to));
    }
    let register = read(&text).ok();
    let alias = |number| register.as_ref().and_then(|it| it.alias("issue-paper", number));
    assert_eq!(alias("n0"), Some("n2000"));
    assert_eq!(alias("n1999"), Some("n2000"));
    for number in ["held", "a", "b", "c", "d", "n2000", "other"] {
        assert_eq!(alias(number), None, "{number}");
    }
    assert_eq!((alias("e"), alias("f")), (Some("right"), Some("held")));
    let moved = |path| register.as_ref().and_then(|it| it.moved(path));
    assert_eq!(
        (moved("n0.md"), moved("a.md"), moved("d.md")),
        (Some("n2000.md"), None, Some("gone.md"))
    );
    let leads = |from, to| register.as_ref().is_some_and(|it| it.leads("issue-paper", from, to));
    assert!(leads("n0", "n2000") && leads("e", "wrong") && leads("c", "b"));
    assert!(!leads("n1", "n0") && !leads("a", "gone"));
}
