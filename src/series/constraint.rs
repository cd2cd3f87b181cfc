//! What a value must be besides of its type.

use std::borrow::Cow;

use regex::Regex;

/// What the value of a field, or each item of a list, must be.
#[derive(Debug, Clone, Default)]
pub struct Constraints {
    /// What the whole text must match.
    pub pattern: Option<Pattern>,
    /// What may not be in the text.
    pub forbidden: Vec<Pattern>,
    /// How long the text may be, in characters.
    pub length: Bounds,
    /// How large the number may be.
    pub range: Bounds,
    /// How many items the list may have.
    pub count: Bounds,
    /// Whether other papers may not have the same value.
    pub unique: Option<Unique>,
    /// Whether the items of the list are in ascending order.
    pub is_sorted: bool,
}

/// A regular expression, and what a finding says.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// The expression.
    pub regex: Regex,
    /// The expression as its author wrote it.
    pub written: String,
    /// What is wrong with a text, as the end of a sentence that begins with the name of the field.
    pub message: Option<String>,
    /// What to do about it.
    pub help: Option<String>,
}

/// The least and the most that something may be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Bounds {
    /// The least.
    pub min: Option<i64>,
    /// The most.
    pub max: Option<i64>,
}

/// Among which papers of the series a value is that of one alone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unique {
    /// The fields whose values must be the same, too; none for all papers of the series.
    pub within: Vec<String>,
}

impl Bounds {
    /// Whether `value` is neither too small nor too large.
    pub fn allow(self, value: i64) -> bool {
        self.min.is_none_or(|min| min <= value) && self.max.is_none_or(|max| value <= max)
    }

    /// The bounds in words: "at least 2", "between 2 and 5".
    pub fn described(self) -> Cow<'static, str> {
        match (self.min, self.max) {
            (Some(min), Some(max)) if min == max => format!("exactly {min}").into(),
            (Some(min), Some(max)) => format!("between {min} and {max}").into(),
            (Some(min), None) => format!("at least {min}").into(),
            (None, Some(max)) => format!("at most {max}").into(),
            (None, None) => "any".into(),
        }
    }
}

/// Patterns are the same if they are written alike.
impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        (&self.written, &self.message, &self.help) == (&other.written, &other.message, &other.help)
    }
}

impl PartialEq for Constraints {
    fn eq(&self, other: &Self) -> bool {
        let parts = |it: &Self| (it.length, it.range, it.count, it.unique.clone());
        self.pattern == other.pattern
            && self.forbidden == other.forbidden
            && parts(self) == parts(other)
    }
}

impl Eq for Pattern {}

impl Eq for Constraints {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_told_in_words() {
        let bounds = |min, max| Bounds { min, max };
        assert_eq!(bounds(Some(2), None).described(), "at least 2");
        assert_eq!(bounds(None, Some(5)).described(), "at most 5");
        assert_eq!(bounds(Some(2), Some(5)).described(), "between 2 and 5");
        assert_eq!(bounds(Some(3), Some(3)).described(), "exactly 3");
        assert!(bounds(Some(2), Some(5)).allow(2) && bounds(Some(2), Some(5)).allow(5));
        assert!(!bounds(Some(2), Some(5)).allow(1) && !bounds(Some(2), Some(5)).allow(6));
    }
}
