//! What fixes that need no look leave of a text.

use issuepaper::check::{CheckOptions, FixOptions, fix_until_stable};

use crate::support::{Folder, paper, today};

/// The text of a paper's first section after all safe fixes.
fn fixed(body: &str) -> String {
    let text = paper(1, "series: issue-paper\n", body);
    let fixed = fixed_file(&text);
    let start = fixed.find("## Background").unwrap() + "## Background\n\n".len();
    fixed[start..fixed.find("\n\n## Issue").unwrap()].to_owned()
}

fn fixed_file(text: &str) -> String {
    let folder = Folder::new();
    folder.write("paper.md", text);
    let mut project = folder.load();
    let options = CheckOptions::on(today());
    fix_until_stable(&mut project, &options, FixOptions { includes_unsafe: false });
    project.papers[0].paper.file.text().to_owned()
}

#[test]
fn control_characters_become_what_they_stand_for() {
    let source = "The filer doesn&#146;t pay &#147;now&#148; &#150; later&#133; \u{93}ok\u{94}, and the form is non\u{1e}breaking.";
    let wanted = "The filer doesn’t pay “now” – later… “ok”, and the form is non-breaking.";
    assert_eq!(fixed(source), wanted);
}

#[test]
fn no_mark_comes_of_a_character_that_is_deleted() {
    for body in [
        "Text <!-Z- words --> after",
        "Z```\nWords.",
        "A <Zscript> here.",
        "Read [the plan]Z(javascript:x).",
        "Z- not a list",
        "Z2024. The year was good.",
        "A <bZ> here.",
        "Words\nZ===",
        "Words 1\\Z* and 2*.",
        "A &ltZ; here.",
        "See !Z[x](y.png) and [Z^a].",
    ] {
        let body = body.replace('Z', "\u{200b}");
        assert_eq!(fixed(&body), body);
    }
    for (body, wanted) in [
        ("The deskZs open, Z**soon** and Zlate.", "The desks open, **soon** and late."),
        ("Z\"Soon\" they say (Zno).", "\"Soon\" they say (no)."),
        ("ZThe desks open in 2Z014.", "The desks open in 2014."),
    ] {
        assert_eq!(fixed(&body.replace('Z', "\u{200b}")), wanted);
    }
    for body in ["The **bold\u{2028}** text.", "It came to an end.\u{2028}- item\u{2028}- item"] {
        assert_eq!(fixed(body), body);
    }
    assert_eq!(fixed("One end.\u{2028}The next."), "One end. The next.");
}

#[test]
fn no_value_changes_with_a_character_that_is_deleted() {
    let paper = |field: &str| {
        format!(
            "---\nseries: issue-paper\n{field}\nstage: draft\naction_required: Informational\nsubmitted_by: Alex Doe, Office\n---\n\n\
             ## Background\n\nWe met.\n\n## Issue\n\nNone.\n\n## Current Status\n\nOpen.\n"
        )
        .replace('Z', "\u{200b}")
    };
    for field in ["title: a:Z b", "title: Z\"x\" y", "titlZe: x\ntitle: y", "title: a Z#b"] {
        assert_eq!(fixed_file(&paper(field)), paper(field));
    }
    for field in ["title: ZDesks are oZpen", "title: \"ZDesks\""] {
        assert_eq!(fixed_file(&paper(field)), paper(&field.replace('Z', "")));
    }
}

#[test]
fn no_sign_of_a_text_is_taken_for_the_mark_of_a_list() {
    for body in [
        "Renewals changed as follows:\n− 5 percent in March\n− 3 percent in April",
        "Renewals changed as follows:\n– 5 percent in March\n– 3 percent in April",
        "The clerk asked:\n— Are you here?\n— We are.",
        "The desks need:\n•\tA\no\tB\no\tC\n•\tD",
        "The options are:\n--verbose\n--quiet",
    ] {
        assert_eq!(fixed(body), body);
    }
    assert_eq!(fixed("They need:\\\n• a queue\\\n• a room"), "They need:\n- a queue\n- a room");
}

#[test]
fn a_row_that_was_broken_is_not_padded() {
    let table = "| A | B |\n|---|---|\n| x that goes\non | y |";
    assert_eq!(fixed(table), table);
    let short = "| A | B |\n|---|---|\n| x\n| y | z |";
    assert_eq!(fixed(short), "| A | B |\n|---|---|\n| x | |\n| y | z |");
}
