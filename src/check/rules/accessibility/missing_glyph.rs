use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::text::characters::is_private;
use crate::text::source::Span;

rule! {
    /// Every character must have a glyph in the fonts for PDF.
    ///
    /// ## Why
    ///
    /// A page can't show a character that no font has a glyph for. A PDF shows its code instead, such
    /// as `[U+6E2F]`, so that no reader takes an empty box for a word. The built-in fonts have Latin,
    /// Greek, Cyrillic, Hebrew and Arabic letters and many symbols, but no Chinese, Japanese or Korean
    /// characters and no emoji.
    ///
    /// ## Example
    ///
    /// ```markdown
    /// The sign reads 港口 (port). 🚚
    /// ```
    ///
    /// ## How to fix
    ///
    /// Put a font that has the characters into a folder of the project and name the folder in the
    /// settings: `fonts: fonts`. Or use other characters.
    "missing-glyph", Warning => Paper(check)
}

/// How many characters a message names.
const NAMED: usize = 5;

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    if cx.paper.file.text().is_ascii() {
        return;
    }
    let mut addresses: Vec<Span> = cx.paper.body().links.iter().map(|link| link.url_span).collect();
    addresses.extend(cx.paper.body().images.iter().map(|image| image.url_span));
    // A number that can't be one has to be written anew.
    let is_number = |text: &str| cx.series.number.as_ref().is_none_or(|rule| rule.is_match(text));
    let number = cx.number().filter(|(_, text)| !is_number(text));
    addresses.extend(number.map(|(entry, _)| entry.value.span));
    addresses.sort_unstable_by_key(|span| span.start);
    let mut start = 0;
    for line in cx.paper.file.text().split_inclusive('\n') {
        if !line.is_ascii() {
            check_line(cx, line, start, &addresses, out);
        }
        start += line.len();
    }
}

/// One finding per line, from the first such character to the last.
fn check_line(
    cx: &PaperContext<'_>,
    line: &str,
    start: usize,
    addresses: &[Span],
    out: &mut Sink<'_>,
) {
    // An address is not printed.
    let is_printed = |at: usize| {
        let next = addresses.partition_point(|span| span.end <= at);
        addresses.get(next).is_none_or(|span| at < span.start)
    };
    let is_missing =
        |(at, c): &(usize, char)| !cx.project.fonts.covers(*c) && is_printed(start + at);
    let missing: Vec<(usize, char)> = line.char_indices().filter(is_missing).collect();
    let (Some((first, _)), Some((last, c))) = (missing.first(), missing.last()) else { return };
    let mut characters: Vec<char> = Vec::new();
    for (_, c) in &missing {
        if !characters.contains(c) {
            characters.push(*c);
        }
    }
    let named: Vec<String> = characters.iter().take(NAMED).map(|c| shown(*c)).collect();
    let more = characters.len().saturating_sub(NAMED);
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    out.at(
        Span::new(start + first, start + last + c.len_utf8()),
        format!("no font has a glyph for {}{rest}", named.join(", ")),
    )
    .help("name the folder of a font that has it in issuepaper.yaml, as in `fonts: fonts`, or use other characters");
}

fn shown(c: char) -> String {
    let code = format!("U+{:04X}", u32::from(c));
    // A private character has no glyph that a message could show.
    if is_private(c) { code } else { format!("`{c}` ({code})") }
}
