use std::ops::Range;

use crate::check::facts::placeholder::{self, Place};
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::front_matter::Entry;
use crate::paper::html;
use crate::paper::markdown::reference;
use crate::series::values::{FieldValue, Value};
use crate::series::{Field, FieldType};
use crate::text::finding::Fix;
use crate::text::source::Span;
use crate::text::suggest;

rule! {
    /// The value of a field must be plain text.
    ///
    /// ## Why
    ///
    /// Only the body of a paper is Markdown. A title is printed as it is typed, on the cover, in lists and in the
    /// properties of a file: with the stars of `**Renewals**`, the address of `[the plan](plan.pdf)`, the tag `<br>`
    /// and the letters of `&amp;`.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// title: "**Renewals** &amp; refunds<br>at the regional desks"
    /// ```
    ///
    /// ## How to fix
    ///
    /// Delete the marks and the tags, and type the character itself in place of its name: `&` for `&amp;`.
    "markup-in-field", Warning => Paper(check)
}

/// The elements that people write in a line of text. Another name in angle brackets may be that of a thing.
const ELEMENTS: [&str; 22] = [
    "a", "abbr", "b", "br", "center", "code", "div", "em", "font", "h1", "h2", "h3", "hr", "i",
    "img", "p", "small", "span", "strong", "sub", "sup", "u",
];

/// Signs of an HTML reference that its character can be written for without harm to the YAML around it.
const PLAIN: &str = "–—‘’“”…§©®™×·•°";

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    for (field, field_value) in cx.values.iter() {
        let FieldValue::Value(entry, value) = field_value else { continue };
        match (field.field_type, value) {
            (FieldType::Text, Value::Text(text)) => check_text(cx, field, entry, text, out),
            (FieldType::Person, Value::Person(person)) => {
                check_text(cx, field, entry, &person.name, out);
                let office = person.office.as_deref().unwrap_or_default();
                check_text(cx, field, entry, office, out);
            }
            _ => {}
        }
    }
}

fn check_text(cx: &PaperContext<'_>, field: &Field, entry: &Entry, text: &str, out: &mut Sink<'_>) {
    if !text.contains(['<', '&', '*', '_', '`', '[', '~', '#', '\\'])
        || placeholder::find(text, Place::Field).is_some()
    {
        return;
    }
    let (tag, character, mark) = (tag(text), character(text), mark(text));
    if let Some(found) = &tag {
        let tag = &text[found.clone()];
        let what = if tag.starts_with("<!--") { "comment" } else { "tag" };
        let message = format!(
            "the field `{}` has the {what} {}, which is printed",
            field.id,
            suggest::shown(tag)
        );
        out.at(place(cx, entry, tag), message)
            .help(format!("delete the {what}: the value of a field is plain text"));
    }
    if let Some((found, meant)) = &character {
        report_character(cx, (field, entry), (&text[found.clone()], meant), out);
    }
    // What is inside of the words is corrected first.
    let is_inside = |found: &Range<usize>, whole: &Range<usize>| {
        found.start < whole.end && whole.start < found.end
    };
    let others = [tag, character.map(|(found, _)| found)];
    let mark = mark.filter(|mark| !others.iter().flatten().any(|other| is_inside(other, mark)));
    if let Some(found) = mark {
        let words = &text[found];
        let shown = suggest::shown(words);
        let message =
            format!("the field `{}` has {shown}, which is printed with its marks", field.id);
        out.at(place(cx, entry, words), message).help(
            "write the words without marks: the value of a field is plain text, not Markdown",
        );
    }
}

