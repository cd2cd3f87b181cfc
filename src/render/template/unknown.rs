//! Names that a template uses and that do not exist: where they are, and which was meant.

use minijinja::Value;
use minijinja::value::ValueKind;

use crate::text::source::Span;
use crate::text::suggest;

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

/// Message and help for a name that does not exist; `expression` is where it was used.
pub(super) fn undefined(expression: Option<&str>, context: &Value) -> (String, Option<String>) {
    let Some(path) = expression.and_then(first_unknown(context)) else {
        return ("a value that does not exist is used".to_owned(), None);
    };
    let name = path.rsplit('.').next().unwrap_or(&path);
    let mut known = Vec::new();
    names(context, &mut known);
    let nearest = suggest::nearest(name, known.iter().map(String::as_str));
    let help = nearest.map(|known| format!("did you mean `{known}`?"));
    (format!("`{path}` does not exist"), help)
}

/// Finds the first dotted path in an expression that no context knows.
fn first_unknown(context: &Value) -> impl Fn(&str) -> Option<String> {
    let context = context.clone();
    move |expression| {
        let is_path = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
        let mut paths = expression.split(|c| !is_path(c)).filter(|path| {
            path.starts_with(|c: char| c.is_alphabetic() || c == '_') && !exists(&context, path)
        });
        paths.next().map(str::to_owned)
    }
}

/// All names that a template can use, at any depth.
fn names(value: &Value, known: &mut Vec<String>) {
    let items = || value.try_iter().into_iter().flatten();
    match value.kind() {
        ValueKind::Map => {
            for name in items().filter_map(|key| key.as_str().map(str::to_owned)) {
                names(&value.get_attr(&name).unwrap_or_default(), known);
                known.push(name);
            }
        }
        ValueKind::Seq | ValueKind::Iterable => items().for_each(|item| names(&item, known)),
        _ => {}
    }
}
