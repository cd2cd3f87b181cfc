//! Periods that mark an abbreviation and end no sentence.

/// What an abbreviation says of the sentence that it is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// It is always followed by a word.
    NeverLast,
    /// Only a number after it shows that the sentence goes on.
    BeforeNumber,
    /// It ends a sentence unless a word follows that it belongs to, as may others with periods inside.
    MayEnd,
}

/// The kind of an abbreviation, which is in small letters and without its last period.
fn kind(word: &[u8]) -> Option<Kind> {
    match word {
        b"ann" | b"app" | b"approx" | b"apps" | b"art" | b"arts" | b"attn" | b"capt" | b"cf"
        | b"ch" | b"chap" | b"col" | b"dept" | b"div" | b"dr" | b"e.g" | b"ed" | b"eds"
        | b"est" | b"ext" | b"fed" | b"fig" | b"figs" | b"ft" | b"gen" | b"gov" | b"hon"
        | b"i.e" | b"incl" | b"lt" | b"maj" | b"messrs" | b"mr" | b"mrs" | b"ms" | b"mt"
        | b"para" | b"paras" | b"pp" | b"prof" | b"pt" | b"pub" | b"reg" | b"regs" | b"rep"
        | b"rev" | b"sec" | b"secs" | b"sen" | b"sgt" | b"st" | b"stat" | b"subpt" | b"supp"
        | b"tel" | b"viz" | b"vol" | b"vs" => Some(Kind::NeverLast),
        b"cir" | b"item" | b"no" | b"nos" | b"p" | b"par" | b"v" => Some(Kind::BeforeNumber),
        b"al" | b"apr" | b"assn" | b"aug" | b"ave" | b"blvd" | b"bros" | b"co" | b"corp"
        | b"dec" | b"etc" | b"feb" | b"govt" | b"inc" | b"intl" | b"jan" | b"jr" | b"jul"
        | b"jun" | b"ltd" | b"mar" | b"natl" | b"nov" | b"oct" | b"rd" | b"sep" | b"sept"
        | b"sq" | b"sr" | b"univ" => Some(Kind::MayEnd),
        _ => None,
    }
}

/// The longest abbreviation, in bytes.
const MAX_ABBREVIATION: usize = 6;

/// Words in capitals that `U.S.` and other initials of a country or a body belong to.
const AFTER_INITIALS: [&str; 69] = [
    "Agency",
    "Air",
    "Ambassador",
    "Armed",
    "Army",
    "Attorney",
    "Bank",
    "Border",
    "Bureau",
    "Capitol",
    "Census",
    "Centers",
    "Chamber",
    "Citizenship",
    "Climate",
    "Coast",
    "Code",
    "Commission",
    "Commissioner",
    "Committee",
    "Congress",
    "Constitution",
    "Consumer",
    "Copyright",
    "Corps",
    "Council",
    "Court",
    "Customs",
    "Department",
    "Dept",
    "District",
    "Embassy",
    "Energy",
    "Environmental",
    "Executive",
    "Federal",
    "Fish",
    "Food",
    "Forest",
    "General",
    "Geological",
    "Government",
    "Grade",
    "Highway",
    "House",
    "Immigration",
    "International",
    "Marine",
    "Marines",
    "Marshals",
    "Mint",
    "National",
    "Naval",
    "Navy",
    "Office",
    "Patent",
    "Postal",
    "President",
    "Representative",
    "Route",
    "Secret",
    "Secretary",
    "Senate",
    "Senator",
    "Steel",
    "Supreme",
    "Trade",
    "Treasury",
    "Virgin",
];

/// Words in capitals that a time of day belongs to.
const AFTER_TIME: [&str; 35] = [
    "AKST",
    "Alaska",
    "Atlantic",
    "CDT",
    "CST",
    "CT",
    "Central",
    "Daylight",
    "EDT",
    "EST",
    "ET",
    "Eastern",
    "Fri",
    "Friday",
    "GMT",
    "Hawaii",
    "Local",
    "MDT",
    "MST",
    "MT",
    "Monday",
    "Mountain",
    "PDT",
    "PST",
    "PT",
    "Pacific",
    "Saturday",
    "Standard",
    "Sunday",
    "Thursday",
    "Tuesday",
    "UTC",
    "Universal",
    "Wednesday",
    "Zulu",
];

/// Words that a single capital follows as the name of a part, not of a person: `Appendix B.`
const LETTERED: [&str; 42] = [
    "Annex",
    "Appendix",
    "Attachment",
    "Building",
    "Category",
    "Chapter",
    "Class",
    "Column",
    "Exhibit",
    "Figure",
    "Form",
    "Gate",
    "Grade",
    "Group",
    "Hepatitis",
    "Item",
    "Level",
    "Line",
    "Lot",
    "Option",
    "Part",
    "Phase",
    "Plan",
    "Point",
    "Row",
    "Schedule",
    "Section",
    "Site",
    "Step",
    "Subpart",
    "Supplement",
    "Table",
    "Terminal",
    "Tier",
    "Title",
    "Track",
    "Type",
    "Unit",
    "Version",
    "Vitamin",
    "Volume",
    "Zone",
];

