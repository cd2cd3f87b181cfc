use crate::check::rule::rule;

rule! {
    /// A waiver must name a rule, a reason, who answers for it and its last day.
    ///
    /// ## Why
    ///
    /// A finding that is only silenced is forgotten. With a reason a later reader can judge whether it
    /// still applies, with a name they know whom to ask, and with a last day somebody has to.
    ///
    /// ## Example
    ///
    /// ```markdown
    /// ## Background
    ///
    /// <!-- issuepaper waive wordy-phrase: words of the statute -->
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
    /// Write the waiver in a comment before the place, `<!-- issuepaper waive RULE: the reason; by
    /// NAME; until YYYY-MM-DD -->`, or with `#` in the front matter. Separate several rules with
    /// commas. For many papers, put it into the settings: `waivers:` is a list of entries with `rule`,
    /// `paths`, `reason`, `by` and `until`.
    "invalid-waiver", Error => Waivers
}
