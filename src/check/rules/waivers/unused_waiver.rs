use crate::check::rule::rule;

rule! {
    /// A waiver should waive something.
    ///
    /// ## Why
    ///
    /// When the paper is fixed but its waiver stays, it hides the next mistake at the same place. A
    /// waiver for a rule that is switched off is left alone.
    ///
    /// ## Example
    ///
    /// ```markdown
    /// ## Background
    ///
    /// <!-- issuepaper waive wordy-phrase: words of the statute; by Robin Roe; until 2026-12-31 -->
    /// The desks met to agree.
    ///
    /// ## Issue
    ///
    /// Volume has doubled.
    ///
    /// ## Current Status
    ///
    /// A pilot queue began in March.
    /// ```
    ///
    /// ## How to fix
    ///
    /// Delete the waiver, or move it before the place that it is meant for.
    "unused-waiver", Warning => Waivers
}
