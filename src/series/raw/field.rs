//! The fields of the front matter, as they are written.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, SeqAccess};

use super::{Placed, RawCondition};
use crate::series::{FieldType, OfficeNeed, Place};
use crate::text::source::Spanned;

/// A field of the front matter.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::series) struct RawField {
    /// The key.
    pub(in crate::series) id: Placed<String>,
    /// Keys that mean the same, which older papers have in its place.
    pub(in crate::series) aliases: Option<Vec<Placed<String>>>,
    /// What stands before its value in the text of papers that do not have it in the front matter: a heading, as
    /// `## Status`, below which it is the first line, or the beginning of a line above the first section, as `Status:`.
    pub(in crate::series) in_text: Option<Placed<String>>,
    /// The label as printed.
    pub(in crate::series) label: Option<String>,
    /// What its value is.
    #[serde(rename = "type")]
    pub(in crate::series) field_type: Option<Placed<FieldType>>,
    /// The stage from which on it must be there, or `never`.
    pub(in crate::series) required_from: Option<Placed<String>>,
    /// When it must be there, besides.
    pub(in crate::series) required_when: Option<Placed<RawCondition>>,
    /// When it may be there; without this, always.
    pub(in crate::series) allowed_when: Option<Placed<RawCondition>>,
    /// When it may not be there.
    pub(in crate::series) forbidden_when: Option<Placed<RawCondition>>,
    /// A value that fits, for a new paper and for what a finding proposes.
    pub(in crate::series) example: Option<String>,
    /// Where it is printed with its label.
    pub(in crate::series) place: Option<Place>,
    /// The words that a field of the type `choice` may be.
    pub(in crate::series) choices: Option<Vec<String>>,
    /// Those of the choices that ask nothing of the committee.
    pub(in crate::series) no_action: Option<Placed<Vec<String>>>,
    /// What the items of a field of the type `list` are.
    pub(in crate::series) items: Option<RawItems>,
    /// What holds for a field of the type `reference`, or for the items of a list of such.
    pub(in crate::series) reference: Option<RawReference>,
    /// What is between the items of a list that is written as one text, for example a comma.
    pub(in crate::series) separator: Option<Placed<String>>,
    /// The keys of a field of the type `mapping`.
    pub(in crate::series) fields: Option<Vec<RawField>>,
    /// The kinds that a field of the type `unit` may have.
    pub(in crate::series) kinds: Option<Placed<Vec<String>>>,
    /// The field that names the unit's parent.
    pub(in crate::series) within: Option<Placed<String>>,
    /// What a date may not be later than: `today`, or the end of the month in a field.
    pub(in crate::series) not_after: Option<Vec<Placed<String>>>,
    /// Whether a person must name an office.
    pub(in crate::series) office: Option<Placed<OfficeNeed>>,
    /// What the whole text must match.
    pub(in crate::series) pattern: Option<RawPattern>,
    /// What may not be in the text.
    pub(in crate::series) forbidden: Option<Vec<RawPattern>>,
    /// How long the text may be, in characters.
    pub(in crate::series) length: Option<Placed<RawBounds>>,
    /// How large the number may be.
    pub(in crate::series) range: Option<Placed<RawBounds>>,
    /// How many items the list may have.
    pub(in crate::series) count: Option<Placed<RawBounds>>,
    /// Whether two papers may not have the same value: `true`, or the fields that must be the same, too.
    pub(in crate::series) unique: Option<RawUnique>,
    /// Whether the items of the list are in ascending order: numbers by what they count, texts by the alphabet.
    pub(in crate::series) sorted: Option<Placed<bool>>,
}

