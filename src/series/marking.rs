//! The marking on the pages of a paper that is not published.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Deserializer, MapAccess};
use serde::{Deserialize, Serialize};

/// What the pages of a paper say at a stage.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marking {
    /// The marking, for example `DRAFT`.
    pub text: String,
    /// What it means for a reader, in a sentence.
    pub note: Option<String>,
    /// Whether it is also printed large behind the text.
    pub has_watermark: bool,
}

/// A marking as a series writes it: its text, or a mapping.
#[derive(Debug, Clone)]
pub(super) struct RawMarking(pub(super) Marking);

/// A marking that is more than its text.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct RawMapping {
    /// The marking, for example `DRAFT`.
    text: String,
    /// What it means for a reader, in a sentence.
    #[serde(default)]
    note: Option<String>,
    /// Whether it is also printed large behind the text.
    #[serde(default)]
    watermark: bool,
}

impl<'de> Deserialize<'de> for RawMarking {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Visitor)
    }
}

impl JsonSchema for RawMarking {
    fn schema_name() -> Cow<'static, str> {
        "Marking".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let forms = [generator.subschema_for::<String>(), generator.subschema_for::<RawMapping>()];
        json_schema!({ "anyOf": forms })
    }
}

struct Visitor;

impl<'de> de::Visitor<'de> for Visitor {
    type Value = RawMarking;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the text of a marking, or a group of the keys `text`, `note` and `watermark`")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<RawMarking, E> {
        Ok(RawMarking(Marking { text: text.to_owned(), ..Marking::default() }))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<RawMarking, A::Error> {
        let RawMapping { text, note, watermark } =
            RawMapping::deserialize(de::value::MapAccessDeserializer::new(map))?;
        Ok(RawMarking(Marking { text, note, has_watermark: watermark }))
    }
}
