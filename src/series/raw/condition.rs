//! Conditions, as they are written.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, SeqAccess};

use crate::text::source::Spanned;
use crate::yaml::OneOrMore;

/// What a paper must be for something to hold: a mapping whose tests must all be passed, or a list of conditions of
/// which one must hold.
#[derive(Debug, Clone)]
pub(in crate::series) enum RawCondition {
    All(BTreeMap<String, RawTest>),
    Any(Vec<RawCondition>),
}

/// What is asked of one field, or what is denied.
#[derive(Debug, Clone)]
pub(in crate::series) enum RawTest {
    /// One of these values.
    Is(Vec<Spanned<String>>),
    /// The condition does not hold.
    Not(RawCondition),
}

impl RawCondition {
    /// The key under which a condition denies another.
    pub(in crate::series) const NOT: &'static str = "not";
    /// The key for the first month of papers that it holds for.
    pub(in crate::series) const SINCE: &'static str = "since";
    /// The key for the first stage at which it holds.
    pub(in crate::series) const FROM_STAGE: &'static str = "from_stage";
    /// What stands for any value.
    pub(in crate::series) const ANY: &'static str = "*";
}

impl<'de> Deserialize<'de> for RawCondition {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Visitor)
    }
}

struct Visitor;

impl<'de> de::Visitor<'de> for Visitor {
    type Value = RawCondition;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("fields with their values, such as `{ status: Final }`, or a list of such")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RawCondition, A::Error> {
        let mut tests = BTreeMap::new();
        while let Some(key) = map.next_key::<String>()? {
            let test = if key == RawCondition::NOT {
                RawTest::Not(map.next_value()?)
            } else {
                RawTest::Is(map.next_value::<OneOrMore>()?.0)
            };
            tests.insert(key, test);
        }
        Ok(RawCondition::All(tests))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<RawCondition, A::Error> {
        let mut conditions = Vec::new();
        while let Some(condition) = list.next_element()? {
            conditions.push(condition);
        }
        Ok(RawCondition::Any(conditions))
    }
}

impl JsonSchema for RawCondition {
    fn schema_name() -> Cow<'static, str> {
        "Condition".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let this = generator.subschema_for::<Self>();
        json_schema!({
            "description": "What a paper must be: fields with the values that they may have (`\"*\"` is any), `since` with \
                            a month, `from_stage` with a stage, `not` with a condition. All must be so; of a list, one.",
            "anyOf": [
                {
                    "type": "object",
                    "properties": { "not": this },
                    "additionalProperties": { "anyOf": [
                        { "type": ["string", "number", "boolean"] },
                        { "type": "array", "items": { "type": ["string", "number", "boolean"] } },
                    ] },
                },
                { "type": "array", "items": this },
            ],
        })
    }
}
