use crate::check::rule::rule;

rule! {
    /// A waiver must not be expired.
    ///
    /// ## Why
    ///
    /// A waiver is for a limited time. After its last day it waives nothing, so what was put off comes
    /// up again.
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
    /// Fix what the waiver was for and delete it, or have it renewed with a later date.
    "expired-waiver", Error => Waivers
}
