//! `number` for series with other numbers: with five digits, for families, without a serial, or without numbers.

use std::fs;

use super::{Run, run_in};
use crate::support::Folder;

const SERIES: [(&str, &str); 5] = [
    (
        "five",
        "extends: issue-paper\nname: Five\nnumber:\n  pattern: \"(?P<serial>[0-9]{5})/(?P<year>[0-9]{4})\"\n  \
         form: NNNNN/YYYY\n  example: 00042/2024\n  binds: [{ group: year, field: date, part: year }]\n",
    ),
    ("family", "extends: issue-paper\nname: Family\nnumber: { uniqueness: family }\n"),
    (
        "letters",
        "extends: issue-paper\nname: Letters\nnumber:\n  pattern: \"(?P<desk>[A-Z])-(?P<serial>[0-9]+)\"\n  \
         form: D-N\n  example: P-12\n  binds: [{ group: desk, field: desk }]\nfields:\n  \
         - { id: desk, label: Desk, type: text, required_from: draft }\n",
    ),
    (
        "word",
        "extends: issue-paper\nname: Word\nnumber: { pattern: \"[A-Z]{2,4}\", form: XX, example: AB, binds: [] }\n",
    ),
    ("bare", "name: Bare\ntitle: \"{title}\"\nfields: [{ id: title, label: Title, type: text }]\n"),
];

fn project() -> Folder {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", "series: five\n");
    for (name, text) in SERIES {
        folder.write(&format!("templates/{name}/series.yaml"), text);
    }
    for (path, series, head) in [
        ("five-1.md", "five", ""),
        ("five-2.md", "five", ""),
        ("family-1.md", "family", ""),
        ("family-2.md", "family", ""),
        ("letters.md", "letters", "desk: G\n"),
        ("word-1.md", "word", ""),
        ("word-2.md", "word", ""),
    ] {
        let text = format!(
            "---\nseries: {series}\ntitle: {path}\ndate: 2024-05-21\naction_required: Informational\n\
             submitted_by: Alex Doe, Office\nstage: review\n{head}---\n\n## Background\n\nText.\n\n\
             ## Issue\n\nNone.\n\n## Current Status\n\nOpen.\n"
        );
        folder.write(path, text);
    }
    folder.write("bare.md", "---\nseries: bare\ntitle: Bare\n---\n");
    for (block, series) in
        [("00041..00043", "five"), ("0098..0099", "family"), ("9..11", "letters")]
    {
        let run = number(&folder, &["receive", block, "--from", "Desk", "--series", series]);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
    }
    folder
}

fn number(folder: &Folder, arguments: &[&str]) -> Run {
    run_in(folder.path(), &[&["number"], arguments].concat())
}

/// Assigns, and returns the number or the error.
fn assign(folder: &Folder, series: &str, arguments: &[&str]) -> String {
    let run = number(folder, &[&["assign", "--series", series], arguments].concat());
    if run.code == Some(0) { run.stdout.trim_end().to_owned() } else { run.stderr }
}

#[test]
fn numbers_have_the_form_of_their_series() {
    let folder = project();
    assert_eq!(number(&folder, &["next"]).stdout, "00041\n");
    assert_eq!(assign(&folder, "five", &["five-1.md"]), "00041/2024");
    assert_eq!(assign(&folder, "five", &["five-2.md", "00043/2024"]), "00043/2024");
    assert_eq!(number(&folder, &["next", "--series", "letters"]).stdout, "9\n");
    assert_eq!(assign(&folder, "letters", &["letters.md"]), "G-9");
    let again = assign(&folder, "letters", &["letters.md", "G-10"]);
    assert!(
        again.contains("`issuepaper number renumber --series letters letters.md NUMBER`"),
        "{again}"
    );
    let none = number(&folder, &["next", "--series", "bare"]);
    assert_eq!(none.code, Some(2));
    assert!(
        none.stderr.contains("papers of the series `bare` carry no numbers"),
        "{}",
        none.stderr
    );
    let check = run_in(folder.path(), &["check"]);
    assert_eq!(check.code, Some(0), "{}", check.stdout);
    let list =
        number(&folder, &["list", "--series", "all", "--format", "csv", "--block", "9..100"]);
    let rows = "series,number,state,on,note\nfamily,0098,free,,\nfamily,0099,free,,\nfive,00041/2024,assigned,2025-06-30,five-1.md\n\
                five,00042,free,,\nfive,00043/2024,assigned,2025-06-30,five-2.md\n\
                letters,G-9,assigned,2025-06-30,letters.md\nletters,10,free,,\nletters,11,free,,\n";
    assert_eq!((list.stdout.as_str(), list.stderr.as_str()), (rows, "5 of 8 serials free\n"));
    // The numbers name no month, so the month of their papers counts.
    let period = ["list", "--series", "all", "--format", "csv", "--period", "2024-05"];
    assert_eq!(number(&folder, &period).stdout.lines().count(), 4);
    for (arguments, message) in [
        (&["list", "--block", "500..600"][..], "no serial from 500 to 600 was received"),
        (&["list", "--series", "all", "--block", "7"], "no block has the serial `7`"),
        (&["list", "--block", "9..8"], "the first and the last serial"),
    ] {
        let run = number(&folder, arguments);
        assert!(
            run.code == Some(2) && run.stderr.contains(message),
            "{arguments:?}: {}",
            run.stderr
        );
    }
}

