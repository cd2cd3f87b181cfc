//! Examples of the keys of a file in its schema, from a file that has them all.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::text::source::SourceFile;
use crate::yaml;

/// The longest example in characters; of a longer list the first item is shown.
const LONGEST: usize = 200;

/// Adds to each key of `schema` what the YAML of `example` has there first.
pub(super) fn add(schema: &mut Value, example: &'static str) {
    let example: Result<Value, _> = yaml::read(&SourceFile::new("every-key.yaml", example));
    debug_assert!(example.is_ok(), "the example is read by a test");
    let mut found = BTreeMap::new();
    collect(schema, "", &example.unwrap_or_default(), &mut found);
    for (place, example) in found {
        if let Some(Value::Object(key)) = schema.pointer_mut(&place) {
            key.insert("examples".to_owned(), json!([example]));
        }
    }
}

/// Finds the examples below the schema at `place`, a JSON pointer.
fn collect(schema: &Value, place: &str, example: &Value, found: &mut BTreeMap<String, Value>) {
    let Some(here) = schema.pointer(place) else { return };
    if let Some(name) = here["$ref"].as_str() {
        return collect(schema, name.trim_start_matches('#'), example, found);
    }
    for (at, _) in here["anyOf"].as_array().into_iter().flatten().enumerate() {
        collect(schema, &format!("{place}/anyOf/{at}"), example, found);
    }
    match example {
        Value::Object(keys) => {
            for (key, value) in keys {
                let own = format!("{place}/properties/{key}");
                if schema.pointer(&own).is_some() {
                    found.entry(own.clone()).or_insert_with(|| short(value));
                    collect(schema, &own, value, found);
                } else {
                    collect(schema, &format!("{place}/additionalProperties"), value, found);
                }
            }
        }
        Value::Array(items) => {
            for item in items {
                collect(schema, &format!("{place}/items"), item, found);
            }
        }
        _ => {}
    }
}

fn short(value: &Value) -> Value {
    match value {
        Value::Array(items) if value.to_string().chars().count() > LONGEST => {
            Value::Array(items.iter().take(1).cloned().collect())
        }
        other => other.clone(),
    }
}
