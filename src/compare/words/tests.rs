use super::*;

/// Both texts with marks around what differs.
fn shown(old: &str, new: &str) -> String {
    let mut out = String::new();
    for hunk in words(old, new) {
        let (old, new) = (&old[hunk.old], &new[hunk.new]);
        if hunk.is_same {
            out.push_str(new);
            continue;
        }
        if !old.is_empty() {
            out.push_str(&format!("[{old}]"));
        }
        if !new.is_empty() {
            out.push_str(&format!("{{{new}}}"));
        }
    }
    out
}

#[test]
fn words_are_marked_with_the_space_that_belongs_to_them() {
    for (old, new, expected) in [
        ("the red fox", "the blue fox", "the [red]{blue} fox"),
        ("the red fox", "the fox", "the [red ]fox"),
        ("the fox", "the fox runs", "the fox{ runs}"),
        ("the fox", "see the fox", "{see }the fox"),
        ("the fox.", "the fox, then.", "the fox{, then}."),
        ("", "new", "{new}"),
        ("old", "", "[old]"),
        ("", "", ""),
        ("\"a\" b", "\u{201c}a\u{201d}\u{a0}b", "\u{201c}a\u{201d}\u{a0}b"),
        ("due June 3, 2024", "due July 14, 2024", "due [June 3]{July 14}, 2024"),
    ] {
        assert_eq!(shown(old, new), expected, "{old} / {new}");
    }
}

#[test]
fn a_word_between_two_replacements_is_a_part_of_them() {
    assert_eq!(
        shown("a red fox brown dog", "a blue fox black dog"),
        "a [red fox brown]{blue fox black} dog"
    );
    assert_eq!(
        shown("she sold old cars", "she never sold any old cars"),
        "she {never }sold {any }old cars"
    );
}

#[test]
fn a_rewritten_sentence_is_replaced_and_its_neighbors_stay() {
    let old =
        "First it rained. The team met in the old hall on Friday to hear the report. It was late.";
    let new = "First it rained. Members of a team will hear from us about reports in a hall. It was late.";
    assert_eq!(
        shown(old, new),
        "First it rained. [The team met in the old hall on Friday to hear the report.]\
         {Members of a team will hear from us about reports in a hall.} It was late."
    );
}

#[test]
fn hunks_cover_both_texts() {
    let texts = [
        "",
        " ",
        "a",
        "a b",
        " a  b ",
        "One two. Three four! Five",
        "One. Three four? Six\u{2029}Five",
        "\u{2029}",
        "\u{301}",
        "...",
        "a--b",
        "é è",
    ];
    for old in texts {
        for new in texts {
            let hunks = words(old, new);
            let join = |side: fn(&Hunk) -> Range<usize>, text: &str| {
                hunks.iter().map(|hunk| text[side(hunk)].to_owned()).collect::<String>()
            };
            assert_eq!(join(|hunk| hunk.old.clone(), old), old, "{old:?} {new:?}");
            assert_eq!(join(|hunk| hunk.new.clone(), new), new, "{old:?} {new:?}");
            assert!(hunks.windows(2).all(|pair| pair[0].is_same != pair[1].is_same), "{hunks:?}");
        }
    }
}
