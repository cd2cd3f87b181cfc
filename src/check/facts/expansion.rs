//! Where an acronym is given together with its long form.

use std::ops::Range;

use crate::paper::body::Prose;

/// An acronym and its long form beside each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::check) struct Expansion<'t> {
    /// The long form.
    pub(in crate::check) long: &'t str,
    /// What a reader could do without: the bracket, with the acronym in it or after it.
    pub(in crate::check) extra: Range<usize>,
    /// Which of the two is in brackets.
    pub(in crate::check) order: Order,
}

impl Expansion<'_> {
    /// The same in a text that has `offset` more bytes in front.
    pub(in crate::check) fn shifted(self, offset: usize) -> Self {
        Self { extra: self.extra.start + offset..self.extra.end + offset, ..self }
    }
}

/// Whether the acronym or the long form is in brackets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::check) enum Order {
    /// `Automated Export System (AES)`
    LongFirst,
    /// `AES (Automated Export System)`
    ShortFirst,
}

/// Words that may stand in the bracket before the acronym, as in `(hereinafter the "Act")`.
const LEADS: [&str; 17] = [
    "",
    "a.k.a.",
    "abbreviated",
    "abbreviated as",
    "aka",
    "also",
    "also known as",
    "collectively",
    "henceforth",
    "hereafter",
    "hereafter the",
    "hereinafter",
    "hereinafter the",
    "known as",
    "or",
    "or the",
    "the",
];

/// How many bytes before an acronym its bracket may open: the longest of [`LEADS`], and spaces.
const LEAD_REACH: usize = 64;

/// The long form beside the acronym `name`, which is at `at` in `text`.
pub(in crate::check) fn expansion<'t>(
    text: &'t str,
    at: Range<usize>,
    name: &str,
) -> Option<Expansion<'t>> {
    in_bracket(text, &at, name).or_else(|| before_bracket(text, &at, name))
}

fn in_bracket<'t>(text: &'t str, at: &Range<usize>, name: &str) -> Option<Expansion<'t>> {
    let is_quote = |c: char| matches!(c, '"' | '“' | '”' | '\'' | '‘' | '’');
    let before = text[..at.start].trim_end_matches(is_quote);
    let near = before.floor_char_boundary(before.len().saturating_sub(LEAD_REACH));
    let open = near + before[near..].rfind(['(', '['])?;
    let lead = before[open + 1..].trim();
    if !LEADS.iter().any(|known| lead.eq_ignore_ascii_case(known)) {
        return None;
    }
    let after = text[at.end..].trim_start_matches(is_quote);
    let is_alone = after.starts_with([')', ']']);
    if !is_alone && !after.starts_with([',', ';']) && !after.starts_with(" or ") {
        return None;
    }
    let long = long_form(text[..open].trim_end(), name)?;
    let close = text.len() - after.len() + usize::from(is_alone);
    let extra = if is_alone { open..close } else { at.clone() };
    Some(Expansion { long, extra, order: Order::LongFirst })
}

fn before_bracket<'t>(text: &'t str, at: &Range<usize>, name: &str) -> Option<Expansion<'t>> {
    let inside = text[at.end..].strip_prefix(" (")?;
    let close = inside.find(')')?;
    let whole = &inside[..close];
    let long = whole.split([',', ';']).next().unwrap_or(whole).trim();
    let words = long.split_whitespace().count();
    let is_phrase =
        !long.contains(['+', '=', '/']) && !long.contains(name) && !explains_other(whole, name);
    // What comes before the words of the letters belongs to a name, or is no more than an article: `ST (whether
    // standalone or in a bundle)` is a remark.
    let is_lead = |word: &str| {
        !word.starts_with(char::is_lowercase)
            || matches!(
                word,
                "the" | "a" | "an" | "our" | "i.e." | "or" | "formerly" | "for" | "short"
            )
    };
    let is_whole = |found: &str| long[..long.len() - found.len()].split_whitespace().all(is_lead);
    let is_long_form = is_phrase
        && words >= 2
        && words <= 2 * name.len() + 2
        && matched(long, name).is_some_and(is_whole);
    let end = at.end + " (".len() + close + 1;
    is_long_form.then_some(Expansion { long, extra: at.start..end, order: Order::ShortFirst })
}

/// Whether what is in a bracket after `name` is the long form of another acronym that is in it too, as in `FIP (Filecoin
/// Organizational Proposal or FOP)`.
fn explains_other(inside: &str, name: &str) -> bool {
    let is_other = |word: &&str| {
        word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_uppercase()) && *word != name
    };
    let last = inside.split(|c: char| !c.is_alphanumeric()).rfind(|word| !word.is_empty());
    last.filter(is_other).is_some_and(|other| {
        let before = inside[..inside.len() - other.len()].trim_end();
        let before = before.trim_end_matches([',', ';']);
        matched(before.strip_suffix(" or").unwrap_or(before), other).is_some()
    })
}

