use super::{another_number, has_empty_serial, later_stage};
use crate::check::published::{PublishedChange, told_as_change};
use crate::check::rule::rule;
use crate::check::{PaperContext, Report, Sink};
use crate::project::register::{Entry, EntryKind, Register, Serial};
use crate::series::Role;
use crate::text::source::Span;
use crate::text::suggest;

rule! {
    /// A paper and the register must agree on its number.
    ///
    /// ## Why
    ///
    /// The register shows which number is free for the next paper. A number that is not in it is assigned
    /// again, and one that it has for another paper, or as void, was used by mistake. A project without
    /// `numbers.yaml` has no register, and the rule does not apply.
    ///
    /// ## Example
    ///
    /// ```yaml numbers.yaml
    /// blocks:
    ///   - { from: "3725", to: "3744", received: 2024-04-02, source: Publications desk }
    /// void:
    ///   - { number: 3733-0624, why: printed by another office, on: 2024-05-02 }
    /// ```
    ///
    /// ```yaml
    /// publication_number: "3733-0624"
    /// ```
    ///
    /// ## How to fix
    ///
    /// Run `issuepaper number assign PAPER`, which writes both, or correct the one that is wrong.
    "register-mismatch", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let (Some(register), Some(rule)) = (&cx.project.register, &cx.series.number) else { return };
    let path = &cx.path;
    let number = written(cx).filter(|(_, text)| rule.is_match(text));
    let is_early = later_stage(cx).is_some();
    let own = register.assigned_to(&cx.series.id, path).next();
    // A paper that may not have a number yet is told to remove it, wherever it is from.
    if let Some((place, text)) = number.filter(|_| !is_early) {
        let report = match known(cx, register, text) {
            Some(known) if is_for(known, path) => None,
            // One number on many papers, this one among them.
            Some(_) if own.is_some_and(|own| own.number.value == text) => None,
            Some(Entry { kind: EntryKind::Assigned { .. }, .. }) if rule.allows_sharing() => {
                let message = format!("the register has the number `{text}` for other papers only");
                let add = format!("add this one with {}", cx.number_command("assign", text));
                Some(out.at(place, message).help(add))
            }
            // What the register has for the paper is enough.
            _ if own.is_some() => None,
            Some(known) => Some(report_taken(cx, register, (place, text), known, out)),
            None => Some(report_unknown(cx, register, (place, text), out)),
        };
        if let Some(report) = report {
            told_as_malformed(cx, report);
        }
    }
    let is_other = |own: &&Entry| number.is_none_or(|(_, text)| own.number.value != text);
    // One that is no whole number is reported in the register.
    let is_whole = |own: &&Entry| rule.is_match(&own.number.value);
    if let Some(own) = own.filter(is_other).filter(is_whole) {
        report_other(cx, register, own, number.map(|(place, _)| place), out);
    }
}

/// Leaves a finding to the rule that tells that the number is none, or that of no desk.
fn told_as_malformed(cx: &PaperContext<'_>, report: Report<'_>) {
    let (rule, name) = (cx.series.number.as_ref(), cx.paper.file.name());
    let is_number = |text: &str| rule.is_some_and(|rule| rule.is_match(text));
    let is_told = |text: &str| !is_number(text) || has_empty_serial(cx, text);
    if cx.number().is_some_and(|(_, text)| is_told(text)) {
        report.told_by("malformed-number", name).told_by("placeholder-text", name);
    }
}

/// Reports that the register has another number for the paper than the one at `place`.
fn report_other(
    cx: &PaperContext<'_>,
    register: &Register,
    own: &Entry,
    place: Option<Span>,
    out: &mut Sink<'_>,
) {
    let misspelled = cx.number().map(|(entry, _)| entry.value.span).filter(|_| place.is_none());
    let place = place.or(misspelled).unwrap_or(cx.paper.front().end);
    let message = format!("the register has the number `{}` for this paper", own.number.value);
    let is_sealed = register.record(&cx.path).last().is_some();
    let help = match cx.shared.broken_seals.of(&cx.path) {
        Some(_) => {
            format!("write `{}` again: a published paper keeps its number", own.number.value)
        }
        None if is_sealed => help_for_sealed(cx, own),
        None => help_for_other(cx, register, own),
    };
    let report = out
        .at(place, message)
        .label_in(&register.file, own.number.span, "assigned here")
        .help(help);
    told_as_malformed(cx, told_as_change(cx, report));
}

