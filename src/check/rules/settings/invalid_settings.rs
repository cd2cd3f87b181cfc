use crate::check::rule::rule;

rule! {
    /// The settings, the registry of units and the series a project declares must be readable.
    ///
    /// ## Why
    ///
    /// `issuepaper.yaml`, `units.yaml` and `series.yaml` say what papers are checked against. A
    /// misspelled key that is silently ignored would switch a check off without anyone knowing, so no
    /// paper is checked until these files are correct; the run ends with exit code 2.
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
