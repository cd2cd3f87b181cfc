//! Spans of time that are counted from the day of writing: `for ten years`, `last month`.

use crate::check::facts::phrases::Hit;
use crate::paper::fields::MONTHS;

/// The nouns that spans are counted in.
pub(super) const NOUNS: [&str; 43] = [
    "april",
    "august",
    "autumn",
    "day",
    "days",
    "decade",
    "decades",
    "december",
    "fall",
    "february",
    "friday",
    "january",
    "july",
    "june",
    "march",
    "may",
    "meetings",
    "monday",
    "month",
    "months",
    "november",
    "october",
    "quarter",
    "quarters",
    "saturday",
    "seasons",
    "september",
    "sessions",
    "spring",
    "summer",
    "summers",
    "sunday",
    "terms",
    "thursday",
    "tuesday",
    "wednesday",
    "week",
    "weeks",
    "weekend",
    "winter",
    "winters",
    "year",
    "years",
];

const SEASONS: [&str; 5] = ["autumn", "fall", "spring", "summer", "winter"];

/// Nouns that only `ago` makes a time: `two sessions ago`, but `the last two sessions` may be of any meeting.
const ONLY_AGO: [&str; 3] = ["meetings", "sessions", "terms"];

/// Words for numbers, from one on.
const NUMBERS: [&str; 20] = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
];

/// Words for an inexact number.
const VAGUE: [&str; 9] =
    ["couple", "dozen", "few", "fifty", "forty", "many", "of", "several", "thirty"];

/// Words before a number that make it inexact.
const ABOUT: [&str; 15] = [
    "a",
    "about",
    "almost",
    "approximately",
    "at",
    "fewer",
    "least",
    "less",
    "more",
    "nearly",
    "over",
    "roughly",
    "some",
    "than",
    "the",
];

/// Where a span is, seen from the day of writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    /// It began earlier and goes on, if the sentence says so: `for ten years`.
    Since,
    /// It is in the past.
    Back,
    /// It includes the day of writing.
    Here,
    /// It is in the future.
    Ahead,
}

/// A span of time in the text of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TimeSpan {
    /// The first byte of its words.
    pub(super) start: usize,
    /// One past the last byte.
    pub(super) end: usize,
    /// Where it is.
    pub(super) direction: Direction,
    /// How many years it lasts, where it is counted in years and the number is exact.
    pub(super) years: Option<i32>,
}

/// The span that ends in the noun at `noun`, if it counts from the day of writing.
pub(super) fn find(noun: &Hit<'_>) -> Option<TimeSpan> {
    let before = noun.before();
    let mut words = Words { text: before, offset: noun.start - before.len() };
    // `last fiscal year`, `this calendar quarter`.
    if words.peek().is_some_and(|word| is(word, "fiscal") || is(word, "calendar")) {
        words.next();
    }
    let (start, word) = words.next()?;
    let at = |direction| Some(TimeSpan { start, end: noun.end, direction, years: None });
    if is_season(noun.text()) || is_day_or_month(noun.text()) {
        // `this may change` and `this March`
        return if is_season(noun.text()) || is_named(noun.text()) {
            single(noun, start, word)
        } else {
            None
        };
    }
    if ONLY_AGO.iter().any(|known| is(noun.text(), known)) {
        let ago = next_word(noun.after()).is_some_and(|(_, word)| is(word, "ago"));
        return if ago { counted(noun, start, word, words) } else { None };
    }
    let direction = if is(word, "this") { Some(Direction::Here) } else { relative(word) };
    if let Some(direction) = direction {
        // `the last week of June` counts from June, `the next day` from another day.
        let is_fixed = next_word(noun.after()).is_some_and(|(_, next)| is(next, "of"));
        return if is_fixed || is(noun.text(), "day") { None } else { at(direction) };
    }
    if is(word, "for") && noun.text().ends_with(['s', 'S']) {
        return at(Direction::Since);
    }
    counted(noun, start, word, words)
}

/// Whether `text` ends in a season.
pub(super) fn is_season(text: &str) -> bool {
    let word = text.rsplit(' ').next().unwrap_or(text);
    SEASONS.iter().any(|season| is(word, season))
}

/// Whether `text` is a day of the week or a month, with the capital that tells `March` from `march`.
pub(super) fn is_named(text: &str) -> bool {
    text.starts_with(char::is_uppercase) && is_day_or_month(text)
}

fn is_day_or_month(text: &str) -> bool {
    let is_day = text.len() > "day".len() && text.to_ascii_lowercase().ends_with("day");
    is_day || MONTHS.iter().any(|month| is(text, month))
}

