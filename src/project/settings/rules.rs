//! The levels of rules, as they are written.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;

use super::RuleSettings;
use crate::series::RuleSetting;

/// A mapping from rule names to levels that keeps the place of each name.
#[derive(Default)]
pub(super) struct RawRules {
    pub(super) settings: RuleSettings,
}

/// The name of the definition in the schema that [`schema::settings`](crate::schema::settings) adds the rules to.
pub const RULE_SETTINGS: &str = "RuleSettings";

impl JsonSchema for RawRules {
    fn schema_name() -> Cow<'static, str> {
        RULE_SETTINGS.into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let setting = generator.subschema_for::<RuleSetting>();
        json_schema!({ "type": ["object", "null"], "additionalProperties": setting })
    }
}

impl<'de> Deserialize<'de> for RawRules {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = RawRules;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a group of rule names with `off`, `warning` or `error`")
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(
                self,
                mut map: A,
            ) -> Result<RawRules, A::Error> {
                let mut settings = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    settings.push(entry);
                }
                Ok(RawRules { settings })
            }

            fn visit_unit<E: serde::de::Error>(self) -> Result<RawRules, E> {
                Ok(RawRules::default())
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}
