//! Names that a template uses and that do not exist: where they are, and which was meant.

use std::cmp::Reverse;

use minijinja::Value;
use minijinja::value::ValueKind;

use crate::text::source::Span;
use crate::text::suggest;

/// What most names of a template are below.
const PAPER: &str = "paper.";

/// Whether a template with `context` knows a dotted name.
pub(super) fn exists(context: &Value, path: &str) -> bool {
    let mut value = context.clone();
    path.split('.').all(|name| {
        value = value.get_attr(name).unwrap_or_default();
        !value.is_undefined()
    })
}

/// The first place of `name` as a whole word; the start if it is written another way.
pub(super) fn find(source: &str, name: &str) -> Span {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    source
        .match_indices(name)
        .map(|(at, name)| Span::new(at, at + name.len()))
        .find(|span| {
            !source[..span.start].ends_with(is_part) && !source[span.end..].starts_with(is_part)
        })
        .unwrap_or_default()
}

/// The name that does not exist in the expression at `span`, with its place.
pub(super) fn undefined<'s>(
    source: &'s str,
    span: Span,
    context: &Value,
) -> Option<(Span, &'s str)> {
    let span = whole(source, span);
    let (at, name) = first_unknown(source.get(span.range())?, context)?;
    let start = span.start + at;
    Some((Span::new(start, start + name.len()), name))
}

/// Message and help for a name that does not exist.
pub(super) fn said(name: &str, context: &Value) -> (String, Option<String>) {
    let help = meant(context, name).map(|known| format!("did you mean `{known}`?"));
    (format!("`{name}` does not exist"), help)
}

/// The place of an expression, of whose end `span` may be the place: `.title`, or a filter.
fn whole(source: &str, span: Span) -> Span {
    let before = &source[..span.start];
    let operand = before.trim_end().strip_suffix('|').map(str::trim_end);
    let is_end = source.get(span.range()).is_some_and(|text| text.starts_with('.'));
    match operand.or(is_end.then_some(before)) {
        Some(before) => Span::new(before.trim_end_matches(is_path).len(), span.end),
        None => span,
    }
}

/// Whether `c` is a part of a dotted name.
fn is_path(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '.'
}

/// The first dotted name in an expression that does not exist, rather below a name that does: others may be those of a
/// loop.
fn first_unknown<'e>(expression: &'e str, context: &Value) -> Option<(usize, &'e str)> {
    let is_begun = |path: &str| path.split_once('.').is_some_and(|(root, _)| exists(context, root));
    let mut unknown = paths(expression);
    unknown.retain(|(_, path)| !exists(context, path));
    let begun = unknown.iter().find(|(_, path)| is_begun(path));
    begun.or(unknown.first()).copied()
}

/// The words of an expression that name nothing.
const KEYWORDS: [&str; 11] =
    ["and", "else", "false", "if", "in", "is", "none", "not", "or", "recursive", "true"];

/// The dotted names of values in an expression, with their places: neither texts in quotes nor names of filters and
/// tests.
fn paths(expression: &str) -> Vec<(usize, &str)> {
    let (mut paths, mut at, mut last) = (Vec::new(), 0, "");
    while let Some(c) = expression[at..].chars().next() {
        let rest = &expression[at..];
        let length = match c {
            '"' | '\'' => rest[1..].find(c).map_or(rest.len(), |end| end + 2),
            c if is_path(c) => rest.find(|c| !is_path(c)).unwrap_or(rest.len()),
            c => c.len_utf8(),
        };
        let word = &rest[..length];
        let begins = word.starts_with(|c: char| c.is_alphabetic() || c == '_');
        if begins && !KEYWORDS.contains(&word) && !matches!(last, "|" | "is") {
            paths.push((at, word));
        }
        let is_passed_over = word.trim().is_empty() || last == "is" && word == "not";
        last = if is_passed_over { last } else { word };
        at += length;
    }
    paths
}

/// The name that was meant, as a template has to write it.
fn meant(context: &Value, path: &str) -> Option<String> {
    let mut known = Known::default();
    known.collect(context, "", false);
    let of_item = || {
        // What does not exist by itself is an item of a list.
        let (item, name) = path.rsplit_once('.').filter(|(item, _)| !exists(context, item))?;
        let names = known.of_items.iter().map(String::as_str).filter(|known| *known != name);
        suggest::nearest(name, names).map(|name| format!("{item}.{name}"))
    };
    corrected(context, path).or_else(of_item).or_else(|| known.elsewhere(path))
}

/// The path with each part that does not exist replaced by the nearest one that does, as far as there is one; none if
/// nothing is replaced.
fn corrected(context: &Value, path: &str) -> Option<String> {
    let (mut value, mut found) = (context.clone(), Vec::new());
    for name in path.split('.') {
        let names = names(&value);
        let known = || names.iter().map(String::as_str);
        let same = known().find(|known| *known == name);
        let Some(name) = same.or_else(|| suggest::nearest(name, known())) else { break };
        value = value.get_attr(name).unwrap_or_default();
        found.push(name.to_owned());
    }
    let is_replaced = found.iter().zip(path.split('.')).any(|(found, name)| found != name);
    is_replaced.then(|| found.join("."))
}

/// The names directly below a value.
fn names(value: &Value) -> Vec<String> {
    let is_map = value.kind() == ValueKind::Map;
    let keys = value.try_iter().into_iter().flatten().filter(|_| is_map);
    keys.filter_map(|key| key.as_str().map(str::to_owned)).collect()
}

/// All names that a template can use, at any depth.
#[derive(Default)]
struct Known {
    /// Those that a template can write as they are, with what they are below.
    paths: Vec<String>,
    /// Those of the items of lists, which a loop names as it likes.
    of_items: Vec<String>,
}

impl Known {
    /// Adds what is below `value`, whose own name is `above`.
    fn collect(&mut self, value: &Value, above: &str, is_item: bool) {
        if matches!(value.kind(), ValueKind::Seq | ValueKind::Iterable) {
            let items = value.try_iter().into_iter().flatten();
            return items.for_each(|item| self.collect(&item, "", true));
        }
        for name in names(value) {
            let path = if above.is_empty() { name.clone() } else { format!("{above}.{name}") };
            self.collect(&value.get_attr(&name).unwrap_or_default(), &path, is_item);
            if is_item { self.of_items.push(name) } else { self.paths.push(path) }
        }
    }

    /// The path that ends in about the same name: rather of the paper, and of few parts.
    fn elsewhere(&self, path: &str) -> Option<String> {
        let last = |path: &str| path.rsplit('.').next().unwrap_or_default().to_owned();
        let ends: Vec<String> = self.paths.iter().map(|path| last(path)).collect();
        let nearest = suggest::nearest(&last(path), ends.iter().map(String::as_str))?;
        let such = self.paths.iter().filter(|path| last(path) == nearest);
        such.min_by_key(|path| (Reverse(path.starts_with(PAPER)), path.matches('.').count()))
            .cloned()
    }
}
