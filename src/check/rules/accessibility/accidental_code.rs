use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::text::finding::{Edit, Fix};
use crate::text::source::Span;

rule! {
    /// A paragraph should not be indented by four spaces or a tab.
    ///
    /// ## Why
    ///
    /// Markdown reads an indented block as code: the page shows it in the type of a program, without line
    /// breaks, links or emphasis. The rule is from
    /// [CommonMark](https://spec.commonmark.org/0.31.2/#indented-code-blocks). Blocks that don't read
    /// like sentences are left alone.
    ///
    /// ## Example
    ///
    /// ```markdown
    /// The desks opened in 2014.
    ///
    ///     They handle most renewals now, and close at five.
    /// ```
    ///
    /// ## How to fix
    ///
    /// Delete the spaces at the beginning of the lines. For a sample of text put the block between lines
    /// with three backticks.
    "accidental-code", Warning => Paper(check)
}

/// The fewest words of a block that reads like a sentence.
const MIN_WORDS: usize = 4;

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let body = cx.paper.body();
    for code in body.code.iter().filter(|code| !code.is_fenced) {
        let text = cx.source(code.span);
        if !is_prose(text) {
            continue;
        }
        let before = &cx.paper.file.text()[..code.span.start];
        let start = before.trim_end_matches([' ', '\t']).len();
        // In a list or a quotation the spaces belong to it in part.
        let is_at_top = start == 0 || before[..start].ends_with(['\n', '\r']);
        let has_list = before[..start].trim_end().lines().next_back().is_some_and(is_item);
        let report = out
            .at(code.span, "this paragraph is indented so far that it is code on the page")
            .help(
                "delete the spaces before its lines; put a sample between lines of three backticks",
            );
        if is_at_top && !has_list {
            let edits = indentations(cx, Span::new(start, code.span.end));
            report.fix(Fix { title: "delete the spaces".to_owned(), edits, safe: false });
        }
    }
}

/// Whether a line is an item of a list.
fn is_item(line: &str) -> bool {
    let rest = line.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
    ["- ", "* ", "+ ", ". ", ") "].iter().any(|mark| rest.starts_with(mark))
}

/// The edits that delete the spaces at the beginning of each line.
fn indentations(cx: &PaperContext<'_>, span: Span) -> Vec<Edit> {
    let mut at = span.start;
    let lines = cx.source(span).split_inclusive(['\n', '\r']).filter_map(|line| {
        let start = at;
        at += line.len();
        let length = line.len() - line.trim_start_matches([' ', '\t']).len();
        let span = Span::new(start, start + length);
        (length > 0).then(|| Edit { span, text: String::new() })
    });
    lines.collect()
}

/// Whether a text reads like sentences rather than code, a form or a figure.
fn is_prose(text: &str) -> bool {
    let text = text.trim();
    let is_sign = |c: char| {
        matches!(
            c,
            '{' | '}'
                | '='
                | '<'
                | '>'
                | '$'
                | '\\'
                | '_'
                | '|'
                | '#'
                | '`'
                | '~'
                | '@'
                | '^'
                | '+'
                | '*'
        )
    };
    let is_sentence = text
        .starts_with(|c: char| c.is_uppercase() || c.is_numeric() || "“\"(".contains(c))
        && text.ends_with(['.', '!', '?', ':', '”', '"', ')']);
    let words = text.split_whitespace();
    let is_word = |word: &&str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || "-'’,.&/".contains(c))
    };
    let (all, plain) = (words.clone().count(), words.filter(is_word).count());
    let has_columns =
        text.lines().any(|line| line.trim().contains("   ") || line.trim().contains('\t'));
    is_sentence
        && !text.contains(is_sign)
        && !has_columns
        && plain >= MIN_WORDS
        && plain * 10 >= all * 9
}
