//! The long forms of acronyms that papers agree on.

use std::collections::HashMap;

/// The long form of each acronym to which all papers that write it out give the same one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LongForms {
    /// None where papers differ.
    forms: HashMap<String, Option<String>>,
}

impl LongForms {
    /// The long form of the acronym `name`.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.forms.get(name)?.as_deref()
    }

    /// All acronyms with their long forms, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let known = self.forms.iter().filter_map(|(name, long)| Some((&**name, long.as_deref()?)));
        let mut known: Vec<_> = known.collect();
        known.sort_unstable();
        known.into_iter()
    }
}

impl<'f> FromIterator<&'f (String, String)> for LongForms {
    /// Takes the acronyms and long forms of all papers, in any order.
    fn from_iter<I: IntoIterator<Item = &'f (String, String)>>(found: I) -> Self {
        let mut forms = Self::default();
        forms.extend(found);
        forms
    }
}

impl<'f> Extend<&'f (String, String)> for LongForms {
    /// Adds the acronyms and long forms of more papers, in any order.
    fn extend<I: IntoIterator<Item = &'f (String, String)>>(&mut self, found: I) {
        for (name, long) in found {
            match self.forms.get_mut(name) {
                Some(known) if known.as_ref() == Some(long) => {}
                Some(known) => *known = None,
                None => drop(self.forms.insert(name.clone(), Some(long.clone()))),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn papers_that_differ_agree_on_nothing() {
        let found = [("A", "one"), ("B", "two"), ("A", "one"), ("B", "three"), ("B", "two")];
        let found = found.map(|(name, long)| (name.to_owned(), long.to_owned()));
        let forms: LongForms = found.iter().collect();
        assert_eq!((forms.get("A"), forms.get("B"), forms.get("C")), (Some("one"), None, None));
        assert_eq!(forms, found.iter().rev().collect());
    }
}
