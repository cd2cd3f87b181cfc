use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::text::suggest;

rule! {
    /// A value that a series wants to be unique must be that of one paper alone.
    ///
    /// ## Why
    ///
    /// Papers are found by such values: an alias, a docket, a serial that begins anew each year. The series
    /// says which they are with `unique: true`, or `unique: [year]` where the value may come again with
    /// another year. The publication number has rules of its own.
    ///
    /// ## Example
    ///
    /// ```yaml templates/memo/series.yaml
    /// extends: issue-paper
    /// fields:
    ///   - { id: docket, unique: true }
    /// ```
    ///
    /// ```yaml
    /// series: memo
    /// docket: 2024-17
    /// ```
    ///
    /// ```yaml
    /// series: memo
    /// docket: 2024-17
    /// ```
    ///
    /// ## How to fix
    ///
    /// Find out whose value it is, and give the other paper its own.
    "duplicate-value", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    for (field, field_value) in cx.values.iter() {
        let Some(unique) = &field.constraints.unique else { continue };
        let others = cx.shared.values.others(cx.index, &field.id);
        let (Some(first), Some(place)) = (others.first(), field_value.place()) else { continue };
        let files = others.iter().filter_map(|at| cx.project.papers.get(*at));
        let Some(file) = cx.project.papers.get(*first) else { continue };
        let within = match &unique.within[..] {
            [] => String::new(),
            fields => {
                let fields = suggest::listed(fields.iter().map(String::as_str));
                format!(" with the same {fields}")
            }
        };
        let message = format!(
            "{} in `{}` is also that of `{}`{within}",
            suggest::shown(cx.source(place)),
            field.id,
            file.paper.file.name()
        );
        let mut report = out.at(place, message).help("give one of the papers another value");
        for other in files {
            if let Some(entry) = field.entry(&other.paper) {
                report = report.label_in(&other.paper.file, entry.place(), "the same value");
            }
        }
    }
}
