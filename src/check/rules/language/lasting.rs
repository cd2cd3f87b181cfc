//! Whether a sentence says that something has lasted until now: `have been permanent for ten years`.

use super::context::Sentence;
use crate::check::facts::lists::is_one_of;

/// What somebody has done all the time: `has kept mail for eight years`. What has been done once may hold for a time to
/// come: `has debarred the firm for three years`.
const LASTING: &str = "asked belonged called carried chaired collected complained continued covered cut declined driven \
    employed existed fallen flown followed fought gone grown had held hung increased kept known lacked lain lasted leased led \
    lived maintained measured met monitored needed offered operated owned paid participated published ranked relied remained \
    reported required risen run said sat seen served shipped sold stayed stood stored struggled studied supported sustained \
    taken taught tested tracked traded tried used waited wanted warned worked";

/// What is done for a time to come: `has been extended for two years`.
const GRANTED: &str = "appointed approved authorized awarded banned barred booked certified contracted debarred delayed \
    elected excluded exempted extended fined frozen funded given granted hired issued leased licensed postponed prolonged \
    reappointed renewed rented reserved scheduled sentenced suspended upheld waived";

/// Whether the sentence is about what has lasted until now: `have been … for ten years`. `Keep the
/// records for five years` and `met for two years` don't age.
pub(super) fn is_lasting(sentence: Sentence<'_>) -> bool {
    let Sentence { before, after } = sentence;
    // `When a file has been open for 90 days, …`
    if sentence.has_before("When when Once once Until until") || is_one_of(sentence.next(), "of") {
        return false;
    }
    // `It has been closed; it had been open for a year.`
    let before = before.rsplit(';').next().unwrap_or(before);
    has_perfect(before) || (before.trim().is_empty() && has_perfect(after))
}

/// Whether a clause has `has` or `have`, and no duty, wish or possibility beside it.
fn has_perfect(clause: &str) -> bool {
    const OTHER: &str = "can could may might must shall should to will would";
    let is_perfect =
        |word: &str| is_one_of(word, "has have") || word.ends_with("'ve") || word.ends_with("’ve");
    let mut previous = "";
    let mut words = clause.split_whitespace();
    let found = words.by_ref().any(|word| {
        let is_own = is_perfect(word) && !is_one_of(previous, OTHER);
        previous = word;
        is_own
    });
    // `have to answer`, `has asked importers to keep`; but `has leased water to the city`.
    let rest: Vec<&str> = words.collect();
    if !is_state(&rest) {
        return false;
    }
    let is_purpose =
        |pair: &[&str]| pair[0] == "to" && !is_one_of(pair[1], "a an the its their our all");
    found
        && rest.first() != Some(&"to")
        && !rest.windows(2).any(is_purpose)
        && rest.last() != Some(&"to")
        && !rest.iter().any(|word| *word != "to" && is_one_of(word, OTHER))
        && !rest.contains(&"had")
}

/// Whether the words after `has` or `have` are about what goes on.
fn is_state(rest: &[&str]) -> bool {
    let is_adverb = |word: &str| {
        word.ends_with("ly") || is_one_of(word, "also already always both now only since then")
    };
    let mut words = rest.iter().copied().filter(|word| !is_adverb(word));
    match words.next() {
        Some("been") => words.next().is_none_or(|word| !is_one_of(bare(word), GRANTED)),
        // `has not met for two years`
        Some(word) => is_one_of(bare(word), LASTING) || is_one_of(word, "not"),
        None => false,
    }
}

/// A word without the marks after it.
fn bare(word: &str) -> &str {
    word.trim_end_matches(|c: char| !c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_granted_for_a_time_does_not_last_until_now() {
        for clause in [
            "The board has debarred the firm",
            "It has approved a lease of the shed",
            "Members have elected Ms. Roe",
            "Permits have been issued",
            "The permit has been extended",
            "The judge has upheld the suspension",
            "The bank has frozen the account",
            "The term has been renewed twice, each time",
            "The State has reserved the water",
        ] {
            assert!(!has_perfect(clause), "{clause}");
        }
        for clause in [
            "The desks have been permanent",
            "We have been digitizing the books",
            "It has kept mail in this way",
            "Lead-free gas has been promised",
            "The council has not met",
            "It's a fact that they've also worked",
        ] {
            assert!(has_perfect(clause), "{clause}");
        }
    }
}
