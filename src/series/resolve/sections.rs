//! The sections of papers and their headings.

use super::Resolver;
use crate::series::raw::{Placed, RawHeadings, RawSection};
use crate::series::{Case, Field, HeadingStyle, Policy, Section};

/// The level of sections that are on none of their own: a title is above them.
const USUAL_LEVEL: u8 = 2;

impl Resolver {
    pub(super) fn headings(&mut self, raw: &RawHeadings) -> HeadingStyle {
        HeadingStyle {
            level: raw.level.as_ref().map_or(USUAL_LEVEL, |level| self.level(level)),
            has_title: raw.title.unwrap_or_default(),
            is_exact_case: raw.case == Some(Case::Exact),
            trailing_colon: raw.trailing_colon.unwrap_or(Policy::Accept),
            bold_labels: raw.bold_labels.unwrap_or(Policy::Report),
        }
    }

    pub(super) fn sections(
        &mut self,
        raw: Vec<RawSection>,
        usual: u8,
        fields: &[Field],
    ) -> Vec<Section> {
        let known = self.known(fields);
        self.unique_ids(raw.iter().map(|section| &section.id), "section");
        let mut sections: Vec<Section> = Vec::new();
        let is_last = |section: &&RawSection| section.last == Some(true);
        let last: Vec<Placed<String>> =
            raw.iter().filter(is_last).map(|section| section.id.clone()).collect();
        for raw in raw {
            self.owner = format!("the section `{}`", raw.id.value);
            if let (Some(min), Some(max)) = (&raw.min_words, &raw.max_words)
                && min.value > max.value
            {
                let message = format!(
                    "no text fits the section `{}`: it needs at least {} words, and may have {}",
                    raw.id.value, min.value, max.value
                );
                self.report(
                    &max.place(),
                    message,
                    "make `max_words` at least as large as `min_words`",
                );
            }
            let when = [&raw.required_when, &raw.allowed_when, &raw.forbidden_when];
            let section = Section {
                required: self.requirement(raw.required_from.as_ref()),
                when: self.presence(when.map(Option::as_ref), &known),
                level: raw.level.as_ref().map_or(usual, |level| self.section_level(level, usual)),
                text: raw.text,
                is_last: raw.last.unwrap_or_default(),
                heading: raw.heading.unwrap_or_else(|| raw.id.value.clone()),
                aliases: raw.aliases.unwrap_or_default(),
                min_words: raw.min_words.map(|words| words.value),
                max_words: raw.max_words.map(|words| words.value),
                id: raw.id.value.clone(),
            };
            if let Some((heading, other)) = taken(&section, &sections) {
                let message =
                    format!("the heading `{heading}` is also that of the section `{other}`");
                self.report(&raw.id, message, "give each section headings of its own");
            }
            sections.push(section);
        }
        self.refuse_last(&last, &sections);
        sections
    }

    /// Reports a section that is the last one although another is listed after it.
    fn refuse_last(&mut self, last: &[Placed<String>], sections: &[Section]) {
        let end = sections.last().map(|section| section.id.as_str());
        for id in last.iter().filter(|id| Some(id.value.as_str()) != end) {
            let end = end.unwrap_or_default();
            let message = format!("`{}` is to be the last section, but `{end}` follows", id.value);
            self.report(id, message, "list it last, or delete `last`");
        }
    }

    /// Reports what is declared under an id that another has.
    pub(super) fn unique_ids<'r>(
        &mut self,
        ids: impl Iterator<Item = &'r Placed<String>>,
        what: &str,
    ) {
        let mut seen: Vec<&str> = Vec::new();
        for id in ids {
            if seen.contains(&id.value.as_str()) {
                let message = format!("the {what} `{}` is declared twice", id.value);
                self.report(id, message, "delete one of the two, or change its id");
            }
            seen.push(&id.value);
        }
    }

    fn section_level(&mut self, raw: &Placed<u8>, usual: u8) -> u8 {
        let level = self.level(raw);
        if level < usual {
            let at = Placed { value: String::new(), span: raw.span, file: raw.file };
            let message = format!("the level {level} is above that of the sections, {usual}");
            self.report(
                &at,
                message,
                "make it the same or deeper, or change `level` in `headings`",
            );
        }
        level.max(usual)
    }

    fn level(&mut self, raw: &Placed<u8>) -> u8 {
        if !(1..=6).contains(&raw.value) {
            let at = Placed { value: String::new(), span: raw.span, file: raw.file };
            let message = format!("Markdown has no headings of level {}", raw.value);
            self.report(&at, message, "write a level from 1 to 6");
        }
        raw.value.clamp(1, 6)
    }
}

/// A heading of `section` that one before it has as well, and the id of that.
fn taken<'s>(section: &'s Section, before: &'s [Section]) -> Option<(&'s str, &'s str)> {
    let names = |section: &'s Section| {
        std::iter::once(&section.heading).chain(&section.aliases).map(String::as_str)
    };
    names(section).find_map(|name| {
        let is_same = |other: &str| other.to_lowercase() == name.to_lowercase();
        let other = before.iter().find(|other| names(other).any(is_same))?;
        Some((name, other.id.as_str()))
    })
}
