use super::{foreign_lines, foreign_signs, html_text, loose_references};
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};

rule! {
    /// Markup must be of Markdown.
    ///
    /// ## Why
    ///
    /// Wikis, code hosts and word processors add marks of their own to Markdown, such as boxes with `:::note`, alerts
    /// with `[!NOTE]`, and `H~2~O`. They are no part of [CommonMark](https://spec.commonmark.org/0.31.2/): the page
    /// shows the signs as they are typed. The same is true of a character reference without its semicolon.
    ///
    /// Signs with another meaning, as in `a == b`, `2^10`, `~5 km` and `[sic]`, are left alone, and so is code.
    ///
    /// ## Example
    ///
    /// ```markdown
    /// > [!NOTE]
    /// > Each desk of Smith &amp Sons uses 5 m^2^ of ==new== space.
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write `> **Note:**` for an alert, `<sub>2</sub>` and `<sup>2</sup>` for small signs, and bold type for what is
    /// highlighted. Delete what has no equal in Markdown. Show signs that are meant as signs as code, between backticks.
    "foreign-markup", Warning => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let mut boxes = foreign_lines::Boxes::default();
    for prose in &cx.paper.body().prose {
        if out.is_full() {
            return;
        }
        if html_text::is_block(cx, prose) {
            continue;
        }
        foreign_lines::check(cx, prose, &mut boxes, out);
        foreign_signs::check(cx, prose, out);
        loose_references::check(cx, prose, out);
    }
    boxes.report(cx, out);
}
