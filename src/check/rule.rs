//! What a rule is, and the macro that declares one.

use chrono::NaiveDate;

use super::context::PaperContext;
use super::facts::Hit;
use super::family::RuleFamily;
use super::names::UnitNames;
use super::sink::Sink;
use crate::project::Project;
use crate::series::Level;
use crate::text::finding::Finding;

/// A rule: a row of the table that everything else reads.
#[derive(Debug)]
pub struct Rule {
    /// The name that settings and reports use, for example `missing-field`.
    pub name: &'static str,
    /// Its default severity, which series and settings can override.
    pub level: Level,
    /// Its page in Markdown: what it checks, why, an example, how to fix.
    pub documentation: &'static str,
    /// The family it belongs to.
    pub family: RuleFamily,
    /// The source file that declares it.
    pub source: &'static str,
    /// What it checks, and how.
    pub run: Run,
}

/// What a rule checks, and how.
#[derive(Debug, Clone, Copy)]
pub enum Run {
    /// One paper.
    Paper(fn(&PaperContext<'_>, &mut Sink<'_>)),
    /// The places in one paper where a phrase of a list occurs. One pass finds the phrases of all rules.
    Phrases(fn(&UnitNames) -> Vec<&str>, CheckPhrases),
    /// One paper. Its findings on an acronym are completed with the long form that papers agree on, after all
    /// papers were checked.
    Completed(fn(&PaperContext<'_>, &mut Sink<'_>), fn(&mut Finding, &str)),
    /// The project as a whole, on a day.
    Project(fn(&Project, NaiveDate, &mut Sink<'_>)),
    /// The [waivers](super::waivers), after all papers were checked.
    Waivers,
    /// The project's own files, while they are read; such findings can't be switched off.
    Settings,
}

/// A check of the phrases that were found in a paper.
pub type CheckPhrases = fn(&PaperContext<'_>, &[Hit<'_>], &mut Sink<'_>);

impl Run {
    /// Checks one paper; does nothing if the rule does not check single papers.
    pub(super) fn on_paper(self, name: &str, cx: &PaperContext<'_>, out: &mut Sink<'_>) {
        match self {
            Self::Paper(check) | Self::Completed(check, _) => check(cx, out),
            Self::Phrases(_, check) => check(cx, cx.hits(name), out),
            Self::Project(_) | Self::Waivers | Self::Settings => {}
        }
    }

    /// Whether the rule checks single papers.
    pub const fn is_on_paper(self) -> bool {
        matches!(self, Self::Paper(_) | Self::Phrases(..) | Self::Completed(..))
    }
}

impl Rule {
    /// The first paragraph of the page: what the rule checks, in one sentence.
    pub fn summary(&self) -> &'static str {
        self.documentation.trim_start().split("\n\n").next().unwrap_or_default().trim()
    }
}

/// Declares the `RULE` of a rule's file. The doc comment is the rule's page, shown by `explain`:
/// a sentence on what it checks, then `## Why`, `## Example` and `## How to fix`.
///
/// The example is run as a test, see `tests/README.md`.
macro_rules! rule {
    ($(#[doc = $doc:literal])+ $name:literal, $level:ident => $run:ident $(($($check:path),+))?) => {
        $(#[doc = $doc])+
        pub(in crate::check) const RULE: $crate::check::rule::Rule = $crate::check::rule::Rule {
            name: $name,
            level: $crate::series::Level::$level,
            documentation: concat!($($doc, "\n"),+),
            family: super::FAMILY,
            source: file!(),
            run: $crate::check::rule::Run::$run $(($($check),+))?,
        };
    };
}

pub(super) use rule;
