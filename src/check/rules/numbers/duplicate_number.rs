use super::later_stage;
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::Paper;
use crate::project::PaperFile;
use crate::project::register::EntryKind;
use crate::series::{Role, Series, Uniqueness};
use crate::text::source::Span;

rule! {
    /// A publication number must be on one paper only.
    ///
    /// ## Why
    ///
    /// Whoever cites the number must find one paper. A copied paper that still carries last quarter's
    /// number is the usual cause. A serial is assigned only once as well, so `3733-0624` and `3733-0924`
    /// can't both be right. In a series whose numbers stand for a family of papers (`uniqueness: family`)
    /// this rule reports nothing, and where they begin anew in each folder (`uniqueness: folder`), only what two papers
    /// of one folder have.
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
    /// Ask the central desk for a number for the newer paper. If the register has the number for one of the papers,
    /// `register-mismatch` tells which one has to get another.
    "duplicate-number", Error => Paper(check)
}

/// The most papers that one finding names.
const NAMED: usize = 3;

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let (Some(rule), Some(text)) = (&cx.series.number, cx.values.number()) else { return };
    let place = place_of(cx.series, &cx.file.paper);
    if rule.uniqueness == Uniqueness::Family || !rule.is_match(text) {
        return;
    }
    let mut papers = cx.shared.with_number(cx.project, &cx.series.id, text);
    let folder = |path: &str| cx.series.folder_of_number(path).map(str::to_owned);
    if let Some(own) = folder(&cx.path) {
        // Zeros before it make it no other number.
        if let Some(serial) = rule.serial_range(text).and_then(|range| text.get(range)) {
            papers = cx.shared.papers_with_serial(cx.project, &cx.series.id, serial);
        }
        papers.retain(|other| folder(&cx.project.relative(&other.path)).as_ref() == Some(&own));
    }
    let owner = owner(cx, text);
    if owner == Some(cx.path.as_str()) {
        return;
    }
    // Those that are named are looked for; thousands may have the number.
    let others = papers.iter().copied().filter(|other| other.path != cx.file.path);
    let others: Vec<&PaperFile> = others.take(NAMED).collect();
    let Some(first) = others.first() else {
        if !rule.allows_sharing() {
            report_serial(cx, out, (place, text));
        }
        return;
    };
    let also = match papers.len().saturating_sub(1) {
        0 | 1 => String::new(),
        more => format!(" and of {} more", more - 1),
    };
    let message =
        format!("the number `{text}` is also that of `{}`{also}", first.paper.file.name());
    let mut report = out
        .at(place, message)
        .help("give one of the papers another number, from whoever assigns them");
    for other in others {
        let place = place_of(cx.series, &other.paper);
        report = report.label_in(&other.paper.file, place, "the same number");
    }
    if owner.is_some() && later_stage(cx).is_none() && !is_registered(cx, text) {
        report.told_by("register-mismatch", cx.paper.file.name());
    }
}

/// The paper that carries the number and for which the register has it. Then nothing is wrong with that paper, and the
/// others are told by `register-mismatch` to get another.
fn owner<'p>(cx: &PaperContext<'p>, text: &str) -> Option<&'p str> {
    let known = cx.project.register.as_ref()?.entry(&cx.series.id, text)?;
    let EntryKind::Assigned { paper: owner, .. } = &known.kind else { return None };
    let carries = |file: &PaperFile| {
        let carried = cx.project.carried_number(cx.series, &file.paper);
        carried.is_some_and(|carried| carried.number == text)
    };
    cx.project.paper_at(owner).is_some_and(carries).then_some(owner)
}

/// Whether the register has the number for this paper.
fn is_registered(cx: &PaperContext<'_>, text: &str) -> bool {
    let register = cx.project.register.as_ref();
    let mut own = register.into_iter().flat_map(|it| it.assigned_to(&cx.series.id, &cx.path));
    own.any(|own| own.number.value == text)
}

/// A serial is assigned once, whatever the rest of the number is.
fn report_serial(cx: &PaperContext<'_>, out: &mut Sink<'_>, (place, text): (Span, &str)) {
    let rule = cx.series.number.as_ref();
    let Some(serial) = rule.and_then(|rule| rule.group(text, "serial")) else { return };
    let Some(other) = cx.shared.with_serial(&cx.series.id, serial, text) else { return };
    let papers = cx.shared.with_number(cx.project, &cx.series.id, other);
    let Some(file) = papers.first() else { return };
    let name = file.paper.file.name();
    let register = cx.project.register.as_ref();
    let has = |number: &str, path: &str| {
        let mut own = register.into_iter().flat_map(|it| it.assigned_to(&cx.series.id, path));
        own.any(|own| own.number.value == number)
    };
    let (is_own, is_other) = (has(text, &cx.path), has(other, &cx.project.relative(&file.path)));
    // The register says whose it is; the other paper is told.
    if is_own && !is_other {
        return;
    }
    let help = if is_other && !is_own {
        super::another_number(cx)
    } else {
        "give one of the papers another number; a serial is assigned only once".to_owned()
    };
    let message = format!("the serial `{serial}` is also that of the number `{other}` of `{name}`");
    let report = out.at(place, message).help(help);
    report.label_in(&file.paper.file, place_of(cx.series, &file.paper), "the same serial");
}

/// Where the number is: at the start of the file if its name says it.
fn place_of(series: &Series, paper: &Paper) -> Span {
    series.entry(paper, Role::Number).map_or(Span::at(0), |entry| entry.value.span)
}
