use super::{has_empty_serial, later_stage};
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::project::register::{Entry, EntryKind, Register, Serial};
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
    let number = cx.number().filter(|(_, text)| rule.is_match(text));
    if number.is_some_and(|(_, text)| has_empty_serial(cx, text)) {
        return;
    }
    let is_early = later_stage(cx).is_some();
    let own = register.assigned_to(&cx.series.id, path).next();
    // A paper that may not have a number yet is told to remove it, wherever it is from.
    if let Some((entry, text)) = number.filter(|_| !is_early) {
        match register.entry(&cx.series.id, text) {
            Some(known) if is_for(known, path) => {}
            // One number on many papers, this one among them.
            Some(_) if own.is_some_and(|own| own.number.value == text) => {}
            Some(Entry { kind: EntryKind::Assigned { .. }, .. }) if rule.allows_sharing() => {
                let message = format!("the register has the number `{text}` for other papers only");
                out.at(entry.value.span, message)
                    .help(format!("add this one with {}", cx.number_command("assign", text)));
            }
            // What the register has for the paper is enough.
            _ if own.is_some() => {}
            Some(known) => report_taken(cx, register, (entry.value.span, text), known, out),
            None if own.is_none() => report_unknown(cx, register, (entry.value.span, text), out),
            None => {}
        }
    }
    // A misspelled number is reported by another rule, which is enough.
    let is_other =
        |own: &&Entry| number.map_or(cx.number().is_none(), |(_, text)| own.number.value != text);
    if let Some(own) = own.filter(is_other) {
        let place = number.map_or(cx.paper.front().end, |(entry, _)| entry.value.span);
        let registered = &own.number.value;
        let message = format!("the register has the number `{registered}` for this paper");
        let help = match (number, later_stage(cx)) {
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
            (None, None) if rule.required.holds_at(cx.values.stage) => {
                format!("add it with {}", cx.number_command("assign", ""))
            }
            (None, None) => format!(
                "add it with {}, or take it back with {}",
                cx.number_command("assign", ""),
                cx.number_command("unassign", "")
            ),
        };
        out.at(place, message)
            .label_in(&register.file, own.number.span, "assigned here")
            .help(help);
    }
}

fn is_for(entry: &Entry, path: &str) -> bool {
    matches!(&entry.kind, EntryKind::Assigned { paper, .. } if paper == path)
}

fn report_taken(
    cx: &PaperContext<'_>,
    register: &Register,
    (place, text): (Span, &str),
    known: &Entry,
    out: &mut Sink<'_>,
) {
    let another = format!(
        "give the paper another number with {}; `issuepaper number next{}` names a free serial",
        cx.number_command("renumber", "NUMBER"),
        cx.series_option()
    );
    let (message, help) = match &known.kind {
        EntryKind::Assigned { paper, .. } => {
            (format!("the register has the number `{text}` for `{paper}`"), another)
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
    out.at(place, message)
        .label_in(&register.file, known.number.span, known.kind.name())
        .help(help);
}

fn report_unknown(
    cx: &PaperContext<'_>,
    register: &Register,
    (place, text): (Span, &str),
    out: &mut Sink<'_>,
) {
    let path = &cx.path;
    let serial = Serial::of(cx.series.number.as_ref(), text);
    let mut blocks = register.blocks_of(&cx.series.id);
    let block = blocks.find(|block| serial.as_ref().is_some_and(|serial| block.has(serial)));
    // Of two papers with one number, it may be the other that was given another.
    let is_others = |new: &&str| {
        let known = register.entry(&cx.series.id, new);
        known.is_some_and(|known| !is_for(known, path))
    };
    if let Some(new) = register.alias(&cx.series.id, text).filter(|new| !is_others(new)) {
        out.at(place, format!("the number `{text}` was replaced by `{new}`")).help(format!(
            "write it with {}, or correct the register",
            cx.number_command("renumber", new)
        ));
        return;
    }
    let report = out.at(place, format!("the register has no number `{text}`"));
    match block {
        Some(block) => report
            .label_in(&register.file, block.span, "its serial was received here")
            .help(format!("register it with {}", cx.number_command("assign", ""))),
        None => report.help(format!(
            "no block with its serial was received; correct the number, or register it with {}",
            cx.number_command("assign", "")
        )),
    };
}