/// The words at the end of `before` that `short` stands for.
///
/// The letters of the short form are looked for from the last to the first, and the first must begin
/// a word: the algorithm of Schwartz and Hearst (2003). A name in capitals is taken even if its
/// letters don't fit, as in "Coordinated Universal Time (UTC)".
fn long_form<'t>(before: &'t str, short: &str) -> Option<&'t str> {
    let is_edge = |c: char| matches!(c, '(' | ')' | ';' | ':' | '!' | '?' | '\n' | Prose::OBJECT);
    let clause = before.rsplit(is_edge).next().unwrap_or_default();
    let letters = short.bytes().filter(u8::is_ascii_alphabetic).count();
    let most = (letters + 5).min(2 * letters);
    let window = last_words(clause, most);
    let name = capitalized(clause);
    match matched(window, short) {
        // A name goes on to the left as long as its words are capitalized.
        Some(long) if name.len() > long.len() => Some(name),
        // A single word is short for few letters: `television (TV)`, but not `robotics (ROS)`.
        Some(long) if !long.contains([' ', '-', '/']) && long.len() < 4 * letters => None,
        Some(long) => Some(long),
        None => is_name_for(name, short).then_some(name),
    }
}

/// Words in the names of bodies and places. What is in brackets after such a name is a code or an acronym of another
/// language where its letters don't fit: `Detroit Metropolitan Airport (DTW)`.
const BODIES: &str = "Administration Agency Airport Association Authority Bank Board Bridge Bureau Center Centre \
    College Commission Committee Company Corporation Council Department Federation Fund Group Institute \
    Laboratory Ministry Office Organization Organisation Port Program Railroad Railway School Service Station \
    Terminal Union University";

/// Whether the words in capitals can be what letters stand for that don't follow their order: at least half of the
/// letters begin one of the words. `Robin Roe (CBP)` says where a person works.
fn is_name_for(name: &str, short: &str) -> bool {
    let is_body = |word: &str| BODIES.split_whitespace().any(|body| body == word);
    name.split_whitespace().count() >= 2
        && (name.split_whitespace().any(is_body) || shares_letters(name, short))
}

/// Whether at least half of the letters of `short` begin a word of `long`.
pub(in crate::check) fn shares_letters(long: &str, short: &str) -> bool {
    let begins = |letter: &char| {
        long.split(|c: char| !c.is_alphanumeric())
            .any(|word| word.starts_with(|c: char| c.eq_ignore_ascii_case(letter)))
    };
    let letters = short.chars().filter(char::is_ascii_alphabetic);
    let (known, all) = letters
        .fold((0, 0), |(known, all), letter| (known + usize::from(begins(&letter)), all + 1));
    2 * known >= all
}

/// The end of `window` from the word that begins with the first letter of `short`, if all its letters
/// follow in order.
pub(super) fn matched<'t>(window: &'t str, short: &str) -> Option<&'t str> {
    let mut letters = short.chars().rev().filter(char::is_ascii_alphabetic).peekable();
    let mut wanted = letters.next()?;
    for (at, c) in window.char_indices().rev() {
        let is_first = letters.peek().is_none();
        // `of field operations` is not all of what `OFO` stands for.
        let is_small = || {
            let word = window[at..].split(' ').next().unwrap_or_default();
            matches!(word, "of" | "and" | "for" | "the" | "on" | "in" | "to" | "or" | "by")
        };
        let begins_word = || !window[..at].ends_with(char::is_alphanumeric) && !is_small();
        // "Extensible" stands for an X.
        let is_x = || {
            wanted == 'X'
                && is_first
                && window[at..].get(..2).is_some_and(|head| head.eq_ignore_ascii_case("ex"))
        };
        if !(c.eq_ignore_ascii_case(&wanted) || is_x()) || (is_first && !begins_word()) {
            continue;
        }
        match letters.next() {
            Some(next) => wanted = next,
            None => return Some(&window[at..]),
        }
    }
    None
}

fn last_words(text: &str, most: usize) -> &str {
    let starts = text.char_indices().rev().filter(|(at, c)| {
        !c.is_whitespace() && (*at == 0 || text[..*at].ends_with(char::is_whitespace))
    });
    starts.take(most).last().map_or("", |(at, _)| &text[at..])
}

/// The capitalized words at the end of `text`, with the small words between them.
fn capitalized(text: &str) -> &str {
    const SMALL: [&str; 6] = ["of", "and", "for", "the", "on", "in"];
    const OPENERS: [&str; 14] = [
        "The", "A", "An", "In", "On", "Of", "For", "This", "At", "By", "Each", "Every", "All",
        "Our",
    ];
    let mut start = text.len();
    let mut at = text.len();
    while let Some(word) = text[..at].split_whitespace().next_back() {
        let word_start = text[..at].trim_end().len() - word.len();
        let is_separate = word.ends_with([',', '.']) && start != text.len() && !is_initials(word);
        if is_separate || OPENERS.contains(&word) {
            break;
        }
        if word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()) {
            start = word_start;
        } else if !SMALL.contains(&word) {
            break;
        }
        at = word_start;
    }
    &text[start..]
}

