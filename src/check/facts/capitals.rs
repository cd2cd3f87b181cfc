//! What letters in capitals are, where they are no acronym that a reader has to be told.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::lists::{is_listed, is_one_of};
use super::phrases::{after, before};
use crate::paper::body::{Prose, ProseKind};

/// The parts of an acronym such as `AD/CVD` or `CBP-FDA`.
pub(in crate::check) fn parts(name: &str) -> impl Iterator<Item = &str> {
    name.split(['/', '-'])
}

/// The words of a list in which `#` begins a line of explanation.
fn list(text: &'static str) -> HashSet<&'static str> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(str::split_whitespace).collect()
}

/// Words in capitals that are no acronyms.
static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| list(include_str!("capital_words.txt")));

/// Acronyms that every reader knows.
static KNOWN: LazyLock<HashSet<&str>> = LazyLock::new(|| list(include_str!("known_acronyms.txt")));

/// What is not an acronym after a figure: `10 AM`, `5 GB`, `19 CFR 141`, `230 VAC`.
const UNITS: &str = "AC AD AM BBL BTU CDT CFR CFU CST CT DC DPI EDT EST ET FR GB GHZ GMT HP HZ IU KB KG KM KPH KSI KV \
    KVA KW LBS LF MB MDT MHZ ML MM MPH MPN MST MT MVA MVAR MW NTU PDT PFU PM PPB PPM PSI PST PT PX QT RPM SF SQ TB USC \
    UTC VAC VDC";

/// The postal codes of the States, after the name of a town or before a postal code.
const STATES: &str = "AK AL AR AS AZ CA CO CT DC DE FL GA GU HI IA ID IL IN KS KY LA MA MD ME MI MN MO MP \
    MS MT NC ND NE NH NJ NM NV NY OH OK OR PA PR RI SC SD TN TX UT VA VI VT WA WI WV WY";

/// Words that a direction follows in an address.
const STREETS: &str = "Ave Avenue Blvd Boulevard Circle Court Drive Highway Hwy Lane Pike Place Rd Road Square St \
    Street Terrace Way";

/// Words that numbered parts of a work follow: `chapter DC` is a number.
const NUMBERED: &str = "annex appendix article book canto chapter exhibit part phase schedule section subchapter \
    subpart subtitle table title vol volume";

/// Words that end the name of a place, a company, a statute or a newspaper. What such a name's letters stand for
/// is no help to a reader.
const NAME_HEADS: &str = "Act Airlines Airport Airways Amendments Arena Avenue Bank Boulevard Bridge Building \
    Capital Cargo Co College Company Consulting Corp Corporation Energy Expressway Foods Foundation Freeway Freight GmbH Hall \
    Hospital Hotel Inc License Industries Industrial International LLC LLP Logistics Ltd Magazine Motors News Park Partners \
    Pharmaceuticals Plaza Press Prize Radio School Shipping Stadium Steel Street Technologies Technology Television \
    Terminal Times Today Tower Trophy University";

/// What is before the name of a ship, which is written in capitals.
const SHIPS: &str = "F/V HMS M/T M/V MT MV R/V RMS S/V SS T/V USCGC USNS USS";

/// Words before a code or before letters that are meant as such: `the code XJ`, `zone AE`, `marked EX`.
const CODED: &str = "abbreviation abbreviations acronym acronyms annex appendix code codes exhibit form grade header identifier \
    initials label labeled letters level marked named NASDAQ NYSE prefix schedule stamped station suffix symbol ticker type \
    value zone";

/// The same with an article: `the call CQ`, but not `to call FTZ offices`.
const MENTIONED: [&str; 5] = ["the call", "the command", "the signal", "the word", "the words"];

/// How many words of a name are looked at.
const NAME_WORDS: usize = 5;

/// The longest an acronym is; longer words in capitals are shouted.
const MAX_LETTERS: usize = 7;

/// Whether the letters are a broadcaster's: `WXYZ-TV`.
pub(super) fn is_call_sign(name: &str) -> bool {
    parts(name).skip(1).any(|part| ["TV", "FM", "AM"].contains(&part))
}

/// Whether a word in capitals is written so for emphasis, as a command or a value.
pub(super) fn is_word(name: &str) -> bool {
    // `XX` and `NNNN` keep a place, but `PPP` and `CCC` are acronyms.
    let keeps_place = |first: char| "ADFHMNXYZ".contains(first) && name.chars().all(|c| c == first);
    WORDS.contains(name) || name.chars().next().is_some_and(keeps_place)
}

