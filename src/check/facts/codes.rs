//! Letters that are no acronym to write out where they are: credentials, formulas, call signs, units and codes.

use std::ops::Range;

use super::lists::{is_listed, is_one_of};
use super::phrases::{after, before};

/// Degrees and licenses that people write after their names.
const CREDENTIALS: &str = "AICP BA BS BSN CFA CFE CISA CISM CISSP CNM CPA CRNA DDS DMD DNP DO DPT DVM EIT EdD FACP FACS \
    FAIA FNP GISP JD LCSW LLM LMFT LPC LPN MA MBA MBBS MD MEd MFA MLS MPA MPH MPP MS MSN MSW NP OD PA PE PG PLS PMP PharmD \
    PhD PsyD RD RN RPh SE";

/// How many letters and marks a credential has at most.
const MAX_CREDENTIAL: usize = 8;

/// The symbols of elements that have a single letter.
const ELEMENTS: &str = "BCFHIKNOPSUVWY";

/// The points of the compass that are two letters or three.
const COMPASS: &str = "ENE ESE NE NNE NNW NW SE SSE SSW SW WNW WSW";

/// How the names of substances end that a formula in parentheses follows.
const SUBSTANCES: [&str; 21] = [
    "acid",
    "ammonium",
    "boron",
    "bromide",
    "carbide",
    "carbonate",
    "chloride",
    "cyanide",
    "fluoride",
    "hydride",
    "hydrogen",
    "iodide",
    "iodine",
    "nitrate",
    "nitride",
    "nitrite",
    "nitrogen",
    "oxide",
    "phosphate",
    "sulfate",
    "sulfide",
];

/// Words in a block about radio or television, where four letters that begin with K or W are a station's.
const BROADCASTING: &str = "airs aired broadcast broadcaster broadcasters broadcasts kHz listeners MHz newscast radio \
    television transmitter";

/// What follows letters whose meaning the sentence gives.
const MEANINGS: [&str; 8] = [
    " is short for ",
    " is the abbreviation ",
    " is the call sign ",
    " is the code ",
    " is the prefix ",
    " is the symbol ",
    " means ",
    " stands for ",
];

/// Whether the letters at `at` need no long form because of the words around them.
pub(super) fn is_clear(text: &str, at: Range<usize>) -> bool {
    is_credential(text, &at)
        || is_formula(text, &at)
        || is_station(text, &at)
        || is_measured(text, &at)
        || is_given(text, &at)
        || is_in_key(text, &at)
        || is_direction(text, &at)
}

/// `Robin Roe, RN, BSN, has`: letters after a person's name, one of them a well-known credential.
fn is_credential(text: &str, at: &Range<usize>) -> bool {
    let (mut head, tail) = (before(text, at.start), after(text, at.end));
    let name = &text[at.clone()];
    let mut is_known = is_listed(name, CREDENTIALS);
    while let Some((rest, letters)) = head.strip_suffix(", ").and_then(split_word) {
        if !is_credential_like(letters) {
            break;
        }
        is_known |= is_listed(letters, CREDENTIALS);
        head = rest;
    }
    let mut rest = tail;
    while let Some(next) = rest.strip_prefix(", ") {
        let end = next.find(|c: char| !c.is_alphanumeric() && c != '-').unwrap_or(next.len());
        if !is_credential_like(&next[..end]) {
            break;
        }
        is_known |= is_listed(&next[..end], CREDENTIALS);
        rest = &next[end..];
    }
    // `Silver Spring, MD, NOAA opened` and `Silver Spring, MD, NOAA, and` go on with something else.
    let ends = rest.is_empty() || rest.starts_with([',', ';', '.', ')', '\n']);
    let goes_on = [", and ", ", or "].iter().any(|joint| rest.starts_with(joint));
    is_known && ends && !goes_on && head.strip_suffix(", ").is_some_and(ends_in_person)
}

fn is_credential_like(word: &str) -> bool {
    let capitals = word.bytes().filter(u8::is_ascii_uppercase).count();
    capitals >= 2 && word.len() <= MAX_CREDENTIAL && word.starts_with(|c: char| c.is_uppercase())
}

