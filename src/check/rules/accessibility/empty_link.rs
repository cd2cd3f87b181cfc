use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::url::{Target, classify};
use crate::text::characters::is_blank;

rule! {
    /// A link must have text and an address.
    ///
    /// ## Why
    ///
    /// A link without text cannot be seen or clicked, and a screen reader reads out its bare address.
    /// A link without an address, or with nothing but `#`, leads nowhere. WCAG 2.x, success criteria 2.4.4, "Link Purpose (In
    /// Context)", and 4.1.2, "Name, Role, Value".
    ///
    /// ## Example
    ///
    /// ```markdown
    /// The [statement of work]() is public. So is [](https://www.example.gov/summary) the summary.
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the text in the square brackets and the address in the parentheses, or remove the
    /// link.
    "empty-link", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    for link in &cx.paper.body().links {
        let has_text = !is_blank(&link.text);
        let is_top = classify(&link.url) == Target::Fragment("");
        let has_address = classify(&link.url) != Target::Empty && !is_top;
        let (message, help) = match (has_text, has_address) {
            (true, true) => continue,
            (true, false) if is_top => (
                "the link has no address but `#`, which leads nowhere",
                "write the address in the parentheses, or remove the link",
            ),
            (true, false) => (
                "the link has no address",
                "write the address in the parentheses, or remove the link",
            ),
            (false, true) => {
                ("the link has no text", "write in the square brackets where the link leads")
            }
            (false, false) => ("the link has neither text nor address", "remove the link"),
        };
        out.at(link.span, message).help(help);
    }
}
