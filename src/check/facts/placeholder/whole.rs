//! Texts that are nothing but a placeholder.

use std::borrow::Cow;
use std::ops::Range;

use super::brackets::unwrapped;
use super::words::{
    BY_WHOM, FORMS, HERE, INSTRUCTIONS, NAMES, SUBJECTS, TEXTS, TO_BE, TRIED, UNNAMED, WILL_BE,
    WORDS,
};
use super::{MAX_WHOLE, Place, is_no_value, lowercase};

/// All of a text, without the marks around it, if it is a placeholder.
pub(super) fn whole(text: &str, place: Place) -> Option<Range<usize>> {
    let after_marks = text.trim_start_matches(|c| is_around(c, place));
    let start = text.len() - after_marks.len();
    let trimmed = after_marks.trim_end_matches(|c| is_around(c, place));
    if let Some(length) = form_prompt(trimmed) {
        return Some(start..start + length);
    }
    if trimmed.is_empty() || trimmed.len() > MAX_WHOLE {
        return None;
    }
    let all = start..start + trimmed.len();
    let is_end = |c: char| matches!(c, '.' | '!' | '?' | ':' | '\u{2026}' | ',' | ';');
    let words = trimmed.trim_end_matches(is_end);
    if words.is_empty() || trimmed.chars().all(is_filling) {
        return is_filler(trimmed, place).then_some(all);
    }
    let has_none = || !words.contains(char::is_alphanumeric) && !is_no_value(trimmed, place);
    if place == Place::Field && has_none() {
        return Some(all);
    }
    let lower = lowercase(words.trim());
    let found = Whole::new(&lower, place);
    let range = if found.is_wrapped { all } else { start..start + words.len() };
    found.is_placeholder().then_some(range)
}

/// Whether a character around a text is none of it. In a field the marks of Markdown are text, and anywhere quotation
/// marks may be all around.
fn is_around(c: char, place: Place) -> bool {
    c.is_whitespace()
        || matches!(c, '"' | '“' | '”' | '‘' | '’')
        || place == Place::Field && matches!(c, '*' | '`' | '~')
}

/// How long the prompt of a form is that a text begins with, in bytes.
fn form_prompt(text: &str) -> Option<usize> {
    let begins_with =
        |form: &&&str| text.get(..form.len()).is_some_and(|head| head.eq_ignore_ascii_case(form));
    FORMS.iter().find(begins_with).map(|form| form.trim_end().len())
}

/// A text of some words, in lower case and without the marks at its end.
struct Whole<'t> {
    text: &'t str,
    /// What is in the brackets that are all around it; all of it where there are none.
    inner: &'t str,
    /// Whether there are brackets around it that templates have, and something in them.
    is_wrapped: bool,
    place: Place,
}

impl<'t> Whole<'t> {
    fn new(text: &'t str, place: Place) -> Self {
        let unwrapped = unwrapped(text).unwrap_or(text).trim();
        let is_wrapped = unwrapped.len() < text.len() && !unwrapped.is_empty();
        let in_parentheses = unwrapped.strip_prefix('(').and_then(|it| it.strip_suffix(')'));
        let is_one_pair = |it: &&str| !it.contains(['(', ')']);
        let inner = in_parentheses.filter(is_one_pair).unwrap_or(unwrapped).trim();
        Self { text, inner, is_wrapped, place }
    }

    fn is_placeholder(&self) -> bool {
        self.is_word()
            || self.is_unnamed_number()
            || self.is_to_be()
            || self.is_prompt()
            || self.is_name()
            || self.is_variable()
            || TEXTS.has(self.inner)
            || self.is_wrapped && matches!(self.inner, "\u{2026}" | "...")
            || matches!(self.place, Place::Field | Place::Section) && TRIED.has(self.inner)
    }

    /// `tbd`, `t.b.d`, `xxx`.
    fn is_word(&self) -> bool {
        let word = without_periods(self.inner);
        let are_x = word.len() > 1 && word.bytes().all(|byte| byte == b'x');
        WORDS.has(&word) || are_x && (word.len() > 2 || self.place != Place::Cell)
    }