/// Whether it is a word, and no acronym that every reader knows.
pub(super) fn is_ordinary(name: &str) -> bool {
    WORDS.contains(name) && !KNOWN.contains(name)
}

/// Words before brands and other names that may be written in capitals: `sold under names such as PLUVIO`.
const NAMING: [&str; 9] = [
    "names such as",
    "names like",
    "brands such as",
    "brands like",
    "products such as",
    "the brand",
    "under the name",
    "sold as",
    "marketed as",
];

/// Whether the letters are a brand's: `RAIN-O-MATIC`, or `PLUVIO` after words that say so.
pub(super) fn is_brand(text: &str, start: usize, end: usize) -> bool {
    let name = &text[start..end];
    let mut middle = parts(name).skip(1);
    let is_joined = parts(name).count() == 3 && middle.next() == Some("O");
    let before = before(text, start).trim_end();
    is_joined || NAMING.iter().any(|words| ends_with(before, words))
}

/// Whether `text` ends with `words`, in any case.
fn ends_with(text: &str, words: &str) -> bool {
    let end = text.len().checked_sub(words.len()).and_then(|at| text.get(at..));
    end.is_some_and(|end| end.eq_ignore_ascii_case(words))
}

/// Whether every reader knows the acronym.
pub(in crate::check) fn is_famous(name: &str) -> bool {
    KNOWN.contains(name) || is_state(name)
}

/// Whether a run has the letters of an acronym; `H123`, `COVID-19`, `CO2` and `H-2A` are codes.
pub(super) fn is_name(name: &str) -> bool {
    let is_digit = |c: char| c.is_ascii_digit();
    // `1USG` is an acronym, and `2FA`.
    if parts(name).any(|part| part.trim_start_matches(is_digit).contains(is_digit))
        || parts(name).skip(1).any(|part| part.starts_with(is_digit))
        || (name.contains(['-', '/']) && parts(name).any(|part| part.chars().all(is_digit)))
    {
        return false;
    }
    // `1ST` and `5PM`
    let unit = name.trim_start_matches(is_digit);
    if unit.len() < name.len()
        && (["ND", "RD", "ST", "TH"].contains(&unit) || UNITS.split_whitespace().any(|u| u == unit))
    {
        return false;
    }
    let letters = name.bytes().filter(u8::is_ascii_uppercase).count();
    let digits = name.bytes().filter(u8::is_ascii_digit).count();
    let longest = parts(name).map(str::len).max().unwrap_or(0);
    letters >= 2 && digits < letters && (2..=MAX_LETTERS + digits).contains(&longest)
}

/// Whether it is a Roman number. One with letters above `L` is longer than most acronyms, or follows a word such
/// as `chapter`: `MMXXIV` and `chapter DC`, but not `CD`.
///
/// `IV-E` and `A-II` are parts with a letter.
pub(super) fn is_roman(name: &str, before: &str) -> bool {
    let is_letter = |part: &str| part.len() == 1;
    let has_number = parts(name).any(|part| !is_letter(part)) && name.contains('-');
    parts(name).all(|part| {
        if has_number && is_letter(part) {
            return true;
        }
        let is_small = !part.contains(['C', 'D', 'M']);
        is_roman_number(part) && (is_small || part.len() > 3 || ends_in(before, NUMBERED))
    })
}

fn is_roman_number(mut part: &str) -> bool {
    const THOUSANDS: [&str; 3] = ["MMM", "MM", "M"];
    const HUNDREDS: [&str; 9] = ["DCCC", "DCC", "DC", "D", "CM", "CD", "CCC", "CC", "C"];
    const TENS: [&str; 9] = ["LXXX", "LXX", "LX", "L", "XC", "XL", "XXX", "XX", "X"];
    const ONES: [&str; 9] = ["VIII", "VII", "VI", "V", "IX", "IV", "III", "II", "I"];
    for digits in [&THOUSANDS[..], &HUNDREDS, &TENS, &ONES] {
        part = digits.iter().find_map(|digit| part.strip_prefix(digit)).unwrap_or(part);
    }
    part.is_empty()
}