#[test]
fn a_family_shares_a_number_that_no_member_can_take_away() {
    let folder = project();
    assert_eq!(assign(&folder, "family", &["family-1.md"]), "0098-0524");
    assert_eq!(assign(&folder, "family", &["family-2.md", "0098-0524"]), "0098-0524");
    assert_eq!(assign(&folder, "family", &["family-2.md"]), "0098-0524", "again changes nothing");
    let register = fs::read_to_string(folder.path().join("numbers.yaml")).unwrap();
    assert_eq!(register.matches("0098-0524").count(), 2, "{register}");
    let check = run_in(folder.path(), &["check"]);
    assert_eq!(check.code, Some(0), "{}", check.stdout);
    assert_eq!(number(&folder, &["next", "--series", "family"]).stdout, "0099\n");
    let renumber = ["renumber", "family-2.md", "0099-0524", "--series", "family"];
    let run = number(&folder, &renumber);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("is the number of family-1.md, too"), "{}", run.stderr);
    fs::remove_file(folder.path().join("numbers.yaml")).unwrap();
    number(&folder, &["rebuild"]);
    let register = fs::read_to_string(folder.path().join("numbers.yaml")).unwrap();
    assert_eq!(register.matches("paper:").count(), 2, "{register}");
}

#[test]
fn a_number_without_a_serial_is_looked_up_whole() {
    let folder = project();
    assert_eq!(assign(&folder, "word", &["word-1.md", "AB"]), "AB");
    assert!(
        assign(&folder, "word", &["word-2.md", "AB"]).contains("`AB` is assigned to word-1.md")
    );
    assert!(assign(&folder, "word", &["word-2.md"]).contains("of the form `XX` is its serial"));
    assert_eq!(assign(&folder, "word", &["word-2.md", "CD"]), "CD");
    let renumber = number(&folder, &["renumber", "word-2.md", "EF", "--series", "word"]);
    assert_eq!(renumber.stdout, "CD is now EF\n", "{}", renumber.stderr);
    assert!(
        assign(&folder, "word", &["word-1.md", "CD"]).contains("already carries the number `AB`")
    );
    let list = number(&folder, &["list", "--series", "word", "--format", "csv"]);
    let rows = "number,state,on,note\nAB,assigned,2025-06-30,word-1.md\nEF,assigned,2025-06-30,word-2.md\n";
    assert_eq!(list.stdout, rows);
    let check = run_in(folder.path(), &["check"]);
    assert_eq!(check.code, Some(0), "{}", check.stdout);
}

#[test]
fn a_number_with_a_dash_for_a_hyphen_is_accepted() {
    let folder = project();
    let text = fs::read_to_string(folder.path().join("family-1.md")).unwrap();
    folder.write(
        "dash.md",
        text.replace("series: family", "series: issue-paper\npublication_number: 0100–0524"),
    );
    number(&folder, &["receive", "0100..0101", "--from", "Desk", "--series", "issue-paper"]);
    assert_eq!(number(&folder, &["next", "--series", "issue-paper"]).stdout, "0101\n");
}