/// Whether the paper had another name when it was published.
fn is_renamed(cx: &PaperContext<'_>) -> bool {
    matches!(PublishedChange::of(cx), Some((PublishedChange::Renamed { .. }, _)))
}

/// What to do about a paper that has another number than the register, or none.
fn help_for_other(cx: &PaperContext<'_>, register: &Register, own: &Entry) -> String {
    let registered = &own.number.value;
    let rule = cx.series.number.as_ref();
    let number = cx.number().filter(|(_, text)| rule.is_some_and(|it| it.is_match(text)));
    match (number, later_stage(cx)) {
        (Some(_), Some(_)) => format!("write `{registered}` again"),
        (Some((_, text)), None) if register.entry(&cx.series.id, text).is_some() => {
            format!("write `{registered}` again; the register has `{text}` otherwise")
        }
        (Some((_, text)), None) => format!(
            "write `{registered}` again, or record the change with {}",
            cx.number_command("renumber", text)
        ),
        (None, Some(stage)) => format!(
            "take it back with {}, or set `stage: {stage}` and add it with {}",
            cx.number_command("unassign", ""),
            cx.number_command("assign", "")
        ),
        // Without a number the paper would be incomplete.
        (None, None) if rule.is_some_and(|it| it.required.holds_at(cx.values.stage)) => {
            format!("add it with {}", cx.number_command("assign", ""))
        }
        (None, None) => format!(
            "add it with {}, or take it back with {}",
            cx.number_command("assign", ""),
            cx.number_command("unassign", "")
        ),
    }
}

/// The same for a paper that is as it was sealed.
fn help_for_sealed(cx: &PaperContext<'_>, own: &Entry) -> String {
    match cx.number() {
        Some((_, text)) => format!(
            "the paper was published with the number `{text}`: write that in the register in place of `{}`",
            own.number.value
        ),
        None => format!(
            "the paper was published without it: take the entry out of the register, or add the number to the paper and \
             make a revision: `issuepaper revise {} --why TEXT`",
            cx.argument()
        ),
    }
}

/// The entry for a number, or for its serial if that was reserved or declared void without the rest.
fn known<'r>(cx: &PaperContext<'_>, register: &'r Register, number: &str) -> Option<&'r Entry> {
    let series = cx.series.id.as_str();
    let serial = Serial::of(cx.series.number.as_ref(), number);
    let by_serial = || register.entry(series, serial.as_ref()?.as_str());
    register
        .entry(series, number)
        .or_else(|| by_serial().filter(|entry| !matches!(entry.kind, EntryKind::Assigned { .. })))
}

/// The number with its place: that of its field or, where that has none, the beginning of the paper that has it in its name.
fn written<'c>(cx: &'c PaperContext<'_>) -> Option<(Span, &'c str)> {
    let in_name = || {
        let is_empty = cx.series.entry(cx.paper, Role::Number).is_none_or(|it| it.value.is_null());
        let number = cx.series.number_in_name(cx.paper.file.name()).filter(|_| is_empty);
        number.map(|number| (Span::at(0), number))
    };
    cx.number().map(|(entry, text)| (entry.value.span, text)).or_else(in_name)
}

fn is_for(entry: &Entry, path: &str) -> bool {
    matches!(&entry.kind, EntryKind::Assigned { paper, .. } if paper == path)
}

