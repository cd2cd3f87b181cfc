use crate::check::rule::rule;

rule! {
    /// The settings, the registry of units and the series a project declares must be readable.
    ///
    /// ## Why
    ///
    /// `issuepaper.yaml`, `units.yaml` and `series.yaml` say what a paper is judged by. A misspelt key
    /// that is passed over in silence would switch a check off without anyone knowing, so no paper is
    /// judged until these files are right; the run ends with exit code 2.
    ///
    /// ## Example
    ///
    /// ```yaml settings
    /// serie: coac
    /// ```
    ///
    /// ## How to fix
    ///
    /// Correct the key or value at the place shown. This rule can't be switched off.
    "invalid-settings", Error => Settings
}