/// Whether the last two words of `text` can be a first and a last name: `Robin M. Roe`.
fn ends_in_person(text: &str) -> bool {
    let is_name = |word: &&str| {
        let mut letters = word.trim_start_matches(['(', '[']).chars();
        letters.next().is_some_and(char::is_uppercase)
            && letters.next().is_some_and(char::is_lowercase)
    };
    let is_initial = |word: &&str| word.len() == 2 && word.ends_with('.');
    let mut words = text.split_whitespace().rev().filter(|word| !is_initial(word)).take(2);
    words.next().is_some_and(|word| is_name(&word))
        && words.next().is_some_and(|word| is_name(&word))
}

/// `cyanide (CN)`: the symbols of elements after the name of what they make.
fn is_formula(text: &str, at: &Range<usize>) -> bool {
    let Some(word) = word_before_bracket(text, at) else { return false };
    text[at.clone()].chars().all(|c| ELEMENTS.contains(c))
        && SUBSTANCES.iter().any(|end| word.to_ascii_lowercase().ends_with(end))
}

/// `Acetaminophen (APAP)`: one long word for which letters are given that begin like it.
pub(super) fn is_short_for_word(text: &str, at: &Range<usize>) -> bool {
    const LEAST: usize = 8;
    // `Contractors (CBP)` says whose they are, and `reviewed (RAB)` by whom.
    const OTHERS: [&str; 7] = ["ed", "er", "ing", "ion", "ly", "or", "s"];
    let Some(word) = word_before_bracket(text, at) else { return false };
    word.len() >= LEAST
        && word.get(..1).is_some_and(|first| first.eq_ignore_ascii_case(&text[at.start..=at.start]))
        && word.chars().skip(1).all(char::is_lowercase)
        && !OTHERS.iter().any(|end| word.ends_with(end))
}

/// The last word before the parentheses that have nothing but what is at `at`.
fn word_before_bracket<'t>(text: &'t str, at: &Range<usize>) -> Option<&'t str> {
    let head = before(text, at.start).strip_suffix(" (")?;
    text[at.end..].starts_with(')').then_some(())?;
    split_word(head).map(|(_, word)| word)
}

/// `WXYZ` and `KXYZ` where the block is about broadcasting.
fn is_station(text: &str, at: &Range<usize>) -> bool {
    let name = &text[at.clone()];
    let is_call_sign = name.len() == 4
        && name.starts_with(['K', 'W'])
        && name.bytes().all(|byte| byte.is_ascii_uppercase());
    let mut words = before(text, at.start)
        .split(|c: char| !c.is_alphanumeric())
        .chain(after(text, at.end).split(|c: char| !c.is_alphanumeric()));
    is_call_sign && words.any(|word| is_one_of(word, BROADCASTING))
}

/// `0.5 XU/mL`: a unit over another, after a figure.
fn is_measured(text: &str, at: &Range<usize>) -> bool {
    let rest = text[at.end..].strip_prefix('/').unwrap_or_default();
    text[..at.start].trim_end_matches([' ', '\u{a0}']).ends_with(|c: char| c.is_ascii_digit())
        && rest.starts_with(|c: char| c.is_ascii_lowercase() || c == 'µ')
}

/// `the wind is from the SW`, `to the NE`.
fn is_direction(text: &str, at: &Range<usize>) -> bool {
    const BEFORE: [&str; 9] = [
        "from ",
        "from the ",
        "in the ",
        "of the ",
        "on the ",
        "to the ",
        "due ",
        "facing ",
        "wind ",
    ];
    let head = before(text, at.start);
    is_listed(&text[at.clone()], COMPASS) && BEFORE.iter().any(|words| head.ends_with(words))
}

/// `CHS is the code of the office`.
fn is_given(text: &str, at: &Range<usize>) -> bool {
    let rest = after(text, at.end);
    MEANINGS.iter().any(|words| rest.starts_with(words)) && !rest.starts_with(" means to ")
}

