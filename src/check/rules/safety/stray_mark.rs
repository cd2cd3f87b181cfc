use super::mark_runs::{Run, runs};
use super::{false_fences, formulas, html_text, stray_emphasis};
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::body::Prose;
use crate::text::characters::has_byte;
use crate::text::source::any_within;
use crate::text::suggest;

rule! {
    /// The marks of bold words, italics, struck words and code must be read as marks.
    ///
    /// ## Why
    ///
    /// Where one of two marks is missing, or a space is inside of one, Markdown reads them as text: the
    /// page has stars, tildes or backticks, and the words are not bold. The rule is from
    /// [CommonMark](https://spec.commonmark.org/0.31.2/#emphasis-and-strong-emphasis).
    ///
    /// A mark of a note, as in `62**` and at the start of a line below a table, and stars between figures or in a
    /// path are left alone.
    ///
    /// Three quotation marks or accents, typed in place of backticks, begin no block of code. Formulas in TeX
    /// are no Markdown: their dollar signs and commands are printed.
    ///
    /// ## Example
    ///
    /// ```markdown
    /// The desks **opened in 2014. They use the form `renewal, and ~~close at five ~~. They are *open to all.
    /// Each costs $n \times f$.
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the same mark on both sides of the words, without a space inside of either. Put a backslash
    /// before each sign that is meant as a sign. Write a formula in plain characters, or show it as a picture.
    "stray-mark", Warning => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let is_mark = |byte: u8| matches!(byte, b'*' | b'~' | b'`' | b'_' | b'$' | b'\\');
    for prose in &cx.paper.body().prose {
        if out.is_full() {
            return;
        }
        // What is between tags of HTML is no Markdown, and `raw-html` reports the tags.
        let has_html = || any_within(&cx.paper.body().html, |html| html.span, prose.span);
        let source = cx.source(prose.span);
        if !has_byte(source, is_mark) || has_html() || html_text::is_block(cx, prose) {
            continue;
        }
        let stars = runs(cx, prose, b'*');
        let [tildes, ticks, lines] = [b'~', b'`', b'_'].map(|sign| runs(cx, prose, sign));
        for (runs, sign, name) in
            [(&stars, b'*', "bold"), (&tildes, b'~', "struck text"), (&ticks, b'`', "code")]
        {
            if let Some(run) = stray(runs, sign) {
                report(cx, prose, run, name, out);
            }
        }
        for runs in [&stars, &lines] {
            if let Some(run) = stray_emphasis::open(cx, prose, runs) {
                let name = if run.end - run.start == 1 { "italics" } else { "bold" };
                report(cx, prose, run, name, out);
            }
        }
        formulas::report(cx, prose, out);
    }
    false_fences::check(cx, out);
}

fn report(cx: &PaperContext<'_>, prose: &Prose, run: Run, name: &str, out: &mut Sink<'_>) {
    let span = prose.span_of(run.start, run.end);
    let mark = cx.source(span);
    let message =
        format!("{} is not read as a mark of {name}, so it is printed", suggest::shown(mark));
    let escaped: String = mark.chars().flat_map(|sign| ['\\', sign]).collect();
    out.at(span, message).help(format!(
        "write the same mark on both sides of the words, without a space inside of it, or a backslash before the \
         sign if it is meant: {escaped}"
    ));
}

/// The first of the runs that is certainly meant as a mark.
fn stray(runs: &[Run], sign: u8) -> Option<Run> {
    let is_long = |run: &&Run| match sign {
        b'*' => run.end - run.start == 2 || run.end - run.start == 3,
        b'~' => run.end - run.start == 2,
        _ => true,
    };
    let long: Vec<Run> = runs.iter().filter(is_long).copied().collect();
    let first = *long.first()?;
    // Stars after a word are the mark of a note, of which there may be several.
    let is_meant = long.iter().any(|run| run.opens) || !first.closes && long.len() > 1;
    (is_meant || sign != b'*' && first.closes).then_some(first)
}
