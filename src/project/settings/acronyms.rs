//! The acronyms that need no expansion, as a mapping to their long forms or as a list.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};

/// Acronyms with their long forms; an empty one where the file gives none.
#[derive(Default)]
pub(super) struct RawAcronyms {
    pub(super) long_forms: BTreeMap<String, String>,
}

impl JsonSchema for RawAcronyms {
    fn schema_name() -> Cow<'static, str> {
        "Acronyms".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "anyOf": [
                { "type": ["object", "null"], "additionalProperties": { "type": ["string", "null"] } },
                { "type": "array", "items": { "type": "string" } }
            ]
        })
    }
}

impl<'de> Deserialize<'de> for RawAcronyms {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Acronyms;
        impl<'de> Visitor<'de> for Acronyms {
            type Value = RawAcronyms;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of acronyms, or acronyms with their long forms")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RawAcronyms, A::Error> {
                let mut long_forms = BTreeMap::new();
                while let Some((name, long)) = map.next_entry::<String, Option<String>>()? {
                    long_forms.insert(name, long.unwrap_or_default());
                }
                Ok(RawAcronyms { long_forms })
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<RawAcronyms, A::Error> {
                let mut long_forms = BTreeMap::new();
                while let Some(name) = list.next_element::<String>()? {
                    long_forms.insert(name, String::new());
                }
                Ok(RawAcronyms { long_forms })
            }

            fn visit_unit<E: serde::de::Error>(self) -> Result<RawAcronyms, E> {
                Ok(RawAcronyms::default())
            }
        }
        deserializer.deserialize_any(Acronyms)
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
        for wrong in ["COVID", "[[COVID]]", "{ ISF: [a] }", "[{ ISF: a }]"] {
            assert_eq!(read(&format!("acronyms: {wrong}\n")), None, "{wrong}");
        }
    }
}
