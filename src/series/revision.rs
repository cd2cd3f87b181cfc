//! The names of a published paper's revisions.

use chrono::NaiveDate;

/// Where a form has the count.
const COUNT: &str = "{n}";
/// Where a form has the day.
const DATE: &str = "{date}";

/// A kind of change to a published paper, for example a correction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// The name on the command line, for example `correction`.
    pub kind: String,
    /// The kind as printed, for example "Correction".
    pub label: String,
    /// The name of a revision: `{n}` is the count within the kind, from 1, and `{date}` the day.
    pub form: String,
}

impl Revision {
    /// The name of the next revision of this kind, where `names` are those that a paper has had.
    pub fn next<'n>(&self, names: impl IntoIterator<Item = &'n str>, day: NaiveDate) -> String {
        let last = names.into_iter().filter_map(|name| self.count(name)).max().unwrap_or(0);
        self.form.replace(COUNT, &(last + 1).to_string()).replace(DATE, &day.to_string())
    }

    /// Whether a revision of this kind can have the name `name`.
    pub fn is_form_of(&self, name: &str) -> bool {
        if self.form.contains(COUNT) {
            self.count(name).is_some()
        } else {
            self.inner(DATE, name).is_some()
        }
    }

    /// Whether the form distinguishes one revision of a kind from the next.
    pub(super) fn is_distinct(&self) -> bool {
        self.form.contains(COUNT) || self.form.contains(DATE)
    }

    fn count(&self, name: &str) -> Option<u32> {
        let digits = self.inner(COUNT, name)?;
        // A sign is not a digit, although a number may begin with one.
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
    }

    /// The part of `name` that is at `place` in the form.
    fn inner<'n>(&self, place: &str, name: &'n str) -> Option<&'n str> {
        let (before, after) = self.form.split_once(place)?;
        name.strip_prefix(before)?.strip_suffix(after)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn revision(form: &str) -> Revision {
        Revision {
            kind: "revision".to_owned(),
            label: "Revision".to_owned(),
            form: form.to_owned(),
        }
    }

    #[test]
    fn revisions_are_counted_within_their_kind() {
        let day = NaiveDate::from_ymd_opt(2024, 7, 1).unwrap_or_default();
        let next = |form: &str, names: &[&str]| revision(form).next(names.iter().copied(), day);
        assert_eq!(next("R{n}", &[]), "R1");
        assert_eq!(next("R{n}", &["R1", "R2", "Corr. 7"]), "R3");
        assert_eq!(next("Corr. {n}", &["Rev. 1", "Corr. 1"]), "Corr. 2");
        assert_eq!(next("{date}", &["2024-06-30"]), "2024-07-01");
        assert!(revision("R{n}").is_form_of("R12") && !revision("R{n}").is_form_of("R+1"));
        assert!(
            revision("{date}").is_form_of("2024-07-01") && !revision("Add. {n}").is_form_of("R1")
        );
    }
}