fn report_taken<'s>(
    cx: &PaperContext<'_>,
    register: &Register,
    (place, text): (Span, &str),
    known: &Entry,
    out: &'s mut Sink<'_>,
) -> Report<'s> {
    let is_sealed = register.record(&cx.path).last().is_some();
    let another = if is_sealed {
        format!("the paper was published with it: correct the entry of `{text}` in the register")
    } else {
        another_number(cx)
    };
    let (message, help) = match &known.kind {
        EntryKind::Assigned { paper, .. } => {
            let is_there = cx.project.has_file(paper);
            let end = if is_there { "" } else { ", which does not exist" };
            let message = format!("the register has the number `{text}` for `{paper}`{end}");
            let is_moved = cx.project.original_of(cx.file).is_some_and(|it| it.is_gone);
            let help = match (is_moved, is_there) {
                (true, _) => format!("move it back to `{paper}`: a published paper keeps its name"),
                (false, true) => another,
                (false, false) => help_for_moved(cx, register, paper, &another),
            };
            (message, help)
        }
        EntryKind::Reserved { by } => {
            let own = format!("--by {}", suggest::argument(by));
            let own = cx.number_command("assign", &own);
            let help =
                format!("register it with {own} if it is for this paper; otherwise {another}");
            (format!("the number `{text}` is reserved by {by}"), help)
        }
        EntryKind::Void { why } => (format!("the number `{text}` is void: {why}"), another),
    };
    let report = out.at(place, message).help(help);
    let report = report.label_in(&register.file, known.number.span, known.kind.name());
    // That it was renamed.
    if is_renamed(cx) {
        report.told_by(PublishedChange::RULE, cx.paper.file.name())
    } else {
        report
    }
}

/// What to do about a number whose paper was never published and is gone: it must be this one, unless it gets `another`.
fn help_for_moved(
    cx: &PaperContext<'_>,
    register: &Register,
    paper: &str,
    another: &str,
) -> String {
    let path = &cx.path;
    let write = format!("write `paper: {path}` in the register");
    if register.record(path).last().is_some() {
        return write;
    }
    if cx.series.stages.is_frozen(cx.values.stage) && cx.is_stage_certain() {
        return format!("move it back to `{paper}` if it was published there; otherwise {write}");
    }
    format!("{write} if this is that paper; otherwise {another}")
}

fn report_unknown<'s>(
    cx: &PaperContext<'_>,
    register: &Register,
    (place, text): (Span, &str),
    out: &'s mut Sink<'_>,
) -> Report<'s> {
    let path = &cx.path;
    let serial = Serial::of(cx.series.number.as_ref(), text);
    // That its serial is that of another paper, too, is told by another rule.
    let is_taken = |serial: &Serial| {
        let other = cx.shared.with_serial(&cx.series.id, serial.as_str(), text);
        other.is_some_and(|other| register.entry(&cx.series.id, other).is_some())
    };
    let is_exclusive = cx.series.number.as_ref().is_some_and(|rule| !rule.allows_sharing());
    let is_told = is_exclusive && serial.as_ref().is_some_and(is_taken);
    // Of two papers with one number, it may be the other that was given another.
    let is_others = |new: &&str| {
        let known = register.entry(&cx.series.id, new);
        known.is_some_and(|known| !is_for(known, path))
    };
    let report = match register.alias(&cx.series.id, text).filter(|new| !is_others(new)) {
        Some(new) => {
            let report = out.at(place, format!("the number `{text}` was replaced by `{new}`"));
            report.help(format!(
                "write it with {}, or correct the register",
                cx.number_command("renumber", new)
            ))
        }
        None => report_without_entry(cx, register, (place, text), out),
    };
    if is_told { report.told_by("duplicate-number", cx.paper.file.name()) } else { report }
}

fn report_without_entry<'s>(
    cx: &PaperContext<'_>,
    register: &Register,
    (place, text): (Span, &str),
    out: &'s mut Sink<'_>,
) -> Report<'s> {
    let serial = Serial::of(cx.series.number.as_ref(), text);
    let mut blocks = register.blocks_of(&cx.series.id);
    let block = blocks.find(|block| serial.as_ref().is_some_and(|serial| block.has(serial)));
    let report = out.at(place, format!("the register has no number `{text}`"));
    match block {
        Some(block) => report
            .label_in(&register.file, block.span, "its serial was received here")
            .help(format!("register it with {}", cx.number_command("assign", ""))),
        None => report.help(format!(
            "no block with its serial was received; correct the number, or register it with {}",
            cx.number_command("assign", "")
        )),
    }
}
