//! What is set for a rule in a series or a project.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess};

use crate::paper::fields::Month;
use crate::text::finding::Severity;
use crate::text::suggest;
use crate::yaml::MonthText;

/// The level of a rule in a series or a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Not reported.
    Off,
    /// Reported as a warning.
    Warning,
    /// Reported as an error.
    Error,
}

impl Level {
    /// The severity of a finding at this level; none if it is off.
    pub const fn severity(self) -> Option<Severity> {
        match self {
            Self::Off => None,
            Self::Warning => Some(Severity::Warning),
            Self::Error => Some(Severity::Error),
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Off => "off",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// What is set for a rule: a level such as `off`, or a group of the keys `level`, `since` or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RuleSetting {
    /// The severity of its findings; none leaves it unchanged.
    pub level: Option<Level>,
    /// The first period whose papers it checks; none leaves it unchanged.
    pub since: Option<Month>,
}

impl RuleSetting {
    /// Only a level.
    pub const fn level(level: Level) -> Self {
        Self { level: Some(level), since: None }
    }

    /// The combination of several settings, the weakest first.
    pub fn strongest(settings: impl IntoIterator<Item = Self>) -> Self {
        settings.into_iter().fold(Self::default(), Self::under)
    }

    /// This setting, overridden by what `stronger` sets.
    #[must_use]
    fn under(self, stronger: Self) -> Self {
        Self { level: stronger.level.or(self.level), since: stronger.since.or(self.since) }
    }
}

impl<'de> Deserialize<'de> for RuleSetting {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Visitor)
    }
}

impl JsonSchema for RuleSetting {
    fn schema_name() -> Cow<'static, str> {
        "RuleSetting".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let forms = [generator.subschema_for::<Level>(), generator.subschema_for::<RawMapping>()];
        json_schema!({ "anyOf": forms })
    }
}

/// What is set for a rule, where it is more than a level.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct RawMapping {
    /// The severity of its findings.
    level: Option<Level>,
    /// The first period whose papers it checks.
    #[schemars(with = "Option<MonthText>")]
    since: Option<String>,
}

struct Visitor;

impl<'de> de::Visitor<'de> for Visitor {
    type Value = RuleSetting;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("`off`, `warning` or `error`, or a group of the keys `level` and `since`")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<RuleSetting, E> {
        Level::deserialize(de::value::StrDeserializer::new(text)).map(RuleSetting::level)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<RuleSetting, A::Error> {
        let mapping = RawMapping::deserialize(de::value::MapAccessDeserializer::new(map))?;
        let since = mapping.since.map(|text| {
            Month::parse(&text).ok_or_else(|| {
                let message = format!("{} is not a month", suggest::shown(&text));
                de::Error::custom(message + "; write it as `2025-01`")
            })
        });
        Ok(RuleSetting { level: mapping.level, since: since.transpose()? })
    }
}