/// `with SCT for 3 or 4 and OVC for 8`: a key of two codes or more.
fn is_in_key(text: &str, at: &Range<usize>) -> bool {
    if !after(text, at.end).starts_with(" for ") {
        return false;
    }
    let (head, tail) = (before(text, at.start), after(text, at.end));
    let start = head.rfind(['.', ';', '\n']).map_or(0, |stop| stop + 1);
    let end = tail.find(['.', ';', '\n']).unwrap_or(tail.len());
    let sentence = &text[at.start - head.len() + start..at.end + end];
    let keys: Vec<usize> = sentence
        .match_indices(" for ")
        .filter_map(|(stop, _)| {
            let (rest, code) = split_word(&sentence[..stop])?;
            let is_code = code.len() > 1 && code.bytes().all(|byte| byte.is_ascii_uppercase());
            is_code.then_some(rest.len())
        })
        .collect();
    let opener = keys.first().map(|first| &sentence[..*first]);
    keys.len() > 1
        && opener.is_some_and(|text| ["with ", ": ", "("].iter().any(|end| text.ends_with(end)))
}

/// The last word of `text`, and what is before it.
fn split_word(text: &str) -> Option<(&str, &str)> {
    let start = text.trim_end_matches(|c: char| c.is_alphanumeric() || c == '-').len();
    (start < text.len()).then(|| text.split_at(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, name: &str) -> Range<usize> {
        let start = text.find(name).unwrap_or_default();
        start..start + name.len()
    }

    fn clear(text: &str, name: &str) -> bool {
        is_clear(text, at(text, name))
    }

    #[test]
    fn letters_after_a_person_are_credentials() {
        assert!(clear("Robin Roe, RN, QRS, has led it.", "QRS"));
        assert!(clear("Thanks to Alex J. Doe, QRST, PhD", "QRST"));
        assert!(clear("the planner (Alex Doe, AICP)", "AICP"));
        assert!(clear("Robin Roe, BSN-QR, MPH; and others", "MPH"));
        assert!(!clear("Alex Doe, NTSB, asked why.", "NTSB"));
        assert!(!clear("In Silver Spring, MD, NOAA opened a desk.", "NOAA"));
        assert!(!clear("offices in Silver Spring, MD, NOAA, and others", "NOAA"));
        assert!(!clear("the desk, PMP, of", "PMP"));
    }

    #[test]
    fn formulas_and_units_are_read_by_what_is_around() {
        assert!(clear("limits for cyanide (CN), and", "CN"));
        assert!(clear("Hydrogen cyanide (HCN) boils", "HCN") && clear("nitric oxide (NO)", "NO"));
        assert!(!clear("the office (CN)", "CN") && !clear("vinyl chloride (VLC)", "VLC"));
        assert!(clear("a titer below 0.5 XU/mL means", "XU") && clear("up to 40 QFU/g of", "QFU"));
        assert!(!clear("the XU/mL team", "XU"));
        assert!(clear("the wind is from the SW.", "SW") && clear("facing NE", "NE"));
        assert!(!clear("an SE of 2", "SE"));
        assert!(is_short_for_word("Acetaminophen (APAP) is", &at("Acetaminophen (APAP)", "APAP")));
        let other = "the contractors (CBP) wait";
        assert!(!is_short_for_word(other, &at(other, "CBP")));
    }

    #[test]
    fn stations_and_codes_are_told_by_the_sentence() {
        assert!(clear("It is sent by WXYZ at 60 kHz.", "WXYZ"));
        assert!(clear("On the radio, KXYZ has the news.", "KXYZ"));
        assert!(!clear("Funds under WIOA end in June.", "WIOA"));
        assert!(clear("CHS is the code of the office.", "CHS"));
        assert!(
            clear("QXZ stands for no words at all.", "QXZ") && !clear("DQT means to go on.", "DQT")
        );
        for code in ["SCT", "OVC"] {
            assert!(clear("It is given with SCT for 3 or 4 and OVC for 8.", code));
        }
        assert!(!clear("It asked OMB for money and GQA for desks.", "GQA"));
        assert!(!clear("It works with NQAA for a year.", "NQAA"));
    }
}
