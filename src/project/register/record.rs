//! What happened to papers since they were published: the seals that their texts have to match.
//!
//! ```yaml
//! published:
//!   - { paper: 2024-06/bond.md, on: 2024-06-12, seal: 87428f…, lines: s0fX… }
//! revised:
//!   - { paper: 2024-06/bond.md, revision: R1, why: a figure was wrong, on: 2024-07-01, seal: 0263d8…, lines: qUfX… }
//! withdrawn:
//!   - { paper: 2024-06/bond.md, why: the rule was withdrawn, on: 2024-09-03, seal: c29bd7…, lines: yYfX… }
//! ```

use std::collections::BTreeMap;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Deserialize;

use super::Reader;
use crate::paper::Paper;
use crate::paper::front_matter::quoting;
use crate::paper::seal::{self, PictureSeals, Seal, Sealed};
use crate::project::paths::inner;
use crate::series::{Role, Series};
use crate::text::source::{Span, Spanned};
use crate::text::{fixes, suggest};
use crate::yaml::DayText;

/// An event in the life of a published paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The paper's path from the project's folder, with `/` between parts.
    pub paper: Spanned<String>,
    /// The day.
    pub on: NaiveDate,
    /// The paper from then on.
    pub sealed: Sealed,
    /// What happened.
    pub step: Step,
}

/// What can happen to a published paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// It was published.
    Published,
    /// Its text was changed.
    Revised {
        /// The name of the revision, for example `R1`.
        revision: String,
        /// Why.
        why: String,
    },
    /// It was withdrawn.
    Withdrawn {
        /// Why.
        why: String,
    },
}

impl Event {
    /// The stage that was sealed, if nothing in `paper`, which is of `series`, differs from the sealed text but its stage.
    pub fn sealed_stage<'s>(&self, series: &'s Series, paper: &Paper) -> Option<&'s str> {
        let frozen = series.stages.order.iter().skip(series.stages.frozen_from?);
        let is_seal = |text: &str| self.sealed.is_of(text);
        let is_sealed = |stage: &&str| {
            // Whoever wrote it by hand may have put it in quotes, or taken them away.
            let plain = series.set(paper, Role::Stage, &quoting::value(stage));
            is_seal(&series.rewritten(paper, &[(Role::Stage, stage)]))
                || is_seal(&fixes::edited(paper.file.text(), &plain))
        };
        frozen.map(String::as_str).find(is_sealed)
    }

    /// The name of the revision that it made.
    pub fn revision(&self) -> Option<&str> {
        match &self.step {
            Step::Revised { revision, .. } => Some(revision),
            _ => None,
        }
    }

    /// The event in a message: "published", "revised as R1".
    pub fn described(&self) -> String {
        match &self.step {
            Step::Published => "published".to_owned(),
            Step::Revised { revision, .. } => format!("revised as {revision}"),
            Step::Withdrawn { .. } => "withdrawn".to_owned(),
        }
    }
}

/// The history of one paper since it was published, in the order of the register: published, revised,
/// withdrawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Record<'r> {
    events: &'r [Event],
}

impl<'r> Record<'r> {
    /// What happened.
    pub const fn events(self) -> &'r [Event] {
        self.events
    }

    /// The last event, whose text is the valid one.
    pub fn last(self) -> Option<&'r Event> {
        self.events.last()
    }

    /// The current revision; none for a paper that is as it was published.
    pub fn revision(self) -> Option<&'r str> {
        self.revisions().last()
    }

    /// All revisions, in their order.
    pub fn revisions(self) -> impl Iterator<Item = &'r str> {
        self.events.iter().filter_map(Event::revision)
    }

    /// Whether the paper was withdrawn.
    pub fn is_withdrawn(self) -> bool {
        self.last().is_some_and(|event| matches!(event.step, Step::Withdrawn { .. }))
    }

    /// Whether any event has the seal of `text`.
    pub fn has_sealed(self, text: &str) -> bool {
        let own = Seal::of(text);
        self.events.iter().any(|event| event.sealed.seal == own)
    }
}

/// The events of a register by paper.
#[derive(Debug, Clone, Default)]
pub(super) struct Records(BTreeMap<String, Vec<Event>>);

impl Records {
    pub(super) fn of(&self, paper: &str) -> Record<'_> {
        Record { events: self.0.get(paper).map_or(&[], Vec::as_slice) }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, Record<'_>)> {
        self.0.iter().map(|(paper, events)| (paper.as_str(), Record { events }))
    }
}

/// The lists as written.
pub(super) struct RawRecords {
    pub(super) published: Vec<RawPublished>,
    pub(super) revised: Vec<RawRevised>,
    pub(super) withdrawn: Vec<RawWithdrawn>,
}

