use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};

rule! {
    /// A section must not be there when the series forbids it.
    ///
    /// ## Why
    ///
    /// Some sections belong to some papers only, as the effect on older systems belongs to a paper that
    /// changes a standard. The series says when with `allowed_when` and `forbidden_when`.
    ///
    /// ## Example
    ///
    /// ```yaml templates/memo/series.yaml
    /// extends: issue-paper
    /// sections:
    ///   - { id: results, heading: Results, forbidden_when: { stage: draft } }
    /// ```
    ///
    /// ```text
    /// ---
    /// series: memo
    /// stage: draft
    /// ---
    ///
    /// ## Results
    ///
    /// All went well.
    /// ```
    ///
    /// ## How to fix
    ///
    /// Delete the section, or correct the field that the finding names.
    "forbidden-section", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    for (rule, section) in cx.series.sections.iter().enumerate() {
        let (Some(why), Some(found)) = (cx.refusal(&section.when), cx.outline.find(rule)) else {
            continue;
        };
        let message = format!("the section `{}` {why}", section.heading);
        let help = "delete it with its text, or correct what it depends on";
        out.at(found.heading, message).help(help);
    }
}