    /// The name that a program has for one of several without a name: `untitled-2`, `document1`.
    fn is_unnamed_number(&self) -> bool {
        let is_figure = |c: char| c.is_ascii_digit() || matches!(c, '(' | ')');
        let name = self.inner.trim_end_matches(is_figure).trim_end_matches([' ', '-', '_']);
        let is_numbered = name.len() < self.inner.len();
        let is_alone = matches!(self.place, Place::Field | Place::Section | Place::Heading);
        is_numbered && (name == "untitled" || is_alone && matches!(name, "document" | "heading"))
    }

    /// `this section will be written later`.
    fn is_to_be(&self) -> bool {
        let text = without_any(self.inner, &SUBJECTS);
        let Some(will) = WILL_BE.iter().find_map(|it| text.strip_prefix(it)) else { return false };
        let is_end = |rest: &str| rest.is_empty() || BY_WHOM.iter().any(|it| rest.starts_with(it));
        TO_BE.iter().any(|done| will.strip_prefix(done).is_some_and(is_end))
    }

    /// `your text goes here`, `enter the date here`, and as a section `describe …`.
    fn is_prompt(&self) -> bool {
        let begins = |it: &&str| self.inner.starts_with(it);
        HERE.iter().any(|end| self.inner.ends_with(end))
            || self.inner.ends_with(" here") && INSTRUCTIONS.iter().any(begins)
            || self.place == Place::Section && self.inner.starts_with("describe ")
    }

    /// `[title]`; in a field anything in brackets, `full name` and `insert title`.
    fn is_name(&self) -> bool {
        let is_field = self.place == Place::Field;
        self.is_wrapped && (is_field || NAMES.has(self.inner))
            || is_field && (UNNAMED.has(self.inner) || self.is_to_insert())
    }

    /// `insert title`, `insert the name`; but `insert code into accounts` is a title.
    fn is_to_insert(&self) -> bool {
        let Some(rest) = self.inner.strip_prefix("insert ") else { return false };
        let what = without_any(rest, &["a ", "an ", "the ", "your "]).trim();
        NAMES.has(what) || UNNAMED.has(what)
    }

    /// `{{ issue }}`, `${date}`.
    fn is_variable(&self) -> bool {
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | ' ' | '.');
        self.is_wrapped
            && self.text.starts_with(['$', '%', '{'])
            && self.inner.len() > 2
            && self.inner.chars().all(is_part)
    }
}

/// `text` without the first of `heads` that it begins with.
fn without_any<'t>(text: &'t str, heads: &[&str]) -> &'t str {
    heads.iter().find_map(|head| text.strip_prefix(head)).unwrap_or(text)
}

/// `t.b.d` as `tbd`.
fn without_periods(text: &str) -> Cow<'_, str> {
    if text.contains('.') { text.replace('.', "").into() } else { text.into() }
}

/// Whether a character may fill a place where text is to come.
fn is_filling(c: char) -> bool {
    matches!(c, '?' | '.' | '\u{2026}' | '_' | ' ')
}

/// Whether a text of marks alone stands for one to come. Dots may also be what was left out of a
/// quotation, and one question mark an answer.
fn is_filler(marks: &str, place: Place) -> bool {
    let marks = marks.replace(' ', "");
    let marks = marks.as_str();
    let is_made_of = |mark: char| marks.chars().all(|c| c == mark);
    let count = marks.chars().count();
    let is_alone = matches!(place, Place::Field | Place::Section);
    let are_questions = is_made_of('?') && (count > 1 || is_alone);
    let are_dots = marks.chars().all(|c| matches!(c, '.' | '\u{2026}'))
        && (count > 1 || marks == "\u{2026}")
        && matches!(place, Place::Field | Place::Heading | Place::Section);
    let is_line = is_made_of('_') && count > 2;
    are_questions || are_dots || is_line
}
