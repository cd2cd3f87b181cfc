use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::series::values::{FieldValue, as_typed};
use crate::series::{FilePattern, Role};
use crate::text::source::Span;
use crate::text::suggest;

rule! {
    /// A paper must be at the path that its series says, with what its fields say in the name.
    ///
    /// ## Why
    ///
    /// Readers find a paper by its path, and links lead to it. A series that says `files: ["{number}-*.md"]`
    /// wants the number of each paper in the name of its file; zeros before it don't matter.
    ///
    /// ## Example
    ///
    /// ```yaml templates/memo/series.yaml
    /// extends: issue-paper
    /// files: ["memos/{docket}.md"]
    /// fields:
    ///   - { id: docket }
    /// ```
    ///
    /// ```yaml memos/12.md
    /// ---
    /// series: memo
    /// docket: 13
    /// ---
    /// ```
    ///
    /// ## How to fix
    ///
    /// Rename the file with `git mv`, or correct the field.
    "wrong-file-name", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let patterns = &cx.series.files;
    if patterns.is_empty() || !cx.is_own_series() {
        return;
    }
    let Some((pattern, parts)) = patterns.iter().find_map(|it| Some((it, it.read(&cx.path)?)))
    else {
        let wanted = suggest::listed(patterns.iter().map(|pattern| pattern.written.as_str()));
        let message = format!("`{}` is no path for a paper of `{}`", cx.path, cx.series.id);
        out.at(Span::at(0), message).help(format!("move it to a path such as {wanted}"));
        return;
    };
    for (name, part) in parts {
        let Some((key, value, place)) = value(cx, name) else { continue };
        if is_same(part, &value) {
            continue;
        }
        let message = format!(
            "the name of the file has {}, but `{key}` is {}",
            suggest::shown(part),
            suggest::shown(&value)
        );
        let to = renamed(cx, pattern)
            .map_or_else(String::new, |to| format!(" with `git mv {} {to}`", cx.path));
        out.at(place, message).help(format!("rename the file{to}, or correct `{key}`"));
    }
}

/// The path that the paper should have, where it is certain.
fn renamed(cx: &PaperContext<'_>, pattern: &FilePattern) -> Option<String> {
    pattern.written_with(|name| Some(value(cx, name)?.1)).map(|path| suggest::argument(&path))
}

/// The key of the field that a name stands for, its value and its place; none if the paper has none.
fn value<'c>(cx: &'c PaperContext<'_>, name: &'c str) -> Option<(&'c str, String, Span)> {
    let key = if name == "number" { cx.series.key(Role::Number)? } else { name };
    let FieldValue::Value(entry, _) = cx.values.get(key)? else { return None };
    let text = as_typed(&entry.value);
    // What is wrong with how a number is written is another finding.
    let rule = cx.series.number.as_ref().filter(|_| cx.series.key(Role::Number) == Some(key));
    let number = rule.map(|rule| {
        let number = rule.normalized(&text);
        rule.without_label(&number).unwrap_or(&number).to_owned()
    });
    Some((key, number.unwrap_or(text), entry.place()))
}

/// Whether a part of a path is this value: zeros before a number don't matter, nor does the case of letters.
fn is_same(part: &str, value: &str) -> bool {
    let plain = |text: &str| {
        let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let text = if is_number { text.trim_start_matches('0') } else { text };
        text.to_lowercase()
    };
    plain(part) == plain(value)
}
