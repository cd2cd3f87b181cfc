//! What a rule is, and the macro that declares one.

use super::context::PaperContext;
use super::facts::{Hit, LongForms};
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
    /// How grave its findings are where no series and no setting says otherwise.
    pub level: Level,
    /// Its page in Markdown: what it checks, why, an example, how to fix.
    pub documentation: &'static str,
    /// The family it belongs to.
    pub family: RuleFamily,
    /// The source file that declares it.
    pub source: &'static str,
    /// What finds its findings.
    pub run: Run,
}

/// What finds a rule's findings.
#[derive(Debug, Clone, Copy)]
pub enum Run {
    /// A look at one paper.
    Paper(fn(&PaperContext<'_>, &mut Sink<'_>)),
    /// A look at the places in one paper where a phrase of a list stands. One pass finds those of all rules.
    Phrases(fn(&UnitNames) -> Vec<&str>, CheckPhrases),
    /// A look at one paper, whose findings are completed by the long forms of acronyms that papers agree on,
    /// when all have been looked at.
    Completed(fn(&PaperContext<'_>, &mut Sink<'_>), fn(&mut Finding, &LongForms)),
    /// A look at what all papers of a project hold together.
    Project(fn(&Project, &mut Sink<'_>)),
    /// The look at [waivers](super::waivers), when all papers have been looked at.
    Waivers,
    /// The reader of settings, registry and series; such findings can't be switched off.
    Settings,
}

/// A look at the phrases that were found in a paper.
pub type CheckPhrases = fn(&PaperContext<'_>, &[Hit<'_>], &mut Sink<'_>);

impl Run {
    /// Looks at one paper; nothing to do where it is no look at one.
    pub(super) fn on_paper(self, name: &str, cx: &PaperContext<'_>, out: &mut Sink<'_>) {
        match self {
            Self::Paper(check) | Self::Completed(check, _) => check(cx, out),
            Self::Phrases(_, check) => check(cx, cx.hits(name), out),
            Self::Project(_) | Self::Waivers | Self::Settings => {}
        }
    }

    /// Whether it is a look at one paper.
    pub(super) const fn is_on_paper(self) -> bool {
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
