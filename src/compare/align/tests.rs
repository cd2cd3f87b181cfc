use super::*;

fn shown(old: &[&str], new: &[&str]) -> Vec<String> {
    let range = |range: &Range<usize>| match range.len() {
        0 => "-".to_owned(),
        1 => range.start.to_string(),
        _ => format!("{}..{}", range.start, range.end),
    };
    let shown = |it: Match| format!("{:?} {} {}", it.kind, range(&it.old), range(&it.new));
    align(old, new).into_iter().map(shown).collect()
}

#[test]
fn texts_are_paired_by_their_words_and_in_their_order() {
    let old = ["Alpha one two three.", "Beta four five six.", "Gamma seven eight nine."];
    let new = ["Alpha one two three.", "Something else entirely here.", "Gamma seven eight ten."];
    assert_eq!(shown(&old, &new), ["Same 0 0", "Deleted 1 -", "Inserted - 1", "Changed 2 2"]);
    assert_eq!(shown(&[], &new[..1]), ["Inserted - 0"]);
    assert_eq!(shown(&old[..1], &[]), ["Deleted 0 -"]);
    assert_eq!(shown(&[], &[]), Vec::<String>::new());
}

#[test]
fn quotation_marks_dashes_and_spaces_of_printers_are_no_difference() {
    assert_eq!(
        shown(&["\"A\" --- 3 days"], &["\u{201c}A\u{201d} \u{2014} 3\u{a0}days"]),
        ["Same 0 0"]
    );
}

#[test]
fn a_split_is_one_text_and_so_is_a_merge() {
    let whole =
        "The first half is about ships and their crews. The other half names the ports of call.";
    let halves = [
        "The first half is about ships and their crews.",
        "The other half names the ports of call.",
    ];
    assert_eq!(shown(&[whole], &halves), ["Changed 0 0..2"]);
    assert_eq!(shown(&halves, &[whole]), ["Changed 0..2 0"]);
}

#[test]
fn a_text_that_moved_is_at_both_of_its_places() {
    let old =
        ["The ports report every month.", "One two three.", "Four five six.", "Seven eight nine."];
    let new =
        ["One two three.", "Four five six.", "Seven eight nine.", "The ports report each month."];
    let expected = ["MovedAway 0 3", "Same 1 0", "Same 2 1", "Same 3 2", "MovedHere 0 3"];
    assert_eq!(shown(&old, &new), expected);
    // Two words may stand anywhere.
    assert_eq!(shown(&["Yes, all.", "One two."], &["One two.", "Yes, all."]).len(), 3);
}

#[test]
fn every_text_has_its_place_in_long_gaps_too() {
    let text = |at: usize, word: &str| {
        format!("Paragraph p{at} says q{at} of the {word} r{at} and no more.")
    };
    let old: Vec<String> = (0..600).map(|at| text(at, "old")).collect();
    let new: Vec<String> = (5..600).map(|at| text(at, "new")).collect();
    let refs = |texts: &[String]| texts.iter().map(|it| it.as_str().to_owned()).collect::<Vec<_>>();
    let (old, new) = (refs(&old), refs(&new));
    let matches = align(
        &old.iter().map(String::as_str).collect::<Vec<_>>(),
        &new.iter().map(String::as_str).collect::<Vec<_>>(),
    );
    let changed = matches.iter().filter(|it| it.kind == MatchKind::Changed);
    assert!(changed.clone().all(|it| it.old.start == it.new.start + 5));
    assert_eq!(changed.count(), 595);
}
