use super::list_marks;
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::text::finding::{Edit, Fix};
use crate::text::source::{Span, any_contains};

rule! {
    /// A paragraph, a list, a table, a picture or a comment should not be indented by four spaces or a tab.
    ///
    /// ## Why
    ///
    /// Markdown reads an indented block as code: the page shows it in the type of a program, without line
    /// breaks, links or emphasis, a table as bars, and a comment, which nobody should see. The rule is from
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
        let Some(what) = meant(cx.source(code.span)) else { continue };
        let before = &cx.paper.file.text()[..code.span.start];
        let start = before.trim_end_matches([' ', '\t']).len();
        // In a list or a quotation the spaces belong to it in part.
        let is_at_top = start == 0 || before[..start].ends_with(['\n', '\r']);
        let has_list = before[..start].trim_end().lines().next_back().is_some_and(is_item);
        let report = out
            .at(code.span, format!("this {what} is indented so far that it is code on the page"))
            .help(
                "delete the spaces before its lines; put a sample between lines of three backticks",
            );
        if is_at_top && !has_list {
            // What is below a footnote belongs to it by four spaces.
            let is_in_note = any_contains(&cx.paper.body().notes, |note| note.span, code.span);
            let kept = if is_in_note { "    " } else { "" };
            let edits = indentations(cx, Span::new(start, code.span.end), kept);
            report.fix(Fix { title: "delete the spaces".to_owned(), edits, safe: false });
        }
    }
}

/// Whether a line is an item of a list.
fn is_item(line: &str) -> bool {
    let rest = line.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
    ["- ", "* ", "+ ", ". ", ") "].iter().any(|mark| rest.starts_with(mark))
}

/// The edits that leave each line no other spaces at its beginning than those.
fn indentations(cx: &PaperContext<'_>, span: Span, kept: &str) -> Vec<Edit> {
    let mut at = span.start;
    let lines = cx.source(span).split_inclusive(['\n', '\r']).filter_map(|line| {
        let start = at;
        at += line.len();
        let length = line.len() - line.trim_start_matches([' ', '\t']).len();
        let span = Span::new(start, start + length);
        (length > 0).then(|| Edit { span, text: kept.to_owned() })
    });
    lines.collect()
}

/// What is meant with a block that is certainly no code.
fn meant(source: &str) -> Option<&'static str> {
    let lines = || {
        let lines = source.lines().map(|line| line.trim_start_matches([' ', '\t', '>']).trim_end());
        lines.filter(|line| !line.is_empty())
    };
    let has_more = lines().nth(1).is_some();
    let is_table = has_more
        && lines().all(|line| line.starts_with('|') && line.ends_with('|'))
        && lines().nth(1).is_some_and(|line| line.chars().all(|c| "|-: ".contains(c)));
    if is_table {
        return Some("table");
    }
    let first = lines().next()?;
    if first.starts_with("<!--") && lines().next_back().is_some_and(|line| line.ends_with("-->")) {
        return Some("comment");
    }
    if first.starts_with("![") && first.contains("](") && first.ends_with(')') {
        return Some("picture");
    }
    if first.starts_with("[^") && first.contains("]: ") {
        return Some("footnote");
    }
    let items: Option<Vec<&str>> = lines().map(item).collect();
    if items.is_some_and(|items| has_more && items.iter().all(|text| is_prose(text, 2))) {
        return Some("list");
    }
    let text: Vec<&str> = lines().collect();
    is_prose(&text.join("\n"), MIN_WORDS).then_some("paragraph")
}

/// The text of an item of a list.
fn item(line: &str) -> Option<&str> {
    if let Some((_, length)) = list_marks::mark(line) {
        return Some(&line[length..]);
    }
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    ["- ", "* ", "+ ", ". ", ") "].iter().find_map(|mark| rest.strip_prefix(mark))
}

/// Whether a text of so many words reads like sentences rather than code, a form or a figure.
fn is_prose(text: &str, min_words: usize) -> bool {
    let text = text.trim();
    let is_sign = |c: char| matches!(c, '{' | '}' | '=' | '<' | '>' | '\\' | '|' | '#' | '~' | '^');
    let is_start =
        text.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || "“\"(*_[$".contains(c));
    let is_end = text.ends_with(['.', '!', '?', ':', ';', '”', '"', ')', '*']);
    let words = text.split_whitespace();
    let is_amount = |word: &str| {
        let digits = word.trim_start_matches('$').trim_end_matches(['+', '%']);
        digits.len() < word.len() && digits.starts_with(|c: char| c.is_ascii_digit())
    };
    let is_word = |word: &&str| {
        let bare = word.trim_matches(|c: char| "*_,.;:()[]!?\"“”".contains(c));
        let is_plain = |c: char| c.is_alphanumeric() || "-'’,.&/".contains(c);
        let is_mail = bare.contains('@') && bare.contains('.');
        is_amount(bare)
            || is_mail
            || bare.contains("](")
            || bare.contains(char::is_alphanumeric) && bare.chars().all(is_plain)
    };
    let (all, plain) = (words.clone().count(), words.clone().filter(is_word).count());
    // Bytes and addresses may be letters alone: `0020 ffff fffe`.
    let is_hex = |word: &&str| {
        let digits = word.trim_start_matches("0x").trim_end_matches([':', ',']);
        digits.len() > 1 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    let has_letters = |word: &str| word.contains(char::is_alphabetic);
    let hex = words.clone().filter(is_hex).count();
    let are_bytes = 2 * hex > all && words.filter(is_hex).any(has_letters);
    let has_columns =
        text.lines().any(|line| line.trim().contains("   ") || line.trim().contains('\t'));
    // A list of names, or a record, has no sentence end either.
    let starts_small = |word: &&str| word.starts_with(char::is_lowercase);
    let is_flowing = plain == all && text.split_whitespace().filter(starts_small).count() * 2 > all;
    let is_sentence = is_start && is_end || (is_start || is_end) && plain > MIN_WORDS && is_flowing;
    (is_sentence || min_words < MIN_WORDS)
        && !text.contains(is_sign)
        && !has_columns
        && !are_bytes
        && plain >= min_words
        && plain * 10 >= all * 9
}
