//! What becomes of a page when invisible characters are taken out of its source, by every fix that is offered.

use issuepaper::check;
use issuepaper::document::from_markdown;
use issuepaper::paper::Paper;
use issuepaper::text::fixes;
use issuepaper::text::source::SourceFile;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use crate::support::{Folder, paper};

/// The characters of which one is put between marks.
const UNSEEN: [char; 4] = ['\u{200b}', '\u{202e}', '\u{2028}', '\u{ad}'];

/// The blocks of a paper, without its invisible characters and without places.
fn blocks(text: &str) -> String {
    let paper = Paper::new(SourceFile::new("paper.md", text));
    let tree = from_markdown::tree(paper.markdown());
    let blocks: Vec<String> = tree.blocks.iter().map(|(_, block)| format!("{block:?}")).collect();
    let places = regex::Regex::new(r"Span \{[^}]*\}").unwrap();
    let text = places.replace_all(&blocks.join("\n"), "").into_owned();
    // A line separator becomes a space.
    let text = UNSEEN.iter().fold(text, |text, c| {
        let escaped = c.escape_unicode().to_string();
        text.replace(*c, "").replace(&escaped, "")
    });
    // What nobody sees is no paragraph, with marks around it or not.
    let mut text = text.replace(' ', "");
    let nothing =
        regex::Regex::new(r#"(?:Styled\(\w+,\[(?:Text\(""\),?)*\]\)|Text\(""\)),?"#).unwrap();
    while nothing.is_match(&text) {
        text = nothing.replace_all(&text, "").into_owned();
    }
    text.replace(",]", "]")
        .replace(",SoftBreak]", "]")
        .replace("[SoftBreak,", "[")
        .replace("Paragraph([])\n", "")
}

/// The paper with all fixes of the rule, safe or not.
fn fixed(text: &str) -> String {
    let folder = Folder::new();
    folder.write("paper.md", text);
    let findings = folder.check_only("invisible-character");
    let wanted: Vec<_> = findings.iter().filter_map(|finding| finding.fix.as_ref()).collect();
    fixes::apply(text, &wanted).0
}

fn source(body: &str, unseen: char) -> String {
    paper(1, "series: issue-paper\n", &body.replace('Z', &unseen.to_string()))
}

#[test]
fn no_fix_makes_a_mark_or_hides_one() {
    assert!(check::rule("invisible-character").is_some());
    for body in [
        "Z- not a list",
        "Z# not a heading",
        "Z2024. The year was good.",
        "Words\nZ===",
        "A *Zword* and _Zword_ and *wordZ* here.",
        "A Z*word* and wZ_ord_ and **Z bold** here.",
        "A *Z word* and * Zword* here.",
        "Read [the plan]Z(https://example.org).",
        "A <Zb>bold</b> word, and <bZ>bold</b>.",
        "A `Z`code`Z` here.",
        "A \\Z*word* here.",
        "Z    code",
        "A ~Z~word~~ here.",
        "|Z a | b |\n|-Z--|---|\n| c | d |",
        "Z> not a quotation",
        "Z***\nZ```\nwords\n```",
        "Words  Z\nmore words.",
    ] {
        for unseen in UNSEEN {
            let before = source(body, unseen);
            let after = fixed(&before);
            assert_eq!(blocks(&before), blocks(&after), "{unseen:?} {body:?}\n{after}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, rng_seed: RngSeed::Fixed(7), ..ProptestConfig::with_cases(100) })]

    #[test]
    fn no_fix_changes_what_is_on_the_page(
        tokens in prop::collection::vec(
            prop::sample::select(vec![
                "*", "**", "_", "`", "~~", "[", "]", "(a.md)", "- ", "1. ", "# ", "> ", "|", "word", " ", "\n", "<b>",
                "</b>", "!", "\\", "&amp;", "=", "Z", "Z", "Z",
            ]),
            1..12,
        ),
        unseen in prop::sample::select(UNSEEN.to_vec()),
    ) {
        let before = source(&tokens.concat(), unseen);
        let after = fixed(&before);
        prop_assert_eq!(blocks(&before), blocks(&after), "{}", after);
    }
}
