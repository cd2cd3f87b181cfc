use chrono::{Days, NaiveDate};

use crate::check::Sink;
use crate::check::rule::rule;
use crate::project::Project;
use crate::project::register::{Entry, EntryKind, Event, Register, Step};
use crate::text::source::Span;

rule! {
    /// An entry of the register must be of a day that has come, and say who or why in words.
    ///
    /// ## Why
    ///
    /// The register is what is left when everybody who knew has gone. A number that is void for no reason, or a paper
    /// that is to be published next year, was typed by hand, and nobody can tell what was meant. The commands ask for
    /// each of these. The rule looks at the register alone, and runs when all papers of the project are checked;
    /// `issuepaper number check` reports the same. Tomorrow counts as a day that has come: it may be that day where
    /// somebody else works.
    ///
    /// ## Example
    ///
    /// ```yaml numbers.yaml
    /// void:
    ///   - { number: "3735", why: "", on: 2024-05-22 }
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the day on which it happened, and the name or the reason.
    "incomplete-entry", Error => Project(check)
}

fn check(project: &Project, today: NaiveDate, out: &mut Sink<'_>) {
    let Some(register) = &project.register else { return };
    let last = today.checked_add_days(Days::new(1)).unwrap_or(today);
    let mut check = Check { register, last, out };
    for block in &register.blocks {
        let what = || format!("the block {}..{}", block.from, block.to);
        check.day(block.span, "received", block.received, what);
        check.words(block.span, "source", &block.source, what);
    }
    register.entries.iter().for_each(|entry| check.entry(entry));
    for alias in &register.aliases {
        let what = || format!("the number `{}`", alias.number.value);
        check.day(alias.number.span, "on", alias.on, what);
        check.words(alias.number.span, "why", alias.why.as_deref().unwrap_or("-"), what);
    }
    register.records().flat_map(|(_, record)| record.events()).for_each(|event| check.event(event));
}

/// What entries are judged by.
struct Check<'c, 's> {
    register: &'c Register,
    /// The last day that may have come anywhere.
    last: NaiveDate,
    out: &'c mut Sink<'s>,
}

impl Check<'_, '_> {
    fn entry(&mut self, entry: &Entry) {
        let span = entry.number.span;
        let what = || format!("the number `{}`", entry.number.value);
        self.day(span, "on", entry.on, what);
        match &entry.kind {
            EntryKind::Reserved { by } | EntryKind::Assigned { by: Some(by), .. } => {
                self.words(span, "by", by, what);
            }
            EntryKind::Assigned { paper, by: None } => self.words(span, "paper", paper, what),
            EntryKind::Void { why } => self.words(span, "why", why, what),
        }
    }

    fn event(&mut self, event: &Event) {
        let span = event.paper.span;
        let what = || format!("the paper `{}`", event.paper.value);
        self.day(span, "on", event.on, what);
        match &event.step {
            Step::Published => {}
            Step::Revised { revision, why } => {
                self.words(span, "revision", revision, what);
                self.words(span, "why", why, what);
            }
            Step::Withdrawn { why } => self.words(span, "why", why, what),
        }
    }

    /// Reports a day yet to come, under `key` of the entry for what is at `span`.
    fn day(&mut self, span: Span, key: &str, day: NaiveDate, what: impl Fn() -> String) {
        if day > self.last {
            let message =
                format!("the entry for {} has the day {day}, which is yet to come", what());
            let help = format!("write the day on which it happened: `{key}: YYYY-MM-DD`");
            self.out.in_file(&self.register.file, span, message).help(help);
        }
    }

    /// Reports a text that is blank, under `key` of the entry for what is at `span`.
    fn words(&mut self, span: Span, key: &str, text: &str, what: impl Fn() -> String) {
        if text.trim().is_empty() {
            let message = format!("the entry for {} has nothing in `{key}`", what());
            let help = match key {
                "by" => "write for whom it is: `by: NAME`".to_owned(),
                "source" => "write who gave it out: `source: NAME`".to_owned(),
                "why" => format!("write the reason: `{key}: TEXT`"),
                _ => format!("write it: `{key}: TEXT`"),
            };
            self.out.in_file(&self.register.file, span, message).help(help);
        }
    }
}