/// Whether a period between `before` and `next` only marks an abbreviation.
pub(super) fn goes_on(before: &str, next: &str) -> bool {
    let is_edge =
        |c: char| c.is_whitespace() || matches!(c, '(' | '[' | '"' | '“' | '/' | '—' | '–');
    let word = before.rsplit(is_edge).next().unwrap_or_default();
    let mut small = [0; MAX_ABBREVIATION];
    let kind = lowercase(word, &mut small).and_then(kind);
    // The number of a list item, as in `1. Collect the guides`.
    if word.len() == before.len() && word.bytes().all(|byte| byte.is_ascii_digit()) {
        return true;
    }
    // Nearly every word before a period is no abbreviation.
    if kind.is_none() && word.len() > 1 && !word.contains('.') {
        return false;
    }
    if kind == Some(Kind::NeverLast) {
        return true;
    }
    let following = next.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    if kind == Some(Kind::BeforeNumber) {
        // `No. A-12` and `No. 5`; but `The answer was no. Letters …`.
        let code = next.split_whitespace().next().unwrap_or_default();
        return code.contains(|c: char| c.is_ascii_digit());
    }
    if next.starts_with(|c: char| c.is_ascii_digit()) {
        return is_dotted(word) && !is_time(word)
            || kind == Some(Kind::MayEnd) && !word.eq_ignore_ascii_case("etc");
    }
    if word.len() == 1 && word.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return !is_lettered(before) && !PRONOUNS.contains(&following);
    }
    if is_time(word) {
        return AFTER_TIME.binary_search(&following).is_ok();
    }
    if is_dotted(word) {
        let is_title = word.eq_ignore_ascii_case("Ph.D") || following.len() == 1;
        // `Pub. L. No. 116-127`, `U.S.C. Sec. 5`, `U.S. Dept. of …`.
        return is_abbreviated(next, following)
            || is_title && next[following.len()..].starts_with('.')
            || AFTER_INITIALS.binary_search(&following).is_ok();
    }
    kind == Some(Kind::MayEnd) && goes_on_after(word, next, following)
}

/// Words that begin a sentence after a single capital, however it is meant.
const PRONOUNS: [&str; 8] = ["He", "If", "In", "It", "She", "The", "They", "This"];

/// `p.m`, `a.m` without its last period.
fn is_time(word: &str) -> bool {
    word.eq_ignore_ascii_case("a.m") || word.eq_ignore_ascii_case("p.m")
}

/// `U.S` and the like, without the last period.
fn is_dotted(word: &str) -> bool {
    let is_part = |part: &str| part.len() <= 2 && part.bytes().all(|b| b.is_ascii_alphabetic());
    word.contains('.') && word.split('.').all(is_part)
}

/// Whether the single capital at the end of `before` names a part: `as Appendix B`, `under plan B`.
fn is_lettered(before: &str) -> bool {
    let previous = before.split_whitespace().rev().nth(1).unwrap_or_default();
    LETTERED.iter().any(|known| known.eq_ignore_ascii_case(previous.trim_end_matches('s')))
        || previous == "and"
        || previous == "or"
}

/// Whether the next word is an abbreviation with a number or a name after it.
fn is_abbreviated(next: &str, following: &str) -> bool {
    let rest = next.get(following.len()..).unwrap_or_default();
    let number = rest.strip_prefix('.').unwrap_or_default().trim_start();
    !following.is_empty() && number.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether an abbreviation of a firm, a street, a month or a person is in the middle of a sentence before a word in
/// capitals: `Acme Co. Inc.`, `Elm Ave. Bridge`. All others end it.
fn goes_on_after(word: &str, next: &str, following: &str) -> bool {
    const AFTER_NAME: [&str; 13] = [
        "Bridge", "Building", "Co", "Corp", "Inc", "LLC", "Ltd", "NE", "NW", "SE", "SW", "Station",
        "V",
    ];
    let rest = next.get(following.len()..).unwrap_or_default();
    let is_initial = following.len() == 1 && rest.starts_with('.');
    !word.eq_ignore_ascii_case("etc")
        && (AFTER_NAME.binary_search(&following).is_ok()
            || is_initial
            || is_abbreviated(next, following))
}

/// `word` in small letters, if it is not longer than the longest abbreviation.
fn lowercase<'b>(word: &str, buffer: &'b mut [u8; MAX_ABBREVIATION]) -> Option<&'b [u8]> {
    let small = buffer.get_mut(..word.len())?;
    small.copy_from_slice(word.as_bytes());
    small.make_ascii_lowercase();
    Some(small)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted() {
        assert!(AFTER_TIME.is_sorted() && AFTER_INITIALS.is_sorted());
    }
}
