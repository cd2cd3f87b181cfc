//! Acronyms that need no expansion, as they are written: with their long forms, or as a list.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// Acronyms with their long forms; empty where none was written.
#[derive(Debug, Default)]
pub(super) struct RawAcronyms(pub(super) BTreeMap<String, String>);

impl<'de> Deserialize<'de> for RawAcronyms {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Acronyms)
    }
}

struct Acronyms;

impl<'de> Visitor<'de> for Acronyms {
    type Value = RawAcronyms;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "acronyms with their long forms, such as `FY: fiscal year`, or a list of acronyms",
        )
    }

    fn visit_unit<E: Error>(self) -> Result<RawAcronyms, E> {
        Ok(RawAcronyms::default())
    }

    fn visit_str<E: Error>(self, acronym: &str) -> Result<RawAcronyms, E> {
        if acronym.contains([',', ';', ':']) || acronym.trim().contains(' ') {
            let parts = acronym.split([',', ';']).map(str::trim).filter(|it| !it.is_empty());
            let parts: Vec<&str> = parts.collect();
            let better = match (parts.as_slice(), acronym.trim().split_once([' ', ':'])) {
                ([_], Some((short, long))) => format!("{{ {short}: {} }}", long.trim()),
                _ => format!("[{}]", parts.join(", ")),
            };
            return Err(E::custom(format!("this is not one acronym; write `{better}`")));
        }
        Ok(RawAcronyms(BTreeMap::from([(acronym.to_owned(), String::new())])))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<RawAcronyms, A::Error> {
        let mut acronyms = BTreeMap::new();
        while let Some(acronym) = list.next_element()? {
            acronyms.insert(acronym, String::new());
        }
        Ok(RawAcronyms(acronyms))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RawAcronyms, A::Error> {
        let mut acronyms = BTreeMap::new();
        while let Some((acronym, long)) = map.next_entry::<String, Option<String>>()? {
            acronyms.insert(acronym, long.unwrap_or_default());
        }
        Ok(RawAcronyms(acronyms))
    }
}

impl JsonSchema for RawAcronyms {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Acronyms".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": ["object", "array", "string", "null"],
            "items": { "type": "string" },
            "additionalProperties": { "type": ["string", "null"] },
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::project::settings::{SETTINGS_FILE, Settings};
    use crate::text::source::SourceFile;

    fn read(text: &str) -> Option<Vec<(String, String)>> {
        let settings = Settings::read(SourceFile::new(SETTINGS_FILE, text)).ok()?;
        Some(settings.acronyms.into_iter().collect())
    }

    #[test]
    fn a_list_is_as_good_as_a_mapping() {
        let pair = |name: &str, long: &str| (name.to_owned(), long.to_owned());
        let flow = Some(vec![pair("COVID", ""), pair("NO", "")]);
        assert_eq!(read("acronyms: [COVID, NO]\n"), flow);
        assert_eq!(read("acronyms:\n  - COVID\n  - NO\n"), flow);
        assert_eq!(
            read("acronyms: { ISF: Importer Security Filing }\n"),
            Some(vec![pair("ISF", "Importer Security Filing")])
        );
        assert_eq!(read("acronyms: { ISF: }\n"), Some(vec![pair("ISF", "")]));
        assert_eq!(read("acronyms:\n"), Some(Vec::new()));
        assert_eq!(read("acronyms: []\n"), Some(Vec::new()));
        for wrong in ["[[COVID]]", "{ ISF: [a] }", "[{ ISF: a }]"] {
            assert_eq!(read(&format!("acronyms: {wrong}\n")), None, "{wrong}");
        }
    }
}
