//! Values that know which of a chain of files they are in.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{self, Deserialize, DeserializeOwned, Deserializer, MapAccess, Visitor};

use super::{
    RawBind, RawCodeBlock, RawCoverLine, RawField, RawHeadings, RawItems, RawLabel, RawLinks,
    RawMove, RawNumber, RawPattern, RawReference, RawRevision, RawRulesWhen, RawSection, RawSeries,
    RawStages, RawUnique,
};
use crate::text::source::{Span, Spanned};

/// A value with its place in one of the files that make up a series.
#[derive(Debug, Clone)]
pub(in crate::series) struct Placed<T> {
    pub(in crate::series) value: T,
    pub(in crate::series) span: Span,
    /// The index of its file in the chain from the series itself to the one that extends nothing.
    pub(in crate::series) file: usize,
}

impl<T> Placed<T> {
    /// The place alone.
    pub(in crate::series) fn place(&self) -> Placed<String> {
        Placed { value: String::new(), span: self.span, file: self.file }
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Placed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Spanned { value, span } = Spanned::deserialize(deserializer)?;
        Ok(Self { value, span, file: 0 })
    }
}

impl<T: JsonSchema> JsonSchema for Placed<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

/// A group of keys whose values have the places of their keys: a name may be wrong, and then its value is right.
pub(super) fn by_name<'de, D, T>(deserializer: D) -> Result<BTreeMap<String, Placed<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    struct ByName<T>(PhantomData<T>);

    impl<'de, T: DeserializeOwned> Visitor<'de> for ByName<T> {
        type Value = BTreeMap<String, Placed<T>>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a group of keys")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut values = BTreeMap::new();
            while let Some((Spanned { value: name, span }, value)) =
                map.next_entry::<Spanned<String>, T>()?
            {
                values.insert(name, Placed { value, span, file: 0 });
            }
            Ok(values)
        }

        fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
            Ok(BTreeMap::new())
        }
    }
    deserializer.deserialize_any(ByName(PhantomData))
}

/// Types with values that learn their file once it has been read.
pub(super) trait SetFile {
    /// Sets the file of every value.
    fn set_file(&mut self, at: usize);
}

impl<T> SetFile for Placed<T> {
    fn set_file(&mut self, at: usize) {
        self.file = at;
    }
}

impl<T: SetFile> SetFile for Option<T> {
    fn set_file(&mut self, at: usize) {
        if let Some(value) = self {
            value.set_file(at);
        }
    }
}

impl<T: SetFile> SetFile for Vec<T> {
    fn set_file(&mut self, at: usize) {
        for value in self {
            value.set_file(at);
        }
    }
}

impl<T: SetFile> SetFile for BTreeMap<String, T> {
    fn set_file(&mut self, at: usize) {
        for value in self.values_mut() {
            value.set_file(at);
        }
    }
}

impl SetFile for RawUnique {
    fn set_file(&mut self, at: usize) {
        if let Self::Within(fields) = self {
            fields.set_file(at);
        }
    }
}

/// Lists the keys of a type that hold places, and after `;` those that hold none, so that a new key can't be
/// forgotten.
macro_rules! set_file {
    ($type:ident: $($placed:ident),+; $($plain:ident),*) => {
        impl SetFile for $type {
            fn set_file(&mut self, at: usize) {
                let Self { $($placed,)+ $($plain: _,)* } = self;
                $($placed.set_file(at);)+
            }
        }
    };
}

set_file!(RawSeries: extends, lang, title, roles, files, front_matter_file, papers_when, stages, number, revisions, fields, code_blocks, foot, cover, masthead, look, links, headings, sections, forbidden_text, rules, rules_when; fields_in_order, trimmed_values, name, agency, paper_size, limits, acronyms);
set_file!(RawCodeBlock: language, fields; );
set_file!(RawHeadings: level; title, case, trailing_colon, bold_labels);
set_file!(RawRulesWhen: when, rules; at_most);
set_file!(RawStages: order, default, markings, moves, suffix, frozen_from, withdrawn; );
set_file!(RawMove: from, to; );
set_file!(RawNumber: labels_when, pattern, example, required_from, allowed_from, not_before, binds; label, other_labels, form, uniqueness);
set_file!(RawBind: group, field; part);
set_file!(RawRevision: form; kind, label);
set_file!(RawField: id, aliases, in_text, field_type, required_from, required_when, allowed_when, forbidden_when, items, reference, fields, within, not_after, pattern, forbidden, unique, sorted, no_action, separator, kinds, office, length, range, count; label, example, place, choices);
set_file!(RawItems: field_type, fields, pattern, forbidden, kinds, office, length, range; choices);
set_file!(RawReference: tiers, answered_by, named_in; acyclic);
set_file!(RawLinks: allowed, linked_names, tiers; first_mention_linked, mentions_in_code);
set_file!(RawLabel: when; label);
set_file!(RawPattern: regex; message, help);
set_file!(RawCoverLine: text; role);
set_file!(RawSection: id, level, required_from, required_when, allowed_when, forbidden_when, min_words, max_words; text, last, heading, aliases);