/// Whether the last word of `text` is one of `words`, in any case and with a period or without.
fn ends_in(text: &str, words: &str) -> bool {
    let word = text.split_whitespace().next_back().unwrap_or_default();
    let word = word.trim_end_matches(['.', ':']);
    let word = word.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    is_one_of(word, words)
}

/// Whether `start..end` is part of a web address, the name of a file or a piece of code.
pub(super) fn is_in_address(text: &str, start: usize, end: usize) -> bool {
    let head = before(text, start).rsplit(char::is_whitespace).next().unwrap_or_default();
    let next_is_name = |mark: char| {
        text[end..].strip_prefix(mark).is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
    };
    head.contains("://")
        || head.contains("www.")
        || head.ends_with(['@', '\\', '#', '{', '$', '%', '_', '='])
        || (head.ends_with('.') && !head.trim_end_matches('.').is_empty())
        || ['.', '@', '\\', '_', '=', '('].into_iter().any(next_is_name)
        || text[end..].starts_with("://")
}

/// Whether it is the postal code of a State.
pub(super) fn is_state(name: &str) -> bool {
    STATES.split_whitespace().any(|state| state == name)
}

/// Whether a code for a unit, a time zone or a State is in its place.
pub(super) fn is_unit(text: &str, start: usize, end: usize) -> bool {
    let name = &text[start..end];
    let before = text[..start].trim_end_matches([' ', '\u{a0}', '(']);
    let after_time = || {
        let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
        ["AM", "PM", "am", "pm", "noon", "midnight"].iter().any(|time| word.ends_with(time))
    };
    let after_figure = before.ends_with(|c: char| c.is_ascii_digit()) || before.ends_with("m.");
    if (after_figure || after_time()) && is_listed(name, UNITS) {
        return true;
    }
    // `600 5th St. NW`
    if ["NE", "NW", "SE", "SW"].contains(&name) && ends_in(before, STREETS) {
        return true;
    }
    let rest = text[end..].trim_start_matches([' ', '\u{a0}', ',']);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let is_in_place = (before.ends_with(',') && before.len() < start) || digits == 5;
    // `Robin Roe (D-TX)`
    let seat = ["D-", "R-", "I-"].iter().find_map(|party| name.strip_prefix(party));
    (is_in_place && is_state(name)) || seat.is_some_and(is_state)
}

/// Whether it is a code after a word that says so, or a whole cell of a table: `the code XJ`, `| CN |`.
pub(super) fn is_code(prose: &Prose, start: usize, end: usize) -> bool {
    let is_cell = prose.kind == ProseKind::Cell && prose.text.trim() == &prose.text[start..end];
    let mut next = after(&prose.text, end).split_whitespace().take(2);
    let head = before(&prose.text, start).trim_end();
    // `the header USUS42 KXYZ`
    let first = head.rsplit(' ').next().filter(|word| {
        word.contains(|c: char| c.is_ascii_digit()) && !word.contains(char::is_lowercase)
    });
    let shorter = first.and_then(|word| head.strip_suffix(word));
    is_cell
        || ends_in(head, CODED)
        || MENTIONED.iter().any(|words| ends_with(head, words))
        || shorter.is_some_and(|head| ends_in(head, CODED))
        || (end - start == 2 && next.any(|word| word.starts_with("zone")))
}

/// Whether it is the beginning or the middle of the name of a place, a company, a statute or a newspaper, as in
/// `JFK International Airport`.
pub(super) fn is_in_name(text: &str, start: usize, end: usize) -> bool {
    let ship = before(text, start).trim_end().rsplit(char::is_whitespace).next();
    if ship.is_some_and(|ship| is_listed(ship, SHIPS)) {
        return true;
    }
    let rest = after(text, end);
    let mut words = rest.strip_prefix(' ').unwrap_or_default().split(' ').take(NAME_WORDS);
    // `CARES and Relief Act`
    let is_part = |word: &&str| {
        word.starts_with(char::is_uppercase) || matches!(*word, "and" | "of" | "for" | "&")
    };
    let mut is_open = true;
    words.by_ref().take_while(is_part).any(|word| {
        let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        let is_head = is_open && NAME_HEADS.split_whitespace().any(|head| head == bare);
        is_open = is_open && bare.len() == word.len();
        is_head
    })
}