/// `U.S.` and the like, whose stop ends no sentence.
fn is_initials(word: &str) -> bool {
    word.ends_with('.') && word.trim_end_matches('.').contains('.')
}

/// Whether two long forms of `name` are one, or are once the words before those of its letters are left out, as in
/// `Shielded Externally Owned Account (EOA)`.
pub(in crate::check) fn is_same_for(name: &str, a: &str, b: &str) -> bool {
    let own = |long| matched(long, name).unwrap_or(long);
    is_same(a, b) || is_same(own(a), own(b))
}

/// Whether two long forms are one, a plural, small words, British spelling and a leading part aside.
pub(in crate::check) fn is_same(a: &str, b: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let split = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let is_main = |word: &String| !matches!(word.as_str(), "and" | "of" | "the" | "for" | "s");
        split
            .map(str::to_lowercase)
            .filter(is_main)
            .map(|word| word.replace("isation", "ization").replace("centre", "center"))
            .map(|word| word.strip_suffix("ies").map(|stem| format!("{stem}y")).unwrap_or(word))
            .map(|word| word.trim_end_matches('s').to_owned())
            .collect()
    };
    let (a, b) = (words(a), words(b));
    a.ends_with(&b) || b.ends_with(&a)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn long<'t>(text: &'t str, name: &str) -> Option<&'t str> {
        let at = text.find(name)?;
        let plural = usize::from(text[at + name.len()..].starts_with('s'));
        expansion(text, at..at + name.len() + plural, name).map(|found| found.long)
    }

    #[test]
    fn the_long_form_is_found_in_front_of_the_bracket() {
        let cases = [
            ("across the nation and within the Ports of Entry (POEs).", "POE", "Ports of Entry"),
            (
                "the Commercial Customs Operations Advisory Committee (COAC)",
                "COAC",
                "Commercial Customs Operations Advisory Committee",
            ),
            ("by radio frequency identification (RFID)", "RFID", "radio frequency identification"),
            ("in Extensible Markup Language (“XML”)", "XML", "Extensible Markup Language"),
            ("at Coordinated Universal Time (UTC)", "UTC", "Coordinated Universal Time"),
            (
                "U.S. Customs and Border Protection (CBP or the agency)",
                "CBP",
                "U.S. Customs and Border Protection",
            ),
            (
                "antidumping/countervailing duty (AD/CVD)",
                "AD/CVD",
                "antidumping/countervailing duty",
            ),
            ("Detroit Metropolitan Airport (DTW)", "DTW", "Detroit Metropolitan Airport"),
            ("at Zoë’s Österreich Desk (ZOD)", "ZOD", "Zoë’s Österreich Desk"),
        ];
        for (text, name, expected) in cases {
            assert_eq!(long(text, name), Some(expected), "{text}");
        }
    }

    #[test]
    fn or_in_the_bracket_behind_the_acronym() {
        let text = "file in AES (the Automated Export System, since 1995) first";
        let found = expansion(text, 8..11, "AES");
        assert_eq!(
            found.as_ref().map(|found| &text[found.extra.clone()]),
            Some("AES (the Automated Export System, since 1995)")
        );
        assert_eq!(found.map(|found| found.order), Some(Order::ShortFirst));
    }

    #[test]
    fn another_bracket_is_no_expansion() {
        for (text, name) in [
            ("the message goes to the system (ACE)", "ACE"),
            ("Customs and Border Protection (see CBP)", "CBP"),
            ("CBP (the lead)", "CBP"),
            ("An Organizational FIP (Filecoin Organizational Proposal or FOP)", "FIP"),
            ("each matched ST (whether standalone or in a bundle)", "ST"),
            ("Robin Roe (CBP)", "CBP"),
            ("it is used in robotics (ROS)", "ROS"),
            ("New York (CBP)", "CBP"),
            ("(CBP)", "CBP"),
        ] {
            assert_eq!(long(text, name), None, "{text}");
        }
    }

    #[test]
    fn plurals_and_leading_parts_make_no_other_long_form() {
        assert!(is_same("Ports of Entry", "port of entry"));
        assert!(is_same("U.S. Customs and Border Protection", "Customs & Border Protection"));
        assert!(is_same("World Customs Organisation", "World Customs Organization"));
        assert!(!is_same(
            "Commercial Operations Advisory Committee",
            "Commercial Customs Operations Advisory Committee"
        ));
    }
}
