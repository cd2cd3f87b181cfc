//! Links and notes in the form of another language than Markdown, or with something missing.

use super::brackets::{Brackets, is_address, shown};
use crate::check::{PaperContext, Sink};
use crate::text::suggest;

/// Reports brackets in one of these forms; returns where what is reported ends.
pub(super) fn report(
    cx: &PaperContext<'_>,
    it: &Brackets<'_>,
    out: &mut Sink<'_>,
) -> Option<usize> {
    report_turned(cx, it, out)
        .or_else(|| report_wiki(cx, it, out))
        .or_else(|| report_inline_note(cx, it, out))
        .or_else(|| report_definition(cx, it, out))
}

/// `(words)[address]`.
fn report_turned(cx: &PaperContext<'_>, it: &Brackets<'_>, out: &mut Sink<'_>) -> Option<usize> {
    let before = it.prose.text[..it.start].strip_suffix(')')?;
    let open = before.rfind('(')?;
    let words = &before[open + 1..];
    if !words.contains(char::is_alphabetic) || !is_address(it.label()) {
        return None;
    }
    let span = it.prose.span_of(open, it.inner.1 + 1);
    let shown = shown(cx, span);
    let meant = format!("[{words}]({})", it.label());
    out.at(span, format!("{shown} is not read as a link: the brackets are the wrong way round"))
        .help(format!("write {}", suggest::shown(&meant)));
    Some(it.inner.1 + 1)
}

/// `[[page]]`.
fn report_wiki(cx: &PaperContext<'_>, it: &Brackets<'_>, out: &mut Sink<'_>) -> Option<usize> {
    let page = it.label().strip_prefix('[')?.strip_suffix(']')?;
    // `foreign-markup` reports a table of contents.
    let is_contents = matches!(page.to_ascii_lowercase().as_str(), "toc" | "_toc_");
    let is_name = !is_contents && !page.contains(['[', ']']) && page.contains(char::is_alphabetic);
    if !is_name || !it.is_after_space() || it.after().starts_with(['(', '[']) {
        return None;
    }
    let end = it.inner.1 + 1;
    let span = it.prose.span_of(it.start, end);
    out.at(
        span,
        format!(
            "{} is not read as a {}: Markdown has no double brackets",
            shown(cx, span),
            it.what()
        ),
    )
    .help("write `[words](address)`, or a backslash before each bracket that is meant");
    Some(end)
}

/// `^[text of a note]`.
fn report_inline_note(
    cx: &PaperContext<'_>,
    it: &Brackets<'_>,
    out: &mut Sink<'_>,
) -> Option<usize> {
    let is_note = it.prose.text[..it.start].ends_with('^')
        && it.label().trim().contains(' ')
        && !it.after().starts_with(['(', '[']);
    if !is_note {
        return None;
    }
    let end = it.inner.1 + 1;
    let span = it.prose.span_of(it.start - 1, end);
    out.at(span, format!("{} is not read as a footnote", shown(cx, span)))
        .help("write `[^1]` here, and the text in a line of its own at the end: `[^1]: the note`");
    Some(end)
}

/// `[name]: address` that Markdown doesn't read: as a line of its own, or in the middle of a line, where a link is meant.
fn report_definition(
    cx: &PaperContext<'_>,
    it: &Brackets<'_>,
    out: &mut Sink<'_>,
) -> Option<usize> {
    let address = it.after().strip_prefix(':')?;
    let address = address.split(['\n', '\u{fffc}']).next().unwrap_or_default();
    let start = it.prose.span_of(it.start, it.start + 1).start;
    let before = cx.paper.file.text()[..start].trim_end_matches([' ', '\t', '>']);
    let is_line = before.is_empty() || before.ends_with(['\n', '\r']);
    if it.is_picture() || it.label().starts_with('^') {
        return None;
    }
    if !is_line && !it.prose.text[..it.start].trim().is_empty() {
        return report_colon(cx, it, address, out);
    }
    if !is_address(address) {
        return None;
    }
    // The next line may be another one.
    let line = &cx.paper.file.text()[start..];
    let line_end = start + line.find(['\n', '\r']).unwrap_or(line.len());
    let end = it.prose.offset_of(line_end).min(it.inner.1 + 2 + address.len());
    let span = it.prose.span_of(it.start, end);
    out.at(span, format!("{} is not read as the address of a name", shown(cx, span)))
        .help("write it below an empty line, and an address with spaces between `<` and `>`");
    Some(end)
}

/// `[words]:address` in the middle of a line.
fn report_colon(
    cx: &PaperContext<'_>,
    it: &Brackets<'_>,
    rest: &str,
    out: &mut Sink<'_>,
) -> Option<usize> {
    let address = rest.trim_start().split(char::is_whitespace).next()?;
    let spaces = rest.len() - rest.trim_start().len();
    let address = address.trim_end_matches(['.', ',', ';', ')', ':', '!', '?']);
    let is_word = it.label().contains(char::is_alphabetic);
    if !is_word || !it.is_after_space() || !is_address(address) {
        return None;
    }
    let end = it.inner.1 + 2 + spaces + address.len();
    let span = it.prose.span_of(it.start, end);
    let meant = suggest::shown(&format!("[{}]({address})", it.label()));
    out.at(span, format!("{} is not read as a link: there is a colon in it", shown(cx, span)))
        .help(format!("write {meant}"));
    Some(end)
}
