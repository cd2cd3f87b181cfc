//! Lines that begin with markup of another language.

use super::foreign::Foreign;
use crate::check::{PaperContext, Sink};
use crate::paper::body::{Prose, ProseKind};
use crate::text::finding::Fix;
use crate::text::source::Span;
use crate::text::suggest;

/// The names of the table of contents, in any case.
const CONTENTS: [&str; 5] = ["[toc]", "[[toc]]", "[[_toc_]]", "@[toc]", "{:toc}"];

/// Boxes between lines of colons.
#[derive(Default)]
pub(super) struct Boxes {
    open: Vec<Span>,
    found: Vec<(Span, Option<Span>)>,
}

impl Boxes {
    fn add(&mut self, span: Span, is_named: bool) {
        if is_named {
            self.open.push(span);
        } else if let Some(opener) = self.open.pop() {
            self.found.push((opener, Some(span)));
        } else {
            self.found.push((span, None));
        }
    }

    /// Reports each box where it begins.
    pub(super) fn report(self, cx: &PaperContext<'_>, out: &mut Sink<'_>) {
        let open = self.open.into_iter().map(|span| (span, None));
        let mut found: Vec<_> = self.found.into_iter().chain(open).collect();
        found.sort_by_key(|(opener, _)| opener.start);
        for (opener, closer) in found {
            let shown = suggest::shown(cx.source(opener));
            let message = format!("{shown} makes no box in Markdown, so it is printed as it is");
            let report = out.at(opener, message);
            match closer {
                Some(closer) => report
                    .help("delete it and the line of colons that ends the box; a quotation, with `> ` before each line, is set off")
                    .label(closer, "the end of the box"),
                None => report.help("delete it"),
            };
        }
    }
}

pub(super) fn check(cx: &PaperContext<'_>, prose: &Prose, boxes: &mut Boxes, out: &mut Sink<'_>) {
    if !matches!(prose.kind, ProseKind::Paragraph | ProseKind::Item) {
        return;
    }
    let source = cx.source(prose.span).trim_end();
    let whole = Span::new(prose.span.start, prose.span.start + source.len());
    if CONTENTS.iter().any(|name| source.eq_ignore_ascii_case(name)) {
        let fix = Fix::risky("delete it", whole, "");
        Foreign::new(whole, "delete it: only a page can have a table of contents")
            .fix(fix)
            .report(cx, out);
        return;
    }
    let mut at = prose.span.start;
    for (count, line) in source.split_inclusive('\n').enumerate() {
        let inner = line.trim_start_matches([' ', '\t', '>']);
        let start = at + line.len() - inner.len();
        at += line.len();
        let inner = inner.trim_end();
        let span = Span::new(start, start + inner.len());
        if inner.starts_with(":::") {
            boxes.add(span, inner.contains(char::is_alphanumeric));
        } else if let Some(found) =
            alert(prose, count, span, inner).or_else(|| of_line(count, span, inner))
        {
            found.report(cx, out);
        }
    }
}

/// `> [!NOTE]`
fn alert(prose: &Prose, count: usize, span: Span, line: &str) -> Option<Foreign> {
    let (name, rest) = line.strip_prefix("[!")?.split_once(']')?;
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphabetic() || c == '-');
    if !prose.is_quoted || count > 0 || !is_name || rest.starts_with(['(', '[']) {
        return None;
    }
    let name = name.to_ascii_lowercase().replace('-', " ");
    let (first, others) = name.split_at(1);
    let label = format!("**{}{others}:**", first.to_ascii_uppercase());
    let length = line.len() - rest.len();
    let mark = Span::new(span.start, span.start + length);
    // A sign of other programs that folds the box.
    let folding = usize::from(rest.starts_with(['-', '+']));
    let edited = Span::new(mark.start, mark.end + folding);
    let fix = Fix {
        safe: prose.text.len() > line.len(),
        ..Fix::risky("write it as a label", edited, label.clone())
    };
    Some(Foreign::new(mark, format!("write {} in its place", suggest::shown(&label))).fix(fix))
}

/// A line of another language.
fn of_line(count: usize, span: Span, line: &str) -> Option<Foreign> {
    let starting = |length: usize| Span::new(span.start, span.start + length);
    let word = |text: &str| {
        text.len()
            - text.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || "_-".contains(c)).len()
    };
    if let Some(rest) = line.strip_prefix("!!! ").or_else(|| line.strip_prefix("???+ ")) {
        let is_box = rest.starts_with(|c: char| c.is_ascii_lowercase());
        let length = line.len() - rest.len() + word(rest);
        return is_box.then(|| {
            Foreign::new(
                starting(length),
                "delete the line, and the spaces before the lines of the box",
            )
        });
    }
    if let Some(rest) = line.strip_prefix(".. ") {
        let length = word(rest);
        let is_directive = length > 0 && rest[length..].starts_with("::");
        return is_directive.then(|| {
            Foreign::new(
                starting(3 + length + 2),
                "delete it, and the spaces before the lines below",
            )
        });
    }
    if let Some(rest) = line.strip_prefix("#+") {
        let length = word(rest);
        let is_keyword = length > 2
            && rest[..length].bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
        return is_keyword.then(|| {
            Foreign::new(
                starting(2 + length),
                "delete the line; code goes between lines of three backticks",
            )
        });
    }
    if let Some(rest) = line.strip_prefix("*[") {
        let (term, meaning) = rest.split_once("]:")?;
        let is_term = !term.is_empty() && term.len() < 20 && !meaning.trim().is_empty();
        return is_term.then(|| {
            let help = format!(
                "delete the line, and write {} where the paper first uses it",
                suggest::shown(&format!("{} ({term})", meaning.trim()))
            );
            Foreign::new(starting(term.len() + "*[]:".len()), help)
        });
    }
    if count > 0 && line.starts_with(": ") {
        let help =
            "make a list of terms: begin each line with `- `, and put the term before its colon";
        return Some(Foreign::new(starting(1), help));
    }
    heading(count, line).map(|(length, level)| {
        // Those of two levels are sections.
        let mark = "#".repeat(level.max(3));
        let help = format!("begin a heading with {}, on a line of its own", suggest::shown(&mark));
        Foreign::new(starting(length), help)
    })
}

/// `h2. Title` and `== Title ==`: the length of the mark, and the level of the heading.
fn heading(count: usize, line: &str) -> Option<(usize, usize)> {
    if count > 0 {
        return None;
    }
    if let Some(rest) = line.strip_prefix('h') {
        let level = rest.chars().next()?.to_digit(10).filter(|level| (1..=6).contains(level))?;
        return rest[1..].starts_with(". ").then_some((3, usize::try_from(level).ok()?));
    }
    let level = line.len() - line.trim_start_matches('=').len();
    let is_heading = (2..=6).contains(&level)
        && line[level..].starts_with(' ')
        && line[level..].contains(char::is_alphabetic);
    is_heading.then_some((level, level))
}