/// What the items of a list are.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::series) struct RawItems {
    /// What each is.
    #[serde(rename = "type")]
    pub(in crate::series) field_type: Placed<FieldType>,
    /// The words that a `choice` may be.
    pub(in crate::series) choices: Option<Vec<String>>,
    /// The keys of a `mapping`.
    pub(in crate::series) fields: Option<Vec<RawField>>,
    /// The kinds that a `unit` may have.
    pub(in crate::series) kinds: Option<Placed<Vec<String>>>,
    /// Whether a `person` must name an office.
    pub(in crate::series) office: Option<Placed<OfficeNeed>>,
    /// What each text must match as a whole.
    pub(in crate::series) pattern: Option<RawPattern>,
    /// What may not be in any.
    pub(in crate::series) forbidden: Option<Vec<RawPattern>>,
    /// How long each text may be, in characters.
    pub(in crate::series) length: Option<Placed<RawBounds>>,
    /// How large each number may be.
    pub(in crate::series) range: Option<Placed<RawBounds>>,
}

/// What holds for references to other papers.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(in crate::series) struct RawReference {
    /// Stages, in groups from the earliest to the latest: a paper may not name one of an earlier group than its own.
    pub(in crate::series) tiers: Vec<Vec<Placed<String>>>,
    /// The field in which the other paper must name this one.
    pub(in crate::series) answered_by: Option<Placed<String>>,
    /// Whether papers may not name each other in a circle.
    pub(in crate::series) acyclic: bool,
    /// Fields with text: the papers that they name, by label and number, must be among the references.
    pub(in crate::series) named_in: Vec<Placed<String>>,
}

/// The least and the most that something may be; either may be left out.
#[derive(Debug, Clone, Copy, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::series) struct RawBounds {
    /// The least.
    pub(in crate::series) min: Option<i64>,
    /// The most.
    pub(in crate::series) max: Option<i64>,
}

/// A regular expression, alone or with what a finding says.
#[derive(Debug, Clone)]
pub(in crate::series) struct RawPattern {
    pub(in crate::series) regex: Placed<String>,
    pub(in crate::series) message: Option<String>,
    pub(in crate::series) help: Option<String>,
}

/// A regular expression with what a finding says.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct RawMessage {
    /// The regular expression.
    regex: Placed<String>,
    /// What is wrong with a text, as the end of a sentence that begins with the name of the field: "must name a forum".
    message: Option<String>,
    /// What to do about it.
    help: Option<String>,
}

impl<'de> Deserialize<'de> for RawPattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Spanned { value: written, span } = Spanned::<Written>::deserialize(deserializer)?;
        Ok(match written {
            Written::Regex(value) => {
                Self { regex: Placed { value, span, file: 0 }, message: None, help: None }
            }
            Written::Message(RawMessage { regex, message, help }) => Self { regex, message, help },
        })
    }
}

impl JsonSchema for RawPattern {
    fn schema_name() -> Cow<'static, str> {
        "Pattern".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let forms = [generator.subschema_for::<String>(), generator.subschema_for::<RawMessage>()];
        json_schema!({ "anyOf": forms })
    }
}

enum Written {
    Regex(String),
    Message(RawMessage),
}

impl<'de> Deserialize<'de> for Written {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyPattern)
    }
}

struct AnyPattern;

impl<'de> de::Visitor<'de> for AnyPattern {
    type Value = Written;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a regular expression, or a group of the keys `regex`, `message` and `help`")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Written, E> {
        Ok(Written::Regex(text.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Written, A::Error> {
        let message = RawMessage::deserialize(de::value::MapAccessDeserializer::new(map))?;
        Ok(Written::Message(message))
    }
}

/// Among which papers a value must be another's in none.
#[derive(Debug, Clone)]
pub(in crate::series) enum RawUnique {
    /// Among none, or all of the series.
    Always(bool),
    /// Among those that have the same values in these fields.
    Within(Vec<Placed<String>>),
}

impl<'de> Deserialize<'de> for RawUnique {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyUnique)
    }
}

impl JsonSchema for RawUnique {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Unique".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "anyOf": [
            { "type": "boolean" },
            { "type": "array", "items": { "type": "string" } },
        ] })
    }
}

struct AnyUnique;

impl<'de> de::Visitor<'de> for AnyUnique {
    type Value = RawUnique;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("`true`, or a list of fields")
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<RawUnique, E> {
        Ok(RawUnique::Always(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<RawUnique, A::Error> {
        let mut fields = Vec::new();
        while let Some(field) = list.next_element()? {
            fields.push(field);
        }
        Ok(RawUnique::Within(fields))
    }
}