/// A paper as it was published.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPublished {
    /// The paper's path, from the project's folder.
    paper: Spanned<String>,
    /// The day.
    #[schemars(with = "DayText")]
    on: Spanned<String>,
    /// The SHA-256 of the paper's text.
    #[schemars(regex(pattern = "^[0-9a-f]{64}$"))]
    seal: Spanned<String>,
    /// Two characters for each line of the text.
    #[serde(default)]
    #[schemars(regex(pattern = "^([A-Za-z0-9_-]{2})*$"))]
    lines: Option<Spanned<String>>,
    /// The SHA-256 of each picture that the paper shows, in their order, with spaces between.
    #[serde(default)]
    #[schemars(regex(pattern = "^([0-9a-f]{64}|none)( ([0-9a-f]{64}|none))*$"))]
    pictures: Option<Spanned<String>>,
}

/// A revision of a published paper.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRevised {
    /// The paper's path, from the project's folder.
    paper: Spanned<String>,
    /// The name of the revision.
    revision: String,
    /// Why.
    why: String,
    /// The day.
    #[schemars(with = "DayText")]
    on: Spanned<String>,
    /// The SHA-256 of the paper's text.
    #[schemars(regex(pattern = "^[0-9a-f]{64}$"))]
    seal: Spanned<String>,
    /// Two characters for each line of the text.
    #[serde(default)]
    #[schemars(regex(pattern = "^([A-Za-z0-9_-]{2})*$"))]
    lines: Option<Spanned<String>>,
    /// The SHA-256 of each picture that the paper shows, in their order, with spaces between.
    #[serde(default)]
    #[schemars(regex(pattern = "^([0-9a-f]{64}|none)( ([0-9a-f]{64}|none))*$"))]
    pictures: Option<Spanned<String>>,
}

/// A withdrawn paper.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RawWithdrawn {
    /// The paper's path, from the project's folder.
    paper: Spanned<String>,
    /// Why.
    why: String,
    /// The day.
    #[schemars(with = "DayText")]
    on: Spanned<String>,
    /// The SHA-256 of the paper's text.
    #[schemars(regex(pattern = "^[0-9a-f]{64}$"))]
    seal: Spanned<String>,
    /// Two characters for each line of the text.
    #[serde(default)]
    #[schemars(regex(pattern = "^([A-Za-z0-9_-]{2})*$"))]
    lines: Option<Spanned<String>>,
    /// The SHA-256 of each picture that the paper shows, in their order, with spaces between.
    #[serde(default)]
    #[schemars(regex(pattern = "^([0-9a-f]{64}|none)( ([0-9a-f]{64}|none))*$"))]
    pictures: Option<Spanned<String>>,
}

/// The parts that every event has.
struct Parts {
    paper: Spanned<String>,
    on: Spanned<String>,
    seal: Spanned<String>,
    lines: Option<Spanned<String>>,
    pictures: Option<Spanned<String>>,
}