/// Reports a character that is `written` as a reference of HTML.
fn report_character(
    cx: &PaperContext<'_>,
    (field, entry): (&Field, &Entry),
    (written, meant): (&str, &str),
    out: &mut Sink<'_>,
) {
    let shown = suggest::shown(written);
    let message = format!("the field `{}` has {shown}, which is printed as it is", field.id);
    let span = place(cx, entry, written);
    let report = out.at(span, message).help(format!("write {}", described(meant)));
    let is_plain = meant.chars().all(|c| c.is_alphanumeric() || PLAIN.contains(c))
        // At the start of a value, `&` has a meaning in YAML.
        || meant == "&" && !cx.source(entry.place()).starts_with('&');
    if is_plain && cx.source(span) == written {
        report.fix(Fix::risky("write the character", span, meant));
    }
}

/// The place of a part of a value; the whole value where the file has it written in another way.
fn place(cx: &PaperContext<'_>, entry: &Entry, part: &str) -> Span {
    let whole = entry.place();
    cx.source(whole)
        .find(part)
        .map_or(whole, |at| Span::new(whole.start + at, whole.start + at + part.len()))
}

/// The characters that a reference stands for, in a message.
fn described(text: &str) -> String {
    if text.trim().is_empty() { "a space".to_owned() } else { suggest::shown(text) }
}

/// The first tag of an HTML element, or comment.
fn tag(text: &str) -> Option<Range<usize>> {
    memchr::memchr_iter(b'<', text.as_bytes()).find_map(|at| {
        let length = html::length_of_tag(&text[at..])?;
        let tag = &text[at..at + length];
        if tag.starts_with("<!--") && tag.ends_with("-->") {
            return Some(at..at + length);
        }
        let name = tag.trim_start_matches(['<', '/']);
        let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next()?;
        let is_element = ELEMENTS.iter().any(|known| name.eq_ignore_ascii_case(known));
        (is_element && tag.ends_with('>')).then_some(at..at + length)
    })
}

/// The first character that is written as a reference of HTML.
fn character(text: &str) -> Option<(Range<usize>, String)> {
    memchr::memchr_iter(b'&', text.as_bytes()).find_map(|at| {
        let (length, resolved) = reference(&text[at..])?;
        Some((at..at + length, resolved))
    })
}

/// The first words with marks of Markdown around them.
fn mark(text: &str) -> Option<Range<usize>> {
    let around = ["**", "__", "~~", "`", "*", "_"].iter().find_map(|mark| between(text, mark));
    around.or_else(|| link(text)).or_else(|| {
        let is_heading = text.trim_start_matches('#').starts_with(' ') && text.starts_with('#');
        let length = text.len() - text.trim_start_matches('#').len();
        if is_heading {
            return Some(0..length);
        }
        text.ends_with('\\').then(|| text.len() - 1..text.len())
    })
}

/// Words between two marks that are outside of words, as Markdown wants them.
fn between(text: &str, mark: &str) -> Option<Range<usize>> {
    let is_word = |c: char| c.is_alphanumeric() || mark.starts_with(c);
    text.match_indices(mark).find_map(|(at, _)| {
        let inner = &text[at + mark.len()..];
        let opens = !text[..at].ends_with(is_word) && inner.starts_with(char::is_alphanumeric);
        let close = inner.match_indices(mark).find_map(|(close, _)| {
            let closes = inner[..close]
                .ends_with(|c: char| !c.is_whitespace() && !mark.starts_with(c))
                && !inner[close + mark.len()..].starts_with(is_word);
            closes.then_some(close)
        });
        let end = at + mark.len() + close.filter(|_| opens)? + mark.len();
        Some(at..end)
    })
}

/// `[words](address)`, `[words][name]` or `[words][]`.
fn link(text: &str) -> Option<Range<usize>> {
    [("](", ')'), ("][", ']')].iter().find_map(|(mark, close)| {
        let middle = text.find(mark)?;
        let start = text[..middle].rfind('[')?;
        let inner = middle + mark.len();
        let end = inner + text[inner..].find(*close)? + 1;
        // `a[i][j]` is a place in a table.
        let is_index = *close == ']' && text[..start].ends_with(char::is_alphanumeric);
        (!is_index).then_some(start..end)
    })
}
