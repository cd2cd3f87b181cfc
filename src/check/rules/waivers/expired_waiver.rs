use crate::check::rule::rule;

rule! {
    /// A waiver must not be over.
    ///
    /// ## Why
    ///
    /// Whoever gave a waiver gave it for a time. Behind its last day it waives nothing, so that what was
    /// put off comes up again.
    ///
    /// ## Example
    ///
    /// ```markdown
    /// ## Background
    ///
    /// <!-- issuepaper waive wordy-phrase: words of the statute; by Robin Roe; until 2024-12-31 -->
    /// The desks met in order to agree.
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
    /// Mend what the waiver was for and delete it, or have it given again with a later day.
    "expired-waiver", Error => Waivers
}