impl Reader<'_> {
    /// Reads the events, each paper's in their order.
    pub(super) fn records(&mut self, raw: RawRecords) -> Records {
        let mut records = Records::default();
        for RawPublished { paper, on, seal, lines, pictures } in raw.published {
            let parts = Parts { paper, on, seal, lines, pictures };
            self.event(&mut records, parts, Step::Published);
        }
        for RawRevised { paper, revision, why, on, seal, lines, pictures } in raw.revised {
            let parts = Parts { paper, on, seal, lines, pictures };
            self.event(&mut records, parts, Step::Revised { revision, why });
        }
        for RawWithdrawn { paper, why, on, seal, lines, pictures } in raw.withdrawn {
            let parts = Parts { paper, on, seal, lines, pictures };
            self.event(&mut records, parts, Step::Withdrawn { why });
        }
        records
    }

    fn event(&mut self, records: &mut Records, parts: Parts, step: Step) {
        let Parts { paper, on, seal, lines, pictures } = parts;
        let paper = Spanned { value: inner(paper.value), span: paper.span };
        let day = self.day(&on);
        let sealed = self.sealed(&seal, lines, pictures.as_ref());
        let (Some(on_day), Some(sealed)) = (day, sealed) else { return };
        let event = Event { paper, on: on_day, sealed, step };
        let known = records.0.entry(event.paper.value.clone()).or_default();
        self.check_order(known, &event, on.span);
        known.push(event);
    }

    /// What was sealed; none if its seal can't be read.
    fn sealed(
        &mut self,
        seal: &Spanned<String>,
        lines: Option<Spanned<String>>,
        pictures: Option<&Spanned<String>>,
    ) -> Option<Sealed> {
        let read = Seal::parse(&seal.value);
        if read.is_none() {
            let message = format!("{} is not a seal", suggest::shown(&seal.value));
            self.report(seal.span, message, "a seal is the 64 digits that `sha256sum` prints");
        }
        let marks = lines.as_ref().map_or("", |lines| lines.value.as_str()).to_owned();
        if let Some(lines) = lines.filter(|lines| !seal::are_marks(&lines.value)) {
            let message = format!("{} is not a row of line marks", suggest::shown(&lines.value));
            self.report(lines.span, message, "leave `lines` out; the seal alone is enough");
        }
        let seals = pictures.map(|pictures| PictureSeals::parse(&pictures.value));
        if let (Some(None), Some(pictures)) = (&seals, pictures) {
            let message =
                format!("{} is not a row of seals of pictures", suggest::shown(&pictures.value));
            let help =
                "write one seal for each picture, with spaces between them, or restore the entry";
            self.report(pictures.span, message, help);
        }
        Some(Sealed { seal: read?, marks, pictures: seals.flatten() })
    }

    /// Whether `event` can follow the earlier events of its paper.
    fn check_order(&mut self, known: &[Event], event: &Event, day: Span) {
        let paper = &event.paper.value;
        let is_same = |other: &&Event| match (&other.step, &event.step) {
            (Step::Published, Step::Published)
            | (Step::Withdrawn { .. }, Step::Withdrawn { .. }) => true,
            (Step::Revised { revision: a, .. }, Step::Revised { revision: b, .. }) => a == b,
            _ => false,
        };
        if let Some(first) = known.iter().find(is_same) {
            let message = format!("`{paper}` is {} twice", event.described());
            let label = self.label(first.paper.span, "here first");
            let help = "keep the entry whose text was printed, and delete or rename the other";
            self.report(event.paper.span, message, help).labels.push(label);
        } else if known.is_empty() && event.step != Step::Published {
            let message = format!("`{paper}` is {} and was never published", event.described());
            self.report(event.paper.span, message, "add its entry to `published:`");
        }
        if let Some(last) = known.last().filter(|last| last.on > event.on) {
            let message = format!(
                "`{paper}` is {} on {}, before it was {} on {}",
                event.described(),
                event.on,
                last.described(),
                last.on
            );
            self.report(day, message, "correct the day, or the order of the entries");
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::project::register::{REGISTER_FILE, Register};
    use crate::text::finding::Finding;
    use crate::text::source::SourceFile;

    const SEAL: &str = "87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7";

    fn read(text: &str) -> Result<Register, Vec<Finding>> {
        Register::read(SourceFile::new(REGISTER_FILE, text.replace("SEAL", SEAL)), "memo")
    }

    #[test]
    fn the_events_of_a_paper_are_in_order() {
        let text = "withdrawn:\n  - { paper: a.md, why: old, on: 2024-09-03, seal: SEAL }\n\
                    published:\n  - { paper: a.md, on: 2024-06-12, seal: SEAL, lines: s0fX }\n  - { paper: b.md, on: 2024-06-12, seal: SEAL }\n\
                    revised:\n  - { paper: a.md, revision: R1, why: a figure, on: 2024-07-01, seal: SEAL }\n";
        let Ok(register) = read(text) else { unreachable!() };
        let record = register.record("a.md");
        let events: Vec<String> = record.events().iter().map(super::Event::described).collect();
        assert_eq!(events, ["published", "revised as R1", "withdrawn"]);
        assert_eq!((record.revision(), record.is_withdrawn()), (Some("R1"), true));
        assert!(record.has_sealed("a\r\n") && !record.has_sealed("b\n"));
        assert_eq!(register.record("b.md").revision(), None);
        assert_eq!(register.record("c.md").last(), None);
    }

    #[test]
    fn errors_have_their_places() {
        let finding = |text: &str| {
            let text = text.replace("SEAL", SEAL);
            let findings = read(&text).err().unwrap_or_default();
            let described = |finding: &Finding| {
                (text[finding.span.range()].to_owned(), finding.message.clone())
            };
            findings.iter().map(described).collect::<Vec<_>>()
        };
        let one = |span: &str, message: &str| vec![(span.to_owned(), message.to_owned())];
        let published = "published:\n  - { paper: a.md, on: 2024-06-12, seal: SEAL }\n";
        assert_eq!(
            finding("published:\n  - { paper: a.md, on: 2024-06-12, seal: abc }\n"),
            one("abc", "`abc` is not a seal")
        );
        assert_eq!(
            finding("published:\n  - { paper: a.md, on: 2024-06-12, seal: SEAL, lines: abc }\n"),
            one("abc", "`abc` is not a row of line marks")
        );
        let row = format!("{SEAL} abc");
        let message = format!("{} is not a row of seals of pictures", super::suggest::shown(&row));
        let text =
            "published:\n  - { paper: a.md, on: 2024-06-12, seal: SEAL, pictures: SEAL abc }\n";
        assert_eq!(finding(text), one(&row, &message));
        assert_eq!(
            finding(&format!("{published}  - {{ paper: a.md, on: 2024-06-13, seal: SEAL }}\n")),
            one("a.md", "`a.md` is published twice")
        );
        assert_eq!(
            finding("withdrawn:\n  - { paper: a.md, why: old, on: 2024-06-12, seal: SEAL }\n"),
            one("a.md", "`a.md` is withdrawn and was never published")
        );
        assert_eq!(
            finding(&format!(
                "{published}withdrawn:\n  - {{ paper: a.md, why: old, on: 2024-06-01, seal: SEAL }}\n"
            )),
            one(
                "2024-06-01",
                "`a.md` is withdrawn on 2024-06-01, before it was published on 2024-06-12"
            )
        );
    }
}
