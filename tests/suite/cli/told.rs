//! A finding that another rule tells as well is left out only where that rule tells it: one that is off or lowered
//! silences nothing.

use super::run_in;
use crate::support::Folder;

const SECTIONS: &str =
    "## Background\n\nWe met.\n\n## Issue\n\nNone.\n\n## Current Status\n\nOpen.\n";

fn paper(number: &str, fields: &str, body: &str) -> String {
    format!(
        "---\ntitle: Renewals\npublication_number: {number}\ndate: 2024-05-21\naction_required: Informational\n\
         submitted_by: Alex Doe, Office\n{fields}---\n\n{body}"
    )
}

fn register(assigned: &str) -> String {
    format!(
        "blocks:\n  - {{ from: \"3725\", to: \"3744\", received: 2024-04-02, source: Desk }}\nassigned:\n  \
         - {{ number: \"{assigned}\", paper: a.md, on: 2024-05-20 }}\n"
    )
}

/// The rules that find something in `a.md` with these options.
fn found(folder: &Folder, options: &[&str]) -> Vec<String> {
    let run = run_in(folder.path(), &[&["check", "--format", "concise", "-q"], options].concat());
    assert_ne!(run.code, Some(2), "{}", run.stderr);
    let name = |line: &str| Some(line.split_once('[')?.1.split_once(']')?.0.to_owned());
    run.stdout.lines().filter_map(name).collect()
}

/// `told` is left out beside `teller`, and is there without it.
fn assert_told(folder: &Folder, options: &[&str], teller: &str, told: &str) {
    let with = |more: &[&str]| found(folder, &[options, more].concat());
    let all = with(&[]);
    assert!(all.contains(&teller.to_owned()), "{teller} tells {told}: {all:?}");
    assert!(!all.contains(&told.to_owned()), "{told} is told by {teller}: {all:?}");
    for more in [["--allow", teller], ["--warn", teller]] {
        let found = with(&more);
        assert!(found.contains(&told.to_owned()), "{told} with {more:?}: {found:?}");
    }
}

#[test]
fn a_changed_number_of_a_published_paper_is_told_by_whichever_rule_is_on() {
    let published = paper("\"3733-0624\"", "stage: published\n", SECTIONS);
    for has_seal in [false, true] {
        let folder = Folder::new();
        folder.write("issuepaper.yaml", "series: issue-paper\nformats: [txt]\n");
        folder.write("numbers.yaml", register("3733-0624"));
        folder.write("a.md", &published);
        if has_seal {
            let done = run_in(folder.path(), &["publish", "a.md", "--on", "2024-06-12"]);
            assert_eq!(done.code, Some(0), "{}", done.stderr);
        }
        folder.commit_base();
        let text = folder.read("a.md");
        let base = ["--base", "base"];
        let (options, teller) = if has_seal {
            (&[][..], "broken-seal")
        } else {
            (&base[..], "changed-published-paper")
        };
        folder.write("a.md", text.replace("3733", "3734"));
        assert_told(&folder, options, teller, "register-mismatch");
        folder.write("a.md", text.replace("stage: published", "stage: draft"));
        let early = [options, &["--deny", "number-in-draft"]].concat();
        assert_told(&folder, &early, teller, "number-in-draft");
        folder.write("a.md", text.replace("publication_number: \"3733-0624\"\n", ""));
        let options =
            [options, &["--allow", "register-mismatch", "--allow", "changed-number"]].concat();
        assert_told(&folder, &options, teller, "missing-number");
    }
}

#[test]
fn an_unsealed_paper_is_told_though_its_change_is_not() {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", "series: issue-paper\n");
    folder.write("numbers.yaml", register("3733-0624"));
    folder.write("a.md", paper("\"3733-0624\"", "stage: published\n", SECTIONS));
    folder.commit_base();
    folder.write("a.md", folder.read("a.md").replace("Open.", "Closed."));
    let options = ["--base", "base", "--deny", "unsealed-paper"];
    assert_told(&folder, &options, "changed-published-paper", "unsealed-paper");
}

#[test]
fn no_rule_on_one_paper_silences_another() {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", "series: issue-paper\n");
    folder.write("units.yaml", "units:\n  - { name: Desk Group, kind: working group }\n");
    let section = |text: &str| SECTIONS.replace("None.", text);
    let titled = |body: &str| paper("", "stage: draft\n", body);
    for (text, teller, told) in [
        (paper("TBD", "stage: cleared\n", SECTIONS), "placeholder-text", "malformed-number"),
        (titled(&SECTIONS.replace("## Issue", "##Issue")), "malformed-heading", "missing-section"),
        (titled(&section("![Bars, falling](gone.png)")), "broken-link", "unusable-picture"),
        (titled(SECTIONS).replace("title:", "titel:"), "unknown-field", "missing-field"),
        (titled(&section("<ftp://example.org/a>")), "unsafe-url", "bare-url"),
    ] {
        folder.write("a.md", &text);
        assert_told(&folder, &["--deny", told], teller, told);
    }
    // Without a rule that tells it, a paper that needs its number fails.
    folder.write("a.md", paper("\"0000-0624\"", "stage: published\n", SECTIONS));
    folder.write("numbers.yaml", register("3733-0624"));
    assert_told(&folder, &[], "malformed-number", "register-mismatch");
}
