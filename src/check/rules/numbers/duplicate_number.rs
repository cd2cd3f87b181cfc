use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::series::Uniqueness;
use crate::workspace::PaperFile;

rule! {
    /// A publication number may stand on one paper only.
    ///
    /// ## Why
    ///
    /// Whoever cites the number must find one paper. A copied paper that still carries last quarter's
    /// number is the usual cause. In a series whose numbers stand for a family of papers
    /// (`uniqueness: family`) this rule is silent.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// publication_number: "3733-0624"
    /// ```
    ///
    /// ```yaml
    /// publication_number: "3733-0624"
    /// ```
    ///
    /// ## How to fix
    ///
    /// Ask the central desk for a number for the newer paper.
    "duplicate-number", Error => Paper(check)
}

/// The most papers that one finding names.
const NAMED: usize = 3;

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let (Some(rule), Some((entry, text))) = (&cx.series.number, cx.number()) else { return };
    if rule.uniqueness == Uniqueness::Family || !rule.is_match(text) {
        return;
    }
    let papers = cx.peers.with_number(&cx.series.id, text);
    let others: Vec<&PaperFile> =
        papers.iter().copied().filter(|other| other.path != cx.file.path).collect();
    let Some(first) = others.first() else { return };
    let also = match others.len() {
        1 => String::new(),
        more => format!(" and of {} more", more - 1),
    };
    let message =
        format!("the number `{text}` is also that of `{}`{also}", first.paper.file.name());
    let mut report = out
        .at(entry.value.span, message)
        .help("give one of the papers another number; ask the central desk for it");
    for other in others.iter().take(NAMED) {
        if let Some(entry) = other.paper.front.get("publication_number") {
            report = report.label_in(&other.paper.file, entry.value.span, "the same number");
        }
    }
}