/// Whether it and the number after it are the name of a document or a model: `RFC 2119`, `WCAG 2.1`, `SP 800-53`.
pub(super) fn is_designation(text: &str, end: usize) -> bool {
    let rest = text[end..].strip_prefix([' ', '\u{a0}']).unwrap_or_default();
    // `WT Docket No. 16-239`, `HUD Form 9887`, and `WD AGO 53-55`, unless a year follows: `NTSB FY 2023`.
    let rest = ["Circular ", "Docket ", "Form ", "Release "]
        .iter()
        .find_map(|kind| rest.strip_prefix(*kind))
        .unwrap_or(rest);
    let letters = rest.split(' ').next().unwrap_or_default();
    let is_part = (2..=5).contains(&letters.len())
        && letters.bytes().all(|byte| byte.is_ascii_uppercase())
        && !KNOWN.contains(letters);
    let rest = rest.get(letters.len() + 1..).filter(|_| is_part).unwrap_or(rest);
    // `OMB No. 1651-0001`
    let rest = rest.strip_prefix("No. ").or(rest.strip_prefix("Nos. ")).unwrap_or(rest);
    let word = rest.split(char::is_whitespace).next().unwrap_or_default();
    let word = word.trim_end_matches(|c: char| !c.is_alphanumeric());
    word.starts_with(|c: char| c.is_ascii_digit())
        && word.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'/' | b':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_hold_what_a_run_can_be() {
        for (list, text) in [
            (&*WORDS, include_str!("capital_words.txt")),
            (&*KNOWN, include_str!("known_acronyms.txt")),
        ] {
            assert!(list.iter().all(|word| !word.contains(char::is_lowercase)));
            let words: Vec<&str> = text
                .lines()
                .filter(|line| !line.starts_with('#'))
                .flat_map(str::split_whitespace)
                .collect();
            let twice: Vec<&&str> = words
                .iter()
                .filter(|word| words.iter().filter(|other| other == word).count() > 1)
                .collect();
            assert!(twice.is_empty(), "{twice:?}");
        }
    }

    #[test]
    fn roman_numbers_are_told_apart() {
        let is_number = |name: &str| is_roman(name, "");
        assert!(
            ["II", "IX", "XIV", "XXXVIII", "LXX", "XCIX", "CXLI", "MMXXIV"]
                .iter()
                .all(|n| is_number(n))
        );
        assert!(!["IT", "IIII", "VX", "CD", "CDC", "MCC", "MCMX9"].iter().any(|n| is_number(n)));
        assert!(
            is_roman("CD", "see Chapter ") && is_roman("DC", "vol. ") && !is_roman("DC", "in ")
        );
    }

    #[test]
    fn codes_are_no_acronyms() {
        assert!(["FTZ", "1USG", "AD/CVD", "R&D", "C-TPAT"].into_iter().all(is_name));
        for code in [
            "COVID-19",
            "CO2",
            "H-2A",
            "MD5",
            "SHA-256",
            "F-16",
            "GAO-23-105",
            "1ST",
            "10AM",
            "I-94",
            "PM2",
        ] {
            assert!(!is_name(code), "{code}");
        }
    }

    #[test]
    fn names_and_designations_are_seen_by_what_follows() {
        let end = |text: &str| text.find(|c: char| !c.is_alphanumeric()).unwrap_or(0);
        let name = |text: &str| is_in_name(text, 0, end(text));
        assert!(
            name("JFK International Airport is")
                && name("ABC Foods, Inc. won")
                && name("CHIPS and Science Act")
        );
        assert!(
            !name("ISF filings reach the Airport") && !name("ACE Portal") && !name("FTZ, Airport")
        );
        let designation = |text: &str| is_designation(text, end(text));
        assert!(
            designation("RFC 2119 says") && designation("SP 800-53.") && designation("WCAG 2.1,")
        );
        assert!(designation("WT Docket No. 16-239") && designation("WD AGO 53-55"));
        assert!(designation("HUD Form 9887") && !designation("NTSB FY 2023"));
        assert!(!designation("ISF filings") && !designation("ISF $12"));
    }

    #[test]
    fn one_letter_over_and_over_keeps_a_place_or_is_an_acronym() {
        assert!(["XX", "NNNN", "YYYY"].into_iter().all(is_word));
        assert!(!["PPP", "CCC", "SSS"].into_iter().any(is_word));
    }
}