/// A season, a day of the week or a month: `this fall`, `next Monday`, `last January`.
fn single(noun: &Hit<'_>, start: usize, word: &str) -> Option<TimeSpan> {
    let direction = match word {
        _ if is(word, "this") => Direction::Here,
        _ if is(word, "last") => Direction::Back,
        _ if is(word, "next") => Direction::Ahead,
        _ => return None,
    };
    let article = noun.before()[..noun.before().len() - (noun.start - start)].trim_end();
    let previous = article.rsplit(char::is_whitespace).next().unwrap_or_default();
    // `the last Saturday before Memorial Day`, `every next Monday`
    if ["a", "each", "every", "his", "her", "its", "the", "their"].iter().any(|it| is(previous, it))
    {
        return None;
    }
    // `this spring is steel`, `this fall in prices`
    let next = next_word(noun.after()).map_or("", |(_, next)| next);
    let other = ["at", "can", "from", "had", "has", "in", "is", "may", "must", "of", "was"];
    let is_ambiguous = is(word, "this") && (is(noun.text(), "fall") || is(noun.text(), "spring"));
    if is_ambiguous && other.contains(&next) || is(next, "of") {
        return None;
    }
    Some(TimeSpan { start, end: noun.end, direction, years: None })
}

/// A span with a number: `ten years ago`, `the last ten years`, `for ten years`.
fn counted(noun: &Hit<'_>, start: usize, word: &str, words: Words<'_>) -> Option<TimeSpan> {
    let number = number(word)?;
    let ago = next_word(noun.after()).filter(|(_, word)| is(word, "ago"));
    let mut start = start;
    let mut is_exact = true;
    for (at, word) in words.take(6) {
        if ago.is_none()
            && let Some(direction) = relative(word)
        {
            return Some(TimeSpan { start: at, end: noun.end, direction, years: None });
        }
        if ago.is_none() && is(word, "for") {
            let is_years = noun.text().to_ascii_lowercase().starts_with("year");
            let years = number.years().filter(|_| is_exact && is_years);
            return Some(TimeSpan { start: at, end: noun.end, direction: Direction::Since, years });
        }
        if !ABOUT.iter().any(|known| is(word, known)) && self::number(word).is_none() {
            break;
        }
        start = at;
        is_exact = false;
    }
    let (offset, word) = ago?;
    let end = noun.end + offset + word.len();
    Some(TimeSpan { start, end, direction: Direction::Back, years: None })
}

fn relative(word: &str) -> Option<Direction> {
    const WORDS: [(&str, Direction); 5] = [
        ("coming", Direction::Ahead),
        ("last", Direction::Back),
        ("next", Direction::Ahead),
        ("past", Direction::Back),
        ("recent", Direction::Back),
    ];
    WORDS.iter().find(|(known, _)| is(word, known)).map(|(_, direction)| *direction)
}

/// A number as a figure or a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Number {
    Exact(i32),
    Vague,
}

impl Number {
    const fn years(self) -> Option<i32> {
        match self {
            Self::Exact(years) => Some(years),
            Self::Vague => None,
        }
    }
}

fn number(word: &str) -> Option<Number> {
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        return Some(word.parse().map_or(Number::Vague, Number::Exact));
    }
    if is(word, "a") || is(word, "an") {
        return Some(Number::Exact(1));
    }
    if VAGUE.iter().any(|known| is(word, known)) {
        return Some(Number::Vague);
    }
    let index = NUMBERS.iter().position(|known| is(word, known))?;
    i32::try_from(index + 1).ok().map(Number::Exact)
}

fn is(word: &str, known: &str) -> bool {
    word.eq_ignore_ascii_case(known)
}

/// The first word after a place and its distance, if there are only spaces between.
fn next_word(text: &str) -> Option<(usize, &str)> {
    let rest = text.trim_start();
    let word = rest.split(|c: char| !c.is_alphanumeric()).next().filter(|word| !word.is_empty())?;
    Some((text.len() - rest.len(), word))
}

/// The words before a place, from the last to the first, up to the first mark between words.
struct Words<'t> {
    text: &'t str,
    /// Where `text` begins in the block.
    offset: usize,
}

impl<'t> Words<'t> {
    fn peek(&self) -> Option<&'t str> {
        Words { ..*self }.next().map(|(_, word)| word)
    }
}

impl<'t> Iterator for Words<'t> {
    type Item = (usize, &'t str);

    fn next(&mut self) -> Option<Self::Item> {
        let text = self.text.strip_suffix(char::is_whitespace)?;
        let is_word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '\'' | '’');
        let start = text.trim_end_matches(is_word).len();
        self.text = &text[..start];
        (start < text.len()).then_some((self.offset + start, &text[start..]))
    }
}
